//! Design of the study, by cues that add up.
//!
//! A cue counts once, at its best place: what the title says counts more than methods, methods more than background, and what
//! the conclusion asks of the future counts little. The design with the highest sum is taken; below a floor there is none.

use super::super::passage::{Passage, Zone, contains_word};
use super::name::Named;
use super::types::Design;
use crate::document::Kind;
use std::collections::BTreeSet;

struct Cue {
    design: Design,
    weight: f64,
    /// In lower case; a trailing `*` lets the word go on.
    words: &'static [&'static str],
}

const fn cue(design: Design, weight: f64, words: &'static [&'static str]) -> Cue {
    Cue { design, weight, words }
}

/// Below this no design is named.
const FLOOR: f64 = 2.5;

const CUES: &[Cue] = &[
    cue(
        Design::MetaAnalysis,
        9.0,
        &[
            "meta-analysis",
            "meta-analyses",
            "metaanalysis",
            "meta analysis",
            "meta-analytic",
            "meta分析",
            "荟萃分析",
            "系统评价",
            "网状meta*",
        ],
    ),
    cue(Design::MetaAnalysis, 3.0, &["systematic review", "systematically reviewed"]),
    cue(Design::MetaAnalysis, 2.5, &["medline", "pubmed", "embase", "cochrane", "electronic databases", "计算机检索", "检索"]),
    cue(
        Design::MetaAnalysis,
        3.0,
        &[
            "fixed-effect model",
            "random-effect*",
            "publication bias",
            "heterogeneity",
            "pooled odds*",
            "pooled hazard*",
            "two independent investigators",
            "two reviewers",
            "固定效应模型",
            "随机效应模型",
            "异质性",
        ],
    ),
    cue(
        Design::MetaAnalysis,
        2.0,
        &[
            "trials were included",
            "studies were included",
            "trials were eligible",
            "trials and",
            "pooled estimate*",
            "data were obtained from",
            "random-effects",
            "fixed-effect*",
            "articles met",
            "studies with",
            "篇文章",
            "篇文献",
        ],
    ),
    cue(
        Design::PooledAnalysis,
        7.0,
        &[
            "pooled analysis",
            "pooled analyses",
            "pooled data",
            "combined analysis",
            "combined data from",
            "data were pooled",
            "secondary analyses of the",
            "合并分析",
            "汇总分析",
        ],
    ),
    cue(
        Design::Rct,
        5.0,
        &["randomly", "randomized", "randomised", "randomization", "randomisation", "randomize", "randomise", "randomizing", "随机"],
    ),
    cue(Design::Rct, 3.0, &["double-blind", "double blind", "placebo", "placebo-controlled", "双盲", "安慰剂", "析因", "2×2"]),
    cue(
        Design::Rct,
        2.5,
        &[
            "phase iii",
            "phase 3",
            "noninferiority",
            "non-inferiority",
            "intention-to-treat",
            "intent-to-treat",
            "control arm",
            "controlled trial",
            "arm a",
            "arm b",
            "arm 1",
            "iii期临床*",
            "iii期研究",
            "非劣效",
            "对照组",
            "试验组",
        ],
    ),
    cue(Design::Rct, 1.5, &["arms", "control group", "versus", "compared with", "比较了", "相比", " vs ", "对比", "标准组"]),
    cue(Design::SingleArm, 9.0, &["single-arm", "single arm", "one-arm", "单臂"]),
    cue(
        Design::SingleArm,
        3.5,
        &[
            "phase ii",
            "phase 2",
            "phase i",
            "phase 1",
            "phase i/ii",
            "phase 1/2",
            "phase ib",
            "phase i-ii",
            "dose escalation",
            "dose-escalation",
            "ii期临床*",
            "i期临床*",
            "ii期试验",
            "ii期研究",
        ],
    ),
    cue(
        Design::SingleArm,
        1.5,
        &["nonrandomized", "non-randomized", "non-randomised", "feasibility", "pilot", "clinical trial", "efficacy and safety", "trial"],
    ),
    cue(Design::ProspectiveCohort, 3.0, &["prospective", "prospectively", "前瞻性", "prospective study"]),
    cue(
        Design::ProspectiveCohort,
        4.0,
        &["prospective cohort*", "prospective observational", "cohort study", "observational study", "队列研究", "前瞻性队列", "cohort of"],
    ),
    cue(
        Design::Retrospective,
        7.0,
        &[
            "retrospective",
            "retrospectively",
            "回顾性",
            "chart review",
            "records were reviewed",
            "medical records",
            "were reviewed",
            "we reviewed",
            "reviewed the",
            "回顾分析",
        ],
    ),
    cue(
        Design::Retrospective,
        4.0,
        &[
            "database",
            "data base",
            "databases of",
            "seer",
            "seer-medicare",
            "registry",
            "registries",
            "medicare",
            "population-based",
            "surveillance, epidemiology*",
            "propensity*",
            "病例资料",
            "临床资料",
            "临床病理资料",
        ],
    ),
    cue(
        Design::Retrospective,
        2.5,
        &[
            "consecutive",
            "experience",
            "single institution",
            "single-institution",
            "our institution",
            "were identified",
            "we identified",
            "were treated",
            "underwent",
            "treated at",
            "treated with",
            "prognostic factor*",
            "tumor tissues",
            "immunohisto*",
            "outcomes of",
            "outcome of",
            "例患者",
            "收治",
        ],
    ),
    cue(
        Design::CaseControl,
        9.0,
        &["case-control", "case control", "cases and controls", "matched controls", "nested case*", "病例对照", "病例-对照"],
    ),
    cue(Design::CaseControl, 3.0, &["healthy controls", "controls", "polymorphism*", "susceptibility"]),
    cue(Design::CrossSectional, 6.0, &["cross-sectional", "横断面"]),
    cue(Design::CrossSectional, 2.0, &["survey", "questionnaire", "questionnaires", "问卷"]),
    cue(
        Design::Preclinical,
        4.0,
        &["mice", "mouse model", "xenograft*", "cell lines", "in vitro", "in vivo", "小鼠", "裸鼠", "细胞系", "细胞株"],
    ),
    cue(
        Design::Review,
        7.0,
        &["this review", "we review", "narrative review", "this article reviews", "present article", "综述", "指南", "专家共识", "专家组"],
    ),
    cue(
        Design::NonRandomised,
        6.0,
        &[
            "non-randomized controlled",
            "non-randomised controlled",
            "nonrandomized controlled",
            "nonrandomized comparison",
            "quasi-experimental",
            "非随机对照",
            "non-randomised comparison",
        ],
    ),
];

/// The design that most of the text speaks for.
pub fn design(kind: Kind, passages: &[Passage], names: &[Named]) -> Option<Design> {
    let mut sums: Vec<(Design, f64)> = Vec::new();
    for cue in CUES {
        let best = passages.iter().filter(|p| speaks(cue, p)).map(|p| place(p)).fold(0.0, f64::max);
        if best > 0.0 {
            add(&mut sums, cue.design, cue.weight * best);
        }
    }
    // A meta-analysis names the designs of what it includes.
    if sums.iter().any(|(d, s)| *d == Design::MetaAnalysis && *s >= 8.0) {
        for (design, sum) in &mut sums {
            if matches!(design, Design::Rct | Design::CaseControl | Design::ProspectiveCohort) {
                *sum /= 2.0;
            }
        }
    }
    if matches!(kind, Kind::Review | Kind::Guideline) {
        add(&mut sums, Design::Review, 20.0);
    }
    // Who pools the data of named studies has a result of their own.
    let pools = sums.iter().any(|(d, s)| matches!(d, Design::MetaAnalysis | Design::PooledAnalysis) && *s >= 7.0);
    if !pools && discusses_many(passages, names) {
        add(&mut sums, Design::Review, 16.0);
    }
    sums.into_iter().filter(|(_, s)| *s >= FLOOR).max_by(|a, b| a.1.total_cmp(&b.1).then(b.0.cmp(&a.0))).map(|(d, _)| d)
}

fn add(sums: &mut Vec<(Design, f64)>, design: Design, weight: f64) {
    match sums.iter_mut().find(|(d, _)| *d == design) {
        Some((_, sum)) => *sum += weight,
        None => sums.push((design, weight)),
    }
}

/// How much a cue counts where it stands.
fn place(passage: &Passage) -> f64 {
    match passage.zone {
        Zone::Title => 1.5,
        Zone::Methods | Zone::Body => 1.0,
        Zone::Results => 0.8,
        Zone::Background if passage.has(&["this", "we", "our", "aim*", "purpose", "objective*", "目的", "本研究"]) => 0.9,
        Zone::Background => 0.3,
        Zone::Conclusion => 0.3,
    }
}

/// Whether the cue stands in the sentence, said of this study.
fn speaks(cue: &Cue, passage: &Passage) -> bool {
    let lower = &passage.lower;
    let hit = cue.words.iter().any(|w| if w.starts_with(' ') { lower.contains(w) } else { contains_word(lower, w) });
    if !hit {
        return false;
    }
    match cue.design {
        Design::Rct => {
            let denied = [
                "non-random*",
                "nonrandom*",
                "not randomi*",
                "非随机",
                "random sample",
                "random-effects",
                "random effects",
                "randomly selected",
                "随机抽样",
                "随机抽取",
            ]
            .iter()
            .any(|w| contains_word(lower, w));
            let wanted =
                ["needed", "warranted", "should be", "required to", "planned", "future", "is necessary", "有待", "需要", "lack of random*"]
                    .iter()
                    .any(|w| contains_word(lower, w));
            !denied && !wanted
        }
        Design::SingleArm | Design::ProspectiveCohort => {
            !["needed", "warranted", "should be", "planned", "future", "有待", "further"].iter().any(|w| contains_word(lower, w))
        }
        _ => true,
    }
}

/// Two or more studies are discussed, and the title is not that of one of them.
fn discusses_many(passages: &[Passage], names: &[Named]) -> bool {
    let title: String = passages
        .iter()
        .filter(|p| p.zone == Zone::Title)
        .flat_map(|p| p.text.chars())
        .filter(|c| c.is_ascii_alphanumeric())
        .map(|c| c.to_ascii_uppercase())
        .collect();
    let distinct: BTreeSet<&str> = names.iter().map(|n| n.key.as_str()).collect();
    let titled = apart(distinct.iter().copied().filter(|k| title.contains(k)).collect());
    if titled >= 2 {
        return true;
    }
    // A background may name what came before.
    let body = names.iter().filter(|n| matches!(passages[n.passage].zone, Zone::Body | Zone::Results)).map(|n| n.key.as_str()).collect();
    titled == 0 && apart(body) >= 2
}

/// How many studies the names stand for: one name inside another is the same study ("NRG/RTOG1112", "RTOG1112").
fn apart(keys: BTreeSet<&str>) -> usize {
    keys.iter().filter(|k| !keys.iter().any(|other| *other != **k && other.contains(**k))).count()
}

#[cfg(test)]
mod tests {
    use super::super::read_text;
    use super::super::types::Design;

    #[test]
    fn designs() {
        for (title, text, expected) in [
            (None, "METHODS: Patients were randomly assigned to A or B.", Some(Design::Rct)),
            (
                None,
                "METHODS: We retrospectively reviewed 86 patients. CONCLUSION: Randomized trials are needed.",
                Some(Design::Retrospective),
            ),
            (Some("A meta-analysis of seven randomized trials"), "MEDLINE was searched.", Some(Design::MetaAnalysis)),
            (None, "METHODS: In this single-arm phase II trial patients received A.", Some(Design::SingleArm)),
            (None, "METHODS: A nonrandomized, single arm trial of A.", Some(Design::SingleArm)),
            (None, "本研究为一项多中心、随机分组、Ⅲ期临床研究。", Some(Design::Rct)),
            (None, "KEYNOTE-590研究比较了两组。安慰剂组较短。", Some(Design::Rct)),
            (None, "ORIENT-11研究(397例)有效。ORIENT-12研究(357例)也有效。", Some(Design::Review)),
            (None, "回顾性分析46例患者的临床资料。", Some(Design::Retrospective)),
            (None, "METHODS: A case-control study of 100 individuals.", Some(Design::CaseControl)),
            (None, "The tumour was large.", None),
        ] {
            assert_eq!(read_text(title, text).design, expected, "{text}");
        }
    }
}
