//! Events that the vocabulary lacks, named by the words of the sentence.

use super::super::context::{Context, Sentence};
use super::super::finding::HarmKind;
use super::super::lexeme::Lex;
use super::super::phrase;
use super::event::Event;
use super::grade::Graded;
use crate::vocabulary::ConceptKind;

/// "grade 3 respiratory symptoms": a graded noun that the vocabulary lacks is a named event in its words.
pub fn graded_words(context: &Context, sentence: &Sentence, grades: &[Graded], events: &[Event]) -> Vec<Event> {
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
                parts: Vec::new(),
                at: first..last,
            });
        }
    }
    found
}

/// Ordinary words that name a harm where something says how bad it was: "major bleeding".
pub fn plain_words(context: &Context, sentence: &Sentence, events: &[Event]) -> Vec<Event> {
    const MEASURED: &[&str] = &["major", "severe", "nonmajor", "minor", "fatal", "serious", "symptomatic", "postoperative"];
    const WORDS: &[(&str, &str)] = &[("bleeding", "adverse_event:hemorrhage")];
    let lexemes = &sentence.lexemes;
    (1..lexemes.len())
        .filter(|&i| MEASURED.contains(&context.word(&lexemes[i - 1]).as_str()) && !events.iter().any(|e| e.at.contains(&i)))
        .filter_map(|i| {
            let (_, concept) = WORDS.iter().find(|(w, _)| *w == context.word(&lexemes[i]))?;
            let at = i - 1..i + 1;
            let text = context.printed(phrase::span(sentence, &at));
            let concept = Some((*concept).to_owned());
            Some(Event { concept, text, general: false, kind: HarmKind::Event, grade: None, parts: Vec::new(), at })
        })
        .collect()
}

/// "The most common adverse events were increased creatine phosphokinase (19% v 0%), …": behind a heading, what carries figures
/// in brackets is an event, known to the vocabulary or not.
pub fn listed_words(context: &Context, sentence: &Sentence, events: &[Event]) -> Vec<Event> {
    let Some(heading) = events.iter().find(|e| e.general) else { return Vec::new() };
    let lexemes = &sentence.lexemes;
    let mut found = Vec::new();
    let opens = (heading.at.end..lexemes.len()).filter(|&i| {
        let next = lexemes.get(i + 1).map(|l| &l.lex);
        // "abscess in 2, and fistula in 1".
        context.word(&lexemes[i]) == "in" && matches!(next, Some(Lex::Number { .. } | Lex::Percent(_)))
            || lexemes[i].lex == Lex::Open
                && lexemes[i + 1..].iter().take(4).any(|l| matches!(l.lex, Lex::Percent(_) | Lex::Fraction { .. }))
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
        let compares = [
            "less",
            "more",
            "frequent",
            "common",
            "higher",
            "lower",
            "similar",
            "greater",
            "fewer",
            "reported",
            "observed",
            "seen",
            "noted",
            "found",
            "occurred",
            "recorded",
            "developed",
            "detected",
            "experienced",
            "documented",
            "present",
            "occurring",
        ];
        let compared = lexemes[start..open].iter().any(|l| compares.contains(&context.word(l).as_str()));
        if led && list && !known && !compared && (1..=5).contains(&(open - start)) {
            let text = context.printed(phrase::span(sentence, &(start..open)));
            found.push(Event {
                concept: None,
                text,
                general: false,
                kind: HarmKind::Event,
                grade: None,
                parts: Vec::new(),
                at: start..open,
            });
        }
    }
    found
}
