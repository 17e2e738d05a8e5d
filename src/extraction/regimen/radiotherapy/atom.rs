//! The pieces of a prescription: a dose of the whole, a dose of one fraction, a number of fractions.

use super::exclusion;
use super::scene::{Scene, gray};
use crate::extraction::lexeme::Lex;

#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Sort {
    Total,
    PerFraction,
    Fractions,
}

/// One piece, with the lexemes it stands on.
#[derive(Debug, Clone, PartialEq)]
pub struct Atom {
    pub sort: Sort,
    pub low: f64,
    pub high: Option<f64>,
    pub start: usize,
    pub end: usize,
    /// "15, 18 and 20 Gy": shares its unit, and what follows the unit, with the next.
    pub listed: bool,
    /// "单次均为3 Gy": said of all that stand before.
    pub of_all: bool,
}

/// No prescription is larger; what a misprint makes larger is left to a reader.
const TOTAL_GY_MAX: f64 = 10_000.0;
/// No course has more fractions.
const FRACTIONS_MAX: f64 = 200.0;
/// A dose that is given every day is not larger.
const DAILY_GY_MAX: f64 = 6.0;

const FRACTION_WORDS: &[&str] = &["fractions", "fraction", "fx", "fxs", "fr", "f", "fractionations", "fr.", "sessions", "fs"];
const DAYS_AND_WEEKS: &[&str] = &["week", "weeks", "day", "wk", "d", "w", "天", "日", "周"];
/// How often, behind a dose: the dose is that of one time.
const FREQUENCY: &[&str] = &["daily", "each", "qd", "bid", "tid", "qid", "b.i.d", "twice", "once"];

/// Doses and numbers of fractions, in order.
pub fn atoms(scene: &Scene) -> Vec<Atom> {
    let mut found: Vec<Atom> = Vec::new();
    let mut at = 0;
    while at < scene.len() {
        at = match scene.number(at) {
            Some((low, high)) => number(scene, at, low, high, &mut found),
            None => single_fraction(scene, at, &mut found),
        };
    }
    found
}

/// A number of fractions, a dose, or neither; where to go on.
fn number(scene: &Scene, at: usize, low: f64, high: Option<f64>, found: &mut Vec<Atom>) -> usize {
    let fractions = |end| Atom { sort: Sort::Fractions, low, high, start: at, end, listed: false, of_all: false };
    let countable = is_count(low) && high.is_none_or(is_count);
    if let Some((end, pace)) = fractions_after(scene, at) {
        if countable && !pace {
            found.push(fractions(end));
        }
        return end;
    }
    if let Some((scale, end)) = gray(scene, at + 1) {
        let (mut low, high) = (gy(low, scale), high.map(|h| gy(h, scale)));
        let behind_factor = at >= 1 && scene.is_times(at - 1) && found.last().is_some_and(|a| a.sort == Sort::Fractions);
        let single = behind_factor || is_per_fraction(scene, at, end, low);
        let sort = if single { Sort::PerFraction } else { Sort::Total };
        if exclusion::excluded(scene, at, end) || low <= 0.0 || low > TOTAL_GY_MAX {
            return end;
        }
        // "1.2 bid to 3 Gy qid": a range whose lower end has its own frequency.
        let mut range = high;
        if let Some(first) = frequent_lower(scene, at).filter(|_| single && high.is_none()) {
            (low, range) = (first, Some(low));
        }
        for (i, value) in listed_before(scene, at) {
            found.push(Atom { sort, low: gy(value, scale), high: None, start: i, end: i + 1, listed: true, of_all: false });
        }
        let of_all = single && ["均为", "均"].iter().any(|w| scene.word(at.wrapping_sub(1)).ends_with(w));
        found.push(Atom { sort, low, high: range, start: at, end, listed: false, of_all });
        return end;
    }
    // "ten 3-Gy fractions".
    if let Some((_, end)) = scene.number(at + 1).and_then(|_| gray(scene, at + 2))
        && countable
        && FRACTION_WORDS.contains(&scene.word(end))
    {
        found.push(fractions(at + 1));
        return at + 1;
    }
    // "× 28", "x 5", "28 ×": a factor beside a dose.
    let dose_before = at > 0 && scene.is_times(at - 1) && found.last().is_some_and(|a| a.end + 1 >= at && a.sort != Sort::Fractions);
    let dose_after = scene.is_times(at + 1) && gray(scene, at + 3).is_some();
    if (dose_before || dose_after) && countable && low <= 60.0 {
        if let Some(dose) = found.last_mut().filter(|_| dose_before) {
            dose.sort = Sort::PerFraction;
        }
        found.push(fractions(at + 1));
    }
    at + 1
}

/// "in a single fraction", "8 Gy单次".
fn single_fraction(scene: &Scene, at: usize, found: &mut Vec<Atom>) -> usize {
    let one = |start, end| Atom { sort: Sort::Fractions, low: 1.0, high: None, start, end, listed: false, of_all: false };
    if ["single", "one"].contains(&scene.word(at)) && scene.word(at + 1) == "fraction" {
        found.push(one(at, at + 2));
        return at + 2;
    }
    let behind_total = found.last().is_some_and(|a| a.sort == Sort::Total && at - a.end <= 3);
    let names_a_dose = (at + 1..at + 3).any(|i| scene.number(i).is_some());
    if scene.word(at).contains("单次") && behind_total && !names_a_dose {
        found.push(one(at, at + 1));
    }
    at + 1
}

fn is_count(value: f64) -> bool {
    value.fract() == 0.0 && (1.0..=FRACTIONS_MAX).contains(&value)
}

/// In Gy, without what the division by a hundred leaves behind.
fn gy(value: f64, scale: f64) -> f64 {
    (value * scale * 1e6).round() / 1e6
}

/// "25 fractions", "33 daily fractions", "分5次", "5次", "25f": where it ends, and whether it is a pace ("5 fractions per week").
fn fractions_after(scene: &Scene, at: usize) -> Option<(usize, bool)> {
    const BETWEEN: &[&str] = &[
        "daily",
        "once",
        "twice",
        "equal",
        "-",
        "consecutive",
        "treatment",
        "hypofractionated",
        "individual",
        "day",
        "per",
        "separate",
        "weekly",
        "total",
    ];
    for i in at + 1..(at + 6).min(scene.len()) {
        let word = scene.word(i);
        if FRACTION_WORDS.contains(&word) {
            return Some((i + 1, is_pace(scene, i + 1)));
        }
        if i == at + 1 && (word.starts_with('次') || word.starts_with("分次")) {
            let every = at > 0 && ["每日", "每周", "每天", "日", "周", "每月"].iter().any(|w| scene.word(at - 1).ends_with(w));
            let whole = ["次", "分次"].contains(&word);
            return Some((i + 1, every || whole && is_pace(scene, i + 1)));
        }
        if !(BETWEEN.contains(&word) || scene.lex(i) == Some(&Lex::Dash) || word.ends_with("daily")) {
            break;
        }
    }
    None
}

/// "/week", "per day", "/d".
fn is_pace(scene: &Scene, at: usize) -> bool {
    let per = ["per", "a", "each"].contains(&scene.word(at)) || scene.lex(at) == Some(&Lex::Slash);
    let unit = scene.word(at + 1);
    per && (DAYS_AND_WEEKS.contains(&unit) || unit.starts_with(['周', '天', '日']))
}

/// Whether a dose is that of one fraction.
fn is_per_fraction(scene: &Scene, at: usize, end: usize, low: f64) -> bool {
    // "2 Gy per fraction", "2 Gy/fraction", "2 Gy/次", "1.8-Gy fractions".
    if matches!(scene.lex(end), Some(Lex::Slash | Lex::Dash)) || ["per", "a"].contains(&scene.word(end)) {
        let unit = scene.word(end + 1);
        if FRACTION_WORDS.contains(&unit)
            || ["day", "d", "session"].contains(&unit)
            || unit.starts_with('次')
            || unit.starts_with("分次")
            || unit.starts_with("fraction")
        {
            return true;
        }
    }
    // "2 Gy daily", "2 Gy each"; "8 Gy fraction" at the end of a sentence is one.
    let next = scene.word(end);
    if ["fractions", "fraction"].contains(&next) && !(next == "fraction" && scene.word(end + 1).is_empty())
        || FREQUENCY.contains(&next)
        || ["b", "q", "t"].contains(&next) && scene.word(end + 1) == "." && ["i", "d"].contains(&scene.word(end + 2))
        || next.starts_with("once-")
        || next.starts_with("twice-")
    {
        return true;
    }
    // "1.5 Gy,每日2次", "1.2Gy,2次/d".
    let behind = end + usize::from(scene.lex(end) == Some(&Lex::Comma));
    let frequent = ["每日", "每天"].iter().any(|w| scene.word(behind).starts_with(w))
        || scene.number(behind).is_some() && fractions_after(scene, behind).is_some_and(|(_, pace)| pace);
    if frequent && low <= DAILY_GY_MAX {
        return true;
    }
    if scene.is_times(end) && scene.number(end + 1).is_some_and(|(n, _)| is_count(n)) {
        return true;
    }
    // "fractions of 2 Gy", "每次2 Gy", "单次剂量2 Gy".
    let last = scene.word(at.wrapping_sub(1));
    let before = |w: &str| (at.saturating_sub(3)..at).any(|i| scene.word(i) == w);
    ["of", "size", "at"].contains(&last) && ["fractions", "fraction", "size"].iter().any(|w| before(w)) && !before("single")
        || ["每次", "单次剂量", "每次剂量", "单次", "分次剂量", "单次均为", "每次均为", "单次量", "每次照射", "单次照射"]
            .iter()
            .any(|w| last.ends_with(w))
}

/// The lower end in "1.2 bid to 3 Gy qid".
fn frequent_lower(scene: &Scene, at: usize) -> Option<f64> {
    let word = |back: usize| at.checked_sub(back).map(|i| scene.word(i));
    (word(1) == Some("to") && word(2).is_some_and(|w| FREQUENCY.contains(&w))).then_some(())?;
    scene.number(at.checked_sub(3)?).map(|(low, _)| low)
}

/// The numbers of "15, 18 and 20 Gy" and "30、40或50 Gy" before the last, in order.
fn listed_before(scene: &Scene, at: usize) -> Vec<(usize, f64)> {
    let joined = |i: usize| matches!(scene.lex(i), Some(Lex::And | Lex::Or | Lex::Comma)) || scene.word(i) == "、";
    let mut found = Vec::new();
    let mut last = at;
    while last >= 2 {
        let mut i = last - 1;
        let closing = found.is_empty() && scene.lex(i) == Some(&Lex::Comma);
        if closing || !joined(i) {
            break;
        }
        if i >= 1 && scene.lex(i - 1) == Some(&Lex::Comma) {
            i -= 1;
        }
        let Some((value, None)) = i.checked_sub(1).and_then(|i| scene.number(i)) else { break };
        // The next dose is larger, and a year or a count of patients is no dose.
        if !(1.0..=150.0).contains(&value) || exclusion::excluded(scene, i - 1, i) || scene.lex(i.wrapping_sub(2)) == Some(&Lex::Equal) {
            break;
        }
        found.push((i - 1, value));
        last = i - 1;
    }
    found.reverse();
    found
}
