//! Every dash and minus → `-`.

use super::{Edit, per_char};
use std::borrow::Cow;

pub fn edits(text: &str) -> Vec<Edit> {
    per_char(text, |c| matches!(c, '‐' | '‑' | '‒' | '–' | '—' | '―' | '−' | '⁃' | '➖' | '─').then_some(Cow::Borrowed("-")))
}
