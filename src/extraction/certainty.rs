//! Whose result a sentence gives: the document's own, another study's, or nobody's yet.
//!
//! A text about many studies has none of its own, and a background tells what was known before. Elsewhere another study speaks where
//! the sentence introduces it ("SHARP研究中", "Smith et al", "一项…研究显示\[13\]"), and goes on to speak until the paragraph ends or the
//! document speaks of itself again.

use super::context::{Context, Sentence};
use super::finding::{Certainty, Voice};
use super::passage::{Passage, Zone, contains_word};
use super::study::Subject;
use crate::document::{Kind, SectionKind};
use crate::text::is_han;

const PLANNED: &[&str] = &[
    "assum",
    "to detect",
    "power",
    "sample size",
    "expected",
    "designed to",
    "hypothesi",
    "hypothesis",
    "would be",
    "to be declared",
    "inferiority margin",
    "was planned",
    "calculated that",
    "预计",
    "假设",
    "检验效能",
    "样本量",
    "把握度",
];
/// The document speaks of itself.
const OWN: &[&str] = &["we", "our", "this study", "this trial", "this analysis", "this cohort", "present study", "current study"];
const OWN_HAN: &[&str] =
    &["本研究", "本组", "本文", "本次", "本试验", "本中心", "本院", "我院", "我们", "我科", "笔者", "本资料", "本例", "本報告", "本試驗"];
/// Earlier work, by whatever name.
const EARLIER: &[&str] = &[
    "et al",
    "previously reported",
    "previously published",
    "other studies",
    "other trials",
    "another study",
    "another trial",
    "was reported by",
    "were reported by",
    "has been reported",
    "have been reported",
    "in the literature",
    "and colleagues",
    "and coworkers",
    "published series",
    "historical series",
];
const EARLIER_HAN: &[&str] = &[
    "文献报道",
    "文献显示",
    "文献中",
    "有文献",
    "据报道",
    "有报道",
    "曾报道",
    "研究报道",
    "既往研究",
    "以往研究",
    "已有研究",
    "有研究",
    "相关研究",
    "多项研究",
    "其他研究",
    "近期研究",
    "有学者",
    "国外研究",
    "国外学者",
    "国内研究",
    "国内学者",
    "等报道",
    "等报告",
    "等人",
    "等学者",
    "等的研究",
    "等研究发现",
    "等研究显示",
    "等研究表明",
];
/// One study among others opens a report that may run over sentences.
const ANOTHER_HAN: &[&str] =
    &["另一项", "另有一项", "还有一项", "另外一项", "另1项", "另一個", "相关的meta分析", "相关的 meta 分析", "有meta分析", "该文"];
const STUDY_HAN: &[&str] = &["研究", "试验", "試驗", "分析", "荟萃", "调查"];
const SHOWN_HAN: &[&str] = &["显示", "表明", "发现", "提示", "证实", "报道", "顯示", "結果", "结果"];

/// The voice of every sentence. A regulator who tells what an approval stands on gives the trials' results as its own.
pub fn voices(context: &Context, passages: &[Passage], subject: &Subject) -> Vec<Voice> {
    let regulator = passages.iter().any(|p| p.has(&["approval was based on", "approvals were based on"]) || p.text.contains("批准基于"));
    let literature = matches!(context.document.kind, Kind::Review | Kind::Guideline) || subject.many && !regulator;
    let mut report: Option<Option<String>> = None;
    let mut previous_end = 0;
    let mut out = Vec::with_capacity(passages.len());
    for (i, (sentence, passage)) in context.sentences.iter().zip(passages).enumerate() {
        let between = context.annotated.text.source_span(sentence.span).start;
        // A report of another study ends with its paragraph.
        if context.document.text.get(previous_end..between).is_none_or(|gap| gap.contains('\n')) {
            report = None;
        }
        previous_end = context.annotated.text.source_span(sentence.span).end;
        let citation = citation(&passage.lower).or_else(|| superscript(&context.printed(sentence.span)));
        let background = sentence.section == SectionKind::Background || passage.zone == Zone::Background;
        let lower = context.lower(sentence);
        let voice = if is_planned(sentence, &lower) {
            Voice { certainty: Certainty::Planned, citation: None }
        } else if literature || background {
            Voice { certainty: Certainty::Cited, citation }
        } else if speaks_of_itself(&lower, &passage.lower) || pools(&lower) {
            report = None;
            own()
        } else if introduces_a_report(context.document.kind, passage, &lower, citation.is_some()) {
            report = Some(citation.clone());
            Voice { certainty: Certainty::Cited, citation }
        } else if subject.names_another(i, passage)
            || is_earlier(passage, &lower)
            || !subject.pools() && is_marked(sentence, passage, citation.is_some())
        {
            Voice { certainty: Certainty::Cited, citation }
        } else if let Some(carried) = report.clone().filter(|_| may_go_on(passage)) {
            Voice { certainty: Certainty::Cited, citation: citation.or(carried) }
        } else {
            own()
        };
        out.push(voice);
    }
    out
}

fn own() -> Voice {
    Voice { certainty: Certainty::Reported, citation: None }
}

fn is_planned(sentence: &Sentence, lower: &str) -> bool {
    PLANNED.iter().any(|p| lower.contains(p))
        && !matches!(sentence.section, SectionKind::Results | SectionKind::Conclusion)
        && !["powerful", "resulted", "results showed"].iter().any(|w| lower.contains(w))
}

fn speaks_of_itself(lower: &str, ascii_lower: &str) -> bool {
    OWN_HAN.iter().any(|w| lower.contains(w)) || OWN.iter().any(|w| contains_word(ascii_lower, w))
}

/// Who speaks of heterogeneity has pooled the studies that the reference numbers name.
fn pools(lower: &str) -> bool {
    ["异质性", "固定效应", "随机效应", "fixed-effect", "fixed effect", "random-effect", "random effect", "heterogeneity"]
        .iter()
        .any(|w| lower.contains(w))
        && !lower.contains("一项")
}

/// "一项纳入137例…研究结果显示\[19\]", "另一项…研究", "在一项…队列研究中\[5\]". Without a number or "another", one study in a news
/// item or an abstract is its own ("这是一项Ⅲ期研究").
fn introduces_a_report(kind: Kind, passage: &Passage, lower: &str, cited: bool) -> bool {
    if !may_go_on(passage) {
        return false;
    }
    if ANOTHER_HAN.iter().any(|w| lower.contains(w)) {
        return true;
    }
    let Some(at) = lower.find("一项").or_else(|| lower.find("一項")) else { return false };
    let told = STUDY_HAN.iter().any(|w| lower[at..].contains(w)) && !lower[..at].ends_with(['是', '为', '為', '系']);
    let shown = SHOWN_HAN.iter().any(|w| lower[at..].contains(w));
    let referred = cited || lower[at..].contains("研究中[") || lower[at..].contains("研究[");
    told && (referred || shown && passage.zone == Zone::Conclusion && !matches!(kind, Kind::News | Kind::Commentary))
}

fn is_earlier(passage: &Passage, lower: &str) -> bool {
    let quoted = contains_word(&passage.lower, "et al") || is_by_authors(lower);
    let told = EARLIER_HAN.iter().any(|w| lower.contains(w)) || passage.has(EARLIER) || names_earlier_work(&passage.lower);
    quoted || told && may_go_on(passage)
}

/// "previous studies", "an earlier phase II trial", "prior retrospective series".
fn names_earlier_work(ascii_lower: &str) -> bool {
    let words: Vec<&str> = ascii_lower.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty()).collect();
    let work = |w: &&str| {
        ["trial", "study", "studies", "series", "report", "analysis", "analyses"].iter().any(|x| w.trim_end_matches('s') == *x || w == x)
    };
    words.iter().enumerate().any(|(i, w)| ["previous", "prior", "earlier"].contains(w) && words[i + 1..].iter().take(3).any(work))
}

/// "Onishi等报道", "王某某等\[13\]": authors.
fn is_by_authors(lower: &str) -> bool {
    lower.match_indices('等').any(|(i, c)| {
        let after = &lower[i + c.len()..];
        let latin = lower[..i].trim_end().ends_with(|c: char| c.is_ascii_alphabetic());
        let marked = after.trim_start().starts_with(|c: char| c == '[' || c.is_ascii_digit());
        let told = ["报道", "报告", "研究", "的研究", "发现", "对", "回顾", "分析", "纳入", "比较", "认为"]
            .iter()
            .any(|w| after.trim_start_matches(|c: char| c.is_ascii_digit() || "[],- ".contains(c)).starts_with(w));
        (latin || marked) && told
    })
}

/// Where a discussion or a plain text gives a result with a reference number, the result is the reference's.
fn is_marked(sentence: &Sentence, passage: &Passage, cited: bool) -> bool {
    cited && may_go_on(passage) && sentence.section != SectionKind::Abstract
}

/// Methods and results are the document's own.
fn may_go_on(passage: &Passage) -> bool {
    matches!(passage.zone, Zone::Body | Zone::Conclusion)
}

/// `\[79\]`, `[12,14-16]`: the last of a sentence.
pub fn citation(lower: &str) -> Option<String> {
    lower
        .match_indices('[')
        .filter_map(|(open, _)| {
            let rest = &lower[open + 1..];
            // A bracket may have lost its other half: "队列研究中[5,应用".
            let len = rest.find(|c: char| !(c.is_ascii_digit() || matches!(c, ',' | ' ' | '-' | '~'))).unwrap_or(rest.len());
            let closed = rest[len..].starts_with(']');
            let inside = rest[..len].trim_end_matches([',', ' ', '-', '~']);
            let torn = !closed && inside.len() <= 3 && rest[len..].starts_with(is_han) && !inside.contains(',');
            let mark = !inside.is_empty() && (closed || torn) && !is_interval(&lower[..open], inside) && !is_of_a_method(&lower[..open]);
            mark.then(|| inside.to_owned())
        })
        .next_back()
}

/// "按RECIST标准\[8\]": the number of a criterion, not of a result.
fn is_of_a_method(before: &str) -> bool {
    ["标准", "方法", "分期", "量表", "软件", "公式", "criteria", "version", "method", "software", "scale"]
        .iter()
        .any(|w| before.trim_end().ends_with(w))
}

/// "[35-80]" behind a number or its unit is a range of values; a reference number has at most three digits.
fn is_interval(before: &str, inside: &str) -> bool {
    const UNITS: &[&str] =
        &["years", "year", "months", "month", "weeks", "days", "%", "ci", "岁", "个月", "年", "天", "周", "gy", ":", "iqr", "range"];
    let before = before.trim_end();
    let long = inside.split(|c: char| !c.is_ascii_digit()).any(|n| n.len() > 3);
    let behind = before.ends_with(|c: char| c.is_ascii_digit()) || UNITS.iter().any(|u| before.ends_with(u));
    long || behind && inside.contains(['-', '~', ',']) || before.ends_with("ci")
}

/// A raised number behind a word or a mark: "报道¹³", "et al.²".
fn superscript(printed: &str) -> Option<String> {
    let digit = |c: char| "⁰¹²³⁴⁵⁶⁷⁸⁹".chars().position(|d| d == c);
    let chars: Vec<char> = printed.chars().collect();
    let at = chars
        .iter()
        .enumerate()
        .position(|(i, c)| digit(*c).is_some() && chars[..i].last().is_some_and(|b| is_han(*b) || ".,)，。）；".contains(*b)))?;
    let number: String = chars[at..].iter().map_while(|c| digit(*c)).map(|d| d.to_string()).collect();
    Some(number)
}

#[cfg(test)]
mod tests {
    use super::{citation, superscript};

    #[test]
    fn reference_numbers() {
        for (text, expected) in [
            ("hr 0.77 [79].", Some("79")),
            ("延长至8.9个月[12],确认的orr为51.9%", Some("12")),
            ("一项队列研究中[5,应用回归", Some("5")),
            ("reported elsewhere [12, 14-16]", Some("12, 14-16")),
            ("median age 62 [35-80]", None),
            ("24 months [12-36]", None),
            ("95% ci [3,53]", None),
            ("单因素分析[hr=1.21(95%ci 0.88-1.66)]", None),
            ("in the year [2019]", None),
            ("按recist标准[8]评价", None),
        ] {
            assert_eq!(citation(text).as_deref(), expected, "{text}");
        }
        assert_eq!(superscript("王某报道¹³生存率").as_deref(), Some("13"));
        assert_eq!(superscript("χ²=5.3，100 mg/m²，10⁹/L"), None);
    }
}
