//! Endpoints where a sentence names them.
//!
//! Beside the vocabulary's names, a ratio's label may name the event: "hazard ratio for death", "risk of progression or death".

use super::context::{Context, Sentence};
use super::lexeme::{Lex, Lexeme};
use crate::text::{FoldedSpan, is_han};
use crate::vocabulary::ConceptKind;
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
    ("disease recurrence or death", "dfs"),
    ("recurrence or death", "rfs"),
    ("relapse or death", "rfs"),
    ("death or relapse", "rfs"),
    ("death or recurrence", "rfs"),
    ("death from any cause", "os"),
    ("all-cause mortality", "os"),
    ("cancer death", "css"),
    ("death", "os"),
    ("deaths", "os"),
    ("dying", "os"),
    ("disease progression", "pfs"),
    ("tumor progression", "pfs"),
    ("progression", "pfs"),
    ("疾病进展或死亡", "pfs"),
    ("进展或死亡", "pfs"),
    ("复发或死亡", "rfs"),
    ("死亡", "os"),
    ("疾病进展", "pfs"),
    ("进展", "pfs"),
];

/// Rates that name their endpoint where nothing stands before them that they are a rate of.
const BARE_RATES: &[(&str, &str)] = &[("控制率", "dcr"), ("生存率", "os"), ("存活率", "os"), ("缓解率", "orr")];

/// All endpoints that a sentence names, in order.
pub fn endpoints(context: &Context, sentence: &Sentence) -> Vec<EndpointRef> {
    let mut found = Vec::new();
    let lexemes = &sentence.lexemes;
    let mut at = 0;
    while at < lexemes.len() {
        let lexeme = &lexemes[at];
        // An endpoint wins over an adverse event at the same place.
        let long_event = event(context, sentence, at).filter(|(end, _)| *end > at + 1);
        if let Some((end, slug)) = long_event.filter(|_| matches!(lexeme.lex, Lex::Mention(_))) {
            let span = FoldedSpan::new(lexeme.span.start, lexemes[end - 1].span.end);
            found.push(EndpointRef { concept: Some(format!("endpoint:{slug}")), text: context.name(span), at: at..end, event: true });
            at = end;
            continue;
        }
        let mention = context.mention_of(lexeme, ConceptKind::Endpoint).or_else(|| context.mention_of(lexeme, ConceptKind::AdverseEvent));
        if let Some(mention) = mention {
            let concept = mention.concept.map(|c| context.concept(c).id.clone());
            found.push(EndpointRef { concept, text: context.name(lexeme.span), at: at..at + 1, event: false });
        } else if lexeme.lex == Lex::Word
            && let Some(slug) = bare_rate(context, lexeme)
        {
            found.push(EndpointRef {
                concept: Some(format!("endpoint:{slug}")),
                text: context.name(lexeme.span),
                at: at..at + 1,
                event: false,
            });
        } else if lexeme.lex == Lex::Word
            && let Some((end, slug)) = event(context, sentence, at)
                .map(|(end, slug)| (end, if of_the_disease(context, sentence, end) && slug == "os" { "css" } else { slug }))
        {
            let span = FoldedSpan::new(lexeme.span.start, lexemes[end - 1].span.end);
            found.push(EndpointRef { concept: Some(format!("endpoint:{slug}")), text: context.name(span), at: at..end, event: true });
            at = end;
            continue;
        }
        at += 1;
    }
    found
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
