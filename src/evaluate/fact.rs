//! Statements of results in the form in which gold and program are compared; one that is said twice counts once.

use super::label::Pair;
use super::number::{Number, P, Time};
use std::collections::BTreeSet;

/// A ratio.
#[derive(Debug, Clone, PartialEq)]
pub struct Effect {
    /// `HR`, `OR`, …
    pub measure: String,
    pub value: Number,
    pub low: Option<Number>,
    pub high: Option<Number>,
    pub endpoint: String,
    pub p: Option<P>,
    /// Arm or factor.
    pub experimental: Option<String>,
    pub comparator: Option<String>,
    pub level: Option<Number>,
    pub sides: Option<u8>,
    pub adjusted: Option<bool>,
    /// Gold only: both directions are right.
    pub either: bool,
    /// Another study's.
    pub cited: bool,
    pub quote: String,
    /// Program only: keys of the drugs of both arms.
    pub drugs: [BTreeSet<String>; 2],
}

impl Effect {
    pub fn bounds(&self) -> (Option<Number>, Option<Number>) {
        (self.low, self.high)
    }

    pub fn pair(&self) -> Pair<'_> {
        Pair { experimental: self.experimental.as_deref().unwrap_or_default(), comparator: self.comparator.as_deref().unwrap_or_default() }
    }
}

/// What one arm came to.
#[derive(Debug, Clone, PartialEq)]
pub struct Outcome {
    pub statistic: String,
    pub value: Number,
    pub unit: Option<String>,
    pub endpoint: String,
    pub time: Option<Time>,
    /// With its subgroup, where the program names one.
    pub arm: Option<String>,
    /// Program only: the label without the subgroup.
    pub bare: Option<String>,
    /// Program only: the only arm of its result.
    pub single: bool,
    pub cited: bool,
    pub quote: String,
}

/// A p value of a comparison that has no ratio.
#[derive(Debug, Clone, PartialEq)]
pub struct Comparison {
    pub endpoint: String,
    pub p: Option<P>,
    pub cited: bool,
    pub quote: String,
}

/// A radiotherapy prescription.
#[derive(Debug, Clone, PartialEq)]
pub struct Dose {
    pub total: Option<Number>,
    pub fractions: Option<Number>,
    pub per_fraction: Option<Number>,
    pub quote: String,
}

/// What one document states.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Facts {
    pub effects: Vec<Effect>,
    pub outcomes: Vec<Outcome>,
    pub comparisons: Vec<Comparison>,
    pub doses: Vec<Dose>,
}

impl Facts {
    /// Each fact once.
    pub fn unique(self) -> Facts {
        Facts {
            effects: unique(self.effects),
            outcomes: unique(self.outcomes),
            comparisons: unique(self.comparisons),
            doses: unique(self.doses),
        }
    }
}

/// How a fact is known from others.
pub trait Fact {
    /// Details that are told.
    fn told(&self) -> usize;
    /// Every detail that this one tells is the other's too.
    fn melts_into(&self, other: &Self) -> bool;
    /// In words.
    fn words(&self) -> String;
    fn quote(&self) -> &str;
}

/// A fact stated twice counts once; a bare repeat (same value, fewer details) melts into the fuller statement.
pub fn unique<F: Fact>(mut facts: Vec<F>) -> Vec<F> {
    facts.sort_by_key(|fact| std::cmp::Reverse(fact.told()));
    let mut kept: Vec<F> = Vec::new();
    for fact in facts {
        if !kept.iter().any(|other| fact.melts_into(other)) {
            kept.push(fact);
        }
    }
    kept
}

fn fits<T: PartialEq>(mine: &Option<T>, other: &Option<T>) -> bool {
    mine.is_none() || mine == other
}

fn count<const N: usize>(told: [bool; N]) -> usize {
    told.into_iter().filter(|&told| told).count()
}

impl Fact for Effect {
    fn told(&self) -> usize {
        3 + count([self.low.is_some(), self.high.is_some(), self.p.is_some()])
    }

    fn melts_into(&self, other: &Effect) -> bool {
        (&self.measure, self.value, &self.endpoint) == (&other.measure, other.value, &other.endpoint)
            && fits(&self.low, &other.low)
            && fits(&self.high, &other.high)
            && fits(&self.p, &other.p)
    }

    fn words(&self) -> String {
        let mut said = format!("{} {}", self.measure, self.value);
        if self.low.is_some() || self.high.is_some() {
            said.push_str(&format!(" ({}–{})", shown(&self.low), shown(&self.high)));
        }
        said.push_str(&format!(" {}", self.endpoint));
        if let Some((relation, value)) = &self.p {
            said.push_str(&format!(", p{relation}{value}"));
        }
        if let Some(arm) = &self.experimental {
            said.push_str(&format!(", {arm}"));
        }
        if let Some(arm) = &self.comparator {
            said.push_str(&format!(" vs {arm}"));
        }
        said
    }

    fn quote(&self) -> &str {
        &self.quote
    }
}

impl Fact for Outcome {
    fn told(&self) -> usize {
        3 + count([self.unit.is_some(), self.time.is_some(), self.arm.is_some()])
    }

    fn melts_into(&self, other: &Outcome) -> bool {
        (&self.statistic, self.value, &self.endpoint) == (&other.statistic, other.value, &other.endpoint)
            && fits(&self.unit, &other.unit)
            && fits(&self.time, &other.time)
            && fits(&self.arm, &other.arm)
    }

    fn words(&self) -> String {
        let mut said = format!("{} {} {} {}", self.endpoint, self.statistic, self.value, shown(&self.unit));
        if let Some(time) = &self.time {
            said.push_str(&format!(" at {time}"));
        }
        format!("{said}, {}", self.arm.as_deref().unwrap_or("whole population"))
    }

    fn quote(&self) -> &str {
        &self.quote
    }
}

impl Fact for Comparison {
    fn told(&self) -> usize {
        1 + count([self.p.is_some()])
    }

    fn melts_into(&self, other: &Comparison) -> bool {
        self.endpoint == other.endpoint && fits(&self.p, &other.p)
    }

    fn words(&self) -> String {
        let p = self.p.as_ref().map_or(String::new(), |(relation, value)| format!(" p{relation}{value}"));
        format!("{}{p}", self.endpoint)
    }

    fn quote(&self) -> &str {
        &self.quote
    }
}

impl Fact for Dose {
    fn told(&self) -> usize {
        count([self.total.is_some(), self.fractions.is_some(), self.per_fraction.is_some()])
    }

    fn melts_into(&self, other: &Dose) -> bool {
        fits(&self.total, &other.total) && fits(&self.fractions, &other.fractions) && fits(&self.per_fraction, &other.per_fraction)
    }

    fn words(&self) -> String {
        format!("{} Gy in {} fractions of {} Gy", shown(&self.total), shown(&self.fractions), shown(&self.per_fraction))
    }

    fn quote(&self) -> &str {
        &self.quote
    }
}

fn shown<T: std::fmt::Display>(value: &Option<T>) -> String {
    value.as_ref().map_or("?".to_owned(), T::to_string)
}
