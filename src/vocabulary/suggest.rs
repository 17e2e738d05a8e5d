//! "did you mean": forms near a misspelt word.

use super::Vocabulary;

const SUGGESTIONS_MAX: usize = 3;

/// Preferred names of the concepts whose forms are nearest, at most a third of the word away.
pub fn suggest(vocabulary: &Vocabulary, word: &str) -> Vec<String> {
    let word = super::automaton::key(word.trim());
    let length = word.chars().count();
    let limit = (length / 3).clamp(1, 3);
    let mut near: Vec<(usize, &str)> = vocabulary
        .automaton
        .forms()
        .filter(|form| form.chars().count().abs_diff(length) <= limit && form.chars().count() > 2)
        .filter_map(|form| distance(&word, form, limit).map(|d| (d, form)))
        .collect();
    near.sort();
    let mut names: Vec<String> = Vec::new();
    for (_, form) in near {
        for concept in vocabulary.lookup(form) {
            let name = &vocabulary.concept(concept).name;
            if !names.contains(name) && names.len() < SUGGESTIONS_MAX {
                names.push(name.clone());
            }
        }
    }
    names
}

/// Edits (insertions, deletions, changes, swaps of neighbours) between two words, if at most `limit`.
fn distance(a: &str, b: &str, limit: usize) -> Option<usize> {
    let (a, b): (Vec<char>, Vec<char>) = (a.chars().collect(), b.chars().collect());
    let mut rows = vec![vec![0usize; b.len() + 1]; a.len() + 1];
    for (i, row) in rows.iter_mut().enumerate() {
        row[0] = i;
    }
    for j in 0..=b.len() {
        rows[0][j] = j;
    }
    for i in 1..=a.len() {
        for j in 1..=b.len() {
            let change = rows[i - 1][j - 1] + usize::from(a[i - 1] != b[j - 1]);
            let mut best = change.min(rows[i - 1][j] + 1).min(rows[i][j - 1] + 1);
            if i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1] {
                best = best.min(rows[i - 2][j - 2] + 1);
            }
            rows[i][j] = best;
        }
        if rows[i].iter().min().is_some_and(|&m| m > limit) {
            return None;
        }
    }
    Some(rows[a.len()][b.len()]).filter(|&d| d <= limit)
}
