//! Names and numbers of studies that the index knows.

use super::ast::Question;
use super::error::QueryError;
use super::resolve::Resolved;
use crate::graph::key;
use crate::record::{DocumentRecord, FindingRow};
use crate::store::Snapshot;
use crate::text::FoldedSpan;
use std::collections::{BTreeMap, BTreeSet};

/// No study's name has more words.
const NAME_WORDS_MAX: usize = 6;
/// A beginning this long is enough where only one study has it.
const BEGINNING_CHARS_MIN: usize = 5;

/// Name and number → study.
#[derive(Debug, Default)]
struct KnownStudies {
    by_key: BTreeMap<String, BTreeSet<String>>,
}

impl KnownStudies {
    fn of(rows: &[FindingRow], registrations: &[DocumentRecord]) -> KnownStudies {
        let mut known = KnownStudies::default();
        for row in rows {
            known.add(row.study_name.as_deref().and_then(key::name_key), &row.study);
            known.add(row.study.strip_prefix("study:").map(str::to_uppercase), &row.study);
        }
        for record in registrations {
            let study = known.study_of(record);
            known.add(record.study.study.name.as_deref().and_then(key::name_key), &study);
            for number in numbers(record) {
                known.add(Some(number), &study);
            }
        }
        known
    }

    /// The study that a registration belongs to: one of the corpus with its number or name, else its own.
    fn study_of(&self, record: &DocumentRecord) -> String {
        let name = record.study.study.name.as_deref().and_then(key::name_key);
        let known = numbers(record).into_iter().chain(name).find_map(|k| self.by_key.get(&k)).and_then(|s| s.first());
        known.cloned().unwrap_or_else(|| {
            let own = key::studies(&[key::StudyFacts::of(record)]);
            own.into_values().next().unwrap_or_default()
        })
    }

    fn add(&mut self, key: Option<String>, study: &str) {
        if let Some(key) = key {
            self.by_key.entry(key).or_default().insert(study.to_owned());
        }
    }

    fn named(&self, text: &str) -> Option<&BTreeSet<String>> {
        let key = key::name_key(text)?;
        let exact = self.by_key.get(&key);
        if exact.is_some() || key.chars().count() < BEGINNING_CHARS_MIN {
            return exact;
        }
        let mut beginning = self.by_key.range(key.clone()..).take_while(|(k, _)| k.starts_with(&key)).map(|(_, studies)| studies);
        beginning.next().filter(|first| beginning.all(|other| other == *first))
    }
}

fn numbers(record: &DocumentRecord) -> BTreeSet<String> {
    key::StudyFacts::of(record).registry
}

/// Reads words that name a study as that study; loads names only where there are words left.
pub fn name_studies(question: &Question, resolved: &mut Resolved, snapshot: &dyn Snapshot) -> Result<(), QueryError> {
    if resolved.words.is_empty() {
        return Ok(());
    }
    let known = KnownStudies::of(&snapshot.findings(&[])?, &snapshot.registrations()?);
    let mut at = 0;
    while at < resolved.words.len() {
        let named = (at + 1..=resolved.words.len().min(at + NAME_WORDS_MAX)).rev().find_map(|end| {
            let span = FoldedSpan::new(resolved.words[at].span.start, resolved.words[end - 1].span.end);
            let text = question.typed(span);
            known.named(text).filter(|_| looks_like_a_name(text, question)).map(|studies| (end, text.to_owned(), studies))
        });
        match named {
            Some((end, text, studies)) => {
                for study in studies {
                    resolved.studies.push((study.clone(), text.clone()));
                }
                let words: Vec<usize> = (at..end).collect();
                resolved.reread(&words, &text, "study", None);
            }
            None => at += 1,
        }
    }
    Ok(())
}

/// Many acronyms are words ("LAUNCH", "PACIFIC"): a digit, capitals, or nothing else in the question tells.
fn looks_like_a_name(text: &str, question: &Question) -> bool {
    text.chars().any(|c| c.is_ascii_digit())
        || text.chars().filter(|c| c.is_uppercase()).count() >= 2
        || text.trim() == question.source.trim()
}
