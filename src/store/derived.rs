//! What is computed from a commit and kept beside it: never trusted, always replaceable.

use super::Snapshot;
use super::StoreError;
use super::folder::Place;
use super::snapshot::Commit;
use super::vocabulary::{keep, vocabulary};
use crate::graph::Graph;
use crate::vocabulary::Vocabulary;

const GRAPH: &str = "graph.cache";

impl Commit {
    /// The commit's graph: from the cache if it proves to be this commit's, else built and kept for the next reader.
    pub fn graph<E: From<StoreError>>(&self, build: impl FnOnce() -> Result<Graph, E>) -> Result<Graph, E> {
        let Place::Folder(folder) = self.place() else { return build() };
        let path = folder.join(GRAPH);
        let id = &self.commit().id;
        if let Some(graph) = std::fs::read(&path).ok().and_then(|bytes| Graph::from_bytes(&bytes, id).ok()) {
            return Ok(graph);
        }
        let graph = build()?;
        if let Ok(bytes) = graph.to_bytes() {
            keep(&path, &bytes);
        }
        Ok(graph)
    }

    /// The vocabulary that belongs to the commit's folder; the built-in one in memory.
    pub fn vocabulary(&self) -> Result<Vocabulary, StoreError> {
        match self.place() {
            Place::Folder(folder) => vocabulary(Some(folder)),
            Place::Memory(_) => vocabulary(None),
        }
    }
}
