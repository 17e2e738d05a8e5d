//! JSON Lines: one object a line, one document each. A bad line is one error; the next line goes on.

use super::{Origin, check_text, packed_error};
use crate::document::date;
use crate::document::document::{Document, Identifiers, Kind, PublicationStatus};
use crate::document::error::ReadError;
use crate::document::shape::{self, Draft, Part, PartSort};
use serde::Deserialize;
use std::io::{self, BufRead, Read};

/// One record; escapes make it longer than the text in it.
pub const LINE_BYTES_MAX: usize = 16 * 1024 * 1024;

pub struct JsonLines<R> {
    origin: Origin,
    input: R,
    line: u64,
    ended: bool,
}

impl<R: BufRead> JsonLines<R> {
    pub fn new(origin: Origin, input: R) -> JsonLines<R> {
        JsonLines { origin, input, line: 0, ended: false }
    }

    /// The next line's bytes, or that it is too long; `None` at the end.
    fn read_line(&mut self) -> io::Result<Option<Line>> {
        let mut bytes = Vec::new();
        self.input.by_ref().take(LINE_BYTES_MAX as u64 + 1).read_until(b'\n', &mut bytes)?;
        if bytes.is_empty() {
            return Ok(None);
        }
        self.line += 1;
        if bytes.len() <= LINE_BYTES_MAX || bytes.ends_with(b"\n") {
            return Ok(Some(Line::Whole(bytes)));
        }
        // The rest of the line is passed over without being kept.
        loop {
            let buffer = self.input.fill_buf()?;
            if buffer.is_empty() {
                break;
            }
            let newline = buffer.iter().position(|&b| b == b'\n');
            let used = newline.map_or(buffer.len(), |i| i + 1);
            self.input.consume(used);
            if newline.is_some() {
                break;
            }
        }
        Ok(Some(Line::TooLong))
    }
}

enum Line {
    Whole(Vec<u8>),
    TooLong,
}

impl<R: BufRead> Iterator for JsonLines<R> {
    type Item = Result<Document, ReadError>;

    fn next(&mut self) -> Option<Self::Item> {
        while !self.ended {
            match self.read_line() {
                Ok(Some(Line::Whole(bytes))) => {
                    let bytes = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(&bytes);
                    if !bytes.iter().all(u8::is_ascii_whitespace) {
                        return Some(parse(&self.origin, self.line, bytes));
                    }
                }
                Ok(Some(Line::TooLong)) => {
                    let detail = format!("one record holds at most {} MB; split it", LINE_BYTES_MAX / 1_000_000);
                    return Some(Err(ReadError::new(&self.origin.source, "line_too_long", detail).at_line(self.line)));
                }
                Ok(None) => self.ended = true,
                Err(e) => {
                    self.ended = true;
                    return Some(Err(packed_error(&self.origin, &e).at_line(self.line + 1)));
                }
            }
        }
        None
    }
}

/// The fields that are read; others are ignored.
#[derive(Default, Deserialize)]
#[serde(default)]
struct Fields {
    id: Option<String>,
    title: Option<String>,
    text: Option<String>,
    sections: Option<Vec<SectionFields>>,
    language: Option<String>,
    identifiers: Option<IdentifierFields>,
    date: Option<String>,
    journal: Option<String>,
    authors: Option<Vec<String>>,
    url: Option<String>,
    kind: Option<String>,
    publication_status: Option<String>,
    fictional: Option<bool>,
    #[serde(rename = "protocolSection")]
    protocol_section: Option<serde::de::IgnoredAny>,
    studies: Option<serde::de::IgnoredAny>,
}

#[derive(Deserialize)]
struct SectionFields {
    #[serde(default)]
    label: Option<String>,
    text: String,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct IdentifierFields {
    doi: Option<String>,
    pmid: Option<TextOrNumber>,
    pmcid: Option<TextOrNumber>,
    registry: Option<OneOrMany>,
}

#[derive(Deserialize)]
#[serde(untagged)]
enum TextOrNumber {
    Text(String),
    Number(u64),
}

impl TextOrNumber {
    fn text(self) -> String {
        match self {
            TextOrNumber::Text(text) => text.trim().to_owned(),
            TextOrNumber::Number(number) => number.to_string(),
        }
    }
}

#[derive(Deserialize)]
#[serde(untagged)]
enum OneOrMany {
    One(String),
    Many(Vec<String>),
}

fn parse(origin: &Origin, line: u64, bytes: &[u8]) -> Result<Document, ReadError> {
    let fail = |code, detail: String| ReadError::new(&origin.source, code, detail).at_line(line);
    let fields: Fields = serde_json::from_slice(bytes).map_err(|e| {
        let said = e.to_string().replace(&format!("line {} column", e.line()), "column");
        match e.classify() {
            serde_json::error::Category::Data => {
                let id = serde_json::from_slice::<IdOnly>(bytes).ok().and_then(|only| only.id.as_str().map(str::to_owned));
                fail("wrong_type", format!("{said}; see the fields of JSON Lines in the README")).of_record(id.as_deref())
            }
            _ => fail("invalid_json", format!("{said}; write one whole JSON object on the line")),
        }
    })?;
    let id = fields.id.as_deref().map(str::trim).filter(|id| !id.is_empty()).map(str::to_owned);
    if fields.text.is_none() && fields.sections.is_none() && (fields.protocol_section.is_some() || fields.studies.is_some()) {
        let detail = "ClinicalTrials.gov JSON: no reader yet; convert it to plain text or JSON Lines, or leave it out";
        return Err(fail("format_not_yet_read", detail.to_owned()));
    }
    let Some(id) = id else {
        return Err(fail("record_without_id", "the record has no `id`; give each record one of its own".to_owned()));
    };
    document(origin, line, id, fields)
}

/// Just the id, to name a record whose other fields are at fault.
#[derive(Deserialize)]
struct IdOnly {
    #[serde(default)]
    id: serde_json::Value,
}

fn document(origin: &Origin, line: u64, id: String, fields: Fields) -> Result<Document, ReadError> {
    let body_given = fields.text.as_deref().is_some_and(|t| !t.trim().is_empty())
        || fields.sections.as_ref().is_some_and(|s| s.iter().any(|s| !s.text.trim().is_empty()));
    let title_given = fields.title.as_deref().is_some_and(|t| !t.trim().is_empty());
    if !body_given && !(title_given && (fields.text.is_some() || fields.sections.is_some())) {
        let detail = "the record has neither `text` nor `sections` with words in them; add one of the two";
        return Err(ReadError::new(&origin.source, "record_without_text", detail).at_line(line).of_record(Some(&id)));
    }
    let mut parts: Vec<Part> = Vec::new();
    let mut push = |text: String, sort| parts.push(Part { text, sort });
    if let Some(title) = &fields.title {
        push(format!("{title}\n"), PartSort::Title);
    }
    match (fields.text, fields.sections) {
        (Some(text), _) => push(text, PartSort::Text),
        (None, Some(sections)) => {
            for section in sections {
                push(format!("{}\n", section.label.unwrap_or_default()), PartSort::Label);
                push(format!("{}\n\n", section.text), PartSort::Text);
            }
        }
        (None, None) => {}
    }
    check_text(origin, parts.iter().map(|p| p.text.as_str())).map_err(|e| e.at_line(line).of_record(Some(&id)))?;
    let filled = |text: Option<String>| text.map(|t| t.trim().to_owned()).filter(|t| !t.is_empty());
    Ok(shape::shape(Draft {
        id,
        source: format!("{}:{line}", origin.source),
        title: filled(fields.title),
        parts,
        titled: true,
        language: filled(fields.language),
        identifiers: fields.identifiers.map(identifiers).unwrap_or_default(),
        date: fields.date.as_deref().and_then(date::parse),
        journal: filled(fields.journal),
        authors: fields.authors.unwrap_or_default(),
        url: filled(fields.url),
        kind: fields.kind.as_deref().map(kind),
        publication_status: fields.publication_status.as_deref().and_then(status),
        fictional: fields.fictional.unwrap_or(false),
    }))
}

fn identifiers(fields: IdentifierFields) -> Identifiers {
    let registry = match fields.registry {
        Some(OneOrMany::One(one)) => vec![one],
        Some(OneOrMany::Many(many)) => many,
        None => Vec::new(),
    };
    Identifiers {
        doi: fields.doi.map(|d| crate::document::identity::bare_doi(&d)).filter(|d| !d.is_empty()),
        pmid: fields.pmid.map(TextOrNumber::text).map(|p| p.trim_start_matches("PMID:").trim().to_owned()).filter(|p| !p.is_empty()),
        pmcid: fields.pmcid.map(TextOrNumber::text).filter(|p| !p.is_empty()).map(|p| match p.to_uppercase() {
            upper if upper.starts_with("PMC") => upper,
            digits => format!("PMC{digits}"),
        }),
        registry: registry.into_iter().map(|r| r.trim().to_owned()).filter(|r| !r.is_empty()).collect(),
    }
}

/// A word that is not known is some other kind.
fn kind(word: &str) -> Kind {
    serde_json::from_value(serde_json::Value::String(word.trim().to_lowercase())).unwrap_or(Kind::Other)
}

fn status(word: &str) -> Option<PublicationStatus> {
    serde_json::from_value(serde_json::Value::String(word.trim().to_lowercase())).ok()
}
