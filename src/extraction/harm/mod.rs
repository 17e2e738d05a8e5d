//! Harms: rates and counts of adverse events, deaths from treatment, stops because of toxicity, by arm and grade.
//!
//! ```text
//! harm   := event { value }                   "fatigue (9% v 1%)", "≥3级不良事件发生率为63.4%对67.7%"
//!         | value { value } "had" event        "69% vs 81% had grade ≥3 events", "six toxic deaths"
//!         | "no" event                         "no grade 4 toxicity": events = 0
//! event  := [ grade ] name [ grade ]           see [`event`], [`grade`]
//! value  := percent, count, total              see [`value`]
//! ```
//! A value belongs to the nearest name before it, unless a verb ("had", "developed") or nothing at all ties it to the name behind
//! it. Endpoints of efficacy are names too, so that their values are left to others.

mod event;
mod grade;
mod side;
mod value;

use super::arms::Arms;
use super::check;
use super::comparison::{self, Side};
use super::context::{Context, Sentence};
use super::finding::*;
use super::findings;
use super::lexeme::Lex;
use super::passage::{Passage, Zone};
use super::phrase;
use crate::document::{Kind, SectionKind};
use crate::vocabulary::ConceptKind;
use event::Event;
use std::ops::Range;
use value::Value;

/// All harms of a document, in the order of the text.
pub fn read(context: &Context, passages: &[Passage], arms: &Arms) -> Vec<Finding> {
    let mut found: Vec<Finding> = Vec::new();
    let literature = context.document.kind == Kind::Review;
    let conditions = findings::conditions(context);
    let mut speaking = false;
    for (sentence, passage) in context.sentences.iter().zip(passages) {
        let left_out = matches!(sentence.section, SectionKind::References | SectionKind::Eligibility | SectionKind::Title) || matches!(passage.zone, Zone::Methods | Zone::Title) || passage.zone == Zone::Background && !literature;
        if left_out {
            continue;
        }
        let events = event::events(context, sentence);
        let told = passage.has(&["toxicit*", "adverse", "complication*", "grade", "side effect*", "side-effect*", "morbidit*", "safety", "tolera*"]) || ["毒", "不良", "并发症", "级", "安全"].iter().any(|w| passage.text.contains(w)) || events.iter().any(|e| e.general);
        let counts = told || speaking || passage.has(&["occurred", "developed", "experienced", "observed", "incidence", "reported", "seen"]) || ["发生", "出现"].iter().any(|w| passage.text.contains(w));
        speaking = told && !events.is_empty();
        if events.is_empty() || !counts || passage.has(&["hazard ratio*", "predict*", "risk factor*", "prognostic", "correlat*", "危险因素"]) && !told {
            continue;
        }
        let lower = context.lower(sentence);
        let certainty = findings::certainty(sentence, &lower, literature);
        for mut finding in of_sentence(context, sentence, arms, &events, told) {
            finding.certainty = certainty;
            finding.citation = (certainty == Certainty::Cited).then(|| findings::citation(&lower)).flatten();
            finding.population.conditions.clone_from(&conditions);
            finding.checks = check::checks(&finding, context.vocabulary);
            match found.iter_mut().find(|f| same(f, &finding)) {
                Some(known) => known.spans.extend(finding.spans.iter().filter(|s| !known.spans.contains(s)).copied().collect::<Vec<_>>()),
                None => found.push(finding),
            }
        }
    }
    found
}

fn of_sentence(context: &Context, sentence: &Sentence, arms: &Arms, events: &[Event], told: bool) -> Vec<Finding> {
    let values = value::values(context, sentence);
    let owners = owners(context, sentence, events, &values);
    let references = comparison::references(context, sentence, arms);
    let mut out = Vec::new();
    let mut carried: Vec<Side> = Vec::new();
    let mut from = 0;
    for (e, event) in events.iter().enumerate() {
        let own: Vec<&Value> = values.iter().zip(&owners).filter(|(_, o)| **o == Some(e)).map(|(v, _)| v).collect();
        let (Some(first), Some(last)) = (own.first(), own.last()) else {
            if let Some(span) = denied(context, sentence, event, told) {
                out.push(finding(context, sentence, event, vec![zero(context, sentence, span)], None));
            }
            continue;
        };
        // Arms stand between the values of the event before and the name or values of the next.
        let next = events.get(e + 1..).unwrap_or_default().iter().map(|n| n.at.start).filter(|s| *s >= last.at.end).min();
        let next_value = values.iter().find(|v| v.at.start >= last.at.end).map(|v| v.at.start);
        let to = next.into_iter().chain(next_value.filter(|_| next.is_none())).min().unwrap_or(sentence.lexemes.len());
        let near: Vec<Side> = references.iter().filter(|s| s.at.start >= from && s.at.end <= to && !(s.at.start >= event.at.start && s.at.end <= event.at.end)).cloned().collect();
        let sides = side::sides(&own, &near, arms, &carried);
        let arms_of: Vec<Side> = sides.iter().flatten().cloned().collect();
        if arms_of.len() == own.len() && own.len() > 1 {
            carried = arms_of;
        }
        let p = p_value(context, sentence, first.at.start..to);
        out.push(finding(context, sentence, event, outcomes(context, sentence, &own, &sides), p));
        from = last.at.end;
    }
    out
}

/// The event of each value.
fn owners(context: &Context, sentence: &Sentence, events: &[Event], values: &[Value]) -> Vec<Option<usize>> {
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
        let before = events.iter().enumerate().filter(|(_, e)| e.at.end <= v.at.start).next_back().filter(|(_, e)| !others.iter().any(|&o| o > e.at.start && o < v.at.start));
        let after = events.iter().enumerate().find(|(_, e)| e.at.start >= v.at.end);
        let forward = after.filter(|(_, e)| ties(context, sentence, v.at.end..e.at.start, before.is_none()));
        let next = values.get(i + 1);
        // A list of values in front of one name: "227 of 242 in A and 100 of 134 in B had …".
        let shared = next.and_then(|n| owners[i + 1].filter(|&o| events[o].at.start >= n.at.end && !events.iter().any(|e| e.at.start >= v.at.end && e.at.end <= n.at.start) && before.is_none_or(|(_, b)| lexemes[b.at.end..v.at.start].iter().any(|l| matches!(l.lex, Lex::Comma | Lex::Semicolon)) && lexemes[v.at.end..n.at.start].iter().any(|l| matches!(l.lex, Lex::Versus | Lex::And)))));
        owners[i] = forward.map(|(e, _)| e).or(shared).or_else(|| {
            before.map(|(e, _)| e).filter(|&e| !v.bare || counted(context, sentence, &events[e], v))
        });
    }
    owners
}

/// Whether a value runs on into the name behind it.
fn ties(context: &Context, sentence: &Sentence, gap: Range<usize>, first: bool) -> bool {
    const VERBS: &[&str] = &["had", "experienced", "developed", "reported", "suffered", "have", "has", "having", "showed", "accompanied", "出现", "发生"];
    const LINKS: &[&str] = &[
        "of", "a", "an", "cases", "case", "patients", "patient", "pts", "with", "at", "least", "one", "or", "more", "the", "any", "were", "was", "episodes", "women", "men", "subjects", "treated", "clinical", "treatment", "those", "treatment-emergent", "all", "deemed", "late", "acute", "severe", "患者", "例", "因", "例患者", "例患者因", "有", "例出现", "例患者出现", "例发生",
    ];
    let lexemes = &sentence.lexemes[gap];
    if lexemes.iter().any(|l| matches!(l.lex, Lex::Semicolon | Lex::Percent(_) | Lex::Fraction { .. } | Lex::P { .. })) {
        return false;
    }
    if lexemes.is_empty() {
        return true;
    }
    let words: Vec<String> = lexemes.iter().map(|l| context.word(l)).collect();
    let verb = words.iter().any(|w| VERBS.iter().any(|v| w == v || !v.is_ascii() && w.contains(v)));
    let comma = lexemes.iter().any(|l| l.lex == Lex::Comma);
    let linked = words.iter().all(|w| LINKS.contains(&w.as_str()) || VERBS.contains(&w.as_str()) || w == ")" || w == "(");
    linked && lexemes.len() <= 8 || verb && !comma && lexemes.len() <= 14 || first && !comma && lexemes.len() <= 10
}

/// A bare count belongs to the name before it only where the words count people with it.
fn counted(context: &Context, sentence: &Sentence, event: &Event, value: &Value) -> bool {
    let gap = &sentence.lexemes[event.at.end..value.at.start];
    if gap.len() == 1 && gap[0].lex == Lex::Open {
        return true;
    }
    let led = value.at.start > 0 && {
        let before = context.word(&sentence.lexemes[value.at.start - 1]);
        ["in", "(", "[", "by", "only", "among", "和", "或", "and", "versus", "vs", "vs."].contains(&before.as_str()) || matches!(sentence.lexemes[value.at.start - 1].lex, Lex::Open | Lex::Versus | Lex::And) || ["中", "为", "有", "共", "在", "生", "现"].iter().any(|w| before.ends_with(w))
    };
    led && gap.len() <= 24 && !gap.iter().any(|l| l.lex == Lex::Semicolon)
}

/// The words that deny an event: "no grade 4 toxicity", "without …", 未出现…, "… was not observed".
fn denied(context: &Context, sentence: &Sentence, event: &Event, told: bool) -> Option<Range<usize>> {
    let lexemes = &sentence.lexemes;
    let from = event.at.start.saturating_sub(6);
    let window: Vec<String> = lexemes[from..event.at.start].iter().map(|l| context.word(l)).collect();
    let clause = window.iter().rposition(|w| matches!(w.as_str(), "," | ";" | "and" | "but" | "." | ")")).map_or(0, |i| i + 1);
    let words = &window[clause..];
    let no = words.iter().position(|w| ["no", "without", "none", "nor", "zero"].contains(&w.as_str()) || ["无", "未发生", "未出现", "未见", "没有", "未观察到", "未发现"].iter().any(|d| w.ends_with(d)));
    let compares = words.iter().any(|w| ["difference", "differences", "significant", "significantly", "increase", "increased", "evidence", "new", "unexpected", "additional", "relationship", "correlation", "association", "impact", "more", "increasing", "with", "excessive"].contains(&w.as_str()));
    let behind: String = lexemes[event.at.end..].iter().take(5).map(|l| context.word(l)).collect::<Vec<_>>().join(" ");
    let passive = ["was not observed", "were not observed", "was not seen", "were not seen", "did not occur", "not occurred", "未发生", "未出现", "未见"].iter().any(|w| behind.starts_with(w) || !w.is_ascii() && behind.split(' ').next().is_some_and(|b| b.contains(w)));
    let weighty = event.general || event.grade.is_some() || event.kind != HarmKind::Event || told;
    if let Some(i) = no.filter(|_| !compares && weighty) {
        return Some(from + clause + i..event.at.end);
    }
    passive.then(|| event.at.start..(event.at.end + 3).min(lexemes.len()))
}

fn zero(context: &Context, sentence: &Sentence, at: Range<usize>) -> Arm {
    let text = context.printed(phrase::span(sentence, &at));
    Arm { role: Role::Single, label: None, concepts: Vec::new(), n: None, outcome: Some(Outcome { statistic: Statistic::Rate, value: None, value_high: None, text, unit: None, not_reached: false, interval: None, events: Some(0), total: None }) }
}

fn outcomes(context: &Context, sentence: &Sentence, values: &[&Value], sides: &[Option<Side>]) -> Vec<Arm> {
    let compared = sides.iter().flatten().count() > 1;
    let mut experimental = sides.iter().flatten().position(|s| s.arm == Some(0));
    if experimental.is_none() && compared {
        experimental = Some(0);
    }
    let mut position = 0;
    values
        .iter()
        .zip(sides)
        .map(|(v, side)| {
            let role = match side {
                Some(_) if compared => {
                    position += 1;
                    if experimental == Some(position - 1) { Role::Experimental } else { Role::Comparator }
                }
                _ => Role::Single,
            };
            Arm {
                role,
                label: side.as_ref().map(|s| s.label.clone()),
                concepts: side.iter().flat_map(|s| &s.concepts).map(|&c| context.concept(c).id.clone()).collect(),
                n: None,
                outcome: Some(Outcome {
                    statistic: Statistic::Rate,
                    value: v.percent,
                    value_high: None,
                    text: context.printed(phrase::span(sentence, &v.at)),
                    unit: v.percent.map(|_| "percent".to_owned()),
                    not_reached: false,
                    interval: None,
                    events: v.events,
                    total: v.total,
                }),
            }
        })
        .collect()
}

/// The p of a comparison stands behind its values.
fn p_value(context: &Context, sentence: &Sentence, range: Range<usize>) -> Option<PValue> {
    sentence.lexemes[range.start..range.end.min(sentence.lexemes.len())].iter().find_map(|l| match l.lex {
        Lex::P { relation, value, sides } => Some(PValue { relation, value, text: context.printed(l.span), sides }),
        _ => None,
    })
}

fn finding(context: &Context, sentence: &Sentence, event: &Event, arms: Vec<Arm>, p: Option<PValue>) -> Finding {
    Finding {
        endpoint: Endpoint { concept: event.concept.clone(), text: event.text.clone() },
        timepoint: None,
        effect: None,
        p,
        arms,
        factor: None,
        harm: Some(Harm { kind: event.kind, grade: event.grade.clone() }),
        stated: None,
        population: Population { conditions: Vec::new(), subgroup: None, n: None, subjects: Subjects::Patients },
        certainty: Certainty::Reported,
        citation: None,
        favours: None,
        checks: Vec::new(),
        spans: vec![context.source(sentence.span)],
    }
}

/// Whether two findings say the same: one of them is repeated elsewhere in the document.
fn same(a: &Finding, b: &Finding) -> bool {
    let figures = |f: &Finding| -> Vec<_> { f.arms.iter().map(|a| (a.label.clone(), a.outcome.as_ref().map(|o| (o.value.map(f64::to_bits), o.events, o.total)))).collect() };
    a.endpoint.concept == b.endpoint.concept && (a.endpoint.concept.is_some() || a.endpoint.text == b.endpoint.text) && a.harm == b.harm && a.certainty == b.certainty && figures(a) == figures(b)
}
