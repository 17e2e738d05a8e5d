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
    /// Of which school the interval is.
    IntervalKind { Confidence => "confidence", Credible => "credible" }
}

wire_enum! {
    /// How a p value stands to the printed number.
    Relation { Equal => "=", Less => "<", Greater => ">", LessOrEqual => "<=", GreaterOrEqual => ">=" }
}

wire_enum! {
    /// What an arm is in its comparison; the only arm of a result is `single`.
    Role { Experimental => "experimental", Comparator => "comparator", Single => "single" }
}

wire_enum! {
    /// What sort of number an outcome is.
    Statistic { Median => "median", Rate => "rate", Mean => "mean" }
}

wire_enum! {
    /// The document's own result, another study's, an assumption of its plan, or an example.
    Certainty { Reported => "reported", Cited => "cited", Planned => "planned", Hypothetical => "hypothetical" }
}

/// Who speaks in a sentence.
#[derive(Debug, Clone, PartialEq)]
pub struct Voice {
    pub certainty: Certainty,
    /// The reference number of a cited result, where it is printed.
    pub citation: Option<String>,
}

wire_enum! {
    /// Whom the effect speaks for, where its direction can be established.
    Favours { Experimental => "experimental", Comparator => "comparator", Neither => "neither" }
}

wire_enum! {
    /// What was studied.
    Subjects { Patients => "patients", Animals => "animals", Cells => "cells" }
}

wire_enum! {
    /// Any adverse event, a serious one, one that ended treatment, or one that killed.
    HarmKind { Event => "event", Serious => "serious", Discontinuation => "discontinuation", Death => "death" }
}

wire_enum! {
    /// What the words say of the experimental arm or factor; higher is more or longer of the endpoint as named.
    StatedDirection { Higher => "higher", Lower => "lower", NoDifference => "no_difference" }
}

/// What was measured.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Endpoint {
    /// `endpoint:os`, `adverse_event:…`; null where the vocabulary has no name for it.
    pub concept: Option<String>,
    /// As printed.
    pub text: String,
}

/// When a rate was taken.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Timepoint {
    pub value: f64,
    /// `year`, `month`, `week` or `day`.
    pub unit: String,
}

/// An interval around a value, as printed.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Interval {
    /// In percent, as printed: 95, 90, 99.73; null where none is printed.
    pub level: Option<f64>,
    /// Null where only the upper bound is printed.
    pub low: Option<f64>,
    /// Null where only the lower bound is printed or it was not reached.
    pub high: Option<f64>,
    /// As printed.
    pub text: String,
    pub kind: IntervalKind,
}

/// A ratio or difference between the experimental arm or factor and what it is compared with.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Effect {
    pub measure: Measure,
    pub value: f64,
    /// The number with its printed digits.
    pub text: String,
    pub interval: Option<Interval>,
    /// True only where a multivariable model, adjustment or matching is said; false only where univariable or unadjusted is.
    pub adjusted: Option<bool>,
}

/// A p value.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct PValue {
    pub relation: Relation,
    /// As printed; the relation stands beside it.
    pub value: f64,
    /// As printed.
    pub text: String,
    /// 1 or 2 where printed.
    pub sides: Option<u8>,
}

/// What one arm came to.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Outcome {
    pub statistic: Statistic,
    /// Null where only a count is printed, or where it was not reached.
    pub value: Option<f64>,
    /// Upper end where a range is printed (`15–18%`).
    pub value_high: Option<f64>,
    /// The printed wording that holds the number.
    pub text: String,
    /// `month`, `year`, `week`, `day`, `percent`, `points`, …
    pub unit: Option<String>,
    /// A median that the words call not reached or not estimable.
    pub not_reached: bool,
    pub interval: Option<Interval>,
    /// Patients with the event, where printed.
    pub events: Option<u64>,
    /// Patients that the events are counted among, where printed.
    pub total: Option<u64>,
}

/// A group of patients by what it was given.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Arm {
    pub role: Role,
    /// The fullest wording by which the document names the arm; null for the whole study population.
    pub label: Option<String>,
    /// Ids of the drugs, classes, regimens and modalities that it contains.
    pub concepts: Vec<String>,
    /// Patients of the arm, where printed.
    pub n: Option<u64>,
    pub outcome: Option<Outcome>,
}

/// A variable of a regression that is no treatment arm.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Factor {
    /// As printed, its level included.
    pub label: String,
    /// The level that it is compared with, where printed.
    pub reference: Option<String>,
    /// Id, where the vocabulary has it.
    pub concept: Option<String>,
}

/// Grades of an adverse event that were counted together.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Grade {
    /// Lowest, 1 to 5.
    pub low: u8,
    /// Highest, 1 to 5.
    pub high: u8,
    /// As printed.
    pub text: String,
}

/// Set where the endpoint is a harm.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Harm {
    pub kind: HarmKind,
    /// Null where none is printed.
    pub grade: Option<Grade>,
}

/// What the words say, also without any number.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Stated {
    pub direction: StatedDirection,
    /// Null where the words do not say.
    pub significant: Option<bool>,
}

/// Whom the result is about.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Population {
    /// Concept ids of the diseases studied.
    pub conditions: Vec<String>,
    /// As printed; null for the whole population.
    pub subgroup: Option<String>,
    /// Patients analysed, where printed with the result.
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

/// A result as printed: an endpoint, in one or more arms, with an effect between them if one is given.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Finding {
    pub endpoint: Endpoint,
    /// When the rates were taken; null for medians and whole-curve effects.
    pub timepoint: Option<Timepoint>,
    pub effect: Option<Effect>,
    /// Of the effect, or of the comparison of the arms' outcomes.
    pub p: Option<PValue>,
    /// The experimental one first; empty for a factor of a regression.
    pub arms: Vec<Arm>,
    /// Instead of arms.
    pub factor: Option<Factor>,
    pub harm: Option<Harm>,
    pub stated: Option<Stated>,
    pub population: Population,
    pub certainty: Certainty,
    /// Number of the reference that a cited result is taken from, as printed.
    pub citation: Option<String>,
    /// Null where the direction cannot be established or words and number contradict each other.
    pub favours: Option<Favours>,
    /// Only those that apply.
    pub checks: Vec<Check>,
    /// Sentences that say it; the first is the main one. Never empty.
    #[serde(skip)]
    pub spans: Vec<Span>,
}
