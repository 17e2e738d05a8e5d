//! Who wrote, commented or leads the team.

use crate::document::line::{Line, has_result, is_han};

const HEADINGS: &[&str] = &[
    "专家简介",
    "专家介绍",
    "作者简介",
    "作者介绍",
    "团队介绍",
    "团队简介",
    "讲者简介",
    "嘉宾介绍",
    "嘉宾简介",
    "主编简介",
    "个人简介",
    "科室介绍",
    "编者简介",
    "about the author",
    "about the authors",
    "author biography",
    "author biographies",
    "about the expert",
    "about the editor",
    "meet the expert",
    "meet the author",
];
/// Marks that open a heading of another part.
const HEADING_MARKS: &[char] = &['■', '▍', '▎', '【', '◆', '#', '★', '●'];
/// A biography's heading is short.
const HEADING_CHARS_MAX: usize = 20;
const LINES_MAX: usize = 80;

/// Marks a biography from its heading to the next heading of another part or the first result.
pub fn mark(lines: &[Line<'_>], marked: &mut [bool]) {
    let mut i = 0;
    while i < lines.len() {
        if !is_heading(lines[i].text) {
            i += 1;
            continue;
        }
        let end = (i + 1..lines.len().min(i + LINES_MAX)).find(|&k| ends_at(lines[k].text)).unwrap_or(lines.len().min(i + LINES_MAX));
        marked[i..end].iter_mut().for_each(|m| *m = true);
        i = end;
    }
}

fn is_heading(text: &str) -> bool {
    let lower = text.to_lowercase();
    let bare = lower.trim_matches(|c: char| !c.is_alphanumeric() && !is_han(c));
    bare.chars().count() <= HEADING_CHARS_MAX && HEADINGS.iter().any(|h| bare.ends_with(h))
}

fn ends_at(text: &str) -> bool {
    const PARTS: &[&str] = &["参考文献", "references", "原文链接", "数据来源", "source", "sources"];
    let lower = text.to_lowercase();
    !is_heading(text)
        && (text.starts_with(HEADING_MARKS)
            || has_result(text)
            || PARTS.iter().any(|p| lower.starts_with(p) && lower.chars().count() <= 200))
}
