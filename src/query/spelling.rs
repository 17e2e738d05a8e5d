//! Words that are no concept: misspelt, or simply not in the index.

use super::ast::Question;
use super::error::QueryError;
use super::resolve::Resolved;
use crate::store::Snapshot;
use crate::text::{FoldedSpan, is_han};
use crate::vocabulary::Vocabulary;

/// Shorter words have too many neighbours.
const LETTERS_MIN: usize = 4;

/// What is said of words, and whole questions that may have been meant.
#[derive(Debug, Default)]
pub struct Spelling {
    pub warnings: Vec<String>,
    pub suggestions: Vec<String>,
}

/// Judges words that no document contains: one near a concept's name must stand in an arm (so it empties the findings rather than
/// being passed over) and brings a suggestion; it is never replaced.
pub fn judge(question: &Question, resolved: &mut Resolved, vocabulary: &Vocabulary, snapshot: &dyn Snapshot) -> Result<Spelling, QueryError> {
    let mut spelling = Spelling::default();
    for word in &mut resolved.words {
        if !snapshot.documents(&word.text, &[], 1)?.is_empty() {
            continue;
        }
        let near = if word.text.chars().any(is_han) || word.text.chars().count() >= LETTERS_MIN { vocabulary.suggest(&word.text) } else { Vec::new() };
        if near.is_empty() {
            let used = if word.required { "" } else { "; findings are not narrowed by it" };
            spelling.warnings.push(format!("no document contains `{}`{used}", word.text));
            continue;
        }
        word.required = true;
        let names: Vec<String> = near.iter().map(|n| format!("`{n}`")).collect();
        spelling.warnings.push(format!("no concept called `{}`: did you mean {}?", word.text, names.join(" or ")));
        spelling.suggestions.extend(near.iter().map(|name| with(question, word.span, name)));
    }
    Ok(spelling)
}

/// The question with one word put right.
fn with(question: &Question, span: FoldedSpan, name: &str) -> String {
    let span = question.map.source(span);
    format!("{}{name}{}", &question.source[..span.start], &question.source[span.end..])
}
