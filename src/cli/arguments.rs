//! What the command line accepts.

use clap::{Args, Parser, Subcommand};
use std::path::PathBuf;

const EXAMPLES: &str = "\
Examples:
  evigraph query \"SBRT + sorafenib OS\"        ask the sample that is built in
  evigraph index papers/                       read a folder into ./evigraph-index
  evigraph query \"索拉非尼 SBRT 总生存\"         ask it, in English or Chinese
  evigraph extract papers/ > records.jsonl     no index: one record per document

Exit status: 0 done, 1 nothing found, 2 something failed, 64 wrong usage.";

/// Turns oncology literature into an evidence graph that can be asked.
#[derive(Debug, Parser)]
#[command(version, about, after_help = EXAMPLES, arg_required_else_help = true, disable_help_subcommand = true)]
pub struct Arguments {
    /// Print JSON; failures too
    #[arg(long, global = true)]
    pub json: bool,

    #[command(subcommand)]
    pub command: Command,
}

#[derive(Debug, Subcommand)]
pub enum Command {
    Extract(ExtractArgs),
}

/// Print one extraction record per document, as JSON Lines, without an index
///
/// Records come in the order of the input. One that cannot be read is reported in its place, on standard error too;
/// the rest goes on, and the exit status is 2.
#[derive(Debug, Args)]
pub struct ExtractArgs {
    /// Files and folders; `-` reads JSON Lines from standard input
    #[arg(default_value = "-", value_name = "PATH")]
    pub paths: Vec<PathBuf>,

    /// Add the text that offsets count in
    #[arg(long)]
    pub text: bool,
}
