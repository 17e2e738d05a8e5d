//! Traditional Chinese → Simplified, so that one vocabulary serves both.

use super::Edit;
use crate::text::is_han;
use ferrous_opencc::{OpenCC, config::BuiltinConfig};
use std::sync::OnceLock;

pub fn edits(text: &str) -> Vec<Edit> {
    let mut edits = Vec::new();
    let mut at = 0;
    while let Some(start) = text[at..].find(is_han).map(|i| at + i) {
        let end = text[start..].find(|c| !is_han(c)).map_or(text.len(), |i| start + i);
        run_edits(&text[start..end], start, &mut edits);
        at = end;
    }
    edits
}

fn run_edits(run: &str, start: usize, edits: &mut Vec<Edit>) {
    let Some(simplified) = converter().map(|c| c.convert(run)) else { return };
    if simplified == run {
        return;
    }
    if simplified.chars().count() != run.chars().count() {
        edits.push(Edit::new(start..start + run.len(), simplified));
        return;
    }
    for ((i, from), to) in run.char_indices().zip(simplified.chars()) {
        if from != to {
            edits.push(Edit::new(start + i..start + i + from.len_utf8(), to.to_string()));
        }
    }
}

/// The dictionary is opened once, when the first Han character is met.
fn converter() -> Option<&'static OpenCC> {
    static CONVERTER: OnceLock<Option<OpenCC>> = OnceLock::new();
    CONVERTER.get_or_init(|| OpenCC::from_config(BuiltinConfig::T2s).ok()).as_ref()
}
