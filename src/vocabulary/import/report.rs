//! What became of the terms of one file.

use super::format::Format;
use serde::Serialize;

/// Every term that was read is counted once among `obsolete`, `without_kind`, `unmatched`, `left_out`, `joined_by_id`,
/// `joined_by_name` and `new`.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Report {
    pub format: Format,
    pub read: usize,
    /// A concept of ours has the same id.
    pub joined_by_id: usize,
    /// A concept of ours, or one made just before, has the same name.
    pub joined_by_name: usize,
    pub new: usize,
    pub obsolete: usize,
    /// Their source says of others of what kind they are, but not of these.
    pub without_kind: usize,
    /// Rows of ids alone, none of which is ours.
    pub unmatched: usize,
    /// Their names belong to other concepts, or can be none.
    pub left_out: usize,
    /// Forms that ours lacked.
    pub forms: usize,
    /// Those of them that count only where a document supports them.
    pub gated: usize,
    /// Names of a narrower, broader or related meaning, which were not taken.
    pub inexact: usize,
    /// Names that are too long, or hold too few letters.
    pub unusable: usize,
    pub clashes: Vec<Clash>,
    /// Links to a broader concept that would have closed a circle.
    pub cycles: Vec<Cycle>,
}

/// A form that belongs to another concept and was not taken.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Clash {
    pub form: String,
    /// The concept that has it.
    pub ours: String,
    /// The concept that would have got it, or the id or name of the term.
    pub theirs: String,
    pub place: String,
}

/// A link that was refused.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Cycle {
    pub concept: String,
    pub broader: String,
    pub place: String,
}

impl Report {
    pub(super) fn new(format: Format, read: usize, inexact: usize) -> Report {
        Report {
            format,
            read,
            inexact,
            joined_by_id: 0,
            joined_by_name: 0,
            new: 0,
            obsolete: 0,
            without_kind: 0,
            unmatched: 0,
            left_out: 0,
            forms: 0,
            gated: 0,
            unusable: 0,
            clashes: Vec::new(),
            cycles: Vec::new(),
        }
    }
}
