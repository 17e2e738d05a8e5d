//! Fetches findings and tests them, one part of the question after the other, and says which part left none.

use super::arms::{self, Fit};
use super::error::QueryError;
use super::filter::Filter;
use super::plan::{Plan, asks_for_harms};
use super::resolve::{Asked, Resolved};
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

#[derive(Debug, Default)]
pub struct Found {
    pub candidates: Vec<Candidate>,
    pub warnings: Vec<String>,
}

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
    Ok(found)
}

impl Context<'_> {
    /// All rows that fit; the order of a document's rows is that of storage.
    fn candidates(&self, rows: Vec<FindingRow>, fit: impl Fn(&crate::extraction::Finding, &[super::resolve::Side]) -> Option<Fit>) -> Vec<Candidate> {
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
        self.leave_out(found);
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
            keep(found, &typed(&resolved.conditions), |c| c.condition > 0.0 || (anchored && c.row.finding.finding.population.conditions.is_empty()));
        }
        for marker in &resolved.biomarkers {
            keep(found, &format!("`{}`", marker.text), |c| self.has_marker(&c.row, marker));
        }
        for manner in &resolved.manners {
            keep(found, &format!("`{}`", manner.text), |c| has_manner(&c.row, manner));
        }
        if !resolved.endpoints.is_empty() {
            keep(found, &typed(&resolved.endpoints), |c| resolved.endpoints.iter().any(|e| self.has_endpoint(&c.row, e)));
        }
        for (text, filter) in &resolved.filters {
            keep(found, &format!("`{text}`"), |c| filter.row(&c.row, self.registered));
        }
        for word in resolved.words.iter().filter(|w| w.required) {
            keep(found, &format!("`{}`", word.text), |c| names_in_arm(&c.row, &word.text.to_lowercase()));
        }
        if !resolved.is_anchored() {
            for word in resolved.words.iter().filter(|w| !w.required) {
                keep(found, &format!("`{}`", word.text), |c| own_words(&c.row).contains(&word.text.to_lowercase()));
            }
        }
    }

    /// Takes out what is left out unless asked for, and says how to see it.
    fn leave_out(&self, found: &mut Found) {
        type Test = fn(&FindingRow) -> bool;
        let rules: [(&str, &str, Test); 5] = [
            ("fictional", "of fictional documents", |r| r.fictional),
            ("retracted", "of retracted papers", |r| r.publication_status == Some(PublicationStatus::Retracted)),
            ("animals", "in animals", |r| r.finding.finding.population.subjects == Subjects::Animals),
            ("cells", "in cells", |r| r.finding.finding.population.subjects == Subjects::Cells),
            ("planned", "that are planned or assumed", |r| {
                matches!(r.finding.finding.certainty, Certainty::Planned | Certainty::Hypothetical)
            }),
        ];
        for (name, what, test) in rules {
            if self.resolved.includes(name) {
                continue;
            }
            let before = found.candidates.len();
            found.candidates.retain(|c| !test(&c.row));
            let left_out = before - found.candidates.len();
            if left_out > 0 && (name != "planned" || found.candidates.is_empty()) {
                let noun = if left_out == 1 { "finding" } else { "findings" };
                found.warnings.push(format!("left out: {left_out} {noun} {what}; `include:{name}` shows them"));
            }
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
                warnings.push(format!("no finding in the index mentions `{}`: leave it out to widen the answer", asked.text));
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
        words.iter().filter(|w| said.contains(&w.text.to_lowercase())).count() as f64 / words.len() as f64
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

/// A measure is that of the effect, a design that of the study; other such words (median, rate) narrow nothing.
fn has_manner(row: &FindingRow, manner: &Asked) -> bool {
    let slug = |id: &str, kind: &str| id.strip_prefix(kind).map(str::to_owned);
    let measures: Vec<String> = manner.covered.iter().filter_map(|id| slug(id, "measure:")).collect();
    if measures.iter().any(|m| m.ends_with("_ratio") || m.ends_with("_difference")) {
        return row.finding.finding.effect.as_ref().is_some_and(|e| measures.iter().any(|m| m == e.measure.as_str()));
    }
    let designs: Vec<String> = manner.covered.iter().filter_map(|id| slug(id, "design:")).collect();
    let known = |d: &String| serde_json::from_value::<crate::extraction::Design>(serde_json::Value::String(d.clone())).is_ok();
    !designs.iter().any(known) || row.design.is_some_and(|d| designs.iter().any(|w| w == d.as_str()))
}

fn names_in_arm(row: &FindingRow, word: &str) -> bool {
    let finding = &row.finding.finding;
    let labels = finding.arms.iter().filter_map(|a| a.label.as_deref()).chain(finding.factor.as_ref().map(|f| f.label.as_str()));
    labels.map(str::to_lowercase).any(|label| label.contains(word))
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
    let before = found.candidates.len();
    found.candidates.retain(test);
    if before > 0 && found.candidates.is_empty() {
        let noun = if before == 1 { "finding" } else { "findings" };
        found.warnings.push(format!("{label} leaves none of {before} {noun}: leave it out to see them"));
    }
}

/// Studies whose registration has every status asked for.
pub fn studies_with_status<'a>(resolved: &Resolved, trials: impl Iterator<Item = (&'a str, &'a crate::record::DocumentRecord)>) -> BTreeSet<String> {
    let statuses: Vec<&Filter> = resolved.filters.iter().map(|f| &f.1).filter(|f| matches!(f, Filter::Status(_))).collect();
    trials
        .filter(|(_, record)| record.trial.as_ref().is_some_and(|t| !statuses.is_empty() && statuses.iter().all(|f| f.trial(record, t))))
        .map(|(study, _)| study.to_owned())
        .collect()
}
