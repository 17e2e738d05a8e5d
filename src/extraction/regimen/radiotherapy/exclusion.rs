//! Doses that nobody prescribed: thresholds, an organ's share, biological doses, subgroups, rates, steps.

use super::scene::{Scene, gray};
use crate::extraction::lexeme::Lex;

/// A dose that is computed or measured, not given.
const BIOLOGICAL: &[&str] = &[
    "bed",
    "bed10",
    "bed3",
    "bed2",
    "tbed",
    "eqd2",
    "ntd",
    "dmax",
    "dmean",
    "mld",
    "mhd",
    "biologically",
    "biological",
    "effective",
    "equivalent",
    "tolerance",
    "threshold",
    "cutoff",
    "cut-off",
    "constraint",
    "limit",
    "limited",
    "alpha",
    "beta",
    "生物有效剂量",
    "等效",
    "限量",
    "受量",
    "耐受",
    "阈值",
    "界值",
    "吸收剂量",
];
/// Right before a dose: it is a bound or a step.
const BOUNDS: &[&str] = &[
    "below",
    "under",
    "above",
    "exceed",
    "exceeding",
    "exceeded",
    "than",
    "every",
    "per",
    "不超过",
    "低于",
    "小于",
    "不高于",
    "超过",
    "大于",
    "高于",
    "每增加",
    "增加",
    "减少",
    "不足",
    "控制在",
    "限制在",
];
/// Right behind a dose: it is a change, a bound or a unit of something else.
const BEHIND: &[&str] =
    &["bed", "bed10", "eqd2", "increase", "increment", "increments", "decrease", "steps", "step", "isodose", "equivalent", "difference"];
/// What spares: doses to it are limits or measurements.
const ORGANS: &[&str] = &[
    "plexus",
    "cord",
    "brainstem",
    "lung",
    "lungs",
    "heart",
    "liver",
    "parotid",
    "parotids",
    "kidney",
    "kidneys",
    "cochlea",
    "chiasm",
    "lens",
    "hippocampus",
    "hippocampi",
    "bowel",
    "bladder",
    "rectum",
    "esophagus",
    "oesophagus",
    "larynx",
    "marrow",
];
/// Of these no tumour is spoken of.
const SPARED: &[&str] = &["plexus", "cord", "brainstem", "chiasm", "cochlea", "lens", "heart", "parotid", "parotids", "hippocampus"];
const ORGANS_HAN: &[&str] = &[
    "脑干",
    "脊髓",
    "心脏",
    "肺",
    "肝",
    "腮腺",
    "晶体",
    "晶状体",
    "视神经",
    "视交叉",
    "颞叶",
    "肾",
    "小肠",
    "膀胱",
    "直肠",
    "股骨头",
    "耳蜗",
    "海马",
    "臂丛",
];
const MEASURED: &[&str] =
    &["mean", "maximum", "maximal", "max", "minimum", "minimal", "average", "volume", "volumes", "kept", "limited", "exceed", "spared"];
const MEASURED_HAN: &[&str] = &["最大剂量", "平均剂量", "最高剂量", "平均", "受照", "dmax", "dmean"];

/// Whether the dose at `at`, whose unit ends at `end`, is no prescription.
pub fn excluded(scene: &Scene, at: usize, end: usize) -> bool {
    let before = Before::of(scene, at);
    is_cut_off(scene, at, end, &before)
        || before.near(BIOLOGICAL, 4)
        || before.near(BOUNDS, 1)
        || before.words.iter().take(4).any(|w| is_dose_volume(w))
        || is_of_parameter(scene, at)
        || is_of_organ(scene, at, &before)
        || is_spread(scene, at, &before)
        || before.near(&["every", "each", "per"], 3) && before.near(&["additional", "extra", "further"], 1)
        || before.near(&["increase", "difference"], 2)
        || before.near(&["steps", "increments"], 2)
        || before.near(&["at", "if"], 2) && before.near(&["cr", "stop"], 4)
        || is_of_something_else(scene, end)
        || is_group(scene, end)
        || scene.lower.contains("absorbed")
        || was_given_to_nobody(&scene.lower)
}

/// The words before a place, nearest first, up to a comma or the end of a sentence.
struct Before<'a> {
    words: Vec<&'a str>,
}

impl<'a> Before<'a> {
    fn of(scene: &'a Scene, at: usize) -> Before<'a> {
        let stops = |i: usize| matches!(scene.lex(i), Some(Lex::Semicolon | Lex::Comma)) || scene.word(i) == ".";
        let words = (at.saturating_sub(6)..at).rev().take_while(|&i| !stops(i)).map(|i| scene.word(i)).collect();
        Before { words }
    }

    /// Han words stand in longer runs.
    fn near(&self, list: &[&str], reach: usize) -> bool {
        self.words.iter().take(reach).any(|w| list.iter().any(|x| if x.is_ascii() { w == x } else { w.contains(x) }))
    }
}

/// `v20`, `d95`, `d2cc`.
fn is_dose_volume(word: &str) -> bool {
    let rest = word.strip_prefix(['v', 'd']).unwrap_or_default();
    rest.starts_with(|c: char| c.is_ascii_digit()) && rest.trim_start_matches(|c: char| c.is_ascii_digit()).len() <= 2
}

/// "D(CR) was 32-50 Gy", "TD(50) of 30 Gy".
fn is_of_parameter(scene: &Scene, at: usize) -> bool {
    (at.saturating_sub(14)..at)
        .rev()
        .take_while(|&i| scene.lex(i) != Some(&Lex::Semicolon))
        .any(|i| ["d", "td", "tcd", "ld"].contains(&scene.word(i)) && scene.lex(i + 1) == Some(&Lex::Open))
}

/// "≥65 Gy", ">/=65 Gy", "> or =65 Gy", "60 Gy or higher", and all of a list that holds one.
fn is_cut_off(scene: &Scene, at: usize, end: usize, before: &Before) -> bool {
    let behind = matches!(scene.lex(end), Some(Lex::Or | Lex::And))
        && ["higher", "more", "less", "above", "greater", "lower", "over"].contains(&scene.word(end + 1))
        || ["以上", "以下", "及以上", "或以上", "及以下"].iter().any(|w| scene.word(end).starts_with(w));
    if (is_bounded(scene, at) || behind) && !is_prescribed(before) {
        return true;
    }
    // "<10 Gy, 10 to 20 Gy, or ≥20 Gy".
    let listed =
        |i: usize| matches!(scene.lex(i), Some(Lex::Comma | Lex::Or | Lex::And | Lex::Bound(_) | Lex::Equal)) || scene.word(i) == "、";
    let next = (end..end + 5).find(|&i| !listed(i)).filter(|&i| i > end && scene.number(i).is_some());
    let next_bounded = next.is_some_and(|i| is_bounded(scene, i) && gray(scene, i + 1).is_some());
    let previous = (at.saturating_sub(4)..at).rev().find(|&i| !listed(i)).filter(|&i| i + 1 < at);
    let previous_bounded = previous.is_some_and(|i| {
        (i.saturating_sub(4)..=i)
            .any(|k| scene.number(k).is_some() && is_bounded(scene, k) && gray(scene, k + 1).is_some_and(|(_, e)| e == i + 1))
    });
    (next_bounded || previous_bounded) && !is_prescribed(before)
}

fn is_bounded(scene: &Scene, at: usize) -> bool {
    at > 0 && matches!(scene.lex(at - 1), Some(Lex::Bound(_)))
        || at > 1 && scene.lex(at - 1) == Some(&Lex::Equal) && matches!(scene.lex(at - 2), Some(Lex::Or | Lex::Slash))
}

/// "radiotherapy to doses of ≥80 Gy": what all patients got.
fn is_prescribed(before: &Before) -> bool {
    let words: Vec<&&str> = before.words.iter().filter(|w| w.chars().any(char::is_alphabetic) && **w != "or").collect();
    let to = words.iter().take(5).position(|w| **w == "to");
    let only = |w: &str| ["dose", "doses", "of", "a", "total", "at", "least"].contains(&w);
    to.is_some_and(|n| n > 0 && words[..n].iter().all(|w| only(w)))
}

/// "the mean lung dose was 18 Gy", "maximal dose to the brachial plexus", "脑干最大剂量54 Gy".
fn is_of_organ(scene: &Scene, at: usize, before: &Before) -> bool {
    let from = (0..at).rev().find(|&i| scene.lex(i) == Some(&Lex::Semicolon)).map_or(0, |i| i + 1).max(at.saturating_sub(24));
    let nearby = |list: &[&str], reach: usize| (from.max(at.saturating_sub(reach))..at).any(|i| list.contains(&scene.word(i)));
    // "The mean irradiated volumes of the plexus were 50 Gy (17 cm3), 60 Gy (6 cm3), …".
    let whole = |word: &str| (0..at).any(|i| scene.word(i) == word);
    let han = |list: &[&str]| before.words.iter().any(|w| list.iter().any(|x| w.contains(x)));
    let comma = (at.saturating_sub(10)..at).rev().find(|&i| scene.lex(i) == Some(&Lex::Comma) && gray(scene, i.wrapping_sub(1)).is_none());
    let clause = comma.map_or(10, |i| at - i);
    nearby(MEASURED, clause) && nearby(ORGANS, clause)
        || before.near(&["received", "receives", "receive"], 1) && before.words.get(1).is_some_and(|w| SPARED.contains(w))
        || whole("volumes") && SPARED.iter().any(|w| whole(w))
        || han(MEASURED_HAN) && han(ORGANS_HAN)
        || before.words.iter().any(|w| ORGANS_HAN.iter().any(|o| MEASURED_HAN.iter().any(|m| w.contains(&format!("{m}{o}")))))
}

/// "64 Gy (50 to 80 Gy)", "70 to 90 Gy (median, 74 Gy)", "30~50 Gy,平均为40 Gy": the spread or the middle of what was given.
fn is_spread(scene: &Scene, at: usize, before: &Before) -> bool {
    let opened = (at.saturating_sub(4)..at).rev().find(|&i| scene.lex(i) == Some(&Lex::Open));
    let beside =
        opened.is_some_and(|i| i >= 1 && (gray(scene, i - 1).is_some() || i >= 4 && gray(scene, i - 4).is_some_and(|(_, e)| e == i)));
    let range = matches!(scene.lex(at), Some(Lex::Range { .. }));
    let middle = opened
        .is_some_and(|i| ["median", "mean", "average", "range", "中位", "平均", "范围"].iter().any(|w| scene.word(i + 1).starts_with(w)));
    let averaged = ["平均为", "平均", "中位数为", "中位为"].iter().any(|w| before.words.first().is_some_and(|b| b == w))
        && (at.saturating_sub(6)..at).any(|i| gray(scene, i).is_some());
    beside && (range && opened == at.checked_sub(1) || middle) || range && before.near(&["range"], 3) || averaged
}

/// "1-Gy BED increase", "0.5 Gy/min", "10 Gy per week", "0.06 Gy(-1)", "5Gy就可形成红斑".
fn is_of_something_else(scene: &Scene, end: usize) -> bool {
    let next = scene.word(end);
    let per = scene.lex(end) == Some(&Lex::Slash) || ["per", "a", "each"].contains(&next);
    let unit = scene.word(end + 1);
    let rate = per && (["min", "minute", "h", "hour", "week", "wk", "s", "分钟", "小时"].contains(&unit) || unit.starts_with('周'));
    let biological = next.ends_with("bed") || next.starts_with("eqd");
    let inverse = matches!(scene.lex(end), Some(Lex::Open)) && scene.number(end + 1).is_some_and(|(n, _)| n < 0.0)
        || next == "^" && scene.word(end + 1) == "-";
    let effect = |w: &str| ["就可", "即可", "可形成", "可引起", "可导致", "可出现", "可致", "就会"].iter().any(|x| w.starts_with(x));
    // "皮肤照射5Gy就可形成红斑,10~20Gy后加重": one such dose tells what the others of the sentence are.
    let told =
        scene.len() > end && (0..scene.len()).any(|i| effect(scene.word(i)) && i > 0 && gray(scene, i - 1).is_some_and(|(_, e)| e == i));
    rate || biological || inverse || BEHIND.contains(&next) || told
}

/// "the 60 Gy group" names a group, "60 Gy组" too; a group that is told what it got has a number of fractions behind.
fn is_group(scene: &Scene, end: usize) -> bool {
    let next = scene.word(end);
    ["group", "arm", "groups", "subgroup"].contains(&next) && !(end..end + 4).any(|i| matches!(scene.lex(i), Some(Lex::Number { .. })))
        || next.starts_with('组')
}

fn was_given_to_nobody(lower: &str) -> bool {
    [
        "no patient was",
        "no patients were",
        "no patient received",
        "before any patient",
        "none of the patients reached",
        "无患者接受",
        "没有患者接受",
    ]
    .iter()
    .any(|w| lower.contains(w))
}
