//! A minimal stand-in for the readers: whole plain-text files, and JSON Lines with `id`, `title` and `text`.

use super::{Document, Identifiers, Kind, Section, SectionKind, Span};
use serde::Deserialize;
use std::fmt;
use std::path::{Path, PathBuf};

/// Why one item was not read.
#[derive(Debug, Clone, PartialEq)]
pub struct ReadError {
    /// The path as given.
    pub source: String,
    pub id: Option<String>,
    pub code: &'static str,
    pub title: String,
    pub detail: String,
    pub place: Option<String>,
}

impl fmt::Display for ReadError {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        let place = self.place.as_deref().map(|p| format!(", {p}")).unwrap_or_default();
        write!(f, "{}{place}: {}: {}", self.source, self.title, self.detail)
    }
}

impl std::error::Error for ReadError {}

/// Reads files and folders, in the order of their names.
pub fn open(paths: &[PathBuf]) -> impl Iterator<Item = Result<Document, ReadError>> {
    let mut items = Vec::new();
    for path in paths {
        let base = if path.is_dir() { path.clone() } else { path.parent().unwrap_or(Path::new("")).to_owned() };
        walk(path, &base, &mut items);
    }
    items.into_iter().flat_map(|(path, id)| match std::fs::read(&path) {
        Ok(bytes) => read(&id, &path.display().to_string(), &bytes),
        Err(e) => vec![Err(error(&path.display().to_string(), "unreadable", "cannot be read", e.to_string(), None))],
    })
}

/// Reads a file that stands in memory.
pub fn read_embedded(name: &str, bytes: &[u8]) -> Vec<Result<Document, ReadError>> {
    read(name, name, bytes)
}

fn walk(path: &Path, base: &Path, items: &mut Vec<(PathBuf, String)>) {
    if let Ok(entries) = std::fs::read_dir(path) {
        let mut inside: Vec<PathBuf> = entries.filter_map(|e| e.ok().map(|e| e.path())).collect();
        inside.sort();
        inside.iter().for_each(|p| walk(p, base, items));
    } else {
        let id = path.strip_prefix(base).unwrap_or(path).display().to_string();
        items.push((path.to_owned(), id));
    }
}

fn error(source: &str, code: &'static str, title: &str, detail: String, place: Option<String>) -> ReadError {
    ReadError { source: source.to_owned(), id: None, code, title: title.to_owned(), detail, place }
}

#[derive(Deserialize)]
struct Line {
    id: Option<String>,
    title: Option<String>,
    #[serde(default)]
    text: String,
    language: Option<String>,
    kind: Option<Kind>,
    #[serde(default)]
    identifiers: Identifiers,
    date: Option<String>,
}

fn read(id: &str, source: &str, bytes: &[u8]) -> Vec<Result<Document, ReadError>> {
    if bytes.iter().all(u8::is_ascii_whitespace) {
        return vec![Err(error(source, "empty", "is empty", "nothing to read".to_owned(), None))];
    }
    let Some(text) = std::str::from_utf8(bytes).ok().filter(|t| !t.contains('\0')) else {
        return vec![Err(error(source, "binary", "is binary", "no text in it".to_owned(), None))];
    };
    if !text.trim_start().starts_with('{') {
        return vec![Ok(document(id.to_owned(), source.to_owned(), text.replace("\r\n", "\n")))];
    }
    let lines = text.lines().enumerate().filter(|(_, l)| !l.trim().is_empty());
    lines
        .map(|(i, line)| {
            let place = format!("line {}", i + 1);
            match serde_json::from_str::<Line>(line) {
                Ok(l) => {
                    let text = l.title.as_ref().map_or_else(|| l.text.clone(), |t| format!("{t}\n{}", l.text));
                    let id = l.id.unwrap_or_else(|| format!("{id}#{}", i + 1));
                    let mut d = document(id, format!("{source}, {place}"), text);
                    (d.title, d.language, d.identifiers, d.date) = (l.title, l.language, l.identifiers, l.date);
                    d.kind = l.kind.unwrap_or(d.kind);
                    Ok(d)
                }
                Err(e) => Err(error(source, "bad_json", "is no JSON record", e.to_string(), Some(place))),
            }
        })
        .collect()
}

fn document(id: String, source: String, text: String) -> Document {
    Document {
        id,
        source,
        kind: Kind::Other,
        title: None,
        language: None,
        masks: Vec::new(),
        sections: vec![Section { kind: SectionKind::Body, label: String::new(), span: Span::new(0, text.len()) }],
        text,
        identifiers: Identifiers::default(),
        links: Vec::new(),
        date: None,
        authors: Vec::new(),
        journal: None,
        url: None,
        publication_status: None,
        fictional: false,
    }
}
