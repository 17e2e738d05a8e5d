//! Phase of the trial: `phase III`, `phase 2/3`, `Ⅲ期临床研究`; never the stage of a disease.

use super::super::passage::{Passage, Zone};
use crate::text::is_han;

/// The phase of the document's own trial: the title's word first, then the first in methods, results and purpose.
pub fn phase(passages: &[Passage]) -> Option<String> {
    let in_zone = |zones: &[Zone]| passages.iter().filter(|p| zones.contains(&p.zone)).find_map(|p| printed(p));
    in_zone(&[Zone::Title]).or_else(|| in_zone(&[Zone::Methods, Zone::Body])).or_else(|| in_zone(&[Zone::Results])).or_else(|| {
        passages.iter().filter(|p| p.zone == Zone::Background && p.has(&["this", "we", "our", "本研究", "aim*"])).find_map(printed)
    })
}

fn printed(passage: &Passage) -> Option<String> {
    english(&passage.lower).or_else(|| chinese(passage.text))
}

fn english(lower: &str) -> Option<String> {
    lower.match_indices("phase").find_map(|(i, _)| {
        let fresh = !lower[..i].ends_with(|c: char| c.is_ascii_alphanumeric());
        // What is planned is another trial; what is reviewed too.
        let before = &lower[lower.ceil_char_boundary(i.saturating_sub(24))..i];
        let other = ["planned ", "future ", "previous ", "ongoing ", "subsequent ", "further "].iter().any(|w| before.contains(w));
        let rest = lower[i + "phase".len()..].trim_start_matches('s').strip_prefix([' ', '-', ':'])?.trim_start();
        number(rest).filter(|_| fresh && !other)
    })
}

/// `iii`, `2-3`, `i/ii`, `1b/2`, `2 and 3` at the beginning of a text.
fn number(text: &str) -> Option<String> {
    let (first, rest) = step(text)?;
    let rest = rest.trim_start_matches(' ');
    let second =
        rest.strip_prefix(['/', '-', '~']).or_else(|| rest.strip_prefix("and ")).and_then(|r| step(r.trim_start())).map(|(n, _)| n);
    match second {
        Some(second) if second == first + 1 => Some(format!("{first}/{second}")),
        _ => Some(first.to_string()),
    }
}

fn step(text: &str) -> Option<(u8, &str)> {
    let len = text.find(|c: char| !(c.is_ascii_alphanumeric())).unwrap_or(text.len());
    let word = &text[..len];
    let bare = word.trim_end_matches(['a', 'b', 'c']);
    let n = match bare {
        "1" | "i" => 1,
        "2" | "ii" => 2,
        "3" | "iii" => 3,
        "4" | "iv" => 4,
        _ => return None,
    };
    Some((n, &text[len..]))
}

/// Words that make `Ⅲ期` a trial's phase when they stand beside it.
const HAN_TRIAL: &[&str] = &["临床", "随机", "研究", "试验", "非劣效", "对照", "比较", "单臂", "多中心", "开放", "双盲", "前瞻", "注册"];

fn chinese(text: &str) -> Option<String> {
    text.match_indices('期').find_map(|(i, _)| {
        let before = &text[..i];
        let head = before.trim_end_matches(|c: char| c.is_ascii_alphanumeric() || matches!(c, '/' | '-' | '~'));
        let number = number(&before[head.len()..].to_ascii_lowercase())?;
        let after: String = text[i + '期'.len_utf8()..].chars().take(12).collect();
        let ahead: String = head.chars().rev().take(3).filter(|c| is_han(*c)).collect();
        // "随机Ⅲ期"; the characters stand in reverse.
        let named = HAN_TRIAL.iter().any(|w| after.trim_start_matches(['、', ',']).starts_with(w))
            || ["照对", "机随", "盲双", "性瞻", "心中", "臂单", "放开"].iter().any(|w| ahead.contains(w));
        named.then_some(number)
    })
}

#[cfg(test)]
mod tests {
    use super::super::read_text;

    #[test]
    fn phases() {
        for (title, text, expected) in [
            (Some("A randomised phase 2–3 trial"), "", Some("2/3")),
            (None, "This phase III trial compared A with B.", Some("3")),
            (None, "METHODS: In this phase Ib/II study, patients received A.", Some("1/2")),
            (Some("卡瑞利珠单抗的单臂Ⅱ期研究"), "", Some("2")),
            (None, "本研究为一项多中心、随机分组、Ⅲ期临床研究。", Some("3")),
            (None, "544例Ⅲ期NSCLC接受同步紫杉醇/卡铂。", None),
            (None, "CONCLUSION: A will be tested in a planned phase III trial.", None),
            (None, "Patients with stage III disease were treated.", None),
        ] {
            assert_eq!(read_text(title, text).phase.as_deref(), expected, "{title:?} {text}");
        }
    }
}
