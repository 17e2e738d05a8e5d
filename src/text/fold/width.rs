//! Full-width, ligature and compatibility characters → their plain form (NFKC, character by character).

use super::{Edit, per_char};
use std::borrow::Cow;
use unicode_normalization::UnicodeNormalization;

pub fn edits(text: &str) -> Vec<Edit> {
    per_char(text, |c| match c {
        // A Chinese comma is no thousands separator: the space keeps the numbers apart.
        '，' => Some(Cow::Borrowed(", ")),
        '⩾' | '≧' | '≥' => (c != '≥').then_some(Cow::Borrowed("≥")),
        '⩽' | '≦' | '≤' => (c != '≤').then_some(Cow::Borrowed("≤")),
        '﹤' => Some(Cow::Borrowed("<")),
        '﹥' => Some(Cow::Borrowed(">")),
        '∼' | '〜' | '～' => Some(Cow::Borrowed("~")),
        '“' | '”' => Some(Cow::Borrowed("\"")),
        '‘' | '’' | '′' => Some(Cow::Borrowed("'")),
        '×' | '⨯' | '✕' => (c != '×').then_some(Cow::Borrowed("×")),
        // Marks that carry meaning by their shape: list numbers, fractions, 。 and ！ as sentence ends.
        '①'..='⓿' | '½' | '¼' | '¾' | '！' | '？' | '…' | '™' | '℠' => None,
        _ => {
            let folded: String = std::iter::once(c).nfkc().collect();
            let changed = !(folded.len() == c.len_utf8() && folded.starts_with(c));
            changed.then_some(Cow::Owned(folded))
        }
    })
}
