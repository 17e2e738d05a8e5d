//! The title that a text prints, where it prints one.

use super::document::Span;
use super::heading;
use super::identity;
use super::line::{Line, is_han};

/// A title stands among the first written lines.
const LINES_MAX: usize = 14;
const WIDTH_MAX: usize = 420;
/// Shorter lines are names of sites, sorts and fields.
const WORDS_MIN: usize = 4;
const HAN_MIN: usize = 7;
/// Labels of fields that hold it.
const LABELS: &[&str] = &[
    "public title",
    "brief title",
    "official title",
    "scientific title",
    "title",
    "study title",
    "注册题目",
    "试验名称",
    "研究题目",
    "标题",
    "题目",
    "试验通俗题目",
    "试验专业题目",
];

/// Where the title stands, among lines of which `masked` are boilerplate.
pub fn find(text: &str, lines: &[Line<'_>], masked: &[bool]) -> Option<Span> {
    let written: Vec<usize> = (0..lines.len()).filter(|&i| !lines[i].is_blank() && !masked[i]).take(LINES_MAX).collect();
    for (k, &i) in written.iter().enumerate() {
        let line = &lines[i];
        // A text that begins with its abstract prints no title; so does one that begins with a sentence.
        if heading::of_line(line.text).is_some() || heading::label_at(line.text).is_some_and(|(_, length)| length < line.text.len()) {
            return labelled(text, lines, &written[k..]);
        }
        if is_title(line) {
            return Some(with_second_line(text, lines, i));
        }
        if line.is_prose() {
            return sentence_title(text, line).or_else(|| labelled(text, lines, &written[k..]));
        }
    }
    labelled(text, lines, &written)
}

fn is_title(line: &Line<'_>) -> bool {
    let words = line.text.split_whitespace().filter(|w| w.chars().any(char::is_alphabetic)).count();
    let han = line.text.chars().filter(|&c| is_han(c)).count();
    let field = line.field().is_some_and(|(label, value)| {
        is_field_label(label) || label.split_whitespace().count() <= 2 && value.split_whitespace().count() <= 3 && han == 0
    });
    (words >= WORDS_MIN || han >= HAN_MIN)
        && line.width() <= WIDTH_MAX
        && !field
        && !opens_with_label(line.text)
        && (!line.text.ends_with(['.', '。', '；', ';']) || line.text.ends_with('.') && sentences(line.text) == 1 && line.width() <= 260)
        && (identity::find(line.text).is_empty() || words >= 8)
        && sentences(line.text) <= 2
}

/// Labels of registry fields that a title never begins with.
fn is_field_label(label: &str) -> bool {
    const WORDS: &[&str] = &[
        "status",
        "sponsor",
        "phase",
        "study type",
        "condition",
        "identifier",
        "location",
        "trial id",
        "nct id",
        "registration",
        "date",
        "id",
        "purpose of the study",
        "who runs it",
        "by",
        "author",
        "authors",
        "sex",
        "doi",
        "pmid",
        "registry no.",
        "trial number",
        "overall status",
        "注册号",
        "登记号",
        "状态",
        "编号",
        "作者",
        "来源",
        "试验编号",
        "最近更新日期",
        "注册时间",
        "更新时间",
        "eu ct number",
        "jrct id",
        "date of registration",
    ];
    WORDS.contains(&label.to_lowercase().trim()) || LABELS.contains(&label.to_lowercase().trim())
}

/// `Public title  X`, `ClinicalTrials.gov ID NCT…`: labels that a wide blank or nothing sets apart.
fn opens_with_label(text: &str) -> bool {
    let lower = text.to_lowercase();
    LABELS.iter().any(|l| lower.strip_prefix(l).is_some_and(|rest| rest.starts_with(['\t', '：', ':']) || rest.starts_with("  ")))
        || [
            "clinicaltrials.gov",
            "sponsor ",
            "information provided",
            "last update",
            "date of registration",
            "by ",
            "received ",
            "published",
            "中国临床试验注册中心",
            "药物临床试验登记",
        ]
        .iter()
        .any(|p| lower.starts_with(p))
        || ["view", "information system", "registry of clinical trials", "信息公示平台", ">>"]
            .iter()
            .any(|p| lower.contains(p) && text.chars().count() <= 70)
}

fn sentences(text: &str) -> usize {
    let full_stops = text.match_indices(". ").filter(|(i, _)| text[i + 2..].trim_start().starts_with(char::is_uppercase)).count();
    full_stops + text.matches('。').count() + usize::from(!text.ends_with('。'))
}

/// The first sentence of a text that runs its title into its prose, up to 200 characters wide.
fn sentence_title(text: &str, line: &Line<'_>) -> Option<Span> {
    let start = line.span.end - text[line.span.start..line.span.end].trim_start().len();
    let end = line.text.find(['。', '.']).map(|i| start + i)?;
    let first = &text[start..end];
    let reads_on = first.contains([',', '，', ';'])
        || first.split_whitespace().any(|w| matches!(w, "is" | "are" | "was" | "were" | "has" | "have" | "can" | "will" | "be" | "been"));
    let width: usize = first.chars().map(|c| 1 + usize::from(is_han(c))).sum();
    let registered = !identity::registry_numbers(&text[end..text.len().min(line.span.end)]).is_empty();
    (registered && !reads_on && (24..=200).contains(&width)).then(|| Span::new(start, end))
}

/// A title that its page broke goes on in the next line.
fn with_second_line(text: &str, lines: &[Line<'_>], i: usize) -> Span {
    let trimmed = |line: &Line<'_>| {
        let raw = &text[line.span.start..line.span.end];
        Span::new(line.span.start + raw.len() - raw.trim_start().len(), line.span.start + raw.trim_end().len())
    };
    let first = trimmed(&lines[i]);
    match lines.get(i + 1) {
        Some(next)
            if !next.is_blank()
                && lines[i].width() >= 40
                && lines[i].width() <= 120
                && !lines[i].ends_sentence()
                && next.width() <= lines[i].width() + 10
                && next.text.starts_with(char::is_lowercase)
                && lines.get(i + 2).is_none_or(Line::is_blank) =>
        {
            Span::new(first.start, trimmed(next).end)
        }
        _ => first,
    }
}

fn labelled(text: &str, lines: &[Line<'_>], written: &[usize]) -> Option<Span> {
    for (k, &i) in written.iter().enumerate() {
        let line = &lines[i];
        let lower = line.text.to_lowercase();
        let Some(label) = LABELS.iter().filter(|l| lower.starts_with(*l)).max_by_key(|l| l.len()) else { continue };
        let Some(rest) = line.text.get(label.len()..) else { continue };
        let value = rest.trim_start_matches([':', '：', ' ', '\t', '\u{3000}']);
        if !value.is_empty() && value.len() < rest.len() {
            let end = line.span.start + text[line.span.start..line.span.end].trim_end().len();
            return Some(Span::new(end - value.len(), end));
        }
        if value.is_empty()
            && let Some(&next) = written.get(k + 1)
        {
            return Some(with_second_line(text, lines, next));
        }
    }
    None
}
