//! Harms where a sentence names them: toxicity in general, a named event, death from treatment, stopping because of it.
//!
//! Toxicity "of an organ" ("esophageal toxicity") is a named event, whatever the vocabulary knows of it. A death is a harm only
//! where the words lay it on the treatment, a stop only where they lay it on toxicity.

use super::super::context::{Context, Sentence};
use super::super::finding::HarmKind;
use super::super::lexeme::Lex;
use super::super::passage::contains_word;
use super::super::phrase;
use super::event::Event;
use super::grade::grades;
use super::grading::grade;
use super::told::told;
use super::words::{graded_words, listed_words, plain_words};
use crate::vocabulary::{ConceptKind, EndpointType};

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
    "adverse_event:procedural_complication",
    "adverse_event:laboratory_abnormality",
    "adverse_event:radiation_injury",
    "adverse_event:general_disorder",
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

const HAN_ORGANS: &[&str] = &[
    "胃肠道",
    "消化道",
    "泌尿系",
    "泌尿道",
    "泌尿生殖系统",
    "泌尿系统",
    "心脏",
    "肺部",
    "肺",
    "皮肤",
    "肝脏",
    "肾脏",
    "神经",
    "直肠",
    "膀胱",
    "食管",
    "口腔",
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
        match found.iter_mut().find(|f| f.at.start < event.at.end && event.at.start < f.at.end) {
            // "discontinued because of adverse events (AEs": the cause belongs to what is told.
            Some(told) => told.at = told.at.start.min(event.at.start)..told.at.end.max(event.at.end),
            None => found.push(event),
        }
    }
    found.extend(plain_words(context, sentence, &found));
    found.sort_by_key(|e| e.at.start);
    found.extend(graded_words(context, sentence, &grades, &found));
    found.sort_by_key(|e| e.at.start);
    found.extend(listed_words(context, sentence, &found));
    found.sort_by_key(|e| e.at.start);
    let again = grade(context, sentence, &mut found, &grades);
    found.extend(again);
    found.sort_by_key(|e| e.at.start);
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
            "events",
            "symptoms",
            "毒性",
            "并发症",
        ]
        .contains(&word.as_str());
        if ["safety", "tolerability", "safety profile", "安全性"].contains(&word.as_str()) {
            continue;
        }
        // "events" alone may be anything, "thromboembolic events" are a harm.
        let plain = harm.is_none() && ["events", "symptoms"].contains(&word.as_str());
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
        let han = group && i > 0 && start == i && HAN_ORGANS.iter().any(|o| context.word(&sentence.lexemes[i - 1]).ends_with(o));
        if han {
            start -= 1;
        }
        let organ = start < i;
        if !organ && plain {
            continue;
        }
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
        found.extend(shared_head(context, sentence, start, i).filter(|_| !general));
        found.push(Event { concept, text: context.printed(span), general, kind, grade: None, parts: Vec::new(), at: start..i + 1 });
    }
    found
}

/// "GI and GU toxicity": the organ in front of a toxicity that shares its last word.
fn shared_head(context: &Context, sentence: &Sentence, start: usize, head: usize) -> Option<Event> {
    let lexemes = &sentence.lexemes;
    let text = context.printed(phrase::span(sentence, &(start..head + 1)));
    let noun = ["toxicity", "toxicities", "complications", "events"].iter().find(|n| text.to_lowercase().ends_with(**n))?;
    let at = start.checked_sub(2)?;
    let organ = context.word(&lexemes[at]);
    if !matches!(lexemes[start - 1].lex, Lex::And | Lex::Or | Lex::Slash) || !ORGANS.contains(&organ.as_str()) {
        return None;
    }
    let full = match organ.as_str() {
        "gi" => "gastrointestinal",
        "gu" => "genitourinary",
        "lung" => "pulmonary",
        "cutaneous" | "dermatologic" => "skin",
        other => other,
    };
    let concept = format!("adverse_event:{full}_toxicity");
    let known = noun.starts_with("toxicit") && context.vocabulary.find(&concept).is_some();
    let text = format!("{} {noun}", context.printed(lexemes[at].span));
    Some(Event {
        concept: known.then_some(concept),
        text,
        general: false,
        kind: HarmKind::Event,
        grade: None,
        parts: Vec::new(),
        at: at..at + 1,
    })
}

fn before_and_at(context: &Context, sentence: &Sentence, i: usize) -> String {
    sentence.lexemes[i.saturating_sub(1)..=i].iter().map(|l| context.word(l)).collect::<Vec<_>>().join(" ")
}
