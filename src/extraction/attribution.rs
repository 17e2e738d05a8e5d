//! What each effect of a sentence speaks of: two arms, or a variable of a regression.
//!
//! The wording beside the effect decides; where it names nobody, the effect before it in the sentence, then the study's own arms,
//! then what the sentences before spoke of.

use super::arms::{Arms, exposure};
use super::comparison::{self, Pair, Side};
use super::context::{Context, Sentence};
use super::effect::EffectPhrase;
use super::factor;
use super::finding::Factor;
use super::label;
use super::lexeme::{Lex, RangeUnit};
use std::ops::Range;

/// What an effect speaks of: a pair of arms, or a factor.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Attribution {
    pub pair: Pair,
    pub factor: Option<Factor>,
}

impl Attribution {
    fn of_pair(pair: Pair) -> Attribution {
        Attribution { pair, factor: None }
    }

    fn of_factor(factor: Factor) -> Attribution {
        Attribution { pair: Pair::default(), factor: Some(factor) }
    }

    /// As another sentence may take it up, whose arms may be others.
    pub fn elsewhere(&self) -> Attribution {
        let mut taken = self.clone();
        for side in [&mut taken.pair.experimental, &mut taken.pair.comparator].into_iter().flatten() {
            side.arm = None;
        }
        taken
    }

    fn empty(&self) -> bool {
        self.pair == Pair::default() && self.factor.is_none()
    }
}

/// Where the effects stand.
pub struct Scene<'a> {
    pub context: &'a Context<'a>,
    pub sentence: &'a Sentence,
    pub arms: &'a Arms,
    pub references: &'a [Side],
    /// Whether the sentence speaks of regression variables.
    pub regression: bool,
    /// What the last effect of the sentences before spoke of.
    pub before: Option<&'a Attribution>,
}

/// What each effect speaks of.
pub fn attributions(scene: &Scene, effects: &[EffectPhrase]) -> Vec<Attribution> {
    let mut found: Vec<Attribution> = Vec::new();
    let mut from = 0;
    // "Survival (HR …) and recurrence (HR …) were alike with A and B": the pair behind the last effect is that of all.
    let tail = effects.last().map(|e| {
        comparison::pair(scene.context, scene.sentence, scene.arms, scene.references, e.lexemes.end..scene.sentence.lexemes.len())
    });
    let tail = tail.filter(|t| t.whole() && (t.firm || t.known()));
    for (i, effect) in effects.iter().enumerate() {
        let next = effects.get(i + 1).map_or(scene.sentence.lexemes.len(), |n| n.label.start);
        let one = scene.attribution(effect, from..next, found.last(), tail.as_ref());
        found.push(scene.completed(one));
        from = effect.lexemes.end;
    }
    found
}

impl Scene<'_> {
    fn attribution(&self, effect: &EffectPhrase, stretch: Range<usize>, last: Option<&Attribution>, tail: Option<&Pair>) -> Attribution {
        let from = stretch.start;
        let told = self.told(effect, from, stretch.end);
        if let (None, None, Some(tail)) = (&told, last, tail) {
            return Attribution::of_pair(tail.clone());
        }
        if let Some(step) = factor::step(self.context, self.sentence, from..effect.label.start).filter(|_| self.regression) {
            return Attribution::of_factor(step);
        }
        let known = told.as_ref().is_some_and(Pair::known);
        let variable = !known && (self.regression || self.arms.list.len() < 2);
        let range = factor::label_range(self.context, self.sentence, effect, from)
            .filter(|r| label::core(self.context, self.sentence, r.clone()).is_some());
        // "…, 65 to 74 years (HR": further patients, not a further variable.
        let again = last.filter(|l| l.pair.whole() && range.as_ref().is_none_or(|r| self.is_subgroup(r)));
        if let Some(last) = again.filter(|_| told.is_none()) {
            return last.clone();
        }
        if let Some(pair) = told.as_ref().and_then(|told| self.as_before(told, last)) {
            return Attribution::of_pair(pair);
        }
        if let Some(pair) = self.subject(effect, from).filter(|_| self.regression && told.as_ref().is_none_or(|t| !t.firm)) {
            return Attribution::of_pair(pair);
        }
        if let Some(pair) = told.clone().filter(|p| !variable || p.whole() && (!self.regression || p.firm && self.treats(p))) {
            return Attribution::of_pair(pair);
        }
        if variable {
            let factor = factor::factor(self.context, self.sentence, effect, from);
            if let (Some(pair), true) = (&told, factor.as_ref().is_none_or(|f| f.reference.is_none()))
                && pair.firm
                && let (Some(level), Some(reference)) = (&pair.experimental, &pair.comparator)
            {
                return Attribution::of_factor(Factor {
                    label: level.label.clone(),
                    reference: Some(reference.label.clone()),
                    concept: None,
                });
            }
            if let (Some(factor), Some(range)) = (factor, &range) {
                return self.treatment(&factor, range).map_or_else(|| Attribution::of_factor(factor), Attribution::of_pair);
            }
            if let Some(pair) = told.filter(|p| self.treats(p)) {
                return Attribution::of_pair(pair);
            }
        }
        if let Some(last) = last.filter(|l| !self.regression && !l.empty()) {
            return last.clone();
        }
        if let Some(before) = self.before.filter(|b| b.pair.experimental.is_some() && self.context.pools()) {
            return before.elsewhere();
        }
        if let Some(pair) = comparison::of_study(self.arms, self.references) {
            return Attribution::of_pair(pair);
        }
        if let Some(factor) = factor::factor(self.context, self.sentence, effect, from) {
            return Attribution::of_factor(factor);
        }
        last.cloned().or_else(|| self.before.map(Attribution::elsewhere)).filter(|a| !a.empty()).unwrap_or_else(|| self.exposure())
    }

    /// The pair that the wording beside the effect names.
    fn told(&self, effect: &EffectPhrase, from: usize, next: usize) -> Option<Pair> {
        let pair = |within: Range<usize>| comparison::pair(self.context, self.sentence, self.arms, self.references, within);
        let lone = |p: &Pair| self.arms.list.len() < 2 && !self.regression && self.treats(p);
        let telling = |p: &Pair| p.known() || p.whole() || lone(p);
        let mut inside = pair(effect.label.start..effect.label.end);
        // "hazard ratio for death in the B group": the one named is the experimental one.
        if !inside.firm
            && inside.comparator.as_ref().is_some_and(|c| c.at.start >= effect.label.start)
            && inside.experimental.as_ref().is_some_and(|e| e.at.is_empty())
        {
            std::mem::swap(&mut inside.experimental, &mut inside.comparator);
        }
        inside.firm = true;
        let own = pair(from..effect.label.start.max(from));
        let after = pair(effect.lexemes.end..(effect.lexemes.end + 14).min(next));
        Some(inside)
            .filter(telling)
            .or_else(|| Some(after.clone()).filter(|a| a.firm && a.whole() && !own.firm && !self.regression))
            .or_else(|| Some(own).filter(telling))
            .or_else(|| Some(after).filter(|p| p.known() && p.whole()))
    }

    /// One arm named again is compared with the one that it was compared with before.
    fn as_before(&self, told: &Pair, last: Option<&Attribution>) -> Option<Pair> {
        let (one, None) = (told.experimental.as_ref()?, &told.comparator) else { return None };
        let pair = &last?.pair;
        let (a, b) = (pair.experimental.as_ref()?, pair.comparator.as_ref()?);
        (one.same(a) || one.same(b)).then(|| pair.clone())
    }

    /// A treatment that is the subject of the clause: "X was associated with shorter survival among patients who …".
    fn subject(&self, effect: &EffectPhrase, from: usize) -> Option<Pair> {
        let range = factor::subject(self.context, self.sentence, from, effect.label.start)?;
        let range = label::core(self.context, self.sentence, range)?;
        let treats = range.clone().any(|i| self.context.is_treatment(&self.sentence.lexemes[i]));
        let experimental = Some(range).filter(|_| treats).map(|r| comparison::side(self.context, self.sentence, self.arms, r))?;
        let comparator = comparison::other(self.arms, self.references, &experimental);
        Some(Pair { experimental: Some(experimental), comparator, firm: true })
    }

    /// A variable that is a treatment is an arm.
    fn treatment(&self, factor: &Factor, range: &Range<usize>) -> Option<Pair> {
        let treats = |c: &str| ["drug:", "drug_class:", "regimen:", "modality:"].iter().any(|k| c.starts_with(k));
        factor.concept.as_deref().filter(|c| treats(c))?;
        let versus = range.clone().find(|&i| self.sentence.lexemes[i].lex == Lex::Versus);
        let side = |r: Range<usize>| comparison::side(self.context, self.sentence, self.arms, r);
        let experimental = side(range.start..versus.unwrap_or(range.end));
        let comparator = versus.map(|v| side(v + 1..range.end)).or_else(|| comparison::other(self.arms, self.references, &experimental));
        Some(Pair { experimental: Some(experimental), comparator, firm: true })
    }

    fn treats(&self, pair: &Pair) -> bool {
        [&pair.experimental, &pair.comparator].into_iter().flatten().any(|s| !s.concepts.is_empty())
    }

    /// "in patients below 65 years", "65 to 74 years": patients, not a variable.
    fn is_subgroup(&self, range: &Range<usize>) -> bool {
        let word = |i: usize| self.context.word(&self.sentence.lexemes[i]);
        let led = range.start.checked_sub(1).is_some_and(|i| ["in", "among", "for"].contains(&word(i).as_str()));
        led || ["years", "patients"].contains(&word(range.end - 1).as_str())
            || ["patients", "those", "in", "among"].contains(&word(range.start).as_str())
            || range
                .clone()
                .any(|i| matches!(self.sentence.lexemes[i].lex, Lex::Duration { .. } | Lex::Range { unit: RangeUnit::Time(_), .. }))
    }

    /// The document's exposure, where nothing else is named.
    fn exposure(&self) -> Attribution {
        exposure::exposure(self.context).map_or_else(Attribution::default, |(sentence, range)| {
            let side = comparison::side(self.context, &self.context.sentences[sentence], self.arms, range);
            Attribution::of_pair(Pair { experimental: Some(side), comparator: None, firm: false })
        })
    }

    /// With the comparator that the document prints for a treatment said alone: "no chemotherapy", "non-users".
    fn completed(&self, mut attribution: Attribution) -> Attribution {
        if let (Some(experimental), None) = (&attribution.pair.experimental, &attribution.pair.comparator)
            && let Some(span) = exposure::complement(self.context, &experimental.label)
        {
            let label = self.context.name(span);
            attribution.pair.comparator = Some(Side { arm: None, words: label.clone(), label, concepts: Vec::new(), at: 0..0 });
        }
        attribution
    }
}
