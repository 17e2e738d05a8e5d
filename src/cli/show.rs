//! `show`: one document, concept, finding or study with what stands around it.

use super::page::{Page, Tone};
use super::query::{count, quoted};
use super::wording;
use crate::graph::Graph;
use crate::query;
use crate::record::{Card, ConceptCard, DocumentRecord, Evidence, FindingRow, StudyCard, Subject};
use crate::store::Snapshot;
use crate::vocabulary::Vocabulary;
use std::io::{self, Write};

/// Neighbours of one kind of edge that are listed; all stand in the JSON.
const NEIGHBOURS_SHOWN: usize = 8;
const PARTNERS_SHOWN: usize = 10;

#[derive(Debug, Clone, Copy)]
pub struct ShowOptions {
    pub json: bool,
    pub width: usize,
    pub colour: bool,
}

impl Default for ShowOptions {
    fn default() -> ShowOptions {
        ShowOptions { json: false, width: 80, colour: false }
    }
}

/// Shows what an id or a name stands for; whether there is such a thing.
pub fn run(
    snapshot: &dyn Snapshot,
    vocabulary: &Vocabulary,
    graph: &Graph,
    id: &str,
    options: &ShowOptions,
    out: &mut dyn Write,
) -> anyhow::Result<bool> {
    let card = query::card(snapshot, vocabulary, graph, id)?;
    let mut page = Page { out, columns: options.width, colour: options.colour };
    match card {
        Some(card) if options.json => {
            serde_json::to_writer_pretty(&mut *page.out, &card)?;
            writeln!(page.out)?;
            Ok(true)
        }
        Some(card) => {
            if snapshot.commit().sample {
                page.text(0, Tone::Faint, "From the sample corpus built into the program.")?;
            }
            print(&mut page, &card, vocabulary)?;
            Ok(true)
        }
        None => {
            let near = query::nearest_ids(snapshot, vocabulary, graph, id)?;
            not_found(&mut page, id, &near, options.json)?;
            Ok(false)
        }
    }
}

fn not_found(page: &mut Page, id: &str, near: &[String], json: bool) -> anyhow::Result<()> {
    let names: Vec<String> = near.iter().map(|n| format!("`{n}`")).collect();
    let advice =
        if names.is_empty() { "search for it with `evigraph query`".to_owned() } else { format!("did you mean {}?", names.join(" or ")) };
    let detail = format!("nothing in the index is called `{id}`: {advice}");
    if json {
        let problem = crate::record::Problem {
            kind: "about:blank".to_owned(),
            title: "not found".to_owned(),
            status: 404,
            detail,
            code: "not_found".to_owned(),
        };
        serde_json::to_writer_pretty(&mut *page.out, &problem)?;
        writeln!(page.out)?;
    } else {
        page.text(0, Tone::Warning, &detail)?;
    }
    Ok(())
}

fn print(page: &mut Page, card: &Card, vocabulary: &Vocabulary) -> io::Result<()> {
    let next = match &card.subject {
        Subject::Document(record) => {
            document(page, record, vocabulary)?;
            record.findings.first().map(|f| f.id.clone())
        }
        Subject::Concept(concept_card) => {
            concept(page, &card.id, concept_card)?;
            None
        }
        Subject::Finding(row) => {
            finding(page, row, vocabulary)?;
            Some(row.finding.document.clone())
        }
        Subject::Study(study_card) => {
            study(page, &card.id, study_card, vocabulary)?;
            study_card.documents.first().map(|d| d.id.clone())
        }
    };
    neighbours(page, card)?;
    page.blank()?;
    let command = match (next, &card.subject) {
        (Some(id), _) => format!("evigraph show {}", quoted(&id)),
        (None, Subject::Concept(c)) => format!("evigraph query {}", quoted(&c.name)),
        (None, _) => format!("evigraph show {} --json", quoted(&card.id)),
    };
    page.labelled(0, "Next: ", Tone::Plain, &command)
}

fn field(page: &mut Page, name: &str, value: impl AsRef<str>) -> io::Result<()> {
    if value.as_ref().is_empty() { Ok(()) } else { page.labelled(0, &format!("{name}: "), Tone::Plain, value.as_ref()) }
}

fn document(page: &mut Page, record: &DocumentRecord, vocabulary: &Vocabulary) -> io::Result<()> {
    page.text(0, Tone::Heading, record.title.as_deref().unwrap_or("(no title printed)"))?;
    let mut facts = vec![record.id.clone(), wording::kind(record.kind), record.language.clone()];
    facts.extend(record.date.clone());
    facts.extend(record.journal.clone());
    if record.fictional {
        facts.push("fictional".to_owned());
    }
    page.text(0, Tone::Faint, &facts.join(" · "))?;
    let ids = &record.identifiers;
    let mut known: Vec<String> = ids.doi.iter().map(|d| format!("doi:{d}")).collect();
    known.extend(ids.pmid.iter().map(|p| format!("pmid:{p}")));
    known.extend(ids.pmcid.iter().cloned());
    known.extend(ids.registry.iter().cloned());
    field(page, "identifiers", known.join(", "))?;
    field(page, "authors", record.authors.join(", "))?;
    field(page, "sources", record.sources.join(", "))?;
    field(page, "address", record.url.as_deref().unwrap_or(""))?;
    let study = &record.study.study;
    let mut facts: Vec<String> = study.name.iter().cloned().collect();
    facts.extend(study.design.map(wording::design));
    facts.extend(study.phase.as_ref().map(|p| format!("phase {p}")));
    facts.extend(study.n.map(|n| format!("n={n}")));
    facts.extend(study.registry.clone());
    facts.extend(study.setting.map(|s| s.as_str().replace('_', " ")));
    facts.extend(study.extent.iter().map(|e| e.as_str().replace('_', " ")));
    field(page, "study", facts.join(" · "))?;
    for primary in &record.study.primary {
        page.text(0, Tone::Plain, &wording::verdict(primary, vocabulary))?;
    }
    if let Some(trial) = &record.trial {
        registration(page, trial, vocabulary)?;
    }
    if !record.findings.is_empty() {
        page.blank()?;
        page.text(0, Tone::Heading, &count(record.findings.len(), "finding"))?;
        for finding in &record.findings {
            page.text(2, Tone::Plain, &format!("{}  {}", finding.id, line(&finding.finding, vocabulary)))?;
        }
    }
    Ok(())
}

fn registration(page: &mut Page, trial: &crate::extraction::Trial, vocabulary: &Vocabulary) -> io::Result<()> {
    page.blank()?;
    page.text(0, Tone::Heading, "Registration")?;
    field(page, "number", trial.registry_id.as_deref().unwrap_or(""))?;
    field(page, "status", trial.status.map_or(String::new(), |s| s.as_str().replace('_', " ")))?;
    field(page, "phase", trial.phase.as_deref().unwrap_or(""))?;
    if let Some(n) = trial.enrollment.as_ref().and_then(|e| e.count) {
        let kind = trial.enrollment.as_ref().and_then(|e| e.kind).map_or(String::new(), |k| format!(" ({})", k.as_str()));
        field(page, "enrolment", format!("{n}{kind}"))?;
    }
    let design = [trial.study_type.map(|s| s.as_str()), trial.allocation.map(|a| a.as_str()), trial.masking.map(|m| m.as_str())];
    let names = ["", "allocation ", "masking "];
    let design: Vec<String> = names.iter().zip(design).filter_map(|(n, d)| d.map(|d| format!("{n}{}", d.replace('_', " ")))).collect();
    field(page, "design", design.join(", "))?;
    field(page, "conditions", trial.conditions.join(", "))?;
    field(page, "interventions", trial.interventions.iter().map(|i| i.name.as_str()).collect::<Vec<_>>().join(", "))?;
    for arm in &trial.arms {
        let kind = arm.kind.map_or(String::new(), |k| format!(" ({})", k.as_str().replace('_', " ")));
        field(page, "arm", format!("{}{kind}", arm.label))?;
    }
    for (name, outcomes) in [("primary outcome", &trial.outcomes.primary), ("secondary outcome", &trial.outcomes.secondary)] {
        for outcome in outcomes {
            let concept = wording::name(vocabulary, outcome.endpoint.as_deref()).filter(|n| *n != outcome.text);
            let timeframe = outcome.timeframe.as_ref().map_or(String::new(), |t| format!(" [{t}]"));
            field(page, name, format!("{}{timeframe}{}", outcome.text, concept.map_or(String::new(), |c| format!(" → {c}"))))?;
        }
    }
    let e = &trial.eligibility;
    let ages: Vec<String> =
        [e.min_age_years.map(|a| format!("from {a}")), e.max_age_years.map(|a| format!("to {a}"))].into_iter().flatten().collect();
    field(page, "age in years", ages.join(" "))?;
    field(page, "sex", e.sex.map_or("", |s| s.as_str()))?;
    field(page, "ECOG", e.ecog.iter().flatten().map(u8::to_string).collect::<Vec<_>>().join(", "))?;
    for criterion in &e.criteria {
        field(page, if criterion.inclusion { "includes" } else { "excludes" }, &criterion.text)?;
    }
    let dates = [trial.start_date.as_deref(), trial.completion_date.as_deref()];
    field(page, "dates", dates.iter().flatten().copied().collect::<Vec<_>>().join(" to "))?;
    field(page, "sponsors", trial.sponsors.join(", "))?;
    let sites: Vec<String> = trial.sites.iter().filter_map(|s| s.name.clone().or_else(|| s.city.clone())).collect();
    field(page, "sites", sites.join("; "))
}

/// A finding in a line.
fn line(finding: &crate::extraction::Finding, vocabulary: &Vocabulary) -> String {
    let mut said = vec![wording::endpoint(finding, vocabulary)];
    let arms: Vec<String> = finding
        .arms
        .iter()
        .map(|a| {
            format!(
                "{}{}",
                a.label.as_deref().unwrap_or(a.role.as_str()),
                a.outcome.as_ref().map_or(String::new(), |o| format!(" {}", wording::outcome(o)))
            )
        })
        .collect();
    if !arms.is_empty() {
        said.push(arms.join(" vs "));
    }
    said.extend(finding.factor.as_ref().map(|f| format!("factor {}", f.label)));
    said.extend(finding.effect.iter().map(wording::effect));
    said.extend(finding.p.iter().map(wording::p_value));
    said.join(" · ")
}

fn finding(page: &mut Page, row: &FindingRow, vocabulary: &Vocabulary) -> io::Result<()> {
    let f = &row.finding.finding;
    page.text(0, Tone::Heading, &wording::endpoint(f, vocabulary))?;
    page.text(0, Tone::Faint, &row.finding.id)?;
    field(
        page,
        "document",
        format!("{}, {}{}", row.finding.document, wording::kind(row.kind), row.title.as_ref().map_or(String::new(), |t| format!(": {t}"))),
    )?;
    field(page, "study", row.study_name.as_deref().map_or(row.study.clone(), |n| format!("{n} ({})", row.study)))?;
    field(page, "endpoint", format!("{} (printed: {})", f.endpoint.concept.as_deref().unwrap_or("no concept"), f.endpoint.text))?;
    for arm in &f.arms {
        let mut said = vec![arm.label.clone().unwrap_or_else(|| "not named".to_owned())];
        said.extend((!arm.concepts.is_empty()).then(|| format!("[{}]", arm.concepts.join(", "))));
        said.extend(arm.n.map(|n| format!("n={n}")));
        said.extend(arm.outcome.as_ref().map(wording::outcome));
        field(page, arm.role.as_str(), said.join(" · "))?;
    }
    if let Some(factor) = &f.factor {
        field(
            page,
            "factor",
            format!("{}{}", factor.label, factor.reference.as_ref().map_or(String::new(), |r| format!(" (against {r})"))),
        )?;
    }
    field(page, "effect", f.effect.as_ref().map_or(String::new(), wording::effect))?;
    field(page, "p", f.p.as_ref().map_or(String::new(), wording::p_value))?;
    field(page, "favours", f.favours.map_or("direction not established", |v| v.as_str()))?;
    let mut population = f.population.conditions.iter().filter_map(|c| wording::name(vocabulary, Some(c))).collect::<Vec<_>>();
    population.extend(f.population.subgroup.as_ref().map(|s| format!("subgroup {s}")));
    population.extend(f.population.n.map(|n| format!("n={n}")));
    population.push(f.population.subjects.as_str().to_owned());
    field(page, "population", population.join(" · "))?;
    field(
        page,
        "certainty",
        format!("{}{}", f.certainty.as_str(), f.citation.as_ref().map_or(String::new(), |c| format!(" (reference {c})"))),
    )?;
    let checks: Vec<String> =
        f.checks.iter().map(|c| format!("{} {}", c.name.replace('_', " "), if c.passed { "passed" } else { "FAILED" })).collect();
    field(page, "checks", checks.join(" · "))?;
    page.blank()?;
    row.finding.evidence.iter().try_for_each(|e| quote(page, e))
}

fn quote(page: &mut Page, evidence: &Evidence) -> io::Result<()> {
    let section = serde_json::to_value(evidence.section).ok().and_then(|v| v.as_str().map(str::to_owned)).unwrap_or_default();
    page.text(2, Tone::Plain, &format!("“{}”", evidence.text))?;
    page.text(4, Tone::Faint, &format!("{section}, characters {}–{}", evidence.start, evidence.end))
}

fn concept(page: &mut Page, id: &str, card: &ConceptCard) -> io::Result<()> {
    page.text(0, Tone::Heading, &card.name)?;
    page.text(0, Tone::Faint, &format!("{id} · {}", card.kind.as_str().replace('_', " ")))?;
    let names = |list: &[crate::record::ConceptName]| list.iter().map(|c| c.name.as_str()).collect::<Vec<_>>().join(", ");
    field(page, "also called", card.synonyms.join(", "))?;
    field(page, "in Chinese", card.zh.join("、"))?;
    field(page, "broader", names(&card.broader))?;
    field(page, "narrower", names(&card.narrower))?;
    field(page, "elsewhere", card.xrefs.join(", "))?;
    field(page, "in the index", format!("{}, mentioned in {}", count(card.findings, "finding"), count(card.documents, "document")))?;
    let partners: Vec<String> =
        card.combined_with.iter().take(PARTNERS_SHOWN).map(|p| format!("{} ({})", p.name, p.findings.len())).collect();
    field(page, "combined with", partners.join(", "))
}

fn study(page: &mut Page, id: &str, card: &StudyCard, vocabulary: &Vocabulary) -> io::Result<()> {
    page.text(0, Tone::Heading, card.name.as_deref().unwrap_or(id))?;
    page.text(0, Tone::Faint, id)?;
    for document in &card.documents {
        let title = document.title.as_ref().map_or(String::new(), |t| format!(": {t}"));
        let relation = match document.relation.as_str() {
            "registers" => "registered",
            "comments_on" => "commented on",
            _ => "published",
        };
        page.text(2, Tone::Plain, &format!("{relation}: {}, {}{title}", document.id, wording::kind(document.kind)))?;
    }
    if !card.findings.is_empty() {
        page.blank()?;
        page.text(0, Tone::Heading, &count(card.findings.len(), "finding"))?;
        for row in &card.findings {
            page.text(2, Tone::Plain, &format!("{}  {}", row.finding.id, line(&row.finding.finding, vocabulary)))?;
        }
    }
    Ok(())
}

/// Grouped by edge, strongest first.
fn neighbours(page: &mut Page, card: &Card) -> io::Result<()> {
    if card.neighbours.is_empty() {
        return Ok(());
    }
    page.blank()?;
    page.text(0, Tone::Heading, "Neighbours in the evidence graph")?;
    let mut at = 0;
    while at < card.neighbours.len() {
        let first = &card.neighbours[at];
        let group: Vec<_> = card.neighbours[at..].iter().take_while(|n| n.edge == first.edge && n.direction == first.direction).collect();
        at += group.len();
        let mut said: Vec<String> = group
            .iter()
            .take(NEIGHBOURS_SHOWN)
            .map(|n| {
                let times = if n.strength > 1 { format!(" ×{}", n.strength) } else { String::new() };
                // Documents and findings are asked for by their ids.
                format!("{}{times}", n.label.as_ref().filter(|_| n.kind != "finding" && n.kind != "document").unwrap_or(&n.id))
            })
            .collect();
        if group.len() > NEIGHBOURS_SHOWN {
            said.push(format!("and {} more", group.len() - NEIGHBOURS_SHOWN));
        }
        let arrow = if first.direction == "out" { "→" } else { "←" };
        page.labelled(2, &format!("{arrow} {} ", first.edge.replace('_', " ")), Tone::Plain, &said.join("; "))?;
    }
    Ok(())
}
