//! What was given: radiotherapy prescriptions and drug doses, as printed.

use super::finding::{Certainty, Check, Subjects};
use crate::document::Span;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Computed from printed numbers, never printed itself.
/// BED = n·d·(1 + d/(α/β)); EQD2 = BED / (1 + 2/(α/β)) (Fowler, Br J Radiol 1989;62:679).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Derived {
    pub total_gy: Option<f64>,
    pub bed10_gy: Option<f64>,
    pub eqd2_10_gy: Option<f64>,
    /// The α/β in Gy that the two stand on.
    pub alpha_beta: f64,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct RadiotherapyRegimen {
    pub modality: Option<String>,
    pub total_gy: Option<f64>,
    pub total_gy_high: Option<f64>,
    pub fractions: Option<u32>,
    pub fractions_high: Option<u32>,
    pub per_fraction_gy: Option<f64>,
    pub per_fraction_gy_high: Option<f64>,
    pub derived: Option<Derived>,
    pub certainty: Certainty,
    pub subjects: Subjects,
    pub checks: Vec<Check>,
    #[serde(skip)]
    pub spans: Vec<Span>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct DrugRegimen {
    /// A `drug:` or `drug_class:` id, or the text in lower case of a drug that the vocabulary lacks.
    pub drug: String,
    pub dose: Option<f64>,
    /// `mg`, `mg/m2`, `mg/kg`, `AUC`, …
    pub unit: Option<String>,
    /// `iv`, `oral`, `sc`, `im`, …
    pub route: Option<String>,
    /// `Q3W`, `BID`, `D1,D22`, …
    pub schedule: Option<String>,
    pub certainty: Certainty,
    pub subjects: Subjects,
    #[serde(skip)]
    pub spans: Vec<Span>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(untagged)]
pub enum Regimen {
    Drug(DrugRegimen),
    Radiotherapy(RadiotherapyRegimen),
}

impl Regimen {
    pub fn spans(&self) -> &[Span] {
        match self {
            Regimen::Drug(r) => &r.spans,
            Regimen::Radiotherapy(r) => &r.spans,
        }
    }
}
