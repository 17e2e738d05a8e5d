//! What a study without compared arms looks into: "the effect of X on …", "association between X and …", X的预后价值.

use crate::extraction::context::{Context, Sentence};
use crate::extraction::label;
use crate::extraction::lexeme::Lex;
use crate::text::FoldedSpan;
use crate::vocabulary::ConceptKind;
use std::ops::Range;

use super::name::{Phrase, read_phrase};

const LEXEMES_MAX: usize = 8;
const ASPECTS: &[&str] = &[
    "effect",
    "effects",
    "impact",
    "influence",
    "association",
    "role",
    "value",
    "significance",
    "efficacy",
    "benefit",
    "relationship",
    "use",
    "association",
    "correlation",
];

/// The exposure that the title names, else the first sentence that does: its sentence and lexemes.
pub fn exposure(context: &Context) -> Option<(usize, Range<usize>)> {
    let title_end = context.document.title.as_ref().map_or(0, String::len);
    context.sentences.iter().enumerate().find_map(|(i, sentence)| {
        let title = context.source(sentence.span).start < title_end;
        let found = of_aspect(context, sentence).or_else(|| title.then(|| opening(context, sentence)).flatten())?;
        Some((i, found))
    })
}

/// The run of treatments that the title names, if it names one.
pub(super) fn titled(context: &Context) -> Option<Phrase> {
    let title_end = context.document.title.as_ref().map_or(0, String::len);
    let sentence = context.sentences.first().filter(|s| context.source(s.span).start < title_end)?;
    let treats = |i: usize| context.is_treatment(&sentence.lexemes[i]);
    let first = (0..sentence.lexemes.len()).find(|&i| treats(i))?;
    let last = (0..sentence.lexemes.len()).rfind(|&i| treats(i))?;
    (last - first <= LEXEMES_MAX).then(|| read_phrase(context, sentence, &(first..last + 1)))
}

/// "effect of X on", "association between X and", "the prognostic value of X in".
fn of_aspect(context: &Context, sentence: &Sentence) -> Option<Range<usize>> {
    let word = |i: usize| sentence.lexemes.get(i).map(|l| context.word(l)).unwrap_or_default();
    let at =
        (0..sentence.lexemes.len()).find(|&i| ASPECTS.contains(&word(i).as_str()) && ["of", "between"].contains(&word(i + 1).as_str()))?;
    phrase_from(context, sentence, at + 2)
}

/// "X in …", "X and …", "X is associated with …": the title opens with it.
fn opening(context: &Context, sentence: &Sentence) -> Option<Range<usize>> {
    let found = phrase_from(context, sentence, 0)?;
    let telling =
        sentence.lexemes[found.clone()].iter().any(|l| context.is_treatment(l) || context.mention_of(l, ConceptKind::Biomarker).is_some());
    telling.then_some(found)
}

fn phrase_from(context: &Context, sentence: &Sentence, start: usize) -> Option<Range<usize>> {
    const ENDS: &[&str] = &[
        "on",
        "in",
        "for",
        "and",
        "with",
        "as",
        "to",
        "among",
        "is",
        "are",
        "was",
        "were",
        "after",
        "by",
        "predicts",
        "improves",
        "reduces",
        "at",
        "decreases",
        "increases",
        "lowers",
    ];
    let end = (start..sentence.lexemes.len()).find(|&i| {
        let l = &sentence.lexemes[i];
        ENDS.contains(&context.word(l).as_str())
            || matches!(l.lex, Lex::Comma | Lex::Colon | Lex::Semicolon | Lex::And | Lex::Versus)
            || context.mention_of(l, ConceptKind::Endpoint).is_some()
    })?;
    label::core(context, sentence, start..end).filter(|r| r.len() <= LEXEMES_MAX)
}

/// Where the document prints the absence of a treatment: "no chemotherapy", "non-users", "without PORT".
pub fn complement(context: &Context, label: &str) -> Option<FoldedSpan> {
    let head = label.split(" (").next()?.to_lowercase();
    if head.len() < 3 || head.split_whitespace().count() > 3 {
        return None;
    }
    let text = context.text(FoldedSpan::new(0, context.annotated.text.folded.len())).to_lowercase();
    let mut absences = vec![format!("no {head}"), format!("non-{head}"), format!("without {head}"), format!("no-{head}")];
    if ["users", "use", "user"].iter().any(|u| head.ends_with(u)) {
        absences.push("non-users".to_owned());
        absences.push("nonusers".to_owned());
    }
    absences.iter().find_map(|a| {
        let start = text.match_indices(a.as_str()).map(|(i, _)| i).find(|&i| {
            let opens = text[..i].chars().next_back().is_none_or(|c| !c.is_alphanumeric());
            opens && text[i + a.len()..].chars().next().is_none_or(|c| !c.is_alphanumeric())
        })?;
        let span = FoldedSpan::new(start, start + a.len());
        // Lower-casing must not have moved anything.
        (text.len() == context.annotated.text.folded.len()).then_some(span)
    })
}
