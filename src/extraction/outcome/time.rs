//! The times that rates are given for.

use crate::extraction::context::{Context, Sentence};
use crate::extraction::endpoint::EndpointRef;
use crate::extraction::lexeme::{Lex, TimeUnit};
use crate::vocabulary::ConceptKind;

use super::has_time;
use super::other::is_time_of;
use super::types::{Unit, Value};

/// Times that the values are for: "2-year" near the endpoint, "at 5 years" anywhere near, 5年 before the endpoint.
pub(super) fn times(
    context: &Context,
    sentence: &Sentence,
    endpoint: &EndpointRef,
    values: &[Value],
    time_to_event: bool,
) -> Vec<(f64, TimeUnit)> {
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
                // "Two year PFS".
                let named = value.fract() == 0.0
                    && i < first
                    && *unit == TimeUnit::Year
                    && lexemes.get(i + 1).is_some_and(|l| context.mention_of(l, ConceptKind::Endpoint).is_some());
                let at_time =
                    named || ["at", "after"].contains(&before.as_str()) && i < last + 4 || is_time_of(context, sentence, i) && i < first;
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
