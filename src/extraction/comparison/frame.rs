//! How a sentence sets two arms against each other.
//!
//! | wording | experimental | comparator |
//! |---|---|---|
//! | "A versus B", "longer with A than with B", "A … compared with B", A较B | A | B |
//! | "compared with B, A …", 与B相比, A … | A | B |
//! | 以B为参照, A … | A | B |
//! | "between A and B" | A | B |
//! | "favouring A over B", "in favour of A" | A | B, else the other arm |
//! | "adding A to B" | A plus B | B |
//! | "a benefit of A" | A | the other arm |
//! | "comparing A with A plus C" | the one with more treatments | the other |
//! | "1 in A and 2 in B" | the study's experimental arm, else A | the other |

use super::{Side, known, other, side};
use crate::extraction::arms::{self, Arms};
use crate::extraction::context::{Context, Sentence};
use crate::extraction::factor;
use crate::extraction::label::{self, core};
use crate::extraction::lexeme::Lex;
use crate::extraction::phrase;
use crate::text::is_han;
use std::ops::Range;

/// Two sides, either of which the wording may leave out.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Pair {
    pub experimental: Option<Side>,
    pub comparator: Option<Side>,
    /// Whether the wording itself says which of the two the ratio belongs to, and not their order alone.
    pub firm: bool,
}

impl Pair {
    pub fn known(&self) -> bool {
        [&self.experimental, &self.comparator].into_iter().flatten().any(|s| s.arm.is_some())
    }

    pub fn whole(&self) -> bool {
        self.experimental.is_some() && self.comparator.is_some()
    }

    /// Where only one of two names is an arm of the study, the sentence compares others than the study does.
    fn in_own_words(mut self) -> Pair {
        if let (Some(a), Some(b)) = (&mut self.experimental, &mut self.comparator)
            && a.arm.is_some() != b.arm.is_some()
        {
            for side in [a, b].into_iter().filter(|s| s.arm.is_some() && s.label.ends_with(')')) {
                side.label = side.words.clone();
            }
        }
        self
    }

    fn firm(experimental: Option<Side>, comparator: Option<Side>) -> Pair {
        Pair { experimental, comparator, firm: true }
    }
}

/// Chinese words that name an arm by its part in the trial.
const HAN_ARMS: &[&str] = &["单药", "联合", "对照", "观察组", "试验组", "研究组", "安慰剂", "单纯"];

struct Stretch<'a> {
    context: &'a Context<'a>,
    sentence: &'a Sentence,
    arms: &'a Arms,
    references: &'a [Side],
    within: Range<usize>,
}

/// The two sides that a stretch of a sentence compares, experimental first.
pub fn pair(context: &Context, sentence: &Sentence, arms: &Arms, references: &[Side], within: Range<usize>) -> Pair {
    let within = within.start..within.end.min(sentence.lexemes.len());
    let stretch = Stretch { context, sentence, arms, references, within };
    stretch
        .versus()
        .or_else(|| stretch.reference_level())
        .or_else(|| stretch.between())
        .or_else(|| stretch.favouring())
        .or_else(|| stretch.comparing())
        .or_else(|| stretch.adding())
        .or_else(|| stretch.benefit())
        .unwrap_or_else(|| stretch.named())
        .in_own_words()
}

impl Stretch<'_> {
    fn word(&self, at: usize) -> String {
        self.sentence.lexemes.get(at).map(|l| self.context.word(l)).unwrap_or_default()
    }

    fn near(&self) -> impl DoubleEndedIterator<Item = &Side> {
        self.references.iter().filter(|s| s.at.start >= self.within.start && s.at.end <= self.within.end)
    }

    fn side(&self, range: Range<usize>) -> Side {
        side(self.context, self.sentence, self.arms, range)
    }

    fn other(&self, side: &Side) -> Option<Side> {
        other(self.arms, self.references, side)
    }

    /// A reference that begins at a place or a few words behind it, else the phrase there.
    fn after(&self, at: usize) -> Option<Side> {
        let at = self.skip_values(at);
        if let Some(negated) = self.negated(at) {
            return Some(negated);
        }
        let at = self.skip_prepositions(at);
        self.near()
            .find(|s| s.at.start >= at && s.at.start <= at + 2)
            .cloned()
            .or_else(|| phrase::right(self.context, self.sentence, at).filter(|r| self.names(r)).map(|r| self.side(r)))
    }

    /// A reference that ends at a place, else the treatment there.
    fn before(&self, at: usize) -> Option<Side> {
        let reference = self.near().rfind(|s| s.at.end <= at && at - s.at.end <= 1).cloned();
        reference.or_else(|| self.phrase_before(at).filter(|s| !s.concepts.is_empty()))
    }

    fn phrase_before(&self, at: usize) -> Option<Side> {
        let range = phrase::left(self.context, self.sentence, at).filter(|r| r.start >= self.within.start && self.names(r))?;
        let treats = !self.context.treatments(phrase::span(self.sentence, &range)).is_empty();
        (treats || range.len() <= 4).then(|| self.side(range))
    }

    /// "A versus B" outside numbers; the last one before the effect.
    fn versus(&self) -> Option<Pair> {
        let lexemes = &self.sentence.lexemes;
        for at in self.within.clone().rev().filter(|&i| lexemes[i].lex == Lex::Versus) {
            if ["相比", "比较", "相比较", "对照"].contains(&self.context.text(lexemes[at].span)) {
                // 与B相比, A …: the comparator stands before the word.
                if let Some(found) = self.compared_before(at) {
                    return Some(found);
                }
                continue;
            }
            let Some(right) = self.after(at + 1) else { continue };
            let differs = |s: &Side| !s.same(&right);
            // Values stand beside the names: their order alone attaches nothing.
            let listed = self.beside_value(&right);
            let named = self.near().rfind(|s| s.at.end <= at && differs(s)).cloned();
            let subject = self.subject(at).filter(differs);
            let later = named.clone().filter(|n| subject.as_ref().is_none_or(|s| n.at.start >= s.at.start));
            let left = self
                .before(at)
                .filter(differs)
                .or(later)
                .or(subject)
                .or(named)
                .or_else(|| self.phrase_before(at).filter(differs))
                // "Compared with B, A …".
                .or_else(|| self.near().find(|s| s.at.start >= right.at.end && differs(s)).cloned())
                .or_else(|| self.subject_from(right.at.end).filter(differs))
                .or_else(|| self.other(&right));
            if left.is_some() {
                return Some(Pair { experimental: left, comparator: Some(right), firm: !listed });
            }
        }
        None
    }

    /// A value right before a name: "25 months in the A group".
    fn beside_value(&self, side: &Side) -> bool {
        let before = (side.at.start.saturating_sub(8)..side.at.start).rev();
        let lexemes = &self.sentence.lexemes;
        before.take_while(|&i| lexemes[i].lex != Lex::Versus).any(|i| matches!(lexemes[i].lex, Lex::Percent(_) | Lex::Duration { .. }))
    }

    /// The comparator right before 相比, and the arm after it or, failing that, the one before.
    fn compared_before(&self, at: usize) -> Option<Pair> {
        let right = self.near().rfind(|s| s.at.end <= at && at - s.at.end <= 1)?;
        let differs = |s: &&Side| !s.same(right);
        let left = self
            .near()
            .filter(differs)
            .find(|s| s.at.start > at)
            .or_else(|| self.near().filter(differs).rfind(|s| s.at.end <= right.at.start))
            .cloned()
            .or_else(|| self.other(right));
        Some(Pair::firm(left, Some(right.clone())))
    }

    /// 以B为参照, A …: the reference level stands before the word.
    fn reference_level(&self) -> Option<Pair> {
        let at = self.within.clone().rev().find(|&i| ["参照", "参考"].iter().any(|w| self.word(i).ends_with(w)))?;
        let comparator = self.near().rfind(|s| s.at.end <= at)?;
        let experimental = self.near().find(|s| s.at.start > at && !s.same(comparator))?;
        Some(Pair::firm(Some(experimental.clone()), Some(comparator.clone())))
    }

    /// "between A and B".
    fn between(&self) -> Option<Pair> {
        let at = self.within.clone().rev().find(|&i| self.word(i) == "between")?;
        let and = (at + 2..self.within.end.min(at + 14)).find(|&i| self.sentence.lexemes[i].lex == Lex::And)?;
        let left = core(self.context, self.sentence, at + 1..and).filter(|r| self.names(r))?;
        let left = self.near().find(|s| s.at.start > at && s.at.end <= and).cloned().unwrap_or_else(|| self.side(left));
        let right = self.after(and + 1).filter(|s| !s.same(&left))?;
        Some(Pair::firm(Some(left), Some(right)))
    }

    /// "favouring A over B", "in favour of A".
    fn favouring(&self) -> Option<Pair> {
        const FAVOUR: &[&str] = &["favoring", "favouring", "favored", "favoured", "favors", "favours", "favor", "favour"];
        let at = self.within.clone().rev().find(|&i| FAVOUR.contains(&self.word(i).as_str()))?;
        let start = at + 1 + usize::from(self.word(at + 1) == "of");
        let over = (start + 1..self.within.end.min(start + 10)).find(|&i| self.word(i) == "over");
        let left = match over {
            Some(over) => core(self.context, self.sentence, start..over).filter(|r| self.names(r)).map(|r| self.side(r)),
            None => self.after(start),
        }?;
        let right = over.and_then(|over| self.after(over + 1)).or_else(|| self.other(&left));
        Some(Pair::firm(Some(left), right))
    }

    /// "trials comparing A with B": the arm with more treatments is the experimental one, else the first.
    fn comparing(&self) -> Option<Pair> {
        let at = self.within.clone().rev().find(|&i| self.word(i) == "comparing")?;
        let with = (at + 2..self.within.end.min(at + 14)).find(|&i| ["with", "to", "and"].contains(&self.word(i).as_str()))?;
        let left = core(self.context, self.sentence, at + 1..with).filter(|r| self.names(r)).map(|r| self.side(r))?;
        let right = self.after(with + 1).filter(|s| !s.same(&left))?;
        let more = right.concepts.len() > left.concepts.len() && left.concepts.iter().all(|c| right.concepts.contains(c));
        let (experimental, comparator) = if more { (right, left) } else { (left, right) };
        Some(Pair::firm(Some(experimental), Some(comparator)))
    }

    /// "adding A to B", "the addition of A to B".
    fn adding(&self) -> Option<Pair> {
        let at = self.within.clone().rev().find(|&i| ["adding", "addition"].contains(&self.word(i).as_str()))?;
        let start = at + 1 + usize::from(self.word(at + 1) == "of");
        let to = (start + 1..self.within.end.min(start + 10)).find(|&i| self.word(i) == "to")?;
        let added = core(self.context, self.sentence, start..to).filter(|r| self.names(r)).map(|r| self.side(r))?;
        let base = phrase::right(self.context, self.sentence, to + 1).filter(|r| self.names(r)).map(|r| self.side(r))?;
        let label = format!("{} + {}", label::printed(self.context, self.sentence, &added.at), base.label);
        let mut concepts = base.concepts.clone();
        concepts.extend(self.context.treatments(phrase::span(self.sentence, &added.at)).into_iter().filter(|c| !base.concepts.contains(c)));
        let experimental = Side { arm: added.arm.filter(|_| added.arm != base.arm), words: label.clone(), label, concepts, at: added.at };
        Some(Pair::firm(Some(experimental), Some(base)))
    }

    /// "a significant benefit of A on", "the effect of A".
    fn benefit(&self) -> Option<Pair> {
        const GAINS: &[&str] = &["benefit", "effect", "advantage", "improvement"];
        let at = self
            .within
            .clone()
            .rev()
            .find(|&i| GAINS.contains(&self.word(i).as_str()) && ["of", "from", "with"].contains(&self.word(i + 1).as_str()))?;
        let range = phrase::right(self.context, self.sentence, at + 2).filter(|r| r.end <= self.within.end && self.names(r))?;
        let side = self.side(range);
        let other = self.other(&side);
        (!side.concepts.is_empty()).then(|| Pair::firm(Some(side), other))
    }

    /// Arms that the stretch names without setting them against each other.
    fn named(&self) -> Pair {
        let mut distinct: Vec<&Side> = Vec::new();
        for s in self.near() {
            if !distinct.iter().any(|d| d.same(s)) {
                distinct.push(s);
            }
        }
        let open = |experimental, comparator| Pair { experimental, comparator, firm: false };
        match distinct[..] {
            [] => Pair::default(),
            [one] => {
                let other = self.other(one);
                // A comparator named alone: "in the control group".
                if one.arm.is_some() && one.arm == self.arms.comparator() && other.is_some() && arms::is_comparator(&one.label) {
                    open(other, Some(one.clone()))
                } else {
                    open(Some(one.clone()), other)
                }
            }
            // Named one after the other, without "versus": the study's own experimental arm stays experimental.
            [.., a, b] if b.arm.is_some() && b.arm == self.arms.experimental() && a.arm.is_some() => open(Some(b.clone()), Some(a.clone())),
            // One of the study's arms and something else: the study's other arm is the comparator.
            [.., a, b] if a.arm.is_some() != b.arm.is_some() && self.arms.list.len() == 2 => {
                let one = if a.arm.is_some() { a } else { b };
                let first = one.arm == self.arms.experimental();
                let (x, y) = (Some(one.clone()), self.other(one));
                if first { open(x, y) } else { open(y, x) }
            }
            [.., a, b] => open(Some(a.clone()), Some(b.clone())),
        }
    }

    /// "those who did not": the arm without what the one before has.
    fn negated(&self, at: usize) -> Option<Side> {
        let without = (at..self.within.end.min(at + 6)).find(|&i| self.word(i) == "did" && self.word(i + 1) == "not")?;
        let before = self.near().rfind(|s| s.at.end <= at)?;
        let name = core(self.context, self.sentence, before.at.clone())?;
        let label = format!("no {}", label::printed(self.context, self.sentence, &name));
        Some(Side { arm: None, words: label.clone(), label, concepts: Vec::new(), at: without..without + 2 })
    }

    /// What stands before the clause's first verb, if it can be compared.
    fn subject(&self, end: usize) -> Option<Side> {
        self.subject_in(self.within.start..end)
    }

    fn subject_from(&self, start: usize) -> Option<Side> {
        let comma = self.sentence.lexemes.get(start).is_some_and(|l| l.lex == Lex::Comma);
        let within = start + 1..self.within.end;
        if comma && !within.is_empty() { self.subject_in(within) } else { None }
    }

    fn subject_in(&self, within: Range<usize>) -> Option<Side> {
        let range = factor::subject(self.context, self.sentence, within.start, within.end)?;
        core(self.context, self.sentence, range).filter(|r| self.names(r)).map(|r| self.side(r))
    }

    /// A name holds a treatment, or is short; a value is no name.
    fn names(&self, range: &Range<usize>) -> bool {
        let Some(range) = core(self.context, self.sentence, range.clone()) else { return false };
        let span = phrase::span(self.sentence, &range);
        let text = self.context.text(span);
        let lexemes = &self.sentence.lexemes[range];
        let valued = lexemes.iter().any(|l| {
            matches!(
                l.lex,
                Lex::Percent(_) | Lex::Duration { .. } | Lex::Measure(_) | Lex::P { .. } | Lex::Level { .. } | Lex::Fraction { .. }
            )
        });
        !valued
            && (!self.context.treatments(span).is_empty()
                || text.split_whitespace().count() <= 8
                    && text.chars().any(char::is_alphabetic)
                    && (!text.chars().any(is_han) || HAN_ARMS.iter().any(|w| text.starts_with(w))))
    }

    /// "compared with 24.0 months (19.8-28.6) in B": the name stands behind the value.
    fn skip_values(&self, from: usize) -> usize {
        let lexemes = &self.sentence.lexemes;
        let mut at = from;
        while let Some(l) = lexemes.get(at) {
            at = match l.lex {
                Lex::Percent(_) | Lex::Duration { .. } | Lex::Fraction { .. } => at + 1,
                Lex::Number { .. }
                    if lexemes.get(at + 1).is_some_and(|n| ["in", "for", "with", "%"].contains(&self.context.word(n).as_str())) =>
                {
                    at + 1
                }
                Lex::Open if at > from => (at..lexemes.len()).find(|&i| lexemes[i].lex == Lex::Close).map_or(lexemes.len(), |i| i + 1),
                _ => return at,
            };
        }
        from
    }

    fn skip_prepositions(&self, from: usize) -> usize {
        const SKIPPED: &[&str] = &[
            "with",
            "in",
            "for",
            "that",
            "those",
            "of",
            "the",
            "receiving",
            "treated",
            "patients",
            "who",
            "received",
            "to",
            "a",
            "by",
            "after",
            "among",
            "assigned",
            "given",
            "on",
            "an",
            "either",
            "underwent",
            "undergoing",
        ];
        (from..self.sentence.lexemes.len()).find(|&i| !SKIPPED.contains(&self.word(i).as_str())).unwrap_or(from)
    }
}

/// The study's arms, as the sentence names them where it does.
pub fn of_study(arms: &Arms, references: &[Side]) -> Option<Pair> {
    let (a, b) = (arms.experimental()?, arms.comparator()?);
    Some(Pair { experimental: Some(known(arms, references, a)), comparator: Some(known(arms, references, b)), firm: false })
}
