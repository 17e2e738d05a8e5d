//! What a printed page puts between two halves of a sentence: its running head and foot, a caption, the page break itself.

use crate::document::document::{Mask, Span};
use crate::document::line::Line;
use std::collections::HashMap;

/// Narrower lines were not wrapped by a page.
const WRAPPED_WIDTH_MIN: usize = 36;
/// By how much a line must be wider than a caption's to belong to the text again.
const WIDER: f64 = 1.4;
const CAPTION_LINES_MAX: usize = 60;

pub fn interruptions(lines: &[Line<'_>]) -> Vec<Mask> {
    let running = running_lines(lines);
    let written: Vec<usize> = (0..lines.len()).filter(|&i| !lines[i].is_blank()).collect();
    let mut masks = Vec::new();
    let mut k = 0;
    while k + 1 < written.len() {
        let before = written[k];
        // Running lines and captions after this line, up to where the text goes on.
        let mut next = k + 1;
        let mut passed = false;
        while next < written.len() {
            if running[written[next]] {
                (next, passed) = (next + 1, true);
            } else if is_caption(lines[written[next]].text) && is_open(lines, before) {
                (next, passed) = (caption_end(lines, &written, next), true);
            } else {
                break;
            }
        }
        let broken = next < written.len()
            && is_open(lines, before)
            && (passed || written[next] > before + 1)
            && goes_on(lines, before, written[next], passed);
        if broken {
            // The line end before it stays, so that a word that it divides is joined again.
            let (start, end) = (lines[before].span.end + 1, lines[written[next]].span.start);
            if start < end {
                masks.push(Mask { span: Span::new(start, end), interrupts: true });
            }
        } else {
            let only_running = written[k + 1..next].iter().filter(|&&i| running[i]);
            masks.extend(only_running.map(|&i| Mask { span: lines[i].span, interrupts: false }));
        }
        k = next.max(k + 1);
    }
    masks
}

/// A line of a wrapped paragraph in which a sentence has not ended.
fn is_open(lines: &[Line<'_>], i: usize) -> bool {
    lines[i].width() >= WRAPPED_WIDTH_MIN
        && !lines[i].ends_sentence()
        && i > 0
        && lines[i - 1].width() * 10 >= lines[i].width() * 7
        && lines[i - 1].width() <= 2 * lines[i].width()
        && lines[i].width() <= 200
}

fn goes_on(lines: &[Line<'_>], before: usize, next: usize, passed: bool) -> bool {
    let (last, first) = (lines[before].text, lines[next].text);
    let small = first.starts_with(|c: char| c.is_lowercase() || matches!(c, '(' | '[' | ')' | '%'));
    let number = first.starts_with(|c: char| c.is_ascii_digit())
        && !first.split('.').next().is_some_and(|n| n.len() <= 2 && n.chars().all(|c| c.is_ascii_digit()) && first.len() > n.len());
    small
        || (last.ends_with(['-', '/', ',']) || passed)
            && (number || first.starts_with(char::is_uppercase))
            && lines[next].width() >= WRAPPED_WIDTH_MIN
}

/// Lines that come again and again but for their page number.
fn running_lines(lines: &[Line<'_>]) -> Vec<bool> {
    let mut seen: HashMap<&str, (usize, bool)> = HashMap::new();
    for line in lines.iter().filter(|l| !l.is_blank()) {
        let (words, numbered) = without_page_number(line.text);
        let entry = seen.entry(words).or_default();
        *entry = (entry.0 + 1, entry.1 || numbered);
    }
    lines
        .iter()
        .map(|line| {
            let (words, _) = without_page_number(line.text);
            words.chars().count() >= 8
                && words.chars().any(char::is_alphabetic)
                && seen.get(words).is_some_and(|&(count, numbered)| count >= 2 && numbered)
        })
        .collect()
}

/// `Title of it      3` → `Title of it`. A number counts as a page's only after a wide gap.
fn without_page_number(text: &str) -> (&str, bool) {
    let digits = |t: &str| !t.is_empty() && t.len() <= 4 && t.chars().all(|c| c.is_ascii_digit());
    if let Some((words, number)) = text.rsplit_once(['\u{20}', '\t', '\u{3000}'])
        && digits(number)
        && (words.ends_with("  ") || words.ends_with('\t') || words.ends_with(" |"))
    {
        return (words.trim_end_matches(['|', ' ', '\t']), true);
    }
    if let Some((number, words)) = text.split_once(' ')
        && digits(number)
        && words.starts_with("  ")
    {
        return (words.trim_start(), true);
    }
    (text, false)
}

fn is_caption(text: &str) -> bool {
    const WORDS: &[&str] = &["Fig. ", "Fig ", "FIG. ", "Figure ", "FIGURE ", "Table ", "TABLE ", "图", "表"];
    WORDS.iter().any(|word| {
        text.strip_prefix(word).is_some_and(|rest| {
            let number = rest.trim_start().chars().take_while(|c| c.is_ascii_digit()).count();
            let after = rest.trim_start().get(number..).unwrap_or("");
            number > 0
                && number <= 2
                && (after.starts_with("  ")
                    || after.starts_with([':', '.', '|', '：', '　'])
                    || after.starts_with(' ') && after.trim_start().starts_with(char::is_uppercase))
        })
    })
}

/// The first written line after a caption: past a blank line, or where the lines grow as wide as the text again.
fn caption_end(lines: &[Line<'_>], written: &[usize], caption: usize) -> usize {
    let mut widest = lines[written[caption]].width();
    for k in caption + 1..written.len().min(caption + CAPTION_LINES_MAX) {
        let width = lines[written[k]].width();
        let gap = written[k] > written[k - 1] + 1;
        if gap || k > caption + 2 && width as f64 > widest as f64 * WIDER {
            return k;
        }
        widest = widest.max(width);
    }
    written.len().min(caption + CAPTION_LINES_MAX)
}
