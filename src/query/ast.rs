//! What is written in a question, before any word is looked up.

use crate::text::{FoldedSpan, OffsetMap};

/// A question cut into parts; spans count in the folded text.
#[derive(Debug, Clone)]
pub struct Question {
    pub source: String,
    pub folded: String,
    pub map: OffsetMap,
    pub parts: Vec<Part>,
}

#[derive(Debug, Clone, PartialEq)]
pub struct Part {
    pub span: FoldedSpan,
    pub kind: PartKind,
}

#[derive(Debug, Clone, PartialEq)]
pub enum PartKind {
    Words,
    /// The span is what stands between the quotes.
    Phrase,
    Plus,
    Versus,
    ConceptId,
    Filter {
        name: String,
        value: String,
    },
}

impl Question {
    pub fn slice(&self, span: FoldedSpan) -> &str {
        &self.folded[span.start..span.end]
    }

    /// The words as the asker typed them.
    pub fn typed(&self, span: FoldedSpan) -> &str {
        let span = self.map.source(span);
        self.source.get(span.start..span.end).unwrap_or("")
    }

    /// Character of the question, from 1.
    pub fn place(&self, span: FoldedSpan) -> usize {
        let start = self.map.source(span).start;
        self.source.get(..start).map_or(1, |before| before.chars().count() + 1)
    }
}
