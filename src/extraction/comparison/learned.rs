//! What the sentences of a document call its arms.

use super::references;
use crate::extraction::arms::Arms;
use crate::extraction::context::Context;
use crate::extraction::lexeme::Lex;
use crate::extraction::phrase;
use crate::vocabulary::ConceptKind;

/// The words by which sentences that name two arms call each of them become part of its name: `placebo (prednisone alone)`.
pub fn learn(context: &Context, arms: &mut Arms) {
    if arms.list.len() != 2 {
        return;
    }
    let mut called: Vec<Vec<(String, String)>> = vec![Vec::new(); arms.list.len()];
    for sentence in &context.sentences {
        let references = references(context, sentence, arms);
        let set_apart = sentence.lexemes.iter().any(|l| matches!(l.lex, Lex::Versus | Lex::Respectively | Lex::Measure(_) | Lex::P { .. }));
        let named = |i: usize| references.iter().find(|r| r.arm == Some(i));
        let (true, Some(a), Some(b)) = (set_apart, named(0), named(1)) else { continue };
        for (i, side) in [a, b].into_iter().enumerate().filter(|(i, s)| s.label != arms.list[*i].label) {
            let own = context.treatments(phrase::span(sentence, &side.at));
            // A class of drugs or a kind of operation says less than the arm's name.
            let vague = own.iter().any(|c| context.concept(*c).kind == ConceptKind::DrugClass);
            if !vague && (own.is_empty() || own.iter().any(|c| arms.list[i].contains(context, *c))) {
                called[i].push((side.label.clone(), side.words.to_lowercase()));
            }
        }
    }
    for (arm, called) in arms.list.iter_mut().zip(called) {
        let count = |c: &(String, String)| called.iter().filter(|o| *o == c).count();
        let Some((label, alias)) = called.iter().rev().max_by_key(|c| count(c)).cloned() else { continue };
        arm.label = label;
        if !arm.aliases.contains(&alias) {
            arm.aliases.push(alias);
        }
    }
}
