//! Line ends that a page's width made → nothing (after a hyphen, or between Han characters) or a space.
//!
//! A block of lines that are all about equally long was wrapped by its page: all its line ends are soft. Elsewhere a line end is
//! soft only where the next line goes on in lower case after a long line without a full stop. Hard ends stay `\n`.

use super::Edit;
use crate::text::is_han;

/// Characters from which on a line can have been broken by its page.
const WRAPPED_LINE_MIN: usize = 40;
const WRAPPED_LINE_MAX: usize = 200;

pub fn edits(text: &str) -> Vec<Edit> {
    let mut edits = Vec::new();
    let mut block: Vec<(usize, usize)> = Vec::new();
    let mut start = 0;
    // Where the last line ends that is not empty.
    let mut last = 0;
    for line in text.split_inclusive('\n') {
        let end = start + line.trim_end_matches('\n').len();
        if block.is_empty() && !line.trim().is_empty() && cuts_statistic(&text[..last], line) {
            edits.push(Edit::new(last..start + line.len() - line.trim_start().len(), ""));
        }
        if !line.trim().is_empty() {
            last = start + line.trim_end().len();
        }
        if line.trim().is_empty() {
            join(text, &block, &mut edits);
            block.clear();
        } else {
            block.push((start, end));
        }
        start += line.len();
    }
    join(text, &block, &mut edits);
    edits
}

fn join(text: &str, block: &[(usize, usize)], edits: &mut Vec<Edit>) {
    let wrapped = is_wrapped(text, block);
    for pair in block.windows(2) {
        let (line, next) = (&text[pair[0].0..pair[0].1], &text[pair[1].0..pair[1].1]);
        let (Some(last), Some(first)) = (line.trim_end().chars().next_back(), next.trim_start().chars().next()) else { continue };
        let trail = pair[0].0 + line.trim_end().len();
        let lead = pair[1].1 - next.trim_start().len();
        if cuts_statistic(line, next) {
            edits.push(Edit::new(trail..lead, ""));
            continue;
        }
        let hyphenated = last == '-' && first.is_lowercase() && line.trim_end().chars().rev().nth(1).is_some_and(char::is_alphabetic);
        if hyphenated && (wrapped || line.len() >= WRAPPED_LINE_MIN || block.len() == 2) {
            edits.push(Edit::new(trail - 1..lead, ""));
        } else if wrapped || continues(line, last, first) {
            let glued = last == '-' || last == '/' || is_han(last) && is_han(first);
            edits.push(Edit::new(trail..lead, if glued { "" } else { " " }));
        }
    }
}

/// "95%CI =", "P <" and then the number: a column or page ended between them, also with empty lines.
fn cuts_statistic(before: &str, next: &str) -> bool {
    let before = before.trim_end();
    let valued = |b: &str| b.ends_with(|c: char| c.is_alphanumeric() || c == ' ');
    // A tag ends in an angle bracket too.
    let named = before.strip_suffix(['=', '~', '≤', '≥']).is_some_and(valued)
        || before.strip_suffix(['<', '>']).is_some_and(|b| b.trim_end().ends_with(['P', 'p', '值']) && !b.ends_with("<p"));
    named && next.trim_start().starts_with(|c: char| c.is_ascii_digit() || c == '.')
}

/// Whether at least four lines, all but the last, come close to the block's width.
fn is_wrapped(text: &str, block: &[(usize, usize)]) -> bool {
    if block.len() < 3 {
        return false;
    }
    let widths: Vec<usize> = block.iter().map(|&(s, e)| text[s..e].trim().chars().count()).collect();
    let max = widths.iter().copied().max().unwrap_or(0);
    let full = widths[..widths.len() - 1].iter().filter(|&&w| w * 10 >= max * 7).count();
    (25..=WRAPPED_LINE_MAX).contains(&max) && full * 10 >= (widths.len() - 1) * 8 && !block.iter().any(|&(s, e)| is_item(&text[s..e]))
}

/// A list item or a labelled field is a line of its own.
fn is_item(line: &str) -> bool {
    let line = line.trim_start();
    line.starts_with(['•', '⁃', '*', '▪', '●', '·'])
        || line.starts_with("- ")
        || line
            .split_once(':')
            .is_some_and(|(label, _)| label.len() <= 30 && label.split_whitespace().count() <= 3 && label.starts_with(char::is_uppercase))
}

fn continues(line: &str, last: char, first: char) -> bool {
    line.trim().chars().count() >= WRAPPED_LINE_MIN
        && !matches!(last, '.' | '!' | '?' | '。' | ':' | ';')
        && (first.is_lowercase() || matches!(first, ')' | ',' | '%'))
}

#[cfg(test)]
mod tests {
    use crate::text::fold::fold;

    #[test]
    fn joins_wrapped_lines_and_keeps_fields_apart() {
        let wrapped = "Significant technological advances in radiotherapy\nhave been made in the past few decades. High-preci-\nsion radiotherapy has recently become popular and\nis used.";
        assert_eq!(
            fold(wrapped, &[]).0,
            "Significant technological advances in radiotherapy have been made in the past few decades. High-precision radiotherapy has recently become popular and is used."
        );
        assert_eq!(fold("HR 0.71, 95%CI =\n\n0.52~\n0.97, P<\n0.05\n\nNext", &[]).0, "HR 0.71, 95%CI =0.52~0.97, P<0.05\n\nNext");
        let fields = "Status: Recruiting\nStudy Phase: Phase 2\nSex: All";
        assert_eq!(fold(fields, &[]).0, fields);
    }
}
