//! Median follow-up: `median follow-up of 13.2 months`, `中位随访13.2(0.4~91.3)个月`.

use super::super::lexeme::{Lex, RangeUnit, TimeUnit};
use super::super::passage::{Passage, find_word};
use super::types::Duration;

/// Words between the phrase and its number that are looked over.
const REACH: usize = 14;

/// The first follow-up time that the text prints, a median or mean.
pub fn follow_up(passages: &[Passage]) -> Option<Duration> {
    passages.iter().find_map(in_passage)
}

fn in_passage(passage: &Passage) -> Option<Duration> {
    let word = ["follow-up", "follow up", "followup", "followed", "observation time", "随访"]
        .iter()
        .filter_map(|w| find_word(&passage.lower, w))
        .min()?;
    let middle = ["median", "mean", "average", "中位", "平均"]
        .iter()
        .filter_map(|w| find_word(&passage.lower, w))
        .filter(|m| m.abs_diff(word) <= 60)
        .min_by_key(|m| m.abs_diff(word))?;
    let at = passage.span.start + word.min(middle);
    let after = passage.lexemes.iter().skip_while(|l| l.span.start < at).take(REACH);
    let mut bare: Option<f64> = None;
    for lexeme in after {
        match (&lexeme.lex, bare) {
            (Lex::Duration { value, unit }, None) => return Some(duration(*value, *unit)),
            (Lex::Number { value, .. }, None) => bare = Some(*value),
            // "13.2 (range 0.4-91.3) months": the unit stands behind the range.
            (Lex::Range { unit: RangeUnit::Time(unit), .. }, Some(value)) => return Some(duration(value, *unit)),
            (Lex::Word, Some(value)) => {
                let text = passage.at(lexeme);
                if let Some(unit) = unit_word(text) {
                    return Some(duration(value, unit));
                }
            }
            (Lex::Semicolon, _) => return None,
            _ => {}
        }
    }
    None
}

fn unit_word(text: &str) -> Option<TimeUnit> {
    [
        ("个月", TimeUnit::Month),
        ("月", TimeUnit::Month),
        ("month", TimeUnit::Month),
        ("year", TimeUnit::Year),
        ("年", TimeUnit::Year),
        ("week", TimeUnit::Week),
        ("day", TimeUnit::Day),
    ]
    .into_iter()
    .find(|(w, _)| text.starts_with(w))
    .map(|(_, u)| u)
}

fn duration(value: f64, unit: TimeUnit) -> Duration {
    Duration { value, unit: unit.as_str().to_owned() }
}

#[cfg(test)]
mod tests {
    use super::super::read_text;

    #[test]
    fn follow_up_times() {
        for (text, expected) in [
            ("Median follow-up was 6.5 months (range, 0-72 months).", Some((6.5, "month"))),
            ("At a median follow-up of 8.8 years, 494 patients had died.", Some((8.8, "year"))),
            ("中位随访13.2(0.4~91.3)个月。", Some((13.2, "month"))),
            ("中位随访时间为25.2个月。", Some((25.2, "month"))),
            ("Follow-up visits were every 3 months.", None),
            ("The median age was 66 years.", None),
        ] {
            let got = read_text(None, text).follow_up;
            assert_eq!(got.as_ref().map(|d| (d.value, d.unit.as_str())), expected, "{text}");
        }
    }
}
