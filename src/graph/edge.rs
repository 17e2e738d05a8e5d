//! What the graph's edges are, and what each stands on.

use serde::{Deserialize, Serialize};

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum EdgeKind {
    /// document → finding
    Reports,
    /// document → study
    Publishes,
    /// document → study
    Registers,
    /// document → study or document
    CommentsOn,
    /// document → document
    Cites,
    /// finding → endpoint, disease
    About,
    /// finding → arm
    Compares,
    /// arm → drug, modality, regimen
    Includes,
    /// study → concept
    Investigates,
    /// concept → concept
    Broader,
    /// concept → the same concept elsewhere
    SameAs,
    /// document → concept
    Mentions,
}

impl EdgeKind {
    pub fn as_str(self) -> &'static str {
        match self {
            EdgeKind::Reports => "reports",
            EdgeKind::Publishes => "publishes",
            EdgeKind::Registers => "registers",
            EdgeKind::CommentsOn => "comments_on",
            EdgeKind::Cites => "cites",
            EdgeKind::About => "about",
            EdgeKind::Compares => "compares",
            EdgeKind::Includes => "includes",
            EdgeKind::Investigates => "investigates",
            EdgeKind::Broader => "broader",
            EdgeKind::SameAs => "same_as",
            EdgeKind::Mentions => "mentions",
        }
    }
}

/// A relation between two nodes; there is one edge of a kind between two nodes, however often it is said.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Edge {
    pub kind: EdgeKind,
    /// Ids of the findings or documents that say so, sorted; `vocabulary:<version>` where the vocabulary does.
    pub evidence: Vec<String>,
    /// How often it is said.
    pub strength: u32,
}
