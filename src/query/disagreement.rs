//! Findings of different studies that point opposite ways.

use super::rank::Ranked;
use crate::extraction::{Favours, Role};
use std::collections::BTreeSet;

/// For each row, the ids of rows of other studies with the same endpoint and the same arms that favour the other side.
pub fn disagreements(rows: &[Ranked]) -> Vec<Vec<String>> {
    rows.iter()
        .map(|row| {
            rows.iter()
                .filter(|other| other.row.study != row.row.study && opposite(row, other) && same_question(row, other))
                .map(|other| other.row.finding.id.clone())
                .collect()
        })
        .collect()
}

fn opposite(a: &Ranked, b: &Ranked) -> bool {
    matches!(
        (a.row.finding.finding.favours, b.row.finding.finding.favours),
        (Some(Favours::Experimental), Some(Favours::Comparator)) | (Some(Favours::Comparator), Some(Favours::Experimental))
    )
}

fn same_question(a: &Ranked, b: &Ranked) -> bool {
    let (a, b) = (&a.row.finding.finding, &b.row.finding.finding);
    a.endpoint.concept.is_some() && a.endpoint.concept == b.endpoint.concept && !arms(a).is_empty() && arms(a) == arms(b)
}

fn arms(finding: &crate::extraction::Finding) -> BTreeSet<(Role, BTreeSet<&str>)> {
    finding.arms.iter().filter(|a| !a.concepts.is_empty()).map(|a| (a.role, a.concepts.iter().map(String::as_str).collect())).collect()
}
