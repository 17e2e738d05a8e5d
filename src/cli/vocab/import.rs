//! `evigraph vocab import`: files joined to the vocabulary of an index, and what became of their terms.

use crate::cli::ExitStatus;
use crate::cli::arguments::{Arguments, ImportArgs};
use crate::cli::choice;
use crate::record::{ProblemRecord, RecordError};
use crate::store;
use crate::vocabulary::Vocabulary;
use crate::vocabulary::import::{self, Format, ImportError, Imported, Options, Report};
use anyhow::{Context, Result, bail};
use serde::Serialize;
use std::fs::File;
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::time::Instant;

/// Clashes and refused links listed; `--json` gives all.
const LISTED_MAX: usize = 20;

/// One file that was imported.
#[derive(Serialize)]
struct Done {
    file: String,
    /// Where its rows stand now; nothing in a dry run.
    written: Option<PathBuf>,
    took_ms: u128,
    #[serde(flatten)]
    report: Report,
}

pub fn run(arguments: &Arguments, args: &ImportArgs, out: &mut dyn Write) -> Result<ExitStatus> {
    let folder = choice::folder(arguments);
    let options = options(args)?;
    let named = args.files.iter().map(|path| Ok((path, stem(path)?))).collect::<Result<Vec<_>>>()?;
    if let Some((at, (path, stem))) = named.iter().enumerate().find(|(at, (_, stem))| named[..*at].iter().any(|(_, other)| other == stem)) {
        let first = named[..at].iter().find(|(_, other)| other == stem).map_or("", |(_, other)| other);
        bail!("{}: another file is called `{first}` too, and would be replaced by it; rename one", path.display());
    }
    let mut files = store::vocabulary_files(&folder)?;
    let (mut done, mut problems) = (Vec::new(), Vec::new());
    for (path, stem) in named {
        let started = Instant::now();
        let name = store::vocabulary_name(&stem);
        match import_one(path, &options, &below(&name, &files))? {
            Err(e) => {
                eprintln!("evigraph: {e}");
                problems.push(problem(e));
            }
            Ok(Imported { tsv, report }) => {
                let written = if args.dry_run { None } else { Some(store::put_vocabulary_file(&folder, &stem, &tsv)?) };
                files.retain(|(other, _)| *other != name);
                files.push((name, tsv));
                files.sort();
                done.push(Done { file: path.display().to_string(), written, took_ms: started.elapsed().as_millis(), report });
            }
        }
    }
    if arguments.json {
        let meta = serde_json::json!({ "index": folder, "dry_run": args.dry_run });
        serde_json::to_writer_pretty(&mut *out, &serde_json::json!({ "data": { "files": done, "problems": problems }, "meta": meta }))?;
        writeln!(out)?;
    } else {
        done.iter().try_for_each(|done| print(done, out))?;
        if !done.is_empty() {
            next(&folder, args.dry_run, out)?;
        }
    }
    Ok(if problems.is_empty() { ExitStatus::Done } else { ExitStatus::Failed })
}

fn options(args: &ImportArgs) -> Result<Options> {
    let format = args.format.and_then(|choice| choice.0);
    if let (Some(_), Some(format)) = (&args.columns, format.filter(|&format| format != Format::Tsv)) {
        bail!("`--columns` is for tables, and `--format` says {}; leave one out", format.as_str());
    }
    Ok(Options { format, kind: args.kind, columns: args.columns.clone() })
}

/// `a/doid.obo.gz` → `doid`
fn stem(path: &Path) -> Result<String> {
    let name = path.file_name().and_then(|name| name.to_str()).unwrap_or_default();
    let name = name.strip_suffix(".gz").unwrap_or(name);
    let stem = name.rsplit_once('.').map_or(name, |(stem, _)| stem);
    if stem.is_empty() || stem.starts_with('.') || stem.contains(|c: char| c == '|' || c.is_control()) {
        bail!("{}: its rows cannot be called by its name; rename the file", path.display());
    }
    Ok(stem.to_owned())
}

/// What a file is joined to: all that was imported before it, at its first import.
fn below(name: &str, files: &[(String, String)]) -> Vec<(String, String)> {
    let former = files.iter().find(|(other, _)| other == name).and_then(|(_, tsv)| import::joined_over(tsv));
    let counts = |other: &str| other != name && former.as_ref().is_none_or(|over| over.contains(&other));
    files.iter().filter(|(other, _)| counts(other)).cloned().collect()
}

/// The inner result is of the file, the outer one of the vocabulary that it joins.
fn import_one(path: &Path, options: &Options, files: &[(String, String)]) -> Result<std::result::Result<Imported, ImportError>> {
    let shown = path.display().to_string();
    let file = match File::open(path) {
        Ok(file) => file,
        Err(e) => {
            let detail = format!("it cannot be opened ({e}); check its name");
            return Ok(Err(ImportError { file: shown, place: "line 1".to_owned(), detail }));
        }
    };
    let name = path.file_name().map_or(shown.clone(), |name| name.to_string_lossy().into_owned());
    let own;
    let vocabulary = if files.is_empty() {
        Vocabulary::builtin()
    } else {
        own = Vocabulary::with_imported(files).context("imported rows cannot be read; import the file again or remove it")?;
        &own
    };
    let over: Vec<&str> = files.iter().map(|(name, _)| name.as_str()).collect();
    let imported = import::import(&name, file, options, vocabulary, &over);
    Ok(imported.map_err(|e| ImportError { file: shown, ..e }))
}

fn problem(e: ImportError) -> ProblemRecord {
    let error = RecordError {
        code: "not_imported".to_owned(),
        title: "the file was not imported".to_owned(),
        detail: e.detail,
        place: Some(e.place),
    };
    ProblemRecord { id: e.file, error }
}

fn print(done: &Done, out: &mut dyn Write) -> io::Result<()> {
    let report = &done.report;
    let seconds = done.took_ms as f64 / 1000.0;
    writeln!(out, "{} ({}): {} terms read in {seconds:.1} s.", done.file, report.format.as_str(), report.read)?;
    for (count, what) in [
        (report.joined_by_id, "joined by id"),
        (report.joined_by_name, "joined by name"),
        (report.new, "new"),
        (report.obsolete, "obsolete, skipped"),
        (report.without_kind, "of no kind that the file names, skipped; give one with `--kind`"),
        (report.unmatched, "ids alone, of no concept of ours, skipped"),
        (report.left_out, "left out: their names are other concepts', or no names"),
        (report.inexact, "names of a narrower, broader or related meaning, not taken"),
        (report.unusable, "names too long or too short, not taken"),
    ] {
        if count > 0 {
            writeln!(out, "  {count:>7} {what}")?;
        }
    }
    writeln!(out, "  {:>7} forms added, {} of them gated: they count only where a document supports them", report.forms, report.gated)?;
    let clashes = report.clashes.iter().map(|c| format!("“{}” belongs to {}, not taken for {} ({})", c.form, c.ours, c.theirs, c.place));
    list(out, "clashes", clashes)?;
    let cycles = report.cycles.iter().map(|c| format!("{} under {} ({})", c.concept, c.broader, c.place));
    list(out, "links refused, since they close a circle", cycles)
}

fn list(out: &mut dyn Write, what: &str, items: impl ExactSizeIterator<Item = String>) -> io::Result<()> {
    let count = items.len();
    if count == 0 {
        return Ok(());
    }
    writeln!(out, "  {count:>7} {what}:")?;
    for item in items.take(LISTED_MAX) {
        writeln!(out, "            {item}")?;
    }
    match count.saturating_sub(LISTED_MAX) {
        0 => Ok(()),
        more => writeln!(out, "            and {more} more (all with --json)"),
    }
}

fn next(folder: &Path, dry_run: bool, out: &mut dyn Write) -> io::Result<()> {
    if dry_run {
        return writeln!(out, "Nothing was written. Next: the same without `--dry-run`");
    }
    let folder = folder.display();
    writeln!(out, "The rows stand in {folder}/vocabulary.")?;
    writeln!(out, "Next: evigraph index PATH --index {folder}   to read the documents again with them")
}
