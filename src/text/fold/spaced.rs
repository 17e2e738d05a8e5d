//! Numbers and labels whose characters stand apart, as in `H R = 0 . 7 1` or `P = 0. 006`, → one piece.
//!
//! Where the pieces allow more than one number (`0 . 7 1 0 . 5 9`), the mark [`UNREADABLE`] stands for them all.

use super::statistic::{announced, related};
use super::{Edit, UNREADABLE};

pub fn edits(text: &str) -> Vec<Edit> {
    let bytes = text.as_bytes();
    let mut edits = Vec::new();
    let mut at = 0;
    while let Some(i) = bytes[at..].iter().position(|&b| b == b' ' || b == b'.').map(|i| at + i) {
        at = label(text, i, &mut edits)
            .or_else(|| percent(text, i, &mut edits))
            .or_else(|| decimal(text, i, &mut edits))
            .or_else(|| zeros(text, i, &mut edits))
            .or_else(|| two_points(text, i, &mut edits))
            .unwrap_or(i + 1)
            .max(i + 1);
    }
    edits
}

fn digit(text: &str, at: usize) -> bool {
    text.as_bytes().get(at).is_some_and(u8::is_ascii_digit)
}

/// The place after a run of digits that begins at `at`.
fn digits_end(text: &str, at: usize) -> usize {
    (at..text.len()).find(|&i| !digit(text, i)).unwrap_or(text.len())
}

/// Where a run of digits begins that ends before `end`.
fn digits_start(text: &str, end: usize) -> usize {
    (0..end).rev().find(|&i| !digit(text, i)).map_or(0, |i| i + 1)
}

/// Not earlier than the edit before.
fn free(edits: &[Edit], from: usize) -> bool {
    edits.last().is_none_or(|e| e.range.end <= from)
}

/// `H R`, `O R`, `C I`: two capitals that stand apart, before what follows such a label.
fn label(text: &str, space: usize, edits: &mut Vec<Edit>) -> Option<usize> {
    const LABELS: &[(&str, &str)] = &[("H", "R"), ("O", "R"), ("R", "R"), ("C", "I")];
    let (before, after) = (&text[..space], text[space..].strip_prefix(' ')?);
    let (one, _) = LABELS.iter().find(|(a, b)| before.ends_with(a) && after.starts_with(b))?;
    let alone = before[..before.len() - 1].trim_end_matches(' ');
    let lettered = alone.chars().next_back().is_some_and(|c| c.is_ascii_alphabetic())
        && (alone.len() + 1 == before.len() || alone.chars().rev().nth(1).is_none_or(|c| !c.is_ascii_alphanumeric()));
    let follows = after[1..].trim_start_matches(' ');
    let valued = follows.starts_with(['=', ':', '(', '[', ',', ')']) || follows.starts_with(|c: char| c.is_ascii_digit() || c == '{');
    (!lettered && valued && (*one != "C" || alone.ends_with('%') || alone.ends_with('(')) && free(edits, space)).then(|| {
        edits.push(Edit::new(space..space + 1, ""));
        space + 1
    })
}

/// `9 5 %`: single digits before a percent sign.
fn percent(text: &str, space: usize, edits: &mut Vec<Edit>) -> Option<usize> {
    if !(text[space..].starts_with(' ') && digit(text, space.checked_sub(1)?) && digit(text, space + 1)) {
        return None;
    }
    let first = space - 1;
    let fresh = !text[..first].trim_end_matches(' ').ends_with(|c: char| c.is_ascii_digit() || c == '.');
    if !fresh {
        return None;
    }
    let mut gaps = vec![space];
    let mut end = space + 2;
    while gaps.len() < 4 && text[end..].starts_with(' ') && digit(text, end + 1) && !digit(text, end + 2) {
        gaps.push(end);
        end += 2;
    }
    let sign = text[end..].trim_start_matches(' ').starts_with('%');
    if text[end..].starts_with(" %") {
        gaps.push(end);
    }
    (sign && !digit(text, end) && gaps.len() <= 3 && free(edits, space)).then(|| {
        edits.extend(gaps.into_iter().map(|g| Edit::new(g..g + 1, "")));
        end
    })
}

/// A decimal point with spaces around it, and the digits that stand apart beside it.
fn decimal(text: &str, at: usize, edits: &mut Vec<Edit>) -> Option<usize> {
    // `at` is the point, or the space before it.
    let point = if text[at..].starts_with(' ') { at + 1 } else { at };
    let right = point + 1 + text.get(point + 1..)?.len() - text[point + 1..].trim_start_matches(' ').len();
    let (left_gap, right_gap) = (point - at, right - point - 1);
    if !text[point..].starts_with('.')
        || left_gap + right_gap == 0
        || right_gap > 1
        || !digit(text, right)
        || !digit(text, at.checked_sub(1)?)
    {
        return None;
    }
    // To the left: digits in one piece, or single ones.
    let mut start = digits_start(text, at);
    if at - start == 1 {
        while start >= 2 && text.as_bytes()[start - 1] == b' ' && digit(text, start - 2) && digits_start(text, start - 1) == start - 2 {
            start -= 2;
        }
    }
    // To the right: likewise.
    let mut end = digits_end(text, right);
    let mut singles = usize::from(end - right == 1);
    if singles == 1 {
        while text[end..].starts_with(' ') && digit(text, end + 1) && !digit(text, end + 2) {
            end += 2;
            singles += 1;
        }
    }
    let before = &text[..start];
    // "0.05. 12 patients", "1.2. 3": the point ends something else.
    if before.ends_with('.') || before.ends_with(|c: char| c.is_ascii_alphabetic()) && !announced(before) || !free(edits, start) {
        return None;
    }
    let apart = left_gap == 1 && right_gap == 1;
    let zero = text[start..at] == *"0";
    // "H R = 0 . 7 1" stands apart all through; "0. 71" and "1. 13" need a sign that a number is meant, "group 2 . 5 patients" has none.
    let meant =
        apart && (singles > 1 || at - start > 1 && text[start..at].contains(' ')) || zero && !before.ends_with('(') || announced(before);
    if !meant {
        return None;
    }
    let again = text[end..].trim_start_matches(' ');
    if again.strip_prefix('.').is_some_and(|r| r.trim_start_matches(' ').starts_with(|c: char| c.is_ascii_digit())) {
        // Two points: where one number ends and the next begins is lost.
        let mut end = end;
        while let Some(next) = text[end..].find(|c: char| c != ' ').map(|i| end + i)
            && (digit(text, next)
                || text[next..].starts_with('.') && text[next + 1..].trim_start_matches(' ').starts_with(|c: char| c.is_ascii_digit()))
        {
            end = next + 1;
        }
        edits.push(Edit::new(start..end, UNREADABLE));
        return Some(end);
    }
    let gaps = text[start..end].match_indices(' ').map(|(i, _)| start + i);
    edits.extend(gaps.map(|g| Edit::new(g..g + 1, "")));
    Some(end)
}

/// `P<0.000 1`: digits set in groups, after nothing but zeros.
fn zeros(text: &str, space: usize, edits: &mut Vec<Edit>) -> Option<usize> {
    if !text[space..].starts_with(' ') || !digit(text, space + 1) {
        return None;
    }
    let zeros = text[..space].len() - text[..space].trim_end_matches('0').len();
    let number = text[..space - zeros].strip_suffix("0.")?;
    let end = digits_end(text, space + 1);
    // "P=0.000 12 patients": a count, not the rest of the number.
    let words = text[end..].trim_start_matches(' ').starts_with(char::is_alphanumeric);
    let closed = !text[end..].starts_with(|c: char| c.is_alphanumeric() || matches!(c, '.' | '%' | '/')) && (!words || end - space == 2);
    (zeros > 0 && related(number) && end - space <= 4 && closed && free(edits, space)).then(|| {
        edits.push(Edit::new(space..space + 1, ""));
        end
    })
}

/// `=0.591.01`: two numbers without what stood between them.
fn two_points(text: &str, point: usize, edits: &mut Vec<Edit>) -> Option<usize> {
    if !text[point..].starts_with('.') {
        return None;
    }
    let (start, middle) = (digits_start(text, point), digits_end(text, point + 1));
    let glued = start < point && middle > point + 2 && text[middle..].starts_with('.') && digit(text, middle + 1);
    if !glued || !announced(&text[..start]) || !free(edits, start) {
        return None;
    }
    let mut end = digits_end(text, middle + 1);
    while text[end..].starts_with('.') && digit(text, end + 1) {
        end = digits_end(text, end + 1);
    }
    edits.push(Edit::new(start..end, UNREADABLE));
    Some(end)
}

#[cfg(test)]
mod tests {
    use crate::text::fold::tests::check;

    #[test]
    fn pieces_of_one_number_meet() {
        check(&[
            (
                "H R = 0 . 7 1 , 9 5 % C I 0 . 5 9 - 0 . 8 6",
                "HR = 0.71 , 95% CI 0.59 - 0.86",
                &[("0.71", "0 . 7 1"), ("0.59 - 0.86", "0 . 5 9 - 0 . 8 6")],
            ),
            ("P = 0. 006", "P = 0.006", &[("0.006", "0. 006")]),
            ("(P<0 .001)", "(P<0.001)", &[]),
            ("CI 0.29-1. 13; ", "CI 0.29-1.13; ", &[("0.29-1.13", "0.29-1. 13")]),
            ("OR1. 056,95%CI1. 040~1. 073", "OR1.056,95%CI1.040~1.073", &[]),
            ("P<0.000 1, P=0.00 001)", "P<0.0001, P=0.00001)", &[]),
            ("median 1 2 . 5 months", "median 12.5 months", &[]),
            ("８ ５ ％ 生存", "85% 生存", &[]),
        ]);
    }

    #[test]
    fn what_is_no_number_in_pieces_stays() {
        for text in [
            "P<0.05. 12 patients",
            "see table 2 . 5 patients died",
            "phase 2. 40 patients",
            "section 2.2.4 and version 1.12.3",
            "groups 1 2 3 and 4 5",
            "T H R 0.5",
            "P<0.05 12 patients",
            "P=0.000 12 patients were",
            "1. 13 patients",
        ] {
            check(&[(text, text, &[])]);
        }
    }

    #[test]
    fn more_than_one_reading_is_none() {
        check(&[
            ("HR 0 . 7 1 0 . 5 9 to", "HR \u{fffd} to", &[("\u{fffd}", "0 . 7 1 0 . 5 9")]),
            ("HR=0.71 (95% CI 0.591.01)", "HR=0.71 (95% CI \u{fffd})", &[("\u{fffd}", "0.591.01")]),
        ]);
    }
}
