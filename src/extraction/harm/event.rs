//! What a harm is to the reading: a stretch of a sentence that names one.

use super::super::finding::{Grade, HarmKind};
use std::ops::Range;

/// A harm at a place of a sentence.
#[derive(Debug, Clone, PartialEq)]
pub struct Event {
    pub concept: Option<String>,
    pub text: String,
    /// Toxicity as a whole or as a group.
    pub general: bool,
    pub kind: HarmKind,
    pub grade: Option<Grade>,
    /// The grades of a list ("grades 2 and 3"), which may have a value each.
    pub parts: Vec<Grade>,
    /// Lexemes, the grade's included where it stands beside the event.
    pub at: Range<usize>,
}
