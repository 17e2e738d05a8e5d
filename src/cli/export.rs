//! `evigraph export`: what an index holds, for other programs.

use super::arguments::{Arguments, ExportArgs};
use super::{ExitStatus, choice};
use crate::store::{Commit, Snapshot};
use anyhow::{Context, Result};
use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::Path;

pub fn run(arguments: &Arguments, args: &ExportArgs, out: &mut dyn Write) -> Result<ExitStatus> {
    let commit = choice::commit(arguments)?;
    match &args.out {
        None => findings(&commit, out)?,
        Some(path) => to_file(path, |file| findings(&commit, file)).with_context(|| path.display().to_string())?,
    }
    Ok(ExitStatus::Done)
}

/// One finding a line, by document and place.
fn findings(commit: &Commit, out: &mut dyn Write) -> Result<()> {
    for document in commit.document_ids()? {
        for row in commit.rows_of(&document)? {
            serde_json::to_writer(&mut *out, &row)?;
            out.write_all(b"\n")?;
        }
    }
    Ok(())
}

/// Written beside and moved into place: the file is whole or not there.
fn to_file(path: &Path, write: impl FnOnce(&mut dyn Write) -> Result<()>) -> Result<()> {
    let scratch = path.with_extension(format!("{}.tmp", std::process::id()));
    let written = File::create(&scratch).map_err(anyhow::Error::from).and_then(|file| {
        let mut file = BufWriter::new(file);
        write(&mut file)?;
        file.flush()?;
        Ok(std::fs::rename(&scratch, path)?)
    });
    if written.is_err() {
        let _ = std::fs::remove_file(&scratch);
    }
    written
}
