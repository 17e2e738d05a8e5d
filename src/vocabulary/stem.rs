//! Drugs that the vocabulary lacks, recognised by INN stems (WHO, "The use of stems in the selection of International
//! Nonproprietary Names for pharmaceutical substances", 2024).

const SUFFIXES: &[&str] = &[
    "mab",
    "tinib",
    "rafenib",
    "metinib",
    "ciclib",
    "parib",
    "lisib",
    "zomib",
    "degib",
    "sidenib",
    "taxel",
    "platin",
    "rubicin",
    "tecan",
    "poside",
    "fosfamide",
    "trexed",
    "citabine",
    "lutamide",
    "relix",
    "relin",
    "cept",
    "leucel",
    "mustine",
    "rolimus",
];
/// Ordinary words and groups that end like a drug.
const NOT_DRUGS: &[&str] = &["concept", "precept", "intercept", "accept", "except", "percept", "mab", "platin"];

/// Whether a word in lower case is built like a drug's generic name.
pub fn is_drug_name(word: &str) -> bool {
    word.len() >= 7
        && word.chars().all(|c| c.is_ascii_lowercase() || c == '-')
        && SUFFIXES.iter().any(|s| word.ends_with(s))
        && !NOT_DRUGS.iter().any(|n| word.ends_with(n) && word.len() <= n.len() + 2)
}
