//! Stage 8. In: paths, or documents. Out: records; an index brought up to date, and a [`Report`] of what became of each document.
//! Never: knows a file format, answers questions.

mod batch;
mod changes;
mod report;
mod sample;

pub use report::{Duplicate, Report};
pub use sample::{sample, sample_in};

use crate::document::{self, Document, ReadError};
use crate::extraction;
use crate::record::{self, DocumentRecord};
use crate::store::{Family, Group, Member, Origin, Place, StoreError, Versions, Writer};
use crate::text;
use crate::vocabulary::{self, Vocabulary};
use batch::{Item, batches, families_in_batches};
use changes::Seen;
use rayon::prelude::*;
use std::path::{Path, PathBuf};

/// The whole way of one document: text made readable, concepts found, results extracted, record written.
pub fn read_one(document: &Document, vocabulary: &Vocabulary) -> DocumentRecord {
    let prepared = text::prepare(&document.text, &document.masks, document.language.as_deref());
    let annotated = vocabulary::annotate(prepared, vocabulary);
    let extraction = extraction::extract(document, &annotated, vocabulary);
    record::record(document, &annotated, extraction, vocabulary)
}

/// Records of a stream of documents with their texts, in its order, many at a time.
pub fn read_all<'a>(
    items: impl Iterator<Item = Item> + 'a,
    vocabulary: &'a Vocabulary,
) -> impl Iterator<Item = Result<(DocumentRecord, String), ReadError>> + 'a {
    batches(items).flat_map(move |batch| {
        let read = |item: Item| item.map(|document| (read_one(&document, vocabulary), document.text));
        batch.into_par_iter().map(read).collect::<Vec<_>>()
    })
}

/// How far indexing has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Progress {
    /// Documents read so far.
    Read(usize),
    /// Documents written so far, of how many.
    Written(usize, usize),
}

/// Brings an index up to date with files and folders; what did not change is not extracted again.
pub fn index(paths: &[PathBuf], place: Place, vocabulary: &Vocabulary, progress: &dyn Fn(Progress)) -> Result<Report, StoreError> {
    let paths: Vec<PathBuf> = paths.iter().map(|path| plain(path)).collect();
    let own = own_folders(&paths, &place);
    let foreign = |item: &Item| {
        let source = item.as_ref().map_or_else(|e| &e.source, |d| &d.source);
        !own.iter().any(|folder| Path::new(source).starts_with(folder))
    };
    index_items(document::open(&paths).filter(foreign), &paths, place, vocabulary, progress)
}

/// The index's own folder, as it would be met under the paths: an index is not a document.
fn own_folders(paths: &[PathBuf], place: &Place) -> Vec<PathBuf> {
    let Place::Folder(folder) = place else { return Vec::new() };
    let Ok(folder) = folder.canonicalize() else { return Vec::new() };
    let under = |path: &PathBuf| Some(path.join(folder.strip_prefix(path.canonicalize().ok()?).ok()?));
    paths.iter().filter_map(under).collect()
}

/// `./papers` and `papers` are one folder.
fn plain(path: &Path) -> PathBuf {
    path.strip_prefix(".").ok().filter(|rest| !rest.as_os_str().is_empty()).unwrap_or(path).to_owned()
}

fn index_items(
    items: impl Iterator<Item = Item>,
    roots: &[PathBuf],
    place: Place,
    vocabulary: &Vocabulary,
    progress: &dyn Fn(Progress),
) -> Result<Report, StoreError> {
    let mut writer = Writer::open(place)?;
    let mut report = Report::default();
    let mut seen = Seen::default();
    let mut read = 0;
    for batch in batches(items) {
        read += batch.len();
        let members: Vec<Result<Member, ReadError>> = batch.into_par_iter().map(|item| item.map(Member::of)).collect();
        for member in members {
            match member {
                Ok(member) => seen.member(&mut writer, &member)?,
                Err(e) => {
                    seen.failed(&e);
                    report.skipped.push(e.into());
                }
            }
        }
        progress(Progress::Read(read));
    }
    let changes = seen.changes(&writer, roots, &mut report)?;
    let versions = Versions::with(&vocabulary.version);
    report.outdated = writer.documents() > 0 && *writer.versions() != versions;
    let plan = writer.settle(changes, report.outdated)?;
    report.plan(&plan);
    if plan.families.is_empty() && plan.replaced.is_empty() && !writer.is_new() {
        return Ok(report);
    }
    let (mut written, total) = (0, plan.families.len());
    for families in families_in_batches(&plan.families) {
        let loaded = families.iter().map(|f| writer.load(f)).collect::<Result<Vec<_>, _>>()?;
        let groups: Vec<Option<(Group, String)>> =
            families.par_iter().zip(loaded).map(|(family, members)| group(family, members, vocabulary)).collect();
        for (group, text) in groups.iter().flatten() {
            writer.put(group, text)?;
        }
        written += families.len();
        progress(Progress::Written(written, total));
    }
    writer.commit(versions)?;
    Ok(report)
}

/// A document with its record, and what full-text search reads of it: folded, without what is masked.
fn group(family: &Family<Origin>, members: Vec<Member>, vocabulary: &Vocabulary) -> Option<(Group, String)> {
    let group = Group::read(&family.id, members, |document| read_one(document, vocabulary))?;
    let fullest = &group.members.first()?.document;
    let text = text::prepare(&fullest.text, &fullest.masks, fullest.language.as_deref()).folded;
    Some((group, text))
}
