//! Values that can be outcomes: durations, percentages, numbers that share the unit of a later one.

use crate::extraction::context::{Context, Sentence};
use crate::extraction::effect::{self, EffectPhrase, IntervalPhrase};
use crate::extraction::finding::IntervalKind;
use crate::extraction::lexeme::{Lex, Lexeme, RangeUnit, TimeUnit};
use crate::text::{FoldedSpan, is_han};
use crate::vocabulary::ConceptKind;

use super::other::is_other;
use super::types::{Unit, Value};

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
            // "arm 2, 16%": a name.
            Lex::Number { .. }
                if at > 0 && ["arm", "arms", "group", "level", "cohort", "stage"].contains(&context.word(&lexemes[at - 1]).as_str()) =>
            {
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
        let next = lexemes.get(at + 1);
        // "36个月OS率": a time, no outcome.
        let timed = matches!(unit, Unit::Time(_))
            && context.text(lexeme.span).chars().any(is_han)
            && next.is_some_and(|n| context.mention_of(n, ConceptKind::Endpoint).is_some());
        if timed || differs(context, sentence, at) {
            at = end.max(at + 1);
            continue;
        }
        let (events, total) = count(context, sentence, at);
        found.push(Value { value, unit, span: lexeme.span, interval, events, total, at: at..end, time });
        at = end.max(at + 1);
    }
    found
}

/// "(absolute difference between the groups 5.3%", 率差24.6%: what two outcomes differ by.
fn differs(context: &Context, sentence: &Sentence, at: usize) -> bool {
    let opens = |l: &Lexeme| matches!(l.lex, Lex::Open | Lex::Comma | Lex::Semicolon | Lex::Percent(_) | Lex::Duration { .. });
    let clause = sentence.lexemes[..at].iter().rev().take_while(|l| !opens(l));
    clause.take(10).any(|l| context.word(l) == "difference" || context.word(l).ends_with('差') || context.word(l).ends_with("差为"))
}

/// A range after "improved from", "increased from": the comparator's value and the experimental arm's.
fn changed(context: &Context, sentence: &Sentence, at: usize) -> bool {
    let before: Vec<String> = sentence.lexemes[at.saturating_sub(5)..at].iter().map(|l| context.word(l)).collect();
    before.iter().any(|w| w == "from")
}

/// A bare number in a list takes the unit that closes the list: "31, 22 and 11%", "43.7 (35.7-52.3) months".
fn shared_unit(context: &Context, sentence: &Sentence, at: usize) -> Option<Unit> {
    let lexemes = &sentence.lexemes;
    // "14.7 (range, 10.3-20.6 months)": the unit of the bracket, where none follows it.
    let mut bracketed: Option<Unit> = None;
    let mut depth = 0i32;
    for (i, l) in lexemes.iter().enumerate().skip(at + 1).take(22) {
        match &l.lex {
            Lex::Open => depth += 1,
            Lex::Close => depth -= 1,
            Lex::Range { unit: RangeUnit::Time(unit), .. } if depth > 0 && i <= at + 5 => bracketed = Some(Unit::Time(*unit)),
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
                return bracketed.or_else(|| headed_unit(context, sentence, at));
            }
            _ => return bracketed.or_else(|| headed_unit(context, sentence, at)),
        }
    }
    bracketed.or_else(|| headed_unit(context, sentence, at))
}

/// "Median OS (months) was A: 18.7 (95% CI …)": the unit stands with the name.
fn headed_unit(context: &Context, sentence: &Sentence, at: usize) -> Option<Unit> {
    let lexemes = &sentence.lexemes;
    let first = at.checked_sub(1).map(|i| &lexemes[i]).is_some_and(|l| {
        matches!(l.lex, Lex::Colon | Lex::Equal | Lex::Versus) || ["was", "were", "为"].contains(&context.word(l).as_str())
    });
    let named = |w: &[crate::extraction::lexeme::Lexeme]| match w {
        [a, unit, b] if a.lex == Lex::Open && b.lex == Lex::Close => {
            crate::extraction::lexicon::TIME_UNITS.iter().find(|(word, _)| context.word(unit) == *word).map(|u| u.1)
        }
        _ => None,
    };
    lexemes[..at].windows(3).rev().find_map(named).filter(|_| first && context.text(lexemes[at].span).contains('.')).map(Unit::Time)
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
