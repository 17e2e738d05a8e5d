//! The graph as bytes: derived, kept under its commit's id, rebuilt whenever it does not prove to be that commit's.

use super::{Edge, Graph, Node};
use petgraph::graph::DiGraph;
use thiserror::Error;

/// Changes with the layout of what follows it.
const MAGIC: &str = "evigraph graph 1";

/// Why a cached graph is not used; the remedy is always to build it again.
#[derive(Debug, Error, PartialEq, Eq)]
pub enum CacheError {
    #[error("the cached graph belongs to commit {found}, not {wanted}; build it again")]
    Stale { found: String, wanted: String },
    #[error("the cached graph is broken ({0}); build it again")]
    Broken(String),
}

impl Graph {
    /// A header line (format, commit, checksum of the rest), then the graph.
    pub fn to_bytes(&self) -> Result<Vec<u8>, CacheError> {
        let body = serde_json::to_vec(&self.graph).map_err(|e| CacheError::Broken(e.to_string()))?;
        let mut bytes = format!("{MAGIC}\t{}\t{}\n", self.commit, blake3::hash(&body).to_hex()).into_bytes();
        bytes.extend(body);
        Ok(bytes)
    }

    /// Reads what [`Graph::to_bytes`] wrote for the same commit.
    pub fn from_bytes(bytes: &[u8], commit: &str) -> Result<Graph, CacheError> {
        let broken = |what: &str| CacheError::Broken(what.to_owned());
        let end = bytes.iter().position(|&b| b == b'\n').ok_or_else(|| broken("no header"))?;
        let header = std::str::from_utf8(&bytes[..end]).map_err(|_| broken("no header"))?;
        let [MAGIC, found, checksum] = header.split('\t').collect::<Vec<_>>()[..] else { return Err(broken("another format")) };
        if found != commit {
            return Err(CacheError::Stale { found: found.to_owned(), wanted: commit.to_owned() });
        }
        let body = &bytes[end + 1..];
        if blake3::hash(body).to_hex().as_str() != checksum {
            return Err(broken("its checksum differs"));
        }
        let graph: DiGraph<Node, Edge> = serde_json::from_slice(body).map_err(|e| CacheError::Broken(e.to_string()))?;
        Ok(Graph::new(commit.to_owned(), graph))
    }
}
