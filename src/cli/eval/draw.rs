//! `evigraph eval --draw`

use super::super::arguments::{Arguments, EvalArgs};
use super::super::{ExitStatus, choice, wording};
use super::read;
use crate::evaluate::{self, Sample, Sampled, Statement};
use crate::record::{Evidence, FindingRecord};
use crate::vocabulary::Vocabulary;
use anyhow::Result;
use std::io::Write;
use std::path::PathBuf;

/// The last two are for the reader.
const COLUMNS: &str = "document\tid\tendpoint\treading\tarms\tsentence\tright\tnote";

pub fn run(arguments: &Arguments, args: &EvalArgs, size: usize, out: &mut dyn Write) -> Result<ExitStatus> {
    let documents: Vec<PathBuf> = std::iter::once(&args.gold).chain(&args.documents).cloned().collect();
    let vocabulary = choice::vocabulary_if_named(arguments)?;
    let (mut sample, mut status) = (Sample::new(args.what.into(), size, args.seed), ExitStatus::Done);
    for item in evaluate::records(&documents, &vocabulary) {
        if let Some(record) = read(item, &mut status).filter(|record| !args.cancer || evaluate::names_cancer(record, &vocabulary)) {
            sample.offer(record);
        }
    }
    if !arguments.json {
        writeln!(out, "{COLUMNS}")?;
    }
    for drawn in sample.drawn() {
        match arguments.json {
            true => serde_json::to_writer(&mut *out, drawn)?,
            false => write!(out, "{}", line(drawn, &vocabulary))?,
        }
        writeln!(out)?;
    }
    let drawn = sample.drawn().count();
    eprintln!("evigraph: {drawn} of {} drawn with seed {}; `--seed {}` draws them again", sample.seen(), args.seed, args.seed);
    Ok(if drawn == 0 { status.max(ExitStatus::NothingFound) } else { status })
}

fn line(sampled: &Sampled, vocabulary: &Vocabulary) -> String {
    let (id, endpoint, reading, arms, evidence) = match &sampled.statement {
        Statement::Finding(record) => {
            let endpoint = wording::endpoint(&record.finding, vocabulary);
            (record.id.clone(), endpoint, reading(record), arms(record), &record.evidence)
        }
        Statement::Verdict(primary) => {
            (String::new(), primary.text.clone(), wording::verdict(primary, vocabulary), String::new(), &primary.evidence)
        }
    };
    [&sampled.document, &id, &endpoint, &reading, &arms, &sentences(evidence), "", ""].map(cell).join("\t")
}

fn reading(record: &FindingRecord) -> String {
    let finding = &record.finding;
    let parts = [finding.effect.as_ref().map(wording::effect), finding.p.as_ref().map(wording::p_value), wording::favours(finding)];
    parts.into_iter().flatten().collect::<Vec<_>>().join(" · ")
}

/// Each arm with what it came to, or the factor and its reference.
fn arms(record: &FindingRecord) -> String {
    let arms = record.finding.arms.iter().map(|arm| {
        let outcome = arm.outcome.as_ref().map_or(String::new(), |o| format!(": {}", wording::outcome(o)));
        format!("{}{outcome}", arm.label.as_deref().unwrap_or("whole population"))
    });
    let factor = record.finding.factor.iter().map(|f| format!("{} vs {}", f.label, f.reference.as_deref().unwrap_or("?")));
    arms.chain(factor).collect::<Vec<_>>().join(" vs ")
}

fn sentences(evidence: &[Evidence]) -> String {
    evidence.iter().map(|e| e.text.as_str()).collect::<Vec<_>>().join(" … ")
}

/// Tabs and line ends would break the table.
fn cell(text: &str) -> String {
    text.split(|c: char| c.is_whitespace() || c.is_control()).filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" ")
}
