//! Number of patients: a printed total, never a sum of groups.
//!
//! ```text
//! total   := number … people            "106 treatment-naive patients", "749例"
//!          | studies … "(" "n" "=" number ")"   "seven trials (n = 2867)", "KEYNOTE-590(n=749)"
//! ```
//! Each candidate is scored by what is said of it (randomised before enrolled before analysed), by where it stands, and by what
//! speaks against it (an arm, a share of others, an event); the best one above a floor is taken.

use super::super::lexeme::Lex;
use super::super::passage::{Passage, Zone, contains_word};
use crate::document::Kind;

/// Below this a number of people is no total.
const FLOOR: f64 = 18.0;
/// Words between a number and whom it counts.
const REACH: usize = 9;

const PEOPLE: &[&str] = &[
    "patient",
    "patients",
    "pts",
    "women",
    "men",
    "participants",
    "subjects",
    "individuals",
    "children",
    "people",
    "persons",
    "adults",
    "volunteers",
    "dogs",
    "cats",
    "survivors",
    "adolescents",
    "cases",
    "females",
    "males",
    "girls",
    "boys",
    "veterans",
    "smokers",
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
    let at = [
        "number of participants",
        "enrollment",
        "enrolment",
        "target sample size",
        "sample size",
        "样本量",
        "计划入组",
        "拟入组",
        "拟纳入",
        "入组人数",
    ]
    .iter()
    .filter_map(|w| passage.lower.find(w).map(|i| i + w.len()))
    .min()?;
    let from = passage.span.start + at;
    passage.lexemes.iter().filter(|l| l.span.start >= from).take(8).find_map(|l| match l.lex {
        Lex::Number { value, .. } if whole(value) => Some(value as u64),
        _ => None,
    })
}

fn whole(value: f64) -> bool {
    value.fract() == 0.0 && value >= 2.0
}

/// A printed number of people.
struct Candidate {
    n: u64,
    /// Position of its lexeme, and where the phrase that counts people ends.
    at: usize,
    end: usize,
}

fn candidates(passage: &Passage) -> Vec<(f64, u64)> {
    let mut found: Vec<Candidate> = Vec::new();
    for (at, lexeme) in passage.lexemes.iter().enumerate() {
        let n = match lexeme.lex {
            Lex::Number { value, .. } if whole(value) => spaced_thousands(passage, at, value as u64),
            Lex::Count(value) if whole(value) => value as u64,
            Lex::Fraction { total, .. } if whole(total) => total as u64,
            _ => continue,
        };
        let counted = match lexeme.lex {
            Lex::Count(_) => Some(lexeme.span.end),
            _ => people_after(passage, at)
                .or_else(|| elided(passage, at))
                .or_else(|| with_data(passage, at))
                .or_else(|| whole_group(passage, at)),
        };
        if let Some(end) = counted {
            found.push(Candidate { n, at, end });
        }
    }
    // A number that two others of its sentence make up is the total, and they are its parts.
    let parts: Vec<u64> = passage
        .lexemes
        .iter()
        .filter_map(|l| match l.lex {
            Lex::Number { value, .. } | Lex::Count(value) if whole(value) => Some(value as u64),
            _ => None,
        })
        .collect();
    let sums = |total: u64| parts.iter().enumerate().any(|(i, a)| parts[i + 1..].iter().any(|b| a + b == total));
    // Those screened are made up of those excluded and those taken.
    let screened = |c: &Candidate| {
        let after = &passage.lower[c.end - passage.span.start..];
        SCREENED.iter().any(|w| contains_word(clip(after, 40).split([',', ';']).next().unwrap_or(""), w))
    };
    let total = found.iter().find(|c| sums(c.n) && !screened(c)).map(|c| c.n);
    let counts = found.iter().filter(|c| matches!(passage.lexemes[c.at].lex, Lex::Count(_))).count();
    found
        .iter()
        .map(|c| {
            let mut score = score(passage, c, total == Some(c.n));
            match total {
                Some(total) if total == c.n => score += 30.0,
                Some(_) => score -= 16.0,
                None if counts > 1 && matches!(passage.lexemes[c.at].lex, Lex::Count(_)) => score -= 16.0,
                None => {}
            }
            (score, c.n)
        })
        .collect()
}

/// "2 318例": a space between thousands.
fn spaced_thousands(passage: &Passage, at: usize, n: u64) -> u64 {
    let Some(before) = at.checked_sub(1).map(|i| &passage.lexemes[i]) else { return n };
    let Lex::Number { value, .. } = before.lex else { return n };
    let close = passage.lexemes[at].span.start == before.span.end + 1 && passage.at(&passage.lexemes[at]).len() == 3;
    if close && whole(value) && value < 1000.0 || close && value == 1.0 { value as u64 * 1000 + n } else { n }
}

/// "1,269 patients were screened, and 345 were randomly assigned": the noun is left out.
fn elided(passage: &Passage, at: usize) -> Option<usize> {
    let end = passage.lexemes[at].span.end;
    let rest = &passage.lower[end - passage.span.start..];
    let verbs = [
        "were randomly",
        "were randomi",
        "were enrolled",
        "were included",
        "were analy",
        "were evaluable",
        "were treated",
        "underwent randomi",
        "who began",
        "had tissue",
        "had samples",
        "had data",
        "had available",
        "had evaluable",
        "who started",
    ];
    verbs.iter().any(|v| rest.trim_start().starts_with(v)).then_some(end)
}

/// "serum was available for analysis in 101", "specimens were available for 829 (78%) of the 1,059 patients".
fn with_data(passage: &Passage, at: usize) -> Option<usize> {
    let lexeme = &passage.lexemes[at];
    let before = passage.lower[..lexeme.span.start - passage.span.start].trim_end();
    let analysed = ["available for analysis in", "available for analysis from"].iter().any(|w| before.ends_with(w));
    let sampled = ["available for", "available in", "available from"].iter().any(|w| before.ends_with(w))
        && ["serum", "plasma", "blood", "tissue*", "specimen*", "sample*", "biops*"]
            .iter()
            .any(|w| contains_word(clause_before(before), w));
    (analysed || sampled).then_some(lexeme.span.end)
}

/// 全组30 d死亡率0.69%(7/1010): the denominator of the whole group.
fn whole_group(passage: &Passage, at: usize) -> Option<usize> {
    let lexeme = &passage.lexemes[at];
    let before = clause_before(&passage.lower[..lexeme.span.start - passage.span.start]);
    let near = before.rfind("全组").map(|i| &before[i..]);
    let others = near.is_some_and(|n| n.matches('组').count() > 1);
    (matches!(lexeme.lex, Lex::Fraction { .. }) && near.is_some() && !others).then_some(lexeme.span.end)
}

/// The end of the word that says whom the number counts.
fn people_after(passage: &Passage, i: usize) -> Option<usize> {
    let number = &passage.lexemes[i];
    let rest = &passage.text[number.span.end - passage.span.start..];
    let trimmed = rest.trim_start();
    if let Some(unit) = HAN_PEOPLE.iter().find(|w| trimmed.starts_with(**w)) {
        // "3例次", "2人份" count something else; "名" needs no further word.
        let after = &trimmed[unit.len()..];
        let other = after.starts_with(['次', '份'])
            || *unit == "例" && after.starts_with("数")
            || *unit == "位" && !after.starts_with(['患', '病', '受', '参'])
            || *unit == "人" && after.starts_with(['类', '群']);
        return (!other).then_some(number.span.end + (rest.len() - trimmed.len()) + unit.len());
    }
    for (j, lexeme) in passage.lexemes[i + 1..].iter().enumerate().take(REACH) {
        let text = passage.at(lexeme);
        match lexeme.lex {
            Lex::Word => {
                let word = text.to_ascii_lowercase();
                if PEOPLE.contains(&word.as_str()) {
                    let years = passage.lower[lexeme.span.end - passage.span.start..].trim_start_matches([' ', '-']).starts_with("year");
                    return (!years).then_some(lexeme.span.end);
                }
                // Another thing is counted, or the phrase ends.
                let stops = [
                    "gy",
                    "mg",
                    "months",
                    "of",
                    "with",
                    "in",
                    "who",
                    "were",
                    "was",
                    "had",
                    "received",
                    "trials",
                    "studies",
                    "centers",
                    "centres",
                    "hospitals",
                    "years",
                    "tumors",
                    "tumours",
                    "lesions",
                    "samples",
                    "fractions",
                    "to",
                    "for",
                    "at",
                    "cycles",
                    "deaths",
                    "events",
                    "specimens",
                    "grade",
                    "s",
                    "at",
                ];
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
    (40.0, &["randomly", "randomized", "randomised", "randomization", "randomisation", "allocated", "随机"]),
    (
        26.0,
        &[
            "enrolled",
            "enroled",
            "recruited",
            "accrued",
            "entered",
            "registered",
            "included",
            "comprised",
            "consisted",
            "comprising",
            "收录",
            "纳入",
            "入组",
            "纳人",
            "入选",
            "招募",
            "收录",
        ],
    ),
    (
        22.0,
        &[
            "treated",
            "irradiated",
            "resected",
            "operated",
            "diagnosed",
            "underwent",
            "received",
            "assigned",
            "eligible",
            "were obtained",
            "began protocol",
            "began treatment",
            "started treatment",
            "接受",
            "收治",
            "治疗",
        ],
    ),
    (
        18.0,
        &[
            "analyzed",
            "analysed",
            "evaluated",
            "reviewed",
            "identified",
            "studied",
            "assessed",
            "followed",
            "analysis",
            "evaluable",
            "measured",
            "examined",
            "selected",
            "classified",
            "available",
            "randomizing",
            "分析",
            "收集",
            "研究对象",
            "随访",
        ],
    ),
];
const TOTAL: &[&str] = &[
    "a total of",
    "in all",
    "overall",
    "altogether",
    "total",
    "cohort",
    "study sample",
    "data from",
    "series of",
    "review of",
    "analysis of",
    "cohort of",
    "records of",
    "charts of",
    "population of",
    "sample of",
    "共",
    "总计",
    "合计",
    "最终",
];
/// What makes a number a part of the whole, or counts something that happened.
const PART: &[&str] = &[
    "of whom",
    "of these",
    "among these",
    "among whom",
    "of which",
    "of them",
    "including",
    "remaining",
    "the other",
    "respectively",
    "其中",
    "另",
];
const EVENT: &[&str] = &[
    "died",
    "deaths",
    "death",
    "relapse*",
    "recurr*",
    "progress*",
    "grade",
    "toxicit*",
    "adverse",
    "responded",
    "response",
    "responses",
    "complete",
    "partial",
    "developed",
    "experienced",
    "alive",
    "failed",
    "failure",
    "withdrew",
    "discontinued",
    "complication*",
    "had",
    "occurred",
    "completed",
    "refused",
    "dropout*",
    "死亡",
    "复发",
    "进展",
    "不良",
    "毒性",
    "缓解",
    "终止",
    "下降",
    "出现",
    "发生",
];
const PLAN: &[&str] = &[
    "planned",
    "sample size",
    "were required",
    "needed",
    "would be",
    "to detect",
    "power",
    "target",
    "will be",
    "计划入组",
    "计划纳入",
    "计划招募",
    "拟纳入",
    "拟入组",
    "拟招募",
    "样本量",
    "预计",
];

/// Who was looked at and not taken.
const SCREENED: &[&str] = &["screened", "excluded", "assessed for eligibility", "approached", "筛查", "排除", "剔除"];

/// Bytes before and behind a number in which words speak of it.
const BEFORE: usize = 70;
const AFTER: usize = 150;

/// `whole`: others of the sentence add up to it, so that their arms speak for it and not against it.
fn score(passage: &Passage, candidate: &Candidate, whole: bool) -> f64 {
    let Candidate { n, at: i, end } = *candidate;
    let number = &passage.lexemes[i];
    let lower = &passage.lower;
    let start = number.span.start - passage.span.start;
    let end = end - passage.span.start;
    let before = clause_before(&lower[lower.floor_char_boundary(start.saturating_sub(BEFORE))..start]);
    let after = clause_after(&lower[end..lower.floor_char_boundary(end + AFTER)]);
    let near = |words: &[&str]| words.iter().any(|w| contains_word(before, w) || contains_word(after, w));
    let mut score = SAID.iter().find(|(_, words)| near(words)).map_or(0.0, |(s, _)| *s);
    if TOTAL.iter().any(|w| contains_word(before, w)) {
        score += 14.0;
    }
    if contains_word(&lower[start..end], "consecutive") || ["连续", "序贯收治"].iter().any(|w| before.contains(w)) {
        score += 16.0;
    }
    // "all 48 assessable patients": everybody.
    if [" all", " all the", " all assessable", " all evaluable", " all of the"].iter().any(|w| format!(" {before}").trim_end().ends_with(w))
    {
        score += 22.0;
    }
    // "The trial compared A with B in 1,692 patients".
    if ["compared", "evaluated", "tested", "trial of", "study of"].iter().any(|w| contains_word(before, w))
        && before.trim_end().ends_with(" in")
    {
        score += 18.0;
    }
    let sampled = |after: &str| {
        ["had tissue", "had samples", "had data", "had available", "had evaluable"].iter().any(|w| after.trim_start().starts_with(w))
    };
    // "the first 75 eligible patients for whom data are available": the analysis is theirs.
    if with_data(passage, i).is_some_and(|_| !after.trim_start().starts_with("patients")) || sampled(after) {
        score += 45.0;
    }
    if whole_group(passage, i).is_some() {
        score += 24.0;
    }
    // Another study's patients, the contents of a register, cases beside their controls.
    if ["et al", "等[", "等("].iter().any(|w| before.contains(w))
        || (contains_word(tail(before, 30), "database") && ["(comprising", "(containing", "(including"].iter().any(|w| before.contains(w)))
    {
        score -= 40.0;
    }
    if after.split_whitespace().nth(2).is_some_and(|w| w.trim_end_matches(['.', ',', ';', ')']) == "controls") {
        score -= 60.0;
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
        let single_count = passage.lexemes.iter().filter(|l| matches!(l.lex, Lex::Count(_))).count() == 1;
        let tail = &owner[owner.floor_char_boundary(owner.len().saturating_sub(24))..];
        let total = studies.iter().chain(["patients", "selected", "population", "患者"].iter()).any(|w| tail.ends_with(w))
            || opening && single_count && name_ends(passage.text[..owner.len()].trim_end());
        score += if total { 14.0 } else { -30.0 };
    } else if opening {
        let owner = text_before.trim_end_matches('(').trim_end();
        let total = studies.iter().chain(["treatments", "tumors", "tumours", "lesions"].iter()).any(|w| owner.ends_with(w));
        score += if total { 12.0 } else { -14.0 };
    }
    if PART.iter().any(|w| contains_word(before, w)) && !before.contains("including a total") {
        score -= 22.0;
    }
    let predicate = clip(after, 36).split(',').next().unwrap_or("");
    // "170 of 201 evaluable patients had progressed": the event is not the total's.
    let denominator = (matches!(number.lex, Lex::Fraction { .. }) || before.trim_end().ends_with(" of"))
        && ["evaluable", "assessable", "eligible", "analy*", "enrolled", "treated"].iter().any(|w| contains_word(&lower[start..end], w));
    if !denominator
        && EVENT.iter().any(|w| contains_word(predicate, w))
        && !["randomi*", "with complete*", "had been"].iter().any(|w| contains_word(predicate, w))
    {
        score -= 18.0;
    }
    // "292 planned patients": the word may stand between the number and whom it counts.
    if near(PLAN) || PLAN.iter().any(|w| contains_word(&lower[start..end], w)) {
        score -= 40.0;
    }
    // A share of others: "17 patients (23%)", "of 129 enrolled patients, 101 …".
    if with_data(passage, i).is_none()
        && after.trim_start().starts_with(['(', '['])
        && passage.lexemes[i + 1..]
            .iter()
            .find(|l| l.span.start >= passage.span.start + end && l.lex != Lex::Open)
            .is_some_and(|l| matches!(l.lex, Lex::Percent(_)))
    {
        score -= 24.0;
    }
    // "901 and 444 patients", "between 1992 and 2001, …": numbers side by side are those of groups.
    if i >= 2 && passage.lexemes[i - 1].lex == Lex::And && matches!(passage.lexemes[i - 2].lex, Lex::Number { .. }) {
        score -= 60.0;
    }
    if another_arm(passage, i, end + passage.span.start, whole.then_some(n)) {
        score -= 60.0;
    }
    // "43 [21%] of 207 patients": whom a share is of.
    if i >= 2 && before.trim_end().ends_with(" of") && matches!(passage.lexemes[i - 2].lex, Lex::Close | Lex::Percent(_)) {
        score -= 40.0;
    }
    if n < 10 && !near(&["consecutive", "series of", "enrolled"]) {
        score -= 12.0;
    }
    if n < 10 && before.trim_end().ends_with(" in") {
        score -= 16.0;
    }
    if dated(before) {
        score += 8.0;
    }
    if SCREENED.iter().any(|w| contains_word(clip(after, 28).split([',', ';']).next().unwrap_or(""), w)) {
        score -= 60.0;
    }
    if ["per", "every"].iter().any(|w| before.trim_end().ends_with(w))
        || ["matched control*", "control group", "historical*", "independent cohort"].iter().any(|w| contains_word(before, w))
    {
        score -= 24.0;
    }
    let counted = &lower[start..end];
    if ["men", "women", "males", "females", "boys", "girls"].iter().any(|w| counted.ends_with(w))
        && passage.has(&["men", "males", "boys", "male"])
        && passage.has(&["women", "females", "girls", "female"])
    {
        score -= 20.0;
    }
    if matches!(number.lex, Lex::Fraction { .. }) {
        score -= 6.0;
    }
    let arm_after = clip(after, 44);
    if ["in the", "to the", "per arm", "per group", "in each", "each", "in arm", "to arm"].iter().any(|w| contains_word(arm_after, w))
        && ["group", "groups", "arm", "arms"].iter().any(|w| contains_word(arm_after, w))
        && !contains_word(arm_after, "two")
    {
        score -= 22.0;
    }
    if ["组", "对照", "each group", "每组"].iter().any(|w| clip(before, 0).is_empty() && tail(before, 12).contains(w))
        && !before.contains("分组")
    {
        score -= 16.0;
        // "试验组45例" counts that group.
        if before.ends_with('组') && !["全组", "本组", "整组", "入组", "分组"].iter().any(|w| before.ends_with(w)) {
            score -= 24.0;
        }
    }
    if tail(before, 14).contains("healthy") || contains_word(clip(after, 20), "controls") || contains_word(tail(before, 20), "at least") {
        score -= 20.0;
    }
    score
}

/// "44 patients to receive A and 43 to receive B", "320 from Europe and 338 from Asia": what is counted is one arm of several.
/// Numbers below `total` are its own parts.
fn another_arm(passage: &Passage, i: usize, end: usize, total: Option<u64>) -> bool {
    let rest = &passage.lexemes[i + 1..];
    let mut depth = 0i32;
    rest.iter().enumerate().filter(|(_, l)| l.span.start >= end).any(|(j, l)| {
        match l.lex {
            Lex::Open => depth += 1,
            Lex::Close => depth -= 1,
            _ => {}
        }
        let number = matches!(l.lex, Lex::Number { value, .. } if whole(value)
            && !(1900.0..2100.0).contains(&value)
            && total.is_none_or(|t| value > t as f64));
        let before = j.checked_sub(1).map(|j| &rest[j].lex);
        let after = passage.lower[l.span.end - passage.span.start..].trim_start();
        let joined = match before {
            Some(Lex::And) => ["to ", "received ", "from ", "patients to ", "in the ", "were assigned", "patients were assigned", "with "]
                .iter()
                .any(|w| after.starts_with(w)),
            Some(Lex::Comma) => after.starts_with("to "),
            _ => false,
        };
        depth <= 0 && number && joined
    })
}

/// Two years of a calendar before a number: "From 1974 to 1998, 225 patients".
fn dated(before: &str) -> bool {
    let years =
        before.split(|c: char| !c.is_ascii_digit()).filter(|d| d.len() == 4 && (d.starts_with("19") || d.starts_with("20"))).count();
    years >= 2
}

/// Whether a text ends in the name of a study ("KEYNOTE-590", "QUARTZ").
fn name_ends(text: &str) -> bool {
    let start = text
        .rfind(|c: char| !(c.is_ascii_alphanumeric() || c == '-'))
        .map_or(0, |i| i + text[i..].chars().next().map_or(1, char::len_utf8));
    let word = &text[start..];
    let capitals = word.chars().filter(char::is_ascii_uppercase).count();
    capitals >= 2 && word.contains(|c: char| c.is_ascii_digit()) || capitals >= 4
}

fn clause_before(text: &str) -> &str {
    text.rsplit([';', '。']).next().unwrap_or(text)
}

fn clause_after(text: &str) -> &str {
    text.split([';', '。']).next().unwrap_or(text)
}

fn clip(text: &str, len: usize) -> &str {
    &text[..text.floor_char_boundary(len)]
}

fn tail(text: &str, len: usize) -> &str {
    &text[text.ceil_char_boundary(text.len().saturating_sub(len))..]
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
            ("RESULTS: A total of 512 patients were screened, and 400 underwent randomization (201 to A and 199 to B).", Some(400)),
            ("RESULTS: Of 75 patients enrolled, 61 had tissue available for analysis.", Some(61)),
            ("METHODS: Twenty-four consecutive patients underwent brachytherapy.", Some(24)),
            ("RESULTS: Fifteen trials with 2385 patients were included.", Some(2385)),
            ("RESULTS: 12 of 40 patients in group A and 15 of 42 in group B relapsed.", None),
            ("METHODS: Fourteen studies comprised 7189 cases and 8577 controls.", None),
            ("结果 筛查200例患者,最终152例入组。", Some(152)),
            ("方法 前瞻性入组40例脑转移瘤患者,接受SRS治疗。", Some(40)),
            ("方法 试验组45例接受放疗,对照组43例接受化疗。", None),
            ("方法 计划招募200例患者。", None),
        ] {
            assert_eq!(read_text(None, text).n, expected, "{text}");
        }
    }
}
