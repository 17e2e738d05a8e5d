//! Whether an index still is what was written, and what this program would write.

use super::folder::Place;
use super::manifest::{Digest, Versions};
use super::member::Group;
use super::{Snapshot, StoreError, open};
use crate::document::Document;
use crate::record::{DocumentRecord, FindingRow};
use serde::Serialize;

/// Something that is not as it should be.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Fault {
    /// A file or a document id.
    pub place: String,
    pub detail: String,
}

impl Fault {
    fn new(place: impl Into<String>, detail: impl Into<String>) -> Fault {
        Fault { place: place.into(), detail: detail.into() }
    }
}

/// Whether every file matches its checksum.
pub fn intact(place: &Place) -> bool {
    matches!(place.open().map(|(index, _)| index.validate_checksum()), Ok(Ok(damaged)) if damaged.is_empty())
}

/// Checks files against their checksums, then every document against its own and against a fresh extraction (`read`).
pub fn verify(place: &Place, versions: &Versions, read: impl Fn(&Document) -> DocumentRecord) -> Result<Vec<Fault>, StoreError> {
    let (index, _) = place.open()?;
    let damaged = match index.validate_checksum() {
        Ok(files) => files.into_iter().map(|f| Fault::new(f.display().to_string(), "its checksum does not match")).collect(),
        Err(e) => vec![Fault::new(place.name(), e.to_string())],
    };
    if !damaged.is_empty() {
        // What stands in a damaged file is not worth reading.
        let mut damaged: Vec<Fault> = damaged;
        damaged.sort_by(|a, b| a.place.cmp(&b.place));
        return Ok(damaged);
    }
    let commit = open(place.clone())?;
    let mut faults = Vec::new();
    let current = commit.versions() == versions;
    if !current {
        faults.push(Fault::new(
            place.name(),
            "another version of the program or vocabulary wrote it; run `evigraph index` on any folder to read its documents again",
        ));
    }
    let mut content = Digest::default();
    let (mut documents, mut findings) = (0, 0);
    for group in commit.groups() {
        let (address, group) = group?;
        documents += 1;
        findings += group.record.findings.len();
        let digest = group.digest();
        content.toggle(digest);
        if commit.digest_at(address)? != format!("{} {}", digest.to_hex(), group.record.findings.len()) {
            faults.push(Fault::new(&group.record.id, "its record does not match its checksum"));
        }
        let rows: Vec<FindingRow> =
            commit.rows_of(&group.record.id)?.into_iter().map(|row| FindingRow { study: String::new(), ..row }).collect();
        if rows != group.record.findings.iter().map(|f| FindingRow::of(f, &group.record, "")).collect::<Vec<_>>() {
            faults.push(Fault::new(&group.record.id, "its findings in the index are not those of its record"));
        }
        // Compared as written: spans inside the program are not part of a record.
        let id = group.record.id.clone();
        if current && Group::read(&id, group.members, &read).is_none_or(|fresh| fresh.digest() != digest) {
            faults.push(Fault::new(id, "a fresh extraction of its text gives another record"));
        }
    }
    if content != commit.payload.content || (documents, findings) != (commit.commit().documents, commit.commit().findings) {
        faults.push(Fault::new(place.name(), "its documents are not those that were committed"));
    }
    faults.sort_by(|a, b| a.place.cmp(&b.place));
    Ok(faults)
}
