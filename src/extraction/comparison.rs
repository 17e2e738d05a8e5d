//! Who is compared with whom in a sentence.
//!
//! An arm is referred to by a phrase that ends in "group", "arm" or 组, by a run of treatments, or by an alias. The first arm that
//! the wording names is the experimental one; what follows `versus`, `compared with`, `than` is the comparator.

use super::arms::Arms;
use super::context::{Context, Sentence};
use super::lexeme::Lex;
use super::phrase;
use crate::text::{FoldedSpan, is_han};
use crate::vocabulary::ConceptId;
use std::ops::Range;

/// One side of a comparison.
#[derive(Debug, Clone, PartialEq)]
pub struct Side {
    /// Index in [`Arms`], where the phrase names one of them.
    pub arm: Option<usize>,
    pub label: String,
    pub concepts: Vec<ConceptId>,
    /// Lexemes of the phrase.
    pub at: Range<usize>,
}

/// All places where a sentence refers to an arm or group, in order, not overlapping.
pub fn references(context: &Context, sentence: &Sentence, arms: &Arms) -> Vec<Side> {
    let lexemes = &sentence.lexemes;
    let mut found: Vec<Side> = Vec::new();
    let mut at = 0;
    while at < lexemes.len() {
        let next = group(context, sentence, arms, at).or_else(|| treatments(context, sentence, arms, at)).or_else(|| alias(context, sentence, arms, at));
        match next {
            Some(sides) => {
                let end = sides.last().map_or(at + 1, |s| s.at.end).max(at + 1);
                for side in sides {
                    if found.last().is_none_or(|l| l.at.end <= side.at.start) {
                        found.push(side);
                    }
                }
                at = end;
            }
            None => at += 1,
        }
    }
    found
}

/// A side made of lexemes, resolved against the known arms.
pub fn side(context: &Context, sentence: &Sentence, arms: &Arms, range: Range<usize>) -> Side {
    let span = phrase::span(sentence, &range);
    let arm = arms.resolve(context, span);
    let concepts = arm.map_or_else(|| context.treatments(span), |i| arms.list[i].concepts.clone());
    let label = arm.map_or_else(|| tidy(&context.printed(span)), |i| arms.label(i).to_owned());
    Side { arm, label, concepts, at: range }
}

/// One line, without "the" and "group".
fn tidy(text: &str) -> String {
    let mut text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    for tail in [" groups", " group", " arms", " arm"] {
        if let Some(bare) = text.strip_suffix(tail) {
            text = bare.to_owned();
        }
    }
    text
}

const GROUP_WORDS: &[&str] = &["group", "groups", "arm", "arms", "cohort", "cohorts", "recipients"];

/// "the RT-ICI group", "the A and B groups", 联合组: looks ahead from the phrase's first word.
fn group(context: &Context, sentence: &Sentence, arms: &Arms, at: usize) -> Option<Vec<Side>> {
    let lexemes = &sentence.lexemes;
    let opens = at == 0 || !in_phrase(context, sentence, at - 1);
    if !opens || !in_phrase(context, sentence, at) {
        return None;
    }
    let mut end = at;
    let mut ands = Vec::new();
    while end < lexemes.len() && end < at + 14 {
        let word = context.word(&lexemes[end]);
        if GROUP_WORDS.contains(&word.as_str()) {
            let plural = word.ends_with('s') && word != "recipients";
            let last = end + 1;
            if last == at + 1 {
                return None;
            }
            // "arm A", "group 1".
            let numbered = !plural && lexemes.get(last).is_some_and(|l| context.text(l.span).len() == 1 && matches!(l.lex, Lex::Word | Lex::Number { .. }));
            let last = if numbered { last + 1 } else { last };
            if let (true, [middle]) = (plural, &ands[..]) {
                if *middle > at {
                    return Some(vec![side(context, sentence, arms, at..*middle), side(context, sentence, arms, *middle + 1..last)]);
                }
            }
            return Some(vec![side(context, sentence, arms, at..last)]);
        }
        if word.ends_with('组') && word.chars().any(is_han) {
            if word == "组" && end == at || ["两组", "各组", "三组", "二组", "全组", "亚组", "每组", "分组", "四组"].iter().any(|w| word.ends_with(w)) {
                return None;
            }
            return Some(vec![side(context, sentence, arms, at..end + 1)]);
        }
        match lexemes[end].lex {
            Lex::And if end > at => ands.push(end),
            _ if in_phrase(context, sentence, end) => {}
            _ => return None,
        }
        end += 1;
    }
    None
}

/// Whether a lexeme can stand inside the name of a group.
fn in_phrase(context: &Context, sentence: &Sentence, at: usize) -> bool {
    const STOPS: &[&str] = &[
        "the", "in", "for", "of", "with", "than", "to", "was", "were", "is", "are", "had", "and", "or", "by", "between", "from", "at", "that", "patients", "among", "as", "on", "a", "an", "both", "each", "all", "other", "two", "three", "treatment-related",
        "after", "received", "achieved", "compared", "these", "this", "those", "which", "who", "no", "while", "whereas", "but", "vs", ".", "whether", "versus", "significantly", "same", "either", "study", "longer", "shorter", "higher", "lower",
    ];
    let lexeme = &sentence.lexemes[at];
    match lexeme.lex {
        Lex::Mention(_) => !context.mentions(lexeme).iter().all(|m| matches!(m.kind, crate::vocabulary::ConceptKind::Endpoint | crate::vocabulary::ConceptKind::AdverseEvent)),
        Lex::Word => {
            let word = context.word(lexeme);
            !STOPS.contains(&word.as_str()) && (word.is_ascii() || !han_stop(&word))
        }
        Lex::Plus | Lex::Slash | Lex::Dash | Lex::Number { .. } | Lex::Bound(_) => true,
        _ => false,
    }
}

fn han_stop(word: &str) -> bool {
    !word.ends_with('组') && (word.chars().count() > 8 || ["为", "在", "是", "达", "的", "于", "中", "示", "有", "患者"].iter().any(|s| word.ends_with(s)))
}

/// A run of treatments: "SBRT plus sorafenib", "SBRT联合索拉非尼", "chemotherapy alone", "placebo".
fn treatments(context: &Context, sentence: &Sentence, arms: &Arms, at: usize) -> Option<Vec<Side>> {
    let lexemes = &sentence.lexemes;
    let control = |i: usize| lexemes.get(i).is_some_and(|l| l.lex == Lex::Word && ["placebo", "observation", "controls", "安慰剂", "观察", "surveillance"].contains(&context.word(l).as_str()));
    if !context.is_treatment(&lexemes[at]) && !control(at) {
        return None;
    }
    let mut end = at + 1;
    loop {
        let joined = joiner(context, sentence, end);
        if joined > end && lexemes.get(joined).is_some_and(|l| context.is_treatment(l)) || joined > end && control(joined) {
            end = joined + 1;
            continue;
        }
        if lexemes.get(end).is_some_and(|l| context.is_treatment(l)) {
            end += 1;
            continue;
        }
        break;
    }
    while lexemes.get(end).is_some_and(|l| ["alone", "only", "monotherapy", "单药", "单独"].contains(&context.word(l).as_str())) {
        end += 1;
    }
    let found = side(context, sentence, arms, at..end);
    (found.arm.is_some()).then(|| vec![found])
}

/// The lexeme after words that join two treatments of one arm.
fn joiner(context: &Context, sentence: &Sentence, at: usize) -> usize {
    let lexemes = &sentence.lexemes;
    let mut end = at;
    while let Some(l) = lexemes.get(end) {
        let joins = match l.lex {
            Lex::Plus | Lex::Slash | Lex::Dash => true,
            Lex::And => end == at,
            Lex::Word => ["plus", "with", "combined", "followed", "by", "in", "combination", "联合", "加", "序贯", "to", "concurrent", "added", "based", "adjuvant", "neoadjuvant"].contains(&context.word(l).as_str()),
            _ => false,
        };
        if !joins || end > at + 3 {
            break;
        }
        end += 1;
    }
    // "in" and "to" alone join nothing.
    let words: Vec<String> = lexemes[at..end].iter().map(|l| context.word(l)).collect();
    if words.len() == 1 && ["in", "to", "by", "based"].contains(&words[0].as_str()) { at } else { end }
}

fn alias(context: &Context, sentence: &Sentence, arms: &Arms, at: usize) -> Option<Vec<Side>> {
    let lexeme = &sentence.lexemes[at];
    if !matches!(lexeme.lex, Lex::Word | Lex::Mention(_)) {
        return None;
    }
    let rest = context.text(FoldedSpan::new(lexeme.span.start, sentence.span.end));
    for arm in &arms.list {
        for alias in arm.aliases.iter().filter(|a| a.len() > 1) {
            let Some(slice) = rest.get(..alias.len()) else { continue };
            let whole = !rest[alias.len()..].starts_with(|c: char| c.is_alphanumeric() && !is_han(c)) || !alias.is_ascii();
            if slice.to_lowercase() == *alias && whole {
                let end_offset = lexeme.span.start + alias.len();
                let end = sentence.lexemes.partition_point(|l| l.span.start < end_offset).max(at + 1);
                let found = side(context, sentence, arms, at..end);
                return found.arm.is_some().then(|| vec![found]);
            }
        }
    }
    None
}

/// The two sides that a stretch of a sentence compares, experimental first.
pub fn pair(context: &Context, sentence: &Sentence, arms: &Arms, references: &[Side], within: Range<usize>) -> (Option<Side>, Option<Side>) {
    let lexemes = &sentence.lexemes;
    let near: Vec<&Side> = references.iter().filter(|s| s.at.start >= within.start && s.at.end <= within.end).collect();
    // "A versus B" outside numbers; the last one before the effect.
    for at in (within.start..within.end.min(lexemes.len())).rev().filter(|&i| lexemes[i].lex == Lex::Versus) {
        let after = skip_prepositions(context, sentence, at + 1);
        let right = near.iter().find(|s| s.at.start >= after && s.at.start <= after + 3).map(|s| (*s).clone()).or_else(|| phrase::right(context, sentence, after).filter(|r| named(context, sentence, r)).map(|r| side(context, sentence, arms, r)));
        let Some(right) = right else { continue };
        let left = near
            .iter()
            .filter(|s| s.at.end <= at && (s.arm.is_none() || s.arm != right.arm))
            .next_back()
            .map(|s| (*s).clone())
            .or_else(|| phrase::left(context, sentence, at).filter(|r| named(context, sentence, r)).map(|r| side(context, sentence, arms, r)))
            .filter(|l| l.arm.is_none() || l.arm != right.arm);
        let left = left.or_else(|| other(arms, &right));
        if left.is_some() {
            return (left, Some(right));
        }
    }
    let mut distinct: Vec<&Side> = Vec::new();
    for s in near {
        if !distinct.iter().any(|d| d.arm == s.arm && d.label == s.label) {
            distinct.push(s);
        }
    }
    match distinct[..] {
        [] => (None, None),
        [one] => {
            let other = other(arms, one);
            // A comparator named alone: "compared with placebo" was handled above; "in the control group".
            if one.arm.is_some() && one.arm == arms.comparator() && other.is_some() { (other, Some(one.clone())) } else { (Some(one.clone()), other) }
        }
        [.., a, b] => (Some(a.clone()), Some(b.clone())),
    }
}

/// A name holds a treatment, or says "group", or is short.
fn named(context: &Context, sentence: &Sentence, range: &Range<usize>) -> bool {
    let span = phrase::span(sentence, range);
    let text = context.text(span);
    !context.treatments(span).is_empty() || text.split_whitespace().count() <= 8 && text.chars().any(char::is_alphabetic)
}

/// The other arm of a study of two.
fn other(arms: &Arms, side: &Side) -> Option<Side> {
    let i = side.arm?;
    let other = match i {
        0 => arms.comparator()?,
        _ => arms.experimental()?,
    };
    Some(whole(arms, other))
}

/// An arm as a side without a place.
pub fn whole(arms: &Arms, i: usize) -> Side {
    Side { arm: Some(i), label: arms.label(i).to_owned(), concepts: arms.list[i].concepts.clone(), at: 0..0 }
}

fn skip_prepositions(context: &Context, sentence: &Sentence, from: usize) -> usize {
    let mut at = from;
    while sentence.lexemes.get(at).is_some_and(|l| ["with", "in", "for", "that", "those", "of", "the", "receiving", "treated", "patients", "who", "received", "to", "a", "by", "after", "among", "assigned", "given", "did"].contains(&context.word(l).as_str())) {
        at += 1;
    }
    at
}
