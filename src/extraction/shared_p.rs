//! p values that belong to a list of ratios or of endpoints, and those that compare no arms.

use super::context::Context;
use super::effect::{EffectPhrase, PPhrase};
use super::endpoint::EndpointRef;
use super::lexeme::{Lex, Lexeme};

/// "RR 4.4, 3.3 and 3.1 … A (P=0.02), B (P=0.03) and C (P=0.04)": as many p values behind a list as it has ratios are theirs.
pub fn share_listed_p(lexemes: &[Lexeme], effects: &mut [EffectPhrase]) {
    let Some(list) = effects.last().filter(|e| e.list.1 > 1 && e.list.1 == effects.len()).map(|e| e.lexemes.clone()) else { return };
    if let Some(run) = p_run(lexemes, effects) {
        for (effect, p) in effects.iter_mut().zip(run) {
            effect.p = Some(p);
        }
        return;
    }
    if effects.iter().any(|e| e.p.is_some()) {
        return;
    }
    let mut from = list.end;
    let behind: Vec<(PPhrase, std::ops::Range<usize>)> = (list.end..lexemes.len())
        .filter_map(|i| {
            let Lex::P { relation, value, sides } = lexemes[i].lex else { return None };
            let named = from..i;
            from = i + 1;
            Some((PPhrase { relation, value, sides, span: lexemes[i].span }, named))
        })
        .collect();
    if behind.len() == effects.len() {
        for (effect, (p, named)) in effects.iter_mut().zip(behind) {
            effect.p = Some(p);
            effect.named_in = Some(named);
        }
    }
}

/// "0.50 and 0.48, p=0.006 and 0.038, respectively": the last ratio's p opens a list of as many as there are ratios.
fn p_run(lexemes: &[Lexeme], effects: &[EffectPhrase]) -> Option<Vec<PPhrase>> {
    let (last, others) = effects.split_last()?;
    let mut run = vec![last.p.clone().filter(|_| others.iter().all(|e| e.p.is_none()))?];
    for l in lexemes.get(last.lexemes.end..)? {
        match l.lex {
            Lex::Comma | Lex::And => {}
            Lex::P { relation, value, sides } => run.push(PPhrase { relation, value, sides, span: l.span }),
            _ => break,
        }
    }
    (run.len() == effects.len()).then_some(run)
}

/// Whether a sentence without an endpoint goes on to compare groups by the one before.
pub fn goes_on(lower: &str) -> bool {
    const COMPARED: &[&str] =
        &["prognosis", "survived", "median", "months", "longer", "shorter", "respond", "两组", "预后", "组间", "差异"];
    const OTHER: &[&str] = &["expression", "associated with", "effect of", "proportion", "kps", "karnofsky", "histology"];
    COMPARED.iter().any(|w| lower.contains(w)) && !OTHER.iter().any(|w| lower.contains(w))
}

/// Whether a p is of an interaction, of heterogeneity or of a ratio of medians: it compares no two arms.
pub fn between_groups(clause: &str) -> bool {
    const WORDS: &[&str] = &[
        "interaction",
        "heterogeneity",
        "between trials",
        "between studies",
        "influenced by",
        "survival ratio",
        "trend for",
        "交互",
        "异质性",
    ];
    WORDS.iter().any(|w| clause.contains(w))
}

/// "both PFS and OS (P<0.05)", 远处转移率、复发率及生存率: an endpoint with those that it closes the list of.
pub fn joined<'a>(context: &Context, lexemes: &[Lexeme], endpoints: &'a [EndpointRef], last: &'a EndpointRef) -> Vec<&'a EndpointRef> {
    let mut list = vec![last];
    for e in endpoints.iter().rev().filter(|e| e.at.end <= last.at.start && !e.event) {
        let gap = lexemes.get(e.at.end..list[list.len() - 1].at.start).unwrap_or_default();
        let joins = |l: &Lexeme| matches!(l.lex, Lex::And | Lex::Comma) || ["、", "及", "和", "与"].contains(&context.text(l.span));
        if gap.is_empty() || gap.len() > 2 || !gap.iter().all(joins) {
            break;
        }
        list.push(e);
    }
    list.reverse();
    list
}
