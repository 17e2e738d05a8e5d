//! `query`: the evidence answer on a terminal, or as JSON.

use super::page::{Page, Tone};
use super::wording;
use super::wrap::width;
use crate::extraction::{EnrollmentType, Favours, Role};
use crate::query::{self, Options};
use crate::record::{Answer, AnswerFinding, AnswerTrial};
use crate::store::Snapshot;
use crate::vocabulary::Vocabulary;
use std::collections::BTreeSet;
use std::io::{self, Write};

/// Documents listed under the findings; all that were found stand in the JSON.
const DOCUMENTS_SHOWN: usize = 5;
/// No arm's wording takes more columns.
const ARM_COLUMNS_MAX: usize = 34;

/// How to answer.
#[derive(Debug, Clone, Copy)]
pub struct QueryOptions {
    pub json: bool,
    pub limit: usize,
    pub width: usize,
    pub colour: bool,
}

impl Default for QueryOptions {
    fn default() -> QueryOptions {
        QueryOptions { json: false, limit: Options::default().limit, width: 80, colour: false }
    }
}

/// Answers a question; whether anything was found.
pub fn run(
    snapshot: &dyn Snapshot,
    vocabulary: &Vocabulary,
    question: &str,
    options: &QueryOptions,
    out: &mut dyn Write,
) -> anyhow::Result<bool> {
    let answer = query::answer(snapshot, vocabulary, question, &Options { limit: options.limit })?;
    if options.json {
        serde_json::to_writer_pretty(&mut *out, &answer)?;
        writeln!(out)?;
    } else {
        let mut page = Page { out, columns: options.width, colour: options.colour };
        print(&mut page, &answer, question, vocabulary)?;
    }
    Ok(!(answer.data.findings.is_empty() && answer.data.trials.is_empty() && answer.data.documents.is_empty()))
}

fn print(page: &mut Page, answer: &Answer, question: &str, vocabulary: &Vocabulary) -> io::Result<()> {
    let meta = &answer.meta;
    if meta.sample {
        let text = format!(
            "Answered from the sample corpus built into the program ({}): index your own with `evigraph index PATH`.",
            count(meta.documents_searched, "document")
        );
        page.text(0, Tone::Faint, &text)?;
    }
    page.text(0, Tone::Plain, &format!("Question read as: {}", interpretation(answer, vocabulary)))?;
    for warning in &meta.warnings {
        page.labelled(0, "Note: ", Tone::Warning, warning)?;
    }
    for suggestion in &meta.suggestions {
        page.labelled(0, "Try: ", Tone::Plain, &format!("evigraph query {}", quoted(suggestion)))?;
    }
    findings(page, answer, vocabulary)?;
    trials(page, answer)?;
    documents(page, answer)?;
    footer(page, answer, question)
}

fn interpretation(answer: &Answer, vocabulary: &Vocabulary) -> String {
    let parts: Vec<String> = answer
        .meta
        .interpretation
        .iter()
        .map(|part| match (part.role.as_str(), wording::name(vocabulary, part.concept.as_deref())) {
            (_, Some(name)) if name.eq_ignore_ascii_case(&part.text) => part.text.clone(),
            (_, Some(name)) => format!("{} → {name}", part.text),
            ("text", _) => format!("“{}” (free text)", part.text),
            ("study", _) => format!("{} (study)", part.text),
            _ => part.text.clone(),
        })
        .collect();
    parts.join(" · ")
}

fn findings(page: &mut Page, answer: &Answer, vocabulary: &Vocabulary) -> io::Result<()> {
    let found = &answer.data.findings;
    page.blank()?;
    if found.is_empty() {
        return page.text(0, Tone::Heading, "No finding answers the question.");
    }
    let studies = found.iter().map(|f| &f.row.study).collect::<BTreeSet<_>>().len();
    let of = if answer.meta.total.findings > found.len() { format!(" (of {})", answer.meta.total.findings) } else { String::new() };
    let studies = if studies == 1 { "1 study".to_owned() } else { format!("{studies} studies") };
    page.text(0, Tone::Heading, &format!("{}{of} from {studies}, best evidence first", count(found.len(), "finding")))?;
    let (mut study, mut document) = ("", "");
    for finding in found {
        let row = &finding.row;
        if row.study != study || row.finding.document != document {
            page.blank()?;
            heading(page, finding, row.study == study, vocabulary)?;
            (study, document) = (&row.study, &row.finding.document);
        }
        page.blank()?;
        evidence(page, finding, vocabulary)?;
    }
    Ok(())
}

/// The study, its verdict and the document that speaks.
fn heading(page: &mut Page, finding: &AnswerFinding, same_study: bool, vocabulary: &Vocabulary) -> io::Result<()> {
    let row = &finding.row;
    if !same_study {
        let mut facts: Vec<String> = Vec::new();
        facts.extend(row.design.map(wording::design));
        facts.extend(row.phase.as_ref().map(|p| format!("phase {p}")));
        facts.extend(row.n.map(|n| format!("n={n}")));
        facts.extend(row.year.map(|y| y.to_string()));
        // Without a name the document, right below, names the study.
        let heading: Vec<String> = row.study_name.iter().cloned().chain(facts).collect();
        page.text(0, Tone::Heading, &heading.join(" · "))?;
        for primary in &row.primary {
            page.text(0, Tone::Plain, &wording::verdict(primary, vocabulary))?;
        }
    }
    let mut source = format!("{}, {}", row.finding.document, wording::kind(row.kind));
    match row.publication_status {
        None | Some(crate::document::PublicationStatus::Current) => {}
        Some(status) => source.push_str(&format!(
            ", {}",
            serde_json::to_value(status).ok().and_then(|v| v.as_str().map(|s| s.replace('_', " "))).unwrap_or_default().to_uppercase()
        )),
    }
    if row.fictional {
        source.push_str(", fictional");
    }
    let title = row.title.as_ref().map_or(String::new(), |t| format!(": {t}"));
    page.text(0, Tone::Faint, &format!("{source}{title}"))
}

/// One finding: endpoint, arms with their outcomes, effect, checks, sentence.
fn evidence(page: &mut Page, finding: &AnswerFinding, vocabulary: &Vocabulary) -> io::Result<()> {
    let row = &finding.row;
    let f = &row.finding.finding;
    let certainty = match f.certainty {
        crate::extraction::Certainty::Reported => String::new(),
        other => format!(" · {} result", other.as_str()),
    };
    page.text(2, Tone::Heading, &format!("{}{certainty}", wording::endpoint(f, vocabulary)))?;
    let labels: Vec<String> = f.arms.iter().map(|arm| arm_label(arm, f.arms.len())).collect();
    let left = labels.iter().map(|l| width(l)).max().unwrap_or(0).min(ARM_COLUMNS_MAX).min(page.columns / 2);
    for (arm, label) in f.arms.iter().zip(&labels) {
        let outcome = arm.outcome.as_ref().map(wording::outcome);
        let said: Vec<String> = outcome.into_iter().chain(arm.n.map(|n| format!("n={n}"))).collect();
        page.cells(4, left, (label, &said.join(" · ")))?;
    }
    if let Some(factor) = &f.factor {
        let reference = factor.reference.as_ref().map_or(String::new(), |r| format!(" (against {r})"));
        page.text(4, Tone::Plain, &format!("factor: {}{reference}", factor.label))?;
    }
    let mut said: Vec<String> = f.effect.iter().map(wording::effect).collect();
    said.extend(f.p.iter().map(wording::p_value));
    said.extend(finding.absolute_difference.as_ref().map(|d| format!("absolute difference {:+} percentage points (derived)", d.value)));
    said.extend(f.population.n.filter(|n| Some(*n) != row.n).map(|n| format!("n={n}")));
    said.extend(wording::favours(f));
    if !said.is_empty() {
        let tone = match f.favours {
            Some(Favours::Experimental) => Tone::Good,
            Some(Favours::Comparator) => Tone::Bad,
            Some(Favours::Neither) | None => Tone::Plain,
        };
        page.text(4, tone, &said.join(" · "))?;
    }
    let failed = wording::failed_checks(row);
    if !failed.is_empty() {
        page.text(4, Tone::Warning, &format!("! check failed: {}", failed.join(", ")))?;
    }
    if !finding.disagrees_with.is_empty() {
        page.text(4, Tone::Warning, &format!("! points the other way than {}", finding.disagrees_with.join(", ")))?;
    }
    if let Some(quote) = row.finding.evidence.first() {
        page.text(4, Tone::Plain, &format!("“{}”", quote.text))?;
    }
    Ok(())
}

fn arm_label(arm: &crate::extraction::Arm, arms: usize) -> String {
    let label = arm.label.clone().unwrap_or_else(|| match arm.role {
        Role::Single => "all patients".to_owned(),
        role => format!("{} arm (not named)", role.as_str()),
    });
    if arms > 1 && arm.role == Role::Comparator { format!("vs {label}") } else { label }
}

fn trials(page: &mut Page, answer: &Answer) -> io::Result<()> {
    let (running, over): (Vec<&AnswerTrial>, Vec<&AnswerTrial>) =
        answer.data.trials.iter().partition(|t| query::is_running(t.trial.status));
    for (heading, trials) in [("Running or planned trials", running), ("Completed or stopped trials", over)] {
        if trials.is_empty() {
            continue;
        }
        page.blank()?;
        page.text(0, Tone::Heading, heading)?;
        for trial in trials {
            registration(page, trial)?;
        }
    }
    Ok(())
}

fn registration(page: &mut Page, trial: &AnswerTrial) -> io::Result<()> {
    let t = &trial.trial;
    let mut facts = vec![t.registry_id.clone().unwrap_or_else(|| trial.document.clone())];
    facts.extend(t.phase.as_ref().filter(|p| *p != "n/a").map(|p| format!("phase {p}")));
    facts.push(t.status.map_or("status not stated".to_owned(), |s| s.as_str().replace('_', " ")));
    facts.extend(t.enrollment.as_ref().and_then(|e| {
        let kind = if e.kind == Some(EnrollmentType::Target) { " planned" } else { "" };
        e.count.map(|n| format!("n={n}{kind}"))
    }));
    page.text(2, Tone::Plain, &facts.join(" · "))?;
    if let Some(title) = &trial.title {
        page.text(4, Tone::Plain, title)?;
    }
    if t.registry_id.as_ref() != Some(&trial.document) {
        page.text(4, Tone::Faint, &trial.document)?;
    }
    Ok(())
}

/// Those that no finding above comes from.
fn documents(page: &mut Page, answer: &Answer) -> io::Result<()> {
    let above: BTreeSet<&str> = answer
        .data
        .findings
        .iter()
        .map(|f| f.row.finding.document.as_str())
        .chain(answer.data.trials.iter().map(|t| t.document.as_str()))
        .collect();
    let others: Vec<_> = answer.data.documents.iter().filter(|d| !above.contains(d.id.as_str())).take(DOCUMENTS_SHOWN).collect();
    if others.is_empty() {
        return Ok(());
    }
    page.blank()?;
    page.text(0, Tone::Heading, if above.is_empty() { "Documents" } else { "Other documents" })?;
    for document in others {
        let title = document.title.as_ref().map_or(String::new(), |t| format!(": {t}"));
        page.text(2, Tone::Plain, &format!("{}, {}{title}", document.id, wording::kind(document.kind)))?;
        page.text(4, Tone::Faint, &document.snippet)?;
    }
    Ok(())
}

fn footer(page: &mut Page, answer: &Answer, question: &str) -> io::Result<()> {
    let meta = &answer.meta;
    page.blank()?;
    let text = format!(
        "Index of {}, {} searched. Values are machine-extracted: check the quoted sentence.",
        meta.indexed_at.get(..10).unwrap_or(&meta.indexed_at),
        count(meta.documents_searched, "document")
    );
    page.text(0, Tone::Faint, &text)?;
    let data = &answer.data;
    let first = data.findings.first().map(|f| f.row.finding.document.as_str());
    let first =
        first.or_else(|| data.trials.first().map(|t| t.document.as_str())).or_else(|| data.documents.first().map(|d| d.id.as_str()));
    let command = match (first, meta.suggestions.first()) {
        (_, Some(suggestion)) => format!("evigraph query {}", quoted(suggestion)),
        (Some(id), None) => format!("evigraph show {}", quoted(id)),
        (None, None) => {
            // Without its filters a question finds more.
            let wider: Vec<&str> = meta.interpretation.iter().filter(|i| i.role == "concept").map(|i| i.text.as_str()).collect();
            let wider = wider.join(" ");
            if wider.is_empty() || wider == question.trim() {
                "evigraph query --help".to_owned()
            } else {
                format!("evigraph query {}", quoted(&wider))
            }
        }
    };
    page.labelled(0, "Next: ", Tone::Plain, &command)
}

/// As a shell takes it.
pub fn quoted(text: &str) -> String {
    if text.chars().all(|c| c.is_alphanumeric() || matches!(c, ':' | '.' | '_' | '-' | '/')) {
        text.to_owned()
    } else if text.contains('"') {
        format!("'{text}'")
    } else {
        format!("\"{text}\"")
    }
}

/// `1 finding`, `3 findings`
pub fn count(n: usize, noun: &str) -> String {
    format!("{n} {noun}{}", if n == 1 { "" } else { "s" })
}
