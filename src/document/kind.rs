//! What sort of text a document is, where its source does not say.

use super::document::{Kind, SectionKind};
use super::heading;
use super::line::{Line, has_result, is_han};

/// Fields of a registration; four of them make one.
const FIELDS: &[&str] = &[
    "study type",
    "type of study",
    "kind of study",
    "type: interventional",
    "enrollment",
    "enrolment",
    "sex:",
    "sexes eligible",
    "gender",
    "minimum age",
    "maximum age",
    "ages eligible",
    "healthy volunteers",
    "inclusion criteria",
    "exclusion criteria",
    "eligibility",
    "study phase",
    "trial phase",
    "phase:",
    "phase 2",
    "phase ii",
    "phase 3",
    "phase iii",
    "phase 1",
    "phase i ",
    "recruitment status",
    "overall status",
    "overall_status",
    "status:",
    "status :",
    "sponsor",
    "allocation",
    "masking",
    "primary outcome",
    "secondary outcome",
    "primary endpoint",
    "study start",
    "start date",
    "completion date",
    "completion:",
    "intervention model",
    "primary purpose",
    "target number",
    "sample size",
    "nct number",
    "nct id",
    "trial id",
    "clinicaltrials.gov id",
    "recruiting",
    "interventional",
    "single group",
    "principal investigator",
    "locations",
    "study completion",
    "recruitment",
    "not allowed:",
    "life expectancy",
    "ecog",
    "treatment plan",
    "注册号",
    "登记号",
    "研究类型",
    "研究设计",
    "所处阶段",
    "试验分期",
    "试验阶段",
    "纳入标准",
    "入选标准",
    "入选条件",
    "排除标准",
    "排除条件",
    "干预措施",
    "样本量",
    "招募",
    "测量指标",
    "申办",
    "研究负责人",
    "年龄范围",
    "性别",
    "盲法",
    "随机方法",
    "试验状态",
    "伦理",
    "状态：",
    "终点",
    "研究地点",
    "研究中心",
    "入组",
    "试验药",
    "目标入组",
    "计划样本",
    "备案号",
    "研究性质",
    "受试者来源",
    "实际样本",
    "试验名称",
    "资格标准",
    "健康志愿者",
    "研究对象",
    "试验编号",
];
const FIELDS_MIN: usize = 5;
/// Words in which a plan speaks of its participants.
const PLAN: &[&str] = &[
    "participants will",
    "patients will",
    "aim of this clinical trial",
    "this study will",
    "the study will",
    "the investigators want",
    "will be enrolled",
    "will be randomized",
    "will be randomised",
    "participants in the study will",
    "the purpose of this",
    "the goal of this clinical trial",
    "would have been",
    "拟纳入",
    "计划纳入",
    "拟入组",
    "正在招募",
    "招募患者",
    "将接受",
];
/// Words of list items that only eligibility criteria hold.
const CRITERIA: &[&str] = &[
    "age",
    "consent",
    "performance status",
    "ecog",
    "contracepti",
    "adequate",
    "histolog",
    "patholog",
    "organ",
    "pregnan",
    "lesion",
    "prior",
    "年龄",
    "知情同意",
];
/// A longer text is no abstract.
const ABSTRACT_WIDTH_MAX: usize = 6_500;
const REVIEW_WIDTH_MIN: usize = 8_000;
/// Below this there is nothing to judge.
const PROSE_WIDTH_MIN: usize = 300;

/// Judges by the lines that are no boilerplate.
pub fn of(title: Option<&str>, lines: &[Line<'_>]) -> Kind {
    let title = title.unwrap_or("").to_lowercase();
    let text = lines.iter().map(|l| l.text).collect::<Vec<_>>().join("\n");
    let lower = text.to_lowercase();
    if let Some(kind) = of_title(&title) {
        return kind;
    }
    let results = lines.iter().map(|l| result_count(l.text)).sum::<usize>();
    if is_registration(&lower, lines, results) {
        return Kind::TrialRegistration;
    }
    if let Some(kind) = of_label_lines(lines) {
        return kind;
    }
    let width: usize = lines.iter().map(Line::width).sum();
    let parts = abstract_parts(lines);
    if is_commentary(&title, lines) {
        return Kind::Commentary;
    }
    if parts >= 3 && width <= ABSTRACT_WIDTH_MAX {
        return Kind::JournalAbstract;
    }
    if is_news(&title, lines) {
        return Kind::News;
    }
    if is_review(&title, &lower, width) {
        return Kind::Review;
    }
    match () {
        () if width > ABSTRACT_WIDTH_MAX && parts >= 3 => Kind::Article,
        () if width > ABSTRACT_WIDTH_MAX => Kind::Other,
        () if width >= PROSE_WIDTH_MIN => Kind::JournalAbstract,
        () => Kind::Other,
    }
}

fn of_title(title: &str) -> Option<Kind> {
    let starts = |words: &[&str]| words.iter().any(|w| title.starts_with(w));
    let holds = |words: &[&str]| words.iter().any(|w| title.contains(w));
    match () {
        () if starts(&["erratum", "corrigendum", "correction to", "correction:", "更正", "勘误"]) => Some(Kind::Erratum),
        () if starts(&["retraction", "notice of retraction", "撤稿"]) => Some(Kind::Retraction),
        () if holds(&["practice guideline", "诊疗指南", "临床实践指南", "guidelines for", "guideline for", "专家共识"]) => {
            Some(Kind::Guideline)
        }
        () if starts(&["editorial:", "社论"]) => Some(Kind::Editorial),
        () if starts(&["commentary:", "述评", "点评"]) => Some(Kind::Commentary),
        () => None,
    }
}

/// A line among the first that names the sort and nothing else.
fn of_label_lines(lines: &[Line<'_>]) -> Option<Kind> {
    lines.iter().filter(|l| !l.is_blank()).take(8).find_map(|line| match heading::bare(line.text).to_lowercase().as_str() {
        "commentary" | "viewpoint" | "perspective" | "expert opinion" | "invited commentary" | "述评" | "点评" => {
            Some(Kind::Commentary)
        }
        "editorial" | "社论" => Some(Kind::Editorial),
        "review" | "review article" | "narrative review" | "mini review" | "systematic review" | "综述" => Some(Kind::Review),
        "news" | "in the news" | "新闻" | "资讯" => Some(Kind::News),
        "preprint" => Some(Kind::Preprint),
        "guideline" | "指南" | "共识" => Some(Kind::Guideline),
        "conference abstract" | "meeting abstract" => Some(Kind::ConferenceAbstract),
        _ => None,
    })
}

/// Ratios, intervals and p values, of which a registration has none of its own.
fn result_count(text: &str) -> usize {
    if !has_result(text) {
        return 0;
    }
    ["% CI", "%CI", "P<", "P=", "P＜", "P＝", "P <", "P =", "p<", "p=", "p <", "p ="].iter().map(|m| text.matches(m).count()).sum()
}

fn is_registration(lower: &str, lines: &[Line<'_>], results: usize) -> bool {
    if results > 2 {
        return false;
    }
    let fields = FIELDS.iter().filter(|f| lower.contains(*f)).count();
    let planned = PLAN.iter().any(|p| lower.contains(p));
    let items = lines
        .iter()
        .filter(|l| l.text.starts_with(['•', '⁃', '-', '*', '●', '◆', '+']) && CRITERIA.iter().any(|c| l.text.to_lowercase().contains(c)))
        .count();
    let past =
        abstract_parts(lines) >= 3 || ["we conclude", "in conclusion", "we retrospectively", "结论"].iter().any(|p| lower.contains(p));
    if past {
        return false;
    }
    let enough = if lower.contains(is_han) { FIELDS_MIN - 1 } else { FIELDS_MIN };
    fields >= enough && (planned || items > 0 || results == 0 && fields > enough) || planned && items >= 2
}

/// How many of background, methods, results and conclusion are labelled.
fn abstract_parts(lines: &[Line<'_>]) -> usize {
    let mut seen: Vec<SectionKind> = Vec::new();
    for line in lines.iter().filter(|l| !l.is_blank()) {
        let mut found: Vec<SectionKind> = heading::of_line(line.text).into_iter().collect();
        let sentences = line.text.split_inclusive(['.', '。', '】', '\u{3000}', '；', ')']);
        found.extend(
            sentences.filter_map(|s| heading::label_at(s.trim_start()).or_else(|| heading::label_at(line.text))).map(|(kind, _)| kind),
        );
        // "摘要　目的　…": the label may follow another one at once.
        found.extend(line.text.split('\u{3000}').filter_map(heading::of_line));
        for kind in found {
            let part = matches!(kind, SectionKind::Background | SectionKind::Methods | SectionKind::Results | SectionKind::Conclusion);
            if part && !seen.contains(&kind) {
                seen.push(kind);
            }
        }
    }
    seen.len()
}

fn is_commentary(title: &str, lines: &[Line<'_>]) -> bool {
    const WORDS: &[&str] = &["点评", "述评", "解读", "文献学习", "编者按", "commentary", "expert view"];
    WORDS.iter().any(|w| title.contains(w))
        || lines.iter().any(|l| l.width() <= 40 && !l.ends_sentence() && WORDS.iter().any(|w| l.text.to_lowercase().contains(w)))
}

fn is_news(title: &str, lines: &[Line<'_>]) -> bool {
    const OPENINGS: &[&str] = &["本报讯", "讯　", "新华社", "news release", "press release"];
    const BYLINE: &[&str] = &["编译", "责任编辑", "记者", "通讯员", "小编", "本报讯", "编辑："];
    ["日报", "快讯", "速递", "重磅", "news"].iter().any(|w| title.contains(w))
        || lines.iter().any(|l| OPENINGS.iter().any(|o| l.text.starts_with(o)))
        || lines.iter().take(12).any(|l| l.width() <= 80 && BYLINE.iter().any(|b| l.text.contains(b)))
}

fn is_review(title: &str, lower: &str, width: usize) -> bool {
    const WORDS: &[&str] = &[
        "we review",
        "this review",
        "this article reviews",
        "the present article summarises",
        "the present article summarizes",
        "narrative review",
        "本文综述",
        "作一综述",
        "综述如下",
        "本综述",
        "本文就",
    ];
    let said = WORDS.iter().any(|w| lower.contains(w)) || title.contains("review") || title.contains("综述");
    let citations = lower.matches("[").count();
    said && (width >= 1_500 || title.contains("综述"))
        || width >= REVIEW_WIDTH_MIN && citations >= 40 && !lower.contains("patients and methods")
}
