//! Concepts by any name in any language, each with the reason why it is offered.

use super::automaton::key;
use super::concept::ConceptId;
use super::{Vocabulary, suggest};
use serde::Serialize;

/// Why a concept is offered for what was asked, best first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Why {
    /// It is its id, or one of its ids elsewhere.
    Id,
    /// One of its forms, which means it wherever it stands.
    Name,
    /// One of its short or common forms, which counts only where a document defines or supports it.
    ShortForm,
    /// A form begins so.
    Beginning,
    /// Every word asked for stands in a form.
    Words,
    /// A form is spelt nearly so.
    Similar,
}

/// A concept offered.
#[derive(Debug, Clone, PartialEq)]
pub struct Offer {
    pub concept: ConceptId,
    pub why: Why,
    /// The form that was met, folded; the id where an id was asked for.
    pub form: String,
}

impl Vocabulary {
    /// Concepts for a name, best reason first, at most `limit`; a concept is offered once.
    pub fn offers(&self, asked: &str, limit: usize) -> Vec<Offer> {
        let wanted = key(&crate::text::fold::fold(asked.trim(), &[]).0);
        if wanted.is_empty() {
            return Vec::new();
        }
        let mut offers: Vec<Offer> = Vec::new();
        for (id, concept) in self.concepts() {
            if concept.id == asked.trim() || concept.xrefs.iter().any(|x| x.eq_ignore_ascii_case(asked.trim())) {
                offers.push(Offer { concept: id, why: Why::Id, form: asked.trim().to_owned() });
            }
        }
        for form in self.automaton.lookup(asked) {
            let why = if form.gated { Why::ShortForm } else { Why::Name };
            offers.push(Offer { concept: form.concept, why, form: wanted.clone() });
        }
        let words: Vec<&str> = wanted.split_whitespace().collect();
        for (form, meanings) in self.automaton.forms() {
            let why = if form.starts_with(&wanted) {
                Why::Beginning
            } else if words.iter().all(|word| form.split(' ').any(|w| w == *word) || (!word.is_ascii() && form.contains(word))) {
                Why::Words
            } else {
                continue;
            };
            offers.extend(meanings.iter().map(|m| Offer { concept: m.concept, why, form: form.to_owned() }));
        }
        if offers.is_empty() {
            // Nearest first already.
            for form in suggest::similar(self, &wanted) {
                let meanings = self.automaton.lookup(&form);
                offers.extend(meanings.iter().map(|m| Offer { concept: m.concept, why: Why::Similar, form: form.clone() }));
            }
        } else {
            // Among equal reasons the form nearest in length is the likeliest meant.
            let length = |o: &Offer| o.form.chars().count();
            offers.sort_by(|a, b| (a.why, length(a), &a.form, a.concept).cmp(&(b.why, length(b), &b.form, b.concept)));
        }
        let mut seen = std::collections::HashSet::new();
        offers.retain(|o| seen.insert(o.concept));
        offers.truncate(limit);
        offers
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_an_id_or_a_slip_finds_its_concept() {
        let vocabulary = Vocabulary::builtin();
        for (asked, expected, why) in [
            ("sorafenib", "drug:sorafenib", Why::Name),
            ("Nexavar", "drug:sorafenib", Why::Name),
            ("索拉非尼", "drug:sorafenib", Why::Name),
            ("drug:sorafenib", "drug:sorafenib", Why::Id),
            ("sorafanib", "drug:sorafenib", Why::Similar),
            ("soraf", "drug:sorafenib", Why::Beginning),
            ("OS", "endpoint:os", Why::ShortForm),
        ] {
            let offers = vocabulary.offers(asked, 50);
            let found = offers.iter().find(|o| vocabulary.concept(o.concept).id == expected);
            assert_eq!(found.map(|o| o.why), Some(why), "{asked}: {offers:?}");
        }
        assert!(vocabulary.offers("qqqqqqqqqqqq", 5).is_empty());
        assert!(vocabulary.offers(" ", 5).is_empty());
    }
}
