//! Stage 8. In: paths, or documents. Out: records; an index brought up to date, and a report of what became of each document.
//! Never: knows a file format, answers questions.

mod batch;

use crate::document::{Document, ReadError};
use crate::extraction;
use crate::record::{self, DocumentRecord};
use crate::text;
use crate::vocabulary::{self, Vocabulary};
use batch::{Item, batches};
use rayon::prelude::*;

/// The whole way of one document: text made readable, concepts found, results extracted, record written.
pub fn read_one(document: &Document, vocabulary: &Vocabulary) -> DocumentRecord {
    let prepared = text::prepare(&document.text, &document.masks, document.language.as_deref());
    let annotated = vocabulary::annotate(prepared, vocabulary);
    let extraction = extraction::extract(document, &annotated, vocabulary);
    record::record(document, &annotated, extraction, vocabulary)
}

/// Records of a stream of documents, in its order, many at a time.
pub fn read_all<'a>(
    items: impl Iterator<Item = Item> + 'a,
    vocabulary: &'a Vocabulary,
) -> impl Iterator<Item = Result<(DocumentRecord, String), ReadError>> + 'a {
    batches(items).flat_map(move |batch| {
        let read = |item: Item| item.map(|document| (read_one(&document, vocabulary), document.text));
        batch.into_par_iter().map(read).collect::<Vec<_>>()
    })
}
