//! What a phrase calls an arm: the name without the words around it, and joined with the document's fuller name.

use crate::extraction::context::{Context, Sentence};
use crate::extraction::lexeme::Lex;
use crate::extraction::phrase;
use crate::text::is_han;
use std::ops::Range;

/// "the use of X", "a significant benefit of X": the name follows the preposition.
const WRAPPERS: &[&str] = &[
    "use",
    "benefit",
    "benefits",
    "effect",
    "effects",
    "efficacy",
    "addition",
    "impact",
    "role",
    "influence",
    "administration",
    "superiority",
    "improvement",
    "advantage",
    "receipt",
    "favor",
    "favour",
    "safety",
    "introduction",
    "delivery",
];
/// "patients randomized to X", "those who received X": the name follows the verb.
const GIVEN: &[&str] = &[
    "receiving",
    "received",
    "undergoing",
    "underwent",
    "given",
    "assigned",
    "allocated",
    "randomised",
    "randomized",
    "treated",
    "adding",
];
const LEADING: &[&str] = &[
    "the",
    "a",
    "an",
    "those",
    "patients",
    "participants",
    "subjects",
    "women",
    "men",
    "pts",
    "who",
    "to",
    "with",
    "by",
    "of",
    "in",
    "for",
    "from",
    "receive",
    "either",
    "both",
    "were",
    "did",
    "had",
    "either",
    "significant",
    "among",
    "all",
    "our",
    "between",
    "and",
    "versus",
];
const TRAILING: &[&str] = &[
    "group",
    "groups",
    "arm",
    "arms",
    "cohort",
    "cohorts",
    "patients",
    "recipients",
    "participants",
    "gave",
    "was",
    "were",
    "had",
    "showed",
    "followed",
    "and",
    "with",
    "the",
    "of",
    "in",
    "than",
    "respectively",
    "significantly",
    "women",
    "men",
    "or",
    "trial",
    ".",
    "。",
];
/// Heads that no arm, group or factor has.
const HOLLOW: &[&str] = &[
    "analysis",
    "analyses",
    "trials",
    "studies",
    "study",
    "results",
    "result",
    "data",
    "difference",
    "differences",
    "survival",
    "death",
    "deaths",
    "risk",
    "increase",
    "decrease",
    "significant",
    "events",
    "months",
    "years",
    "median",
    "respectively",
    "population",
    "groups",
    "arms",
    "cohorts",
    "group",
    "arm",
    "it",
    "they",
    "this",
    "that",
    "these",
    "which",
    "we",
    "there",
    "baseline",
    "improvement",
    "benefit",
    "others",
    "two",
    "three",
    "each",
    "everyone",
    "follow-up",
    "hazard",
    "ratio",
    "longer",
    "shorter",
    "better",
    "worse",
    "higher",
    "lower",
    "greater",
    "similar",
    "significantly",
    "too",
    "also",
    "well",
];

/// The name's own lexemes; `None` where the phrase holds none.
pub fn core(context: &Context, sentence: &Sentence, range: Range<usize>) -> Option<Range<usize>> {
    let word = |i: usize| context.word(&sentence.lexemes[i]);
    let (mut start, mut end) = (range.start, range.end);
    for i in range.clone() {
        let opens =
            WRAPPERS.contains(&word(i).as_str()) && i + 2 < end && ["of", "from", "with", "in", "to"].contains(&word(i + 1).as_str());
        let treated = (start..i).any(|i| context.is_treatment(&sentence.lexemes[i]));
        let given = !treated && GIVEN.contains(&word(i).as_str()) && i + 1 < end;
        if opens {
            start = i + 2;
        } else if given && !context.is_treatment(&sentence.lexemes[i]) {
            start = i + 1;
        }
    }
    // "17 patients of the A group".
    if end > start + 3
        && matches!(sentence.lexemes[start].lex, Lex::Number { .. })
        && ["patients", "dogs", "women", "men", "cases"].contains(&word(start + 1).as_str())
    {
        start += 2;
    }
    loop {
        let trimmed = start < end
            && (LEADING.contains(&word(start).as_str())
                || matches!(sentence.lexemes[start].lex, Lex::Comma | Lex::Close | Lex::Colon | Lex::Equal | Lex::Dash | Lex::Versus));
        // A组 is no "a group".
        if context.text(sentence.lexemes[start.min(sentence.lexemes.len() - 1)].span) == "A"
            && end > start + 1
            && word(start + 1).starts_with('组')
        {
            break;
        }
        // "men" alone is a name.
        if !trimmed || start + 1 == end && ["men", "women"].contains(&word(start).as_str()) {
            break;
        }
        start += 1;
    }
    // "group A", "arm 1" keep their word, "the UFT group" does not; 组 is part of its word.
    while end > start + 1
        && (TRAILING.contains(&word(end - 1).as_str())
            || matches!(sentence.lexemes[end - 1].lex, Lex::Comma | Lex::Open | Lex::Colon | Lex::Dash | Lex::Semicolon))
    {
        end -= 1;
    }
    // The head of "trials (2385 patients)" stands before the bracket.
    let head = (start..end).find(|&i| sentence.lexemes[i].lex == Lex::Open).filter(|&i| i > start).unwrap_or(end);
    (start < end && !HOLLOW.contains(&word(head - 1).as_str()) && !HOLLOW.contains(&word(end - 1).as_str())).then_some(start..end)
}

/// The printed name on one line.
pub fn printed(context: &Context, sentence: &Sentence, range: &Range<usize>) -> String {
    let text = context.name(phrase::span(sentence, range));
    let one_line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    balanced(han_name(one_line.trim_matches([',', ';', ':', ' ', '。', '，'])))
}

/// Without what a run of Chinese characters says before and behind a name: 以低剂量组, 安慰剂显著改善.
pub fn han_name(text: &str) -> &str {
    const BEFORE: &[&str] = &["以", "与", "而", "其中", "在"];
    const BEHIND: &[&str] = &["显著", "明显", "可", "延长", "改善", "提高", "降低"];
    let text = ["分为", "分成"].iter().find_map(|w| text.split_once(w).map(|(_, name)| name)).filter(|n| !n.is_empty()).unwrap_or(text);
    let bare = BEFORE.iter().find_map(|w| text.strip_prefix(w)).map(str::trim_start).filter(|t| t.ends_with(['组', '組']));
    let text = bare.unwrap_or(text);
    let cut = BEHIND.iter().filter_map(|w| text.find(w)).filter(|&i| i >= 6).min();
    cut.map_or(text, |i| &text[..i])
}

fn balanced(text: &str) -> String {
    let (opens, closes) = (text.matches(['(', '[']).count(), text.matches([')', ']']).count());
    match opens.cmp(&closes) {
        std::cmp::Ordering::Greater => format!("{text})"),
        std::cmp::Ordering::Less => text.trim_start_matches([')', ']']).trim_end_matches([')', ']']).to_owned(),
        std::cmp::Ordering::Equal => text.to_owned(),
    }
}

/// Content words that a joined name may have.
const WORDS_MAX: usize = 9;

/// The fullest wording that also holds the sentence's own words: `chemotherapy (carboplatin-paclitaxel)`.
pub fn joined(words: &str, full: &str) -> String {
    let (own, known) = (content(words), content(full));
    if own.iter().all(|w| known.contains(w)) {
        return full.to_owned();
    }
    if known.iter().all(|w| own.contains(w)) {
        return words.to_owned();
    }
    let bare = full.replace(" (", ", ").replace(')', "");
    if content(words).union(&content(&bare)).count() > WORDS_MAX {
        return words.to_owned();
    }
    format!("{words} ({bare})")
}

/// English words that tell no arm from another.
pub const DULL: &[&str] = &[
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
    "or",
    "for",
    "to",
    "treatment",
    "therapy",
    "treated",
    "receiving",
    "received",
    "who",
];

/// Words that tell one arm from another; of Chinese, characters.
fn content(label: &str) -> std::collections::BTreeSet<String> {
    let dull = |w: &str| ["alone", "组", "組", "者"].contains(&w) || DULL.contains(&w);
    let lower = label.to_lowercase();
    let mut found = std::collections::BTreeSet::new();
    let mut word = String::new();
    for c in lower.chars().chain([' ']) {
        if c.is_alphanumeric() && !is_han(c) {
            word.push(c);
            continue;
        }
        if !word.is_empty() {
            found.insert(std::mem::take(&mut word));
        }
        if is_han(c) {
            found.insert(c.to_string());
        }
    }
    found.retain(|w| !dull(w));
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn chinese_names_end_where_the_verb_begins() {
        for (text, expected) in [
            ("以低剂量组", "低剂量组"),
            ("例患者分为观察组", "观察组"),
            ("安慰剂显著改善", "安慰剂"),
            ("与放疗", "与放疗"),
            ("可切除组", "可切除组"),
            ("high-dose group", "high-dose group"),
        ] {
            assert_eq!(han_name(text), expected, "{text}");
        }
    }

    #[test]
    fn the_sentences_words_join_the_fullest_name() {
        for (words, full, expected) in [
            ("chemotherapy", "carboplatin-paclitaxel", "chemotherapy (carboplatin-paclitaxel)"),
            ("sorafenib", "SBRT plus sorafenib", "SBRT plus sorafenib"),
            ("placebo plus prednisone", "prednisone alone", "placebo plus prednisone"),
            ("CF", "conventionally fractionated radiotherapy (CF)", "conventionally fractionated radiotherapy (CF)"),
            ("控制组", "安慰剂 (P)", "控制组 (安慰剂, P)"),
            ("联合组", "SBRT联合索拉非尼", "SBRT联合索拉非尼"),
            ("standard", "one two three four five six seven eight nine ten", "standard"),
        ] {
            assert_eq!(joined(words, full), expected, "{words} + {full}");
        }
    }
}
