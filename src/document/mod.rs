//! Stage 1. In: bytes of files, folders and streams. Out: [`Document`]s, streamed, or a [`ReadError`] per item.
//! Never: changes wording (boilerplate and contact data are masked, nothing is cut), knows vocabulary or statistics.

mod boilerplate;
mod byline;
mod contact;
pub mod date;
mod detect;
#[allow(clippy::module_inception)] // the stage is called after what it makes
mod document;
mod error;
mod heading;
mod identity;
mod kind;
mod line;
mod link;
mod read;
mod section;
mod shape;
mod title;
mod walk;

pub use document::{Document, Identifiers, Kind, Link, LinkRelation, Mask, PublicationStatus, Section, SectionKind, Span};
pub use error::ReadError;

use read::{Origin, Records};
use std::fs::File;
use std::io::BufRead;
use std::path::PathBuf;

/// Reads files and folders, one item per document or fault, in a fixed order: arguments as given, folders sorted and recursive,
/// hidden files left out. A file that two arguments reach is read once.
pub fn open(paths: &[PathBuf]) -> impl Iterator<Item = Result<Document, ReadError>> + use<> {
    walk::list(paths).into_iter().flat_map(|found| {
        found
            .and_then(|file| match File::open(&file.path) {
                Ok(input) => Ok(Records::new(file.origin, input)),
                Err(e) => Err(ReadError::io(&file.origin.source, &e)),
            })
            .unwrap_or_else(Records::failed)
    })
}

/// Reads a stream (standard input): JSON Lines or plain text, told apart by content.
pub fn read_stream<R: BufRead>(name: &str, input: R) -> impl Iterator<Item = Result<Document, ReadError>> + use<R> {
    Records::new(Origin { source: name.to_owned(), name: name.to_owned() }, input)
}

/// Reads a file that is built into the program.
pub fn read_embedded(name: &str, bytes: &[u8]) -> Vec<Result<Document, ReadError>> {
    read_stream(name, bytes).collect()
}
