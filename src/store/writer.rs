//! Changes to an index: staged, settled into documents, then committed in one point.

use super::folder::Place;
use super::manifest::{Digest, Payload, Versions, now};
use super::member::{Family, Group, Member, MemberKey, families};
use super::snapshot::{latest, member_keys};
use super::spool::{Slot, Spool};
use super::{StoreError, pack};
use crate::graph::key::StudyFacts;
use crate::index::{self, DocumentEntry, Fields};
use crate::record::FindingRow;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use tantivy::{DocAddress, IndexWriter, Searcher, Term};

/// Memory for entries that are not on disk yet.
const WRITER_BYTES: usize = 64 << 20;

/// The only writer of an index. What it does becomes visible with [`Writer::commit`], or not at all.
pub struct Writer {
    place: Place,
    fields: Fields,
    writer: IndexWriter,
    /// What the index held when the writer was opened.
    searcher: Searcher,
    payload: Payload,
    spool: Spool,
    staged: Vec<(MemberKey, Slot)>,
    staged_at: HashMap<String, usize>,
}

/// Where a member can be loaded from.
#[derive(Debug, Clone, PartialEq)]
pub enum Origin {
    Stored(DocAddress),
    Staged(Slot),
}

/// A stored member is now held by other files; by none: it goes.
#[derive(Debug, Clone, PartialEq)]
pub struct Change {
    pub hash: String,
    pub sources: BTreeSet<String>,
}

/// What has to be written.
#[derive(Debug, Default)]
pub struct Plan {
    /// Documents to write, in the order of their ids.
    pub families: Vec<Family<Origin>>,
    /// Documents that were there and are written again or go.
    pub replaced: BTreeSet<String>,
}

impl Writer {
    /// Takes the lock; makes the index where there is none.
    pub fn open(place: Place) -> Result<Writer, StoreError> {
        let (index, fields) = place.create()?;
        let writer = index.writer_with_num_threads(1, WRITER_BYTES).map_err(|e| place.error(e))?;
        let (searcher, payload) = latest(&index, &place)?;
        let spool = match place.scratch() {
            Some(path) => Spool::in_file(path).map_err(|e| place.io(e))?,
            None => Spool::in_memory(),
        };
        Ok(Writer {
            place,
            fields,
            writer,
            searcher,
            payload: payload.unwrap_or_default(),
            spool,
            staged: Vec::new(),
            staged_at: HashMap::new(),
        })
    }

    /// The versions that the index was written by; empty for a new one.
    pub fn versions(&self) -> &Versions {
        &self.payload.versions
    }

    /// Nothing was ever committed.
    pub fn is_new(&self) -> bool {
        self.payload == Payload::default()
    }

    pub fn documents(&self) -> usize {
        self.payload.documents
    }

    /// A stored member by its hash.
    pub fn known(&self, hash: &str) -> Result<Option<MemberKey>, StoreError> {
        let found = index::with_term(&self.searcher, self.fields.member_hash, hash).map_err(|e| self.place.error(e))?;
        let Some(&address) = found.first() else { return Ok(None) };
        Ok(member_keys(&self.searcher, &self.place, address)?.into_iter().find(|key| key.hash == hash))
    }

    /// All stored members, document by document.
    pub fn members(&self) -> impl Iterator<Item = Result<MemberKey, StoreError>> + '_ {
        self.addresses().flat_map(|address| match address.and_then(|at| member_keys(&self.searcher, &self.place, at)) {
            Ok(keys) => keys.into_iter().map(Ok).collect(),
            Err(e) => vec![Err(e)],
        })
    }

    /// Puts a member aside that is not stored yet.
    pub fn stage(&mut self, member: &Member) -> Result<(), StoreError> {
        if let Some(&at) = self.staged_at.get(&member.key.hash) {
            self.staged[at].0.sources.extend(member.key.sources.iter().cloned());
            return Ok(());
        }
        let slot = self.spool.push(member).map_err(|e| self.place.io(e))?;
        self.staged_at.insert(member.key.hash.clone(), self.staged.len());
        self.staged.push((member.key.clone(), slot));
        Ok(())
    }

    /// Decides which documents there are now, and takes out those that change; `all` writes every document again.
    pub fn settle(&mut self, changes: Vec<Change>, all: bool) -> Result<Plan, StoreError> {
        let mut affected: BTreeSet<DocAddress> = BTreeSet::new();
        if all {
            affected = self.addresses().collect::<Result<_, _>>()?;
        }
        let by_alias = self.staged.iter().flat_map(|(key, _)| &key.keys).map(|key| (self.fields.alias, key));
        let by_hash = changes.iter().map(|change| (self.fields.member_hash, &change.hash));
        for (field, text) in by_alias.chain(by_hash) {
            affected.extend(index::with_term(&self.searcher, field, text).map_err(|e| self.place.error(e))?);
        }
        let changes: BTreeMap<String, BTreeSet<String>> = changes.into_iter().map(|c| (c.hash, c.sources)).collect();
        let mut members: Vec<(MemberKey, Origin)> = Vec::new();
        let mut plan = Plan::default();
        for address in affected {
            plan.replaced.insert(self.take_out(address)?);
            for mut key in member_keys(&self.searcher, &self.place, address)? {
                if let Some(sources) = changes.get(&key.hash) {
                    key.sources.clone_from(sources);
                }
                if !key.sources.is_empty() {
                    members.push((key, Origin::Stored(address)));
                }
            }
        }
        self.staged_at.clear();
        members.extend(std::mem::take(&mut self.staged).into_iter().map(|(key, slot)| (key, Origin::Staged(slot))));
        plan.families = families(members);
        Ok(plan)
    }

    /// The members of a document, the fullest first.
    pub fn load(&mut self, family: &Family<Origin>) -> Result<Vec<Member>, StoreError> {
        let mut out = Vec::with_capacity(family.members.len());
        for (key, origin) in &family.members {
            let found = match origin {
                Origin::Staged(slot) => Some(self.spool.read(*slot).map_err(|e| self.place.io(e))?),
                Origin::Stored(address) => self.group(*address)?.members.into_iter().find(|m| m.key.hash == key.hash),
            };
            let member = found.ok_or_else(|| self.place.damaged(format!("`{}` lacks a record that it was merged from", family.id)))?;
            out.push(Member { key: key.clone(), ..member });
        }
        Ok(out)
    }

    /// Adds a document with its findings; `text` is what full-text search reads.
    pub fn put(&mut self, group: &Group, text: &str) -> Result<(), StoreError> {
        let digest = group.digest();
        let findings = group.record.findings.len();
        let members = group.members.iter().map(|m| Ok((m.key.hash.clone(), serde_json::to_string(&m.key)?)));
        let members = members.collect::<Result<Vec<_>, serde_json::Error>>().map_err(|e| self.place.io(e.into()))?;
        let facts = serde_json::to_string(&StudyFacts::of(&group.record)).map_err(|e| self.place.io(e.into()))?;
        let mut aliases: BTreeSet<String> = group.members.iter().flat_map(|m| m.key.keys.iter().cloned()).collect();
        aliases.insert(group.record.id.clone());
        let entry = DocumentEntry {
            record: &group.record,
            text,
            aliases: &aliases,
            members: &members,
            digest: &format!("{} {findings}", digest.to_hex()),
            study_facts: &facts,
            stored: &pack::pack(group).map_err(|e| self.place.io(e))?,
        };
        self.add(index::document_entry(&self.fields, &entry))?;
        for (ordinal, finding) in group.record.findings.iter().enumerate() {
            // Which study it belongs to depends on the whole corpus, so that a snapshot says it.
            let row = FindingRow::of(finding, &group.record, "");
            let stored = pack::pack(&row).map_err(|e| self.place.io(e))?;
            self.add(index::finding_entry(&self.fields, &row, ordinal, &stored))?;
        }
        self.payload.content.toggle(digest);
        self.payload.documents += 1;
        self.payload.findings += findings;
        Ok(())
    }

    /// Makes everything visible at once.
    pub fn commit(mut self, versions: Versions) -> Result<(), StoreError> {
        self.payload.versions = versions;
        self.payload.indexed_at = now();
        let payload = serde_json::to_string(&self.payload).map_err(|e| self.place.io(e.into()))?;
        let mut prepared = self.writer.prepare_commit().map_err(|e| self.place.error(e))?;
        prepared.set_payload(&payload);
        prepared.commit().map_err(|e| self.place.error(e))?;
        self.writer.wait_merging_threads().map_err(|e| self.place.error(e))
    }

    fn add(&self, entry: tantivy::TantivyDocument) -> Result<(), StoreError> {
        self.writer.add_document(entry).map(|_| ()).map_err(|e| self.place.error(e))
    }

    /// Deletes a document with its findings; gives its id.
    fn take_out(&mut self, address: DocAddress) -> Result<String, StoreError> {
        let (id, digest, findings) = self.described(address)?;
        self.writer.delete_term(Term::from_field_text(self.fields.document, &id));
        self.payload.content.toggle(digest);
        self.payload.documents = self.payload.documents.saturating_sub(1);
        self.payload.findings = self.payload.findings.saturating_sub(findings);
        Ok(id)
    }

    fn described(&self, address: DocAddress) -> Result<(String, Digest, usize), StoreError> {
        let segment = self.searcher.segment_reader(address.segment_ord);
        let value = |name| index::column_values(segment, name, address.doc_id).map(|mut v| v.pop().unwrap_or_default());
        let (id, digest) = value("document").and_then(|id| Ok((id, value("digest")?))).map_err(|e| self.place.error(e))?;
        let parsed = digest.split_once(' ').and_then(|(d, n)| Some((Digest::try_from(d.to_owned()).ok()?, n.parse().ok()?)));
        let (digest, findings) = parsed.ok_or_else(|| self.place.damaged(format!("`{id}` has no checksum")))?;
        Ok((id, digest, findings))
    }

    fn group(&self, address: DocAddress) -> Result<Group, StoreError> {
        let bytes = index::stored(&self.searcher, &self.fields, address).map_err(|e| self.place.error(e))?;
        pack::unpack(&bytes).map_err(|e| self.place.damaged(format!("a stored record cannot be read: {e}")))
    }

    fn addresses(&self) -> impl Iterator<Item = Result<DocAddress, StoreError>> + '_ {
        super::snapshot::addresses(&self.searcher, &self.fields, &self.place)
    }
}
