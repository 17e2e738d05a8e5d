//! The fields of a trial registration.

use crate::extraction::finding::wire_enum;
use crate::extraction::regimen::Regimen;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

wire_enum! {
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

wire_enum! { StudyType { Interventional => "interventional", Observational => "observational", ExpandedAccess => "expanded_access" } }
wire_enum! { Allocation { Randomized => "randomized", NonRandomized => "non_randomized", SingleArm => "single_arm" } }
wire_enum! { Masking { None => "none", Single => "single", Double => "double", Triple => "triple", Quadruple => "quadruple" } }
wire_enum! { EnrollmentType { Target => "target", Actual => "actual" } }
wire_enum! { Sex { All => "all", Female => "female", Male => "male" } }
wire_enum! {
    ArmType {
        Experimental => "experimental",
        ActiveComparator => "active_comparator",
        PlaceboComparator => "placebo_comparator",
        NoIntervention => "no_intervention",
        Other => "other",
    }
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Enrollment {
    pub count: Option<u64>,
    #[serde(rename = "type")]
    pub kind: Option<EnrollmentType>,
}

/// What the study gives, not what its eligibility criteria mention.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Intervention {
    /// `drug`, `drug_class`, `regimen`, `modality` or `other`.
    pub kind: String,
    pub concept: Option<String>,
    pub name: String,
    /// The annotation guide's word for a modality.
    pub group: Option<String>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct TrialArm {
    pub label: String,
    #[serde(rename = "type")]
    pub kind: Option<ArmType>,
    pub interventions: Vec<Intervention>,
    pub regimens: Vec<Regimen>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct PlannedEndpoint {
    pub endpoint: Option<String>,
    pub text: String,
    pub timeframe: Option<String>,
}

#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize, JsonSchema)]
pub struct PlannedEndpoints {
    pub primary: Vec<PlannedEndpoint>,
    pub secondary: Vec<PlannedEndpoint>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Criterion {
    pub inclusion: bool,
    pub text: String,
}

#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize, JsonSchema)]
pub struct Eligibility {
    pub sex: Option<Sex>,
    pub min_age_years: Option<f64>,
    pub max_age_years: Option<f64>,
    pub healthy_volunteers: Option<bool>,
    /// Allowed values of the ECOG performance status.
    pub ecog: Option<Vec<u8>>,
    pub criteria: Vec<Criterion>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Site {
    pub name: Option<String>,
    pub city: Option<String>,
    pub country: Option<String>,
    pub status: Option<Status>,
}

#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize, JsonSchema)]
pub struct Trial {
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
    pub start_date: Option<String>,
    pub completion_date: Option<String>,
    pub sponsors: Vec<String>,
    pub sites: Vec<Site>,
}
