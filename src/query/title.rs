//! Findings whose arms name no treatment, from documents whose title names what is asked.

use super::error::QueryError;
use super::resolve::Resolved;
use crate::document::Kind;
use crate::record::{DocumentRecord, FindingRow};
use crate::store::{DocumentHit, Snapshot};
use crate::vocabulary::Assertion;

/// Documents looked at.
const DOCUMENTS_MAX: usize = 20;

/// Rows for the first documents found; none where sides are compared, since the title does not tell them apart.
pub fn rows(snapshot: &dyn Snapshot, resolved: &Resolved, hits: &[DocumentHit]) -> Result<Vec<FindingRow>, QueryError> {
    let mut rows = Vec::new();
    if resolved.sides.len() > 1 || resolved.treatments().next().is_none() {
        return Ok(rows);
    }
    for hit in hits.iter().take(DOCUMENTS_MAX) {
        let Some(record) = snapshot.document(&hit.id)? else { continue };
        if record.kind == Kind::TrialRegistration || !title_names_all(&record, resolved) {
            continue;
        }
        for finding in &record.findings {
            let silent = finding.finding.factor.is_none() && finding.finding.arms.iter().all(|a| a.concepts.is_empty());
            if silent && finding.finding.arms.len() == 1 {
                rows.extend(snapshot.finding(&finding.id)?);
            }
        }
    }
    Ok(rows)
}

/// By the mentions that lie where the title stands in the text.
fn title_names_all(record: &DocumentRecord, resolved: &Resolved) -> bool {
    let (Some(title), Some(text)) = (record.title.as_deref(), record.text.as_deref()) else { return false };
    let Some(start) = text.find(title).map(|i| text[..i].chars().count()) else { return false };
    let end = start + title.chars().count();
    let in_title = || record.mentions.iter().filter(|m| m.start >= start && m.end <= end && m.assertion == Assertion::Present);
    resolved.treatments().all(|t| in_title().any(|m| m.concept.as_ref().is_some_and(|c| t.covered.contains(c))))
}
