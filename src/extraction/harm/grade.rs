//! Grades of toxicity as printed: `grade ≥3`, `grade 3 or higher`, `grades 3-4`, `≥3级`, `3级及以上`, `Ⅲ~Ⅳ度`.

use super::super::finding::Grade;
use std::ops::Range;

/// A grade and where it stands, in bytes of the text.
#[derive(Debug, Clone, PartialEq)]
pub struct Graded {
    pub at: Range<usize>,
    pub grade: Grade,
    /// The single grades where they are printed as a list ("2 and 3") and not as a range.
    pub parts: Vec<Grade>,
}

impl Graded {
    fn new(text: &str, at: Range<usize>, low: u8, high: u8, listed: &[u8]) -> Graded {
        let text = text[at.clone()].trim();
        let grade = |low, high| Grade { low, high, text: text.to_owned() };
        let parts = if listed.len() < 2 { Vec::new() } else { listed.iter().map(|&n| grade(n, n)).collect() };
        Graded { at, grade: grade(low, high), parts }
    }
}

const HIGHEST: u8 = 5;

/// All grades of a sentence, in order.
pub fn grades(text: &str) -> Vec<Graded> {
    let lower = text.to_ascii_lowercase();
    let mut found = english(text, &lower);
    found.extend(chinese(text, &lower));
    found.sort_by_key(|g| g.at.start);
    found
}

fn english(text: &str, lower: &str) -> Vec<Graded> {
    let mut found: Vec<Graded> = Vec::new();
    let words = lower.match_indices("grade").chain(lower.match_indices("ctcae g")).map(|(i, w)| (i, i + w.len()));
    // "G3-4", "≥G3".
    let short = lower
        .match_indices('g')
        .filter(|(i, _)| {
            text[*i..].starts_with('G')
                && !lower[..*i].ends_with(|c: char| c.is_ascii_alphanumeric())
                && lower[i + 1..].starts_with(|c: char| ('1'..='5').contains(&c))
        })
        .map(|(i, _)| (i, i + 1));
    for (start, end) in words.chain(short) {
        if found.last().is_some_and(|g| g.at.contains(&start)) || lower[..start].ends_with(|c: char| c.is_ascii_alphabetic()) {
            continue;
        }
        let at_least =
            ["≥", ">=", "≥ ", "> or =", "greater than or equal to "].iter().any(|w| lower[..start].trim_end().ends_with(w.trim_end()));
        let rest = lower[end..].trim_start_matches('s');
        let Some((low, high, listed, after)) = bounds(rest) else { continue };
        let to = lower.len() - after.len();
        let high = if at_least { HIGHEST } else { high };
        found.push(Graded::new(text, start..to, low, high, &listed));
    }
    found
}

/// The numbers behind "grade": `≥3`, `3 or higher`, `3-4`, `3/4`, `3, 4, or 5`, `3+`.
/// With the numbers of a list, where it is one.
fn bounds(rest: &str) -> Option<(u8, u8, Vec<u8>, &str)> {
    let mut rest = rest.trim_start();
    let mut open = false;
    for sign in ["≥", ">=", "> or =", "> or equal to", "greater than or equal to", "at least", "of", "(", "-"] {
        if let Some(after) = rest.strip_prefix(sign) {
            open |= !["of", "(", "-"].contains(&sign);
            rest = after.trim_start();
        }
    }
    if let Some(after) = rest.strip_prefix('>') {
        let (n, after) = number(after.trim_start())?;
        return Some((n + 1, HIGHEST, Vec::new(), after));
    }
    let (low, mut rest) = number(rest)?;
    let mut high = low;
    if open {
        return Some((low, HIGHEST, Vec::new(), rest));
    }
    let mut listed = vec![low];
    // A list or range of grades.
    for _ in 0..4 {
        let trimmed = rest.trim_start();
        let joiner = ["-", "~", "/", ", or ", ", and ", ",", "or ", "and ", "to ", "through "].iter().find(|j| trimmed.starts_with(*j));
        let Some(next) = joiner.map(|j| trimmed[j.len()..].trim_start()) else { break };
        // "grade 3, grade 5" are two statements.
        let next =
            if joiner == Some(&",") { next } else { next.strip_prefix("grade").map_or(next, |n| n.trim_start_matches(['s', ' ', '-'])) };
        // "5 grade 2 and 3 grade 4 events": the number counts.
        let counts = |after: &str| after.trim_start().starts_with("grade");
        let Some((n, after)) = number(next).filter(|(n, after)| *n > high && !counts(after)) else { break };
        (high, rest) = (n, after);
        if joiner.is_some_and(|j| j.contains("and") || *j == ",") && !listed.is_empty() {
            listed.push(n);
        } else {
            listed.clear();
        }
    }
    let trimmed = rest.trim_start_matches([' ', ',', '-']);
    for more in [
        "or higher",
        "or greater",
        "or more",
        "or worse",
        "or above",
        "or over",
        "and higher",
        "and above",
        "and greater",
        "or severe",
        "plus",
        "or high",
        "and worse",
    ] {
        if let Some(after) = trimmed.strip_prefix(more) {
            return Some((low, HIGHEST, Vec::new(), after));
        }
    }
    if let Some(after) = rest.strip_prefix('+') {
        return Some((low, HIGHEST, Vec::new(), after));
    }
    Some((low, high, listed, rest))
}

/// `3`, `iii`, `three` as a grade.
fn number(text: &str) -> Option<(u8, &str)> {
    let len = text.find(|c: char| !c.is_ascii_alphanumeric()).unwrap_or(text.len());
    let n = match &text[..len] {
        "0" => 0,
        "1" | "i" => 1,
        "2" | "ii" => 2,
        "3" | "iii" => 3,
        "4" | "iv" => 4,
        "5" | "v" => 5,
        _ => return None,
    };
    // "grade 3.5", "grade 3%": another quantity.
    let after = &text[len..];
    let other = after.starts_with('%') || after.starts_with('.') && after[1..].starts_with(|c: char| c.is_ascii_digit());
    (!other).then_some((n, after))
}

fn chinese(text: &str, lower: &str) -> Vec<Graded> {
    let mut found = Vec::new();
    for (i, unit) in lower.match_indices(['级', '度']) {
        let head = &lower[..i];
        let run = head.trim_end_matches(|c: char| {
            c.is_ascii_digit() || matches!(c, 'i' | 'v' | '-' | '~' | '/' | '、' | '至' | '或' | '和' | '≥' | '>' | '=' | ' ')
        });
        let part = head[run.len()..].trim_start_matches(['、', '和', '或', '至', '/', '-', '~', ' ']);
        let mut start = head.len() - part.len();
        let (mut open, mut numbers) = (false, part);
        for sign in ["≥", ">=", ">"] {
            if let Some(after) = numbers.strip_prefix(sign) {
                open = true;
                numbers = after.trim_start();
            }
        }
        for word in ["大于等于", "不低于"] {
            if run.ends_with(word) {
                open = true;
                start = run.len() - word.len();
            }
        }
        let Some((low, mut rest)) = number_prefix(numbers) else { continue };
        let mut high = low;
        let mut listed = vec![low];
        for _ in 0..4 {
            let trimmed = rest.trim_start();
            let joiner = ["-", "~", "/", "、", "至", "或", "和"].iter().find(|j| trimmed.starts_with(**j));
            let Some(next) = joiner.map(|j| trimmed[j.len()..].trim_start()) else { break };
            let Some((n, after)) = number_prefix(next).filter(|(n, _)| *n > high) else { break };
            (high, rest) = (n, after);
            if joiner.is_some_and(|j| ["、", "和"].contains(j)) && !listed.is_empty() {
                listed.push(n);
            } else {
                listed.clear();
            }
        }
        if !rest.trim().is_empty() {
            continue;
        }
        let mut end = i + unit.len();
        for more in ["及以上", "及其以上", "或以上", "以上", "或更高", "及更高", "及更严重"] {
            if lower[end..].starts_with(more) {
                open = true;
                end += more.len();
                break;
            }
        }
        let high = if open { HIGHEST } else { high };
        found.push(Graded::new(text, start..end, low, high, if open { &[] } else { &listed }));
    }
    found
}

fn number_prefix(text: &str) -> Option<(u8, &str)> {
    let roman = text.len() - text.trim_start_matches(['i', 'v']).len();
    let len = if roman > 0 { roman } else { text.chars().next().filter(char::is_ascii_digit).map(char::len_utf8)? };
    number(&text[..len]).map(|(n, _)| (n, &text[len..]))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn grades_as_printed() {
        for (text, expected) in [
            ("Grade ≥3 adverse events", vec![(3, 5)]),
            ("adverse events of grade 3 or higher", vec![(3, 5)]),
            ("grades 3-4 neutropenia", vec![(3, 4)]),
            ("grade 3, 4, or 5 events", vec![(3, 5)]),
            ("grade 3 to 5 adverse events", vec![(3, 5)]),
            ("≥grade 2 pneumonitis", vec![(2, 5)]),
            ("grade III/IV, grade 5", vec![(3, 4), (5, 5)]),
            ("≥3级不良事件", vec![(3, 5)]),
            ("3级及以上毒副反应", vec![(3, 5)]),
            ("3级以上毒副反应", vec![(3, 5)]),
            ("3~4级高血压", vec![(3, 4)]),
            ("III-IV度骨髓抑制", vec![(3, 4)]),
            ("any grade", vec![]),
            ("high-grade glioma", vec![]),
            ("程度较高的分级", vec![]),
            ("upgrade 3 tools", vec![]),
        ] {
            let got: Vec<(u8, u8)> = grades(text).iter().map(|g| (g.grade.low, g.grade.high)).collect();
            assert_eq!(got, expected, "{text}");
        }
    }
}
