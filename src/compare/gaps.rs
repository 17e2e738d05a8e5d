//! Names that documents use and the vocabulary lacks.

use crate::record::DocumentRecord;
use crate::store::{Snapshot, StoreError};
use serde::Serialize;
use std::collections::BTreeMap;

/// A name without a concept.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Gap {
    /// `drug` for a word built like a generic name, `endpoint` for the name of a finding's endpoint.
    pub kind: &'static str,
    /// In lower case.
    pub name: String,
    pub mentions: usize,
    pub documents: usize,
    /// The first document that uses it, and how.
    pub document: String,
    pub example: String,
}

/// Characters of the example on either side of the name.
const AROUND: usize = 60;

/// All names without a concept, the most used first.
pub fn gaps(snapshot: &dyn Snapshot) -> Result<Vec<Gap>, StoreError> {
    let mut found: BTreeMap<(&'static str, String), Gap> = BTreeMap::new();
    for id in snapshot.document_ids()? {
        let Some(record) = snapshot.document(&id)? else { continue };
        for ((kind, name), uses) in names(&record) {
            let gap = found.entry((kind, name.clone())).or_insert_with(|| Gap {
                kind,
                name,
                mentions: 0,
                documents: 0,
                document: record.id.clone(),
                example: uses.example,
            });
            gap.mentions += uses.mentions;
            gap.documents += 1;
        }
    }
    let mut gaps: Vec<Gap> = found.into_values().collect();
    gaps.sort_by(|a, b| (b.mentions, a.kind, &a.name).cmp(&(a.mentions, b.kind, &b.name)));
    Ok(gaps)
}

struct Uses {
    mentions: usize,
    example: String,
}

/// What one document names without a concept.
fn names(record: &DocumentRecord) -> BTreeMap<(&'static str, String), Uses> {
    let mut names: BTreeMap<(&'static str, String), Uses> = BTreeMap::new();
    let mut take = |kind, name: &str, example: String| {
        names.entry((kind, name.trim().to_lowercase())).or_insert(Uses { mentions: 0, example }).mentions += 1;
    };
    let text: Vec<char> = record.text.as_deref().unwrap_or_default().chars().collect();
    for mention in record.mentions.iter().filter(|m| m.unlinked) {
        take(mention.kind.as_str(), &mention.name, around(&text, mention.start, mention.end));
    }
    for finding in record.findings.iter().filter(|f| f.finding.endpoint.concept.is_none()) {
        let example = finding.evidence.first().map_or(String::new(), |e| one_line(e.text.chars()));
        take("endpoint", &finding.finding.endpoint.text, example);
    }
    names.retain(|(_, name), _| !name.is_empty());
    names
}

fn around(text: &[char], start: usize, end: usize) -> String {
    let from = start.saturating_sub(AROUND);
    let to = (end + AROUND).min(text.len());
    one_line(text.get(from..to).unwrap_or_default().iter().copied())
}

fn one_line(text: impl Iterator<Item = char>) -> String {
    text.collect::<String>().split_whitespace().collect::<Vec<_>>().join(" ")
}
