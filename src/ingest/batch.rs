//! Work in batches: parallel inside, in order outside, memory bounded by one batch.

use crate::document::{Document, ReadError};

/// A batch ends with the item that reaches one of the two.
const ITEMS_MAX: usize = 256;
const TEXT_BYTES_MAX: usize = 8 << 20;

/// One item of a corpus: a document, or why it was not read.
pub type Item = Result<Document, ReadError>;

/// Cuts a stream of items into batches.
pub fn batches(mut items: impl Iterator<Item = Item>) -> impl Iterator<Item = Vec<Item>> {
    std::iter::from_fn(move || {
        let mut batch = Vec::new();
        let mut bytes = 0;
        while batch.len() < ITEMS_MAX && bytes < TEXT_BYTES_MAX {
            let Some(item) = items.next() else { break };
            bytes += item.as_ref().map_or(0, |d| d.text.len());
            batch.push(item);
        }
        (!batch.is_empty()).then_some(batch)
    })
}
