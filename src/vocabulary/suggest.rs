//! "did you mean": forms near a misspelt word.

use super::Vocabulary;
use super::automaton::key;

const SUGGESTIONS_MAX: usize = 3;

/// Preferred names of the concepts whose forms are nearest.
pub fn suggest(vocabulary: &Vocabulary, word: &str) -> Vec<String> {
    let mut names: Vec<String> = Vec::new();
    for form in similar(vocabulary, &key(word.trim())) {
        for concept in vocabulary.lookup(&form) {
            let name = &vocabulary.concept(concept).name;
            if !names.contains(name) && names.len() < SUGGESTIONS_MAX {
                names.push(name.clone());
            }
        }
    }
    names
}

/// Forms at most a third of the word away, three letters at most; nearest first.
pub fn similar(vocabulary: &Vocabulary, word: &str) -> Vec<String> {
    let length = word.chars().count();
    let limit = (length / 3).clamp(1, 3);
    let mut near: Vec<(usize, &str)> = vocabulary
        .automaton
        .forms()
        .map(|(form, _)| form)
        .filter(|form| form.chars().count().abs_diff(length) <= limit && form.chars().count() > 2)
        .map(|form| (strsim::osa_distance(word, form), form))
        .filter(|(distance, _)| *distance <= limit)
        .collect();
    near.sort_unstable();
    near.into_iter().map(|(_, form)| form.to_owned()).collect()
}
