//! What the graph's nodes are.

use serde::{Deserialize, Serialize};

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum NodeKind {
    Document,
    Study,
    Concept,
    Finding,
    Arm,
}

impl NodeKind {
    pub fn as_str(self) -> &'static str {
        match self {
            NodeKind::Document => "document",
            NodeKind::Study => "study",
            NodeKind::Concept => "concept",
            NodeKind::Finding => "finding",
            NodeKind::Arm => "arm",
        }
    }
}

/// One thing of the graph, known by its id.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Node {
    pub kind: NodeKind,
    pub id: String,
    /// What people call it: a title, a study's or a concept's name, an arm's wording.
    pub label: Option<String>,
    /// Named by a document or the vocabulary, but not part of the corpus.
    pub external: bool,
}
