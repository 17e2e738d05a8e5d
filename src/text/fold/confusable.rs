//! Characters that a scan took for one another → what they must be where only one reading makes sense: `0R` before a value is OR,
//! `O.05` and `l.8` are numbers, `95%Cl` is an interval's level.
//!
//! A last `l` could close a bracket as well as end a number: [`UNREADABLE`].

use super::statistic::announced;
use super::{Edit, UNREADABLE};

/// No printed number is longer.
const DIGITS_MAX: usize = 16;

pub fn edits(text: &str) -> Vec<Edit> {
    let bytes = text.as_bytes();
    let mut edits: Vec<Edit> = Vec::new();
    for i in 0..bytes.len() {
        let found = match bytes[i] {
            b'0' => zero_for_o(text, i),
            b'O' | b'o' | b'l' | b'I' => in_number(text, i),
            b'%' => level(text, i).or_else(|| digit_for_comma(text, i)),
            b'-' => dash_for_equal(text, i),
            b'V' | b'U' => versus(text, i),
            _ => None,
        };
        edits.extend(found.filter(|e| edits.last().is_none_or(|l| l.range.end <= e.range.start)));
    }
    edits.extend(lost(text));
    edits.sort_by_key(|e| e.range.start);
    edits.dedup_by(|b, a| b.range.start < a.range.end);
    edits
}

fn value_follows(rest: &str) -> bool {
    let value = rest.trim_start_matches([' ', '=', ':', '(', '-', '值', '为', '~']);
    value.starts_with(|c: char| c.is_ascii_digit()) && value.len() < rest.len() || rest.starts_with(|c: char| c.is_ascii_digit())
}

/// `0R=4.42`, `0R0.62`.
fn zero_for_o(text: &str, at: usize) -> Option<Edit> {
    let fresh = !text[..at].ends_with(|c: char| c.is_ascii_alphanumeric() || c == '.');
    let rest = text[at + 1..].strip_prefix('R').or_else(|| text[at + 1..].strip_prefix("Rs"))?;
    (fresh && value_follows(rest)).then(|| Edit::new(at..at + 1, "O"))
}

/// A letter in the place of a digit: `O.05`, `l.8`, `1.O5`, `O.O01`, `HR0.7l`.
fn in_number(text: &str, at: usize) -> Option<Edit> {
    let digit = match text.as_bytes()[at] {
        b'O' | b'o' => "0",
        _ => "1",
    };
    let like = |c: char| c.is_ascii_digit() || matches!(c, 'O' | 'o' | 'l' | 'I');
    let part = |c: &char| like(*c) || *c == '.';
    // All of them are ASCII: as many bytes as characters.
    let left = text[..at].chars().rev().take(DIGITS_MAX).take_while(part).count();
    let right = text[at..].chars().take(DIGITS_MAX).take_while(part).count();
    if left == DIGITS_MAX || right == DIGITS_MAX {
        return None;
    }
    let (start, end) = (at - left, at + right);
    let number = text[start..end].trim_end_matches('.');
    let (whole, fraction) = number.split_once('.')?;
    if fraction.is_empty() || fraction.contains('.') || start + number.len() <= at {
        return None;
    }
    let before = &text[..start];
    let label = announced(before);
    let fresh = label || !before.ends_with(|c: char| c.is_ascii_alphanumeric() || c == '.' || c == '_' || c == '/' || c == '@');
    let after = &text[start + number.len()..];
    // "5.1I", "0.7l" may be litres, a roman numeral or a bracket; behind more digits there is no doubt.
    let last = start + number.len() == at + 1;
    let firm =
        fraction.ends_with(|c: char| c.is_ascii_digit()) || fraction.chars().all(|c| matches!(c, 'O' | 'o')) || label && digit == "0";
    let holds_digit = fraction.contains(|c: char| c.is_ascii_digit()) || whole.contains(|c: char| c.is_ascii_digit());
    let ends = !after.starts_with(|c: char| c.is_ascii_alphabetic() || c == '@' || c == '/');
    if !(fresh && ends && holds_digit) {
        return None;
    }
    if last && !firm {
        return label.then(|| if open_bracket(before) { Edit::new(start..at + 1, UNREADABLE) } else { Edit::new(at..at + 1, digit) });
    }
    firm.then(|| Edit::new(at..at + 1, digit))
}

/// Whether a square bracket is open: its close is easily taken for an `l`.
fn open_bracket(before: &str) -> bool {
    before.bytes().rev().take(200).find(|b| matches!(b, b'[' | b']' | b'\n')) == Some(b'[')
}

/// `95%Cl`, `95%C1`.
fn level(text: &str, percent: usize) -> Option<Edit> {
    let at = text.len() - text[percent + 1..].trim_start_matches(' ').len();
    let rest = text[at..].strip_prefix(['C', 'c'])?;
    let numbered = text[..percent].ends_with(|c: char| c.is_ascii_digit());
    let after = rest.strip_prefix(['l', '1', '|', 'L'])?;
    let closed = !after.starts_with(|c: char| c.is_ascii_alphabetic() || c == '.');
    (numbered && closed && value_follows_soon(after)).then(|| Edit::new(at..at + 2, "CI"))
}

/// `HR=2.03 5 95%CI`: a lone digit between a ratio and its interval's level was a comma.
fn digit_for_comma(text: &str, percent: usize) -> Option<Edit> {
    let level = text[..percent].trim_end_matches(|c: char| c.is_ascii_digit()).len();
    let interval = text[percent + 1..].trim_start_matches(' ');
    let before = text[..level].trim_end_matches(' ');
    let at = before.len().checked_sub(1).filter(|_| before.ends_with(|c: char| c.is_ascii_digit()))?;
    let value = before[..at].trim_end_matches(' ');
    if before.len() == level || value.len() == at {
        return None;
    }
    let number = value.trim_end_matches(|c: char| c.is_ascii_digit());
    let decimal = number.len() < value.len() && number.strip_suffix('.').is_some_and(|w| w.ends_with(|c: char| c.is_ascii_digit()));
    (interval.starts_with("CI") && percent > level && decimal).then(|| Edit::new(at..at + 1, ","))
}

fn value_follows_soon(rest: &str) -> bool {
    rest.chars().take(6).any(|c| c.is_ascii_digit()) || rest.trim_start().is_empty()
}

/// `OR-1.016`: no ratio is negative where an interval of positive numbers could follow a lost equals sign.
fn dash_for_equal(text: &str, at: usize) -> Option<Edit> {
    let label = ["HR", "OR", "RR"].iter().find_map(|l| text[..at].trim_end_matches(' ').strip_suffix(l))?;
    let fresh = !label.ends_with(|c: char| c.is_ascii_alphanumeric() || c == '-');
    let rest = text[at + 1..].trim_start_matches(' ');
    let len = rest.find(|c: char| !c.is_ascii_digit()).unwrap_or(rest.len());
    let decimal = len > 0 && rest[len..].starts_with('.') && rest[len + 1..].starts_with(|c: char| c.is_ascii_digit());
    (fresh && decimal).then(|| Edit::new(at..at + 1, "="))
}

/// `30.3% US 16.3%`: between two percentages stands "vs".
fn versus(text: &str, at: usize) -> Option<Edit> {
    let rest = text[at..].strip_prefix("US").or_else(|| text[at..].strip_prefix("V5"))?;
    let percent = text[..at].trim_end_matches(' ').ends_with('%');
    let number = rest.trim_start_matches(' ');
    let end = number.find(|c: char| !(c.is_ascii_digit() || c == '.')).unwrap_or(number.len());
    (percent && end > 0 && number[end..].trim_start_matches(' ').starts_with('%')).then(|| Edit::new(at..at + 2, "vs"))
}

/// A character that was lost on the way takes the digits that it touches with it.
fn lost(text: &str) -> Vec<Edit> {
    let numeric = |c: char| c.is_ascii_digit() || c == '.';
    let mut edits: Vec<Edit> = Vec::new();
    for (at, mark) in text.match_indices(UNREADABLE) {
        let start = text[..at].trim_end_matches(numeric).len();
        let end = text.len() - text[at + mark.len()..].trim_start_matches(numeric).len();
        let touches = start < at || end > at + mark.len();
        if touches && edits.last().is_none_or(|e| e.range.end <= start) {
            edits.push(Edit::new(start..end, UNREADABLE));
        }
    }
    edits
}

#[cfg(test)]
mod tests {
    use crate::text::fold::tests::check;

    #[test]
    fn letters_and_digits_change_places() {
        check(&[
            ("(0R0.62; 95%CI)", "(OR0.62; 95%CI)", &[("OR0.62", "0R0.62")]),
            ("0R = 4.419", "OR = 4.419", &[]),
            ("P<O.001, P=0.O5, P = O.O1", "P<0.001, P=0.05, P = 0.01", &[("0.001", "O.001")]),
            ("l.8 Gy x 28, I.8 Gy", "1.8 Gy x 28, 1.8 Gy", &[("1.8", "l.8")]),
            ("HRO.77", "HR0.77", &[]),
            ("HR=0.7l, 95%Cl 0.6l-0.89", "HR=0.71, 95%CI 0.61-0.89", &[("95%CI", "95%Cl")]),
            ("95% C1: 0.61~0.89", "95% CI: 0.61~0.89", &[]),
            ("OR-1.016, HR - 0.88", "OR=1.016, HR = 0.88", &[]),
            ("HR=2.03 5 95%CI 1.34-2.99", "HR=2.03 , 95%CI 1.34-2.99", &[]),
            ("22.2% US 6.9%", "22.2% vs 6.9%", &[]),
        ]);
    }

    #[test]
    fn what_could_be_right_stays() {
        for text in [
            "R0 resection in 40",
            "10R strain",
            "urine 1.5l daily",
            "stage 1.I",
            "ver. l.b",
            "CT0.5",
            "in the US 5 centres",
            "95% Cl- levels",
            "PD-L1",
            "HR-positive",
            "OR-2 patients",
            "in 3 5 95% CI",
            "10% Cl was",
            "2.5 mg/l",
            "no.1",
            "v1.0l",
            "IL-1.5",
            "mail@l.8x",
            "OOO",
            "l.l",
        ] {
            check(&[(text, text, &[])]);
        }
    }

    #[test]
    fn what_could_be_two_things_is_neither() {
        check(&[
            ("[HR=0.7l, 用", "[HR=\u{fffd}, 用", &[("\u{fffd}", "0.7l")]),
            ("HR=0\u{fffd}71", "HR=\u{fffd}", &[("\u{fffd}", "0\u{fffd}71")]),
        ]);
    }
}
