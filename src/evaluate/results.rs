//! Effects, outcomes, comparisons and doses of one document marked.

use super::align::{self, Match, assign, own_arm, same_arms, same_p};
use super::fact::{Comparison, Dose, Effect, Fact, Facts, Outcome, unique};
use super::level::{Level, Tally};
use super::marks::Marks;
use super::name::drugs_in;
use std::collections::BTreeSet;

/// Marks what was read against gold; both hold each fact once. `drugs` are those that gold lists.
pub fn mark(gold: &Facts, read: Facts, drugs: &[String], marks: &mut Marks) {
    let apart = effects(&gold.effects, &read.effects, &gold.comparisons, drugs, marks);
    outcomes(&gold.outcomes, &read.outcomes, marks);
    comparisons(&gold.comparisons, unique([read.comparisons, apart].concat()), marks);
    doses(&gold.doses, &read.doses, marks);
}

/// Gives the comparisons that stand on effects: their p is printed apart.
fn effects(gold: &[Effect], read: &[Effect], comparisons: &[Comparison], drugs: &[String], marks: &mut Marks) -> Vec<Comparison> {
    let pairs = assign(gold, read, align::effects);
    let of = |from: &[Match], holds: &dyn Fn(&Effect, &Effect) -> bool| -> Vec<Match> {
        from.iter().copied().filter(|&(i, j)| holds(&gold[i], &read[j])).collect()
    };
    let p = |g: &Effect, r: &Effect| same_p(g, r, comparisons);
    let number = of(&pairs, &|g, r| g.bounds() == r.bounds());
    let endpoint = of(&number, &|g, r| g.endpoint == r.endpoint);
    let full = of(&endpoint, &p);
    for (level, hits) in [
        (Level::EffectNumber, number.len()),
        (Level::EffectEndpoint, endpoint.len()),
        (Level::EffectP, of(&number, &p).len()),
        (Level::EffectFull, full.len()),
        (Level::EffectArms, of(&full, &same_arms).len()),
    ] {
        marks.count(level, hits, gold.len(), read.len());
    }
    by_measure(gold, read, &[(Level::EffectNumber, &number), (Level::EffectFull, &full)], marks);
    for &(i, j) in &number {
        manner(&gold[i], &read[j], marks);
        arm_drugs(&gold[i], &read[j], drugs, marks);
    }
    for &(i, j) in &pairs {
        wrongs(&gold[i], &read[j], comparisons, marks);
    }
    unmatched(gold, read, &pairs, Level::EffectNumber, |_| true, marks);
    let apart = full.iter().filter(|&&(i, j)| gold[i].p != read[j].p).map(|&(_, j)| &read[j]);
    apart.map(|e| Comparison { endpoint: e.endpoint.clone(), p: e.p.clone(), cited: false, quote: e.quote.clone() }).collect()
}

fn by_measure(gold: &[Effect], read: &[Effect], levels: &[(Level, &Vec<Match>)], marks: &mut Marks) {
    let measures: BTreeSet<&String> = gold.iter().chain(read).map(|e| &e.measure).collect();
    for measure in measures {
        let of = |effects: &[Effect]| effects.iter().filter(|e| e.measure == *measure).count();
        for (level, matches) in levels {
            let hits = matches.iter().filter(|&&(i, _)| gold[i].measure == *measure).count();
            marks.count_measure(measure, *level, Tally { hits, gold: of(gold), read: of(read) });
        }
    }
}

/// Level, sides, adjustment and source, over ratios whose number is right.
fn manner(gold: &Effect, read: &Effect, marks: &mut Marks) {
    detail(Level::EffectLevel, &gold.level, &read.level, &gold.quote, marks);
    detail(Level::EffectSides, &gold.sides, &read.sides, &gold.quote, marks);
    detail(Level::EffectAdjusted, &gold.adjusted, &read.adjusted, &gold.quote, marks);
    marks.count(Level::Certainty, usize::from(gold.cited && read.cited), usize::from(gold.cited), usize::from(read.cited));
    if gold.cited != read.cited {
        let sort = if gold.cited { "another study's, taken as own" } else { "own, taken as another study's" };
        marks.mistake(Level::Certainty, sort, Some(gold.words()), Some(read.words()), Some(&gold.quote));
    }
}

/// Gold counts where it states the detail; what it states nowhere is a false alarm.
fn detail<T: PartialEq + ToString>(level: Level, gold: &Option<T>, read: &Option<T>, quote: &str, marks: &mut Marks) {
    let said = usize::from(gold.is_some());
    marks.count(level, usize::from(said == 1 && gold == read), said, said.max(usize::from(read.is_some())));
    if gold != read {
        let sort = match (gold, read) {
            (Some(_), None) => "missed",
            (None, _) => "false alarm",
            _ => "wrong",
        };
        marks.mistake(level, sort, gold.as_ref().map(T::to_string), read.as_ref().map(T::to_string), Some(quote));
    }
}

/// Over arms whose gold label names drugs: those are wanted, the other arm's are false alarms.
fn arm_drugs(gold: &Effect, read: &Effect, drugs: &[String], marks: &mut Marks) {
    let own = [&gold.experimental, &gold.comparator].map(|label| drugs_in(label.as_deref(), drugs));
    for (mine, other, got) in [(&own[0], &own[1], &read.drugs[0]), (&own[1], &own[0], &read.drugs[1])] {
        if mine.is_empty() {
            continue;
        }
        let right = mine.intersection(got).count();
        let wrong = got.intersection(other).filter(|drug| !mine.contains(*drug)).count();
        marks.count(Level::ArmDrugs, right, mine.len(), right + wrong);
        if right < mine.len() || wrong > 0 {
            let sort = if wrong > 0 { "the other arm's" } else { "missed" };
            marks.mistake(Level::ArmDrugs, sort, Some(list(mine)), Some(list(got)), Some(&gold.quote));
        }
    }
}

/// What is wrong with a ratio whose measure and value are right.
fn wrongs(gold: &Effect, read: &Effect, comparisons: &[Comparison], marks: &mut Marks) {
    let mut found = Vec::new();
    if gold.bounds() != read.bounds() {
        found.push((Level::EffectNumber, if read.bounds() == (None, None) { "interval lost" } else { "wrong interval" }));
    }
    if gold.endpoint != read.endpoint {
        found.push((Level::EffectEndpoint, "wrong endpoint"));
    }
    if !same_p(gold, read, comparisons) {
        let sort = match (&gold.p, &read.p) {
            (Some(_), None) => "p lost",
            (None, _) => "p of something else",
            _ => "wrong p",
        };
        found.push((Level::EffectP, sort));
    }
    if !same_arms(gold, read) {
        let mut swapped = read.clone();
        std::mem::swap(&mut swapped.experimental, &mut swapped.comparator);
        let sort = match (&read.experimental, &read.comparator) {
            (None, None) => "arms lost",
            _ if same_arms(gold, &swapped) => "arms swapped",
            _ => "wrong arms",
        };
        found.push((Level::EffectArms, sort));
    }
    for (level, sort) in found {
        marks.mistake(level, sort, Some(gold.words()), Some(read.words()), Some(&gold.quote));
    }
}

/// Outcomes of other studies count only where gold has them.
fn outcomes(gold: &[Outcome], read: &[Outcome], marks: &mut Marks) {
    let pairs = assign(gold, read, align::outcomes);
    let placed = |&&(i, j): &&Match| gold[i].endpoint == read[j].endpoint && gold[i].time == read[j].time;
    let endpoint: Vec<Match> = pairs.iter().filter(placed).copied().collect();
    let arm = endpoint.iter().filter(|&&(i, j)| own_arm(gold, i, &read[j])).count();
    let others = (0..read.len()).filter(|j| read[*j].cited && !pairs.iter().any(|(_, matched)| matched == j)).count();
    for (level, hits) in [(Level::OutcomeNumber, pairs.len()), (Level::OutcomeEndpoint, endpoint.len()), (Level::OutcomeArm, arm)] {
        marks.count(level, hits, gold.len(), read.len() - others);
    }
    for &(i, j) in &pairs {
        let (g, r) = (&gold[i], &read[j]);
        let found = [
            (g.endpoint != r.endpoint, Level::OutcomeEndpoint, "wrong endpoint"),
            (g.time != r.time, Level::OutcomeEndpoint, "wrong time point"),
            (!own_arm(gold, i, r), Level::OutcomeArm, if r.arm.is_none() { "arm lost" } else { "wrong arm" }),
        ];
        for (_, level, sort) in found.into_iter().filter(|(wrong, ..)| *wrong) {
            marks.mistake(level, sort, Some(g.words()), Some(r.words()), Some(&g.quote));
        }
    }
    unmatched(gold, read, &pairs, Level::OutcomeNumber, |o| !o.cited, marks);
}

/// As outcomes: those of other studies count only where gold has them.
fn comparisons(gold: &[Comparison], read: Vec<Comparison>, marks: &mut Marks) {
    let pairs = assign(gold, &read, align::comparisons);
    let counted = (0..read.len()).filter(|j| !read[*j].cited || pairs.iter().any(|(_, matched)| matched == j)).count();
    marks.count(Level::Comparison, pairs.len(), gold.len(), counted);
    unmatched(gold, &read, &pairs, Level::Comparison, |c| !c.cited, marks);
}

fn doses(gold: &[Dose], read: &[Dose], marks: &mut Marks) {
    let pairs = assign(gold, read, align::doses);
    marks.count(Level::Dose, pairs.len(), gold.len(), read.len());
    unmatched(gold, read, &pairs, Level::Dose, |_| true, marks);
}

fn unmatched<F: Fact>(gold: &[F], read: &[F], pairs: &[Match], level: Level, counts: impl Fn(&F) -> bool, marks: &mut Marks) {
    for (_, fact) in gold.iter().enumerate().filter(|(i, _)| !pairs.iter().any(|(matched, _)| matched == i)) {
        marks.missed(level, fact.words(), fact.quote());
    }
    for (_, fact) in read.iter().enumerate().filter(|(j, fact)| counts(fact) && !pairs.iter().any(|(_, matched)| matched == j)) {
        marks.false_alarm(level, fact.words(), fact.quote());
    }
}

fn list(names: &BTreeSet<String>) -> String {
    names.iter().map(String::as_str).collect::<Vec<_>>().join(", ")
}
