//! Broader links while they grow: what stands above what, so that no circle is closed.

use super::owners::Target;
use crate::vocabulary::Vocabulary;
use std::collections::HashSet;

pub struct Hierarchy {
    broader: Vec<Vec<Target>>,
}

/// What became of a link.
#[derive(Debug, PartialEq)]
pub enum Link {
    New,
    /// It says nothing that others do not say.
    Known,
    /// It would close a circle.
    Circle,
}

impl Hierarchy {
    /// The links of the vocabulary, and room for so many concepts.
    pub fn of(vocabulary: &Vocabulary, concepts: usize) -> Hierarchy {
        let mut broader: Vec<Vec<Target>> =
            vocabulary.concepts().map(|(_, concept)| concept.broader.iter().map(|id| id.0 as usize).collect()).collect();
        broader.resize(concepts, Vec::new());
        Hierarchy { broader }
    }

    pub fn link(&mut self, concept: Target, broader: Target) -> Link {
        if concept == broader || self.is_above(broader, concept) {
            Link::Known
        } else if self.is_above(concept, broader) {
            Link::Circle
        } else {
            self.broader[concept].push(broader);
            Link::New
        }
    }

    fn is_above(&self, above: Target, concept: Target) -> bool {
        let (mut open, mut seen) = (vec![concept], HashSet::new());
        while let Some(next) = open.pop() {
            for &broader in &self.broader[next] {
                if broader == above {
                    return true;
                }
                if seen.insert(broader) {
                    open.push(broader);
                }
            }
        }
        false
    }
}
