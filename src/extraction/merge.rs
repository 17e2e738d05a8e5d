//! The same result said twice is one finding with two pieces of evidence.

use super::finding::{Finding, PValue};

/// The same result said twice is one finding; a bare repeat melts into the fuller statement.
pub fn merge(findings: Vec<Finding>) -> Vec<Finding> {
    let mut kept: Vec<Finding> = Vec::new();
    for f in findings {
        match kept.iter().position(|k| same(k, &f)) {
            Some(i) => {
                let (mut main, other) = if fullness(&f) > fullness(&kept[i]) { (f, kept[i].clone()) } else { (kept[i].clone(), f) };
                for span in other.spans {
                    if !main.spans.contains(&span) {
                        main.spans.push(span);
                    }
                }
                kept[i] = main;
            }
            None => kept.push(f),
        }
    }
    kept
}

fn fullness(f: &Finding) -> usize {
    let effect = f.effect.as_ref();
    usize::from(effect.is_some()) * 4
        + usize::from(effect.and_then(|e| e.interval.as_ref()).is_some()) * 4
        + usize::from(f.p.is_some()) * 2
        + f.arms.iter().filter(|a| a.outcome.is_some()).count()
        + usize::from(effect.is_some_and(|e| e.adjusted.is_some()))
}

fn same(a: &Finding, b: &Finding) -> bool {
    if a.endpoint.concept != b.endpoint.concept || a.harm != b.harm || a.certainty != b.certainty && a.effect.is_none() {
        return false;
    }
    let agree = |x: Option<&PValue>, y: Option<&PValue>| {
        x.is_none() || y.is_none() || x.map(|p| (p.relation, p.value)) == y.map(|p| (p.relation, p.value))
    };
    match (&a.effect, &b.effect) {
        (Some(x), Some(y)) => {
            let intervals = x.interval.is_none()
                || y.interval.is_none()
                || x.interval.as_ref().map(|i| (i.low, i.high)) == y.interval.as_ref().map(|i| (i.low, i.high));
            let both_full = x.interval.is_some() && y.interval.is_some();
            x.measure == y.measure
                && x.value == y.value
                && intervals
                && agree(a.p.as_ref(), b.p.as_ref())
                && (!both_full || x.adjusted == y.adjusted)
                && a.factor.as_ref().map(|f| &f.label) == b.factor.as_ref().map(|f| &f.label)
                && a.spans != b.spans
        }
        (None, None) => {
            let values = |f: &Finding| {
                f.arms
                    .iter()
                    .map(|a| (a.label.clone(), a.outcome.as_ref().map(|o| (o.value.map(f64::to_bits), o.unit.clone()))))
                    .collect::<Vec<_>>()
            };
            a.timepoint == b.timepoint
                && values(a) == values(b)
                && agree(a.p.as_ref(), b.p.as_ref())
                && (a.arms.iter().any(|x| x.outcome.is_some()) || a.p.as_ref().map(|p| p.value) == b.p.as_ref().map(|p| p.value))
        }
        // Medians or rates said apart from the effect that already carries them.
        (Some(_), None) | (None, Some(_)) => {
            let (with, without) = if a.effect.is_some() { (a, b) } else { (b, a) };
            let all = without.arms.iter().filter(|x| x.outcome.is_some()).count() > 0
                && without
                    .arms
                    .iter()
                    .filter_map(|x| x.outcome.as_ref())
                    .all(|o| with.arms.iter().filter_map(|y| y.outcome.as_ref()).any(|p| p.value == o.value && p.unit == o.unit));
            all && with.timepoint == without.timepoint && agree(a.p.as_ref(), b.p.as_ref())
        }
    }
}
