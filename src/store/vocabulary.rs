//! Vocabulary rows that their user imported: plain files in the index folder, which travel with it.

use super::StoreError;
use super::folder::{VOCABULARY, exists, is_ours};
use crate::vocabulary::Vocabulary;
use std::io;
use std::path::{Path, PathBuf};

const COMPILED: &str = "vocabulary.cache";

/// The vocabulary of an index folder: what is built in, and what its user imported; without a folder, what is built in. Opened in
/// the form that was kept by whoever needed it first, where that proves to be of these rows; else read from them, and kept.
pub fn vocabulary(folder: Option<&Path>) -> Result<Vocabulary, StoreError> {
    let load = |files: &[(String, String)], path: String| {
        Vocabulary::with_imported(files).map_err(|source| StoreError::Vocabulary { path, source })
    };
    let Some(folder) = folder else { return load(&[], "memory".to_owned()) };
    let files = vocabulary_files(folder)?;
    let version = Vocabulary::version_with(&files);
    let path = folder.join(COMPILED);
    if let Some(vocabulary) = std::fs::read(&path).ok().and_then(|bytes| Vocabulary::open(&bytes, &version).ok()) {
        return Ok(vocabulary);
    }
    let vocabulary = load(&files, folder.display().to_string())?;
    if exists(folder) {
        keep(&path, &vocabulary.to_bytes());
    }
    Ok(vocabulary)
}

/// Writes what can be made again; a reader may not be allowed to write here, and needs it not.
pub(super) fn keep(path: &Path, bytes: &[u8]) {
    let _ = replace(path, bytes);
}

/// Written beside and moved into place: a reader sees the former bytes or these.
fn replace(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let scratch = path.with_extension(format!("{}.tmp", std::process::id()));
    let written = std::fs::write(&scratch, bytes).and_then(|()| std::fs::rename(&scratch, path));
    if written.is_err() {
        let _ = std::fs::remove_file(&scratch);
    }
    written
}

/// The imported files of a folder by name, each `vocabulary/…` with its text; none where there is no folder.
pub fn vocabulary_files(folder: &Path) -> Result<Vec<(String, String)>, StoreError> {
    let place = folder.join(VOCABULARY);
    let io = |source| StoreError::Io { path: place.display().to_string(), source };
    let entries = match std::fs::read_dir(&place) {
        Ok(entries) => entries,
        Err(e) if matches!(e.kind(), io::ErrorKind::NotFound | io::ErrorKind::NotADirectory) => return Ok(Vec::new()),
        Err(e) => return Err(io(e)),
    };
    let mut files = Vec::new();
    for entry in entries {
        let path = entry.map_err(io)?.path();
        let name = path.file_name().and_then(|name| name.to_str()).filter(|name| name.ends_with(".tsv"));
        if let Some(name) = name {
            let text = std::fs::read_to_string(&path).map_err(|source| StoreError::Io { path: path.display().to_string(), source })?;
            files.push((vocabulary_name(name.trim_end_matches(".tsv")), text));
        }
    }
    files.sort();
    Ok(files)
}

/// The name under which the rows of a stem stand among [`vocabulary_files`].
pub fn vocabulary_name(stem: &str) -> String {
    format!("{VOCABULARY}/{stem}.tsv")
}

/// Writes the rows of a stem in place of those that it had; makes the folder where there is none.
pub fn put_vocabulary_file(folder: &Path, stem: &str, text: &str) -> Result<PathBuf, StoreError> {
    let path = folder.join(vocabulary_name(stem));
    let io = |source| StoreError::Io { path: path.display().to_string(), source };
    std::fs::create_dir_all(folder).map_err(io)?;
    if !is_ours(folder)? {
        return Err(StoreError::NotAnIndex { path: folder.display().to_string() });
    }
    std::fs::create_dir_all(folder.join(VOCABULARY)).map_err(io)?;
    replace(&path, text.as_bytes()).map(|()| path.clone()).map_err(io)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_are_kept_beside_the_index_and_nowhere_else() {
        let scratch = tempfile::tempdir().expect("a scratch folder");
        let folder = scratch.path().join("index");
        assert_eq!(vocabulary_files(&folder).expect("none"), []);
        put_vocabulary_file(&folder, "b", "one").expect("written");
        put_vocabulary_file(&folder, "a.b", "two").expect("written");
        put_vocabulary_file(&folder, "b", "three").expect("written");
        let expected = [("vocabulary/a.b.tsv", "two"), ("vocabulary/b.tsv", "three")].map(|(n, t)| (n.to_owned(), t.to_owned()));
        assert_eq!(vocabulary_files(&folder).expect("read"), expected);
        // A folder with rows alone can become an index.
        assert!(super::super::Writer::open(super::super::Place::Folder(folder.clone())).is_ok());
        put_vocabulary_file(&folder, "b", "four").expect("written");
        let foreign = scratch.path().join("foreign");
        std::fs::create_dir_all(foreign.join("photos")).expect("made");
        assert!(matches!(put_vocabulary_file(&foreign, "b", "x"), Err(StoreError::NotAnIndex { .. })));
    }
}
