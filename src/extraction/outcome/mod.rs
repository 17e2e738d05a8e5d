//! Arm outcomes as a sentence prints them: medians, rates at time points, response rates with counts.
//!
//! A value is a duration, a percentage or a number that shares the unit of a later one ("43.7 and 65.7 months"). It takes
//! - its endpoint from the nearest one named before it in its clause, or, where a clause names values first ("13% had a complete
//!   response"), from the one after it;
//! - its time point from "2-year" beside the endpoint or "at 2 years" beside the value; several times share out a list;
//! - its arm from the phrase after it ("in the control group"), before it ("the RT group: 5.7%"), or from its place in a list of
//!   arms ("… and …, respectively", "A versus B").

mod beside;
mod other;
mod side;
mod time;
mod types;
mod value;

use crate::extraction::arms::Arms;
use crate::extraction::comparison::{self, Pair, Side};
use crate::extraction::context::{Context, Sentence};
use crate::extraction::effect::{EffectPhrase, IntervalPhrase};
use crate::extraction::endpoint::EndpointRef;
use crate::extraction::finding::Statistic;
use crate::extraction::lexeme::{Lex, TimeUnit};
use crate::text::FoldedSpan;
use crate::vocabulary::EndpointType;
use std::ops::Range;

use side::sides;
use time::times;
use types::{Unit, Value};
use value::values;

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
    /// Arms that the sentences before compared.
    pub before: Option<&'a Pair>,
}

/// All outcomes of a sentence, attached.
pub fn outcomes(scene: &Scene) -> Vec<OutcomePhrase> {
    let Scene { context, sentence, .. } = *scene;
    let values = values(context, sentence, scene.effects);
    if values.is_empty() {
        return Vec::new();
    }
    // Deaths of the disease are counted as they are named.
    let counted = |e: &EndpointRef| !e.event || e.concept.as_deref() == Some("endpoint:css");
    let scope: Vec<&EndpointRef> = scene.endpoints.iter().filter(|e| counted(e) && in_scope(context, e)).collect();
    let mut found: Vec<OutcomePhrase> = Vec::new();
    for group in grouped(context, sentence, &values, &scope) {
        let mut phrases = attach(scene, &scope, &values[group.clone()]);
        go_on(&found, &mut phrases);
        let other = in_both(scene, &values[group.end - 1], &mut phrases);
        found.extend(phrases);
        found.extend(other);
    }
    found
}

/// "2- and 3-year survival was 55% and 40% in all, 62% and 51% after resection", "5-year overall (31%), disease-free (24%) survival": rates
/// without a time take those before them.
fn go_on(found: &[OutcomePhrase], phrases: &mut [OutcomePhrase]) {
    let Some(first) = phrases.first() else { return };
    let shares = |o: &OutcomePhrase| o.endpoint.text.ends_with("-free") || o.endpoint.text.ends_with("-specific");
    let (same, shared) = (first.endpoint.concept.clone(), shares(first));
    let rate = |o: &&OutcomePhrase| o.unit == Some("percent") && (o.endpoint.concept == same || shared);
    let times: Option<Vec<(f64, TimeUnit)>> = found.iter().filter(rate).map(|o| o.timepoint).collect();
    let mut times = times.unwrap_or_default();
    times.dedup();
    let open = phrases.iter().all(|o| rate(&o) && o.timepoint.is_none());
    if open && !times.is_empty() && times.len() <= phrases.len() && phrases.len().is_multiple_of(times.len()) {
        for (phrase, time) in phrases.iter_mut().zip(times.into_iter().cycle()) {
            phrase.timepoint = Some(time);
        }
    }
}

/// "14.2 months in both groups", 两组均为5%: the same value in the other arm too. Names both arms where the document knows them.
fn in_both(scene: &Scene, last: &Value, phrases: &mut [OutcomePhrase]) -> Option<OutcomePhrase> {
    let Scene { context, sentence, arms, references, .. } = *scene;
    let [phrase] = phrases else { return None };
    let word = |i: usize| sentence.lexemes.get(i).map(|l| context.word(l)).unwrap_or_default();
    let behind =
        (last.at.end..(last.at.end + 3).min(sentence.lexemes.len())).find(|&i| ["both", "each", "either"].contains(&word(i).as_str()));
    let before = || sentence.lexemes[last.at.start.saturating_sub(3)..last.at.start].iter().any(|l| context.text(l.span).contains('均'));
    let named: Vec<&Side> = match behind {
        Some(at) => references.iter().filter(|r| r.at.start > at && r.at.start <= at + 12).take(2).collect(),
        None if before() => references.iter().filter(|r| r.at.end <= last.at.start).take(2).collect(),
        None => return None,
    };
    let groups = behind
        .is_some_and(|at| (at + 1..at + 4).any(|i| ["arm", "arms", "group", "groups", "cohorts"].contains(&word(i).as_str())))
        || behind.is_none() && context.lower(sentence).contains("两组");
    let pair = match named[..] {
        [a, b] => (a.clone(), b.clone()),
        _ if groups && arms.list.len() == 2 => (comparison::whole(arms, 0), comparison::whole(arms, 1)),
        _ => return None,
    };
    phrase.side = Some(pair.0);
    Some(OutcomePhrase { side: Some(pair.1), ..phrase.clone() })
}

/// Endpoints whose arm results are outcomes: time to event and response.
fn in_scope(context: &Context, endpoint: &EndpointRef) -> bool {
    let Some(id) = endpoint.concept.as_deref().and_then(|c| context.vocabulary.find(c)) else { return false };
    let concept = context.concept(id);
    matches!(concept.endpoint_type, Some(EndpointType::TimeToEvent | EndpointType::Response))
        || ["endpoint:mortality", "endpoint:recurrence", "endpoint:dm", "endpoint:lf", "endpoint:lrf"].contains(&concept.id.as_str())
}

/// Runs of values that belong together: no endpoint between them, unless the values come first.
fn grouped(context: &Context, sentence: &Sentence, values: &[Value], scope: &[&EndpointRef]) -> Vec<Range<usize>> {
    let mut groups: Vec<Range<usize>> = Vec::new();
    for (i, v) in values.iter().enumerate() {
        let joins = i > 0 && {
            let gap = values[i - 1].at.end..v.at.start;
            let endpoint_between = scope.iter().any(|e| e.at.start >= gap.start && e.at.end <= gap.end);
            let same_kind = v.unit == values[i - 1].unit || v.unit == Unit::NotReached || values[i - 1].unit == Unit::NotReached;
            let told = |i: usize| i > 0 && context.word(&sentence.lexemes[i - 1]) == "at";
            let time_between = gap.clone().any(|i| match sentence.lexemes[i].lex {
                Lex::Times(_) => true,
                // "were 49% and 61%; at 5 years, 45% and 56%".
                Lex::Duration { .. } => told(i) && sentence.lexemes[gap.start..i].iter().any(|l| l.lex == Lex::Semicolon),
                _ => false,
            });
            let semicolon = sentence.lexemes[gap.clone()].iter().any(|l| matches!(l.lex, Lex::Semicolon));
            // "3 PR (13%) and 13 (54%) dogs with SD": each value has its own endpoint.
            // What a closed bracket has named ends with it.
            let named = scope.iter().rfind(|e| e.at.end <= values[i - 1].at.start);
            let closed = named.is_some_and(|e| sealed(sentence, scope, e.at.end, v.at.start));
            let own = own_endpoint(context, sentence, scope, v)
                && scope.iter().any(|e| e.at.end <= values[i - 1].at.start && values[i - 1].at.start - e.at.end <= 3);
            !own && !closed && !endpoint_between && same_kind && !time_between && (!semicolon || gap.len() <= 10)
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
    let mut before: Vec<&&EndpointRef> = scope.iter().filter(|e| e.at.end <= first.at.start).collect();
    // "response rate was 69% (CR 60%), in A 71%": what a closed bracket has named and valued stays in it.
    if before.iter().any(|e| !sealed(sentence, scope, e.at.end, first.at.start)) {
        before.retain(|e| !sealed(sentence, scope, e.at.end, first.at.start));
    }
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
                || valued_before(context, sentence, &before, b);
            let far = first.at.start.saturating_sub(b.at.end) > 4;
            Some(if (used || far) && matches!(first.unit, Unit::Percent) { (*d).clone() } else { (*b).clone() })
        }
        (Some(b), None) => Some((*b).clone()),
        (None, Some(d)) => Some((*d).clone()),
        (None, None) => achieved(context, sentence, scope, values)
            .or_else(|| before.last().map(|e| (**e).clone()).filter(|_| !closer_harm(endpoints, first, clause_start)))
            .or_else(|| follows.map(|e| (*e).clone()))
            .or_else(|| event_before(context, sentence, endpoints, first))
            .or_else(|| {
                carried.cloned().filter(|e| {
                    in_scope(context, e) && !closer_harm(endpoints, first, 0) && !references.is_empty() && carries(context, sentence)
                })
            }),
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
    let mut times = times(context, sentence, &endpoint, values, time_to_event);
    // "OS and PFS at 12 months": one time for all; several are those of their endpoints, which a list cannot tell.
    times.dedup();
    if listed.is_some() && times.len() > 1 {
        times.clear();
    }
    // One arm for values of several endpoints, unless the sentence names one for each.
    let one_arm = listed.is_some() && references.iter().filter(|r| r.at.end <= first.at.start).count() < values.len();
    let per_side = if one_arm { values.len() } else { times.len().max(1) };
    let sides = sides(context, sentence, arms, references, scene.before, values, per_side);
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

/// Whether a bracket that an endpoint stands in closes before `to`, with a value in it or as the explanation of another endpoint:
/// "major response (complete response plus partial response)".
fn sealed(sentence: &Sentence, scope: &[&EndpointRef], from: usize, to: usize) -> bool {
    let lexemes = &sentence.lexemes;
    let mut depth = 0i32;
    let mut valued = false;
    for l in &lexemes[from..to] {
        match l.lex {
            Lex::Open => depth += 1,
            Lex::Close => depth -= 1,
            Lex::Percent(_) | Lex::Duration { .. } => valued = true,
            _ => {}
        }
        if depth < 0 {
            let mut level = 0i32;
            let open = (0..from).rev().find(|&i| {
                level += i32::from(lexemes[i].lex == Lex::Open) - i32::from(lexemes[i].lex == Lex::Close);
                level > 0
            });
            let inside = |e: &&&EndpointRef| open.is_some_and(|o| e.at.start > o && e.at.start < to);
            let explains = open.is_some_and(|o| scope.iter().any(|e| e.at.end == o)) && scope.iter().filter(inside).count() > 1;
            return valued || explains;
        }
    }
    false
}

/// Whether an endpoint has its value before it: "2 (8%) partial responses (PR)", "three (12%) had a partial response".
fn valued_before(context: &Context, sentence: &Sentence, before: &[&&EndpointRef], endpoint: &EndpointRef) -> bool {
    let lexemes = &sentence.lexemes;
    // From its long form, where its short form stands in brackets.
    let long =
        before.iter().find(|o| o.concept == endpoint.concept && o.at.end + 1 == endpoint.at.start && lexemes[o.at.end].lex == Lex::Open);
    let start = long.map_or(endpoint.at.start, |o| o.at.start);
    lexemes[..start]
        .iter()
        .rev()
        .take(4)
        .find(|l| !(l.lex == Lex::Word && FILLERS.contains(&context.word(l).as_str())))
        .is_some_and(|l| matches!(l.lex, Lex::Number { .. } | Lex::Close | Lex::Percent(_)))
}

/// "16 (37%) patients in A and none in B had an objective response": what the clause says at its end that they had.
fn achieved(context: &Context, sentence: &Sentence, scope: &[&EndpointRef], values: &[Value]) -> Option<EndpointRef> {
    const VERBS: &[&str] = &["had", "achieved", "experienced", "showed", "attained", "obtained"];
    let (first, last) = (values.first()?, values.last()?);
    let named = scope.iter().find(|e| e.at.start >= last.at.end).filter(|_| first.unit == Unit::Percent)?;
    let gap = &sentence.lexemes[last.at.end..named.at.start];
    let near = gap.iter().rev().take(4).any(|l| VERBS.contains(&context.word(l).as_str()));
    let whole = !gap.iter().any(|l| matches!(l.lex, Lex::Semicolon | Lex::Percent(_) | Lex::Duration { .. }));
    (near && whole && gap.len() <= 24).then(|| (*named).clone())
}

/// "Median A, B and C were 1, 2 and 3 months, respectively": one endpoint a value.
fn listed(sentence: &Sentence, scope: &[&EndpointRef], values: &[Value]) -> Option<Vec<EndpointRef>> {
    let first = values.first()?.at.start;
    let run: Vec<&EndpointRef> = scope.iter().copied().filter(|e| e.at.end <= first).collect();
    let told = sentence.lexemes.iter().any(|l| l.lex == Lex::Respectively)
        || values.len() > 2 && responses(sentence, &run, first)
        || side_by_side(sentence, &run, values);
    if values.len() < 2 || !told {
        return None;
    }
    let mut distinct: Vec<&EndpointRef> = Vec::new();
    for e in run.into_iter().rev() {
        // A list is held together by commas and brackets only.
        let gap = e.at.end..distinct.last().map_or(first, |n| n.at.start.max(e.at.end));
        let valued =
            || sentence.lexemes[gap.clone()].iter().any(|l| matches!(l.lex, Lex::Percent(_) | Lex::Duration { .. } | Lex::Semicolon));
        if !distinct.is_empty() && (gap.len() > 6 || valued()) {
            break;
        }
        if !distinct.iter().any(|d| d.concept == e.concept) {
            distinct.push(e);
        }
    }
    distinct.reverse();
    (distinct.len() == values.len()).then(|| distinct.into_iter().cloned().collect())
}

/// "Median PFS and OS were 11 and 23 months": two names and two values, each pair joined by `and` alone.
fn side_by_side(sentence: &Sentence, run: &[&EndpointRef], values: &[Value]) -> bool {
    let ([.., a, b], [x, y]) = (run, values) else { return false };
    let joined = |gap: Range<usize>| matches!(&sentence.lexemes[gap], [l] if l.lex == Lex::And);
    let close = sentence.lexemes[b.at.end..x.at.start].iter().all(|l| matches!(l.lex, Lex::Word | Lex::Times(_)));
    a.at.end <= b.at.start
        && x.at.end <= y.at.start
        && joined(a.at.end..b.at.start)
        && joined(x.at.end..y.at.start)
        && close
        && x.at.start - b.at.end <= 4
}

/// Sorts of response with no value among them, which need no `respectively` for the values behind.
fn responses(sentence: &Sentence, run: &[&EndpointRef], end: usize) -> bool {
    let valued = |e: &EndpointRef| sentence.lexemes[e.at.end..end].iter().any(|l| matches!(l.lex, Lex::Percent(_)));
    !run.iter().any(|e| has_time(e) || valued(e))
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

/// "82 patients had a PFS event (median, 2.8 v 1.8 months)": a time is of the endpoint whose events were counted.
fn event_before(context: &Context, sentence: &Sentence, endpoints: &[EndpointRef], first: &Value) -> Option<EndpointRef> {
    let counted = |e: &&EndpointRef| sentence.lexemes.get(e.at.end).is_some_and(|l| context.word(l).starts_with("event"));
    let timed = matches!(first.unit, Unit::Time(_));
    endpoints.iter().rfind(|e| timed && e.event && e.at.end <= first.at.start && in_scope(context, e) && counted(e)).cloned()
}

fn closer_harm(endpoints: &[EndpointRef], first: &Value, clause_start: usize) -> bool {
    endpoints.iter().any(|e| e.at.start >= clause_start && e.at.end <= first.at.start)
}

/// A sentence without an endpoint of its own may go on about the one before ("… was 15.8 months in …").
fn carries(context: &Context, sentence: &Sentence) -> bool {
    let lower = context.lower(sentence);
    ["median", "respectively", " rate", "中位", "率"].iter().any(|w| lower.contains(w))
        && !["toxicit", "adverse", "grade", "administered", "received", "completed", "compliance", "毒", "不良", "并发症", "副反应"]
            .iter()
            .any(|w| lower.contains(w))
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
