//! What follows a document on its page: related articles, comments, tags.

use crate::document::line::{Line, has_result, is_han};

const HEADINGS: &[&str] = &[
    "related articles",
    "related content",
    "related posts",
    "similar articles",
    "similar clinical trials",
    "similar studies",
    "recommended for you",
    "recommended articles",
    "you may also like",
    "most read",
    "trending",
    "comments",
    "leave a comment",
    "tags",
    "share this article",
    "相关推荐",
    "相关阅读",
    "推荐阅读",
    "延伸阅读",
    "猜你喜欢",
    "热门文章",
    "精选留言",
    "全部评论",
    "评论",
    "往期回顾",
    "往期推荐",
    "热点推荐",
];
/// Such a heading above this share of the lines heads something else.
const BEGINS_AFTER: f64 = 0.4;

/// Marks from such a heading to the end of the short lines below it.
pub fn mark(lines: &[Line<'_>], marked: &mut [bool]) {
    let from = (lines.len() as f64 * BEGINS_AFTER) as usize;
    let mut below = false;
    for i in from..lines.len() {
        let line = &lines[i];
        if line.is_blank() {
            continue;
        }
        if is_heading(line.text) {
            below = true;
        } else if line.is_prose() && line.ends_sentence() || has_result(line.text) || is_source(line.text) {
            below = false;
        }
        marked[i] |= below;
    }
}

fn is_heading(text: &str) -> bool {
    let lower = text.to_lowercase();
    let words = lower.split([':', '：', '(', '（']).next().unwrap_or("");
    let bare = words.trim_matches(|c: char| !is_han(c) && !c.is_alphabetic());
    HEADINGS.contains(&bare)
}

fn is_source(text: &str) -> bool {
    const SOURCES: &[&str] = &["数据来源", "文献出处", "参考文献", "来源", "source", "reference", "nct", "doi"];
    let lower = text.to_lowercase();
    SOURCES.iter().any(|s| lower.starts_with(s))
}
