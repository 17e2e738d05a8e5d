//! Shares and counts of patients as a sentence prints them.
//!
//! ```text
//! value := percent [ "(" count ")" ]               "47%(39例)", "88%"
//!        | count [ people ] "(" percent ")" [ "of" total ]   "23例(27%)", "35 (8%) patients", "52 [19%] of 269"
//!        | fraction [ "(" percent ")" ]              "38 of 85 (44.7%)"
//!        | count people-or-events                      "three patients", "30 events"
//!        | "none" [ "of" total ]                      "none of 114"
//! ```
//! A bound ("<1%") is no percentage. Thresholds ("at least 5% of patients") are no values.

use super::super::context::{Context, Sentence};
use super::super::finding::Relation;
use super::super::lexeme::Lex;
use std::ops::Range;

/// What is printed, nothing computed.
#[derive(Debug, Clone, PartialEq)]
pub struct Value {
    pub percent: Option<f64>,
    pub events: Option<u64>,
    pub total: Option<u64>,
    /// Lexemes.
    pub at: Range<usize>,
    /// A count without a percentage or a total: it needs its event close by.
    pub bare: bool,
    /// Brackets open around it.
    pub depth: i32,
}

const PEOPLE: &[&str] = &[
    "patient",
    "patients",
    "pts",
    "cases",
    "case",
    "women",
    "men",
    "subjects",
    "participants",
    "events",
    "event",
    "deaths",
    "individuals",
    "children",
    "person",
    "persons",
    "recipients",
    "of",
];

/// All values of a sentence, in order; what stands inside a name (the numbers of its grade) counts nobody.
pub fn values(context: &Context, sentence: &Sentence, names: &[Range<usize>]) -> Vec<Value> {
    let mut found: Vec<Value> = Vec::new();
    let mut at = 0;
    let mut depth = 0;
    let shares = context.text(sentence.span).contains("(%");
    while at < sentence.lexemes.len() {
        let named = names.iter().any(|n| n.contains(&at));
        if let Some((pair, end)) = pair(sentence, at, shares).filter(|_| !named) {
            found.extend(pair.map(|percent| Value { percent: Some(percent), events: None, total: None, at: at..end, bare: false, depth }));
            at = end;
            continue;
        }
        let taken = if names.iter().any(|n| n.contains(&at)) { None } else { value(context, sentence, names, at, found.last()) };
        let end = taken.as_ref().map_or(at + 1, |v| v.at.end.max(at + 1));
        if let Some(v) = taken {
            found.push(Value { depth, ..v });
        }
        for lexeme in &sentence.lexemes[at..end] {
            match lexeme.lex {
                Lex::Open => depth += 1,
                Lex::Close => depth -= 1,
                _ => {}
            }
        }
        at = end;
    }
    found
}

/// "45 v 32%", and under a heading "(% A/% B)" also "6.5/3.8": two shares with one sign.
fn pair(sentence: &Sentence, at: usize, shares: bool) -> Option<([f64; 2], usize)> {
    let lexemes = &sentence.lexemes;
    let share = |v: f64| (0.0..=100.0).contains(&v);
    if let Lex::Fraction { events, total } = lexemes.get(at)?.lex {
        return (shares && share(events) && share(total)).then_some(([events, total], at + 1));
    }
    let Lex::Number { value, spelled: false } = lexemes[at].lex else { return None };
    let read = match [&lexemes.get(at + 1)?.lex, &lexemes.get(at + 2)?.lex] {
        [Lex::Versus, Lex::Percent(second)] => [value, *second],
        [Lex::Slash, Lex::Number { value: second, spelled: false }] if shares => [value, *second],
        _ => return None,
    };
    read.iter().all(|v| share(*v)).then_some((read, at + 3))
}

fn value(context: &Context, sentence: &Sentence, names: &[Range<usize>], at: usize, last: Option<&Value>) -> Option<Value> {
    let lexemes = &sentence.lexemes;
    let word = |i: usize| lexemes.get(i).map(|l| context.word(l)).unwrap_or_default();
    let bounded = at > 0
        && (matches!(
            lexemes[at - 1].lex,
            Lex::Bound(Relation::Less | Relation::Greater | Relation::LessOrEqual | Relation::GreaterOrEqual)
        ) || ["least", "than", "below", "above", "exceeding"].contains(&word(at - 1).as_str()));
    match &lexemes[at].lex {
        Lex::Percent(p) if !bounded => {
            let counted = match lexemes.get(at + 1).map(|l| &l.lex) {
                Some(Lex::Open) => count_in(context, sentence, at + 2),
                // "40% [25/62]", "25%, 10/40".
                Some(Lex::Comma | Lex::Semicolon) => match lexemes.get(at + 2).map(|l| &l.lex) {
                    Some(Lex::Fraction { events, total }) => Some((*events as u64, Some(*total as u64), at + 3)),
                    _ => None,
                },
                _ => None,
            };
            let (events, total, end) = counted.map_or((None, None, at + 1), |(e, t, end)| (Some(e), t, end));
            Some(Value { percent: Some(*p), events, total, at: at..end, bare: false, depth: 0 })
        }
        // "6% v <1%": a place is kept for the bound, so that the arms stay in order.
        Lex::Percent(_) if at > 1 && lexemes[at - 2].lex == Lex::Versus => {
            Some(Value { percent: None, events: None, total: None, at: at - 1..at + 1, bare: false, depth: 0 })
        }
        Lex::Fraction { events, total } => {
            let (percent, end) = percent_behind(context, sentence, at + 1, 5).unwrap_or((None, at + 1));
            Some(Value { percent, events: Some(*events as u64), total: Some(*total as u64), at: at..end, bare: false, depth: 0 })
        }
        Lex::Count(n)
            if at > 0 && lexemes[at - 1].lex == Lex::Open && at >= 2 && matches!(lexemes[at - 2].lex, Lex::Mention(_) | Lex::Word) =>
        {
            let (percent, end) = match lexemes.get(at + 1..at + 3).map(|l| [&l[0].lex, &l[1].lex]) {
                Some([Lex::Comma | Lex::Semicolon, Lex::Percent(p)]) => (Some(*p), at + 3),
                _ => (None, at + 1),
            };
            Some(Value { percent, events: Some(*n as u64), total: None, at: at..end, bare: percent.is_none(), depth: 0 })
        }
        Lex::Number { value, .. } if value.fract() == 0.0 && *value >= 0.0 && !bounded => {
            // "(15例,12.5%)", "(15 patients, 12.5%)".
            let opened = at > 0 && lexemes[at - 1].lex == Lex::Open && counts_people(&word(at + 1));
            if let Some([Lex::Comma | Lex::Semicolon, Lex::Percent(p)]) =
                lexemes.get(at + 2..at + 4).filter(|_| opened).map(|l| [&l[0].lex, &l[1].lex])
            {
                return Some(Value { percent: Some(*p), events: Some(*value as u64), total: None, at: at..at + 4, bare: false, depth: 0 });
            }
            if let Some((percent, end)) = percent_behind(context, sentence, at + 1, 4) {
                let (total, end) = total_behind(context, sentence, end);
                return Some(Value { percent, events: Some(*value as u64), total, at: at..end, bare: false, depth: 0 });
            }
            // "three patients", "30 events", "10例"; behind another count, "10 in the concurrent arm".
            let next = word(at + 1);
            // "5 grade 3 and 2 grade 4 toxicities".
            let named = names.iter().any(|n| n.start == at + 1);
            let people = named || counts_people(&next) || matches!(lexemes.get(at + 1).map(|l| &l.lex), Some(Lex::Mention(_)));
            // "dehiscence in 4 patients, abscess in 2, and fistula in 1".
            let listed = at > 0
                && word(at - 1) == "in"
                && (next == "." || lexemes.get(at + 1).is_some_and(|l| matches!(l.lex, Lex::Comma | Lex::And)));
            let goes_on = last.is_some_and(|v| v.bare && v.percent.is_none())
                && (listed
                    || ["in"].contains(&next.as_str())
                    || lexemes.get(at + 1).is_none_or(|l| matches!(l.lex, Lex::Close | Lex::Semicolon))
                    || at > 0 && lexemes[at - 1].lex == Lex::Versus);
            (people || goes_on).then(|| Value {
                percent: None,
                events: Some(*value as u64),
                total: None,
                at: at..at + 1,
                bare: true,
                depth: 0,
            })
        }
        Lex::Word if word(at) == "none" && last.is_some() => {
            let (total, end) = total_behind(context, sentence, at + 1);
            Some(Value { percent: None, events: Some(0), total, at: at..end, bare: false, depth: 0 })
        }
        _ => None,
    }
}

/// Whether a word says that people, not things, are counted.
fn counts_people(word: &str) -> bool {
    PEOPLE.contains(&word) && word != "of" || word.starts_with(['例', '名'])
}

/// `(39例)`, `(39 of 83)`, `(n = 39)` from behind its opening bracket.
fn count_in(context: &Context, sentence: &Sentence, at: usize) -> Option<(u64, Option<u64>, usize)> {
    let lexemes = &sentence.lexemes;
    let (events, total) = match &lexemes.get(at)?.lex {
        Lex::Fraction { events, total } => (*events as u64, Some(*total as u64)),
        Lex::Number { value, .. } if value.fract() == 0.0 => (*value as u64, None),
        Lex::Count(n) => (*n as u64, None),
        _ => return None,
    };
    let close = (at + 1..(at + 4).min(lexemes.len())).find(|&i| lexemes[i].lex == Lex::Close)?;
    let plain = lexemes[at + 1..close].iter().all(|l| {
        let w = context.word(l);
        PEOPLE.contains(&w.as_str()) || w.starts_with(['例', '名'])
    });
    plain.then_some((events, total, close + 1))
}

/// A percentage in brackets, with at most a few words before it: `(8%)`, `patients (17.6%)`, `[19%]`.
fn percent_behind(context: &Context, sentence: &Sentence, from: usize, reach: usize) -> Option<(Option<f64>, usize)> {
    let lexemes = &sentence.lexemes;
    let open = (from..(from + reach).min(lexemes.len())).find(|&i| lexemes[i].lex == Lex::Open)?;
    let people = lexemes[from..open].iter().all(|l| {
        let w = context.word(l);
        PEOPLE.contains(&w.as_str()) && w != "of"
            || w.starts_with(['例', '名'])
            || ["treated", "evaluable", "toxic", "treatment-related", "fatal"].contains(&w.as_str())
            || matches!(l.lex, Lex::Mention(_)) && open - from <= 2
    });
    match (lexemes.get(open + 1).map(|l| &l.lex), lexemes.get(open + 2).map(|l| &l.lex)) {
        (Some(Lex::Percent(p)), Some(Lex::Close)) if people => Some((Some(*p), open + 3)),
        (Some(Lex::Percent(p)), _) if people => Some((Some(*p), open + 2)),
        // "(<1%)": the count is kept, the bound is none.
        (Some(Lex::Bound(_)), Some(Lex::Percent(_))) if people => Some((None, open + 3)),
        _ => None,
    }
}

/// `of 269`, `of 85 patients` behind a count and its percentage.
fn total_behind(context: &Context, sentence: &Sentence, at: usize) -> (Option<u64>, usize) {
    let lexemes = &sentence.lexemes;
    let mut i = at;
    while lexemes.get(i).is_some_and(|l| context.word(l) == "patients" || l.lex == Lex::Close) {
        i += 1;
    }
    if lexemes.get(i).is_some_and(|l| context.word(l) == "of")
        && let Some(Lex::Number { value, .. }) = lexemes.get(i + 1).map(|l| &l.lex)
        && value.fract() == 0.0
    {
        return (Some(*value as u64), i + 2);
    }
    (None, at)
}
