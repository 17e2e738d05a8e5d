//! Arm outcomes as a sentence prints them: medians, rates at time points, response rates with counts.
//!
//! A value is a duration, a percentage or a number that shares the unit of a later one ("43.7 and 65.7 months"). It takes
//! - its endpoint from the nearest one named before it in its clause, or, where a clause names values first ("13% had a complete
//!   response"), from the one after it;
//! - its time point from "2-year" beside the endpoint or "at 2 years" beside the value; several times share out a list;
//! - its arm from the phrase after it ("in the control group"), before it ("the RT group: 5.7%"), or from its place in a list of
//!   arms ("… and …, respectively", "A versus B").

use super::arms::Arms;
use super::comparison::{self, Side};
use super::context::{Context, Sentence};
use super::effect::{self, EffectPhrase, IntervalPhrase};
use super::endpoint::EndpointRef;
use super::finding::{IntervalKind, Statistic};
use super::lexeme::{Lex, RangeUnit, TimeUnit};
use crate::text::FoldedSpan;
use crate::vocabulary::EndpointType;
use std::ops::Range;

/// One printed value with everything attached to it.
#[derive(Debug, Clone)]
pub struct OutcomePhrase {
    pub endpoint: EndpointRef,
    pub statistic: Statistic,
    pub value: Option<f64>,
    pub unit: Option<&'static str>,
    pub span: FoldedSpan,
    pub not_reached: bool,
    pub interval: Option<IntervalPhrase>,
    pub events: Option<u64>,
    pub total: Option<u64>,
    pub timepoint: Option<(f64, TimeUnit)>,
    pub side: Option<Side>,
}

/// A value before it is attached.
#[derive(Debug, Clone)]
struct Value {
    value: Option<f64>,
    unit: Unit,
    span: FoldedSpan,
    interval: Option<IntervalPhrase>,
    events: Option<u64>,
    total: Option<u64>,
    at: Range<usize>,
    /// "at 2 years" right after it.
    time: Option<(f64, TimeUnit)>,
}

#[derive(Debug, Clone, Copy, PartialEq)]
enum Unit {
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

/// A sentence with what was found in it so far.
pub struct Scene<'a> {
    pub context: &'a Context<'a>,
    pub sentence: &'a Sentence,
    pub arms: &'a Arms,
    pub endpoints: &'a [EndpointRef],
    pub effects: &'a [EffectPhrase],
    pub references: &'a [Side],
    /// Endpoint that the sentences before spoke of.
    pub carried: Option<&'a EndpointRef>,
}

/// All outcomes of a sentence, attached.
pub fn outcomes(scene: &Scene) -> Vec<OutcomePhrase> {
    let Scene { context, sentence, .. } = *scene;
    let values = values(context, sentence, scene.effects);
    if values.is_empty() {
        return Vec::new();
    }
    let scope: Vec<&EndpointRef> = scene.endpoints.iter().filter(|e| !e.event && in_scope(context, e)).collect();
    grouped(context, sentence, &values, &scope).into_iter().flat_map(|group| attach(scene, &scope, &values[group])).collect()
}

/// Endpoints whose arm results are outcomes: time to event and response.
fn in_scope(context: &Context, endpoint: &EndpointRef) -> bool {
    let Some(id) = endpoint.concept.as_deref().and_then(|c| context.vocabulary.find(c)) else { return false };
    let concept = context.concept(id);
    matches!(concept.endpoint_type, Some(EndpointType::TimeToEvent | EndpointType::Response))
        || ["endpoint:mortality", "endpoint:recurrence", "endpoint:dm", "endpoint:lf", "endpoint:lrf"].contains(&concept.id.as_str())
}

/// The values of a sentence that can be outcomes.
fn values(context: &Context, sentence: &Sentence, effects: &[EffectPhrase]) -> Vec<Value> {
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
                if let Some(unit) = super::lexicon::TIME_UNITS.iter().find(|(w, _)| context.word(l) == *w) {
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
                let _ = matches!(unit, RangeUnit::Percent);
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
fn is_time_of(context: &Context, sentence: &Sentence, at: usize) -> bool {
    let lexemes = &sentence.lexemes;
    if !context.text(lexemes[at].span).chars().any(crate::text::is_han) {
        return false;
    }
    let Lex::Duration { value, .. } = lexemes[at].lex else { return false };
    let next = lexemes.get(at + 1);
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
        [Lex::Open, Lex::Number { value, .. }, Lex::Close | Lex::Word] if value.fract() == 0.0 => (Some(*value as u64), None),
        _ => {
            let _ = context;
            (None, None)
        }
    }
}

/// Runs of values that belong together: no endpoint between them, unless the values come first.
fn grouped(context: &Context, sentence: &Sentence, values: &[Value], scope: &[&EndpointRef]) -> Vec<Range<usize>> {
    let mut groups: Vec<Range<usize>> = Vec::new();
    for (i, v) in values.iter().enumerate() {
        let joins = i > 0 && {
            let gap = values[i - 1].at.end..v.at.start;
            let endpoint_between = scope.iter().any(|e| e.at.start >= gap.start && e.at.end <= gap.end);
            let same_kind = v.unit == values[i - 1].unit || v.unit == Unit::NotReached || values[i - 1].unit == Unit::NotReached;
            let time_between = sentence.lexemes[gap.clone()].iter().any(|l| matches!(l.lex, Lex::Times(_)));
            let semicolon = sentence.lexemes[gap.clone()].iter().any(|l| matches!(l.lex, Lex::Semicolon));
            // "3 PR (13%) and 13 (54%) dogs with SD": each value has its own endpoint.
            let own = own_endpoint(context, sentence, scope, v)
                && scope.iter().any(|e| e.at.end <= values[i - 1].at.start && values[i - 1].at.start - e.at.end <= 3);
            !own && !endpoint_between && same_kind && !time_between && (!semicolon || gap.len() <= 10)
        };
        match groups.last_mut() {
            Some(last) if joins => last.end = i + 1,
            _ => groups.push(i..i + 1),
        }
    }
    groups
}

/// Whether an endpoint follows a value directly: "54% of patients had stable disease".
fn own_endpoint(context: &Context, sentence: &Sentence, scope: &[&EndpointRef], value: &Value) -> bool {
    scope.iter().any(|e| {
        e.at.start >= value.at.end
            && e.at.start - value.at.end <= 4
            && sentence.lexemes[value.at.end..e.at.start].iter().all(|l| l.lex == Lex::Close || FILLERS.contains(&context.word(l).as_str()))
    })
}

const FILLERS: &[&str] =
    &["of", "patients", "had", "a", "achieved", "with", "the", "and", "pts", "experienced", "showed", "dogs", "were", "confirmed"];

fn attach(scene: &Scene, scope: &[&EndpointRef], values: &[Value]) -> Vec<OutcomePhrase> {
    let Scene { context, sentence, arms, endpoints, references, carried, .. } = *scene;
    let lexemes = &sentence.lexemes;
    let (first, last) = (&values[0], &values[values.len() - 1]);
    let before: Vec<&&EndpointRef> = scope.iter().filter(|e| e.at.end <= first.at.start).collect();
    let after = scope.iter().find(|e| e.at.start >= last.at.end);
    let clause_start = clause_start(sentence, first.at.start);
    let near_before = before.last().filter(|e| e.at.start >= clause_start).copied();
    // "13% achieved a complete response": the endpoint follows within the clause and nothing came before.
    let follows = after.filter(|e| {
        e.at.start - last.at.end <= 8 && !lexemes[last.at.end..e.at.start].iter().any(|l| matches!(l.lex, Lex::Semicolon | Lex::Percent(_)))
    });
    let direct = follows.filter(|e| {
        lexemes[last.at.end..e.at.start].iter().all(|l| matches!(l.lex, Lex::Close) || FILLERS.contains(&context.word(l).as_str()))
    });
    let endpoint: Option<EndpointRef> = match (near_before, direct) {
        (Some(b), Some(d)) => {
            let used = lexemes[b.at.end..first.at.start].iter().any(|l| matches!(l.lex, Lex::Percent(_) | Lex::Duration { .. }))
                || b.at.start > 0 && matches!(lexemes[b.at.start - 1].lex, Lex::Number { .. } | Lex::Close | Lex::Percent(_))
                || b.at.start > 1 && matches!(lexemes[b.at.start - 2].lex, Lex::Percent(_));
            let far = first.at.start.saturating_sub(b.at.end) > 4;
            Some(if (used || far) && matches!(first.unit, Unit::Percent) { (*d).clone() } else { (*b).clone() })
        }
        (Some(b), None) => Some((*b).clone()),
        (None, Some(d)) => Some((*d).clone()),
        (None, None) => before
            .last()
            .map(|e| (**e).clone())
            .filter(|_| !closer_harm(endpoints, first, clause_start))
            .or_else(|| follows.map(|e| (*e).clone()))
            .or_else(|| carried.cloned().filter(|_| carries(context, sentence))),
    };
    let Some(endpoint) = endpoint else { return Vec::new() };
    // A harm named closer than the endpoint takes the value.
    if endpoints.iter().any(|e| {
        !scope.iter().any(|s| s.at == e.at)
            && !e.event
            && e.at.start >= endpoint.at.end
            && e.at.end <= first.at.start
            && endpoint.at.end <= first.at.start
    }) {
        return Vec::new();
    }
    let time_to_event = endpoint
        .concept
        .as_deref()
        .and_then(|c| context.vocabulary.find(c))
        .is_some_and(|c| context.concept(c).endpoint_type == Some(EndpointType::TimeToEvent));
    if !time_to_event && values.iter().any(|v| matches!(v.unit, Unit::Time(_))) && endpoint.concept.as_deref() != Some("endpoint:dor") {
        return Vec::new();
    }
    let listed = listed(sentence, scope, values);
    let times = if listed.is_some() { Vec::new() } else { times(context, sentence, &endpoint, values, time_to_event) };
    let sides = sides(context, sentence, arms, references, values, times.len().max(1));
    let statistic = |v: &Value| match v.unit {
        Unit::Percent => Statistic::Rate,
        _ => {
            if mean(context, sentence, v.at.start) {
                Statistic::Mean
            } else {
                Statistic::Median
            }
        }
    };
    let per_arm = times.len().max(1);
    values
        .iter()
        .enumerate()
        .map(|(i, v)| {
            let timepoint = v
                .time
                .or_else(|| times.get(if times.len() > 1 { i % per_arm } else { 0 }).copied())
                .filter(|_| v.unit == Unit::Percent && (time_to_event || has_time(&endpoint)));
            OutcomePhrase {
                endpoint: listed.as_ref().map_or_else(|| endpoint.clone(), |l| l[i].clone()),
                statistic: statistic(v),
                value: v.value,
                unit: match v.unit {
                    Unit::Percent => Some("percent"),
                    Unit::Time(u) => Some(u.as_str()),
                    Unit::NotReached => None,
                },
                span: v.span,
                not_reached: v.unit == Unit::NotReached,
                interval: v.interval.clone(),
                events: v.events,
                total: v.total,
                timepoint,
                side: sides[i].clone(),
            }
        })
        .filter(plausible)
        .collect()
}

/// "Median A, B and C were 1, 2 and 3 months, respectively": one endpoint a value.
fn listed(sentence: &Sentence, scope: &[&EndpointRef], values: &[Value]) -> Option<Vec<EndpointRef>> {
    if values.len() < 2 || !sentence.lexemes.iter().any(|l| l.lex == Lex::Respectively) {
        return None;
    }
    let first = values[0].at.start;
    let run: Vec<&&EndpointRef> = scope.iter().filter(|e| e.at.end <= first).collect();
    let mut distinct: Vec<&EndpointRef> = Vec::new();
    for e in run.into_iter().rev() {
        // A list is held together by commas and brackets only.
        let gap = distinct.last().map_or(first - e.at.end, |n| n.at.start.saturating_sub(e.at.end));
        if !distinct.is_empty() && gap > 6 {
            break;
        }
        if !distinct.iter().any(|d| d.concept == e.concept) {
            distinct.push(e);
        }
    }
    distinct.reverse();
    (distinct.len() == values.len()).then(|| distinct.into_iter().cloned().collect())
}

/// Failure and death rates keep their time although they are no survival.
fn has_time(endpoint: &EndpointRef) -> bool {
    !matches!(
        endpoint.concept.as_deref(),
        Some("endpoint:orr" | "endpoint:cr" | "endpoint:pr" | "endpoint:sd" | "endpoint:pcr" | "endpoint:dcr" | "endpoint:cbr")
    )
}

fn plausible(o: &OutcomePhrase) -> bool {
    o.not_reached || o.value.is_some_and(|v| v >= 0.0 && (o.unit != Some("percent") || v <= 100.0))
}

fn closer_harm(endpoints: &[EndpointRef], first: &Value, clause_start: usize) -> bool {
    endpoints.iter().any(|e| e.at.start >= clause_start && e.at.end <= first.at.start)
}

/// A sentence without an endpoint of its own may go on about the one before ("… was 15.8 months in …").
fn carries(context: &Context, sentence: &Sentence) -> bool {
    let lower = context.lower(sentence);
    ["median", "respectively", "rate", "中位", "率"].iter().any(|w| lower.contains(w))
        && !["toxicit", "adverse", "grade", "毒", "不良"].iter().any(|w| lower.contains(w))
}

fn mean(context: &Context, sentence: &Sentence, at: usize) -> bool {
    let window = &sentence.lexemes[at.saturating_sub(8)..at];
    let last = window
        .iter()
        .rev()
        .map(|l| context.word(l))
        .find(|w| w.contains("median") || w.contains("mean") || w.contains("中位") || w.contains("平均"));
    last.is_some_and(|w| w.contains("mean") || w.contains("平均"))
}

fn clause_start(sentence: &Sentence, at: usize) -> usize {
    (0..at).rev().find(|&i| sentence.lexemes[i].lex == Lex::Semicolon).map_or(0, |i| i + 1)
}

/// Times that the values are for: "2-year" near the endpoint, "at 5 years" anywhere near, 5年 before the endpoint.
fn times(context: &Context, sentence: &Sentence, endpoint: &EndpointRef, values: &[Value], time_to_event: bool) -> Vec<(f64, TimeUnit)> {
    if !time_to_event && !has_time(endpoint) || values.iter().any(|v| matches!(v.unit, Unit::Time(_))) {
        return Vec::new();
    }
    let lexemes = &sentence.lexemes;
    let first = values[0].at.start;
    let last = values[values.len() - 1].at.end;
    let mut found: Option<(usize, Vec<(f64, TimeUnit)>)> = None;
    let mut offer = |distance: usize, times: Vec<(f64, TimeUnit)>| {
        if found.as_ref().is_none_or(|f| distance < f.0) {
            found = Some((distance, times));
        }
    };
    let previous_value = (0..first).rev().find(|&i| matches!(lexemes[i].lex, Lex::Percent(_))).map_or(0, |i| i + 1);
    for (i, l) in lexemes.iter().enumerate() {
        let distance = if i < first {
            first - i
        } else if i >= last {
            (i - last) * 2 + 3
        } else {
            0
        };
        match &l.lex {
            Lex::Times(_) if i >= previous_value.min(endpoint.at.start) && i < last + 12 => offer(distance, time_list(sentence, i)),
            Lex::Duration { value, unit } if i < first.max(last + 4) => {
                let before = i.checked_sub(1).map(|b| context.word(&lexemes[b])).unwrap_or_default();
                let at_time = ["at", "after"].contains(&before.as_str()) && i < last + 4 || is_time_of(context, sentence, i) && i < first;
                if at_time {
                    offer(distance, vec![(*value, *unit)]);
                }
            }
            _ => {}
        }
    }
    found.map(|f| f.1).unwrap_or_default()
}

/// "2-year and 5-year": the whole list that a time belongs to.
fn time_list(sentence: &Sentence, at: usize) -> Vec<(f64, TimeUnit)> {
    let lexemes = &sentence.lexemes;
    let joined = |i: usize| matches!(lexemes.get(i).map(|l| &l.lex), Some(Lex::And | Lex::Comma | Lex::Slash));
    let is_time = |i: usize| matches!(lexemes.get(i).map(|l| &l.lex), Some(Lex::Times(_)));
    let mut start = at;
    while start >= 2 && joined(start - 1) && (is_time(start - 2) || start >= 3 && joined(start - 2) && is_time(start - 3)) {
        start -= if is_time(start - 2) { 2 } else { 3 };
    }
    let mut times = Vec::new();
    let mut i = start;
    loop {
        if let Some(Lex::Times(list)) = lexemes.get(i).map(|l| &l.lex) {
            times.extend(list.iter().copied());
        }
        let next = (i + 1..i + 4).find(|&j| is_time(j) && (i + 1..j).all(joined) && j > i + 1);
        match next {
            Some(j) => i = j,
            None => break,
        }
    }
    times
}

/// The arm of each value.
fn sides(context: &Context, sentence: &Sentence, arms: &Arms, references: &[Side], values: &[Value], per_arm: usize) -> Vec<Option<Side>> {
    let lexemes = &sentence.lexemes;
    let n = values.len();
    let blocks = if n.is_multiple_of(per_arm) { n / per_arm } else { n };
    let per_arm = n / blocks.max(1);
    let (first, last) = (values[0].at.start, values[n - 1].at.end);
    let spread =
        |block_sides: Vec<Option<Side>>| -> Vec<Option<Side>> { (0..n).map(|i| block_sides.get(i / per_arm).cloned().flatten()).collect() };
    let block_start = |b: usize| values[b * per_arm].at.start;
    let block_end = |b: usize| values[(b + 1) * per_arm - 1].at.end;
    // References beside each block.
    let after = |b: usize| -> Option<Side> {
        let limit = if b + 1 < blocks { block_start(b + 1) } else { lexemes.len() };
        references
            .iter()
            .find(|r| r.at.start >= block_end(b) && r.at.end <= limit && introduced(context, sentence, block_end(b), r.at.start))
            .cloned()
    };
    let before = |b: usize| -> Option<Side> {
        let limit = if b > 0 { block_end(b - 1) } else { 0 };
        references.iter().rfind(|r| r.at.end <= block_start(b) && r.at.start >= limit).cloned()
    };
    let afters: Vec<Option<Side>> = (0..blocks).map(after).collect();
    if afters.iter().all(Option::is_some) && distinct(&afters) {
        return spread(afters);
    }
    // "A … 1, B … 2": one reference before each block.
    let befores: Vec<Option<Side>> = (0..blocks).map(before).collect();
    let preceding: Vec<&Side> = references.iter().filter(|r| r.at.end <= first).collect();
    let following: Vec<&Side> = references.iter().filter(|r| r.at.start >= last).collect();
    if blocks > 1
        && befores.iter().all(Option::is_some)
        && distinct(&befores)
        && references.iter().filter(|r| r.at.start >= first && r.at.end <= last).count() == blocks - 1
    {
        return spread(befores);
    }
    if blocks > 1 && afters[0].is_some() && afters[1..].iter().all(Option::is_none) && blocks == 2 {
        // "55.8% in A compared with 5.7%": the other arm.
        let one = afters[0].clone();
        let other = one.as_ref().and_then(|s| s.arm).filter(|_| arms.list.len() == 2).map(|i| comparison::whole(arms, 1 - i));
        if other.is_some() {
            return spread(vec![one, other]);
        }
    }
    // A list of arms before or after a list of values.
    for list in [following, preceding] {
        let mut named: Vec<&Side> = Vec::new();
        for r in list.iter().rev() {
            if !named.iter().any(|s| s.arm == r.arm && s.label == r.label) {
                named.insert(0, r);
            }
        }
        if named.len() >= blocks && blocks > 1 {
            let from = named.len() - blocks;
            return spread(named[from..].iter().map(|s| Some((*s).clone())).collect());
        }
    }
    if blocks == 1 {
        let one = afters[0].clone().or_else(|| {
            let near = befores[0].clone()?;
            // A reference in the same clause.
            (clause_start(sentence, first) <= near.at.start).then_some(near)
        });
        return spread(vec![one]);
    }
    // "from 5.5 to 9.2 months", 由55.6%提高到66.3%: the comparator's value first.
    let first_word = context.text(FoldedSpan::new(sentence.span.start, values[0].span.start));
    let raised = n == 2
        && (values[1].at.is_empty()
            || [("由", "到"), ("由", "至"), ("从", "到"), ("从", "至")].iter().any(|(a, b)| {
                first_word.trim_end().ends_with(a)
                    && context.text(FoldedSpan::new(values[0].span.end, values[1].span.start.max(values[0].span.end))).contains(b)
            }));
    if raised && arms.list.len() >= 2 {
        return spread(vec![Some(comparison::whole(arms, 1)), Some(comparison::whole(arms, 0))]);
    }
    // "15.8 versus 12.3 months": the study's own two arms.
    let two_named = || {
        lexemes.iter().any(|l| l.lex == Lex::Respectively) || {
            let lower = context.lower(sentence);
            ["two groups", "two arms", "both", "between groups", "between arms", "the groups", "the arms", "两组", "2组", "二组"]
                .iter()
                .any(|w| lower.contains(w))
        }
    };
    let versus = lexemes[first..last].iter().any(|l| l.lex == Lex::Versus) || two_named();
    if blocks == 2 && versus && arms.list.len() >= 2 {
        let named = references.iter().rfind(|r| r.at.end <= first).and_then(|r| r.arm).filter(|&i| i < 2);
        let lead = named.filter(|&i| i == 1 && references.iter().filter(|r| r.at.end <= first).count() == 1).map_or(0, |i| i);
        let order = if lead == 1 { [1, 0] } else { [0, 1] };
        return spread(order.iter().map(|&i| Some(comparison::whole(arms, i))).collect());
    }
    spread(vec![None; blocks])
}

fn distinct(sides: &[Option<Side>]) -> bool {
    sides
        .iter()
        .enumerate()
        .all(|(i, a)| sides[..i].iter().all(|b| a.as_ref().map(|s| (&s.arm, &s.label)) != b.as_ref().map(|s| (&s.arm, &s.label))))
}

/// The words between a value and a phrase introduce the phrase: "in the", "for", "with", a bracket that only names it.
fn introduced(context: &Context, sentence: &Sentence, from: usize, to: usize) -> bool {
    let gap = &sentence.lexemes[from..to.max(from)];
    gap.len() <= 8
        && gap.iter().all(|l| match &l.lex {
            Lex::Word => [
                "in",
                "for",
                "with",
                "the",
                "of",
                "patients",
                "among",
                "receiving",
                "treated",
                "who",
                "received",
                "on",
                "those",
                "group",
                "a",
                "by",
                "within",
                "assigned",
                "given",
                "to",
                "after",
                "following",
                "dogs",
                "all",
                "women",
                "men",
                "(",
                "their",
                "at",
                "under",
            ]
            .contains(&context.word(l).as_str()),
            Lex::Open | Lex::Comma | Lex::Close => true,
            Lex::Respectively => true,
            Lex::Percent(_) | Lex::Duration { .. } | Lex::Versus | Lex::And => false,
            Lex::Level { .. } | Lex::Range { .. } | Lex::Number { .. } | Lex::Count(_) | Lex::Fraction { .. } => true,
            _ => false,
        })
}
