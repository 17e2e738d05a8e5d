//! An id or a name → what it is, with its neighbours.

use super::error::QueryError;
use super::hierarchy::Hierarchy;
use super::nearest;
use crate::graph::{self, Direction, EdgeKind, Graph, NodeKind, key};
use crate::record::{Card, ConceptCard, ConceptName, NeighbourRecord, PartnerRecord, StudyCard, StudyDocument, Subject};
use crate::store::Snapshot;
use crate::vocabulary::{ConceptId, Vocabulary};

/// Ids offered for an unknown one.
const NEAREST_MAX: usize = 3;

/// The graph of a commit, built from its records; storage keeps it and builds it again when it is stale.
pub fn graph_of(snapshot: &dyn Snapshot, vocabulary: &Vocabulary) -> Result<Graph, QueryError> {
    let ids = snapshot.document_ids()?;
    let mut failed = None;
    let documents = ids.iter().filter_map(|id| match snapshot.document(id) {
        Ok(record) => record,
        Err(e) => {
            failed.get_or_insert(e);
            None
        }
    });
    let graph = graph::build(&snapshot.commit().id, vocabulary, documents, snapshot.findings(&[])?);
    failed.map_or(Ok(graph), |e| Err(e.into()))
}

/// A finding, study, document or concept by its id, an alias of it, or its name; `None` where there is none.
pub fn card(snapshot: &dyn Snapshot, vocabulary: &Vocabulary, graph: &Graph, wanted: &str) -> Result<Option<Card>, QueryError> {
    let wanted = wanted.trim();
    let found = match finding(snapshot, wanted)? {
        Some(found) => Some(found),
        None => match snapshot.document(wanted)? {
            Some(record) => Some((record.id.clone(), Subject::Document(Box::new(record)))),
            None => match study(snapshot, graph, wanted)? {
                Some(found) => Some(found),
                None => concept(snapshot, vocabulary, graph, wanted)?,
            },
        },
    };
    Ok(found.map(|(id, subject)| Card { neighbours: neighbours(graph, &id), id, subject }))
}

/// Ids and names near one that nothing bears.
pub fn nearest_ids(snapshot: &dyn Snapshot, vocabulary: &Vocabulary, graph: &Graph, wanted: &str) -> Result<Vec<String>, QueryError> {
    let documents = snapshot.document_ids()?;
    let studies = graph.nodes().filter(|n| n.kind == NodeKind::Study).map(|n| n.id.as_str());
    let concepts = vocabulary.concepts().map(|(_, c)| c.id.as_str());
    let mut near: Vec<String> = nearest::nearest(wanted, documents.iter().map(String::as_str).chain(studies).chain(concepts), NEAREST_MAX)
        .into_iter()
        .map(str::to_owned)
        .collect();
    near.extend(vocabulary.suggest(wanted));
    near.truncate(NEAREST_MAX);
    Ok(near)
}

fn neighbours(graph: &Graph, id: &str) -> Vec<NeighbourRecord> {
    let direction = |d| if d == Direction::Out { "out" } else { "in" };
    graph
        .neighbours(id, None)
        .into_iter()
        .map(|n| NeighbourRecord {
            edge: n.edge.as_str().to_owned(),
            direction: direction(n.direction).to_owned(),
            id: n.node.id.clone(),
            kind: n.node.kind.as_str().to_owned(),
            label: n.node.label.clone(),
            strength: n.strength,
            evidence: n.evidence.to_vec(),
        })
        .collect()
}

type Found = Option<(String, Subject)>;

fn finding(snapshot: &dyn Snapshot, wanted: &str) -> Result<Found, QueryError> {
    if !wanted.starts_with("f:") {
        return Ok(None);
    }
    Ok(snapshot.finding(wanted)?.map(|row| (row.finding.id.clone(), Subject::Finding(Box::new(row)))))
}

fn study(snapshot: &dyn Snapshot, graph: &Graph, wanted: &str) -> Result<Found, QueryError> {
    let named = key::name_key(wanted.strip_prefix("study:").unwrap_or(wanted));
    let node = graph.node(&wanted.to_lowercase()).filter(|n| n.kind == NodeKind::Study).or_else(|| {
        let bears = |label: &String| named.is_some() && key::name_key(label) == named;
        graph.nodes().find(|n| n.kind == NodeKind::Study && n.label.as_ref().is_some_and(bears))
    });
    let Some(node) = node else { return Ok(None) };
    let mut card = StudyCard { name: node.label.clone(), documents: Vec::new(), findings: Vec::new() };
    for neighbour in graph.neighbours(&node.id, None).iter().filter(|n| n.node.kind == NodeKind::Document) {
        let Some(record) = snapshot.document(&neighbour.node.id)? else { continue };
        for finding in &record.findings {
            card.findings.extend(snapshot.finding(&finding.id)?);
        }
        card.documents.push(StudyDocument {
            id: record.id,
            title: record.title,
            kind: record.kind,
            relation: neighbour.edge.as_str().to_owned(),
        });
    }
    Ok(Some((node.id.clone(), Subject::Study(Box::new(card)))))
}

fn concept(snapshot: &dyn Snapshot, vocabulary: &Vocabulary, graph: &Graph, wanted: &str) -> Result<Found, QueryError> {
    let by_xref = || vocabulary.concepts().find(|(_, c)| c.xrefs.iter().any(|x| x.eq_ignore_ascii_case(wanted))).map(|(id, _)| id);
    let id = vocabulary.find(wanted).or_else(|| vocabulary.lookup(wanted).first().copied()).or_else(by_xref);
    let Some(id) = id else { return Ok(None) };
    let concept = vocabulary.concept(id);
    let hierarchy = Hierarchy::of(vocabulary);
    let name = |c: &ConceptId| ConceptName { id: vocabulary.concept(*c).id.clone(), name: vocabulary.concept(*c).name.clone() };
    let covered: Vec<String> = hierarchy.covered(&[id]).into_iter().collect();
    let card = ConceptCard {
        kind: concept.kind,
        name: concept.name.clone(),
        synonyms: concept.synonyms.clone(),
        zh: concept.zh.clone(),
        broader: concept.broader.iter().map(name).collect(),
        narrower: hierarchy.narrower(id).iter().map(name).collect(),
        xrefs: concept.xrefs.clone(),
        combined_with: graph
            .combined_with(&concept.id)
            .into_iter()
            .map(|(node, findings)| PartnerRecord {
                id: node.id.clone(),
                name: node.label.clone().unwrap_or_else(|| node.id.clone()),
                findings: findings.into_iter().map(str::to_owned).collect(),
            })
            .collect(),
        findings: snapshot.findings(&[covered])?.len(),
        documents: graph.neighbours(&concept.id, Some(EdgeKind::Mentions)).len(),
    };
    Ok(Some((concept.id.clone(), Subject::Concept(Box::new(card)))))
}
