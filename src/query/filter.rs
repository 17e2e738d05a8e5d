//! Filters: `phase:3 n:>=100 lang:zh`.

use super::ast::{PartKind, Question};
use super::error::QueryError;
use super::nearest;
use super::range::Range;
use crate::extraction::{Allocation, Measure, Trial};
use crate::record::{DocumentRecord, FindingRow};
use crate::text::FoldedSpan;
use serde::Serialize;
use std::collections::BTreeSet;

/// All filters, as they are listed to people.
pub const NAMES: [&str; 12] = ["phase", "year", "n", "hr", "p", "design", "lang", "kind", "primary", "status", "extent", "include"];

/// How a filter is written; `None` where there is no such filter.
pub fn example(name: &str) -> Option<&'static str> {
    Some(match name {
        "phase" => "phase:3",
        "year" => "year:2020..",
        "n" => "n:>=100",
        "hr" => "hr:<0.8",
        "p" => "p:<0.05",
        "design" => "design:rct",
        "lang" => "lang:zh",
        "kind" => "kind:commentary",
        "primary" => "primary:met",
        "status" => "status:recruiting",
        "extent" => "extent:metastatic",
        "include" => "include:fictional",
        _ => return None,
    })
}

const DESIGNS: &[&str] = &[
    "rct",
    "single_arm",
    "retrospective",
    "prospective_cohort",
    "case_control",
    "meta_analysis",
    "pooled_analysis",
    "review",
    "non_randomised",
    "cross_sectional",
    "preclinical",
    "other",
];
const KINDS: &[&str] = &[
    "journal_abstract",
    "trial_registration",
    "review",
    "commentary",
    "article",
    "news",
    "preprint",
    "conference_abstract",
    "guideline",
    "editorial",
    "erratum",
    "retraction",
    "other",
];
const STATUSES: &[&str] = &[
    "not_yet_recruiting",
    "recruiting",
    "enrolling_by_invitation",
    "active_not_recruiting",
    "completed",
    "terminated",
    "withdrawn",
    "suspended",
    "unknown",
];
const EXTENTS: &[&str] = &["localised", "locally_advanced", "metastatic", "recurrent", "haematological", "mixed"];
const PRIMARY: &[&str] = &["met", "not_met"];
const INCLUDE: &[&str] = &["fictional", "retracted", "animals", "cells", "planned"];
const PHASES: &[&str] = &["1", "1/2", "2", "2/3", "3", "4", "n/a"];
const LANGUAGES: [(&str, &str); 4] = [("chinese", "zh"), ("中文", "zh"), ("english", "en"), ("英文", "en")];

/// One filter of a question.
#[derive(Debug, Clone, PartialEq)]
pub enum Filter {
    Phase(Vec<String>),
    Year(Range),
    Size(Range),
    HazardRatio(Range),
    P(Range),
    Design(Vec<String>),
    Language(Vec<String>),
    Kind(Vec<String>),
    Primary(Vec<String>),
    Status(Vec<String>),
    Extent(Vec<String>),
    Include(Vec<String>),
}

/// Reads one filter part of a question.
pub fn read(question: &Question, span: FoldedSpan, kind: &PartKind) -> Result<Option<Filter>, QueryError> {
    let PartKind::Filter { name, value } = kind else { return Ok(None) };
    let bad = |advice: String| QueryError::BadValue { name: name.clone(), value: value.clone(), place: question.place(span), advice };
    let range =
        || Range::parse(value).ok_or_else(|| bad(format!("write a number or a range, for example `{}`", example(name).unwrap_or(""))));
    let words = |known: &[&str]| -> Result<Vec<String>, QueryError> {
        value
            .split(',')
            .filter(|w| !w.trim().is_empty())
            .map(|word| {
                let word = word.trim().to_lowercase().replace([' ', '-'], "_");
                known.iter().find(|k| **k == word).map(|k| (*k).to_owned()).ok_or_else(|| {
                    match nearest::nearest(&word, known.iter().copied(), 1)[..] {
                        [near] => bad(format!("did you mean `{name}:{near}`?")),
                        _ => bad(format!("known are {}", known.join(", "))),
                    }
                })
            })
            .collect()
    };
    Ok(Some(match name.as_str() {
        "phase" => Filter::Phase(phases(value).ok_or_else(|| bad(format!("known are {}", PHASES.join(", "))))?),
        "year" => Filter::Year(range()?),
        "n" => Filter::Size(range()?),
        "hr" => Filter::HazardRatio(range()?),
        "p" => Filter::P(range()?),
        "design" => Filter::Design(words(DESIGNS)?),
        "lang" => Filter::Language(languages(value)),
        "kind" => Filter::Kind(words(KINDS)?),
        "primary" => Filter::Primary(words(PRIMARY)?),
        "status" => Filter::Status(words(STATUSES)?),
        "extent" => Filter::Extent(words(EXTENTS)?),
        "include" => Filter::Include(words(INCLUDE)?),
        _ => return Ok(None),
    }))
}

/// `3`, `III`, `2,3`, `>=2`.
fn phases(value: &str) -> Option<Vec<String>> {
    let arabic = |word: &str| match word.trim().to_lowercase().as_str() {
        "i" => "1".to_owned(),
        "ii" => "2".to_owned(),
        "iii" => "3".to_owned(),
        "iv" => "4".to_owned(),
        "i/ii" => "1/2".to_owned(),
        "ii/iii" => "2/3".to_owned(),
        other => other.to_owned(),
    };
    let listed: Vec<String> = value.split(',').map(arabic).collect();
    if listed.iter().all(|phase| PHASES.contains(&phase.as_str())) {
        return Some(listed);
    }
    let range = Range::parse(value)?;
    Some(["1", "2", "3", "4"].into_iter().filter(|p| p.parse().is_ok_and(|n| range.contains(n))).map(str::to_owned).collect())
}

fn languages(value: &str) -> Vec<String> {
    let code = |word: &str| {
        let word = word.trim().to_lowercase();
        LANGUAGES.iter().find(|l| l.0 == word).map_or(word.clone(), |l| l.1.to_owned())
    };
    value.split(',').map(code).collect()
}

/// The word that records write for a value.
pub fn wire(value: &impl Serialize) -> String {
    serde_json::to_value(value).ok().and_then(|v| v.as_str().map(str::to_owned)).unwrap_or_default()
}

/// A phase asked for matches as a whole or as a part: `phase:3` finds 2/3.
pub fn phase_matches(wanted: &[String], phase: Option<&str>) -> bool {
    phase.is_some_and(|phase| wanted.iter().any(|w| w == phase || phase.split('/').any(|part| part == w)))
}

impl Filter {
    /// Tests a finding; `studies` are those whose registration has a status asked for.
    pub fn row(&self, row: &FindingRow, studies: &BTreeSet<String>) -> bool {
        let finding = &row.finding.finding;
        match self {
            Filter::Phase(wanted) => phase_matches(wanted, row.phase.as_deref()),
            Filter::Year(range) => row.year.is_some_and(|y| range.contains(f64::from(y))),
            Filter::Size(range) => row.n.or(finding.population.n).is_some_and(|n| range.contains(n as f64)),
            Filter::HazardRatio(range) => {
                finding.effect.as_ref().is_some_and(|e| e.measure == Measure::HazardRatio && range.contains(e.value))
            }
            Filter::P(range) => finding.p.as_ref().is_some_and(|p| range.contains_p(p)),
            Filter::Design(wanted) => row.design.is_some_and(|d| wanted.iter().any(|w| w == d.as_str())),
            Filter::Language(wanted) => wanted.contains(&row.language),
            Filter::Kind(wanted) => wanted.contains(&wire(&row.kind)),
            Filter::Primary(wanted) => row.primary.iter().any(|p| match p.met {
                Some(true) => wanted.iter().any(|w| w == "met"),
                Some(false) => wanted.iter().any(|w| w == "not_met"),
                None => false,
            }),
            Filter::Status(_) => studies.contains(&row.study),
            Filter::Extent(wanted) => row.extent.iter().any(|e| wanted.iter().any(|w| w == e.as_str())),
            Filter::Include(_) => true,
        }
    }

    /// Tests a registration; what asks for results finds none.
    pub fn trial(&self, record: &DocumentRecord, trial: &Trial) -> bool {
        let year = trial.start_date.as_deref().and_then(|d| d.get(..4)).and_then(|y| y.parse::<f64>().ok());
        match self {
            Filter::Phase(wanted) => phase_matches(wanted, trial.phase.as_deref()),
            Filter::Year(range) => year.is_some_and(|y| range.contains(y)),
            Filter::Size(range) => trial.enrollment.as_ref().and_then(|e| e.count).is_some_and(|n| range.contains(n as f64)),
            Filter::HazardRatio(_) | Filter::P(_) | Filter::Primary(_) => false,
            Filter::Design(wanted) => wanted.iter().any(|w| match w.as_str() {
                "rct" => trial.allocation == Some(Allocation::Randomized),
                "single_arm" => trial.allocation == Some(Allocation::SingleArm),
                "non_randomised" => trial.allocation == Some(Allocation::NonRandomized),
                _ => false,
            }),
            Filter::Language(wanted) => wanted.contains(&record.language),
            Filter::Kind(wanted) => wanted.contains(&wire(&record.kind)),
            Filter::Status(wanted) => trial.status.is_some_and(|s| wanted.iter().any(|w| w == s.as_str())),
            Filter::Extent(wanted) => record.study.study.extent.iter().any(|e| wanted.iter().any(|w| w == e.as_str())),
            Filter::Include(_) => true,
        }
    }

    /// Tests a document, by what filters can say of one.
    pub fn document(&self, record: &DocumentRecord) -> bool {
        let study = &record.study.study;
        let year = record.date.as_deref().and_then(|d| d.get(..4)).and_then(|y| y.parse::<f64>().ok());
        match self {
            Filter::Phase(wanted) => phase_matches(wanted, study.phase.as_deref()),
            Filter::Year(range) => year.is_some_and(|y| range.contains(y)),
            Filter::Design(wanted) => study.design.is_some_and(|d| wanted.iter().any(|w| w == d.as_str())),
            Filter::Language(wanted) => wanted.contains(&record.language),
            Filter::Kind(wanted) => wanted.contains(&wire(&record.kind)),
            Filter::Size(_) | Filter::HazardRatio(_) | Filter::P(_) | Filter::Primary(_) | Filter::Status(_) | Filter::Extent(_) => true,
            Filter::Include(_) => true,
        }
    }
}
