//! Whose value is whose: the arms of the values of one event.

use super::super::arms::Arms;
use super::super::comparison::Side;
use super::value::Value;

/// The arm of each value, `None` for the whole study population.
///
/// As many arms as values are taken in order, in front of the values or behind them. One arm for two values is that of the
/// nearer one, and the other value is the other arm's. Otherwise a value takes the arm that stands between it and the next.
pub fn sides(values: &[&Value], named: &[Side], arms: &Arms, carried: &[Side]) -> Vec<Option<Side>> {
    // "nine patients (7 of 38 in A versus 2 of 56 in B)": a total and its parts.
    if let [total, parts @ ..] = values
        && parts.len() >= 2
        && parts.iter().all(|p| p.depth > total.depth)
    {
        let inside: Vec<Side> = named.iter().filter(|s| s.at.start >= total.at.end).cloned().collect();
        return std::iter::once(None).chain(sides(parts, &inside, arms, &[])).collect();
    }
    let mut distinct: Vec<&Side> = Vec::new();
    for side in named {
        if distinct.last().is_none_or(|l| !same(l, side)) {
            distinct.push(side);
        }
    }
    match (values.len(), distinct.len()) {
        (v, s) if v == s => distinct.into_iter().cloned().map(Some).collect(),
        // "A versus B in the young (63% v 48%) and the old (81% v 56%)".
        (v, s) if s >= 2 && v == 2 * s => (0..v).map(|i| Some(distinct[i % s].clone())).collect(),
        (1, 0) => vec![None],
        (1, _) => {
            let nearest = distinct.iter().min_by_key(|s| s.at.start.abs_diff(values[0].at.end));
            vec![nearest.map(|s| (*s).clone())]
        }
        (2, 1) => {
            let side = distinct[0].clone();
            let other = other(arms, &side);
            // Behind the last value: that one's, but "(27% v 7%) were more frequent with A" begins with A.
            let behind = side.at.start.checked_sub(values[1].at.end);
            if behind.is_some_and(|gap| values[1].depth == 0 || gap <= 2) { vec![other, Some(side)] } else { vec![Some(side), other] }
        }
        (v, 0) if v >= 2 => {
            let known: Vec<Side> = if carried.len() == v { carried.to_vec() } else { of_study(arms) };
            if known.len() == v { known.into_iter().map(Some).collect() } else { vec![None; v] }
        }
        _ => (0..values.len())
            .map(|i| {
                let to = values.get(i + 1).map_or(usize::MAX, |n| n.at.start);
                distinct.iter().find(|s| s.at.start >= values[i].at.end && s.at.end <= to).map(|s| (*s).clone())
            })
            .collect(),
    }
}

fn same(a: &Side, b: &Side) -> bool {
    a.arm.is_some() && a.arm == b.arm || a.arm.is_none() && a.label == b.label
}

/// Of two known arms, the one that a side is not.
fn other(arms: &Arms, side: &Side) -> Option<Side> {
    let arm = side.arm.filter(|_| arms.list.len() == 2)?;
    Some(of_study(arms).swap_remove(1 - arm))
}

fn of_study(arms: &Arms) -> Vec<Side> {
    arms.list
        .iter()
        .enumerate()
        .map(|(i, a)| Side { arm: Some(i), label: a.label.clone(), words: a.label.clone(), concepts: a.concepts.clone(), at: 0..0 })
        .collect()
}
