//! Whatever is read, no stage panics and what comes out keeps the contract: random bytes, and real texts cut, torn and mixed.
//!
//! The inputs are the same at each run, so that a failure belongs to the change that caused it. `ROBUSTNESS_CASES=200000` in the
//! environment tries as many new ones.

mod shared;

use evigraph::document::{self, Document};
use evigraph::ingest::read_one;
use evigraph::record::{DocumentRecord, Evidence, FindingRecord};
use evigraph::vocabulary::Vocabulary;
use proptest::prelude::*;
use proptest::test_runner::{Config, RngAlgorithm, TestRng, TestRunner};
use shared::shared;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::OnceLock;
use std::time::{Duration, Instant};

/// Random inputs altogether, over the three sorts.
const CASES: u32 = 10_000;
const CASES_VARIABLE: &str = "ROBUSTNESS_CASES";
/// One input's size in code points; short ones reach as much code and let the whole test end within a minute.
const PIECE_CHARS_MAX: usize = 320;
/// What one of the samples may take, unoptimised.
const SAMPLE_TIME_MAX: Duration = Duration::from_secs(60);

fn corpus() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("corpus/documents")
}

/// Real texts to tear: our own corpus, and other people's where they are there.
fn texts() -> &'static [Vec<char>] {
    static TEXTS: OnceLock<Vec<Vec<char>>> = OnceLock::new();
    TEXTS.get_or_init(|| {
        let folders: Vec<PathBuf> = [Some(corpus()), shared("seeds")].into_iter().flatten().collect();
        document::open(&folders).map(|item| item.unwrap_or_else(|e| panic!("{e}")).text.chars().collect()).collect()
    })
}

#[test]
fn random_bytes_are_survived() {
    run(1, prop::collection::vec(any::<u8>(), 0..600), |bytes| survive("x", &bytes));
}

/// Words that the stages look for, in any order.
#[test]
fn random_phrases_are_survived() {
    let phrase = prop_oneof![
        4 => r"(OS|PFS|overall survival|总生存期|中位|median|was|vs|versus|和|对|分别为|respectively|HR|OR|hazard ratio|风险比)",
        4 => r"[0-9]{1,4}([.·,][0-9]{1,3})?(%| months| years|个月|年| Gy| mg/m2| fractions|次)?",
        3 => r"(95% CI|90%CI|可信区间|p ?[<=>≤] ?0\.0[0-9]{1,2}|P值|\(|\)|\[|\]|（|）|[-–~～,;:；，。.] ?|\n)",
        3 => r"(SBRT|sorafenib|索拉非尼|TACE|durvalumab|placebo|安慰剂|arm A|组|grade ≥3|3级及以上|serious|不良反应|n ?= ?[0-9]{1,3})",
        1 => r"(NCT0[0-9]{7}|phase III|III期|randomi[sz]ed|单臂|primary endpoint|主要终点|HCC|肝细胞癌|not reached|未达到)",
        1 => r"\PC{1,3}",
        1 => r"[0-9]{5,330}(\.[0-9]{3,40})?",
    ];
    let text = prop::collection::vec(phrase, 0..40).prop_map(|parts| parts.join(" "));
    run(2, text, |text| survive("x", text.as_bytes()));
}

/// What random inputs have once broken.
#[test]
fn misprints_are_survived() {
    for text in [
        "度伐利尤单抗未能改善PFS（HR=0.84，195%CI：0.65～1.08，P=0.17）",
        "Median OS was better with SBRT (HR 0.84, 100% CI 0.65-1.08, P = 0.17; 0% CI 0.7-0.9, p=0.04)",
        "CheckMate 577 (¡NCT02743494), a global phase 3 trial with double blinding",
        "n=10 20000000000000000000",
    ] {
        survive("x", text.as_bytes()).unwrap_or_else(|faults| panic!("{faults}"));
    }
}

#[test]
fn torn_texts_are_survived() {
    let piece = || (any::<prop::sample::Index>(), any::<prop::sample::Index>(), 1..PIECE_CHARS_MAX / 2);
    let tear = prop::collection::vec((any::<prop::sample::Index>(), any::<char>(), 0..3_u8), 0..4);
    let torn = (piece(), piece(), tear, any::<bool>()).prop_map(|(first, second, tears, as_json)| {
        let cut = |(text, start, length): (prop::sample::Index, prop::sample::Index, usize)| {
            let text = text.get(texts());
            let start = start.index(text.len());
            text[start..text.len().min(start + length)].to_vec()
        };
        let mut chars = cut(first);
        chars.extend(cut(second));
        for (at, with, how) in tears {
            let at = at.index(chars.len());
            match how {
                0 => drop(chars.drain(at..chars.len().min(at + 3))),
                1 => chars.insert(at, with),
                _ => chars[at] = with,
            }
            if chars.is_empty() {
                chars.push(with);
            }
        }
        let text: String = chars.into_iter().collect();
        if as_json { serde_json::json!({"id": "x", "title": "T", "text": text}).to_string() } else { text }
    });
    run(2, torn, |text| survive("x", text.as_bytes()));
}

#[test]
fn whole_texts_keep_the_contract() {
    let folders: Vec<PathBuf> = [Some(corpus()), shared("seeds")].into_iter().flatten().collect();
    let faults: Vec<String> = document::open(&folders).flat_map(|item| faults(&item.unwrap_or_else(|e| panic!("{e}")))).collect();
    assert!(faults.is_empty(), "\n{}", faults.join("\n"));
}

#[test]
fn gold_texts_keep_the_contract() {
    for set in ["en_dev", "zh_dev", "zh_real_dev", "ft_dev", "reg_dev"] {
        let Some(path) = shared(&format!("eval/{set}.jsonl")) else { continue };
        // Every seventh is enough for an unoptimised build.
        let items = document::open(&[path]).step_by(7);
        let faults: Vec<String> = items.flat_map(|item| faults(&item.unwrap_or_else(|e| panic!("{e}")))).collect();
        assert!(faults.is_empty(), "\n{}", faults.join("\n"));
    }
}

/// Through the program: each file gives records, or one problem that names what is in the way.
#[test]
fn every_sample_is_read_or_named() {
    let Some(samples) = shared("samples") else { return };
    for path in files(&samples) {
        let started = Instant::now();
        let output = Command::new(env!("CARGO_BIN_EXE_evigraph")).arg("extract").arg(&path).output().unwrap();
        assert!(started.elapsed() < SAMPLE_TIME_MAX, "{}: {:?}", path.display(), started.elapsed());
        let said = String::from_utf8_lossy(&output.stderr);
        let lines: Vec<serde_json::Value> =
            String::from_utf8(output.stdout).unwrap().lines().map(|line| serde_json::from_str(line).unwrap()).collect();
        assert!(!lines.is_empty(), "{}: neither read nor named", path.display());
        let named = lines.iter().filter(|line| !line["error"].is_null()).count();
        assert_eq!(output.status.code(), Some(if named > 0 { 2 } else { 0 }), "{}: {said}", path.display());
        assert_eq!(said.lines().count(), named, "{}: {said}", path.display());
    }
}

fn files(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let mut found: Vec<PathBuf> = entries.flat_map(|path| if path.is_dir() { files(&path) } else { vec![path] }).collect();
    found.sort();
    found
}

/// Runs a property on its share, in fifths, of the cases; leaves no files behind where it fails.
fn run<S: Strategy>(fifths: u32, inputs: S, property: impl Fn(S::Value) -> Result<(), String>)
where
    S::Value: std::fmt::Debug,
{
    texts();
    let asked: Option<u32> = std::env::var(CASES_VARIABLE).ok().map(|n| n.parse().expect(CASES_VARIABLE));
    let cases = asked.unwrap_or(CASES) / 5 * fifths;
    let config = Config { cases, failure_persistence: None, max_shrink_iters: 2_000, ..Config::default() };
    let mut runner = match asked {
        Some(_) => TestRunner::new(config),
        None => TestRunner::new_with_rng(config, TestRng::deterministic_rng(RngAlgorithm::ChaCha)),
    };
    runner.run(&inputs, |input| property(input).map_err(TestCaseError::fail)).unwrap_or_else(|e| panic!("{e}"));
}

fn survive(name: &str, bytes: &[u8]) -> Result<(), String> {
    for document in document::read_embedded(name, bytes).into_iter().flatten() {
        let faults = faults(&document);
        if !faults.is_empty() {
            return Err(faults.join("\n"));
        }
    }
    Ok(())
}

/// What a document's record does against the contract.
fn faults(document: &Document) -> Vec<String> {
    let record = read_one(document, Vocabulary::builtin());
    let points: Vec<char> = document.text.chars().collect();
    let mut faults = Vec::new();
    let mut check = |passed: bool, what: String| {
        if !passed {
            faults.push(format!("{}: {what}", record.id));
        }
    };
    let stands = |text: &str, start: usize, end: usize| {
        start <= end && points.get(start..end).is_some_and(|found| found.iter().copied().eq(text.chars()))
    };
    for evidence in evidences(&record) {
        check(stands(&evidence.text, evidence.start, evidence.end), format!("evidence is no substring: {evidence:?}"));
    }
    for mention in &record.mentions {
        check(stands(&mention.text, mention.start, mention.end), format!("mention is no substring: {mention:?}"));
        check(mention.unlinked == mention.concept.is_none(), format!("linked and not: {mention:?}"));
    }
    for finding in &record.findings {
        check(!finding.evidence.is_empty(), format!("no evidence: {finding:?}"));
        check(finding.finding.factor.is_none() || finding.finding.arms.is_empty(), format!("factor and arms: {finding:?}"));
        for text in printed(finding) {
            let found = finding.evidence.iter().any(|evidence| evidence.text.contains(text));
            check(found, format!("`{text}` stands in no evidence of {}: {:?}", finding.id, finding.evidence));
        }
        if let Some(p) = &finding.finding.p {
            check((0.0..=1.0).contains(&p.value), format!("no probability: {p:?}"));
        }
    }
    let ids: std::collections::BTreeSet<&str> = record.findings.iter().map(|finding| finding.id.as_str()).collect();
    check(ids.len() == record.findings.len(), "two findings with one id".into());
    check(record.regimens.iter().all(|regimen| !regimen.evidence.is_empty()), "a regimen without evidence".into());

    let written = serde_json::to_string(&record).unwrap();
    match serde_json::from_str::<DocumentRecord>(&written) {
        Ok(read) => check(serde_json::to_string(&read).unwrap() == written, "reads back as another record".into()),
        Err(e) => check(false, format!("does not read back: {e}")),
    }
    faults
}

fn evidences(record: &DocumentRecord) -> impl Iterator<Item = &Evidence> {
    let findings = record.findings.iter().flat_map(|finding| &finding.evidence);
    let regimens = record.regimens.iter().flat_map(|regimen| &regimen.evidence);
    let links = record.links.iter().flat_map(|link| &link.evidence);
    let primary = record.study.primary.iter().flat_map(|primary| &primary.evidence);
    let checks = record.study.checks.iter().flat_map(|check| &check.evidence);
    let diagnostics = record.diagnostics.iter().flat_map(|diagnostic| &diagnostic.evidence);
    findings.chain(regimens).chain(links).chain(primary).chain(checks).chain(diagnostics)
}

/// Every text of a finding that is said to be printed in its evidence.
fn printed(record: &FindingRecord) -> impl Iterator<Item = &str> {
    let finding = &record.finding;
    let effect = finding.effect.iter().flat_map(|effect| [Some(&effect.text), effect.interval.as_ref().map(|interval| &interval.text)]);
    let outcomes = finding.arms.iter().filter_map(|arm| arm.outcome.as_ref());
    let outcomes = outcomes.flat_map(|outcome| [Some(&outcome.text), outcome.interval.as_ref().map(|interval| &interval.text)]);
    let p = finding.p.iter().map(|p| Some(&p.text));
    effect.chain(outcomes).chain(p).flatten().map(String::as_str)
}
