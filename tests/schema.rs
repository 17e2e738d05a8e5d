//! The schema files are what the types say, and what the program prints keeps to the files.

use serde_json::Value;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

fn project(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(path)
}

#[test]
fn the_files_are_what_the_types_say() {
    let update = std::env::var_os("UPDATE_EXPECTED").is_some();
    let mut expected = Vec::new();
    for schema in evigraph::record::schemas() {
        let path = project("schema").join(format!("{}.schema.json", schema.name));
        let text = serde_json::to_string_pretty(&schema.value).unwrap() + "\n";
        if update {
            fs::write(&path, &text).unwrap();
        }
        let found = fs::read_to_string(&path).unwrap_or_default().replace('\r', "");
        assert!(found == text, "{} differs from the types; UPDATE_EXPECTED=1 cargo test --test schema rewrites it", path.display());
        expected.push(path);
    }
    let mut files: Vec<PathBuf> = fs::read_dir(project("schema")).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.retain(|path| path.to_string_lossy().ends_with(".schema.json"));
    files.sort();
    assert_eq!(files, expected, "every file has its type");
}

#[test]
fn every_object_and_every_choice_says_what_it_is() {
    for schema in evigraph::record::schemas() {
        let types = schema.value["$defs"].as_object().into_iter().flatten();
        let silent: Vec<&String> = types.filter(|(_, value)| value.get("description").is_none()).map(|(name, _)| name).collect();
        assert!(silent.is_empty(), "{}: no description of {silent:?}", schema.name);
    }
}

/// The schema file of that name, ready to check values.
fn validator(name: &str) -> jsonschema::Validator {
    let text = fs::read_to_string(project("schema").join(format!("{name}.schema.json"))).unwrap();
    jsonschema::validator_for(&serde_json::from_str(&text).unwrap()).unwrap()
}

#[track_caller]
fn check(validator: &jsonschema::Validator, value: &Value) {
    let faults: Vec<String> = validator.iter_errors(value).map(|e| format!("{}: {e:.300}", e.instance_path())).take(5).collect();
    assert!(faults.is_empty(), "{}: {}", value["id"], faults.join("\n"));
}

/// What the program prints, as JSON values; its sample goes to a folder of the test's own.
fn printed(arguments: &[&str], cache: &Path) -> Vec<Value> {
    let mut command = Command::new(env!("CARGO_BIN_EXE_evigraph"));
    command.args(arguments).current_dir(cache).env("XDG_CACHE_HOME", cache).env("HOME", cache).env_remove("EVIGRAPH_INDEX");
    let output = command.output().unwrap();
    let values = serde_json::Deserializer::from_slice(&output.stdout).into_iter().collect::<Result<Vec<Value>, _>>();
    values.unwrap_or_else(|e| panic!("{arguments:?}: {e}: {}", String::from_utf8_lossy(&output.stderr)))
}

#[test]
fn records_keep_to_their_schema() {
    let cache = tempfile::tempdir().unwrap();
    let validators = ["record", "finding", "regimen", "trial"].map(validator);
    let [record, finding, regimen, trial] = &validators;
    let mut folders = vec![project("corpus/documents")];
    let seeds = project("../shared/seeds");
    if seeds.exists() {
        folders.push(seeds);
    } else {
        assert!(std::env::var("CI").as_deref() != Ok("true"), "{} is absent", seeds.display());
        eprintln!("skipped: {} is absent", seeds.display());
    }
    for folder in folders {
        let records = printed(&["extract", "--text", &folder.to_string_lossy()], cache.path());
        assert!(records.len() >= 5, "{}: {} records", folder.display(), records.len());
        for value in &records {
            check(record, value);
            value["findings"].as_array().unwrap().iter().for_each(|value| check(finding, value));
            value["regimens"].as_array().unwrap().iter().for_each(|value| check(regimen, value));
            Some(&value["trial"]).filter(|value| !value.is_null()).into_iter().for_each(|value| check(trial, value));
        }
        assert!(records.iter().any(|value| !value["findings"].as_array().unwrap().is_empty()), "{}: no finding", folder.display());
    }
}

#[test]
fn faulty_records_keep_to_theirs() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("x.jsonl"), "{\"id\": \"a\", \"text\": \"One.\"}\n{\"id\": \"b\"}\n{broken").unwrap();
    let values = printed(&["extract", "x.jsonl"], folder.path());
    assert_eq!(values.len(), 3);
    check(&validator("record"), &values[0]);
    values[1..].iter().for_each(|value| check(&validator("record_problem"), value));
}

#[test]
fn answers_cards_and_problems_keep_to_theirs() {
    let cache = tempfile::tempdir().unwrap();
    let answer = printed(&["query", "--json", "SBRT + sorafenib OS"], cache.path());
    assert!(answer.len() == 1 && !answer[0]["data"]["findings"].as_array().unwrap().is_empty());
    check(&validator("answer"), &answer[0]);
    let finding = &answer[0]["data"]["findings"][0];
    check(&validator("finding_row"), finding);
    let nothing = printed(&["query", "--json", "zolbetuximab toxicity year:1950"], cache.path());
    check(&validator("answer"), &nothing[0]);
    for id in ["drug:sorafenib", "NCT01730937", &finding["study"].to_string().replace('"', ""), &finding["id"].to_string().replace('"', "")]
    {
        let card = printed(&["show", "--json", id], cache.path());
        assert_eq!(card.len(), 1, "{id}");
        check(&validator("card"), &card[0]);
    }
    for arguments in [&["query", "--json", "OS phase:blue"][..], &["query", "--json"], &["--json", "verify", "--index", "nowhere"]] {
        let problem = printed(arguments, cache.path());
        assert_eq!(problem.len(), 1, "{arguments:?}");
        check(&validator("problem"), &problem[0]);
    }
}
