//! Stage 6. In: finding rows and document records. Out: [`Graph`]: documents, studies, concepts, findings and arms, and edges with
//! the evidence that each stands on.
//! Never: knows the full-text index or the store, is trusted once its commit is gone.

mod build;
mod cache;
mod edge;
pub mod key;
mod node;
mod walk;

pub use build::build;
pub use cache::CacheError;
pub use edge::{Edge, EdgeKind};
pub use node::{Node, NodeKind};
pub use walk::{Direction, Neighbour};

use petgraph::graph::{DiGraph, NodeIndex};
use std::collections::HashMap;

/// The evidence graph of one commit.
#[derive(Debug, Clone)]
pub struct Graph {
    /// The commit that it was built from.
    commit: String,
    graph: DiGraph<Node, Edge>,
    by_id: HashMap<String, NodeIndex>,
}

impl Graph {
    fn new(commit: String, graph: DiGraph<Node, Edge>) -> Graph {
        let by_id = graph.node_indices().map(|i| (graph[i].id.clone(), i)).collect();
        Graph { commit, graph, by_id }
    }

    pub fn commit(&self) -> &str {
        &self.commit
    }

    pub fn node(&self, id: &str) -> Option<&Node> {
        self.by_id.get(id).map(|&i| &self.graph[i])
    }

    /// All nodes, in the order of their ids.
    pub fn nodes(&self) -> impl Iterator<Item = &Node> {
        self.graph.node_weights()
    }

    pub fn edge_count(&self) -> usize {
        self.graph.edge_count()
    }
}
