//! The evidence answer, the same value for terminal, API and page.

use super::row::FindingRow;
use crate::document::Kind;
use crate::extraction::{Timepoint, Trial};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Answer {
    pub data: AnswerData,
    pub meta: AnswerMeta,
    pub links: Links,
}

#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize, JsonSchema)]
pub struct AnswerData {
    /// Best evidence first.
    pub findings: Vec<AnswerFinding>,
    /// Planned or running trials on the question.
    pub trials: Vec<AnswerTrial>,
    pub documents: Vec<AnswerDocument>,
    /// Facet → value → count.
    pub facets: BTreeMap<String, BTreeMap<String, usize>>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Score {
    pub total: f64,
    pub parts: BTreeMap<String, f64>,
}

/// The difference of two printed rates at one time point; computed, hence `derived`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct AbsoluteDifference {
    pub value: f64,
    pub unit: String,
    pub timepoint: Option<Timepoint>,
    pub derived: bool,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct AnswerFinding {
    #[serde(flatten)]
    pub row: FindingRow,
    pub score: Score,
    pub absolute_difference: Option<AbsoluteDifference>,
    /// Ids of findings in the answer that point the other way.
    pub disagrees_with: Vec<String>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct AnswerTrial {
    /// The document that registers it.
    pub document: String,
    pub title: Option<String>,
    pub study: String,
    pub trial: Trial,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct AnswerDocument {
    pub id: String,
    pub title: Option<String>,
    pub kind: Kind,
    pub language: String,
    pub snippet: String,
    pub score: f64,
}

/// How one part of the question was read.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Interpretation {
    pub text: String,
    /// `concept`, `filter`, `study`, `text`, …
    #[serde(rename = "as")]
    pub role: String,
    pub concept: Option<String>,
}

#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize, JsonSchema)]
pub struct Totals {
    pub findings: usize,
    pub documents: usize,
}

#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize, JsonSchema)]
pub struct AnswerMeta {
    pub interpretation: Vec<Interpretation>,
    pub total: Totals,
    /// The sample corpus built into the program answered.
    pub sample: bool,
    pub commit: String,
    /// ISO date and time (UTC) of the commit.
    pub indexed_at: String,
    pub documents_searched: usize,
    pub took_ms: u64,
    pub warnings: Vec<String>,
    pub suggestions: Vec<String>,
}

#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize, JsonSchema)]
pub struct Links {
    pub next: Option<String>,
}
