//! One statement of a result: an endpoint, in one or more arms, with an effect between them if one is given.
//!
//! Everything is as printed; what is not printed is `None`. `evidence` holds byte spans of the document's text and is
//! written out, with the text itself, by the record stage.

use crate::document::Span;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Names an enum's variants as the wire writes them, in both directions.
macro_rules! wire_enum {
    ($(#[$doc:meta])* $name:ident { $($(#[$vdoc:meta])* $variant:ident => $text:literal),+ $(,)? }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, serde::Serialize, serde::Deserialize, schemars::JsonSchema)]
        pub enum $name { $($(#[$vdoc])* #[serde(rename = $text)] $variant),+ }
        impl $name {
            /// The word that records use.
            pub fn as_str(self) -> &'static str {
                match self { $($name::$variant => $text),+ }
            }
        }
    };
}
pub(crate) use wire_enum;

wire_enum! {
    /// The effect measure that a ratio or difference is.
    Measure {
        HazardRatio => "hazard_ratio",
        OddsRatio => "odds_ratio",
        RiskRatio => "risk_ratio",
        SubdistributionHazardRatio => "subdistribution_hazard_ratio",
        IncidenceRateRatio => "incidence_rate_ratio",
        MeanDifference => "mean_difference",
        RiskDifference => "risk_difference",
    }
}

wire_enum! {
    IntervalKind { Confidence => "confidence", Credible => "credible" }
}

wire_enum! {
    /// How a p value stands to the printed number.
    Relation { Equal => "=", Less => "<", Greater => ">", LessOrEqual => "<=", GreaterOrEqual => ">=" }
}

wire_enum! {
    Role { Experimental => "experimental", Comparator => "comparator", Single => "single" }
}

wire_enum! {
    Statistic { Median => "median", Rate => "rate", Mean => "mean" }
}

wire_enum! {
    Certainty { Reported => "reported", Cited => "cited", Planned => "planned", Hypothetical => "hypothetical" }
}

wire_enum! {
    /// Whom the effect speaks for, where its direction can be established.
    Favours { Experimental => "experimental", Comparator => "comparator", Neither => "neither" }
}

wire_enum! {
    Subjects { Patients => "patients", Animals => "animals", Cells => "cells" }
}

wire_enum! {
    HarmKind { Event => "event", Serious => "serious", Discontinuation => "discontinuation", Death => "death" }
}

wire_enum! {
    /// What the words say of the experimental arm or factor; higher is more or longer of the endpoint as named.
    StatedDirection { Higher => "higher", Lower => "lower", NoDifference => "no_difference" }
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Endpoint {
    /// `endpoint:os`, `adverse_event:…`; null where the vocabulary has no name for it.
    pub concept: Option<String>,
    pub text: String,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Timepoint {
    pub value: f64,
    /// `year`, `month`, `week` or `day`.
    pub unit: String,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Interval {
    /// In percent, as printed: 95, 90, 99.73; null where none is printed.
    pub level: Option<f64>,
    pub low: Option<f64>,
    pub high: Option<f64>,
    pub text: String,
    pub kind: IntervalKind,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Effect {
    pub measure: Measure,
    pub value: f64,
    pub text: String,
    pub interval: Option<Interval>,
    /// True only where a multivariable model, adjustment or matching is said; false only where univariable or unadjusted is.
    pub adjusted: Option<bool>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct PValue {
    pub relation: Relation,
    pub value: f64,
    pub text: String,
    /// 1 or 2 where printed.
    pub sides: Option<u8>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Outcome {
    pub statistic: Statistic,
    /// Null where only a count is printed, or where it was not reached.
    pub value: Option<f64>,
    pub value_high: Option<f64>,
    pub text: String,
    /// `month`, `year`, `week`, `day`, `percent`, `points`, …
    pub unit: Option<String>,
    pub not_reached: bool,
    pub interval: Option<Interval>,
    pub events: Option<u64>,
    pub total: Option<u64>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Arm {
    pub role: Role,
    /// The fullest wording by which the document names the arm; null for the whole study population.
    pub label: Option<String>,
    pub concepts: Vec<String>,
    pub n: Option<u64>,
    pub outcome: Option<Outcome>,
}

/// A variable of a regression that is no treatment arm.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Factor {
    pub label: String,
    pub reference: Option<String>,
    pub concept: Option<String>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Grade {
    pub low: u8,
    pub high: u8,
    pub text: String,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Harm {
    pub kind: HarmKind,
    pub grade: Option<Grade>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Stated {
    pub direction: StatedDirection,
    pub significant: Option<bool>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Population {
    /// Concept ids of the diseases studied.
    pub conditions: Vec<String>,
    pub subgroup: Option<String>,
    pub n: Option<u64>,
    pub subjects: Subjects,
}

/// An internal check; a failed one marks the finding and never mends it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Check {
    /// `interval_contains_value`, `interval_symmetric`, `p_agrees_with_interval`, `percentage_agrees_with_count`,
    /// `dose_times_fractions`, `direction_agrees`.
    pub name: String,
    pub passed: bool,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Finding {
    pub endpoint: Endpoint,
    pub timepoint: Option<Timepoint>,
    pub effect: Option<Effect>,
    pub p: Option<PValue>,
    pub arms: Vec<Arm>,
    pub factor: Option<Factor>,
    pub harm: Option<Harm>,
    pub stated: Option<Stated>,
    pub population: Population,
    pub certainty: Certainty,
    /// Number of the reference that a cited result is taken from, as printed.
    pub citation: Option<String>,
    pub favours: Option<Favours>,
    pub checks: Vec<Check>,
    /// Sentences that say it; the first is the main one. Never empty.
    #[serde(skip)]
    pub spans: Vec<Span>,
}
