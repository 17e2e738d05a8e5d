//! Whether a mention says that something was so, was not, or might be.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Whether what is named was so, was not, or might be.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Assertion {
    Present,
    Negated,
    Hypothetical,
}

const NEGATIONS: &[&str] = &[
    "without ",
    "no ",
    "not receive ",
    "not receiving ",
    "not received ",
    "never received ",
    "absence of ",
    "free of ",
    "lack of ",
    "neither ",
    "omission of ",
    "未接受",
    "未行",
    "未予",
    "未给予",
    "无",
    "不联合",
    "没有",
    "不接受",
    "不伴",
];
const HYPOTHESES: &[&str] = &[
    "may benefit from ",
    "might benefit from ",
    "could benefit from ",
    "would benefit from ",
    "whether ",
    "candidates for ",
    "eligible for ",
    "planned ",
    "可能从",
    "是否",
];
/// Bytes before a mention in which a cue must end.
const REACH: usize = 32;

/// Reads the words before a mention in its own clause.
pub fn assertion(sentence: &str, start: usize) -> Assertion {
    let mut from = start.saturating_sub(REACH);
    while !sentence.is_char_boundary(from) {
        from += 1;
    }
    let before = sentence[from..start].to_lowercase();
    let clause = before.rsplit([',', ';', '。', '、', '(', '.']).next().unwrap_or("");
    // "with or without radiotherapy" denies nothing.
    if clause.contains("or without") || clause.contains("or no ") || clause.contains("有无") {
        return Assertion::Present;
    }
    let cue = |cues: &[&str]| {
        cues.iter().any(|cue| {
            clause.rfind(cue).is_some_and(|i| {
                let word_start = !cue.is_ascii() || i == 0 || !clause[..i].ends_with(|c: char| c.is_alphanumeric());
                word_start && clause[i + cue.len()..].split_whitespace().count() <= 3
            })
        })
    };
    if cue(NEGATIONS) {
        Assertion::Negated
    } else if cue(HYPOTHESES) {
        Assertion::Hypothetical
    } else {
        Assertion::Present
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cues_in_the_same_clause_count() {
        for (sentence, word, expected) in [
            ("Patients treated without radiotherapy", "radiotherapy", Assertion::Negated),
            ("surgery with or without radiotherapy", "radiotherapy", Assertion::Present),
            ("No patient died; radiotherapy was given", "radiotherapy", Assertion::Present),
            ("未接受放疗的患者", "放疗", Assertion::Negated),
            ("patients who may benefit from radiotherapy", "radiotherapy", Assertion::Hypothetical),
            ("给予放疗", "放疗", Assertion::Present),
        ] {
            let start = sentence.find(word).unwrap();
            assert_eq!(assertion(sentence, start), expected, "{sentence}");
        }
    }
}
