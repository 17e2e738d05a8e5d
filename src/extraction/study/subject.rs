//! What a text is about: one study of its own, or many of others.

use super::super::context::Context;
use super::super::passage::{Passage, Zone};
use super::design;
use super::name::{self, Named};
use super::types::Design;

/// The studies that a text names, and whose it is.
#[derive(Debug)]
pub struct Subject {
    pub design: Option<Design>,
    /// A text about many studies has none of its own, so that what it says of one of them is no fact of "the study".
    pub many: bool,
    /// The name of its own study, as printed.
    pub own: Option<String>,
    names: Vec<Named>,
}

impl Subject {
    pub fn of(context: &Context, passages: &[Passage]) -> Subject {
        let names = name::names(passages, context.annotated);
        let design = design::design(context.document.kind, passages, &names);
        let many = design == Some(Design::Review);
        let own = name::own(passages, &names).filter(|_| !many);
        Subject { design, many, own, names }
    }

    /// The studies that it names are its data.
    pub fn pools(&self) -> bool {
        matches!(self.design, Some(Design::MetaAnalysis | Design::PooledAnalysis))
    }

    /// Whether a sentence outside methods and results tells of a study that is not the document's own, and not of both. A document
    /// that pools named studies, or whose own name is not printed, sets others beside its results in the discussion only.
    pub fn names_another(&self, at: usize, passage: &Passage) -> bool {
        let place = match passage.zone {
            Zone::Conclusion => !self.pools(),
            Zone::Body => self.own.is_some(),
            _ => false,
        };
        let own = self.own.as_deref().map(name::key);
        let same = |n: &Named| own.as_ref().is_some_and(|o| o.contains(&n.key) || n.key.contains(o.as_str()));
        let mut here = self.names.iter().filter(|n| n.passage == at).peekable();
        place && here.peek().is_some() && !here.any(same)
    }
}
