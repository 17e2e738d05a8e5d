//! Which index a command works on.

use super::arguments::Arguments;
use crate::ingest;
use crate::store::{self, Commit, Place, StoreError};
use crate::vocabulary::Vocabulary;
use std::path::{Path, PathBuf};

const DEFAULT_FOLDER: &str = "evigraph-index";

/// `--index`, else `$EVIGRAPH_INDEX`, else `./evigraph-index`.
pub fn folder(arguments: &Arguments) -> PathBuf {
    named(arguments).map_or_else(|| PathBuf::from(DEFAULT_FOLDER), Path::to_owned)
}

/// The chosen index.
pub fn commit(arguments: &Arguments) -> Result<Commit, StoreError> {
    store::open(Place::Folder(folder(arguments)))
}

/// The chosen index, or the sample if none was named and none is here. A folder that was named and has no index is an error:
/// an answer from the sample would be mistaken for one from it.
pub fn commit_or_sample(arguments: &Arguments) -> Result<Commit, StoreError> {
    if named(arguments).is_none() && !store::exists(Path::new(DEFAULT_FOLDER)) {
        return ingest::sample();
    }
    commit(arguments)
}

/// The vocabulary of the chosen index: what is built in, and what its user imported.
pub fn vocabulary(arguments: &Arguments) -> Result<Vocabulary, StoreError> {
    store::vocabulary(Some(&folder(arguments)))
}

/// The vocabulary of an index that was named, else what is built in: for commands that need no index.
pub fn vocabulary_if_named(arguments: &Arguments) -> Result<Vocabulary, StoreError> {
    store::vocabulary(named(arguments))
}

fn named(arguments: &Arguments) -> Option<&Path> {
    arguments.index.as_deref().filter(|path| !path.as_os_str().is_empty())
}
