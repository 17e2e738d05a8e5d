//! Deaths and stops that are told in words: "died of complications", "因毒副反应终止治疗".

use super::super::context::{Context, Sentence};
use super::super::finding::HarmKind;
use super::super::phrase;
use super::event::Event;
use crate::vocabulary::ConceptKind;
use std::ops::Range;

/// Deaths and stops that are told in words: "died of complications", "因毒副反应终止治疗".
pub fn told(context: &Context, sentence: &Sentence) -> Vec<Event> {
    const STOPS: &[&str] = &[
        "discontinu",
        "withdrew",
        "withdrawn",
        "withdrawal",
        "stopped treatment",
        "stopping",
        "terminated",
        "stopped",
        "cessation",
        "interruption",
        "dose delay",
        "treatment delay",
        "终止治疗",
        "停药",
        "停止治疗",
        "终止",
        "中止治疗",
        "退出",
    ];
    const CAUSES: &[&str] = &[
        "adverse",
        "toxicit",
        "side effect",
        "side-effect",
        "toxic effect",
        "complication",
        "teae",
        "aes",
        "intolerance",
        "不良反应",
        "不良事件",
        "毒副反应",
        "毒性",
        "副作用",
        "毒副作用",
    ];
    const DEATHS: &[&str] = &["died", "deaths", "death", "fatal", "死亡"];
    /// Mortality around an operation is a crude rate of deaths, and left to the outcomes.
    const MORTAL: &[&str] = &[
        "treatment-related",
        "treatment related",
        "drug-related",
        "therapy-related",
        "toxic",
        "transplant-related",
        "transplantation-related",
    ];
    const BLAMED: &[&str] = &[
        "treatment-related",
        "treatment related",
        "drug-related",
        "therapy-related",
        "chemotherapy-related",
        "treatment-associated",
        "attributed to treatment",
        "attributable to treatment",
        "related to treatment",
        "related to the treatment",
        "related to therapy",
        "related to study",
        "due to treatment",
        "caused by treatment",
        "toxic",
        "toxicit",
        "complication",
        "postoperative",
        "post-operative",
        "septic",
        "surgery-related",
        "surgical",
        "radiation-related",
        "adverse",
        "perioperative",
        "治疗相关",
        "毒性相关",
        "毒副反应",
        "并发症",
        "术后",
    ];
    let lower = context.text(sentence.span).to_lowercase();
    if lower.len() != sentence.span.end - sentence.span.start {
        return Vec::new();
    }
    let mut found: Vec<Event> = Vec::new();
    let mut tell = |heads: &[&str], near: &[&str], reach: usize, concept: &str, kind: HarmKind| {
        for head in heads {
            for (at, _) in lower.match_indices(head) {
                let end = at + head.len();
                let from = lower.floor_char_boundary(at.saturating_sub(reach));
                let to = lower.floor_char_boundary(end + reach);
                let clause_from = lower[from..at].rfind([';', '.', '。']).map_or(from, |i| from + i + 1);
                let clause_to = lower[end..to].find([';', '。']).map_or(to, |i| end + i);
                // Beside the word, else behind it ("discontinuations because of adverse events"), else before.
                let places: Vec<(usize, usize)> = near
                    .iter()
                    .flat_map(|w| {
                        lower[clause_from..clause_to].match_indices(w).map(|(i, w)| (clause_from + i, w.len())).collect::<Vec<_>>()
                    })
                    .collect();
                let before = places.iter().filter(|(i, l)| i + l <= at).max_by_key(|(i, l)| i + l);
                let behind = places.iter().filter(|(i, _)| *i >= end).min_by_key(|(i, _)| *i);
                let between = |i: usize, len: usize| &lower[at.min(i)..end.max(i + len)];
                // A number between them: two statements, unless one led to the other.
                let numbered = |i: usize, len: usize| between(i, len).contains(|c: char| c.is_ascii_digit());
                let led = |i: usize, len: usize| {
                    i < at && ["led to", "leading to", "resulted in", "resulting in", "导致"].iter().any(|w| between(i, len).contains(w))
                };
                let cause = [before.filter(|(i, l)| at - (i + l) <= 2), behind, before]
                    .into_iter()
                    .flatten()
                    .find(|&&(i, len)| !numbered(i, len) || led(i, len));
                let Some(&(i, len)) = cause else { continue };
                let (start, stop) = if numbered(i, len) { (at, end) } else { (at.min(i), end.max(i + len)) };
                let first = sentence.lexemes.partition_point(|l| l.span.end <= sentence.span.start + start);
                let last = sentence.lexemes.partition_point(|l| l.span.start < sentence.span.start + stop);
                if first < last && !found.iter().any(|f| f.at.start < last && first < f.at.end) {
                    found.push(event(context, sentence, first..last, concept, kind));
                }
            }
        }
    };
    tell(STOPS, CAUSES, 80, "endpoint:discontinuation", HarmKind::Discontinuation);
    tell(&["dose reduction", "dose modification", "减量"], CAUSES, 40, "endpoint:toxicity", HarmKind::Event);
    tell(DEATHS, BLAMED, 45, "endpoint:treatment_related_death", HarmKind::Death);
    tell(&["mortality"], MORTAL, 30, "endpoint:treatment_related_death", HarmKind::Death);
    for event in killed(context, sentence) {
        if !found.iter().any(|f| f.at.start < event.at.end && event.at.start < f.at.end) {
            found.push(event);
        }
    }
    found
}

fn event(context: &Context, sentence: &Sentence, at: Range<usize>, concept: &str, kind: HarmKind) -> Event {
    let text = context.printed(phrase::span(sentence, &at));
    Event { concept: Some(concept.to_owned()), text, general: true, kind, grade: None, parts: Vec::new(), at }
}

/// "died of pneumonitis", 死于放射性肺炎: a death from what only treatment does.
fn killed(context: &Context, sentence: &Sentence) -> Vec<Event> {
    const TREATMENT_MADE: &[&str] =
        &["pneumonitis", "radiation", "neutropeni", "toxicity", "myocarditis", "colitis", "interstitial_lung", "perforation", "necrosis"];
    let lexemes = &sentence.lexemes;
    let word = |i: usize| context.word(&lexemes[i]);
    let made = |i: usize| {
        context
            .mention_of(&lexemes[i], ConceptKind::AdverseEvent)
            .and_then(|m| m.concept)
            .is_some_and(|c| TREATMENT_MADE.iter().any(|w| context.concept(c).id.contains(w)))
    };
    (0..lexemes.len())
        .filter_map(|i| {
            let english = word(i) == "died" && lexemes.get(i + 1).is_some_and(|l| ["of", "from"].contains(&context.word(l).as_str()));
            if !english && !word(i).ends_with("死于") {
                return None;
            }
            let end = (i + 1..(i + 5).min(lexemes.len())).find(|&j| made(j))? + 1;
            Some(event(context, sentence, i..end, "endpoint:treatment_related_death", HarmKind::Death))
        })
        .collect()
}
