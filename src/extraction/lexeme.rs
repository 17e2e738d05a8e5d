//! What is written, typed but not yet understood: the words of the grammar.

use super::finding::{Measure, Relation};
use crate::text::FoldedSpan;

/// A unit of time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum TimeUnit {
    Year,
    Month,
    Week,
    Day,
}

impl TimeUnit {
    pub fn as_str(self) -> &'static str {
        match self {
            TimeUnit::Year => "year",
            TimeUnit::Month => "month",
            TimeUnit::Week => "week",
            TimeUnit::Day => "day",
        }
    }
}

/// A typed piece of a sentence. Numbers keep their printed digits through the lexeme's span.
#[derive(Debug, Clone, PartialEq)]
pub enum Lex {
    /// `0.77`, `177`, `1,234`, `twelve`.
    Number {
        value: f64,
        spelled: bool,
    },
    /// `55.8%`, `55.8 percent`.
    Percent(f64),
    /// `15.8 months`, `2年`.
    Duration {
        value: f64,
        unit: TimeUnit,
    },
    /// `2-year`, `1-, 2- and 3-year`, `at 2 years`, `1、3、5年` before an endpoint: the times that rates are given for.
    Times(Vec<(f64, TimeUnit)>),
    /// `HR`, `odds ratio`, `风险比`.
    Measure(Measure),
    /// `95% CI`, `90% confidence interval`; `None` for a bare `CI`.
    Level {
        value: Option<f64>,
        credible: bool,
    },
    /// `0.59-1.01`, `0.59 to 1.01`, `0.59~1.01`; with a unit or percent sign where one is printed.
    Range {
        low: f64,
        high: f64,
        unit: RangeUnit,
    },
    /// `one-sided P = 0.06`.
    P {
        relation: Relation,
        value: f64,
        sides: Option<u8>,
    },
    /// A p of trend, interaction or heterogeneity, or one without a number.
    OtherP,
    /// `n = 177`.
    Count(f64),
    /// `38 of 85`, `38/85`.
    Fraction {
        events: f64,
        total: f64,
    },
    /// Position in the document's mentions; further mentions of the same place follow it there.
    Mention(usize),
    /// `versus`, `compared with`, `than`, `对`, `较`.
    Versus,
    And,
    Or,
    /// `respectively`, `分别为`, `依次为`.
    Respectively,
    /// `not reached`, `NR`, `未达到`.
    NotReached,
    Open,
    Close,
    Comma,
    Semicolon,
    Colon,
    Equal,
    /// `<`, `>`, `≤`, `≥` outside a p.
    Bound(Relation),
    Dash,
    Slash,
    Plus,
    Times2,
    /// Any other word, sign or run of Han characters.
    Word,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RangeUnit {
    None,
    Percent,
    Time(TimeUnit),
}

#[derive(Debug, Clone, PartialEq)]
pub struct Lexeme {
    pub lex: Lex,
    pub span: FoldedSpan,
}
