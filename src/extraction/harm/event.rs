//! Harms where a sentence names them: toxicity in general, a named event, death from treatment, stopping because of it.
//!
//! Toxicity "of an organ" ("esophageal toxicity") is a named event, whatever the vocabulary knows of it. A death is a harm only
//! where the words lay it on the treatment, a stop only where they lay it on toxicity.

use super::super::context::{Context, Sentence};
use super::super::finding::{Grade, HarmKind};
use super::super::lexeme::Lex;
use super::super::passage::contains_word;
use super::super::phrase;
use super::grade::{Graded, grades};
use crate::text::FoldedSpan;
use crate::vocabulary::{ConceptKind, EndpointType};
use std::ops::Range;

/// A harm at a place of a sentence.
#[derive(Debug, Clone, PartialEq)]
pub struct Event {
    pub concept: Option<String>,
    pub text: String,
    /// Toxicity as a whole or as a group.
    pub general: bool,
    pub kind: HarmKind,
    pub grade: Option<Grade>,
    /// Lexemes, the grade's included where it stands beside the event.
    pub at: Range<usize>,
}

/// Concepts that stand for toxicity as a group.
const GROUPS: &[&str] = &[
    "endpoint:toxicity",
    "adverse_event:acute_toxicity",
    "adverse_event:late_toxicity",
    "adverse_event:treatment_emergent_adverse_event",
    "adverse_event:treatment_related_adverse_event",
    "adverse_event:immune_related_adverse_event",
    "adverse_event:hematologic_toxicity",
    "adverse_event:nonhematologic_toxicity",
    "adverse_event:infusion_related_adverse_event",
];
const ORGANS: &[&str] = &[
    "esophageal",
    "oesophageal",
    "pulmonary",
    "lung",
    "cardiac",
    "skin",
    "cutaneous",
    "gastrointestinal",
    "gi",
    "genitourinary",
    "gu",
    "renal",
    "hepatic",
    "liver",
    "respiratory",
    "neurologic",
    "neurological",
    "rectal",
    "bladder",
    "bowel",
    "intestinal",
    "wall",
    "wound",
    "healing",
    "urinary",
    "oral",
    "mucosal",
    "ocular",
    "neurotoxic",
    "vascular",
    "cardiovascular",
    "dermatologic",
    "sexual",
    "spinal",
    "laryngeal",
    "bleeding",
    "thromboembolic",
    "infectious",
    "ischemic",
];

/// Words that belong to the name of toxicity as a group.
const QUALIFIERS: &[&str] = &[
    "serious",
    "severe",
    "surgical",
    "postoperative",
    "treatment-related",
    "drug-related",
    "immune-related",
    "treatment-emergent",
    "acute",
    "late",
    "radiation",
    "radiation-induced",
    "hematologic",
    "haematologic",
    "nonhematologic",
];

/// All harms of a sentence, in order, not overlapping.
pub fn events(context: &Context, sentence: &Sentence) -> Vec<Event> {
    let text = context.text(sentence.span);
    let grades = grades(text);
    let mut found = told(context, sentence);
    for event in named(context, sentence) {
        if !found.iter().any(|f| f.at.start < event.at.end && event.at.start < f.at.end) {
            found.push(event);
        }
    }
    found.sort_by_key(|e| e.at.start);
    found.extend(graded_words(context, sentence, &grades, &found));
    found.sort_by_key(|e| e.at.start);
    found.extend(listed_words(context, sentence, &found));
    found.sort_by_key(|e| e.at.start);
    grade(context, sentence, &mut found, &grades);
    found
}

fn named(context: &Context, sentence: &Sentence) -> Vec<Event> {
    let mut found: Vec<Event> = Vec::new();
    for (i, lexeme) in sentence.lexemes.iter().enumerate() {
        let mentions = context.mentions(lexeme);
        let harm = mentions.iter().find(|m| {
            m.kind == ConceptKind::AdverseEvent
                || m.kind == ConceptKind::Endpoint
                    && m.concept.is_some_and(|c| context.concept(c).endpoint_type == Some(EndpointType::Harm))
        });
        let word = context.word(lexeme);
        let generic = [
            "toxicity",
            "toxicities",
            "complications",
            "complication",
            "side-effects",
            "side-effect",
            "morbidity",
            "morbidities",
            "aes",
            "ae",
            "毒性",
            "并发症",
        ]
        .contains(&word.as_str());
        if ["safety", "tolerability", "safety profile", "安全性"].contains(&word.as_str()) {
            continue;
        }
        let id = match harm {
            Some(m) => m.concept.map(|c| context.concept(c).id.clone()),
            None if generic => Some("endpoint:toxicity".to_owned()),
            None => continue,
        };
        let group = id.as_deref().is_some_and(|id| GROUPS.contains(&id));
        let severe = id.as_deref() == Some("endpoint:serious_adverse_events");
        let serious = ["serious", "sae", "saes", "严重不良事件"].iter().any(|w| contains_word(&before_and_at(context, sentence, i), w))
            && ["adverse", "sae", "saes", "teae*", "aes", "ae", "不良事件"]
                .iter()
                .any(|w| contains_word(&word, w) || severe && contains_word(&word, w));
        let mut start = i;
        // An organ before "toxicity" makes it a named event.
        while group && start > 0 && i - start < 2 && ORGANS.contains(&context.word(&sentence.lexemes[start - 1]).as_str()) {
            start -= 1;
        }
        let organ = start < i;
        let (concept, general, kind) = match id.as_deref() {
            Some("endpoint:treatment_related_death") => (id.clone(), true, HarmKind::Death),
            Some("endpoint:discontinuation") => continue,
            _ if serious => (Some("endpoint:serious_adverse_events".to_owned()), true, HarmKind::Serious),
            Some("endpoint:serious_adverse_events") => (Some("endpoint:toxicity".to_owned()), true, HarmKind::Event),
            _ if organ => (None, false, HarmKind::Event),
            _ if group => (Some("endpoint:toxicity".to_owned()), true, HarmKind::Event),
            _ => (id.clone(), false, HarmKind::Event),
        };
        while general && start > 0 && QUALIFIERS.contains(&context.word(&sentence.lexemes[start - 1]).as_str()) {
            start -= 1;
        }
        let span = phrase::span(sentence, &(start..i + 1));
        // "acute radiation toxicity (AEs)": the same thing said again.
        let again =
            found.last().is_some_and(|l: &Event| l.general && general && i == l.at.end + 1 && sentence.lexemes[l.at.end].lex == Lex::Open);
        if again {
            if let Some(last) = found.last_mut() {
                last.at.end = i + 1;
            }
            continue;
        }
        found.push(Event { concept, text: context.printed(span), general, kind, grade: None, at: start..i + 1 });
    }
    found
}

fn before_and_at(context: &Context, sentence: &Sentence, i: usize) -> String {
    sentence.lexemes[i.saturating_sub(1)..=i].iter().map(|l| context.word(l)).collect::<Vec<_>>().join(" ")
}

/// Deaths and stops that are told in words: "died of complications", "因毒副反应终止治疗".
fn told(context: &Context, sentence: &Sentence) -> Vec<Event> {
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

/// "grade 3 respiratory symptoms": a graded noun that the vocabulary lacks is a named event in its words.
fn graded_words(context: &Context, sentence: &Sentence, grades: &[Graded], events: &[Event]) -> Vec<Event> {
    let mut found = Vec::new();
    for g in grades {
        let end = sentence.span.start + g.at.end;
        let first = sentence.lexemes.partition_point(|l| l.span.start < end);
        // Whatever stands near is what is graded.
        let start = sentence.lexemes.partition_point(|l| l.span.end <= sentence.span.start + g.at.start);
        if events.iter().any(|e| (first.saturating_sub(1)..first + 6).contains(&e.at.start) || e.at.end <= start && start - e.at.end <= 2) {
            continue;
        }
        let mut last = first;
        while last < sentence.lexemes.len() && last < first + 4 {
            let lexeme = &sentence.lexemes[last];
            let word = context.word(lexeme);
            let stop = [
                "was",
                "were",
                "in",
                "occurred",
                "and",
                "or",
                "of",
                "is",
                "are",
                "had",
                "the",
                "to",
                "for",
                "by",
                "developed",
                "with",
                "tumor",
                "tumors",
                "glioma",
                "gliomas",
                "disease",
                "cancer",
                "tumour",
                "tumours",
                "at",
            ]
            .contains(&word.as_str());
            if stop || !matches!(lexeme.lex, Lex::Word | Lex::Mention(_)) || word.chars().all(|c| !c.is_alphanumeric()) {
                break;
            }
            last += 1;
        }
        let text = if first < last { context.printed(phrase::span(sentence, &(first..last))) } else { continue };
        let lower = text.to_lowercase();
        let event = [
            "symptom",
            "event",
            "reaction",
            "infection",
            "pain",
            "bleed",
            "effect",
            "leak",
            "disorder",
            "abnormalit",
            "elevation",
            "increase",
            "fibrosis",
            "edema",
            "necrosis",
            "反应",
            "损伤",
        ]
        .iter()
        .any(|w| lower.contains(w));
        if event {
            let general = ["events", "event", "effects", "reactions"].contains(&lower.as_str());
            found.push(Event {
                concept: general.then(|| "endpoint:toxicity".to_owned()),
                text,
                general,
                kind: HarmKind::Event,
                grade: None,
                at: first..last,
            });
        }
    }
    found
}

/// "The most common adverse events were increased creatine phosphokinase (19% v 0%), …": behind a heading, what carries figures
/// in brackets is an event, known to the vocabulary or not.
fn listed_words(context: &Context, sentence: &Sentence, events: &[Event]) -> Vec<Event> {
    let Some(heading) = events.iter().find(|e| e.general) else { return Vec::new() };
    let lexemes = &sentence.lexemes;
    let mut found = Vec::new();
    let opens = (heading.at.end..lexemes.len()).filter(|&i| {
        lexemes[i].lex == Lex::Open && lexemes[i + 1..].iter().take(4).any(|l| matches!(l.lex, Lex::Percent(_) | Lex::Fraction { .. }))
    });
    for open in opens {
        let mut start = open;
        while start > heading.at.end
            && matches!(lexemes[start - 1].lex, Lex::Word | Lex::Mention(_))
            && !["were", "was", "included", "including", "include", "as", "in", "with", "of", "for", "had", "group", "arm", "patients"]
                .contains(&context.word(&lexemes[start - 1]).as_str())
        {
            start -= 1;
        }
        let led = start > 0
            && (matches!(lexemes[start - 1].lex, Lex::Comma | Lex::And | Lex::Colon)
                || ["were", "was", "included", "including"].contains(&context.word(&lexemes[start - 1]).as_str()));
        let known = events.iter().any(|e| e.at.start < open && start < e.at.end)
            || lexemes[start..open].iter().any(|l| context.is_treatment(l) || context.mention_of(l, ConceptKind::Endpoint).is_some());
        // A list begins with a verb: "… were X (…)".
        let list = lexemes[heading.at.end..start]
            .iter()
            .any(|l| ["were", "was", "included", "including", ":", "为", "包括"].contains(&context.word(l).as_str()));
        if led && list && !known && (1..=5).contains(&(open - start)) {
            let text = context.printed(phrase::span(sentence, &(start..open)));
            found.push(Event { concept: None, text, general: false, kind: HarmKind::Event, grade: None, at: start..open });
        }
    }
    found
}

/// Gives each event its grade: beside it, from the event before it in a list, or from the heading of the sentence.
fn grade(context: &Context, sentence: &Sentence, events: &mut [Event], grades: &[Graded]) {
    let place = |g: &Graded| {
        let start = sentence.lexemes.partition_point(|l| l.span.end <= sentence.span.start + g.at.start);
        let end = sentence.lexemes.partition_point(|l| l.span.start < sentence.span.start + g.at.end);
        start..end.max(start)
    };
    let mut taken = vec![false; grades.len()];
    for i in 0..events.len() {
        let floor = if i > 0 { events[i - 1].at.end } else { 0 };
        let before = grades.iter().enumerate().rev().find(|(k, g)| {
            let p = place(g);
            !taken[*k]
                && p.end <= events[i].at.start
                && p.start >= floor
                && events[i].at.start - p.end <= 5
                && plain(context, sentence, p.end..events[i].at.start)
        });
        if let Some((k, g)) = before {
            taken[k] = true;
            events[i].grade = Some(g.grade.clone());
            events[i].at.start = place(g).start;
            continue;
        }
        let ceiling = events.get(i + 1).map_or(sentence.lexemes.len(), |n| n.at.start);
        let after = grades.iter().enumerate().find(|(k, g)| {
            let p = place(g);
            !taken[*k]
                && p.start >= events[i].at.end
                && p.end <= ceiling
                && p.start - events[i].at.end <= 4
                && sentence.lexemes[events[i].at.end..p.start]
                    .iter()
                    .all(|l| matches!(l.lex, Lex::Open | Lex::Word | Lex::Bound(_) | Lex::Comma))
                && !sentence.lexemes[p.end..].first().is_some_and(|l| matches!(l.lex, Lex::Mention(_)))
        });
        let inside =
            grades.iter().enumerate().find(|(k, g)| !taken[*k] && place(g).start >= events[i].at.start && place(g).end <= events[i].at.end);
        if let Some((k, g)) = inside.or(after) {
            taken[k] = true;
            events[i].grade = Some(g.grade.clone());
            events[i].at.end = events[i].at.end.max(place(g).end);
        }
    }
    // "grade 3/4 AEs were fatigue (9%) and asthenia (8%)": the heading's grade holds for what it lists.
    for event in events.iter_mut().filter(|e| e.grade.is_none() && !e.general) {
        let heading = grades.iter().rev().find(|g| place(g).end <= event.at.start);
        event.grade = heading
            .filter(|g| !sentence.lexemes[place(g).end..event.at.start].iter().any(|l| l.lex == Lex::Semicolon))
            .map(|g| g.grade.clone());
    }
}

/// Only words between a grade and its event.
fn plain(context: &Context, sentence: &Sentence, range: Range<usize>) -> bool {
    sentence.lexemes[range].iter().all(|l| {
        matches!(l.lex, Lex::Word | Lex::Dash | Lex::Mention(_)) && !["were", "was", "in", "occurred"].contains(&context.word(l).as_str())
    })
}

fn floor(text: &str, mut at: usize) -> usize {
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}
