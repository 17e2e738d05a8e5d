//! OncoTree's tumour types as its interface gives them: a tree of nodes by code, or a flat list.
//!
//! Nodes of the first two levels are tissues ("Lung"), not diseases, and are left out. A code is an id, never a name.

use super::curie::with_prefix;
use super::input::{ImportError, Input};
use super::term::{Source, Term};
use serde::Deserialize;
use std::collections::BTreeMap;

const TISSUE_LEVEL: u32 = 1;

#[derive(Deserialize)]
#[serde(untagged)]
enum Document {
    Tree(BTreeMap<String, Node>),
    List(Vec<Node>),
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Node {
    code: String,
    name: String,
    level: Option<u32>,
    parent: Option<String>,
    #[serde(default)]
    external_references: BTreeMap<String, Vec<String>>,
    #[serde(default)]
    history: Vec<String>,
    #[serde(default)]
    children: BTreeMap<String, Node>,
}

/// Reads all nodes.
pub fn read(input: &mut Input, source: &mut Source) -> Result<(), ImportError> {
    // Read by its first letter: serde would name neither fault nor place of a tree that fits none of two forms.
    let document = match input.head().iter().find(|b| !b.is_ascii_whitespace()) {
        Some(b'[') => Document::List(input.json()?),
        _ => Document::Tree(input.json()?),
    };
    let nodes = match document {
        Document::Tree(nodes) => nodes.into_values().collect(),
        Document::List(nodes) => nodes,
    };
    for (at, node) in nodes.into_iter().enumerate() {
        if node.level.is_none() && node.parent.is_some() {
            return Err(input.error_at(format!("node {} (`{}`)", at + 1, node.code), "it has no `level`; this is no OncoTree file"));
        }
        take(node, input, source)?;
    }
    Ok(())
}

/// Goes as deep as the JSON reader allowed.
fn take(node: Node, input: &Input, source: &mut Source) -> Result<(), ImportError> {
    let place = format!("node `{}`", node.code);
    let id =
        with_prefix("ONCOTREE", &node.code).ok_or_else(|| input.error_at(place.clone(), "its code is no id; this is no OncoTree file"))?;
    let is_tissue = node.level.unwrap_or_default() <= TISSUE_LEVEL;
    if !is_tissue {
        let elsewhere = node.external_references.iter().flat_map(|(prefix, codes)| codes.iter().map(move |code| (prefix.as_str(), code)));
        let former = node.history.iter().map(|code| ("ONCOTREE", code));
        let term = Term {
            id: Some(id),
            name: node.name,
            broader: node.parent.iter().filter_map(|code| with_prefix("ONCOTREE", code)).collect(),
            xrefs: elsewhere.chain(former).filter_map(|(prefix, code)| with_prefix(prefix, code)).collect(),
            place,
            ..Term::default()
        };
        source.push(term, input)?;
    }
    node.children.into_values().try_for_each(|child| take(child, input, source))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::vocabulary::import::detect::detect;
    use crate::vocabulary::import::format::Format;

    fn read_text(text: &str) -> Result<Source, ImportError> {
        let mut input = Input::open("x.json", text.as_bytes())?;
        assert_eq!(detect(&input), Ok(Format::Oncotree));
        let mut source = Source::new(Format::Oncotree);
        read(&mut input, &mut source).map(|()| source)
    }

    const LEAF: &str = r#"{"code": "LUAD", "name": "Lung Adenocarcinoma", "mainType": "NSCLC", "level": 3, "parent": "NSCLC",
        "externalReferences": {"UMLS": ["C0152013"], "NCI": ["C3512"]}, "history": ["LAC"], "children": {}}"#;

    #[test]
    fn trees_and_lists_give_the_same_terms() {
        let tree = format!(
            r#"{{"LUNG": {{"code": "LUNG", "name": "Lung", "mainType": "Lung Cancer", "level": 1, "children": {{"LUAD": {LEAF}}}}}}}"#
        );
        for text in [tree, format!("[{LEAF}]")] {
            let source = read_text(&text).expect("read");
            let [term] = &source.terms[..] else { panic!("{:?}", source.terms) };
            assert_eq!((term.id.as_deref(), term.name.as_str()), (Some("ONCOTREE:LUAD"), "Lung Adenocarcinoma"));
            assert_eq!(term.xrefs, ["NCIT:C3512", "UMLS:C0152013", "ONCOTREE:LAC"]);
            assert_eq!((&term.broader[..], term.place.as_str()), (&["ONCOTREE:NSCLC".to_owned()][..], "node `LUAD`"));
        }
    }

    #[test]
    fn faults_name_the_place() {
        for (text, expected) in [
            (r#"{"A": {"code": "A", "mainType": "x""#, "x.json, line 1, column 35: EOF while parsing an object; fetch the file again"),
            (r#"{"A": {"code": "A", "mainType": "x"}}"#, "x.json, line 1, column 36: missing field `name`; fetch the file again"),
            (
                r#"[{"code": "A", "name": "a", "parent": "B", "mainType": "x"}]"#,
                "x.json, node 1 (`A`): it has no `level`; this is no OncoTree file",
            ),
        ] {
            assert_eq!(read_text(text).err().map(|e| e.to_string()).as_deref(), Some(expected));
        }
    }
}
