//! One finding with what an answer needs to know of its document, flat.

use super::document::{FindingRecord, PrimaryRecord};
use crate::document::PublicationStatus;
use crate::extraction::{Design, Extent};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// What the graph and the index are built from, and what an answer's rows are made of.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct FindingRow {
    #[serde(flatten)]
    pub finding: FindingRecord,
    /// `study:…`, the same for publication, registration and commentary of one study.
    pub study: String,
    pub study_name: Option<String>,
    pub design: Option<Design>,
    pub phase: Option<String>,
    pub n: Option<u64>,
    pub year: Option<i32>,
    pub title: Option<String>,
    pub url: Option<String>,
    pub publication_status: Option<PublicationStatus>,
    pub primary: Vec<PrimaryRecord>,
    pub extent: Vec<Extent>,
}
