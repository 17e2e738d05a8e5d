//! What a document says of its statistics: estimates adjusted or not, tests of two sides.

use super::context::Context;

const ADJUSTED: &[&str] = &[
    "adjusted",
    "multivaria",
    "propensity",
    "matched",
    "matching",
    "weighted",
    "adjusting",
    "adjustment",
    "multiple regression",
    "多因素",
    "校正",
    "调整",
    "倾向",
];

const UNADJUSTED: &[&str] = &["unadjusted", "univaria", "crude", "单因素", "未校正", "未经校正", "不进行校正", "未调整"];

/// What is called independent without a model: who looked at the images.
const INDEPENDENT_BODIES: &[&str] = &[
    " review",
    " central",
    " radiolog",
    " assess",
    " committee",
    " data",
    " blind",
    " patholog",
    " monitor",
    "中心",
    "评",
    "委员",
    "审",
    "影像",
    "机构",
];

/// Whether words speak of an adjusted or an unadjusted estimate.
pub fn said_adjusted(lower: &str) -> Option<bool> {
    let crude = UNADJUSTED.iter().any(|w| lower.contains(w));
    let rest = UNADJUSTED.iter().fold(lower.to_owned(), |text, w| text.replace(w, ""));
    let alone =
        |word: &str| rest.match_indices(word).any(|(i, _)| !INDEPENDENT_BODIES.iter().any(|b| rest[i + word.len()..].starts_with(b)));
    let adjusted = ADJUSTED.iter().any(|w| rest.contains(w)) || alone("independent") || alone("独立");
    if adjusted { Some(true) } else { crude.then_some(false) }
}

/// "All statistical tests were two-sided": the sides of every p that names none.
pub fn sides(context: &Context) -> Option<u8> {
    let told = context.sentences.iter().map(|s| context.lower(s)).any(|lower| {
        let all = ["all", "所有", "均"].iter().any(|w| lower.contains(w));
        let tests = ["tests", "p values", "p-values", "检验", "p值"].iter().any(|w| lower.contains(w));
        let two = ["two-sided", "two sided", "2-sided", "two-tailed", "双侧"].iter().any(|w| lower.contains(w));
        all && tests && two
    });
    told.then_some(2)
}
