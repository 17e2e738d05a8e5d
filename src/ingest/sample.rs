//! The corpus that is built into the program, indexed once under the user's cache folder.

use super::index_items;
use crate::document::{self, ReadError};
use crate::store::{self, Commit, Place, StoreError, Versions};
use crate::vocabulary::Vocabulary;
use include_dir::{Dir, include_dir};
use std::path::{Path, PathBuf};

static CORPUS: Dir = include_dir!("$CARGO_MANIFEST_DIR/corpus/documents");

/// The sample, from `$XDG_CACHE_HOME` or `~/.cache`, made where it is not there yet.
pub fn sample() -> Result<Commit, StoreError> {
    sample_in(cache_folder().as_deref())
}

/// The sample under a cache folder; in memory where there is none or it cannot be written.
pub fn sample_in(cache: Option<&Path>) -> Result<Commit, StoreError> {
    if let Some(cache) = cache {
        let folder = cache.join(format!("sample-{}", name()));
        if let Some(commit) = sound(&folder).or_else(|| rebuilt(&folder)) {
            return Ok(commit.as_sample());
        }
    }
    let place = Place::memory();
    build(place.clone())?;
    Ok(store::open(place)?.as_sample())
}

fn cache_folder() -> Option<PathBuf> {
    let set = |name: &str| std::env::var_os(name).filter(|v| !v.is_empty()).map(PathBuf::from);
    // A relative $XDG_CACHE_HOME is to be ignored, says the specification.
    let base = set("XDG_CACHE_HOME").filter(|p| p.is_absolute()).or_else(|| set("HOME").map(|home| home.join(".cache")))?;
    Some(base.join("evigraph"))
}

/// Changes whenever the sample's index would.
fn name() -> String {
    let versions = Versions::with(&Vocabulary::version_with(&[]));
    let mut hasher = blake3::Hasher::new();
    for part in [versions.extractor.as_str(), &versions.vocabulary, env!("EVIGRAPH_STORE")] {
        hasher.update(part.as_bytes());
    }
    for (name, bytes) in files() {
        hasher.update(name.as_bytes());
        hasher.update(bytes);
    }
    hasher.finalize().to_hex()[..16].to_owned()
}

fn files() -> Vec<(String, &'static [u8])> {
    let mut files: Vec<_> = CORPUS.files().map(|f| (f.path().display().to_string(), f.contents())).collect();
    files.sort();
    files
}

/// What stands in the cache, if it can be trusted.
fn sound(folder: &Path) -> Option<Commit> {
    let place = Place::Folder(folder.to_owned());
    store::intact(&place).then(|| store::open(place).ok()).flatten()
}

/// Builds beside the folder and moves into place, so that of two processes at once neither sees a half.
fn rebuilt(folder: &Path) -> Option<Commit> {
    let scratch = folder.with_extension(format!("{}.tmp", std::process::id()));
    // Left by a process of the same number that was interrupted.
    let _ = std::fs::remove_dir_all(&scratch);
    let built = build(Place::Folder(scratch.clone())).is_ok();
    if built && std::fs::rename(&scratch, folder).is_err() && sound(folder).is_none() {
        // Damaged, and in the way.
        let _ = std::fs::remove_dir_all(folder);
        let _ = std::fs::rename(&scratch, folder);
    }
    let _ = std::fs::remove_dir_all(&scratch);
    sound(folder)
}

fn build(place: Place) -> Result<(), StoreError> {
    let items = files().into_iter().flat_map(|(name, bytes)| document::read_embedded(&name, bytes));
    let good = items.filter(|item: &Result<_, ReadError>| item.is_ok());
    index_items(good, &[], place, Vocabulary::builtin(), &|_| {}).map(|_| ())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::Snapshot;

    #[test]
    fn every_document_of_the_sample_is_read() {
        for (name, bytes) in files() {
            for item in document::read_embedded(&name, bytes) {
                assert!(item.is_ok(), "{name}: {item:?}");
            }
        }
    }

    #[test]
    fn the_sample_is_the_same_in_memory_cached_and_after_damage() {
        let scratch = tempfile::tempdir().expect("a scratch folder");
        let in_memory = sample_in(None).expect("in memory");
        assert!(in_memory.commit().sample && in_memory.commit().documents > 0);
        let first = sample_in(Some(scratch.path())).expect("first");
        let again = sample_in(Some(scratch.path())).expect("again");
        assert_eq!(first.commit(), again.commit());
        assert_eq!(first.commit().id, in_memory.commit().id);
        drop((first, again));
        let folder = std::fs::read_dir(scratch.path()).expect("cache").next().expect("one sample").expect("entry").path();
        for file in std::fs::read_dir(folder.join("entries")).expect("entries").flatten() {
            std::fs::write(file.path(), b"damaged").expect("written");
        }
        assert_eq!(sample_in(Some(scratch.path())).expect("rebuilt").commit().id, in_memory.commit().id);
    }
}
