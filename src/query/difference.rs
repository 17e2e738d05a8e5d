//! The absolute difference of two printed rates.

use crate::extraction::{Arm, Role, Statistic};
use crate::record::{AbsoluteDifference, FindingRow};

/// Only where both arms have a rate in percent at a printed time point; experimental minus comparator, in the digits printed.
pub fn absolute_difference(row: &FindingRow) -> Option<AbsoluteDifference> {
    let finding = &row.finding.finding;
    let timepoint = finding.timepoint.clone()?;
    let rate = |role: Role| -> Option<f64> {
        let arm: &Arm = finding.arms.iter().find(|a| a.role == role)?;
        let outcome = arm.outcome.as_ref().filter(|o| o.statistic == Statistic::Rate && o.unit.as_deref() == Some("percent"))?;
        outcome.value
    };
    let (experimental, comparator) = (rate(Role::Experimental)?, rate(Role::Comparator)?);
    let decimals = decimals(experimental).max(decimals(comparator));
    let scale = 10f64.powi(decimals as i32);
    let value = ((experimental - comparator) * scale).round() / scale;
    Some(AbsoluteDifference { value, unit: "percent".to_owned(), timepoint: Some(timepoint), derived: true })
}

fn decimals(n: f64) -> usize {
    n.to_string().split_once('.').map_or(0, |(_, digits)| digits.len().min(6))
}
