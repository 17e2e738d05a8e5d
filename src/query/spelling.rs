//! Words that are no concept: misspelt, or simply not in the index.

use super::ast::Question;
use super::error::QueryError;
use super::nearest;
use super::resolve::Resolved;
use crate::store::Snapshot;
use crate::text::{FoldedSpan, is_han};
use crate::vocabulary::Vocabulary;

/// Shorter words have too many neighbours, unless they are typed as short forms are.
const LETTERS_MIN: usize = 5;

/// What is said of words, and whole questions that may have been meant.
#[derive(Debug, Default)]
pub struct Spelling {
    pub warnings: Vec<String>,
    pub suggestions: Vec<String>,
}

/// Judges words that no document contains: one near a concept's name must stand in an arm (so it empties the findings rather than
/// being passed over) and brings a suggestion; it is never replaced.
pub fn judge(
    question: &Question,
    resolved: &mut Resolved,
    vocabulary: &Vocabulary,
    snapshot: &dyn Snapshot,
) -> Result<Spelling, QueryError> {
    let mut spelling = Spelling::default();
    for word in &mut resolved.words {
        let says_little = word.text.chars().filter(|c| c.is_alphabetic()).count() < 3 && !word.text.chars().any(is_han);
        if says_little || word.forms.len() > 1 || !snapshot.documents(&word.text, &[], 1)?.is_empty() {
            continue;
        }
        let near = near(&word.text, vocabulary);
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

/// Names that a word may have meant; where some are spelt much like it, only the nearest of them.
fn near(word: &str, vocabulary: &Vocabulary) -> Vec<String> {
    let short_form = word.chars().all(|c| c.is_ascii_uppercase() || c.is_ascii_digit());
    if !(word.chars().any(is_han) || word.chars().count() >= LETTERS_MIN || short_form) {
        return Vec::new();
    }
    let names = vocabulary.suggest(word);
    let alike = nearest::nearest(word, names.iter().map(String::as_str), 1);
    if alike.is_empty() { names } else { alike.into_iter().map(str::to_owned).collect() }
}

/// The question with one word put right.
fn with(question: &Question, span: FoldedSpan, name: &str) -> String {
    let span = question.map.source(span);
    format!("{}{name}{}", &question.source[..span.start], &question.source[span.end..])
}
