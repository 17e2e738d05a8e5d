//! `evigraph vocab`: look up, check and compare vocabularies.

mod check;
mod diff;
mod gaps;
mod lookup;

use super::ExitStatus;
use super::arguments::Arguments;
use anyhow::Result;
use clap::{Args, Subcommand};
use std::io::Write;
use std::path::PathBuf;

const LOOKUP_EXAMPLES: &str = "\
Examples:
  evigraph vocab lookup sorafenib
  evigraph vocab lookup 立体定向
  evigraph vocab lookup NCIT:C61948 --json";

const CHECK_EXAMPLES: &str = "\
Examples:
  evigraph vocab check
  evigraph vocab check mine/drug.tsv mine/drug_class.tsv
  evigraph vocab check --reference names_and_ids.tsv";

const DIFF_EXAMPLES: &str = "\
Examples:
  evigraph vocab diff --index papers.index               what this program's vocabulary would change
  evigraph vocab diff --index papers.index new_drugs.tsv  and what further rows would

Nothing is written. Run `evigraph index` again to take the change over.";

/// Look up, check and compare vocabularies
#[derive(Debug, Args)]
pub struct VocabArgs {
    #[command(subcommand)]
    command: VocabCommand,
}

#[derive(Debug, Subcommand)]
enum VocabCommand {
    /// Find concepts by any name, in any language, misspelt too, and say why each was found
    Lookup(LookupArgs),
    /// Name clashes, repetitions, cycles, missing Chinese names and ids that a reference does not confirm
    ///
    /// Warnings that a file explains are counted only. Exit status 2 if any other is left.
    Check(CheckArgs),
    /// List names that the documents of an index use and the vocabulary lacks
    Gaps(GapsArgs),
    /// Say which mentions and findings of an index another vocabulary would gain, lose or change
    Diff(DiffArgs),
}

#[derive(Debug, Args)]
#[command(after_help = LOOKUP_EXAMPLES)]
struct LookupArgs {
    /// A name, a short form, a brand, a code, an id
    #[arg(required = true, value_name = "NAME")]
    name: Vec<String>,

    /// Concepts shown at most
    #[arg(long, value_name = "N", default_value_t = 10)]
    limit: usize,
}

#[derive(Debug, Args)]
#[command(after_help = CHECK_EXAMPLES)]
struct CheckArgs {
    /// Vocabulary files; the built-in vocabulary if none is named
    #[arg(value_name = "FILE")]
    files: Vec<PathBuf>,

    /// Tab-separated table of names and ids (columns preferred_en, synonyms_en, names_zh, ids) to confirm our ids against
    #[arg(long, value_name = "FILE")]
    reference: Option<PathBuf>,

    /// Lines of code, subject and reason, separated by tabs: warnings that may stay
    #[arg(long, value_name = "FILE")]
    explained: Option<PathBuf>,
}

#[derive(Debug, Args)]
struct GapsArgs {
    /// Names shown at most
    #[arg(long, value_name = "N", default_value_t = 50)]
    limit: usize,
}

#[derive(Debug, Args)]
#[command(after_help = DIFF_EXAMPLES)]
struct DiffArgs {
    /// Vocabulary files to add
    #[arg(value_name = "FILE")]
    files: Vec<PathBuf>,

    /// Changes shown of each sort
    #[arg(long, value_name = "N", default_value_t = 20)]
    limit: usize,
}

pub fn run(arguments: &Arguments, args: &VocabArgs, out: &mut dyn Write) -> Result<ExitStatus> {
    match &args.command {
        VocabCommand::Lookup(args) => lookup::run(arguments, args, out),
        VocabCommand::Check(args) => check::run(arguments, args, out),
        VocabCommand::Gaps(args) => gaps::run(arguments, args, out),
        VocabCommand::Diff(args) => diff::run(arguments, args, out),
    }
}

/// Names and texts of vocabulary files.
fn read_files(paths: &[PathBuf]) -> Result<Vec<(String, String)>> {
    paths.iter().map(|path| Ok((path.display().to_string(), read(path)?))).collect()
}

fn read(path: &std::path::Path) -> Result<String> {
    std::fs::read_to_string(path).map_err(|e| anyhow::anyhow!("{}: {e}", path.display()))
}
