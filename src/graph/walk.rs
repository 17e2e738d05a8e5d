//! From a node to its neighbours, each with what the step stands on.

use super::{EdgeKind, Graph, Node, NodeKind};
use petgraph::Direction as Way;
use petgraph::visit::EdgeRef;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Direction {
    Out,
    In,
}

/// One step away.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Neighbour<'a> {
    pub node: &'a Node,
    pub edge: EdgeKind,
    pub direction: Direction,
    pub evidence: &'a [String],
    pub strength: u32,
}

impl Graph {
    /// All neighbours of a node, by kind of edge, then strongest first, then by id; of one kind where one is named.
    pub fn neighbours(&self, id: &str, kind: Option<EdgeKind>) -> Vec<Neighbour<'_>> {
        let Some(&at) = self.by_id.get(id) else { return Vec::new() };
        let mut found = Vec::new();
        for (way, direction) in [(Way::Outgoing, Direction::Out), (Way::Incoming, Direction::In)] {
            for edge in self.graph.edges_directed(at, way).filter(|e| kind.is_none_or(|k| e.weight().kind == k)) {
                let other = if direction == Direction::Out { edge.target() } else { edge.source() };
                let weight = edge.weight();
                found.push(Neighbour {
                    node: &self.graph[other],
                    edge: weight.kind,
                    direction,
                    evidence: &weight.evidence,
                    strength: weight.strength,
                });
            }
        }
        found.sort_by(|a, b| {
            (a.edge, a.direction, std::cmp::Reverse(a.strength), &a.node.id).cmp(&(
                b.edge,
                b.direction,
                std::cmp::Reverse(b.strength),
                &b.node.id,
            ))
        });
        found
    }

    /// Concepts that stand in one arm with this one, with the findings that compare such an arm; most findings first.
    pub fn combined_with(&self, concept: &str) -> Vec<(&Node, BTreeSet<&str>)> {
        let mut partners: BTreeMap<&str, (&Node, BTreeSet<&str>)> = BTreeMap::new();
        for arm in self.neighbours(concept, Some(EdgeKind::Includes)) {
            if arm.node.kind != NodeKind::Arm {
                continue;
            }
            for partner in self.neighbours(&arm.node.id, Some(EdgeKind::Includes)) {
                if partner.node.id != concept {
                    let entry = partners.entry(&partner.node.id).or_insert_with(|| (partner.node, BTreeSet::new()));
                    entry.1.extend(partner.evidence.iter().filter(|f| arm.evidence.contains(f)).map(String::as_str));
                }
            }
        }
        let mut partners: Vec<_> = partners.into_values().filter(|p| !p.1.is_empty()).collect();
        partners.sort_by_key(|(node, findings)| (std::cmp::Reverse(findings.len()), node.id.as_str()));
        partners
    }
}
