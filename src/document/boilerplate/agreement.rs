//! Consent forms, user agreements, cookie notices and a page's words about itself.

use crate::document::line::{Line, has_result};

/// Wording of agreements; one alone may stand in any text.
const CLAUSES: &[&str] = &[
    "用户服务协议",
    "隐私政策",
    "个人信息",
    "个人相关信息",
    "注册用户",
    "授权",
    "身份认证",
    "本协议",
    "协议书",
    "仅面向医疗卫生",
    "收集您",
    "“同意”",
    "请勿点击",
    "本平台",
    "平台收集",
    "您作为",
    "专业人士",
    "我们将收集",
    "we use cookies",
    "by clicking",
    "you agree",
    "privacy policy",
    "terms of use",
    "personal data",
    "your consent",
    "your browser",
    "healthcare professionals only",
    "our website",
    "this website",
];
/// Wording of a column about itself and its readers.
const COLUMN: &[&str] = &[
    "读者朋友",
    "公众平台",
    "公众号",
    "专题栏目",
    "专栏内容",
    "持续关注",
    "关注与传播",
    "特邀",
    "实时更新",
    "app",
    "subscribers",
    "our newsletter",
];
/// Headings of a table of contents.
const CONTENTS: &[&str] = &["本期目录", "目录", "文章目录", "contents", "table of contents", "in this article", "on this page"];
const CONTENTS_LINES_MAX: usize = 20;
/// A page has one table of contents, or a few.
const CONTENTS_MAX: usize = 4;

pub fn mark(lines: &[Line<'_>], marked: &mut [bool]) {
    for (line, mark) in lines.iter().zip(marked.iter_mut()) {
        *mark |= is_agreement(line.text);
    }
    let headings = (0..lines.len()).filter(|&i| CONTENTS.contains(&lines[i].text.to_lowercase().as_str()));
    headings.take(CONTENTS_MAX).for_each(|i| mark_contents(lines, i, marked));
}

pub fn is_agreement(text: &str) -> bool {
    let lower = text.to_lowercase();
    let holds = |phrases: &[&str]| phrases.iter().filter(|p| lower.contains(*p)).count() >= 2;
    !text.is_empty() && !has_result(text) && (holds(CLAUSES) || holds(COLUMN))
}

/// The entries below a table of contents, up to where the first of them comes again as a heading.
fn mark_contents(lines: &[Line<'_>], heading: usize, marked: &mut [bool]) {
    let mut entries: Vec<(usize, &str)> = Vec::new();
    for (i, line) in lines.iter().enumerate().skip(heading + 1).filter(|(_, l)| !l.is_blank()) {
        if entries.len() >= CONTENTS_LINES_MAX || line.width() > 60 || line.ends_sentence() || entries.iter().any(|(_, e)| *e == line.text)
        {
            break;
        }
        entries.push((i, line.text));
    }
    // A list whose entries never come again is no table of contents.
    let later = entries.last().map_or(heading, |(i, _)| *i) + 1;
    if entries.iter().any(|(_, e)| lines.iter().skip(later).any(|l| l.text == *e)) {
        marked[heading] = true;
        entries.iter().for_each(|&(i, _)| marked[i] = true);
    }
}
