//! From what a reader found to a whole document: contact data masked, boilerplate, sections, kind, title, date and identifiers
//! worked out where the source does not declare them.

use super::document::{Document, Identifiers, Kind, Mask, PublicationStatus, Span};
use super::line::Line;
use super::{boilerplate, byline, contact, kind, line, link, section, title};

/// What a reader found; what it leaves empty is worked out from the text.
#[derive(Default)]
pub struct Draft {
    pub id: String,
    pub source: String,
    /// Title, then declared parts or the whole text.
    pub parts: Vec<Part>,
    pub title: Option<String>,
    /// The source has a field for the title, so that none is looked for in the text.
    pub titled: bool,
    pub language: Option<String>,
    pub identifiers: Identifiers,
    pub date: Option<String>,
    pub journal: Option<String>,
    pub authors: Vec<String>,
    pub url: Option<String>,
    pub kind: Option<Kind>,
    pub publication_status: Option<PublicationStatus>,
    pub fictional: bool,
}

/// A stretch of the text as the source gives it.
pub struct Part {
    pub text: String,
    pub sort: PartSort,
}

#[derive(PartialEq)]
pub enum PartSort {
    Title,
    /// The label of the section that follows.
    Label,
    Text,
}

pub fn shape(draft: Draft) -> Document {
    // Masking keeps the number of code points but not of bytes, so it comes before any offset.
    let mut text = String::new();
    let mut declared: Vec<(String, usize)> = Vec::new();
    let mut title_span = None;
    for part in &draft.parts {
        let masked = contact::mask(&part.text);
        match part.sort {
            PartSort::Title if !masked.trim().is_empty() => title_span = Some(Span::new(0, masked.trim_end().len())),
            PartSort::Label => declared.push((masked.trim().to_owned(), text.len())),
            _ => {}
        }
        text.push_str(&masked);
    }
    let lines = line::lines(&text);
    let body_start = title_span.map_or(0, |t| t.end);
    let masks = boilerplate::find(&lines, body_start);
    let masked = covered(&lines, &masks);
    if !draft.titled {
        title_span = title::find(&text, &lines, &masked);
    }
    let printed_title = title_span.map(|t| text[t.start..t.end].split_whitespace().collect::<Vec<_>>().join(" "));
    let title = if draft.titled { draft.title.as_deref().map(contact::mask) } else { printed_title };
    let kept: Vec<Line<'_>> = lines.iter().zip(&masked).filter(|(l, m)| !**m && l.span.start >= body_start).map(|(l, _)| *l).collect();
    let kind = draft.kind.unwrap_or_else(|| kind::of(title.as_deref(), &kept));
    let sections = section::split(&text, &lines, &masks, title_span, &declared, kind);
    let (identifiers, links) = link::sort(&text, &masks, &sections, kind, &draft.identifiers);
    let after_title = title_span.map_or(0, |t| t.end);
    let date = draft.date.or_else(|| byline::date(&lines, after_title, kind));
    Document {
        id: draft.id,
        source: draft.source,
        kind,
        title,
        language: draft.language,
        masks,
        sections,
        identifiers,
        links,
        date,
        authors: draft.authors,
        journal: draft.journal,
        url: draft.url,
        publication_status: draft.publication_status,
        fictional: draft.fictional,
        text,
    }
}

/// Which lines lie in a mask.
fn covered(lines: &[Line<'_>], masks: &[Mask]) -> Vec<bool> {
    lines
        .iter()
        .map(|line| {
            let i = masks.partition_point(|m| m.span.end <= line.span.start);
            !line.is_blank() && masks.get(i).is_some_and(|m| m.span.contains(line.span))
        })
        .collect()
}
