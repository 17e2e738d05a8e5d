//! The extraction record, one per document.

use crate::document::{Document, Identifiers, Kind, LinkRelation, PublicationStatus, SectionKind, Span};
use crate::extraction::{Extraction, Finding, Regimen, Study, Trial};
use crate::vocabulary::{AnnotatedText, Assertion, ConceptKind, Vocabulary};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::collections::HashMap;

/// A passage of the document: `text` is its exact substring between the code points `start` and `end`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Evidence {
    pub section: SectionKind,
    pub start: usize,
    pub end: usize,
    pub text: String,
    pub language: String,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct MentionRecord {
    pub kind: ConceptKind,
    pub concept: Option<String>,
    /// Preferred English name; the text in lower case where the vocabulary lacks it.
    pub name: String,
    /// Modalities only: the annotation guide's word.
    pub group: Option<String>,
    pub text: String,
    pub start: usize,
    pub end: usize,
    pub assertion: Assertion,
    pub unlinked: bool,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct FindingRecord {
    /// `f:` and a hash of document id, folded evidence sentence and printed numbers.
    pub id: String,
    pub document: String,
    #[serde(flatten)]
    pub finding: Finding,
    pub evidence: Vec<Evidence>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct RegimenRecord {
    #[serde(flatten)]
    pub regimen: Regimen,
    pub evidence: Vec<Evidence>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct PrimaryRecord {
    /// Null where the vocabulary has no name for the endpoint.
    pub endpoint: Option<String>,
    pub text: String,
    pub met: Option<bool>,
    pub evidence: Vec<Evidence>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct StudyCheckRecord {
    pub name: String,
    pub passed: bool,
    pub evidence: Vec<Evidence>,
}

#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize, JsonSchema)]
pub struct StudyRecord {
    #[serde(flatten)]
    pub study: Study,
    pub primary: Vec<PrimaryRecord>,
    pub checks: Vec<StudyCheckRecord>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct LinkRecord {
    pub relation: LinkRelation,
    pub id: String,
    pub evidence: Vec<Evidence>,
}

/// What looked like a result and was not taken, and why.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct DiagnosticRecord {
    pub code: String,
    pub detail: String,
    pub evidence: Vec<Evidence>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct DocumentRecord {
    pub id: String,
    pub kind: Kind,
    /// ISO 639-1, `und` where it cannot be told.
    pub language: String,
    pub title: Option<String>,
    pub identifiers: Identifiers,
    pub date: Option<String>,
    pub authors: Vec<String>,
    pub journal: Option<String>,
    pub url: Option<String>,
    pub sources: Vec<String>,
    pub publication_status: Option<PublicationStatus>,
    pub fictional: bool,
    pub links: Vec<LinkRecord>,
    pub study: StudyRecord,
    pub mentions: Vec<MentionRecord>,
    pub findings: Vec<FindingRecord>,
    pub regimens: Vec<RegimenRecord>,
    pub trial: Option<Trial>,
    pub diagnostics: Vec<DiagnosticRecord>,
    /// The text that offsets count in, on request.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub text: Option<String>,
}

/// Puts what was found in a document into the form that leaves the program.
pub fn record(document: &Document, annotated: &AnnotatedText, extraction: Extraction, vocabulary: &Vocabulary) -> DocumentRecord {
    let points = CodePoints::of(&document.text);
    let evidence = |spans: &[Span]| -> Vec<Evidence> { spans.iter().map(|&span| points.evidence(document, annotated, span)).collect() };
    let mut ids = FindingIds::default();
    let findings = extraction
        .findings
        .into_iter()
        .map(|finding| {
            let evidence = evidence(&finding.spans);
            FindingRecord { id: ids.next(&document.id, annotated, &finding), document: document.id.clone(), finding, evidence }
        })
        .collect();
    let regimens = extraction.regimens.into_iter().map(|regimen| RegimenRecord { evidence: evidence(regimen.spans()), regimen }).collect();
    let primary = extraction
        .study
        .primary
        .iter()
        .map(|p| PrimaryRecord { endpoint: p.endpoint.clone(), text: p.text.clone(), met: p.met, evidence: evidence(&p.spans) })
        .collect();
    let checks = extraction
        .study
        .checks
        .iter()
        .map(|c| StudyCheckRecord { name: c.name.clone(), passed: c.passed, evidence: evidence(&c.spans) })
        .collect();
    let mentions = annotated
        .mentions
        .iter()
        .map(|m| {
            let span = annotated.text.source_span(m.span);
            let concept = m.concept.map(|c| vocabulary.concept(c));
            MentionRecord {
                kind: m.kind,
                concept: concept.map(|c| c.id.clone()),
                name: concept.map_or_else(|| document.text[span.start..span.end].to_lowercase(), |c| c.name.clone()),
                group: m.concept.filter(|_| m.kind == ConceptKind::Modality).and_then(|c| vocabulary.group(c)).map(str::to_owned),
                text: document.text[span.start..span.end].to_owned(),
                start: points.at(span.start),
                end: points.at(span.end),
                assertion: m.assertion,
                unlinked: concept.is_none(),
            }
        })
        .collect();
    DocumentRecord {
        id: document.id.clone(),
        kind: document.kind,
        language: annotated.text.language.clone(),
        title: document.title.clone(),
        identifiers: document.identifiers.clone(),
        date: document.date.clone(),
        authors: document.authors.clone(),
        journal: document.journal.clone(),
        url: document.url.clone(),
        sources: vec![document.source.clone()],
        publication_status: document.publication_status,
        fictional: document.fictional,
        links: document.links.iter().map(|l| LinkRecord { relation: l.relation, id: l.id.clone(), evidence: evidence(&[l.span]) }).collect(),
        study: StudyRecord { study: extraction.study, primary, checks },
        mentions,
        findings,
        regimens,
        trial: extraction.trial,
        diagnostics: extraction
            .diagnostics
            .into_iter()
            .map(|d| DiagnosticRecord { code: d.code.to_owned(), detail: d.detail, evidence: evidence(&[d.span]) })
            .collect(),
        text: None,
    }
}

/// Byte offsets → code points, in constant time after one pass.
struct CodePoints {
    /// Code points before each 64-byte block.
    blocks: Vec<usize>,
    bytes: Vec<u8>,
}

impl CodePoints {
    fn of(text: &str) -> CodePoints {
        let bytes = text.as_bytes().to_vec();
        let mut blocks = Vec::with_capacity(bytes.len() / 64 + 1);
        let mut count = 0;
        for (i, &b) in bytes.iter().enumerate() {
            if i % 64 == 0 {
                blocks.push(count);
            }
            count += usize::from(b & 0xC0 != 0x80);
        }
        if bytes.len() % 64 == 0 {
            blocks.push(count);
        }
        CodePoints { blocks, bytes }
    }

    fn at(&self, byte: usize) -> usize {
        let byte = byte.min(self.bytes.len());
        let block = byte / 64;
        self.blocks[block] + self.bytes[block * 64..byte].iter().filter(|&&b| b & 0xC0 != 0x80).count()
    }

    fn evidence(&self, document: &Document, annotated: &AnnotatedText, span: Span) -> Evidence {
        let text = &document.text[span.start..span.end];
        Evidence {
            section: document.section_at(span.start),
            start: self.at(span.start),
            end: self.at(span.end),
            text: text.to_owned(),
            language: annotated.text.language_of(text).to_owned(),
        }
    }
}

/// Finding ids hold no offsets, labels or concept ids, so that better extraction keeps the id.
#[derive(Default)]
struct FindingIds {
    seen: HashMap<String, usize>,
}

impl FindingIds {
    fn next(&mut self, document: &str, annotated: &AnnotatedText, finding: &Finding) -> String {
        let mut hasher = blake3::Hasher::new();
        let mut feed = |part: &str| {
            hasher.update(part.as_bytes());
            hasher.update(&[0]);
        };
        feed(document);
        if let Some(&span) = finding.spans.first() {
            feed(&annotated.text.folded_at(span).split_whitespace().collect::<Vec<_>>().join(" "));
        }
        if let Some(e) = &finding.effect {
            feed(&e.text);
            feed(e.interval.as_ref().map_or("", |i| &i.text));
        }
        feed(finding.p.as_ref().map_or("", |p| &p.text));
        for arm in &finding.arms {
            feed(arm.outcome.as_ref().map_or("", |o| &o.text));
        }
        let hash = hasher.finalize().to_hex()[..16].to_owned();
        let count = self.seen.entry(hash.clone()).or_insert(0);
        *count += 1;
        if *count == 1 { format!("f:{hash}") } else { format!("f:{hash}-{count}") }
    }
}
