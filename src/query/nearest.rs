//! Names near a misspelt one.

/// The nearest of `candidates`, nearest first, then in their order: at most a third of the letters differ, or one begins with the other.
pub fn nearest<'a>(word: &str, candidates: impl Iterator<Item = &'a str>, max: usize) -> Vec<&'a str> {
    let wanted = word.to_lowercase();
    let limit = (wanted.chars().count() / 3).max(1);
    let mut near: Vec<(usize, usize, &str)> = candidates
        .enumerate()
        .filter_map(|(i, candidate)| {
            let lower = candidate.to_lowercase();
            let away = edits(&wanted, &lower);
            let begins = wanted.len() >= 3 && (lower.starts_with(&wanted) || wanted.starts_with(&lower) && lower.len() >= 3);
            (away <= limit || begins).then_some((away, i, candidate))
        })
        .collect();
    near.sort();
    near.into_iter().take(max).map(|n| n.2).collect()
}

/// Insertions, deletions and changes from one word to the other.
fn edits(a: &str, b: &str) -> usize {
    let b: Vec<char> = b.chars().collect();
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, ca) in a.chars().enumerate() {
        let mut before = row[0];
        row[0] = i + 1;
        for (j, &cb) in b.iter().enumerate() {
            let change = before + usize::from(ca != cb);
            before = row[j + 1];
            row[j + 1] = change.min(row[j] + 1).min(before + 1);
        }
    }
    row[b.len()]
}
