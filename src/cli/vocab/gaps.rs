//! `evigraph vocab gaps`

use super::super::arguments::{Arguments, GapsArgs};
use super::super::page::{Page, Tone};
use super::super::query::count;
use super::super::{ExitStatus, choice, terminal};
use crate::compare;
use anyhow::Result;
use serde_json::json;
use std::io::Write;

pub fn run(arguments: &Arguments, args: &GapsArgs, out: &mut dyn Write) -> Result<ExitStatus> {
    let gaps = compare::gaps(&choice::commit_or_sample(arguments)?)?;
    let shown = &gaps[..gaps.len().min(args.limit)];
    if arguments.json {
        serde_json::to_writer_pretty(&mut *out, &json!({ "data": shown, "meta": { "total": gaps.len() } }))?;
        writeln!(out)?;
        return Ok(ExitStatus::Done);
    }
    let mut page = Page { out, columns: terminal::width(), colour: terminal::colour() };
    for gap in shown {
        page.text(0, Tone::Heading, &format!("{}  {}", gap.kind, gap.name))?;
        page.text(2, Tone::Faint, &format!("{} in {}", count(gap.mentions, "mention"), count(gap.documents, "document")))?;
        page.labelled(2, &format!("{}: ", gap.document), Tone::Plain, &gap.example)?;
    }
    let rest = if gaps.len() > shown.len() { ", more with --limit" } else { "" };
    page.text(0, Tone::Plain, &format!("{} without a concept{rest}", count(gaps.len(), "name")))?;
    Ok(ExitStatus::Done)
}
