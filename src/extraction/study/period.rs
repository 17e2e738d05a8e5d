//! Calendar bounds of treatment or enrolment: `between January 2017 and December 2024`, `2010年1月~2013年7月`.

use super::super::passage::{Passage, Zone};
use super::types::Period;
use crate::text::is_han;

/// The first pair of dates that the text gives for its own patients.
pub fn period(passages: &[Passage]) -> Option<Period> {
    passages.iter().filter(|p| matches!(p.zone, Zone::Methods | Zone::Results | Zone::Body | Zone::Title | Zone::Background)).find_map(
        |p| {
            let patients = p.has(&[
                "patient*",
                "enrol*",
                "recruit*",
                "random*",
                "treated",
                "women",
                "men",
                "cases",
                "tumors",
                "tumours",
                "diagnosed",
                "underwent",
                "患者",
                "收治",
                "收集",
                "入组",
                "病例",
                "纳入",
                "例",
            ]);
            let other = p.has(&["published", "searched", "search", "medline", "pubmed", "检索", "发表"]);
            (patients && !other).then(|| bounds(&p.lower)).flatten()
        },
    )
}

/// Two dates joined by `to`, `and`, `-`, `至`.
fn bounds(lower: &str) -> Option<Period> {
    let dates = dates(lower);
    dates.windows(2).find_map(|pair| {
        let between = lower[pair[0].end..pair[1].start].trim_matches([' ', ',']);
        let joined = ["to", "and", "through", "until", "-", "~", "至", "到", "--", "and through"].contains(&between);
        (joined && pair[0].iso < pair[1].iso).then(|| Period { start: Some(pair[0].iso.clone()), end: Some(pair[1].iso.clone()) })
    })
}

struct Date {
    start: usize,
    end: usize,
    iso: String,
}

const MONTHS: &[&str] = &["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];

/// Dates by their years: month and day are looked for before an English year, behind a Chinese one.
fn dates(lower: &str) -> Vec<Date> {
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(start) = lower[at..].find(|c: char| c.is_ascii_digit()).map(|i| at + i) {
        let end = lower[start..].find(|c: char| !c.is_ascii_digit()).map_or(lower.len(), |i| start + i);
        at = end;
        let digits = &lower[start..end];
        if digits.len() != 4 || !(digits.starts_with("19") || digits.starts_with("20")) {
            continue;
        }
        let rest = lower[end..].trim_start();
        if let Some(after) = rest.strip_prefix('年') {
            let (month, after) = numbered(after, '月');
            let (day, after) = if month.is_some() { numbered(after, '日') } else { (None, after) };
            let to = lower.len() - after.len();
            found.push(Date { start, end: to, iso: iso(digits, month, day) });
            at = to;
            continue;
        }
        // "2010.01", "2010-01" are left alone: they may be anything.
        let plain = !lower[end..].starts_with(is_han) || lower[end..].starts_with(['至', '到']);
        if plain {
            let (month, day, from) = before(lower, start);
            found.push(Date { start: from, end, iso: iso(digits, month, day) });
        }
    }
    found
}

fn numbered(text: &str, unit: char) -> (Option<u32>, &str) {
    let trimmed = text.trim_start();
    let len = trimmed.find(|c: char| !c.is_ascii_digit()).unwrap_or(trimmed.len());
    match (trimmed[..len].parse().ok(), trimmed[len..].trim_start().strip_prefix(unit)) {
        (Some(n), Some(rest)) if n <= 31 => (Some(n), rest),
        _ => (None, text),
    }
}

/// Month and day before a year: `december 2024`, `dec 16, 1992`, `16 december 1992`.
fn before(lower: &str, year: usize) -> (Option<u32>, Option<u32>, usize) {
    let mut month = None;
    let mut day = None;
    let mut from = year;
    for _ in 0..2 {
        let head = lower[..from].trim_end_matches([' ', ',', '.']);
        let word_at =
            head.rfind(|c: char| !c.is_ascii_alphanumeric()).map_or(0, |i| i + head[i..].chars().next().map_or(1, char::len_utf8));
        let word = &head[word_at..];
        let named = MONTHS.iter().position(|m| word.starts_with(m) && word.len() <= 9);
        if let (Some(m), None) = (named, month) {
            month = Some(m as u32 + 1);
        } else if let (Ok(d @ 1..=31), None) = (word.parse::<u32>(), day) {
            day = Some(d);
        } else {
            break;
        }
        from = word_at;
    }
    // "16 december 1992" needs a third look; a day without a month is no date.
    if month.is_none() {
        return (None, None, year);
    }
    (month, day, from)
}

fn iso(year: &str, month: Option<u32>, day: Option<u32>) -> String {
    match (month, day) {
        (Some(m @ 1..=12), Some(d)) => format!("{year}-{m:02}-{d:02}"),
        (Some(m @ 1..=12), None) => format!("{year}-{m:02}"),
        _ => year.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::super::read_text;

    #[test]
    fn periods() {
        for (text, expected) in [
            ("Patients treated between January 2017 and December 2024 were reviewed.", Some(("2017-01", "2024-12"))),
            ("METHODS: From 1980 through 1990, 53 patients were treated.", Some(("1980", "1990"))),
            ("Between Dec 16, 1992, and May 22, 2001, we randomly assigned 900 patients.", Some(("1992-12-16", "2001-05-22"))),
            ("收集2010年1月~2013年7月病例486例。", Some(("2010-01", "2013-07"))),
            ("全面收集1999年~2016年发表的相关文献。", None),
            ("We searched MEDLINE from 1990 to 2010 for trials of patients.", None),
            ("Of 1990 patients, 1450 had cancer.", None),
        ] {
            let got = read_text(None, text).period;
            let got = got.as_ref().map(|p| (p.start.as_deref().unwrap_or(""), p.end.as_deref().unwrap_or("")));
            assert_eq!(got, expected, "{text}");
        }
    }
}
