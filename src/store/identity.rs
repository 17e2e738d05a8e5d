//! By which ids a document is known, and which of them is its canonical one.
//!
//! Only what a source declares of the document counts. A registry number names the registration itself: a publication that
//! declares one belongs to the same study, but is another document.

use crate::document::{Document, Kind};
use crate::graph::key::registry_key;
use std::collections::BTreeSet;

/// All ids of a document, each in the one spelling that two sources are compared by. Never empty.
pub fn keys(document: &Document) -> BTreeSet<String> {
    let ids = &document.identifiers;
    let mut keys = BTreeSet::from([spelling(&document.id)]);
    keys.extend(ids.pmid.iter().map(|p| spelling(&format!("pmid:{p}"))));
    keys.extend(ids.pmcid.iter().map(|p| spelling(&format!("pmcid:{p}"))));
    keys.extend(ids.doi.iter().map(|d| spelling(&format!("doi:{d}"))));
    if document.kind == Kind::TrialRegistration {
        keys.extend(ids.registry.iter().map(|r| registry_key(r)));
    }
    keys
}

/// `DOI:10.1/X` → `doi:10.1/x`; ids of a user's own are left as they are.
fn spelling(id: &str) -> String {
    let lower = id.trim().to_lowercase();
    match lower.split_once(':') {
        Some(("doi", _)) => lower,
        Some(("pmid", number)) => format!("pmid:{}", number.trim()),
        Some(("pmcid", number)) => format!("pmcid:{}", number.trim().to_uppercase()),
        _ => id.trim().to_owned(),
    }
}

/// The spellings under which a user's words may name a document, likeliest first.
pub fn lookups(id: &str) -> Vec<String> {
    let mut out = vec![spelling(id)];
    let bare = id.trim().to_lowercase();
    if bare.starts_with("10.") {
        out.push(format!("doi:{bare}"));
    } else if bare.starts_with("pmc") && !bare.contains(':') {
        out.push(format!("pmcid:{}", bare.to_uppercase()));
    } else if !bare.is_empty() && bare.chars().all(|c| c.is_ascii_digit()) {
        out.push(format!("pmid:{bare}"));
    }
    out.push(registry_key(id));
    out.dedup();
    out
}

/// The canonical id of documents that are one: the best kind of id, of that kind the smallest.
pub fn canonical<'a>(members: impl Iterator<Item = &'a MemberIds>) -> String {
    let ranked = members.flat_map(|m| m.keys.iter().map(|key| (rank(key, m), key)));
    ranked.min().map(|(_, key)| key.clone()).unwrap_or_default()
}

/// The ids of one record that was read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MemberIds {
    /// Given id or relative path.
    pub id: String,
    pub keys: BTreeSet<String>,
}

fn rank(key: &str, member: &MemberIds) -> usize {
    let prefixes = ["pmid:", "pmcid:", "doi:"];
    prefixes.iter().position(|p| key.starts_with(p)).unwrap_or(if key == member.id { 4 } else { 3 })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ids(id: &str, keys: &[&str]) -> MemberIds {
        MemberIds { id: id.to_owned(), keys: keys.iter().map(|k| (*k).to_owned()).chain([id.to_owned()]).collect() }
    }

    #[test]
    fn the_best_id_of_all_sources_is_canonical() {
        for (members, expected) in [
            (vec![ids("a.txt", &[])], "a.txt"),
            (vec![ids("a.txt", &["doi:10.1/x"]), ids("b.txt", &["doi:10.1/x", "pmid:7"])], "pmid:7"),
            (vec![ids("reg.txt", &["NCT01730937"])], "NCT01730937"),
            (vec![ids("doi:10.1/x", &["pmcid:PMC1"])], "pmcid:PMC1"),
        ] {
            assert_eq!(canonical(members.iter()), expected);
        }
    }

    #[test]
    fn ids_are_found_in_any_usual_spelling() {
        for (asked, spelt) in
            [("DOI:10.1/X", "doi:10.1/x"), ("10.1/X", "doi:10.1/x"), ("123", "pmid:123"), ("pmc12", "pmcid:PMC12"), ("nct 01", "NCT01")]
        {
            assert!(lookups(asked).iter().any(|l| l == spelt), "{asked}");
        }
        assert_eq!(lookups("Sub/Folder/a.txt")[0], "Sub/Folder/a.txt");
    }
}
