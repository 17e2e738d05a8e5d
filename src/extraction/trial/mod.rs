//! A trial registration's fields, from any layout: labelled lines, tables flattened to text, running prose.
//!
//! The text is cut at labels that registries use (`entry`); each field is read from its own entry first and from the wording
//! of the whole text where there is none.

mod arm;
mod condition;
mod design;
mod eligibility;
mod enrollment;
mod entry;
mod label;
mod outcome;
mod place;
mod source;
mod status;
mod timeline;
mod types;

pub use types::{
    Allocation, ArmType, Criterion, Eligibility, Enrollment, EnrollmentType, Intervention, Masking, PlannedEndpoint, PlannedEndpoints, Sex,
    Site, Status, StudyType, Trial, TrialArm,
};

use super::regimen::Regimen;
use crate::document::{Document, Kind};
use crate::vocabulary::{AnnotatedText, Vocabulary};
use entry::Entries;
use source::Source;

/// Reads a registration; `None` for documents of any other kind.
pub fn read(document: &Document, annotated: &AnnotatedText, regimens: &[Regimen], vocabulary: &Vocabulary) -> Option<Trial> {
    if document.kind != Kind::TrialRegistration {
        return None;
    }
    let source = Source::new(document, annotated, vocabulary);
    let entries = Entries::of(&source.text);
    let study_type = design::study_type(&source, &entries);
    let assigned = study_type.is_none_or(|t| t == StudyType::Interventional);
    let allocation = design::allocation(&source, &entries).filter(|_| assigned);
    let (start_date, completion_date) = timeline::dates(&source, &entries);
    Some(Trial {
        registry_id: document.identifiers.registry.first().cloned(),
        phase: design::phase(&source, &entries),
        status: status::read(&source, &entries),
        study_type,
        allocation,
        masking: design::masking(&source, &entries).filter(|_| assigned),
        enrollment: enrollment::read(&source, &entries),
        conditions: condition::read(&source, &entries, document),
        interventions: arm::interventions(&source, &entries),
        arms: arm::arms(&source, &entries, allocation, regimens),
        outcomes: outcome::read(&source, &entries),
        eligibility: eligibility::read(&source, &entries),
        start_date,
        completion_date,
        sponsors: place::sponsors(&source.text, &entries),
        sites: place::sites(&entries),
    })
}
