//! Numbers with what belongs to them: signs, units, times, ranges, fractions; in digits and in words.

use crate::extraction::lexeme::{Lex, RangeUnit, TimeUnit};
use crate::extraction::lexicon as words;
use crate::text::is_han;

use super::{Lexer, Num};

/// Labels of doses: tumour dose, area under the curve.
pub(super) const GLUED_DOSES: &[&str] = &["DT", "Dt", "AUC"];
/// Digits before the decimal point; nothing clinical has more.
const WHOLE_DIGITS_MAX: usize = 12;

impl<'a> Lexer<'a> {
    /// A printed number at `at`: `0.77`, `.06`, `1,234`, `1 234`; never part of a word such as `CD8`.
    pub(super) fn number(&self, at: usize) -> Option<Num> {
        let bytes = self.text.as_bytes();
        let digit = |i: usize| bytes.get(i).is_some_and(u8::is_ascii_digit);
        let mut end = at;
        while digit(end) {
            end += 1;
        }
        let whole = end - at;
        if whole == 0 && !(bytes.get(at) == Some(&b'.') && digit(at + 1)) {
            return None;
        }
        // Thousands: one to three digits, then groups of exactly three.
        let mut digits: String = self.text[at..end].to_owned();
        if (1..=3).contains(&whole) && !self.text[at..end].starts_with('0') {
            while bytes.get(end) == Some(&b',') && digit(end + 1) && digit(end + 2) && digit(end + 3) && !digit(end + 4) {
                digits.push_str(&self.text[end + 1..end + 4]);
                end += 4;
            }
        }
        // Longer ones are codes or rubbish, and counts of them would overflow.
        if digits.len() > WHOLE_DIGITS_MAX {
            return None;
        }
        if bytes.get(end) == Some(&b'.') && digit(end + 1) {
            let fraction = end + 1;
            let mut to = fraction;
            while digit(to) {
                to += 1;
            }
            // "1.2.3" is no number.
            if bytes.get(to) == Some(&b'.') && digit(to + 1) {
                return None;
            }
            digits.push('.');
            digits.push_str(&self.text[fraction..to]);
            end = to;
        }
        let value: f64 = if digits.starts_with('.') { format!("0{digits}").parse().ok()? } else { digits.parse().ok()? };
        value.is_finite().then_some(Num { end, value })
    }

    /// A number that may carry a minus sign, for intervals of differences.
    pub(super) fn signed(&self, at: usize) -> Option<Num> {
        match self.text[at..].strip_prefix('-') {
            Some(_) => self.number(at + 1).map(|n| Num { end: n.end, value: -n.value }),
            None => self.number(at),
        }
    }

    pub(super) fn numeric(&self, at: usize) -> Option<(Lex, usize)> {
        let c = self.char_at(at);
        if c == '-' {
            // A minus, not a dash: nothing or an opening sign stands before, a digit after.
            let opens = self.before(at).is_none_or(|b| b.is_whitespace() || matches!(b, '(' | '[' | ',' | '=' | ':'));
            let n = self.signed(at).filter(|_| opens)?;
            return Some(self.range(n).unwrap_or((Lex::Number { value: n.value, spelled: false }, n.end)));
        }
        if !c.is_ascii_digit() && c != '.' {
            return self.spelled(at);
        }
        if self.before(at).is_some_and(|b| b.is_ascii_alphabetic()) && !self.glued_label(at) {
            return None;
        }
        let n = self.number(at)?;
        if let Some(found) = self.times(at, n) {
            return Some(found);
        }
        if let Some(found) = self.fraction(n) {
            return Some(found);
        }
        if let Some(found) = self.range(n) {
            return Some(found);
        }
        if let Some(end) = self.percent_sign(n.end) {
            let next = self.skip_spaces(end);
            if let Some(end) = self.level_word(self.skip_hyphen(next)) {
                let credible = self.text[next..end].to_lowercase().contains("cr");
                return Some((Lex::Level { value: Some(n.value), credible }, end));
            }
            return Some((Lex::Percent(n.value), end));
        }
        if let Some((unit, end)) = self.time_unit(n.end, false) {
            return Some((Lex::Duration { value: n.value, unit }, end));
        }
        // A word such as "5th" or "3D" is no number; a unit such as "35Gy" is one.
        let glued = self.text[n.end..].chars().next().is_some_and(|c| c.is_ascii_alphabetic());
        if glued && !self.unit_follows(n.end) {
            return Some((Lex::Word, self.word_end(n.end)));
        }
        Some((Lex::Number { value: n.value, spelled: false }, n.end))
    }

    /// The letters before a number glued to them are a label ("OR0.86", "P0.05", "CI0.5").
    pub(super) fn glued_label(&self, at: usize) -> bool {
        let Some(before) = self.text.get(self.start..at) else { return false };
        ["HR", "OR", "RR", "CI", "SHR", "P", "p", "n", "N"]
            .iter()
            .chain(GLUED_DOSES)
            .any(|l| before.ends_with(l) && !before[..before.len() - l.len()].ends_with(|c: char| c.is_ascii_alphanumeric()))
    }

    pub(super) fn unit_follows(&self, at: usize) -> bool {
        let word = &self.text[at..self.word_end(at)];
        let lower = word.to_ascii_lowercase();
        [
            "gy",
            "cgy",
            "mg",
            "g",
            "ml",
            "cm",
            "mm",
            "kg",
            "fractions",
            "fraction",
            "fx",
            "f",
            "mgy",
            "gye",
            "cge",
            "iu",
            "mu",
            "u",
            "x",
            "mcg",
            "kcal",
            "kv",
            "mv",
            "mev",
            "d",
            "w",
            "h",
            "min",
            "patients",
            "of",
        ]
        .contains(&lower.as_str())
            || lower.starts_with("gy")
            || lower.starts_with("mg")
    }

    pub(super) fn percent_sign(&self, at: usize) -> Option<usize> {
        let next = self.skip_spaces(at);
        if self.text[next..].starts_with('%') {
            return Some(next + 1);
        }
        self.any_literal(next, &["percent", "per cent"]).or_else(|| self.any_literal(self.skip_hyphen(next), &["percent"]))
    }

    /// A unit of time after a number; with `hyphen`, as an adjective ("2-year").
    pub(super) fn time_unit(&self, at: usize, hyphen: bool) -> Option<(TimeUnit, usize)> {
        let next = self.skip_spaces(at);
        let next = if hyphen { self.skip_hyphen(next) } else { next };
        if hyphen && next == self.skip_spaces(at) {
            return None;
        }
        for (word, unit) in words::TIME_UNITS {
            // A unit may be glued to its number ("5yr").
            let Some(end) = self.literal_glued(next, word) else { continue };
            return Some((*unit, end));
        }
        words::HAN_TIME_UNITS.iter().find_map(|(word, unit)| {
            let end = next + word.len();
            // "5月" of a date and "2年期" are told apart by the grammar; "个月" first.
            self.text[next..].starts_with(word).then_some((*unit, end))
        })
    }

    /// `2-year`, `1-, 2- and 3-year`, `1-/2-year`, `1、3、5年` and `1-、3-年`.
    pub(super) fn times(&self, at: usize, first: Num) -> Option<(Lex, usize)> {
        if let Some(found) = self.times_with_units(first) {
            return Some(found);
        }
        let mut values = vec![first.value];
        let mut end = first.end;
        for _ in 0..8 {
            if let Some((unit, to)) = self.time_unit(end, true) {
                let times = values.into_iter().map(|v| (v, unit)).collect();
                return Some((Lex::Times(times), to));
            }
            // A list in Chinese, or with plain numbers, is closed by a unit that a rate follows.
            if values.len() > 1
                && let Some((unit, to)) = self.time_unit(end, false)
            {
                let integral = values.iter().all(|v| v.fract() == 0.0 && *v <= 240.0);
                let rising = values.windows(2).all(|w| w[0] < w[1]);
                if integral && rising && (self.text[..to].ends_with(is_han) || self.names_times(at, to)) {
                    return Some((Lex::Times(values.into_iter().map(|v| (v, unit)).collect()), to));
                }
            }
            let mut next = self.skip_spaces(self.skip_hyphen(end));
            let joined = self.text[next..].chars().next()?;
            if matches!(joined, ',' | '、' | '/') {
                next = self.skip_spaces(next + joined.len_utf8());
            }
            if let Some(after) = self
                .any_literal(next, &["and", "or"])
                .or_else(|| ["和", "及", "与"].iter().find(|w| self.text[next..].starts_with(**w)).map(|w| next + w.len()))
            {
                next = self.skip_spaces(after);
            } else if !matches!(joined, ',' | '、' | '/') {
                return None;
            }
            let n = self.number(next).or_else(|| {
                let end = self.word_end(next);
                words::spelled_number(&self.text[next..end]).map(|value| Num { end, value })
            })?;
            if n.value.fract() != 0.0 && n.value.fract() != 0.5 {
                return None;
            }
            values.push(n.value);
            end = n.end;
        }
        None
    }

    /// Whether "1 and 2 years" are times: "at" stands before them or a name behind; "were 6 and 25 months, respectively" are results.
    fn names_times(&self, at: usize, end: usize) -> bool {
        let before = self.text[self.start..at].trim_end();
        let told = ["at", "after", "the", "within", "to"]
            .iter()
            .any(|w| before.strip_suffix(w).is_some_and(|rest| !rest.ends_with(|c: char| c.is_alphanumeric())));
        let next = self.skip_spaces(end);
        let word = self.text[next..self.word_end(next)].to_lowercase();
        const GOES_ON: &[&str] =
            &["in", "for", "with", "versus", "vs", "and", "among", "respectively", "of", "after", "from", "on", "v", "but", "when", "as"];
        told || !word.is_empty() && !GOES_ON.contains(&word.as_str())
    }

    /// `5年、10年存活率`, `1年和3年`, `30d死亡率`: each time with its unit, before the Han words of a rate.
    fn times_with_units(&self, first: Num) -> Option<(Lex, usize)> {
        let unit_at = |end: usize| -> Option<(TimeUnit, usize)> {
            let next = self.skip_spaces(end);
            let day = self.text[next..]
                .strip_prefix('d')
                .filter(|r| r.trim_start_matches([' ', '、']).starts_with(is_han))
                .map(|_| (TimeUnit::Day, next + 1));
            day.or_else(|| self.time_unit(end, false).filter(|(_, to)| self.text[..*to].ends_with(is_han)))
        };
        let (unit, mut end) = unit_at(first.end)?;
        let mut times = vec![(first.value, unit)];
        while let Some(rest) = self.text[end..].trim_start().strip_prefix(['、', ',', '和', '及', '与']) {
            let at = self.skip_spaces(self.text.len() - rest.len());
            let Some((n, (unit, to))) = self.number(at).and_then(|n| unit_at(n.end).map(|u| (n, u))) else { break };
            times.push((n.value, unit));
            end = to;
        }
        let days = unit == TimeUnit::Day && times.len() == 1 && self.text[..end].ends_with('d');
        let rising =
            times.windows(2).all(|w| w[0].0 < w[1].0 && w[0].1 == w[1].1) && times.iter().all(|t| t.0 <= 240.0 && t.0.fract() == 0.0);
        // What the times are of: 生存率, 死亡率, 局部控制率, after at most a few words.
        let rate = self.text[end..].trim_start().chars().take(10).take_while(|c| is_han(*c)).any(|c| c == '率');
        (rate && rising && (times.len() > 1 || days)).then_some((Lex::Times(times), end))
    }

    /// `38 of 85`, `38/85`, `38 out of 85 patients`.
    pub(super) fn fraction(&self, first: Num) -> Option<(Lex, usize)> {
        if first.value.fract() != 0.0 {
            return None;
        }
        let next = self.skip_spaces(first.end);
        let after = if let Some(rest) = self.text[next..].strip_prefix('/') {
            let after = next + 1;
            // "60 Gy/30" and "3/4 grade" are handled where they belong; a space before the slash is no fraction.
            (next == first.end && rest.starts_with(|c: char| c.is_ascii_digit())).then_some(after)
        } else {
            self.any_literal(next, &["out of the", "out of", "of the", "of"]).map(|end| self.skip_spaces(end))
        }?;
        let total = self.number(after)?;
        let bare = !self.text[total.end..].trim_start().starts_with(['%']) && self.time_unit(total.end, false).is_none();
        let slash = self.text[next..].starts_with('/');
        // Grades such as 3/4 are no fractions of patients.
        let plausible = total.value.fract() == 0.0 && total.value >= first.value && total.value > if slash { 5.0 } else { 1.0 };
        (bare && plausible).then_some((Lex::Fraction { events: first.value, total: total.value }, total.end))
    }

    /// `0.59-1.01`, `0.59 to 1.01`, `3.5-13 months`, `45%-60%`.
    pub(super) fn range(&self, first: Num) -> Option<(Lex, usize)> {
        let first_percent = self.percent_sign(first.end);
        let first_unit = if first_percent.is_none() { self.time_unit(first.end, false) } else { None };
        let mut next = self.skip_spaces(first_percent.or(first_unit.map(|u| u.1)).unwrap_or(first.end));
        let c = self.text[next..].chars().next()?;
        if c == '-' || c == '~' || c == '至' {
            next += c.len_utf8();
            // "--" as some conversions leave a dash.
            next = self.skip_spaces(if self.text[next..].starts_with(['-', '~']) { next + 1 } else { next });
        } else if self.text[next..].starts_with("to") && self.text[next + 2..].starts_with(|c: char| c.is_ascii_digit()) {
            next += 2;
        } else if let Some(end) = self.literal(next, "to").or_else(|| self.literal(next, "through")) {
            next = self.skip_spaces(end);
        } else {
            return None;
        }
        let last = self.signed(next)?;
        let (unit, end) = if let Some(end) = self.percent_sign(last.end) {
            // "5-10% CI" is no range of percents, but a level would be.
            if self.level_word(self.skip_spaces(end)).is_some() {
                return None;
            }
            (RangeUnit::Percent, end)
        } else if let Some((unit, end)) = self.time_unit(last.end, false) {
            (RangeUnit::Time(unit), end)
        } else {
            // "2-3-year": no range of numbers.
            if self.time_unit(last.end, true).is_some() {
                return None;
            }
            (if first_percent.is_some() { RangeUnit::Percent } else { RangeUnit::None }, last.end)
        };
        // Years of a calendar and codes such as 2-7-1 are no ranges of values.
        let code = self.text[last.end..].starts_with('-') && self.text[last.end + 1..].starts_with(|c: char| c.is_ascii_digit());
        (!code).then_some((Lex::Range { low: first.value, high: last.value, unit }, end))
    }

    pub(super) fn spelled(&self, at: usize) -> Option<(Lex, usize)> {
        if self.before(at).is_some_and(|b| b.is_alphanumeric() && !is_han(b)) {
            return None;
        }
        let mut end = self.word_end(at);
        let mut value = words::spelled_number(&self.text[at..end])?;
        // "twenty-four" joins, "two-year" does not.
        if self.text[end..].starts_with('-') {
            let to = self.word_end(end + 1);
            if let Some(joined) = words::spelled_number(&self.text[at..to]) {
                value = joined;
                end = to;
            }
        }
        (value, end) = self.compound(value, end);
        let n = Num { end, value };
        if let Some(found) = self.times(at, n) {
            return Some(found);
        }
        if let Some(found) = self.fraction(n) {
            return Some(found);
        }
        if let Some((unit, end)) = self.time_unit(end, false) {
            return Some((Lex::Duration { value, unit }, end));
        }
        if let Some(end) = self.percent_sign(end) {
            return Some((Lex::Percent(value), end));
        }
        Some((Lex::Number { value, spelled: true }, end))
    }

    pub(super) fn skip_hyphen(&self, at: usize) -> usize {
        if self.text[at..].starts_with('-') { at + 1 } else { at }
    }
}
