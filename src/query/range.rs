//! Ranges of numbers, as filters write them.

use crate::extraction::{PValue, Relation};

/// Both bounds with whether they belong to the range.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Range {
    low: Option<(f64, bool)>,
    high: Option<(f64, bool)>,
}

impl Range {
    /// `<0.8`, `>=100`, `2020..`, `..2020`, `2018..2022`, `177`.
    pub fn parse(text: &str) -> Option<Range> {
        let number = |s: &str| s.trim().parse::<f64>().ok().filter(|n| n.is_finite());
        for (sign, build) in [
            ("<=", (|n| Range { low: None, high: Some((n, true)) }) as fn(f64) -> Range),
            (">=", |n| Range { low: Some((n, true)), high: None }),
            ("≤", |n| Range { low: None, high: Some((n, true)) }),
            ("≥", |n| Range { low: Some((n, true)), high: None }),
            ("<", |n| Range { low: None, high: Some((n, false)) }),
            (">", |n| Range { low: Some((n, false)), high: None }),
            ("=", Range::exactly),
        ] {
            if let Some(rest) = text.strip_prefix(sign) {
                return number(rest).map(build);
            }
        }
        if let Some((low, high)) = text.split_once("..") {
            let bound = |s: &str| if s.is_empty() { Some(None) } else { number(s).map(|n| Some((n, true))) };
            let range = Range { low: bound(low)?, high: bound(high.trim_start_matches('.'))? };
            return (range.low.is_some() || range.high.is_some()).then_some(range);
        }
        number(text).map(Range::exactly)
    }

    fn exactly(n: f64) -> Range {
        Range { low: Some((n, true)), high: Some((n, true)) }
    }

    pub fn contains(&self, n: f64) -> bool {
        self.low.is_none_or(|(low, with)| n > low || (with && n == low))
            && self.high.is_none_or(|(high, with)| n < high || (with && n == high))
    }

    /// Whether every value that the printed p allows lies inside: `P<0.001` is surely below 0.05, `P>0.01` is not.
    pub fn contains_p(&self, p: &PValue) -> bool {
        match p.relation {
            Relation::Equal => self.contains(p.value),
            Relation::Less | Relation::LessOrEqual => {
                self.low.is_none_or(|(low, _)| low <= 0.0)
                    && self.high.is_none_or(|(high, with)| p.value < high || (p.value == high && (with || p.relation == Relation::Less)))
            }
            Relation::Greater | Relation::GreaterOrEqual => {
                self.high.is_none_or(|(high, _)| high >= 1.0)
                    && self.low.is_none_or(|(low, with)| p.value > low || (p.value == low && (with || p.relation == Relation::Greater)))
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ranges_in_all_spellings() {
        for (text, inside, outside) in [
            ("<0.8", 0.79, 0.8),
            (">=100", 100.0, 99.0),
            ("2020..", 2020.0, 2019.0),
            ("..2020", 2020.0, 2021.0),
            ("2018..2022", 2018.0, 2023.0),
            ("177", 177.0, 178.0),
            ("=3", 3.0, 4.0),
        ] {
            let range = Range::parse(text).expect(text);
            assert!(range.contains(inside) && !range.contains(outside), "{text}");
        }
        for text in ["", "..", "abc", "<", "1..x", "nan", "inf"] {
            assert_eq!(Range::parse(text), None, "{text}");
        }
    }

    #[test]
    fn a_bounded_p_counts_where_all_it_allows_is_inside() {
        let p = |relation, value| PValue { relation, value, text: String::new(), sides: None };
        let below = Range::parse("<0.05").expect("a range");
        assert!(below.contains_p(&p(Relation::Less, 0.001)) && below.contains_p(&p(Relation::Less, 0.05)));
        assert!(!below.contains_p(&p(Relation::Greater, 0.01)) && !below.contains_p(&p(Relation::Equal, 0.05)));
        assert!(!below.contains_p(&p(Relation::Less, 0.1)));
    }
}
