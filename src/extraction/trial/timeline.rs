//! When a trial starts and ends.

use super::entry::{Entries, Field};
use super::source::Source;
use crate::document::date;

/// Start and completion. Of completion dates the study's own counts; the primary one only where it stands alone.
pub fn dates(source: &Source<'_>, entries: &Entries<'_>) -> (Option<String>, Option<String>) {
    let of = |field| entries.all(field).find_map(|e| date_near(e.value));
    let start = of(Field::Start);
    let end = of(Field::Completion);
    let period = || entries.all(Field::Period).find_map(|e| range(e.value)).or_else(|| range_in(&source.text));
    let (mut start, mut end) =
        (start.or_else(|| labelled_after(&source.text, START_AFTER)), end.or_else(|| labelled_after(&source.text, END_AFTER)));
    if (start.is_none() || end.is_none())
        && let Some((from, to)) = period()
    {
        start = start.or(Some(from));
        end = end.or(Some(to));
    }
    (start, end.or_else(|| of(Field::PrimaryCompletion)))
}

/// Words that follow a date and say which it is.
const START_AFTER: &[&str] = &["入组开始", "启动", "开始入组"];
const END_AFTER: &[&str] = &["全部随访结束", "随访结束", "研究结束", "结束"];

/// The date that a value begins with, a few words aside.
fn date_near(value: &str) -> Option<String> {
    let line = value.lines().map(str::trim).find(|l| !l.is_empty())?;
    let head: String = line.chars().take(28).collect();
    date::find(&head).filter(|d| d.len() >= 4).and_then(|short| {
        // The head may cut a date that goes on.
        date::find(line).or(Some(short))
    })
}

/// A date right before one of some words.
fn labelled_after(text: &str, words: &[&str]) -> Option<String> {
    words.iter().find_map(|word| {
        text.match_indices(word).find_map(|(i, _)| {
            let before = text[..i].trim_end();
            let start =
                before.rfind(['；', ';', '\n', '。', '，', ' ']).map_or(0, |k| k + before[k..].chars().next().map_or(1, char::len_utf8));
            date::parse(&before[start..])
        })
    })
}

/// Two dates with a word or dash of "to" between them.
fn range(text: &str) -> Option<(String, String)> {
    const JOINTS: &[&str] = &["to", "until", "till", "through", "and", "-", "–", "—", "至", "到", "~", "～", "观察到", "起观察到", "/"];
    let start = text
        .char_indices()
        .find(|&(i, c)| {
            c.is_ascii_alphanumeric() && !text[..i].ends_with(|b: char| b.is_ascii_alphanumeric()) && date::at_start(&text[i..]).is_some()
        })?
        .0;
    let (first, length) = date::at_start(&text[start..])?;
    let rest = text[start + length..].trim_start();
    let rest = rest.strip_prefix('起').unwrap_or(rest);
    let joint = JOINTS.iter().filter(|j| rest.starts_with(**j)).max_by_key(|j| j.len())?;
    let after = rest[joint.len()..].trim_start();
    let (second, _) = date::at_start(after)?;
    (first <= second).then_some((first, second))
}

/// Where no label announces it: "between 1 August 2018 and 30 September 2023", "从2025-07-01至2031-06-30".
fn range_in(text: &str) -> Option<(String, String)> {
    ["between ", "from ", "From ", "从"].iter().find_map(|word| {
        text.match_indices(word).find_map(|(i, _)| {
            let tail: &str = &text[i + word.len()..];
            date::at_start(tail).and_then(|_| range(tail))
        })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ranges() {
        for (text, expected) in [
            ("06/2022 – 05/2027", Some(("2022-06", "2027-05"))),
            ("January 2023 until January 2026 (main analysis)", Some(("2023-01", "2026-01"))),
            ("从2025-07-01至2031-06-30", Some(("2025-07-01", "2031-06-30"))),
            ("2023年1月起观察到2032年12月", Some(("2023-01", "2032-12"))),
            ("2019 patients", None),
        ] {
            assert_eq!(range(text), expected.map(|(a, b): (&str, &str)| (a.to_owned(), b.to_owned())), "{text}");
        }
    }
}
