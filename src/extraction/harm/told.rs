//! Deaths and stops that are told in words: "died of complications", "因毒副反应终止治疗".

use super::super::context::{Context, Sentence};
use super::super::finding::HarmKind;
use super::event::Event;
use crate::text::FoldedSpan;

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
    const DEATHS: &[&str] = &["died", "deaths", "death", "fatal", "mortality", "死亡"];
    const BLAMED: &[&str] = &[
        "treatment-related",
        "treatment related",
        "drug-related",
        "therapy-related",
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
                let from = floor(&lower, at.saturating_sub(reach));
                let to = floor(&lower, (end + reach).min(lower.len()));
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
                let cause = before.filter(|(i, l)| at - (i + l) <= 2).or(behind).or(before).copied();
                let Some((i, len)) = cause else { continue };
                let (start, stop) = (at.min(i), end.max(i + len));
                // A number between them: two statements.
                if lower[start..stop].contains(|c: char| c.is_ascii_digit()) {
                    continue;
                }
                let first = sentence.lexemes.partition_point(|l| l.span.end <= sentence.span.start + start);
                let last = sentence.lexemes.partition_point(|l| l.span.start < sentence.span.start + stop);
                if first < last && !found.iter().any(|f| f.at.start < last && first < f.at.end) {
                    let text = context.printed(FoldedSpan::new(sentence.lexemes[first].span.start, sentence.lexemes[last - 1].span.end));
                    found.push(Event { concept: Some(concept.to_owned()), text, general: true, kind, grade: None, at: first..last });
                }
            }
        }
    };
    tell(STOPS, CAUSES, 60, "endpoint:discontinuation", HarmKind::Discontinuation);
    tell(&["dose reduction", "dose modification", "减量"], CAUSES, 40, "endpoint:toxicity", HarmKind::Event);
    tell(DEATHS, BLAMED, 45, "endpoint:treatment_related_death", HarmKind::Death);
    found
}

fn floor(text: &str, mut at: usize) -> usize {
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}
