//! What of a corpus is new, what was there before, what is gone.

use super::report::{Missing, Report};
use crate::document::ReadError;
use crate::store::{Change, Member, StoreError, Writer};
use std::collections::{BTreeMap, BTreeSet, HashSet};
use std::path::{Path, PathBuf};

/// What one run has read; hashes only, so that it stays small beside the corpus.
#[derive(Default)]
pub struct Seen {
    contents: HashSet<[u8; 16]>,
    /// Content at a place.
    placed: HashSet<[u8; 16]>,
    /// Id at a place.
    named: HashSet<[u8; 16]>,
    /// Known contents at places where they were not before.
    moved: BTreeMap<String, BTreeSet<String>>,
    /// Files with a fault: what they held before is not gone.
    failed: HashSet<String>,
}

impl Seen {
    /// Takes note of a record, and stages it if it is not stored.
    pub fn member(&mut self, writer: &mut Writer, member: &Member) -> Result<(), StoreError> {
        let key = &member.key;
        self.contents.insert(mark([&key.hash, ""]));
        for source in &key.sources {
            self.placed.insert(mark([&key.hash, source]));
            self.named.insert(mark([&key.id, source]));
        }
        match writer.known(&key.hash)? {
            None => writer.stage(member),
            Some(known) => {
                let new: BTreeSet<String> = key.sources.difference(&known.sources).cloned().collect();
                if !new.is_empty() {
                    self.moved.entry(key.hash.clone()).or_default().extend(new);
                }
                Ok(())
            }
        }
    }

    pub fn failed(&mut self, error: &ReadError) {
        self.failed.insert(error.source.clone());
    }

    /// Which stored records are now held by other files. Records that are gone from `roots` stay and are reported.
    pub fn changes(&self, writer: &Writer, roots: &[PathBuf], report: &mut Report) -> Result<Vec<Change>, StoreError> {
        let mut changes = Vec::new();
        for key in writer.members() {
            let key = key?;
            let here = self.contents.contains(&mark([&key.hash, ""]));
            report.kept += usize::from(here);
            let mut sources = key.sources.clone();
            for source in key.sources.iter().filter(|s| is_under(s, roots) && !self.placed.contains(&mark([&key.hash, s]))) {
                let superseded = self.named.contains(&mark([&key.id, source]));
                if superseded || (here && !self.failed.contains(source)) {
                    sources.remove(source);
                } else if !here && !self.failed.contains(source) {
                    report.missing.push(Missing { id: key.id.clone(), source: source.clone() });
                }
            }
            sources.extend(self.moved.get(&key.hash).into_iter().flatten().cloned());
            if sources != key.sources {
                changes.push(Change { hash: key.hash, sources });
            }
        }
        Ok(changes)
    }
}

fn is_under(source: &str, roots: &[PathBuf]) -> bool {
    roots.iter().any(|root| root.as_os_str() == "." || Path::new(source).starts_with(root))
}

/// Short enough to keep one for every record, long enough not to collide.
fn mark(parts: [&str; 2]) -> [u8; 16] {
    let mut hasher = blake3::Hasher::new();
    for part in parts {
        hasher.update(part.as_bytes());
        hasher.update(&[0]);
    }
    let mut out = [0; 16];
    out.copy_from_slice(&hasher.finalize().as_bytes()[..16]);
    out
}
