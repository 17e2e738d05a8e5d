//! What a document is about, marked: its drugs, modalities and diseases, the patients and the design of its study.

use super::align::assign;
use super::gold::GoldDocument;
use super::level::Level;
use super::marks::Marks;
use super::name;
use crate::record::DocumentRecord;
use crate::vocabulary::ConceptKind;
use std::collections::BTreeSet;

/// Marks names and study facts; `record` is missing where the document was not read.
pub fn mark(gold: &GoldDocument, record: Option<&DocumentRecord>, marks: &mut Marks) {
    let drugs = mentioned(record, &[ConceptKind::Drug, ConceptKind::Regimen]);
    let modalities = mentioned(record, &[ConceptKind::Modality]);
    let one = |names: &[String], one: fn(&str) -> String| -> BTreeSet<String> { names.iter().map(|name| one(name)).collect() };
    names(Level::Drug, &one(&gold.drugs, name::drug), &drugs.iter().map(|d| name::drug(d)).collect(), marks);
    names(Level::Modality, &one(&gold.modalities, name::modality), &modalities.iter().map(|m| name::modality(m)).collect(), marks);
    diseases(gold, record, marks);
    study(gold, record, marks);
}

/// Names of concepts, in lower case; of modalities the group, where there is one.
fn mentioned(record: Option<&DocumentRecord>, kinds: &[ConceptKind]) -> BTreeSet<String> {
    let mentions = record.map_or(&[][..], |record| &record.mentions).iter().filter(|m| kinds.contains(&m.kind));
    let name = |m: &crate::record::MentionRecord| {
        let group = m.group.as_deref().filter(|_| m.kind == ConceptKind::Modality);
        let said = [group.unwrap_or_default(), &m.name, &m.text].into_iter().find(|name| !name.is_empty());
        said.unwrap_or_default().to_lowercase()
    };
    mentions.map(name).collect()
}

fn names(level: Level, gold: &BTreeSet<String>, read: &BTreeSet<String>, marks: &mut Marks) {
    marks.count(level, gold.intersection(read).count(), gold.len(), read.len());
    for name in gold.difference(read) {
        marks.missed(level, name.clone(), "");
    }
    for name in read.difference(gold) {
        marks.false_alarm(level, name.clone(), "");
    }
}

/// Recall only.
fn diseases(gold: &GoldDocument, record: Option<&DocumentRecord>, marks: &mut Marks) {
    let wanted: BTreeSet<String> = gold.diseases.iter().map(|name| name.to_lowercase()).collect();
    let (wanted, read) = (Vec::from_iter(wanted), Vec::from_iter(mentioned(record, &[ConceptKind::Disease])));
    let pairs = assign(&wanted, &read, |g, r| f64::from(u8::from(name::same_disease(g, r))));
    marks.count(Level::Disease, pairs.len(), wanted.len(), wanted.len());
    for (_, name) in wanted.iter().enumerate().filter(|(i, _)| !pairs.iter().any(|(matched, _)| matched == i)) {
        marks.missed(Level::Disease, name.clone(), "");
    }
}

fn study(gold: &GoldDocument, record: Option<&DocumentRecord>, marks: &mut Marks) {
    let study = record.map(|record| &record.study.study);
    let n = study.and_then(|study| study.n);
    let right = gold.n.is_some() && gold.n == n.map(|n| n as f64);
    marks.count(Level::N, usize::from(right), usize::from(gold.n.is_some()), usize::from(n.is_some()));
    if gold.n != n.map(|n| n as f64) {
        marks.mistake(Level::N, sort(gold.n.is_some(), n.is_some()), gold.n.map(|n| n.to_string()), n.map(|n| n.to_string()), None);
    }
    let design = study.and_then(|study| study.design).map(|design| design.as_str());
    let Some(wanted) = gold.design.as_deref().filter(|design| !design.is_empty() && *design != "other") else { return };
    marks.count(Level::Design, usize::from(design == Some(wanted)), 1, 1);
    if design != Some(wanted) {
        marks.mistake(Level::Design, sort(true, design.is_some()), Some(wanted.to_owned()), design.map(str::to_owned), None);
    }
}

fn sort(gold: bool, read: bool) -> &'static str {
    match (gold, read) {
        (true, false) => "missed",
        (false, _) => "false alarm",
        _ => "wrong",
    }
}
