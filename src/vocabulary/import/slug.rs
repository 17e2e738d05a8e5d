//! Ids of new concepts: `disease:corpus_callosum_oligodendroglioma`.

use crate::vocabulary::ConceptKind;

const CHARS_MAX: usize = 80;

/// An id that is not taken yet: from the name, and where that is taken from name and code of the source.
pub fn id(kind: ConceptKind, name: &str, code: Option<&str>, taken: impl Fn(&str) -> bool) -> String {
    let slug = slug(name);
    let hash = || blake3::hash(name.as_bytes()).to_hex()[..10].to_owned();
    // A Chinese name has no letters for a slug.
    let plain = if slug.is_empty() { code.map_or_else(|| format!("zh_{}", hash()), self::slug) } else { slug };
    let longer = format!("{plain}_{}", code.map_or_else(hash, self::slug));
    let numbered = (2..).map(|n: u64| format!("{longer}_{n}"));
    let mut candidates = [plain, longer.clone()].into_iter().chain(numbered).map(|slug| format!("{}:{slug}", kind.as_str()));
    // The numbers do not end before one is free.
    candidates.find(|id| !taken(id)).unwrap_or_default()
}

fn slug(text: &str) -> String {
    let mut out = String::new();
    for c in text.chars().map(|c| c.to_ascii_lowercase()) {
        if c.is_ascii_alphanumeric() {
            out.push(c);
        } else if !out.is_empty() && !out.ends_with('_') && (c.is_ascii() || !c.is_alphanumeric()) {
            out.push('_');
        }
    }
    out.truncate(CHARS_MAX);
    out.trim_matches('_').to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_are_readable_and_free() {
        let taken = |id: &str| ["disease:a_b", "disease:a_b_doid_1"].contains(&id);
        for (name, code, expected) in [
            ("T-cell leukemia/lymphoma", Some("DOID:5"), "disease:t_cell_leukemia_lymphoma"),
            ("A b", Some("DOID:7"), "disease:a_b_doid_7"),
            ("A b", Some("DOID:1"), "disease:a_b_doid_1_2"),
            ("某癌", Some("DOID:7"), "disease:doid_7"),
            ("某癌", None, "disease:zh_23ff4e2b0a"),
        ] {
            let got = id(ConceptKind::Disease, name, code, taken);
            if name == "某癌" && code.is_none() {
                assert!(got.starts_with("disease:zh_") && got.len() == expected.len(), "{got}");
            } else {
                assert_eq!(got, expected);
            }
        }
    }
}
