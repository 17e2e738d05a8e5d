//! Which concept has which forms and ids: those of the vocabulary, and the new ones as they come.

use super::form::key;
use crate::vocabulary::{ConceptKind, Vocabulary};
use std::collections::{HashMap, HashSet};

/// A concept: one of the vocabulary by its position, a new one by a position after those.
pub type Target = usize;

#[derive(Default)]
pub struct Owners {
    forms: HashMap<String, Vec<Owner>>,
    xrefs: HashMap<String, Vec<Target>>,
    kinds: Vec<ConceptKind>,
    ids: Vec<String>,
    taken: HashSet<String>,
}

#[derive(Clone, Copy)]
struct Owner {
    target: Target,
    gated: bool,
}

impl Owners {
    pub fn of(vocabulary: &Vocabulary) -> Owners {
        let mut owners = Owners::default();
        for (_, concept) in vocabulary.concepts() {
            let target = owners.add(concept.id.clone(), concept.kind);
            for form in std::iter::once(&concept.name).chain(&concept.synonyms).chain(&concept.zh) {
                owners.give(key(form), target, concept.gated.contains(form));
            }
            concept.gated.iter().for_each(|form| owners.give(key(form), target, true));
            for xref in &concept.xrefs {
                owners.xrefs.entry(xref.clone()).or_default().push(target);
            }
        }
        owners
    }

    /// A new concept.
    pub fn add(&mut self, id: String, kind: ConceptKind) -> Target {
        self.taken.insert(id.clone());
        self.ids.push(id);
        self.kinds.push(kind);
        self.ids.len() - 1
    }

    pub fn give(&mut self, key: String, target: Target, gated: bool) {
        let owners = self.forms.entry(key).or_default();
        if !owners.iter().any(|o| o.target == target) {
            owners.push(Owner { target, gated });
        }
    }

    pub fn id(&self, target: Target) -> &str {
        &self.ids[target]
    }

    /// How many concepts there are.
    pub fn len(&self) -> usize {
        self.ids.len()
    }

    pub fn is_taken(&self, id: &str) -> bool {
        self.taken.contains(id)
    }

    /// The first concept that has a form.
    pub fn owner(&self, key: &str) -> Option<Target> {
        self.forms.get(key)?.first().map(|o| o.target)
    }

    pub fn has(&self, target: Target, key: &str) -> bool {
        self.forms.get(key).is_some_and(|owners| owners.iter().any(|o| o.target == target))
    }

    /// The one concept of a kind that a form stands for by itself.
    pub fn named(&self, key: &str, kind: ConceptKind) -> Option<Target> {
        let named = self.forms.get(key)?.iter().filter(|o| !o.gated && self.kinds[o.target] == kind).map(|o| o.target);
        only(named)
    }

    /// The one concept that has an id; of any kind where none is asked for.
    pub fn identified(&self, xref: &str, kind: Option<ConceptKind>) -> Option<Target> {
        let all = self.xrefs.get(xref)?.iter().copied();
        only(all.filter(|&t| kind.is_none_or(|kind| self.kinds[t] == kind)))
    }
}

/// The single value of all; nothing where there are two.
pub fn only(mut all: impl Iterator<Item = Target>) -> Option<Target> {
    let first = all.next()?;
    all.all(|other| other == first).then_some(first)
}
