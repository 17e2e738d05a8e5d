//! Boilerplate: what a page prints around its document. It is masked, never cut.
//!
//! Each sort marks lines of its own; which lines those are follows from their shape and wording, never from a site's name.

mod agreement;
mod biography;
mod blurb;
mod navigation;
mod page;
mod tail;

use super::document::{Mask, Span};
use super::line::Line;

/// The masks of a text, in order and apart. `from` is where the text proper begins after a declared title.
pub fn find(lines: &[Line<'_>], from: usize) -> Vec<Mask> {
    let mut marked = vec![false; lines.len()];
    for sort in [blurb::mark, agreement::mark, navigation::mark, biography::mark, tail::mark] {
        sort(lines, &mut marked);
    }
    for (line, mark) in lines.iter().zip(&mut marked) {
        *mark &= line.span.start >= from;
    }
    let mut masks = runs(lines, &marked);
    masks.extend(page::interruptions(lines).into_iter().filter(|m| m.span.start >= from));
    masks.sort_by_key(|m| (m.span.start, std::cmp::Reverse(m.span.end)));
    let mut apart: Vec<Mask> = Vec::with_capacity(masks.len());
    for mask in masks {
        if apart.last().is_none_or(|last| last.span.end <= mask.span.start) {
            apart.push(mask);
        }
    }
    apart
}

/// Marked lines with nothing but blanks between them are one mask.
fn runs(lines: &[Line<'_>], marked: &[bool]) -> Vec<Mask> {
    let mut masks: Vec<Mask> = Vec::new();
    let mut open = false;
    for (line, &mark) in lines.iter().zip(marked) {
        if line.is_blank() {
            continue;
        }
        if mark {
            match masks.last_mut() {
                Some(last) if open => last.span.end = line.span.end,
                _ => masks.push(Mask { span: line.span, interrupts: false }),
            }
        }
        open = mark;
    }
    masks.retain(|m: &Mask| m.span != Span::new(0, 0));
    masks
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::line;

    /// The lines that stay, blank ones left out.
    fn kept(text: &str) -> Vec<String> {
        let masks = find(&line::lines(text), 0);
        let mut out = String::new();
        let mut at = 0;
        for mask in &masks {
            out.push_str(&text[at..mask.span.start]);
            if mask.interrupts {
                out.push(' ');
            }
            at = mask.span.end;
        }
        out.push_str(&text[at..]);
        out.lines().map(str::trim).filter(|l| !l.is_empty()).map(str::to_owned).collect()
    }

    #[test]
    fn furniture_goes_and_the_document_stays() {
        for (text, expected) in [
            (
                "Journal of Tumours is an international journal devoted to tumours.\nPublishes open-access research on cells.\nA trial of A against B in patients with tumours of the lung\nIt worked.",
                vec!["A trial of A against B in patients with tumours of the lung", "It worked."],
            ),
            (
                "Skip to main content\nWe use cookies to make this site work.\nHome  News  Trials  Podcasts\nSign in | Register\n\nCOMMENTARY\n\nWhat the trial shows and what it does not show",
                vec!["COMMENTARY", "What the trial shows and what it does not show"],
            ),
            (
                "某大学\n用户服务协议:\nhttps://example.org/a.html\n同意\n拒绝\n{{ item.question }}\n确定\n(\n5\ns)\n\n放疗联合索拉非尼治疗局部晚期肝细胞癌的随机试验结果\n中位OS为15.8个月。",
                vec!["放疗联合索拉非尼治疗局部晚期肝细胞癌的随机试验结果", "中位OS为15.8个月。"],
            ),
            (
                "结果好。\n【点评专家简介】\n陆某某,主任医师。发表SCI论文58篇。\n\n■ 课后一题\nA. 腺癌",
                vec!["结果好。", "■ 课后一题", "A. 腺癌"],
            ),
            ("It shrank.\n\nRelated articles\n- Five questions\n\nComments (3)   Log in to comment", vec!["It shrank."]),
            (
                "• Signed informed consent\n签署知情同意书\nStatus: Recruiting",
                vec!["• Signed informed consent", "签署知情同意书", "Status: Recruiting"],
            ),
        ] {
            assert_eq!(kept(text), expected);
        }
    }

    #[test]
    fn what_interrupts_a_sentence_leaves_it_whole() {
        let text = "The most important of these trials was the one that was done in\nlung cancer with more than seven hundred patients, of whom many were\n\nA running header of the review                     3\n\nalive at five years. It was followed by two others.\n\nA running header of the review                     4\n\nNext.";
        let got = kept(text);
        assert!(got.iter().any(|l| l == "alive at five years. It was followed by two others."), "{got:?}");
        assert!(!got.iter().any(|l| l.contains("running header")), "{got:?}");
        let mask = find(&line::lines(text), 0)[0];
        assert!(mask.interrupts && text[..mask.span.start].ends_with("were\n"));
    }
}
