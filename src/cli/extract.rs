//! `evigraph extract`: records without an index.

use super::arguments::{Arguments, ExtractArgs};
use super::{ExitStatus, choice};
use crate::document::{self, Document, ReadError};
use crate::ingest;
use crate::record::ProblemRecord;
use anyhow::Result;
use std::io::Write;
use std::path::{Path, PathBuf};

/// Prints one line per document, in input order.
pub fn run(arguments: &Arguments, args: &ExtractArgs, out: &mut dyn Write) -> Result<ExitStatus> {
    let mut status = ExitStatus::Done;
    let vocabulary = choice::vocabulary_if_named(arguments)?;
    for result in ingest::read_all(items(&args.paths), &vocabulary) {
        match result {
            Ok((mut record, text)) => {
                record.text = args.text.then_some(text);
                serde_json::to_writer(&mut *out, &record)?;
            }
            Err(e) => {
                status = ExitStatus::Failed;
                eprintln!("evigraph: {e}");
                serde_json::to_writer(&mut *out, &ProblemRecord::from(e))?;
            }
        }
        out.write_all(b"\n")?;
    }
    Ok(status)
}

/// Paths as given; `-` stands for standard input wherever it is.
fn items(paths: &[PathBuf]) -> Box<dyn Iterator<Item = Result<Document, ReadError>> + '_> {
    let stdin = || document::read_stream("-", std::io::stdin().lock());
    // Ids are relative to the arguments taken together, so paths between two dashes are opened in one call.
    Box::new(paths.chunk_by(|a, b| is_dash(a) == is_dash(b)).flat_map(move |chunk| -> Box<dyn Iterator<Item = _>> {
        if chunk.first().is_some_and(|p| is_dash(p)) { Box::new(stdin()) } else { Box::new(document::open(chunk)) }
    }))
}

fn is_dash(path: &Path) -> bool {
    path.as_os_str() == "-"
}
