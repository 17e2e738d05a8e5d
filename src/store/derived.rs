//! What is computed from a commit and kept beside it: never trusted, always replaceable.

use super::Snapshot;
use super::StoreError;
use super::folder::Place;
use super::snapshot::Commit;
use crate::graph::Graph;

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
            // A reader may not be allowed to write here; the graph serves all the same.
            let scratch = folder.join(format!("{GRAPH}.{}.tmp", std::process::id()));
            if std::fs::write(&scratch, bytes).and_then(|()| std::fs::rename(&scratch, &path)).is_err() {
                let _ = std::fs::remove_file(&scratch);
            }
        }
        Ok(graph)
    }
}
