//! The registration's own text: masked stretches blanked, offsets those of the document, concepts at hand.

use crate::document::{Document, Span};
use crate::vocabulary::{AnnotatedText, Mention, Vocabulary};

pub struct Source<'a> {
    /// As long as the document's text; boilerplate is blanks.
    pub text: String,
    /// The same in lower case (ASCII), so that offsets agree.
    pub lower: String,
    pub annotated: &'a AnnotatedText,
    pub vocabulary: &'a Vocabulary,
}

impl<'a> Source<'a> {
    pub fn new(document: &Document, annotated: &'a AnnotatedText, vocabulary: &'a Vocabulary) -> Source<'a> {
        let mut text = String::with_capacity(document.text.len());
        let mut at = 0;
        for mask in &document.masks {
            text.push_str(&document.text[at..mask.span.start]);
            text.extend(document.text[mask.span.start..mask.span.end].bytes().map(|b| if b == b'\n' { '\n' } else { ' ' }));
            at = mask.span.end;
        }
        text.push_str(&document.text[at..]);
        let lower = text.to_ascii_lowercase();
        Source { text, lower, annotated, vocabulary }
    }

    /// The concepts mentioned inside a stretch of the document.
    pub fn mentions(&self, span: Span) -> &'a [Mention] {
        self.annotated.mentions_in(self.annotated.text.folded_span(span))
    }

    /// Whether any of some wordings (lower case) stands in the text, Latin ones as whole words.
    pub fn says(&self, wordings: &[&str]) -> bool {
        holds(&self.lower, wordings)
    }
}

/// Whether any of some wordings stands in `lower`; a Latin one must not be part of a longer word.
pub fn holds(lower: &str, wordings: &[&str]) -> bool {
    wordings.iter().any(|wording| position(lower, wording).is_some())
}

/// Where a wording first stands.
pub fn position(lower: &str, wording: &str) -> Option<usize> {
    let latin = |c: char| c.is_ascii_alphanumeric();
    lower.match_indices(wording).map(|(i, _)| i).find(|&i| {
        let before = !wording.starts_with(latin) || !lower[..i].ends_with(latin);
        let rest = &lower[i + wording.len()..];
        before && (!wording.ends_with(latin) || !rest.starts_with(latin) || rest.starts_with('s') && !rest[1..].starts_with(latin))
    })
}

/// A number at the beginning of a text, and its length.
pub fn number(text: &str) -> Option<(u64, usize)> {
    let length = text.bytes().take_while(u8::is_ascii_digit).count();
    text[..length].parse().ok().map(|n| (n, length))
}
