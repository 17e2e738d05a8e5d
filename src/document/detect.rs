//! What a file is, by its content and never by its name.

/// What the first bytes show.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    Empty,
    PlainText,
    JsonLines,
    Gzip,
    /// A format with a name but no reader yet.
    Named(&'static str),
    /// A text encoding with a name but no reader yet.
    Encoding(&'static str),
    Binary,
}

/// Bytes that recognition looks at.
pub const HEAD_BYTES: usize = 64 * 1024;
/// Lines in which a tag of a citation format must stand.
const TAG_LINES: usize = 40;
const BOM: &[u8] = b"\xEF\xBB\xBF";

/// Recognises a format; `whole` says that `head` is all there is.
pub fn detect(head: &[u8], whole: bool) -> Format {
    let head = head.strip_prefix(BOM).unwrap_or(head);
    if head.iter().all(u8::is_ascii_whitespace) {
        return if whole { Format::Empty } else { Format::PlainText };
    }
    if let Some(known) = by_magic(head) {
        return known;
    }
    let text = match utf8_prefix(head, whole) {
        Ok(text) => text,
        Err(NotUtf8) => return not_utf8(head),
    };
    if text.contains('\0') || control_share(text) > 0.05 {
        return if is_utf16(head) { Format::Encoding("UTF-16") } else { Format::Binary };
    }
    by_text(text, whole)
}

fn by_magic(head: &[u8]) -> Option<Format> {
    const MAGIC: &[(&[u8], Format)] = &[
        (b"\x1F\x8B", Format::Gzip),
        (b"%PDF-", Format::Named("PDF")),
        (b"PK\x03\x04", Format::Named("ZIP archive")),
        (b"PK\x05\x06", Format::Named("ZIP archive")),
        (b"BZh", Format::Named("bzip2 archive")),
        (b"\xFD7zXZ\x00", Format::Named("xz archive")),
        (b"\x28\xB5\x2F\xFD", Format::Named("Zstandard archive")),
        (b"7z\xBC\xAF\x27\x1C", Format::Named("7-Zip archive")),
        (b"{\\rtf", Format::Named("RTF")),
        (b"\xD0\xCF\x11\xE0", Format::Named("old Microsoft Office file")),
        (b"\xFF\xFE", Format::Encoding("UTF-16")),
        (b"\xFE\xFF", Format::Encoding("UTF-16")),
    ];
    MAGIC.iter().find(|(magic, _)| head.starts_with(magic)).map(|&(_, format)| format)
}

struct NotUtf8;

/// The text that the head holds; a character cut at its end is no fault.
fn utf8_prefix(head: &[u8], whole: bool) -> Result<&str, NotUtf8> {
    match std::str::from_utf8(head) {
        Ok(text) => Ok(text),
        Err(e) if e.error_len().is_none() && !whole => Ok(std::str::from_utf8(&head[..e.valid_up_to()]).unwrap_or("")),
        Err(_) => Err(NotUtf8),
    }
}

fn not_utf8(head: &[u8]) -> Format {
    if is_utf16(head) {
        return Format::Encoding("UTF-16");
    }
    let control = head.iter().filter(|&&b| b < 0x20 && !b.is_ascii_whitespace()).count();
    if control * 50 > head.len() {
        return Format::Binary;
    }
    if gbk_share(head) > 0.95 { Format::Encoding("GB18030") } else { Format::Encoding("unknown") }
}

/// Western UTF-16 without its mark: a fifth of the bytes or more are zero, nearly all at even or nearly all at odd places.
fn is_utf16(head: &[u8]) -> bool {
    let zeros = |odd: usize| head.iter().skip(odd).step_by(2).filter(|&&b| b == 0).count();
    let (even, odd) = (zeros(0), zeros(1));
    head.len() >= 16 && (even + odd) * 5 > head.len() && even.max(odd) > 9 * even.min(odd)
}

/// Share of the bytes above ASCII that form pairs of GBK.
fn gbk_share(bytes: &[u8]) -> f64 {
    let (mut paired, mut high, mut i) = (0usize, 0usize, 0);
    while i < bytes.len() {
        if bytes[i] < 0x80 {
            i += 1;
            continue;
        }
        let pair = (0x81..=0xFE).contains(&bytes[i]) && bytes.get(i + 1).is_some_and(|b| (0x40..=0xFE).contains(b) && *b != 0x7F);
        high += 1;
        paired += usize::from(pair);
        i += if pair { 2 } else { 1 };
    }
    if high < 2 { 0.0 } else { paired as f64 / high as f64 }
}

fn control_share(text: &str) -> f64 {
    let control = text.bytes().filter(|&b| b < 0x20 && !b.is_ascii_whitespace()).count();
    control as f64 / text.len().max(1) as f64
}

fn by_text(text: &str, whole: bool) -> Format {
    let start = text.trim_start();
    if start.starts_with('{') {
        return json(start, whole);
    }
    if start.strip_prefix('[').is_some_and(|rest| rest.trim_start().starts_with('{')) {
        return Format::Named("JSON array");
    }
    if let Some(name) = markup(start) {
        return Format::Named(name);
    }
    if has_tags(text, "TY  -") {
        return Format::Named("RIS");
    }
    if has_tags(text, "PMID-") || has_tags(text, "PMC -") {
        return Format::Named("MEDLINE (NBIB)");
    }
    if is_table(start) { Format::Named("CSV") } else { Format::PlainText }
}

/// JSON Lines has an object on each line; one object over many lines is something else.
fn json(start: &str, whole: bool) -> Format {
    let Some((first, rest)) = start.split_once('\n') else {
        return if whole && !start.contains('"') { Format::PlainText } else { Format::JsonLines };
    };
    let next = rest.trim_start().chars().next();
    let open_ended = serde_json::from_str::<serde::de::IgnoredAny>(first).is_err_and(|e| e.is_eof());
    match next {
        // A line break inside `{` means a printed object; `{{ name }}` and the like are text.
        Some(c) if open_ended && c != '{' => {
            if !first.contains('"') && c != '"' && c != '}' {
                Format::PlainText
            } else if start.contains("\"protocolSection\"") || start.contains("\"nctId\"") {
                Format::Named("ClinicalTrials.gov JSON")
            } else {
                Format::Named("JSON")
            }
        }
        _ if first.starts_with("{{") => Format::PlainText,
        _ => Format::JsonLines,
    }
}

fn markup(start: &str) -> Option<&'static str> {
    let tag = start.strip_prefix('<')?;
    if !tag.starts_with(|c: char| c.is_ascii_alphabetic() || matches!(c, '!' | '?')) || !tag.contains('>') {
        return None;
    }
    let lower = tag.chars().take(4096).collect::<String>().to_ascii_lowercase();
    let name = match () {
        () if lower.contains("pubmedarticle") || lower.contains("pubmedbookarticle") => "PubMed XML",
        () if lower.contains("doctype html") || lower.starts_with("html") || lower.contains("<html") => "HTML",
        () if lower.contains("pmc-articleset")
            || lower.contains("<article")
            || lower.starts_with("article")
            || lower.contains("doctype article") =>
        {
            "JATS XML"
        }
        () if lower.contains("clinical_study") => "ClinicalTrials.gov XML",
        () if lower.contains("<collection") && lower.contains("bioc") => "BioC XML",
        () if ["head", "body", "div", "p>", "meta", "title", "table", "span"].iter().any(|t| lower.starts_with(t)) => "HTML",
        () => "XML",
    };
    Some(name)
}

/// A citation format opens its records with `tag` and has further tags of its shape: two to four capitals, blanks, a hyphen.
fn has_tags(text: &str, tag: &str) -> bool {
    let mut lines = text.lines().take(TAG_LINES);
    let is_tag = |line: &str| {
        line.split_once('-').is_some_and(|(name, value)| {
            (3..=5).contains(&name.len())
                && name.trim_end().len() >= 2
                && name.trim_end().chars().all(|c| c.is_ascii_uppercase() || c.is_ascii_digit())
                && (value.is_empty() || value.starts_with(' '))
        })
    };
    lines.any(|line| line.starts_with(tag)) && text.lines().take(4 * TAG_LINES).filter(|l| is_tag(l)).count() >= 2
}

/// A header line of short column names, two of them usual ones.
fn is_table(start: &str) -> bool {
    const NAMES: &[&str] = &[
        "title",
        "article title",
        "abstract",
        "authors",
        "author",
        "author names",
        "doi",
        "pmid",
        "journal",
        "journal/book",
        "year",
        "publication year",
        "publication_year",
        "id",
        "source",
        "keywords",
        "issn",
        "language",
        "text",
        "url",
        "link",
        "nct number",
        "study title",
        "conditions",
        "题名",
        "标题",
        "作者",
        "摘要",
        "关键词",
    ];
    let header = start.lines().next().unwrap_or("");
    [',', '\t', ';'].iter().any(|&separator| {
        let columns: Vec<String> = header.split(separator).map(|c| c.trim().trim_matches('"').to_lowercase()).collect();
        columns.len() >= 3
            && columns.iter().all(|c| c.chars().count() <= 40)
            && columns.iter().filter(|c| NAMES.contains(&c.as_str())).count() >= 2
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn content_decides() {
        for (head, expected) in [
            ("", Format::Empty),
            ("  \n ", Format::Empty),
            ("\u{feff}Title\nText of it.", Format::PlainText),
            ("{\"id\": \"a\", \"text\": \"b\"}\n{\"id\": \"c\"}", Format::JsonLines),
            ("{\"id\": \"a\", \"te\n{\"id\": \"c\", \"text\": \"d\"}", Format::JsonLines),
            ("{\"id\": \"a\"}", Format::JsonLines),
            ("{\n  \"protocolSection\": {\"identificationModule\": {\n", Format::Named("ClinicalTrials.gov JSON")),
            ("{\n  \"a\": 1\n}", Format::Named("JSON")),
            ("{{ item.question }}\nText", Format::PlainText),
            ("[{\"id\": 1}]", Format::Named("JSON array")),
            ("[摘要]\n目的：", Format::PlainText),
            ("<5% of patients", Format::PlainText),
            ("<!DOCTYPE html>\n<html>", Format::Named("HTML")),
            ("<?xml version=\"1.0\"?><PubmedArticleSet>", Format::Named("PubMed XML")),
            ("<article article-type=\"research-article\">", Format::Named("JATS XML")),
            ("Record #1 of 2\nTY  - JOUR\nID  - 1\nER  - \n", Format::Named("RIS")),
            ("\nPMC - PMC6055010\nPMID- 30042925\nTI  - A method\n", Format::Named("MEDLINE (NBIB)")),
            ("PMID,Title,Authors,Citation\n1,a,b,c", Format::Named("CSV")),
            ("%PDF-1.7", Format::Named("PDF")),
            ("PK\u{3}\u{4}", Format::Named("ZIP archive")),
            ("a\0b", Format::Binary),
        ] {
            assert_eq!(detect(head.as_bytes(), true), expected, "{head:?}");
        }
        assert_eq!(detect(b"\xD0\xC4\xD1\xAA\xB9\xDC,\xB8\xDF", true), Format::Encoding("GB18030"));
        assert_eq!(detect(b"\xFF\xFEa\0", true), Format::Encoding("UTF-16"));
        assert_eq!(detect("中".repeat(HEAD_BYTES).as_bytes().get(..HEAD_BYTES).unwrap(), false), Format::PlainText);
    }
}
