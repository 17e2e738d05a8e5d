//! A value of a sentence before it is attached to an endpoint and an arm.

use crate::extraction::effect::IntervalPhrase;
use crate::extraction::lexeme::TimeUnit;
use crate::text::FoldedSpan;
use std::ops::Range;

/// A value before it is attached.
#[derive(Debug, Clone)]
pub(super) struct Value {
    pub(super) value: Option<f64>,
    pub(super) unit: Unit,
    pub(super) span: FoldedSpan,
    pub(super) interval: Option<IntervalPhrase>,
    pub(super) events: Option<u64>,
    pub(super) total: Option<u64>,
    pub(super) at: Range<usize>,
    /// "at 2 years" right after it.
    pub(super) time: Option<(f64, TimeUnit)>,
}

#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Unit {
    Percent,
    Time(TimeUnit),
    NotReached,
}
