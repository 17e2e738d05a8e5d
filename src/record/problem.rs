//! What went wrong, in a form that programs can read.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// A bad record, in-band in the output of `extract`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct ProblemRecord {
    /// The record's id where it has one, else its path.
    pub id: String,
    pub error: RecordError,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct RecordError {
    pub code: String,
    pub title: String,
    pub detail: String,
    /// `line 17`, where there is one.
    pub place: Option<String>,
}

/// A problem as RFC 9457 has it, with a stable code.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Problem {
    #[serde(rename = "type")]
    pub kind: String,
    pub title: String,
    pub status: u16,
    pub detail: String,
    pub code: String,
}
