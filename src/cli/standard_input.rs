//! JSON Lines from standard input, one document a line.

use crate::document::{self, Document, ReadError};
use std::io::{BufRead, Read};

/// A longer line is cut off, so that an endless one cannot fill the memory.
const LINE_BYTES_MAX: u64 = 64 << 20;

/// Reads one record a line; a bad line is an error with its number, and the rest goes on.
pub fn documents(mut input: impl BufRead) -> impl Iterator<Item = Result<Document, ReadError>> {
    let mut number = 0;
    std::iter::from_fn(move || {
        let mut line = Vec::new();
        number += 1;
        match input.by_ref().take(LINE_BYTES_MAX).read_until(b'\n', &mut line) {
            Ok(0) => None,
            Ok(_) => Some(read_line(&line, number)),
            Err(e) => Some(vec![Err(error("unreadable", "standard input cannot be read", e.to_string(), number))]),
        }
    })
    .flatten()
}

fn read_line(line: &[u8], number: usize) -> Vec<Result<Document, ReadError>> {
    let line = line.strip_prefix("\u{feff}".as_bytes()).filter(|_| number == 1).unwrap_or(line).trim_ascii();
    if line.is_empty() {
        return Vec::new();
    }
    if !line.starts_with(b"{") {
        return vec![Err(error("bad_json", "not a JSON Lines record", "a record begins with `{`".to_owned(), number))];
    }
    let mut items = document::read_embedded("-", line);
    for item in &mut items {
        match item {
            Ok(document) => document.source = format!("-, line {number}"),
            Err(e) => e.place = Some(format!("line {number}")),
        }
    }
    items
}

fn error(code: &'static str, title: &str, detail: String, line: usize) -> ReadError {
    ReadError { source: "-".to_owned(), id: None, code, title: title.to_owned(), detail, place: Some(format!("line {line}")) }
}
