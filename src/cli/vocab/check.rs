//! `evigraph vocab check`

use super::super::arguments::{Arguments, CheckArgs};
use super::super::page::{Page, Tone};
use super::super::{ExitStatus, terminal};
use super::{read, read_files};
use crate::vocabulary::{self, Checked, Coverage, Reference, Vocabulary};
use anyhow::{Result, anyhow};
use serde_json::json;
use std::io::{self, Write};

pub fn run(arguments: &Arguments, args: &CheckArgs, out: &mut dyn Write) -> Result<ExitStatus> {
    let loaded = match args.files.is_empty() {
        true => None,
        false => Some(Vocabulary::load(&read_files(&args.files)?)?),
    };
    let reference = match &args.reference {
        Some(path) => Some(Reference::read(&read(path)?).map_err(|e| anyhow!("{}: {e}", path.display()))?),
        None => None,
    };
    let explained = match &args.explained {
        Some(path) => read(path)?,
        None if loaded.is_none() => vocabulary::EXPLAINED.to_owned(),
        None => String::new(),
    };
    let checked = vocabulary::check(loaded.as_ref().unwrap_or_else(|| Vocabulary::builtin()), reference.as_ref(), &explained);
    if arguments.json {
        serde_json::to_writer_pretty(
            &mut *out,
            &json!({ "data": checked, "meta": { "sound": checked.warnings.is_empty(), "reference": args.reference } }),
        )?;
        writeln!(out)?;
    } else {
        print(&mut Page { out, columns: terminal::width(), colour: terminal::colour() }, &checked, reference.is_some())?;
    }
    Ok(if checked.warnings.is_empty() { ExitStatus::Done } else { ExitStatus::Failed })
}

fn print(page: &mut Page, checked: &Checked, confirmed: bool) -> io::Result<()> {
    let ids = if confirmed { "confirmed" } else { "" };
    writeln!(page.out, "{}", row("kind", ["rows", "Chinese", "confirmed", "with id", ids]))?;
    for (kind, c) in &checked.coverage {
        writeln!(page.out, "{}", cells(kind, c, confirmed))?;
        if let Some([rows, chinese, ids]) = c.approved {
            let ids = if confirmed { share(ids, rows) } else { String::new() };
            writeln!(page.out, "{}", row("  approved", [&rows.to_string(), &share(chinese, rows), "", "", &ids]))?;
        }
    }
    page.blank()?;
    for warning in &checked.warnings {
        page.text(0, Tone::Warning, &format!("{} {}: {}", warning.code, warning.subject, warning.detail))?;
    }
    let tone = if checked.warnings.is_empty() { Tone::Good } else { Tone::Bad };
    page.text(0, tone, &format!("{} warnings, {} more explained", checked.warnings.len(), checked.explained))
}

fn cells(kind: &str, c: &Coverage, confirmed: bool) -> String {
    let confirmed = if confirmed { share(c.id_confirmed, c.rows) } else { String::new() };
    row(kind, [&c.rows.to_string(), &share(c.chinese, c.rows), &share(c.chinese_confirmed, c.rows), &share(c.with_id, c.rows), &confirmed])
}

fn share(part: usize, whole: usize) -> String {
    format!("{:.0}%", 100.0 * part as f64 / whole.max(1) as f64)
}

fn row(kind: &str, cells: [&str; 5]) -> String {
    let cells: String = cells.iter().map(|c| format!("{c:>11}")).collect();
    format!("{kind:<14}{cells}").trim_end().to_owned()
}
