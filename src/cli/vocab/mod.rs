//! `evigraph vocab`: what documents and questions are read with.

mod check;
mod diff;
mod gaps;
mod import;
mod lookup;

use super::ExitStatus;
use super::arguments::{Arguments, VocabCommand};
use anyhow::Result;
use std::io::Write;
use std::path::{Path, PathBuf};

pub fn run(arguments: &Arguments, command: &VocabCommand, out: &mut dyn Write) -> Result<ExitStatus> {
    match command {
        VocabCommand::Lookup(args) => lookup::run(arguments, args, out),
        VocabCommand::Check(args) => check::run(arguments, args, out),
        VocabCommand::Gaps(args) => gaps::run(arguments, args, out),
        VocabCommand::Import(args) => import::run(arguments, args, out),
        VocabCommand::Diff(args) => diff::run(arguments, args, out),
    }
}

/// Names and texts of vocabulary files.
fn read_files(paths: &[PathBuf]) -> Result<Vec<(String, String)>> {
    paths.iter().map(|path| Ok((path.display().to_string(), read(path)?))).collect()
}

fn read(path: &Path) -> Result<String> {
    std::fs::read_to_string(path).map_err(|e| anyhow::anyhow!("{}: {e}", path.display()))
}
