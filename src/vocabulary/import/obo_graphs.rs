//! OBO Graphs as JSON: nodes with their names, and edges between them.

use super::curie::curie;
use super::input::{ImportError, Input};
use super::term::{Source, Term};
use serde::Deserialize;
use std::collections::HashMap;

#[derive(Deserialize)]
struct Document {
    graphs: Vec<Graph>,
}

#[derive(Deserialize)]
struct Graph {
    #[serde(default)]
    nodes: Vec<Node>,
    #[serde(default)]
    edges: Vec<Edge>,
}

#[derive(Deserialize)]
struct Node {
    id: String,
    lbl: Option<String>,
    #[serde(rename = "type")]
    kind: Option<String>,
    #[serde(default)]
    meta: Meta,
}

#[derive(Deserialize, Default)]
#[serde(default)]
struct Meta {
    synonyms: Vec<Synonym>,
    xrefs: Vec<Value>,
    deprecated: bool,
}

#[derive(Deserialize)]
struct Synonym {
    pred: String,
    val: String,
}

#[derive(Deserialize)]
struct Value {
    val: String,
}

#[derive(Deserialize)]
struct Edge {
    sub: String,
    pred: String,
    obj: String,
}

/// Reads the classes of all graphs of a document.
pub fn read(input: &mut Input, source: &mut Source) -> Result<(), ImportError> {
    let document: Document = input.json()?;
    for graph in document.graphs {
        let mut parents: HashMap<String, Vec<String>> = HashMap::new();
        for edge in graph.edges.into_iter().filter(|edge| edge.pred == "is_a") {
            parents.entry(edge.sub).or_default().extend(curie(&edge.obj));
        }
        for node in graph.nodes {
            let is_class = node.kind.as_deref().is_none_or(|kind| kind == "CLASS");
            let (true, Some(id), Some(name)) = (is_class, curie(&node.id), node.lbl) else { continue };
            let (exact, other): (Vec<Synonym>, Vec<Synonym>) =
                node.meta.synonyms.into_iter().partition(|synonym| synonym.pred == "hasExactSynonym");
            source.inexact += other.len();
            let term = Term {
                id: Some(id),
                name,
                synonyms: exact.into_iter().map(|synonym| synonym.val).collect(),
                broader: parents.remove(&node.id).unwrap_or_default(),
                xrefs: node.meta.xrefs.iter().filter_map(|xref| curie(&xref.val)).collect(),
                obsolete: node.meta.deprecated,
                place: format!("node `{}`", node.id),
                ..Term::default()
            };
            source.push(term, input)?;
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::vocabulary::import::detect::detect;
    use crate::vocabulary::import::format::Format;

    #[test]
    fn nodes_and_edges_give_terms() {
        let text = r#"{"graphs": [{"nodes": [
            {"id": "http://purl.obolibrary.org/obo/DOID_1", "lbl": "a", "type": "CLASS", "meta": {
                "synonyms": [{"pred": "hasExactSynonym", "val": "b"}, {"pred": "hasBroadSynonym", "val": "c"}],
                "xrefs": [{"val": "NCI:C1"}]}},
            {"id": "http://purl.obolibrary.org/obo/DOID_2", "lbl": "old", "meta": {"deprecated": true}},
            {"id": "http://purl.obolibrary.org/obo/part_of", "lbl": "part of", "type": "PROPERTY"}],
            "edges": [{"sub": "http://purl.obolibrary.org/obo/DOID_1", "pred": "is_a", "obj": "http://purl.obolibrary.org/obo/DOID_0"}]}]}"#;
        let mut input = Input::open("x.json", text.as_bytes()).expect("opened");
        assert_eq!(detect(&input), Ok(Format::Obographs));
        let mut source = Source::new(Format::Obographs);
        read(&mut input, &mut source).expect("read");
        let [a, old] = &source.terms[..] else { panic!("{:?}", source.terms) };
        assert_eq!((a.id.as_deref(), &a.synonyms[..], &a.xrefs[..]), (Some("DOID:1"), &["b".to_owned()][..], &["NCIT:C1".to_owned()][..]));
        assert_eq!((&a.broader[..], source.inexact, old.obsolete), (&["DOID:0".to_owned()][..], 1, true));
    }
}
