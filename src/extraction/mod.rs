//! Stage 4. In: a document and its annotated text. Out: [`Extraction`]: study, findings, regimens, trial, diagnostics.
//! Never: guesses a number, reads files, fails.

mod adjustment;
mod arms;
mod attach;
mod attribution;
mod certainty;
mod check;
mod comparison;
mod context;
mod diagnostic;
mod effect;
mod endpoint;
mod factor;
mod finding;
mod findings;
mod harm;
mod label;
mod lexeme;
mod lexer;
mod lexicon;
mod merge;
mod outcome;
mod passage;
mod phrase;
mod regimen;
mod shared_p;
mod stated;
mod study;
mod subgroup;
mod trial;
mod unnamed;

pub use diagnostic::Diagnostic;
pub use finding::{
    Arm, Certainty, Check, Effect, Endpoint, Factor, Favours, Finding, Grade, Harm, HarmKind, Interval, IntervalKind, Measure, Outcome,
    PValue, Population, Relation, Role, Stated, StatedDirection, Statistic, Subjects, Timepoint,
};
pub use regimen::{Derived, DrugRegimen, RadiotherapyRegimen, Regimen};
pub use study::{Design, Duration, Extent, Period, PrimaryEndpoint, Setting, Study, StudyCheck};
pub use trial::{
    Allocation, ArmType, Criterion, Eligibility, Enrollment, EnrollmentType, Intervention, Masking, PlannedEndpoint, PlannedEndpoints, Sex,
    Site, Status, StudyType, Trial, TrialArm,
};

use crate::document::Document;
use crate::vocabulary::{AnnotatedText, Vocabulary};

/// Everything that a document says in numbers and about its study.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Extraction {
    pub study: Study,
    pub findings: Vec<Finding>,
    pub regimens: Vec<Regimen>,
    pub trial: Option<Trial>,
    pub diagnostics: Vec<Diagnostic>,
}

/// Reads one document.
pub fn extract(document: &Document, annotated: &AnnotatedText, vocabulary: &Vocabulary) -> Extraction {
    let context = context::Context::new(document, annotated, vocabulary);
    let mut arms = arms::Arms::of(&context);
    comparison::learn(&context, &mut arms);
    let passages = passage::passages(&context);
    let subject = study::Subject::of(&context, &passages);
    let voices = certainty::voices(&context, &passages, &subject);
    let (mut findings, mut diagnostics) = findings::findings(&context, &arms, &voices);
    let regimens = regimen::regimens(&context, &voices);
    let mut study = study::read(&context, &passages, subject, &findings);
    let harms = harm::read(&context, &passages, &arms, &voices);
    findings.retain(|f| !harm::counted(f, &harms));
    findings.extend(harms);
    // In the order of the text; a sentence's effects before its harms.
    findings.sort_by_key(|f| f.spans.first().map(|s| s.start));
    diagnostics.extend(diagnostic::doubtful(&findings));
    diagnostics.sort_by_key(|d| d.span.start);
    for finding in &mut findings {
        finding.arms.sort_by_key(|a| a.role);
    }
    let trial = trial::read(document, annotated, &regimens, vocabulary);
    if let Some(trial) = &trial {
        study.take_registration(trial);
    }
    Extraction { study, findings, regimens, trial, diagnostics }
}
