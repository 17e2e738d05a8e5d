//! What all readers of a document share: its sentences as lexemes, and questions about them.

use super::finding::Subjects;
use super::lexeme::{Lex, Lexeme};
use super::lexer;
use crate::document::{Document, SectionKind, Span};
use crate::text::FoldedSpan;
use crate::text::fold::{ROW_LABEL_END, UNREADABLE};
use crate::vocabulary::{AnnotatedText, Concept, ConceptId, ConceptKind, Mention, Vocabulary};
use std::ops::Range;

/// One document on its way through extraction.
pub struct Context<'a> {
    pub document: &'a Document,
    pub annotated: &'a AnnotatedText,
    pub vocabulary: &'a Vocabulary,
    pub sentences: Vec<Sentence>,
}

/// A sentence, lexed.
pub struct Sentence {
    pub span: FoldedSpan,
    pub section: SectionKind,
    pub lexemes: Vec<Lexeme>,
}

impl<'a> Context<'a> {
    pub fn new(document: &'a Document, annotated: &'a AnnotatedText, vocabulary: &'a Vocabulary) -> Context<'a> {
        let sentences = annotated
            .text
            .sentences
            .iter()
            .map(|&span| Sentence {
                span,
                section: document.section_at(annotated.text.source_span(span).start),
                lexemes: lexer::lex(annotated, span),
            })
            .collect();
        Context { document, annotated, vocabulary, sentences }
    }

    /// The folded text of a span.
    pub fn text(&self, span: FoldedSpan) -> &str {
        self.annotated.text.slice(span)
    }

    /// The source text of a span, exactly as printed.
    pub fn printed(&self, span: FoldedSpan) -> String {
        let source = self.source(span);
        self.document.text[source.start..source.end].to_owned()
    }

    /// A name as printed, or as it reads where damage stands in the print.
    pub fn name(&self, span: FoldedSpan) -> String {
        let printed = self.printed(span);
        if printed.contains(['\\', '$', '{', '<']) { self.text(span).to_owned() } else { printed }
    }

    pub fn source(&self, span: FoldedSpan) -> Span {
        self.annotated.text.source_span(span)
    }

    pub fn word(&self, lexeme: &Lexeme) -> String {
        self.text(lexeme.span).to_lowercase()
    }

    /// The mentions at a lexeme (several concepts may share a place).
    pub fn mentions(&self, lexeme: &Lexeme) -> &[Mention] {
        let Lex::Mention(first) = lexeme.lex else { return &[] };
        let rest = &self.annotated.mentions[first..];
        let count = rest.iter().take_while(|m| m.span == lexeme.span).count();
        &rest[..count]
    }

    pub fn mention_of(&self, lexeme: &Lexeme, kind: ConceptKind) -> Option<&Mention> {
        self.mentions(lexeme).iter().find(|m| m.kind == kind)
    }

    pub fn is_treatment(&self, lexeme: &Lexeme) -> bool {
        self.mentions(lexeme).iter().any(|m| m.kind.is_treatment())
    }

    pub fn concept(&self, id: ConceptId) -> &Concept {
        self.vocabulary.concept(id)
    }

    /// Treatments named inside a span, in order, each once.
    pub fn treatments(&self, span: FoldedSpan) -> Vec<ConceptId> {
        let mut found = Vec::new();
        for m in self.annotated.mentions_in(span).iter().filter(|m| m.kind.is_treatment()) {
            if let Some(c) = m.concept.filter(|c| !found.contains(c)) {
                found.push(c);
            }
        }
        found
    }

    /// Whether the document pools studies or compares exposures, so that it has no two arms of its own.
    pub fn pools(&self) -> bool {
        const POOLING: &[&str] =
            &["meta-analysis", "metaanalysis", "systematic review", "meta analysis", "pooled analysis", "荟萃", "meta分析", "系统评价"];
        let title = self.document.title.as_deref().unwrap_or_default().to_lowercase();
        POOLING.iter().any(|w| title.contains(w))
    }

    /// Whose numbers a sentence gives.
    pub fn subjects(&self, lower: &str) -> Subjects {
        const ANIMALS: &[&str] =
            &["mice", "mouse", "murine", " rats", "xenograft", "tumor-bearing", "tumour-bearing", "animal model", "小鼠", "大鼠", "裸鼠"];
        const CELLS: &[&str] = &["in vitro", "cell line", "cell lines", "cultured cells", "细胞系", "体外"];
        if ANIMALS.iter().any(|w| lower.contains(w)) {
            Subjects::Animals
        } else if CELLS.iter().any(|w| lower.contains(w)) {
            Subjects::Cells
        } else {
            Subjects::Patients
        }
    }

    /// Whether a lexeme stands for a number that damage made ambiguous.
    pub fn unreadable(&self, lexeme: &Lexeme) -> bool {
        self.text(lexeme.span).starts_with(UNREADABLE)
    }

    /// The label of a table's row, where the sentence is one: the only bar stands behind it.
    pub fn row_label(&self, sentence: &Sentence) -> Option<Range<usize>> {
        let bar = ROW_LABEL_END.trim();
        let mut bars = (0..sentence.lexemes.len()).filter(|&i| self.text(sentence.lexemes[i].span) == bar);
        let first = bars.next().filter(|&i| i > 0)?;
        bars.next().is_none().then_some(0..first)
    }

    /// The sentence's text in lower case.
    pub fn lower(&self, sentence: &Sentence) -> String {
        self.text(sentence.span).to_lowercase()
    }
}
