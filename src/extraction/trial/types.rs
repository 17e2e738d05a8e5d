//! The fields of a trial registration.

use crate::extraction::finding::wire_enum;
use crate::extraction::regimen::Regimen;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

wire_enum! {
    /// Where a trial or one of its sites stands.
    Status {
        NotYetRecruiting => "not_yet_recruiting",
        Recruiting => "recruiting",
        EnrollingByInvitation => "enrolling_by_invitation",
        ActiveNotRecruiting => "active_not_recruiting",
        Completed => "completed",
        Terminated => "terminated",
        Withdrawn => "withdrawn",
        Suspended => "suspended",
        Unknown => "unknown",
    }
}

wire_enum! {
    /// Whether the study assigns treatment.
    StudyType { Interventional => "interventional", Observational => "observational", ExpandedAccess => "expanded_access" }
}
wire_enum! {
    /// How patients come to an arm.
    Allocation { Randomized => "randomized", NonRandomized => "non_randomized", SingleArm => "single_arm" }
}
wire_enum! {
    /// How many parties do not know who is in which arm.
    Masking { None => "none", Single => "single", Double => "double", Triple => "triple", Quadruple => "quadruple" }
}
wire_enum! {
    /// Planned or reached.
    EnrollmentType { Target => "target", Actual => "actual" }
}
wire_enum! {
    /// Who may take part.
    Sex { All => "all", Female => "female", Male => "male" }
}
wire_enum! {
    /// What an arm is for.
    ArmType {
        Experimental => "experimental",
        ActiveComparator => "active_comparator",
        PlaceboComparator => "placebo_comparator",
        NoIntervention => "no_intervention",
        Other => "other",
    }
}

/// How many patients.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Enrollment {
    pub count: Option<u64>,
    /// Planned or reached.
    #[serde(rename = "type")]
    pub kind: Option<EnrollmentType>,
}

/// What the study gives, not what its eligibility criteria mention.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Intervention {
    /// `drug`, `drug_class`, `regimen`, `modality` or `other`.
    pub kind: String,
    /// Null where the vocabulary lacks it.
    pub concept: Option<String>,
    /// Preferred English name, else as printed.
    pub name: String,
    /// The annotation guide's word for a modality.
    pub group: Option<String>,
}

/// An arm of the registration.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct TrialArm {
    /// As printed.
    pub label: String,
    #[serde(rename = "type")]
    pub kind: Option<ArmType>,
    pub interventions: Vec<Intervention>,
    pub regimens: Vec<Regimen>,
}

/// An endpoint that the registration plans to measure.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct PlannedEndpoint {
    /// Null where the vocabulary has no name for it.
    pub endpoint: Option<String>,
    /// As printed.
    pub text: String,
    /// As printed.
    pub timeframe: Option<String>,
}

/// Endpoints as registered.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize, JsonSchema)]
pub struct PlannedEndpoints {
    pub primary: Vec<PlannedEndpoint>,
    pub secondary: Vec<PlannedEndpoint>,
}

/// One criterion of eligibility.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Criterion {
    /// False for exclusion.
    pub inclusion: bool,
    /// As printed.
    pub text: String,
}

/// Who may take part. Null where the registration does not say.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize, JsonSchema)]
pub struct Eligibility {
    pub sex: Option<Sex>,
    /// Years.
    pub min_age_years: Option<f64>,
    /// Years.
    pub max_age_years: Option<f64>,
    pub healthy_volunteers: Option<bool>,
    /// Allowed values of the ECOG performance status.
    pub ecog: Option<Vec<u8>>,
    pub criteria: Vec<Criterion>,
}

/// Where the trial runs; contact data is dropped.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Site {
    pub name: Option<String>,
    pub city: Option<String>,
    pub country: Option<String>,
    pub status: Option<Status>,
}

/// A trial registration. Null where the registration does not say.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize, JsonSchema)]
pub struct Trial {
    /// As printed: NCT…, ChiCTR…
    pub registry_id: Option<String>,
    /// `1`, `1/2`, `2`, `2/3`, `3`, `4`, `n/a`.
    pub phase: Option<String>,
    pub status: Option<Status>,
    pub study_type: Option<StudyType>,
    pub allocation: Option<Allocation>,
    pub masking: Option<Masking>,
    pub enrollment: Option<Enrollment>,
    /// Names of diseases, English where the vocabulary knows them.
    pub conditions: Vec<String>,
    pub interventions: Vec<Intervention>,
    pub arms: Vec<TrialArm>,
    pub outcomes: PlannedEndpoints,
    pub eligibility: Eligibility,
    /// ISO, as precise as printed.
    pub start_date: Option<String>,
    /// ISO, as precise as printed.
    pub completion_date: Option<String>,
    pub sponsors: Vec<String>,
    pub sites: Vec<Site>,
}
