//! Whose value is whose: the event of each value.

use super::super::context::{Context, Sentence};
use super::super::finding::HarmKind;
use super::super::lexeme::{Lex, Lexeme};
use super::event::Event;
use super::value::Value;
use crate::vocabulary::ConceptKind;
use std::ops::Range;

/// What is said of a value of efficacy: it is nobody's here.
const OTHER_VERBS: &[&str] = &["died", "alive", "survived", "responded", "relapsed", "progressed", "死亡", "存活"];

const NOBODY: usize = usize::MAX;

/// How many brackets are open at a lexeme.
fn depth(sentence: &Sentence, at: usize) -> i32 {
    sentence.lexemes[..at]
        .iter()
        .map(|l| match l.lex {
            Lex::Open => 1,
            Lex::Close => -1,
            _ => 0,
        })
        .sum()
}

/// The event of each value.
pub fn owners(context: &Context, sentence: &Sentence, events: &[Event], values: &[Value]) -> Vec<Option<usize>> {
    let lexemes = &sentence.lexemes;
    // Names of efficacy, so that their values go to nobody here.
    let others: Vec<usize> = lexemes
        .iter()
        .enumerate()
        .filter(|(i, l)| context.mention_of(l, ConceptKind::Endpoint).is_some() && !events.iter().any(|e| e.at.contains(i)))
        .map(|(i, _)| i)
        .collect();
    let mut owners: Vec<Option<usize>> = vec![None; values.len()];
    for i in (0..values.len()).rev() {
        let v = &values[i];
        // "toxicities (pneumonitis and colitis) in 8%": what a bracket lists owns nothing outside it.
        let before = events
            .iter()
            .enumerate()
            .rfind(|(_, e)| e.at.end <= v.at.start && depth(sentence, e.at.start) <= v.depth)
            .filter(|(_, e)| !others.iter().any(|&o| o > e.at.start && o < v.at.start));
        // "Toxicities, including pneumonitis and colitis, occurred in 8%": the value is that of the heading.
        let before = before.map(|b| heading(context, lexemes, events, b, v.at.start).unwrap_or(b));
        let after = events.iter().enumerate().find(|(_, e)| e.at.start >= v.at.end);
        let forward = after
            .filter(|(_, e)| ties(context, sentence, v.at.end..e.at.start, e, before.is_none() && !others.iter().any(|&o| o < v.at.start)));
        let next = values.get(i + 1);
        // A list of values in front of one name: "227 of 242 in A and 100 of 134 in B had …".
        // "Survival was 45%, and 12% had toxicity": the first value has its name.
        let taken = others.iter().rev().find(|&&o| o < v.at.start).is_some_and(|&o| {
            before.is_none() && !lexemes[o..v.at.start].iter().any(|l| matches!(l.lex, Lex::Comma | Lex::Semicolon | Lex::And))
        });
        let shared = next.filter(|_| !taken).and_then(|n| {
            owners[i + 1].filter(|&o| {
                o == NOBODY
                    || events[o].at.start >= n.at.end
                        && !events.iter().any(|e| e.at.start >= v.at.end && e.at.end <= n.at.start)
                        && before.is_none_or(|(_, b)| {
                            lexemes[b.at.end..v.at.start].iter().any(|l| matches!(l.lex, Lex::Comma | Lex::Semicolon))
                                && lexemes[v.at.end..n.at.start].iter().any(|l| matches!(l.lex, Lex::Versus | Lex::And))
                        })
            })
        });
        let efficacy = sentence.lexemes.get(v.at.end).is_some_and(|l| OTHER_VERBS.contains(&context.word(l).as_str())) && forward.is_none();
        owners[i] = forward
            .map(|(e, _)| e)
            .or(efficacy.then_some(NOBODY))
            .or(shared)
            .or_else(|| before.map(|(e, _)| e).filter(|&e| !v.bare || counted(context, sentence, &events[e], v)));
    }
    owners
}

/// The general event in front of ", including …," that the last event before a value belongs to.
fn heading<'a>(
    context: &Context,
    lexemes: &[Lexeme],
    events: &'a [Event],
    (last, event): (usize, &Event),
    value: usize,
) -> Option<(usize, &'a Event)> {
    let verb = ["was", "were", "occurred", "developed"];
    let closes = lexemes[event.at.end..value].windows(2).any(|w| w[0].lex == Lex::Comma && verb.contains(&context.word(&w[1]).as_str()));
    let (at, general) = events[..last].iter().enumerate().rfind(|(_, e)| e.general)?;
    let lists = lexemes.get(general.at.end).is_some_and(|l| l.lex == Lex::Comma)
        && lexemes.get(general.at.end + 1).is_some_and(|l| ["including", "namely"].contains(&context.word(l).as_str()));
    (closes && lists && !event.general).then_some((at, general))
}

/// Whether a value runs on into the name behind it.
fn ties(context: &Context, sentence: &Sentence, gap: Range<usize>, event: &Event, first: bool) -> bool {
    const VERBS: &[&str] =
        &["had", "experienced", "developed", "reported", "suffered", "have", "has", "having", "showed", "accompanied", "出现", "发生"];
    const LINKS: &[&str] = &[
        "of",
        "a",
        "an",
        "cases",
        "case",
        "patients",
        "patient",
        "pts",
        "with",
        "at",
        "least",
        "one",
        "or",
        "more",
        "the",
        "any",
        "were",
        "was",
        "episodes",
        "women",
        "men",
        "subjects",
        "treated",
        "clinical",
        "treatment",
        "those",
        "treatment-emergent",
        "all",
        "deemed",
        "late",
        "acute",
        "severe",
        "患者",
        "例",
        "因",
        "例患者",
        "例患者因",
        "有",
        "例出现",
        "例患者出现",
        "例发生",
    ];
    let lexemes = &sentence.lexemes[gap];
    if lexemes.iter().any(|l| matches!(l.lex, Lex::Semicolon | Lex::Percent(_) | Lex::Fraction { .. } | Lex::P { .. })) {
        return false;
    }
    if lexemes.is_empty() {
        return true;
    }
    // "in 77% of patients (grade ≥3, 22%)": what a bracket begins with is not what is counted before it.
    if lexemes.last().is_some_and(|l| l.lex == Lex::Open) {
        return false;
    }
    let words: Vec<String> = lexemes.iter().map(|l| context.word(l)).collect();
    // "one patient in the placebo arm died of toxicity": the event is told by a verb.
    let told = matches!(event.kind, HarmKind::Death | HarmKind::Discontinuation)
        && ["died", "discontinued", "withdrew", "stopped"].iter().any(|v| event.text.to_lowercase().starts_with(v));
    let verb = told || words.iter().any(|w| VERBS.iter().any(|v| w == v || !v.is_ascii() && w.contains(v)));
    let comma = lexemes.iter().any(|l| l.lex == Lex::Comma);
    let linked = words.iter().all(|w| LINKS.contains(&w.as_str()) || VERBS.contains(&w.as_str()) || w == ")" || w == "(");
    linked && lexemes.len() <= 8
        || verb && !comma && lexemes.len() <= 14
        || first && !comma && lexemes.len() <= 4 && lexemes[0].lex != Lex::And
}

/// A bare count belongs to the name before it only where the words count people with it.
fn counted(context: &Context, sentence: &Sentence, event: &Event, value: &Value) -> bool {
    let gap = &sentence.lexemes[event.at.end..value.at.start];
    // "(n = 5)", 吻合口瘘5例.
    let han = sentence.lexemes.get(value.at.end).is_some_and(|l| context.word(l).starts_with(['例', '名']));
    if gap.len() == 1 && gap[0].lex == Lex::Open || gap.is_empty() && han {
        return true;
    }
    let led = value.at.start > 0 && {
        let before = context.word(&sentence.lexemes[value.at.start - 1]);
        ["in", "(", "[", "by", "only", "among", "和", "或", "and", "versus", "vs", "vs."].contains(&before.as_str())
            || matches!(sentence.lexemes[value.at.start - 1].lex, Lex::Open | Lex::Versus | Lex::And)
            || ["中", "为", "有", "共", "在", "生", "现", "仅", "各"].iter().any(|w| before.ends_with(w))
    };
    led && gap.len() <= 24 && !gap.iter().any(|l| l.lex == Lex::Semicolon)
}
