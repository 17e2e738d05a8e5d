//! What is measured, and how well it was read.

use serde::{Serialize, Serializer};

macro_rules! levels {
    ($($(#[$doc:meta])* $level:ident => $name:literal),+ $(,)?) => {
        /// A question that is asked of every document.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
        pub enum Level { $($(#[$doc])* $level),+ }

        impl Level {
            pub const ALL: &[Level] = &[$(Level::$level),+];

            /// As reports print it.
            pub fn as_str(self) -> &'static str {
                match self { $(Level::$level => $name),+ }
            }
        }
    };
}

levels! {
    /// Measure, value and interval of a ratio.
    EffectNumber => "effect.number",
    /// And its endpoint.
    EffectEndpoint => "effect.endpoint",
    /// Number and p.
    EffectP => "effect.p",
    /// Number, endpoint and p.
    EffectFull => "effect.full",
    /// And both arms, the right way round.
    EffectArms => "effect.arms",
    /// Level of the interval, where gold states it.
    EffectLevel => "effect.level",
    /// Sides of the p, where gold states them.
    EffectSides => "effect.sides",
    /// Whether it is adjusted, where gold states it.
    EffectAdjusted => "effect.adjusted",
    /// Drugs of the arms.
    ArmDrugs => "arm.drugs",
    /// Ratios of other studies are known as such.
    Certainty => "certainty",
    /// Statistic, value and unit of what an arm came to.
    OutcomeNumber => "outcome.number",
    /// And its endpoint and time point.
    OutcomeEndpoint => "outcome.endpoint",
    /// And its arm.
    OutcomeArm => "outcome.arm",
    /// Endpoint and p of a comparison without a ratio.
    Comparison => "comparison",
    /// Radiotherapy prescriptions.
    Dose => "dose",
    Drug => "drug",
    Modality => "modality",
    /// Recall only: a text may name further diseases.
    Disease => "disease",
    /// Patients of the study.
    N => "n",
    Design => "design",
}

impl Serialize for Level {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.as_str())
    }
}

/// Statements that agree, that gold has, and that were read.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Tally {
    pub hits: usize,
    pub gold: usize,
    pub read: usize,
}

impl Tally {
    pub fn add(&mut self, other: Tally) {
        self.hits += other.hits;
        self.gold += other.gold;
        self.read += other.read;
    }

    pub fn missed(self) -> usize {
        self.gold.saturating_sub(self.hits)
    }

    pub fn false_alarms(self) -> usize {
        self.read.saturating_sub(self.hits)
    }

    /// The shares; where there is nothing to find and nothing was found, F1 is 1.
    pub fn score(self) -> Score {
        let share = |whole: usize| self.hits as f64 / whole.max(1) as f64;
        let (precision, recall) = (share(self.read), share(self.gold));
        let nothing = self.gold == 0 && self.read == 0;
        let f1 = if nothing { 1.0 } else { 2.0 * precision * recall / (precision + recall).max(1e-9) };
        // Printing rounds the exact value, ties to the even digit, as other programs do.
        let round = |x: f64| format!("{x:.4}").parse().unwrap_or(x);
        Score { gold: self.gold, predicted: self.read, precision: round(precision), recall: round(recall), f1: round(f1) }
    }
}

/// How well a level was read, to four decimal places.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Score {
    /// Statements of gold.
    pub gold: usize,
    /// Statements of the program.
    pub predicted: usize,
    /// Share of the program's that are right.
    pub precision: f64,
    /// Share of gold's that were read.
    pub recall: f64,
    /// Harmonic mean of the two.
    pub f1: f64,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shares_of_counts() {
        for ((hits, gold, read), expected) in
            [((0, 0, 0), (0.0, 0.0, 1.0)), ((0, 2, 0), (0.0, 0.0, 0.0)), ((2, 4, 2), (1.0, 0.5, 0.6667)), ((3, 3, 3), (1.0, 1.0, 1.0))]
        {
            let score = Tally { hits, gold, read }.score();
            assert_eq!((score.precision, score.recall, score.f1), expected, "{hits} {gold} {read}");
        }
    }
}
