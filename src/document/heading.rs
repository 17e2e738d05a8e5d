//! Headings and labels that say which part of a document begins.

use super::document::SectionKind;
use super::line::is_han;
use std::collections::HashMap;
use std::sync::LazyLock;

/// Wording of headings, lower case, singular forms where a plural differs by an `s` alone.
const WORDS: &[(SectionKind, &[&str])] = &[
    (
        SectionKind::Abstract,
        &[
            "abstract",
            "summary",
            "synopsis",
            "摘要",
            "中文摘要",
            "内容提要",
            "本文精要",
            "brief summary",
            "简要总结",
            "description",
            "detailed description",
            "study description",
        ],
    ),
    (
        SectionKind::Background,
        &[
            "background",
            "introduction",
            "purpose",
            "objective",
            "aim",
            "rationale",
            "context",
            "importance",
            "background and purpose",
            "background and objective",
            "background/aim",
            "background and aim",
            "purpose/objective",
            "question",
            "hypothesis",
            "study purpose",
            "aims and background",
            "objectives/hypothesis",
            "目的",
            "背景",
            "研究背景",
            "研究目的",
            "背景与目的",
            "背景和目的",
            "引言",
            "前言",
            "试验目的",
            "编者按",
            "背景及目的",
        ],
    ),
    (
        SectionKind::Methods,
        &[
            "method",
            "materials and methods",
            "patients and methods",
            "material and methods",
            "methods and materials",
            "study design",
            "design",
            "design, setting, and participants",
            "design, setting and participants",
            "participants and methods",
            "subjects and methods",
            "setting",
            "participant",
            "patient",
            "statistical analysis",
            "experimental design",
            "materials & methods",
            "patients & methods",
            "methodology",
            "methods/patients",
            "methods/design",
            "methods and design",
            "main outcomes and measures",
            "main outcome measure",
            "setting and participants",
            "方法",
            "研究方法",
            "材料与方法",
            "资料与方法",
            "对象与方法",
            "资料和方法",
            "病例与方法",
            "方法与材料",
            "研究设计",
            "临床资料",
        ],
    ),
    (
        SectionKind::Results,
        &[
            "result",
            "finding",
            "main result",
            "key result",
            "results and discussion",
            "measured result",
            "结果",
            "研究结果",
            "主要结果",
            "结果与分析",
            "结果如何",
        ],
    ),
    (
        SectionKind::Discussion,
        &[
            "discussion",
            "comment",
            "perspective",
            "limitation",
            "strengths and limitations",
            "讨论",
            "专家点评",
            "点评",
            "述评",
            "评论",
            "研究点评",
            "文献点评",
            "小编说",
            "解读",
            "专家解读",
            "局限性",
            "研究解读",
        ],
    ),
    (
        SectionKind::Conclusion,
        &[
            "conclusion",
            "interpretation",
            "conclusions and relevance",
            "conclusion and relevance",
            "concluding remark",
            "significance",
            "clinical implication",
            "advances in knowledge",
            "conclusions/significance",
            "conclusion/significance",
            "结论",
            "小结",
            "总结",
            "结语",
            "研究结论",
        ],
    ),
    (
        SectionKind::Eligibility,
        &[
            "eligibility",
            "eligibility criteria",
            "inclusion criteria",
            "exclusion criteria",
            "key inclusion criteria",
            "key exclusion criteria",
            "participation requirements",
            "who can take part?",
            "who is eligible",
            "who can participate",
            "can i take part?",
            "participation criteria",
            "criteria",
            "main inclusion points",
            "main exclusion points",
            "inclusion",
            "exclusion",
            "criteria in short",
            "principal inclusion criteria",
            "principal exclusion criteria",
            "纳入标准",
            "排除标准",
            "入选标准",
            "入排标准",
            "资格标准",
            "入选条件",
            "排除条件",
            "入组标准",
            "谁可以参加",
            "剔除标准",
            "受试者信息",
            "要求",
            "谁入组",
        ],
    ),
    (
        SectionKind::Interventions,
        &[
            "intervention",
            "arms and interventions",
            "treatment",
            "arm",
            "intervention/treatment",
            "intervention details",
            "study arm",
            "participant group/arm intervention/treatment",
            "groups",
            "treatment plan",
            "groups/cohorts",
            "cohort",
            "interventions",
            "干预措施",
            "试验分组",
            "治疗安排",
            "研究分组",
            "分组",
            "武器和干预",
            "治疗方案",
            "怎么治",
        ],
    ),
    (
        SectionKind::Outcomes,
        &[
            "outcome",
            "outcome measure",
            "primary outcome",
            "secondary outcome",
            "primary outcome measure",
            "secondary outcome measure",
            "endpoint",
            "end point",
            "what we measure",
            "how it will be measured",
            "primary endpoint",
            "secondary endpoint",
            "what is measured",
            "测量指标",
            "终点指标",
            "终点",
            "研究终点",
            "看什么结果",
            "评价",
            "主要结果指标",
            "次要结果测量",
            "该研究衡量的是什么",
            "研究观察什么",
            "评价指标",
            "结局指标",
        ],
    ),
    (SectionKind::References, &["reference", "literature cited", "bibliography", "works cited", "参考文献", "文献"]),
];

/// The part that a whole line heads, numbering, brackets and end marks aside.
pub fn of_line(line: &str) -> Option<SectionKind> {
    if line.is_empty() || line.chars().count() > 60 {
        return None;
    }
    // The last word of a wrapped paragraph is no heading.
    let words = bare(line);
    let opens = words.starts_with(|c: char| c.is_uppercase() || is_han(c));
    if opens && !line.ends_with(['.', ',', ';']) { kind_of(words) } else { None }
}

/// A part's label at the beginning of a text and its length in bytes: `Methods: `, `【目的】`, `RESULTS. `, `目的　`.
pub fn label_at(text: &str) -> Option<(SectionKind, usize)> {
    let bracketed = text.starts_with(['【', '[']);
    let inner = text.trim_start_matches(['【', '[']);
    let offset = text.len() - inner.len();
    let end = inner.find(|c: char| !(c.is_alphabetic() || matches!(c, ' ' | '/' | '&' | ',')))?;
    let words = inner[..end].trim_end();
    let after = &inner[words.len()..];
    let first = words.chars().next()?;
    if words.is_empty() || words.len() > 60 || !(first.is_uppercase() || is_han(first)) {
        // `目的　此前…`: an ideographic space is no letter, and ends the word by itself.
        return None;
    }
    // A Chinese label may be followed by a blank and words at once.
    let words = if is_han(first) { words.split(' ').next().unwrap_or(words) } else { words };
    let after = if is_han(first) { &inner[words.len()..] } else { after };
    let kind = kind_of(words)?;
    let mark = after.chars().next()?;
    let fits = match mark {
        ':' | '：' => true,
        '】' | ']' => bracketed,
        // English: "Methods. RTOG …"; Chinese: "目的　此前…".
        '.' => !is_han(first) && after[1..].starts_with([' ', '\u{a0}']),
        ' ' | '\u{3000}' => is_han(first),
        _ => false,
    };
    fits.then(|| (kind, offset + words.len() + mark.len_utf8()))
}

/// Without numbering, bullets, brackets and end marks.
pub fn bare(line: &str) -> &str {
    let line = line.trim();
    let line = line.trim_start_matches(|c: char| {
        c.is_ascii_digit() || matches!(c, '.' | '、' | ' ' | '\u{3000}' | '■' | '▍' | '▎' | '◆' | '#' | '【' | '[' | '★' | '●' | '|')
    });
    let line = line.strip_prefix(|c: char| "一二三四五六七八九十".contains(c)).and_then(|rest| rest.strip_prefix('、')).unwrap_or(line);
    line.trim_end_matches([':', '：', '】', ']', '.', ' ', '\u{3000}', '?', '？', '。', '*'])
}

fn kind_of(words: &str) -> Option<SectionKind> {
    static FORMS: LazyLock<HashMap<&str, SectionKind>> =
        LazyLock::new(|| WORDS.iter().rev().flat_map(|(kind, forms)| forms.iter().map(|form| (*form, *kind))).collect());
    let lower = words.trim().to_lowercase().replace(" / ", "/");
    let singular = lower.strip_suffix('s').unwrap_or(&lower);
    FORMS.get(lower.as_str()).or_else(|| FORMS.get(singular)).copied()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headings_and_labels() {
        for (line, expected) in [
            ("METHODS", Some(SectionKind::Methods)),
            ("5. Conclusions", Some(SectionKind::Conclusion)),
            ("【目的】", Some(SectionKind::Background)),
            ("■ 专家点评", Some(SectionKind::Discussion)),
            ("Inclusion Criteria:", Some(SectionKind::Eligibility)),
            ("It was safe", None),
            ("question.", None),
        ] {
            assert_eq!(of_line(line), expected, "{line}");
        }
        for (text, expected) in [
            ("Background: When", Some((SectionKind::Background, "Background:".len()))),
            ("Methods. RTOG 0617", Some((SectionKind::Methods, "Methods.".len()))),
            ("目的　此前", Some((SectionKind::Background, "目的　".len()))),
            ("【方法】本试验", Some((SectionKind::Methods, "【方法】".len()))),
            ("结果：①", Some((SectionKind::Results, "结果：".len()))),
            ("Results were good", None),
            ("结果显示", None),
            ("results: x", None),
        ] {
            assert_eq!(label_at(text), expected, "{text}");
        }
    }
}
