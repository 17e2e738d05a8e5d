//! Thin, non-breaking and repeated spaces → one space; zero-width characters and soft hyphens vanish.

use super::Edit;

pub fn edits(text: &str) -> Vec<Edit> {
    let mut edits = Vec::new();
    let mut run: Option<(usize, usize, usize)> = None; // start, end, width in characters
    for (i, c) in text.char_indices() {
        let end = i + c.len_utf8();
        if matches!(c, '\u{200b}'..='\u{200f}' | '\u{feff}' | '\u{ad}' | '\u{2060}') {
            close(text, &mut run, &mut edits);
            edits.push(Edit::new(i..end, ""));
        } else if c != '\n' && c.is_whitespace() {
            run = Some(run.map_or((i, end, 1), |(start, _, n)| (start, end, n + 1)));
        } else {
            close(text, &mut run, &mut edits);
        }
    }
    close(text, &mut run, &mut edits);
    edits
}

fn close(text: &str, run: &mut Option<(usize, usize, usize)>, edits: &mut Vec<Edit>) {
    if let Some((start, end, width)) = run.take()
        && (width > 1 || &text[start..end] != " ")
    {
        edits.push(Edit::new(start..end, " "));
    }
}
