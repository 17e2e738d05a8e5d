//! Noun phrases around a connective: how far an arm's name reaches.

use super::context::{Context, Sentence};
use super::lexeme::Lex;
use crate::text::FoldedSpan;
use crate::vocabulary::ConceptKind;
use std::ops::Range;

/// Words that end a phrase to the left of a connective.
const LEFT_STOPS: &[&str] = &[
    "of",
    "for",
    "in",
    "between",
    "comparing",
    "compared",
    "compare",
    "compares",
    "comparison",
    "whether",
    "received",
    "receive",
    "receiving",
    "to",
    "was",
    "were",
    "is",
    "are",
    "by",
    "on",
    "that",
    "study",
    "trial",
    "trials",
    "treated",
    "than",
    "after",
    "from",
    "had",
    "has",
    "have",
    "given",
    "giving",
    "patients",
    "who",
    "under",
    "as",
    "at",
    "among",
    "randomised",
    "randomized",
    "evaluating",
    "evaluate",
    "evaluated",
    "using",
    "improved",
    "improves",
    "when",
    "where",
    "if",
    "effect",
    "efficacy",
    "superiority",
    "significantly",
    "longer",
    "shorter",
    "higher",
    "lower",
    "better",
    "worse",
    "favoring",
    "favouring",
    "favored",
    "favoured",
    "significant",
    "difference",
    "superior",
    "inferior",
    "noninferior",
    "this",
    "these",
    "we",
    "testing",
    "tested",
    "during",
    "either",
    "assess",
    "assessing",
    "compare",
    "研究",
    "比较",
    "评估",
    "探讨",
    "接受",
    "采用",
    "给予",
    "旨在",
    "评价",
    "应用",
    "使用",
];

/// Words that end a phrase to the right of a connective.
const RIGHT_STOPS: &[&str] = &[
    "in",
    "for",
    "on",
    "as",
    "at",
    "was",
    "were",
    "is",
    "are",
    "had",
    "has",
    "have",
    "among",
    "after",
    "by",
    "would",
    "could",
    "did",
    "does",
    "who",
    "whom",
    "that",
    "which",
    "improved",
    "improves",
    "showed",
    "shows",
    "during",
    "followed",
    "within",
    "until",
    "when",
    "where",
    "patients",
    "provided",
    "resulted",
    "led",
    "achieved",
    "demonstrated",
    "significantly",
    "when",
    "if",
    "to",
    "between",
    "from",
    "under",
    "but",
    "while",
    "whereas",
    "although",
    "then",
    "suggesting",
    "reduced",
    "increased",
    "prolonged",
    "did",
    "every",
    "throughout",
    "over",
    "because",
    "can",
    "may",
    "remains",
    "according",
    "given",
    "administered",
    "of",
    "it",
    "there",
    "those",
    "these",
    "into",
    "given",
    "starting",
    "prior",
    "before",
    "survival",
];

const HAN_STOPS: &[&str] = &[
    "治疗", "患者", "的", "在", "为", "能否", "用于", "是否", "疗效", "一线", "二线", "中位", "显著", "可", "生存", "能", "时", "后",
    "进行", "接受", "结果", "临床",
];

/// The lexemes of the phrase that ends before `at`.
pub fn left(context: &Context, sentence: &Sentence, at: usize) -> Option<Range<usize>> {
    let mut start = at;
    let mut depth = 0i32;
    let lexemes = &sentence.lexemes;
    while start > 0 {
        let i = start - 1;
        let lexeme = &lexemes[i];
        match &lexeme.lex {
            Lex::Close => depth += 1,
            Lex::Open => {
                depth -= 1;
                if depth < 0 {
                    break;
                }
            }
            _ if depth > 0 => {}
            Lex::Semicolon
            | Lex::Colon
            | Lex::P { .. }
            | Lex::OtherP
            | Lex::Measure(_)
            | Lex::Level { .. }
            | Lex::Versus
            | Lex::Percent(_)
            | Lex::Duration { .. }
            | Lex::NotReached => break,
            Lex::Comma
                if !(context.is_treatment(&lexemes[i.saturating_sub(1)])
                    && lexemes.get(i + 1).is_some_and(|l| context.is_treatment(l) || l.lex == Lex::And)) =>
            {
                break;
            }
            Lex::Mention(_) if is_endpoint(context, sentence, i) => break,
            Lex::Mention(_)
                if context.mention_of(lexeme, ConceptKind::Disease).is_some() && !context.is_treatment(lexeme) && start == at =>
            {
                break;
            }
            Lex::Word | Lex::And | Lex::Or => {
                let word = context.word(lexeme);
                if LEFT_STOPS.contains(&word.as_str())
                    || word == "with" && !joins(context, sentence, i)
                    || HAN_STOPS.iter().any(|s| word.ends_with(s)) && !word.is_ascii()
                {
                    break;
                }
                if lexeme.lex == Lex::Word && matches!(word.as_str(), "." | "\"") {
                    break;
                }
                if word == "and" && start == at {
                    break;
                }
            }
            _ => {}
        }
        start -= 1;
    }
    trimmed(context, sentence, start..at)
}

/// The lexemes of the phrase that begins at `at`.
pub fn right(context: &Context, sentence: &Sentence, at: usize) -> Option<Range<usize>> {
    let lexemes = &sentence.lexemes;
    let mut end = at;
    let mut depth = 0i32;
    while end < lexemes.len() {
        let lexeme = &lexemes[end];
        match &lexeme.lex {
            Lex::Open => {
                // A bracket with a result in it is no part of a name.
                let result = lexemes[end..].iter().take(4).any(|l| {
                    matches!(
                        l.lex,
                        Lex::Percent(_) | Lex::Duration { .. } | Lex::P { .. } | Lex::Measure(_) | Lex::Level { .. } | Lex::Range { .. }
                    )
                });
                if result || depth == 0 && end == at {
                    break;
                }
                depth += 1;
            }
            Lex::Close => {
                depth -= 1;
                if depth < 0 {
                    break;
                }
            }
            _ if depth > 0 => {}
            Lex::Semicolon
            | Lex::Colon
            | Lex::P { .. }
            | Lex::OtherP
            | Lex::Measure(_)
            | Lex::Level { .. }
            | Lex::Versus
            | Lex::Percent(_)
            | Lex::Respectively
            | Lex::NotReached
            | Lex::Or => break,
            Lex::Duration { .. } if !dosing(context, sentence, end) => break,
            Lex::Comma
                if !(end > at
                    && context.is_treatment(&lexemes[end - 1])
                    && lexemes.get(end + 1).is_some_and(|l| {
                        context.is_treatment(l) || l.lex == Lex::And && lexemes.get(end + 2).is_some_and(|l| context.is_treatment(l))
                    })) =>
            {
                break;
            }
            Lex::Mention(_) if is_endpoint(context, sentence, end) => break,
            Lex::And
                if !lexemes.get(end + 1).is_some_and(|l| {
                    context.is_treatment(l)
                        || matches!(l.lex, Lex::Word | Lex::Number { .. })
                            && ["no", "placebo", "best", "low", "high"].contains(&context.word(l).as_str())
                        || l.lex == Lex::Word && lexemes.get(end + 2).is_some_and(|l| context.is_treatment(l))
                }) =>
            {
                break;
            }
            Lex::Word => {
                let word = context.word(lexeme);
                // "chemotherapy followed by surgery".
                let then = |i: usize| {
                    context.word(&lexemes[i]) == "followed"
                        && lexemes.get(i + 1).is_some_and(|l| context.word(l) == "by")
                        && lexemes.get(i + 2).is_some_and(|l| context.is_treatment(l))
                };
                let joined = then(end) || end > at && then(end - 1);
                if RIGHT_STOPS.contains(&word.as_str()) && !joined
                    || word == "with" && (end == at || !lexemes[end + 1..].iter().take(2).any(|l| context.is_treatment(l)))
                    || matches!(word.as_str(), "." | "。")
                {
                    break;
                }
                if !word.is_ascii() && HAN_STOPS.iter().any(|s| word.starts_with(s)) {
                    break;
                }
            }
            _ => {}
        }
        end += 1;
    }
    trimmed(context, sentence, at..end)
}

fn dosing(context: &Context, sentence: &Sentence, at: usize) -> bool {
    at > 0 && ["every", "for"].contains(&context.word(&sentence.lexemes[at - 1]).as_str())
}

fn is_endpoint(context: &Context, sentence: &Sentence, at: usize) -> bool {
    let mentions = context.mentions(&sentence.lexemes[at]);
    mentions.iter().any(|m| m.kind == ConceptKind::Endpoint) && !mentions.iter().any(|m| m.kind.is_treatment())
}

/// "radiotherapy with cisplatin", "combined with", "SBRT联合": the word joins two treatments of one arm.
fn joins(context: &Context, sentence: &Sentence, at: usize) -> bool {
    at > 0
        && (context.is_treatment(&sentence.lexemes[at - 1])
            || ["combined", "together", "combination", "concurrently", "along", "concurrent", "sequentially"]
                .contains(&context.word(&sentence.lexemes[at - 1]).as_str()))
}

/// Without articles and punctuation at the ends; `None` for nothing.
fn trimmed(context: &Context, sentence: &Sentence, range: Range<usize>) -> Option<Range<usize>> {
    const ARTICLES: &[&str] = &[
        "the",
        "a",
        "an",
        "either",
        "both",
        "and",
        "or",
        "with",
        "to",
        "receive",
        "alone.",
        "adding",
        "that",
        "those",
        "receiving",
        "standard-dose.",
        ".",
    ];
    let (mut start, mut end) = (range.start, range.end);
    let lexemes = &sentence.lexemes;
    while start < end
        && (matches!(lexemes[start].lex, Lex::Comma | Lex::Close | Lex::Dash | Lex::Colon | Lex::Equal)
            || ARTICLES.contains(&context.word(&lexemes[start]).as_str()))
    {
        start += 1;
    }
    while start < end
        && (matches!(lexemes[end - 1].lex, Lex::Comma | Lex::Open | Lex::Dash | Lex::Slash | Lex::And | Lex::Or)
            || matches!(context.word(&lexemes[end - 1]).as_str(), "." | "。" | "the" | "a" | "with" | "and"))
    {
        end -= 1;
    }
    (start < end).then_some(start..end)
}

/// The text span of lexemes.
pub fn span(sentence: &Sentence, range: &Range<usize>) -> FoldedSpan {
    FoldedSpan::new(sentence.lexemes[range.start].span.start, sentence.lexemes[range.end - 1].span.end)
}
