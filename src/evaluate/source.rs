//! Records to evaluate: of documents that are read now, or as they were extracted before.

use crate::document::{self, ReadError};
use crate::ingest;
use crate::record::DocumentRecord;
use crate::vocabulary::Vocabulary;
use serde::Deserialize;
use serde::de::IgnoredAny;
use std::fs::File;
use std::io::{self, BufRead, BufReader, Cursor, Read};
use std::path::{Path, PathBuf};

/// A record is one line; one with its text is longer than its document.
const LINE_BYTES_MAX: usize = 64 * 1024 * 1024;

/// Something that is no record.
#[derive(Debug, thiserror::Error)]
pub enum SourceError {
    /// A document that cannot be read.
    #[error("{0}")]
    Document(#[from] ReadError),
    /// A line among records that is none.
    #[error("`{file}`, line {line}: no extraction record: {detail}; write it anew with `evigraph extract`")]
    Record { file: String, line: usize, detail: String },
    /// A file that breaks off.
    #[error("`{file}`: {detail}; check the disk and read it again")]
    File { file: String, detail: String },
}

type Item = Result<DocumentRecord, SourceError>;

/// Records of files and folders (`-`: of standard input). A file whose first line is a record holds records; everything else is read
/// as documents.
pub fn records<'a>(paths: &[PathBuf], vocabulary: &'a Vocabulary) -> impl Iterator<Item = Item> + 'a {
    let (mut documents, mut kept): (Vec<PathBuf>, Vec<Box<dyn Iterator<Item = Item> + 'a>>) = Default::default();
    for path in paths {
        if path.as_os_str() == "-" {
            kept.push(stream("-", BufReader::new(io::stdin()), vocabulary));
        } else if let Some(file) = File::open(path).ok().filter(|_| path.is_file() && holds_records(path)) {
            kept.push(Box::new(lines(path.display().to_string(), BufReader::new(file))));
        } else {
            documents.push(path.clone());
        }
    }
    // Ids are relative to the arguments taken together, so all documents are opened in one call.
    let documents = if documents.is_empty() { None } else { Some(read(document::open(&documents), vocabulary)) };
    documents.into_iter().flatten().chain(kept.into_iter().flatten())
}

fn read<'a>(
    items: impl Iterator<Item = Result<document::Document, ReadError>> + 'a,
    vocabulary: &'a Vocabulary,
) -> impl Iterator<Item = Item> + 'a {
    ingest::read_all(items, vocabulary).map(|read| Ok(read?.0))
}

fn stream<'a>(name: &str, mut input: impl BufRead + 'a, vocabulary: &'a Vocabulary) -> Box<dyn Iterator<Item = Item> + 'a> {
    let first = first_line(&mut input).unwrap_or_default();
    let records = is_record(&first);
    let whole = BufReader::new(Cursor::new(first).chain(input));
    if records { Box::new(lines(name.to_owned(), whole)) } else { Box::new(read(document::read_stream(name, whole), vocabulary)) }
}

fn holds_records(path: &Path) -> bool {
    File::open(path).and_then(|file| first_line(&mut BufReader::new(file))).is_ok_and(|line| is_record(&line))
}

fn first_line(input: &mut impl BufRead) -> io::Result<Vec<u8>> {
    let mut line = Vec::new();
    input.take(LINE_BYTES_MAX as u64).read_until(b'\n', &mut line)?;
    Ok(line)
}

/// What every record has, and no document.
#[derive(Deserialize)]
struct Marks {
    #[serde(rename = "findings")]
    _findings: Vec<IgnoredAny>,
}

fn is_record(line: &[u8]) -> bool {
    serde_json::from_slice::<Marks>(line).is_ok()
}

/// A document that could not be read stands among the records as its error.
#[derive(Deserialize)]
struct Fault {
    #[serde(rename = "error")]
    _error: IgnoredAny,
}

fn lines(file: String, mut input: impl BufRead) -> impl Iterator<Item = Item> {
    let mut line = 0;
    std::iter::from_fn(move || {
        loop {
            let text = match first_line(&mut input) {
                Ok(text) if text.is_empty() => return None,
                Ok(text) => text,
                Err(e) => return Some(Err(SourceError::File { file: file.clone(), detail: e.to_string() })),
            };
            line += 1;
            if text.trim_ascii().is_empty() || serde_json::from_slice::<Fault>(&text).is_ok() {
                continue;
            }
            let read = serde_json::from_slice(&text);
            return Some(read.map_err(|e| SourceError::Record { file: file.clone(), line, detail: e.to_string() }));
        }
    })
    .scan(false, |broken, item| {
        // After a file that broke off nothing follows.
        let end = std::mem::replace(broken, matches!(item, Err(SourceError::File { .. })));
        (!end).then_some(item)
    })
}
