//! Short texts with what must be read from them, in `corpus/cases`, for reviewers who need no Rust.
//!
//! A file is a row of cases with a line `===` between them:
//!
//! ```text
//! # What the case shows
//! Title: the document's title, where the case needs one
//! Kind: review                          (a journal abstract where the line is left out)
//! The text, in one or more lines.
//! ---
//! os | sbrt + sorafenib vs sorafenib | HR 0.77 (90% 0.59-1.01) | one-sided p=0.06 | median 15.8 month, 12.3 month
//! ```
//!
//! Below `---` stands one finding a line, in any order, or `nothing`. Its parts, each only where there is something to say:
//!
//! | part | reads |
//! |---|---|
//! | `os at 2 year`, `toxicity grade 3-5`, `mortality (death)` | endpoint, time point, grade and kind of harm; in quotes what has no concept; `cited` before it, with the reference number where printed: another study's result |
//! | `a + b vs c` | the experimental arm by its treatments in alphabetical order, then the comparator; in quotes as printed where it has none, or where both have the same; no such part: all patients |
//! | `factor "age ≥70 years" vs "<70 years"` | a variable of a regression instead of arms, and its reference |
//! | `adjusted HR 0.77 (90% 0.59-1.01)` | HR, OR, RR, SHR, IRR, MD or RD; `adjusted` and `unadjusted` only where the text says so; level and bounds as printed, `?` where not |
//! | `two-sided p<0.001` | as printed |
//! | `median 15.8 month (95% 11.4-19.2), not reached` | outcome of each arm in the order of the arms, `-` where an arm has none; a count as `12/40` |
//! | `subgroup "PD-L1 ≥1%"`, `animals`, `cells` | whom it is about, where not all patients |
//! | `said higher`, `said lower`, `said no_difference` | what the words say, where there is neither an effect nor an outcome |
//! | `fails direction_agrees` | a check of the printed numbers that fails |
//!
//! Assumptions of a plan and examples are no results and are not listed. In `regimens` a line is a prescription:
//! `sbrt 27.5-50 Gy / 5 fx`, `imrt 56 Gy / 28 fx x 2 Gy`, `? 60 Gy` (no modality named), `drug:cisplatin 75 mg/m2 iv Q3W`;
//! `planned`, `cited`, `hypothetical` before it and `(animals)` behind it where so.
//!
//! `UPDATE_EXPECTED=1 cargo test --test cases` writes what the program reads into the files; read the difference as a doctor would.
//! `wanted.case` holds cases that the program does not meet yet (a title that begins with `regimens:` asks for regimens). They must
//! fail: one that is met belongs with the others.

use evigraph::extraction::{
    Arm, Certainty, Effect, Finding, HarmKind, Interval, Measure, Outcome, PValue, RadiotherapyRegimen, Regimen, Subjects,
};
use evigraph::record::DocumentRecord;
use evigraph::vocabulary::Vocabulary;
use evigraph::{document, ingest};
use std::fmt::Write;
use std::fs;
use std::path::{Path, PathBuf};

#[derive(Debug, PartialEq)]
struct Case {
    name: String,
    text: String,
    expected: Vec<String>,
}

fn parse(file: &str) -> Vec<Case> {
    file.split("\n===\n").map(block).collect()
}

fn block(block: &str) -> Case {
    let (name, rest) = block.trim().split_once('\n').unwrap_or_else(|| panic!("no text: {block}"));
    let (text, expected) = rest.split_once("\n---\n").unwrap_or_else(|| panic!("no line `---`: {block}"));
    let name = name.strip_prefix("# ").unwrap_or_else(|| panic!("no title: {block}"));
    Case { name: name.to_owned(), text: text.to_owned(), expected: expected.lines().map(str::to_owned).collect() }
}

fn print(cases: &[Case]) -> String {
    let blocks: Vec<String> = cases.iter().map(|c| format!("# {}\n{}\n---\n{}\n", c.name, c.text, c.expected.join("\n"))).collect();
    blocks.join("===\n")
}

/// The case's text as a document of its own, all the way.
fn read(case: &Case, vocabulary: &Vocabulary) -> DocumentRecord {
    let mut record = serde_json::json!({"id": "case", "kind": "journal_abstract"});
    let mut text = Vec::new();
    for line in case.text.lines() {
        if let Some(title) = line.strip_prefix("Title: ") {
            record["title"] = title.into();
        } else if let Some(kind) = line.strip_prefix("Kind: ") {
            record["kind"] = kind.into();
        } else {
            text.push(line);
        }
    }
    record["text"] = text.join("\n").into();
    let items = document::read_embedded("case.jsonl", record.to_string().as_bytes());
    let document = items[0].as_ref().unwrap_or_else(|e| panic!("{}: {e}", case.name));
    ingest::read_one(document, vocabulary)
}

fn finding_lines(record: &DocumentRecord) -> Vec<String> {
    let result = |f: &&Finding| matches!(f.certainty, Certainty::Reported | Certainty::Cited);
    lines_or_nothing(record.findings.iter().map(|f| &f.finding).filter(result).map(finding).collect())
}

fn regimen_lines(record: &DocumentRecord) -> Vec<String> {
    lines_or_nothing(record.regimens.iter().map(|r| regimen(&r.regimen)).collect())
}

fn lines_or_nothing(lines: Vec<String>) -> Vec<String> {
    if lines.is_empty() { vec!["nothing".to_owned()] } else { lines }
}

fn finding(f: &Finding) -> String {
    let mut parts = vec![endpoint(f)];
    parts.extend(arms(&f.arms));
    if let Some(factor) = &f.factor {
        let reference = factor.reference.as_ref().map_or_else(String::new, |r| format!(" vs \"{r}\""));
        parts.push(format!("factor \"{}\"{reference}", factor.label));
    }
    parts.extend(f.effect.as_ref().map(effect));
    parts.extend(f.p.as_ref().map(p_value));
    parts.extend(outcomes(&f.arms));
    parts.extend(f.population.subgroup.as_ref().map(|s| format!("subgroup \"{s}\"")));
    if f.population.subjects != Subjects::Patients {
        parts.push(f.population.subjects.as_str().to_owned());
    }
    if f.effect.is_none() && f.arms.iter().all(|a| a.outcome.is_none()) {
        parts.extend(f.stated.as_ref().map(|s| format!("said {}", s.direction.as_str())));
    }
    parts.extend(f.checks.iter().filter(|c| !c.passed).map(|c| format!("fails {}", c.name)));
    parts.join(" | ")
}

fn endpoint(f: &Finding) -> String {
    let mut text = match (f.certainty, &f.citation) {
        (Certainty::Cited, Some(number)) => format!("cited [{number}] "),
        (Certainty::Cited, None) => "cited ".to_owned(),
        _ => String::new(),
    };
    match &f.endpoint.concept {
        Some(concept) => text.push_str(slug(concept)),
        None => write!(text, "\"{}\"", f.endpoint.text).unwrap(),
    }
    if let Some(timepoint) = &f.timepoint {
        write!(text, " at {} {}", timepoint.value, timepoint.unit).unwrap();
    }
    let Some(harm) = &f.harm else { return text };
    match &harm.grade {
        Some(grade) if grade.low == grade.high => write!(text, " grade {}", grade.low).unwrap(),
        Some(grade) => write!(text, " grade {}-{}", grade.low, grade.high).unwrap(),
        None => {}
    }
    if harm.kind != HarmKind::Event {
        write!(text, " ({})", harm.kind.as_str()).unwrap();
    }
    text
}

fn slug(concept: &str) -> &str {
    concept.split_once(':').map_or(concept, |(_, slug)| slug)
}

/// The arm's treatments in alphabetical order.
fn treatments(arm: &Arm) -> Vec<&str> {
    let mut slugs: Vec<&str> = arm.concepts.iter().map(|c| slug(c)).collect();
    slugs.sort_unstable();
    slugs
}

fn arms(arms: &[Arm]) -> Option<String> {
    let alike = arms.len() > 1 && arms.iter().all(|a| treatments(a) == treatments(&arms[0]));
    let name = |arm: &Arm| {
        let quoted = arm.label.as_ref().map(|label| format!("\"{label}\""));
        let given = Some(treatments(arm).join(" + ")).filter(|s| !s.is_empty());
        if alike { quoted.or(given) } else { given.or(quoted) }
    };
    let names: Vec<String> = arms.iter().filter_map(name).collect();
    (!names.is_empty()).then(|| names.join(" vs "))
}

fn effect(e: &Effect) -> String {
    let said = match e.adjusted {
        Some(true) => "adjusted ",
        Some(false) => "unadjusted ",
        None => "",
    };
    let measure = match e.measure {
        Measure::HazardRatio => "HR",
        Measure::OddsRatio => "OR",
        Measure::RiskRatio => "RR",
        Measure::SubdistributionHazardRatio => "SHR",
        Measure::IncidenceRateRatio => "IRR",
        Measure::MeanDifference => "MD",
        Measure::RiskDifference => "RD",
    };
    format!("{said}{measure} {}{}", e.value, e.interval.as_ref().map_or_else(String::new, interval))
}

fn interval(i: &Interval) -> String {
    let number = |n: Option<f64>| n.map_or_else(|| "?".to_owned(), |n| n.to_string());
    let level = i.level.map_or_else(String::new, |l| format!("{l}% "));
    format!(" ({level}{}-{})", number(i.low), number(i.high))
}

fn p_value(p: &PValue) -> String {
    let sides = match p.sides {
        Some(1) => "one-sided ",
        Some(_) => "two-sided ",
        None => "",
    };
    format!("{sides}p{}{}", p.relation.as_str(), p.value)
}

fn outcomes(arms: &[Arm]) -> Option<String> {
    let first = arms.iter().find_map(|a| a.outcome.as_ref())?;
    let values: Vec<String> = arms.iter().map(|a| a.outcome.as_ref().map_or_else(|| "-".to_owned(), outcome)).collect();
    Some(format!("{} {}", first.statistic.as_str(), values.join(", ")))
}

fn outcome(o: &Outcome) -> String {
    let mut words = Vec::new();
    if let Some(value) = o.value {
        let high = o.value_high.map_or_else(String::new, |high| format!("-{high}"));
        let unit = match o.unit.as_deref() {
            Some("percent") => "%".to_owned(),
            Some(unit) => format!(" {unit}"),
            None => String::new(),
        };
        words.push(format!("{value}{high}{unit}"));
    }
    if o.not_reached {
        words.push("not reached".to_owned());
    }
    match (o.events, o.total) {
        (Some(events), Some(total)) => words.push(format!("{events}/{total}")),
        (Some(events), None) => words.push(format!("n={events}")),
        _ => {}
    }
    words.join(" ") + &o.interval.as_ref().map_or_else(String::new, interval)
}

fn regimen(r: &Regimen) -> String {
    let (certainty, subjects, text) = match r {
        Regimen::Drug(d) => {
            let dose = d.dose.map(|dose| dose.to_string());
            let parts = [dose, d.unit.clone(), d.route.clone(), d.schedule.clone()];
            let parts: Vec<String> = parts.into_iter().flatten().collect();
            (d.certainty, d.subjects, format!("{} {}", d.drug, parts.join(" ")))
        }
        Regimen::Radiotherapy(r) => (r.certainty, r.subjects, radiotherapy(r)),
    };
    let certainty = if certainty == Certainty::Reported { String::new() } else { format!("{} ", certainty.as_str()) };
    let subjects = if subjects == Subjects::Patients { String::new() } else { format!(" ({})", subjects.as_str()) };
    format!("{certainty}{text}{subjects}")
}

fn radiotherapy(r: &RadiotherapyRegimen) -> String {
    fn range<T: ToString>(low: Option<T>, high: Option<T>) -> Option<String> {
        let high = high.map_or_else(String::new, |high| format!("-{}", high.to_string()));
        low.map(|low| low.to_string() + &high)
    }
    let mut text = r.modality.as_deref().map_or("?", slug).to_owned();
    let total = range(r.total_gy, r.total_gy_high).map(|total| format!(" {total} Gy"));
    let fractions = range(r.fractions, r.fractions_high).map(|fractions| format!(" / {fractions} fx"));
    let each = range(r.per_fraction_gy, r.per_fraction_gy_high).map(|each| format!(" x {each} Gy"));
    text.extend([total, fractions, each].into_iter().flatten());
    text + &r.checks.iter().filter(|c| !c.passed).map(|c| format!(" | fails {}", c.name)).collect::<String>()
}

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("corpus/cases")
}

fn files(folder: &Path) -> Vec<PathBuf> {
    let mut files: Vec<PathBuf> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.sort();
    files
}

fn met(expected: &[String], got: &[String]) -> bool {
    let sorted = |lines: &[String]| {
        let mut lines = lines.to_vec();
        lines.sort();
        lines
    };
    sorted(expected) == sorted(got)
}

/// Runs all files of a folder; says which cases are not met, or writes what was read where asked to.
fn run(folder: &Path, lines: fn(&DocumentRecord) -> Vec<String>) {
    let vocabulary = Vocabulary::builtin();
    let mut faults = String::new();
    for file in files(folder) {
        let mut cases = parse(&fs::read_to_string(&file).unwrap());
        for case in &mut cases {
            let got = lines(&read(case, vocabulary));
            if !met(&case.expected, &got) {
                writeln!(faults, "{}\n{}", file.display(), difference(case, &got)).unwrap();
                case.expected = got;
            }
        }
        if std::env::var_os("UPDATE_EXPECTED").is_some() {
            fs::write(&file, print(&cases)).unwrap();
        }
    }
    assert!(faults.is_empty() || std::env::var_os("UPDATE_EXPECTED").is_some(), "\n{faults}");
}

fn difference(case: &Case, got: &[String]) -> String {
    let (expected, got) = (case.expected.join("\n    "), got.join("\n    "));
    format!("# {}\n{}\n  expected\n    {expected}\n  got\n    {got}\n", case.name, case.text)
}

#[test]
fn findings_are_read_as_expected() {
    run(&folder().join("findings"), finding_lines);
}

#[test]
fn regimens_are_read_as_expected() {
    run(&folder().join("regimens"), regimen_lines);
}

#[test]
fn wanted_cases_are_not_met_yet() {
    let vocabulary = Vocabulary::builtin();
    for case in parse(&fs::read_to_string(folder().join("wanted.case")).unwrap()) {
        let record = read(&case, vocabulary);
        let got = if case.name.starts_with("regimens:") { regimen_lines(&record) } else { finding_lines(&record) };
        assert!(!met(&case.expected, &got), "\n{}is met now: move it to the other cases", difference(&case, &got));
    }
}

#[test]
fn cases_are_many_and_named_once() {
    let mut names = Vec::new();
    let all = files(&folder().join("findings")).into_iter().chain(files(&folder().join("regimens"))).chain([folder().join("wanted.case")]);
    for file in all {
        let text = fs::read_to_string(&file).unwrap();
        let cases = parse(&text);
        assert_eq!(print(&cases), text, "{} is in the plain form", file.display());
        names.extend(cases.into_iter().map(|c| c.name));
    }
    assert!(names.len() >= 80, "{} cases", names.len());
    names.sort();
    let twice: Vec<&[String]> = names.windows(2).filter(|pair| pair[0] == pair[1]).collect();
    assert!(twice.is_empty(), "{twice:?}");
}
