//! Commas and points taken for each other: `HR 1,88` is 1.88, and in `40%.47.4%` the first point is a list's comma.

use super::Edit;
use super::statistic::{named, ranged, related};

pub fn edits(text: &str) -> Vec<Edit> {
    let bytes = text.as_bytes();
    let mut edits = Vec::new();
    let mut announced_to = 0;
    for i in 1..bytes.len() {
        let found = match bytes[i] {
            b',' if bytes[i - 1].is_ascii_digit() => decimal(text, i, &mut announced_to),
            b'.' if bytes[i - 1] == b'%' => list(text, i),
            _ => None,
        };
        edits.extend(found);
    }
    edits
}

/// `%.47.4%`: what follows the point is a percentage of its own.
fn list(text: &str, point: usize) -> Option<Edit> {
    let rest = text[point + 1..].trim_start_matches(' ');
    let end = rest.find(|c: char| !(c.is_ascii_digit() || c == '.')).unwrap_or(rest.len());
    (rest.starts_with(|c: char| c.is_ascii_digit()) && rest[end..].trim_start().starts_with('%'))
        .then(|| Edit::new(point..point + 1, if rest.len() < text.len() - point - 1 { "," } else { ", " }))
}

/// `HR 1,88`, `CI 0,58-0,90`: one or two digits after the comma, no list, behind a sign or label that a number follows; the second
/// bound of a range is as the first.
fn decimal(text: &str, comma: usize, announced_to: &mut usize) -> Option<Edit> {
    let start = text[..comma].trim_end_matches(|c: char| c.is_ascii_digit()).len();
    let rest = &text[comma + 1..];
    let len = rest.find(|c: char| !c.is_ascii_digit()).unwrap_or(rest.len());
    let after = &rest[len..];
    let zero = &text[start..comma] == "0";
    let before = &text[..start];
    // "(0,58, 0,90)": the pair of one that was announced.
    let paired = *announced_to > 0 && before.trim_end_matches([' ', '-', '~', ',', ';']).len() == *announced_to
        || before.ends_with("to ") && before.len() == *announced_to + 4;
    let number = (1..=2).contains(&len) || zero && len > 0;
    // "HR 1,2,3" and "1,88.5" are lists or thousands; "CI 1,05 (0,9" goes on.
    let lone = !after.starts_with('.') && !before.ends_with([',', '.']) && !listed(after);
    // A pair of whole bounds is no decimal number: "CI 2,8".
    let bounds = !zero && text[..start].trim_end_matches([' ', ':', '(', '[', '=']).ends_with("CI") && !range_follows(after);
    let meant = named(before) || related(before) || zero && ranged(before);
    if !(number && lone && (meant || paired) && !bounds) {
        return None;
    }
    *announced_to = comma + 1 + len;
    Some(Edit::new(comma..comma + 1, "."))
}

/// `,3` but not `,95%`: one more item of a list of digits.
fn listed(after: &str) -> bool {
    after.strip_prefix(',').is_some_and(|r| {
        let len = r.find(|c: char| !c.is_ascii_digit()).unwrap_or(r.len());
        (1..=2).contains(&len) && !r[len..].trim_start().starts_with(['%', ','])
    })
}

/// `-0,90`, `~3,12`, ` to 0,90`.
fn range_follows(after: &str) -> bool {
    let rest = after.trim_start();
    let Some(rest) = rest.strip_prefix(['-', '~', '至']).or_else(|| rest.strip_prefix("to ")) else { return false };
    let rest = rest.trim_start();
    let len = rest.find(|c: char| !c.is_ascii_digit()).unwrap_or(rest.len());
    len > 0 && rest[len..].strip_prefix(',').is_some_and(|r| r.starts_with(|c: char| c.is_ascii_digit()))
}

#[cfg(test)]
mod tests {
    use crate::text::fold::tests::check;

    #[test]
    fn decimal_commas_and_lists_of_percentages() {
        check(&[
            ("[HR 1,88,95% CI:(1.11-3.19)]", "[HR 1.88,95% CI:(1.11-3.19)]", &[("1.88", "1,88")]),
            ("HR=0,72 (95% CI 0,58-0,90; P=0,004)", "HR=0.72 (95% CI 0.58-0.90; P=0.004)", &[("0.58-0.90", "0,58-0,90")]),
            ("HR: 1,32 (95%CI 1,05 to 1,66)", "HR: 1.32 (95%CI 1.05 to 1.66)", &[]),
            ("40%.47.4%,60%. 80 %", "40%, 47.4%,60%, 80 %", &[]),
        ]);
    }

    #[test]
    fn lists_and_thousands_stay() {
        for text in [
            "95%CI 2,8",
            "OR 1,2,3",
            "n=1,234",
            "P=0.05,12 patients",
            "40%. 12 patients",
            "reached 40%.",
            "refs [1,22]",
            "[14,82-84,86]",
            "1,5年生存率",
        ] {
            check(&[(text, text, &[])]);
        }
    }
}
