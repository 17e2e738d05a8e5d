//! Stage 2. In: a source text and its masks. Out: [`PreparedText`]: folded text with the way back, sentences, language.
//! Never: reads files, fails, loses the way back to the source.
//!
//! The passes run in the order of [`fold::PASSES`]; each works on what the one before it left.

pub mod fold;
mod language;
mod offsets;
mod sentence;

pub use language::{han_share, is_han};
pub use offsets::{FoldedSpan, OffsetMap};

use crate::document::{Mask, Span};

/// A text made ready for reading. Quotes are always taken from the source, through [`PreparedText::source_span`].
#[derive(Debug, Clone)]
pub struct PreparedText {
    /// Folded text; masked stretches are absent from it, hard line breaks are `\n`, soft ones spaces.
    pub folded: String,
    map: OffsetMap,
    /// In order, not overlapping, none empty.
    pub sentences: Vec<FoldedSpan>,
    /// ISO 639-1, `und` where it cannot be told.
    pub language: String,
}

/// Folds a text, cuts it into sentences and names its language (a declared language wins).
pub fn prepare(source: &str, masks: &[Mask], declared_language: Option<&str>) -> PreparedText {
    let (folded, map) = fold::fold(source, masks);
    let sentences = sentence::split(&folded);
    let language = declared_language.map_or_else(|| language::detect(&folded), language::normalise);
    PreparedText { folded, map, sentences, language }
}

impl PreparedText {
    /// Where a stretch of the folded text stands in the source.
    pub fn source_span(&self, span: FoldedSpan) -> Span {
        self.map.source(span)
    }

    /// The folded text of a stretch of the source.
    pub fn folded_at(&self, span: Span) -> &str {
        let folded = self.map.folded(span);
        &self.folded[folded.start..folded.end]
    }

    /// Where a stretch of the source stands in the folded text.
    pub fn folded_span(&self, span: Span) -> FoldedSpan {
        self.map.folded(span)
    }

    /// The folded text of a span.
    pub fn slice(&self, span: FoldedSpan) -> &str {
        self.folded.get(span.start..span.end).unwrap_or_default()
    }

    /// Index of the sentence that holds a folded offset, if one does.
    pub fn sentence_at(&self, offset: usize) -> Option<usize> {
        let i = self.sentences.partition_point(|s| s.end <= offset);
        (i < self.sentences.len() && self.sentences[i].start <= offset).then_some(i)
    }

    /// Language of a passage: by its share of Han characters, else the document's.
    pub fn language_of(&self, passage: &str) -> &str {
        match language::han_share(passage) {
            share if share >= language::HAN_SHARE_MIN => "zh",
            _ if self.language == "zh" => "en",
            _ => &self.language,
        }
    }
}
