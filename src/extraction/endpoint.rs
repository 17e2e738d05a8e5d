//! Endpoints where a sentence names them.
//!
//! Beside the vocabulary's names, a ratio's label may name the event: "hazard ratio for death", "risk of progression or death".

use super::context::{Context, Sentence};
use super::lexeme::{Lex, Lexeme};
use crate::text::{FoldedSpan, is_han};
use crate::vocabulary::{ConceptId, ConceptKind};
use std::ops::Range;

/// An endpoint at a place of a sentence.
#[derive(Debug, Clone, PartialEq)]
pub struct EndpointRef {
    pub concept: Option<String>,
    pub text: String,
    /// Lexemes.
    pub at: Range<usize>,
    /// Named as an event ("death", "progression"), not as an endpoint.
    pub event: bool,
}

/// Events in labels of ratios, longest first: words, endpoint.
const EVENTS: &[(&str, &str)] = &[
    ("disease progression or death", "pfs"),
    ("progression or death", "pfs"),
    ("death or progression", "pfs"),
    ("death or disease progression", "pfs"),
    ("death or distant metastasis", "dmfs"),
    ("distant metastasis or death", "dmfs"),
    ("disease recurrence or death", "dfs"),
    ("recurrence or death", "rfs"),
    ("relapse or death", "rfs"),
    ("death or relapse", "rfs"),
    ("death or recurrence", "rfs"),
    ("death from any cause", "os"),
    ("all-cause mortality", "os"),
    ("cancer death", "css"),
    ("cancer-specific mortality", "css"),
    ("cancer-specific death", "css"),
    ("death", "os"),
    ("deaths", "os"),
    ("dying", "os"),
    ("disease progression", "pfs"),
    ("tumor progression", "pfs"),
    ("progression", "pfs"),
    ("疾病进展或死亡", "pfs"),
    ("进展或死亡", "pfs"),
    ("复发或死亡", "rfs"),
    ("特异性死亡", "css"),
    ("死亡", "os"),
    ("疾病进展", "pfs"),
    ("进展", "pfs"),
];

/// Rates that name their endpoint where nothing stands before them that they are a rate of.
const BARE_RATES: &[(&str, &str)] = &[("控制率", "dcr"), ("生存率", "os"), ("存活率", "os"), ("缓解率", "orr")];

/// Names of survival that share the word with a later one: "disease-free and overall survival", longest first.
const SHARED_SURVIVAL: &[(&str, &str)] = &[
    ("distant metastasis-free", "dmfs"),
    ("distant-metastasis-free", "dmfs"),
    ("local recurrence-free", "lrfs"),
    ("local progression-free", "lrfs"),
    ("local failure-free", "lrfs"),
    ("locoregional recurrence-free", "lrfs"),
    ("biochemical failure-free", "bffs"),
    ("recurrence-free", "rfs"),
    ("relapse-free", "rfs"),
    ("progression-free", "pfs"),
    ("metastasis-free", "mfs"),
    ("disease-free", "dfs"),
    ("failure-free", "ffs"),
    ("event-free", "efs"),
    ("cancer-specific", "css"),
    ("disease-specific", "css"),
    ("cause-specific", "css"),
    ("overall", "os"),
];

/// All endpoints that a sentence names, in order.
pub fn endpoints(context: &Context, sentence: &Sentence) -> Vec<EndpointRef> {
    let mut found = Vec::new();
    let mut at = 0;
    while at < sentence.lexemes.len() {
        match endpoint_at(context, sentence, at) {
            Some(endpoint) => {
                at = endpoint.at.end;
                if !is_moment(context, sentence, &endpoint) {
                    found.push(endpoint);
                }
            }
            None => at += 1,
        }
    }
    found
}

fn endpoint_at(context: &Context, sentence: &Sentence, at: usize) -> Option<EndpointRef> {
    let lexemes = &sentence.lexemes;
    let lexeme = &lexemes[at];
    let named = |end: usize, slug: &str, event: bool| {
        let span = FoldedSpan::new(lexeme.span.start, lexemes[end - 1].span.end);
        Some(EndpointRef { concept: Some(format!("endpoint:{slug}")), text: context.name(span), at: at..end, event })
    };
    if let Some((end, slug)) = shared_survival(context, sentence, at) {
        return named(end, slug, false);
    }
    if let Some(slug) = shared_recurrence(context, sentence, at) {
        return named(at + 1, slug, false);
    }
    if let Some(end) = occurrence(context, sentence, at) {
        return named(end, "incidence", true);
    }
    // An endpoint wins over an adverse event at the same place.
    let event = event(context, sentence, at);
    let timed = at > 1 && context.word(&lexemes[at - 1]) == "to" && context.word(&lexemes[at - 2]) == "time";
    if let Some((end, slug)) = event.filter(|(end, _)| *end > at + 1 && matches!(lexeme.lex, Lex::Mention(_))) {
        // "time to death or progression" is an endpoint by name.
        return named(end, slug, !timed);
    }
    let mention = context.mention_of(lexeme, ConceptKind::Endpoint).or_else(|| context.mention_of(lexeme, ConceptKind::AdverseEvent));
    if let Some(mention) = mention {
        let concept = mention.concept.map(|c| context.concept(c).id.clone());
        // "experienced a PFS event", "OS events": no survival, but who failed or died.
        let counted = lexemes.get(at + 1).is_some_and(|l| matches!(context.word(l).as_str(), "event" | "events"));
        if concept.as_deref() == Some("endpoint:incidence")
            && let Some(after) = lexemes.get(at + 1).map(|l| context.word(l))
        {
            // "risk of lung cancer death": of those who have it.
            if ["death", "mortality"].iter().any(|w| after.starts_with(w)) {
                return named(at + 2, "css", true);
            }
            if ["recur", "relaps", "progress", "metasta"].iter().any(|w| after.starts_with(w)) {
                return None;
            }
        }
        let concept = local(context, sentence, at, concept);
        let died = counted && concept.as_deref() == Some("endpoint:os");
        let concept = if died { Some("endpoint:mortality".to_owned()) } else { concept };
        return Some(EndpointRef { concept, text: context.name(lexeme.span), at: at..at + 1, event: counted && !died });
    }
    if lexeme.lex != Lex::Word {
        return None;
    }
    if let Some(slug) = bare_rate(context, lexeme) {
        return named(at + 1, slug, false);
    }
    let (end, slug) = event.or_else(|| {
        let died = ["died", "die", "dies"].contains(&context.word(lexeme).as_str());
        (died && of_the_disease(context, sentence, at + 1)).then_some((at + 1, "os"))
    })?;
    named(end, if slug == "os" && of_the_disease(context, sentence, end) { "css" } else { slug }, !(timed && end > at + 1))
}

/// 局部肿瘤复发率, 同侧乳腺内肿瘤复发率: where a recurrence is, in the word before it.
fn local(context: &Context, sentence: &Sentence, at: usize, concept: Option<String>) -> Option<String> {
    if concept.as_deref() != Some("endpoint:recurrence") {
        return concept;
    }
    let before = at.checked_sub(1).map(|i| context.text(sentence.lexemes[i].span)).unwrap_or_default();
    let own = context.text(sentence.lexemes[at].span);
    let near: String = before.chars().rev().take(6).collect::<Vec<_>>().into_iter().rev().chain(own.chars()).collect();
    let place = [("局部区域", "endpoint:lrf"), ("区域", "endpoint:lrf"), ("局部", "endpoint:lf"), ("同侧乳", "endpoint:lf")];
    let adjoins = at.checked_sub(1).is_some_and(|i| sentence.lexemes[i].span.end == sentence.lexemes[at].span.start);
    place.iter().find(|(w, _)| adjoins && near.contains(w)).map(|(_, c)| (*c).to_owned()).or(concept)
}

/// The lexeme after a name that a later "survival" completes, whatever stands in brackets between.
fn shared_survival(context: &Context, sentence: &Sentence, at: usize) -> Option<(usize, &'static str)> {
    let lexemes = &sentence.lexemes;
    let start = lexemes[at].span.start;
    let rest = context.text(FoldedSpan::new(start, sentence.span.end)).to_lowercase();
    // "lung cancer-specific".
    let disease = context.mention_of(&lexemes[at], ConceptKind::Disease).map(|_| lexemes[at].span.end - start);
    let specific = disease.filter(|len| rest[*len..].starts_with("-specific")).map(|len| (len + "-specific".len(), "css"));
    let (len, slug) = SHARED_SURVIVAL.iter().find(|(w, _)| rest.starts_with(w)).map(|(w, slug)| (w.len(), *slug)).or(specific)?;
    let end_offset = start + len;
    // The vocabulary's own name reaches farther.
    if lexemes[at].span.end > end_offset || rest[len..].starts_with(|c: char| c.is_alphanumeric() || c == '-') {
        return None;
    }
    let end = lexemes.partition_point(|l| l.span.start < end_offset);
    if !matches!(lexemes.get(end)?.lex, Lex::And | Lex::Or | Lex::Comma | Lex::Slash | Lex::Open) {
        return None;
    }
    let mut depth = 0i32;
    let mut joined = false;
    for l in lexemes[end..].iter().take(48) {
        match l.lex {
            Lex::Open => {
                depth += 1;
                joined = true;
            }
            Lex::Close => depth -= 1,
            _ if depth > 0 => {}
            Lex::And | Lex::Or | Lex::Comma | Lex::Slash => joined = true,
            Lex::Dash => {}
            Lex::Mention(_) | Lex::Word => {
                let word = context.word(l);
                if word.contains("survival") {
                    return joined.then_some((end, slug));
                }
                let goes_on = SHARED_SURVIVAL.iter().any(|(w, _)| w.split(['-', ' ']).any(|part| part == word))
                    || context.mention_of(l, ConceptKind::Disease).is_some()
                    || context.mention_of(l, ConceptKind::Endpoint).is_some();
                if !goes_on {
                    return None;
                }
            }
            _ => return None,
        }
    }
    None
}

/// "locoregional (5% v 6%), distant (12% v 14%) or overall recurrence": places of a recurrence that is named later.
fn shared_recurrence(context: &Context, sentence: &Sentence, at: usize) -> Option<&'static str> {
    const PLACES: &[(&str, &str)] =
        &[("local", "lf"), ("locoregional", "lrf"), ("loco-regional", "lrf"), ("distant", "dm"), ("overall", "recurrence")];
    const NAMES: &[&str] = &["recurrence", "recurrences", "relapse", "relapses", "failure", "failures"];
    let lexemes = &sentence.lexemes;
    let place = |l: &Lexeme| PLACES.iter().find(|(w, _)| l.lex == Lex::Word && context.word(l) == *w).map(|(_, slug)| *slug);
    let slug = place(&lexemes[at])?;
    // Only where its own values follow it in a bracket.
    if lexemes.get(at + 1)?.lex != Lex::Open {
        return None;
    }
    let mut depth = 0i32;
    for l in &lexemes[at + 1..] {
        match l.lex {
            Lex::Open => depth += 1,
            Lex::Close => depth -= 1,
            _ if depth > 0 => {}
            Lex::And | Lex::Or | Lex::Comma | Lex::Semicolon => {}
            _ if NAMES.iter().any(|n| context.word(l).split(' ').any(|w| w == *n)) => return Some(slug),
            _ if place(l).is_some() => {}
            _ => return None,
        }
    }
    None
}

/// The lexeme after words that speak of getting a disease: "risk of lung cancer", "diagnosed with melanoma", "breast cancer risk".
fn occurrence(context: &Context, sentence: &Sentence, at: usize) -> Option<usize> {
    const OPENS: &[&str] = &["risk of", "risks of", "risk for", "risks for", "incidence of", "incidences of", "odds of", "diagnosed with"];
    const RISKS: &[&str] =
        &["risk", "incidence", "风险", "的风险", "发病风险", "的发病风险", "发生风险", "的发生风险", "患病风险", "发病率"];
    let lexemes = &sentence.lexemes;
    let disease = |i: usize| {
        lexemes.get(i).is_some_and(|l| {
            context.mention_of(l, ConceptKind::Disease).and_then(|m| m.concept).is_some_and(|c| is_cancer(context, c))
                || ["cancer", "cancers", "carcinoma", "carcinomas", "malignancy", "malignancies"].contains(&context.word(l).as_str())
        })
    };
    let word = |i: usize| lexemes.get(i).map(|l| context.word(l)).unwrap_or_default();
    if disease(at) {
        let risk = word(at + 1);
        let risk = RISKS.iter().any(|r| if r.is_ascii() { risk == *r } else { risk.starts_with(r) });
        return risk.then_some(at + 2);
    }
    let opening = format!("{} {}", word(at), word(at + 1));
    if !OPENS.contains(&opening.as_str()) {
        return None;
    }
    let plain = |i: usize| {
        lexemes
            .get(i)
            .is_some_and(|l| matches!(l.lex, Lex::Word | Lex::Dash | Lex::Plus | Lex::Open) && event(context, sentence, i).is_none())
    };
    let found = (at + 2..at + 7).take_while(|&i| i == at + 2 || plain(i - 1)).find(|&i| disease(i))?;
    // "risk of lung cancer death", "risk of breast cancer recurrence": another endpoint, of those who have it.
    let next = word(found + 1);
    let other = ["death", "mortal", "progress", "recur", "relaps", "metasta", "specific", "surviv", "patient", "-", "cell"];
    (!other.iter().any(|o| next.starts_with(o))).then_some(found + 1)
}

fn is_cancer(context: &Context, concept: ConceptId) -> bool {
    let cancer = context.vocabulary.find("disease:cancer");
    Some(concept) == cancer || context.vocabulary.ancestors(concept).iter().any(|a| Some(*a) == cancer)
}

/// "from the time of progression", "after relapse", 进展后: when something was measured, not what.
fn is_moment(context: &Context, sentence: &Sentence, endpoint: &EndpointRef) -> bool {
    const EVENTS: &[&str] = &["endpoint:pd", "endpoint:pfs", "endpoint:recurrence", "endpoint:lf", "endpoint:lrf", "endpoint:dm"];
    const MOMENTS: &[&str] = &["at", "after", "upon", "until", "since", "following", "beyond", "before", "from", "despite"];
    const BETWEEN: &[&str] = &[
        "the",
        "of",
        "time",
        "date",
        "first",
        "initial",
        "disease",
        "tumor",
        "tumour",
        "objective",
        "documented",
        "confirmed",
        "their",
        "radiographic",
        "radiological",
        "clinical",
        "any",
    ];
    let slug = endpoint.concept.as_deref().unwrap_or_default();
    let printed = context.text(sentence.lexemes[endpoint.at.start].span);
    if !EVENTS.contains(&slug) || slug == "endpoint:pfs" && !endpoint.event && printed != "progression" {
        return false;
    }
    let lexemes = &sentence.lexemes;
    if lexemes.get(endpoint.at.end).is_some_and(|l| context.text(l.span).starts_with(['后', '前'])) {
        return true;
    }
    let back = (0..endpoint.at.start).rev().take(5).map(|i| (i, context.word(&lexemes[i]))).find(|(_, w)| !BETWEEN.contains(&w.as_str()));
    back.is_some_and(|(i, word)| {
        let freed = word == "from"
            && i.checked_sub(1)
                .is_some_and(|j| ["free", "freedom", "death", "deaths", "died", "dying"].contains(&context.word(&lexemes[j]).as_str()));
        MOMENTS.contains(&word.as_str()) && !freed
    })
}

fn bare_rate(context: &Context, lexeme: &Lexeme) -> Option<&'static str> {
    let word = context.text(lexeme.span);
    let before = context.text(FoldedSpan::new(0, lexeme.span.start));
    BARE_RATES.iter().find(|(w, _)| word.starts_with(w) && !before.ends_with(is_han)).map(|(_, slug)| *slug)
}

/// An event word at `at`; returns the lexeme after it.
fn event(context: &Context, sentence: &Sentence, at: usize) -> Option<(usize, &'static str)> {
    let rest = context.text(FoldedSpan::new(sentence.lexemes[at].span.start, sentence.span.end)).to_lowercase();
    for (words, slug) in EVENTS {
        let Some(after) = rest.strip_prefix(words) else { continue };
        if words.is_ascii() && after.starts_with(|c: char| c.is_alphanumeric() || c == '-') {
            continue;
        }
        let end_offset = sentence.lexemes[at].span.start + words.len();
        let end = sentence.lexemes.partition_point(|l| l.span.start < end_offset).max(at + 1);
        return Some((end, slug));
    }
    // Han words run together: "死亡风险降低" is one word that begins with the event.
    let word = context.text(sentence.lexemes[at].span);
    EVENTS.iter().find(|(w, _)| !w.is_ascii() && word.contains(w)).map(|(_, slug)| (at + 1, *slug))
}

/// "deaths from lung cancer", "deaths were attributed to melanoma".
fn of_the_disease(context: &Context, sentence: &Sentence, at: usize) -> bool {
    let lexemes = &sentence.lexemes;
    let caused = (at..(at + 4).min(lexemes.len())).find(|&i| ["from", "to"].contains(&context.word(&lexemes[i]).as_str()));
    caused.is_some_and(|i| lexemes[i..].iter().skip(1).take(3).any(|l| context.mention_of(l, ConceptKind::Disease).is_some()))
}
