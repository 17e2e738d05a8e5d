//! The variable that a regression's ratio belongs to.

use super::context::{Context, Sentence};
use super::effect::EffectPhrase;
use super::finding::Factor;
use super::label;
use super::lexeme::Lex;
use super::phrase;
use crate::text::FoldedSpan;
use crate::vocabulary::ConceptKind;
use std::ops::Range;

const REGRESSION: &[&str] = &[
    "multivari",
    "univari",
    "prognos",
    "independent",
    "predict",
    "associated with",
    "risk factor",
    "association",
    "correlat",
    "cox regression",
    "logistic regression",
    "risk of",
    "多因素",
    "单因素",
    "独立",
    "影响因素",
    "危险因素",
    "保护因素",
    "预后因素",
    "呈正相关",
    "呈负相关",
    "无关",
    "相关性",
];
const LABEL_CHARS_MAX: usize = 120;
const VERBS: &[&str] = &[
    "was",
    "were",
    "is",
    "are",
    "had",
    "has",
    "have",
    "showed",
    "predicted",
    "predicts",
    "remained",
    "correlated",
    "associated",
    "independently",
    "demonstrated",
    "conferred",
    "increased",
    "decreased",
    "reduced",
    "significantly",
    "did",
    "experienced",
    "appeared",
    "influenced",
    "affected",
    "improved",
    "emerged",
    "exhibited",
    "presented",
    "contributed",
    "determined",
    "led",
    "resulted",
    "provided",
    "yielded",
    "prolonged",
    "produced",
    "achieved",
    "gave",
    "failed",
    "offered",
    "extended",
    "received",
];

/// Whether a sentence speaks of regression variables.
pub fn is_regression(lower: &str) -> bool {
    REGRESSION.iter().any(|r| lower.contains(r))
}

/// The variable named before an effect; `from` is where the stretch of this effect begins.
pub fn factor(context: &Context, sentence: &Sentence, effect: &EffectPhrase, from: usize) -> Option<Factor> {
    let range = label::core(context, sentence, label_range(context, sentence, effect, from)?)?;
    let mut label_range = range.clone();
    let mut reference = None;
    if let Some(at) = (range.start..range.end).find(|&i| sentence.lexemes[i].lex == Lex::Versus)
        && at > range.start
        && at + 1 < range.end
    {
        label_range = range.start..at;
        let right = without_close(sentence, at + 1..range.end);
        reference = Some(clip(&context.name(phrase::span(sentence, &right))));
    }
    // "… increased risk compared with B": the subject is what is compared.
    if reference.is_some() && names_outcome(context, sentence, &label_range) {
        return None;
    }
    let span = phrase::span(sentence, &label_range);
    // 单因素分析中年龄: what was done is no part of the name.
    let printed = context.name(span);
    let bare = ["分析中", "分析显示", "分析示"].iter().find_map(|w| printed.split_once(w).map(|(_, name)| name)).filter(|n| !n.is_empty());
    let label = clip(&balanced(bare.unwrap_or(&printed)));
    let concept = context
        .annotated
        .mentions_in(span)
        .iter()
        .filter(|m| !matches!(m.kind, ConceptKind::Endpoint | ConceptKind::Measure | ConceptKind::Design))
        .find_map(|m| m.concept)
        .map(|c| context.concept(c).id.clone());
    // "age ≥70 years" is a level, "12 months" an outcome.
    let bounded = |i: usize| i > label_range.start && matches!(sentence.lexemes[i - 1].lex, Lex::Bound(_));
    let valued = label_range.clone().any(|i| matches!(sentence.lexemes[i].lex, Lex::Percent(_) | Lex::Duration { .. }) && !bounded(i));
    (!label.is_empty() && !valued).then_some(Factor { label, reference, concept })
}

/// "A 1-Gy increase in dose", "per 10-year increment": what a ratio per step belongs to.
pub fn step(context: &Context, sentence: &Sentence, within: Range<usize>) -> Option<Factor> {
    let word = |i: usize| context.word(&sentence.lexemes[i]);
    let verb = within.clone().find(|&i| VERBS.contains(&word(i).as_str())).unwrap_or(within.end);
    let at = (within.start..verb).find(|&i| ["increase", "increment", "decrease"].contains(&word(i).as_str()))?;
    let measured = (at.saturating_sub(6).max(within.start)..at)
        .any(|i| word(i).starts_with(|c: char| c.is_ascii_digit()) || ["per", "each", "every", "unit"].contains(&word(i).as_str()));
    let range = label::core(context, sentence, before(context, sentence, within.start, at + 1)?.start..verb)?;
    let label = clip(&balanced(&context.name(phrase::span(sentence, &range))));
    measured.then_some(Factor { label, reference: None, concept: None })
}

fn without_close(sentence: &Sentence, range: Range<usize>) -> Range<usize> {
    let close = (range.start..range.end).find(|&i| matches!(sentence.lexemes[i].lex, Lex::Close | Lex::Comma | Lex::Semicolon));
    range.start..close.filter(|&c| c > range.start).unwrap_or(range.end)
}

/// Lexemes of the variable's name: the phrase right before the effect, or, where that names the outcome ("… was associated with
/// shorter survival (HR …"), the subject of the clause.
pub(super) fn label_range(context: &Context, sentence: &Sentence, effect: &EffectPhrase, from: usize) -> Option<Range<usize>> {
    if let Some(label) = context.row_label(sentence).filter(|l| l.end < effect.label.start) {
        return Some(label);
    }
    let lexemes = &sentence.lexemes;
    // 年龄与OS无关: the variable stands before 与.
    let related = (from + 1..effect.label.start).rev().find(|&i| {
        lexemes[i].lex == Lex::And
            && lexemes.get(i + 1).is_some_and(|l| context.mention_of(l, ConceptKind::Endpoint).is_some())
            && lexemes[i + 1..].iter().take(5).any(|l| ["无关", "相关"].iter().any(|w| context.word(l).contains(w)))
    });
    if let Some(and) = related
        && let Some(found) = before(context, sentence, from, and)
    {
        return Some(found);
    }
    let named = effect.named_in.clone().unwrap_or(from..effect.label.start);
    let (mut start, mut end) = (named.start, named.end);
    while start < end && dull(context, sentence, start) {
        start += 1;
    }
    while end > start
        && (dull(context, sentence, end - 1)
            || lexemes[end - 1].lex == Lex::Open
            || TRAILING.contains(&context.word(&lexemes[end - 1]).as_str()))
    {
        end -= 1;
    }
    if start >= end {
        // "HR for smoking 2.1": the label itself holds the name.
        return inside_label(context, sentence, effect);
    }
    if let Some(colon) = (start..end).rev().find(|&i| lexemes[i].lex == Lex::Colon).filter(|c| c + 1 < end) {
        start = colon + 1;
    }
    // "insulin below 2.1 (ln scale; HR": the bracket belongs to the name.
    let open = (depth(sentence, start..end) > 0).then(|| (start..end).rev().find(|&i| lexemes[i].lex == Lex::Open)).flatten();
    let near = before(context, sentence, start, open.unwrap_or(end)).map(|r| r.start..if open.is_some() { end } else { r.end });
    // "淋巴结转移(HR …)是…的危险因素": said to be a factor, whatever else it may be.
    let after = context.text(FoldedSpan::new(lexemes[effect.lexemes.end - 1].span.end, sentence.span.end));
    let said = effect.named_in.is_some() || after.contains("因素");
    match near {
        Some(r) if said || !names_outcome(context, sentence, &r) => Some(r),
        _ => subject(context, sentence, start, end)
            .or_else(|| subject(context, sentence, 0, start))
            .or_else(|| inside_label(context, sentence, effect)),
    }
}

const TRAILING: &[&str] = &[
    "of",
    "had",
    "was",
    "were",
    "at",
    "showed",
    "有",
    "a",
    "with",
    "adjusted",
    "pooled",
    "estimated",
    "corresponding",
    "multivariate",
    "unadjusted",
    "crude",
    "an",
];

/// Connectives and leftovers of the effect before: "…; P=.03), and".
fn dull(context: &Context, sentence: &Sentence, i: usize) -> bool {
    match &sentence.lexemes[i].lex {
        Lex::Comma
        | Lex::Semicolon
        | Lex::And
        | Lex::Close
        | Lex::Or
        | Lex::Colon
        | Lex::P { .. }
        | Lex::OtherP
        | Lex::Equal
        | Lex::Respectively => true,
        Lex::Word => ["with", "as", "well", ".", "the", "also", "by", "a", "an", "于", "且", "while", "but", "whereas"]
            .contains(&context.word(&sentence.lexemes[i]).as_str()),
        _ => false,
    }
}

/// The phrase that ends before `end`: back to a verb, a preposition that opens another part, a comma.
fn before(context: &Context, sentence: &Sentence, from: usize, end: usize) -> Option<Range<usize>> {
    const STOPS: &[&str] = &[
        "with",
        "that",
        "for",
        "to",
        "by",
        "between",
        "including",
        "related",
        "were",
        "was",
        "is",
        "are",
        "had",
        "in",
        "among",
        "on",
        "both",
        "only",
        "namely",
        "were:",
        "as",
        "when",
        "but",
        "while",
        "whereas",
        "also",
        "although",
        "which",
    ];
    let lexemes = &sentence.lexemes;
    let mut start = end;
    while start > from {
        let i = start - 1;
        let word = context.word(&lexemes[i]);
        let stop = match &lexemes[i].lex {
            Lex::Comma | Lex::Semicolon | Lex::Colon | Lex::P { .. } | Lex::OtherP | Lex::Measure(_) | Lex::Level { .. } => true,
            Lex::And => {
                start == end
                    || !(i >= 1 && context.is_treatment(&lexemes[i - 1]) && lexemes.get(i + 1).is_some_and(|l| context.is_treatment(l)))
            }
            Lex::Word => {
                STOPS.contains(&word.as_str())
                    || VERBS.contains(&word.as_str()) && word.is_ascii()
                    || word.ends_with('是')
                    || word.ends_with('与')
            }
            _ => false,
        };
        if stop {
            break;
        }
        start -= 1;
    }
    while start < end && (dull(context, sentence, start) || lexemes[start].lex == Lex::Open) {
        start += 1;
    }
    (start < end).then_some(start..end)
}

/// A phrase that names what was measured, not what it depends on.
fn names_outcome(context: &Context, sentence: &Sentence, range: &Range<usize>) -> bool {
    const OUTCOMES: &[&str] = &[
        "survival",
        "death",
        "prognosis",
        "recurrence",
        "outcome",
        "outcomes",
        "mortality",
        "patients",
        "risk",
        "analysis",
        "relapse",
        "progression",
        "benefit",
        "improvement",
        "response",
        "effect",
        "model",
        "difference",
        "predictor",
        "predictors",
        "factor",
        "factors",
        "association",
        "cancer",
        "disease",
        "interval",
    ];
    let last = &sentence.lexemes[range.end - 1];
    context.mentions(last).iter().any(|m| matches!(m.kind, ConceptKind::Endpoint | ConceptKind::Disease))
        || OUTCOMES.contains(&context.word(last).as_str())
        || sentence.lexemes[range.clone()].iter().any(|l| ["risk", "odds", "analysis", "hazard"].contains(&context.word(l).as_str()))
}

/// What stands before the first verb of a clause.
pub(super) fn subject(context: &Context, sentence: &Sentence, from: usize, end: usize) -> Option<Range<usize>> {
    let lexemes = &sentence.lexemes;
    let verb = (from..end).find(|&i| lexemes[i].lex == Lex::Word && VERBS.contains(&context.word(&lexemes[i]).as_str()) && i > from)?;
    // "showed that chemotherapy was associated": the clause after "that".
    let that = (verb..end).find(|&i| context.word(&lexemes[i]) == "that");
    if let Some(that) = that
        && let Some(found) = subject(context, sentence, that + 1, end)
    {
        return Some(found);
    }
    let range = before(context, sentence, from, verb)?;
    let pronoun = range.len() == 1
        && ["it", "this", "they", "these", "we", "there", "which", "results"].contains(&context.word(&lexemes[range.start]).as_str());
    (!pronoun && !names_outcome(context, sentence, &range)).then_some(range)
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
    let from = (effect.label.start + 1..effect.label.end)
        .find(|&i| lexemes[i].lex == Lex::Word && ["for", "of", "in"].contains(&context.word(&lexemes[i]).as_str()))?;
    phrase::right(context, sentence, from + 1).filter(|r| r.end <= effect.label.end && !names_outcome(context, sentence, r))
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
