//! What was given: radiotherapy prescriptions and drug doses, as printed.

mod derived;
mod drug;
mod radiotherapy;
mod schedule;

use super::context::Context;
use super::finding::{Certainty, Check, Subjects, Voice};
use crate::document::Span;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Computed from printed numbers, never printed itself.
/// BED = n·d·(1 + d/(α/β)); EQD2 = BED / (1 + 2/(α/β)) (Fowler, Br J Radiol 1989;62:679).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Derived {
    /// Gy, from fractions and dose per fraction.
    pub total_gy: Option<f64>,
    /// Biologically effective dose in Gy.
    pub bed10_gy: Option<f64>,
    /// Equivalent dose in 2 Gy fractions, in Gy.
    pub eqd2_10_gy: Option<f64>,
    /// The α/β in Gy that the two stand on.
    pub alpha_beta: f64,
}

/// A radiotherapy prescription. Only printed numbers; where a range is printed, `…_high` holds its upper end.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct RadiotherapyRegimen {
    /// `modality:…`; null where only a dose is printed.
    pub modality: Option<String>,
    /// Gy.
    pub total_gy: Option<f64>,
    pub total_gy_high: Option<f64>,
    pub fractions: Option<u32>,
    pub fractions_high: Option<u32>,
    /// Gy.
    pub per_fraction_gy: Option<f64>,
    pub per_fraction_gy_high: Option<f64>,
    /// Null where the printed numbers do not suffice.
    pub derived: Option<Derived>,
    pub certainty: Certainty,
    pub subjects: Subjects,
    /// `dose_times_fractions`, where all three numbers are printed.
    pub checks: Vec<Check>,
    #[serde(skip)]
    pub spans: Vec<Span>,
}

/// A dose of one drug, as printed.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct DrugRegimen {
    /// A `drug:` or `drug_class:` id, or the text in lower case of a drug that the vocabulary lacks.
    pub drug: String,
    /// In `unit`.
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

/// A drug dose or a radiotherapy prescription.
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

const PLANNED: &[&str] = &["will ", "planned", "计划", "拟"];
const HYPOTHETICAL: &[&str] = &["prior ", "previous", "既往"];

/// All prescriptions and drug doses of a document, each once.
pub fn regimens(context: &Context, voices: &[Voice]) -> Vec<Regimen> {
    use crate::document::{Kind, SectionKind};
    let mut found: Vec<Regimen> = Vec::new();
    let cycle = schedule::of_document(context);
    for (i, (sentence, voice)) in context.sentences.iter().zip(voices).enumerate() {
        if sentence.section == SectionKind::References {
            continue;
        }
        let lower = context.lower(sentence);
        let registration = context.document.kind == Kind::TrialRegistration;
        let earlier = sentence.section == SectionKind::Eligibility || HYPOTHETICAL.iter().any(|w| lower.contains(w));
        let certainty = match context.document.kind {
            // What patients must or must not have had before is no regimen of the study.
            Kind::TrialRegistration if earlier => continue,
            _ if voice.certainty == Certainty::Cited && !registration => Certainty::Cited,
            _ if registration || PLANNED.iter().any(|w| lower.contains(w)) => Certainty::Planned,
            _ => Certainty::Reported,
        };
        for r in radiotherapy::regimens(context, sentence, certainty) {
            add(&mut found, Regimen::Radiotherapy(r));
        }
        let before = i.checked_sub(1).map(|i| &context.sentences[i]).filter(|b| b.section == sentence.section);
        for r in drug::regimens(context, sentence, before, certainty, cycle.as_ref()) {
            add(&mut found, Regimen::Drug(r));
        }
    }
    found
}

/// The same numbers said twice are one regimen with two pieces of evidence; fewer of them melt into more.
fn add(found: &mut Vec<Regimen>, new: Regimen) {
    for known in found.iter_mut() {
        match (known, &new) {
            (Regimen::Radiotherapy(k), Regimen::Radiotherapy(n)) if same_prescription(k, n) => {
                if numbers(n) > numbers(k) {
                    let spans = std::mem::take(&mut k.spans);
                    *k = n.clone();
                    k.spans.extend(spans.into_iter().filter(|s| !n.spans.contains(s)));
                } else {
                    k.spans.extend(n.spans.iter().copied().filter(|s| !k.spans.contains(s)).collect::<Vec<_>>());
                }
                return;
            }
            (Regimen::Drug(k), Regimen::Drug(n))
                if k.drug == n.drug && k.dose == n.dose && k.unit == n.unit && (k.schedule == n.schedule || n.schedule.is_none()) =>
            {
                k.spans.extend(n.spans.iter().copied().filter(|s| !k.spans.contains(s)).collect::<Vec<_>>());
                return;
            }
            _ => {}
        }
    }
    found.push(new);
}

fn numbers(r: &RadiotherapyRegimen) -> usize {
    usize::from(r.total_gy.is_some()) + usize::from(r.fractions.is_some()) + usize::from(r.per_fraction_gy.is_some())
}

/// Radiotherapy without a technique: a sentence that names none may speak of any.
const PLAIN: &str = "modality:rt";

fn same_prescription(a: &RadiotherapyRegimen, b: &RadiotherapyRegimen) -> bool {
    fn fits<T: PartialEq>(x: Option<T>, y: Option<T>) -> bool {
        x.is_none() || y.is_none() || x == y
    }
    let shared = a.total_gy.is_some() && a.total_gy == b.total_gy
        || a.per_fraction_gy.is_some() && a.per_fraction_gy == b.per_fraction_gy && a.fractions == b.fractions;
    shared
        && fits(a.total_gy, b.total_gy)
        && fits(a.fractions, b.fractions)
        && fits(a.per_fraction_gy, b.per_fraction_gy)
        && a.total_gy_high == b.total_gy_high
        && (fits(a.modality.as_deref(), b.modality.as_deref()) || [a, b].iter().any(|r| r.modality.as_deref() == Some(PLAIN)))
}
