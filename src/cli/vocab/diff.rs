//! `evigraph vocab diff`

use super::super::arguments::{Arguments, DiffArgs};
use super::super::page::{Page, Tone};
use super::super::query::count;
use super::super::{ExitStatus, choice, terminal};
use super::read_files;
use crate::compare::{self, Difference, Place};
use crate::store;
use crate::vocabulary::Vocabulary;
use anyhow::Result;
use std::io::{self, Write};

pub fn run(arguments: &Arguments, args: &DiffArgs, out: &mut dyn Write) -> Result<ExitStatus> {
    let commit = choice::commit_or_sample(arguments)?;
    let mut files = store::vocabulary_files(&choice::folder(arguments))?;
    files.extend(read_files(&args.files)?);
    let vocabulary = Vocabulary::with_imported(&files)?;
    let difference = compare::difference(&commit, &vocabulary)?;
    if arguments.json {
        serde_json::to_writer_pretty(&mut *out, &serde_json::json!({ "data": difference, "meta": { "vocabulary": vocabulary.version } }))?;
        writeln!(out)?;
    } else {
        print(&mut Page { out, columns: terminal::width(), colour: terminal::colour() }, &difference, args.limit)?;
    }
    Ok(ExitStatus::Done)
}

fn print(page: &mut Page, d: &Difference, limit: usize) -> io::Result<()> {
    let place = |p: &Place| format!("{} at {}: {} → {}", p.document, p.start, p.text, p.concept.as_deref().unwrap_or("no concept"));
    let changed = |c: &compare::Changed| format!("{} in {}: {} → {}", c.id, c.document, c.before.join(" "), c.after.join(" "));
    for (name, lines) in [
        ("mention gained", d.mentions_gained.iter().map(place).collect::<Vec<_>>()),
        ("mention lost", d.mentions_lost.iter().map(place).collect()),
        ("finding gained", d.findings_gained.clone()),
        ("finding lost", d.findings_lost.clone()),
        ("finding changed", d.findings_changed.iter().map(changed).collect()),
    ] {
        let (one, what) = name.split_once(' ').unwrap_or((name, ""));
        page.text(0, Tone::Heading, &format!("{} {what}", count(lines.len(), one)))?;
        for line in lines.iter().take(limit) {
            page.text(2, Tone::Plain, line)?;
        }
        if lines.len() > limit {
            page.text(2, Tone::Faint, &format!("and {} more: --limit, or --json for all", lines.len() - limit))?;
        }
    }
    page.text(0, Tone::Plain, &format!("{} of {} would change", d.changed_documents, count(d.documents, "document")))
}
