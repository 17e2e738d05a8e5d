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

/// What was wrong with a record.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct RecordError {
    /// Stable, for programs: `invalid_json`, `format_not_yet_read`, …
    pub code: String,
    /// The same for every error of one code.
    pub title: String,
    /// What exactly, and in its last clause what to do.
    pub detail: String,
    /// `line 17`, where there is one.
    pub place: Option<String>,
}

/// A problem as RFC 9457 has it, with a stable code.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Problem {
    /// `about:blank`.
    #[serde(rename = "type")]
    pub kind: String,
    /// The same for every problem of one code.
    pub title: String,
    /// The status that the API answers with.
    pub status: u16,
    /// What exactly, and what to do.
    pub detail: String,
    /// Stable, for programs.
    pub code: String,
}
