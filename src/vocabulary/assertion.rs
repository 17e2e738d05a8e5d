//! Whether a mention says that something was so, was not, or might be.
//!
//! A small reading in the manner of NegEx (Chapman et al., J Biomed Inform 2001;34:301): cues before or behind the mention, in its
//! own clause, at most a few words away.

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

const NEGATED_BEFORE: &[&str] = &[
    "without ",
    "no ",
    "not receive ",
    "not receiving ",
    "not received ",
    "not undergo ",
    "not undergone ",
    "not given ",
    "never received ",
    "never receive ",
    "absence of ",
    "free of ",
    "lack of ",
    "lacking ",
    "neither ",
    "omission of ",
    "omitting ",
    "declined ",
    "refused ",
    "instead of ",
    "未接受",
    "未行",
    "未予",
    "未给予",
    "未进行",
    "未使用",
    "未联合",
    "未发生",
    "未出现",
    "未见",
    "无",
    "不联合",
    "没有",
    "不接受",
    "不行",
    "不伴",
    "拒绝",
    "省略",
];
const NEGATED_BEHIND: &[&str] = &[
    "was not given",
    "was not administered",
    "was not performed",
    "was not used",
    "was not allowed",
    "was omitted",
    "were not allowed",
    "were not given",
    "was withheld",
    "is not recommended",
    "未进行",
    "未实施",
    "被省略",
];
const HYPOTHETICAL_BEFORE: &[&str] = &[
    "benefit from ",
    "whether ",
    "candidates for ",
    "candidate for ",
    "eligible for ",
    "considered for ",
    "suitable for ",
    "planned ",
    "should receive ",
    "could receive ",
    "可能从",
    "可考虑",
    "可从",
    "考虑",
    "是否",
    "适合",
    "拟行",
    "计划行",
];
const HYPOTHETICAL_BEHIND: &[&str] =
    &["may be considered", "might be considered", "could be considered", "should be considered", "值得考虑", "可能获益"];

/// Words that a hypothesis before the mention needs in its clause for "benefit from": who did benefit is no hypothesis.
const MODAL: &[&str] = &["may ", "might ", "could ", "would ", "can "];

/// Characters of the clause in which a cue must stand, on either side.
const REACH: usize = 48;
/// Words between a cue and the mention.
const WORDS_BETWEEN_MAX: usize = 3;

/// Reads the words around a mention in its own clause; `start` and `end` are bytes of `sentence`.
pub fn assertion(sentence: &str, start: usize, end: usize) -> Assertion {
    let before = tail(&sentence[..start]).to_lowercase();
    let clause = before.rsplit([',', ';', '。', '、', '(', '.']).next().unwrap_or("");
    // "with or without radiotherapy" denies nothing.
    if ["or without", "or no ", "有无", "有或无"].iter().any(|both| clause.contains(both)) {
        return Assertion::Present;
    }
    let behind: String = sentence[end..].chars().take(REACH).collect::<String>().to_lowercase();
    let behind = behind.split([',', ';', '。', '(', '.']).next().unwrap_or("");
    let stands_before = |cues: &[&str]| {
        cues.iter().any(|cue| {
            clause.rfind(cue).is_some_and(|i| {
                let word_start = !cue.is_ascii() || i == 0 || !clause[..i].ends_with(|c: char| c.is_alphanumeric());
                let modal = *cue != "benefit from " || MODAL.iter().any(|m| clause[..i].contains(m));
                word_start && modal && near(&clause[i + cue.len()..])
            })
        })
    };
    let stands_behind = |cues: &[&str]| cues.iter().any(|cue| behind.find(cue).is_some_and(|i| near(&behind[..i])));
    if stands_before(NEGATED_BEFORE) || stands_behind(NEGATED_BEHIND) {
        Assertion::Negated
    } else if stands_before(HYPOTHETICAL_BEFORE) || stands_behind(HYPOTHETICAL_BEHIND) {
        Assertion::Hypothetical
    } else {
        Assertion::Present
    }
}

/// The last characters of a text.
fn tail(text: &str) -> &str {
    text.char_indices().rev().nth(REACH - 1).map_or(text, |(i, _)| &text[i..])
}

/// Whether so little stands between a cue and the mention that it belongs to it.
fn near(between: &str) -> bool {
    let han = between.chars().filter(|&c| crate::text::is_han(c)).count();
    between.split_whitespace().count() <= WORDS_BETWEEN_MAX && han <= 2 * WORDS_BETWEEN_MAX
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cues_in_the_same_clause_count() {
        use Assertion::{Hypothetical, Negated, Present};
        for (sentence, word, expected) in [
            ("Patients treated without radiotherapy", "radiotherapy", Negated),
            ("surgery with or without radiotherapy", "radiotherapy", Present),
            ("No patient died; radiotherapy was given", "radiotherapy", Present),
            ("Twelve patients did not receive chemotherapy.", "chemotherapy", Negated),
            ("Chemotherapy was not given to frail patients.", "Chemotherapy", Negated),
            ("Adjuvant radiotherapy was omitted in low-risk disease.", "radiotherapy", Negated),
            ("the absence of brain metastases", "brain metastases", Negated),
            ("Nausea was common; fever was not.", "Nausea", Present),
            ("patients who may benefit from radiotherapy", "radiotherapy", Hypothetical),
            ("patients who benefited from radiotherapy", "radiotherapy", Present),
            ("We asked whether radiotherapy prolongs survival.", "radiotherapy", Hypothetical),
            ("Radiotherapy should be considered in responders.", "Radiotherapy", Hypothetical),
            ("They were candidates for liver transplantation.", "liver transplantation", Hypothetical),
            ("no difference was seen between surgery and radiotherapy", "radiotherapy", Present),
            ("未接受放疗的患者", "放疗", Negated),
            ("其余患者未行手术,仅予化疗", "化疗", Present),
            ("其余患者未行手术,仅予化疗", "手术", Negated),
            ("有无放疗对生存无影响", "放疗", Present),
            ("部分患者可能从放疗中获益", "放疗", Hypothetical),
            ("是否联合放疗尚无定论", "放疗", Hypothetical),
            ("两组均未出现放射性肺炎", "放射性肺炎", Negated),
            ("给予放疗", "放疗", Present),
        ] {
            let start = sentence.find(word).unwrap_or_else(|| panic!("{word} in {sentence}"));
            assert_eq!(assertion(sentence, start, start + word.len()), expected, "{sentence}");
        }
    }
}
