//! Contact data: e-mail addresses and telephone numbers become as many `█`.
//!
//! A number is a telephone only where a label before it or its own form says so, so that registry numbers, EudraCT numbers,
//! DOIs, PMIDs, dates and results stay.

use super::document::Span;

const MASK: char = '█';
const LABELS: &[&str] = &[
    "tel",
    "telephone",
    "phone",
    "phone number",
    "mobile",
    "mobile phone",
    "cell",
    "cell phone",
    "fax",
    "facsimile",
    "call",
    "hotline",
    "whatsapp",
    "电话",
    "手机",
    "手机号",
    "号码",
    "传真",
    "热线",
    "拨打",
    "致电",
    "座机",
    "咨询",
];
/// Words after which a number in parts is a person's.
const CONTACT_WORDS: &[&str] = &["contact", "investigator", "联系人", "联系方式"];
const DIGITS: std::ops::RangeInclusive<usize> = 7..=15;
/// Bytes before a number in which its label must stand.
const LABEL_REACH: usize = 24;
const CONTACT_REACH: usize = 90;

/// The text with its contact data masked; the number of code points stays.
pub fn mask(text: &str) -> String {
    let mut spans = emails(text);
    spans.extend(telephones(text));
    if spans.is_empty() {
        return text.to_owned();
    }
    spans.sort();
    let (mut out, mut at) = (String::with_capacity(text.len()), 0);
    for span in spans {
        if span.end > at {
            let start = span.start.max(at);
            out.push_str(&text[at..start]);
            out.extend(text[start..span.end].chars().map(|_| MASK));
            at = span.end;
        }
    }
    out.push_str(&text[at..]);
    out
}

fn emails(text: &str) -> Vec<Span> {
    let is_local = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '_' | '%' | '+' | '-');
    let is_domain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-');
    let mut spans = Vec::new();
    for (at, sign) in text.char_indices().filter(|(_, c)| matches!(c, '@' | '＠')) {
        let local = &text[..at];
        let start = local.rfind(|c| !is_local(c)).map_or(0, |i| i + local[i..].chars().next().map_or(0, char::len_utf8));
        let after = at + sign.len_utf8();
        let domain = &text[after..];
        let domain = domain[..domain.find(|c| !is_domain(c)).unwrap_or(domain.len())].trim_end_matches(['.', '-']);
        let named = domain
            .rsplit_once('.')
            .is_some_and(|(host, top)| !host.is_empty() && top.len() >= 2 && top.chars().all(|c| c.is_ascii_alphabetic()));
        if start < at && named {
            spans.push(Span::new(start, after + domain.len()));
        }
    }
    spans
}

fn telephones(text: &str) -> Vec<Span> {
    let mut spans = Vec::new();
    let mut at = 0;
    while let Some(start) = text[at..].find(|c: char| c.is_ascii_digit() || matches!(c, '+' | '＋' | '(')).map(|i| at + i) {
        let end = number_end(text, start);
        at = end.max(start + text[start..].chars().next().map_or(1, char::len_utf8));
        if end <= start || !is_free(text, start, end) {
            continue;
        }
        if is_telephone(text, start, end) {
            spans.push(Span::new(start, end));
            continue;
        }
        // A date or another number may stand before it.
        let mut from = start;
        for part in text[start..end].split_inclusive(' ') {
            let to = from + part.trim_end().len();
            if from > start && is_telephone(text, from, to) {
                spans.push(Span::new(from, to));
            }
            from += part.len();
        }
    }
    spans
}

/// Where digits end that at most two of the marks of telephone numbers keep apart.
fn number_end(text: &str, start: usize) -> usize {
    let (mut end, mut marks) = (start, 0);
    for (i, c) in text[start..].char_indices() {
        match c {
            '0'..='9' => (end, marks) = (start + i + 1, 0),
            ' ' | '-' | '(' | ')' | '+' | '＋' | '–' | '\u{a0}' if marks < 2 => marks += 1,
            _ => break,
        }
    }
    end
}

/// Not a piece of a longer number, name, path or decimal.
fn is_free(text: &str, start: usize, end: usize) -> bool {
    let before = text[..start].chars().next_back();
    let after: Vec<char> = text[end..].chars().take(2).collect();
    let part_of_more = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '/' | '_' | '-' | '–' | '█');
    let goes_on = after.first().is_some_and(|&c| c.is_ascii_alphabetic() || c == '%' || c == '_')
        || matches!(after[..], ['.' | '/' | '-' | '·', d] if d.is_ascii_digit());
    !before.is_some_and(|c| part_of_more(c) && !(c == '.' && is_label_end(&text[..start]))) && !goes_on
}

/// "Tel.12345678"
fn is_label_end(before: &str) -> bool {
    before.to_lowercase().ends_with("tel.")
}

fn is_telephone(text: &str, start: usize, end: usize) -> bool {
    let number = &text[start..end];
    let groups: Vec<&str> = number.split(|c: char| !c.is_ascii_digit()).filter(|g| !g.is_empty()).collect();
    let digits: usize = groups.iter().map(|g| g.len()).sum();
    if !DIGITS.contains(&digits) {
        return false;
    }
    is_labelled(&text[..start]) || number.starts_with(['+', '＋']) && digits >= 8 || has_form(number, &groups) || {
        let lengths: Vec<usize> = groups.iter().map(|g| g.len()).collect();
        lengths == [3, 4] && number.contains('-') && follows_contact(&text[..start])
    }
}

fn is_labelled(before: &str) -> bool {
    let tail = tail(before, LABEL_REACH).to_lowercase();
    let tail = tail.trim_end_matches([' ', ':', '：', '.', '(', '（', '#', ',', '为', '是', '\n', '\t', '-']);
    LABELS
        .iter()
        .any(|label| tail.strip_suffix(label).is_some_and(|rest| !label.is_ascii() || !rest.ends_with(|c: char| c.is_ascii_alphanumeric())))
}

fn follows_contact(before: &str) -> bool {
    let tail = tail(before, CONTACT_REACH).to_lowercase();
    let line = tail.rsplit('\n').next().unwrap_or("");
    CONTACT_WORDS.iter().any(|word| line.contains(word))
}

fn tail(text: &str, bytes: usize) -> &str {
    &text[text.ceil_char_boundary(text.len().saturating_sub(bytes))..]
}

/// Chinese mobile and landline numbers; North American numbers in their three parts.
fn has_form(number: &str, groups: &[&str]) -> bool {
    let lengths: Vec<usize> = groups.iter().map(|g| g.len()).collect();
    let is_mobile = |digits: &str| digits.starts_with('1') && digits[1..].starts_with(|c: char| ('3'..='9').contains(&c));
    let first = groups.first().copied().unwrap_or("");
    let marked = number.contains('-') || number.starts_with('(');
    match lengths[..] {
        [11] => is_mobile(first),
        [13] => first.strip_prefix("86").is_some_and(is_mobile),
        [2, 11] => first == "86" && is_mobile(groups[1]),
        [3, 4, 4] if is_mobile(first) => true,
        [3 | 4, 7 | 8] | [3 | 4, 3 | 4, 4] if first.starts_with('0') => marked,
        [3, 3, 4] | [1, 3, 3, 4] => marked,
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn telephones_and_addresses_become_blocks() {
        for (text, expected) in [
            ("ndzhlyy0005@ncu.edu\n8613970866296", "███████████████████\n█████████████"),
            ("(tel. 020 7946 0000)", "(tel. █████████████)"),
            ("Tel  +81-43-555-0100", "Tel  ███████████████"),
            ("电话022-5555-0199。", "电话█████████████。"),
            ("拨打 0531-5555-0123 找", "拨打 ██████████████ 找"),
            ("Contact: Sam Fictive   416-555-0177", "Contact: Sam Fictive   ████████████"),
            ("Central contact: Dana Example, RN, 555-0142, x", "Central contact: Dana Example, RN, ████████, x"),
            ("2025-10-10 13970866296", "2025-10-10 ███████████"),
        ] {
            assert_eq!(mask(text), expected);
        }
    }

    #[test]
    fn other_numbers_stay() {
        for text in [
            "NCT01730937, ChiCTR2599100123, CTR20259911, EudraCT 2014-000336-42, EU CT 2029-519876-41-00",
            "doi:10.1001/jamaoncol.2025.0516 PMID 31841363 PMC9015199 jRCTs032990123",
            "2025-10-10 to 2029-12-31; 2018.12.21—2020.03.31; 07 Oct 2024",
            "HR 0.77 (0.59-1.01), 1 000 mg/m2, 12 345 678 patients, 95% CI 10.6-14.3",
            "Lancet 2021;398(10302):759-771, 1191-1203, ISSN 2215-0161",
            "100-1000 patients were seen at a follow-up of 13.2 (0.4~91.3) months",
        ] {
            assert_eq!(mask(text), text);
        }
    }

    proptest! {
        #[test]
        fn code_points_stay_as_many(text in "(\\PC|[0-9@.+() -]){0,80}") {
            prop_assert_eq!(mask(&text).chars().count(), text.chars().count());
        }
    }
}
