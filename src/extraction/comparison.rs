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
        let next = group(context, sentence, arms, at)
            .or_else(|| patients(context, sentence, arms, at))
            .or_else(|| treatments(context, sentence, arms, at))
            .or_else(|| alias(context, sentence, arms, at));
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
    part_lists(context, sentence, arms, &mut found);
    found
}

/// "the STRIDE, monotherapy and sorafenib groups": members of one list are different arms; where two seem the same, only the one
/// that is named exactly keeps it.
fn part_lists(context: &Context, sentence: &Sentence, arms: &Arms, found: &mut [Side]) {
    for i in 1..found.len() {
        let gap = &sentence.lexemes[found[i - 1].at.end..found[i].at.start];
        let listed = !gap.is_empty() && gap.iter().all(|l| matches!(l.lex, Lex::Comma | Lex::And | Lex::Or));
        if !listed || found[i].arm.is_none() || found[i].arm != found[i - 1].arm {
            continue;
        }
        for side in &mut found[i - 1..=i] {
            let span = phrase::span(sentence, &side.at);
            let exact = side.arm.is_some_and(|a| arms.list[a].concepts == context.treatments(span) && !arms.list[a].concepts.is_empty());
            if !exact {
                side.arm = None;
                side.label = tidy(&context.name(span));
                side.concepts = context.treatments(span);
            }
        }
    }
}

/// A side made of lexemes, resolved against the known arms.
pub fn side(context: &Context, sentence: &Sentence, arms: &Arms, range: Range<usize>) -> Side {
    let span = phrase::span(sentence, &range);
    let arm = arms.resolve(context, span);
    let concepts = arm.map_or_else(|| context.treatments(span), |i| arms.list[i].concepts.clone());
    let label = arm.map_or_else(|| tidy(&context.name(span)), |i| arms.label(i).to_owned());
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
    if ["arms", "groups"].contains(&context.word(&lexemes[at]).as_str()) {
        return lettered(context, sentence, arms, at);
    }
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
            let numbered = !plural
                && lexemes.get(last).is_some_and(|l| context.text(l.span).len() == 1 && matches!(l.lex, Lex::Word | Lex::Number { .. }));
            let last = if numbered { last + 1 } else { last };
            if let (true, [middle]) = (plural, &ands[..])
                && *middle > at
            {
                return Some(vec![side(context, sentence, arms, at..*middle), side(context, sentence, arms, *middle + 1..last)]);
            }
            return Some(vec![side(context, sentence, arms, at..last)]);
        }
        if word.ends_with('组') && word.chars().any(is_han) {
            if word == "组" && end == at
                || ["两组", "各组", "三组", "二组", "全组", "亚组", "每组", "分组", "四组"].iter().any(|w| word.ends_with(w))
            {
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

/// "arms A and B", "groups 1, 2 and 3": one reference each.
fn lettered(context: &Context, sentence: &Sentence, arms: &Arms, plural: usize) -> Option<Vec<Side>> {
    let lexemes = &sentence.lexemes;
    let mut found: Vec<Side> = Vec::new();
    let mut at = plural + 1;
    while let Some(l) = lexemes.get(at) {
        let text = context.text(l.span);
        match l.lex {
            Lex::Comma | Lex::And => {}
            Lex::Word | Lex::Number { .. }
                if text.chars().count() == 1 && text.chars().all(|c| c.is_ascii_uppercase() || c.is_ascii_digit()) =>
            {
                let label = format!("arm {text}");
                let arm =
                    arms.list.iter().position(|a| a.aliases.contains(&label.to_lowercase()) || a.aliases.contains(&text.to_lowercase()));
                let concepts = arm.map(|i| arms.list[i].concepts.clone()).unwrap_or_default();
                let label = arm.map_or(label, |i| arms.label(i).to_owned());
                found.push(Side { arm, label, concepts, at: at..at + 1 });
            }
            _ => break,
        }
        at += 1;
    }
    (found.len() >= 2).then_some(found)
}

/// "patients with EGFR mutations", "patients who received cytostatic treatment", "those without": the words after "patients".
fn patients(context: &Context, sentence: &Sentence, arms: &Arms, at: usize) -> Option<Vec<Side>> {
    const PEOPLE: &[&str] = &["patients", "those", "women", "men", "dogs", "pts", "subjects", "participants"];
    const OPENERS: &[&str] = &[
        "with",
        "without",
        "receiving",
        "undergoing",
        "treated",
        "who",
        "aged",
        "having",
        "given",
        "assigned",
        "randomized",
        "randomised",
    ];
    let lexemes = &sentence.lexemes;
    let word = |i: usize| lexemes.get(i).map(|l| context.word(l)).unwrap_or_default();
    if !PEOPLE.contains(&word(at).as_str()) || !OPENERS.contains(&word(at + 1).as_str()) {
        return None;
    }
    let mut start = at + 1;
    // "with" is no part of a group's name, "without" is.
    while [
        "with",
        "receiving",
        "undergoing",
        "treated",
        "who",
        "received",
        "underwent",
        "were",
        "had",
        "the",
        "a",
        "having",
        "given",
        "assigned",
        "to",
        "by",
        "randomized",
        "randomised",
    ]
    .contains(&word(start).as_str())
    {
        start += 1;
    }
    let mut end = start;
    while let Some(l) = lexemes.get(end) {
        let stop = match l.lex {
            Lex::Mention(_) => context.mentions(l).iter().any(|m| m.kind == crate::vocabulary::ConceptKind::Endpoint),
            Lex::Word => [
                "had",
                "was",
                "were",
                "achieved",
                "experienced",
                "showed",
                "than",
                "compared",
                "and",
                ".",
                "versus",
                "have",
                "in",
                "is",
                "are",
                "at",
                "survived",
                "whereas",
                "while",
                "who",
                "did",
                "respectively",
            ]
            .contains(&context.word(l).as_str()),
            Lex::Number { .. } | Lex::Bound(_) | Lex::Plus | Lex::Slash | Lex::Dash | Lex::Range { .. } => false,
            Lex::Or => !matches!(lexemes.get(end + 1).map(|l| &l.lex), Some(Lex::Equal | Lex::Mention(_))),
            Lex::Equal => false,
            _ => true,
        };
        if stop || end > start + 10 {
            break;
        }
        end += 1;
    }
    (end > start).then(|| vec![side(context, sentence, arms, start..end)])
}

/// Whether a lexeme can stand inside the name of a group.
fn in_phrase(context: &Context, sentence: &Sentence, at: usize) -> bool {
    const STOPS: &[&str] = &[
        "the",
        "in",
        "for",
        "of",
        "with",
        "than",
        "to",
        "was",
        "were",
        "is",
        "are",
        "had",
        "and",
        "or",
        "by",
        "between",
        "from",
        "at",
        "that",
        "patients",
        "among",
        "as",
        "on",
        "a",
        "an",
        "both",
        "each",
        "all",
        "other",
        "two",
        "three",
        "treatment-related",
        "after",
        "received",
        "achieved",
        "compared",
        "these",
        "this",
        "those",
        "which",
        "who",
        "no",
        "while",
        "whereas",
        "but",
        "vs",
        ".",
        "whether",
        "versus",
        "significantly",
        "same",
        "either",
        "study",
        "longer",
        "shorter",
        "higher",
        "lower",
    ];
    let lexeme = &sentence.lexemes[at];
    match lexeme.lex {
        Lex::Mention(_) => !context
            .mentions(lexeme)
            .iter()
            .all(|m| matches!(m.kind, crate::vocabulary::ConceptKind::Endpoint | crate::vocabulary::ConceptKind::AdverseEvent)),
        Lex::Word => {
            let word = context.word(lexeme);
            !STOPS.contains(&word.as_str()) && (word.is_ascii() || !han_stop(&word))
        }
        Lex::Plus | Lex::Slash | Lex::Dash | Lex::Number { spelled: false, .. } | Lex::Bound(_) => true,
        _ => false,
    }
}

fn han_stop(word: &str) -> bool {
    !word.ends_with('组')
        && (word.chars().count() > 8 || ["为", "在", "是", "达", "的", "于", "中", "示", "有", "患者"].iter().any(|s| word.ends_with(s)))
}

/// A run of treatments: "SBRT plus sorafenib", "SBRT联合索拉非尼", "chemotherapy alone", "placebo".
fn treatments(context: &Context, sentence: &Sentence, arms: &Arms, at: usize) -> Option<Vec<Side>> {
    let lexemes = &sentence.lexemes;
    let control = |i: usize| {
        lexemes.get(i).is_some_and(|l| {
            l.lex == Lex::Word
                && ["placebo", "observation", "controls", "安慰剂", "观察", "surveillance"].contains(&context.word(l).as_str())
        })
    };
    if !context.is_treatment(&lexemes[at]) && !control(at) {
        return None;
    }
    let compared = at > 0 && ["comparing", "comparison", "of", "between"].contains(&context.word(&lexemes[at - 1]).as_str());
    let one_arm = |end: usize| {
        let concepts = context.treatments(phrase::span(sentence, &(at..end)));
        arms.list.len() < 2 || concepts.len() < 2 || arms.list.iter().any(|a| concepts.iter().all(|c| a.contains(context, *c)))
    };
    let mut end = at + 1;
    loop {
        let joined = joiner(context, sentence, end);
        let next = if joined > end && lexemes.get(joined).is_some_and(|l| context.is_treatment(l) || control(joined)) {
            joined + 1
        } else if lexemes.get(end).is_some_and(|l| context.is_treatment(l)) {
            end + 1
        } else {
            break;
        };
        // "comparing A with B", "for A and B": two arms, not one.
        let with = compared && (end..joined.max(end)).any(|i| ["with", "and"].contains(&context.word(&lexemes[i]).as_str()));
        if with || !one_arm(next) {
            break;
        }
        end = next;
    }
    while lexemes.get(end).is_some_and(|l| ["alone", "only", "monotherapy", "单药", "单独"].contains(&context.word(l).as_str())) {
        end += 1;
    }
    let found = side(context, sentence, arms, at..end);
    (found.arm.is_some() || arms.list.len() < 2).then(|| vec![found])
}

/// The lexeme after words that join two treatments of one arm.
fn joiner(context: &Context, sentence: &Sentence, at: usize) -> usize {
    let lexemes = &sentence.lexemes;
    let mut end = at;
    while let Some(l) = lexemes.get(end) {
        let joins = match l.lex {
            Lex::Plus | Lex::Slash | Lex::Dash => true,
            Lex::And => end == at,
            Lex::Word => [
                "plus",
                "with",
                "combined",
                "followed",
                "by",
                "in",
                "combination",
                "联合",
                "加",
                "序贯",
                "to",
                "concurrent",
                "added",
                "based",
                "adjuvant",
                "neoadjuvant",
            ]
            .contains(&context.word(l).as_str()),
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
pub fn pair(
    context: &Context,
    sentence: &Sentence,
    arms: &Arms,
    references: &[Side],
    within: Range<usize>,
) -> (Option<Side>, Option<Side>) {
    let lexemes = &sentence.lexemes;
    let near: Vec<&Side> = references.iter().filter(|s| s.at.start >= within.start && s.at.end <= within.end).collect();
    // "A versus B" outside numbers; the last one before the effect.
    for at in (within.start..within.end.min(lexemes.len())).rev().filter(|&i| lexemes[i].lex == Lex::Versus) {
        if ["相比", "比较", "相比较"].contains(&context.text(lexemes[at].span)) {
            // 与B相比, A …: the comparator stands before the word.
            if let Some(found) = compared_before(arms, &near, at) {
                return found;
            }
            continue;
        }
        let after = skip_prepositions(context, sentence, at + 1);
        let right = near.iter().find(|s| s.at.start >= after && s.at.start <= after + 3).map(|s| (*s).clone()).or_else(|| {
            phrase::right(context, sentence, after).filter(|r| named(context, sentence, r)).map(|r| side(context, sentence, arms, r))
        });
        let Some(right) = right else { continue };
        let left = near
            .iter()
            .rfind(|s| s.at.end <= at && (s.arm.is_none() || s.arm != right.arm))
            .map(|s| (*s).clone())
            .or_else(|| {
                phrase::left(context, sentence, at).filter(|r| named(context, sentence, r)).map(|r| side(context, sentence, arms, r))
            })
            .filter(|l| l.arm.is_none() || l.arm != right.arm);
        // "Compared with B, A …".
        let left = left
            .or_else(|| near.iter().find(|s| s.at.start >= right.at.end && (s.arm.is_none() || s.arm != right.arm)).map(|s| (*s).clone()))
            .or_else(|| other(arms, &right));
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
            if one.arm.is_some() && one.arm == arms.comparator() && other.is_some() {
                (other, Some(one.clone()))
            } else {
                (Some(one.clone()), other)
            }
        }
        // Named one after the other, without "versus": the study's own experimental arm stays experimental.
        [.., a, b] if b.arm.is_some() && b.arm == arms.experimental() && a.arm == arms.comparator() => (Some(b.clone()), Some(a.clone())),
        [.., a, b] => (Some(a.clone()), Some(b.clone())),
    }
}

/// The comparator right before 相比, and the arm after it or, failing that, the one before.
fn compared_before(arms: &Arms, near: &[&Side], at: usize) -> Option<(Option<Side>, Option<Side>)> {
    let right = near.iter().rfind(|s| s.at.end <= at && at - s.at.end <= 1)?;
    let differs = |s: &&&Side| s.arm != right.arm || s.label != right.label;
    let left = near
        .iter()
        .filter(differs)
        .find(|s| s.at.start > at)
        .or_else(|| near.iter().filter(differs).rfind(|s| s.at.end <= right.at.start))
        .map(|s| (*s).clone())
        .or_else(|| other(arms, right));
    Some((left, Some((*right).clone())))
}

/// A name holds a treatment, or says "group", or is short; a value is no name.
fn named(context: &Context, sentence: &Sentence, range: &Range<usize>) -> bool {
    let span = phrase::span(sentence, range);
    let text = context.text(span);
    let valued = sentence.lexemes[range.clone()].iter().any(|l| matches!(l.lex, Lex::Percent(_) | Lex::Duration { .. } | Lex::Measure(_)));
    !valued
        && (!context.treatments(span).is_empty()
            || text.split_whitespace().count() <= 8 && text.chars().any(char::is_alphabetic) && !text.chars().any(is_han))
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
    while sentence.lexemes.get(at).is_some_and(|l| {
        [
            "with",
            "in",
            "for",
            "that",
            "those",
            "of",
            "the",
            "receiving",
            "treated",
            "patients",
            "who",
            "received",
            "to",
            "a",
            "by",
            "after",
            "among",
            "assigned",
            "given",
            "did",
        ]
        .contains(&context.word(l).as_str())
    }) {
        at += 1;
    }
    at
}
