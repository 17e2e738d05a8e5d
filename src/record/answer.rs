//! The evidence answer, the same value for terminal, API and page.

use super::row::FindingRow;
use crate::document::Kind;
use crate::extraction::{Timepoint, Trial};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Findings, trials and documents on a question, with how it was read.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Answer {
    pub data: AnswerData,
    pub meta: AnswerMeta,
    pub links: Links,
}

/// What answers the question.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize, JsonSchema)]
pub struct AnswerData {
    /// Best evidence first.
    pub findings: Vec<AnswerFinding>,
    /// Planned or running trials on the question.
    pub trials: Vec<AnswerTrial>,
    /// Documents on the question, by how well their texts match, best first.
    pub documents: Vec<AnswerDocument>,
    /// Facet → value → count.
    pub facets: BTreeMap<String, BTreeMap<String, usize>>,
}

/// What a finding is ranked by.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Score {
    /// Sum of the parts; higher stands first.
    pub total: f64,
    /// Name of the part → what it adds: `design`, `size`, `directness`, `recency`, …
    pub parts: BTreeMap<String, f64>,
}

/// The difference of two printed rates at one time point; computed, hence `derived`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct AbsoluteDifference {
    /// Experimental minus comparator.
    pub value: f64,
    /// `percent`.
    pub unit: String,
    /// When both rates were taken.
    pub timepoint: Option<Timepoint>,
    /// Always true: no document prints it.
    pub derived: bool,
}

/// A finding that answers the question, with its place in the ranking.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct AnswerFinding {
    #[serde(flatten)]
    pub row: FindingRow,
    pub score: Score,
    pub absolute_difference: Option<AbsoluteDifference>,
    /// Ids of findings in the answer that point the other way.
    pub disagrees_with: Vec<String>,
}

/// A planned or running trial on the question.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct AnswerTrial {
    /// The document that registers it.
    pub document: String,
    pub title: Option<String>,
    /// `study:…`.
    pub study: String,
    pub trial: Trial,
}

/// A document whose text matches the question.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct AnswerDocument {
    pub id: String,
    pub title: Option<String>,
    pub kind: Kind,
    /// ISO 639-1.
    pub language: String,
    /// A stretch of the text around the words asked for, as it stands there.
    pub snippet: String,
    /// BM25; comparable within one answer only.
    pub score: f64,
}

/// How one part of the question was read.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Interpretation {
    /// The part as it was typed.
    pub text: String,
    /// `concept`, `filter`, `study`, `text`, …
    #[serde(rename = "as")]
    pub role: String,
    /// Id of the concept, study or endpoint that it was read as.
    pub concept: Option<String>,
}

/// How many there are beyond what the page shows.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize, JsonSchema)]
pub struct Totals {
    pub findings: usize,
    pub documents: usize,
}

/// How the answer came about.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize, JsonSchema)]
pub struct AnswerMeta {
    /// The parts of the question in their order.
    pub interpretation: Vec<Interpretation>,
    pub total: Totals,
    /// The sample corpus built into the program answered.
    pub sample: bool,
    /// Id of the index state that answered.
    pub commit: String,
    /// ISO date and time (UTC) of the commit.
    pub indexed_at: String,
    /// Number of documents in the index.
    pub documents_searched: usize,
    /// Milliseconds.
    pub took_ms: u64,
    /// What a reader must know before relying on the answer, also which part emptied it.
    pub warnings: Vec<String>,
    /// What to ask instead, or next.
    pub suggestions: Vec<String>,
}

/// Where to go on.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize, JsonSchema)]
pub struct Links {
    /// Address of the next page; null on the last.
    pub next: Option<String>,
}
