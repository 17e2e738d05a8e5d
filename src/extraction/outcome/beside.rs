//! Names beside values, whatever they name: "7.5 months for wild type and 8.2 months for codon 12", "A: 45%; B: 58%",
//! "26, 9 and 6 months for stages I, II and III, respectively".

use crate::extraction::arms::Arms;
use crate::extraction::comparison::{self, Side};
use crate::extraction::context::{Context, Sentence};
use crate::extraction::label;
use crate::extraction::lexeme::Lex;
use crate::vocabulary::ConceptKind;
use std::ops::Range;

const LEXEMES_MAX: usize = 8;
const OPENERS: &[&str] = &["for", "in", "with", "among", "of", "after", "on"];

/// The names of blocks of values, if each has one and no two are alike.
pub(super) fn names(context: &Context, sentence: &Sentence, arms: &Arms, blocks: &[Range<usize>]) -> Option<Vec<Side>> {
    let reader = Reader { context, sentence, arms };
    if let Some(labelled) = reader.labelled(blocks)
        && labelled.windows(2).all(|w| !w[0].same(&w[1]))
    {
        return Some(labelled);
    }
    [reader.behind_each(blocks), reader.bracketed(blocks), reader.list_behind(blocks), reader.list_before(blocks)]
        .into_iter()
        .flatten()
        .map(|mut sides| {
            comparison::apart(&mut sides);
            sides
        })
        .find(|sides| sides.len() == blocks.len() && sides.iter().enumerate().all(|(i, s)| !sides[..i].iter().any(|o| o.same(s))))
}

struct Reader<'a> {
    context: &'a Context<'a>,
    sentence: &'a Sentence,
    arms: &'a Arms,
}

impl Reader<'_> {
    fn word(&self, at: usize) -> String {
        self.sentence.lexemes.get(at).map(|l| self.context.word(l)).unwrap_or_default()
    }

    /// "A: 45%", "A = 45%".
    fn labelled(&self, blocks: &[Range<usize>]) -> Option<Vec<Side>> {
        let lexemes = &self.sentence.lexemes;
        blocks
            .iter()
            .map(|b| {
                let colon = b.start.checked_sub(1).filter(|&i| matches!(lexemes[i].lex, Lex::Colon | Lex::Equal))?;
                let start = (0..colon).rev().find(|&i| !self.inside(i)).map_or(0, |i| i + 1);
                self.side(start..colon)
            })
            .collect()
    }

    /// "45% for A and 58% for B".
    fn behind_each(&self, blocks: &[Range<usize>]) -> Option<Vec<Side>> {
        blocks
            .iter()
            .enumerate()
            .map(|(i, b)| self.opened(b.end, blocks.get(i + 1).map(|n| n.start)).and_then(|(_, r)| self.side(r)))
            .collect()
    }

    /// "A (45%) versus B (58%)".
    fn bracketed(&self, blocks: &[Range<usize>]) -> Option<Vec<Side>> {
        let lexemes = &self.sentence.lexemes;
        blocks
            .iter()
            .map(|b| {
                let open = b.start.checked_sub(1).filter(|&i| lexemes[i].lex == Lex::Open)?;
                let start = (0..open).rev().find(|&i| !self.inside(i)).map_or(0, |i| i + 1);
                self.side(start..open)
            })
            .collect()
    }

    /// "45% and 58% for A and B".
    fn list_behind(&self, blocks: &[Range<usize>]) -> Option<Vec<Side>> {
        let (start, _) = self.opened(blocks.last()?.end, None)?;
        self.list(start, blocks.len(), self.sentence.lexemes.len())
    }

    /// "for A and B … 45% and 58%", where the sentence says `respectively`.
    fn list_before(&self, blocks: &[Range<usize>]) -> Option<Vec<Side>> {
        if !self.sentence.lexemes.iter().any(|l| l.lex == Lex::Respectively) {
            return None;
        }
        let first = blocks.first()?.start;
        (0..first).rev().filter(|&i| OPENERS.contains(&self.word(i).as_str())).find_map(|i| self.list(i + 1, blocks.len(), first))
    }

    /// As many names as there are values, joined by commas and "and".
    fn list(&self, start: usize, count: usize, limit: usize) -> Option<Vec<Side>> {
        let mut found = Vec::new();
        let mut at = start;
        while found.len() < count && at < limit {
            let end = (at..limit).find(|&i| !self.inside(i)).unwrap_or(limit);
            found.push(self.side(at..end)?);
            at = end;
            while self.sentence.lexemes.get(at).is_some_and(|l| matches!(l.lex, Lex::Comma | Lex::And | Lex::Or | Lex::Versus)) {
                at += 1;
            }
            if at == end {
                break;
            }
        }
        (found.len() == count).then_some(found)
    }

    /// The name that a preposition opens right behind a value and its interval, and where it begins.
    fn opened(&self, from: usize, limit: Option<usize>) -> Option<(usize, Range<usize>)> {
        let lexemes = &self.sentence.lexemes;
        let mut at = from;
        while lexemes.get(at).is_some_and(|l| matches!(l.lex, Lex::Open)) {
            at = (at..lexemes.len()).find(|&i| lexemes[i].lex == Lex::Close)? + 1;
        }
        while lexemes.get(at).is_some_and(|l| matches!(l.lex, Lex::Comma | Lex::Respectively | Lex::Close)) {
            at += 1;
        }
        let opened = OPENERS.contains(&self.word(at).as_str());
        // "39.2% N-CRT vs 38.6% N-CTX".
        let direct = at == from && lexemes.get(at).is_some_and(|l| self.context.is_treatment(l) || self.capital(at));
        if !opened && !direct {
            return None;
        }
        let both = usize::from(opened && self.word(at + 1) == "both");
        let start = at + usize::from(opened) + both;
        let end = (start..lexemes.len()).find(|&i| !self.inside(i)).unwrap_or(lexemes.len());
        limit.is_none_or(|l| end <= l).then_some((start, start..end))
    }

    fn capital(&self, at: usize) -> bool {
        let lexeme = &self.sentence.lexemes[at];
        let text = self.context.text(lexeme.span);
        let long = text.len() >= 2 || self.sentence.lexemes.get(at + 1).is_some_and(|l| l.lex == Lex::Dash);
        lexeme.lex == Lex::Word && long && text.chars().all(|c| c.is_ascii_uppercase() || c == '-')
    }

    /// Whether a lexeme can stand inside such a name.
    fn inside(&self, at: usize) -> bool {
        const ENDS: &[&str] = &[
            ".", "had", "was", "were", "is", "are", "at", "but", "while", "whereas", "compared", "who", "did", "both", "all", "each",
            "achieved",
        ];
        let lexeme = &self.sentence.lexemes[at];
        match lexeme.lex {
            Lex::Word => !ENDS.contains(&self.context.word(lexeme).as_str()),
            Lex::Mention(_) => self.context.mention_of(lexeme, ConceptKind::Endpoint).is_none(),
            Lex::Number { .. } | Lex::Bound(_) | Lex::Plus | Lex::Slash | Lex::Dash | Lex::Count(_) => true,
            _ => false,
        }
    }

    fn side(&self, range: Range<usize>) -> Option<Side> {
        const POPULATION: &[&str] =
            &["patients", "cohort", "population", "group", "groups", "arms", "series", "study", "months", "years", "cases", "analysis"];
        let core = label::core(self.context, self.sentence, range)?;
        let lexemes = &self.sentence.lexemes[core.clone()];
        let plain = lexemes.iter().all(|l| {
            let word = self.context.word(l);
            POPULATION.contains(&word.as_str())
                || ["entire", "whole", "overall", "total", "the", "these", "two", "three", "same"].contains(&word.as_str())
        });
        let named = lexemes.iter().any(|l| {
            matches!(l.lex, Lex::Mention(_))
                || l.lex == Lex::Word && self.context.text(l.span).len() >= 2
                || self.context.text(l.span).starts_with(char::is_uppercase)
        });
        (core.len() <= LEXEMES_MAX && !plain && named).then(|| comparison::side(self.context, self.sentence, self.arms, core))
    }
}
