//! What a store promises, tried on small corpora.

use super::*;
use crate::document::{Document, Span, read_embedded};
use crate::extraction::{Arm, Certainty, Endpoint, Extraction, Finding, Population, Role, Study, Subjects};
use crate::record::record;
use crate::text::prepare;
use crate::vocabulary::{Vocabulary, annotate};

/// A reader that takes every text for one finding on sorafenib and survival, of the study RTOG 1112.
fn read(document: &Document) -> DocumentRecord {
    let vocabulary = Vocabulary::builtin();
    let annotated = annotate(prepare(&document.text, &document.masks, document.language.as_deref()), vocabulary);
    let arm = Arm { role: Role::Single, label: None, concepts: vec!["drug:sorafenib".to_owned()], n: None, outcome: None };
    let finding = Finding {
        endpoint: Endpoint { concept: Some("endpoint:os".to_owned()), text: "OS".to_owned() },
        timepoint: None,
        effect: None,
        p: None,
        arms: vec![arm],
        factor: None,
        harm: None,
        stated: None,
        population: Population { conditions: Vec::new(), subgroup: None, n: None, subjects: Subjects::Patients },
        certainty: Certainty::Reported,
        citation: None,
        favours: None,
        checks: Vec::new(),
        spans: vec![Span::new(0, document.text.len())],
    };
    let study = Study { name: Some("RTOG-1112".to_owned()), ..Study::default() };
    record(document, &annotated, Extraction { study, findings: vec![finding], ..Extraction::default() }, vocabulary)
}

fn members(lines: &str) -> Vec<Member> {
    read_embedded("corpus.jsonl", lines.as_bytes()).into_iter().map(|d| Member::of(d.expect("a record"))).collect()
}

fn versions() -> Versions {
    Versions { extractor: "test".to_owned(), vocabulary: "test".to_owned() }
}

/// One run of an index over some records; what the files held before and do not now is dropped.
fn write(place: &Place, members: &[Member], dropped: &[&str]) {
    let mut writer = Writer::open(place.clone()).expect("a writer");
    for member in members.iter().filter(|m| !matches!(writer.known(&m.key.hash), Ok(Some(_)))).collect::<Vec<_>>() {
        writer.stage(member).expect("staged");
    }
    let gone: Vec<MemberKey> = writer.members().map(|m| m.expect("a key")).filter(|key| dropped.contains(&key.id.as_str())).collect();
    let changes = gone.into_iter().map(|key| Change { hash: key.hash, sources: Default::default() }).collect();
    for family in writer.settle(changes, false).expect("a plan").families {
        let loaded = writer.load(&family).expect("members");
        let group = Group::read(&family.id, loaded, read).expect("a group");
        let text = group.members[0].document.text.clone();
        writer.put(&group, &text).expect("put");
    }
    writer.commit(versions()).expect("committed");
}

const CORPUS: &str = r#"{"id": "a", "text": "Sorafenib for hepatocellular carcinoma.", "identifiers": {"doi": "10.1/X"}}
{"id": "b", "text": "Sorafenib for hepatocellular carcinoma, the fuller record.", "identifiers": {"doi": "10.1/x", "pmid": "7"}}
{"id": "c", "text": "索拉非尼治疗肝细胞癌的总生存"}
{"id": "d", "text": "Registered.", "kind": "trial_registration", "identifiers": {"registry": ["NCT01730937"]}}
{"id": "e", "text": "Registered sorafenib.", "identifiers": {"registry": ["NCT01730937"]}}"#;

fn seen(commit: &Commit) -> (String, Vec<String>, String) {
    let rows = commit.findings(&[]).expect("findings");
    (commit.commit().id.clone(), commit.document_ids().expect("ids"), serde_json::to_string(&rows).expect("rows"))
}

#[test]
fn neither_order_nor_history_shows() {
    let all = members(CORPUS);
    let at_once = Place::memory();
    write(&at_once, &all, &[]);
    let expected = seen(&open(at_once).expect("open"));
    assert_eq!(expected.1, ["NCT01730937", "c", "e", "pmid:7"]);

    let piecemeal = Place::memory();
    let old = members(r#"{"id": "old", "text": "Sorafenib once more.", "identifiers": {"pmid": "7"}}"#);
    write(&piecemeal, &old, &[]);
    for member in all.iter().rev() {
        write(&piecemeal, std::slice::from_ref(member), &[]);
    }
    write(&piecemeal, &[], &["old"]);
    assert_eq!(seen(&open(piecemeal).expect("open")), expected);
}

#[test]
fn every_alias_leads_to_the_fuller_record() {
    let place = Place::memory();
    write(&place, &members(CORPUS), &[]);
    let commit = open(place).expect("open");
    for id in ["a", "b", "pmid:7", "7", "doi:10.1/X", "10.1/x"] {
        let record = commit.document(id).expect("read").unwrap_or_else(|| panic!("{id} is found"));
        assert_eq!((record.id.as_str(), record.sources.len()), ("pmid:7", 1));
        assert!(record.text.is_some_and(|t| t.ends_with("the fuller record.")));
    }
    assert_eq!(commit.document("nct01730937").expect("read").map(|d| d.id).as_deref(), Some("NCT01730937"));
    assert_eq!(commit.registrations().expect("read").len(), 1);
    assert!(commit.document("nowhere").expect("read").is_none());
}

#[test]
fn studies_meet_over_the_whole_corpus_and_findings_by_concept() {
    let place = Place::memory();
    write(&place, &members(CORPUS), &[]);
    let commit = open(place).expect("open");
    let group = |ids: &[&str]| ids.iter().map(|i| (*i).to_owned()).collect::<Vec<String>>();
    let rows = commit.findings(&[group(&["drug:sorafenib"]), group(&["endpoint:pfs", "endpoint:os"])]).expect("findings");
    assert_eq!(rows.len(), 4);
    assert!(rows.iter().all(|r| r.study == "study:nct01730937"), "{rows:#?}");
    assert_eq!(commit.finding(&rows[2].finding.id).expect("read").as_ref(), Some(&rows[2]));
    assert!(commit.findings(&[group(&["endpoint:pfs"])]).expect("findings").is_empty());
}

#[test]
fn scores_know_only_live_documents() {
    let place = Place::memory();
    write(&place, &members(CORPUS), &[]);
    let fresh = open(place).expect("open").documents("sorafenib 肝癌", &[], 10).expect("hits");
    assert!(!fresh.is_empty());

    let place = Place::memory();
    write(&place, &members(CORPUS), &[]);
    write(&place, &members(r#"{"id": "x", "text": "Sorafenib, sorafenib and 肝癌."}"#), &[]);
    write(&place, &[], &["x"]);
    assert_eq!(open(place).expect("open").documents("sorafenib 肝癌", &[], 10).expect("hits"), fresh);
}

#[test]
fn equal_scores_stand_by_id_and_han_words_are_found() {
    let place = Place::memory();
    write(&place, &members(r#"{"id": "z", "text": "安装简单的放疗"}"#), &[]);
    write(&place, &members(r#"{"id": "y", "text": "安装简单的放疗"}"#), &[]);
    let commit = open(place).expect("open");
    for words in ["简单", "放療", "简单的"] {
        let ids: Vec<String> = commit.documents(words, &[], 10).expect("hits").into_iter().map(|h| h.id).collect();
        assert_eq!(ids, ["y", "z"], "{words}");
    }
    assert_eq!(commit.documents("简单", &[], 1).expect("hits")[0].id, "y");
}

#[test]
fn one_writer_at_a_time_and_readers_keep_their_commit() {
    let scratch = tempfile::tempdir().expect("a scratch folder");
    let place = Place::Folder(scratch.path().join("index"));
    assert!(matches!(open(place.clone()), Err(StoreError::Missing { .. })));
    write(&place, &members(CORPUS), &[]);
    let before = open(place.clone()).expect("open");
    let first = Writer::open(place.clone()).expect("a writer");
    assert!(matches!(Writer::open(place.clone()), Err(StoreError::Locked { .. })));
    drop(first);
    write(&place, &members(r#"{"id": "x", "text": "Sorafenib."}"#), &[]);
    assert_eq!(before.document_ids().expect("ids").len(), 4);
    assert_eq!(open(place.clone()).expect("open").document_ids().expect("ids").len(), 5);
    assert_eq!(verify(&place, &versions(), read).expect("verified"), []);
}

#[test]
fn what_is_no_index_is_left_alone() {
    let scratch = tempfile::tempdir().expect("a scratch folder");
    std::fs::write(scratch.path().join("thesis.txt"), "mine").expect("written");
    let place = Place::Folder(scratch.path().to_owned());
    assert!(matches!(Writer::open(place), Err(StoreError::NotAnIndex { .. })));
    let newer = scratch.path().join("newer");
    std::fs::create_dir(&newer).expect("made");
    std::fs::write(newer.join("manifest.json"), r#"{"format": 99, "program": "evigraph 9"}"#).expect("written");
    assert!(matches!(open(Place::Folder(newer)), Err(StoreError::Format { found: 99, .. })));
}

#[test]
fn verify_tells_of_another_extraction() {
    let place = Place::memory();
    write(&place, &members(CORPUS), &[]);
    let other = |document: &Document| DocumentRecord { title: Some("changed".to_owned()), ..read(document) };
    let faults = verify(&place, &versions(), other).expect("verified");
    assert_eq!(faults.len(), 4);
    assert!(faults[0].detail.contains("fresh extraction"));
    let newer = Versions { extractor: "newer".to_owned(), ..versions() };
    assert_eq!(verify(&place, &newer, other).expect("verified").len(), 1);
}

#[test]
fn writing_everything_again_changes_only_the_versions() {
    let place = Place::memory();
    write(&place, &members(CORPUS), &[]);
    let before = open(place.clone()).expect("open");
    let mut writer = Writer::open(place.clone()).expect("a writer");
    let plan = writer.settle(Vec::new(), true).expect("a plan");
    assert_eq!((plan.families.len(), plan.replaced.len()), (4, 4));
    for family in plan.families {
        let loaded = writer.load(&family).expect("members");
        writer.put(&Group::read(&family.id, loaded, read).expect("a group"), "text").expect("put");
    }
    writer.commit(Versions { extractor: "newer".to_owned(), ..versions() }).expect("committed");
    let after = open(place).expect("open");
    assert_ne!(after.commit().id, before.commit().id);
    assert_eq!(after.payload.content, before.payload.content);
    assert_eq!(after.findings(&[]).expect("findings"), before.findings(&[]).expect("findings"));
}
