//! The variable that a regression's ratio belongs to.

use super::context::{Context, Sentence};
use super::effect::EffectPhrase;
use super::finding::Factor;
use super::lexeme::Lex;
use super::phrase;
use crate::vocabulary::ConceptKind;
use std::ops::Range;

const REGRESSION: &[&str] = &[
    "multivari", "univari", "prognos", "independent", "predict", "associated with", "risk factor", "association", "correlat", "cox regression", "logistic regression", "risk of", "多因素", "单因素", "独立", "影响因素", "危险因素", "保护因素", "预后", "相关",
];
const LABEL_CHARS_MAX: usize = 120;
const VERBS: &[&str] = &[
    "was", "were", "is", "are", "had", "has", "have", "showed", "predicted", "predicts", "remained", "correlated", "associated", "independently", "demonstrated", "conferred", "increased", "decreased", "reduced", "significantly", "did", "experienced", "appeared", "influenced", "affected", "improved", "emerged", "exhibited", "presented",
];

/// Whether a sentence speaks of regression variables.
pub fn is_regression(lower: &str) -> bool {
    REGRESSION.iter().any(|r| lower.contains(r))
}

/// The variable named before an effect; `from` is where the stretch of this effect begins.
pub fn factor(context: &Context, sentence: &Sentence, effect: &EffectPhrase, from: usize) -> Option<Factor> {
    let range = label_range(context, sentence, effect, from)?;
    let mut label_range = range.clone();
    let mut reference = None;
    if let Some(at) = (range.start..range.end).find(|&i| sentence.lexemes[i].lex == Lex::Versus) {
        if at > range.start && at + 1 < range.end {
            label_range = range.start..at;
            let right = without_close(sentence, at + 1..range.end);
            reference = Some(clip(&context.printed(phrase::span(sentence, &right))));
        }
    }
    let span = phrase::span(sentence, &label_range);
    let label = clip(&balanced(&context.printed(span)));
    let concept = context
        .annotated
        .mentions_in(span)
        .iter()
        .filter(|m| !matches!(m.kind, ConceptKind::Endpoint | ConceptKind::Measure | ConceptKind::Design))
        .find_map(|m| m.concept)
        .map(|c| context.concept(c).id.clone());
    (!label.is_empty()).then_some(Factor { label, reference, concept })
}

fn without_close(sentence: &Sentence, range: Range<usize>) -> Range<usize> {
    let close = (range.start..range.end).find(|&i| matches!(sentence.lexemes[i].lex, Lex::Close | Lex::Comma | Lex::Semicolon));
    range.start..close.filter(|&c| c > range.start).unwrap_or(range.end)
}

/// Lexemes of the variable's name.
fn label_range(context: &Context, sentence: &Sentence, effect: &EffectPhrase, from: usize) -> Option<Range<usize>> {
    let lexemes = &sentence.lexemes;
    let mut end = effect.label.start;
    let mut start = from;
    // Only connectives before it: "…; P=.03), and HR…".
    let dull = |i: usize| match &lexemes[i].lex {
        Lex::Comma | Lex::Semicolon | Lex::And | Lex::Close | Lex::Or | Lex::Colon | Lex::P { .. } | Lex::OtherP | Lex::Equal | Lex::Respectively => true,
        Lex::Word => ["with", "as", "well", ".", "the", "also", "by", "a", "an", "adjusted", "pooled", "于", "且"].contains(&context.word(&lexemes[i]).as_str()),
        _ => false,
    };
    while start < end && dull(start) {
        start += 1;
    }
    while end > start && (dull(end - 1) || lexemes[end - 1].lex == Lex::Open || matches!(lexemes[end - 1].lex, Lex::Word) && ["of", "had", "was", "were", "at", "showed", "有"].contains(&context.word(&lexemes[end - 1]).as_str())) {
        end -= 1;
    }
    if start >= end {
        // "HR for smoking 2.1": the label itself holds the name.
        return inside_label(context, sentence, effect);
    }
    // After a colon or an introduction, the list of variables begins.
    if let Some(colon) = (start..end).rev().find(|&i| lexemes[i].lex == Lex::Colon) {
        if colon + 1 < end {
            start = colon + 1;
        }
    }
    // The part before an unclosed bracket goes with it: "dose (≥39 Gy; HR".
    let verb = (start..end).rev().find(|&i| lexemes[i].lex == Lex::Word && VERBS.contains(&context.word(&lexemes[i]).as_str()));
    let tail_is_endpoint = context.mentions(&lexemes[end - 1]).iter().any(|m| m.kind == ConceptKind::Endpoint) || lexemes[end - 1].lex == Lex::Word && ["survival", "death", "prognosis", "recurrence", "outcome", "outcomes", "mortality", "patients", "risk"].contains(&context.word(&lexemes[end - 1]).as_str());
    if let Some(v) = verb {
        if tail_is_endpoint || v + 1 >= end {
            let left = phrase::left(context, sentence, first_verb(context, sentence, start, v));
            if let Some(range) = left.filter(|r| r.start >= start.min(r.start) && r.start >= from) {
                return Some(range);
            }
        }
    }
    let comma = (start..end).rev().find(|&i| matches!(lexemes[i].lex, Lex::Comma | Lex::Semicolon) && depth(sentence, i..end) == 0);
    if let Some(c) = comma.filter(|&c| c + 1 < end) {
        start = c + 1;
    }
    while start < end && (dull(start) || lexemes[start].lex == Lex::Open) {
        start += 1;
    }
    if end - start > 4 || verb.is_some() {
        let before = phrase::left(context, sentence, end).filter(|r| r.start >= start);
        if let Some(range) = before {
            return Some(range);
        }
    }
    (start < end).then_some(start..end)
}

fn first_verb(context: &Context, sentence: &Sentence, from: usize, verb: usize) -> usize {
    let mut at = verb;
    while at > from && VERBS.contains(&context.word(&sentence.lexemes[at - 1]).as_str()) {
        at -= 1;
    }
    at
}

fn depth(sentence: &Sentence, range: Range<usize>) -> i32 {
    sentence.lexemes[range].iter().fold(0, |d, l| match l.lex {
        Lex::Open => d + 1,
        Lex::Close => d - 1,
        _ => d,
    })
}

/// "hazard ratio for high vs low dose, 0.7".
fn inside_label(context: &Context, sentence: &Sentence, effect: &EffectPhrase) -> Option<Range<usize>> {
    let lexemes = &sentence.lexemes;
    let from = (effect.label.start + 1..effect.label.end).find(|&i| lexemes[i].lex == Lex::Word && ["for", "of", "in"].contains(&context.word(&lexemes[i]).as_str()))?;
    phrase::right(context, sentence, from + 1).filter(|r| r.end <= effect.label.end)
}

fn balanced(text: &str) -> String {
    let opens = text.matches(['(', '[']).count();
    let closes = text.matches([')', ']']).count();
    if opens > closes { format!("{text})") } else { text.trim_start_matches([')', ']']).to_owned() }
}

fn clip(text: &str) -> String {
    let one_line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    let one_line = one_line.trim_matches([',', ';', ':', ' ', '。']);
    one_line.chars().take(LABEL_CHARS_MAX).collect()
}
