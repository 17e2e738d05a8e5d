//! The evidence graph of the fixture: families, neighbours, the cache, and what `show` makes of it.

mod memory;

use evigraph::cli::show::{ShowOptions, run};
use evigraph::graph::{CacheError, EdgeKind, Graph, build};
use evigraph::query::graph_of;
use evigraph::record::DocumentRecord;
use evigraph::store::Snapshot;

fn graph() -> Graph {
    let vocabulary = memory::vocabulary();
    graph_of(&memory::snapshot(&vocabulary), &vocabulary).expect("the graph can be built")
}

fn ids(graph: &Graph, id: &str, kind: EdgeKind) -> Vec<String> {
    graph.neighbours(id, Some(kind)).iter().map(|n| n.node.id.clone()).collect()
}

#[test]
fn documents_of_one_study_meet_in_it() {
    let graph = graph();
    let study = "study:nct01730937";
    assert_eq!(ids(&graph, study, EdgeKind::Publishes), ["pmid:39699905"]);
    assert_eq!(ids(&graph, study, EdgeKind::Registers), ["NCT01730937"]);
    assert_eq!(ids(&graph, study, EdgeKind::CommentsOn), ["commentary.txt"]);
    // The commentary's link leads to the publication itself as well.
    assert_eq!(ids(&graph, "commentary.txt", EdgeKind::CommentsOn), ["pmid:39699905", study]);
}

#[test]
fn edges_carry_their_evidence_and_strength() {
    let graph = graph();
    let arms = graph.neighbours("modality:sbrt", Some(EdgeKind::Includes));
    let arm = arms.iter().find(|a| a.node.id == "arm:nct01730937/drug:sorafenib+modality:sbrt").expect("the arm of RTOG 1112");
    assert_eq!(arm.strength, 6);
    assert_eq!(arm.evidence.len(), 6);
    assert!(arm.evidence.iter().all(|f| f.starts_with("f:")));
    let partners = graph.combined_with("modality:sbrt");
    assert_eq!(partners.first().map(|(node, findings)| (node.id.as_str(), findings.len())), Some(("drug:sorafenib", 6)));
    assert_eq!(ids(&graph, "modality:sbrt", EdgeKind::Broader), ["modality:radiotherapy"]);
    assert_eq!(ids(&graph, "modality:sbrt", EdgeKind::SameAs), ["NCIT:C118286"]);
    assert!(graph.node("NCIT:C118286").is_some_and(|n| n.external));
}

#[test]
fn the_order_of_reading_does_not_matter() {
    let vocabulary = memory::vocabulary();
    let snapshot = memory::snapshot(&vocabulary);
    let mut records: Vec<DocumentRecord> =
        snapshot.document_ids().expect("ids").iter().filter_map(|id| snapshot.document(id).expect("a record")).collect();
    let mut rows = snapshot.findings(&[]).expect("rows");
    let forwards = build("c", &vocabulary, &records, &rows).to_bytes().expect("bytes");
    records.reverse();
    rows.reverse();
    assert!(build("c", &vocabulary, &records, &rows).to_bytes().expect("bytes") == forwards);
}

#[test]
fn a_cache_is_used_for_its_own_commit_only() {
    let graph = graph();
    let bytes = graph.to_bytes().expect("bytes");
    let again = Graph::from_bytes(&bytes, graph.commit()).expect("its own commit");
    assert_eq!(again.to_bytes().expect("bytes"), bytes);
    assert!(matches!(Graph::from_bytes(&bytes, "another"), Err(CacheError::Stale { .. })));
    for broken in [&bytes[..bytes.len() - 1], &bytes[..10], b"", b"evigraph graph 0\tc0ffee\tx\n{}"] {
        assert!(matches!(Graph::from_bytes(broken, "c0ffee"), Err(CacheError::Broken(_))));
    }
    let mut changed = bytes.clone();
    if let Some(last) = changed.last_mut() {
        *last ^= 1;
    }
    assert!(matches!(Graph::from_bytes(&changed, "c0ffee"), Err(CacheError::Broken(_))));
}

fn show(id: &str, json: bool) -> (bool, String) {
    let vocabulary = memory::vocabulary();
    let snapshot = memory::snapshot(&vocabulary);
    let graph = graph_of(&snapshot, &vocabulary).expect("the graph can be built");
    let mut out = Vec::new();
    let found = run(&snapshot, &vocabulary, &graph, id, &ShowOptions { json, ..ShowOptions::default() }, &mut out).expect("shown");
    (found, String::from_utf8(out).expect("UTF-8"))
}

#[test]
fn show_a_concept() {
    insta::assert_snapshot!(show("SBRT", false).1);
}

#[test]
fn show_a_document() {
    insta::assert_snapshot!(show("pmid:39699905", false).1);
}

#[test]
fn show_a_registration() {
    insta::assert_snapshot!(show("NCT09999999", false).1);
}

#[test]
fn show_a_study() {
    insta::assert_snapshot!(show("RTOG 1112", false).1);
}

#[test]
fn show_a_finding() {
    let vocabulary = memory::vocabulary();
    let rows = memory::snapshot(&vocabulary).findings(&[]).expect("rows");
    let first = rows.iter().find(|r| r.finding.document == "pmid:39699905").expect("a finding");
    insta::assert_snapshot!(show(&first.finding.id, false).1);
}

#[test]
fn whatever_is_shown_fits_the_terminal_and_is_json() {
    for id in [
        "SBRT",
        "drug:sorafenib",
        "索拉非尼",
        "NCIT:C61948",
        "pmid:39699905",
        "doi:10.1001/jamaoncol.2024.5403",
        "commentary.txt",
        "RTOG 1112",
        "NCT01730937",
    ] {
        let (found, text) = show(id, false);
        assert!(found, "{id}");
        for line in text.lines() {
            assert!(unicode_width::UnicodeWidthStr::width(line) <= 80, "{id}: {line}");
        }
        let card: serde_json::Value = serde_json::from_str(&show(id, true).1).expect("JSON");
        assert!(card["type"].is_string() && card["data"].is_object() && card["neighbours"].is_array(), "{id}");
        let typed: evigraph::record::Card = serde_json::from_value(card.clone()).expect("a card");
        assert_eq!(serde_json::to_value(typed).expect("JSON"), card, "{id}");
    }
}

#[test]
fn unknown_ids_get_the_nearest() {
    let (found, text) = show("pmid:39699906", false);
    assert!(!found);
    assert!(text.contains("did you mean `pmid:39699905`"), "{text}");
    assert!(show("sorafanib", false).1.contains("`sorafenib`"));
    assert!(show("qqqqqqqq", true).1.contains("\"code\": \"not_found\""));
}
