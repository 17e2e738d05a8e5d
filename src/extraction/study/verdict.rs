//! Whether the aim of a primary endpoint was reached.
//!
//! In this order: what the text says of "the primary endpoint"; for non-inferiority only what the text says; the p value of a
//! finding on the endpoint; the p value, interval or words of the sentences that report it. Where none speaks, there is no verdict.

use super::super::finding::{Certainty, Finding, PValue, Relation, Role};
use super::super::lexeme::{Lex, Lexeme};
use super::super::passage::{Passage, Zone, contains_word};
use super::types::{Design, PrimaryEndpoint};
use crate::vocabulary::{AnnotatedText, ConceptId, ConceptKind, Vocabulary};

/// Two-sided, where the text names no threshold of its own.
const ALPHA: f64 = 0.05;

/// Fills in `met`, and the sentence that says so.
pub fn judge(
    endpoint: &mut PrimaryEndpoint,
    passages: &[Passage],
    annotated: &AnnotatedText,
    findings: &[Finding],
    vocabulary: &Vocabulary,
    design: Option<Design>,
) {
    let reading = Reading { endpoint, passages, annotated, vocabulary };
    let threshold = threshold(passages);
    let verdict = reading.said_outright().or_else(|| {
        if passages.iter().any(|p| p.has(&["noninferior*", "non-inferior*", "非劣效"])) {
            return reading.non_inferior();
        }
        // One arm has nothing to be compared with: its p values are those of subgroups.
        if matches!(design, None | Some(Design::SingleArm | Design::Preclinical)) {
            return None;
        }
        by_finding(reading.endpoint, findings, threshold).map(|met| (met, None)).or_else(|| reading.by_sentence(threshold))
    });
    if let Some((met, passage)) = verdict {
        endpoint.met = Some(met);
        if let Some(i) = passage {
            let span = annotated.text.source_span(passages[i].span);
            if !endpoint.spans.contains(&span) {
                endpoint.spans.push(span);
            }
        }
    }
}

/// A verdict and the passage that it stands on.
type Verdict = Option<(bool, Option<usize>)>;

struct Reading<'a> {
    endpoint: &'a PrimaryEndpoint,
    passages: &'a [Passage<'a>],
    annotated: &'a AnnotatedText,
    vocabulary: &'a Vocabulary,
}

impl Reading<'_> {
    /// "The primary end point was met", "did not meet its primary endpoint", "主要终点未达到".
    fn said_outright(&self) -> Verdict {
        const NOT: &[&str] = &[
            "not met",
            "not meet",
            "failed to meet",
            "not achieve",
            "not achieved",
            "not reach",
            "did not reach",
            "not reached",
            "missed",
            "fell short",
            "未达到",
            "未达",
            "没有达到",
        ];
        const MET: &[&str] = &["met", "reached", "achieved", "meeting", "satisfied", "达到", "达成"];
        self.passages.iter().enumerate().filter(|(_, p)| p.zone != Zone::Methods).find_map(|(i, p)| {
            let lower = &p.lower;
            let at = [
                "primary end point",
                "primary endpoint",
                "primary end-point",
                "primary outcome",
                "primary objective",
                "主要终点",
                "主要研究终点",
            ]
            .iter()
            .filter_map(|w| lower.find(w))
            .min()?;
            let from = lower.floor_char_boundary(at.saturating_sub(60));
            let to = lower.floor_char_boundary(at + 110);
            let near = &lower[from..to];
            // "number of events has been reached" is no verdict.
            if near.contains("events has been reached") || near.contains("events had been reached") || near.contains("data cutoff") {
                return None;
            }
            if NOT.iter().any(|w| contains_word(near, w)) {
                return Some((false, Some(i)));
            }
            MET.iter().any(|w| contains_word(near, w)).then_some((true, Some(i)))
        })
    }

    fn non_inferior(&self) -> Verdict {
        self.passages.iter().enumerate().filter(|(_, p)| !matches!(p.zone, Zone::Methods | Zone::Background | Zone::Title)).find_map(
            |(i, p)| {
                if !p.has(&["noninferior*", "non-inferior*", "非劣效", "pnon-inferiority", "inferior"]) {
                    return None;
                }
                let not = p.has(&[
                    "not noninferior*",
                    "not non-inferior*",
                    "not be confirmed",
                    "was not shown",
                    "not demonstrated",
                    "not established",
                    "not proven",
                    "not met",
                    "cannot be confirmed",
                    "could not be*",
                    "not show non*",
                    "was inferior",
                    "未达到非劣效",
                    "未证实非劣效",
                    "inconclusive",
                ]);
                if not {
                    return Some((false, Some(i)));
                }
                let p_small = p.lower.match_indices("inferiority").any(|(at, w)| {
                    p.lower[at + w.len()..]
                        .trim_start_matches(['=', ' ', '<', ','])
                        .split(|c: char| !(c.is_ascii_digit() || c == '.'))
                        .next()
                        .and_then(|n| n.parse::<f64>().ok())
                        .is_some_and(|n| n < ALPHA)
                }) || p.lexemes.iter().any(|l| {
                    matches!(l.lex, Lex::P { value, .. } if value < ALPHA)
                        && p.lower[l.span.end - p.span.start..].trim_start().starts_with("for non")
                }) || p.has(&["非劣效p<*"]);
                let said = p.has(&[
                    "was noninferior",
                    "was non-inferior",
                    "were noninferior",
                    "were non-inferior",
                    "is noninferior",
                    "is non-inferior",
                    "noninferiority was",
                    "non-inferiority was",
                    "noninferiority criteri*",
                    "non-inferiority criteri*",
                    "noninferior to",
                    "non-inferior to",
                    "达到非劣效",
                    "不劣于",
                    "非劣效成立",
                    "满足非劣效",
                    "非劣效于",
                ]);
                (p_small || said).then_some((true, Some(i)))
            },
        )
    }

    /// The first sentence of the results, else of the conclusions, that compares the endpoint.
    fn by_sentence(&self, threshold: f64) -> Verdict {
        let order: [&[Zone]; 2] = [&[Zone::Results, Zone::Body], &[Zone::Conclusion]];
        order.iter().find_map(|zones| {
            self.passages
                .iter()
                .enumerate()
                .filter(|(_, p)| zones.contains(&p.zone))
                .find_map(|(i, p)| self.compared(p, threshold).map(|met| (met, Some(i))))
        })
    }

    /// What one sentence says of the endpoint.
    fn compared(&self, passage: &Passage, threshold: f64) -> Option<bool> {
        let at = self.mentioned(passage)?;
        if passage.has(&[
            "subgroup*",
            "multivaria*",
            "univaria*",
            "prognostic",
            "predict*",
            "亚组",
            "多因素",
            "planned",
            "was defined",
            "secondary end*",
        ]) {
            return None;
        }
        let lexemes = &passage.lexemes;
        let named = lexemes.iter().position(|l| l.span.start >= at)?;
        let to = self.next_endpoint(&lexemes[named + 1..]).map_or(lexemes.len(), |i| named + 1 + i);
        // What stands before it belongs to it too where no other endpoint stands before.
        let from = if self.next_endpoint(&lexemes[..named]).is_none() { 0 } else { named };
        let scope = &lexemes[from..to];
        let p = scope.iter().find_map(|l| match l.lex {
            Lex::P { relation, value, .. } => Some(significant(relation, value, threshold)),
            _ => None,
        });
        let interval = || {
            let ratio = scope.iter().any(|l| matches!(l.lex, Lex::Measure(_)));
            scope.iter().find_map(|l| match l.lex {
                Lex::Range { low, high, .. } if ratio && low > 0.0 && low < high => Some(high < 1.0 || low > 1.0),
                _ => None,
            })
        };
        p.or_else(interval).or_else(|| in_words(passage))
    }

    /// Where the sentence names the endpoint.
    fn mentioned(&self, passage: &Passage) -> Option<usize> {
        match &self.endpoint.endpoint {
            Some(_) => {
                self.annotated.mentions_in(passage.span).iter().find(|m| m.concept.is_some_and(|c| self.same(c))).map(|m| m.span.start)
            }
            None => {
                let key: Vec<&str> = self.endpoint.text.split_whitespace().filter(|w| w.len() > 4).collect();
                let shared = key.iter().filter(|w| passage.lower.contains(&w.to_ascii_lowercase())).count();
                (!key.is_empty() && shared * 2 > key.len()).then_some(passage.span.start)
            }
        }
    }

    /// Where another endpoint begins: its numbers are its own.
    fn next_endpoint(&self, lexemes: &[Lexeme]) -> Option<usize> {
        lexemes.iter().position(|l| match l.lex {
            Lex::Mention(m) => {
                let mention = &self.annotated.mentions[m];
                mention.kind == ConceptKind::Endpoint && mention.concept.is_some_and(|c| !self.same(c))
            }
            _ => false,
        })
    }

    /// Whether a concept is the endpoint; death is what overall survival waits for.
    fn same(&self, concept: ConceptId) -> bool {
        let id = self.vocabulary.concept(concept).id.as_str();
        let own = self.endpoint.endpoint.as_deref();
        own == Some(id) || own == Some("endpoint:os") && id == "endpoint:mortality"
    }
}

fn in_words(passage: &Passage) -> Option<bool> {
    const NO: &[&str] = &[
        "not significantly",
        "no significant",
        "not statistically significant",
        "not significant",
        "no statistically significant",
        "no difference",
        "no differences",
        "did not improve",
        "not improve",
        "not different",
        "did not differ",
        "similar",
        "no improvement",
        "no benefit",
        "not superior",
        "not prolong",
        "did not prolong",
        "no survival",
        "无统计学差异",
        "无显著差异",
        "差异无统计学意义",
        "未达到统计学差异",
        "未改善",
        "未能改善",
        "却未改善",
        "无差异",
    ];
    const YES: &[&str] = &[
        "significantly",
        "superior",
        "statistically significant",
        "显著改善",
        "显著延长",
        "显著提高",
        "差异有统计学意义",
        "显著优于",
        "达到优效",
    ];
    if NO.iter().any(|w| contains_word(&passage.lower, w)) {
        return Some(false);
    }
    YES.iter().any(|w| contains_word(&passage.lower, w)).then_some(true)
}

fn significant(relation: Relation, value: f64, threshold: f64) -> bool {
    match relation {
        Relation::Less | Relation::LessOrEqual => value <= threshold,
        Relation::Greater | Relation::GreaterOrEqual => false,
        Relation::Equal => value < threshold,
    }
}

/// `one-sided significance level of 0.025`, `α=0.025`.
fn threshold(passages: &[Passage]) -> f64 {
    passages
        .iter()
        .filter(|p| {
            p.has(&[
                "significance level",
                "alpha",
                "level of significance",
                "significance boundary",
                "significance threshold",
                "检验水准",
                "显著性水平",
            ])
        })
        .find_map(|p| {
            let at = [
                "significance level",
                "alpha",
                "level of significance",
                "significance boundary",
                "significance threshold",
                "检验水准",
                "显著性水平",
            ]
            .iter()
            .filter_map(|w| p.lower.find(w))
            .min()?
                + p.span.start;
            p.lexemes.iter().filter(|l| l.span.start >= at).take(8).find_map(|l| match l.lex {
                Lex::Number { value, .. } if (0.0001..=0.2).contains(&value) => Some(value),
                Lex::P { value, .. } if (0.0001..=0.2).contains(&value) => Some(value),
                _ => None,
            })
        })
        .unwrap_or(ALPHA)
}

/// The p of a comparison of treatments on the endpoint, in everybody.
fn by_finding(endpoint: &PrimaryEndpoint, findings: &[Finding], threshold: f64) -> Option<bool> {
    let id = endpoint.endpoint.as_deref()?;
    let own = findings.iter().filter(|f| {
        f.endpoint.concept.as_deref() == Some(id)
            && f.certainty == Certainty::Reported
            && f.harm.is_none()
            && f.factor.is_none()
            && f.population.subgroup.is_none()
            && f.arms.iter().any(|a| a.role == Role::Experimental)
            && f.effect.as_ref().is_none_or(|e| e.adjusted != Some(true))
    });
    own.filter_map(|f| f.p.as_ref()).map(|p: &PValue| significant(p.relation, p.value, threshold)).next()
}

#[cfg(test)]
mod tests {
    use super::super::read_text;

    #[test]
    fn verdicts() {
        const RCT: &str = "METHODS: Patients were randomly assigned. The primary endpoint was overall survival. ";
        for (text, expected) in [
            ("RESULTS: Overall survival was longer with A (HR 0.80, 95% CI 0.66-0.96; p=0.017).", Some(true)),
            ("RESULTS: Overall survival was similar (HR 1.08, 95% CI 0.91-1.29; p=0.36).", Some(false)),
            ("RESULTS: Progression-free survival was longer (p=0.01).", None),
            ("RESULTS: Overall survival was 12 months with A.", None),
            ("CONCLUSION: The primary end point was not met.", Some(false)),
            ("CONCLUSION: A reached the primary end point.", Some(true)),
            ("RESULTS: A was non-inferior to B for overall survival.", Some(true)),
            ("RESULTS: Median overall survival was 12 months (P>0.05).", Some(false)),
        ] {
            let study = read_text(None, &format!("{RCT}{text}"));
            assert_eq!(study.primary.first().and_then(|p| p.met), expected, "{text}");
        }
        let zh = "本研究为随机Ⅲ期临床研究。主要研究终点是总生存期。";
        for (text, expected) in [
            ("主要研究终点OS期有获益趋势(P=0.06),但未达到统计学差异。", Some(false)),
            ("中位总生存期显著延长(P<0.001)。", Some(true)),
            ("中位总生存期为12个月。", None),
        ] {
            let study = read_text(None, &format!("{zh}{text}"));
            assert_eq!(study.primary.first().and_then(|p| p.met), expected, "{text}");
        }
    }
}
