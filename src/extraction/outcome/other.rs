//! What makes a value something else than an outcome: follow-up, ages, differences, thresholds, time points.

use crate::extraction::context::{Context, Sentence};
use crate::extraction::lexeme::{Lex, TimeUnit};
use crate::text::FoldedSpan;
use crate::vocabulary::ConceptKind;

use super::types::{Unit, Value};

/// Words before a duration or percentage that make it something else than an outcome.
const OTHER_QUANTITIES: &[&str] = &[
    "follow-up",
    "followup",
    "follow",
    "within",
    "age",
    "aged",
    "after",
    "every",
    "for",
    "over",
    "during",
    "least",
    "interval",
    "duration",
    "reduction",
    "reduced",
    "reduce",
    "improvement",
    "increase",
    "increased",
    "decrease",
    "decreased",
    "difference",
    "gain",
    "benefit",
    "dose",
    "power",
    "alpha",
    "level",
    "confidence",
    "last",
    "first",
    "up",
    "until",
    "lower",
    "higher",
    "absolute",
    "additional",
    "further",
    "by",
    "following",
    "than",
    "extra",
    "significance",
    "about",
    "longer",
    "shorter",
    "older",
    "younger",
    "≥",
    "随访",
    "年龄",
    "降低",
    "下降",
    "提高了",
    "延长了",
    "增加",
    "减少",
    "延长",
    "提升",
    "缩短",
];

/// A follow-up, an age, a difference, a time point: no outcome.
pub(super) fn is_other(context: &Context, sentence: &Sentence, at: usize, unit: Unit, before: &[Value]) -> bool {
    let lexemes = &sentence.lexemes;
    if matches!(unit, Unit::Time(_)) && is_time_of(context, sentence, at) {
        return true;
    }
    // After a value of the same kind and a connective, it goes on as that one did.
    let goes_on = before
        .last()
        .is_some_and(|v| v.unit == unit && lexemes[v.at.end..at].iter().all(|l| matches!(l.lex, Lex::Versus | Lex::And | Lex::Comma)));
    if goes_on {
        return false;
    }
    if matches!(unit, Unit::Time(_)) && (is_age(context, sentence, at) || is_interval(context, sentence, at)) {
        return true;
    }
    if is_threshold(context, sentence, at) || unit == Unit::Percent && is_heterogeneity(context, sentence, at) {
        return true;
    }
    let previous = at.checked_sub(1).map(|i| &lexemes[i]);
    if let Some(p) = previous {
        let word = context.word(p);
        if matches!(unit, Unit::Time(_))
            && ([
                "at", "within", "after", "every", "over", "for", "during", "in", "first", "last", "past", "than", "to", "least", "by",
                "of", "below", "above", "under", "aged",
            ]
            .contains(&word.as_str())
                && !(word == "of" || word == "to" || word == "in" || word == "by"))
        {
            return true;
        }
    }
    let start = at.saturating_sub(7);
    let mut window: Vec<String> = Vec::new();
    for (back, l) in lexemes[start..at].iter().rev().enumerate() {
        // "median age, 75 years": the comma right before the value parts nothing.
        if matches!(l.lex, Lex::Semicolon | Lex::Percent(_) | Lex::Duration { .. }) || l.lex == Lex::Comma && back > 0 {
            break;
        }
        window.push(context.word(l));
    }
    let near = |w: &str, reach: usize| window.iter().take(reach).any(|x| if w.is_ascii() { x == w } else { x.ends_with(w) });
    let follow_up = ["follow-up", "followup", "follow", "随访", "age", "aged", "年龄"].iter().any(|w| near(w, 6));
    let change = OTHER_QUANTITIES.iter().any(|w| near(w, 1))
        || ["reduction", "improvement", "increase", "decrease", "difference", "gain", "benefit", "crossover", "降低", "下降"]
            .iter()
            .any(|w| near(w, 3))
        || near("率差", 1)
        || near("difference", 7) && near("absolute", 7)
        || context.text(FoldedSpan::new(sentence.span.start, lexemes[at].span.start)).to_lowercase().contains("difference in median");
    // "a median follow-up of 48 months", "for one year": back to the nearest endpoint.
    let followed = lexemes[at.saturating_sub(12)..at]
        .iter()
        .rev()
        .take_while(|l| {
            !matches!(l.lex, Lex::Semicolon) && !context.mentions(l).iter().any(|m| m.kind == crate::vocabulary::ConceptKind::Endpoint)
        })
        .any(|l| ["follow-up", "followup", "follow"].contains(&context.word(l).as_str()) || context.word(l).contains("随访"));
    let spelled = context.text(lexemes[at].span).starts_with(|c: char| c.is_ascii_alphabetic());
    if matches!(unit, Unit::Time(_)) && (followed || spelled) {
        return true;
    }
    // "an 11% improvement", "23% fewer", "85% had a PFS event".
    const CHANGES: &[&str] = &[
        "improvement",
        "increase",
        "reduction",
        "relative",
        "absolute",
        "higher",
        "lower",
        "fewer",
        "more",
        "decrease",
        "gain",
        "benefit",
        "greater",
        "maturity",
        "less",
        "risk",
    ];
    if unit == Unit::Percent && lexemes[at + 1..].iter().take(2).any(|l| CHANGES.contains(&context.word(l).as_str())) {
        return true;
    }
    let of_change = previous.is_some_and(|p| context.word(p) == "of")
        && lexemes[at.saturating_sub(6)..at].iter().any(|l| {
            ["improvement", "increase", "reduction", "difference", "gain", "benefit", "decrease"].contains(&context.word(l).as_str())
        });
    if of_change {
        return true;
    }
    if unit == Unit::Percent && share_of_events(context, sentence, at) {
        return true;
    }
    // "144 men (64%)": who they were.
    let counted = at > 1 && lexemes[at - 1].lex == Lex::Open && {
        ["men", "women", "male", "female", "males", "females", "男性", "女性"].contains(&context.word(&lexemes[at - 2]).as_str())
    };
    let people = counted
        || lexemes.get(at + 1).is_some_and(|l| {
            [
                "male",
                "female",
                "men",
                "women",
                "males",
                "females",
                "confidence",
                "ci",
                "old",
                "of-age",
                "男性",
                "女性",
                "power",
                "level",
                "significance",
            ]
            .contains(&context.word(l).as_str())
        });
    if people {
        return true;
    }
    let up_to = window.first().is_some_and(|w| w == "to") && window.get(1).is_some_and(|w| w == "up");
    follow_up || change && !matches!(unit, Unit::NotReached) || up_to
}

/// "Of the 24 local failures, 83%", "18% of all cancer deaths": a share of those who had the event, no rate of it.
fn share_of_events(context: &Context, sentence: &Sentence, at: usize) -> bool {
    let lexemes = &sentence.lexemes;
    let events = |from: usize, to: usize| {
        let text = |i: usize| context.text(lexemes[i].span).to_lowercase();
        (from..to.min(lexemes.len())).any(|i| ["deaths", "failures", "recurrences", "relapses"].iter().any(|w| text(i).ends_with(w)))
    };
    let word = |i: usize| lexemes.get(i).map(|l| context.word(l)).unwrap_or_default();
    let among = at > 1 && lexemes[at - 1].lex == Lex::Comma && word(0) == "of" && at <= 8 && events(1, at);
    among || word(at + 1) == "of" && ["all", "the", "these"].contains(&word(at + 2).as_str()) && events(at + 3, at + 6)
}

/// "below 65 years", "75 years or above", "70 years of age".
fn is_age(context: &Context, sentence: &Sentence, at: usize) -> bool {
    let lexemes = &sentence.lexemes;
    let Lex::Duration { unit: TimeUnit::Year, .. } = lexemes[at].lex else { return false };
    let word = |i: Option<usize>| i.and_then(|i| lexemes.get(i)).map(|l| context.word(l)).unwrap_or_default();
    let before = ["below", "under", "above", "aged", "over"].contains(&word(at.checked_sub(1)).as_str());
    let next = word(Some(at + 1));
    let then = word(Some(at + 2));
    let bounds = ["older", "younger", "above", "over", "below"];
    before
        || bounds[..2].contains(&next.as_str())
        || (next == "or" || next == "and") && bounds.contains(&then.as_str())
        || next == "of" && then == "age"
}

/// "2 weeks after surgery", "at a median of 17 months following SBRT", "7.9 years (SD 1.8) of follow-up", 服3周停1周: how long something
/// went on, or when it was done.
fn is_interval(context: &Context, sentence: &Sentence, at: usize) -> bool {
    let lexemes = &sentence.lexemes;
    if at > 0 && context.text(lexemes[at - 1].span).ends_with(['服', '停', '用', '每', '隔']) {
        return true;
    }
    let back: Vec<String> = lexemes[at.saturating_sub(5)..at].iter().map(|l| context.word(l)).collect();
    let named = back.iter().any(|w| ["median", "mean", "was", "were", "of", "survival", "is"].contains(&w.as_str()))
        || lexemes[at.saturating_sub(5)..at].iter().any(|l| context.mention_of(l, ConceptKind::Endpoint).is_some());
    if back.iter().rev().take(3).any(|w| ["sd", "deviation"].contains(&w.as_str())) {
        return true;
    }
    let next = lexemes.get(at + 1).map(|l| context.word(l)).unwrap_or_default();
    let done = ["after", "following", "before", "prior", "apart", "later", "earlier"].contains(&next.as_str());
    if done && (!named || back.iter().any(|w| w == "at")) {
        return true;
    }
    // The words behind, without brackets.
    let mut depth = 0i32;
    let mut behind: Vec<String> = Vec::new();
    for l in lexemes[at + 1..].iter().take(12) {
        match l.lex {
            Lex::Open => depth += 1,
            Lex::Close if depth == 0 => break,
            Lex::Close => depth -= 1,
            _ if depth > 0 => {}
            _ => behind.push(context.word(l)),
        }
    }
    behind.first().is_some_and(|w| w == "of")
        && behind.iter().skip(1).take(3).any(|w| ["follow-up", "followup", "follow"].contains(&w.as_str()))
}

/// "necrosis >50%", "TPS <1%": what a group was made by. A result may be bounded too: "was >100 months", "(<1%)".
fn is_threshold(context: &Context, sentence: &Sentence, at: usize) -> bool {
    let lexemes = &sentence.lexemes;
    if at == 0 || !matches!(lexemes[at - 1].lex, Lex::Bound(_)) {
        return false;
    }
    let Some(before) = at.checked_sub(2).map(|i| &lexemes[i]) else { return true };
    let word = context.word(before);
    let told = ["was", "were", "is", "are", "but", "of", "reached", "and", "为", "达"].contains(&word.as_str());
    let result = told || matches!(before.lex, Lex::Versus | Lex::Colon) || context.mention_of(before, ConceptKind::Endpoint).is_some();
    !(result || matches!(before.lex, Lex::Open | Lex::Comma) && matches!(lexemes[at].lex, Lex::Percent(_)))
}

/// `I² = 25%`.
fn is_heterogeneity(context: &Context, sentence: &Sentence, at: usize) -> bool {
    let from = sentence.lexemes[at.saturating_sub(6)].span.start;
    let before: String = context.text(FoldedSpan::new(from, sentence.lexemes[at].span.start)).to_lowercase().split_whitespace().collect();
    ["i2=", "i(2)=", "i^2=", "i^{2}=", "i2:", "i2of", "i2was"].iter().any(|w| before.ends_with(w))
}

/// A duration that is the time of a rate: "at 5 years", "5年" before an endpoint or a rate.
pub(super) fn is_time_of(context: &Context, sentence: &Sentence, at: usize) -> bool {
    let lexemes = &sentence.lexemes;
    if !context.text(lexemes[at].span).chars().any(crate::text::is_han) {
        return false;
    }
    let Lex::Duration { value, .. } = lexemes[at].lex else { return false };
    let next = lexemes.get(at + 1);
    // "5年同侧乳腺内肿瘤复发率": a rate, in the same run of words.
    let tail = context.text(FoldedSpan::new(lexemes[at].span.end, sentence.span.end));
    if value.fract() == 0.0 && tail.chars().take(14).take_while(|c| crate::text::is_han(*c)).any(|c| c == '率') {
        return true;
    }
    // "2年肿瘤远处转移率": at most a word before the endpoint.
    let close = lexemes.get(at + 2).is_some_and(|l| context.mention_of(l, ConceptKind::Endpoint).is_some());
    if close && value.fract() == 0.0 && next.is_some_and(|l| matches!(l.lex, Lex::Word) && context.text(l.span).chars().count() <= 4) {
        return true;
    }
    value.fract() == 0.0
        && next.is_some_and(|l| {
            matches!(l.lex, Lex::Mention(_))
                || l.lex == Lex::Word
                    && ["时", "生存", "存活", "整体", "的", "局部", "累", "总", "无", "内", "后", "随", "复", "死"]
                        .iter()
                        .any(|w| context.word(l).starts_with(w))
        })
}
