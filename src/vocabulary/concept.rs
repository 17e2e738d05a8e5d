//! A concept of the vocabulary: one row of its files.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Position of a concept in its vocabulary.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct ConceptId(pub(super) u32);

/// What sort of thing a concept is; the prefix of its id.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum ConceptKind {
    Drug,
    DrugClass,
    Regimen,
    Modality,
    Disease,
    Endpoint,
    AdverseEvent,
    Biomarker,
    Measure,
    Design,
}

impl ConceptKind {
    pub const ALL: [ConceptKind; 10] = [
        ConceptKind::Drug,
        ConceptKind::DrugClass,
        ConceptKind::Regimen,
        ConceptKind::Modality,
        ConceptKind::Disease,
        ConceptKind::Endpoint,
        ConceptKind::AdverseEvent,
        ConceptKind::Biomarker,
        ConceptKind::Measure,
        ConceptKind::Design,
    ];

    /// The prefix of its ids and the name of its file.
    pub fn as_str(self) -> &'static str {
        match self {
            ConceptKind::Drug => "drug",
            ConceptKind::DrugClass => "drug_class",
            ConceptKind::Regimen => "regimen",
            ConceptKind::Modality => "modality",
            ConceptKind::Disease => "disease",
            ConceptKind::Endpoint => "endpoint",
            ConceptKind::AdverseEvent => "adverse_event",
            ConceptKind::Biomarker => "biomarker",
            ConceptKind::Measure => "measure",
            ConceptKind::Design => "design",
        }
    }

    /// Whether an arm can contain it.
    pub fn is_treatment(self) -> bool {
        matches!(self, ConceptKind::Drug | ConceptKind::DrugClass | ConceptKind::Regimen | ConceptKind::Modality)
    }
}

/// Which way an endpoint is good for the patient.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Better {
    Higher,
    Lower,
}

/// How an endpoint is measured.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum EndpointType {
    TimeToEvent,
    Response,
    Harm,
    Other,
}

/// One row of the vocabulary.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Concept {
    /// `drug:sorafenib`: a readable slug, never reused.
    pub id: String,
    pub kind: ConceptKind,
    /// Preferred English name.
    pub name: String,
    /// Unambiguous English forms beside the name.
    pub synonyms: Vec<String>,
    /// Chinese forms, the official one first.
    pub zh: Vec<String>,
    /// Whether a table of names confirms the Chinese name.
    pub zh_confirmed: bool,
    /// Short or common forms that count only where the document defines or supports them.
    pub gated: Vec<String>,
    /// Words that support a gated form in the same sentence.
    pub cues: Vec<String>,
    /// Words that refute a gated form in the same sentence.
    pub traps: Vec<String>,
    pub broader: Vec<ConceptId>,
    /// CURIEs.
    pub xrefs: Vec<String>,
    /// Modalities: the annotation guide's word.
    pub group: Option<String>,
    /// Drugs: `approved`, `approved_cn`, `investigational`, `supportive`, `withdrawn`.
    pub status: Option<String>,
    /// Regimens: what they contain.
    pub components: Vec<ConceptId>,
    pub better: Option<Better>,
    pub endpoint_type: Option<EndpointType>,
}

impl Concept {
    /// A drug that some authority has approved.
    pub fn is_approved(&self) -> bool {
        self.status.as_deref().is_some_and(|s| s.starts_with("approved"))
    }

    /// All surface forms, each with whether it is gated; a form listed as both is gated, since a row may be named by its short form.
    pub fn forms(&self) -> impl Iterator<Item = (&str, bool)> {
        let plain = std::iter::once(&self.name).chain(&self.synonyms).chain(&self.zh).filter(|f| !self.gated.contains(f));
        plain.map(|f| (f.as_str(), false)).chain(self.gated.iter().map(|f| (f.as_str(), true)))
    }

    /// Takes in what another row says of the same concept; where both say one thing, this one's stays.
    pub(super) fn add(&mut self, other: Concept) {
        fn extend<T: PartialEq>(list: &mut Vec<T>, more: Vec<T>) {
            for one in more {
                if !list.contains(&one) {
                    list.push(one);
                }
            }
        }
        let another_name = (other.name != self.name).then_some(other.name);
        extend(&mut self.synonyms, another_name.into_iter().collect());
        extend(&mut self.synonyms, other.synonyms);
        extend(&mut self.zh, other.zh);
        extend(&mut self.gated, other.gated);
        extend(&mut self.cues, other.cues);
        extend(&mut self.traps, other.traps);
        extend(&mut self.broader, other.broader);
        extend(&mut self.xrefs, other.xrefs);
        extend(&mut self.components, other.components);
        self.group = self.group.take().or(other.group);
        self.status = self.status.take().or(other.status);
        self.better = self.better.or(other.better);
        self.endpoint_type = self.endpoint_type.or(other.endpoint_type);
    }
}
