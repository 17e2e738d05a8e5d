//! What a changed vocabulary changes in an existing index, before anything is written.

use crate::ingest;
use crate::record::{DocumentRecord, FindingRecord, MentionRecord};
use crate::store::{Commit, StoreError};
use crate::vocabulary::Vocabulary;
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};

/// A concept at a place of a document.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Place {
    pub document: String,
    /// First code point, counted from 0.
    pub start: usize,
    /// As printed.
    pub text: String,
    /// Null for a name without a concept.
    pub concept: Option<String>,
}

/// A finding that keeps its numbers and changes what it is about.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Changed {
    pub id: String,
    pub document: String,
    /// Endpoint, arms, factor and population as concept ids, before and after.
    pub before: Vec<String>,
    pub after: Vec<String>,
}

/// The difference that a vocabulary makes.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct Difference {
    pub documents: usize,
    /// Documents whose record would differ.
    pub changed_documents: usize,
    pub mentions_gained: Vec<Place>,
    pub mentions_lost: Vec<Place>,
    /// Ids of findings.
    pub findings_gained: Vec<String>,
    pub findings_lost: Vec<String>,
    pub findings_changed: Vec<Changed>,
}

/// Reads every document of the index again with `vocabulary` and compares.
pub fn difference(commit: &Commit, vocabulary: &Vocabulary) -> Result<Difference, StoreError> {
    let mut out = Difference::default();
    for again in commit.again(|document| ingest::read_one(document, vocabulary)) {
        let again = again?;
        out.documents += 1;
        let before = (out.mentions_gained.len() + out.mentions_lost.len(), out.findings());
        mentions(&again.stored, &again.fresh, &mut out);
        findings(&again.stored, &again.fresh, &mut out);
        let after = (out.mentions_gained.len() + out.mentions_lost.len(), out.findings());
        out.changed_documents += usize::from(before != after);
    }
    Ok(out)
}

impl Difference {
    /// Findings that come, go or change.
    pub fn findings(&self) -> usize {
        self.findings_gained.len() + self.findings_lost.len() + self.findings_changed.len()
    }
}

fn mentions(stored: &DocumentRecord, fresh: &DocumentRecord, out: &mut Difference) {
    let places = |record: &DocumentRecord| -> BTreeSet<Place> {
        let place =
            |m: &MentionRecord| Place { document: record.id.clone(), start: m.start, text: m.text.clone(), concept: m.concept.clone() };
        record.mentions.iter().map(place).collect()
    };
    let (before, after) = (places(stored), places(fresh));
    out.mentions_gained.extend(after.difference(&before).cloned());
    out.mentions_lost.extend(before.difference(&after).cloned());
}

fn findings(stored: &DocumentRecord, fresh: &DocumentRecord, out: &mut Difference) {
    let by_id = |record: &DocumentRecord| -> BTreeMap<String, Vec<String>> {
        record.findings.iter().map(|f| (f.id.clone(), concepts(f))).collect()
    };
    let (before, after) = (by_id(stored), by_id(fresh));
    out.findings_gained.extend(after.keys().filter(|id| !before.contains_key(*id)).cloned());
    out.findings_lost.extend(before.keys().filter(|id| !after.contains_key(*id)).cloned());
    for (id, before) in before {
        if let Some(after) = after.get(&id).filter(|after| **after != before) {
            out.findings_changed.push(Changed { id, document: stored.id.clone(), before, after: after.clone() });
        }
    }
}

/// What a finding is about.
fn concepts(record: &FindingRecord) -> Vec<String> {
    let finding = &record.finding;
    let mut out: Vec<String> = finding.endpoint.concept.iter().cloned().collect();
    out.extend(finding.arms.iter().flat_map(|arm| arm.concepts.iter().cloned()));
    out.extend(finding.factor.iter().flat_map(|f| f.concept.iter().cloned()));
    out.extend(finding.population.conditions.iter().cloned());
    out
}
