//! The arm of each value.

use crate::extraction::arms::Arms;
use crate::extraction::comparison::{self, Pair, Side};
use crate::extraction::context::{Context, Sentence};
use crate::extraction::lexeme::Lex;
use crate::extraction::phrase;
use crate::text::{FoldedSpan, is_han};
use std::ops::Range;

use super::beside;
use super::clause_start;
use super::types::Value;

/// The arm of each value.
pub(super) fn sides(
    context: &Context,
    sentence: &Sentence,
    arms: &Arms,
    references: &[Side],
    carried: Option<&Pair>,
    values: &[Value],
    per_arm: usize,
) -> Vec<Option<Side>> {
    let lexemes = &sentence.lexemes;
    // "39% (39.2% in A vs 38.6% in B)": a total and its parts.
    if let [total, parts @ ..] = values
        && parts.len() == 2
        && per_arm == 1
        && lexemes[total.at.end..parts[0].at.start].iter().any(|l| l.lex == Lex::Open)
        && !lexemes[parts[0].at.end..parts[1].at.start].iter().any(|l| l.lex == Lex::Open)
    {
        return std::iter::once(None).chain(sides(context, sentence, arms, references, carried, parts, 1)).collect();
    }
    let n = values.len();
    let blocks = if n.is_multiple_of(per_arm) { n / per_arm } else { n };
    let per_arm = n / blocks.max(1);
    let (first, last) = (values[0].at.start, values[n - 1].at.end);
    if let Some(label) = context.row_label(sentence).filter(|l| l.end < first) {
        return vec![Some(comparison::side(context, sentence, arms, label)); n];
    }
    let spread =
        |block_sides: Vec<Option<Side>>| -> Vec<Option<Side>> { (0..n).map(|i| block_sides.get(i / per_arm).cloned().flatten()).collect() };
    let block_start = |b: usize| values[b * per_arm].at.start;
    let block_end = |b: usize| values[(b + 1) * per_arm - 1].at.end;
    // References beside each block.
    let after = |b: usize| -> Option<Side> {
        let limit = if b + 1 < blocks { block_start(b + 1) } else { lexemes.len() };
        references
            .iter()
            .find(|r| r.at.start >= block_end(b) && r.at.end <= limit && introduced(context, sentence, block_end(b), r.at.start))
            .cloned()
    };
    let before = |b: usize| -> Option<Side> {
        let limit = if b > 0 { block_end(b - 1) } else { 0 };
        references.iter().rfind(|r| r.at.end <= block_start(b) && r.at.start >= limit).cloned()
    };
    let mut afters: Vec<Option<Side>> = (0..blocks).map(after).collect();
    if afters.iter().all(Option::is_some) {
        let mut sides: Vec<Side> = afters.into_iter().flatten().collect();
        comparison::apart(&mut sides);
        afters = sides.into_iter().map(Some).collect();
    }
    let befores = |range: Range<usize>| -> Vec<Option<Side>> { range.map(before).collect() };
    if afters.iter().all(Option::is_some) && distinct(&afters) {
        return spread(afters);
    }
    // "in A it was 1 vs 2 in B".
    if let ([Some(a), _], [None, Some(b)]) = (&befores(0..blocks)[..], &afters[..])
        && !a.same(b)
    {
        return spread(vec![Some(a.clone()), Some(b.clone())]);
    }
    let spans: Vec<Range<usize>> = (0..blocks).map(|b| block_start(b)..block_end(b)).collect();
    if blocks > 1
        && let Some(named) = beside::names(context, sentence, arms, &spans)
    {
        return spread(named.into_iter().map(Some).collect());
    }
    // "A … 1, B … 2": one reference before each block.
    let befores = befores(0..blocks);
    let mut preceding: Vec<&Side> = references.iter().filter(|r| r.at.end <= first).collect();
    // A clause that names as many arms as it has values needs none from the clause before.
    let clause = clause_start(sentence, first);
    let in_clause = preceding.iter().filter(|r| r.at.start >= clause).count();
    if in_clause >= blocks {
        preceding.retain(|r| r.at.start >= clause);
    }
    let following: Vec<&Side> = references.iter().filter(|r| r.at.start >= last).collect();
    if blocks > 1
        && befores.iter().all(Option::is_some)
        && distinct(&befores)
        && references.iter().filter(|r| r.at.start >= first && r.at.end <= last).count() == blocks - 1
    {
        return spread(befores);
    }
    if blocks > 1 && afters[0].is_some() && afters[1..].iter().all(Option::is_none) && blocks == 2 {
        // "55.8% in A compared with 5.7%": the other arm.
        let one = afters[0].clone();
        let other = one.as_ref().and_then(|s| s.arm).filter(|_| arms.list.len() == 2).map(|i| comparison::known(arms, references, 1 - i));
        if other.is_some() {
            return spread(vec![one, other]);
        }
    }
    // The pair that the sentence compares before its values, the study's, or that of the sentences before.
    let compared = comparison::pair(context, sentence, arms, references, 0..first);
    let sides_of = |p: &Pair| vec![p.experimental.clone(), p.comparator.clone()];
    let own = Some(&compared).filter(|p| p.firm && p.whole());
    // "A was longer than B (1 vs 2)": in the order of the comparison, not of the names.
    let set_apart = blocks == 2 && lexemes[values[per_arm - 1].at.end..block_start(1)].iter().any(|l| l.lex == Lex::Versus);
    if set_apart && let Some(own) = own {
        return spread(sides_of(own));
    }
    // "from 5.5 to 9.2 months", 由55.6%提高到66.3%: the comparator's value first.
    let first_word = context.text(FoldedSpan::new(sentence.span.start, values[0].span.start));
    let raised = n == 2
        && (values[1].at.is_empty()
            || [("由", "到"), ("由", "至"), ("从", "到"), ("从", "至")].iter().any(|(a, b)| {
                first_word.trim_end().ends_with(a)
                    && context.text(FoldedSpan::new(values[0].span.end, values[1].span.start.max(values[0].span.end))).contains(b)
            }));
    if raised && let Some(own) = own {
        return spread(sides_of(own).into_iter().rev().collect());
    }
    if raised && arms.list.len() >= 2 {
        return spread(vec![Some(comparison::known(arms, references, 1)), Some(comparison::known(arms, references, 0))]);
    }
    // A list of arms before or after a list of values.
    let named_first = in_clause >= blocks && preceding.iter().all(|r| context.text(phrase::span(sentence, &r.at)).contains(is_han));
    for list in if named_first { [preceding, following] } else { [following, preceding] } {
        let mut named: Vec<&Side> = Vec::new();
        for r in list.iter().rev() {
            if !named.iter().any(|s| s.arm == r.arm && s.label == r.label) {
                named.insert(0, r);
            }
        }
        if named.len() >= blocks && blocks > 1 {
            let from = named.len() - blocks;
            return spread(named[from..].iter().map(|s| Some((*s).clone())).collect());
        }
    }
    if blocks == 1 {
        let one = afters[0].clone().or_else(|| {
            let near = befores[0].clone()?;
            // A reference in the same clause.
            (clause_start(sentence, first) <= near.at.start).then_some(near)
        });
        return spread(vec![one]);
    }
    // "15.8 versus 12.3 months": the study's own two arms.
    let two_named = || {
        lexemes.iter().any(|l| l.lex == Lex::Respectively) || {
            let lower = context.lower(sentence);
            ["two groups", "two arms", "both", "between groups", "between arms", "the groups", "the arms", "两组", "2组", "二组"]
                .iter()
                .any(|w| lower.contains(w))
        }
    };
    let versus = lexemes[first..last].iter().any(|l| l.lex == Lex::Versus) || two_named();
    if blocks == 2
        && versus
        && let Some(own) = own
    {
        return spread(sides_of(own));
    }
    // "in those who received A 1 compared with 2 in those who did not": each name on its side of the values.
    let around = comparison::pair(context, sentence, arms, references, 0..lexemes.len());
    if let (2, Some(a), Some(b)) = (blocks, &around.experimental, &around.comparator)
        && !a.at.is_empty()
        && a.at.end <= first
        && b.at.start >= last
    {
        return spread(sides_of(&around));
    }
    if blocks > 2 && blocks == arms.list.len() {
        return spread((0..blocks).map(|i| Some(comparison::known(arms, references, i))).collect());
    }
    if blocks == 2
        && versus
        && arms.list.len() < 2
        && let Some(carried) = carried.filter(|p| p.whole())
    {
        return spread(sides_of(carried));
    }
    if blocks == 2 && versus && arms.list.len() >= 2 {
        let named = references.iter().rfind(|r| r.at.end <= first).and_then(|r| r.arm).filter(|&i| i < 2);
        let lead = named.filter(|&i| i == 1 && references.iter().filter(|r| r.at.end <= first).count() == 1).map_or(0, |i| i);
        let order = if lead == 1 { [1, 0] } else { [0, 1] };
        return spread(order.iter().map(|&i| Some(comparison::known(arms, references, i))).collect());
    }
    spread(vec![None; blocks])
}

fn distinct(sides: &[Option<Side>]) -> bool {
    sides
        .iter()
        .enumerate()
        .all(|(i, a)| sides[..i].iter().all(|b| a.as_ref().map(|s| (&s.arm, &s.label)) != b.as_ref().map(|s| (&s.arm, &s.label))))
}

/// The words between a value and a phrase introduce the phrase: "in the", "for", "with", a bracket that only names it.
fn introduced(context: &Context, sentence: &Sentence, from: usize, to: usize) -> bool {
    let gap = &sentence.lexemes[from..to.max(from)];
    // Chinese names an arm before its value: what follows a comma has a value of its own.
    let han = sentence.lexemes.get(to).is_some_and(|l| context.text(l.span).contains(is_han));
    gap.len() <= 8
        && !(han && gap.iter().any(|l| l.lex == Lex::Comma))
        && gap.iter().all(|l| match &l.lex {
            Lex::Word => [
                "in",
                "for",
                "with",
                "the",
                "of",
                "patients",
                "among",
                "receiving",
                "treated",
                "who",
                "received",
                "on",
                "those",
                "group",
                "a",
                "by",
                "within",
                "assigned",
                "given",
                "to",
                "after",
                "following",
                "dogs",
                "all",
                "women",
                "men",
                "(",
                "their",
                "at",
                "under",
            ]
            .contains(&context.word(l).as_str()),
            Lex::Open | Lex::Comma | Lex::Close => true,
            Lex::Respectively => true,
            Lex::Percent(_) | Lex::Duration { .. } | Lex::Versus | Lex::And => false,
            Lex::Level { .. } | Lex::Range { .. } | Lex::Number { .. } | Lex::Count(_) | Lex::Fraction { .. } => true,
            _ => false,
        })
}
