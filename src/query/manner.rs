//! Measures and designs asked for in words: what of them findings can be told by.

use super::filter::phase_matches;
use crate::extraction::{Design, Measure};
use crate::record::FindingRow;
use serde_json::Value;

/// A measure of effect, or how a study was done.
#[derive(Debug, Clone, PartialEq)]
pub enum Manner {
    Measure(Measure),
    Design(Design),
    Phase(String),
}

/// Vocabulary's slug → design of a study; other slugs (double-blind, RECIST) tell no finding from another.
const DESIGNS: &[(&str, Design)] = &[
    ("rct", Design::Rct),
    ("randomized_controlled_trial", Design::Rct),
    ("single_arm_trial", Design::SingleArm),
    ("non_randomized_trial", Design::NonRandomised),
    ("retrospective_study", Design::Retrospective),
    ("prospective_cohort_study", Design::ProspectiveCohort),
    ("case_control_study", Design::CaseControl),
    ("cross_sectional_study", Design::CrossSectional),
    ("systematic_review_and_meta_analysis", Design::MetaAnalysis),
    ("individual_patient_data_meta_analysis", Design::MetaAnalysis),
    ("network_meta_analysis", Design::MetaAnalysis),
    ("pooled_analysis", Design::PooledAnalysis),
    ("narrative_review", Design::Review),
    ("preclinical_study", Design::Preclinical),
];

impl Manner {
    /// What a measure or design concept asks for.
    pub fn of(id: &str) -> Option<Manner> {
        let (kind, slug) = id.split_once(':')?;
        if kind == "measure" {
            return serde_json::from_value(Value::String(slug.to_owned())).ok().map(Manner::Measure);
        }
        if let Some(phase) = slug.strip_prefix("phase_") {
            return Some(Manner::Phase(phase.replace('_', "/")));
        }
        DESIGNS.iter().find(|d| d.0 == slug).map(|d| Manner::Design(d.1))
    }

    pub fn row(&self, row: &FindingRow) -> bool {
        match self {
            Manner::Measure(measure) => row.finding.finding.effect.as_ref().is_some_and(|e| e.measure == *measure),
            Manner::Design(design) => row.design == Some(*design),
            Manner::Phase(phase) => phase_matches(std::slice::from_ref(phase), row.phase.as_deref()),
        }
    }
}
