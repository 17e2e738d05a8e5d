//! Documents found by their words, as an answer lists them.

use super::error::QueryError;
use super::resolve::Resolved;
use super::snippet::snippet;
use crate::document::PublicationStatus;
use crate::extraction::Design;
use crate::record::{AnswerDocument, DocumentRecord};
use crate::store::{DocumentHit, Snapshot};

/// Records read where filters decide.
const EXAMINED_MAX: usize = 200;

/// The first documents that may be shown, and how many there are.
pub fn documents(
    snapshot: &dyn Snapshot,
    resolved: &Resolved,
    hits: &[DocumentHit],
    limit: usize,
) -> Result<(Vec<AnswerDocument>, usize), QueryError> {
    let (mut shown, mut total) = (Vec::new(), 0);
    let mut left = hits.iter();
    for hit in left.by_ref().take(EXAMINED_MAX) {
        let Some(record) = snapshot.document(&hit.id)? else { continue };
        if !may_show(resolved, &record) {
            continue;
        }
        total += 1;
        if shown.len() < limit {
            shown.push(AnswerDocument {
                snippet: snippet(&record, resolved),
                id: record.id,
                title: record.title,
                kind: record.kind,
                language: record.language,
                score: (hit.score * 1000.0).round() / 1000.0,
            });
        }
        if shown.len() == limit && resolved.filters.is_empty() {
            break;
        }
    }
    // What was not looked at counts as found: without filters nearly all of it may be shown.
    let rest = if resolved.filters.is_empty() { left.len() } else { 0 };
    Ok((shown, total + rest))
}

fn may_show(resolved: &Resolved, record: &DocumentRecord) -> bool {
    let preclinical =
        record.study.study.design == Some(Design::Preclinical) && !resolved.includes("animals") && !resolved.includes("cells");
    (!record.fictional || resolved.includes("fictional"))
        && (record.publication_status != Some(PublicationStatus::Retracted) || resolved.includes("retracted"))
        && !preclinical
        && resolved.filters.iter().all(|(_, f)| f.document(record))
}
