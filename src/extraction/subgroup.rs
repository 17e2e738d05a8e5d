//! The part of the study's patients that a sentence speaks of: "in patients with EGFR mutations", "for the RoW subgroup", 鳞癌亚组.

use super::comparison::Side;
use super::context::{Context, Sentence};
use super::lexeme::Lex;
use super::phrase;
use crate::vocabulary::ConceptKind;

/// Lexemes of a subgroup's name.
const LEXEMES_MAX: usize = 10;

/// The subgroup that a sentence names beside its arms, as worded; `None` for the whole population.
pub fn subgroup(context: &Context, sentence: &Sentence, references: &[Side]) -> Option<String> {
    let lexemes = &sentence.lexemes;
    let word = |i: usize| lexemes.get(i).map(|l| context.word(l)).unwrap_or_default();
    for at in 0..lexemes.len() {
        let w = word(at);
        // "the RoW subgroup", "EGFR wild-type subset", 鳞癌亚组.
        if ["subgroup", "subset", "subpopulation"].contains(&w.as_str())
            && word(at + 1) != "analysis"
            && word(at + 1) != "analyses"
            && let Some(range) = phrase::left(context, sentence, at).filter(|r| r.len() <= LEXEMES_MAX)
        {
            return Some(clean(&context.name(phrase::span(sentence, &range))));
        }
        if let Some(bare) = w.strip_suffix("亚组").filter(|b| !b.is_empty() && b.chars().count() <= 16) {
            return Some(bare.to_owned());
        }
        // "in patients with X", "among those with X", where the arms are named elsewhere.
        let opens = ["in", "among", "for", "of"].contains(&w.as_str());
        let people = at + 1 + usize::from(["the", "all"].contains(&word(at + 1).as_str()));
        if opens
            && ["patients", "those", "women", "men", "participants", "tumors", "tumours"].contains(&word(people).as_str())
            && ["with", "without", "whose", "aged", "who"].contains(&word(people + 1).as_str())
        {
            let start = people + 1 + usize::from(word(people + 1) == "with");
            let end = end_of_name(context, sentence, start);
            let range = start..end;
            // A study's own disease is no subgroup, nor is an arm.
            let disease = range.len() <= 3
                && range.clone().all(|i| {
                    context.mention_of(&lexemes[i], ConceptKind::Disease).is_some()
                        || ["advanced", "metastatic", "unresectable"].contains(&word(i).as_str())
                });
            let arm = references.iter().any(|r| r.at.start < range.end && range.start < r.at.end && r.arm.is_some());
            if end > start && !disease && !arm {
                return Some(clean(&context.name(phrase::span(sentence, &range))));
            }
        }
        // "in EGFR mutation-positive patients".
        if opens {
            let end =
                (at + 1..(at + 7).min(lexemes.len())).find(|&i| ["patients", "tumors", "tumours", "histology"].contains(&word(i).as_str()));
            if let Some(end) = end.filter(|&e| e > at + 1) {
                let range = at + 1..end;
                let clear = range.clone().all(|i| {
                    matches!(lexemes[i].lex, Lex::Word | Lex::Mention(_) | Lex::Dash | Lex::Plus | Lex::Slash)
                        && ![
                            "the",
                            "all",
                            "these",
                            "treated",
                            "of",
                            "eligible",
                            "both",
                            "and",
                            "randomized",
                            "randomised",
                            "our",
                            "evaluable",
                            "assessable",
                            "in",
                            "with",
                            "for",
                        ]
                        .contains(&word(i).as_str())
                });
                let telling = range.clone().any(|i| {
                    context.mention_of(&lexemes[i], ConceptKind::Biomarker).is_some()
                        || [
                            "positive",
                            "negative",
                            "nonsquamous",
                            "squamous",
                            "elderly",
                            "older",
                            "younger",
                            "type",
                            "wild",
                            "high",
                            "low",
                            "risk",
                        ]
                        .contains(&word(i).as_str())
                });
                if clear && telling {
                    return Some(clean(&context.name(phrase::span(sentence, &range))));
                }
            }
        }
    }
    None
}

fn end_of_name(context: &Context, sentence: &Sentence, start: usize) -> usize {
    let mut end = start;
    while let Some(l) = sentence.lexemes.get(end) {
        let stop = match l.lex {
            Lex::Word => [
                "were",
                "was",
                "had",
                "receiving",
                "treated",
                "who",
                "in",
                "than",
                ".",
                "the",
                "is",
                "are",
                "compared",
                "showed",
                "experienced",
                "achieved",
                "randomized",
                "receiving",
            ]
            .contains(&context.word(l).as_str()),
            Lex::Mention(_) => context.mentions(l).iter().any(|m| m.kind == ConceptKind::Endpoint),
            Lex::And | Lex::Dash | Lex::Plus | Lex::Slash | Lex::Bound(_) | Lex::Number { .. } | Lex::Equal | Lex::Or | Lex::Percent(_) => {
                false
            }
            _ => true,
        };
        if stop || end >= start + LEXEMES_MAX {
            break;
        }
        end += 1;
    }
    end
}

fn clean(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ").trim_matches([',', ';', ' ']).to_owned()
}
