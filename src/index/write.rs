//! The two kinds of entry, as tantivy takes them.

use super::fields::{DOCUMENT, FINDING, Fields};
use crate::record::{DocumentRecord, FindingRow};
use std::collections::BTreeSet;
use tantivy::TantivyDocument;

/// What a document entry holds beside its record.
pub struct DocumentEntry<'a> {
    pub record: &'a DocumentRecord,
    /// Folded, without what is masked.
    pub text: &'a str,
    pub aliases: &'a BTreeSet<String>,
    /// Hash and description of each record that the document was merged from.
    pub members: &'a [(String, String)],
    pub digest: &'a str,
    pub study_facts: &'a str,
    pub stored: &'a [u8],
}

/// The entry that full-text search finds.
pub fn document_entry(fields: &Fields, entry: &DocumentEntry) -> TantivyDocument {
    let mut out = TantivyDocument::new();
    let record = entry.record;
    out.add_text(fields.entry, DOCUMENT);
    out.add_text(fields.document, &record.id);
    out.add_bytes(fields.stored, entry.stored);
    for alias in entry.aliases {
        out.add_text(fields.alias, alias);
    }
    for field in [fields.english, fields.chinese, fields.bigram] {
        out.add_text(field, entry.text);
        // The title is part of most texts, where it counts once more: a document is about what its title names.
        if let Some(title) = &record.title {
            out.add_text(field, title);
        }
    }
    for concept in record.mentions.iter().filter_map(|m| m.concept.as_deref()) {
        out.add_text(fields.concept, concept);
    }
    out.add_text(fields.kind, word(&record.kind));
    out.add_text(fields.language, &record.language);
    for (hash, member) in entry.members {
        out.add_text(fields.member_hash, hash);
        out.add_text(fields.member, member);
    }
    out.add_text(fields.digest, entry.digest);
    out.add_text(fields.study_facts, entry.study_facts);
    out
}

/// The entry that findings are found by.
pub fn finding_entry(fields: &Fields, row: &FindingRow, ordinal: usize, stored: &[u8]) -> TantivyDocument {
    let mut out = TantivyDocument::new();
    let finding = &row.finding.finding;
    out.add_text(fields.entry, FINDING);
    out.add_text(fields.document, &row.finding.document);
    out.add_bytes(fields.stored, stored);
    out.add_text(fields.finding, &row.finding.id);
    out.add_u64(fields.ordinal, ordinal as u64);
    for concept in concepts(row) {
        out.add_text(fields.finding_concept, concept);
    }
    out.add_text(fields.endpoint, finding.endpoint.concept.as_deref().unwrap_or_default());
    if let Some(effect) = &finding.effect {
        out.add_text(fields.measure, effect.measure.as_str());
        out.add_f64(fields.value, effect.value);
        for (field, bound) in effect.interval.iter().flat_map(|i| [(fields.low, i.low), (fields.high, i.high)]) {
            bound.into_iter().for_each(|b| out.add_f64(field, b));
        }
    }
    finding.p.iter().for_each(|p| out.add_f64(fields.p, p.value));
    row.design.iter().for_each(|d| out.add_text(fields.design, d.as_str()));
    row.n.iter().for_each(|&n| out.add_u64(fields.n, n));
    row.year.iter().for_each(|&y| out.add_i64(fields.year, i64::from(y)));
    out
}

/// Every concept that a finding is about.
fn concepts(row: &FindingRow) -> BTreeSet<&str> {
    let finding = &row.finding.finding;
    let arms = finding.arms.iter().flat_map(|a| &a.concepts);
    let factor = finding.factor.iter().filter_map(|f| f.concept.as_ref());
    let all = arms.chain(factor).chain(&finding.endpoint.concept).chain(&finding.population.conditions);
    all.map(String::as_str).collect()
}

/// A wire enum's word.
fn word(value: &impl serde::Serialize) -> String {
    serde_json::to_value(value).ok().and_then(|v| v.as_str().map(str::to_owned)).unwrap_or_default()
}
