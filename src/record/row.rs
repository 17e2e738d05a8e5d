//! One finding with what an answer needs to know of its document, flat.

use super::document::{DocumentRecord, FindingRecord, PrimaryRecord};
use crate::document::{Kind, PublicationStatus};
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
    /// As printed: an acronym or a group and number.
    pub study_name: Option<String>,
    pub design: Option<Design>,
    /// `1`, `1/2`, `2`, `2/3`, `3` or `4`.
    pub phase: Option<String>,
    /// Patients of the whole study, a printed total.
    pub n: Option<u64>,
    /// Of the document's date.
    pub year: Option<i32>,
    /// Of the document.
    pub title: Option<String>,
    /// Of the document.
    pub url: Option<String>,
    /// Of the document.
    pub publication_status: Option<PublicationStatus>,
    /// The endpoints that the document calls primary.
    pub primary: Vec<PrimaryRecord>,
    /// Of the disease studied.
    pub extent: Vec<Extent>,
    /// Of the document: a commentary never ranks above its publication.
    pub kind: Kind,
    /// Of the document.
    pub language: String,
    /// Of the document: left out of answers unless asked for.
    pub fictional: bool,
}

impl FindingRow {
    /// A document's finding beside what is known of its document; `study` is the family that the document belongs to.
    pub fn of(finding: &FindingRecord, document: &DocumentRecord, study: &str) -> FindingRow {
        FindingRow {
            finding: finding.clone(),
            study: study.to_owned(),
            study_name: document.study.study.name.clone(),
            design: document.study.study.design,
            phase: document.study.study.phase.clone(),
            n: document.study.study.n,
            year: document.date.as_deref().and_then(|d| d.get(..4)).and_then(|y| y.parse().ok()),
            title: document.title.clone(),
            url: document.url.clone(),
            publication_status: document.publication_status,
            primary: document.study.primary.clone(),
            extent: document.study.study.extent.clone(),
            kind: document.kind,
            language: document.language.clone(),
            fictional: document.fictional,
        }
    }
}
