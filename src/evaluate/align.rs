//! Which statement of the program answers which statement of gold: one to one, best agreement first.

use super::fact::{Comparison, Dose, Effect, Outcome};
use super::label::{close, same_arm, same_pair, words};

/// Place in gold, place in what was read.
pub type Match = (usize, usize);

/// Greedy assignment: of equal agreement, the first of gold and then the first read. Agreement of 0 is none.
pub fn assign<G, R>(gold: &[G], read: &[R], agreement: impl Fn(&G, &R) -> f64) -> Vec<Match> {
    let scored = |(i, g)| read.iter().enumerate().map(move |(j, r)| (i, j, g, r));
    let mut candidates: Vec<(f64, usize, usize)> =
        gold.iter().enumerate().flat_map(scored).map(|(i, j, g, r)| (agreement(g, r), i, j)).filter(|c| c.0 > 0.0).collect();
    // Stable: candidates stand in the order of gold and of what was read.
    candidates.sort_by(|a, b| b.0.total_cmp(&a.0));
    let (mut gold_free, mut read_free) = (vec![true; gold.len()], vec![true; read.len()]);
    let mut matches = Vec::new();
    for (_, i, j) in candidates {
        if gold_free[i] && read_free[j] {
            (gold_free[i], read_free[j]) = (false, false);
            matches.push((i, j));
        }
    }
    matches
}

/// Measure and value must agree; then the interval tells most.
pub fn effects(gold: &Effect, read: &Effect) -> f64 {
    if (&gold.measure, gold.value) != (&read.measure, read.value) {
        return 0.0;
    }
    1.0 + 4.0 * yes(gold.bounds() == read.bounds())
        + 2.0 * yes(gold.endpoint == read.endpoint)
        + yes(gold.p == read.p)
        + 0.5 * yes(same_arms(gold, read))
}

/// Value, unit and statistic must agree.
pub fn outcomes(gold: &Outcome, read: &Outcome) -> f64 {
    if (gold.value, &gold.unit, &gold.statistic) != (read.value, &read.unit, &read.statistic) {
        return 0.0;
    }
    let arms = close(gold.arm.as_deref().unwrap_or_default(), read.arm.as_deref().unwrap_or_default());
    1.0 + 2.0 * yes(gold.endpoint == read.endpoint) + yes(gold.time == read.time) + arms
}

pub fn comparisons(gold: &Comparison, read: &Comparison) -> f64 {
    yes(gold.endpoint == read.endpoint && gold.p == read.p)
}

pub fn doses(gold: &Dose, read: &Dose) -> f64 {
    yes((gold.total, gold.fractions, gold.per_fraction) == (read.total, read.fractions, read.per_fraction))
}

/// Both arms are named alike, and not the other way round.
pub fn same_arms(gold: &Effect, read: &Effect) -> bool {
    same_pair(gold.pair(), read.pair(), gold.either)
}

/// The p agrees; one that gold has apart, as a comparison of the same endpoint, may also stand on the effect.
pub fn same_p(gold: &Effect, read: &Effect, comparisons: &[Comparison]) -> bool {
    gold.p == read.p || gold.p.is_none() && comparisons.iter().any(|c| c.endpoint == gold.endpoint && c.p == read.p)
}

/// The label, with or without its subgroup, is nearer to its own arm than to any other arm of the same result.
pub fn own_arm(gold: &[Outcome], at: usize, read: &Outcome) -> bool {
    fn label(arm: &Option<String>) -> &str {
        arm.as_deref().unwrap_or_default()
    }
    let own = &gold[at];
    let (name, own_words) = (label(&own.arm), words(label(&own.arm)));
    let beside = |o: &&Outcome| {
        (&o.endpoint, &o.statistic, &o.time) == (&own.endpoint, &own.statistic, &own.time) && words(label(&o.arm)) != own_words
    };
    let rivals: Vec<&str> = gold.iter().filter(beside).map(|o| label(&o.arm)).filter(|arm| !words(arm).is_empty()).collect();
    if own_words.is_empty() {
        let whole = words(label(&read.arm)).is_empty();
        return whole || read.single && !rivals.iter().any(|rival| same_arm(rival, label(&read.bare)));
    }
    let nearest = |read: &str| same_arm(name, read) && rivals.iter().all(|rival| close(name, read) > close(rival, read));
    nearest(label(&read.arm)) || nearest(label(&read.bare))
}

fn yes(agreed: bool) -> f64 {
    f64::from(u8::from(agreed))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_best_pairs_are_taken_first_and_ties_in_order() {
        let agreement = |g: &f64, r: &f64| (3.0 - (g - r).abs()).max(0.0);
        for (gold, read, expected) in [
            (vec![1.0, 2.0], vec![2.0, 1.5], vec![(1, 0), (0, 1)]),
            (vec![1.0, 1.0], vec![1.0, 1.0], vec![(0, 0), (1, 1)]),
            (vec![1.0], vec![9.0], vec![]),
            (vec![], vec![1.0], vec![]),
        ] {
            assert_eq!(assign(&gold, &read, agreement), expected, "{gold:?} {read:?}");
        }
    }
}
