//! Do two labels name one arm?

use std::collections::BTreeSet;

const EMPTY_WORDS: &[&str] = &[
    "the",
    "of",
    "and",
    "with",
    "plus",
    "in",
    "a",
    "an",
    "group",
    "arm",
    "patients",
    "vs",
    "versus",
    "or",
    "for",
    "to",
    "alone",
    "treatment",
    "therapy",
    "treated",
    "receiving",
    "received",
    "who",
    "组",
    "組",
];
/// A letter or digit after one of these is a name.
const BEFORE_A_NAME: &[&str] = &["arm", "group", "cohort", "regimen"];

/// Content words of a label; Han characters one by one; "arm A" is one word.
pub fn words(label: &str) -> BTreeSet<String> {
    let label = name_arms(&label.to_lowercase());
    let (mut found, mut word) = (BTreeSet::new(), String::new());
    for c in label.chars().chain([' ']) {
        if c.is_ascii_alphanumeric() {
            word.push(c);
            continue;
        }
        if !word.is_empty() {
            found.insert(std::mem::take(&mut word));
        }
        if ('\u{4e00}'..='\u{9fff}').contains(&c) {
            found.insert(c.to_string());
        }
    }
    found.retain(|word| !EMPTY_WORDS.contains(&word.as_str()));
    found
}

/// "regimen b" and "group b" become "armb"; so does a label of one letter.
fn name_arms(label: &str) -> String {
    if label.len() == 1 && label.starts_with(|c: char| c.is_ascii_lowercase()) {
        return format!(" arm{label} ");
    }
    let mut named = String::with_capacity(label.len());
    let mut rest = label;
    while let Some(first) = rest.chars().next() {
        // What was put in ends with a space, but the name before it was a word.
        let before = label[..label.len() - rest.len()].chars().next_back();
        match named_arm(rest).filter(|_| !before.is_some_and(in_word)) {
            Some((name, after)) => {
                named.push_str(&format!(" arm{name} "));
                rest = after;
            }
            None => {
                named.push(first);
                rest = &rest[first.len_utf8()..];
            }
        }
    }
    named
}

/// The name of an arm at the start of a text, and what follows it.
fn named_arm(text: &str) -> Option<(char, &str)> {
    let after = BEFORE_A_NAME.iter().find_map(|word| text.strip_prefix(word))?;
    let after = after.strip_prefix('s').unwrap_or(after);
    let name = after.trim_start_matches(' ');
    let mut characters = name.chars();
    let letter = characters.next().filter(|c| name.len() < after.len() && (c.is_ascii_lowercase() || c.is_ascii_digit()))?;
    let after = characters.as_str();
    (!after.starts_with(in_word)).then_some((letter, after))
}

fn in_word(c: char) -> bool {
    c.is_alphanumeric() || c == '_'
}

/// Share of the words that both labels have, of all that either has.
pub fn close(a: &str, b: &str) -> f64 {
    let (a, b) = (words(a), words(b));
    if a.is_empty() || b.is_empty() { 0.0 } else { a.intersection(&b).count() as f64 / a.union(&b).count() as f64 }
}

/// Half of the shorter label's words are shared and what was read is no essay; or gold names no arm.
pub fn same_arm(gold: &str, read: &str) -> bool {
    let (gold, read) = (words(gold), words(read));
    let shared = gold.intersection(&read).count();
    gold.is_empty() || !read.is_empty() && read.len() <= 3 * gold.len() + 6 && 2 * shared >= gold.len().min(read.len())
}

/// The two sides of a comparison.
#[derive(Debug, Clone, Copy)]
pub struct Pair<'a> {
    pub experimental: &'a str,
    pub comparator: &'a str,
}

impl Pair<'_> {
    /// The sides exchanged.
    pub fn swapped(self) -> Self {
        Pair { experimental: self.comparator, comparator: self.experimental }
    }

    fn agrees(self, read: Pair) -> bool {
        same_arm(self.experimental, read.experimental) && same_arm(self.comparator, read.comparator)
    }

    fn closeness(self, read: Pair) -> f64 {
        close(self.experimental, read.experimental) + close(self.comparator, read.comparator)
    }
}

/// Both labels agree, and better than the other way round: swapped arms, or one label for both, are wrong. Where the sentence
/// contradicts itself (`either`), both orders count.
pub fn same_pair(gold: Pair, read: Pair, either: bool) -> bool {
    if either && gold.agrees(read.swapped()) {
        return true;
    }
    if !gold.agrees(read) {
        return false;
    }
    let comparator = words(gold.comparator);
    let undirected = comparator.is_empty() || either || words(gold.experimental) == comparator;
    undirected || gold.closeness(read) > gold.closeness(read.swapped())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_become_words() {
        for (label, expected) in [
            ("the SBRT + sorafenib group", vec!["sbrt", "sorafenib"]),
            ("Arm A", vec!["arma"]),
            ("cohorts 2 (n = 5)", vec!["5", "arm2", "n"]),
            ("B", vec!["armb"]),
            ("group ab", vec!["ab"]),
            ("放疗组", vec!["放", "疗"]),
            ("farm b", vec!["b", "farm"]),
            ("", vec![]),
        ] {
            assert_eq!(words(label).iter().map(String::as_str).collect::<Vec<_>>(), expected, "{label}");
        }
    }

    #[test]
    fn swapped_arms_are_wrong() {
        let pair = |experimental, comparator| Pair { experimental, comparator };
        let gold = pair("SBRT + sorafenib", "sorafenib");
        for (read, either, expected) in [
            (pair("SBRT and sorafenib", "sorafenib alone"), false, true),
            (pair("sorafenib", "SBRT and sorafenib"), false, false),
            (pair("sorafenib", "SBRT and sorafenib"), true, true),
            (pair("sorafenib", "sorafenib"), false, false),
            (pair("", "sorafenib"), false, false),
        ] {
            assert_eq!(same_pair(gold, read, either), expected, "{read:?}");
        }
        assert!(same_pair(pair("age", ""), pair("age over 60", "younger"), false), "gold names no comparator");
        assert!(same_pair(pair("", ""), pair("", ""), false), "gold names no arm");
    }
}
