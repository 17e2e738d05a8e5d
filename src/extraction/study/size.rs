//! Number of patients: a printed total, never a sum of groups.
//!
//! ```text
//! total   := number … people            "106 treatment-naive patients", "749例"
//!          | studies … "(" "n" "=" number ")"   "seven trials (n = 2867)", "KEYNOTE-590(n=749)"
//! ```
//! Each candidate is scored by what is said of it (randomised before enrolled before analysed), by where it stands, and by what
//! speaks against it (an arm, a share of others, an event); the best one above a floor is taken.

use super::super::lexeme::{Lex, Lexeme};
use super::super::passage::{Passage, Zone, contains_word};
use crate::document::Kind;

/// Below this a number of people is no total.
const FLOOR: f64 = 18.0;
/// Words between a number and whom it counts.
const REACH: usize = 9;

const PEOPLE: &[&str] = &[
    "patient", "patients", "pts", "women", "men", "participants", "subjects", "individuals", "children", "people", "persons", "adults", "volunteers", "dogs", "cats", "survivors", "adolescents", "cases", "females", "males", "girls", "boys", "veterans", "smokers",
];
const HAN_PEOPLE: &[&str] = &["例", "名", "位", "人"];

/// The printed total of the study's own patients; of a registration, its enrolment.
pub fn patients(kind: Kind, passages: &[Passage]) -> Option<u64> {
    if kind == Kind::TrialRegistration {
        return passages.iter().find_map(enrolment);
    }
    let mut best: Option<(f64, u64)> = None;
    for passage in passages {
        for (score, n) in candidates(passage) {
            if score >= FLOOR && best.is_none_or(|(b, m)| score > b || score == b && n > m) {
                best = Some((score, n));
            }
        }
    }
    best.map(|(_, n)| n)
}

/// `Target number of participants: 23`, `Enrollment: 74`, `样本量:60例`.
fn enrolment(passage: &Passage) -> Option<u64> {
    let at = ["number of participants", "enrollment", "enrolment", "target sample size", "sample size", "样本量", "计划入组", "拟入组", "拟纳入", "入组人数"].iter().filter_map(|w| passage.lower.find(w).map(|i| i + w.len())).min()?;
    let from = passage.span.start + at;
    passage.lexemes.iter().filter(|l| l.span.start >= from).take(8).find_map(|l| match l.lex {
        Lex::Number { value, .. } if whole(value) => Some(value as u64),
        _ => None,
    })
}

fn whole(value: f64) -> bool {
    value.fract() == 0.0 && value >= 2.0
}

fn candidates(passage: &Passage) -> Vec<(f64, u64)> {
    let mut found = Vec::new();
    for (i, lexeme) in passage.lexemes.iter().enumerate() {
        let n = match lexeme.lex {
            Lex::Number { value, .. } | Lex::Count(value) if whole(value) => value as u64,
            Lex::Fraction { total, .. } if whole(total) => total as u64,
            _ => continue,
        };
        let counted = match lexeme.lex {
            Lex::Count(_) => Some(lexeme.span.end),
            _ => people_after(passage, i),
        };
        if let Some(end) = counted {
            found.push((score(passage, lexeme, i, n, end), n));
        }
    }
    found
}

/// The end of the word that says whom the number counts.
fn people_after(passage: &Passage, i: usize) -> Option<usize> {
    let number = &passage.lexemes[i];
    let rest = &passage.text[number.span.end - passage.span.start..];
    let trimmed = rest.trim_start();
    if let Some(unit) = HAN_PEOPLE.iter().find(|w| trimmed.starts_with(**w)) {
        // "3例次", "2人份" count something else; "名" needs no further word.
        let after = &trimmed[unit.len()..];
        let other = after.starts_with(['次', '份']) || *unit == "位" && !after.starts_with(['患', '病', '受', '参']) || *unit == "人" && after.starts_with(['类', '群']);
        return (!other).then_some(number.span.end + (rest.len() - trimmed.len()) + unit.len());
    }
    for (j, lexeme) in passage.lexemes[i + 1..].iter().enumerate().take(REACH) {
        let text = passage.at(lexeme);
        match lexeme.lex {
            Lex::Word => {
                let word = text.to_ascii_lowercase();
                if PEOPLE.contains(&word.as_str()) {
                    return Some(lexeme.span.end);
                }
                // Another thing is counted, or the phrase ends.
                let stops = ["gy", "mg", "months", "of", "with", "in", "who", "were", "was", "had", "received", "trials", "studies", "centers", "centres", "hospitals", "years", "tumors", "tumours", "lesions", "samples", "fractions", "to", "for", "at", "cycles", "deaths", "events", "specimens", "grade", "s", "at"];
                let of_the = word == "of" && j == 0;
                if stops.contains(&word.as_str()) && !of_the || text.chars().next().is_some_and(crate::text::is_han) {
                    return None;
                }
            }
            Lex::Mention(_) | Lex::Dash | Lex::Slash | Lex::Number { .. } | Lex::Comma if lexeme.lex != Lex::Comma || j > 0 => {}
            Lex::And if j > 0 => {}
            _ => return None,
        }
    }
    None
}

/// What is said of a number of people: the words, what they weigh.
const SAID: &[(f64, &[&str])] = &[
    (32.0, &["randomly", "randomized", "randomised", "randomization", "randomisation", "allocated", "随机"]),
    (26.0, &["enrolled", "enroled", "recruited", "accrued", "entered", "registered", "included", "comprised", "consisted", "comprising", "收录", "纳入", "入组", "纳人", "入选", "招募", "收录"]),
    (22.0, &["treated", "underwent", "received", "assigned", "eligible", "were obtained", "接受", "收治", "治疗"]),
    (18.0, &["analyzed", "analysed", "evaluated", "reviewed", "identified", "studied", "assessed", "followed", "analysis", "evaluable", "measured", "examined", "selected", "classified", "available", "randomizing", "分析", "收集", "研究对象", "随访"]),
];
const TOTAL: &[&str] = &["a total of", "in all", "overall", "altogether", "total", "cohort", "study sample", "data from", "series of", "共", "总计", "合计", "最终"];
/// What makes a number a part of the whole, or counts something that happened.
const PART: &[&str] = &["of whom", "of these", "among these", "among whom", "of which", "of them", "including", "remaining", "the other", "respectively", "其中", "另"];
const EVENT: &[&str] = &[
    "died", "deaths", "death", "relapse*", "recurr*", "progress*", "grade", "toxicit*", "adverse", "responded", "response", "responses", "complete", "partial", "developed", "experienced", "alive", "failed", "failure", "withdrew", "discontinued", "complication*", "had", "occurred", "completed", "refused", "dropout*", "死亡", "复发", "进展", "不良", "毒性", "缓解", "终止", "出现", "发生",
];
const PLAN: &[&str] = &["planned", "sample size", "were required", "needed", "would be", "to detect", "power", "target", "will be", "计划入组", "计划纳入", "拟纳入", "样本量", "预计"];

/// Bytes before and behind a number in which words speak of it.
const BEFORE: usize = 70;
const AFTER: usize = 90;

fn score(passage: &Passage, number: &Lexeme, i: usize, n: u64, end: usize) -> f64 {
    let lower = &passage.lower;
    let start = number.span.start - passage.span.start;
    let end = end - passage.span.start;
    let before = clause_before(&lower[floor(lower, start.saturating_sub(BEFORE))..start]);
    let after = clause_after(&lower[end..floor(lower, (end + AFTER).min(lower.len()))]);
    let near = |words: &[&str]| words.iter().any(|w| contains_word(before, w) || contains_word(after, w));
    let mut score = SAID.iter().find(|(_, words)| near(words)).map_or(0.0, |(s, _)| *s);
    if TOTAL.iter().any(|w| contains_word(before, w)) {
        score += 14.0;
    }
    score += match passage.zone {
        Zone::Title => 8.0,
        Zone::Methods | Zone::Results | Zone::Body => 10.0,
        Zone::Background if passage.has(&["this study", "we ", "this trial", "aim*", "purpose", "本研究"]) => 4.0,
        Zone::Background => -8.0,
        Zone::Conclusion => -6.0,
    };
    score += (n as f64).log10() * 6.0;
    let text_before = lower[..start].trim_end();
    let opening = text_before.ends_with('(');
    let studies = ["trial", "trials", "studies", "study", "rcts", "cohort", "cohorts", "研究", "项rct", "个研究", "分析"];
    if matches!(number.lex, Lex::Count(_)) {
        // "(n = 177)" behind trials or patients is their total; behind an arm it is not.
        let owner = text_before.trim_end_matches('(').trim_end();
        let tail = &owner[floor(owner, owner.len().saturating_sub(24))..];
        let total = studies.iter().chain(["patients", "selected", "population", "患者"].iter()).any(|w| tail.ends_with(w)) || text_before.ends_with('(') && name_ends(tail);
        score += if total { 14.0 } else { -30.0 };
    } else if opening {
        let owner = text_before.trim_end_matches('(').trim_end();
        let total = studies.iter().chain(["treatments", "tumors", "tumours", "lesions"].iter()).any(|w| owner.ends_with(w));
        score += if total { 12.0 } else { -14.0 };
    }
    if PART.iter().any(|w| contains_word(before, w)) && !before.contains("including a total") {
        score -= 22.0;
    }
    if EVENT.iter().any(|w| contains_word(clip(after, 36), w)) && !["randomi*", "with complete*", "had been"].iter().any(|w| contains_word(clip(after, 36), w)) {
        score -= 18.0;
    }
    if near(PLAN) {
        score -= 24.0;
    }
    // A share of others: "17 patients (23%)", "of 129 enrolled patients, 101 …".
    if passage.lexemes[i + 1..].iter().take(8).any(|l| matches!(l.lex, Lex::Percent(_)) && l.span.start < passage.span.start + end + 6) {
        score -= 24.0;
    }
    if matches!(number.lex, Lex::Fraction { .. }) {
        score -= 6.0;
    }
    let arm_after = clip(after, 44);
    if ["in the", "to the", "per arm", "per group", "in each", "each", "in arm", "to arm"].iter().any(|w| contains_word(arm_after, w)) && ["group", "groups", "arm", "arms"].iter().any(|w| contains_word(arm_after, w)) && !contains_word(arm_after, "two") {
        score -= 22.0;
    }
    if ["组", "对照", "each group", "每组"].iter().any(|w| clip(before, 0).is_empty() && tail(before, 12).contains(w)) && !before.contains("分组") {
        score -= 16.0;
    }
    if tail(before, 14).contains("healthy") || contains_word(clip(after, 20), "controls") || contains_word(tail(before, 20), "at least") {
        score -= 20.0;
    }
    score
}

/// Whether a text ends in the name of a study ("keynote-590").
fn name_ends(text: &str) -> bool {
    let word = text.rsplit([' ', ',']).next().unwrap_or("");
    word.contains(|c: char| c.is_ascii_digit()) && word.contains(|c: char| c.is_ascii_alphabetic())
}

fn clause_before(text: &str) -> &str {
    text.rsplit([';', '。']).next().unwrap_or(text)
}

fn clause_after(text: &str) -> &str {
    text.split([';', '。']).next().unwrap_or(text)
}

fn clip(text: &str, len: usize) -> &str {
    &text[..floor(text, len.min(text.len()))]
}

fn tail(text: &str, len: usize) -> &str {
    let mut at = text.len().saturating_sub(len);
    while !text.is_char_boundary(at) {
        at += 1;
    }
    &text[at..]
}

fn floor(text: &str, mut at: usize) -> usize {
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}

#[cfg(test)]
mod tests {
    use super::super::read_text;

    #[test]
    fn totals() {
        for (text, expected) in [
            ("METHODS: Between 1992 and 2001, we randomly assigned 900 patients to 1 cm (n=453) or 3 cm (n=447).", Some(900)),
            ("RESULTS: From eight trials, seven were selected (n = 2867).", Some(2867)),
            ("RESULTS: A total of 1,356 patients were analyzed for BED.", Some(1356)),
            ("计划入组368例肝细胞癌患者,最终纳入177例(单药组92例,联合组85例)。", Some(177)),
            ("KEYNOTE-590研究(n=749)比较了两组。", Some(749)),
            ("Among 74 patients (median age, 75 years), 17 received ICIs following RT.", Some(74)),
            ("Three patients (17.6%) had grade 3 toxicity.", None),
            ("The median dose was 60 Gy in 30 fractions.", None),
            ("Patients were assigned to A (n = 1,026) or B (n = 1,020).", None),
        ] {
            assert_eq!(read_text(None, text).n, expected, "{text}");
        }
    }
}
