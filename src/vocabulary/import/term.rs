//! What every reader makes of its file: one neutral form of a term.

use super::format::Format;
use super::input::{ImportError, Input};
use crate::text::is_han;
use crate::vocabulary::ConceptKind;
use std::collections::HashSet;

/// More than any published vocabulary holds.
const TERMS_MAX: usize = 4_000_000;

/// One term of a source.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Term {
    /// A CURIE; word lists give none.
    pub id: Option<String>,
    /// The preferred name in English, else in Chinese; empty in rows that map ids alone.
    pub name: String,
    /// Other exact names in English.
    pub synonyms: Vec<String>,
    /// Exact names in Chinese.
    pub zh: Vec<String>,
    /// Ids of broader terms.
    pub broader: Vec<String>,
    /// The same thing elsewhere: CURIEs.
    pub xrefs: Vec<String>,
    /// Where the source says so.
    pub kind: Option<ConceptKind>,
    pub obsolete: bool,
    /// Where it stands in the file.
    pub place: String,
}

/// The terms of one file.
#[derive(Debug)]
pub struct Source {
    pub format: Format,
    pub terms: Vec<Term>,
    /// Names that are narrower, broader or related, and so none of the term's.
    pub inexact: usize,
}

impl Source {
    pub fn new(format: Format) -> Source {
        Source { format, terms: Vec::new(), inexact: 0 }
    }

    /// Takes a term in: Chinese among the names goes where Chinese belongs.
    pub fn push(&mut self, mut term: Term, input: &Input) -> Result<(), ImportError> {
        if self.terms.len() == TERMS_MAX {
            return Err(input.error(format!("more than {TERMS_MAX} terms; import a part of the file")));
        }
        let mut seen = HashSet::new();
        term.xrefs.retain(|xref| seen.insert(xref.clone()));
        let (chinese, english): (Vec<String>, Vec<String>) = term.synonyms.drain(..).partition(|s| s.contains(is_han));
        term.synonyms = english;
        term.zh.extend(chinese);
        if term.name.contains(is_han) || term.name.is_empty() {
            let chinese = std::mem::take(&mut term.name);
            if !chinese.is_empty() {
                term.zh.insert(0, chinese);
            }
            term.name = if term.synonyms.is_empty() { term.zh.first().cloned().unwrap_or_default() } else { term.synonyms.remove(0) };
        }
        if term.kind.is_none() {
            term.kind = term.id.as_deref().and_then(kind_of);
        }
        self.terms.push(term);
        Ok(())
    }
}

/// Sources that hold things of one kind only.
fn kind_of(id: &str) -> Option<ConceptKind> {
    matches!(id.split(':').next()?, "DOID" | "MONDO" | "ONCOTREE").then_some(ConceptKind::Disease)
}
