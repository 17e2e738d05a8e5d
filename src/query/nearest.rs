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

/// Insertions, deletions, changes and swaps of neighbours from one word to the other.
fn edits(a: &str, b: &str) -> usize {
    let (a, b): (Vec<char>, Vec<char>) = (a.chars().collect(), b.chars().collect());
    let mut rows: Vec<Vec<usize>> = vec![(0..=b.len()).collect()];
    for i in 1..=a.len() {
        let mut row = vec![i];
        for j in 1..=b.len() {
            let change = rows[i - 1][j - 1] + usize::from(a[i - 1] != b[j - 1]);
            let mut best = change.min(rows[i - 1][j] + 1).min(row[j - 1] + 1);
            if i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1] {
                best = best.min(rows[i - 2][j - 2] + 1);
            }
            row.push(best);
        }
        rows.push(row);
    }
    rows[a.len()][b.len()]
}
