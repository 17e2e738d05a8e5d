//! The Lancet's middle dot between digits → a decimal point.

use super::Edit;

pub fn edits(text: &str) -> Vec<Edit> {
    let mut edits = Vec::new();
    for (i, c) in text.char_indices().filter(|(_, c)| matches!(c, '·' | '∙' | '•' | '‧' | '・' | '⋅')) {
        let digit_before =
            text[..i].chars().next_back().is_none_or(|b| b.is_ascii_digit() || matches!(b, ' ' | '(' | '=' | '<' | '>' | '-'));
        let digit_after = text[i + c.len_utf8()..].starts_with(|a: char| a.is_ascii_digit());
        let glued = text[..i].ends_with(|b: char| b.is_ascii_digit()) || matches!(c, '·' | '∙' | '⋅');
        if digit_before && digit_after && glued {
            edits.push(Edit::new(i..i + c.len_utf8(), "."));
        }
    }
    edits
}
