//! How well a finding's arms contain the treatments asked.

use super::resolve::Side;
use crate::extraction::{Arm, Finding, Role};

/// How a finding answers; larger is better.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Fit {
    pub strength: f64,
    /// Treatments in the arms that nobody asked for.
    pub extra: usize,
}

/// The experimental or single arm contains what is asked.
pub const ARM: f64 = 1.0;
/// The sides are the other way round, or their roles are not told.
const REVERSED: f64 = 0.9;
/// A variable of a regression.
const FACTOR: f64 = 0.8;
/// From here on a finding is about what was asked.
pub const FULL_FROM: f64 = FACTOR;
const COMPARATOR: f64 = 0.6;
/// Only both arms together.
const ACROSS: f64 = 0.5;
/// The document's title names the treatments, the finding's arms name none.
pub const TITLE: f64 = 0.3;

/// `None` where the finding is about something else.
pub fn fit(finding: &Finding, sides: &[Side]) -> Option<Fit> {
    match sides {
        [] => Some(Fit { strength: ARM, extra: 0 }),
        [side] if side.treatments.is_empty() => Some(Fit { strength: ARM, extra: 0 }),
        [side] => one_sided(finding, side),
        [first, others @ ..] => compared(finding, first, others).or_else(|| across(finding, sides)),
    }
}

fn one_sided(finding: &Finding, side: &Side) -> Option<Fit> {
    let best = |role: fn(Role) -> bool, strength: f64| {
        let arms = finding.arms.iter().filter(|a| role(a.role) && contains(a, side));
        arms.map(|a| extra(a, side)).min().map(|extra| Fit { strength, extra })
    };
    best(|role| role != Role::Comparator, ARM)
        .or_else(|| factor(finding, side))
        .or_else(|| best(|role| role == Role::Comparator, COMPARATOR))
        .or_else(|| across(finding, std::slice::from_ref(side)))
}

fn factor(finding: &Finding, side: &Side) -> Option<Fit> {
    let concept = finding.factor.as_ref()?.concept.as_ref()?;
    let [treatment] = &side.treatments[..] else { return None };
    treatment.covered.contains(concept).then_some(Fit { strength: FACTOR, extra: 0 })
}

/// One arm on each side; the first side experimental is best.
fn compared(finding: &Finding, first: &Side, others: &[Side]) -> Option<Fit> {
    let mut best: Option<Fit> = None;
    for (i, arm) in finding.arms.iter().enumerate().filter(|(_, arm)| contains(arm, first)) {
        for (_, other) in finding.arms.iter().enumerate().filter(|(j, _)| *j != i) {
            for side in others.iter().filter(|side| contains(other, side)) {
                let told = arm.role == Role::Experimental && other.role == Role::Comparator;
                let fit = Fit { strength: if told { ARM } else { REVERSED }, extra: extra(arm, first) + extra(other, side) };
                if best.is_none_or(|b| (fit.strength, b.extra) > (b.strength, fit.extra)) {
                    best = Some(fit);
                }
            }
        }
    }
    best
}

/// All treatments are somewhere in a comparison.
fn across(finding: &Finding, sides: &[Side]) -> Option<Fit> {
    let treatments = || sides.iter().flat_map(|s| &s.treatments);
    let all = treatments().all(|t| finding.arms.iter().any(|a| a.concepts.iter().any(|c| t.covered.contains(c))));
    let several = finding.arms.len() > 1 && treatments().count() > 1;
    // "vs placebo" must have its placebo.
    let named = sides.iter().filter(|s| s.treatments.is_empty()).all(|s| finding.arms.iter().any(|a| contains(a, s)));
    let beside = |a: &Arm| a.concepts.iter().filter(|c| !treatments().any(|t| t.covered.contains(*c))).count();
    (all && several && named).then(|| Fit { strength: ACROSS, extra: finding.arms.iter().map(beside).sum() })
}

fn contains(arm: &Arm, side: &Side) -> bool {
    if side.treatments.is_empty() {
        let label = arm.label.as_deref().unwrap_or("").to_lowercase();
        return !side.words.is_empty() && side.words.iter().all(|forms| forms.iter().any(|f| label.contains(f.as_str())));
    }
    side.treatments.iter().all(|t| arm.concepts.iter().any(|c| t.covered.contains(c)))
}

fn extra(arm: &Arm, side: &Side) -> usize {
    arm.concepts.iter().filter(|c| !side.treatments.iter().any(|t| t.covered.contains(*c))).count()
}
