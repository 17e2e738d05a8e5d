//! One Aho–Corasick automaton over all surface forms.
//!
//! All overlapping matches are found, each is tested for word boundaries and case: filtering after a leftmost-longest search
//! would lose true matches. The automaton serialises, so that a program opens it instead of building it.

use super::concept::{Concept, ConceptId};
use crate::text::fold;
use daachorse::{CharwiseDoubleArrayAhoCorasick, CharwiseDoubleArrayAhoCorasickBuilder};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::ops::Range;

/// Forms of so few letters, all of them capitals, match in that case only.
const EXACT_CASE_LETTERS_MAX: usize = 4;

/// What a surface form stands for.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Form {
    pub concept: ConceptId,
    /// Counts only where the document supports it.
    pub gated: bool,
    /// Stands for the concept in capitals only.
    capitals: bool,
}

/// A match before ambiguity is resolved; offsets are bytes of the text searched.
#[derive(Debug, Clone, PartialEq)]
pub struct Match<'a> {
    pub start: usize,
    /// After the plural ending, where there is one.
    pub end: usize,
    forms: &'a [Form],
    capitals: bool,
}

impl<'a> Match<'a> {
    /// What the match may stand for, in the case in which it is written.
    pub fn forms(&self) -> impl Iterator<Item = &'a Form> + use<'a> {
        let capitals = self.capitals;
        self.forms.iter().filter(move |f| !f.capitals || capitals)
    }

    /// The concepts of its unambiguous forms.
    pub fn unmistakable(&self) -> Vec<ConceptId> {
        self.forms().filter(|f| !f.gated).map(|f| f.concept).collect()
    }
}

/// The automaton with what its patterns stand for. A pattern's number is its place in the table.
pub struct Automaton {
    /// `None` for an empty vocabulary.
    search: Option<CharwiseDoubleArrayAhoCorasick<u32>>,
    table: Table,
}

/// Every pattern in the spelling of [`key`], sorted, and its forms.
#[derive(Default, Serialize, Deserialize)]
pub struct Table {
    /// All patterns one behind the other: opening makes one string of them, not one each.
    text: String,
    /// Pattern `i` is `text[key_ends[i - 1]..key_ends[i]]`.
    key_ends: Vec<u32>,
    /// The forms of pattern `i` are `forms[ends[i - 1]..ends[i]]`.
    ends: Vec<u32>,
    forms: Vec<Form>,
}

impl Table {
    fn push(&mut self, key: &str, forms: Vec<Form>) {
        self.text.push_str(key);
        self.key_ends.push(self.text.len() as u32);
        self.forms.extend(forms);
        self.ends.push(self.forms.len() as u32);
    }

    fn key(&self, pattern: usize) -> &str {
        self.text.get(stretch(&self.key_ends, pattern)).unwrap_or_default()
    }

    fn forms(&self, pattern: usize) -> &[Form] {
        self.forms.get(stretch(&self.ends, pattern)).unwrap_or_default()
    }

    fn keys(&self) -> impl Iterator<Item = &str> {
        (0..self.key_ends.len()).map(|pattern| self.key(pattern))
    }

    /// The number of a pattern.
    fn find(&self, wanted: &str) -> Option<usize> {
        let (mut at, mut end) = (0, self.key_ends.len());
        while at < end {
            let middle = at.midpoint(end);
            if self.key(middle) < wanted { at = middle + 1 } else { end = middle }
        }
        (at < self.key_ends.len() && self.key(at) == wanted).then_some(at)
    }
}

/// Where the `i`-th of several stretches lies, of which each begins where the one before ends.
fn stretch(ends: &[u32], i: usize) -> Range<usize> {
    let from = i.checked_sub(1).and_then(|before| ends.get(before)).map_or(0, |&e| e as usize);
    from..ends.get(i).map_or(from, |&e| e as usize)
}

/// A spelling in which forms and texts meet: ASCII lower case, hyphens and line ends as spaces. As long in bytes as its input.
pub fn key(text: &str) -> String {
    let bytes = text.bytes().map(|b| if matches!(b, b'-' | b'\n') { b' ' } else { b.to_ascii_lowercase() }).collect();
    // Only ASCII bytes were replaced, by ASCII bytes.
    String::from_utf8(bytes).unwrap_or_default()
}

impl Automaton {
    pub fn build(concepts: &[Concept]) -> Automaton {
        let mut patterns: BTreeMap<String, Vec<Form>> = BTreeMap::new();
        for (i, concept) in concepts.iter().enumerate() {
            for (form, gated) in concept.forms() {
                let folded = fold::fold(form, &[]).0;
                let folded = folded.trim();
                let letters = folded.chars().filter(|c| c.is_alphabetic()).count();
                let capitals = folded.is_ascii() && letters <= EXACT_CASE_LETTERS_MAX && !has_lower_case(folded);
                let form = Form { concept: ConceptId(i as u32), gated, capitals };
                let forms = patterns.entry(key(folded)).or_default();
                if !forms.iter().any(|f| f.concept == form.concept && f.capitals == form.capitals) {
                    forms.push(form);
                }
            }
        }
        patterns.retain(|key, _| !key.trim().is_empty());
        let mut table = Table::default();
        for (key, forms) in patterns {
            table.push(&key, forms);
        }
        let numbered = table.keys().enumerate().map(|(i, k)| (k, i as u32));
        let search = CharwiseDoubleArrayAhoCorasickBuilder::new().build_with_values(numbered).ok();
        Automaton { search, table }
    }

    /// Every form that stands in `text` as a word, by start and the longest first; later stages resolve overlaps.
    pub fn find<'a>(&'a self, text: &str) -> Vec<Match<'a>> {
        let Some(search) = &self.search else { return Vec::new() };
        let key = key(text);
        let mut matches: Vec<Match> = Vec::new();
        for found in search.find_overlapping_iter(&key) {
            let (start, end) = (found.start(), found.end());
            let Some(word_end) = word_end(&key, start, end) else { continue };
            // "PFs" are several of PF; "PFS" is another short form.
            let capitals = !has_lower_case(&text[start..end]) && !text[end..word_end].bytes().any(|b| b.is_ascii_uppercase());
            let found = Match { start, end: word_end, forms: self.table.forms(found.value() as usize), capitals };
            if found.forms().next().is_some() {
                matches.push(found);
            }
        }
        matches.sort_unstable_by_key(|m| (m.start, std::cmp::Reverse(m.end)));
        matches
    }

    /// The forms of a text that is a form as a whole, in any case.
    pub fn lookup(&self, text: &str) -> &[Form] {
        self.lookup_folded(&fold::fold(text.trim(), &[]).0)
    }

    /// [`Automaton::lookup`] for a piece of folded text.
    pub fn lookup_folded(&self, folded: &str) -> &[Form] {
        let wanted = key(folded);
        let plural = wanted.strip_suffix('s').filter(|w| w.len() > 3);
        for candidate in std::iter::once(wanted.as_str()).chain(plural) {
            if let Some(i) = self.table.find(candidate) {
                return self.table.forms(i);
            }
        }
        &[]
    }

    /// All forms, in the spelling of [`key`].
    pub fn forms(&self) -> impl Iterator<Item = (&str, &[Form])> {
        self.table.keys().enumerate().map(|(i, key)| (key, self.table.forms(i)))
    }

    /// The automaton in its own serialisation (empty for an empty vocabulary), and the table.
    pub fn parts(&self) -> (Vec<u8>, &Table) {
        (self.search.as_ref().map_or_else(Vec::new, CharwiseDoubleArrayAhoCorasick::serialize), &self.table)
    }

    /// Takes [`Automaton::parts`] again; `None` where the bytes hold no automaton.
    pub fn from_parts(search: &[u8], table: Table) -> Option<Automaton> {
        let search = if search.is_empty() { None } else { Some(CharwiseDoubleArrayAhoCorasick::deserialize(search).ok()?.0) };
        Some(Automaton { search, table })
    }
}

fn has_lower_case(text: &str) -> bool {
    text.bytes().any(|b| b.is_ascii_lowercase())
}

/// The end of the word that a match makes, a plural ending included; `None` where it is part of a longer word.
fn word_end(key: &str, start: usize, end: usize) -> Option<usize> {
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

/// Whether a character joins with its neighbours to a word; Han characters never do.
fn is_word(c: char) -> bool {
    if c.is_ascii() { c.is_ascii_alphanumeric() } else { c.is_alphanumeric() && !crate::text::is_han(c) }
}
