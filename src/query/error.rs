//! Why a question cannot be answered: what, where in the question, and what to do.

use crate::store::StoreError;
use thiserror::Error;

/// Places are counted in characters of the question, from 1.
#[derive(Debug, Error)]
pub enum QueryError {
    #[error("the question is empty: ask for treatments and an endpoint, for example `SBRT + sorafenib OS`")]
    Empty,
    #[error("the question has {bytes} bytes, at most {max} are read: ask for less at once")]
    TooLong { bytes: usize, max: usize },
    #[error("the quote opened at character {place} is not closed: add a `\"` or leave it out")]
    UnclosedQuote { place: usize },
    #[error("no filter called `{name}` at character {place}: {advice}")]
    UnknownFilter { name: String, place: usize, advice: String },
    #[error("`{name}:` at character {place} has no value: write for example `{example}`")]
    EmptyValue { name: String, place: usize, example: &'static str },
    #[error("`{value}` at character {place} is no value for `{name}:`: {advice}")]
    BadValue { name: String, value: String, place: usize, advice: String },
    #[error("no concept called `{id}` at character {place}: {advice}")]
    UnknownConcept { id: String, place: usize, advice: String },
    #[error("nothing to compare stands {side} `{versus}` at character {place}: name a treatment on each side")]
    EmptySide { side: &'static str, versus: String, place: usize },
    #[error("`{word}` at character {place} is not understood yet: {advice}")]
    Boolean { word: &'static str, place: usize, advice: &'static str },
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl QueryError {
    /// Stable, for programs.
    pub fn code(&self) -> &'static str {
        match self {
            QueryError::Empty => "question_empty",
            QueryError::TooLong { .. } => "question_too_long",
            QueryError::UnclosedQuote { .. } => "quote_unclosed",
            QueryError::UnknownFilter { .. } => "filter_unknown",
            QueryError::EmptyValue { .. } => "filter_value_missing",
            QueryError::BadValue { .. } => "filter_value_invalid",
            QueryError::UnknownConcept { .. } => "concept_unknown",
            QueryError::EmptySide { .. } => "comparison_incomplete",
            QueryError::Boolean { .. } => "boolean_unsupported",
            QueryError::Store(_) => "store_failed",
        }
    }

    /// Where in the question, in characters from 1.
    pub fn place(&self) -> Option<usize> {
        match self {
            QueryError::UnclosedQuote { place }
            | QueryError::UnknownFilter { place, .. }
            | QueryError::EmptyValue { place, .. }
            | QueryError::BadValue { place, .. }
            | QueryError::UnknownConcept { place, .. }
            | QueryError::EmptySide { place, .. }
            | QueryError::Boolean { place, .. } => Some(*place),
            QueryError::Empty | QueryError::TooLong { .. } | QueryError::Store(_) => None,
        }
    }
}
