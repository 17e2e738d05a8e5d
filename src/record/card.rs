//! One thing of the index with what stands around it, as `show` gives it.

use super::document::DocumentRecord;
use super::row::FindingRow;
use crate::document::Kind;
use crate::vocabulary::ConceptKind;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Card {
    /// The canonical id, whichever alias was asked for.
    pub id: String,
    #[serde(flatten)]
    pub subject: Subject,
    /// One step away in the evidence graph.
    pub neighbours: Vec<NeighbourRecord>,
}

/// What the card is about.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(tag = "type", content = "data", rename_all = "snake_case")]
pub enum Subject {
    Document(Box<DocumentRecord>),
    Concept(Box<ConceptCard>),
    Finding(Box<FindingRow>),
    Study(Box<StudyCard>),
}

/// What is one edge away in the evidence graph.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct NeighbourRecord {
    /// `reports`, `about`, `compares`, `includes`, …
    pub edge: String,
    /// `out` or `in`.
    pub direction: String,
    pub id: String,
    /// `document`, `study`, `concept`, `finding` or `arm`.
    pub kind: String,
    /// Its name for people.
    pub label: Option<String>,
    /// How often it is said.
    pub strength: u32,
    /// Ids of the findings or documents that say so.
    pub evidence: Vec<String>,
}

/// A concept by id and preferred English name.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct ConceptName {
    pub id: String,
    pub name: String,
}

/// A concept that stands in one arm with another.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct PartnerRecord {
    pub id: String,
    pub name: String,
    /// Ids of the findings with such an arm.
    pub findings: Vec<String>,
}

/// What the vocabulary and the index know of a concept.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct ConceptCard {
    pub kind: ConceptKind,
    /// Preferred English name.
    pub name: String,
    /// Other English names, codes and brands.
    pub synonyms: Vec<String>,
    /// Chinese names.
    pub zh: Vec<String>,
    /// One step up.
    pub broader: Vec<ConceptName>,
    /// One step down.
    pub narrower: Vec<ConceptName>,
    /// CURIEs.
    pub xrefs: Vec<String>,
    /// Most findings first.
    pub combined_with: Vec<PartnerRecord>,
    /// Findings that mention it or what it covers.
    pub findings: usize,
    /// Documents that mention it by itself.
    pub documents: usize,
}

/// A document that speaks of a study.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct StudyDocument {
    pub id: String,
    pub title: Option<String>,
    pub kind: Kind,
    /// `publishes`, `registers` or `comments_on`.
    pub relation: String,
}

/// A study, gathered from its publications, registrations and commentaries.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct StudyCard {
    pub name: Option<String>,
    pub documents: Vec<StudyDocument>,
    pub findings: Vec<FindingRow>,
}
