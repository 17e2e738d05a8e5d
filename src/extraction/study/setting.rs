//! Where in the course of the disease the treatment stands.

use super::super::passage::{Passage, Zone};
use super::types::Setting;

/// Words of each setting; the more particular ones first.
const WORDS: &[(Setting, &[&str])] = &[
    (
        Setting::Neoadjuvant,
        &[
            "neoadjuvant",
            "neo-adjuvant",
            "preoperative",
            "pre-operative",
            "perioperative",
            "peri-operative",
            "新辅助",
            "术前放",
            "术前化",
            "术前同步",
            "围手术期",
        ],
    ),
    (
        Setting::Adjuvant,
        &[
            "adjuvant",
            "postoperative radio*",
            "postoperative chemo*",
            "post-operative radio*",
            "术后辅助",
            "辅助化疗",
            "辅助放疗",
            "辅助治疗",
            "术后放疗",
            "术后化疗",
            "术后辅助",
        ],
    ),
    (Setting::Maintenance, &["maintenance", "consolidation", "维持治疗", "巩固治疗"]),
    (
        Setting::FirstLine,
        &[
            "first-line",
            "first line",
            "front-line",
            "frontline",
            "1st-line",
            "previously untreated",
            "chemotherapy-naive",
            "treatment-naive",
            "一线",
            "初治",
        ],
    ),
    (
        Setting::LaterLine,
        &[
            "second-line",
            "second line",
            "third-line",
            "third line",
            "later-line",
            "salvage",
            "refractory",
            "previously treated",
            "pretreated",
            "pre-treated",
            "二线",
            "三线",
            "后线",
            "挽救",
            "难治",
            "经治",
        ],
    ),
    (Setting::Palliative, &["palliative", "palliation", "姑息"]),
    (
        Setting::Definitive,
        &["definitive", "radical radio*", "radical chemoradio*", "curative radio*", "concurrent chemoradio*", "根治性", "同步放化疗"],
    ),
];

/// The title's word first, then the first in methods and background; results tell of other treatments too.
pub fn setting(passages: &[Passage]) -> Option<Setting> {
    [&[Zone::Title][..], &[Zone::Methods, Zone::Body], &[Zone::Background]]
        .iter()
        .find_map(|zones| passages.iter().filter(|p| zones.contains(&p.zone)).find_map(said))
}

fn said(passage: &Passage) -> Option<Setting> {
    WORDS.iter().find(|(_, words)| passage.has(words)).map(|(s, _)| *s)
}

#[cfg(test)]
mod tests {
    use super::super::read_text;
    use super::super::types::Setting;

    #[test]
    fn settings() {
        for (text, expected) in [
            ("Preoperative chemoradiotherapy for rectal cancer.", Some(Setting::Neoadjuvant)),
            ("Adjuvant chemotherapy after resection.", Some(Setting::Adjuvant)),
            ("食管癌一线免疫联合化疗", Some(Setting::FirstLine)),
            ("Patients had been treated.", None),
            ("中位年龄66岁", None),
        ] {
            assert_eq!(read_text(None, text).setting, expected, "{text}");
        }
    }
}
