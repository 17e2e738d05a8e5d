//! Effects as a sentence prints them.
//!
//! ```text
//! effects  := label value tail { separator value tail }
//! label    := MEASURE { word | mention | bracket | LEVEL }      ("hazard ratio (HR) for death, 95% CI:")
//! value    := NUMBER | RANGE                                    (a printed range of ratios is two effects)
//! tail     := { punctuation | interval | p }                    (in any order, inside or outside brackets)
//! interval := [ LEVEL { ":" | "=" | "," | "of" | "(" } ] ( RANGE | NUMBER ("," | "and" | "-") NUMBER )
//! ```
//! A value after the first needs an interval of its own, or `respectively` at the end of the list.

use super::context::{Context, Sentence};
use super::finding::{IntervalKind, Measure, Relation};
use super::lexeme::{Lex, Lexeme, RangeUnit};
use crate::text::FoldedSpan;

/// An interval's level that stands in the label, and whether it is of a credible interval.
type Header = (Option<f64>, bool);

/// Lexemes that may stand between a measure's name and its value.
const LABEL_LEXEMES_MAX: usize = 24;

#[derive(Debug, Clone, PartialEq)]
pub struct IntervalPhrase {
    pub level: Option<f64>,
    pub low: Option<f64>,
    pub high: Option<f64>,
    pub kind: IntervalKind,
    pub span: FoldedSpan,
}

#[derive(Debug, Clone, PartialEq)]
pub struct PPhrase {
    pub relation: Relation,
    pub value: f64,
    pub sides: Option<u8>,
    pub span: FoldedSpan,
}

/// One effect estimate, its parts where they stand.
#[derive(Debug, Clone, PartialEq)]
pub struct EffectPhrase {
    pub measure: Measure,
    pub value: f64,
    pub value_span: FoldedSpan,
    pub interval: Option<IntervalPhrase>,
    pub p: Option<PPhrase>,
    /// Lexemes from the label's first to the value (exclusive): where "for death" stands.
    pub label: std::ops::Range<usize>,
    /// Lexemes of the whole phrase.
    pub lexemes: std::ops::Range<usize>,
    /// Lexemes among which its factor is named, where that is not right before the label.
    pub named_in: Option<std::ops::Range<usize>>,
    /// Position in a list of values that share one label, and the list's length.
    pub list: (usize, usize),
}

/// All effects of a sentence, in order; `carried` is the measure that the sentence before has used.
pub fn effects(context: &Context, sentence: &Sentence, carried: Option<Measure>) -> Vec<EffectPhrase> {
    let mut found: Vec<EffectPhrase> = Vec::new();
    let mut at = 0;
    while at < sentence.lexemes.len() {
        if let Lex::Measure(measure) = sentence.lexemes[at].lex
            && let Some(group) = group(context, sentence, at, measure)
        {
            at = group.last().map_or(at + 1, |e| e.lexemes.end);
            // With an interval or p that cannot be told, the ratio is left to the reader.
            if !unreadable_follows(context, sentence, at) {
                found.extend(group);
            }
            continue;
        }
        // "… (0·69, 0·58-0·82)" after a labelled effect goes on with its measure; in the sentence after, where a p stands with it.
        let measure = found.last().map_or(carried, |e| e.interval.is_some().then_some(e.measure));
        if let Some(effect) = measure.and_then(|m| unlabelled(context, sentence, at, m)).filter(|e| !found.is_empty() || e.p.is_some()) {
            at = effect.lexemes.end;
            found.push(effect);
            continue;
        }
        if let Some(effect) = found.last().and_then(|last| going_on(context, sentence, at, last)) {
            at = effect.lexemes.end;
            found.push(effect);
            continue;
        }
        at += 1;
    }
    found
}

/// "HR for A was 1.04 (95% CI …) and for B, it was 0.90 (95% CI …)", "0.54 for X (P<.001) and 0.50 for Y (P<.001)": a value that goes on
/// with the measure of the effect before.
fn going_on(context: &Context, sentence: &Sentence, at: usize, last: &EffectPhrase) -> Option<EffectPhrase> {
    let lexemes = &sentence.lexemes;
    let Lex::Number { value, spelled: false } = lexemes[at].lex else { return None };
    let word = |i: usize| lexemes.get(i).map(|l| context.word(l)).unwrap_or_default();
    let between = lexemes.get(last.lexemes.end..at)?;
    let text = context.text(lexemes[at].span);
    let quantity = between.iter().any(|l| {
        matches!(l.lex, Lex::Semicolon | Lex::Percent(_) | Lex::Duration { .. } | Lex::Number { .. })
            || ["difference", "score", "mean", "median"].contains(&context.word(l).as_str())
    });
    if quantity || value <= 0.0 || !text.contains('.') {
        return None;
    }
    let (interval, p, end) = Tail { context, sentence, header: None }.read(at + 1);
    let holds =
        interval.as_ref().is_some_and(|i| i.level.is_some() && i.low.is_some_and(|l| l <= value) && i.high.is_some_and(|h| value <= h));
    let listed = lexemes[at - 1].lex == Lex::And
        && ["for", "in"].contains(&word(at + 1).as_str())
        && ["for", "in"].contains(&word(last.lexemes.end).as_str())
        && between.iter().any(|l| matches!(l.lex, Lex::P { .. }));
    (holds && last.interval.is_some() || listed && last.interval.is_none()).then(|| EffectPhrase {
        measure: last.measure,
        value,
        value_span: lexemes[at].span,
        interval,
        p,
        label: at..at,
        lexemes: at..end,
        named_in: None,
        list: (0, 1),
    })
}

/// Whether what stands for the interval or the p is a number that damage made ambiguous.
fn unreadable_follows(context: &Context, sentence: &Sentence, end: usize) -> bool {
    let lexemes = sentence.lexemes.get(end..).unwrap_or_default();
    let label = |l: &Lexeme| {
        matches!(l.lex, Lex::Open | Lex::Comma | Lex::Colon | Lex::Semicolon | Lex::Equal | Lex::Level { .. } | Lex::Bound(_))
            || matches!(context.text(l.span), "P" | "p")
    };
    lexemes.iter().take(6).find(|l| !label(l)).is_some_and(|l| context.unreadable(l))
}

/// `( NUMBER , RANGE` where the number lies inside the range.
fn unlabelled(context: &Context, sentence: &Sentence, at: usize, measure: Measure) -> Option<EffectPhrase> {
    let lexemes = &sentence.lexemes;
    let (open, value, comma, range) = (lexemes.get(at)?, lexemes.get(at + 1)?, lexemes.get(at + 2)?, lexemes.get(at + 3)?);
    let (Lex::Open, Lex::Number { value: v, .. }, Lex::Comma | Lex::Open, Lex::Range { low, high, unit: RangeUnit::None }) =
        (&open.lex, &value.lex, &comma.lex, &range.lex)
    else {
        return None;
    };
    if !(low < v && v < high && context.text(value.span).contains('.')) {
        return None;
    }
    let mut reader = Tail { context, sentence, header: None };
    let (interval, p, end) = reader.read(at + 2);
    Some(EffectPhrase {
        measure,
        value: *v,
        value_span: value.span,
        interval,
        p,
        label: at..at + 1,
        lexemes: at..end,
        named_in: None,
        list: (0, 1),
    })
}

fn group(context: &Context, sentence: &Sentence, start: usize, measure: Measure) -> Option<Vec<EffectPhrase>> {
    let lexemes = &sentence.lexemes;
    let (value_at, header) = find_value(context, sentence, start)?;
    let mut reader = Tail { context, sentence, header };
    let mut out: Vec<EffectPhrase> = Vec::new();
    let mut at = value_at;
    let mut label = start..value_at;
    loop {
        let values: Vec<(f64, FoldedSpan)> = match &lexemes[at].lex {
            Lex::Number { value, .. } => vec![(*value, lexemes[at].span)],
            Lex::Range { low, high, unit: RangeUnit::None } => two_numbers(context, lexemes[at].span, *low, *high),
            _ => break,
        };
        let (interval, p, end) = reader.read(at + 1);
        let told = || lexemes[start..value_at].iter().any(|l| l.lex == Lex::Respectively) || reader.respectively_follows(end);
        if !out.is_empty() && interval.is_none() && !told() {
            break;
        }
        for (value, value_span) in values {
            out.push(EffectPhrase {
                measure,
                value,
                value_span,
                interval: interval.clone(),
                p: p.clone(),
                label: label.clone(),
                lexemes: start..end,
                named_in: None,
                list: (out.len(), 0),
            });
        }
        // The level at the head of a list holds for its later intervals.
        reader.header =
            reader.header.or(interval.as_ref().filter(|i| i.level.is_some()).map(|i| (i.level, i.kind == IntervalKind::Credible)));
        let Some(next) = reader.next_value(end) else { break };
        label = end..next;
        at = next;
    }
    let total = out.len();
    for effect in &mut out {
        effect.list.1 = total;
    }
    (!out.is_empty()).then_some(out)
}

/// `0.78-0.81` → both numbers with their own spans.
pub fn two_numbers(context: &Context, span: FoldedSpan, low: f64, high: f64) -> Vec<(f64, FoldedSpan)> {
    let text = context.text(span);
    let first = text.find(|c: char| !(c.is_ascii_digit() || c == '.')).unwrap_or(text.len());
    let last =
        text.rfind(|c: char| !(c.is_ascii_digit() || c == '.')).map_or(0, |i| i + text[i..].chars().next().map_or(1, char::len_utf8));
    vec![(low, FoldedSpan::new(span.start, span.start + first)), (high, FoldedSpan::new(span.start + last, span.end))]
}

/// The value that a label names, and an interval level that the label carries ("HR [95% CI]: 0.46").
fn find_value(context: &Context, sentence: &Sentence, start: usize) -> Option<(usize, Option<Header>)> {
    let lexemes = &sentence.lexemes;
    let mut header = None;
    // "Hazard ration [HR] = 1.2": the label's own bracket closes behind it.
    let enclosed = start > 0 && lexemes[start - 1].lex == Lex::Open && lexemes.get(start + 1).is_some_and(|l| l.lex == Lex::Close);
    let mut depth = i32::from(enclosed);
    for at in start + 1..lexemes.len().min(start + LABEL_LEXEMES_MAX) {
        match &lexemes[at].lex {
            Lex::Number { value, .. } => {
                if !is_ratio(context, sentence, at, *value) {
                    // "hazard ratio for death with 2 or more nodes": a count inside the label.
                    if value.fract() == 0.0 && *value >= 0.0 { continue } else { return None }
                }
                return Some((at, header));
            }
            Lex::Range { low, high, unit: RangeUnit::None } if *low > 0.0 && high >= low && low.fract() != 0.0 => {
                return Some((at, header));
            }
            Lex::Range { .. } | Lex::Duration { .. } | Lex::Times(_) | Lex::Percent(_) | Lex::Mention(_) => {}
            Lex::Level { value, credible } => header = Some((*value, *credible)),
            // "relative risk was higher in … (OR 4.6": another measure far behind has its own value.
            Lex::Measure(other) if at > start + 4 && lexemes[start].lex != Lex::Measure(*other) => return None,
            Lex::Measure(_)
                // "hazard ratio (HR)" goes on; another measure after a comma begins its own phrase.
                if at > start + 2 && !matches!(lexemes[at - 1].lex, Lex::Open | Lex::Comma | Lex::Slash) => {
                    return None;
                }
            Lex::P { .. } | Lex::OtherP | Lex::Semicolon => return None,
            Lex::Open => depth += 1,
            Lex::Close => {
                depth -= 1;
                // The label's own bracket has closed without a value: "(the hazard ratio)".
                if depth < 0 {
                    return None;
                }
            }
            Lex::Word if context.unreadable(&lexemes[at]) => return None,
            Lex::Word => {
                let word = context.word(&lexemes[at]);
                if ["were", "was", "is", "are", "of", "for", "in", "the", "as", "at"].contains(&word.as_str()) {
                    continue;
                }
                let named = word == "estimate" && lexemes.get(at + 1).is_some_and(|l| context.word(l) == "of");
                if ["calculated", "estimated", "assessed", "reported", "estimate", "using", "used"].contains(&word.as_str())
                    && at == start + 1
                    && !named
                {
                    return None;
                }
            }
            _ => {}
        }
    }
    None
}

/// Whether a number can be the ratio that a label names: no count, no dose, no year.
fn is_ratio(context: &Context, sentence: &Sentence, at: usize, value: f64) -> bool {
    let lexemes = &sentence.lexemes;
    let printed = context.text(lexemes[at].span);
    // No ratio is negative: a difference was called one. A bound ("below unity (< 1.0)") is none either.
    if value < 0.0 || matches!(lexemes[at - 1].lex, Lex::Bound(_)) {
        return false;
    }
    if value.fract() != 0.0 || printed.contains('.') {
        return true;
    }
    let assigned = matches!(lexemes[at - 1].lex, Lex::Equal | Lex::Colon | Lex::Comma | Lex::Measure(_))
        || matches!(lexemes[at - 1].lex, Lex::Word) && ["of", "was", "is", "为"].contains(&context.word(&lexemes[at - 1]).as_str());
    let interval_follows = matches!(lexemes.get(at + 1).map(|l| &l.lex), Some(Lex::Open | Lex::Comma | Lex::Semicolon))
        && matches!(lexemes.get(at + 2).map(|l| &l.lex), Some(Lex::Level { .. } | Lex::Range { .. }));
    value < 1000.0 && (interval_follows || value > 0.0 && assigned && matches!(lexemes[at - 1].lex, Lex::Equal))
}

struct Tail<'a, 'b> {
    context: &'a Context<'b>,
    sentence: &'a Sentence,
    header: Option<Header>,
}

impl Tail<'_, '_> {
    /// Reads interval and p after a value; returns where the phrase ends.
    fn read(&mut self, from: usize) -> (Option<IntervalPhrase>, Option<PPhrase>, usize) {
        let lexemes = &self.sentence.lexemes;
        let (mut interval, mut p, mut end, mut at) = (None::<IntervalPhrase>, None, from, from);
        let mut depth = 0i32;
        // "1.03/Gy", "1.02 per year".
        let slash = lexemes.get(at).is_some_and(|l| l.lex == Lex::Slash || self.context.word(l) == "per");
        if slash && lexemes.get(at + 1).is_some_and(|l| l.lex == Lex::Word) {
            at += 2;
        }
        while at < lexemes.len() {
            match &lexemes[at].lex {
                Lex::Open => depth += 1,
                Lex::Close => {
                    depth -= 1;
                    end = at + 1;
                }
                Lex::Comma | Lex::Semicolon | Lex::Colon | Lex::Equal | Lex::Dash => {}
                Lex::Level { value, credible } if interval.is_none() => {
                    let Some((found, to)) = self.interval(at + 1, *value, *credible) else { break };
                    interval = Some(found);
                    at = to;
                    end = to;
                    continue;
                }
                Lex::Range { low, high, unit: RangeUnit::None } if interval.is_none() && self.bare_interval(at, from) => {
                    let (level, credible) = self.header.unwrap_or((None, false));
                    interval = Some(self.phrase(level, credible, Some(*low), Some(*high), lexemes[at].span));
                    end = at + 1;
                }
                Lex::Number { value, .. } if interval.is_none() && depth > 0 => {
                    // "(0.67, 0.98)".
                    let Some((high, to)) = self.second(at + 1, *value) else { break };
                    let (level, credible) = self.header.unwrap_or((None, false));
                    interval = Some(self.phrase(
                        level,
                        credible,
                        Some(*value),
                        Some(high),
                        FoldedSpan::new(lexemes[at].span.start, lexemes[to - 1].span.end),
                    ));
                    at = to;
                    end = to;
                    continue;
                }
                Lex::P { relation, value, sides } => {
                    p = Some(PPhrase { relation: *relation, value: *value, sides: *sides, span: lexemes[at].span });
                    end = at + 1;
                    if let Some((superior, to)) = self.superiority(end) {
                        p = Some(superior);
                        end = to;
                    }
                    // A closing bracket belongs to the phrase.
                    if matches!(lexemes.get(end).map(|l| &l.lex), Some(Lex::Close)) {
                        end += 1;
                    }
                    break;
                }
                Lex::OtherP => {
                    end = at + 1;
                    break;
                }
                Lex::Word if self.is_filler(at) => {}
                Lex::Versus => break,
                _ => break,
            }
            at += 1;
        }
        (interval, p, end)
    }

    /// "P = 0.006 for noninferiority; P = 0.87 for superiority": the second tells whether the arms differ.
    fn superiority(&self, from: usize) -> Option<(PPhrase, usize)> {
        let lexemes = &self.sentence.lexemes;
        let word = |i: usize| lexemes.get(i).map(|l| self.context.word(l)).unwrap_or_default();
        let open = lexemes.get(from..)?;
        let at = from + open.iter().take(7).position(|l| matches!(l.lex, Lex::P { .. }))?;
        let inferior = (from..at).any(|i| word(i).contains("inferiority"));
        let superior = word(at + 1) == "for" && word(at + 2) == "superiority";
        let Lex::P { relation, value, sides } = lexemes[at].lex else { return None };
        (inferior && superior).then_some((PPhrase { relation, value, sides, span: lexemes[at].span }, at + 3))
    }

    fn is_filler(&self, at: usize) -> bool {
        [
            "with",
            "with a",
            "a",
            "an",
            "the",
            "from",
            "of",
            "ranging",
            "range",
            "log-rank",
            "logrank",
            "log",
            "rank",
            "test",
            "by",
            "corresponding",
            "times",
            "倍",
            "两侧",
            "单侧",
            "双侧",
            "值",
            "times.",
            "corrected",
            "value",
            "stratified",
            "nominal",
        ]
        .contains(&self.context.word(&self.sentence.lexemes[at]).as_str())
    }

    /// A range right after the value, or in the bracket after it.
    fn bare_interval(&self, at: usize, from: usize) -> bool {
        self.sentence.lexemes[from..at].iter().all(|l| matches!(l.lex, Lex::Open | Lex::Comma | Lex::Semicolon | Lex::Colon))
    }

    /// The bounds after a level.
    fn interval(&self, from: usize, level: Option<f64>, credible: bool) -> Option<(IntervalPhrase, usize)> {
        let lexemes = &self.sentence.lexemes;
        let mut at = from;
        // 单侧95%CI上限1.11, "upper limit 1.11": one bound.
        if let Some((l, n)) = lexemes.get(from).zip(lexemes.get(from + 1))
            && let Lex::Number { value, .. } = n.lex
            && let Some(upper) =
                [("上限", true), ("下限", false)].iter().find(|(w, _)| self.context.text(l.span).starts_with(w)).map(|b| b.1)
        {
            let (low, high) = if upper { (None, Some(value)) } else { (Some(value), None) };
            return Some((self.phrase(level, credible, low, high, n.span), from + 2));
        }
        while at < lexemes.len() && at < from + 8 {
            match &lexemes[at].lex {
                Lex::Range { low, high, .. } => {
                    return Some((self.phrase(level, credible, Some(*low), Some(*high), lexemes[at].span), at + 1));
                }
                Lex::Number { value, .. } => {
                    let (high, to) = self.second(at + 1, *value)?;
                    let span = FoldedSpan::new(lexemes[at].span.start, lexemes[to - 1].span.end);
                    return Some((self.phrase(level, credible, Some(*value), Some(high), span), to));
                }
                Lex::Open | Lex::Close | Lex::Comma | Lex::Colon | Lex::Semicolon | Lex::Equal | Lex::Measure(_) | Lex::Dash => {}
                Lex::Word
                    if ["of", "from", "was", "is", "ranging", "range", "为", "(", "between", "是", "'"]
                        .contains(&self.context.word(&lexemes[at]).as_str()) => {}
                _ => return None,
            }
            at += 1;
        }
        None
    }

    /// The upper bound after a lower one.
    fn second(&self, from: usize, low: f64) -> Option<(f64, usize)> {
        let lexemes = &self.sentence.lexemes;
        let mut at = from;
        let joined = match &lexemes.get(at)?.lex {
            Lex::Comma | Lex::And | Lex::Dash | Lex::Semicolon | Lex::Slash => true,
            Lex::Word => ["to", "and", "至"].contains(&self.context.word(&lexemes[at]).as_str()),
            _ => false,
        };
        if joined {
            at += 1;
        }
        match &lexemes.get(at)?.lex {
            Lex::Number { value, .. } if *value >= low && joined => Some((*value, at + 1)),
            // "0.59 -1.01": a dash read as a minus.
            Lex::Number { value, .. } if !joined && *value < 0.0 && -*value >= low => Some((-*value, at + 1)),
            _ => None,
        }
    }

    fn phrase(&self, level: Option<f64>, credible: bool, low: Option<f64>, high: Option<f64>, span: FoldedSpan) -> IntervalPhrase {
        IntervalPhrase { level, low, high, kind: if credible { IntervalKind::Credible } else { IntervalKind::Confidence }, span }
    }

    /// Where the next value of a list stands: after a comma or `and`, with an interval of its own.
    fn next_value(&self, from: usize) -> Option<usize> {
        let lexemes = &self.sentence.lexemes;
        let mut at = from;
        let mut joined = false;
        while let Some(l) = lexemes.get(at) {
            match &l.lex {
                Lex::Comma | Lex::And | Lex::Semicolon => joined = true,
                // "1.73) and 1.5 times (HR 2.5": another number's ratio.
                Lex::Number { value, .. } if joined && *value > 0.0 && self.context.text(l.span).contains('.') => {
                    let measured = lexemes[at + 1..].iter().take(3).any(|l| matches!(l.lex, Lex::Measure(_)));
                    // "(HR 1.1) and 22.8 and 24.5 months": numbers of a unit.
                    let unit = lexemes[at + 1..].iter().take(2).any(|l| matches!(l.lex, Lex::Duration { .. } | Lex::Percent(_)));
                    return (!measured && !unit).then_some(at);
                }
                _ => return None,
            }
            at += 1;
        }
        None
    }

    fn respectively_follows(&self, from: usize) -> bool {
        self.sentence.lexemes[from.min(self.sentence.lexemes.len())..].iter().any(|l| l.lex == Lex::Respectively)
    }
}
