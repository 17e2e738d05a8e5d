//! The question that the program was built for, asked as a newcomer asks it: the built binary, an empty folder, the built-in sample.
//! And what the sample may never hold.

use evigraph::document::{self, Document};
use evigraph::ingest;
use evigraph::vocabulary::Vocabulary;
use serde_json::{Value, json};
use std::path::Path;
use std::process::Command;

/// The answers to questions asked one after the other in an empty folder.
fn answers(questions: &[&str]) -> Vec<Value> {
    let home = tempfile::tempdir().expect("a scratch folder");
    let answer = |question: &&str| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_evigraph"));
        command.args(["query", "--json", question]).current_dir(home.path()).env_remove("EVIGRAPH_INDEX");
        let output = command.env("XDG_CACHE_HOME", home.path().join("cache")).env("HOME", home.path()).output().expect("the program runs");
        assert!(output.status.success(), "{question}: {}", String::from_utf8_lossy(&output.stderr));
        serde_json::from_slice(&output.stdout).expect("JSON")
    };
    questions.iter().map(answer).collect()
}

fn findings(answer: &Value) -> &[Value] {
    answer["data"]["findings"].as_array().expect("findings")
}

/// The finding of the sample's abstract of RTOG 1112 that `wanted` accepts.
fn rtog1112(answer: &Value, wanted: impl Fn(&Value) -> bool) -> &Value {
    let found = findings(answer).iter().find(|f| f["document"] == "rtog1112_abstract.txt" && wanted(f));
    found.unwrap_or_else(|| panic!("not found in {answer:#}"))
}

/// Of the experimental arm and of the comparator.
fn outcomes(finding: &Value) -> [(&str, f64, &str); 2] {
    ["experimental", "comparator"].map(|role| {
        let arm = finding["arms"].as_array().expect("arms").iter().find(|arm| arm["role"] == role).expect(role);
        let outcome = &arm["outcome"];
        (outcome["statistic"].as_str().unwrap(), outcome["value"].as_f64().unwrap(), outcome["unit"].as_str().unwrap())
    })
}

/// Value, level and bounds of the interval, relation, value and sides of p.
fn effect(finding: &Value) -> Value {
    let (effect, p) = (&finding["effect"], &finding["p"]);
    assert_eq!(effect["measure"], "hazard_ratio");
    let interval = &effect["interval"];
    json!([effect["value"], interval["level"], interval["low"], interval["high"], p["relation"], p["value"], p["sides"]])
}

fn treatments(finding: &Value) -> Value {
    finding["arms"].as_array().expect("arms").iter().map(|arm| arm["concepts"].clone()).collect()
}

#[test]
fn overall_survival_with_its_evidence() {
    let answers = answers(&["SBRT + sorafenib OS"]);
    let answer = &answers[0];
    assert_eq!(answer["meta"]["sample"], true);
    let crude = rtog1112(answer, |f| f["effect"]["adjusted"] != true);
    assert_eq!(crude, &findings(answer)[0], "the trial of the question stands first");
    assert_eq!(crude["endpoint"]["concept"], "endpoint:os");
    assert_eq!(treatments(crude), json!([["modality:sbrt", "drug:sorafenib"], ["drug:sorafenib"]]));
    assert_eq!(outcomes(crude), [("median", 15.8, "month"), ("median", 12.3, "month")]);
    assert_eq!(effect(crude), json!([0.77, 90.0, 0.59, 1.01, "=", 0.06, 1]));
    assert_eq!((&crude["n"], &crude["phase"], &crude["design"]), (&json!(177), &json!("3"), &json!("rct")));
    let primary = &crude["primary"][0];
    assert_eq!((&primary["endpoint"], &primary["met"]), (&json!("endpoint:os"), &json!(false)));
    let evidence = crude["evidence"][0]["text"].as_str().expect("evidence");
    for figure in ["15.8 months", "12.3 months", "0.77", "0.59-1.01", "one-sided P = .06"] {
        assert!(evidence.contains(figure), "{figure} is not in {evidence}");
    }
    let adjusted = rtog1112(answer, |f| f["effect"]["adjusted"] == true);
    assert_eq!(effect(adjusted), json!([0.72, 95.0, 0.52, 0.99, "=", 0.04, 2]));
    assert_eq!(treatments(adjusted), treatments(crude));
}

#[test]
fn other_words_and_chinese_give_the_same_findings_in_the_same_order() {
    let answers = answers(&["SBRT + sorafenib OS", "索拉非尼 SBRT 总生存", "stereotactic body radiotherapy with Nexavar overall survival"]);
    let ids = |answer: &Value| -> Vec<Value> { findings(answer).iter().map(|f| f["id"].clone()).collect() };
    assert!(!ids(&answers[0]).is_empty());
    assert_eq!(ids(&answers[1]), ids(&answers[0]));
    assert_eq!(ids(&answers[2]), ids(&answers[0]));
}

#[test]
fn progression_and_toxicity() {
    let answers = answers(&["SBRT + sorafenib PFS", "SBRT + sorafenib toxicity"]);
    let progression = rtog1112(&answers[0], |f| f["endpoint"]["concept"] == "endpoint:pfs");
    assert_eq!(outcomes(progression), [("median", 9.2, "month"), ("median", 5.5, "month")]);
    assert_eq!(effect(progression), json!([0.55, 95.0, 0.4, 0.75, "<", 0.001, 2]));
    let toxicity = rtog1112(&answers[1], |f| f["harm"]["grade"]["low"] == 3);
    assert_eq!(toxicity["harm"]["grade"]["high"], 5);
    assert_eq!(outcomes(toxicity), [("rate", 47.0, "percent"), ("rate", 42.0, "percent")]);
}

fn sample() -> Vec<Document> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("corpus/documents");
    document::open(&[folder]).map(|item| item.unwrap_or_else(|e| panic!("{e}"))).collect()
}

/// Letters or digits on both sides of `@`.
fn has_address(text: &str) -> bool {
    let around = |(at, _): (usize, &str)| {
        let (before, after) = (text[..at].chars().next_back(), text[at..].chars().nth(1));
        [before, after].iter().all(|c| c.is_some_and(|c| c.is_ascii_alphanumeric()))
    };
    text.match_indices('@').any(around)
}

/// Seven digits or more within a short reach of a word for telephone.
fn has_telephone(text: &str) -> bool {
    let lower = text.to_lowercase();
    let labels = ["tel:", "tel.", "telephone", "phone:", "fax", "电话", "手机", "传真", "热线"];
    let numbered = |label: &&str| {
        lower.match_indices(*label).any(|(at, label)| lower[at + label.len()..].chars().take(24).filter(char::is_ascii_digit).count() >= 7)
    };
    labels.iter().any(numbered)
}

#[test]
fn contact_data_is_seen_by_these_tests() {
    assert!(has_address("write to a.b@example.org") && !has_address("5 mg @ night"));
    assert!(
        has_telephone("Tel: +00 1234 5678")
            && has_telephone("联系电话：0000-1234567")
            && !has_telephone("Telephone interviews of 92 patients")
    );
}

#[test]
fn the_sample_holds_no_address_and_no_telephone_number() {
    for document in sample() {
        let record = serde_json::to_string(&ingest::read_one(&document, Vocabulary::builtin())).expect("JSON");
        for text in [&document.text, &record] {
            assert!(!has_address(text) && !has_telephone(text), "{}", document.id);
        }
    }
}

/// `2017;377`, `2023, 24`: the year and volume of a journal.
fn has_journal_reference(text: &str) -> bool {
    let characters: Vec<char> = text.chars().collect();
    let reference = |w: &[char]| {
        let volume = w[5..].iter().copied().find(|c| !c.is_whitespace());
        w[..4].iter().all(char::is_ascii_digit) && [';', ',', '；'].contains(&w[4]) && volume.is_some_and(|c| c.is_ascii_digit())
    };
    characters.windows(7).any(reference)
}

#[test]
fn every_document_of_the_sample_says_where_its_figures_are_from() {
    for document in sample() {
        let lower = document.text.to_lowercase();
        let named = ["doi:", "doi：", "source of the figures", "数据来源", "public record"].iter().any(|words| lower.contains(words));
        assert!(named || has_journal_reference(&document.text) || document.fictional, "{} names no source", document.id);
    }
}
