//! A quality report in the terminal.

use super::super::page::{Page, Tone};
use super::super::query::count;
use super::super::wrap::width;
use crate::evaluate::{Level, Mistake, Report, Score};
use std::collections::BTreeMap;
use std::io;

/// Ids of documents that are named where they were not read.
const UNANSWERED_SHOWN: usize = 5;

pub fn report(page: &mut Page, report: &Report) -> io::Result<()> {
    page.text(0, Tone::Heading, &format!("{}, {} read", count(report.documents, "annotated document"), report.answered))?;
    if !report.unanswered.is_empty() {
        let named = report.unanswered.iter().take(UNANSWERED_SHOWN).map(String::as_str).collect::<Vec<_>>().join(", ");
        let rest = if report.unanswered.len() > UNANSWERED_SHOWN { ", …" } else { "" };
        page.text(0, Tone::Warning, &format!("not among the documents: {named}{rest}"))?;
    }
    page.blank()?;
    writeln!(page.out, "{}", row("level", &["gold", "read", "precision", "recall", "F1"]))?;
    for (level, s) in &report.levels {
        let cells = [s.gold.to_string(), s.predicted.to_string(), share(s.precision), share(s.recall), share(s.f1)];
        writeln!(page.out, "{}", row(level.as_str(), &cells))?;
    }
    parts(page, "language", report.languages.iter().map(|(name, part)| (name, &part.levels)))?;
    parts(page, "measure", report.measures.iter())?;
    worst(page, report)?;
    sorts(page, report)?;
    report.mistakes.iter().try_for_each(|m| mistake(page, m))
}

/// Ratios of each part: their number, and the whole of them.
fn parts<'a>(page: &mut Page, of: &str, parts: impl Iterator<Item = (&'a String, &'a BTreeMap<Level, Score>)>) -> io::Result<()> {
    page.blank()?;
    writeln!(page.out, "{}", row(of, &["gold", "read", "number F1", "full F1"]))?;
    for (name, levels) in parts {
        let (Some(number), Some(full)) = (levels.get(&Level::EffectNumber), levels.get(&Level::EffectFull)) else { continue };
        writeln!(page.out, "{}", row(name, &[number.gold.to_string(), number.predicted.to_string(), share(number.f1), share(full.f1)]))?;
    }
    Ok(())
}

fn worst(page: &mut Page, report: &Report) -> io::Result<()> {
    if report.worst.is_empty() {
        return Ok(());
    }
    page.blank()?;
    page.text(0, Tone::Heading, "Worst documents, by effects, outcomes, comparisons and doses")?;
    for document in &report.worst {
        page.text(
            2,
            Tone::Plain,
            &format!("{}: {} missed, {}", document.document, document.missed, count(document.false_alarms, "false alarm")),
        )?;
    }
    Ok(())
}

fn sorts(page: &mut Page, report: &Report) -> io::Result<()> {
    if report.sorts.is_empty() {
        return Ok(());
    }
    page.blank()?;
    page.text(0, Tone::Heading, "Sorts of mistakes")?;
    for sort in &report.sorts {
        writeln!(page.out, "{:>7}  {:<18}{}", sort.count, sort.level.as_str(), sort.sort)?;
    }
    Ok(())
}

fn mistake(page: &mut Page, mistake: &Mistake) -> io::Result<()> {
    page.blank()?;
    page.text(0, Tone::Heading, &format!("{} · {} · {}", mistake.level.as_str(), mistake.sort, mistake.document))?;
    for (label, said) in [("gold  ", &mistake.gold), ("read  ", &mistake.read)] {
        if let Some(said) = said {
            page.labelled(2, label, Tone::Plain, said)?;
        }
    }
    mistake.quote.as_ref().map_or(Ok(()), |quote| page.text(2, Tone::Faint, &format!("“{quote}”")))
}

fn share(share: f64) -> String {
    format!("{share:.3}")
}

fn row(name: &str, cells: &[impl AsRef<str>]) -> String {
    let cells: String = cells.iter().map(|cell| format!("{:>10}", cell.as_ref())).collect();
    format!("{name}{}{cells}", " ".repeat(18usize.saturating_sub(width(name))))
}
