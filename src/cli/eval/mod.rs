//! `evigraph eval`: how well documents are read.

mod draw;
mod print;

use super::arguments::{Arguments, EvalArgs};
use super::page::Page;
use super::{ExitStatus, choice, terminal};
use crate::evaluate::{self, GoldDocument, SourceError};
use crate::record::DocumentRecord;
use anyhow::{Context, Result, bail};
use serde_json::json;
use std::collections::{BTreeMap, BTreeSet};
use std::io::Write;

pub fn run(arguments: &Arguments, args: &EvalArgs, out: &mut dyn Write) -> Result<ExitStatus> {
    match args.draw {
        Some(size) => draw::run(arguments, args, size, out),
        None => measure(arguments, args, out),
    }
}

fn measure(arguments: &Arguments, args: &EvalArgs, out: &mut dyn Write) -> Result<ExitStatus> {
    let gold = gold(args)?;
    let wanted: BTreeSet<&str> = gold.iter().map(|document| document.id.as_str()).collect();
    let vocabulary = choice::vocabulary_if_named(arguments)?;
    let (mut records, mut status, mut other) = (BTreeMap::new(), ExitStatus::Done, None);
    for item in evaluate::records(&args.documents, &vocabulary) {
        match read(item, &mut status) {
            Some(record) if wanted.contains(record.id.as_str()) => drop(records.insert(record.id.clone(), record)),
            Some(record) => other = other.or(Some(record.id)),
            None => {}
        }
    }
    if records.is_empty() {
        let like = other.map_or(String::new(), |id| format!("; ids there are like `{id}`"));
        bail!("none of the {} annotated documents is among DOCS{like}; annotate by the ids that `evigraph extract` prints", gold.len());
    }
    let report = evaluate::evaluate(&gold, &records, args.errors);
    if arguments.json {
        serde_json::to_writer_pretty(&mut *out, &json!({ "data": report, "meta": { "gold": args.gold.display().to_string() } }))?;
        writeln!(out)?;
    } else {
        print::report(&mut Page { out, columns: terminal::width(), colour: terminal::colour() }, &report)?;
    }
    Ok(status)
}

/// The annotations, of one half where one is asked for.
fn gold(args: &EvalArgs) -> Result<Vec<GoldDocument>> {
    let file = args.gold.display().to_string();
    let bytes = std::fs::read(&args.gold).with_context(|| format!("`{file}` cannot be read; check the path"))?;
    let mut gold = evaluate::read_gold(&file, &bytes)?;
    gold.retain(|document| args.half.is_none_or(|half| evaluate::half_of(&document.id) == half));
    if gold.is_empty() {
        bail!("`{file}`: no document of it falls into this half; leave `--half` out");
    }
    Ok(gold)
}

/// A document that cannot be read is named, and the rest goes on.
fn read(item: Result<DocumentRecord, SourceError>, status: &mut ExitStatus) -> Option<DocumentRecord> {
    item.map_err(|e| {
        eprintln!("evigraph: {e}");
        *status = ExitStatus::Failed;
    })
    .ok()
}
