//! Stage 7. In: records of documents, texts. Out: one folder on disk with one commit point, and [`Snapshot`]s of it.
//! Never: leaves half-written output visible, answers questions.

mod again;
mod derived;
mod folder;
mod identity;
mod manifest;
mod member;
mod pack;
mod reading;
mod snapshot;
mod spool;
#[cfg(test)]
mod tests;
mod verify;
mod vocabulary;
mod writer;

pub use again::Again;
pub use folder::{Place, exists};
pub use manifest::Versions;
pub use member::{Family, Group, Member, MemberKey};
pub use snapshot::{Commit, open};
pub use verify::{Fault, intact, verify};
pub use vocabulary::{put_vocabulary_file, vocabulary, vocabulary_files, vocabulary_name};
pub use writer::{Change, Origin, Plan, Writer};

use crate::record::{DocumentRecord, FindingRow};
use crate::vocabulary::LoadError;
use thiserror::Error;

/// What queries need from storage: the view of one commit. Another engine would implement this and nothing else.
pub trait Snapshot: Send + Sync {
    fn commit(&self) -> &CommitInfo;

    /// Findings that mention, for each group, at least one of its concept ids (in an arm, as endpoint, factor or condition),
    /// in the order of document and place. No group: all findings.
    fn findings(&self, groups: &[Vec<String>]) -> Result<Vec<FindingRow>, StoreError>;

    /// One finding by its id.
    fn finding(&self, id: &str) -> Result<Option<FindingRow>, StoreError>;

    /// Documents by BM25 for free words (any of them) and concepts (any of each group); equal scores by document id.
    fn documents(&self, words: &str, groups: &[Vec<String>], limit: usize) -> Result<Vec<DocumentHit>, StoreError>;

    /// One document, with its text, by its id or any alias.
    fn document(&self, id: &str) -> Result<Option<DocumentRecord>, StoreError>;

    /// All records of trial registrations.
    fn registrations(&self) -> Result<Vec<DocumentRecord>, StoreError>;

    /// All document ids, sorted.
    fn document_ids(&self) -> Result<Vec<String>, StoreError>;
}

/// A document found by its words.
#[derive(Debug, Clone, PartialEq)]
pub struct DocumentHit {
    pub id: String,
    pub score: f64,
}

/// What one commit is.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct CommitInfo {
    /// Stable for the same content.
    pub id: String,
    /// ISO date and time, UTC.
    pub indexed_at: String,
    pub documents: usize,
    pub findings: usize,
    /// The sample corpus built into the program.
    pub sample: bool,
}

#[derive(Debug, Error)]
pub enum StoreError {
    #[error("{path} cannot be read or written; check its permissions and the disk")]
    Io { path: String, source: std::io::Error },
    #[error("the index at {path} is damaged: {detail}; run `evigraph verify` or index the documents again")]
    Damaged { path: String, detail: String },
    #[error("the index at {path} has format {found}, this program reads {supported}; index the documents again into a new folder")]
    Format { path: String, found: u32, supported: u32 },
    #[error("there is no index at {path}; make one with `evigraph index --index {path} FOLDER`")]
    Missing { path: String },
    #[error("{path} holds other files and no index; name another folder with `--index`")]
    NotAnIndex { path: String },
    #[error("the rows imported into {path} cannot be read: {source}; import the file again or remove it")]
    Vocabulary { path: String, source: LoadError },
    #[error("another process is writing to the index at {path}; wait until it is done")]
    Locked { path: String },
}

impl StoreError {
    /// Stable, for programs.
    pub fn code(&self) -> &'static str {
        match self {
            StoreError::Io { .. } => "index_unreadable",
            StoreError::Damaged { .. } => "index_damaged",
            StoreError::Format { .. } => "index_format",
            StoreError::Missing { .. } => "index_missing",
            StoreError::NotAnIndex { .. } => "not_an_index",
            StoreError::Vocabulary { .. } => "vocabulary_unreadable",
            StoreError::Locked { .. } => "index_locked",
        }
    }
}
