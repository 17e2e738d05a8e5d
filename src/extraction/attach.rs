//! Which endpoint an effect is of.

use super::context::{Context, Sentence};
use super::effect::EffectPhrase;
use super::endpoint::EndpointRef;
use super::finding::Measure;
use super::lexeme::Lex;
use super::unnamed;
use crate::text::FoldedSpan;
use crate::vocabulary::EndpointType;
use std::ops::Range;

/// What stands before an effect.
pub struct Before<'a> {
    /// Lexeme after the effect before, or 0.
    pub from: usize,
    /// Endpoint of the effect before, in the same sentence.
    pub last: Option<&'a EndpointRef>,
    /// Endpoint that the sentences before spoke of.
    pub carried: Option<&'a EndpointRef>,
    /// The sentence speaks of regression variables.
    pub regression: bool,
}

/// Endpoints of a `respectively` list, one an effect.
pub fn listed_endpoints(
    context: &Context,
    sentence: &Sentence,
    effects: &[EffectPhrase],
    endpoints: &[EndpointRef],
) -> Option<Vec<EndpointRef>> {
    let lexemes = &sentence.lexemes;
    if effects.len() < 2 || !lexemes.iter().any(|l| l.lex == Lex::Respectively) {
        return None;
    }
    let first = effects[0].label.start;
    let hazards = effects.iter().all(is_hazard);
    let before: Vec<&EndpointRef> = endpoints.iter().filter(|e| e.at.end <= first && (!hazards || has_hazard(context, e))).collect();
    let between = endpoints.iter().any(|e| {
        e.at.start > first && e.at.start < effects[effects.len() - 1].lexemes.end && !effects.iter().any(|f| f.label.contains(&e.at.start))
    });
    if between {
        return None;
    }
    let listed: Vec<&EndpointRef> = if before.len() >= effects.len() {
        before[before.len() - effects.len()..].to_vec()
    } else {
        endpoints.iter().filter(|e| effects.iter().any(|f| f.label.contains(&e.at.start))).collect()
    };
    let named = |(e, r): (&EffectPhrase, &&EndpointRef)| meant(context, sentence, e, endpoints, (*r).clone());
    (listed.len() == effects.len()).then(|| effects.iter().zip(&listed).map(named).collect())
}

/// The endpoint of one effect. A hazard ratio of progression is one of progression-free survival; responses and, in a
/// regression, adverse events that stand beside a named endpoint are groups and factors, not what was measured.
pub fn endpoint_of(
    context: &Context,
    sentence: &Sentence,
    e: &EffectPhrase,
    endpoints: &[EndpointRef],
    before: &Before,
) -> Option<EndpointRef> {
    let hazard = is_hazard(e);
    let kind =
        |r: &EndpointRef| r.concept.as_deref().and_then(|c| context.vocabulary.find(c)).and_then(|c| context.concept(c).endpoint_type);
    let measured = |r: &EndpointRef| {
        let adverse = r.concept.as_deref().is_some_and(|c| c.starts_with("adverse_event:"));
        let factor = || {
            endpoints.iter().any(|o| {
                o.at.end <= r.at.start && kind(o) == Some(EndpointType::TimeToEvent) && correlates(context, sentence, o.at.end..r.at.start)
            })
        };
        !(hazard && !has_hazard(context, r) || adverse && (before.regression || factor()))
    };
    let kept: Vec<EndpointRef> = endpoints.iter().filter(|r| measured(r)).cloned().collect();
    let chosen = nearest_endpoint(context, sentence, e, if kept.is_empty() { endpoints } else { &kept }, before)?;
    Some(meant(context, sentence, e, endpoints, chosen))
}

/// What an endpoint that an effect names stands for: a hazard ratio of progression is one of progression-free survival.
fn meant(context: &Context, sentence: &Sentence, e: &EffectPhrase, endpoints: &[EndpointRef], chosen: EndpointRef) -> EndpointRef {
    let hazard = is_hazard(e);
    let slug = chosen.concept.as_deref().unwrap_or_default();
    let of_disease = || endpoints.iter().any(|r| r.event && r.concept.as_deref() == Some("endpoint:css"));
    let meant = match slug {
        "endpoint:pd" if hazard => Some("endpoint:pfs"),
        // "Deaths from lung cancer … HR of death": those deaths.
        "endpoint:os" if chosen.event && of_disease() => Some("endpoint:css"),
        "endpoint:mortality" if hazard && risk_of_dying(context, sentence, &chosen) => Some("endpoint:os"),
        "endpoint:time_to_local_progression" if chosen.text.to_lowercase().contains("regional") => Some("endpoint:lrf"),
        "endpoint:time_to_local_progression" => Some("endpoint:lf"),
        "endpoint:serious_adverse_events" | "endpoint:treatment_related_death" | "endpoint:discontinuation" => Some("endpoint:toxicity"),
        _ => None,
    };
    match meant {
        Some(concept) => EndpointRef { concept: Some(concept.to_owned()), ..chosen },
        None => chosen,
    }
}

fn is_hazard(e: &EffectPhrase) -> bool {
    matches!(e.measure, Measure::HazardRatio | Measure::SubdistributionHazardRatio)
}

/// Responses have no hazard: beside a hazard ratio they are groups.
fn has_hazard(context: &Context, endpoint: &EndpointRef) -> bool {
    let id = endpoint.concept.as_deref();
    let kind = id.and_then(|c| context.vocabulary.find(c)).and_then(|c| context.concept(c).endpoint_type);
    kind != Some(EndpointType::Response) || id == Some("endpoint:pd")
}

/// "… (0.40-0.75), P = 0.01 for PFS;": the endpoint right behind an effect.
fn trailing(context: &Context, sentence: &Sentence, e: &EffectPhrase, endpoints: &[EndpointRef]) -> Option<EndpointRef> {
    let lexemes = &sentence.lexemes;
    let introduced = ["for", "in terms of"].contains(&context.word(lexemes.get(e.lexemes.end)?).as_str());
    let named = endpoints.iter().find(|r| introduced && r.at.start > e.lexemes.end && r.at.start <= e.lexemes.end + 2)?;
    let closed = lexemes
        .get(named.at.end)
        .is_none_or(|l| matches!(l.lex, Lex::Semicolon | Lex::Comma | Lex::Close | Lex::And | Lex::Open) || context.word(l) == ".");
    closed.then(|| named.clone())
}

/// Whether words between an endpoint and an event make the event a factor: "survival was related to weight loss".
fn correlates(context: &Context, sentence: &Sentence, between: Range<usize>) -> bool {
    const WORDS: &[&str] = &["related", "associated", "correlated", "influenced", "affected", "predicted", "factors", "predictors"];
    sentence.lexemes[between].iter().any(|l| WORDS.contains(&context.word(l).as_str()))
}

/// "mortality risk" in a study of survival.
fn risk_of_dying(context: &Context, sentence: &Sentence, endpoint: &EndpointRef) -> bool {
    let lexemes = &sentence.lexemes;
    let word = |i: Option<usize>| i.and_then(|i| lexemes.get(i)).map(|l| context.word(l)).unwrap_or_default();
    let printed = endpoint.text.to_lowercase();
    if ["mortality risk", "risk of mortality"].contains(&printed.as_str()) {
        return names_survival(context);
    }
    let bare = printed == "mortality";
    let risk = word(Some(endpoint.at.end)).starts_with("risk")
        || word(endpoint.at.start.checked_sub(1)) == "of" && word(endpoint.at.start.checked_sub(2)).starts_with("risk");
    bare && risk && names_survival(context)
}

fn names_survival(context: &Context) -> bool {
    let os = context.vocabulary.find("endpoint:os");
    context.annotated.mentions.iter().any(|m| m.concept.is_some() && m.concept == os)
}

fn nearest_endpoint(
    context: &Context,
    sentence: &Sentence,
    e: &EffectPhrase,
    endpoints: &[EndpointRef],
    before: &Before,
) -> Option<EndpointRef> {
    let Before { from, last, carried, .. } = *before;
    let inside = |range: Range<usize>| endpoints.iter().filter(move |r| r.at.start >= range.start && r.at.end <= range.end);
    if let Some(named) = inside(e.label.clone()).next_back() {
        // "HR for death": the event, unless an endpoint is named with it.
        return Some(named.clone());
    }
    // "0.55 for progression-free survival" right after the phrase.
    let lexemes = &sentence.lexemes;
    let follows = || -> Option<EndpointRef> {
        let next = lexemes.get(e.lexemes.end)?;
        let introduced = ["for", "in", "on"].contains(&context.word(next).as_str());
        endpoints.iter().find(|r| introduced && r.at.start > e.lexemes.end && r.at.start <= e.lexemes.end + 4).cloned()
    };
    // "…(HR=…)是局部失败的独立危险因素".
    let predicted = || -> Option<EndpointRef> {
        let clause = (e.lexemes.end..lexemes.len()).find(|&i| lexemes[i].lex == Lex::Semicolon).unwrap_or(lexemes.len());
        let rest = lexemes.get(e.lexemes.end..clause).filter(|r| !r.is_empty())?;
        let text = context.text(FoldedSpan::new(rest[0].span.start, rest[rest.len() - 1].span.end));
        let named = text.contains('是') && text.contains("因素");
        endpoints.iter().find(|r| named && r.at.start >= e.lexemes.end && r.at.end <= clause).cloned()
    };
    if let Some(found) = predicted().or_else(|| trailing(context, sentence, e, endpoints)) {
        return Some(found);
    }
    let near = inside(from..e.label.start).rfind(|r| !r.event);
    let event = inside(from..e.label.start).next_back();
    near.cloned()
        .or_else(follows)
        .or_else(|| event.cloned())
        .or_else(|| unnamed::risk(context, sentence, from..e.label.start, last))
        .or_else(|| last.cloned())
        .or_else(|| inside(0..e.label.start).next_back().cloned())
        .or_else(|| endpoints.iter().find(|r| r.at.start >= e.lexemes.end).cloned())
        .or_else(|| carried.cloned())
}
