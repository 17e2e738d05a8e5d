//! An arm's name as a sentence prints it, without doses and brackets, and with its short forms and number of patients.

use crate::extraction::context::{Context, Sentence};
use crate::extraction::label;
use crate::extraction::lexeme::Lex;
use crate::extraction::phrase;
use crate::text::{FoldedSpan, is_han};
use crate::vocabulary::{ConceptId, ConceptKind};
use std::ops::Range;

use super::likeness::strip_group;

const CONTENTS_CHARS_MAX: usize = 60;

/// An arm's name in a sentence.
#[derive(Clone)]
pub(super) struct Phrase {
    pub(super) text: String,
    pub(super) concepts: Vec<ConceptId>,
    pub(super) aliases: Vec<String>,
    pub(super) shorts: Vec<String>,
    pub(super) n: Option<u64>,
    pub(super) group: bool,
    /// Names a disease and no treatment.
    pub(super) disease: bool,
}

impl Phrase {
    /// More than a name, or no name of a treatment: "… were pooled and", "the same treatment", a group of investigators.
    pub(super) fn is_clause(&self) -> bool {
        let lower = self.text.to_lowercase();
        let words: Vec<&str> = lower.split_whitespace().collect();
        words.iter().any(|w| ["was", "were", "is", "are", "had", "trial", "trials", "studies"].contains(w))
            || words.first().is_some_and(|w| ["same", "same,", "without"].contains(w))
            || self.disease
            || lower.contains(" or ")
            || lower.contains("oncology group")
            || lower.contains("study group")
    }
}

pub(super) fn read_phrase(context: &Context, sentence: &Sentence, range: &Range<usize>) -> Phrase {
    let range = &name_range(context, sentence, range);
    let mut aliases = Vec::new();
    let mut shorts = Vec::new();
    let mut n = None;
    let lexemes = &sentence.lexemes;
    let mut name: Vec<Range<usize>> = Vec::new();
    let mut at = range.start;
    while at < range.end {
        if lexemes[at].lex == Lex::Open {
            let close = (at..lexemes.len()).find(|&i| lexemes[i].lex == Lex::Close).unwrap_or(lexemes.len() - 1);
            for i in at + 1..close {
                match &lexemes[i].lex {
                    Lex::Count(value) => n = Some(*value as u64),
                    Lex::Number { value, .. } if close == at + 2 && *value >= 2.0 && value.fract() == 0.0 => n = n.or(Some(*value as u64)),
                    _ => {}
                }
            }
            let inside = FoldedSpan::new(lexemes[at].span.end, lexemes[close].span.start.max(lexemes[at].span.end));
            let words = context.text(inside);
            for part in words.split([';', ',']).map(str::trim) {
                let short = part.len() <= 24
                    && !part.is_empty()
                    && part.split_whitespace().count() <= 3
                    && !part.contains(['=', '%', '±'])
                    && part.chars().any(char::is_alphabetic)
                    && !part.contains(" vs");
                if short {
                    aliases.push(strip_group(&part.to_lowercase()));
                    if part.split_whitespace().count() == 1 && part.chars().any(|c| c.is_uppercase() || c == '-')
                        || part.to_lowercase().starts_with("arm ")
                        || part.to_lowercase().starts_with("group ")
                    {
                        shorts.push(part.to_owned());
                    }
                }
            }
            if close < range.end {
                at = close + 1;
                continue;
            }
            break;
        }
        let dose = dose_words(context, sentence, at, range.end);
        if dose > at {
            at = dose;
            continue;
        }
        let start = at;
        while at < range.end && lexemes[at].lex != Lex::Open && dose_words(context, sentence, at, range.end) == at {
            at += 1;
        }
        name.push(start..at);
    }
    let text = name.iter().map(|r| context.name(phrase::span(sentence, r))).collect::<Vec<_>>().join(" ");
    let text = label::han_name(&text.split_whitespace().collect::<Vec<_>>().join(" ")).to_owned();
    let concepts = name.iter().flat_map(|r| context.treatments(phrase::span(sentence, r))).fold(Vec::new(), |mut all, c| {
        if !all.contains(&c) {
            all.push(c);
        }
        all
    });
    let lower = text.to_lowercase();
    // "观察组（卡瑞利珠单抗联合化疗）", "DCb (docetaxel, carboplatin)": the bracket says what the arm contains.
    let contained = if concepts.is_empty() { contents(context, sentence, range) } else { None };
    let group = ["group", "groups", "arm", "arms"].iter().any(|g| lower.ends_with(g)) || lower.ends_with('组');
    for tail in [" group", " groups", " arm", " arms"] {
        if let Some(bare) = lower.strip_suffix(tail) {
            aliases.push(strip_group(bare));
        }
    }
    // A following bracket with a count: "A (n = 407) or B".
    if n.is_none()
        && lexemes.get(range.end).map(|l| &l.lex) == Some(&Lex::Open)
        && let Some(Lex::Count(value)) = lexemes.get(range.end + 1).map(|l| &l.lex)
    {
        n = Some(*value as u64);
    }
    let (text, concepts) = match contained {
        Some((inside, concepts)) => {
            aliases.push(strip_group(&lower));
            (format!("{} ({inside})", text.trim()), concepts)
        }
        None => (strip_tail(text), concepts),
    };
    let disease =
        concepts.is_empty() && sentence.lexemes[range.clone()].iter().any(|l| context.mention_of(l, ConceptKind::Disease).is_some());
    Phrase { disease, text, concepts, aliases, shorts, n, group }
}

/// The treatments in a bracket behind a short name, and their words.
fn contents(context: &Context, sentence: &Sentence, range: &Range<usize>) -> Option<(String, Vec<ConceptId>)> {
    let lexemes = &sentence.lexemes;
    let open = (range.start..range.end).find(|&i| lexemes[i].lex == Lex::Open)?;
    let close = (open..lexemes.len()).find(|&i| lexemes[i].lex == Lex::Close)?;
    let named = (open > range.start && open - range.start <= 3 && close > open + 1).then_some(open + 1..close)?;
    let span = phrase::span(sentence, &named);
    let (text, concepts) = (context.name(span), context.treatments(span));
    (!concepts.is_empty() && text.chars().count() <= CONTENTS_CHARS_MAX && !text.contains(['=', '%'])).then_some((text, concepts))
}

/// The name proper: "two courses of induction chemotherapy with either daunorubicin" begins after "either"; in Chinese it begins
/// with its first treatment or a word such as 单纯 right before it.
fn name_range(context: &Context, sentence: &Sentence, range: &Range<usize>) -> Range<usize> {
    let lexemes = &sentence.lexemes;
    let mut start = label::core(context, sentence, range.clone()).map_or(range.start, |r| r.start);
    let from = start;
    for i in from..range.end {
        if ["either", "assigned", "trial", "study"].contains(&context.word(&lexemes[i]).as_str()) && i + 1 < range.end {
            start = i + 1;
        }
    }
    let Some(first) = (start..range.end).find(|&i| context.is_treatment(&lexemes[i])) else { return start..range.end };
    if let Some(of) =
        (start..first).rev().find(|&i| ["of", "phase", "whether", "that", "adding"].contains(&context.word(&lexemes[i]).as_str()))
    {
        start = of + 1;
    }
    let han =
        context.text(lexemes[first].span).chars().any(is_han) || (start..first).any(|i| context.text(lexemes[i].span).chars().any(is_han));
    // 观察组（卡瑞利珠单抗联合化疗）
    let bracketed = first >= start + 2 && lexemes[first - 1].lex == Lex::Open && context.word(&lexemes[first - 2]).ends_with('组');
    if han && !bracketed {
        let lead = first.checked_sub(1).filter(|&i| {
            i >= start
                && ["单纯", "单用", "单药", "术前", "术后", "同步", "序贯", "新辅助", "辅助", "常规", "安慰剂联合", "安慰剂"]
                    .iter()
                    .any(|w| context.word(&lexemes[i]).ends_with(w))
                && context.word(&lexemes[i]).chars().count() <= 5
        });
        start = lead.unwrap_or(first);
    }
    start..range.end
}

/// The end of a drug dose at `at` ("10 mg/kg intravenously every 2 weeks"), which is no part of an arm's name; doses of radiation are.
fn dose_words(context: &Context, sentence: &Sentence, at: usize, end: usize) -> usize {
    let lexemes = &sentence.lexemes;
    let word = |i: usize| lexemes.get(i).map(|l| context.word(l)).unwrap_or_default();
    let number = matches!(lexemes[at].lex, Lex::Number { spelled: false, .. } | Lex::Range { .. });
    let mut i = at;
    if number && ["mg", "g", "mcg", "μg", "毫克"].contains(&word(at + 1).as_str()) {
        i = at + 2;
        while i < end
            && (lexemes[i].lex == Lex::Slash
                || ["m2", "kg", "m", "m²", "per", "kilogram", "square", "metre", "meter", "body", "surface", "area"]
                    .contains(&word(i).as_str()))
        {
            i += 1;
        }
    }
    while i < end
        && ["intravenously", "orally", "iv", "intravenous", "daily", "twice", "once", "weekly", "every"].contains(&word(i).as_str())
        && (i > at || ["intravenously", "orally", "every"].contains(&word(at).as_str()))
    {
        i += 1;
        if word(i - 1) == "every" && matches!(lexemes.get(i).map(|l| &l.lex), Some(Lex::Duration { .. } | Lex::Times(_))) {
            i += 1;
        }
    }
    i.min(end)
}

/// "RT groups" → "RT"; a label keeps "group" where it says nothing else.
fn strip_tail(text: String) -> String {
    for tail in [" groups", " group", " arms", " arm"] {
        if let Some(bare) = text.strip_suffix(tail)
            && bare.len() > 2
        {
            return bare.to_owned();
        }
    }
    text
}
