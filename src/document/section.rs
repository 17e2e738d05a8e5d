//! A text cut into its parts.

use super::document::{Kind, Mask, Section, SectionKind, Span};
use super::heading;
use super::line::Line;

/// Longer lines are no headings.
const HEADING_CHARS_MAX: usize = 80;

/// The parts of a text: declared ones as declared, others by headings and labels. They cover it all.
pub fn split(
    text: &str,
    lines: &[Line<'_>],
    masks: &[Mask],
    title: Option<Span>,
    declared: &[(String, usize)],
    kind: Kind,
) -> Vec<Section> {
    let mut starts: Vec<(usize, SectionKind, String)> = Vec::new();
    let title_end = title.map_or(0, |t| t.end);
    if declared.is_empty() {
        by_headings(text, lines, masks, title_end, kind, &mut starts);
    } else {
        for (label, at) in declared {
            let known = heading::of_line(label);
            starts.push((*at, known.unwrap_or(SectionKind::Body), label.clone()));
        }
    }
    assemble(text, title, starts)
}

fn by_headings(
    text: &str,
    lines: &[Line<'_>],
    masks: &[Mask],
    title_end: usize,
    kind: Kind,
    starts: &mut Vec<(usize, SectionKind, String)>,
) {
    let masked = |at: usize| {
        let i = masks.partition_point(|m| m.span.end <= at);
        masks.get(i).is_some_and(|m| m.span.start <= at)
    };
    for (i, line) in lines.iter().enumerate() {
        if line.is_blank() || line.span.start < title_end || masked(line.span.start) {
            continue;
        }
        let at = line.span.end - text[line.span.start..line.span.end].trim_start().len();
        let current = starts.last().map(|s| s.1);
        if current == Some(SectionKind::References) && !line.text.starts_with(char::is_alphabetic) {
            continue;
        }
        if let Some(found) = heading::of_line(line.text) {
            starts.push((at, suited(found, kind), heading::bare(line.text).to_owned()));
        } else if is_unknown_heading(lines, i) && kind != Kind::TrialRegistration {
            let next = match current {
                Some(kept @ (SectionKind::Methods | SectionKind::Results | SectionKind::Discussion | SectionKind::References))
                    if kind != Kind::Review =>
                {
                    kept
                }
                Some(SectionKind::References) => SectionKind::References,
                _ => SectionKind::Body,
            };
            starts.push((at, next, heading::bare(line.text).to_owned()));
        } else {
            by_labels(line, at, kind, starts);
        }
    }
}

/// Labels inside a line: at its beginning, and where a sentence has ended.
fn by_labels(line: &Line<'_>, at: usize, of: Kind, starts: &mut Vec<(usize, SectionKind, String)>) {
    let mut from = 0;
    let mut ended = true;
    let text = line.text;
    while from < text.len() {
        let rest = &text[from..];
        if ended && let Some((kind, length)) = heading::label_at(rest) {
            starts.push((at + from, suited(kind, of), heading::bare(&rest[..length]).to_owned()));
            from += length;
            continue;
        }
        let Some(c) = rest.chars().next() else { break };
        ended = match c {
            '。' | '；' | '】' | ']' => true,
            '.' | ')' => rest.len() > 1,
            ' ' | '\u{3000}' => ended || c == '\u{3000}',
            _ => false,
        };
        from += c.len_utf8();
    }
}

/// Who took part and what was given is a part of a registration, and the methods of anything else.
fn suited(found: SectionKind, kind: Kind) -> SectionKind {
    match found {
        SectionKind::Eligibility | SectionKind::Interventions | SectionKind::Outcomes if kind != Kind::TrialRegistration => {
            SectionKind::Methods
        }
        found => found,
    }
}

/// A short line of its own, without an end mark, over a paragraph.
fn is_unknown_heading(lines: &[Line<'_>], i: usize) -> bool {
    let line = &lines[i];
    let marked = line.text.starts_with(['■', '▍', '▎', '◆']) || line.text.starts_with('【') && line.text.ends_with('】');
    if marked && line.text.chars().count() <= HEADING_CHARS_MAX {
        return true;
    }
    let blank = |k: Option<usize>| k.and_then(|k| lines.get(k)).is_none_or(Line::is_blank);
    line.text.chars().count() <= HEADING_CHARS_MAX
        && !line.ends_sentence()
        && line.field().is_none()
        && blank(i.checked_sub(1))
        && blank(Some(i + 1))
        && line
            .text
            .starts_with(|c: char| c.is_uppercase() || c.is_ascii_digit() || super::line::is_han(c) || matches!(c, '【' | '■' | '▍' | '▎'))
        && lines[i + 1..].iter().find(|l| !l.is_blank()).is_some_and(|next| next.width() > line.width())
}

fn assemble(text: &str, title: Option<Span>, starts: Vec<(usize, SectionKind, String)>) -> Vec<Section> {
    let mut sections: Vec<Section> = Vec::new();
    let mut push = |kind, label: String, start: usize, end: usize| {
        if start < end {
            sections.push(Section { kind, label, span: Span::new(start, end) });
        }
    };
    let mut at = 0;
    if let Some(title) = title {
        push(SectionKind::Body, String::new(), 0, title.start);
        push(SectionKind::Title, String::new(), title.start, title.end);
        at = title.end;
    }
    let first = starts.first().map_or(text.len(), |s| s.0);
    push(SectionKind::Body, String::new(), at, first.max(at));
    for (i, (start, kind, label)) in starts.iter().enumerate() {
        let end = starts.get(i + 1).map_or(text.len(), |next| next.0);
        push(*kind, label.clone(), (*start).max(at), end);
    }
    sections
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::line;

    fn kinds(text: &str) -> Vec<(SectionKind, &str)> {
        let sections = split(text, &line::lines(text), &[], None, &[], Kind::JournalAbstract);
        sections.into_iter().map(|s| (s.kind, &text[s.span.start..s.span.end])).collect()
    }

    #[test]
    fn labels_in_running_text_and_headings_of_their_own() {
        use SectionKind::{Background, Body, Conclusion, Methods, Results};
        assert_eq!(
            kinds("摘要　目的　检验疗效。方法　采用随机设计。结果　有效。结论　可用。").into_iter().map(|k| k.0).collect::<Vec<_>>(),
            [SectionKind::Abstract, Background, Methods, Results, Conclusion]
        );
        assert_eq!(
            kinds("Title line\n\nMETHODS\nWe did. Results: fewer (2%). CONCLUSIONS: good."),
            [
                (Body, "Title line\n\n"),
                (Methods, "METHODS\nWe did. "),
                (Results, "Results: fewer (2%). "),
                (Conclusion, "CONCLUSIONS: good.")
            ]
        );
    }
}
