//! Hand-made annotations: one JSON object a line, one document each.

use serde::Deserialize;
use std::collections::BTreeMap;

/// What a reader wrote down of one document. Fields that are not known are ignored.
#[derive(Debug, Clone, Default, PartialEq, Deserialize)]
#[serde(default)]
pub struct GoldDocument {
    /// As the documents are called.
    pub id: String,
    /// Patients of the study, a printed total.
    pub n: Option<f64>,
    pub design: Option<String>,
    /// What was studied: `patients` if nothing is said.
    pub subjects: Option<String>,
    pub effects: Vec<GoldEffect>,
    pub outcomes: Vec<GoldOutcome>,
    pub comparisons: Vec<GoldComparison>,
    pub doses: Vec<GoldDose>,
    pub drugs: Vec<String>,
    pub modalities: Vec<String>,
    pub diseases: Vec<String>,
}

/// A ratio with a printed number.
#[derive(Debug, Clone, PartialEq, Deserialize)]
pub struct GoldEffect {
    /// `HR`, `OR`, `RR`, `SHR`, `IRR`.
    pub measure: String,
    pub value: f64,
    pub low: Option<f64>,
    pub high: Option<f64>,
    pub level: Option<f64>,
    pub endpoint: Option<String>,
    pub adjusted: Option<bool>,
    pub p: Option<GoldP>,
    pub sides: Option<u8>,
    pub experimental: Option<String>,
    pub comparator: Option<String>,
    /// `literature` for a ratio of another study.
    pub population: Option<String>,
    /// The sentence contradicts itself about the direction.
    #[serde(default)]
    pub either: bool,
    #[serde(default)]
    pub quote: String,
}

/// What one arm came to.
#[derive(Debug, Clone, PartialEq, Deserialize)]
pub struct GoldOutcome {
    pub endpoint: String,
    /// `median`, `rate`, `mean`.
    pub statistic: String,
    pub timepoint: Option<GoldTime>,
    pub value: f64,
    pub unit: Option<String>,
    /// Null for the whole population.
    pub arm: Option<String>,
    #[serde(default)]
    pub quote: String,
}

/// A p value that no ratio stands beside.
#[derive(Debug, Clone, PartialEq, Deserialize)]
pub struct GoldComparison {
    pub endpoint: String,
    pub p: GoldP,
    #[serde(default)]
    pub quote: String,
}

/// A radiotherapy prescription.
#[derive(Debug, Clone, PartialEq, Deserialize)]
pub struct GoldDose {
    pub total_gy: Option<f64>,
    pub fractions: Option<f64>,
    pub per_fraction_gy: Option<f64>,
    #[serde(default)]
    pub quote: String,
}

#[derive(Debug, Clone, PartialEq, Deserialize)]
pub struct GoldP {
    #[serde(alias = "relation")]
    pub op: String,
    pub value: Option<f64>,
}

#[derive(Debug, Clone, PartialEq, Deserialize)]
pub struct GoldTime {
    pub value: Option<f64>,
    pub unit: Option<String>,
}

/// Annotations that cannot be used.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum GoldError {
    /// A line is no annotation.
    #[error("`{file}`, line {line}: {detail}; mend that line")]
    Line { file: String, line: usize, detail: String },
    /// A document stands on two lines.
    #[error("`{file}`, line {line}: document `{id}` stands on line {first} already; keep one of the two")]
    Twice { file: String, line: usize, id: String, first: usize },
    /// There is no line.
    #[error("`{file}`: no annotated document in it; write one JSON object a line, each with the `id` of a document")]
    Empty { file: String },
}

/// Reads annotations; the first line that is none is named.
pub fn read_gold(file: &str, bytes: &[u8]) -> Result<Vec<GoldDocument>, GoldError> {
    let bytes = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
    let (mut documents, mut lines) = (Vec::new(), BTreeMap::new());
    for (at, text) in bytes.split(|&b| b == b'\n').enumerate().filter(|(_, text)| !text.trim_ascii().is_empty()) {
        let line = at + 1;
        let document = read_line(text).map_err(|detail| GoldError::Line { file: file.to_owned(), line, detail })?;
        if let Some(first) = lines.insert(document.id.clone(), line) {
            return Err(GoldError::Twice { file: file.to_owned(), line, id: document.id, first });
        }
        documents.push(document);
    }
    if documents.is_empty() { Err(GoldError::Empty { file: file.to_owned() }) } else { Ok(documents) }
}

fn read_line(text: &[u8]) -> Result<GoldDocument, String> {
    let document: GoldDocument = serde_json::from_slice(text).map_err(|e| {
        // One line is one text to the parser: its column is of use, its line is not.
        e.to_string().replace(" at line 1 column ", ", column ").replace("expected f64", "expected a number")
    })?;
    if document.id.is_empty() { Err("the object has no `id`".to_owned()) } else { Ok(document) }
}
