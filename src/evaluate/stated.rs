//! Facts of an annotation, and facts of a record.

use super::endpoint::{code, in_scope};
use super::fact::{Comparison, Dose, Effect, Facts, Outcome};
use super::gold::{GoldDocument, GoldP};
use super::name::drug_key;
use super::number::{Number, P, Time, unit};
use crate::extraction::{Certainty, Measure, PValue, Regimen, Role, Subjects};
use crate::record::{DocumentRecord, Evidence, FindingRecord, RegimenRecord};
use std::collections::BTreeSet;

/// What a reader found in a document.
pub fn of_gold(gold: &GoldDocument) -> Facts {
    let effects = gold.effects.iter().map(|e| Effect {
        measure: e.measure.to_uppercase(),
        value: Number::of(e.value),
        low: Number::some(e.low),
        high: Number::some(e.high),
        endpoint: code(e.endpoint.as_deref().unwrap_or_default()),
        p: e.p.as_ref().and_then(gold_p),
        experimental: e.experimental.clone(),
        comparator: e.comparator.clone(),
        level: Number::some(e.level),
        sides: e.sides,
        adjusted: e.adjusted,
        either: e.either,
        cited: e.population.as_deref() == Some("literature"),
        quote: e.quote.clone(),
        drugs: Default::default(),
    });
    let outcomes = gold.outcomes.iter().map(|o| Outcome {
        statistic: o.statistic.clone(),
        value: Number::of(o.value),
        unit: unit(o.unit.as_deref()).map(str::to_owned),
        endpoint: code(&o.endpoint),
        time: o.timepoint.as_ref().and_then(|t| Some(Time::of(t.value?, t.unit.as_deref()))),
        arm: o.arm.clone(),
        bare: None,
        single: false,
        cited: false,
        quote: o.quote.clone(),
    });
    let comparisons =
        gold.comparisons.iter().map(|c| Comparison { endpoint: code(&c.endpoint), p: gold_p(&c.p), cited: false, quote: c.quote.clone() });
    let doses = gold.doses.iter().map(|d| Dose {
        total: Number::some(d.total_gy),
        fractions: Number::some(d.fractions),
        per_fraction: Number::some(d.per_fraction_gy),
        quote: d.quote.clone(),
    });
    Facts {
        effects: effects.collect(),
        outcomes: outcomes.filter(|o| in_scope(&o.endpoint)).collect(),
        comparisons: comparisons.filter(|c| in_scope(&c.endpoint)).collect(),
        doses: doses.collect(),
    }
}

fn gold_p(p: &GoldP) -> Option<P> {
    p.value.map(|value| (p.op.clone(), Number::of(value)))
}

/// What the program found in a document: of patients, or of the subjects that the study itself treats; no plans, no examples.
pub fn of_record(record: &DocumentRecord, subjects: &str) -> Facts {
    let counts = |of: Subjects| of == Subjects::Patients || of.as_str() == subjects;
    let mut facts = Facts::default();
    for record in &record.findings {
        let finding = &record.finding;
        let said = matches!(finding.certainty, Certainty::Reported | Certainty::Cited);
        if said && counts(finding.population.subjects) {
            add_finding(&mut facts, record);
        }
    }
    facts.doses = record.regimens.iter().filter_map(|regimen| dose(regimen, counts)).collect();
    facts
}

fn add_finding(facts: &mut Facts, record: &FindingRecord) {
    let finding = &record.finding;
    let named = finding.endpoint.concept.as_deref().filter(|concept| !concept.is_empty());
    let endpoint = code(named.unwrap_or(&finding.endpoint.text));
    let (quote, cited) = (quote_of(&record.evidence), finding.certainty == Certainty::Cited);
    match (&finding.effect, &finding.p) {
        (Some(_), _) => facts.effects.extend(effect(record, &endpoint)),
        (None, Some(p)) if finding.arms.len() != 1 && in_scope(&endpoint) => {
            facts.comparisons.push(Comparison { endpoint: endpoint.clone(), p: Some(read_p(p)), cited, quote: quote.clone() });
        }
        _ => {}
    }
    for arm in finding.arms.iter().filter(|_| in_scope(&endpoint)) {
        let Some((outcome, value)) = arm.outcome.as_ref().and_then(|o| Some((o, o.value?))) else { continue };
        let parts: Vec<&str> = [&arm.label, &finding.population.subgroup].into_iter().flatten().map(String::as_str).collect();
        let label = parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(", ");
        facts.outcomes.push(Outcome {
            statistic: outcome.statistic.as_str().to_owned(),
            value: Number::of(value),
            unit: unit(outcome.unit.as_deref()).map(str::to_owned),
            endpoint: endpoint.clone(),
            time: finding.timepoint.as_ref().map(|t| Time::of(t.value, Some(&t.unit))),
            arm: Some(label).filter(|label| !label.is_empty()),
            bare: arm.label.clone(),
            single: arm.role == Role::Single,
            cited,
            quote: quote.clone(),
        });
    }
}

/// Ratios only.
fn effect(record: &FindingRecord, endpoint: &str) -> Option<Effect> {
    let finding = &record.finding;
    let effect = finding.effect.as_ref()?;
    let arm = |role| finding.arms.iter().find(|arm| arm.role == role);
    let label = |role| arm(role).and_then(|arm| arm.label.clone()).filter(|label| !label.is_empty());
    let drugs = |role| -> BTreeSet<String> {
        let concepts = arm(role).map_or(&[][..], |arm| &arm.concepts);
        concepts.iter().filter(|id| id.starts_with("drug:") || id.starts_with("regimen:")).map(|id| drug_key(id)).collect()
    };
    let (factor, interval) = (finding.factor.as_ref(), effect.interval.as_ref());
    Some(Effect {
        measure: ratio(effect.measure)?.to_owned(),
        value: Number::of(effect.value),
        low: Number::some(interval.and_then(|i| i.low)),
        high: Number::some(interval.and_then(|i| i.high)),
        endpoint: endpoint.to_owned(),
        p: finding.p.as_ref().map(read_p),
        experimental: label(Role::Experimental).or_else(|| factor.map(|f| f.label.clone())),
        comparator: label(Role::Comparator).or_else(|| factor.and_then(|f| f.reference.clone())),
        level: Number::some(interval.and_then(|i| i.level)),
        sides: finding.p.as_ref().and_then(|p| p.sides),
        adjusted: effect.adjusted,
        either: false,
        cited: finding.certainty == Certainty::Cited,
        quote: quote_of(&record.evidence),
        drugs: [drugs(Role::Experimental), drugs(Role::Comparator)],
    })
}

fn ratio(measure: Measure) -> Option<&'static str> {
    match measure {
        Measure::HazardRatio => Some("HR"),
        Measure::OddsRatio => Some("OR"),
        Measure::RiskRatio => Some("RR"),
        Measure::SubdistributionHazardRatio => Some("SHR"),
        Measure::IncidenceRateRatio => Some("IRR"),
        Measure::MeanDifference | Measure::RiskDifference => None,
    }
}

fn dose(record: &RegimenRecord, counts: impl Fn(Subjects) -> bool) -> Option<Dose> {
    let Regimen::Radiotherapy(r) = &record.regimen else { return None };
    let printed = r.total_gy.is_some() || r.fractions.is_some() || r.per_fraction_gy.is_some();
    (printed && r.certainty != Certainty::Hypothetical && counts(r.subjects)).then(|| Dose {
        total: Number::some(r.total_gy),
        fractions: Number::some(r.fractions.map(f64::from)),
        per_fraction: Number::some(r.per_fraction_gy),
        quote: quote_of(&record.evidence),
    })
}

fn read_p(p: &PValue) -> P {
    (p.relation.as_str().to_owned(), Number::of(p.value))
}

fn quote_of(evidence: &[Evidence]) -> String {
    evidence.first().map_or(String::new(), |e| e.text.clone())
}
