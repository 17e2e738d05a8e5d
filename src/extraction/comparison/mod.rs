//! Who is compared with whom in a sentence.
//!
//! The sentence's own words are read first: where it refers to an arm or group (`reference`), how its wording sets two of them
//! against each other (`frame`), and what of a phrase is the name ([`super::label`]). Each name is then joined with the fullest wording of
//! the study's arm that it means, if it means one for certain.

mod frame;
mod learned;
mod reference;

use super::arms::Arms;
use super::context::{Context, Sentence};
use super::label::{self, core};
use super::phrase;
use crate::vocabulary::{ConceptId, ConceptKind};
use std::ops::Range;

pub use frame::{Pair, of_study, pair};
pub use learned::learn;
pub use reference::references;

/// One side of a comparison.
#[derive(Debug, Clone, PartialEq)]
pub struct Side {
    /// Index in [`Arms`], where the phrase names one of them.
    pub arm: Option<usize>,
    pub label: String,
    /// The sentence's own words for it.
    pub words: String,
    pub concepts: Vec<ConceptId>,
    /// Lexemes of the phrase.
    pub at: Range<usize>,
}

impl Side {
    /// Whether both name the same arm.
    pub fn same(&self, other: &Side) -> bool {
        self.arm.is_some() && self.arm == other.arm || self.label == other.label
    }
}

/// A side made of lexemes, resolved against the known arms.
pub fn side(context: &Context, sentence: &Sentence, arms: &Arms, range: Range<usize>) -> Side {
    let core = core(context, sentence, range.clone()).unwrap_or_else(|| range.clone());
    let words = label::printed(context, sentence, &core);
    let span = phrase::span(sentence, &core);
    let own = context.treatments(span);
    let long = long_form(context, &words);
    // An abbreviation that the document defines as something else is not the arm that it resembles.
    let foreign = |i: &usize| {
        let known = &arms.list[*i];
        long.as_ref().is_some_and(|(_, concepts)| concepts != &known.concepts) && !known.aliases.contains(&words.to_lowercase())
    };
    let arm = arms.resolve(context, phrase::span(sentence, &range)).filter(|i| !foreign(i));
    match arm {
        Some(i) => {
            let known = &arms.list[i];
            // "the kinase inhibitor" says less than the arm's name.
            let vague = !own.is_empty() && own.iter().all(|c| context.concept(*c).kind == ConceptKind::DrugClass);
            let label = if vague { known.label.clone() } else { label::joined(&words, &known.label) };
            let concepts = if known.concepts.is_empty() { own } else { known.concepts.clone() };
            Side { arm, label, words, concepts, at: range }
        }
        None => {
            let concepts = long.as_ref().filter(|_| own.is_empty()).map_or(own, |(_, concepts)| concepts.clone());
            let label = long.map_or_else(|| words.clone(), |(long, _)| label::joined(&words, &long));
            Side { arm, label, words, concepts, at: range }
        }
    }
}

/// Names that the sentence tells apart are different arms, even where the study's arms resemble both.
pub fn apart(sides: &mut [Side]) {
    let alike = |a: &Side, b: &Side| a.arm.is_some() && a.arm == b.arm && a.words.to_lowercase() != b.words.to_lowercase();
    let clash: Vec<bool> = (0..sides.len()).map(|i| sides.iter().any(|o| alike(&sides[i], o))).collect();
    for (side, _) in sides.iter_mut().zip(clash).filter(|(_, clash)| *clash) {
        side.arm = None;
        side.label.clone_from(&side.words);
    }
}

/// What the document says an abbreviation stands for.
fn long_form(context: &Context, short: &str) -> Option<(String, Vec<ConceptId>)> {
    let abbreviation = context.annotated.abbreviations.iter().find(|a| a.short == short)?;
    let long = context.name(abbreviation.long).split_whitespace().collect::<Vec<_>>().join(" ");
    Some((long, context.treatments(abbreviation.long)))
}

/// An arm as a side without a place.
pub fn whole(arms: &Arms, i: usize) -> Side {
    let label = arms.label(i).to_owned();
    Side { arm: Some(i), words: label.clone(), label, concepts: arms.list[i].concepts.clone(), at: 0..0 }
}

/// An arm of the study, as the sentence names it where it does.
pub fn known(arms: &Arms, references: &[Side], i: usize) -> Side {
    references.iter().find(|r| r.arm == Some(i)).cloned().unwrap_or_else(|| whole(arms, i))
}

/// The other arm of a study of two.
pub fn other(arms: &Arms, references: &[Side], side: &Side) -> Option<Side> {
    let other = match side.arm? {
        0 => arms.comparator()?,
        _ => arms.experimental()?,
    };
    Some(known(arms, references, other))
}
