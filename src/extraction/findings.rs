//! Effects and outcomes of all sentences → findings of the document.

use super::adjustment::{said_adjusted, sides};
use super::arms::{self, Arms};
use super::attach::{self, Before};
use super::attribution::{self, Attribution};
use super::check;
use super::comparison::{self, Side};
use super::context::{Context, Sentence};
use super::diagnostic::{self, Diagnostic};
use super::effect::{self, EffectPhrase, IntervalPhrase, PPhrase};
use super::endpoint::{self, EndpointRef};
use super::factor;
use super::finding::*;
use super::lexeme::{Lex, TimeUnit};
use super::merge;
use super::outcome::{self, OutcomePhrase, Scene};
use super::shared_p::{between_groups, goes_on, joined, share_listed_p};
use super::stated;
use super::subgroup;
use super::unnamed;
use crate::document::SectionKind;
use crate::text::FoldedSpan;
use crate::vocabulary::{ConceptKind, EndpointType};

/// All findings, in the order of the text, and what looked like one.
pub fn findings(context: &Context, arms: &Arms, voices: &[Voice]) -> (Vec<Finding>, Vec<Diagnostic>) {
    let mut diagnostics = Vec::new();
    let mut out: Vec<Finding> = Vec::new();
    let mut carried: Option<EndpointRef> = None;
    let mut prognosis: Option<EndpointRef> = None;
    let mut measure: Option<Measure> = None;
    let mut regression = false;
    let mut before: Option<Attribution> = None;
    let none = Arms::default();
    let mut adjusted: Option<bool> = None;
    let sides = sides(context);
    let conditions = conditions(context);
    for (sentence, voice) in context.sentences.iter().zip(voices) {
        if matches!(sentence.section, SectionKind::References | SectionKind::Eligibility) {
            continue;
        }
        let lower = context.lower(sentence);
        let endpoints = endpoint::endpoints(context, sentence);
        let mut effects = effect::effects(context, sentence, measure);
        measure = effects.last().map(|e| e.measure);
        diagnostics.extend(diagnostic::unread(context, sentence, &effects));
        diagnostics.extend(diagnostic::unclear(context, sentence));
        let local = arms.local(context, sentence);
        // Another study has arms of its own: what was compared here says nothing of them, nor does the sentence before, which may
        // tell of a third.
        let foreign = voice.certainty == Certainty::Cited;
        let heard = before.take().filter(|_| !foreign);
        let arms = local.as_ref().unwrap_or(if foreign { &none } else { arms });
        let references = comparison::references(context, sentence, arms);
        regression = if factor::is_regression(&lower) { true } else { regression && effects.is_empty() };
        // A model that a sentence names holds while the next ones go on with it.
        let model = ["variable", "variate", "因素"].iter().any(|w| lower.contains(w));
        adjusted = said_adjusted(&lower).filter(|_| model).or(adjusted.filter(|_| regression));
        prognosis = unnamed::prognosis(&lower).or(prognosis);
        let base = Base {
            context,
            sentence,
            arms,
            conditions: &conditions,
            voice,
            lower: &lower,
            subgroup: subgroup::subgroup(context, sentence, &references),
            prognosis: prognosis.clone(),
            adjusted,
            sides,
        };
        let carried_pair = heard.as_ref().map(|b| b.elsewhere().pair);
        let outcomes = outcome::outcomes(&Scene {
            context,
            sentence,
            arms,
            endpoints: &endpoints,
            effects: &effects,
            references: &references,
            carried: carried.as_ref(),
            before: carried_pair.as_ref(),
        });
        share_listed_p(&sentence.lexemes, &mut effects);
        let scene = attribution::Scene { context, sentence, arms, references: &references, regression, before: heard.as_ref() };
        let attributions = attribution::attributions(&scene, &effects);
        let mut found = base.effects(&effects, &endpoints, &attributions, carried.as_ref(), regression);
        base.outcomes(outcomes, &attributions, &mut found);
        before = attributions.into_iter().last().or_else(|| base.compared(&references)).or(heard).filter(|_| !foreign);
        base.loose_p(&effects, &endpoints, &references, &mut found, carried.as_ref());
        if let Some(last) = endpoints.iter().rfind(|e| !e.event || e.concept.as_deref() == Some("endpoint:incidence")) {
            carried = Some(last.clone());
        }
        out.extend(found);
    }
    let mut merged = merge::merge(out);
    for finding in &mut merged {
        finding.checks = check::checks(finding, context.vocabulary);
        finding.favours = check::favours(finding, context.vocabulary);
    }
    (merged, diagnostics)
}

/// Diseases of the title, else the first named.
pub fn conditions(context: &Context) -> Vec<String> {
    let title_end = context.document.title.as_ref().map_or(0, String::len);
    let diseases = |inside: bool| -> Vec<String> {
        let mut ids = Vec::new();
        for m in context.annotated.mentions.iter().filter(|m| m.kind == ConceptKind::Disease) {
            let in_title = context.source(m.span).start < title_end;
            if let Some(id) = m.concept.map(|c| context.concept(c).id.clone()).filter(|_| in_title == inside)
                && !ids.contains(&id)
            {
                ids.push(id);
            }
        }
        ids
    };
    let titled = diseases(true);
    if titled.is_empty() { diseases(false).into_iter().take(1).collect() } else { titled }
}

struct Base<'a> {
    context: &'a Context<'a>,
    sentence: &'a Sentence,
    arms: &'a Arms,
    conditions: &'a [String],
    voice: &'a Voice,
    lower: &'a str,
    subgroup: Option<String>,
    /// Where only the prognosis or the survival analysis is spoken of: survival.
    prognosis: Option<EndpointRef>,
    /// What is said of the regression that the sentence stands in.
    adjusted: Option<bool>,
    /// Sides of all tests, where the document says so.
    sides: Option<u8>,
}

impl Base<'_> {
    fn finding(&self, endpoint: Option<&EndpointRef>) -> Finding {
        Finding {
            endpoint: endpoint.map_or_else(
                || Endpoint { concept: None, text: String::new() },
                |e| Endpoint { concept: e.concept.clone(), text: e.text.clone() },
            ),
            timepoint: None,
            effect: None,
            p: None,
            arms: Vec::new(),
            factor: None,
            harm: None,
            stated: None,
            population: Population {
                conditions: self.conditions.to_vec(),
                subgroup: self.subgroup.clone(),
                n: None,
                subjects: self.context.subjects(self.lower),
            },
            certainty: self.voice.certainty,
            citation: self.voice.citation.clone(),
            favours: None,
            checks: Vec::new(),
            spans: vec![self.context.source(self.sentence.span)],
        }
    }

    fn effects(
        &self,
        effects: &[EffectPhrase],
        endpoints: &[EndpointRef],
        attributions: &[Attribution],
        carried: Option<&EndpointRef>,
        regression: bool,
    ) -> Vec<Finding> {
        let mut found: Vec<Finding> = Vec::new();
        let mut previous_end = 0;
        let mut last_endpoint: Option<EndpointRef> = None;
        let listed = attach::listed_endpoints(self.context, self.sentence, effects, endpoints);
        for (i, (e, told)) in effects.iter().zip(attributions).enumerate() {
            let endpoint = listed.as_ref().map(|l| l[i].clone()).or_else(|| {
                attach::endpoint_of(
                    self.context,
                    self.sentence,
                    e,
                    endpoints,
                    &Before { from: previous_end, last: last_endpoint.as_ref(), carried, regression },
                )
                .or_else(|| unnamed::endpoint(self.context, self.sentence, previous_end, e.label.start..e.lexemes.end))
                .or_else(|| self.prognosis.clone().filter(|_| !matches!(e.measure, Measure::OddsRatio)))
            });
            let from = previous_end;
            let mut finding = self.finding(endpoint.as_ref());
            finding.effect = Some(Effect {
                measure: e.measure,
                value: e.value,
                text: self.context.printed(e.value_span),
                interval: e.interval.as_ref().map(|iv| self.interval(iv)),
                adjusted: self.adjusted(e, from),
            });
            finding.p = e.p.as_ref().map(|p| self.p(p));
            finding.stated = self.clause(from, e.label.start).and_then(|clause| stated::stated(&clause));
            finding.arms = self.pair(told.pair.experimental.as_ref(), told.pair.comparator.as_ref());
            finding.factor = told.factor.clone();
            // An endpoint named behind its effect is not the next one's.
            let behind = endpoint.as_ref().filter(|r| r.at.start <= e.lexemes.end + 2).map_or(0, |r| r.at.end);
            previous_end = behind.max(e.lexemes.end);
            last_endpoint = endpoint.or(last_endpoint);
            found.push(finding);
        }
        found
    }

    /// The pair that a sentence without effects compares by name, for the sentences behind it.
    fn compared(&self, references: &[Side]) -> Option<Attribution> {
        let pair = comparison::pair(self.context, self.sentence, self.arms, references, 0..self.sentence.lexemes.len());
        (pair.whole() && self.arms.list.len() < 2).then_some(Attribution { pair, factor: None })
    }

    /// The words before an effect, in lower case.
    fn clause(&self, from: usize, to: usize) -> Option<String> {
        let lexemes = self.sentence.lexemes.get(from..to).filter(|l| !l.is_empty())?;
        let span = FoldedSpan::new(lexemes[0].span.start, lexemes[lexemes.len() - 1].span.end);
        Some(self.context.text(span).to_lowercase())
    }

    fn pair(&self, experimental: Option<&Side>, comparator: Option<&Side>) -> Vec<Arm> {
        [(Role::Experimental, experimental), (Role::Comparator, comparator)]
            .into_iter()
            .filter_map(|(role, side)| side.map(|s| self.arm(role, s)))
            .collect()
    }

    fn arm(&self, role: Role, side: &Side) -> Arm {
        Arm {
            role,
            label: Some(side.label.clone()),
            concepts: arms::concept_ids(self.context, &side.concepts),
            n: side.arm.and_then(|i| self.arms.list[i].n),
            outcome: None,
        }
    }

    fn interval(&self, iv: &IntervalPhrase) -> Interval {
        Interval { level: iv.level, low: iv.low, high: iv.high, text: self.context.printed(iv.span), kind: iv.kind }
    }

    fn p(&self, p: &PPhrase) -> PValue {
        PValue { relation: p.relation, value: p.value, text: self.context.printed(p.span), sides: p.sides.or(self.sides) }
    }

    /// What is said of this effect: at its label, in its clause, in its sentence, or of the model that the sentence goes on with.
    fn adjusted(&self, e: &EffectPhrase, from: usize) -> Option<bool> {
        let label = self.sentence.lexemes.get(e.label.start).map(|l| self.context.text(l.span)).unwrap_or_default();
        if ["aHR", "AHR", "aOR", "AOR", "aRR"].contains(&label) || label.to_lowercase().starts_with("adjusted") {
            return Some(true);
        }
        let before = e.label.start.checked_sub(1).map(|i| self.context.word(&self.sentence.lexemes[i])).unwrap_or_default();
        match before.as_str() {
            "adjusted" => Some(true),
            "unadjusted" | "crude" => Some(false),
            _ => self.clause(from, e.label.start).and_then(|c| said_adjusted(&c)).or_else(|| said_adjusted(self.lower)).or(self.adjusted),
        }
    }

    /// Medians and a single pair of rates join the effect of their endpoint; other outcomes are findings of their own.
    fn outcomes(&self, outcomes: Vec<OutcomePhrase>, attributions: &[Attribution], found: &mut Vec<Finding>) {
        let mut rest: Vec<Vec<OutcomePhrase>> = Vec::new();
        for o in outcomes {
            let same = |g: &Vec<OutcomePhrase>| {
                g.first().is_some_and(|f| {
                    f.endpoint.concept == o.endpoint.concept
                        && (f.statistic == o.statistic || o.not_reached || f.not_reached)
                        && f.timepoint == o.timepoint
                        && !g.iter().any(|x| label_of(x) == label_of(&o))
                        && (label_of(f).is_some() == label_of(&o).is_some())
                })
            };
            match rest.iter_mut().rev().find(|g| same(g)) {
                Some(group) => group.push(o),
                None => rest.push(vec![o]),
            }
        }
        for group in rest {
            let joins = found.iter_mut().enumerate().find(|(_, f)| {
                f.effect.is_some()
                    && f.endpoint.concept == group[0].endpoint.concept
                    && f.arms.len() == 2
                    && group.len() <= 2
                    && f.arms.iter().all(|a| a.outcome.is_none())
                    && group.iter().all(|o| f.arms.iter().any(|a| a.label.as_deref() == label_of(o)))
            });
            let alone = group.len() == 2 || group[0].statistic == Statistic::Median;
            if let Some((i, finding)) = joins.filter(|_| alone) {
                finding.timepoint = group[0].timepoint.map(timepoint);
                for o in &group {
                    if let Some(arm) = finding.arms.iter_mut().find(|a| a.label.as_deref() == label_of(o)) {
                        arm.outcome = Some(self.outcome(o));
                    }
                }
                let named = group.iter().all(|o| o.side.as_ref().is_some_and(|s| !s.at.is_empty()));
                if attributions.get(i).is_some_and(|a| !a.pair.firm) {
                    check::orient(finding, named, self.context.vocabulary);
                }
                continue;
            }
            let mut finding = self.finding(Some(&group[0].endpoint));
            finding.timepoint = group[0].timepoint.map(timepoint);
            let roles = roles(&group);
            for (o, role) in group.iter().zip(roles) {
                let mut arm = match &o.side {
                    Some(side) => self.arm(role, side),
                    None => Arm { role, label: None, concepts: Vec::new(), n: None, outcome: None },
                };
                arm.outcome = Some(self.outcome(o));
                finding.arms.push(arm);
            }
            found.push(finding);
        }
    }

    fn outcome(&self, o: &OutcomePhrase) -> Outcome {
        Outcome {
            statistic: o.statistic,
            value: o.value,
            value_high: None,
            text: self.context.printed(o.span),
            unit: o.unit.map(str::to_owned),
            not_reached: o.not_reached,
            interval: o.interval.as_ref().map(|iv| self.interval(iv)),
            events: o.events,
            total: o.total,
        }
    }

    /// p values that no effect has taken: beside medians or rates, or of an endpoint alone.
    fn loose_p(
        &self,
        effects: &[EffectPhrase],
        endpoints: &[EndpointRef],
        references: &[Side],
        found: &mut Vec<Finding>,
        carried: Option<&EndpointRef>,
    ) {
        let lexemes = &self.sentence.lexemes;
        let taken: Vec<FoldedSpan> = effects.iter().filter_map(|e| e.p.as_ref().map(|p| p.span)).collect();
        let mut previous = 0;
        for (i, l) in lexemes.iter().enumerate() {
            let Lex::P { relation, value, sides } = l.lex else { continue };
            // A p inside an effect that has another is of a margin.
            if taken.contains(&l.span) || effects.iter().any(|e| e.p.is_some() && e.lexemes.contains(&i)) {
                previous = i + 1;
                continue;
            }
            let p = PPhrase { relation, value, sides, span: l.span };
            // In the same bracket as an effect without one.
            let beside = effects
                .iter()
                .position(|e| e.p.is_none() && e.lexemes.start > i && same_bracket(lexemes, i, e.lexemes.start))
                .or_else(|| {
                    effects.iter().rposition(|e| {
                        e.p.is_none()
                            && e.lexemes.end <= i
                            && !lexemes[e.lexemes.end..i].iter().any(|l| matches!(l.lex, Lex::Semicolon | Lex::Measure(_)))
                            && i - e.lexemes.end <= 12
                    })
                });
            if let Some(k) = beside.filter(|&k| found.get(k).is_some_and(|f| f.effect.is_some() && f.p.is_none())) {
                found[k].p = Some(self.p(&p));
                previous = i + 1;
                continue;
            }
            let endpoint = endpoints
                .iter()
                .rfind(|e| e.at.start >= previous && e.at.end <= i && !e.event)
                .or_else(|| endpoints.iter().rfind(|e| e.at.end <= i && !e.event))
                .or(carried.filter(|_| endpoints.is_empty() && goes_on(self.lower)));
            let clause = self.clause(previous, i).unwrap_or_default();
            previous = i + 1;
            let Some(endpoint) = endpoint.filter(|_| !between_groups(&clause)) else { continue };
            let target = found
                .iter_mut()
                .rev()
                .find(|f| f.p.is_none() && f.endpoint.concept == endpoint.concept && f.effect.is_none() && f.arms.len() >= 2);
            if let Some(finding) = target {
                finding.p = Some(self.p(&p));
                continue;
            }
            let effect_target = found
                .iter_mut()
                .find(|f| f.p.is_none() && f.endpoint.concept == endpoint.concept && f.effect.is_some() && f.arms.len() == 2);
            if let Some(finding) = effect_target {
                finding.p = Some(self.p(&p));
                continue;
            }
            if is_harm(self.context, endpoint) {
                continue;
            }
            let pair = comparison::pair(self.context, self.sentence, self.arms, references, 0..i);
            for endpoint in joined(self.context, lexemes, endpoints, endpoint) {
                let mut finding = self.finding(Some(endpoint));
                finding.arms = self.pair(pair.experimental.as_ref(), pair.comparator.as_ref());
                if finding.arms.len() == 1 {
                    finding.arms.clear();
                }
                finding.p = Some(self.p(&p));
                found.push(finding);
            }
        }
    }
}

fn is_harm(context: &Context, endpoint: &EndpointRef) -> bool {
    endpoint.concept.as_deref().is_some_and(|c| {
        c.starts_with("adverse_event:")
            || context.vocabulary.find(c).is_some_and(|id| context.concept(id).endpoint_type == Some(EndpointType::Harm))
    })
}

fn same_bracket(lexemes: &[super::lexeme::Lexeme], a: usize, b: usize) -> bool {
    !lexemes[a..b].iter().any(|l| matches!(l.lex, Lex::Close | Lex::Percent(_) | Lex::Duration { .. }))
}

fn label_of(o: &OutcomePhrase) -> Option<&str> {
    o.side.as_ref().map(|s| s.label.as_str())
}

fn timepoint((value, unit): (f64, TimeUnit)) -> Timepoint {
    Timepoint { value, unit: unit.as_str().to_owned() }
}

/// Two known arms are experimental and comparator; everything else stands alone.
fn roles(group: &[OutcomePhrase]) -> Vec<Role> {
    let index = |o: &OutcomePhrase| o.side.as_ref().and_then(|s| s.arm);
    let two = group.len() == 2 && group.iter().all(|o| index(o).is_some_and(|i| i < 2));
    if two {
        return group.iter().map(|o| if index(o) == Some(0) { Role::Experimental } else { Role::Comparator }).collect();
    }
    if group.len() == 2 && group.iter().all(|o| o.side.is_some()) {
        return vec![Role::Experimental, Role::Comparator];
    }
    vec![Role::Single; group.len()]
}
