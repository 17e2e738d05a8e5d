//! Where an index lives: a folder with a manifest and the full-text index beside it, or memory.

use super::StoreError;
use super::manifest::{FORMAT, Manifest};
use super::reading::ReadingDirectory;
use crate::index::{self, Fields};
use std::io;
use std::path::{Path, PathBuf};
use tantivy::directory::error::LockError;
use tantivy::directory::{Directory, MmapDirectory, RamDirectory};
use tantivy::store::Compressor;
use tantivy::{Index, IndexSettings, TantivyError};

const MANIFEST: &str = "manifest.json";
const ENTRIES: &str = "entries";
/// Rows that the user imported; they may be there before the index is.
pub const VOCABULARY: &str = "vocabulary";

/// A folder, or memory that lasts as long as the value.
#[derive(Debug, Clone)]
pub enum Place {
    Folder(PathBuf),
    Memory(RamDirectory),
}

impl Place {
    pub fn memory() -> Place {
        Place::Memory(RamDirectory::create())
    }

    /// For messages.
    pub fn name(&self) -> String {
        match self {
            Place::Folder(path) => path.display().to_string(),
            Place::Memory(_) => "memory".to_owned(),
        }
    }

    pub(super) fn scratch(&self) -> Option<PathBuf> {
        match self {
            Place::Folder(path) => Some(path.join("spool.tmp")),
            Place::Memory(_) => None,
        }
    }

    /// Opens what is there, for reading.
    pub(super) fn open(&self) -> Result<(Index, Fields), StoreError> {
        let directory: Box<dyn Directory> = match self {
            Place::Memory(ram) => Box::new(ram.clone()),
            Place::Folder(path) => {
                check_manifest(path)?;
                Box::new(ReadingDirectory(MmapDirectory::open(path.join(ENTRIES)).map_err(|e| self.error(e.into()))?))
            }
        };
        if !Index::exists(directory.as_ref()).map_err(|e| self.error(e.into()))? {
            return Err(StoreError::Missing { path: self.name() });
        }
        let index = Index::open(directory).map_err(|e| self.error(e))?;
        self.ready(index)
    }

    /// Opens what is there, for writing; makes an empty index where there is none.
    pub(super) fn create(&self) -> Result<(Index, Fields), StoreError> {
        let directory: Box<dyn Directory> = match self {
            Place::Memory(ram) => Box::new(ram.clone()),
            Place::Folder(path) => {
                create_folder(path)?;
                Box::new(MmapDirectory::open(path.join(ENTRIES)).map_err(|e| self.error(e.into()))?)
            }
        };
        let settings = IndexSettings { docstore_compression: Compressor::None, ..IndexSettings::default() };
        let builder = Index::builder().schema(index::schema().0).settings(settings);
        let index = builder.open_or_create(directory).map_err(|e| self.error(e))?;
        self.ready(index)
    }

    fn ready(&self, index: Index) -> Result<(Index, Fields), StoreError> {
        let (schema, fields) = index::schema();
        if index.schema() != schema {
            return Err(self.damaged("its fields are not those of its format"));
        }
        index::register(&index);
        Ok((index, fields))
    }

    pub(super) fn damaged(&self, detail: impl Into<String>) -> StoreError {
        StoreError::Damaged { path: self.name(), detail: detail.into() }
    }

    pub(super) fn io(&self, source: io::Error) -> StoreError {
        StoreError::Io { path: self.name(), source }
    }

    /// What a fault of the full-text index means for its user.
    pub(super) fn error(&self, error: TantivyError) -> StoreError {
        match error {
            TantivyError::LockFailure(LockError::LockBusy, _) => StoreError::Locked { path: self.name() },
            TantivyError::LockFailure(LockError::IoError(e), _) | TantivyError::IoError(e) => match e.kind() {
                // These tell of bytes that make no sense, not of a disk that fails.
                io::ErrorKind::InvalidData | io::ErrorKind::UnexpectedEof | io::ErrorKind::Other => self.damaged(e.to_string()),
                kind => self.io(io::Error::new(kind, e.to_string())),
            },
            TantivyError::OpenDirectoryError(e) => self.damaged(e.to_string()),
            other => self.damaged(other.to_string()),
        }
    }
}

/// Whether an index stands in a folder.
pub fn exists(path: &Path) -> bool {
    path.join(MANIFEST).is_file()
}

/// Whether a folder is an index, or can become one because it holds nothing of others.
pub(super) fn is_ours(path: &Path) -> Result<bool, StoreError> {
    let io = |source| StoreError::Io { path: path.display().to_string(), source };
    let names = std::fs::read_dir(path).map_err(io)?.map(|entry| entry.map(|e| e.file_name()));
    let names = names.collect::<io::Result<Vec<_>>>().map_err(io)?;
    Ok(exists(path) || names.iter().all(|name| name == VOCABULARY))
}

fn check_manifest(path: &Path) -> Result<(), StoreError> {
    let shown = || path.display().to_string();
    let bytes = match std::fs::read(path.join(MANIFEST)) {
        Ok(bytes) => bytes,
        Err(e) if e.kind() == io::ErrorKind::NotFound => return Err(StoreError::Missing { path: shown() }),
        Err(source) => return Err(StoreError::Io { path: shown(), source }),
    };
    let manifest: Manifest = serde_json::from_slice(&bytes)
        .map_err(|e| StoreError::Damaged { path: shown(), detail: format!("{MANIFEST} cannot be read: {e}") })?;
    if manifest.format == FORMAT { Ok(()) } else { Err(StoreError::Format { path: shown(), found: manifest.format, supported: FORMAT }) }
}

/// The manifest comes first: a folder that has one is ours, even if its maker was interrupted.
fn create_folder(path: &Path) -> Result<(), StoreError> {
    let io = |source| StoreError::Io { path: path.display().to_string(), source };
    if exists(path) {
        check_manifest(path)?;
    } else {
        std::fs::create_dir_all(path).map_err(io)?;
        if !is_ours(path)? {
            return Err(StoreError::NotAnIndex { path: path.display().to_string() });
        }
        let manifest = Manifest { format: FORMAT, program: format!("evigraph {}", env!("CARGO_PKG_VERSION")) };
        let text = serde_json::to_vec(&manifest).map_err(|e| io(e.into()))?;
        std::fs::write(path.join(MANIFEST), text).map_err(io)?;
    }
    std::fs::create_dir_all(path.join(ENTRIES)).map_err(io)
}
