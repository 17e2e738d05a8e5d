//! The text cut at the labels that registries use.

pub use super::label::Field;
use super::label::LABELS;
use crate::document::Span;

/// A label and what it announces, up to the next label.
#[derive(Debug, Clone)]
pub struct Entry<'a> {
    pub field: Field,
    /// The label as printed, with what is bracketed behind it.
    pub label: &'a str,
    /// All that follows.
    pub value: &'a str,
    /// Where the value stands.
    pub span: Span,
    /// The label stands in running prose, so that the value ends with the sentence.
    pub inline: bool,
}

impl<'a> Entry<'a> {
    /// The value's first line that has words.
    pub fn line(&self) -> &'a str {
        self.value.lines().map(str::trim).find(|l| !l.is_empty()).unwrap_or("")
    }
}

pub struct Entries<'a> {
    all: Vec<Entry<'a>>,
}

impl<'a> Entries<'a> {
    pub fn of(text: &'a str) -> Entries<'a> {
        let mut starts: Vec<(Field, usize, usize, bool)> = Vec::new();
        let mut at = 0;
        for line in text.split_inclusive('\n') {
            for opening in openings(line) {
                let rest = &line[opening.at..];
                if let Some((field, length)) = label_at(rest, opening.of_line) {
                    let clash = starts.last().is_some_and(|(_, _, end, _)| *end > at + opening.at);
                    // "Contact Information / Primary" is a person, no endpoint.
                    let person = matches!(field, Field::Primary | Field::Secondary)
                        && starts
                            .last()
                            .is_some_and(|(last, _, end, _)| *last == Field::Contact && text[*end..at + opening.at].trim().is_empty());
                    let field = if person { Field::Contact } else { field };
                    if !clash {
                        starts.push((field, at + opening.at, at + opening.at + length, !opening.of_line));
                    }
                }
            }
            at += line.len();
        }
        let all = starts
            .iter()
            .enumerate()
            .map(|(i, &(field, start, end, inline))| {
                let next = starts.get(i + 1).map_or(text.len(), |s| s.1);
                Entry { field, label: &text[start..end], value: &text[end..next], span: Span::new(end, next), inline }
            })
            .collect();
        Entries { all }
    }

    pub fn all(&self, field: Field) -> impl Iterator<Item = &Entry<'a>> {
        self.all.iter().filter(move |e| e.field == field)
    }

    /// First lines of a field's entries that have words.
    pub fn lines(&self, field: Field) -> impl Iterator<Item = &'a str> {
        self.all(field).map(Entry::line).filter(|l| !l.is_empty())
    }

    /// The field that a byte of the text belongs to; `None` above the first label.
    pub fn field_at(&self, offset: usize) -> Option<Field> {
        let after = self.all.partition_point(|e| e.span.start <= offset);
        after.checked_sub(1).map(|i| self.all[i].field)
    }
}

struct Opening {
    at: usize,
    of_line: bool,
}

/// Where in a line a label may begin: at its words, and behind marks that end a field.
fn openings(line: &str) -> Vec<Opening> {
    let words = line.trim_start_matches(|c: char| c.is_whitespace() || "•⁃-*●○◆◇▎■【[(0123456789.、)一二三四五六七八九十①②③④⑤".contains(c));
    let mut found =
        vec![Opening { at: line.len() - line.trim_start().len(), of_line: true }, Opening { at: line.len() - words.len(), of_line: true }];
    let mut before = ' ';
    for (i, c) in line.char_indices() {
        let after_mark = matches!(before, ';' | '；' | '|' | '·' | '｜' | '。' | '，' | '/' | '【' | '】' | '•' | ',' | ':');
        let blanks = line[..i].ends_with("  ")
            || line[..i].ends_with(". ")
            || line[..i].ends_with('\u{3000}')
            || line[..i].ends_with(") ")
            || line[..i].ends_with("the ")
            || line[..i].ends_with("The ")
            || line[..i].ends_with("? ");
        let zh = !c.is_ascii() && line[..i].ends_with(' ');
        if c.is_alphabetic() && i > 0 && (after_mark || blanks || zh) {
            found.push(Opening { at: i, of_line: false });
        }
        if !c.is_whitespace() {
            before = c;
        }
    }
    found.sort_by_key(|o| o.at);
    found.dedup_by_key(|o| o.at);
    found
}

/// The longest label at the beginning of a text, with what is bracketed behind it and its mark.
fn label_at(text: &str, of_line: bool) -> Option<(Field, usize)> {
    let (mut best, mut length): (Option<Field>, usize) = (None, 0);
    for (field, labels) in LABELS {
        for label in *labels {
            let fits = label.len() > length && text.get(..label.len()).is_some_and(|t| t.eq_ignore_ascii_case(label));
            if fits && let Some(end) = mark_end(text, label, of_line) {
                (best, length) = (Some(*field), end.min(text.len()));
            }
        }
    }
    best.map(|field| (field, length))
}

/// Where the value begins, if what follows the label sets it apart.
fn mark_end(text: &str, label: &str, of_line: bool) -> Option<usize> {
    let rest = &text[label.len()..];
    let blanks = rest.len() - rest.trim_start_matches([' ', '\t', '\u{3000}']).len();
    let after = &rest[blanks..];
    // "Enrollment (Estimated) 412", "注册（实际的）：164", "Accrual target 240"
    let bracket = after.starts_with(['(', '（']).then(|| after.find([')', '）'])).flatten().filter(|&e| e <= 60);
    let (after, bracket_length) = match bracket {
        Some(end) => {
            let close = end + after[end..].chars().next().map_or(1, char::len_utf8);
            (&after[close..], close)
        }
        None => (after, 0),
    };
    let at = label.len() + blanks + bracket_length;
    let trimmed = after.trim_start_matches([' ', '?', '？', '】', ']', '…', '.']);
    let skipped = after.len() - trimmed.len();
    let han = !label.is_ascii();
    match trimmed.chars().next() {
        None | Some('\n' | '\r') if of_line => Some(at + skipped),
        Some(mark @ (':' | '：' | '—' | '–' | '|')) => Some(at + skipped + mark.len_utf8()),
        Some(_) if after.starts_with(['】', ']', '?', '？']) => Some(at + skipped),
        Some(_) if blanks >= 2 || bracket_length > 0 && after.starts_with(' ') && of_line => Some(at),
        Some(c)
            if blanks == 1
                && (of_line && text.len() < 100 || c.is_ascii_digit())
                && text.starts_with(|c: char| c.is_uppercase() || !c.is_ascii()) =>
        {
            Some(at)
        }
        // In prose: "the primary endpoint is ORR", "secondary endpoints include", "主要指标是", "申办者是".
        Some(_) => {
            let verbs = ["is ", "are ", "was ", "were ", "include ", "included ", "包括", "为", "是", "看", "：", "30", "31", "- "];
            let verb = verbs.iter().find(|v| trimmed.starts_with(**v));
            let field =
                label.contains("endpoint") || label.contains("outcome") || han || label.contains("finish") || label.contains("since");
            match verb {
                Some(v) if field && (blanks > 0 || han) => {
                    Some(at + skipped + if v.starts_with(|c: char| c.is_ascii_digit()) { 0 } else { v.len() })
                }
                _ if han && blanks == 1 => Some(at),
                _ if han && label.ends_with(['是', '看']) => Some(at),
                _ => None,
            }
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_in_many_layouts() {
        let first = |text: &str, field: Field| Entries::of(text).lines(field).next().map(str::to_owned);
        for (text, field, expected) in [
            ("Status: Recruiting\nSex: All", Field::Sex, Some("All")),
            ("Study Type Interventional\nEnrollment (Estimated) 412", Field::Enrollment, Some("412")),
            ("Overall status\nActive, not recruiting\n\nStudy type\nInterventional", Field::Status, Some("Active, not recruiting")),
            ("STUDY_TYPE: INTERVENTIONAL\nMINIMUM_AGE: 18 Years", Field::MinAge, Some("18 Years")),
            ("Status: Recruiting; Phase: 2; Sponsor: Institute; x", Field::Phase, Some("2;")),
            ("The primary endpoint is ORR at 3 months; secondary endpoints include OS.", Field::Primary, Some("ORR at 3 months;")),
            ("注册号：X\n研究类型：干预性研究", Field::StudyType, Some("干预性研究")),
            ("盲法\n开放", Field::Masking, Some("开放")),
            ("Sexual function was good in all", Field::Sex, None),
        ] {
            assert_eq!(first(text, field).as_deref(), expected, "{text}");
        }
    }
}
