//! What is known of a study: the types.

use super::super::finding::wire_enum;
use crate::document::Span;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

wire_enum! {
    /// How the study was made.
    Design {
        Rct => "rct",
        SingleArm => "single_arm",
        Retrospective => "retrospective",
        ProspectiveCohort => "prospective_cohort",
        CaseControl => "case_control",
        MetaAnalysis => "meta_analysis",
        PooledAnalysis => "pooled_analysis",
        Review => "review",
        NonRandomised => "non_randomised",
        CrossSectional => "cross_sectional",
        Preclinical => "preclinical",
        Other => "other",
    }
}

wire_enum! {
    /// Where in the course of the disease the treatment stands.
    Setting {
        Neoadjuvant => "neoadjuvant",
        Adjuvant => "adjuvant",
        Definitive => "definitive",
        FirstLine => "first_line",
        LaterLine => "later_line",
        Maintenance => "maintenance",
        Palliative => "palliative",
    }
}

wire_enum! {
    /// Extent of disease, by the authors' word, else by stage.
    Extent {
        Localised => "localised",
        LocallyAdvanced => "locally_advanced",
        Metastatic => "metastatic",
        Recurrent => "recurrent",
        Haematological => "haematological",
        Mixed => "mixed",
    }
}

/// A length of time, as printed.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Duration {
    pub value: f64,
    /// `year`, `month`, `week` or `day`.
    pub unit: String,
}

/// Calendar bounds of enrolment or treatment, ISO as precise as printed.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Period {
    /// `2017-01`.
    pub start: Option<String>,
    /// `2024-12`.
    pub end: Option<String>,
}

/// An endpoint that the document itself calls primary, and whether the aim was reached.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct PrimaryEndpoint {
    pub endpoint: Option<String>,
    pub text: String,
    pub met: Option<bool>,
    #[serde(skip)]
    pub spans: Vec<Span>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct StudyCheck {
    pub name: String,
    pub passed: bool,
    #[serde(skip)]
    pub spans: Vec<Span>,
}

/// What a document says of its study.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize, JsonSchema)]
pub struct Study {
    pub design: Option<Design>,
    /// `1`, `1/2`, `2`, `2/3`, `3`, `4`.
    pub phase: Option<String>,
    /// A printed total of patients; sums of groups are none.
    pub n: Option<u64>,
    /// As printed: an acronym or a group and number.
    pub name: Option<String>,
    /// Number of the registry, as printed.
    pub registry: Option<String>,
    /// Median, else as stated.
    pub follow_up: Option<Duration>,
    pub period: Option<Period>,
    pub setting: Option<Setting>,
    /// Of the disease studied.
    pub extent: Vec<Extent>,
    /// Written by the record stage, with its evidence.
    #[serde(skip)]
    pub primary: Vec<PrimaryEndpoint>,
    #[serde(skip)]
    pub checks: Vec<StudyCheck>,
}
