//! How the findings of an answer are spread.

use super::filter::wire;
use super::rank::Ranked;
use std::collections::BTreeMap;

/// Facet → value → number of findings, over all that answer and not only those shown.
pub fn facets(rows: &[Ranked]) -> BTreeMap<String, BTreeMap<String, usize>> {
    let mut facets: BTreeMap<String, BTreeMap<String, usize>> = BTreeMap::new();
    for ranked in rows {
        let row = &ranked.row;
        let values = [
            ("endpoint", row.finding.finding.endpoint.concept.clone()),
            ("design", row.design.map(|d| d.as_str().to_owned())),
            ("year", row.year.map(|y| y.to_string())),
            ("kind", Some(wire(&row.kind))),
            ("language", Some(row.language.clone())),
        ];
        for (facet, value) in values.into_iter().filter_map(|(f, v)| v.map(|v| (f, v))) {
            *facets.entry(facet.to_owned()).or_default().entry(value).or_default() += 1;
        }
    }
    facets
}
