//! What the command line accepts.

mod eval;
mod vocab;

pub use eval::EvalArgs;
pub use vocab::{CheckArgs, DiffArgs, GapsArgs, ImportArgs, LookupArgs, VocabArgs, VocabCommand};

use clap::{Args, Parser, Subcommand, ValueEnum};
use std::path::PathBuf;

const EXAMPLES: &str = "\
Examples:
  evigraph query \"SBRT + sorafenib OS\"       ask the sample that is built in
  evigraph index papers/                     read a folder into ./evigraph-index
  evigraph query \"索拉非尼 SBRT 总生存\"        ask it, in English or Chinese
  evigraph show NCT01730937                  one document, study or concept
  evigraph extract papers/ > records.jsonl   no index: one record per document

Exit status: 0 done, 1 nothing found, 2 something failed, 64 wrong usage.";

const QUERY_EXAMPLES: &str = "\
Treatments joined by `+` belong to one arm; endpoints, diseases and filters may
stand in any order. How the question was read is shown with the answer.

Examples:
  evigraph query \"SBRT + sorafenib OS\"
  evigraph query \"durvalumab PFS phase:3 year:2018..\"
  evigraph query \"同步放化疗 食管癌 总生存\" --json";

const INDEX_EXAMPLES: &str = "\
Examples:
  evigraph index papers/ registrations.jsonl
  evigraph index papers/ --index /srv/evidence

Run it again at any time: only what changed is extracted again. Documents whose
files are gone stay in the index and are named.";

/// Turn oncology literature into an evidence graph that can be asked
#[derive(Debug, Parser)]
#[command(version, about, after_help = EXAMPLES, arg_required_else_help = true, disable_help_subcommand = true, max_term_width = 100)]
pub struct Arguments {
    /// Print JSON, problems included
    #[arg(long, global = true)]
    pub json: bool,

    /// Folder of the index [default: ./evigraph-index, else the sample that is built in]
    #[arg(long, global = true, value_name = "DIR", env = "EVIGRAPH_INDEX", hide_env_values = true)]
    pub index: Option<PathBuf>,

    #[command(subcommand)]
    pub command: Command,
}

#[derive(Debug, Subcommand)]
pub enum Command {
    Index(IndexArgs),
    Query(QueryArgs),
    Show(ShowArgs),
    Extract(ExtractArgs),
    Export(ExportArgs),
    Eval(EvalArgs),
    Vocab(VocabArgs),
    /// Check an index against its checksums and against a fresh extraction
    Verify,
}

/// Read files and folders into the index, and say what became of each document
///
/// What was read before and did not change is kept as it is. A file that cannot be read is named with its reason and
/// skipped; the rest goes on, and the exit status is 2.
#[derive(Debug, Args)]
#[command(after_help = INDEX_EXAMPLES)]
pub struct IndexArgs {
    /// Files and folders
    #[arg(required = true, value_name = "PATH")]
    pub paths: Vec<PathBuf>,
}

/// Ask for evidence: who was compared with whom, and with what result
///
/// Answers with every reported effect on the question, each with the sentence that says it. Values are extracted by a
/// program: read the sentence before you rely on one.
#[derive(Debug, Args)]
#[command(after_help = QUERY_EXAMPLES)]
pub struct QueryArgs {
    /// Treatments, endpoint, disease, filters; English or Chinese
    #[arg(required = true, value_name = "QUESTION")]
    pub question: Vec<String>,

    /// Findings shown at most
    #[arg(long, value_name = "N", default_value_t = 20)]
    pub limit: usize,
}

/// Show a document, trial, concept or finding, with its neighbours
#[derive(Debug, Args)]
pub struct ShowArgs {
    /// An id as answers print it: `pmid:…`, `doi:…`, a registry number, `study:…`, `drug:…`, `f:…`, or a name
    #[arg(required = true, value_name = "ID")]
    pub id: Vec<String>,
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

/// Write what the index holds in another format
#[derive(Debug, Args)]
pub struct ExportArgs {
    pub what: Exported,

    #[arg(long, default_value = "jsonl")]
    pub format: ExportFormat,

    /// Write to a file instead of standard output
    #[arg(long, value_name = "FILE")]
    pub out: Option<PathBuf>,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
pub enum Exported {
    /// Every finding with what is known of its study
    Findings,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
pub enum ExportFormat {
    /// JSON Lines: one finding a line
    Jsonl,
}
