//! One record as it was read, and the group of records that are one document.
//!
//! What an index holds is a function of its members alone: how they are grouped, which of them is read, what the group is called.
//! So the order of reading and the history of an index never matter.

use super::identity::{self, MemberIds};
use super::manifest::Digest;
use crate::document::{Document, PublicationStatus};
use crate::record::DocumentRecord;
use serde::{Deserialize, Serialize};
use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

/// One record of one or more files that say the same.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Member {
    /// Without its `source`.
    pub document: Document,
    pub key: MemberKey,
}

/// What is known of a member without unpacking it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct MemberKey {
    /// Of everything that was read except where.
    pub hash: String,
    /// Given id or relative path.
    pub id: String,
    /// Every id that the source declares, for merging.
    pub keys: BTreeSet<String>,
    /// Files that hold it.
    pub sources: BTreeSet<String>,
    /// Length of the text, then number of ids: the fullest member of a group speaks for it.
    pub fullness: (usize, usize),
}

impl Member {
    /// Takes a document apart from where it was read.
    pub fn of(mut document: Document) -> Member {
        let source = file_of(&std::mem::take(&mut document.source)).to_owned();
        let keys = identity::keys(&document);
        let hash = hash(&document);
        let fullness = (document.text.len(), keys.len());
        let key = MemberKey { hash, id: document.id.clone(), keys, sources: BTreeSet::from([source]), fullness };
        Member { document, key }
    }
}

fn hash(document: &Document) -> String {
    // A document is plain data: it always serialises.
    let bytes = serde_json::to_vec(document).unwrap_or_default();
    blake3::hash(&bytes).to_hex()[..32].to_owned()
}

/// `a.jsonl:17` → `a.jsonl`: lines shift when a file grows.
fn file_of(source: &str) -> &str {
    match source.rsplit_once(':') {
        Some((file, line)) if !file.is_empty() && !line.is_empty() && line.bytes().all(|b| b.is_ascii_digit()) => file,
        _ => source,
    }
}

/// A document of the index: its record and all that it was merged from, the fullest first.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Group {
    /// Without text and sources, which stand in the members.
    pub record: DocumentRecord,
    pub members: Vec<Member>,
}

impl Group {
    /// Reads the fullest member under the document's id; `None` where there is no member.
    pub fn read(id: &str, members: Vec<Member>, read: impl Fn(&Document) -> DocumentRecord) -> Option<Group> {
        let mut record = read(&merged(id, &members)?);
        record.sources.clear();
        record.text = None;
        Some(Group { record, members })
    }

    /// Checksum of record and contents; where they were read does not count.
    pub fn digest(&self) -> Digest {
        let contents: Vec<&Document> = self.members.iter().map(|m| &m.document).collect();
        Digest::of(&serde_json::to_vec(&(&self.record, contents)).unwrap_or_default())
    }

    /// The record as it leaves the program.
    pub fn into_record(self) -> DocumentRecord {
        let mut record = self.record;
        let sources: BTreeSet<&String> = self.members.iter().flat_map(|m| &m.key.sources).collect();
        record.sources = sources.into_iter().cloned().collect();
        record.text = self.members.into_iter().next().map(|m| m.document.text);
        record
    }
}

/// The fullest member, with what the others declare and it does not: ids, and that a paper was retracted.
fn merged(id: &str, members: &[Member]) -> Option<Document> {
    let mut document = members.first()?.document.clone();
    document.id = id.to_owned();
    for other in members.iter().skip(1).map(|m| &m.document) {
        let (ids, more) = (&mut document.identifiers, &other.identifiers);
        ids.doi = ids.doi.take().or_else(|| more.doi.clone());
        ids.pmid = ids.pmid.take().or_else(|| more.pmid.clone());
        ids.pmcid = ids.pmcid.take().or_else(|| more.pmcid.clone());
        let known: Vec<String> = more.registry.iter().filter(|r| !ids.registry.contains(r)).cloned().collect();
        ids.registry.extend(known);
        document.publication_status = graver(document.publication_status, other.publication_status);
    }
    Some(document)
}

fn graver(one: Option<PublicationStatus>, other: Option<PublicationStatus>) -> Option<PublicationStatus> {
    let gravity = |status: &Option<PublicationStatus>| match status {
        None => 0,
        Some(PublicationStatus::Current) => 1,
        Some(PublicationStatus::Corrected) => 2,
        Some(PublicationStatus::ExpressionOfConcern) => 3,
        Some(PublicationStatus::Retracted) => 4,
    };
    if gravity(&other) > gravity(&one) { other } else { one }
}

/// The members of one document, by what is known without unpacking them.
#[derive(Debug, Clone, PartialEq)]
pub struct Family<T> {
    /// The canonical id.
    pub id: String,
    /// The fullest first.
    pub members: Vec<(MemberKey, T)>,
}

/// Groups members that share an id, directly or through others.
pub fn families<T>(members: Vec<(MemberKey, T)>) -> Vec<Family<T>> {
    let mut parent: Vec<usize> = (0..members.len()).collect();
    let mut first: BTreeMap<&str, usize> = BTreeMap::new();
    for (i, (key, _)) in members.iter().enumerate() {
        for id in &key.keys {
            let other = *first.entry(id).or_insert(i);
            let (a, b) = (root(&mut parent, other), root(&mut parent, i));
            parent[a.max(b)] = a.min(b);
        }
    }
    let roots: Vec<usize> = (0..members.len()).map(|i| root(&mut parent, i)).collect();
    let mut grouped: BTreeMap<usize, Vec<(MemberKey, T)>> = BTreeMap::new();
    for (root, member) in roots.into_iter().zip(members) {
        grouped.entry(root).or_default().push(member);
    }
    let mut out: Vec<Family<T>> = grouped.into_values().map(family).collect();
    out.sort_by(|a, b| a.id.cmp(&b.id));
    out
}

fn family<T>(mut members: Vec<(MemberKey, T)>) -> Family<T> {
    members.sort_by(|(a, _), (b, _)| (Reverse(a.fullness), &a.hash).cmp(&(Reverse(b.fullness), &b.hash)));
    let ids: Vec<MemberIds> = members.iter().map(|(k, _)| MemberIds { id: k.id.clone(), keys: k.keys.clone() }).collect();
    Family { id: identity::canonical(ids.iter()), members }
}

fn root(parent: &mut [usize], mut i: usize) -> usize {
    while parent[i] != i {
        parent[i] = parent[parent[i]];
        i = parent[i];
    }
    i
}

#[cfg(test)]
mod tests {
    use super::*;

    fn member(id: &str, keys: &[&str], length: usize) -> (MemberKey, ()) {
        let keys = keys.iter().map(|k| (*k).to_owned()).chain([id.to_owned()]).collect();
        (MemberKey { hash: id.to_owned(), id: id.to_owned(), keys, sources: BTreeSet::new(), fullness: (length, 1) }, ())
    }

    #[test]
    fn shared_ids_make_one_document_in_any_order() {
        let mut members = vec![
            member("a.txt", &["doi:10.1/x"], 10),
            member("b.txt", &["doi:10.1/x", "pmid:1"], 5),
            member("c.txt", &["pmid:1"], 20),
            member("d.txt", &[], 1),
        ];
        let forwards = families(members.clone());
        let names: Vec<(&str, &str)> = forwards.iter().map(|f| (f.id.as_str(), f.members[0].0.id.as_str())).collect();
        assert_eq!(names, [("d.txt", "d.txt"), ("pmid:1", "c.txt")]);
        members.reverse();
        assert_eq!(families(members), forwards);
    }

    #[test]
    fn lines_are_no_part_of_a_source() {
        for (source, file) in [("a.jsonl:17", "a.jsonl"), ("a.txt", "a.txt"), ("C:x", "C:x"), ("-:3", "-")] {
            assert_eq!(file_of(source), file);
        }
    }
}
