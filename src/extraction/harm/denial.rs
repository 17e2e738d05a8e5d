//! Events that are said not to have happened.

use super::super::context::{Context, Sentence};
use super::super::finding::HarmKind;
use super::event::Event;
use std::ops::Range;

/// The words that deny an event: "no grade 4 toxicity", "without …", 未出现…, "… was not observed".
pub fn denied(context: &Context, sentence: &Sentence, event: &Event, told: bool) -> Option<Range<usize>> {
    let lexemes = &sentence.lexemes;
    let from = event.at.start.saturating_sub(6);
    let window: Vec<String> = lexemes[from..event.at.start].iter().map(|l| context.word(l)).collect();
    let clause = window.iter().rposition(|w| matches!(w.as_str(), "," | ";" | "and" | "but" | "." | ")")).map_or(0, |i| i + 1);
    let words = &window[clause..];
    let no = words.iter().position(|w| {
        ["no", "without", "none", "nor", "zero"].contains(&w.as_str())
            || ["无", "未发生", "未出现", "未见", "没有", "未观察到", "未发现"].iter().any(|d| w.ends_with(d))
    });
    let compares = words.iter().any(|w| {
        [
            "difference",
            "differences",
            "significant",
            "significantly",
            "increase",
            "increased",
            "evidence",
            "new",
            "unexpected",
            "additional",
            "relationship",
            "correlation",
            "association",
            "impact",
            "more",
            "increasing",
            "with",
            "excessive",
            "other",
        ]
        .contains(&w.as_str())
    });
    let behind: String = lexemes[event.at.end..].iter().take(5).map(|l| context.word(l)).collect::<Vec<_>>().join(" ");
    let passive = [
        "was not observed",
        "were not observed",
        "was not seen",
        "were not seen",
        "did not occur",
        "not occurred",
        "未发生",
        "未出现",
        "未见",
    ]
    .iter()
    .any(|w| behind.starts_with(w) || !w.is_ascii() && behind.split(' ').next().is_some_and(|b| b.contains(w)));
    let weighty = event.general || event.grade.is_some() || event.kind != HarmKind::Event || told;
    if let Some(i) = no.filter(|_| !compares && weighty) {
        return Some(from + clause + i..event.at.end);
    }
    passive.then(|| event.at.start..(event.at.end + 3).min(lexemes.len()))
}
