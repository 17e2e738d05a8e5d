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
    /// The part of the document that it stands in.
    pub section: SectionKind,
    /// First code point, counted from 0.
    pub start: usize,
    /// Code point after the last.
    pub end: usize,
    /// Exact substring of the document, line breaks included.
    pub text: String,
    /// ISO 639-1, of this passage.
    pub language: String,
}

/// A concept named in the text.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct MentionRecord {
    pub kind: ConceptKind,
    /// Null where the vocabulary lacks it.
    pub concept: Option<String>,
    /// Preferred English name; the text in lower case where the vocabulary lacks it.
    pub name: String,
    /// Modalities only: the annotation guide's word.
    pub group: Option<String>,
    /// As printed.
    pub text: String,
    /// First code point, counted from 0.
    pub start: usize,
    /// Code point after the last.
    pub end: usize,
    pub assertion: Assertion,
    /// Recognised by its form (a drug name stem) and not in the vocabulary.
    pub unlinked: bool,
}

/// One statement of a result with the sentences that make it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct FindingRecord {
    /// `f:` and a hash of document id, folded evidence sentence and printed numbers.
    pub id: String,
    /// Id of the document.
    pub document: String,
    #[serde(flatten)]
    pub finding: Finding,
    /// The sentences that say it, the main one first. The printed text of value, interval, p and outcome stands in one of them.
    pub evidence: Vec<Evidence>,
}

/// A radiotherapy prescription or a drug dose with the sentences that print it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct RegimenRecord {
    #[serde(flatten)]
    pub regimen: Regimen,
    pub evidence: Vec<Evidence>,
}

/// An endpoint that the document itself calls primary.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct PrimaryRecord {
    /// Null where the vocabulary has no name for the endpoint.
    pub endpoint: Option<String>,
    /// As printed.
    pub text: String,
    /// Whether the aim was reached; null where the document does not say.
    pub met: Option<bool>,
    pub evidence: Vec<Evidence>,
}

/// A check of the document against itself; a failed one marks and never mends.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct StudyCheckRecord {
    /// `conclusion_agrees`, …
    pub name: String,
    pub passed: bool,
    pub evidence: Vec<Evidence>,
}

/// What the document says of its study.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize, JsonSchema)]
pub struct StudyRecord {
    #[serde(flatten)]
    pub study: Study,
    /// Endpoints called primary, in the order of the text.
    pub primary: Vec<PrimaryRecord>,
    pub checks: Vec<StudyCheckRecord>,
}

/// Another document that the prose names.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct LinkRecord {
    pub relation: LinkRelation,
    /// `doi:…`, `pmid:…`, `pmcid:…` or a registry number.
    pub id: String,
    pub evidence: Vec<Evidence>,
}

/// What looked like a result and was not taken, and why.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct DiagnosticRecord {
    /// Stable, for programs.
    pub code: String,
    /// For people.
    pub detail: String,
    pub evidence: Vec<Evidence>,
}

/// Everything extracted from one document. What the document does not print is null or empty; nothing is filled in from elsewhere.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct DocumentRecord {
    /// The given id, else the path relative to the argument that named it.
    pub id: String,
    pub kind: Kind,
    /// ISO 639-1, `und` where it cannot be told.
    pub language: String,
    /// As printed; null where none is.
    pub title: Option<String>,
    pub identifiers: Identifiers,
    /// ISO, as precise as printed: `2025-08-07`, `2025-08` or `2025`.
    pub date: Option<String>,
    /// In the order of the source.
    pub authors: Vec<String>,
    pub journal: Option<String>,
    pub url: Option<String>,
    /// Paths or databases that it was read from.
    pub sources: Vec<String>,
    pub publication_status: Option<PublicationStatus>,
    /// Made up, as its source declares; left out of answers unless asked for.
    pub fictional: bool,
    pub links: Vec<LinkRecord>,
    pub study: StudyRecord,
    /// In the order of the text.
    pub mentions: Vec<MentionRecord>,
    /// In the order of the text.
    pub findings: Vec<FindingRecord>,
    pub regimens: Vec<RegimenRecord>,
    /// Registrations only.
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
        links: document
            .links
            .iter()
            .map(|l| LinkRecord { relation: l.relation, id: l.id.clone(), evidence: evidence(&[l.span]) })
            .collect(),
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
        if bytes.len().is_multiple_of(64) {
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
