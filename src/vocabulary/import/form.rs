//! Which names of a term can be forms of a concept, and which of them only where a document supports them.

use crate::text::{fold, is_han};
use crate::vocabulary::automaton;
use std::collections::HashSet;
use std::sync::OnceLock;

/// Longer ones are descriptions.
const CHARS_MAX: usize = 200;
/// So few letters, all capitals, are an abbreviation; that is the automaton's bound too.
const SHORT_LETTERS_MAX: usize = 4;
/// So few letters are no name in any case.
const TINY_LETTERS_MAX: usize = 3;
/// So few characters are part of too many other Chinese words.
const SHORT_HAN_MAX: usize = 2;

/// Words of everyday and clinical English that a vocabulary may list, and that mean more than it does.
static ORDINARY_WORDS: &str = include_str!("ordinary_words.txt");

/// The spelling in which forms of two vocabularies meet: that of the automaton.
pub fn key(form: &str) -> String {
    automaton::key(fold::fold(form, &[]).0.trim())
}

/// A form as it can stand in a list of our file; nothing where it is none.
pub fn usable(form: &str) -> Option<String> {
    let form = form.split(|c: char| c.is_whitespace() || c.is_control()).filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ");
    let fits = form.chars().count() <= CHARS_MAX && !form.contains('|') && form.chars().filter(|c| c.is_alphabetic()).count() > 1;
    fits.then_some(form)
}

/// Whether a form is too short or too common to count by itself.
pub fn is_gated(form: &str) -> bool {
    let letters = form.chars().filter(|c| c.is_alphabetic()).count();
    if form.contains(is_han) {
        return form.chars().filter(|&c| is_han(c)).count() <= SHORT_HAN_MAX && letters <= SHORT_LETTERS_MAX;
    }
    letters <= TINY_LETTERS_MAX
        || (letters <= SHORT_LETTERS_MAX && !form.chars().any(char::is_lowercase))
        || is_ordinary(&form.to_lowercase())
}

fn is_ordinary(word: &str) -> bool {
    static WORDS: OnceLock<HashSet<&str>> = OnceLock::new();
    WORDS.get_or_init(|| ORDINARY_WORDS.split_whitespace().collect()).contains(word)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn short_and_ordinary_forms_are_gated() {
        for (form, expected) in [
            ("HCC", true),
            ("NSCLC", false),
            ("IL-2", true),
            ("Bone", true),
            ("surgery", true),
            ("glioma", false),
            ("bone chondrosarcoma", false),
            ("治疗", true),
            ("B细胞", true),
            ("肝细胞癌", false),
        ] {
            assert_eq!(is_gated(form), expected, "{form}");
        }
    }

    #[test]
    fn what_cannot_stand_in_a_list_is_no_form() {
        for (form, expected) in
            [(" a\tname\nof  it ", Some("a name of it")), ("a|b", None), ("9120/3", None), ("x", None), ("", None), ("肝癌", Some("肝癌"))]
        {
            assert_eq!(usable(form).as_deref(), expected, "{form}");
        }
        assert_eq!(usable(&"long ".repeat(50)), None);
        assert_eq!(key("Non-Small Cell"), key("non small cell"));
    }
}
