//! What a prescription's printed numbers imply, and whether they agree.

use super::{Derived, RadiotherapyRegimen};
use crate::extraction::finding::Check;

/// α/β in Gy that derived values stand on: tumour, by convention.
const ALPHA_BETA: f64 = 10.0;

/// Total, BED and EQD2, where the printed numbers are single numbers and suffice.
pub fn derived(r: &RadiotherapyRegimen) -> Option<Derived> {
    if is_range(r) {
        return None;
    }
    let (n, d) = match (r.total_gy, r.fractions, r.per_fraction_gy) {
        (_, Some(n), Some(d)) => (f64::from(n), d),
        (Some(t), Some(n), None) if n > 0 => (f64::from(n), t / f64::from(n)),
        (Some(t), None, Some(d)) if d > 0.0 => (t / d, d),
        _ => return None,
    };
    let bed = n * d * (1.0 + d / ALPHA_BETA);
    let round = |v: f64| (v * 100.0).round() / 100.0;
    Some(Derived {
        total_gy: Some(round(n * d)),
        bed10_gy: Some(round(bed)),
        eqd2_10_gy: Some(round(bed / (1.0 + 2.0 / ALPHA_BETA))),
        alpha_beta: ALPHA_BETA,
    })
}

/// Dose per fraction × fractions = total, within half of the last digit of the dose per fraction, times the fractions.
pub fn check(r: &RadiotherapyRegimen) -> Option<Check> {
    let (t, n, d) = (r.total_gy?, f64::from(r.fractions?), r.per_fraction_gy?);
    (!is_range(r)).then(|| Check { name: "dose_times_fractions".to_owned(), passed: (t - d * n).abs() <= 0.05 * n + 0.05 })
}

fn is_range(r: &RadiotherapyRegimen) -> bool {
    r.total_gy_high.is_some() || r.fractions_high.is_some() || r.per_fraction_gy_high.is_some()
}
