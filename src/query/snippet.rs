//! The passage of a document that says most of what was asked.

use super::resolve::Resolved;
use crate::record::DocumentRecord;
use std::collections::BTreeSet;

/// Code points of a snippet.
const LENGTH: usize = 200;
/// How far before a hit a sentence may begin.
const BEFORE: usize = 80;
const ENDS: [char; 8] = ['.', '。', '!', '?', '！', '？', '\n', ';'];

/// A passage of the text, in one line; what was cut off shows as `…`.
pub fn snippet(record: &DocumentRecord, resolved: &Resolved) -> String {
    let Some(text) = record.text.as_deref() else { return record.title.clone().unwrap_or_default() };
    let characters: Vec<char> = text.chars().collect();
    let after_title = record.title.as_deref().filter(|t| text.starts_with(*t)).map_or(0, |t| t.chars().count());
    let hits = hits(record, resolved, &characters);
    let body: Vec<(usize, usize)> = hits.iter().copied().filter(|h| h.0 >= after_title).collect();
    let hits = if body.is_empty() { hits } else { body };
    // The window that holds most of what was asked; the first of equals.
    let different =
        |from: usize| hits.iter().filter(|h| h.0 >= from && h.0 < from + LENGTH - BEFORE).map(|h| h.1).collect::<BTreeSet<_>>().len();
    let best = hits.iter().map(|h| h.0).max_by_key(|&at| (different(at), std::cmp::Reverse(at))).unwrap_or(after_title);
    cut(&characters, best.min(characters.len()))
}

/// Places of concepts and words asked, each with a number for what it is.
fn hits(record: &DocumentRecord, resolved: &Resolved, characters: &[char]) -> Vec<(usize, usize)> {
    let asked: Vec<_> = resolved.treatments().chain(&resolved.endpoints).chain(&resolved.conditions).chain(&resolved.biomarkers).collect();
    let mut hits = Vec::new();
    for mention in &record.mentions {
        if let Some(concept) = &mention.concept {
            hits.extend(asked.iter().enumerate().filter(|(_, a)| a.covered.contains(concept)).map(|(i, _)| (mention.start, i)));
        }
    }
    let lower: Vec<char> = characters.iter().map(|c| c.to_lowercase().next().unwrap_or(*c)).collect();
    for (i, word) in resolved.words.iter().enumerate().flat_map(|(i, w)| w.forms.iter().map(move |f| (i, f))) {
        let wanted: Vec<char> = word.chars().collect();
        if !wanted.is_empty() && wanted.len() <= lower.len() {
            hits.extend((0..=lower.len() - wanted.len()).filter(|&at| lower[at..].starts_with(&wanted)).map(|at| (at, asked.len() + i)));
        }
    }
    hits.sort_unstable();
    hits
}

/// From the beginning of the sentence, or a little before the hit, for [`LENGTH`] code points.
fn cut(characters: &[char], hit: usize) -> String {
    // A full stop inside a number ends nothing.
    let ends_at = |i: usize| ENDS.contains(&characters[i]) && !characters.get(i + 1).is_some_and(char::is_ascii_digit);
    let earliest = hit.saturating_sub(BEFORE);
    let sentence = (earliest..hit).rev().find(|&i| ends_at(i)).map(|i| i + 1).or((earliest == 0).then_some(0));
    let word = (earliest..hit).find(|&i| characters[i].is_whitespace()).map(|i| i + 1);
    let start = sentence.or(word).unwrap_or(earliest);
    let last = (start + LENGTH).min(characters.len());
    let half = (start + LENGTH / 2).min(last);
    let end = if last == characters.len() {
        last
    } else {
        let whole = (half..last).rev().find(|&i| ends_at(i)).map(|i| i + 1);
        whole.or((half..last).rev().find(|&i| characters[i] == ' ')).unwrap_or(last)
    };
    let passage: String = characters[start.min(end)..end].iter().collect();
    let passage = passage.split_whitespace().collect::<Vec<_>>().join(" ");
    let closed = end == characters.len() || end.checked_sub(1).is_some_and(ends_at);
    format!("{}{passage}{}", if sentence.is_some() { "" } else { "…" }, if closed { "" } else { "…" })
}
