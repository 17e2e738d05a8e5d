//! What `evigraph vocab` accepts.

use crate::vocabulary::ConceptKind;
use crate::vocabulary::import::{Columns, Format};
use clap::builder::{PossibleValuesParser, TypedValueParser};
use clap::{Args, Subcommand};
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

const IMPORT_EXAMPLES: &str = "\
A term joins a concept that has its id or, of the same kind, its name; else it
becomes a new one. Forms of other concepts are never taken: they are reported.
Short forms and ordinary words count only where a document supports them.

Examples:
  evigraph vocab import doid.obo
  evigraph vocab import ncit.owl.gz --kind drug --dry-run
  evigraph vocab import words.txt --format jieba --kind disease
  evigraph vocab import map.tsv --columns \"id:NCIT=NCIT ID,xrefs=Target NS+Target ID\"
  evigraph index papers/                     then read the documents again";

/// Look up, check, extend and compare vocabularies
#[derive(Debug, Args)]
pub struct VocabArgs {
    #[command(subcommand)]
    pub command: VocabCommand,
}

#[derive(Debug, Subcommand)]
#[command(disable_help_subcommand = true)]
pub enum VocabCommand {
    /// Find concepts by any name, in any language, misspelt too, and say why each was found
    Lookup(LookupArgs),
    /// Name clashes, repetitions, cycles, missing Chinese names and ids that a reference does not confirm
    ///
    /// Warnings that a file explains are counted only. Exit status 2 if any other is left.
    Check(CheckArgs),
    /// List names that the documents of an index use and the vocabulary lacks
    Gaps(GapsArgs),
    Import(ImportArgs),
    /// Say which mentions and findings of an index another vocabulary would gain, lose or change
    Diff(DiffArgs),
}

/// Join other vocabularies to the one that documents are read with
///
/// Reads ontologies, thesauri, tables and word lists, also gzipped, and keeps what they add beside the index, in
/// `vocabulary/` of its folder. Importing a file again replaces what it added. Documents are read with it at the next
/// `evigraph index`.
#[derive(Debug, Args)]
#[command(after_help = IMPORT_EXAMPLES)]
pub struct ImportArgs {
    /// Vocabulary files
    #[arg(required = true, value_name = "FILE")]
    pub files: Vec<PathBuf>,

    /// Format of the files [default: told by content]
    #[arg(long, value_name = "FORMAT", value_parser = formats())]
    pub format: Option<FormatChoice>,

    /// Kind of every term; needed where the files do not say it
    #[arg(long, value_name = "KIND", value_parser = kinds())]
    pub kind: Option<ConceptKind>,

    /// What the columns of a table hold: id, name, synonyms, zh, xrefs, broader, kind, obsolete
    #[arg(long, value_name = "id=HEADER,name=HEADER,…")]
    pub columns: Option<Columns>,

    /// Say what would be done, and write nothing
    #[arg(long)]
    pub dry_run: bool,
}

/// A format by name, or the one that the content tells.
#[derive(Debug, Clone, Copy)]
pub struct FormatChoice(pub Option<Format>);

fn formats() -> impl TypedValueParser<Value = FormatChoice> {
    let names = std::iter::once("auto").chain(Format::ALL.map(Format::as_str));
    PossibleValuesParser::new(names).map(|name| FormatChoice(Format::ALL.into_iter().find(|format| format.as_str() == name)))
}

fn kinds() -> impl TypedValueParser<Value = ConceptKind> {
    let of = |name: String| ConceptKind::ALL.into_iter().find(|kind| kind.as_str() == name).ok_or("no concept kind");
    PossibleValuesParser::new(ConceptKind::ALL.map(ConceptKind::as_str)).try_map(of)
}

#[derive(Debug, Args)]
#[command(after_help = LOOKUP_EXAMPLES)]
pub struct LookupArgs {
    /// A name, a short form, a brand, a code, an id
    #[arg(required = true, value_name = "NAME")]
    pub name: Vec<String>,

    /// Concepts shown at most
    #[arg(long, value_name = "N", default_value_t = 10)]
    pub limit: usize,
}

#[derive(Debug, Args)]
#[command(after_help = CHECK_EXAMPLES)]
pub struct CheckArgs {
    /// Vocabulary files; the built-in vocabulary if none is named
    #[arg(value_name = "FILE")]
    pub files: Vec<PathBuf>,

    /// Tab-separated table of names and ids (columns preferred_en, synonyms_en, names_zh, ids) to confirm our ids against
    #[arg(long, value_name = "FILE")]
    pub reference: Option<PathBuf>,

    /// Lines of code, subject and reason, separated by tabs: warnings that may stay
    #[arg(long, value_name = "FILE")]
    pub explained: Option<PathBuf>,
}

#[derive(Debug, Args)]
pub struct GapsArgs {
    /// Names shown at most
    #[arg(long, value_name = "N", default_value_t = 50)]
    pub limit: usize,
}

#[derive(Debug, Args)]
#[command(after_help = DIFF_EXAMPLES)]
pub struct DiffArgs {
    /// Vocabulary files to add
    #[arg(value_name = "FILE")]
    pub files: Vec<PathBuf>,

    /// Changes shown of each sort
    #[arg(long, value_name = "N", default_value_t = 20)]
    pub limit: usize,
}
