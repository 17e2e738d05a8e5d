//! Values that can be outcomes: durations, percentages, numbers that share the unit of a later one; and what makes them something
//! else: follow-up, ages, differences, time points.

use crate::extraction::context::{Context, Sentence};
use crate::extraction::effect::{self, EffectPhrase, IntervalPhrase};
use crate::extraction::finding::IntervalKind;
use crate::extraction::lexeme::{Lex, RangeUnit, TimeUnit};
use crate::text::FoldedSpan;
use crate::vocabulary::ConceptKind;
use std::ops::Range;

/// A value before it is attached.
#[derive(Debug, Clone)]
pub(super) struct Value {
    pub(super) value: Option<f64>,
    pub(super) unit: Unit,
    pub(super) span: FoldedSpan,
    pub(super) interval: Option<IntervalPhrase>,
    pub(super) events: Option<u64>,
    pub(super) total: Option<u64>,
    pub(super) at: Range<usize>,
    /// "at 2 years" right after it.
    pub(super) time: Option<(f64, TimeUnit)>,
}

#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Unit {
    Percent,
    Time(TimeUnit),
    NotReached,
}

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

/// The values of a sentence that can be outcomes.
pub(super) fn values(context: &Context, sentence: &Sentence, effects: &[EffectPhrase]) -> Vec<Value> {
    let lexemes = &sentence.lexemes;
    let in_effect = |i: usize| effects.iter().any(|e| e.label.start <= i && i < e.lexemes.end);
    let mut found: Vec<Value> = Vec::new();
    let mut at = 0;
    while at < lexemes.len() {
        if in_effect(at) {
            at += 1;
            continue;
        }
        let lexeme = &lexemes[at];
        let (value, unit) = match &lexeme.lex {
            Lex::Percent(v) => (Some(*v), Unit::Percent),
            Lex::Duration { value, unit } => (Some(*value), Unit::Time(*unit)),
            Lex::NotReached => (None, Unit::NotReached),
            Lex::Range { low, high, unit } if *unit != RangeUnit::None && changed(context, sentence, at) => {
                // "improved from 5.5 to 9.2 months": two values.
                let unit = if let RangeUnit::Time(u) = unit { Unit::Time(*u) } else { Unit::Percent };
                for (i, (value, span)) in effect::two_numbers(context, lexeme.span, *low, *high).into_iter().enumerate() {
                    // The second value stands in the same lexeme: it begins where the first ends.
                    found.push(Value {
                        value: Some(value),
                        unit,
                        span,
                        interval: None,
                        events: None,
                        total: None,
                        at: at + i..at + 1,
                        time: None,
                    });
                }
                at += 1;
                continue;
            }
            Lex::Number { value, spelled: false } => match shared_unit(context, sentence, at) {
                Some(unit) => (Some(*value), unit),
                None => {
                    at += 1;
                    continue;
                }
            },
            _ => {
                at += 1;
                continue;
            }
        };
        let (interval, time, end) = details(context, sentence, at + 1);
        if is_other(context, sentence, at, unit, &found) {
            at = end.max(at + 1);
            continue;
        }
        let (events, total) = count(context, sentence, at);
        found.push(Value { value, unit, span: lexeme.span, interval, events, total, at: at..end, time });
        at = end.max(at + 1);
    }
    found
}

/// A range after "improved from", "increased from": the comparator's value and the experimental arm's.
fn changed(context: &Context, sentence: &Sentence, at: usize) -> bool {
    let before: Vec<String> = sentence.lexemes[at.saturating_sub(5)..at].iter().map(|l| context.word(l)).collect();
    before.iter().any(|w| w == "from")
}

/// A bare number in a list takes the unit that closes the list: "31, 22 and 11%", "43.7 (35.7-52.3) months".
fn shared_unit(context: &Context, sentence: &Sentence, at: usize) -> Option<Unit> {
    let lexemes = &sentence.lexemes;
    let mut depth = 0i32;
    for (i, l) in lexemes.iter().enumerate().skip(at + 1).take(22) {
        match &l.lex {
            Lex::Open => depth += 1,
            Lex::Close => depth -= 1,
            _ if depth > 0 => {}
            Lex::Percent(_) if i > at => return Some(Unit::Percent),
            Lex::Duration { unit, .. } => return Some(Unit::Time(*unit)),
            Lex::Number { spelled: false, .. } | Lex::Comma | Lex::And | Lex::Versus | Lex::Slash | Lex::Or => {}
            Lex::Word => {
                // "43.7 (35.7-52.3) months": the unit after a bracket.
                if let Some(unit) = crate::extraction::lexicon::TIME_UNITS.iter().find(|(w, _)| context.word(l) == *w) {
                    return Some(Unit::Time(unit.1));
                }
                if context.word(l) == "%" {
                    return Some(Unit::Percent);
                }
                return None;
            }
            _ => return None,
        }
    }
    None
}

/// What stands right after a value: its interval, "at 2 years".
fn details(context: &Context, sentence: &Sentence, from: usize) -> (Option<IntervalPhrase>, Option<(f64, TimeUnit)>, usize) {
    let lexemes = &sentence.lexemes;
    let (mut interval, mut time, mut end, mut at) = (None, None, from, from);
    let mut depth = 0i32;
    let mut level: Option<(Option<f64>, bool)> = None;
    while let Some(l) = lexemes.get(at) {
        match &l.lex {
            Lex::Open => depth += 1,
            Lex::Close => {
                depth -= 1;
                if depth < 0 {
                    break;
                }
                end = at + 1;
            }
            Lex::Level { value, credible } => level = Some((*value, *credible)),
            Lex::Range { low, high, unit } if interval.is_none() && (level.is_some() || depth > 0 && !ranged(context, sentence, at)) => {
                let (value, credible) = level.unwrap_or((None, false));
                if level.is_some() {
                    interval = Some(IntervalPhrase {
                        level: value,
                        low: Some(*low),
                        high: Some(*high),
                        kind: if credible { IntervalKind::Credible } else { IntervalKind::Confidence },
                        span: l.span,
                    });
                }
                end = at + 1;
            }
            Lex::Comma | Lex::Semicolon | Lex::Colon | Lex::Equal | Lex::Slash
                if depth > 0
                    || level.is_some() && interval.is_none()
                    || lexemes.get(at + 1).is_some_and(|n| matches!(n.lex, Lex::Level { .. })) => {}
            Lex::Number { value, .. } if level.is_some() && interval.is_none() => {
                // "95% CI 47.9, 88.5".
                let high = lexemes[at + 1..].iter().take(2).find_map(|n| match n.lex {
                    Lex::Number { value, .. } => Some((value, n.span)),
                    Lex::NotReached => Some((f64::NAN, n.span)),
                    _ => None,
                });
                if let Some((high, span)) = high {
                    let (level, credible) = level.unwrap_or((None, false));
                    let kind = if credible { IntervalKind::Credible } else { IntervalKind::Confidence };
                    interval = Some(IntervalPhrase {
                        level,
                        low: Some(*value),
                        high: Some(high).filter(|h| !h.is_nan()),
                        kind,
                        span: FoldedSpan::new(l.span.start, span.end),
                    });
                }
            }
            Lex::Duration { .. } | Lex::NotReached | Lex::Dash if level.is_some() && depth > 0 => {}
            Lex::Fraction { .. } | Lex::Number { .. } if depth > 0 => {}
            Lex::Word
                if depth > 0
                    && ["range", "iqr", "interquartile", "se", "of", "to", "patients", "例", "from"]
                        .contains(&context.word(l).as_str()) => {}
            Lex::Word if time.is_none() && ["at", "after", "in"].contains(&context.word(l).as_str()) => {
                let Some(Lex::Duration { value, unit }) = lexemes.get(at + 1).map(|n| &n.lex) else { break };
                if context.word(l) == "in" {
                    break;
                }
                time = Some((*value, *unit));
                end = at + 2;
                at += 1;
            }
            _ => break,
        }
        at += 1;
    }
    (interval, time, end)
}

/// "range 1.5-5.5" is no interval.
fn ranged(context: &Context, sentence: &Sentence, at: usize) -> bool {
    sentence.lexemes[at.saturating_sub(3)..at].iter().any(|l| ["range", "iqr", "interquartile"].contains(&context.word(l).as_str()))
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

/// A follow-up, an age, a difference, a time point: no outcome.
fn is_other(context: &Context, sentence: &Sentence, at: usize, unit: Unit, before: &[Value]) -> bool {
    let lexemes = &sentence.lexemes;
    // After a value of the same kind and a connective, it goes on as that one did.
    let goes_on = before
        .last()
        .is_some_and(|v| v.unit == unit && lexemes[v.at.end..at].iter().all(|l| matches!(l.lex, Lex::Versus | Lex::And | Lex::Comma)));
    if goes_on {
        return false;
    }
    let previous = at.checked_sub(1).map(|i| &lexemes[i]);
    if let Some(p) = previous {
        if matches!(p.lex, Lex::Bound(_)) && matches!(unit, Unit::Time(_)) {
            return true;
        }
        let word = context.word(p);
        if matches!(unit, Unit::Time(_))
            && ([
                "at", "within", "after", "every", "over", "for", "during", "in", "first", "last", "past", "than", "to", "least", "by", "of",
            ]
            .contains(&word.as_str())
                && !(word == "of" || word == "to" || word == "in" || word == "by")
                || is_time_of(context, sentence, at))
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
        || ["reduction", "improvement", "increase", "decrease", "difference", "gain", "benefit", "降低", "下降"].iter().any(|w| near(w, 3));
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
    let people = lexemes.get(at + 1).is_some_and(|l| {
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

/// A duration that is the time of a rate: "at 5 years", "5年" before an endpoint or a rate.
pub(super) fn is_time_of(context: &Context, sentence: &Sentence, at: usize) -> bool {
    let lexemes = &sentence.lexemes;
    if !context.text(lexemes[at].span).chars().any(crate::text::is_han) {
        return false;
    }
    let Lex::Duration { value, .. } = lexemes[at].lex else { return false };
    let next = lexemes.get(at + 1);
    // "2年肿瘤远处转移率": at most a word before the endpoint.
    let close = lexemes.get(at + 2).is_some_and(|l| context.mention_of(l, ConceptKind::Endpoint).is_some());
    if close && value.fract() == 0.0 && next.is_some_and(|l| matches!(l.lex, Lex::Word) && context.text(l.span).chars().count() <= 4) {
        return true;
    }
    value.fract() == 0.0
        && next.is_some_and(|l| {
            matches!(l.lex, Lex::Mention(_))
                || l.lex == Lex::Word
                    && ["时", "生存", "的", "局部", "累", "总", "无", "内", "后", "随", "复", "死"]
                        .iter()
                        .any(|w| context.word(l).starts_with(w))
        })
}

/// "38 of 85 (44.7%)", "39例(47%)", "47%(39例)", "three patients (17.6%)", "2 (8%)".
fn count(context: &Context, sentence: &Sentence, at: usize) -> (Option<u64>, Option<u64>) {
    let lexemes = &sentence.lexemes;
    if !matches!(lexemes[at].lex, Lex::Percent(_)) {
        return (None, None);
    }
    let open = at >= 1 && lexemes[at - 1].lex == Lex::Open;
    if open {
        for l in lexemes[at.saturating_sub(4)..at - 1].iter().rev() {
            match &l.lex {
                Lex::Fraction { events, total } => return (Some(*events as u64), Some(*total as u64)),
                Lex::Number { value, .. } if value.fract() == 0.0 => return (Some(*value as u64), None),
                Lex::Word | Lex::Mention(_) => {}
                _ => break,
            }
        }
    }
    // "47% (39 of 83)", "47%(39例)", "(25%; 10/40)".
    let after: Vec<&Lex> = lexemes[at + 1..].iter().take(3).map(|l| &l.lex).collect();
    match after[..] {
        [Lex::Open | Lex::Comma | Lex::Semicolon, Lex::Fraction { events, total }, ..] => (Some(*events as u64), Some(*total as u64)),
        // "47% [21]" is a reference.
        [Lex::Open, Lex::Number { value, .. }, Lex::Close | Lex::Word]
            if value.fract() == 0.0 && context.text(lexemes[at + 1].span) != "[" =>
        {
            (Some(*value as u64), None)
        }
        _ => (None, None),
    }
}
