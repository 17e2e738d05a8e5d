//! Whether a number in running text is a statistic: what stands before it says so.

/// Labels that numbers follow, also directly ("OR0.86"); some as a scan misreads them.
const LABELS: &[&str] = &["HR", "OR", "0R", "RR", "SHR", "IRR", "CI", "Cl", "C1", "P", "p", "P值", "p值", "比", "区间"];

/// The text before a number ends in a relation, a range's dash, or the name of a statistic.
pub fn announced(before: &str) -> bool {
    let before = before.trim_end_matches([' ', '(', '[']);
    related(before) || ranged(before) || named(before)
}

/// The text before a number ends in a sign that only a number follows.
pub fn related(before: &str) -> bool {
    before.trim_end_matches(' ').ends_with(['=', '<', '>', '≤', '≥', '±'])
}

/// The text before a number ends in a dash that a number stands before.
pub fn ranged(before: &str) -> bool {
    let low = before.trim_end_matches(' ').strip_suffix(['-', '~']);
    low.is_some_and(|b| b.trim_end().ends_with(|c: char| c.is_ascii_digit() || c == '%'))
}

/// The text before a number ends in the name of a statistic, with or without a colon.
pub fn named(before: &str) -> bool {
    // A dash there is a misread equals sign.
    let before = before.trim_end_matches([' ', '(', '[', ':', '-']);
    LABELS.iter().any(|label| {
        before.strip_suffix(label).is_some_and(|rest| !label.is_ascii() || !rest.ends_with(|c: char| c.is_ascii_alphanumeric()))
    })
}
