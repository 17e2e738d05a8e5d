//! Harms: rates and counts of adverse events, deaths from treatment, stops because of toxicity, by arm and grade.
//!
//! ```text
//! harm   := event { value }                   "fatigue (9% v 1%)", "≥3级不良事件发生率为63.4%对67.7%"
//!         | value { value } "had" event        "69% vs 81% had grade ≥3 events", "six toxic deaths"
//!         | "no" event                         "no grade 4 toxicity": events = 0
//! event  := [ grade ] name [ grade ]           see [`event`], [`grade`]
//! value  := percent, count, total              see [`value`]
//! ```
//! A value belongs to the nearest name before it, unless a verb ("had", "developed") or nothing at all ties it to the name behind
//! it. Endpoints of efficacy are names too, so that their values are left to others.

mod denial;
mod event;
mod events;
mod grade;
mod grading;
mod owner;
mod side;
mod spread;
mod told;
mod value;
mod words;

use super::arms::Arms;
use super::check;
use super::comparison::{self, Side};
use super::context::{Context, Sentence};
use super::finding::*;
use super::findings;
use super::lexeme::Lex;
use super::passage::{Passage, Zone};
use super::phrase;
use crate::document::{Kind, SectionKind};
use denial::denied;
use event::Event;
use owner::owners;
use std::ops::Range;
use value::Value;

/// All harms of a document, in the order of the text.
pub fn read(context: &Context, passages: &[Passage], arms: &Arms, voices: &[Voice]) -> Vec<Finding> {
    let mut found: Vec<Finding> = Vec::new();
    let literature = context.document.kind == Kind::Review;
    let conditions = findings::conditions(context);
    let mut speaking = false;
    let mut headed = false;
    for ((sentence, passage), voice) in context.sentences.iter().zip(passages).zip(voices) {
        // A heading of results inside what the reader took for the methods.
        headed = sentence.section == SectionKind::Methods && (headed || passage.zone == Zone::Results);
        let left_out = matches!(sentence.section, SectionKind::References | SectionKind::Eligibility | SectionKind::Title)
            || passage.zone == Zone::Methods && !headed
            || passage.zone == Zone::Title
            || passage.zone == Zone::Background && !literature;
        if left_out {
            speaking = false;
            continue;
        }
        let events = events::events(context, sentence);
        let told = passage.has(&[
            "toxicit*",
            "adverse",
            "complication*",
            "grade",
            "side effect*",
            "side-effect*",
            "morbidit*",
            "safety",
            "tolera*",
        ]) || ["毒性", "毒副", "不良反应", "不良事件", "并发症", "安全性"].iter().any(|w| passage.text.contains(w))
            || events.iter().any(|e| e.general || e.grade.is_some() || of_treatment(e));
        let counts =
            told || speaking || passage.has(REPORTED) || ["发生", "出现", "发生率", "常见"].iter().any(|w| passage.text.contains(w));
        speaking = told && !events.is_empty();
        if events.is_empty()
            || !counts
            || passage.has(&[
                "median age",
                "baseline",
                "中位年龄",
                "hazard ratio*",
                "predict*",
                "risk factor*",
                "prognostic",
                "correlat*",
                "危险因素",
            ]) && !told
        {
            continue;
        }
        for mut finding in of_sentence(context, sentence, arms, &events, told) {
            finding.certainty = voice.certainty;
            finding.citation.clone_from(&voice.citation);
            finding.population.conditions.clone_from(&conditions);
            finding.checks = check::checks(&finding, context.vocabulary);
            match found.iter_mut().find(|f| same(f, &finding)) {
                Some(known) => join(known, finding),
                None => found.push(finding),
            }
        }
    }
    found
}

/// Whether an event is nothing but a harm of treatment.
fn of_treatment(event: &Event) -> bool {
    const MADE: &[&str] =
        &["radiation", "pneumonitis", "mucositis", "toxicity", "immune_related", "neutropenia", "hand_foot", "anastomotic"];
    event.concept.as_deref().is_some_and(|c| MADE.iter().any(|w| c.contains(w)))
}

/// Whether what was read as an outcome is counted among the harms of its sentence.
pub fn counted(finding: &Finding, harms: &[Finding]) -> bool {
    let printed = |f: &Finding| -> Vec<String> { f.arms.iter().filter_map(|a| Some(a.outcome.as_ref()?.text.clone())).collect() };
    let own = printed(finding);
    finding.effect.is_none()
        && finding.harm.is_none()
        && !own.is_empty()
        && harms.iter().any(|h| {
            h.spans.iter().any(|s| finding.spans.contains(s)) && {
                let theirs = printed(h);
                own.iter().all(|o| theirs.contains(o))
            }
        })
}

/// Verbs and words by which a sentence reports an event.
const REPORTED: &[&str] = &[
    "occurred",
    "occurring",
    "developed",
    "experienced",
    "observed",
    "incidence",
    "incidences",
    "reported",
    "seen",
    "noted",
    "suffered",
    "common",
    "frequent",
    "frequently",
    "rates of",
    "rate of",
    "complicated",
    "required",
    "diagnosed",
    "detected",
];

fn of_sentence(context: &Context, sentence: &Sentence, arms: &Arms, events: &[Event], told: bool) -> Vec<Finding> {
    let names: Vec<Range<usize>> = events.iter().map(|e| e.at.clone()).collect();
    let values = value::values(context, sentence, &names);
    let owners = owners(context, sentence, events, &values);
    let references = comparison::references(context, sentence, arms);
    let mut out = Vec::new();
    let heading = heading_side(&references, events);
    let mut carried: Vec<Side> = Vec::new();
    let mut serious = false;
    let mut from = 0;
    let tables = spread::tables(context, sentence, events, &values, &owners, &references, arms.list.len());
    for (e, event) in events.iter().enumerate() {
        let table = tables.iter().find(|t| t.events.contains(&e));
        if table.is_some_and(|t| e + 1 < t.events.end) {
            continue;
        }
        let mut event = event.clone();
        let mut own: Vec<&Value> = values.iter().zip(&owners).filter(|(_, o)| **o == Some(e)).map(|(v, _)| v).collect();
        // "27 grade 3 events were recorded in 18 patients": patients count.
        if let [events, patients] = own[..]
            && events.bare
            && patients.bare
            && events.at.end <= event.at.start
            && patients.at.start >= event.at.end
            && !sentence.lexemes[event.at.end..patients.at.start].iter().any(|l| matches!(l.lex, Lex::And | Lex::Versus | Lex::Comma))
        {
            own = vec![patients];
        }
        let (Some(first), Some(last)) = (own.first(), own.last()) else {
            if let Some(span) = denied(context, sentence, &event, told) {
                out.push(finding(context, sentence, &event, vec![zero(context, sentence, span)], None));
            }
            // "Serious adverse events included leaks (30 …)": what the heading lists is serious too.
            serious |= event.kind == HarmKind::Serious;
            continue;
        };
        // Arms stand between the values of the event before and the name or values of the next.
        let next = events.get(e + 1..).unwrap_or_default().iter().map(|n| n.at.start).filter(|s| *s >= last.at.end).min();
        let next_value = values.iter().find(|v| v.at.start >= last.at.end).map(|v| v.at.start);
        let to = next.into_iter().chain(next_value.filter(|_| next.is_none())).min().unwrap_or(sentence.lexemes.len());
        let near: Vec<Side> = references
            .iter()
            .filter(|s| s.at.start >= from && s.at.end <= to && !(s.at.start >= event.at.start && s.at.end <= event.at.end))
            .cloned()
            .collect();
        if serious && !event.general {
            event.kind = HarmKind::Serious;
        }
        let p = p_value(context, sentence, first.at.start..to);
        if let Some(table) = table {
            let mut taken = 0;
            for (name, cells) in &table.rows {
                let cells: Vec<&Value> = cells.iter().map(|&v| &values[v]).collect();
                let mut sides = side::sides(&cells, &near, arms, &carried);
                if sides.iter().all(Option::is_none) && cells.len() == 1 {
                    sides = vec![heading.clone()];
                }
                taken = taken.max(sides.iter().flatten().map(|s| s.at.end).max().unwrap_or(0));
                out.push(finding(context, sentence, name, outcomes(context, sentence, &cells, &sides), p.clone()));
            }
            from = from.max(last.at.end).max(taken);
            continue;
        }
        let mut sides = side::sides(&own, &near, arms, &carried);
        if sides.iter().all(Option::is_none) && own.len() == 1 {
            sides = vec![heading.clone()];
        }
        let arms_of: Vec<Side> = sides.iter().flatten().cloned().collect();
        let taken = arms_of.iter().map(|s| s.at.end).max().unwrap_or(0);
        if arms_of.len() == own.len() && own.len() > 1 {
            carried = arms_of;
        }
        out.push(finding(context, sentence, &event, outcomes(context, sentence, &own, &sides), p));
        from = from.max(last.at.end).max(taken);
    }
    out
}

/// "Tolerance to chemotherapy included …": the one arm that a sentence names, in front of all its events.
fn heading_side(references: &[Side], events: &[Event]) -> Option<Side> {
    let first = references.first()?;
    let only = references.iter().all(|s| s.arm == first.arm && s.label == first.label);
    (only && first.arm.is_some() && events.first().is_some_and(|e| first.at.end <= e.at.start)).then(|| first.clone())
}

fn zero(context: &Context, sentence: &Sentence, at: Range<usize>) -> Arm {
    let text = context.printed(phrase::span(sentence, &at));
    Arm {
        role: Role::Single,
        label: None,
        concepts: Vec::new(),
        n: None,
        outcome: Some(Outcome {
            statistic: Statistic::Rate,
            value: None,
            value_high: None,
            text,
            unit: None,
            not_reached: false,
            interval: None,
            events: Some(0),
            total: None,
        }),
    }
}

fn outcomes(context: &Context, sentence: &Sentence, values: &[&Value], sides: &[Option<Side>]) -> Vec<Arm> {
    let compared = sides.iter().flatten().count() > 1;
    let mut experimental = sides.iter().flatten().position(|s| s.arm == Some(0));
    if experimental.is_none() && compared {
        experimental = Some(0);
    }
    let mut position = 0;
    values
        .iter()
        .zip(sides)
        .filter(|(v, _)| v.percent.is_some() || v.events.is_some())
        .map(|(v, side)| {
            let role = match side {
                Some(_) if compared => {
                    position += 1;
                    if experimental == Some(position - 1) { Role::Experimental } else { Role::Comparator }
                }
                _ => Role::Single,
            };
            Arm {
                role,
                label: side.as_ref().map(|s| s.label.trim_end_matches([' ', '.', ',']).to_owned()),
                concepts: side.iter().flat_map(|s| &s.concepts).map(|&c| context.concept(c).id.clone()).collect(),
                n: None,
                outcome: Some(Outcome {
                    statistic: Statistic::Rate,
                    value: v.percent,
                    value_high: None,
                    text: context.printed(phrase::span(sentence, &v.at)),
                    unit: v.percent.map(|_| "percent".to_owned()),
                    not_reached: false,
                    interval: None,
                    events: v.events,
                    total: v.total,
                }),
            }
        })
        .collect()
}

/// The p of a comparison stands behind its values.
fn p_value(context: &Context, sentence: &Sentence, range: Range<usize>) -> Option<PValue> {
    sentence.lexemes[range.start..range.end.min(sentence.lexemes.len())].iter().find_map(|l| match l.lex {
        Lex::P { relation, value, sides } => Some(PValue { relation, value, text: context.printed(l.span), sides }),
        _ => None,
    })
}

fn finding(context: &Context, sentence: &Sentence, event: &Event, arms: Vec<Arm>, p: Option<PValue>) -> Finding {
    Finding {
        endpoint: Endpoint { concept: event.concept.clone(), text: event.text.clone() },
        timepoint: None,
        effect: None,
        p,
        arms,
        factor: None,
        harm: Some(Harm { kind: event.kind, grade: event.grade.clone() }),
        stated: None,
        population: Population { conditions: Vec::new(), subgroup: None, n: None, subjects: Subjects::Patients },
        certainty: Certainty::Reported,
        citation: None,
        favours: None,
        checks: Vec::new(),
        spans: vec![context.source(sentence.span)],
    }
}

/// Whether two findings say the same, one of them perhaps in fewer figures.
fn same(a: &Finding, b: &Finding) -> bool {
    let agrees = |x: Option<u64>, y: Option<u64>| x == y || x.is_none() || y.is_none();
    let arms = a.arms.len() == b.arms.len()
        && a.arms.iter().zip(&b.arms).all(|(x, y)| {
            let figures = x.outcome.as_ref().zip(y.outcome.as_ref());
            x.label == y.label
                && figures.is_some_and(|(x, y)| {
                    x.value == y.value
                        && (x.value.is_some() || x.events == y.events)
                        && agrees(x.events, y.events)
                        && agrees(x.total, y.total)
                })
        });
    let named = a.endpoint.concept == b.endpoint.concept && (a.endpoint.concept.is_some() || a.endpoint.text == b.endpoint.text);
    // "3级以上" and "≥3级" are one grade.
    let harm = |f: &Finding| f.harm.as_ref().map(|h| (h.kind, h.grade.as_ref().map(|g| (g.low, g.high))));
    named && harm(a) == harm(b) && a.certainty == b.certainty && arms
}

/// How many figures a finding prints.
fn figures(finding: &Finding) -> usize {
    finding
        .arms
        .iter()
        .filter_map(|a| a.outcome.as_ref())
        .map(|o| usize::from(o.events.is_some()) + usize::from(o.total.is_some()))
        .sum::<usize>()
        + usize::from(finding.p.is_some())
}

/// Two statements of one result: the fuller one stays, with the sentences of both.
fn join(known: &mut Finding, mut other: Finding) {
    if figures(&other) > figures(known) {
        std::mem::swap(known, &mut other);
    }
    let new: Vec<_> = other.spans.into_iter().filter(|s| !known.spans.contains(s)).collect();
    known.spans.extend(new);
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::extraction::passage;
    use crate::vocabulary::Vocabulary;
    use proptest::prelude::*;

    /// Endpoint, kind, grade and figures of each harm, in a line.
    fn harms(text: &str) -> Vec<String> {
        let document = passage::document(None, text);
        let annotated = crate::vocabulary::annotate(crate::text::prepare(&document.text, &[], None), Vocabulary::builtin());
        let context = Context::new(&document, &annotated, Vocabulary::builtin());
        let arms = Arms::of(&context);
        let found = {
            let passages = passage::passages(&context);
            let subject = crate::extraction::study::Subject::of(&context, &passages);
            read(&context, &passages, &arms, &crate::extraction::certainty::voices(&context, &passages, &subject))
        };
        let number = |o: Option<f64>| o.map_or("-".to_owned(), |v| v.to_string());
        found
            .iter()
            .map(|f| {
                let harm = f
                    .harm
                    .as_ref()
                    .map(|h| (h.kind.as_str(), h.grade.as_ref().map(|g| format!("{}-{}", g.low, g.high)).unwrap_or_default()))
                    .unwrap_or_default();
                let figures: Vec<String> = f
                    .arms
                    .iter()
                    .filter_map(|a| a.outcome.as_ref())
                    .map(|o| format!("{}/{}/{}", number(o.value), number(o.events.map(|n| n as f64)), number(o.total.map(|n| n as f64))))
                    .collect();
                format!("{} {} {} {}", f.endpoint.concept.as_deref().unwrap_or(&f.endpoint.text), harm.0, harm.1, figures.join(" "))
            })
            .collect()
    }

    #[test]
    fn harms_of_a_sentence() {
        let cases: &[(&str, &[&str])] = &[
            (
                "RESULTS: Grade 3 or higher immune-related adverse events occurred in three patients (17.6%).",
                &["endpoint:toxicity event 3-5 17.6/3/-"],
            ),
            (
                "RESULTS: The most common grade 3/4 adverse events were fatigue (9% v 1%) and anemia (8% v 2%).",
                &["adverse_event:fatigue event 3-4 9/-/- 1/-/-", "adverse_event:anemia event 3-4 8/-/- 2/-/-"],
            ),
            (
                "RESULTS: Grade 3-4 neutropenia occurred in 52 [19%] of 269 patients in the A group vs none of 114 in the B group.",
                &["adverse_event:neutropenia event 3-4 19/52/269 -/0/114"],
            ),
            ("RESULTS: No grade 4 toxicity was observed.", &["endpoint:toxicity event 4-4 -/0/-"]),
            ("RESULTS: There were no treatment-related deaths.", &["endpoint:treatment_related_death death  -/0/-"]),
            (
                "RESULTS: Serious adverse events occurred in 91 (34%) patients in the A group and 25 (22%) patients in the B group.",
                &["endpoint:serious_adverse_events serious  34/91/- 22/25/-"],
            ),
            (
                "RESULTS: 27% versus 7% of patients discontinued treatment because of adverse events.",
                &["endpoint:discontinuation discontinuation  27/-/- 7/-/-"],
            ),
            ("RESULTS: Grade ≥3 esophageal toxicity was seen in 7% of patients.", &["adverse_event:esophageal_toxicity event 3-5 7/-/-"]),
            ("结果 两组≥3级不良事件发生率分别为89.7%和90.2%。", &["endpoint:toxicity event 3-5 89.7/-/- 90.2/-/-"]),
            ("结果 3~4级高血压在联合组占15.2%。", &["adverse_event:hypertension event 3-4 15.2/-/-"]),
            (
                "结果 联合组和单药组分别有23例(27%)和12例(13%)患者因毒副反应而终止治疗。",
                &["endpoint:discontinuation discontinuation  27/23/- 13/12/-"],
            ),
            ("结果 未出现4级毒副反应。", &["endpoint:toxicity event 4-4 -/0/-"]),
            (
                "方法 随机分为SBRT联合索拉非尼组和索拉非尼单药组。结果 两组3级以上毒副反应相近(47%对42%)。联合组≥3级毒副反应为47%(39例),单药组为42%(37例)。",
                &["endpoint:toxicity event 3-5 47/39/- 42/37/-"],
            ),
        ];
        for (text, expected) in cases {
            assert_eq!(harms(text), *expected, "{text}");
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(300))]

        /// Cue words between any characters: nothing panics, whatever stands beside a cue.
        #[test]
        fn any_text_is_read(parts in prop::collection::vec("\\PC{0,6}|é{0,30}|grade 3|≥3级|toxicity|adverse events|no |34 patients|12例|47%|\\(|\\)|23 of 85|died|discontinued|毒副反应|终止治疗|had|vs|, ", 0..16)) {
            harms(&parts.concat());
        }
    }

    #[test]
    fn what_is_no_harm() {
        for text in [
            "RESULTS: The response rate was 45% and median survival was 12 months.",
            "RESULTS: There was no significant difference in toxicity between the groups.",
            "METHODS: Patients with grade 3 toxicity received a dose of 50%.",
            "BACKGROUND: Grade 3 pneumonitis occurs in 5% of patients.",
            "RESULTS: Toxicity was acceptable.",
            "RESULTS: Overall survival was 80% and 13% of the patients died.",
            "RESULTS: Grade <1% was rare.",
            "RESULTS: High-grade glioma was found in 20% of patients.",
            "结果 全组中位年龄66岁,59.9%伴肝炎病毒感染(106例)。",
            "结果 两组毒副反应相近。",
            "结果 中位生存期为12个月,有效率为45%。",
            "方法 出现3级毒性者剂量减至75%。",
            "结果 死亡率为12%。",
        ] {
            assert_eq!(harms(text), Vec::<String>::new(), "{text}");
        }
    }
}
