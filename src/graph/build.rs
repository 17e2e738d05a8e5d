//! Records and rows → graph. Nodes and edges are gathered under their keys, so that the order of reading never matters.

use super::key::{self, StudyFacts};
use super::{Edge, EdgeKind, Graph, Node, NodeKind};
use crate::document::{Kind, LinkRelation};
use crate::record::{DocumentRecord, FindingRow};
use crate::vocabulary::{ConceptId, Vocabulary};
use petgraph::graph::DiGraph;
use std::borrow::Borrow;
use std::collections::{BTreeMap, BTreeSet};

/// Builds the graph of one commit; records are read one at a time and not kept.
pub fn build(
    commit: &str,
    vocabulary: &Vocabulary,
    documents: impl IntoIterator<Item = impl Borrow<DocumentRecord>>,
    rows: impl IntoIterator<Item = impl Borrow<FindingRow>>,
) -> Graph {
    let mut parts = Parts { vocabulary, nodes: BTreeMap::new(), edges: BTreeMap::new() };
    let mut corpus = Corpus::default();
    for document in documents {
        parts.document(document.borrow(), &mut corpus);
    }
    let mut studies = key::studies(&corpus.facts);
    for row in rows {
        let row = row.borrow();
        parts.row(row);
        studies.insert(row.finding.document.clone(), row.study.clone());
    }
    parts.families(&corpus, &studies);
    parts.links(&corpus);
    parts.hierarchy();
    parts.graph(commit)
}

/// What is kept of the documents until all are known.
#[derive(Default)]
struct Corpus {
    facts: Vec<StudyFacts>,
    kinds: BTreeMap<String, Kind>,
    names: BTreeMap<String, String>,
    /// Document → concepts that its registration gives or is about.
    registered: BTreeMap<String, BTreeSet<String>>,
    links: Vec<(String, LinkRelation, String)>,
    aliases: BTreeMap<String, String>,
}

struct Parts<'a> {
    vocabulary: &'a Vocabulary,
    nodes: BTreeMap<String, Node>,
    edges: BTreeMap<(String, String, EdgeKind), (BTreeSet<String>, u32)>,
}

impl Parts<'_> {
    /// Of several labels the fullest stays, so that the order of reading does not decide.
    fn node(&mut self, kind: NodeKind, id: &str, label: Option<&str>, external: bool) {
        let node = self.nodes.entry(id.to_owned()).or_insert_with(|| Node { kind, id: id.to_owned(), label: None, external });
        node.external &= external;
        let fullness = |l: &str| (l.chars().count(), std::cmp::Reverse(l.to_owned()));
        if label.map(fullness) > node.label.as_deref().map(fullness) {
            node.label = label.map(str::to_owned);
        }
    }

    fn concept(&mut self, id: &str) {
        let name = self.vocabulary.find(id).map(|c| self.vocabulary.concept(c).name.clone());
        self.node(NodeKind::Concept, id, name.as_deref(), false);
    }

    fn edge(&mut self, from: &str, to: &str, kind: EdgeKind, evidence: &str) {
        let (known, strength) = self.edges.entry((from.to_owned(), to.to_owned(), kind)).or_default();
        // A document may mention a concept often; a finding says a thing once, though both its arms do.
        if known.insert(evidence.to_owned()) || kind == EdgeKind::Mentions {
            *strength += 1;
        }
    }

    fn document(&mut self, record: &DocumentRecord, corpus: &mut Corpus) {
        self.node(NodeKind::Document, &record.id, record.title.as_deref(), false);
        for concept in record.mentions.iter().filter_map(|m| m.concept.as_deref()) {
            self.concept(concept);
            self.edge(&record.id, concept, EdgeKind::Mentions, &record.id);
        }
        if let Some(trial) = &record.trial {
            let given =
                trial.interventions.iter().chain(trial.arms.iter().flat_map(|a| &a.interventions)).filter_map(|i| i.concept.clone());
            let studied = trial.conditions.iter().flat_map(|c| self.vocabulary.lookup(c)).map(|c| self.vocabulary.concept(c).id.clone());
            corpus.registered.insert(record.id.clone(), given.chain(studied).collect());
        }
        corpus.kinds.insert(record.id.clone(), record.kind);
        corpus.names.extend(record.study.study.name.iter().map(|n| (record.id.clone(), n.clone())));
        corpus.links.extend(record.links.iter().map(|l| (record.id.clone(), l.relation, l.id.clone())));
        corpus.aliases.extend(key::aliases(record).into_iter().map(|a| (a, record.id.clone())));
        corpus.facts.push(StudyFacts::of(record));
    }

    fn row(&mut self, row: &FindingRow) {
        let (id, document, finding) = (&row.finding.id, &row.finding.document, &row.finding.finding);
        self.node(NodeKind::Document, document, row.title.as_deref(), false);
        self.node(NodeKind::Finding, id, Some(&finding.endpoint.text), false);
        self.node(NodeKind::Study, &row.study, row.study_name.as_deref(), false);
        self.edge(document, id, EdgeKind::Reports, id);
        for concept in finding.endpoint.concept.iter().chain(&finding.population.conditions) {
            self.concept(concept);
            self.edge(id, concept, EdgeKind::About, id);
        }
        for condition in &finding.population.conditions {
            self.edge(&row.study, condition, EdgeKind::Investigates, id);
        }
        for arm in &finding.arms {
            let arm_id = key::arm_id(row, arm);
            self.node(NodeKind::Arm, &arm_id, arm.label.as_deref(), false);
            self.edge(id, &arm_id, EdgeKind::Compares, id);
            for concept in &arm.concepts {
                self.concept(concept);
                self.edge(&arm_id, concept, EdgeKind::Includes, id);
                self.edge(&row.study, concept, EdgeKind::Investigates, id);
            }
        }
    }

    /// Documents of one study meet in its node.
    fn families(&mut self, corpus: &Corpus, studies: &BTreeMap<String, String>) {
        for (document, study) in studies {
            let Some(&kind) = corpus.kinds.get(document) else { continue };
            let edge = match kind {
                Kind::TrialRegistration => EdgeKind::Registers,
                Kind::Commentary | Kind::Editorial | Kind::News => EdgeKind::CommentsOn,
                _ => EdgeKind::Publishes,
            };
            self.node(NodeKind::Study, study, corpus.names.get(document).map(String::as_str), false);
            self.edge(document, study, edge, document);
            for concept in corpus.registered.get(document).into_iter().flatten() {
                self.concept(concept);
                self.edge(study, concept, EdgeKind::Investigates, document);
            }
        }
    }

    /// A link leads to the document that bears the id, else to a node outside the corpus.
    fn links(&mut self, corpus: &Corpus) {
        for (from, relation, id) in &corpus.links {
            let key = key::link_key(id);
            let target = match corpus.aliases.get(&key) {
                Some(document) => document.clone(),
                None => {
                    self.node(NodeKind::Document, &key, None, true);
                    key
                }
            };
            let kind = match relation {
                LinkRelation::Cites => EdgeKind::Cites,
                LinkRelation::CommentsOn => EdgeKind::CommentsOn,
            };
            if *from != target {
                self.edge(from, &target, kind, from);
            }
        }
    }

    /// Broader concepts and cross-references of every concept that the corpus knows.
    fn hierarchy(&mut self) {
        let evidence = format!("vocabulary:{}", self.vocabulary.version);
        let known: BTreeSet<ConceptId> = self.nodes.keys().filter_map(|id| self.vocabulary.find(id)).collect();
        let with_broader: BTreeSet<ConceptId> =
            known.iter().flat_map(|&c| std::iter::once(c).chain(self.vocabulary.ancestors(c))).collect();
        for id in with_broader {
            let concept = self.vocabulary.concept(id);
            self.concept(&concept.id);
            for &broader in &concept.broader {
                let broader = &self.vocabulary.concept(broader).id;
                self.concept(broader);
                self.edge(&concept.id, broader, EdgeKind::Broader, &evidence);
            }
            for xref in concept.xrefs.iter().filter(|_| known.contains(&id)) {
                self.node(NodeKind::Concept, xref, None, true);
                self.edge(&concept.id, xref, EdgeKind::SameAs, &evidence);
            }
        }
    }

    fn graph(self, commit: &str) -> Graph {
        let mut graph = DiGraph::with_capacity(self.nodes.len(), self.edges.len());
        let at: BTreeMap<String, _> = self.nodes.into_iter().map(|(id, node)| (id, graph.add_node(node))).collect();
        for ((from, to, kind), (evidence, strength)) in self.edges {
            if let (Some(&from), Some(&to)) = (at.get(&from), at.get(&to)) {
                graph.add_edge(from, to, Edge { kind, evidence: evidence.into_iter().collect(), strength });
            }
        }
        Graph::new(commit.to_owned(), graph)
    }
}
