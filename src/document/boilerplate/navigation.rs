//! Menus, buttons, log-in and sharing lines, cookie banners, image names, template placeholders.

use crate::document::line::{Line, has_result, is_han};

/// Lines that are a button or menu entry as a whole, lower case, without marks around.
const BUTTONS: &[&str] = &[
    "skip to main content",
    "skip to content",
    "accept all",
    "accept",
    "reject",
    "decline",
    "only necessary",
    "settings",
    "search",
    "sign in",
    "register",
    "log in",
    "login",
    "home",
    "menu",
    "advertisement",
    "print",
    "share",
    "email",
    "save",
    "view",
    "view all",
    "view more",
    "show more",
    "load more",
    "read more",
    "back to top",
    "next",
    "previous",
    "newsletter",
    "subscribe",
    "follow us",
    "see location...",
    "location: see location...",
    "table view",
    "similar clinical trials",
    "similar studies",
    "related therapeutic areas",
    "go to",
    "download pdf",
    "cite this article",
    "add to favorites",
    "同意",
    "拒绝",
    "确定",
    "取消",
    "提交",
    "重新提交",
    "完善信息",
    "收集问题",
    "知情同意书",
    "不同意并跳过",
    "同意并继续",
    "暂不登录",
    "登录",
    "注册",
    "收藏",
    "转发",
    "分享",
    "点赞",
    "在看",
    "阅读原文",
    "查看更多",
    "展开全部",
    "返回",
    "返回列表",
    "返回顶部",
    "上一篇",
    "下一篇",
    "广告",
    "审核未通过",
    "关注我们",
    "搜索",
    "首页",
    "下载",
    "打印",
];
/// Entries of menus, in which several stand on one line.
const ENTRIES: &[&str] = &[
    "home",
    "news",
    "about",
    "about us",
    "contact",
    "contact us",
    "privacy",
    "terms",
    "terms of use",
    "disclaimer",
    "login",
    "log in",
    "sign in",
    "register",
    "search",
    "print",
    "share",
    "save",
    "email",
    "jobs",
    "podcasts",
    "newsletter",
    "guidelines",
    "table view",
    "tabular view",
    "researcher view",
    "history of changes",
    "no results posted",
    "cookie settings",
    "how to read a study record",
    "menu",
    "search trials",
    "for doctors",
    "for patients",
    "find a study",
    "save to my list",
    "settings",
    "only necessary",
    "accept all",
    "en",
    "fr",
    "首页",
    "资讯",
    "指南",
    "会议",
    "病例",
    "视频课",
    "登录",
    "注册",
    "收藏",
    "转发",
    "分享",
    "联系我们",
    "投诉建议",
    "网站地图",
    "返回列表",
    "上一篇",
    "下一篇",
    "检索试验",
    "注册指南",
    "常见问题",
    "点分享",
    "点收藏",
    "点在看",
    "手机验证码登录",
    "微信一键登录",
    "暂不登录",
    "同意并继续",
    "医生招聘",
    "关于我们",
];
/// Wording of furniture inside a longer line.
const PHRASES: &[&str] = &[
    "we use cookies",
    "cookie settings",
    "accept all",
    "privacy policy",
    "terms of use",
    "terms of service",
    "all rights reserved",
    "log in to comment",
    "share on ",
    "was this page helpful",
    "this content was sourced from",
    "data sourced from",
    "page generated from public data",
    "retrieved automatically",
    "we are not responsible for mistakes",
    "sign up for",
    "click here",
    "this page was saved from",
    "版权所有",
    "icp备",
    "扫码",
    "扫描二维码",
    "点击蓝字",
    "一键登录",
    "验证码登录",
    "用户协议",
    "服务协议",
    "隐私政策",
    "个人信息保护",
    "登录后可",
    "后台回复",
    "小助手",
    "点个【赞】",
    "未登录",
    "身份认证",
    "正在审核",
    "耐心等待",
    "听全文",
    "限时",
    "免责声明",
    "点击查看大图",
    "责任声明",
    "转载请注明",
    "未经授权",
    "当前位置",
];
const IMAGE_ENDS: &[&str] = &[".png", ".jpg", ".jpeg", ".gif", ".webp", ".svg"];
/// Lines in which the head of a page ends.
const HEAD_LINES_MAX: usize = 100;
const MOTTO_WIDTH_MAX: usize = 48;
/// From this width on, a line of the head may be the title.
const WORDY_WIDTH: usize = 32;

/// Marks furniture anywhere, and in the page's head also the short lines between it.
pub fn mark(lines: &[Line<'_>], marked: &mut [bool]) {
    for (line, mark) in lines.iter().zip(marked.iter_mut()) {
        *mark |= is_furniture(line.text);
    }
    mark_head(lines, marked);
}

/// Above the title, everything down to the last piece of furniture belongs to the page; one piece alone says nothing of the rest.
fn mark_head(lines: &[Line<'_>], marked: &mut [bool]) {
    let (mut last, mut count, mut first) = (None, 0, true);
    for (i, line) in lines.iter().enumerate().take(HEAD_LINES_MAX).filter(|(_, l)| !l.is_blank()) {
        // "Name of the site - its motto" opens many pages.
        let motto = std::mem::take(&mut first)
            && [" - ", " | ", " – ", "_"].iter().any(|m| line.text.contains(m))
            && line.width() < MOTTO_WIDTH_MAX;
        let wordy = line.width() >= WORDY_WIDTH && !motto || line.text.chars().any(|c| c.is_ascii_digit()) && line.width() > 8;
        if marked[i] {
            (last, count) = (Some(i), count + 1);
        } else if wordy || line.field().is_some_and(|(_, value)| !value.starts_with("//")) {
            break;
        }
    }
    let Some(last) = last.filter(|_| count >= 2) else { return };
    // What trails the last button ("(", "5", "s)") is no words.
    let end = (last + 1..lines.len()).take_while(|&i| lines[i].text.chars().count() <= 3).last().unwrap_or(last);
    marked[..=end].iter_mut().for_each(|m| *m = true);
}

fn is_furniture(text: &str) -> bool {
    if text.is_empty() || has_result(text) {
        return false;
    }
    let lower = text.to_lowercase();
    let bare = lower.trim_matches(|c: char| !c.is_alphanumeric() && !is_han(c) && c != '.');
    let is_url = (lower.starts_with("http://") || lower.starts_with("https://") || lower.starts_with("www."))
        && !lower.contains(' ')
        && !lower.contains("doi.org");
    BUTTONS.contains(&bare)
        || is_url
        || text.starts_with("{{") && text.ends_with("}}")
        || IMAGE_ENDS.iter().any(|end| lower.ends_with(end)) && !text.contains(['.', '。']) | (text.matches('.').count() == 1)
        || text.chars().count() <= 120 && PHRASES.iter().any(|p| lower.contains(p))
        || is_menu(&lower)
        || is_counter(bare)
}

/// Several entries on one line, kept apart by marks or wide blanks.
fn is_menu(lower: &str) -> bool {
    if lower.chars().count() > 160 || lower.contains(['。', ';', '；']) {
        return false;
    }
    let marked = lower.replace("  ", "|").replace('\u{3000}', "|").replace([' '], "\u{1}");
    let entries: Vec<String> = marked
        .split(['|', '>', '·', '/', '›', '»'])
        .map(|e| e.replace('\u{1}', " ").trim_matches(|c: char| !c.is_alphanumeric() && !is_han(c)).to_owned())
        .filter(|e| !e.is_empty())
        .collect();
    let known = entries.iter().filter(|e| ENTRIES.contains(&e.as_str())).count();
    if entries.len() >= 2 && known >= 2 && entries.iter().all(|e| e.chars().count() <= 30) {
        return true;
    }
    // A menu in single blanks: nearly every word is an entry.
    let words: Vec<&str> = lower.split_whitespace().collect();
    words.len() >= 2 && words.iter().filter(|w| ENTRIES.contains(w)).count() * 3 >= words.len() * 2
}

/// "200 评论", "阅读 1.2万   赞 136", "Comments (3)".
fn is_counter(bare: &str) -> bool {
    const COUNTED: &[&str] = &["评论", "赞", "阅读", "在看", "comments", "likes", "views", "shares"];
    let words: Vec<&str> = bare.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty()).collect();
    words.len() >= 2
        && words.len() <= 10
        && words
            .iter()
            .all(|w| COUNTED.contains(w) || w.chars().next().is_some_and(|c| c.is_ascii_digit()) && w.chars().count() <= 6 || *w == "分享")
        && words.iter().any(|w| COUNTED.contains(w))
}
