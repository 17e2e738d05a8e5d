//! Work in batches: parallel inside, in order outside, memory bounded by one batch.

use crate::document::{Document, ReadError};
use crate::store::Family;

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

/// Cuts documents that are to be written into batches, by the texts of all their members.
pub fn families_in_batches<T>(mut rest: &[Family<T>]) -> impl Iterator<Item = &[Family<T>]> {
    std::iter::from_fn(move || {
        let (mut count, mut bytes) = (0, 0);
        while count < rest.len().min(ITEMS_MAX) && bytes < TEXT_BYTES_MAX {
            bytes += rest[count].members.iter().map(|(key, _)| key.fullness.0).sum::<usize>();
            count += 1;
        }
        let (batch, after) = rest.split_at(count);
        rest = after;
        (!batch.is_empty()).then_some(batch)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn batches_are_bounded_and_lose_nothing() {
        let items = (0..600).map(|_| crate::document::read_embedded("a.txt", b"SBRT and sorafenib").remove(0));
        let sizes: Vec<usize> = batches(items).map(|b| b.len()).collect();
        assert_eq!(sizes, [256, 256, 88]);
    }
}
