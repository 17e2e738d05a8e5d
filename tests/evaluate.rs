//! The quality report: small pairs of annotation and record, messages, samples; and the same figures as the scorer of the shared
//! evaluation sets, where these stand beside the project.

use evigraph::document;
use evigraph::evaluate::{Drawn, GoldDocument, Level, Marks, Sample, mark, read_gold};
use evigraph::ingest;
use evigraph::record::DocumentRecord;
use evigraph::vocabulary::Vocabulary;
use proptest::prelude::*;
use serde_json::{Value, json};
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

/// An object with some fields replaced.
fn with(mut object: Value, changes: Value) -> Value {
    let fields = object.as_object_mut().expect("an object");
    fields.extend(changes.as_object().expect("an object").clone());
    object
}

fn gold_effect() -> Value {
    json!({"measure": "HR", "value": 0.77, "low": 0.59, "high": 1.01, "level": 90, "endpoint": "OS", "adjusted": null,
        "p": {"op": "=", "value": 0.06}, "sides": 1, "experimental": "SBRT + sorafenib", "comparator": "sorafenib",
        "population": null, "quote": "HR 0.77 (90% CI 0.59-1.01"})
}

fn finding() -> Value {
    let arm = |role: &str, label: &str| json!({"role": role, "label": label, "concepts": ["drug:sorafenib"], "n": null, "outcome": null});
    json!({"id": "f:1", "document": "d", "endpoint": {"concept": "endpoint:os", "text": "OS"}, "timepoint": null,
        "effect": {"measure": "hazard_ratio", "value": 0.77, "text": "0.77", "adjusted": null,
            "interval": {"level": 90, "low": 0.59, "high": 1.01, "text": "0.59-1.01", "kind": "confidence"}},
        "p": {"relation": "=", "value": 0.06, "text": "P=0.06", "sides": 1},
        "arms": [arm("experimental", "SBRT plus sorafenib"), arm("comparator", "sorafenib alone")], "factor": null, "harm": null,
        "stated": null, "population": {"conditions": [], "subgroup": null, "n": null, "subjects": "patients"}, "certainty": "reported",
        "citation": null, "favours": null, "checks": [], "evidence": []})
}

/// Two arms with a rate each, and no effect.
fn rates(changes: Value) -> Value {
    let arm = |role: &str, label: &str, value: f64| {
        let outcome = json!({"statistic": "rate", "value": value, "value_high": null, "text": "", "unit": "percent", "not_reached": false,
            "interval": null, "events": null, "total": null});
        json!({"role": role, "label": label, "concepts": [], "n": null, "outcome": outcome})
    };
    let arms = json!([arm("experimental", "SBRT", 55.8), arm("comparator", "surgery", 5.7)]);
    let plain = json!({"effect": null, "p": null, "arms": arms, "timepoint": {"value": 24, "unit": "month"}});
    with(with(finding(), plain), changes)
}

fn gold_rate(arm: &str, value: f64) -> Value {
    json!({"endpoint": "OS", "statistic": "rate", "timepoint": {"value": 2, "unit": "years"}, "value": value, "unit": "%", "arm": arm,
        "quote": ""})
}

/// The record of a text without any result, with findings put in.
fn record(findings: Vec<Value>) -> DocumentRecord {
    let line = json!({"id": "d", "text": "Sorafenib for hepatocellular carcinoma."}).to_string();
    let document = document::read_embedded("d.jsonl", line.as_bytes()).remove(0).expect("a document");
    let record = serde_json::to_value(ingest::read_one(&document, Vocabulary::builtin())).expect("JSON");
    serde_json::from_value(with(record, json!({ "findings": findings }))).expect("a record")
}

fn marks(gold: Value, findings: Vec<Value>) -> Marks {
    let gold: GoldDocument = serde_json::from_value(with(gold, json!({"id": "d"}))).expect("gold");
    mark(&gold, Some(&record(findings)))
}

fn effects(gold: &[Value]) -> Value {
    json!({ "effects": gold })
}

/// Hits, gold and read of a level.
type Counts = (Level, usize, usize, usize);
/// What is compared; gold; findings; counts; sorts of mistakes of effects, outcomes and comparisons.
type Case = (&'static str, Value, Vec<Value>, Vec<Counts>, Vec<&'static str>);

#[test]
fn pairs_of_annotation_and_record() {
    use Level::*;
    let comparison = json!({"endpoint": "OS", "p": {"op": "=", "value": 0.06}, "quote": ""});
    let swapped = |f: &Value| {
        let (a, b) = (f["arms"][0]["label"].clone(), f["arms"][1]["label"].clone());
        let mut f = f.clone();
        (f["arms"][0]["label"], f["arms"][1]["label"]) = (b, a);
        f
    };
    let animals = json!({"population": {"conditions": [], "subgroup": null, "n": null, "subjects": "animals"}});
    let difference = with(finding()["effect"].clone(), json!({"measure": "mean_difference"}));
    let no_interval = with(finding()["effect"].clone(), json!({"interval": null}));
    let two_rates = json!({"outcomes": [gold_rate("SBRT", 55.8), gold_rate("surgery", 5.7)]});
    let table: Vec<Case> = vec![
        (
            "the same",
            effects(&[gold_effect()]),
            vec![finding()],
            vec![(EffectNumber, 1, 1, 1), (EffectArms, 1, 1, 1), (EffectSides, 1, 1, 1)],
            vec![],
        ),
        ("nothing read", effects(&[gold_effect()]), vec![], vec![(EffectFull, 0, 1, 0)], vec!["missed"]),
        ("nothing there", effects(&[]), vec![finding()], vec![(EffectFull, 0, 0, 1)], vec!["false alarm"]),
        (
            "said twice",
            effects(&[gold_effect(), with(gold_effect(), json!({"low": null, "high": null}))]),
            vec![finding(), finding()],
            vec![(EffectFull, 1, 1, 1)],
            vec![],
        ),
        (
            "arms exchanged",
            effects(&[gold_effect()]),
            vec![swapped(&finding())],
            vec![(EffectFull, 1, 1, 1), (EffectArms, 0, 1, 1)],
            vec!["arms swapped"],
        ),
        (
            "either order",
            effects(&[with(gold_effect(), json!({"either": true}))]),
            vec![swapped(&finding())],
            vec![(EffectArms, 1, 1, 1)],
            vec![],
        ),
        (
            "no arms",
            effects(&[gold_effect()]),
            vec![with(finding(), json!({"arms": []}))],
            vec![(EffectFull, 1, 1, 1), (EffectArms, 0, 1, 1), (ArmDrugs, 0, 0, 0)],
            vec!["arms lost"],
        ),
        (
            "another endpoint",
            effects(&[gold_effect()]),
            vec![with(finding(), json!({"endpoint": {"concept": "endpoint:pfs", "text": "PFS"}}))],
            vec![(EffectNumber, 1, 1, 1), (EffectP, 1, 1, 1), (EffectEndpoint, 0, 1, 1), (EffectFull, 0, 1, 1)],
            vec!["wrong endpoint"],
        ),
        (
            "no p",
            effects(&[with(gold_effect(), json!({"sides": null}))]),
            vec![with(finding(), json!({"p": null}))],
            vec![(EffectP, 0, 1, 1), (EffectFull, 0, 1, 1), (EffectSides, 0, 0, 0)],
            vec!["p lost"],
        ),
        (
            "sides said nowhere",
            effects(&[with(gold_effect(), json!({"sides": null}))]),
            vec![finding()],
            vec![(EffectSides, 0, 0, 1)],
            vec!["false alarm"],
        ),
        (
            "p printed apart",
            with(effects(&[with(gold_effect(), json!({"p": null, "sides": 1}))]), json!({"comparisons": [comparison]})),
            vec![finding()],
            vec![(EffectFull, 1, 1, 1), (Comparison, 1, 1, 1)],
            vec![],
        ),
        (
            "no interval",
            effects(&[with(gold_effect(), json!({"level": null}))]),
            vec![with(finding(), json!({"effect": no_interval}))],
            vec![(EffectNumber, 0, 1, 1)],
            vec!["interval lost"],
        ),
        (
            "a difference is no ratio",
            effects(&[]),
            vec![with(finding(), json!({"effect": difference}))],
            vec![(EffectNumber, 0, 0, 0), (Comparison, 0, 0, 0)],
            vec![],
        ),
        (
            "a plan is no result",
            effects(&[]),
            vec![with(finding(), json!({"certainty": "planned"}))],
            vec![(EffectNumber, 0, 0, 0)],
            vec![],
        ),
        (
            "another study's",
            effects(&[gold_effect()]),
            vec![with(finding(), json!({"certainty": "cited"}))],
            vec![(EffectFull, 1, 1, 1), (Certainty, 0, 0, 1)],
            vec!["own, taken as another study's"],
        ),
        ("animals", effects(&[]), vec![with(finding(), animals.clone())], vec![(EffectNumber, 0, 0, 0)], vec![]),
        (
            "a study of animals",
            with(effects(&[gold_effect()]), json!({"subjects": "animals"})),
            vec![with(finding(), animals)],
            vec![(EffectNumber, 1, 1, 1)],
            vec![],
        ),
        (
            "drugs of arms",
            with(effects(&[gold_effect()]), json!({"drugs": ["sorafenib"]})),
            vec![finding()],
            vec![(ArmDrugs, 2, 2, 2), (Drug, 1, 1, 1)],
            vec![],
        ),
        (
            "two years are 24 months",
            two_rates.clone(),
            vec![rates(json!({}))],
            vec![(OutcomeNumber, 2, 2, 2), (OutcomeEndpoint, 2, 2, 2), (OutcomeArm, 2, 2, 2)],
            vec![],
        ),
        (
            "rates exchanged",
            two_rates.clone(),
            vec![swapped(&rates(json!({})))],
            vec![(OutcomeEndpoint, 2, 2, 2), (OutcomeArm, 0, 2, 2)],
            vec!["wrong arm", "wrong arm"],
        ),
        (
            "no time point",
            two_rates,
            vec![rates(json!({"timepoint": null}))],
            vec![(OutcomeNumber, 2, 2, 2), (OutcomeEndpoint, 0, 2, 2)],
            vec!["wrong time point"; 2],
        ),
        ("other studies' rates", json!({}), vec![rates(json!({"certainty": "cited"}))], vec![(OutcomeNumber, 0, 0, 0)], vec![]),
        ("p of rates", json!({}), vec![rates(json!({"p": finding()["p"], "arms": []}))], vec![(Comparison, 0, 0, 1)], vec!["false alarm"]),
    ];
    for (name, gold, findings, counts, sorts) in table {
        let marks = marks(gold, findings);
        for (level, hits, gold, read) in counts {
            let tally = marks.tallies.get(&level).copied().unwrap_or_default();
            assert_eq!((tally.hits, tally.gold, tally.read), (hits, gold, read), "{name}: {}", level.as_str());
        }
        let of_results = marks.mistakes.iter().filter(|m| m.level <= Dose).map(|m| m.sort);
        assert_eq!(of_results.collect::<Vec<_>>(), sorts, "{name}");
    }
}

#[test]
fn broken_annotations_are_named_by_line() {
    let good = "{\"id\": \"a\"}\n";
    let told = |lines: &str| read_gold("gold.jsonl", format!("{good}\n{lines}").as_bytes()).expect_err("an error").to_string();
    let messages = [
        told("{\"id\": \"b\", \"effects\": ["),
        told("{\"id\": \"b\", \"n\": \"many\"}"),
        told("{\"id\": \"b\", \"effects\": [{\"value\": 0.77}]}"),
        told("{\"n\": 12}"),
        told(good),
        told("[]x"),
        read_gold("gold.jsonl", b"\n\n").expect_err("an error").to_string(),
    ];
    insta::assert_snapshot!(messages.join("\n"));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]
    #[test]
    fn any_bytes_are_read_or_refused(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
        let _ = read_gold("gold.jsonl", &bytes);
    }
}

fn run(args: &[&str], folder: &Path) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_evigraph"));
    command.args(args).current_dir(folder).env_remove("EVIGRAPH_INDEX").stdin(Stdio::null()).output().expect("the program runs")
}

fn out(output: &Output) -> String {
    String::from_utf8_lossy(&output.stdout).into_owned()
}

fn err(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

const PAPERS: &str = "{\"id\": \"one\", \"text\": \"In acute myeloid leukemia, median overall survival was 15.8 months with venetoclax and 12.3 months with placebo (hazard ratio 0.77; 95% CI 0.59-0.98; P=0.03).\"}\n\
    {\"id\": \"two\", \"text\": \"In asthma, mortality was lower with budesonide than with placebo (hazard ratio 0.60; 95% CI 0.40-0.90; P=0.01).\"}\n";

#[test]
fn the_report_says_what_was_read_and_what_was_not() {
    let home = tempfile::tempdir().expect("a folder");
    std::fs::write(home.path().join("papers.jsonl"), PAPERS).expect("written");
    let gold = "{\"id\": \"one\", \"effects\": [{\"measure\": \"HR\", \"value\": 0.77, \"low\": 0.59, \"high\": 0.98, \"endpoint\": \"OS\", \
        \"p\": {\"op\": \"=\", \"value\": 0.03}}]}\n{\"id\": \"three\", \"n\": 20}\n";
    std::fs::write(home.path().join("gold.jsonl"), gold).expect("written");
    std::fs::write(home.path().join("records.jsonl"), run(&["extract", "papers.jsonl"], home.path()).stdout).expect("written");
    for documents in ["papers.jsonl", "records.jsonl"] {
        let output = run(&["eval", "gold.jsonl", documents, "--json"], home.path());
        let report: Value = serde_json::from_slice(&output.stdout).expect("JSON");
        let data = &report["data"];
        assert_eq!((&data["documents"], &data["answered"], &data["unanswered"]), (&json!(2), &json!(1), &json!(["three"])));
        assert_eq!(data["levels"]["effect.full"], json!({"gold": 1, "predicted": 1, "precision": 1.0, "recall": 1.0, "f1": 1.0}));
        assert_eq!(data["languages"]["en"]["documents"], 1);
        assert_eq!(data["measures"]["HR"]["effect.number"]["gold"], 1);
        assert!(data["sorts"].as_array().expect("sorts").contains(&json!({"level": "n", "sort": "missed", "count": 1})), "{data}");
    }
    let page = out(&run(&["eval", "gold.jsonl", "papers.jsonl", "--errors", "1"], home.path()));
    for line in ["2 annotated documents, 1 read", "not among the documents: three", "n · missed · three"] {
        assert!(page.contains(line), "{page}");
    }
}

#[test]
fn what_cannot_be_measured_is_said() {
    let home = tempfile::tempdir().expect("a folder");
    for (file, text) in [
        ("papers.jsonl", PAPERS),
        ("other.jsonl", "{\"id\": \"x\"}\n"),
        ("broken.jsonl", "{\"id\": \"x\"}\n{\n"),
        ("records.jsonl", "{\"id\": \"one\", \"findings\": []}\n"),
    ] {
        std::fs::write(home.path().join(file), text).expect("written");
    }
    for (args, status, said) in [
        (vec!["eval", "other.jsonl", "papers.jsonl"], 2, "ids there are like `one`"),
        (vec!["eval", "broken.jsonl", "papers.jsonl"], 2, "`broken.jsonl`, line 2"),
        (vec!["eval", "nowhere.jsonl", "papers.jsonl"], 2, "`nowhere.jsonl` cannot be read"),
        (vec!["eval", "other.jsonl", "records.jsonl"], 2, "`records.jsonl`, line 1: no extraction record"),
        (vec!["eval", "other.jsonl"], 64, "required"),
        (vec!["eval", "--seed", "3", "other.jsonl", "papers.jsonl"], 64, "--draw"),
        (vec!["eval", "--draw", "3", "--what", "harms", "papers.jsonl"], 1, "0 of 0 drawn"),
    ] {
        let output = run(&args, home.path());
        assert_eq!(output.status.code(), Some(status), "{args:?}: {}", err(&output));
        assert!(err(&output).contains(said), "{args:?}: {}", err(&output));
    }
}

#[test]
fn a_seed_draws_the_same_statements_in_any_order_of_reading() {
    let home = tempfile::tempdir().expect("a folder");
    for (file, text) in ["a.jsonl", "b.jsonl"].into_iter().zip(PAPERS.lines()) {
        std::fs::write(home.path().join(file), text).expect("written");
    }
    let draw = |args: &[&str]| {
        let output = run(&[&["eval", "--draw"], args].concat(), home.path());
        assert_eq!(output.status.code(), Some(0), "{args:?}: {}", err(&output));
        assert!(err(&output).contains("drawn with seed"), "{}", err(&output));
        out(&output)
    };
    assert_eq!(draw(&["1", "a.jsonl", "b.jsonl"]), draw(&["1", "b.jsonl", "a.jsonl"]));
    assert_eq!(draw(&["9", "a.jsonl", "b.jsonl"]).lines().count(), 3, "a heading and two effects");
    let cancers = draw(&["9", "a.jsonl", "b.jsonl", "--cancer", "--json"]);
    let drawn: Vec<Value> = cancers.lines().map(|line| serde_json::from_str(line).expect("JSON")).collect();
    assert_eq!(drawn.iter().map(|d| &d["document"]).collect::<Vec<_>>(), ["one"], "asthma is no cancer");
}

#[test]
fn every_statement_is_drawn_by_some_seed() {
    let records: Vec<DocumentRecord> = document::read_embedded("papers.jsonl", PAPERS.as_bytes())
        .into_iter()
        .map(|document| ingest::read_one(&document.expect("a document"), Vocabulary::builtin()))
        .collect();
    let drawn = |seed| {
        let mut sample = Sample::new(Drawn::Effects, 1, seed);
        records.iter().for_each(|record| sample.offer(record.clone()));
        assert_eq!(sample.seen(), 2);
        sample.drawn().map(|d| d.document.clone()).collect::<String>()
    };
    let ones = (0..100).map(drawn).filter(|document| document == "one").count();
    assert!((30..70).contains(&ones), "{ones} of 100");
}

/// The shared evaluation sets and a Python, where both are there; continuous integration must have them.
fn shared() -> Option<PathBuf> {
    let shared = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared");
    let python = Command::new("python3").arg("--version").output().is_ok_and(|output| output.status.success());
    if python && shared.join("eval/score.py").is_file() {
        return Some(shared);
    }
    assert!(std::env::var("CI").as_deref() != Ok("true"), "../shared/eval or python3 is missing");
    eprintln!("skipped: ../shared/eval or python3 is missing");
    None
}

#[test]
fn figures_are_those_of_the_shared_scorer() {
    let Some(shared) = shared() else { return };
    let home = tempfile::tempdir().expect("a folder");
    let eval = shared.join("eval");
    for set in ["seeds", "en_dev", "zh_dev", "zh_real_dev", "ft_dev"] {
        let documents = if set == "seeds" { shared.join("seeds") } else { eval.join(format!("{set}.jsonl")) };
        let records = home.path().join(set);
        std::fs::write(&records, run(&["extract", &documents.display().to_string()], home.path()).stdout).expect("written");
        let (gold, records) = (eval.join(format!("{set}.gold.jsonl")).display().to_string(), records.display().to_string());
        let halves: &[&[&str]] = if set == "seeds" { &[&[]] } else { &[&[], &["--half", "tune"], &["--half", "confirm"]] };
        for half in halves {
            let ours = run(&[&["eval", &gold, &records, "--json"], *half].concat(), home.path());
            let ours: Value = serde_json::from_slice(&ours.stdout).unwrap_or_else(|e| panic!("{set}: {e}: {}", err(&ours)));
            let scorer = eval.join("score.py");
            let theirs = Command::new("python3").arg(scorer).args([&gold, &records]).arg("--json").args(*half).output().expect("it runs");
            let theirs: Value = serde_json::from_slice(&theirs.stdout).unwrap_or_else(|e| panic!("{set}: {e}: {}", err(&theirs)));
            assert_eq!(ours["data"]["documents"], theirs["documents"], "{set} {half:?}");
            for level in Level::ALL.iter().map(|level| level.as_str()) {
                let (ours, theirs) = (&ours["data"]["levels"][level], &theirs["levels"][level]);
                for figure in ["gold", "predicted", "precision", "recall", "f1"] {
                    let both = [ours, theirs].map(|scores| scores[figure].as_f64().expect(figure));
                    assert!((both[0] - both[1]).abs() < 5e-4, "{set} {half:?} {level} {figure}: {both:?}");
                }
            }
        }
    }
}
