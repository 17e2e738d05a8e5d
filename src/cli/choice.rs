//! Which index a command works on.

use super::arguments::Arguments;
use crate::ingest;
use crate::store::{self, Commit, Place, Snapshot, StoreError};
use crate::vocabulary::Vocabulary;
use anyhow::{Context, Result};
use std::path::{Path, PathBuf};

const DEFAULT_FOLDER: &str = "evigraph-index";

/// `--index`, else `$EVIGRAPH_INDEX`, else `./evigraph-index`.
pub fn folder(arguments: &Arguments) -> PathBuf {
    named(arguments).map_or_else(|| PathBuf::from(DEFAULT_FOLDER), Path::to_owned)
}

/// The chosen index.
pub fn commit(arguments: &Arguments) -> std::result::Result<Commit, StoreError> {
    store::open(Place::Folder(folder(arguments)))
}

/// The chosen index, or the sample if none was named and none is here. A folder that was named and has no index is an error:
/// an answer from the sample would be mistaken for one from it.
pub fn commit_or_sample(arguments: &Arguments) -> std::result::Result<Commit, StoreError> {
    if named(arguments).is_none() && !store::exists(Path::new(DEFAULT_FOLDER)) {
        return ingest::sample();
    }
    commit(arguments)
}

/// The vocabulary of the chosen index: what is built in, and what its user imported.
pub fn vocabulary(arguments: &Arguments) -> Result<&'static Vocabulary> {
    vocabulary_in(&folder(arguments))
}

/// The vocabulary of a commit, which is the built-in one for the sample.
pub fn vocabulary_of(arguments: &Arguments, commit: &Commit) -> Result<&'static Vocabulary> {
    if commit.commit().sample { Ok(Vocabulary::builtin()) } else { vocabulary(arguments) }
}

/// The vocabulary of an index that was named, else what is built in: for commands that need no index.
pub fn vocabulary_if_named(arguments: &Arguments) -> Result<&'static Vocabulary> {
    named(arguments).map_or_else(|| Ok(Vocabulary::builtin()), vocabulary_in)
}

fn vocabulary_in(folder: &Path) -> Result<&'static Vocabulary> {
    let files = store::vocabulary_files(folder)?;
    if files.is_empty() {
        return Ok(Vocabulary::builtin());
    }
    let loaded = Vocabulary::with_imported(&files);
    let loaded =
        loaded.with_context(|| format!("{}: imported rows cannot be read; import the file again or remove it", folder.display()))?;
    // A command opens one vocabulary and needs it to its end, as the built-in one.
    Ok(Box::leak(Box::new(loaded)))
}

fn named(arguments: &Arguments) -> Option<&Path> {
    arguments.index.as_deref().filter(|path| !path.as_os_str().is_empty())
}
