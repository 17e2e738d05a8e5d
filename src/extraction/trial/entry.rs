//! The text cut at the labels that registries use.

use crate::document::Span;

/// What a label announces.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Field {
    Status,
    Phase,
    StudyType,
    Design,
    Allocation,
    Masking,
    EnrollmentTarget,
    EnrollmentActual,
    Enrollment,
    Conditions,
    Interventions,
    Arms,
    Primary,
    Secondary,
    Sex,
    MinAge,
    MaxAge,
    Age,
    HealthyVolunteers,
    Eligibility,
    Inclusion,
    Exclusion,
    Start,
    PrimaryCompletion,
    Completion,
    Period,
    Sponsor,
    Collaborators,
    Locations,
    Contact,
    Summary,
    /// Known and of no use; it ends the entry before it.
    Other,
}

const LABELS: &[(Field, &[&str])] = &[
    (
        Field::Status,
        &[
            "status",
            "overall status",
            "overall_status",
            "recruitment status",
            "overall trial status",
            "current state",
            "trial status",
            "study status",
            "状态",
            "招募",
            "试验状态",
            "征募研究对象情况",
            "招募状态",
            "现况",
            "研究状态",
            "招募情况",
        ],
    ),
    (
        Field::Phase,
        &[
            "phase",
            "study phase",
            "trial phase",
            "stage of development",
            "所处阶段",
            "研究所处阶段",
            "试验分期",
            "试验阶段",
            "阶段",
            "study phase ",
        ],
    ),
    (Field::StudyType, &["study type", "study_type", "type of study", "kind of study", "type", "研究类型", "研究性质", "试验类型"]),
    (
        Field::Design,
        &[
            "design",
            "study design",
            "scientific design",
            "intervention model",
            "intervention_model",
            "interventional model",
            "treatment group",
            "研究设计",
            "设计类型",
            "介入模型",
        ],
    ),
    (Field::Allocation, &["allocation", "随机化", "分配", "随机方法", "randomised", "randomized"]),
    (Field::Masking, &["masking", "blinding", "盲法", "屏蔽"]),
    (Field::EnrollmentActual, &["actual enrollment", "实际入组人数", "实际样本", "实际样本量"]),
    (
        Field::EnrollmentTarget,
        &[
            "target number of participants",
            "target sample size",
            "estimated enrollment",
            "estimated enrolment",
            "planned number of subjects in the eu",
            "planned number of subjects",
            "participants needed",
            "accrual target",
            "sample size",
            "planned enrollment",
            "how many",
            "计划样本",
            "目标入组",
            "目标入组人数",
            "样本总量",
            "计划入组",
            "样本量",
            "人数",
            "目标样本量",
        ],
    ),
    (Field::Enrollment, &["enrollment", "enrolment", "number of participants", "participants", "注册"]),
    (
        Field::Conditions,
        &[
            "conditions",
            "condition",
            "condition or disease",
            "medical condition(s) investigated",
            "health condition(s) or problem(s) studied",
            "研究疾病",
            "适应症",
            "疾病",
        ],
    ),
    (
        Field::Interventions,
        &[
            "interventions",
            "intervention",
            "intervention / treatment",
            "intervention(s)",
            "intervention type",
            "treatment",
            "treatments",
            "intervention details",
            "treatment plan",
            "drugs",
            "radiation",
            "干预措施",
            "试验药",
            "对照药",
            "共同治疗",
            "治疗安排",
            "放疗",
            "化疗",
        ],
    ),
    (
        Field::Arms,
        &[
            "arms",
            "arm",
            "groups",
            "groups/cohorts",
            "cohorts",
            "arms and interventions",
            "arm_group",
            "participant group / arm",
            "participant group/arm",
            "treatment groups",
            "分组",
            "试验分组",
            "武器和干预",
            "arm  intervention/treatment",
        ],
    ),
    (
        Field::Primary,
        &[
            "primary outcome measures",
            "primary outcome measure",
            "primary outcomes",
            "primary outcome",
            "primary outcome(s)",
            "primary_outcome",
            "primary endpoint",
            "primary endpoints",
            "primary measure",
            "primary",
            "main outcome",
            "first endpoint",
            "main",
            "main objective",
            "主要终点",
            "主要研究终点",
            "主要指标",
            "主要结果指标",
            "主要终点指标及评价时间",
            "主要结局指标",
            "首要看",
            "主要终点指标",
        ],
    ),
    (
        Field::Secondary,
        &[
            "secondary outcome measures",
            "secondary outcome measure",
            "secondary outcomes",
            "secondary outcome",
            "secondary outcome(s)",
            "secondary_outcome",
            "secondary endpoint",
            "secondary endpoints",
            "secondary measures",
            "secondary",
            "further outcomes",
            "other endpoints",
            "others",
            "secondary objectives",
            "次要终点",
            "次要研究终点",
            "次要指标",
            "次要结果测量",
            "次要终点指标及评价时间",
            "次要结局指标",
            "次要终点指标",
            "另外看",
            "其他",
        ],
    ),
    (Field::Sex, &["sex", "gender", "sexes eligible", "sexes eligible for study", "性别", "有资格学习的性别"]),
    (Field::MinAge, &["minimum age", "minimum_age", "age minimum", "最小年龄"]),
    (Field::MaxAge, &["maximum age", "maximum_age", "age maximum", "最大年龄"]),
    (Field::Age, &["age", "ages", "age range", "ages eligible", "ages eligible for study", "aged", "年龄", "年龄范围", "适合学习的年龄"]),
    (
        Field::HealthyVolunteers,
        &[
            "healthy volunteers",
            "healthy_volunteers",
            "accepts healthy volunteers",
            "healthy volunteers accepted",
            "接受健康志愿者",
            "健康受试者",
            "健康志愿者",
        ],
    ),
    (
        Field::Eligibility,
        &[
            "eligibility",
            "eligibility criteria",
            "criteria",
            "who can take part",
            "who is eligible",
            "can i take part",
            "participation requirements",
            "criteria in short",
            "patients",
            "population",
            "资格标准",
            "谁可以参加",
            "要求",
            "受试者信息",
            "您大概需要满足",
        ],
    ),
    (
        Field::Inclusion,
        &[
            "inclusion",
            "inclusion criteria",
            "key inclusion criteria",
            "main inclusion points",
            "principal inclusion criteria",
            "you can join if",
            "纳入标准",
            "入选标准",
            "入选条件",
            "入组标准",
        ],
    ),
    (
        Field::Exclusion,
        &[
            "exclusion",
            "exclusion criteria",
            "key exclusion criteria",
            "main exclusion points",
            "principal exclusion criteria",
            "you can't join if",
            "not allowed",
            "you cannot take part if",
            "排除标准",
            "排除条件",
            "不得入组",
            "不适合参加",
        ],
    ),
    (
        Field::Start,
        &[
            "start",
            "start date",
            "start_date",
            "study start",
            "study started",
            "actual study start date",
            "official start",
            "start of recruitment",
            "first enrollment",
            "anticipated start",
            "first patient in",
            "recruiting since",
            "首例入组",
            "开始",
            "学习开始",
            "第一例受试者签署知情同意书日期",
        ],
    ),
    (
        Field::PrimaryCompletion,
        &[
            "primary completion",
            "primary completion date",
            "primary_completion_date",
            "estimated primary completion date",
            "actual primary completion date",
            "初级完成",
            "主要完成日期",
        ],
    ),
    (
        Field::Completion,
        &[
            "completion",
            "completion date",
            "completion_date",
            "study completion",
            "study completion date",
            "estimated study completion date",
            "estimated completion date",
            "actual study completion date",
            "study ended",
            "end date",
            "end of study",
            "estimated end of the trial",
            "anticipated completion",
            "expected to finish",
            "last visit",
            "预计结束",
            "完成",
            "研究完成",
            "试验终止日期",
        ],
    ),
    (Field::Period, &["study dates", "when", "研究实施时间", "研究时间", "时间节点"]),
    (
        Field::Sponsor,
        &[
            "sponsor",
            "lead sponsor",
            "lead_sponsor",
            "leads",
            "lead organisation",
            "funder/sponsor",
            "who runs it",
            "responsible party",
            "sponsor and sites",
            "affiliation",
            "headquarters",
            "申办单位",
            "申办方",
            "申办者",
            "申办者是",
            "申请人名称",
            "研究实施负责（组长）单位",
            "研究实施负责(组长)单位",
            "赞助",
            "发起单位",
        ],
    ),
    (Field::Collaborators, &["collaborators", "collaborator", "合作单位"]),
    (
        Field::Locations,
        &[
            "locations",
            "location",
            "location_countries",
            "sites",
            "site",
            "sites in",
            "where",
            "places",
            "study locations",
            "hospitals",
            "hospitals in",
            "member states concerned",
            "countries of recruitment",
            "研究实施地点",
            "研究地点",
            "地点",
            "研究中心",
            "受试者来源",
            "学习地点",
            "机构名称",
            "other locations",
        ],
    ),
    (
        Field::Contact,
        &[
            "contact",
            "contacts",
            "contact information",
            "central contact",
            "trial contacts and locations",
            "principal investigator",
            "chief investigator",
            "lead scientist",
            "联系人",
            "申请注册联系人",
            "研究负责人",
            "申请人所在单位",
            "主要研究者",
            "联系人姓名",
            "参加方式",
            "研究者信息",
            "申请人信息",
        ],
    ),
    (
        Field::Summary,
        &[
            "summary",
            "brief summary",
            "detailed description",
            "description",
            "overview",
            "objective",
            "background",
            "what was studied",
            "purpose of the study",
            "the trial has",
            "研究目的",
            "研究内容",
            "简要总结",
            "试验目的",
            "主要目的",
            "次要目的",
        ],
    ),
    (
        Field::Other,
        &[
            "keywords",
            "time frame",
            "related therapeutic areas",
            "outcomes",
            "outcome measures",
            "endpoints",
            "how it will be measured",
            "what we measure",
            "measured results",
            "key dates",
            "dates",
            "timeline",
            "last update",
            "last update posted",
            "last updated",
            "first posted",
            "registry no.",
            "nct id",
            "nct number",
            "nct_id",
            "clinicaltrials.gov id",
            "clinicaltrials.gov identifier",
            "identifier",
            "org_study_id",
            "publications",
            "has results",
            "primary purpose",
            "official title",
            "public title",
            "scientific title",
            "other study ids",
            "participants ",
            "why stopped",
            "decision date",
            "sponsor type",
            "general",
            "details",
            "study overview",
            "information provided by",
            "expanded access status",
            "trial id",
            "注册号",
            "登记号",
            "费用",
            "终点指标",
            "看什么结果",
            "测量指标",
            "评价",
            "研究观察什么",
            "试验范围",
            "经费或物资来源",
            "征募观察对象时间",
            "终点",
            "该研究衡量的是什么",
            "学习规划",
            "主要用途",
            "药物类型",
            "药物名称",
            "方案编号",
            "时间",
            "试验编号",
            "备案号",
            "样本量估算依据",
        ],
    ),
];

/// A label and what it announces, up to the next label.
#[derive(Debug, Clone)]
pub struct Entry<'a> {
    pub field: Field,
    /// The label as printed, with what is bracketed behind it.
    pub label: &'a str,
    /// All that follows.
    pub value: &'a str,
    /// Where the value stands.
    pub span: Span,
    /// The label stands in running prose, so that the value ends with the sentence.
    pub inline: bool,
}

impl<'a> Entry<'a> {
    /// The value's first line that has words.
    pub fn line(&self) -> &'a str {
        self.value.lines().map(str::trim).find(|l| !l.is_empty()).unwrap_or("")
    }
}

pub struct Entries<'a> {
    all: Vec<Entry<'a>>,
}

impl<'a> Entries<'a> {
    pub fn of(text: &'a str) -> Entries<'a> {
        let mut starts: Vec<(Field, usize, usize, bool)> = Vec::new();
        let mut at = 0;
        for line in text.split_inclusive('\n') {
            for opening in openings(line) {
                let rest = &line[opening.at..];
                if let Some((field, length)) = label_at(rest, opening.of_line) {
                    let clash = starts.last().is_some_and(|(_, _, end, _)| *end > at + opening.at);
                    if !clash {
                        starts.push((field, at + opening.at, at + opening.at + length, !opening.of_line));
                    }
                }
            }
            at += line.len();
        }
        let all = starts
            .iter()
            .enumerate()
            .map(|(i, &(field, start, end, inline))| {
                let next = starts.get(i + 1).map_or(text.len(), |s| s.1);
                Entry { field, label: &text[start..end], value: &text[end..next], span: Span::new(end, next), inline }
            })
            .collect();
        Entries { all }
    }

    pub fn all(&self, field: Field) -> impl Iterator<Item = &Entry<'a>> {
        self.all.iter().filter(move |e| e.field == field)
    }

    /// First lines of a field's entries that have words.
    pub fn lines(&self, field: Field) -> impl Iterator<Item = &'a str> {
        self.all(field).map(Entry::line).filter(|l| !l.is_empty())
    }

    /// The field that a byte of the text belongs to; `None` above the first label.
    pub fn field_at(&self, offset: usize) -> Option<Field> {
        let after = self.all.partition_point(|e| e.span.start <= offset);
        after.checked_sub(1).map(|i| self.all[i].field)
    }
}

struct Opening {
    at: usize,
    of_line: bool,
}

/// Where in a line a label may begin: at its words, and behind marks that end a field.
fn openings(line: &str) -> Vec<Opening> {
    let words = line.trim_start_matches(|c: char| c.is_whitespace() || "•⁃-*●○◆◇▎■【[(0123456789.、)一二三四五六七八九十①②③④⑤".contains(c));
    let mut found =
        vec![Opening { at: line.len() - line.trim_start().len(), of_line: true }, Opening { at: line.len() - words.len(), of_line: true }];
    let mut before = ' ';
    for (i, c) in line.char_indices() {
        let after_mark = matches!(before, ';' | '；' | '|' | '·' | '｜' | '。' | '，' | '/' | '【' | '•' | ',' | ':');
        let blanks = line[..i].ends_with("  ")
            || line[..i].ends_with(". ")
            || line[..i].ends_with('\u{3000}')
            || line[..i].ends_with(") ")
            || line[..i].ends_with("the ")
            || line[..i].ends_with("The ")
            || line[..i].ends_with("? ");
        let zh = !c.is_ascii() && line[..i].ends_with(' ');
        if c.is_alphabetic() && i > 0 && (after_mark || blanks || zh) {
            found.push(Opening { at: i, of_line: false });
        }
        if !c.is_whitespace() {
            before = c;
        }
    }
    found.sort_by_key(|o| o.at);
    found.dedup_by_key(|o| o.at);
    found
}

/// The longest label at the beginning of a text, with what is bracketed behind it and its mark.
fn label_at(text: &str, of_line: bool) -> Option<(Field, usize)> {
    let (mut best, mut length): (Option<Field>, usize) = (None, 0);
    for (field, labels) in LABELS {
        for label in *labels {
            let fits = label.len() > length && text.get(..label.len()).is_some_and(|t| t.eq_ignore_ascii_case(label));
            if fits && let Some(end) = mark_end(text, label, of_line) {
                (best, length) = (Some(*field), end.min(text.len()));
            }
        }
    }
    best.map(|field| (field, length))
}

/// Where the value begins, if what follows the label sets it apart.
fn mark_end(text: &str, label: &str, of_line: bool) -> Option<usize> {
    let rest = &text[label.len()..];
    let blanks = rest.len() - rest.trim_start_matches([' ', '\t', '\u{3000}']).len();
    let after = &rest[blanks..];
    // "Enrollment (Estimated) 412", "注册（实际的）：164", "Accrual target 240"
    let bracket = after.starts_with(['(', '（']).then(|| after.find([')', '）'])).flatten().filter(|&e| e <= 60);
    let (after, bracket_length) = match bracket {
        Some(end) => {
            let close = end + after[end..].chars().next().map_or(1, char::len_utf8);
            (&after[close..], close)
        }
        None => (after, 0),
    };
    let at = label.len() + blanks + bracket_length;
    let trimmed = after.trim_start_matches([' ', '?', '？', '】', ']', '…', '.']);
    let skipped = after.len() - trimmed.len();
    let han = !label.is_ascii();
    match trimmed.chars().next() {
        None | Some('\n' | '\r') if of_line => Some(at + skipped),
        Some(mark @ (':' | '：' | '—' | '–' | '|')) => Some(at + skipped + mark.len_utf8()),
        Some(_) if after.starts_with(['】', ']', '?', '？']) => Some(at + skipped),
        Some(_) if blanks >= 2 => Some(at),
        Some(c)
            if blanks == 1
                && (of_line && text.len() < 100 || c.is_ascii_digit())
                && text.starts_with(|c: char| c.is_uppercase() || !c.is_ascii()) =>
        {
            Some(at)
        }
        // In prose: "the primary endpoint is ORR", "secondary endpoints include", "主要指标是", "申办者是".
        Some(_) => {
            let verbs = ["is ", "are ", "was ", "were ", "include ", "included ", "包括", "为", "是", "看", "：", "30", "31", "- "];
            let verb = verbs.iter().find(|v| trimmed.starts_with(**v));
            let field =
                label.contains("endpoint") || label.contains("outcome") || han || label.contains("finish") || label.contains("since");
            match verb {
                Some(v) if field && (blanks > 0 || han) => {
                    Some(at + skipped + if v.starts_with(|c: char| c.is_ascii_digit()) { 0 } else { v.len() })
                }
                _ if han && blanks == 1 => Some(at),
                _ if han && label.ends_with(['是', '看']) => Some(at),
                _ => None,
            }
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_in_many_layouts() {
        let first = |text: &str, field: Field| Entries::of(text).lines(field).next().map(str::to_owned);
        for (text, field, expected) in [
            ("Status: Recruiting\nSex: All", Field::Sex, Some("All")),
            ("Study Type Interventional\nEnrollment (Estimated) 412", Field::Enrollment, Some("412")),
            ("Overall status\nActive, not recruiting\n\nStudy type\nInterventional", Field::Status, Some("Active, not recruiting")),
            ("STUDY_TYPE: INTERVENTIONAL\nMINIMUM_AGE: 18 Years", Field::MinAge, Some("18 Years")),
            ("Status: Recruiting; Phase: 2; Sponsor: Institute; x", Field::Phase, Some("2;")),
            ("The primary endpoint is ORR at 3 months; secondary endpoints include OS.", Field::Primary, Some("ORR at 3 months;")),
            ("注册号：X\n研究类型：干预性研究", Field::StudyType, Some("干预性研究")),
            ("盲法\n开放", Field::Masking, Some("开放")),
            ("Sexual function was good in all", Field::Sex, None),
        ] {
            assert_eq!(first(text, field).as_deref(), expected, "{text}");
        }
    }
}
