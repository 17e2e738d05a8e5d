//! Where a sentence refers to an arm or group: by a phrase that ends in "group", "arm" or 组, by "patients who …", by a run of
//! treatments, or by an abbreviation.

use super::{Side, side};
use crate::extraction::arms::{Arms, is_comparator};
use crate::extraction::context::{Context, Sentence};
use crate::extraction::label;
use crate::extraction::lexeme::Lex;
use crate::extraction::phrase;
use crate::text::{FoldedSpan, is_han};
use crate::vocabulary::ConceptKind;
use std::ops::Range;

/// All places where a sentence refers to an arm or group, in order, not overlapping.
pub fn references(context: &Context, sentence: &Sentence, arms: &Arms) -> Vec<Side> {
    let lexemes = &sentence.lexemes;
    let mut found: Vec<Side> = Vec::new();
    let mut traits: Vec<usize> = Vec::new();
    let mut at = 0;
    while at < lexemes.len() {
        let next = group(context, sentence, arms, at)
            .or_else(|| {
                patients(context, sentence, arms, at).inspect(|sides| {
                    traits.extend((is_trait(context, sentence, at) && sides.iter().all(|s| s.concepts.is_empty())).then_some(at))
                })
            })
            .or_else(|| treatments(context, sentence, arms, at))
            .or_else(|| alias(context, sentence, arms, at))
            .or_else(|| abbreviated(context, sentence, arms, at));
        match next {
            Some(sides) => {
                let end = sides.last().map_or(at + 1, |s| s.at.end).max(at + 1);
                for side in sides {
                    if found.last().is_none_or(|l| l.at.end <= side.at.start || l.at == side.at) {
                        found.push(side);
                    }
                }
                at = end;
            }
            None => at += 1,
        }
    }
    // "in patients with squamous histology": whom the comparison is about, not one of its sides.
    if let [only] = traits[..]
        && (found.len() > 1 || arms.list.len() >= 2)
    {
        found.retain(|s| s.arm.is_some() || s.at.start <= only || s.at.start > only + 3);
    }
    part_lists(context, sentence, arms, &mut found);
    agree(&mut found);
    found
}

/// One arm has one name in a sentence: the longest.
fn agree(found: &mut [Side]) {
    for i in 0..found.len() {
        let longest = found.iter().filter(|s| s.arm.is_some() && s.arm == found[i].arm).map(|s| &s.label).max_by_key(|l| l.len());
        if let Some(longest) = longest.cloned() {
            found[i].label = longest;
        }
    }
}

/// "the STRIDE, monotherapy and sorafenib groups": members of one list are different arms; where two seem the same, only the one
/// that is named exactly keeps it.
fn part_lists(context: &Context, sentence: &Sentence, arms: &Arms, found: &mut [Side]) {
    for i in 1..found.len() {
        let Some(gap) = sentence.lexemes.get(found[i - 1].at.end..found[i].at.start) else { continue };
        let listed = !gap.is_empty() && gap.iter().all(|l| matches!(l.lex, Lex::Comma | Lex::And | Lex::Or));
        if !listed || found[i].arm.is_none() || found[i].arm != found[i - 1].arm {
            continue;
        }
        for side in &mut found[i - 1..=i] {
            let span = phrase::span(sentence, &side.at);
            let exact = side.arm.is_some_and(|a| arms.list[a].concepts == context.treatments(span) && !arms.list[a].concepts.is_empty());
            if !exact {
                side.arm = None;
                side.label = label::printed(context, sentence, &side.at);
                side.concepts = context.treatments(span);
            }
        }
    }
}

const GROUP_WORDS: &[&str] = &["group", "groups", "arm", "arms", "cohort", "cohorts", "recipients"];

/// "patients with X" tells what they are, "patients who received X" what was done.
fn is_trait(context: &Context, sentence: &Sentence, at: usize) -> bool {
    sentence.lexemes.get(at + 1).is_some_and(|l| ["with", "without", "aged", "having"].contains(&context.word(l).as_str()))
}

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
        if GROUP_WORDS.contains(&word.as_str()) && !investigators(&context.word(&lexemes[end.max(1) - 1])) {
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
            // "in the A and B arm, respectively".
            if let [middle] = ands[..]
                && middle > at
                && lexemes[last..].iter().any(|l| l.lex == Lex::Respectively)
            {
                return Some(vec![side(context, sentence, arms, at..middle), side(context, sentence, arms, middle + 1..last)]);
            }
            return Some(vec![side(context, sentence, arms, at..last)]);
        }
        if word.ends_with('组') && word.chars().any(is_han) {
            if word == "组" && end == at
                || ["两组", "各组", "三组", "二组", "全组", "亚组", "每组", "分组", "四组"].iter().any(|w| word.ends_with(w))
            {
                return None;
            }
            return Some(vec![side(context, sentence, arms, at..contents_end(context, sentence, end + 1))]);
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

/// A组（SBRT）: the bracket that says what the group was given belongs to its name.
fn contents_end(context: &Context, sentence: &Sentence, at: usize) -> usize {
    let lexemes = &sentence.lexemes;
    let close = (at..lexemes.len().min(at + 8)).find(|&i| lexemes[i].lex == Lex::Close);
    match close {
        Some(close)
            if lexemes[at].lex == Lex::Open
                && lexemes[at + 1..close].iter().all(|l| matches!(l.lex, Lex::Mention(_) | Lex::Word | Lex::Plus))
                && lexemes[at + 1..close].iter().any(|l| context.is_treatment(l)) =>
        {
            close + 1
        }
        _ => at,
    }
}

/// "Radiation Therapy Oncology Group" treats nobody itself.
fn investigators(word: &str) -> bool {
    ["oncology", "study", "cooperative", "working", "trials", "research", "cancer", "age", "subgroup", "risk"].contains(&word)
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
            // "arms 1-3".
            Lex::Range { low, high, .. } if low >= 1.0 && high <= 9.0 && low < high && found.is_empty() => {
                for n in low as u32..=high as u32 {
                    let label = format!("arm {n}");
                    let arm = arms.list.iter().position(|a| a.aliases.contains(&label) || a.aliases.contains(&n.to_string()));
                    let concepts = arm.map(|i| arms.list[i].concepts.clone()).unwrap_or_default();
                    let label = arm.map_or(label, |i| arms.label(i).to_owned());
                    found.push(Side { arm, words: n.to_string(), label, concepts, at: at..at + 1 });
                }
                return Some(found);
            }
            Lex::Word | Lex::Number { .. }
                if text.chars().count() == 1 && text.chars().all(|c| c.is_ascii_uppercase() || c.is_ascii_digit()) =>
            {
                let label = format!("arm {text}");
                let arm =
                    arms.list.iter().position(|a| a.aliases.contains(&label.to_lowercase()) || a.aliases.contains(&text.to_lowercase()));
                let concepts = arm.map(|i| arms.list[i].concepts.clone()).unwrap_or_default();
                let label = arm.map_or(label, |i| arms.label(i).to_owned());
                found.push(Side { arm, words: text.to_owned(), label, concepts, at: at..at + 1 });
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
            Lex::Mention(_) => context.mentions(l).iter().any(|m| m.kind == ConceptKind::Endpoint),
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
        Lex::Mention(_) => !context.mentions(lexeme).iter().all(|m| matches!(m.kind, ConceptKind::Endpoint | ConceptKind::AdverseEvent)),
        Lex::Word => {
            let word = context.word(lexeme);
            // A组: a letter, no article.
            let letter = word.len() == 1 && sentence.lexemes.get(at + 1).is_some_and(|l| context.word(l).starts_with('组'));
            letter || !STOPS.contains(&word.as_str()) && (word.is_ascii() || !han_stop(&word))
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
    let lead = at.checked_sub(1).map(|i| context.word(&lexemes[i])).unwrap_or_default();
    let shared = ["for", "with", "in"].contains(&lead.as_str()) && lexemes[at..].iter().any(|l| l.lex == Lex::Respectively);
    let compared = shared || ["comparing", "comparison", "of", "between"].contains(&lead.as_str());
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
        // "A and chemotherapy alone": a control is an arm of its own.
        let control = joined > end
            && lexemes[end..joined].iter().all(|l| l.lex == Lex::And)
            && (control(joined) || is_comparator(&context.word(&lexemes[joined])));
        // "comparing A with B", "for A and B": two arms, not one.
        let with = control || compared && (end..joined.max(end)).any(|i| ["with", "and"].contains(&context.word(&lexemes[i]).as_str()));
        if with || !one_arm(next) {
            break;
        }
        end = next;
    }
    while lexemes.get(end).is_some_and(|l| ["alone", "only", "monotherapy", "单药", "单独"].contains(&context.word(l).as_str())) {
        end += 1;
    }
    let found = side(context, sentence, arms, at..end);
    (found.arm.is_some() || arms.list.len() < 2 || compared_at(context, sentence, &(at..end))).then(|| vec![found])
}

/// Whether a phrase stands where an arm's name does: beside "versus", after "between", or after the "and" of another arm.
fn compared_at(context: &Context, sentence: &Sentence, range: &Range<usize>) -> bool {
    let before = range.start.checked_sub(1).map(|i| &sentence.lexemes[i]);
    let after = sentence.lexemes.get(range.end);
    before.is_some_and(|l| l.lex == Lex::Versus || ["between", "favoring", "favouring", "over"].contains(&context.word(l).as_str()))
        || range.start >= 2 && sentence.lexemes[range.start - 2].lex == Lex::Versus
        || after.is_some_and(|l| l.lex == Lex::Versus)
}

/// "CTS", "DCb", "MIC/MVP": a short name in capitals where an arm's name stands, or before "patients".
fn abbreviated(context: &Context, sentence: &Sentence, arms: &Arms, at: usize) -> Option<Vec<Side>> {
    let lexemes = &sentence.lexemes;
    let short = |i: usize| {
        lexemes.get(i).is_some_and(|l| {
            let text = context.text(l.span);
            let told = context.mentions(l).iter().any(|m| {
                matches!(
                    m.kind,
                    ConceptKind::Endpoint | ConceptKind::Disease | ConceptKind::AdverseEvent | ConceptKind::Measure | ConceptKind::Design
                )
            });
            matches!(l.lex, Lex::Word | Lex::Mention(_))
                && !told
                && (2..=14).contains(&text.len())
                && text.chars().all(|c| c.is_ascii_alphanumeric() || "-+/".contains(c))
                && text.chars().filter(char::is_ascii_uppercase).count() >= 2
                && (text.len() <= 6 || text.chars().any(|c| !c.is_ascii_uppercase()))
        })
    };
    if !short(at) {
        return None;
    }
    let mut end = at + 1;
    while lexemes.get(end).is_some_and(|l| matches!(l.lex, Lex::Slash | Lex::Plus)) && short(end + 1) {
        end += 2;
    }
    let pair = |a: Option<usize>, b: usize| a.is_some_and(|a| lexemes.get(b).is_some_and(|l| l.lex == Lex::And) && short(a));
    let paired = pair(Some(end + 1), end) || pair(at.checked_sub(2), at.saturating_sub(1));
    let people = lexemes.get(end).is_some_and(|l| ["patients", "recipients"].contains(&context.word(l).as_str()));
    (people || paired || compared_at(context, sentence, &(at..end))).then(|| vec![side(context, sentence, arms, at..end)])
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
