//! What looked like a result and was not taken: a reader should look there.

use super::context::{Context, Sentence};
use super::effect::EffectPhrase;
use super::finding::Finding;
use super::lexeme::{Lex, Lexeme};
use crate::document::Span;

/// One place of the text that a reader should look at.
#[derive(Debug, Clone, PartialEq)]
pub struct Diagnostic {
    /// `effect_not_read`, `number_unclear`, `interval_excludes_value`, `endpoint_not_named`.
    pub code: &'static str,
    pub detail: String,
    /// The sentence.
    pub span: Span,
}

/// Lexemes after a measure in which its number should stand.
const REACH: usize = 6;

/// Measures with a number close by that the grammar made no effect of.
pub fn unread(context: &Context, sentence: &Sentence, effects: &[EffectPhrase]) -> Vec<Diagnostic> {
    let lexemes = &sentence.lexemes;
    let taken = |i: usize| effects.iter().any(|e| e.lexemes.contains(&i));
    (0..lexemes.len())
        .filter(|&i| matches!(lexemes[i].lex, Lex::Measure(_)) && !taken(i))
        .filter_map(|i| {
            let number = lexemes[i + 1..]
                .iter()
                .take(REACH)
                .find(|l| matches!(l.lex, Lex::Number { spelled: false, .. } | Lex::Range { .. } | Lex::Level { .. }))?;
            let (label, number) = (context.text(lexemes[i].span), context.text(number.span));
            Some(Diagnostic {
                code: "effect_not_read",
                detail: format!("`{label}` stands near `{number}`, but no effect could be read"),
                span: context.source(sentence.span),
            })
        })
        .collect()
}

/// Numbers that damage made ambiguous, of a ratio, an interval or a p.
pub fn unclear(context: &Context, sentence: &Sentence) -> Vec<Diagnostic> {
    let lexemes = &sentence.lexemes;
    let statistic = |l: &Lexeme| matches!(l.lex, Lex::Measure(_) | Lex::Level { .. }) || matches!(context.text(l.span), "P" | "p");
    (0..lexemes.len())
        .filter(|&i| context.unreadable(&lexemes[i]) && lexemes[i.saturating_sub(REACH)..i].iter().any(statistic))
        .map(|i| Diagnostic {
            code: "number_unclear",
            detail: format!("`{}` can be read in more than one way", context.printed(lexemes[i].span)),
            span: context.source(sentence.span),
        })
        .collect()
}

/// Findings that a reader should look at, although they were taken.
pub fn doubtful(findings: &[Finding]) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    for finding in findings {
        let Some(&span) = finding.spans.first() else { continue };
        let Some(effect) = &finding.effect else { continue };
        if finding.checks.iter().any(|c| c.name == "interval_contains_value" && !c.passed) {
            found.push(Diagnostic {
                code: "interval_excludes_value",
                detail: format!("the printed interval does not hold {}", effect.text),
                span,
            });
        }
        if finding.endpoint.concept.is_none() {
            found.push(Diagnostic { code: "endpoint_not_named", detail: format!("no endpoint could be told for {}", effect.text), span });
        }
    }
    found
}
