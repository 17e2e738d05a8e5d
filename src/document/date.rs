//! Printed dates → ISO, as precise as printed: `2025-08-07`, `2025-08` or `2025`.

/// Reads a whole text as one date.
pub fn parse(text: &str) -> Option<String> {
    let (date, length) = at_start(text.trim())?;
    (length == text.trim().len() || text.trim()[length..].starts_with(['T', ' '])).then_some(date)
}

/// The first date anywhere in a text.
pub fn find(text: &str) -> Option<String> {
    let mut inside_word = false;
    for (i, c) in text.char_indices() {
        if !inside_word
            && (c.is_ascii_alphanumeric())
            && let Some((date, _)) = at_start(&text[i..])
        {
            return Some(date);
        }
        inside_word = c.is_ascii_alphanumeric();
    }
    None
}

/// A date that a text begins with, and its length in bytes.
pub fn at_start(text: &str) -> Option<(String, usize)> {
    numeric(text).or_else(|| worded(text))
}

/// `2025-08-07`, `2025/8/7`, `2025.8`, `2025年8月7日`, `06/2022`, `2025`.
fn numeric(text: &str) -> Option<(String, usize)> {
    let mut rest = Cursor { text, at: 0 };
    let first = rest.digits(4)?;
    if first.len() != 4 {
        return short_first(first, &mut rest);
    }
    let year = first;
    if !is_year(year) {
        return None;
    }
    let year_end = rest.at;
    let only_year = |end: usize| Some((year.to_owned(), end));
    rest.skip(' ');
    let Some(separator) = rest.any(&["-", "/", ".", "年"]) else { return if bare(text, year_end) { only_year(year_end) } else { None } };
    let after_separator = rest.at;
    rest.skip(' ');
    let Some(month) = rest.digits(2).and_then(|m| within(m, 12)) else {
        return only_year(if separator == "年" { after_separator } else { year_end });
    };
    let month_end = rest.at;
    if rest.text[rest.at..].starts_with(|c: char| c.is_ascii_digit()) {
        return only_year(year_end);
    }
    rest.skip(' ');
    let joint: &[&str] = if separator == "年" { &["月"] } else { &[separator] };
    if rest.any(joint).is_none() {
        return Some((format!("{year}-{month:02}"), month_end));
    }
    let after_month = rest.at;
    rest.skip(' ');
    let Some(day) = rest.digits(2).and_then(|d| within(d, 31)) else {
        return Some((format!("{year}-{month:02}"), if separator == "年" { after_month } else { month_end }));
    };
    if separator == "年" {
        rest.skip(' ');
        rest.any(&["日", "号"]);
    }
    Some((format!("{year}-{month:02}-{day:02}"), rest.at))
}

/// `06/2022`, `20/01/2025`, `10/25/2025`. Where day and month could change places, only the year is certain.
fn short_first(first: &str, rest: &mut Cursor<'_>) -> Option<(String, usize)> {
    let separator = rest.any(&["/", "-", "."])?;
    let second = rest.digits(4)?;
    if second.len() == 4 {
        let month = within(first, 12)?;
        let ends = separator == "/" && !rest.text[rest.at..].starts_with(['/', '-']);
        return (is_year(second) && ends).then(|| (format!("{second}-{month:02}"), rest.at));
    }
    rest.any(&[separator])?;
    let year = rest.digits(4).filter(|y| is_year(y))?;
    let (a, b) = (within(first, 31)?, within(second, 31)?);
    let date = match (a, b) {
        (13.., 1..=12) => format!("{year}-{b:02}-{a:02}"),
        (1..=12, 13..) => format!("{year}-{a:02}-{b:02}"),
        _ if a == b && a <= 12 => format!("{year}-{a:02}-{b:02}"),
        (13.., 13..) => return None,
        _ => year.to_owned(),
    };
    Some((date, rest.at))
}

/// `12 June 2025`, `June 12, 2025`, `Feb. 5, 2024`, `April 2013`.
fn worded(text: &str) -> Option<(String, usize)> {
    let mut rest = Cursor { text, at: 0 };
    let day_first = rest.digits(2).and_then(|d| within(d, 31));
    if day_first.is_some() {
        rest.any(&["st", "nd", "rd", "th"]);
        rest.any(&["-"]);
        rest.skip(' ');
    }
    let month = rest.month()?;
    rest.any(&["."]);
    rest.any(&[" ", "-"])?;
    rest.skip(' ');
    let number = rest.digits(4)?;
    if number.len() == 4 {
        let date = day_first.map_or_else(|| format!("{number}-{month:02}"), |day| format!("{number}-{month:02}-{day:02}"));
        return is_year(number).then_some((date, rest.at));
    }
    let day = within(number, 31).filter(|_| day_first.is_none())?;
    rest.any(&["st", "nd", "rd", "th"]);
    rest.any(&[","]);
    rest.skip(' ');
    let year = rest.digits(4).filter(|y| is_year(y))?;
    Some((format!("{year}-{month:02}-{day:02}"), rest.at))
}

fn is_year(text: &str) -> bool {
    text.len() == 4 && (text.starts_with("19") || text.starts_with("20"))
}

/// Four digits are a year only where no longer number goes on.
fn bare(text: &str, end: usize) -> bool {
    !text[end..].starts_with(|c: char| c.is_alphanumeric() && c.is_ascii())
}

fn within(digits: &str, max: u32) -> Option<u32> {
    digits.parse().ok().filter(|n| (1..=max).contains(n))
}

struct Cursor<'a> {
    text: &'a str,
    at: usize,
}

impl<'a> Cursor<'a> {
    fn digits(&mut self, max: usize) -> Option<&'a str> {
        let rest = &self.text[self.at..];
        let length = rest.bytes().take(max).take_while(u8::is_ascii_digit).count();
        self.at += length;
        (length > 0).then(|| &rest[..length])
    }

    fn any(&mut self, options: &[&'a str]) -> Option<&'a str> {
        let found = options.iter().find(|o| self.text[self.at..].starts_with(**o))?;
        self.at += found.len();
        Some(found)
    }

    fn skip(&mut self, c: char) {
        self.at += self.text[self.at..].len() - self.text[self.at..].trim_start_matches(c).len();
    }

    fn month(&mut self) -> Option<u32> {
        const MONTHS: [&str; 12] =
            ["january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november", "december"];
        let word: String =
            self.text[self.at..].chars().take_while(char::is_ascii_alphabetic).take(10).collect::<String>().to_ascii_lowercase();
        let month =
            MONTHS.iter().position(|m| *m == word || word.len() == 3 && m.starts_with(&word) || word == "sept" && m.starts_with("sept"))?;
        self.at += word.len();
        Some(month as u32 + 1)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_in_both_languages() {
        for (text, expected) in [
            ("2025-08-07", Some("2025-08-07")),
            ("2025-08-07作者:论坛报", Some("2025-08-07")),
            ("2024-05-16T10:00:00Z", Some("2024-05-16")),
            ("2024/03/11", Some("2024-03-11")),
            ("2018/3/5 入组开始", Some("2018-03-05")),
            ("2021.11", Some("2021-11")),
            ("2016年9月1日", Some("2016-09-01")),
            ("2028年5月", Some("2028-05")),
            ("2023年", Some("2023")),
            ("12 June 2025 | 4 min read", Some("2025-06-12")),
            ("March 31, 2030", Some("2030-03-31")),
            ("Feb. 5, 2024", Some("2024-02-05")),
            ("since 07 Oct 2024", Some("2024-10-07")),
            ("April 2013", Some("2013-04")),
            ("06/2022", Some("2022-06")),
            ("20/01/2025", Some("2025-01-20")),
            ("10/01/2025", Some("2025")),
            ("15-May-2020", Some("2020-05-15")),
            ("2019", Some("2019")),
            ("20 patients", None),
            ("2019abc", None),
            ("1234", None),
            ("", None),
        ] {
            assert_eq!(find(text).as_deref(), expected, "{text}");
        }
        assert_eq!(parse("2019-11").as_deref(), Some("2019-11"));
        assert_eq!(parse("soon"), None);
    }
}
