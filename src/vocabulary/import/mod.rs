//! Other people's vocabularies in ours. In: the bytes of a file in one of the formats of [`Format`], and the [`Vocabulary`] it is to
//! join. Out: rows in our own format and a [`Report`] of what became of each term. Never: opens or writes files, joins by likeness,
//! takes a form away from a concept that has it.
//!
//! A reader turns bytes into `Term`s; `join` knows no format. The readers: `obo`, `rdf` (OWL and SKOS), `obo_graphs`,
//! `oncotree`, `mesh`, `rrf`, `tsv` and `word_list`.

mod curie;
mod detect;
mod form;
mod format;
mod hierarchy;
mod input;
mod join;
mod mesh;
mod obo;
mod obo_graphs;
mod oncotree;
mod owners;
mod rdf;
mod report;
mod rrf;
mod slug;
mod term;
mod tsv;
mod word_list;
mod write;

pub use format::Format;
pub use input::ImportError;
pub use report::{Clash, Report};
pub use tsv::Columns;
pub use write::joined_over;

use super::{ConceptKind, Vocabulary};
use input::Input;
use std::io::Read;
use term::Source;

/// How a file is to be read.
#[derive(Debug, Clone, Default)]
pub struct Options {
    /// Told from the content where it is not given.
    pub format: Option<Format>,
    /// The kind of every term, whatever the source says.
    pub kind: Option<ConceptKind>,
    /// Which columns of a table hold what.
    pub columns: Option<Columns>,
}

/// Rows of our own format, and what they were made of.
#[derive(Debug)]
pub struct Imported {
    pub tsv: String,
    pub report: Report,
}

/// Reads a file and joins its terms to `vocabulary`, which holds the built-in rows and the imported ones of the files `over`.
/// `name` is the file's, for messages and in the head of the rows.
pub fn import(name: &str, bytes: impl Read, options: &Options, vocabulary: &Vocabulary, over: &[&str]) -> Result<Imported, ImportError> {
    let mut input = Input::open(name, bytes)?;
    let source = read(&mut input, options)?;
    let kinds = join::Kinds::of(&source, options.kind).ok_or_else(|| {
        let known = ConceptKind::ALL.map(ConceptKind::as_str).join(", ");
        input.whole(format!("its terms do not say of what kind they are; give one with `--kind`: {known}"))
    })?;
    let joined = join::join(source, kinds, vocabulary);
    Ok(Imported { tsv: write::rows(name, over, &joined, vocabulary), report: joined.report })
}

fn read(input: &mut Input, options: &Options) -> Result<Source, ImportError> {
    let format = match (options.format, &options.columns) {
        (Some(format), _) => format,
        (None, Some(_)) => Format::Tsv,
        (None, None) => detect::detect(input)?,
    };
    let mut source = Source::new(format);
    match format {
        Format::Tsv => tsv::read(input, options.columns.as_ref(), &mut source)?,
        Format::Obo => obo::read(input, &mut source)?,
        Format::Owl | Format::Skos => rdf::read(input, &mut source)?,
        Format::Oncotree => oncotree::read(input, &mut source)?,
        Format::Jieba => word_list::read(input, &mut source)?,
        Format::Mesh => mesh::read(input, &mut source)?,
        Format::Rrf => rrf::read(input, &mut source)?,
        Format::Obographs => obo_graphs::read(input, &mut source)?,
    }
    if source.terms.is_empty() {
        return Err(input.whole(format!("read as {}, it holds no term; name its format with `--format`", format.as_str())));
    }
    Ok(source)
}
