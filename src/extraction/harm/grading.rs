//! Which grade is which event's.

use super::super::context::{Context, Sentence};
use super::super::lexeme::Lex;
use super::event::Event;
use super::grade::Graded;
use std::ops::Range;

/// Gives each event its grade: beside it, from the event before it in a list, or from the heading of the sentence.
pub fn grade(context: &Context, sentence: &Sentence, events: &mut [Event], grades: &[Graded]) {
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
            events[i].at.end = events[i].at.end.max(place(g).end);
        }
    }
    // "grade 3/4 AEs were fatigue (9%) and asthenia (8%)": the heading's grade holds for what it lists.
    for event in events.iter_mut().filter(|e| e.grade.is_none() && !e.general) {
        let heading = grades.iter().rev().find(|g| place(g).end <= event.at.start);
        event.grade = heading
            .filter(|g| !sentence.lexemes[place(g).end..event.at.start].iter().any(|l| l.lex == Lex::Semicolon))
            .map(|g| g.grade.clone());
    }
}

/// Only words between a grade and its event.
fn plain(context: &Context, sentence: &Sentence, range: Range<usize>) -> bool {
    sentence.lexemes[range].iter().all(|l| {
        matches!(l.lex, Lex::Word | Lex::Dash | Lex::Mention(_)) && !["were", "was", "in", "occurred"].contains(&context.word(l).as_str())
    })
}
