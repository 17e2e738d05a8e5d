//! Lists of events and lists of values: "neutropenia, anaemia and nausea occurred in 22%, 14% and 6%, respectively",
//! "1、2、3级发生率分别为50%、20%、5%", "grades 2 and 3 were seen in 3 patients each".
//!
//! A row of `k` names with `k × s` values behind it is a table of `k` rows and `s` columns, printed by columns ("22%, 14% in A and
//! 10%, 8% in B") or by rows ("22% v 10% and 14% v 8%"). Grades in a list are names too.

use super::super::comparison::Side;
use super::super::context::{Context, Sentence};
use super::super::lexeme::{Lex, Lexeme};
use super::event::Event;
use super::value::Value;
use std::ops::Range;

/// Names that share a list of values.
pub struct Table {
    /// Positions of the events; the values stand behind the last.
    pub events: Range<usize>,
    /// Each name, and the positions of its values.
    pub rows: Vec<(Event, Vec<usize>)>,
}

/// All tables of a sentence. `references` are the arms it names, `arms` is how many the study has.
pub fn tables(
    context: &Context,
    sentence: &Sentence,
    events: &[Event],
    values: &[Value],
    owners: &[Option<usize>],
    references: &[Side],
    arms: usize,
) -> Vec<Table> {
    (0..events.len())
        .filter_map(|last| {
            let own: Vec<usize> = (0..values.len()).filter(|&v| owners[v] == Some(last)).collect();
            let first = *own.first().filter(|&&v| values[v].at.start >= events[last].at.end)?;
            let start = run(context, sentence, events, owners, last);
            let names = names(events, start, last);
            let rows = names.len();
            if rows < 2 {
                return None;
            }
            let lexemes = &sentence.lexemes;
            let end = values[*own.last()?].at.end;
            if own.len() == 1 && each(context, lexemes, &values[first].at) {
                return Some(Table { events: start..last + 1, rows: names.into_iter().map(|n| (n, own.clone())).collect() });
            }
            let columns = own.len() / rows;
            if columns * rows != own.len() {
                return None;
            }
            let gap = |i: usize| values[own[i]].at.end..values[own[i + 1]].at.start;
            let versus = |i: usize| lexemes[gap(i)].iter().any(|l| l.lex == Lex::Versus);
            let mut sides: Vec<&Side> = references.iter().filter(|s| s.at.start >= events[last].at.end && s.at.start < end + 14).collect();
            sides.dedup_by(|a, b| a.label == b.label);
            let listed = lexemes[events[last].at.start..].iter().any(|l| l.lex == Lex::Respectively || context.word(l).contains("分别"));
            if columns == 1 {
                // As many arms as values: the values are theirs. "Grades 2 and 3 occurred in 12% and 8%" may speak of two arms
                // that it does not name, "grade 2 and grade 3" does not.
                let ranged =
                    start == last && events[last].grade.as_ref().is_some_and(|g| g.text.to_lowercase().matches("grade").count() < 2);
                let compared = (0..own.len() - 1).any(versus) || sides.len() == own.len() || arms == own.len() && ranged && !listed;
                return (!compared)
                    .then(|| Table { events: start..last + 1, rows: names.into_iter().zip(own).map(|(n, v)| (n, vec![v])).collect() });
            }
            let named = |i: usize| references.iter().any(|s| gap(i).contains(&s.at.start));
            let semicolon = |i: usize| lexemes[gap(i)].iter().any(|l| l.lex == Lex::Semicolon);
            let and = |i: usize| lexemes[gap(i)].iter().any(|l| l.lex == Lex::And);
            let inner_versus = (0..own.len() - 1).all(|i| versus(i) == ((i + 1) % columns != 0));
            let by_columns = !inner_versus
                && (named(rows - 1) || semicolon(rows - 1) || versus(rows - 1) || !semicolon(columns - 1) && (!and(0) || and(columns - 1)));
            let rows = names
                .into_iter()
                .enumerate()
                .map(|(r, n)| (n, (0..columns).map(|c| own[if by_columns { c * rows + r } else { r * columns + c }]).collect()))
                .collect();
            Some(Table { events: start..last + 1, rows })
        })
        .collect()
}

/// The first of the names that a list joins to the last.
fn run(context: &Context, sentence: &Sentence, events: &[Event], owners: &[Option<usize>], last: usize) -> usize {
    let mut first = last;
    while first > 0 && !owners.contains(&Some(first - 1)) {
        let gap = &sentence.lexemes[events[first - 1].at.end..events[first].at.start.max(events[first - 1].at.end)];
        let joined = gap.iter().any(|l| joins(context, l))
            && gap.len() <= 4
            && gap.iter().all(|l| joins(context, l) || ["acute", "late", "radiation", "oral"].contains(&context.word(l).as_str()));
        if !joined {
            break;
        }
        first -= 1;
    }
    first
}

fn joins(context: &Context, lexeme: &Lexeme) -> bool {
    matches!(lexeme.lex, Lex::Comma | Lex::And | Lex::Slash) || ["、", "和", "及", "与"].contains(&context.word(lexeme).as_str())
}

/// The names of a row; a single name with a list of grades is one for each grade.
fn names(events: &[Event], first: usize, last: usize) -> Vec<Event> {
    if first == last && events[last].parts.len() >= 2 {
        let event = &events[last];
        return event.parts.iter().map(|g| Event { grade: Some(g.clone()), parts: Vec::new(), ..event.clone() }).collect();
    }
    events[first..=last].to_vec()
}

/// "3 patients each", 各3例.
fn each(context: &Context, lexemes: &[Lexeme], value: &Range<usize>) -> bool {
    lexemes[value.end..].iter().take(3).any(|l| context.word(l) == "each")
        || value.start > 0 && context.word(&lexemes[value.start - 1]).ends_with('各')
}
