//! Drug doses: "cisplatin 75 mg/m2 on day 1 every 3 weeks", "200 mg, 每3周1次", "anti-PD-1 (240 mg IV Q3W)".

use super::DrugRegimen;
use super::schedule::{self, Schedule};
use crate::extraction::context::{Context, Sentence};
use crate::extraction::finding::Certainty;
use crate::extraction::lexeme::Lex;
use crate::text::FoldedSpan;
use crate::vocabulary::ConceptKind;
use std::ops::Range;

/// Lexemes between a dose and its drug.
const GAP_MAX: usize = 20;
/// Lexemes between a dose and the words that say how it is given.
const REACH_MAX: usize = 24;

/// A dose found in a sentence.
struct Dose {
    at: usize,
    end: usize,
    value: f64,
    unit: &'static str,
    drug: String,
    route: Option<String>,
    schedules: Vec<Schedule>,
    /// A cap or a strength of tablets: it tells the schedule, not the dose.
    left_out: bool,
}

/// Drug doses of one sentence. A dose without a drug beside it may be that of the sentence before, where that names but one.
pub fn regimens(
    context: &Context,
    sentence: &Sentence,
    before: Option<&Sentence>,
    certainty: Certainty,
    document_cycle: Option<&String>,
) -> Vec<DrugRegimen> {
    let mut doses = doses(context, sentence, before);
    share(context, sentence, &mut doses);
    let cycle = schedule::cycle(context, sentence);
    let mut out = Vec::new();
    for dose in doses.into_iter().filter(|d| !d.left_out) {
        for mut schedule in dose.schedules {
            schedule.repeat(cycle.as_ref(), false);
            let once_a_cycle = says_once_a_cycle(context, sentence, dose.end);
            schedule.repeat(document_cycle, !once_a_cycle);
            out.push(DrugRegimen {
                drug: dose.drug.clone(),
                dose: Some(dose.value),
                unit: Some(dose.unit.to_owned()),
                route: dose.route.clone(),
                schedule: schedule.text(),
                certainty,
                subjects: context.subjects(&context.lower(sentence)),
                spans: vec![context.source(sentence.span)],
            });
        }
    }
    out
}

fn doses(context: &Context, sentence: &Sentence, before: Option<&Sentence>) -> Vec<Dose> {
    let mut found: Vec<Dose> = Vec::new();
    let mut last_end = 0;
    for at in 0..sentence.lexemes.len() {
        if at < last_end {
            continue;
        }
        let Some((value, unit, end)) = amount(context, sentence, at) else { continue };
        let near =
            drug(context, sentence, at, end, last_end).or_else(|| found.last().filter(|d| at - d.end <= REACH_MAX).map(|d| d.drug.clone()));
        let told = near.or_else(|| context.lower(sentence).contains("dose").then(|| only_drug(context, before?)).flatten());
        let Some(drug) = told else { continue };
        let reach = reach(context, sentence, end);
        found.push(Dose {
            at,
            end,
            value,
            unit,
            drug,
            route: route(context, sentence, at.saturating_sub(4)..reach),
            schedules: schedule::schedules(context, sentence, end..reach),
            left_out: is_bound(context, sentence, at),
        });
        last_end = end;
    }
    found
}

/// What one dose says for its neighbours: a list shares what follows its last ("20 mg, 40 mg and 80 mg, each twice a day"; "…, all on
/// day 1"), a heading speaks for all under it ("once a day: 8 mg …, 12 mg …"), and a later dose of the same drug goes on as before.
fn share(context: &Context, sentence: &Sentence, doses: &mut [Dose]) {
    let said = |d: &Dose| d.schedules.iter().any(|s| !s.is_empty());
    for i in (1..doses.len()).rev() {
        let between = &sentence.lexemes[doses[i - 1].end..doses[i].at];
        let listed = between.iter().all(|l| matches!(l.lex, Lex::Comma | Lex::And | Lex::Or) || context.word(l) == "、");
        // "1.4 mg/m2 (capped at 2 mg) on day 1".
        if (listed || doses[i].left_out) && !said(&doses[i - 1]) && doses[i - 1].drug == doses[i].drug {
            doses[i - 1].schedules = doses[i].schedules.clone();
        }
    }
    for i in (1..doses.len()).rev() {
        let behind = (doses[i].end..sentence.lexemes.len().min(doses[i].end + 4)).map(|k| context.word(&sentence.lexemes[k]));
        if said(&doses[i]) && behind.into_iter().any(|w| ["all", "均", "皆"].contains(&w.as_str()) || w.starts_with("均于")) {
            let told = doses[i].schedules.clone();
            doses[..i].iter_mut().filter(|d| !said(d)).for_each(|d| d.schedules.clone_from(&told));
            break;
        }
    }
    let Some(first) = doses.first().map(|d| d.at) else { return };
    let colon = (0..first).rev().find(|&i| sentence.lexemes[i].lex == Lex::Colon);
    let heading = colon.map(|c| {
        let from = (0..c).rev().find(|&i| matches!(sentence.lexemes[i].lex, Lex::Semicolon)).map_or(0, |i| i + 1);
        schedule::read(context, sentence, from.max(c.saturating_sub(12))..c)
    });
    for i in 0..doses.len() {
        if said(&doses[i]) {
            continue;
        }
        if let Some(heading) = heading.as_ref().filter(|h| !h.is_empty()) {
            doses[i].schedules = vec![heading.clone()];
        } else if let Some(known) = (0..i).rev().find(|&k| doses[k].drug == doses[i].drug && said(&doses[k])) {
            doses[i].schedules = doses[known].schedules.clone();
        }
    }
}

/// "injected once per cycle", "on day 1 of each cycle".
fn says_once_a_cycle(context: &Context, sentence: &Sentence, end: usize) -> bool {
    let words: Vec<String> = sentence.lexemes[end..reach(context, sentence, end)].iter().map(|l| context.word(l)).collect();
    words.windows(2).any(|w| ["per", "each", "every"].contains(&w[0].as_str()) && w[1].starts_with("cycle"))
        || words.iter().any(|w| w.contains("每周期") || w.contains("每个周期"))
}

/// "above 10 mg", "capped at 2 mg", "≤10 mg", "规格:10mg".
fn is_bound(context: &Context, sentence: &Sentence, at: usize) -> bool {
    const WORDS: &[&str] = &[
        "above",
        "below",
        "under",
        "than",
        "capped",
        "cap",
        "maximum",
        "max",
        "exceed",
        "exceeding",
        "上限",
        "最大",
        "不超过",
        "低于",
        "规格",
    ];
    let from = (at.saturating_sub(3)..at).rev().find(|&i| matches!(sentence.lexemes[i].lex, Lex::Comma | Lex::Semicolon));
    (from.map_or(at.saturating_sub(3), |i| i + 1)..at).any(|i| {
        let word = context.word(&sentence.lexemes[i]);
        matches!(sentence.lexemes[i].lex, Lex::Bound(_)) || WORDS.iter().any(|w| if w.is_ascii() { word == *w } else { word.ends_with(w) })
    })
}

/// A number with a unit of dose: value, unit, end.
fn amount(context: &Context, sentence: &Sentence, at: usize) -> Option<(f64, &'static str, usize)> {
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
    let i = at + 1 + usize::from(lexemes.get(at + 1).is_some_and(|l| l.lex == Lex::Dash));
    let scale = match word(i).as_str() {
        "mg" | "毫克" => 1.0,
        "g" | "克" => 1000.0,
        "μg" | "mcg" | "µg" => 0.001,
        // Activities of what radiates.
        "gbq" => return Some((value, "GBq", i + 1)),
        "mbq" => return Some((value, "MBq", i + 1)),
        "mci" => return Some((value, "mCi", i + 1)),
        _ => return None,
    };
    let value = (value * scale * 1e6).round() / 1e6;
    if lexemes.get(i + 1).is_some_and(|l| l.lex == Lex::Slash) {
        let per = word(i + 2);
        // mg/m2 also as "mg/m(2)" and "mg/m^2".
        if per.starts_with("m2") || per == "m²" || per == "㎡" {
            return Some((value, "mg/m2", i + 3));
        }
        if per == "m" {
            let rest: String = lexemes[i + 3..].iter().take(3).map(|l| context.word(l)).collect();
            let end = if rest.starts_with("(2)") { i + 6 } else { i + 5 };
            let square = ["(2)", "^2", "2"].iter().any(|s| rest.starts_with(s));
            return square.then_some((value, "mg/m2", end.min(lexemes.len())));
        }
        if per == "kg" {
            return Some((value, "mg/kg", i + 3));
        }
        // Concentrations are no doses: "mg/dL".
        if per.starts_with("dl") || per.starts_with("ml") || per == "l" {
            return None;
        }
    }
    Some((value, "mg", i + 1))
}

/// The drug at a lexeme: a concept, an unlinked name, or a code that stands for one ("ZK-4471").
fn named(context: &Context, sentence: &Sentence, at: usize) -> Option<String> {
    let lexeme = &sentence.lexemes[at];
    let mention = context.mentions(lexeme).iter().find(|m| matches!(m.kind, ConceptKind::Drug | ConceptKind::DrugClass));
    match mention {
        Some(m) => Some(m.concept.map_or_else(|| context.text(m.span).to_lowercase(), |c| context.concept(c).id.clone())),
        None => code_name(context, sentence, at),
    }
}

/// Two to four capitals, a hyphen and at least three digits, glued: a sponsor's code. Groups that number their trials are told by
/// what follows.
fn code_name(context: &Context, sentence: &Sentence, at: usize) -> Option<String> {
    const TRIALS: &[&str] = &["NCT", "RTOG", "JCOG", "WJOG", "SWOG", "ECOG", "GOG", "EORTC", "COG", "POG", "LEAP", "SOLO"];
    let start = sentence.lexemes[at].span.start;
    let text = context.text(FoldedSpan::new(start, sentence.span.end));
    let letters = text.find(|c: char| !c.is_ascii_uppercase()).unwrap_or(text.len());
    let digits = text[letters..].strip_prefix('-')?;
    let len = digits.find(|c: char| !c.is_ascii_digit()).unwrap_or(digits.len());
    let name = &text[..letters + 1 + len];
    let after = text[name.len()..].trim_start();
    let trial = ["trial", "study", "研究", "试验"].iter().any(|w| after.starts_with(w)) || TRIALS.contains(&&text[..letters]);
    let fresh = !context.text(sentence.span)[..start - sentence.span.start].ends_with(|c: char| c.is_ascii_alphanumeric() || c == '-');
    ((2..=4).contains(&letters) && (3..=6).contains(&len) && fresh && !trial).then(|| name.to_lowercase())
}

/// The one drug that a sentence names.
fn only_drug(context: &Context, sentence: &Sentence) -> Option<String> {
    let mut all: Vec<String> = (0..sentence.lexemes.len()).filter_map(|i| named(context, sentence, i)).collect();
    all.sort();
    all.dedup();
    if all.len() == 1 { all.pop() } else { None }
}

/// The drug that a dose belongs to: the one before it, unless another dose stands between; else the one after it.
fn drug(context: &Context, sentence: &Sentence, at: usize, end: usize, last_end: usize) -> Option<String> {
    let lexemes = &sentence.lexemes;
    let find = |i: usize| named(context, sentence, i).map(|d| (i, d));
    let before = (at.saturating_sub(GAP_MAX).max(last_end)..at).rev().find_map(find);
    let after = (end..(end + 5).min(lexemes.len())).find_map(find);
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
        (None, None) => None,
    }
}

/// How far a dose's schedule may reach: to the next dose or drug, or the end of its clause.
fn reach(context: &Context, sentence: &Sentence, end: usize) -> usize {
    let lexemes = &sentence.lexemes;
    let last = lexemes.len().min(end + REACH_MAX);
    (end..last)
        .find(|&i| {
            matches!(lexemes[i].lex, Lex::Semicolon)
                || context.word(&lexemes[i]) == "."
                || amount(context, sentence, i).is_some()
                || context.mentions(&lexemes[i]).iter().any(|m| m.kind == ConceptKind::Drug)
        })
        .unwrap_or(last)
        .max(end)
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
