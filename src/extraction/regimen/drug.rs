//! Drug doses: "cisplatin 75 mg/m2 on day 1 every 3 weeks", "200 mg, 每3周1次", "anti-PD-1 (240 mg IV Q3W)".

use super::DrugRegimen;
use crate::extraction::context::{Context, Sentence};
use crate::extraction::finding::Certainty;
use crate::extraction::lexeme::{Lex, TimeUnit};
use crate::vocabulary::ConceptKind;
use std::ops::Range;

/// Lexemes between a dose and its drug.
const GAP_MAX: usize = 8;

/// Drug doses of one sentence.
pub fn regimens(context: &Context, sentence: &Sentence, certainty: Certainty) -> Vec<DrugRegimen> {
    let lexemes = &sentence.lexemes;
    let mut found = Vec::new();
    let mut last_end = 0;
    for at in 0..lexemes.len() {
        if at < last_end {
            continue;
        }
        let Some((dose, unit, end)) = dose(context, sentence, at) else { continue };
        let Some(drug) = drug(context, sentence, at, end, last_end) else { continue };
        let reach = reach(context, sentence, end);
        found.push(DrugRegimen {
            drug,
            dose: Some(dose),
            unit: Some(unit.to_owned()),
            route: route(context, sentence, at.saturating_sub(4)..reach),
            schedule: schedule(context, sentence, end..reach),
            certainty,
            subjects: context.subjects(&context.lower(sentence)),
            spans: vec![context.source(sentence.span)],
        });
        last_end = end;
    }
    found
}

/// A number with a unit of dose: value, unit, end.
fn dose(context: &Context, sentence: &Sentence, at: usize) -> Option<(f64, &'static str, usize)> {
    let lexemes = &sentence.lexemes;
    let word = |i: usize| lexemes.get(i).map(|l| context.word(l)).unwrap_or_default();
    // "AUC 5", "AUC=6".
    if word(at) == "auc" {
        let next = at + 1 + usize::from(matches!(lexemes.get(at + 1).map(|l| &l.lex), Some(Lex::Equal)) || word(at + 1) == "of");
        return match lexemes.get(next)?.lex {
            Lex::Number { value, .. } => Some((value, "AUC", next + 1)),
            Lex::Range { low, .. } => Some((low, "AUC", next + 1)),
            _ => None,
        };
    }
    let value = match lexemes[at].lex {
        Lex::Number { value, spelled: false } => value,
        Lex::Range { low, .. } => low,
        _ => return None,
    };
    let mut i = at + 1;
    if lexemes.get(i).is_some_and(|l| l.lex == Lex::Dash) {
        i += 1;
    }
    let unit = word(i);
    let scale = match unit.as_str() {
        "mg" | "毫克" => 1.0,
        "g" | "克" => 1000.0,
        "μg" | "mcg" | "µg" => 0.001,
        _ => return None,
    };
    let per = word(i + 2);
    if lexemes.get(i + 1).is_some_and(|l| l.lex == Lex::Slash) {
        // mg/m2 also as "mg/m(2)" and "mg/m^2".
        if per.starts_with("m2") || per == "m²" || per == "㎡" {
            return Some((value * scale, "mg/m2", i + 3));
        }
        if per == "m" {
            let rest: String = lexemes[i + 3..].iter().take(3).map(|l| context.word(l)).collect();
            let end = if rest.starts_with("(2)") { i + 6 } else { i + 5.min(lexemes.len() - i) };
            return (rest.starts_with("(2)") || rest.starts_with("^2") || rest.starts_with('2')).then_some((
                value * scale,
                "mg/m2",
                end.min(lexemes.len()),
            ));
        }
        if per == "kg" {
            return Some((value * scale, "mg/kg", i + 3));
        }
        // Concentrations are no doses: "mg/dL".
        if per.starts_with("dl") || per.starts_with("ml") || per == "l" {
            return None;
        }
    }
    Some((value * scale, "mg", i + 1))
}

/// The drug that a dose belongs to: the one before it, unless another dose stands between; else the one after it.
fn drug(context: &Context, sentence: &Sentence, at: usize, end: usize, last_end: usize) -> Option<String> {
    let lexemes = &sentence.lexemes;
    let named = |i: usize| -> Option<String> {
        let mention = context.mentions(&lexemes[i]).iter().find(|m| matches!(m.kind, ConceptKind::Drug | ConceptKind::DrugClass))?;
        Some(mention.concept.map_or_else(|| context.text(mention.span).to_lowercase(), |c| context.concept(c).id.clone()))
    };
    let before = (at.saturating_sub(GAP_MAX).max(last_end)..at).rev().find_map(|i| named(i).map(|d| (i, d)));
    let after = (end..(end + 5).min(lexemes.len())).find_map(|i| named(i).map(|d| (i, d)));
    match (before, after) {
        (Some((_, d)), None) => Some(d),
        (None, Some((i, d))) => {
            // "30 mg/m2 vinorelbine", "25 mg of sorafenib".
            let clear = lexemes[end..i].iter().all(|l| {
                l.lex == Lex::Word && ["of", "oral", "intravenous", "the", "iv", "daily", "weekly"].contains(&context.word(l).as_str())
            });
            clear.then_some(d)
        }
        (Some((i, d)), Some((j, e))) => {
            let direct = at - i <= 2 || lexemes[i + 1..at].iter().all(|l| matches!(l.lex, Lex::Open | Lex::Comma | Lex::Colon));
            Some(if !direct && j == end { e } else { d })
        }
        // "… on day 1; 240 mg Q3W afterwards": the drug of the sentence before is not repeated.
        (None, None) => (0..at).rev().find_map(named).filter(|_| last_end > 0 && at - last_end <= 14),
    }
}

/// How far a dose's schedule may reach: to the next dose or drug, or the end of its clause.
fn reach(context: &Context, sentence: &Sentence, end: usize) -> usize {
    let lexemes = &sentence.lexemes;
    (end..lexemes.len().min(end + 24))
        .find(|&i| {
            matches!(lexemes[i].lex, Lex::Semicolon)
                || context.word(&lexemes[i]) == "."
                || dose(context, sentence, i).is_some()
                || context.mentions(&lexemes[i]).iter().any(|m| m.kind == ConceptKind::Drug)
        })
        .unwrap_or(lexemes.len().min(end + 24))
}

fn route(context: &Context, sentence: &Sentence, range: Range<usize>) -> Option<String> {
    let words: Vec<String> = sentence.lexemes[range].iter().map(|l| context.word(l)).collect();
    let any = |list: &[&str]| words.iter().any(|w| list.iter().any(|x| if x.is_ascii() { w == x } else { w.contains(x) }));
    let route = if any(&["iv", "intravenous", "intravenously", "静脉", "静滴"]) {
        "iv"
    } else if any(&["oral", "orally", "po", "mouth", "口服"]) {
        "oral"
    } else if any(&["subcutaneous", "subcutaneously", "sc", "皮下"]) {
        "sc"
    } else if any(&["intramuscular", "intramuscularly", "im", "肌注"]) {
        "im"
    } else {
        return None;
    };
    Some(route.to_owned())
}

/// "Q3W", "BID", "D1,D22", in this order: days, frequency a day, cycle.
fn schedule(context: &Context, sentence: &Sentence, range: Range<usize>) -> Option<String> {
    let lexemes = &sentence.lexemes[range];
    let word = |i: usize| lexemes.get(i).map(|l| context.word(l)).unwrap_or_default();
    let mut days: Vec<String> = Vec::new();
    let (mut a_day, mut cycle) = (None::<String>, None::<String>);
    for i in 0..lexemes.len() {
        let w = word(i);
        match w.as_str() {
            "day" | "days" | "d" => {
                let mut j = i + 1;
                while let Some(l) = lexemes.get(j) {
                    match l.lex {
                        Lex::Number { value, .. } if value.fract() == 0.0 => days.push(format!("D{value}")),
                        Lex::Range { low, high, .. } => days.push(format!("D{low}-{high}")),
                        Lex::Comma | Lex::And | Lex::Slash => {}
                        Lex::Word if ["day", "d"].contains(&context.word(l).as_str()) => {}
                        _ => break,
                    }
                    j += 1;
                }
            }
            _ if w.len() >= 2 && w.starts_with('d') && w[1..].chars().all(|c| c.is_ascii_digit()) => days.push(w.to_uppercase()),
            "bid" | "b.i.d" => a_day = Some("BID".into()),
            "tid" => a_day = Some("TID".into()),
            "qd" | "daily" | "once-daily" if cycle.is_none() && a_day.is_none() => {
                let twice = i > 0 && (word(i - 1) == "twice" || i > 1 && word(i - 2) == "twice");
                a_day = Some(if twice { "BID".into() } else { "QD".into() });
            }
            "weekly" | "qw" => cycle = cycle.or(Some("QW".into())),
            _ if is_cycle_code(&w) => cycle = cycle.or(Some(w.to_uppercase())),
            "every" | "each" => {
                let (n, unit) = match lexemes.get(i + 1).map(|l| &l.lex) {
                    Some(Lex::Duration { value, unit }) => (*value, Some(*unit)),
                    Some(Lex::Times(list)) => list.first().map_or((0.0, None), |t| (t.0, Some(t.1))),
                    _ if word(i + 1) == "week" => (1.0, Some(TimeUnit::Week)),
                    _ if word(i + 1) == "other" && word(i + 2).starts_with("week") => (2.0, Some(TimeUnit::Week)),
                    _ if word(i + 1) == "day" => (1.0, Some(TimeUnit::Day)),
                    _ => (0.0, None),
                };
                match unit {
                    Some(TimeUnit::Week) => cycle = cycle.or(Some(if n == 1.0 { "QW".into() } else { format!("Q{n}W") })),
                    Some(TimeUnit::Day) => cycle = cycle.or(Some(if n == 1.0 { "QD".into() } else { format!("Q{n}D") })),
                    Some(TimeUnit::Month) => cycle = cycle.or(Some(format!("Q{n}M"))),
                    _ => {}
                }
            }
            _ if w.ends_with('每') => match lexemes.get(i + 1).map(|l| &l.lex) {
                Some(Lex::Duration { value, unit: TimeUnit::Week }) => cycle = cycle.or(Some(format!("Q{value}W"))),
                Some(Lex::Duration { value, unit: TimeUnit::Day }) => cycle = cycle.or(Some(format!("Q{value}D"))),
                _ => {}
            },
            // 第1天, 第1、8天.
            _ if w.ends_with('第') => match lexemes.get(i + 1).map(|l| &l.lex) {
                Some(Lex::Duration { value, unit: TimeUnit::Day }) => days.push(format!("D{value}")),
                Some(Lex::Times(list)) => days.extend(list.iter().filter(|t| t.1 == TimeUnit::Day).map(|t| format!("D{}", t.0))),
                _ => {}
            },
            _ if w.ends_with("每周") => cycle = cycle.or(Some("QW".into())),
            _ if w.ends_with("每日") || w.ends_with("每天") => {
                let n = lexemes.get(i + 1).and_then(|l| if let Lex::Number { value, .. } = l.lex { Some(value) } else { None });
                a_day = a_day.or(Some(if n == Some(2.0) { "BID".into() } else { "QD".into() }));
            }
            "once" | "twice" => {
                let per = word(i + 1);
                let unit = if ["a", "per", "every"].contains(&per.as_str()) { word(i + 2) } else { per };
                match (w.as_str(), unit.as_str()) {
                    ("once", "week" | "weekly") => cycle = cycle.or(Some("QW".into())),
                    ("once", "day" | "daily") => a_day = a_day.or(Some("QD".into())),
                    ("twice", "day" | "daily") => a_day = Some("BID".into()),
                    _ => {}
                }
            }
            _ => {}
        }
    }
    let parts: Vec<String> = [(!days.is_empty()).then(|| days.join(",")), a_day, cycle].into_iter().flatten().collect();
    (!parts.is_empty()).then(|| parts.join(" "))
}

/// `q3w`, `q21d`.
fn is_cycle_code(word: &str) -> bool {
    word.len() >= 3
        && word.starts_with('q')
        && word.ends_with(['w', 'd', 'm', 'h'])
        && word[1..word.len() - 1].chars().all(|c| c.is_ascii_digit())
}
