//! How often a drug is given: "on days 1 and 8 every 3 weeks", "twice daily", "Q3W", "每3周1次", "21天为一周期".

use crate::extraction::context::{Context, Sentence};
use crate::extraction::lexeme::{Lex, TimeUnit};
use std::ops::Range;

/// `D1,D8`, `BID`, `Q3W`, each where said.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Schedule {
    days: Vec<String>,
    a_day: Option<String>,
    cycle: Option<String>,
}

impl Schedule {
    pub fn is_empty(&self) -> bool {
        self.days.is_empty() && self.a_day.is_none() && self.cycle.is_none()
    }

    /// A cycle told elsewhere repeats what is given on named days, or without saying how often; not what is taken every day.
    pub fn repeat(&mut self, cycle: Option<&String>, named_days_only: bool) {
        let repeats = !self.days.is_empty() || self.a_day.is_none() && !named_days_only;
        if repeats && self.cycle.is_none() {
            self.cycle = cycle.cloned();
        }
    }

    /// Days, frequency a day, cycle, in this order.
    pub fn text(&self) -> Option<String> {
        let days = (!self.days.is_empty()).then(|| self.days.join(","));
        let parts: Vec<String> = [days, self.a_day.clone(), self.cycle.clone()].into_iter().flatten().collect();
        (!parts.is_empty()).then(|| parts.join(" "))
    }
}

/// Where one schedule gives way to the next: "weekly for 4 doses, then every 8 weeks".
const THEN: &[&str] = &["then", "thereafter", "afterwards", "followed", "随后", "之后", "然后"];

/// The schedules of a clause, one after the other.
pub fn schedules(context: &Context, sentence: &Sentence, range: Range<usize>) -> Vec<Schedule> {
    let turn = range.clone().find(|&i| THEN.contains(&context.word(&sentence.lexemes[i]).as_str()));
    let Some(turn) = turn else { return vec![read(context, sentence, range)] };
    let (first, second) = (read(context, sentence, range.start..turn), read(context, sentence, turn..range.end));
    if first.is_empty() || second.cycle.is_none() || first.cycle == second.cycle { vec![first] } else { vec![first, second] }
}

pub fn read(context: &Context, sentence: &Sentence, range: Range<usize>) -> Schedule {
    let words: Vec<String> = sentence.lexemes[range.clone()].iter().map(|l| context.word(l)).collect();
    let word = |i: usize| words.get(i).map_or("", String::as_str);
    let lex = |i: usize| sentence.lexemes[range.clone()].get(i).map(|l| &l.lex);
    let mut out = Schedule::default();
    for i in 0..words.len() {
        let w = word(i);
        if let Some(n) = behind_every(w) {
            han_every(n, &words, i, |i| lex(i).and_then(duration), &mut out);
            continue;
        }
        let a_day = |out: &mut Schedule, code: &str| {
            out.a_day.get_or_insert_with(|| code.to_owned());
        };
        match w {
            "day" | "days" | "d" => days_after(context, sentence, range.start + i + 1, &mut out.days),
            _ if w.len() >= 2 && w.starts_with('d') && w[1..].chars().all(|c| c.is_ascii_digit()) => out.days.push(w.to_uppercase()),
            _ if w.ends_with('第') => match lex(i + 1) {
                Some(Lex::Times(list)) => out.days.extend(list.iter().filter(|t| t.1 == TimeUnit::Day).map(|t| format!("D{}", t.0))),
                Some(Lex::Range { low, high, .. }) => out.days.push(format!("D{low}-{high}")),
                Some(Lex::Number { value, .. } | Lex::Duration { value, unit: TimeUnit::Day }) => out.days.push(format!("D{value}")),
                _ => {}
            },
            "bid" => a_day(&mut out, "BID"),
            "b" if word(i + 1) == "." && word(i + 2) == "i" => a_day(&mut out, "BID"),
            "tid" => a_day(&mut out, "TID"),
            "daily" | "qd" | "once-daily" | "day-1" => {
                let twice = i > 0 && (word(i - 1) == "twice" || i > 1 && word(i - 2) == "twice");
                a_day(&mut out, if twice { "BID" } else { "QD" });
            }
            "twice" | "once" | "three" | "thrice" => {
                let at = i + 1 + usize::from(word(i + 1) == "times");
                let unit = word(at + usize::from(["a", "per", "every", "each"].contains(&word(at))));
                match (w, unit) {
                    ("once", "week" | "weekly") => out.cycle = out.cycle.take().or(Some("QW".to_owned())),
                    ("once", "day" | "daily") => a_day(&mut out, "QD"),
                    ("twice", "day" | "daily") => a_day(&mut out, "BID"),
                    ("three" | "thrice", "day" | "daily") => a_day(&mut out, "TID"),
                    _ => {}
                }
            }
            "weekly" | "qw" => out.cycle = out.cycle.take().or(Some("QW".to_owned())),
            "fortnightly" => out.cycle = out.cycle.take().or(Some("Q2W".to_owned())),
            _ if is_cycle_code(w) => out.cycle = out.cycle.take().or(cycle_of_code(w)),
            "every" | "each" => {
                let told = match word(i + 1) {
                    "week" => Some((1.0, TimeUnit::Week)),
                    "day" => Some((1.0, TimeUnit::Day)),
                    "month" => Some((1.0, TimeUnit::Month)),
                    "other" if word(i + 2).starts_with("week") => Some((2.0, TimeUnit::Week)),
                    "other" if word(i + 2).starts_with("day") => Some((2.0, TimeUnit::Day)),
                    _ => lex(i + 1).and_then(duration),
                };
                match told {
                    Some((1.0, TimeUnit::Day)) => a_day(&mut out, "QD"),
                    Some(told) => out.cycle = out.cycle.take().or_else(|| code(told)),
                    None => {}
                }
            }
            // "6 weeks apart".
            "apart" => out.cycle = out.cycle.take().or_else(|| lex(i.wrapping_sub(1)).and_then(duration).and_then(code)),
            _ => {}
        }
    }
    out
}

/// The length of a cycle: "21-day cycles", "cycles of 14 days", "repeated every 3 weeks", "21天为一周期", "每3周重复".
pub fn cycle(context: &Context, sentence: &Sentence) -> Option<String> {
    let lexemes = &sentence.lexemes;
    let word = |i: usize| lexemes.get(i).map(|l| context.word(l)).unwrap_or_default();
    (0..lexemes.len()).find_map(|i| {
        let told = duration(&lexemes[i].lex)?;
        let (last, before, next) = (word(i.wrapping_sub(1)), word(i.wrapping_sub(2)), word(i + 1));
        let named = ["cycle", "cycles", "course", "courses"].contains(&next.as_str())
            || last == "of" && before.starts_with("cycle")
            || last == "every" && (before.starts_with("repeat") || before.starts_with("cycle") || next.starts_with("cycle"));
        let han = ["一个周期", "为一周期", "一周期", "为一个周期", "重复", "1个周期", "1周期"].iter().any(|w| next.starts_with(w))
            || next.ends_with('为') && word(i + 3).starts_with("周期")
            || next == "/" && word(i + 2).starts_with("周期")
            || (next == "为" || next.ends_with('为')) && (word(i + 2).starts_with("周期") || word(i + 3).starts_with("个周期"));
        (named || han).then(|| code(told)).flatten()
    })
}

/// The one length of a cycle that a document tells.
pub fn of_document(context: &Context) -> Option<String> {
    let mut all: Vec<String> = context.sentences.iter().filter_map(|s| cycle(context, s)).collect();
    all.sort();
    all.dedup();
    if all.len() == 1 { all.pop() } else { None }
}

fn duration(lex: &Lex) -> Option<(f64, TimeUnit)> {
    match lex {
        Lex::Duration { value, unit } => Some((*value, *unit)),
        Lex::Times(list) => list.first().copied(),
        _ => None,
    }
}

/// 21 days are three weeks.
fn code((n, unit): (f64, TimeUnit)) -> Option<String> {
    let (n, letter) = match unit {
        TimeUnit::Day if n > 0.0 && n % 7.0 == 0.0 => (n / 7.0, 'W'),
        TimeUnit::Day => (n, 'D'),
        TimeUnit::Week => (n, 'W'),
        TimeUnit::Month => (n, 'M'),
        TimeUnit::Year => return None,
    };
    Some(if n == 1.0 { format!("Q{letter}") } else { format!("Q{n}{letter}") })
}

/// `q3w`, `q21d`.
fn is_cycle_code(word: &str) -> bool {
    let word = word.trim_end_matches('k');
    word.len() >= 3
        && word.starts_with('q')
        && word.ends_with(['w', 'd', 'm', 'h'])
        && word[1..word.len() - 1].chars().all(|c| c.is_ascii_digit())
}

fn cycle_of_code(word: &str) -> Option<String> {
    let word = word.trim_end_matches('k');
    let n: f64 = word.get(1..word.len().checked_sub(1)?)?.parse().ok()?;
    match word.chars().last()? {
        'w' => code((n, TimeUnit::Week)),
        'd' => code((n, TimeUnit::Day)),
        _ => Some(word.to_uppercase()),
    }
}

/// "1 and 8", "1, 8, 15", "1-5" behind "days".
fn days_after(context: &Context, sentence: &Sentence, mut at: usize, days: &mut Vec<String>) {
    while let Some(l) = sentence.lexemes.get(at) {
        match l.lex {
            Lex::Number { value, .. } if value.fract() == 0.0 => days.push(format!("D{value}")),
            Lex::Range { low, high, .. } => days.push(format!("D{low}-{high}")),
            Lex::Comma | Lex::And | Lex::Slash => {}
            Lex::Word if ["day", "d"].contains(&context.word(l).as_str()) => {}
            _ => break,
        }
        at += 1;
    }
}

/// What follows 每 in a run of Han characters.
fn behind_every(word: &str) -> Option<&str> {
    word.rfind('每').map(|i| &word[i + '每'.len_utf8()..])
}

/// 每日一次, 每日2次, 每天, 每周一次, 每3周1次, 每三周.
fn han_every(rest: &str, words: &[String], at: usize, duration: impl Fn(usize) -> Option<(f64, TimeUnit)>, out: &mut Schedule) {
    const NUMERALS: &[(char, f64)] = &[('两', 2.0), ('二', 2.0), ('三', 3.0), ('四', 4.0), ('六', 6.0), ('八', 8.0), ('十', 10.0)];
    let next = |i: usize| words.get(at + i).map_or("", String::as_str);
    if rest.starts_with(['日', '天']) {
        let times = &rest['日'.len_utf8()..];
        let printed = if times.is_empty() { next(1) } else { times };
        let code = match () {
            () if printed.starts_with('2') || printed.starts_with(['两', '二']) => "BID",
            () if printed.starts_with('3') || printed.starts_with('三') => "TID",
            () => "QD",
        };
        out.a_day.get_or_insert_with(|| code.to_owned());
        return;
    }
    let told = if rest.is_empty() {
        duration(at + 1)
    } else {
        let numeral = NUMERALS.iter().find(|(c, _)| rest.starts_with(*c));
        let unit = numeral.map_or(rest, |(c, _)| rest[c.len_utf8()..].trim_start_matches('个'));
        let n = numeral.map_or(1.0, |(_, n)| *n);
        match unit.chars().next() {
            Some('周') => Some((n, TimeUnit::Week)),
            Some('月') => Some((n, TimeUnit::Month)),
            Some('天' | '日') => Some((n, TimeUnit::Day)),
            _ => None,
        }
    };
    if let Some(told) = told {
        let cycle = out.cycle.take().or_else(|| code(told));
        out.cycle = cycle;
    }
}
