//! What the trial is about.

use super::entry::{Entries, Field};
use super::source::Source;
use crate::document::{Document, SectionKind, Span};
use crate::vocabulary::{ConceptId, ConceptKind};

/// More mentions in one title or field say nothing new.
const MENTIONS_MAX: usize = 200;

/// The diseases of the conditions field, else of the title, else the first that the text names; English where known.
pub fn read(source: &Source<'_>, entries: &Entries<'_>, document: &Document) -> Vec<String> {
    let mut names = Vec::new();
    for entry in entries.all(Field::Conditions) {
        let found = diseases(source, first_lines(entry.value, entry.span));
        let found = if found.is_empty() { diseases(source, below(entry.value, entry.span)) } else { found };
        if found.is_empty() && !entry.line().contains('/') {
            names.extend(entry.line().split([';', '|', '；']).map(|c| c.trim().to_lowercase()).filter(|c| !c.is_empty()));
        }
        push_all(&mut names, found);
    }
    if names.is_empty() {
        let title = document.sections.iter().find(|s| s.kind == SectionKind::Title).map(|s| s.span);
        push_all(&mut names, title.map(|t| diseases(source, t)).unwrap_or_default());
    }
    if names.is_empty() {
        let first = diseases(source, Span::new(0, source.text.len())).into_iter().next();
        push_all(&mut names, first.into_iter().collect());
    }
    names
}

/// The first line of a value that has words; lists of conditions stand on one, or one under another.
fn first_lines(value: &str, span: Span) -> Span {
    let lead = value.len() - value.trim_start().len();
    let line = value[lead..].find('\n').map_or(value.len(), |i| lead + i);
    Span::new(span.start + lead, span.start + line)
}

/// The three lines below: a table's header stands above its row.
fn below(value: &str, span: Span) -> Span {
    let end = value.match_indices('\n').nth(2).map_or(value.len(), |(i, _)| i);
    Span::new(span.start, span.start + end)
}

fn push_all(names: &mut Vec<String>, found: Vec<String>) {
    for name in found {
        if !names.contains(&name) {
            names.push(name);
        }
    }
}

/// Names of the diseases in a stretch, without those that another one there is a kind of.
fn diseases(source: &Source<'_>, span: Span) -> Vec<String> {
    let mut ids: Vec<ConceptId> =
        source.mentions(span).iter().filter(|m| m.kind == ConceptKind::Disease).filter_map(|m| m.concept).collect();
    ids.truncate(MENTIONS_MAX);
    let narrower = |id: ConceptId| ids.iter().any(|&other| other != id && source.vocabulary.is_a(other, id));
    let mut names = Vec::new();
    push_all(&mut names, ids.iter().filter(|&&id| !narrower(id)).map(|&id| source.vocabulary.concept(id).name.clone()).collect());
    names
}
