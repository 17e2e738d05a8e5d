//! One Aho–Corasick automaton over all surface forms.
//!
//! All overlapping matches are found, each is tested for word boundaries and case, then the longest at each start is taken:
//! filtering after a leftmost-longest search would lose true matches.

use super::concept::{Concept, ConceptId};
use crate::text::fold;
use daachorse::{CharwiseDoubleArrayAhoCorasick, CharwiseDoubleArrayAhoCorasickBuilder};
use std::collections::BTreeMap;

/// Forms of so few letters, all of them capitals, match in that case only.
const EXACT_CASE_LETTERS_MAX: usize = 4;

/// What a surface form stands for.
#[derive(Debug, Clone, PartialEq)]
pub struct Form {
    pub concept: ConceptId,
    /// Counts only where the document supports it.
    pub gated: bool,
    /// The form as written in the vocabulary, folded, where its case matters.
    exact: Option<String>,
}

/// A match before ambiguity is resolved; offsets are bytes of the text searched.
#[derive(Debug, Clone, PartialEq)]
pub struct Match<'a> {
    pub start: usize,
    pub end: usize,
    pub forms: Vec<&'a Form>,
}

pub struct Automaton {
    /// `None` for an empty vocabulary.
    search: Option<CharwiseDoubleArrayAhoCorasick<u32>>,
    patterns: Vec<(String, Vec<Form>)>,
}

/// A spelling in which forms and texts meet: ASCII lower case, hyphens as spaces. As long in bytes as its input.
pub fn key(text: &str) -> String {
    text.chars().map(|c| if c == '-' || c == '\n' { ' ' } else { c.to_ascii_lowercase() }).collect()
}

impl Automaton {
    pub fn build(concepts: &[Concept]) -> Automaton {
        let mut forms: BTreeMap<String, Vec<Form>> = BTreeMap::new();
        for (i, concept) in concepts.iter().enumerate() {
            let plain = std::iter::once(&concept.name).chain(&concept.synonyms).chain(&concept.zh).map(|f| (f, false));
            // A name that is also gated is gated: rows may name a concept by its short form.
            let plain = plain.filter(|(f, _)| !concept.gated.contains(f));
            for (form, gated) in plain.chain(concept.gated.iter().map(|f| (f, true))) {
                let folded = fold::fold(form, &[]).0;
                let folded = folded.trim();
                let letters = folded.chars().filter(|c| c.is_alphabetic()).count();
                let exact = folded.is_ascii() && letters <= EXACT_CASE_LETTERS_MAX && !folded.chars().any(|c| c.is_ascii_lowercase());
                let form = Form { concept: ConceptId(i as u32), gated, exact: exact.then(|| folded.replace('-', " ")) };
                let entry = forms.entry(key(folded)).or_default();
                if !key(folded).trim().is_empty() && !entry.iter().any(|f| f.concept == form.concept && f.exact == form.exact) {
                    entry.push(form);
                }
            }
        }
        let patterns: Vec<(String, Vec<Form>)> = forms.into_iter().filter(|(k, _)| !k.trim().is_empty()).collect();
        let search = CharwiseDoubleArrayAhoCorasickBuilder::new()
            .build_with_values(patterns.iter().enumerate().map(|(i, (k, _))| (k, i as u32)))
            .ok();
        Automaton { search, patterns }
    }

    /// The longest match at each start that stands in `text` as a word; later stages resolve overlaps.
    pub fn find<'a>(&'a self, text: &str) -> Vec<Match<'a>> {
        let Some(search) = &self.search else { return Vec::new() };
        let key = key(text);
        let mut matches: Vec<Match> = Vec::new();
        for found in search.find_overlapping_iter(&key) {
            let (start, end) = (found.start(), found.end());
            let Some(end) = word_end(&key, start, end) else { continue };
            let forms: Vec<&Form> = self.patterns[found.value() as usize]
                .1
                .iter()
                .filter(|f| f.exact.as_ref().is_none_or(|exact| text[start..found.end()].replace(['-', '\n'], " ") == *exact))
                .collect();
            if !forms.is_empty() {
                matches.push(Match { start, end, forms });
            }
        }
        matches.sort_by_key(|m| (m.start, std::cmp::Reverse(m.end)));
        matches
    }

    /// Concepts whose form is the whole text, ungated forms first.
    pub fn lookup(&self, text: &str) -> Vec<ConceptId> {
        let folded = fold::fold(text.trim(), &[]).0;
        let wanted = key(&folded);
        let mut found: Vec<(bool, ConceptId)> = Vec::new();
        let plural = wanted.strip_suffix('s').filter(|w| w.len() > 3);
        for candidate in std::iter::once(wanted.as_str()).chain(plural) {
            if let Ok(i) = self.patterns.binary_search_by(|(k, _)| k.as_str().cmp(candidate)) {
                found.extend(self.patterns[i].1.iter().map(|f| (f.gated, f.concept)));
            }
            if !found.is_empty() {
                break;
            }
        }
        found.sort_by_key(|f| f.0);
        found.into_iter().map(|f| f.1).collect()
    }

    /// All forms, in the spelling of [`key`].
    pub fn forms(&self) -> impl Iterator<Item = &str> {
        self.patterns.iter().map(|(k, _)| k.as_str())
    }
}

/// The end of the word that a match makes, a plural ending included; `None` where it is part of a longer word.
fn word_end(key: &str, start: usize, end: usize) -> Option<usize> {
    let is_word = |c: char| c.is_alphanumeric() && !crate::text::is_han(c);
    let first = key[start..].chars().next()?;
    if is_word(first) && key[..start].chars().next_back().is_some_and(is_word) {
        return None;
    }
    let last = key[..end].chars().next_back()?;
    if !is_word(last) {
        return Some(end);
    }
    let rest = &key[end..];
    for ending in ["", "s", "es"] {
        if let Some(after) = rest.strip_prefix(ending)
            && !after.chars().next().is_some_and(is_word)
        {
            return Some(end + ending.len());
        }
    }
    None
}
