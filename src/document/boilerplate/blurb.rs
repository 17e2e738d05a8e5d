//! Blurbs of a publisher's journals above the document.

use crate::document::line::{Line, has_result};

/// Journals say of themselves what they are and what they print.
const OF_ITSELF: &[&str] = &[
    "journal devoted to",
    "international journal",
    "journal covering",
    "journal publishing",
    "peer-reviewed journal",
    "open access journal",
    "open-access journal",
    "official journal",
    "journal addressing",
    "journal combining",
    "journal spanning",
    "multidisciplinary journal",
    "publishes open-access",
    "publishes original",
    "publishes research",
    "open-access research",
    "journal dedicated to",
    "journal that publishes",
    "期刊简介",
    "本刊",
    "主办的学术期刊",
];
/// A blurb may lack its subject.
const OPENINGS: &[&str] =
    &["Covers ", "Explores ", "Publishes ", "Features ", "Offers ", "Provides ", "Addresses ", "Presents ", "Focuses on ", "Dedicated to "];
const BLURBS_MIN: usize = 2;
const LINES_MAX: usize = 60;

/// Marks from the top down to the last blurb, where all lines above it are blurbs too.
pub fn mark(lines: &[Line<'_>], marked: &mut [bool]) {
    let (mut last, mut count) = (None, 0);
    for (i, line) in lines.iter().enumerate().take(LINES_MAX).filter(|(_, l)| !l.is_blank()) {
        if !is_blurb(line) {
            break;
        }
        (last, count) = (Some(i), count + 1);
    }
    if let Some(last) = last.filter(|_| count >= BLURBS_MIN) {
        marked[..=last].iter_mut().for_each(|m| *m = true);
    }
}

fn is_blurb(line: &Line<'_>) -> bool {
    let lower = line.text.to_lowercase();
    !has_result(line.text)
        && line.width() <= 300
        && (OF_ITSELF.iter().any(|p| lower.contains(p)) || OPENINGS.iter().any(|o| line.text.starts_with(o)) && line.text.ends_with('.'))
}
