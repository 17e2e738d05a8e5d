//! Which grade is which event's.

use super::super::context::{Context, Sentence};
use super::super::finding::HarmKind;
use super::super::lexeme::Lex;
use super::event::Event;
use super::grade::Graded;
use std::ops::Range;

/// Gives each event its grade: beside it, from the event before it in a list, or from the heading of the sentence. A grade that is
/// left with a value of its own says the event again ("… in 20%, and grade 3 in 2%"); these events are returned.
pub fn grade(context: &Context, sentence: &Sentence, events: &mut [Event], grades: &[Graded]) -> Vec<Event> {
    let place = |g: &Graded| {
        let start = sentence.lexemes.partition_point(|l| l.span.end <= sentence.span.start + g.at.start);
        let end = sentence.lexemes.partition_point(|l| l.span.start < sentence.span.start + g.at.end);
        start..end.max(start)
    };
    let mut taken = vec![false; grades.len()];
    for i in 0..events.len() {
        let floor = if i > 0 { events[i - 1].at.end } else { 0 };
        let before = grades.iter().enumerate().rev().find(|(k, g)| {
            let p = place(g);
            !taken[*k]
                && p.end <= events[i].at.start
                && p.start >= floor
                && events[i].at.start - p.end <= 5
                && plain(context, sentence, p.end..events[i].at.start)
        });
        if let Some((k, g)) = before {
            taken[k] = true;
            events[i].grade = Some(g.grade.clone());
            events[i].parts.clone_from(&g.parts);
            events[i].at.start = place(g).start;
            continue;
        }
        let ceiling = events.get(i + 1).map_or(sentence.lexemes.len(), |n| n.at.start);
        let after = grades.iter().enumerate().find(|(k, g)| {
            let p = place(g);
            !taken[*k]
                && p.start >= events[i].at.end
                && p.end <= ceiling
                && p.start - events[i].at.end <= 4
                && sentence.lexemes[events[i].at.end..p.start]
                    .iter()
                    .all(|l| matches!(l.lex, Lex::Open | Lex::Word | Lex::Bound(_) | Lex::Comma))
                && !sentence.lexemes[p.end..].first().is_some_and(|l| matches!(l.lex, Lex::Mention(_)))
        });
        let inside =
            grades.iter().enumerate().find(|(k, g)| !taken[*k] && place(g).start >= events[i].at.start && place(g).end <= events[i].at.end);
        if let Some((k, g)) = inside.or(after) {
            taken[k] = true;
            events[i].grade = Some(g.grade.clone());
            events[i].parts.clone_from(&g.parts);
            events[i].at.end = events[i].at.end.max(place(g).end);
        }
    }
    let again: Vec<Option<Event>> = grades
        .iter()
        .enumerate()
        .map(|(k, g)| if taken[k] { None } else { said_again(context, sentence, events, grades, g, &place) })
        .collect();
    // "grade 3/4 AEs were fatigue (9%) and asthenia (8%)": the heading's grade holds for what it lists.
    for event in events.iter_mut().filter(|e| e.grade.is_none() && !e.general) {
        let heading = grades.iter().zip(&again).rev().find(|(g, again)| again.is_none() && place(g).end <= event.at.start);
        event.grade = heading
            .filter(|(g, _)| {
                let between = &sentence.lexemes[place(g).end..event.at.start];
                let list = between.iter().find(|l| matches!(l.lex, Lex::Colon | Lex::Semicolon)).is_some_and(|l| l.lex == Lex::Colon);
                let mut depth = 0;
                let parted = between.iter().any(|l| {
                    match l.lex {
                        Lex::Open => depth += 1,
                        Lex::Close => depth -= 1,
                        _ => {}
                    }
                    depth == 0 && l.lex == Lex::Semicolon
                });
                list || !parted
            })
            .map(|(g, _)| g.grade.clone());
    }
    again.into_iter().flatten().collect()
}

/// The event that a grade without a name repeats: the one before it, or in a list of grades the one behind it.
fn said_again(
    context: &Context,
    sentence: &Sentence,
    events: &[Event],
    grades: &[Graded],
    graded: &Graded,
    place: &dyn Fn(&Graded) -> Range<usize>,
) -> Option<Event> {
    const GOES_ON: &[&str] = &["in", "was", "were", "occurred", "developed", "for", "occurring", "、", "."];
    const GOES_ON_HAN: &[&str] = &["仅", "为", "占", "有", "者", "发生", "的发生", "共", "患者"];
    let lexemes = &sentence.lexemes;
    let at = place(graded);
    let next = lexemes.get(at.end);
    let word = next.map(|l| context.word(l)).unwrap_or_default();
    let listed = next.is_some_and(|l| matches!(l.lex, Lex::Comma | Lex::And)) || word == "、";
    // "grade 3 and 2 grade 4 toxicities", "1~2级、3~4级白细胞减少": the name stands behind the last grade.
    let behind = grades
        .iter()
        .map(place)
        .find(|p| listed && p.start > at.end && p.start <= at.end + 2)
        .and_then(|p| events.iter().find(|e| e.at.start == p.start && e.kind == HarmKind::Event));
    let value = next.is_none_or(|l| {
        matches!(
            l.lex,
            Lex::Comma | Lex::Colon | Lex::Open | Lex::Close | Lex::Number { .. } | Lex::Percent(_) | Lex::Count(_) | Lex::Fraction { .. }
        )
    }) || GOES_ON.contains(&word.as_str())
        || GOES_ON_HAN.iter().any(|w| word.starts_with(w));
    let before = || events.iter().rev().find(|e| e.at.end <= at.start && e.kind == HarmKind::Event).filter(|_| value);
    let of = behind.or_else(before)?;
    if of.grade.as_ref().is_some_and(|g| (g.low, g.high) == (graded.grade.low, graded.grade.high)) {
        return None;
    }
    Some(Event { grade: Some(graded.grade.clone()), parts: graded.parts.clone(), at, ..of.clone() })
}

/// Only words between a grade and its event.
fn plain(context: &Context, sentence: &Sentence, range: Range<usize>) -> bool {
    sentence.lexemes[range].iter().all(|l| {
        matches!(l.lex, Lex::Word | Lex::Dash | Lex::Mention(_)) && !["were", "was", "in", "occurred"].contains(&context.word(l).as_str())
    })
}
