//! What to fetch for a question: as few findings as the index can tell apart.

use super::resolve::{Asked, Resolved};

/// What storage is asked for.
#[derive(Debug, PartialEq)]
pub struct Plan {
    /// Groups of concept ids, one of each of which a finding must mention; `None` where the question names nothing that findings
    /// could be told by.
    pub findings: Option<Vec<Vec<String>>>,
    /// Free words for documents.
    pub words: String,
    /// Groups of concept ids for documents.
    pub concepts: Vec<Vec<String>>,
}

/// Treatments narrow best. Without any, endpoint, disease and marker do; a study or a filter alone looks at all findings.
pub fn plan(resolved: &Resolved) -> Plan {
    let group = |asked: &Asked| -> Vec<String> { asked.covered.iter().cloned().collect() };
    let treatments: Vec<Vec<String>> = resolved.treatments().map(group).collect();
    let findings = if !treatments.is_empty() {
        Some(treatments.clone())
    } else if !resolved.conditions.is_empty() {
        // Of several diseases one is enough.
        Some(vec![resolved.conditions.iter().flat_map(group).collect()])
    } else if !resolved.endpoints.is_empty() && !resolved.endpoints.iter().any(asks_for_harms) {
        Some(vec![resolved.endpoints.iter().flat_map(group).collect()])
    } else if resolved.is_anchored()
        || !resolved.endpoints.is_empty()
        || !resolved.filters.is_empty()
        || resolved.words.iter().any(|w| w.required)
    {
        Some(Vec::new())
    } else {
        None
    };
    let words: Vec<&str> = resolved.words.iter().map(|w| w.text.as_str()).chain(resolved.studies.iter().map(|s| s.1.as_str())).collect();
    let mut concepts = treatments;
    concepts.extend(resolved.conditions.iter().chain(&resolved.biomarkers).map(group));
    if !resolved.endpoints.is_empty() {
        concepts.push(resolved.endpoints.iter().flat_map(group).collect());
    }
    Plan { findings, words: words.join(" "), concepts }
}

/// Toxicity as a whole, whose findings bear the names of single events.
pub fn asks_for_harms(endpoint: &Asked) -> bool {
    const HARMS: [&str; 4] =
        ["endpoint:toxicity", "endpoint:serious_adverse_events", "endpoint:treatment_related_death", "endpoint:discontinuation"];
    endpoint.ids.iter().any(|id| HARMS.contains(&id.as_str()))
}
