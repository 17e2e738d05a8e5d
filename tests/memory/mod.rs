//! A snapshot in memory, made from hand-written documents: `tests/fixtures/query.json`.

use evigraph::document::{Document, Identifiers, Kind, Link, LinkRelation, Section, SectionKind, Span};
use evigraph::extraction::{Extraction, Finding, PrimaryEndpoint, Study, Trial};
use evigraph::graph::key;
use evigraph::record::{DocumentRecord, FindingRow, record};
use evigraph::store::{CommitInfo, DocumentHit, Snapshot, StoreError};
use evigraph::vocabulary::{Vocabulary, annotate};
use serde_json::{Value, json};
use std::collections::BTreeSet;

pub struct Memory {
    commit: CommitInfo,
    records: Vec<DocumentRecord>,
    rows: Vec<FindingRow>,
}

pub fn vocabulary() -> Vocabulary {
    let tsv = include_str!("../fixtures/vocabulary.tsv").to_owned();
    Vocabulary::load(&[("vocabulary.tsv".to_owned(), tsv)]).unwrap_or_else(|e| panic!("{e}"))
}

pub fn snapshot(vocabulary: &Vocabulary) -> Memory {
    let documents: Vec<Value> = serde_json::from_str(include_str!("../fixtures/query.json")).expect("the fixture is JSON");
    let mut records: Vec<DocumentRecord> = documents.iter().map(|d| document(d, vocabulary)).collect();
    records.sort_by(|a, b| a.id.cmp(&b.id));
    let studies = key::studies(&records.iter().map(key::StudyFacts::of).collect::<Vec<_>>());
    let rows: Vec<FindingRow> =
        records.iter().flat_map(|r| r.findings.iter().map(|f| FindingRow::of(f, r, &studies[&r.id])).collect::<Vec<_>>()).collect();
    let commit = CommitInfo {
        id: "c0ffee".to_owned(),
        indexed_at: "2026-07-01T08:00:00Z".to_owned(),
        documents: records.len(),
        findings: rows.len(),
        sample: true,
    };
    Memory { commit, records, rows }
}

/// Fills what the fixture leaves out.
fn over(mut defaults: Value, given: &Value) -> Value {
    for (key, value) in given.as_object().into_iter().flatten() {
        defaults[key] = value.clone();
    }
    defaults
}

fn read<T: serde::de::DeserializeOwned>(value: Value) -> T {
    serde_json::from_value(value.clone()).unwrap_or_else(|e| panic!("{e}: {value}"))
}

fn document(d: &Value, vocabulary: &Vocabulary) -> DocumentRecord {
    let text_of = |name: &str| d[name].as_str().unwrap_or("").to_owned();
    let title = text_of("title");
    let text = format!("{title}\n{}", text_of("text"));
    let kind: Kind = read(d["kind"].clone());
    let document = Document {
        id: text_of("id"),
        source: text_of("id"),
        kind,
        title: Some(title.clone()),
        language: d["language"].as_str().map(str::to_owned),
        sections: vec![Section { kind: SectionKind::Body, label: String::new(), span: Span::new(0, text.len()) }],
        masks: Vec::new(),
        identifiers: d.get("identifiers").map_or(Identifiers::default(), |i| read(i.clone())),
        links: d["links"]
            .as_array()
            .into_iter()
            .flatten()
            .map(|id| Link {
                relation: LinkRelation::CommentsOn,
                id: id.as_str().unwrap_or("").to_owned(),
                span: Span::new(0, title.len()),
            })
            .collect(),
        date: d["date"].as_str().map(str::to_owned),
        authors: Vec::new(),
        journal: None,
        url: None,
        publication_status: None,
        fictional: d["fictional"] == true,
        text: text.clone(),
    };
    let annotated = annotate(evigraph::text::prepare(&text, &[], d["language"].as_str()), vocabulary);
    let mut study: Study = read(over(json!({"extent": []}), &d["study"]));
    study.primary = d["study"]["primary"].as_array().into_iter().flatten().map(|p| read::<PrimaryEndpoint>(p.clone())).collect();
    let extraction = Extraction {
        study,
        findings: d["findings"].as_array().into_iter().flatten().map(|f| finding(f, &text)).collect(),
        regimens: Vec::new(),
        trial: d.get("trial").map(trial),
        diagnostics: Vec::new(),
    };
    let mut record = record(&document, &annotated, extraction, vocabulary);
    record.text = Some(text);
    record
}

fn finding(f: &Value, text: &str) -> Finding {
    let effect = match &f["effect"] {
        Value::Array(e) => json!({
            "measure": e[0], "value": e[1], "text": e[2], "adjusted": f["adjusted"],
            "interval": {"level": e[3], "low": e[4], "high": e[5], "text": format!("{}-{}", e[4], e[5]), "kind": "confidence"},
        }),
        _ => Value::Null,
    };
    let p = match &f["p"] {
        Value::Array(p) => json!({"relation": p[0], "value": p[1], "text": p[2], "sides": p[3]}),
        _ => Value::Null,
    };
    let arms: Vec<Value> = f["arms"].as_array().into_iter().flatten().map(arm).collect();
    let timepoint = match &f["timepoint"] {
        Value::Array(t) => json!({"value": t[0], "unit": t[1]}),
        _ => Value::Null,
    };
    let checks: Vec<Value> = f["failed"].as_str().into_iter().map(|name| json!({"name": name, "passed": false})).collect();
    let concept = f["endpoint"].as_str().unwrap_or("");
    let mut finding: Finding = read(json!({
        "endpoint": {"concept": concept, "text": concept.split(':').nth(1)}, "timepoint": timepoint, "effect": effect, "p": p, "arms": arms,
        "factor": null, "harm": f["harm"], "stated": null,
        "population": {"conditions": ["disease:hepatocellular_carcinoma"], "subgroup": f["subgroup"], "n": null, "subjects": "patients"},
        "certainty": "reported", "citation": null, "favours": f["favours"], "checks": checks,
    }));
    let quote = f["quote"].as_str().unwrap_or("");
    let start = text.find(quote).unwrap_or_else(|| panic!("`{quote}` is not in its document"));
    let rest = &text[start..];
    let end = rest.find(". ").map(|i| i + 1).or(rest.find('。').map(|i| i + 3)).unwrap_or(rest.len());
    finding.spans = vec![Span::new(start, start + end)];
    finding
}

fn arm(a: &Value) -> Value {
    let outcome = match &a[3] {
        Value::String(statistic) => json!({
            "statistic": statistic, "value": a[4], "value_high": null, "text": a[4].to_string(), "unit": a[5], "not_reached": false,
            "interval": null, "events": null, "total": null,
        }),
        _ => Value::Null,
    };
    json!({"role": a[0], "label": a[1], "concepts": a[2], "n": a[6], "outcome": outcome})
}

fn trial(t: &Value) -> Trial {
    let interventions: Vec<Value> = t["interventions"]
        .as_array()
        .into_iter()
        .flatten()
        .map(|c| {
            let (kind, name) = c.as_str().and_then(|c| c.split_once(':')).unwrap_or(("", ""));
            json!({"kind": kind, "concept": c, "name": name, "group": null})
        })
        .collect();
    let mut full = over(
        json!({"arms": [], "outcomes": {"primary": [], "secondary": []}, "eligibility": {"criteria": []}, "sponsors": [], "sites": []}),
        t,
    );
    full["interventions"] = Value::Array(interventions);
    read(full)
}

impl Snapshot for Memory {
    fn commit(&self) -> &CommitInfo {
        &self.commit
    }

    fn findings(&self, groups: &[Vec<String>]) -> Result<Vec<FindingRow>, StoreError> {
        let mentions = |row: &FindingRow, group: &Vec<String>| {
            let f = &row.finding.finding;
            let mut concepts = f.arms.iter().flat_map(|a| &a.concepts).chain(&f.endpoint.concept).chain(&f.population.conditions);
            concepts.any(|c| group.contains(c)) || f.factor.iter().filter_map(|f| f.concept.as_ref()).any(|c| group.contains(c))
        };
        Ok(self.rows.iter().filter(|row| groups.iter().all(|g| mentions(row, g))).cloned().collect())
    }

    fn finding(&self, id: &str) -> Result<Option<FindingRow>, StoreError> {
        Ok(self.rows.iter().find(|r| r.finding.id == id).cloned())
    }

    fn documents(&self, words: &str, groups: &[Vec<String>], limit: usize) -> Result<Vec<DocumentHit>, StoreError> {
        let words: BTreeSet<String> = words.to_lowercase().split_whitespace().map(str::to_owned).collect();
        let mut hits: Vec<DocumentHit> = Vec::new();
        for record in &self.records {
            let text = record.text.as_deref().unwrap_or("").to_lowercase();
            let said = words.iter().map(|w| text.matches(w.as_str()).count()).sum::<usize>();
            let in_group = |g: &Vec<String>| record.mentions.iter().filter(|m| m.concept.as_ref().is_some_and(|c| g.contains(c))).count();
            let mentioned: Vec<usize> = groups.iter().map(in_group).collect();
            if mentioned.iter().all(|m| *m > 0) && said + mentioned.iter().sum::<usize>() > 0 {
                hits.push(DocumentHit { id: record.id.clone(), score: (said + mentioned.iter().sum::<usize>()) as f64 });
            }
        }
        hits.sort_by(|a, b| b.score.total_cmp(&a.score).then_with(|| a.id.cmp(&b.id)));
        hits.truncate(limit);
        Ok(hits)
    }

    fn document(&self, id: &str) -> Result<Option<DocumentRecord>, StoreError> {
        Ok(self.records.iter().find(|r| r.id == id || key::aliases(r).contains(&key::link_key(id))).cloned())
    }

    fn registrations(&self) -> Result<Vec<DocumentRecord>, StoreError> {
        Ok(self.records.iter().filter(|r| r.kind == Kind::TrialRegistration).cloned().collect())
    }

    fn document_ids(&self) -> Result<Vec<String>, StoreError> {
        Ok(self.records.iter().map(|r| r.id.clone()).collect())
    }
}
