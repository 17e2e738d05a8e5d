//! The commands as their users run them, through the built binary.

mod shared;

use serde_json::Value;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

/// One run of the program in a scratch folder of its own.
struct Program {
    home: tempfile::TempDir,
}

impl Program {
    fn new() -> Program {
        Program { home: tempfile::tempdir().expect("a scratch folder") }
    }

    fn path(&self, name: &str) -> PathBuf {
        self.home.path().join(name)
    }

    fn write(&self, name: &str, bytes: impl AsRef<[u8]>) {
        let path = self.path(name);
        std::fs::create_dir_all(path.parent().expect("a folder")).expect("made");
        std::fs::write(path, bytes).expect("written");
    }

    fn command(&self, args: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_evigraph"));
        command.args(args).current_dir(self.home.path()).env("XDG_CACHE_HOME", self.path("cache"));
        command.env_remove("EVIGRAPH_INDEX").env("HOME", self.home.path());
        command
    }

    fn run(&self, args: &[&str]) -> Output {
        self.command(args).output().expect("the program runs")
    }

    fn run_with_input(&self, args: &[&str], input: &str) -> Output {
        let mut child = self.command(args).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().expect("it starts");
        child.stdin.take().expect("a pipe").write_all(input.as_bytes()).expect("written");
        child.wait_with_output().expect("it ends")
    }

    /// A folder of documents of both plainest kinds.
    fn with_papers() -> Program {
        let program = Program::new();
        program.write("papers/a.txt", "Sorafenib in hepatocellular carcinoma.\nMedian overall survival was 12.3 months.\n");
        program.write("papers/sub/b.txt", "索拉非尼联合SBRT治疗肝细胞癌，中位总生存期15.8个月。\n");
        program.write("papers/c.jsonl", RECORDS);
        program
    }
}

const RECORDS: &str = "{\"id\": \"c1\", \"title\": \"Sorafenib\", \"text\": \"Sorafenib with radiotherapy.\"}\n\
    {\"id\": \"c2\", \"title\": \"Durvalumab\", \"text\": \"Durvalumab after chemoradiotherapy.\"}\n";

fn out(output: &Output) -> String {
    String::from_utf8_lossy(&output.stdout).into_owned()
}

fn err(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

fn json(output: &Output) -> Value {
    serde_json::from_slice(&output.stdout).unwrap_or_else(|e| panic!("{e}: {}", out(output)))
}

fn status(output: &Output) -> i32 {
    output.status.code().unwrap_or_else(|| panic!("ended by a signal: {}", err(output)))
}

#[test]
fn a_second_run_changes_nothing_and_says_so() {
    let program = Program::with_papers();
    let first = program.run(&["index", "papers", "--json"]);
    assert_eq!((status(&first), err(&first)), (0, String::new()));
    let first = json(&first);
    assert_eq!(first["data"]["added"].as_array().map(Vec::len), Some(4));
    for again in ["papers", "./papers", "papers/"] {
        let second = json(&program.run(&["index", again, "--json"]));
        assert_eq!(second["meta"]["nothing_changed"], true, "{second}");
        assert_eq!(second["data"]["kept"], 4);
        assert_eq!((&second["meta"]["commit"], &second["meta"]["indexed_at"]), (&first["meta"]["commit"], &first["meta"]["indexed_at"]));
    }
    assert!(out(&program.run(&["index", "papers"])).starts_with("Nothing changed: 4 records kept."));
    let verified = program.run(&["verify"]);
    assert_eq!(status(&verified), 0, "{}", err(&verified));
}

#[test]
fn only_what_changed_is_read_again_and_what_is_gone_stays() {
    let program = Program::with_papers();
    program.run(&["index", "papers"]);
    // A line before the others shifts them; that is no change.
    program.write("papers/c.jsonl", format!("{{\"id\": \"c0\", \"text\": \"New.\"}}\n{RECORDS}"));
    program.write("papers/a.txt", "Sorafenib.");
    std::fs::remove_file(program.path("papers/sub/b.txt")).expect("removed");
    let report = json(&program.run(&["index", "papers", "--json"]));
    assert_eq!(report["data"]["added"], serde_json::json!(["c0"]));
    assert_eq!(report["data"]["changed"], serde_json::json!(["a.txt"]));
    assert_eq!(report["data"]["kept"], 2);
    assert_eq!(report["data"]["missing"][0]["id"], "sub/b.txt");
    assert_eq!(report["meta"]["documents"], 5);
    let shown = json(&program.run(&["show", "a.txt", "--json"]));
    assert!(shown.to_string().contains("a.txt"));
}

#[test]
fn of_two_records_with_one_id_the_fuller_is_kept_in_any_order() {
    let program = Program::new();
    program.write("short.jsonl", "{\"id\": \"pmid:1\", \"text\": \"Sorafenib.\"}\n");
    program.write("long.jsonl", "{\"id\": \"pmid:1\", \"text\": \"Sorafenib and radiotherapy.\"}\n");
    let mut commits = Vec::new();
    for (index, order) in [("x", ["short.jsonl", "long.jsonl"]), ("y", ["long.jsonl", "short.jsonl"])] {
        program.run(&["index", "--index", index, order[0]]);
        let report = json(&program.run(&["index", "--index", index, order[1], "--json"]));
        assert_eq!(report["data"]["duplicates"][0]["sources"][0], "short.jsonl");
        assert_eq!(report["meta"]["documents"], 1);
        commits.push(report["meta"]["commit"].clone());
    }
    assert_eq!(commits[0], commits[1]);
}

#[test]
fn two_orders_of_reading_give_byte_identical_exports() {
    let program = Program::with_papers();
    let corpus = Path::new(env!("CARGO_MANIFEST_DIR")).join("corpus/documents").display().to_string();
    let mut inputs = vec!["papers/a.txt".to_owned(), "papers/c.jsonl".to_owned(), corpus];
    inputs.extend(shared::shared("seeds").map(|s| s.display().to_string()));
    let forwards: Vec<&str> = ["index", "--index", "one"].into_iter().chain(inputs.iter().map(String::as_str)).collect();
    program.run(&forwards);
    for input in inputs.iter().rev() {
        program.run(&["index", "--index", "other", input]);
    }
    let export = |index: &str, file: &str| {
        let output = program.run(&["export", "findings", "--format", "jsonl", "--index", index, "--out", file]);
        assert_eq!(status(&output), 0, "{}", err(&output));
        std::fs::read(program.path(file)).expect("exported")
    };
    assert_eq!(export("one", "one.jsonl"), export("other", "other.jsonl"));
    let streamed = program.run(&["export", "findings", "--index", "one"]);
    assert_eq!(streamed.stdout, export("one", "again.jsonl"));
}

#[cfg(unix)]
#[test]
fn each_bad_file_is_named_and_the_rest_is_indexed() {
    let program = Program::with_papers();
    std::os::unix::fs::symlink("nowhere", program.path("papers/dangling.txt")).expect("linked");
    program.write("papers/empty.txt", "");
    program.write("papers/binary.dat", [0u8, 159, 146, 150, 0, 1, 2, 3]);
    program.write("papers/bad.jsonl", "{\"id\": \"good\", \"text\": \"Sorafenib.\"}\n{\"id\": \"bad\", \"text\": \n");
    let output = program.run(&["index", "papers", "--json"]);
    assert_eq!(status(&output), 2);
    let report = json(&output);
    assert_eq!(report["meta"]["documents"], 5);
    let skipped = report["data"]["skipped"].as_array().expect("a list").clone();
    assert_eq!(skipped.len(), 4, "{skipped:?}");
    for name in ["dangling.txt", "empty.txt", "binary.dat", "bad.jsonl"] {
        assert!(err(&output).contains(name), "{name} is named: {}", err(&output));
    }
    assert_eq!(skipped.iter().filter(|s| s["error"]["place"] == "line 2").count(), 1);
}

#[test]
fn an_index_is_no_document_of_its_own() {
    let program = Program::with_papers();
    for _ in 0..2 {
        let output = program.run(&["index", ".", "--json"]);
        assert_eq!((status(&output), json(&output)["meta"]["documents"].clone()), (0, 4.into()), "{}", err(&output));
    }
}

#[test]
fn a_locked_index_is_named() {
    let program = Program::with_papers();
    let place = evigraph::store::Place::Folder(program.path("evigraph-index"));
    let writer = evigraph::store::Writer::open(place).expect("a writer");
    let output = program.run(&["index", "papers", "--json"]);
    drop(writer);
    assert_eq!(status(&output), 2);
    assert!(err(&output).contains("another process is writing"), "{}", err(&output));
    assert_eq!(json(&output)["code"], "index_locked");
    assert_eq!(status(&program.run(&["index", "papers"])), 0);
}

#[test]
fn verify_names_a_damaged_file() {
    let program = Program::with_papers();
    program.run(&["index", "papers"]);
    let entries = program.path("evigraph-index/entries");
    let mut files = std::fs::read_dir(entries).expect("entries").flatten().map(|e| e.path());
    let store = files.find(|p| p.extension().is_some_and(|e| e == "store")).expect("a stored file");
    let mut bytes = std::fs::read(&store).expect("read");
    bytes[40] ^= 0xff;
    std::fs::write(&store, bytes).expect("written");
    let output = program.run(&["verify", "--json"]);
    assert_eq!(status(&output), 2);
    assert_eq!(json(&output)["meta"]["sound"], false);
    assert!(err(&output).contains(".store"), "{}", err(&output));
}

#[test]
fn extract_keeps_order_and_reports_bad_records_in_band() {
    let program = Program::new();
    let input = "{\"id\": \"one\", \"text\": \"Sorafenib.\"}\n{\"id\": \"two\"}\n{\"id\": \"three\", \"text\": \"SBRT.\"}\n";
    let output = program.run_with_input(&["extract", "-", "--text"], input);
    assert_eq!(status(&output), 2);
    let lines: Vec<Value> = out(&output).lines().map(|l| serde_json::from_str(l).expect("JSON")).collect();
    assert_eq!(lines.iter().map(|l| l["id"].as_str().unwrap_or_default()).collect::<Vec<_>>(), ["one", "two", "three"]);
    assert_eq!(lines[1]["error"]["place"], "line 2");
    assert_eq!(lines[0]["text"], "Sorafenib.");
    assert!(err(&output).contains("line 2"));
}

#[test]
fn a_closed_pipe_ends_quietly() {
    let program = Program::new();
    let line = "{\"id\": \"x\", \"text\": \"Sorafenib for hepatocellular carcinoma.\"}\n";
    program.write("many.jsonl", line.repeat(3000));
    let mut child = program.command(&["extract", "many.jsonl"]).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().expect("it starts");
    drop(child.stdout.take());
    let output = child.wait_with_output().expect("it ends");
    assert_eq!((status(&output), err(&output)), (0, String::new()));
}

#[test]
fn exit_statuses_are_as_promised() {
    let program = Program::new();
    for (args, expected) in [
        (vec!["--help"], 0),
        (vec!["--version"], 0),
        (vec!["query", "--help"], 0),
        (vec![], 64),
        (vec!["frobnicate"], 64),
        (vec!["index"], 64),
        (vec!["extract", "--nonsense"], 64),
        (vec!["extract", "nowhere.txt"], 2),
        (vec!["verify"], 2),
        (vec!["export", "findings"], 2),
        (vec!["query", "sorafenib", "--index", "nowhere"], 2),
        (vec!["show", "nothing of that name"], 1),
        (vec!["query", "xyzzyqwv"], 1),
        (vec!["query", "sorafenib"], 0),
    ] {
        let output = program.run(&args);
        assert_eq!(status(&output), expected, "{args:?}: {}", err(&output));
    }
    let usage = program.run(&["frobnicate", "--json"]);
    assert_eq!((status(&usage), json(&usage)["code"].clone()), (64, "usage".into()));
    let missing = program.run(&["verify", "--json"]);
    assert_eq!(json(&missing)["code"], "index_missing");
}

#[test]
fn without_an_index_the_sample_answers_and_says_so() {
    let program = Program::new();
    let first = json(&program.run(&["query", "sorafenib", "--json"]));
    assert_eq!(first["meta"]["sample"], true);
    let again = json(&program.run(&["query", "sorafenib", "--json"]));
    assert_eq!(first["meta"]["commit"], again["meta"]["commit"]);
    // Where the cache cannot be written, memory serves.
    program.write("blocked", "a file where a folder should be");
    let output =
        program.command(&["query", "sorafenib", "--json"]).env("XDG_CACHE_HOME", program.path("blocked")).output().expect("it runs");
    assert_eq!(json(&output)["meta"]["commit"], first["meta"]["commit"]);
}

#[test]
fn two_processes_may_make_the_sample_at_once() {
    let program = Program::new();
    let children: Vec<_> = (0..3)
        .map(|_| {
            program.command(&["query", "sorafenib", "--json"]).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().expect("it starts")
        })
        .collect();
    let outputs: Vec<Output> = children.into_iter().map(|c| c.wait_with_output().expect("it ends")).collect();
    for output in &outputs {
        assert_eq!((status(output), &json(output)["meta"]["commit"]), (0, &json(&outputs[0])["meta"]["commit"]), "{}", err(output));
    }
}

/// A folder called `vocabulary` where a command happens to run belongs to no index.
#[test]
fn extract_takes_no_rows_from_where_it_runs() {
    let program = Program::with_papers();
    program.write("vocabulary/stray.tsv", "id\tname\ndrug:stray\tafter\n");
    let records = out(&program.run(&["extract", "papers"]));
    assert!(records.contains("drug:sorafenib") && !records.contains("drug:stray"), "{records}");
}
