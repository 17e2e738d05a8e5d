//! A random sample of what was read, for readers to judge.

use crate::extraction::Certainty;
use crate::record::{DocumentRecord, FindingRecord, PrimaryRecord};
use crate::vocabulary::{ConceptKind, Vocabulary};
use serde::Serialize;
use std::collections::BTreeMap;

/// The root of all cancers in the vocabulary.
const CANCER: &str = "disease:cancer";

/// What is drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Drawn {
    /// Findings with a ratio or a difference.
    Effects,
    /// Findings with the result of an arm that is no harm.
    Outcomes,
    /// Findings on harms.
    Harms,
    /// Verdicts on primary endpoints.
    Verdicts,
}

/// One statement for a reader.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Sampled {
    pub document: String,
    #[serde(flatten)]
    pub statement: Statement,
}

#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Statement {
    Finding(Box<FindingRecord>),
    Verdict(PrimaryRecord),
}

/// A sample of fixed size. Which statements are in it depends on the seed and on them alone, not on the order of reading.
pub struct Sample {
    what: Drawn,
    size: usize,
    seed: u64,
    seen: usize,
    /// By a hash of seed and statement: the lowest are drawn.
    kept: BTreeMap<[u8; 32], Sampled>,
}

impl Sample {
    pub fn new(what: Drawn, size: usize, seed: u64) -> Sample {
        Sample { what, size, seed, seen: 0, kept: BTreeMap::new() }
    }

    /// Offers what a record states.
    pub fn offer(&mut self, record: DocumentRecord) {
        let document = record.id;
        if self.what == Drawn::Verdicts {
            for (at, verdict) in record.study.primary.into_iter().enumerate().filter(|(_, p)| p.met.is_some()) {
                let id = format!("{at}:{}", verdict.text);
                self.keep(&document, &id, || Statement::Verdict(verdict));
            }
            return;
        }
        for finding in record.findings {
            if wanted(self.what, &finding) {
                let id = finding.id.clone();
                self.keep(&document, &id, || Statement::Finding(Box::new(finding)));
            }
        }
    }

    fn keep(&mut self, document: &str, id: &str, statement: impl FnOnce() -> Statement) {
        self.seen += 1;
        let mut hasher = blake3::Hasher::new();
        hasher.update(&self.seed.to_le_bytes()).update(document.as_bytes()).update(&[0]).update(id.as_bytes());
        let key = *hasher.finalize().as_bytes();
        if self.kept.len() >= self.size && self.kept.last_key_value().is_none_or(|(last, _)| *last < key) {
            return;
        }
        self.kept.insert(key, Sampled { document: document.to_owned(), statement: statement() });
        if self.kept.len() > self.size {
            self.kept.pop_last();
        }
    }

    /// Statements that the sample was drawn from.
    pub fn seen(&self) -> usize {
        self.seen
    }

    /// In random order.
    pub fn drawn(&self) -> impl Iterator<Item = &Sampled> {
        self.kept.values()
    }
}

/// Plans and examples are no results.
fn wanted(what: Drawn, record: &FindingRecord) -> bool {
    let finding = &record.finding;
    let result = matches!(finding.certainty, Certainty::Reported | Certainty::Cited);
    result
        && match what {
            Drawn::Effects => finding.effect.is_some(),
            Drawn::Outcomes => finding.harm.is_none() && finding.arms.iter().any(|arm| arm.outcome.is_some()),
            Drawn::Harms => finding.harm.is_some(),
            Drawn::Verdicts => false,
        }
}

/// Whether a document names a cancer.
pub fn names_cancer(record: &DocumentRecord, vocabulary: &Vocabulary) -> bool {
    let Some(cancer) = vocabulary.find(CANCER) else { return false };
    let named = record.mentions.iter().filter(|m| m.kind == ConceptKind::Disease).filter_map(|m| vocabulary.find(m.concept.as_deref()?));
    named.into_iter().any(|disease| vocabulary.is_a(disease, cancer))
}
