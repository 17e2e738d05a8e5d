//! `evigraph index`: an index brought up to date, and what became of each document.

use super::arguments::{Arguments, IndexArgs};
use super::{ExitStatus, choice};
use crate::ingest::{self, Progress, Report};
use crate::store::{self, CommitInfo, Place, Snapshot};
use anyhow::Result;
use indicatif::{ProgressBar, ProgressStyle};
use std::io::{self, Write};
use std::path::Path;

/// Ids listed of one sort; `--json` gives all.
const LISTED_MAX: usize = 10;

pub fn run(arguments: &Arguments, args: &IndexArgs, out: &mut dyn Write) -> Result<ExitStatus> {
    let folder = choice::folder(arguments);
    let place = Place::Folder(folder.clone());
    let bar = bar()?;
    let vocabulary = &choice::vocabulary(arguments)?;
    let report = ingest::index(&args.paths, place.clone(), vocabulary, &|progress| show(&bar, progress));
    bar.finish_and_clear();
    let report = report?;
    let commit = store::open(place)?;
    for problem in &report.skipped {
        let place = problem.error.place.as_deref().map(|p| format!(", {p}")).unwrap_or_default();
        eprintln!("evigraph: skipped {}{place}: {}: {}", problem.id, problem.error.title, problem.error.detail);
    }
    if arguments.json {
        serde_json::to_writer_pretty(&mut *out, &as_json(&report, commit.commit()))?;
        writeln!(out)?;
    } else {
        print(&report, commit.commit(), &folder, out)?;
    }
    Ok(if report.skipped.is_empty() { ExitStatus::Done } else { ExitStatus::Failed })
}

/// Draws itself on standard error, and nothing where that is no terminal.
fn bar() -> Result<ProgressBar> {
    let bar = ProgressBar::new_spinner();
    bar.set_style(ProgressStyle::with_template("{spinner} {msg} [{elapsed}]")?);
    Ok(bar)
}

fn show(bar: &ProgressBar, progress: Progress) {
    bar.set_message(match progress {
        Progress::Read(n) => format!("{n} documents read"),
        Progress::Written(n, total) => format!("{n} of {total} documents extracted and written"),
    });
    bar.tick();
}

fn as_json(report: &Report, commit: &CommitInfo) -> serde_json::Value {
    serde_json::json!({
        "data": report,
        "meta": {
            "commit": commit.id,
            "indexed_at": commit.indexed_at,
            "documents": commit.documents,
            "findings": commit.findings,
            "nothing_changed": report.nothing_changed(),
        },
    })
}

fn print(report: &Report, commit: &CommitInfo, folder: &Path, out: &mut dyn Write) -> io::Result<()> {
    if report.nothing_changed() {
        writeln!(out, "Nothing changed: {} kept.", records(report.kept))?;
    } else {
        let (added, changed) = (report.added.len(), report.changed.len());
        writeln!(out, "{added} added, {changed} changed, {} kept, {} skipped.", report.kept, report.skipped.len())?;
        list(out, "added", &report.added)?;
        list(out, "changed", &report.changed)?;
    }
    if report.outdated {
        writeln!(out, "The program or its vocabulary is another than before: all documents were extracted again.")?;
    } else if report.rewritten > 0 {
        writeln!(out, "{} found at another place.", records(report.rewritten))?;
    }
    let skipped: Vec<String> = report.skipped.iter().map(|p| format!("{}: {}", p.id, p.error.title)).collect();
    list(out, "skipped", &skipped)?;
    let missing: Vec<String> = report.missing.iter().map(|m| format!("{} (was in {})", m.id, m.source)).collect();
    list(out, "gone, but kept in the index", &missing)?;
    let duplicates = report.duplicates.iter().map(|d| {
        let same = if d.id == d.document { String::new() } else { format!(", which is {}", d.document) };
        format!("{} in {}{same}: the fuller record is in {}", d.id, d.sources.join(", "), d.kept.join(", "))
    });
    list(out, "found twice", &duplicates.collect::<Vec<_>>())?;
    let (documents, findings) = (commit.documents, commit.findings);
    writeln!(out, "{} holds {documents} documents with {findings} findings (commit {}).", folder.display(), commit.id)?;
    writeln!(out, "Next: evigraph query \"SBRT + sorafenib OS\"")
}

fn records(n: usize) -> String {
    if n == 1 { "1 record".to_owned() } else { format!("{n} records") }
}

fn list(out: &mut dyn Write, what: &str, items: &[String]) -> io::Result<()> {
    if items.is_empty() {
        return Ok(());
    }
    writeln!(out, "  {what}:")?;
    for item in items.iter().take(LISTED_MAX) {
        writeln!(out, "    {item}")?;
    }
    match items.len().saturating_sub(LISTED_MAX) {
        0 => Ok(()),
        more => writeln!(out, "    and {more} more (all with --json)"),
    }
}
