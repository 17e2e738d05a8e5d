//! What a concept covers when it is asked for.

use crate::vocabulary::{ConceptId, Vocabulary};
use std::collections::{BTreeSet, HashMap, HashSet};

/// The vocabulary's hierarchy from the top down; built once for a question.
pub struct Hierarchy<'a> {
    vocabulary: &'a Vocabulary,
    narrower: HashMap<ConceptId, Vec<ConceptId>>,
    /// Drug → regimens that contain it.
    parts_of: HashMap<ConceptId, Vec<ConceptId>>,
}

impl<'a> Hierarchy<'a> {
    pub fn of(vocabulary: &'a Vocabulary) -> Hierarchy<'a> {
        let mut narrower: HashMap<ConceptId, Vec<ConceptId>> = HashMap::new();
        let mut parts_of: HashMap<ConceptId, Vec<ConceptId>> = HashMap::new();
        for (id, concept) in vocabulary.concepts() {
            for &broader in &concept.broader {
                narrower.entry(broader).or_default().push(id);
            }
            for &component in &concept.components {
                parts_of.entry(component).or_default().push(id);
            }
        }
        Hierarchy { vocabulary, narrower, parts_of }
    }

    /// The concepts themselves, all narrower ones, and regimens that contain one of them.
    pub fn covered(&self, asked: &[ConceptId]) -> BTreeSet<String> {
        let (mut seen, mut queue): (HashSet<ConceptId>, Vec<ConceptId>) = (asked.iter().copied().collect(), asked.to_vec());
        while let Some(at) = queue.pop() {
            for &next in [&self.narrower, &self.parts_of].into_iter().filter_map(|m| m.get(&at)).flatten() {
                if seen.insert(next) {
                    queue.push(next);
                }
            }
        }
        seen.into_iter().map(|c| self.vocabulary.concept(c).id.clone()).collect()
    }

    /// Concepts right below one, in the vocabulary's order.
    pub fn narrower(&self, id: ConceptId) -> &[ConceptId] {
        self.narrower.get(&id).map_or(&[], Vec::as_slice)
    }
}
