//! Fetches findings and tests them, one part of the question after the other, and says which part left none.

use super::arms::{self, Fit};
use super::error::QueryError;
use super::filter::Filter;
use super::plan::{Plan, asks_for_harms};
use super::resolve::{Asked, Resolved, Word};
use super::title;
use crate::document::PublicationStatus;
use crate::extraction::{Certainty, HarmKind, Subjects};
use crate::record::FindingRow;
use crate::store::{DocumentHit, Snapshot};
use crate::vocabulary::{ConceptKind, EndpointType, Vocabulary};
use std::collections::{BTreeMap, BTreeSet};

/// A finding that answers, and how well.
#[derive(Debug)]
pub struct Candidate {
    pub row: FindingRow,
    /// Where the finding stands among its document's.
    pub order: usize,
    pub fit: Fit,
    /// Share of the asked diseases that the population has; 1 where none is asked.
    pub condition: f64,
    /// The very endpoint that was asked, not one that it covers.
    pub exact_endpoint: bool,
    /// Share of the free words that the finding says.
    pub words: f64,
}

#[derive(Default)]
pub struct Found {
    pub candidates: Vec<Candidate>,
    pub warnings: Vec<String>,
    /// What would answer, had it not been left out.
    aside: Vec<(&'static LeftOut, Candidate)>,
}

/// Findings that a clinician does not expect among results.
struct LeftOut {
    /// How `include:` names them.
    name: &'static str,
    what: &'static str,
    test: fn(&FindingRow) -> bool,
}

const LEFT_OUT: &[LeftOut] = &[
    LeftOut { name: "fictional", what: "of fictional documents", test: |r| r.fictional },
    LeftOut { name: "retracted", what: "of retracted papers", test: |r| r.publication_status == Some(PublicationStatus::Retracted) },
    LeftOut { name: "animals", what: "in animals", test: |r| r.finding.finding.population.subjects == Subjects::Animals },
    LeftOut { name: "cells", what: "in cells", test: |r| r.finding.finding.population.subjects == Subjects::Cells },
    LeftOut {
        name: "planned",
        what: "that are planned or assumed",
        test: |r| matches!(r.finding.finding.certainty, Certainty::Planned | Certainty::Hypothetical),
    },
];

/// Everything a test may look at beside the finding.
pub struct Context<'a> {
    pub snapshot: &'a dyn Snapshot,
    pub vocabulary: &'a Vocabulary,
    pub resolved: &'a Resolved,
    /// Studies whose registration has a status asked for.
    pub registered: &'a BTreeSet<String>,
}

/// Findings that answer the question, in no particular order.
pub fn execute(context: &Context, plan: &Plan, hits: &[DocumentHit]) -> Result<Found, QueryError> {
    let mut found = Found::default();
    let Some(groups) = &plan.findings else {
        found.warnings.push("no treatment, endpoint, disease, study or filter was recognised: only documents are listed".to_owned());
        return Ok(found);
    };
    let rows = context.snapshot.findings(groups)?;
    if rows.is_empty() {
        found.warnings.extend(context.nothing_fetched(groups)?);
    }
    found.candidates = context.candidates(rows, arms::fit);
    let known: BTreeSet<String> = found.candidates.iter().map(|c| c.row.finding.id.clone()).collect();
    let silent = title::rows(context.snapshot, context.resolved, hits)?.into_iter().filter(|r| !known.contains(&r.finding.id)).collect();
    found.candidates.extend(context.candidates(silent, |_, _| Some(Fit { strength: arms::TITLE, extra: 0 })));
    context.narrow(&mut found);
    found.name_left_out();
    Ok(found)
}

impl Context<'_> {
    /// All rows that fit; the order of a document's rows is that of storage.
    fn candidates(
        &self,
        rows: Vec<FindingRow>,
        fit: impl Fn(&crate::extraction::Finding, &[super::resolve::Side]) -> Option<Fit>,
    ) -> Vec<Candidate> {
        let mut orders: BTreeMap<String, usize> = BTreeMap::new();
        let mut candidates = Vec::new();
        for row in rows {
            let order = orders.entry(row.finding.document.clone()).or_default();
            *order += 1;
            let Some(fit) = fit(&row.finding.finding, &self.resolved.sides) else { continue };
            candidates.push(Candidate {
                order: *order,
                fit,
                condition: self.condition(&row),
                exact_endpoint: self.exact_endpoint(&row),
                words: self.words(&row),
                row,
            });
        }
        candidates
    }

    /// Runs the tests in the order in which a reader would name them.
    fn narrow(&self, found: &mut Found) {
        let resolved = self.resolved;
        let typed = |asked: &[Asked]| asked.iter().map(|a| format!("`{}`", a.text)).collect::<Vec<_>>().join(" or ");
        self.put_aside(found);
        if resolved.sides.len() > 1 && found.candidates.is_empty() && found.warnings.is_empty() {
            found.warnings.push("no finding compares these sides: ask for one of them alone".to_owned());
        }
        if !resolved.studies.is_empty() {
            let names: BTreeSet<&str> = resolved.studies.iter().map(|s| s.1.as_str()).collect();
            let label = names.iter().map(|n| format!("`{n}`")).collect::<Vec<_>>().join(" or ");
            keep(found, &label, |c| resolved.studies.iter().any(|s| s.0 == c.row.study));
        }
        if !resolved.conditions.is_empty() {
            let anchored = resolved.treatments().next().is_some();
            keep(found, &typed(&resolved.conditions), |c| {
                c.condition > 0.0 || (anchored && c.row.finding.finding.population.conditions.is_empty())
            });
        }
        for marker in &resolved.biomarkers {
            keep(found, &format!("`{}`", marker.text), |c| self.has_marker(&c.row, marker));
        }
        for (text, manner) in &resolved.manners {
            keep(found, &format!("`{text}`"), |c| manner.row(&c.row));
        }
        if !resolved.endpoints.is_empty() {
            keep(found, &typed(&resolved.endpoints), |c| resolved.endpoints.iter().any(|e| self.has_endpoint(&c.row, e)));
        }
        for (text, filter) in &resolved.filters {
            keep(found, &format!("`{text}`"), |c| filter.row(&c.row, self.registered));
        }
        for word in resolved.words.iter().filter(|w| w.required) {
            keep(found, &format!("`{}`", word.text), |c| names_in_arm(&c.row, &word.forms));
        }
        if !resolved.is_anchored() {
            for word in resolved.words.iter().filter(|w| !w.required) {
                keep(found, &format!("`{}`", word.text), |c| says(&own_words(&c.row), word));
            }
        }
    }

    /// Puts aside what is left out unless asked for.
    fn put_aside(&self, found: &mut Found) {
        for rule in LEFT_OUT.iter().filter(|rule| !self.resolved.includes(rule.name)) {
            let (aside, kept): (Vec<Candidate>, Vec<Candidate>) =
                std::mem::take(&mut found.candidates).into_iter().partition(|c| (rule.test)(&c.row));
            found.candidates = kept;
            found.aside.extend(aside.into_iter().map(|c| (rule, c)));
        }
    }

    /// Which treatment is to blame for an empty index search.
    fn nothing_fetched(&self, groups: &[Vec<String>]) -> Result<Vec<String>, QueryError> {
        let mut warnings = Vec::new();
        let asked: Vec<&Asked> = self.resolved.treatments().collect();
        if asked.len() != groups.len() {
            if !groups.is_empty() {
                warnings.push("no finding in the index mentions any of the concepts asked".to_owned());
            }
            return Ok(warnings);
        }
        for (asked, group) in asked.iter().zip(groups) {
            if self.snapshot.findings(std::slice::from_ref(group))?.is_empty() {
                let warning = format!("no finding in the index mentions `{}`: leave it out to widen the answer", asked.text);
                if !warnings.contains(&warning) {
                    warnings.push(warning);
                }
            }
        }
        if warnings.is_empty() {
            let names: Vec<String> = asked.iter().map(|a| format!("`{}`", a.text)).collect();
            warnings.push(format!("no finding mentions {} together: ask for one of them alone", names.join(" and ")));
        }
        Ok(warnings)
    }

    fn condition(&self, row: &FindingRow) -> f64 {
        let asked = &self.resolved.conditions;
        if asked.is_empty() {
            return 1.0;
        }
        let has = |a: &&Asked| row.finding.finding.population.conditions.iter().any(|c| a.covered.contains(c));
        asked.iter().filter(has).count() as f64 / asked.len() as f64
    }

    fn exact_endpoint(&self, row: &FindingRow) -> bool {
        let concept = row.finding.finding.endpoint.concept.as_ref();
        self.resolved.endpoints.is_empty() || concept.is_some_and(|c| self.resolved.endpoints.iter().any(|e| e.ids.contains(c)))
    }

    fn words(&self, row: &FindingRow) -> f64 {
        let words = &self.resolved.words;
        if words.is_empty() {
            return 0.0;
        }
        let said = own_words(row);
        words.iter().filter(|w| says(&said, w)).count() as f64 / words.len() as f64
    }

    fn has_endpoint(&self, row: &FindingRow, asked: &Asked) -> bool {
        let finding = &row.finding.finding;
        if finding.endpoint.concept.as_ref().is_some_and(|c| asked.covered.contains(c)) {
            return true;
        }
        if !asks_for_harms(asked) {
            return false;
        }
        let kind = finding.harm.as_ref().map(|h| h.kind);
        asked.ids.iter().any(|id| match id.as_str() {
            "endpoint:serious_adverse_events" => kind == Some(HarmKind::Serious),
            "endpoint:treatment_related_death" => kind == Some(HarmKind::Death),
            "endpoint:discontinuation" => kind == Some(HarmKind::Discontinuation),
            "endpoint:toxicity" => kind.is_some() || self.is_harm(finding.endpoint.concept.as_deref()),
            _ => false,
        })
    }

    fn is_harm(&self, endpoint: Option<&str>) -> bool {
        endpoint.and_then(|id| self.vocabulary.find(id)).map(|c| self.vocabulary.concept(c)).is_some_and(|c| {
            c.kind == ConceptKind::AdverseEvent || (c.kind == ConceptKind::Endpoint && c.endpoint_type == Some(EndpointType::Harm))
        })
    }

    /// A marker is a regression's factor or what a subgroup is told by.
    fn has_marker(&self, row: &FindingRow, marker: &Asked) -> bool {
        let finding = &row.finding.finding;
        let factor = finding.factor.as_ref();
        if factor.and_then(|f| f.concept.as_ref()).is_some_and(|c| marker.covered.contains(c)) {
            return true;
        }
        let said = [finding.population.subgroup.as_deref(), factor.map(|f| f.label.as_str()), Some(&finding.endpoint.text)];
        let said: Vec<String> = said.into_iter().flatten().map(str::to_lowercase).collect();
        let concepts = marker.ids.iter().filter_map(|id| self.vocabulary.find(id)).map(|c| self.vocabulary.concept(c));
        let forms = concepts.flat_map(|c| std::iter::once(&c.name).chain(&c.synonyms).chain(&c.zh).chain(&c.gated));
        forms.chain(std::iter::once(&marker.text)).any(|form| said.iter().any(|s| s.contains(&form.to_lowercase())))
    }
}

fn names_in_arm(row: &FindingRow, forms: &[String]) -> bool {
    let finding = &row.finding.finding;
    let labels = finding.arms.iter().filter_map(|a| a.label.as_deref()).chain(finding.factor.as_ref().map(|f| f.label.as_str()));
    labels.map(str::to_lowercase).any(|label| forms.iter().any(|f| label.contains(f)))
}

fn says(text: &str, word: &Word) -> bool {
    word.forms.iter().any(|form| text.contains(form))
}

/// What a finding says in words, in lower case.
fn own_words(row: &FindingRow) -> String {
    let finding = &row.finding.finding;
    let mut said = vec![row.title.as_deref().unwrap_or(""), row.study_name.as_deref().unwrap_or(""), &finding.endpoint.text];
    said.extend(finding.population.subgroup.as_deref());
    said.extend(finding.factor.as_ref().map(|f| f.label.as_str()));
    said.extend(finding.arms.iter().filter_map(|a| a.label.as_deref()));
    said.extend(row.finding.evidence.iter().map(|e| e.text.as_str()));
    said.join("\n").to_lowercase()
}

/// Keeps what passes; the test that leaves nothing is named once.
fn keep(found: &mut Found, label: &str, test: impl Fn(&Candidate) -> bool) {
    let (shown, aside) = (found.candidates.len(), found.aside.len());
    found.candidates.retain(&test);
    found.aside.retain(|(_, c)| test(c));
    let emptied = |before: usize, after: usize| before > 0 && after == 0;
    if emptied(shown, found.candidates.len()) || (shown == 0 && emptied(aside, found.aside.len())) {
        let before = if shown > 0 { shown } else { aside };
        found.warnings.push(format!("{label} leaves none of {}: leave it out to see them", findings(before)));
    }
}

fn findings(n: usize) -> String {
    format!("{n} finding{}", if n == 1 { "" } else { "s" })
}

impl Found {
    /// Says what else would answer, and how to see it.
    fn name_left_out(&mut self) {
        for rule in LEFT_OUT {
            let n = self.aside.iter().filter(|(r, _)| r.name == rule.name).count();
            // Every trial's protocol has assumptions: they are worth a word only where there is nothing else.
            if n > 0 && (rule.name != "planned" || self.candidates.is_empty()) {
                self.warnings.push(format!("left out: {} {}; `include:{}` shows them", findings(n), rule.what, rule.name));
            }
        }
    }
}

/// Studies whose registration has every status asked for.
pub fn studies_with_status<'a>(
    resolved: &Resolved,
    trials: impl Iterator<Item = (&'a str, &'a crate::record::DocumentRecord)>,
) -> BTreeSet<String> {
    let statuses: Vec<&Filter> = resolved.filters.iter().map(|f| &f.1).filter(|f| matches!(f, Filter::Status(_))).collect();
    trials
        .filter(|(_, record)| record.trial.as_ref().is_some_and(|t| !statuses.is_empty() && statuses.iter().all(|f| f.trial(record, t))))
        .map(|(study, _)| study.to_owned())
        .collect()
}
