//! The words that the grammar knows, English and Chinese side by side. The grammar is one; only this differs by language.

use super::finding::Measure;
use super::lexeme::TimeUnit;

/// Measures by their names, in lower case, longest first where one begins another.
pub const MEASURES: &[(&str, Measure)] = &[
    ("subdistribution hazard ratio", Measure::SubdistributionHazardRatio),
    ("sub-distribution hazard ratio", Measure::SubdistributionHazardRatio),
    ("subhazard ratio", Measure::SubdistributionHazardRatio),
    ("adjusted hazard ratio", Measure::HazardRatio),
    ("hazards ratios", Measure::HazardRatio),
    ("hazards ratio", Measure::HazardRatio),
    ("hazard ratios", Measure::HazardRatio),
    ("hazard ratio", Measure::HazardRatio),
    ("hazard-ratio", Measure::HazardRatio),
    ("hazard rate ratio", Measure::HazardRatio),
    ("relative hazard", Measure::HazardRatio),
    ("mortality ratio", Measure::RiskRatio),
    ("odds ratios", Measure::OddsRatio),
    ("odds ratio", Measure::OddsRatio),
    ("odd ratio", Measure::OddsRatio),
    ("incidence rate ratio", Measure::IncidenceRateRatio),
    ("incidence-rate ratio", Measure::IncidenceRateRatio),
    ("incidence rate ratios", Measure::IncidenceRateRatio),
    ("rate ratios", Measure::RiskRatio),
    ("rate ratio", Measure::RiskRatio),
    ("risk ratios", Measure::RiskRatio),
    ("risk ratio", Measure::RiskRatio),
    ("relative risks", Measure::RiskRatio),
    ("relative risk", Measure::RiskRatio),
    ("relative-risk", Measure::RiskRatio),
    ("风险比值比", Measure::OddsRatio),
    ("亚分布风险比", Measure::SubdistributionHazardRatio),
    ("风险比", Measure::HazardRatio),
    ("危险比", Measure::HazardRatio),
    ("风险比率", Measure::HazardRatio),
    ("比值比", Measure::OddsRatio),
    ("胜算比", Measure::OddsRatio),
    ("优势比", Measure::OddsRatio),
    ("相对危险度", Measure::RiskRatio),
    ("相对风险", Measure::RiskRatio),
    ("相对危险", Measure::RiskRatio),
    ("发病率比", Measure::IncidenceRateRatio),
];

/// Measures by their short forms; case matters, except that a whole text may write them small.
pub const MEASURE_SYMBOLS: &[(&str, Measure)] = &[
    ("sHR", Measure::SubdistributionHazardRatio),
    ("SHR", Measure::SubdistributionHazardRatio),
    ("sdHR", Measure::SubdistributionHazardRatio),
    ("aHR", Measure::HazardRatio),
    ("AHR", Measure::HazardRatio),
    ("HRs", Measure::HazardRatio),
    ("HR", Measure::HazardRatio),
    ("hr", Measure::HazardRatio),
    ("aOR", Measure::OddsRatio),
    ("AOR", Measure::OddsRatio),
    ("ORs", Measure::OddsRatio),
    ("OR", Measure::OddsRatio),
    ("RRs", Measure::RiskRatio),
    ("RR", Measure::RiskRatio),
    ("aRR", Measure::RiskRatio),
    ("IRR", Measure::IncidenceRateRatio),
];

pub const TIME_UNITS: &[(&str, TimeUnit)] = &[
    ("months", TimeUnit::Month),
    ("month", TimeUnit::Month),
    ("mos", TimeUnit::Month),
    ("mo", TimeUnit::Month),
    ("mths", TimeUnit::Month),
    ("years", TimeUnit::Year),
    ("year", TimeUnit::Year),
    ("yrs", TimeUnit::Year),
    ("yr", TimeUnit::Year),
    ("y", TimeUnit::Year),
    ("weeks", TimeUnit::Week),
    ("week", TimeUnit::Week),
    ("wk", TimeUnit::Week),
    ("wks", TimeUnit::Week),
    ("days", TimeUnit::Day),
    ("day", TimeUnit::Day),
];

pub const HAN_TIME_UNITS: &[(&str, TimeUnit)] = &[
    ("个月", TimeUnit::Month),
    ("月", TimeUnit::Month),
    ("年", TimeUnit::Year),
    ("周", TimeUnit::Week),
    ("天", TimeUnit::Day),
    ("日", TimeUnit::Day),
];

pub const VERSUS: &[&str] = &[
    "versus",
    "vs.",
    "vs",
    "v",
    "v.",
    "compared with",
    "compared to",
    "as compared with",
    "as compared to",
    "in comparison with",
    "in comparison to",
    "than",
    "against",
    "relative to",
];
pub const HAN_VERSUS: &[&str] =
    &["相较于", "相比于", "对比", "对照", "相比", "比较", "优于", "高于", "低于", "长于", "短于", "较", "对", "比"];
pub const AND: &[&str] = &["and", "&"];
pub const OR: &[&str] = &["or"];
pub const HAN_OR: &[&str] = &["或者", "或"];
pub const HAN_AND: &[&str] = &["以及", "和", "与", "及", "、"];
pub const RESPECTIVELY: &[&str] = &["respectively"];
pub const HAN_RESPECTIVELY: &[&str] = &["分别为", "分别是", "分别达到", "分别达", "分别", "依次为", "依次是", "依次"];
pub const NOT_REACHED: &[&str] = &[
    "not reached",
    "not been reached",
    "not yet reached",
    "not yet been reached",
    "was not estimable",
    "not evaluable",
    "not estimable",
    "unreached",
    "未达到",
    "尚未达到",
    "未达",
    "尚未达",
    "未到达",
];

/// Numbers in words.
pub fn spelled_number(word: &str) -> Option<f64> {
    const UNITS: &[&str] = &[
        "zero",
        "one",
        "two",
        "three",
        "four",
        "five",
        "six",
        "seven",
        "eight",
        "nine",
        "ten",
        "eleven",
        "twelve",
        "thirteen",
        "fourteen",
        "fifteen",
        "sixteen",
        "seventeen",
        "eighteen",
        "nineteen",
    ];
    const TENS: &[&str] = &["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"];
    let lower = word.to_ascii_lowercase();
    let small = |w: &str| UNITS.iter().position(|u| *u == w);
    if let Some(i) = small(&lower) {
        return Some(i as f64);
    }
    let (ten, unit) = lower.split_once('-').map_or((lower.as_str(), None), |(t, u)| (t, Some(u)));
    let tens = TENS.iter().position(|t| *t == ten)? as f64 * 10.0 + 20.0;
    match unit {
        None => Some(tens),
        Some(u) => small(u).filter(|&i| (1..=9).contains(&i)).map(|i| tens + i as f64),
    }
}
