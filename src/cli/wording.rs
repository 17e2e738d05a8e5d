//! Findings in words: printed digits stay as printed, the level stands beside its interval, the sides beside a p.

use crate::document::Kind;
use crate::extraction::{
    Design, Effect, Favours, Finding, HarmKind, Interval, IntervalKind, Measure, Outcome, PValue, Statistic, Timepoint,
};
use crate::record::{FindingRow, PrimaryRecord};
use crate::vocabulary::Vocabulary;

/// `HR 0.77 (90% CI 0.59–1.01)`
pub fn effect(effect: &Effect) -> String {
    let measure = match effect.measure {
        Measure::HazardRatio => "HR",
        Measure::OddsRatio => "OR",
        Measure::RiskRatio => "RR",
        Measure::SubdistributionHazardRatio => "subdistribution HR",
        Measure::IncidenceRateRatio => "IRR",
        Measure::MeanDifference => "mean difference",
        Measure::RiskDifference => "risk difference",
    };
    let adjusted = match effect.adjusted {
        Some(true) => "adjusted ",
        Some(false) => "unadjusted ",
        None => "",
    };
    let interval = effect.interval.as_ref().map_or(String::new(), |i| format!(" ({})", interval(i)));
    format!("{adjusted}{measure} {}{interval}", digits(effect.value, &effect.text))
}

/// `90% CI 0.59–1.01`
pub fn interval(interval: &Interval) -> String {
    let name = match interval.kind {
        IntervalKind::Confidence => "CI",
        IntervalKind::Credible => "credible interval",
    };
    let bound = |b: Option<f64>| b.map_or("not reached".to_owned(), |b| digits(b, &interval.text));
    let (low, high) = (bound(interval.low), bound(interval.high));
    // A dash after a minus sign, or before words, could be misread.
    let dash =
        if low.starts_with('-') || high.starts_with('-') || interval.low.is_none() || interval.high.is_none() { " to " } else { "–" };
    match interval.level {
        Some(level) => format!("{level}% {name} {low}{dash}{high}"),
        None => format!("{name} {low}{dash}{high}, level not stated"),
    }
}

/// `one-sided P=0.06`
pub fn p_value(p: &PValue) -> String {
    let sides = match p.sides {
        Some(1) => "one-sided ",
        Some(2) => "two-sided ",
        _ => "",
    };
    format!("{sides}P{}{}", p.relation.as_str(), digits(p.value, &p.text))
}

/// `median 15.8 months (90% CI 11.4–19.2)`
pub fn outcome(outcome: &Outcome) -> String {
    let name = match outcome.statistic {
        Statistic::Median => "median ",
        Statistic::Mean => "mean ",
        Statistic::Rate => "",
    };
    let mut said = match (outcome.value, outcome.not_reached) {
        (_, true) => format!("{name}not reached"),
        (Some(value), _) => {
            let high = outcome.value_high.map_or(String::new(), |h| format!("–{}", digits(h, &outcome.text)));
            format!("{name}{}{high}{}", digits(value, &outcome.text), unit(outcome.unit.as_deref(), value))
        }
        (None, false) => String::new(),
    };
    if let Some(i) = &outcome.interval {
        said.push_str(&format!(" ({})", interval(i)));
    }
    match (outcome.events, outcome.total) {
        (Some(events), Some(total)) => said.push_str(&format!(" [{events}/{total}]")),
        (Some(events), None) => said.push_str(&format!(" [{events} events]")),
        _ => {}
    }
    if said.trim().is_empty() { outcome.text.clone() } else { said.trim().to_owned() }
}

fn unit(unit: Option<&str>, value: f64) -> String {
    match unit {
        None => String::new(),
        Some("percent") => "%".to_owned(),
        Some(unit @ ("month" | "year" | "week" | "day")) if value != 1.0 => format!(" {unit}s"),
        Some(unit) => format!(" {unit}"),
    }
}

pub fn timepoint(t: &Timepoint) -> String {
    format!("{}{}", t.value, unit(Some(&t.unit), t.value))
}

/// `overall survival at 2 years, subgroup: HBV`
pub fn endpoint(finding: &Finding, vocabulary: &Vocabulary) -> String {
    let mut said = name(vocabulary, finding.endpoint.concept.as_deref()).unwrap_or_else(|| finding.endpoint.text.clone());
    if let Some(harm) = &finding.harm {
        let kind = match harm.kind {
            HarmKind::Event => None,
            HarmKind::Serious => Some("serious"),
            HarmKind::Discontinuation => Some("discontinuation"),
            HarmKind::Death => Some("death"),
        };
        let grade = harm.grade.as_ref().map(|g| match (g.low, g.high) {
            (low, high) if low == high => format!("grade {low}"),
            (low, 5) => format!("grade ≥{low}"),
            (low, high) => format!("grade {low}–{high}"),
        });
        let more: Vec<String> = grade.into_iter().chain(kind.filter(|k| !said.contains(k)).map(str::to_owned)).collect();
        if !more.is_empty() {
            said.push_str(&format!(" ({})", more.join(", ")));
        }
    }
    if let Some(t) = &finding.timepoint {
        said.push_str(&format!(" at {}", timepoint(t)));
    }
    if let Some(subgroup) = &finding.population.subgroup {
        said.push_str(&format!(" · subgroup: {subgroup}"));
    }
    said
}

/// A concept's name.
pub fn name(vocabulary: &Vocabulary, id: Option<&str>) -> Option<String> {
    id.and_then(|id| vocabulary.find(id)).map(|c| vocabulary.concept(c).name.clone())
}

pub fn design(design: Design) -> String {
    match design {
        Design::Rct => "randomised trial".to_owned(),
        Design::SingleArm => "single-arm trial".to_owned(),
        Design::CaseControl => "case-control study".to_owned(),
        Design::Retrospective => "retrospective study".to_owned(),
        Design::CrossSectional => "cross-sectional study".to_owned(),
        Design::MetaAnalysis => "meta-analysis".to_owned(),
        Design::NonRandomised => "non-randomised study".to_owned(),
        Design::Preclinical => "preclinical study".to_owned(),
        Design::Other => "other design".to_owned(),
        other => other.as_str().replace('_', " "),
    }
}

pub fn kind(kind: Kind) -> String {
    serde_json::to_value(kind).ok().and_then(|v| v.as_str().map(|s| s.replace('_', " "))).unwrap_or_default()
}

/// `primary endpoint overall survival: not met`
pub fn verdict(primary: &PrimaryRecord, vocabulary: &Vocabulary) -> String {
    let endpoint = name(vocabulary, primary.endpoint.as_deref()).unwrap_or_else(|| primary.text.clone());
    let met = match primary.met {
        Some(true) => "met",
        Some(false) => "not met",
        None => "verdict not stated",
    };
    format!("primary endpoint {endpoint}: {met}")
}

/// Names the arm that an effect speaks for; nothing where the direction is not established.
pub fn favours(finding: &Finding) -> Option<String> {
    let label = |role| finding.arms.iter().find(|a| a.role == role).and_then(|a| a.label.clone());
    match finding.favours? {
        Favours::Experimental => {
            Some(format!("favours {}", label(crate::extraction::Role::Experimental).unwrap_or("the experimental arm".to_owned())))
        }
        Favours::Comparator => {
            Some(format!("favours {}", label(crate::extraction::Role::Comparator).unwrap_or("the comparator".to_owned())))
        }
        Favours::Neither => Some("favours neither".to_owned()),
    }
}

/// Names of checks that failed, in words.
pub fn failed_checks(row: &FindingRow) -> Vec<String> {
    row.finding.finding.checks.iter().filter(|c| !c.passed).map(|c| c.name.replace('_', " ")).collect()
}

/// The digits that the text prints for a number, so that 0.70 stays 0.70.
fn digits(value: f64, text: &str) -> String {
    let literal = |c: char| c.is_ascii_digit() || matches!(c, '.' | '·' | ',');
    let printed = text.split(|c| !literal(c)).map(|run| run.replace('·', ".").trim_matches(['.', ',']).to_owned()).find(|run| {
        // ".06" loses its point to the trimming above, hence the second look.
        [run.as_str(), &format!("0.{run}")].iter().any(|r| r.replace(',', "").parse::<f64>() == Ok(value.abs())) && !run.is_empty()
    });
    match printed {
        Some(run) if run.replace(',', "").parse::<f64>() == Ok(value.abs()) => format!("{}{run}", if value < 0.0 { "-" } else { "" }),
        Some(run) => format!("{}0.{run}", if value < 0.0 { "-" } else { "" }),
        None => value.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::extraction::Relation;

    #[test]
    fn digits_stay_as_printed() {
        for (value, text, expected) in [
            (0.7, "HR 0.70", "0.70"),
            (0.06, "P = .06", "0.06"),
            (0.72, "0·72", "0.72"),
            (-1.5, "-1.50", "-1.50"),
            (3.0, "three", "3"),
            (1234.0, "1,234", "1,234"),
        ] {
            assert_eq!(digits(value, text), expected, "{text}");
        }
    }

    #[test]
    fn level_and_sides_are_said() {
        let interval_of =
            |level| Interval { level, low: Some(0.59), high: Some(1.01), text: "0.59~1.01".to_owned(), kind: IntervalKind::Confidence };
        assert_eq!(interval(&interval_of(Some(90.0))), "90% CI 0.59–1.01");
        assert_eq!(interval(&interval_of(None)), "CI 0.59–1.01, level not stated");
        let p = PValue { relation: Relation::Equal, value: 0.06, text: "P=0.06".to_owned(), sides: Some(1) };
        assert_eq!(p_value(&p), "one-sided P=0.06");
    }
}
