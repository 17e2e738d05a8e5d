//! The built-in vocabulary: its size, its ids against a reference, its reach, and the commands that curate it.

mod shared;

use evigraph::vocabulary::import::{self, Format, Options};
use evigraph::vocabulary::{Reference, Vocabulary, check};
use serde_json::Value;
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

/// The reference table.
fn reference() -> Option<String> {
    shared::shared("vocab/oncology_check.tsv").map(|path| std::fs::read_to_string(path).expect("the reference can be read"))
}

#[test]
fn every_kind_has_its_rows() {
    let checked = check(Vocabulary::builtin(), None, "");
    for (kind, least) in [
        ("drug", 900),
        ("drug_class", 90),
        ("regimen", 150),
        ("disease", 800),
        ("modality", 200),
        ("endpoint", 150),
        ("adverse_event", 300),
        ("biomarker", 150),
        ("design", 110),
    ] {
        let rows = checked.coverage[kind].rows;
        assert!(rows >= least, "{kind}: {rows} rows, {least} wanted");
    }
}

#[test]
fn ids_are_confirmed_and_names_are_bilingual() {
    let Some(text) = reference() else { return };
    let reference = Reference::read(&text).expect("a reference table");
    let checked = check(Vocabulary::builtin(), Some(&reference), evigraph::vocabulary::EXPLAINED);
    let warnings: Vec<String> = checked.warnings.iter().map(|w| format!("{} {}: {}", w.code, w.subject, w.detail)).collect();
    assert!(warnings.is_empty(), "{} warnings\n{}", warnings.len(), warnings.join("\n"));
    let at_least = |name: &str, part: usize, whole: usize, percent: usize| {
        assert!(part * 100 >= whole * percent, "{name}: {part} of {whole}, {percent}% wanted");
    };
    let [rows, chinese, ids] = checked.coverage["drug"].approved.expect("approved drugs");
    at_least("approved drugs with a Chinese name", chinese, rows, 95);
    at_least("approved drugs with a confirmed id", ids, rows, 85);
    at_least("diseases with a confirmed id", checked.coverage["disease"].id_confirmed, checked.coverage["disease"].rows, 75);
    for kind in ["disease", "modality", "endpoint"] {
        at_least(kind, checked.coverage[kind].chinese, checked.coverage[kind].rows, 95);
    }
}

/// Rows of the reference that stand in clinical drug lists and carry an id.
#[test]
fn drugs_of_clinical_lists_are_found_by_some_name() {
    let Some(text) = reference() else { return };
    let header: Vec<&str> = text.lines().next().unwrap_or_default().split('\t').collect();
    let column = |name: &str| header.iter().position(|h| *h == name).expect("a column");
    let (kind, name, synonyms, zh) = (column("kind"), column("preferred_en"), column("synonyms_en"), column("names_zh"));
    let (ids, sources) = (column("ids"), column("sources"));
    let vocabulary = Vocabulary::builtin();
    let (mut wanted, mut missed) = (0, BTreeSet::new());
    for line in text.lines().skip(1) {
        let cells: Vec<&str> = line.split('\t').collect();
        let cell = |i: usize| cells.get(i).copied().unwrap_or_default();
        let clinical = ["canmed", "genie_bpc", "zh"].iter().any(|s| cell(sources).split('|').any(|found| found.starts_with(s)));
        if cell(kind) != "drug" || cell(ids).is_empty() || !clinical {
            continue;
        }
        wanted += 1;
        let mut names = std::iter::once(cell(name)).chain(cell(synonyms).split('|')).chain(cell(zh).split('|'));
        if !names.any(|n| !n.is_empty() && !vocabulary.lookup(n).is_empty()) {
            missed.insert(cell(name));
        }
    }
    assert!(wanted > 0 && missed.len() * 100 <= wanted * 5, "{} of {wanted} missed: {missed:?}", missed.len());
}

/// Codes of the nodes below the tissues: "lung" and "breast" are no diseases, and revoked codes are no nodes.
fn tumour_types(node: &Value, codes: &mut BTreeSet<String>) {
    if let (Some(code), Some(2..)) = (node["code"].as_str(), node["level"].as_u64()) {
        codes.insert(code.to_owned());
    }
    for child in node.as_object().into_iter().flatten().map(|(_, v)| v).filter(|v| v.is_object()) {
        tumour_types(child, codes);
    }
}

/// Rows of the reference with a code of OncoTree: found by some name, and, once OncoTree is imported, by its code.
#[test]
fn tumour_types_of_oncotree_are_found_by_name_or_code() {
    let Some(text) = reference() else { return };
    let fixture = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/vocab/fixtures/oncotree/oncotree_2025_10_03.json");
    let bytes = std::fs::read(&fixture).expect("stands beside the reference");
    let options = Options { format: Some(Format::Oncotree), ..Options::default() };
    let imported = import::import("oncotree.json", &bytes[..], &options, Vocabulary::builtin(), &[]).expect("imported");
    let with_codes = Vocabulary::with_imported(&[("oncotree.tsv".to_owned(), imported.tsv)]).expect("loads");
    let known: BTreeSet<&str> = with_codes.concepts().flat_map(|(_, c)| c.xrefs.iter().map(String::as_str)).collect();
    let mut types = BTreeSet::new();
    tumour_types(&serde_json::from_slice(&bytes).expect("JSON"), &mut types);
    let (mut rows, mut named, mut lost) = (0, 0, BTreeSet::new());
    for line in text.lines().skip(1) {
        let cells: Vec<&str> = line.split('\t').collect();
        let [_, name, synonyms, zh, ids, ..] = cells[..] else { continue };
        for code in ids.split('|').filter(|id| id.starts_with("ONCOTREE:")) {
            rows += 1;
            let mut names = std::iter::once(name).chain(synonyms.split('|')).chain(zh.split('|')).filter(|n| !n.is_empty());
            named += usize::from(names.any(|n| !Vocabulary::builtin().lookup(n).is_empty()));
            if types.contains(code.trim_start_matches("ONCOTREE:")) && !known.contains(code) {
                lost.insert(code);
            }
        }
    }
    assert!(rows > 0 && named * 100 >= rows * 60, "{named} of {rows} found by name");
    assert!(lost.is_empty(), "not joined by code: {lost:?}");
}

fn run(args: &[&str], home: &Path) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_evigraph"));
    command.args(args).current_dir(home).env("XDG_CACHE_HOME", home).env("HOME", home).env_remove("EVIGRAPH_INDEX").env("COLUMNS", "100");
    command.output().expect("the program runs")
}

fn json(output: &Output) -> Value {
    serde_json::from_slice(&output.stdout).unwrap_or_else(|e| panic!("{e}: {}", String::from_utf8_lossy(&output.stdout)))
}

#[test]
fn lookup_says_why() {
    let home = tempfile::tempdir().expect("a scratch folder");
    for (asked, concept, why) in [
        ("索拉非尼", "drug:sorafenib", "name"),
        ("Nexavar", "drug:sorafenib", "name"),
        ("sorafanib", "drug:sorafenib", "similar"),
        ("NCIT:C61948", "drug:sorafenib", "id"),
        ("PFS", "endpoint:pfs", "short_form"),
    ] {
        let found = json(&run(&["vocab", "lookup", asked, "--json"], home.path()));
        assert_eq!((&found["data"][0]["concept"], &found["data"][0]["why"]), (&Value::from(concept), &Value::from(why)), "{asked}");
    }
    let nothing = run(&["vocab", "lookup", "qqqqqqqqqq"], home.path());
    assert_eq!(nothing.status.code(), Some(1));
    assert!(String::from_utf8_lossy(&nothing.stdout).contains("no concept is called `qqqqqqqqqq`"));
}

#[test]
fn check_names_what_is_wrong_in_a_file() {
    let home = tempfile::tempdir().expect("a scratch folder");
    let write = |name: &str, text: &str| std::fs::write(home.path().join(name), text).expect("written");
    write("good.tsv", "id\tname\tzh\ndrug:alpha\talpha\t甲\n");
    write("bad.tsv", "id\tname\tsynonyms\tzh\tstatus\ndrug:alpha\talpha\t\t\tapproved\ndrug:beta\tbeta\talpha\t乙\t\n");
    write("broken.tsv", "id\tname\nalpha\talpha\n");
    assert_eq!(run(&["vocab", "check", "good.tsv"], home.path()).status.code(), Some(0));
    let bad = run(&["vocab", "check", "bad.tsv", "--json"], home.path());
    assert_eq!(bad.status.code(), Some(2));
    let codes: Vec<String> =
        json(&bad)["data"]["warnings"].as_array().expect("a list").iter().map(|w| format!("{} {}", w["code"], w["subject"])).collect();
    assert_eq!(codes, ["\"clash\" \"alpha\"", "\"no_chinese\" \"drug:alpha\""]);
    let broken = run(&["vocab", "check", "broken.tsv"], home.path());
    assert_eq!(broken.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&broken.stderr).contains("broken.tsv, line 2: `alpha` has no kind"));
}

#[test]
fn gaps_list_unknown_drugs_and_diff_says_what_naming_them_changes() {
    let home = tempfile::tempdir().expect("a scratch folder");
    let write = |name: &str, text: &str| std::fs::write(home.path().join(name), text).expect("written");
    let papers: PathBuf = home.path().join("papers");
    std::fs::create_dir(&papers).expect("made");
    write("papers/a.txt", "Imaginaribtinib in lung cancer.\nMedian overall survival was 12.3 months with imaginaribtinib.\n");
    write("papers/b.txt", "西瑞帕尼替尼治疗肺癌的疗效观察。\n");
    assert_eq!(run(&["index", "papers"], home.path()).status.code(), Some(0));
    let gaps = json(&run(&["vocab", "gaps", "--json"], home.path()));
    let found: Vec<(String, u64)> = gaps["data"]
        .as_array()
        .expect("a list")
        .iter()
        .filter(|g| g["kind"] == "drug")
        .map(|g| (g["name"].as_str().unwrap_or_default().to_owned(), g["mentions"].as_u64().unwrap_or_default()))
        .collect();
    assert_eq!(found, [("imaginaribtinib".to_owned(), 2), ("西瑞帕尼替尼".to_owned(), 1)]);
    write("new.tsv", "id\tname\tzh\ndrug:imaginaribtinib\timaginaribtinib\t想象替尼\n");
    let difference = json(&run(&["vocab", "diff", "new.tsv", "--json"], home.path()));
    let gained = difference["data"]["mentions_gained"].as_array().expect("a list");
    assert_eq!(gained.len(), 2, "{difference}");
    assert!(gained.iter().all(|m| m["concept"] == "drug:imaginaribtinib"));
    assert_eq!(difference["data"]["changed_documents"], 1);
}
