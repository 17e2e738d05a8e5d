//! Internal checks: they flag and never repair. Tolerances come from the digits printed.

use super::finding::{Check, Effect, Favours, Finding, Measure, Outcome, Relation, Role, StatedDirection};
use crate::vocabulary::{Better, EndpointType, Vocabulary};
use statrs::distribution::{ContinuousCDF, Normal};

/// Runs every check that a finding has the numbers for.
pub fn checks(finding: &Finding, vocabulary: &Vocabulary) -> Vec<Check> {
    let mut checks = Vec::new();
    let mut add = |name: &str, passed: bool| checks.push(Check { name: name.to_owned(), passed });
    if let Some(effect) = &finding.effect {
        if let Some((low, high)) = bounds(effect) {
            add("interval_contains_value", low <= effect.value && effect.value <= high && low <= high);
            if is_ratio(effect.measure) && low > 0.0 && effect.value > 0.0 {
                add("interval_symmetric", symmetric(effect, low, high));
            }
            if let (Some(level), Some(p)) = (effect.interval.as_ref().and_then(|i| i.level), &finding.p)
                && is_ratio(effect.measure)
                // A misprinted level (`195% CI`) implies no p.
                && 0.0 < level
                && level < 100.0
                && low > 0.0
                && high > low
                && effect.value > 0.0
            {
                add("p_agrees_with_interval", p_agrees(effect, low, high, level, p.relation, p.value, p.sides));
            }
        }
        if let (Some(stated), Some(favours)) = (&finding.stated, direction(finding, vocabulary))
            && let Some(said) = said_favours(finding, stated.direction, vocabulary)
        {
            add("direction_agrees", said == favours || favours == Favours::Neither);
        }
    }
    for outcome in finding.arms.iter().filter_map(|a| a.outcome.as_ref()) {
        if let Some(passed) = percentage(outcome) {
            add("percentage_agrees_with_count", passed);
        }
    }
    checks
}

/// Whom a finding speaks for: null where the direction cannot be established, neither where the printed interval holds 1 or,
/// without an interval, the printed p is not below 0.05.
pub fn favours(finding: &Finding, vocabulary: &Vocabulary) -> Option<Favours> {
    if finding.checks.iter().any(|c| c.name == "direction_agrees" && !c.passed) {
        return None;
    }
    let direction = direction(finding, vocabulary)?;
    let effect = finding.effect.as_ref()?;
    let inconclusive = match (bounds(effect), &finding.p) {
        (Some((low, high)), _) => low <= 1.0 && 1.0 <= high,
        (None, Some(p)) => p.value >= 0.05 && !matches!(p.relation, Relation::Less | Relation::LessOrEqual),
        (None, None) => false,
    };
    Some(if inconclusive { Favours::Neither } else { direction })
}

/// Where names stand beside values only ("28 months in A and 20 in B, HR 1.38"), the values say which arm the ratio belongs to: the
/// one that fares better exactly where the ratio favours the experimental arm. Where no name stands beside the values, they are
/// given to the arms by the same token.
pub fn orient(finding: &mut Finding, named: bool, vocabulary: &Vocabulary) {
    let value = |f: &Finding, role: Role| f.arms.iter().find(|a| a.role == role)?.outcome.as_ref()?.value;
    let (Some(a), Some(b)) = (value(finding, Role::Experimental), value(finding, Role::Comparator)) else { return };
    let better = finding.endpoint.concept.as_deref().and_then(|c| vocabulary.find(c)).and_then(|c| vocabulary.concept(c).better);
    // Values close to each other may lie either way of a ratio near 1.
    let apart = if finding.arms.iter().filter_map(|a| a.outcome.as_ref()).any(|o| o.unit.as_deref() == Some("percent")) {
        (a - b).abs() >= 2.0
    } else {
        a > 0.0 && b > 0.0 && (a / b).ln().abs() >= 0.08
    };
    if named && !apart {
        return;
    }
    let fares = match better {
        Some(Better::Higher) if a != b => a > b,
        Some(Better::Lower) if a != b => a < b,
        _ => return,
    };
    let favoured = match direction(finding, vocabulary) {
        Some(Favours::Experimental) => true,
        Some(Favours::Comparator) => false,
        _ => return,
    };
    if fares != favoured && !named {
        if let [a, b] = &mut finding.arms[..] {
            std::mem::swap(&mut a.outcome, &mut b.outcome);
        }
    } else if fares != favoured {
        for arm in &mut finding.arms {
            arm.role = if arm.role == Role::Experimental { Role::Comparator } else { Role::Experimental };
        }
        finding.arms.reverse();
    }
}

fn direction(finding: &Finding, vocabulary: &Vocabulary) -> Option<Favours> {
    let role = |r: Role| finding.arms.iter().any(|a| a.role == r);
    if !(role(Role::Experimental) && role(Role::Comparator)) {
        return None;
    }
    let effect = finding.effect.as_ref()?;
    let endpoint = vocabulary.concept(vocabulary.find(finding.endpoint.concept.as_deref()?)?);
    // A hazard ratio is of the event, whatever the endpoint is called; odds and risks of a response are of the response.
    let of_event = match (effect.measure, endpoint.better?) {
        (Measure::HazardRatio | Measure::SubdistributionHazardRatio, _) => true,
        (_, Better::Lower) => true,
        (_, Better::Higher) => endpoint.endpoint_type == Some(EndpointType::TimeToEvent),
    };
    if !is_ratio(effect.measure) {
        return None;
    }
    Some(if effect.value == 1.0 {
        Favours::Neither
    } else if (effect.value < 1.0) == of_event {
        Favours::Experimental
    } else {
        Favours::Comparator
    })
}

fn said_favours(finding: &Finding, direction: StatedDirection, vocabulary: &Vocabulary) -> Option<Favours> {
    let endpoint = vocabulary.concept(vocabulary.find(finding.endpoint.concept.as_deref()?)?);
    Some(match (direction, endpoint.better?) {
        (StatedDirection::NoDifference, _) => return None,
        (StatedDirection::Higher, Better::Higher) | (StatedDirection::Lower, Better::Lower) => Favours::Experimental,
        _ => Favours::Comparator,
    })
}

fn is_ratio(measure: Measure) -> bool {
    !matches!(measure, Measure::MeanDifference | Measure::RiskDifference)
}

fn bounds(effect: &Effect) -> Option<(f64, f64)> {
    let interval = effect.interval.as_ref()?;
    Some((interval.low?, interval.high?))
}

/// Half of the last printed digit.
fn half_digit(text: &str) -> f64 {
    let decimals = text.rsplit_once(['.', '·']).map_or(0, |(_, d)| d.chars().take_while(char::is_ascii_digit).count());
    0.5 * 10f64.powi(-(decimals as i32))
}

/// The value lies near the interval's middle on the log scale, as far as rounding lets it.
fn symmetric(effect: &Effect, low: f64, high: f64) -> bool {
    let slack = half_digit(&effect.text);
    let reach = |v: f64, up: bool| (if up { v + slack } else { (v - slack).max(slack * 0.2) }).ln();
    let middle_low = (reach(low, false) + reach(high, false)) / 2.0;
    let middle_high = (reach(low, true) + reach(high, true)) / 2.0;
    let width = (high.ln() - low.ln()).max(1e-9);
    let (value_low, value_high) = (reach(effect.value, false), reach(effect.value, true));
    // Profile and exact intervals are a little skewed.
    let allowed = 0.12 * width;
    value_high >= middle_low - allowed && value_low <= middle_high + allowed
}

fn p_agrees(effect: &Effect, low: f64, high: f64, level: f64, relation: Relation, p: f64, sides: Option<u8>) -> bool {
    let normal = Normal::standard();
    let z_level = normal.inverse_cdf(0.5 + level / 200.0);
    let slack = half_digit(&effect.text);
    let implied = |value: f64, low: f64, high: f64| {
        let se = (high.ln() - low.ln()) / (2.0 * z_level);
        let z = (value.ln() / se.max(1e-9)).abs();
        2.0 * (1.0 - normal.cdf(z))
    };
    let tail = if sides == Some(1) { 2.0 } else { 1.0 };
    // The widest range that rounding of the three printed numbers allows.
    let mut candidates = Vec::new();
    for dv in [-slack, 0.0, slack] {
        for dl in [-slack, 0.0, slack] {
            for dh in [-slack, 0.0, slack] {
                let (v, l, h) = (effect.value + dv, (low + dl).max(1e-4), high + dh);
                if v > 0.0 && h > l {
                    candidates.push(implied(v, l, h) / tail);
                }
            }
        }
    }
    let smallest = candidates.iter().copied().fold(f64::INFINITY, f64::min);
    let largest = candidates.iter().copied().fold(0.0, f64::max);
    // A one-sided p of an effect against the hypothesis is the other tail.
    let p = if sides == Some(1) && p > 0.5 { 1.0 - p } else { p };
    match relation {
        Relation::Equal => {
            let close = p <= largest * 2.0 + 0.0005 && p >= smallest / 2.0 - 0.0005;
            let excludes_one = high < 1.0 || low > 1.0;
            // Significance at the interval's own level, unless rounding touches 1.
            let touches = (high - 1.0).abs() <= slack * 2.0 || (low - 1.0).abs() <= slack * 2.0;
            let alpha = (1.0 - level / 100.0) / tail;
            close || (touches || excludes_one == (p < alpha)) && p <= largest * 2.0 + 0.005 && p >= smallest / 2.0 - 0.005
        }
        Relation::Less | Relation::LessOrEqual => smallest / 2.0 <= p,
        Relation::Greater | Relation::GreaterOrEqual => largest * 2.0 >= p,
    }
}

fn percentage(outcome: &Outcome) -> Option<bool> {
    let (events, total, value) = (outcome.events? as f64, outcome.total? as f64, outcome.value?);
    if outcome.unit.as_deref() != Some("percent") || total <= 0.0 {
        return None;
    }
    Some((100.0 * events / total - value).abs() <= half_digit(outcome.text.trim_end_matches(['%', ' '])).max(0.05) + 0.5)
}
