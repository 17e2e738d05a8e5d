//! What the words say of the experimental arm or factor, apart from any number: "significantly improved", "did not differ".
//!
//! Words about a risk of the event ("reduced the risk of death") are turned to the endpoint as named (longer survival).

use super::finding::{Stated, StatedDirection};

const HIGHER: &[&str] = &[
    "improved",
    "improves",
    "improvement in",
    "longer",
    "prolonged",
    "prolongs",
    "extended",
    "superior to",
    "better",
    "higher",
    "greater",
    "favorable",
    "favourable",
    "survival benefit",
    "survival advantage",
    "改善",
    "延长",
    "优于",
    "提高",
    "更长",
    "更高",
    "获益",
];
const LOWER: &[&str] = &[
    "shorter",
    "worse",
    "inferior",
    "poorer",
    "poor ",
    "lower",
    "unfavorable",
    "unfavourable",
    "detrimental",
    "缩短",
    "更差",
    "更短",
    "较差",
    "不良预后",
];
const SAME: &[&str] = &[
    "no difference",
    "no significant",
    "not significant",
    "not significantly",
    "did not differ",
    "not differ",
    "similar",
    "comparable",
    "did not improve",
    "no improvement",
    "no survival benefit",
    "not superior",
    "did not prolong",
    "did not reach",
    "无统计学",
    "无显著",
    "相似",
    "相近",
    "未改善",
    "未见",
    "差异无",
    "未达到统计学",
];
const RISKS: &[&str] = &[
    "risk of death",
    "risk of progression",
    "risk of disease progression",
    "risk of recurrence",
    "risk of relapse",
    "hazard of death",
    "risk for death",
    "risk of dying",
    "mortality",
    "死亡风险",
    "进展风险",
    "复发风险",
];
const FALLS: &[&str] = &["reduc", "decreas", "lower", "降低", "减少", "下降"];
const RISES: &[&str] = &["increas", "higher", "elevated", "greater", "增加", "升高", "增高"];

/// Reads the clause of a result, in lower case; `None` where it says nothing or contradicts itself.
pub fn stated(clause: &str) -> Option<Stated> {
    let any = |list: &[&str]| list.iter().any(|w| clause.contains(w));
    let negated = any(SAME);
    let significant = if negated {
        Some(false)
    } else {
        (clause.contains("significant") || clause.contains("显著") || clause.contains("有统计学")).then_some(true)
    };
    let direction = if negated {
        StatedDirection::NoDifference
    } else {
        let risk = any(RISKS);
        let (up, down) = if risk { (any(FALLS), any(RISES)) } else { (any(HIGHER), any(LOWER)) };
        match (up, down) {
            (true, false) => StatedDirection::Higher,
            (false, true) => StatedDirection::Lower,
            _ => return None,
        }
    };
    Some(Stated { direction, significant })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_of_both_languages() {
        for (clause, expected) in [
            ("the combination significantly improved overall survival", Some((StatedDirection::Higher, Some(true)))),
            ("afatinib reduced the risk of death by 28%", Some((StatedDirection::Higher, None))),
            ("survival did not differ between the arms", Some((StatedDirection::NoDifference, Some(false)))),
            ("high expression was associated with shorter survival", Some((StatedDirection::Lower, None))),
            ("联合组较单药组中位pfs期显著延长", Some((StatedDirection::Higher, Some(true)))),
            ("median survival was 12 months", None),
            ("longer survival but higher and lower toxicity", None),
        ] {
            assert_eq!(stated(clause).map(|s| (s.direction, s.significant)), expected, "{clause}");
        }
    }
}
