//! Identifiers of documents and trials: how each is written, and how it is told from other numbers.

use super::document::Span;
use super::line::is_han;

/// An identifier somewhere in a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Found {
    pub kind: IdKind,
    /// DOIs in lower case, PMIDs bare, PMCIDs with their prefix, registry numbers as printed.
    pub id: String,
    pub span: Span,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum IdKind {
    Doi,
    Pmid,
    Pmcid,
    Registry,
}

impl Found {
    /// The form in which links name it: `doi:…`, `pmid:…`, `pmcid:…`, or the bare registry number.
    pub fn link_id(&self) -> String {
        match self.kind {
            IdKind::Doi => format!("doi:{}", self.id),
            IdKind::Pmid => format!("pmid:{}", self.id),
            IdKind::Pmcid => format!("pmcid:{}", self.id),
            IdKind::Registry => self.id.clone(),
        }
    }
}

/// Prefixes of registry numbers and how many digits follow.
const REGISTRIES: &[(&str, std::ops::RangeInclusive<usize>)] = &[
    ("NCT", 8..=8),
    ("ChiCTR-", 6..=12),
    ("ChiCTR", 8..=10),
    ("CTR", 8..=8),
    ("ISRCTN", 5..=8),
    ("UMIN", 9..=9),
    ("jRCTs", 9..=10),
    ("jRCT", 8..=10),
    ("JPRN-", 6..=14),
    ("ACTRN", 14..=14),
    ("CTRI/", 4..=4),
    ("DRKS", 8..=8),
    ("NTR", 3..=5),
    ("KCT", 7..=7),
    ("IRCT", 8..=16),
    ("RBR-", 4..=8),
    ("PACTR", 12..=16),
    ("TCTR", 11..=11),
    ("SLCTR/", 4..=4),
];

/// Without address or label, lower case.
pub fn bare_doi(text: &str) -> String {
    let lower = text.trim().to_lowercase();
    match lower.find("10.") {
        Some(i) if i == 0 || lower[..i].ends_with(['/', ':', ' ']) => lower[i..].to_owned(),
        _ => lower,
    }
}

/// Every identifier in a text, in order.
pub fn find(text: &str) -> Vec<Found> {
    let mut found = dois(text);
    found.extend(labelled(text, "PMID", IdKind::Pmid));
    found.extend(pmcids(text));
    found.extend(registry_numbers(text));
    found.sort_by_key(|f| (f.span.start, std::cmp::Reverse(f.span.end)));
    let mut end = 0;
    found.retain(|f| {
        let free = f.span.start >= end;
        end = end.max(if free { f.span.end } else { 0 });
        free
    });
    found
}

/// Registry numbers alone.
pub fn registry_numbers(text: &str) -> Vec<Found> {
    let mut found = eu_numbers(text);
    for (prefix, digits) in REGISTRIES {
        for (start, _) in text.match_indices(prefix) {
            if text[..start].ends_with(|c: char| c.is_ascii_alphanumeric() || c == '-' && *prefix != "NCT") {
                continue;
            }
            let after = start + prefix.len();
            let tail = &text[after..];
            let length = match *prefix {
                "CTRI/" => length_of(tail, |c| c.is_ascii_digit() || c == '/'),
                "ChiCTR-" | "JPRN-" | "RBR-" => length_of(tail, |c| c.is_ascii_alphanumeric() || c == '-'),
                _ => tail.bytes().take_while(u8::is_ascii_digit).count(),
            };
            let body = &tail[..length];
            let body = body.trim_end_matches(['-', '/']);
            let count = body.chars().filter(char::is_ascii_alphanumeric).count();
            let fits = if matches!(*prefix, "CTRI/" | "SLCTR/") {
                count >= *digits.start() + 4
            } else {
                digits.contains(&count) || prefix.ends_with('-') && count <= 16 && count >= *digits.start()
            };
            if fits && body.chars().any(|c| c.is_ascii_digit()) {
                let span = Span::new(start, after + body.len());
                found.push(Found { kind: IdKind::Registry, id: text[span.start..span.end].to_owned(), span });
            }
        }
    }
    found.sort_by_key(|f| f.span.start);
    found
}

/// EudraCT `2014-000336-42` and EU CT `2029-519876-41-00`.
fn eu_numbers(text: &str) -> Vec<Found> {
    let mut found = Vec::new();
    for (at, _) in text.match_indices('-') {
        let Some(start) = at.checked_sub(4) else { continue };
        let Some(year) = text.get(start..at) else { continue };
        if !(year.starts_with("20") || year.starts_with("19"))
            || !is_digits(year, 4)
            || text[..start].ends_with(|c: char| c.is_ascii_alphanumeric() || c == '-')
        {
            continue;
        }
        let fits = |end: usize| {
            text.get(at + 1..at + 7).is_some_and(|d| is_digits(d, 6))
                && text.get(at + 7..at + 8) == Some("-")
                && text.get(at + 8..end).is_some_and(|d| is_digits(d, 2))
        };
        if !fits(at + 10) {
            continue;
        }
        let long = text.get(at + 10..at + 11) == Some("-") && text.get(at + 11..at + 13).is_some_and(|d| is_digits(d, 2));
        let end = if long { at + 13 } else { at + 10 };
        if !text[end..].starts_with(|c: char| c.is_ascii_digit()) {
            found.push(Found { kind: IdKind::Registry, id: text[start..end].to_owned(), span: Span::new(start, end) });
        }
    }
    found
}

fn is_digits(text: &str, length: usize) -> bool {
    text.len() == length && text.bytes().all(|b| b.is_ascii_digit())
}

fn length_of(text: &str, mut test: impl FnMut(char) -> bool) -> usize {
    text.find(|c| !test(c)).unwrap_or(text.len())
}

/// `10.` and four to nine digits, a slash, and what follows up to a blank; brackets only in pairs, no punctuation at the end.
fn dois(text: &str) -> Vec<Found> {
    let mut found = Vec::new();
    for (start, _) in text.match_indices("10.") {
        if text[..start].ends_with(|c: char| c.is_ascii_digit() || c == '.') {
            continue;
        }
        let registrant = text[start + 3..].bytes().take_while(|b| b.is_ascii_digit() || *b == b'.').count();
        let slash = start + 3 + registrant;
        if registrant < 4 || !text[slash..].starts_with('/') {
            continue;
        }
        let mut depth = 0i32;
        let length = length_of(&text[slash + 1..], |c| {
            depth += i32::from(c == '(') - i32::from(c == ')');
            depth >= 0
                && !c.is_whitespace()
                && !is_han(c)
                && !matches!(c, '"' | '<' | '>' | '，' | '。' | '；' | '）' | '（' | '、' | '】' | ']' | '“' | '”')
        });
        let end = slash + 1 + text[slash + 1..slash + 1 + length].trim_end_matches(['.', ',', ';', ':', '\'', '?', '!']).len();
        if end > slash + 1 {
            found.push(Found { kind: IdKind::Doi, id: text[start..end].to_lowercase(), span: Span::new(start, end) });
        }
    }
    found
}

/// `PMID: 31841363`, `PMID 31841363`.
fn labelled(text: &str, label: &str, kind: IdKind) -> Vec<Found> {
    let mut found = Vec::new();
    for (at, _) in text.match_indices(label) {
        if text[..at].ends_with(|c: char| c.is_ascii_alphanumeric()) {
            continue;
        }
        let rest = &text[at + label.len()..];
        let gap = length_of(rest, |c| matches!(c, ':' | '：' | ' ' | '-' | '\u{a0}'));
        let digits = rest[gap..].bytes().take_while(u8::is_ascii_digit).count();
        if gap <= 4 && (1..=8).contains(&digits) {
            let start = at + label.len() + gap;
            found.push(Found { kind, id: text[start..start + digits].to_owned(), span: Span::new(start, start + digits) });
        }
    }
    found
}

fn pmcids(text: &str) -> Vec<Found> {
    let mut found = Vec::new();
    for (at, _) in text.match_indices("PMC") {
        let digits = text[at + 3..].bytes().take_while(u8::is_ascii_digit).count();
        if !text[..at].ends_with(|c: char| c.is_ascii_alphanumeric()) && (3..=9).contains(&digits) {
            let span = Span::new(at, at + 3 + digits);
            found.push(Found { kind: IdKind::Pmcid, id: text[span.start..span.end].to_owned(), span });
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn identifiers_are_told_from_other_numbers() {
        for (text, expected) in [
            ("详见DOI:10.1001/jamaoncol.2025.0516。", vec!["doi:10.1001/jamaoncol.2025.0516"]),
            ("doi:10.1016/S1470-2045(14)71207-0. Long", vec!["doi:10.1016/s1470-2045(14)71207-0"]),
            ("（DOI：10.1016/S0140-6736(24)00594-4）及", vec!["doi:10.1016/s0140-6736(24)00594-4"]),
            ("(doi:10.1200/JCO.20.00818)", vec!["doi:10.1200/jco.20.00818"]),
            ("PMID 31841363, PMCID PMC9015199", vec!["pmid:31841363", "pmcid:PMC9015199"]),
            ("(NCT01730937); EudraCT 2014-000336-42.", vec!["NCT01730937", "2014-000336-42"]),
            ("EU CT number: 2029-519876-41-00", vec!["2029-519876-41-00"]),
            ("注册号：ChiCTR2599100123", vec!["ChiCTR2599100123"]),
            ("登记号  CTR20259911, ChiCTR-IIR-17013456", vec!["CTR20259911", "ChiCTR-IIR-17013456"]),
            ("CTRI/2018/05/013837; UMIN000012345", vec!["CTRI/2018/05/013837", "UMIN000012345"]),
            ("a dose of 10.5/12 and 2020-10-12, NCT123", vec![]),
        ] {
            let got: Vec<String> = find(text).iter().map(Found::link_id).collect();
            assert_eq!(got, expected, "{text}");
        }
    }
}
