//! How well a phrase names an arm: by its short names, its treatments, its words.

use crate::extraction::context::Context;
use crate::extraction::label;
use crate::text::is_han;
use crate::vocabulary::ConceptId;

use super::StudyArm;

pub(super) fn best(scores: &[f64]) -> Option<usize> {
    let (i, top) = scores.iter().enumerate().max_by(|a, b| a.1.total_cmp(b.1).then(b.0.cmp(&a.0)))?;
    let rivals = scores.iter().filter(|s| **s >= *top - 1e-9).count();
    (*top > 0.0 && rivals == 1).then_some(i)
}

/// How well a phrase names an arm; 0 where it does not.
pub(super) fn likeness(context: &Context, arm: &StudyArm, text: &str, concepts: &[ConceptId], all: &[StudyArm]) -> f64 {
    let text = text.to_lowercase();
    let bare = strip_group(&text);
    if bare.is_empty() {
        return 0.0;
    }
    let label = arm.label.to_lowercase();
    if bare == label || arm.aliases.contains(&bare) {
        return 10.0;
    }
    // "no chemotherapy" is not "chemotherapy".
    if negated(&bare) != negated(&label) && !is_comparator(if negated(&bare) { &label } else { &bare }) {
        return 0.0;
    }
    let mut score = 0.0;
    let words = words_of(&bare);
    if arm.aliases.iter().any(|a| !a.is_empty() && words.contains(&a.as_str()) || a.chars().any(is_han) && bare.contains(a.as_str())) {
        score += 6.0;
    }
    if !concepts.is_empty() {
        let known = |c: ConceptId, of: &StudyArm| of.contains(context, c);
        let inside = concepts.iter().filter(|&&c| known(c, arm)).count();
        if inside == concepts.len() {
            score += 2.0 + inside as f64;
            // All of the arm is named, not a part of it.
            let covered = arm
                .concepts
                .iter()
                .filter(|&&a| {
                    concepts
                        .iter()
                        .any(|&c| c == a || context.vocabulary.ancestors(a).contains(&c) || context.vocabulary.ancestors(c).contains(&a))
                })
                .count();
            score += 2.0 * covered as f64 / arm.concepts.len().max(1) as f64;
            // What only this arm has tells it from the others.
            if concepts.iter().any(|&c| !all.iter().filter(|o| *o != arm).any(|o| known(c, o))) {
                score += 3.0;
            }
            let alone = is_comparator(&bare) && !concepts.is_empty();
            if alone && is_comparator(&label) {
                score += 2.0;
            }
            if alone && !is_comparator(&label) && all.iter().any(|o| is_comparator(&o.label)) {
                score -= 3.0;
            }
        } else if inside > 0 && concepts.len() > arm.concepts.len() {
            score += 0.5;
        }
    }
    let label_words = words_of(&label);
    let shared = words.iter().filter(|w| label_words.contains(w) && w.len() > 1).count();
    if !words.is_empty() {
        score += 1.5 * shared as f64 / words.len() as f64;
    }
    // A word of this arm's name that no other arm's has.
    if words.iter().any(|w| {
        w.len() > 1 && label_words.contains(w) && !all.iter().filter(|o| *o != arm).any(|o| words_of(&o.label.to_lowercase()).contains(w))
    }) {
        score += 4.0;
    }
    if bare.chars().any(is_han) {
        let telling: Vec<char> = bare.chars().filter(|c| is_han(*c)).collect();
        let hit = telling.iter().filter(|c| label.contains(**c)).count();
        score += hit as f64 / telling.len().max(1) as f64;
    }
    const CONTROL: &[&str] = &[
        "control",
        "controls",
        "placebo",
        "observation",
        "对照",
        "单药",
        "单纯",
        "安慰剂",
        "观察",
        "comparator",
        "standard",
        "untreated",
        "standard-care",
    ];
    const ACTIVE: &[&str] = &[
        "experimental",
        "combination",
        "combined",
        "treatment",
        "study",
        "intervention",
        "treated",
        "active",
        "联合",
        "试验",
        "实验",
        "研究",
        "治疗",
        "combined-treatment",
        "combined-modality",
        "联合治疗",
        "观察组",
    ];
    let has = |list: &[&str]| list.iter().any(|w| if w.is_ascii() { words.contains(w) } else { bare.contains(w) });
    let position = all.iter().position(|o| o == arm).unwrap_or(0);
    if all.len() == 2 && concepts.is_empty() {
        if has(CONTROL) {
            let own = is_comparator(&label);
            let other = all.iter().filter(|o| *o != arm).any(|o| is_comparator(&o.label));
            score += if own && !other || own == other && position == 1 { 3.0 } else { 0.0 };
        } else if has(ACTIVE) {
            let own = is_comparator(&label);
            let most = all.iter().map(|o| o.concepts.len()).max() == Some(arm.concepts.len());
            score += if !own && (most || position == 0) { 3.0 } else { 0.0 };
        }
    }
    score
}

fn negated(text: &str) -> bool {
    ["no ", "non-", "without ", "untreated", "not "].iter().any(|n| text.starts_with(n)) || text.contains(" non-")
}

/// "the RT-ICI group" → "rt-ici".
pub(super) fn strip_group(text: &str) -> String {
    let mut text = text.trim();
    for lead in ["the ", "a ", "patients in ", "in ", "with "] {
        text = text.strip_prefix(lead).unwrap_or(text);
    }
    for tail in [" groups", " group", " arms", " arm", " cohort", " patients", " recipients", "治疗组", "组患者", "組", "组", "患者"]
    {
        text = text.strip_suffix(tail).unwrap_or(text);
    }
    text.trim().to_owned()
}

fn words_of(text: &str) -> Vec<&str> {
    let dull = |w: &str| w == "by" || label::DULL.contains(&w);
    text.split(|c: char| !c.is_alphanumeric() || is_han(c)).filter(|w| !w.is_empty() && !dull(w)).collect()
}

const COMPARATOR: &[&str] = &[
    "placebo",
    "observation",
    "control",
    "no treatment",
    "alone",
    "standard",
    "conventional",
    "no further",
    "untreated",
    "best supportive care",
    "surveillance",
    "watchful",
    "usual care",
    "no maintenance",
    "physician's choice",
    "investigator's choice",
    "without",
    "only",
    "no ",
    "安慰剂",
    "对照",
    "观察",
    "单药",
    "单纯",
    "单用",
    "常规",
    "仅",
    "空白",
    "最佳支持",
    "安慰劑",
    "對照",
    "觀察",
    "單藥",
    "單純",
    "單用",
    "常規",
    "僅",
];

/// Whether a name is one of a control arm.
pub fn is_comparator(text: &str) -> bool {
    let lower = text.to_lowercase();
    COMPARATOR.iter().any(|c| {
        if c.is_ascii() {
            lower.split(|c: char| !c.is_alphanumeric()).any(|w| w == c.trim()) || c.contains(' ') && lower.contains(c)
        } else {
            lower.contains(c)
        }
    })
}
