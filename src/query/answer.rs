//! Question → answer: the whole stage on one page.

use super::error::QueryError;
use super::execute::{self, Context};
use super::hierarchy::Hierarchy;
use super::plan::{Plan, plan};
use super::rank::{Ranked, rank};
use super::resolve::resolve;
use super::study::name_studies;
use super::{difference, disagreement, documents, facets, parse, spelling, trials};
use crate::graph::key;
use crate::record::{Answer, AnswerData, AnswerFinding, AnswerMeta, DocumentRecord, Links, Totals};
use crate::store::Snapshot;
use crate::vocabulary::Vocabulary;
use std::time::Instant;

/// Documents asked of the full-text index, of which the first are shown and all counted.
const HITS_MAX: usize = 1000;

/// How much of an answer to give.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Options {
    /// Findings, and documents, at most.
    pub limit: usize,
}

impl Default for Options {
    fn default() -> Options {
        Options { limit: 20 }
    }
}

/// Answers a question from one commit.
pub fn answer(snapshot: &dyn Snapshot, vocabulary: &Vocabulary, question: &str, options: &Options) -> Result<Answer, QueryError> {
    let started = Instant::now();
    let question = parse::parse(question)?;
    let hierarchy = Hierarchy::of(vocabulary);
    let mut resolved = resolve(&question, vocabulary, &hierarchy)?;
    name_studies(&question, &mut resolved, snapshot)?;
    let spelling = spelling::judge(&question, &mut resolved, vocabulary, snapshot)?;
    let plan = plan(&resolved);

    let hits = match &plan {
        Plan { words, concepts, .. } if words.is_empty() && concepts.is_empty() => Vec::new(),
        Plan { words, concepts, .. } => snapshot.documents(words, concepts, HITS_MAX)?,
    };
    let registrations = registrations(snapshot)?;
    let registered = execute::studies_with_status(&resolved, registrations.iter().map(|(study, record)| (study.as_str(), record)));
    let context = Context { snapshot, vocabulary, resolved: &resolved, registered: &registered };
    let found = execute::execute(&context, &plan, &hits)?;
    let ranked = rank(found.candidates);

    let (shown, documents_total) = documents::documents(snapshot, &resolved, &hits, options.limit)?;
    let commit = snapshot.commit();
    Ok(Answer {
        meta: AnswerMeta {
            interpretation: resolved.interpretation(),
            total: Totals { findings: ranked.len(), documents: documents_total },
            sample: commit.sample,
            commit: commit.id.clone(),
            indexed_at: commit.indexed_at.clone(),
            documents_searched: commit.documents,
            took_ms: u64::try_from(started.elapsed().as_millis()).unwrap_or(u64::MAX),
            warnings: resolved.notes.iter().cloned().chain(spelling.warnings).chain(found.warnings).collect(),
            suggestions: spelling.suggestions,
        },
        data: AnswerData {
            trials: trials::trials(&resolved, vocabulary, &registrations),
            documents: shown,
            facets: facets::facets(&ranked),
            findings: findings(ranked, options.limit),
        },
        links: Links::default(),
    })
}

/// Registrations with the studies that they belong to, by their own numbers and names.
fn registrations(snapshot: &dyn Snapshot) -> Result<Vec<(String, DocumentRecord)>, QueryError> {
    let records = snapshot.registrations()?;
    let mut studies = key::studies(&records.iter().map(key::StudyFacts::of).collect::<Vec<_>>());
    Ok(records.into_iter().map(|record| (studies.remove(&record.id).unwrap_or_default(), record)).collect())
}

fn findings(ranked: Vec<Ranked>, limit: usize) -> Vec<AnswerFinding> {
    let mut shown = ranked;
    shown.truncate(limit);
    let disagreements = disagreement::disagreements(&shown);
    shown
        .into_iter()
        .zip(disagreements)
        .map(|(ranked, disagrees_with)| AnswerFinding {
            absolute_difference: difference::absolute_difference(&ranked.row),
            row: ranked.row,
            score: ranked.score,
            disagrees_with,
        })
        .collect()
}
