//! Why an item could not be read, told so that a reader knows what to do next.

use std::fmt;
use std::io;

/// One file or record that could not be read; the rest goes on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReadError {
    /// The path as given, or the name of the stream.
    pub source: String,
    /// The record's id, where it was still readable.
    pub id: Option<String>,
    /// Stable, for programs: `empty_file`, `invalid_json`, `format_not_yet_read`, …
    pub code: &'static str,
    /// What went wrong, the same for every error of one code.
    pub title: String,
    /// What exactly, and in its last clause what to do.
    pub detail: String,
    /// Where in the source: `line 17`.
    pub place: Option<String>,
}

impl ReadError {
    pub(super) fn new(source: &str, code: &'static str, detail: impl Into<String>) -> ReadError {
        ReadError { source: source.to_owned(), id: None, code, title: title(code).to_owned(), detail: detail.into(), place: None }
    }

    pub(super) fn io(source: &str, error: &io::Error) -> ReadError {
        match error.kind() {
            io::ErrorKind::NotFound => {
                ReadError::new(source, "not_found", "there is no such file or folder, or the link leads nowhere; check the path")
            }
            io::ErrorKind::PermissionDenied => {
                ReadError::new(source, "permission_denied", "you may not read it; ask its owner for read permission")
            }
            _ => ReadError::new(source, "unreadable", format!("{error}; check the disk and read it again")),
        }
    }

    pub(super) fn at_line(mut self, line: u64) -> ReadError {
        self.place = Some(format!("line {line}"));
        self
    }

    pub(super) fn of_record(mut self, id: Option<&str>) -> ReadError {
        self.id = id.map(str::to_owned);
        self
    }
}

fn title(code: &str) -> &'static str {
    match code {
        "not_found" => "no such file",
        "permission_denied" => "permission denied",
        "not_a_file" => "not a regular file",
        "too_deep" => "folders nested too deeply",
        "empty_file" => "empty file",
        "binary_file" => "binary file",
        "encoding_not_yet_read" => "text encoding not read yet",
        "not_utf8" => "not UTF-8",
        "too_large" => "too large",
        "line_too_long" => "line too long",
        "damaged_gzip" => "damaged gzip file",
        "format_not_yet_read" => "format not read yet",
        "invalid_json" => "invalid JSON",
        "wrong_type" => "field of the wrong type",
        "record_without_id" => "record without id",
        "record_without_text" => "record without text",
        _ => "unreadable",
    }
}

impl fmt::Display for ReadError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "`{}`", self.source)?;
        if let Some(place) = &self.place {
            write!(f, ", {place}")?;
        }
        if let Some(id) = &self.id {
            write!(f, ", record `{id}`")?;
        }
        write!(f, ": {}: {}", self.title, self.detail)
    }
}

// By hand, since thiserror would take the field `source` for the underlying error.
impl std::error::Error for ReadError {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn messages_name_the_place_and_say_what_to_do() {
        let error = ReadError::new("a.jsonl", "record_without_id", "the record has no `id`; give it one").at_line(17).of_record(Some("x"));
        assert_eq!(error.to_string(), "`a.jsonl`, line 17, record `x`: record without id: the record has no `id`; give it one");
    }
}
