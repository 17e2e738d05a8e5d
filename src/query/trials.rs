//! Registrations on the question, apart from results.

use super::resolve::{Asked, Resolved};
use crate::extraction::{Status, Trial};
use crate::record::{AnswerTrial, DocumentRecord};
use crate::vocabulary::Vocabulary;

/// Registrations that give all treatments asked (or are of the disease or study asked), running ones first.
pub fn trials(resolved: &Resolved, vocabulary: &Vocabulary, registrations: &[(String, DocumentRecord)]) -> Vec<AnswerTrial> {
    let mut found: Vec<AnswerTrial> = registrations
        .iter()
        .filter_map(|(study, record)| {
            let trial = record.trial.as_ref()?;
            (!record.fictional || resolved.includes("fictional")).then_some(())?;
            matches(resolved, vocabulary, study, record, trial).then(|| AnswerTrial {
                document: record.id.clone(),
                title: record.title.clone(),
                study: study.clone(),
                trial: trial.clone(),
            })
        })
        .collect();
    found.sort_by(|a, b| (turn(a.trial.status), &a.document).cmp(&(turn(b.trial.status), &b.document)));
    found
}

fn matches(resolved: &Resolved, vocabulary: &Vocabulary, study: &str, record: &DocumentRecord, trial: &Trial) -> bool {
    let gives = |asked: &Asked| {
        let given = trial.interventions.iter().chain(trial.arms.iter().flat_map(|a| &a.interventions));
        given.filter_map(|i| i.concept.as_ref()).any(|c| asked.covered.contains(c))
    };
    let given_as = |forms: &[String]| {
        let names = trial.interventions.iter().map(|i| i.name.to_lowercase());
        names.chain(trial.arms.iter().map(|a| a.label.to_lowercase())).any(|name| forms.iter().any(|f| name.contains(f)))
    };
    let is_of = |asked: &Asked| {
        let named = trial.conditions.iter().flat_map(|c| vocabulary.lookup(c)).map(|c| &vocabulary.concept(c).id);
        named.chain(record.mentions.iter().filter_map(|m| m.concept.as_ref())).any(|c| asked.covered.contains(c))
    };
    let asks = resolved.treatments().next().is_some() || !resolved.conditions.is_empty() || !resolved.studies.is_empty();
    asks && resolved.treatments().all(gives)
        && resolved.conditions.iter().all(is_of)
        && (resolved.studies.is_empty() || resolved.studies.iter().any(|s| s.0 == study))
        && resolved.words.iter().filter(|w| w.required).all(|w| given_as(&w.forms))
        && resolved.sides.iter().flat_map(|s| &s.words).all(|w| given_as(w))
        && resolved.filters.iter().all(|(_, f)| f.trial(record, trial))
}

/// Whether results are still to come.
pub fn is_running(status: Option<Status>) -> bool {
    turn(status) <= 3
}

fn turn(status: Option<Status>) -> u8 {
    match status {
        Some(Status::Recruiting) => 0,
        Some(Status::NotYetRecruiting | Status::EnrollingByInvitation) => 1,
        Some(Status::ActiveNotRecruiting) => 2,
        None | Some(Status::Unknown) => 3,
        Some(Status::Suspended) => 4,
        Some(Status::Completed) => 5,
        Some(Status::Terminated | Status::Withdrawn) => 6,
    }
}
