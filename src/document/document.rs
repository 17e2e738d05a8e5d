//! One document as its source gives it.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// A byte range of [`Document::text`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Default, Serialize, Deserialize)]
pub struct Span {
    pub start: usize,
    pub end: usize,
}

impl Span {
    pub fn new(start: usize, end: usize) -> Span {
        Span { start, end }
    }

    /// Whether `other` lies wholly inside.
    pub fn contains(self, other: Span) -> bool {
        self.start <= other.start && other.end <= self.end
    }

    /// Whether the two share at least one byte.
    pub fn overlaps(self, other: Span) -> bool {
        self.start < other.end && other.start < self.end
    }
}

/// What sort of text a document is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    JournalAbstract,
    TrialRegistration,
    Review,
    Commentary,
    Article,
    News,
    Preprint,
    ConferenceAbstract,
    Guideline,
    Editorial,
    Erratum,
    Retraction,
    Other,
}

/// What became of a publication after it appeared.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum PublicationStatus {
    Current,
    Retracted,
    Corrected,
    ExpressionOfConcern,
}

/// Identifiers that the source declares of the document itself, never ones that its prose mentions.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct Identifiers {
    /// Without `https://doi.org/`, lower case.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub doi: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub pmid: Option<String>,
    /// With the prefix `PMC`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub pmcid: Option<String>,
    /// Numbers of trial registries, as printed: NCT…, ChiCTR…, EudraCT, ISRCTN, UMIN, JPRN, ACTRN, CTRI, DRKS, NTR.
    pub registry: Vec<String>,
}

/// How a document stands to another that its prose names.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum LinkRelation {
    Cites,
    CommentsOn,
}

/// An identifier mentioned in the prose: `doi:…`, `pmid:…`, `pmcid:…` or a registry number, and where it stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Link {
    pub relation: LinkRelation,
    pub id: String,
    pub span: Span,
}

/// Why a stretch of the text is left out of reading.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Mask {
    pub span: Span,
    /// The stretch interrupts a sentence (a running caption, a page header): what stands before and after belongs together.
    pub interrupts: bool,
}

/// The parts of a document, by what their headings say.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum SectionKind {
    Title,
    Abstract,
    Background,
    Methods,
    Results,
    Discussion,
    Conclusion,
    Eligibility,
    Interventions,
    Outcomes,
    References,
    Body,
}

/// A part of the text. Sections are in order, do not overlap, and together cover all text that is not masked.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Section {
    pub kind: SectionKind,
    /// The heading or label as printed, empty where there is none.
    pub label: String,
    /// Heading and body.
    pub span: Span,
}

/// One document as its source gives it; all offsets are bytes of `text`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Document {
    /// The given id, else the path relative to the argument that named it.
    pub id: String,
    /// Where it was read: the path as given, with the line or member inside it where there are several.
    pub source: String,
    pub kind: Kind,
    pub title: Option<String>,
    /// Declared by the source; stage 2 decides where it is silent.
    pub language: Option<String>,
    /// The whole text that offsets count in. Contact data is masked with `█`; boilerplate stays and stands in `masks`.
    pub text: String,
    /// Boilerplate, in order, not overlapping.
    pub masks: Vec<Mask>,
    pub sections: Vec<Section>,
    pub identifiers: Identifiers,
    pub links: Vec<Link>,
    /// ISO, as precise as printed: `2025-08-07`, `2025-08` or `2025`.
    pub date: Option<String>,
    pub authors: Vec<String>,
    pub journal: Option<String>,
    pub url: Option<String>,
    pub publication_status: Option<PublicationStatus>,
    /// Made up (samples): kept out of answers unless asked for.
    pub fictional: bool,
}

impl Document {
    /// The section that a byte of the text lies in.
    pub fn section_at(&self, offset: usize) -> SectionKind {
        let after = self.sections.partition_point(|s| s.span.start <= offset);
        after.checked_sub(1).map_or(SectionKind::Body, |i| self.sections[i].kind)
    }
}
