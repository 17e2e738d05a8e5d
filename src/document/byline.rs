//! The line below a title that says when the document appeared.

use super::date;
use super::document::Kind;
use super::line::Line;

/// A byline stands among so many written lines from the title on.
const LINES_MAX: usize = 7;
const WIDTH_MAX: usize = 120;
/// Words that make a date the document's own.
const OWN: &[&str] = &["作者", "来源", "发布", "发表于", "编辑", "published", "posted on", "min read", "updated on", "| by", "阅读"];
/// Fields of a registration that hold the day it was registered.
const REGISTERED: &[&str] =
    &["first posted", "record first posted", "date of registration", "registered on", "注册时间", "注册日期", "登记日期", "首次公示"];

/// ISO, as precise as printed; none where the text prints none of its own.
pub fn date(lines: &[Line<'_>], after_title: usize, kind: Kind) -> Option<String> {
    if kind == Kind::TrialRegistration
        && let Some(found) = lines.iter().find_map(registered)
    {
        return Some(found);
    }
    lines.iter().filter(|l| !l.is_blank() && l.span.end > after_title).take(LINES_MAX).find_map(|line| {
        let lower = line.text.to_lowercase();
        let own = OWN.iter().any(|w| lower.contains(w));
        let alone = kind != Kind::TrialRegistration && date::parse(line.text).is_some();
        (line.width() <= WIDTH_MAX && !line.text.contains('。') && (own || alone)).then(|| date::find(line.text)).flatten()
    })
}

fn registered(line: &Line<'_>) -> Option<String> {
    let lower = line.text.to_lowercase();
    let label = REGISTERED.iter().find(|l| lower.starts_with(*l))?;
    let rest = line.text.get(label.len()..)?;
    date::parse(rest.trim_start_matches([':', '：', ' ']).split([',', '　', ';']).next().unwrap_or("")).or_else(|| date::find(rest))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::line;

    #[test]
    fn only_the_document_s_own_date_counts() {
        for (text, kind, expected) in [
            ("Title\n\n2025-08-07作者:论坛报晶资讯", Kind::Commentary, Some("2025-08-07")),
            ("Title\nBy Maren Holt\n12 June 2025 | 4 min read", Kind::Commentary, Some("2025-06-12")),
            ("Title\n原创 编辑部 2024-03-18 07:30 发表于广东", Kind::Commentary, Some("2024-03-18")),
            ("Title\nStart Date: 2025-10-10", Kind::TrialRegistration, None),
            ("Title\nFirst Posted : March 2, 2021", Kind::TrialRegistration, Some("2021-03-02")),
            ("Title\nPatients were enrolled from 2012 to 2016.", Kind::JournalAbstract, None),
        ] {
            assert_eq!(date(&line::lines(text), 5, kind).as_deref(), expected, "{text}");
        }
    }
}
