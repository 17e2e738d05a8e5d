//! Whether a number in running text is a statistic: what stands before it says so.

/// Labels that numbers follow, also directly ("OR0.86"); some as a scan misreads them.
const LABELS: &[&str] = &["HR", "OR", "0R", "RR", "SHR", "IRR", "CI", "Cl", "C1", "P", "p", "P值", "p值", "比", "区间"];

/// The text before a number ends in a relation, a range's dash, or the name of a statistic.
pub fn announced(before: &str) -> bool {
    let before = before.trim_end_matches([' ', '(', '[']);
    related(before) || before.ends_with(':') && announced_by_label(before.trim_end_matches([':', ' '])) || announced_by_label(before)
}

/// The text before a number ends in a sign that only a number follows.
pub fn related(before: &str) -> bool {
    let before = before.trim_end_matches(' ');
    // A dash is a range's where a number stands before it.
    let range = before.strip_suffix(['-', '~']).is_some_and(|b| b.trim_end().ends_with(|c: char| c.is_ascii_digit() || c == '%'));
    range || before.ends_with(['=', '<', '>', '≤', '≥', '±'])
}

fn announced_by_label(before: &str) -> bool {
    LABELS.iter().any(|label| {
        before.strip_suffix(label).is_some_and(|rest| !label.is_ascii() || !rest.ends_with(|c: char| c.is_ascii_alphanumeric()))
    })
}
