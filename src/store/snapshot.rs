//! One commit, as readers see it.

use super::folder::Place;
use super::identity;
use super::manifest::Payload;
use super::member::{Group, MemberKey};
use super::{CommitInfo, DocumentHit, Snapshot, StoreError, pack};
use crate::graph::key::{StudyFacts, studies};
use crate::index::{self, Fields, Statistics};
use crate::record::{DocumentRecord, FindingRow};
use crate::text;
use std::collections::BTreeMap;
use std::sync::OnceLock;
use tantivy::{DocAddress, Index, IndexReader, ReloadPolicy, Searcher, TantivyError};

/// How often opening is tried while another process commits.
const OPEN_TRIES_MAX: usize = 10;

/// The view of one commit; it stays as it is while others are written.
pub struct Commit {
    place: Place,
    fields: Fields,
    searcher: Searcher,
    info: CommitInfo,
    pub(super) payload: Payload,
    statistics: OnceLock<Statistics>,
    studies: OnceLock<BTreeMap<String, String>>,
}

/// Opens the newest commit.
pub fn open(place: Place) -> Result<Commit, StoreError> {
    let (index, fields) = place.open()?;
    let (searcher, payload) = latest(&index, &place)?;
    let payload = payload.ok_or_else(|| StoreError::Missing { path: place.name() })?;
    let info = CommitInfo {
        id: payload.id(),
        indexed_at: payload.indexed_at.clone(),
        documents: payload.documents,
        findings: payload.findings,
        sample: false,
    };
    Ok(Commit { place, fields, searcher, info, payload, statistics: OnceLock::new(), studies: OnceLock::new() })
}

impl Commit {
    /// Marks the corpus that is built into the program.
    pub fn as_sample(mut self) -> Commit {
        self.info.sample = true;
        self
    }

    /// The versions that it was written by.
    pub fn versions(&self) -> &super::Versions {
        &self.payload.versions
    }

    /// Every document with what it was merged from, in the order of addresses.
    pub(super) fn groups(&self) -> impl Iterator<Item = Result<(DocAddress, Group), StoreError>> + '_ {
        addresses(&self.searcher, &self.fields, &self.place).map(|at| at.and_then(|at| Ok((at, self.unpacked(at)?))))
    }

    pub(super) fn place(&self) -> &Place {
        &self.place
    }

    /// The findings of one document, in order of place.
    pub fn rows_of(&self, document: &str) -> Result<Vec<FindingRow>, StoreError> {
        let all = index::with_term(&self.searcher, self.fields.document, document).map_err(|e| self.place.error(e))?;
        let findings = all.into_iter().filter(|at| matches!(self.text_at(*at, "finding"), Ok(id) if !id.is_empty())).collect();
        self.rows(findings)
    }

    pub(super) fn digest_at(&self, address: DocAddress) -> Result<String, StoreError> {
        self.text_at(address, "digest")
    }

    fn text_at(&self, address: DocAddress, column: &str) -> Result<String, StoreError> {
        let segment = self.searcher.segment_reader(address.segment_ord);
        let values = index::column_values(segment, column, address.doc_id).map_err(|e| self.place.error(e))?;
        Ok(values.into_iter().next().unwrap_or_default())
    }

    fn unpacked<T: serde::de::DeserializeOwned>(&self, address: DocAddress) -> Result<T, StoreError> {
        let bytes = index::stored(&self.searcher, &self.fields, address).map_err(|e| self.place.error(e))?;
        pack::unpack(&bytes).map_err(|e| self.place.damaged(format!("a stored record cannot be read: {e}")))
    }

    fn rows(&self, addresses: Vec<DocAddress>) -> Result<Vec<FindingRow>, StoreError> {
        let studies = self.studies()?;
        let mut rows = Vec::with_capacity(addresses.len());
        for address in addresses {
            let segment = self.searcher.segment_reader(address.segment_ord);
            let ordinals = segment.fast_fields().u64("ordinal").map_err(|e| self.place.error(e))?;
            let mut row: FindingRow = self.unpacked(address)?;
            row.study = studies.get(&row.finding.document).cloned().unwrap_or_else(|| format!("study:{}", row.finding.document));
            rows.push((ordinals.first(address.doc_id), row));
        }
        rows.sort_by(|(a, x), (b, y)| (&x.finding.document, a).cmp(&(&y.finding.document, b)));
        Ok(rows.into_iter().map(|(_, row)| row).collect())
    }

    /// Document → study, over the whole corpus.
    fn studies(&self) -> Result<&BTreeMap<String, String>, StoreError> {
        if let Some(known) = self.studies.get() {
            return Ok(known);
        }
        let mut facts = Vec::with_capacity(self.info.documents);
        for address in addresses(&self.searcher, &self.fields, &self.place) {
            let text = self.text_at(address?, "study_facts")?;
            facts.push(serde_json::from_str::<StudyFacts>(&text).map_err(|e| self.place.damaged(e.to_string()))?);
        }
        facts.sort_by(|a, b| a.document.cmp(&b.document));
        Ok(self.studies.get_or_init(|| studies(&facts)))
    }

    fn statistics(&self) -> Result<&Statistics, StoreError> {
        if let Some(known) = self.statistics.get() {
            return Ok(known);
        }
        let counted = Statistics::of(&self.searcher, &self.fields).map_err(|e| self.place.error(e))?;
        Ok(self.statistics.get_or_init(|| counted))
    }
}

impl Snapshot for Commit {
    fn commit(&self) -> &CommitInfo {
        &self.info
    }

    fn findings(&self, groups: &[Vec<String>]) -> Result<Vec<FindingRow>, StoreError> {
        let found = index::finding_addresses(&self.searcher, &self.fields, groups).map_err(|e| self.place.error(e))?;
        self.rows(found)
    }

    fn finding(&self, id: &str) -> Result<Option<FindingRow>, StoreError> {
        let found = index::with_term(&self.searcher, self.fields.finding, id).map_err(|e| self.place.error(e))?;
        Ok(self.rows(found)?.pop())
    }

    fn documents(&self, words: &str, groups: &[Vec<String>], limit: usize) -> Result<Vec<DocumentHit>, StoreError> {
        let folded = text::prepare(words, &[], None).folded;
        let ranked = index::rank(&self.searcher, &self.fields, self.statistics()?, &folded, groups, limit);
        let ranked = ranked.map_err(|e| self.place.error(e))?;
        Ok(ranked.into_iter().map(|r| DocumentHit { id: r.id, score: r.score }).collect())
    }

    fn document(&self, id: &str) -> Result<Option<DocumentRecord>, StoreError> {
        for spelling in identity::lookups(id) {
            let found = index::with_term(&self.searcher, self.fields.alias, &spelling).map_err(|e| self.place.error(e))?;
            if let Some(&address) = found.first() {
                return Ok(Some(self.unpacked::<Group>(address)?.into_record()));
            }
        }
        Ok(None)
    }

    fn registrations(&self) -> Result<Vec<DocumentRecord>, StoreError> {
        let found = index::with_term(&self.searcher, self.fields.kind, "trial_registration").map_err(|e| self.place.error(e))?;
        let records = found.into_iter().map(|at| Ok(self.unpacked::<Group>(at)?.into_record()));
        let mut records = records.collect::<Result<Vec<DocumentRecord>, StoreError>>()?;
        records.sort_by(|a, b| a.id.cmp(&b.id));
        Ok(records)
    }

    fn document_ids(&self) -> Result<Vec<String>, StoreError> {
        let ids = addresses(&self.searcher, &self.fields, &self.place).map(|at| self.text_at(at?, "document"));
        let mut ids = ids.collect::<Result<Vec<String>, StoreError>>()?;
        ids.sort();
        Ok(ids)
    }
}

/// The newest commit of an index and what it says of itself: `None` before the first.
pub(super) fn latest(index: &Index, place: &Place) -> Result<(Searcher, Option<Payload>), StoreError> {
    for _ in 0..OPEN_TRIES_MAX {
        // The two are read one after the other, so a commit between them must be noticed.
        let before = index.load_metas().map_err(|e| place.error(e))?;
        let reader: Result<IndexReader, TantivyError> = index.reader_builder().reload_policy(ReloadPolicy::Manual).try_into();
        let after = index.load_metas().map_err(|e| place.error(e))?;
        if before.opstamp != after.opstamp || before.payload != after.payload {
            continue;
        }
        let reader = reader.map_err(|e| place.error(e))?;
        let payload = after.payload.as_deref().map(serde_json::from_str::<Payload>).transpose();
        return Ok((reader.searcher(), payload.map_err(|e| place.damaged(format!("its commit cannot be read: {e}")))?));
    }
    Err(StoreError::Locked { path: place.name() })
}

/// Live document entries.
pub(super) fn addresses<'a>(
    searcher: &'a Searcher,
    fields: &'a Fields,
    place: &'a Place,
) -> impl Iterator<Item = Result<DocAddress, StoreError>> + 'a {
    searcher.segment_readers().iter().enumerate().flat_map(move |(ord, segment)| match index::live_documents(segment, fields) {
        Ok(docs) => docs.into_iter().map(|doc| Ok(DocAddress::new(ord as u32, doc))).collect(),
        Err(e) => vec![Err(place.error(e))],
    })
}

/// What a document was merged from, without unpacking it.
pub(super) fn member_keys(searcher: &Searcher, place: &Place, address: DocAddress) -> Result<Vec<MemberKey>, StoreError> {
    let segment = searcher.segment_reader(address.segment_ord);
    let texts = index::column_values(segment, "member", address.doc_id).map_err(|e| place.error(e))?;
    let keys = texts.iter().map(|text| serde_json::from_str(text).map_err(|e| place.damaged(e.to_string())));
    keys.collect()
}
