//! What became of each document.

use crate::document::ReadError;
use crate::record::{ProblemRecord, RecordError};
use crate::store::{Origin, Plan};
use serde::Serialize;

/// What indexing did, and why.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
pub struct Report {
    /// Ids of new documents.
    pub added: Vec<String>,
    /// Ids of documents that now say something else, or were found a second time.
    pub changed: Vec<String>,
    /// Records that were read and are the same as before.
    pub kept: usize,
    pub skipped: Vec<ProblemRecord>,
    /// Records that are no longer where they were; they stay in the index.
    pub missing: Vec<Missing>,
    /// Of two records of one document the fuller is kept, the other stands here.
    pub duplicates: Vec<Duplicate>,
    /// The program or the vocabulary changed, so that every document was extracted again.
    pub outdated: bool,
    /// Documents written again without change of content.
    pub rewritten: usize,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Missing {
    pub id: String,
    pub source: String,
}

/// A record that another one speaks for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Duplicate {
    /// The document that both are.
    pub document: String,
    pub id: String,
    pub sources: Vec<String>,
    /// Where the fuller one stands.
    pub kept: Vec<String>,
}

impl Report {
    pub fn nothing_changed(&self) -> bool {
        self.added.is_empty() && self.changed.is_empty() && self.rewritten == 0
    }

    /// Takes in what is about to be written.
    pub(super) fn plan(&mut self, plan: &Plan) {
        for family in &plan.families {
            let staged = family.members.iter().any(|(_, origin)| matches!(origin, Origin::Staged(_)));
            let stored = family.members.iter().any(|(_, origin)| matches!(origin, Origin::Stored(_)));
            match (staged, stored || plan.replaced.contains(&family.id)) {
                (true, false) => self.added.push(family.id.clone()),
                (true, true) => self.changed.push(family.id.clone()),
                (false, _) => self.rewritten += 1,
            }
            let Some(((fullest, _), others)) = family.members.split_first().filter(|_| staged) else { continue };
            self.duplicates.extend(others.iter().map(|(key, _)| Duplicate {
                document: family.id.clone(),
                id: key.id.clone(),
                sources: key.sources.iter().cloned().collect(),
                kept: fullest.sources.iter().cloned().collect(),
            }));
        }
    }
}

impl From<ReadError> for ProblemRecord {
    fn from(e: ReadError) -> ProblemRecord {
        let error = RecordError { code: e.code.to_owned(), title: e.title, detail: e.detail, place: e.place };
        ProblemRecord { id: e.id.unwrap_or(e.source), error }
    }
}
