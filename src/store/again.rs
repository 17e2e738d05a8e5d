//! The documents of a commit read once more, beside what it holds of them.

use super::StoreError;
use super::member::Group;
use super::snapshot::Commit;
use crate::document::Document;
use crate::record::DocumentRecord;

/// A document's record as it is stored, and as `read` makes it now.
#[derive(Debug, Clone, PartialEq)]
pub struct Again {
    pub stored: DocumentRecord,
    pub fresh: DocumentRecord,
}

impl Commit {
    /// Reads every stored document again, in the order of the index; nothing is written.
    pub fn again<'a>(&'a self, read: impl Fn(&Document) -> DocumentRecord + 'a) -> impl Iterator<Item = Result<Again, StoreError>> + 'a {
        self.groups().filter_map(move |group| {
            let (_, group) = match group {
                Ok(group) => group,
                Err(e) => return Some(Err(e)),
            };
            let fresh = Group::read(&group.record.id, group.members, &read)?;
            Some(Ok(Again { stored: group.record, fresh: fresh.into_record() }))
        })
    }
}
