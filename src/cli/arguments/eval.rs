//! What `evigraph eval` accepts.

use crate::evaluate::{Drawn, Half};
use clap::{Args, ValueEnum};
use std::path::PathBuf;

const USAGE: &str = "\
evigraph eval [OPTIONS] <GOLD> <DOCS>...
       evigraph eval [OPTIONS] --draw <N> <DOCS>...";

const EXAMPLES: &str = "\
GOLD holds one JSON object a line: the `id` of a document, and what a reader
found in it (effects, outcomes, comparisons, doses, drugs, modalities, diseases,
n, design). Counts of all documents are added up before shares are taken.

Examples:
  evigraph eval gold.jsonl papers/                  how well the papers are read
  evigraph eval gold.jsonl papers/ --errors 5       and what was missed or wrong
  evigraph eval gold.jsonl records.jsonl --json     records of `evigraph extract`
  evigraph eval --draw 50 --seed 7 papers/ > sample.tsv
  evigraph eval --draw 50 --what harms --cancer papers/ --json";

/// Measure what is read against annotations of your own, or draw a sample to judge
///
/// Says per level, language and measure how much was found and how much of it is right, which documents came out worst
/// and which sorts of mistakes were made.
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES, override_usage = USAGE)]
pub struct EvalArgs {
    /// Annotations, as JSON Lines; with --draw, the first of the documents
    #[arg(value_name = "GOLD")]
    pub gold: PathBuf,

    /// Files and folders, or records that `evigraph extract` wrote; `-` reads standard input
    #[arg(value_name = "DOCS", required_unless_present = "draw")]
    pub documents: Vec<PathBuf>,

    /// Only documents of this half: tune rules on one, confirm on the other
    #[arg(long, value_name = "HALF", value_parser = halves(), conflicts_with = "draw")]
    pub half: Option<Half>,

    /// Tell up to N mistakes of each sort, with document, gold, reading and quote
    #[arg(long, value_name = "N", default_value_t = 0, conflicts_with = "draw")]
    pub errors: usize,

    /// Draw N statements at random, with their sentences, as tab-separated lines or, with --json, JSON Lines
    #[arg(long, value_name = "N")]
    pub draw: Option<usize>,

    /// The same seed draws the same statements of the same documents
    #[arg(long, value_name = "S", default_value_t = 1, requires = "draw")]
    pub seed: u64,

    /// What is drawn
    #[arg(long, value_name = "WHAT", default_value = "effects", requires = "draw")]
    pub what: What,

    /// Draw only from documents that name a cancer
    #[arg(long, requires = "draw")]
    pub cancer: bool,
}

fn halves() -> impl clap::builder::TypedValueParser<Value = Half> {
    use clap::builder::{PossibleValuesParser, TypedValueParser};
    PossibleValuesParser::new(["tune", "confirm"]).map(|name| if name == "tune" { Half::Tune } else { Half::Confirm })
}

#[derive(Debug, Clone, Copy, ValueEnum)]
pub enum What {
    /// Ratios and differences
    Effects,
    /// Results of single arms
    Outcomes,
    /// Adverse events
    Harms,
    /// Verdicts on primary endpoints
    Verdicts,
}

impl From<What> for Drawn {
    fn from(what: What) -> Drawn {
        match what {
            What::Effects => Drawn::Effects,
            What::Outcomes => Drawn::Outcomes,
            What::Harms => Drawn::Harms,
            What::Verdicts => Drawn::Verdicts,
        }
    }
}
