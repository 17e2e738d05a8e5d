//! Sentence → lexemes.
//!
//! The lexer reads left to right and takes, at each place, the first of: a treatment, disease or endpoint that the vocabulary
//! found there, a p value, an interval label, a measure, times of a rate, a range, a number with its unit, a connective, a sign,
//! a word. It keeps no state; ambiguity of words (an `OR` that is no odds ratio) is the grammar's to settle.

use super::finding::{Measure, Relation};
use super::lexeme::{Lex, Lexeme, RangeUnit, TimeUnit};
use super::lexicon as words;
use crate::text::{FoldedSpan, is_han};
use crate::vocabulary::{AnnotatedText, ConceptKind, Mention};

/// Digits before the decimal point; nothing clinical has more.
const WHOLE_DIGITS_MAX: usize = 12;

/// The lexemes of one sentence.
pub fn lex(annotated: &AnnotatedText, sentence: FoldedSpan) -> Vec<Lexeme> {
    let text = &annotated.text.folded[..sentence.end];
    let first = annotated.mentions.partition_point(|m| m.span.start < sentence.start);
    let mut lexer =
        Lexer { text, at: sentence.start, start: sentence.start, mentions: &annotated.mentions, next_mention: first, out: Vec::new() };
    lexer.run();
    lexer.out
}

struct Lexer<'a> {
    text: &'a str,
    at: usize,
    start: usize,
    mentions: &'a [Mention],
    next_mention: usize,
    out: Vec<Lexeme>,
}

/// A number as printed: where it ends, its value.
#[derive(Debug, Clone, Copy)]
struct Num {
    end: usize,
    value: f64,
}

impl<'a> Lexer<'a> {
    fn run(&mut self) {
        while self.at < self.text.len() {
            let c = self.char_at(self.at);
            if c.is_whitespace() {
                self.at += c.len_utf8();
                continue;
            }
            let (lex, end) = self.next(c);
            let end = end.max(self.at + c.len_utf8());
            let goes_on = is_han(c) && self.text[..self.at].ends_with(is_han) && !self.closes_group(c);
            match (&lex, self.out.last_mut()) {
                // Runs of Han characters without meaning for the grammar are one word.
                (Lex::Word, Some(last)) if last.lex == Lex::Word && last.span.end == self.at && goes_on => last.span.end = end,
                _ => self.out.push(Lexeme { lex, span: FoldedSpan::new(self.at, end) }),
            }
            self.at = end;
        }
    }

    /// Whether the Han word before ends in 组, "group": what follows is a word of its own.
    fn closes_group(&self, next: char) -> bool {
        self.text[..self.at].ends_with('组') && !matches!(next, '织' | '成' | '合' | '别')
    }

    fn next(&mut self, c: char) -> (Lex, usize) {
        let at = self.at;
        if let Some(found) = self.p_value(at) {
            return found;
        }
        if let Some(found) = self.mention() {
            return found;
        }
        if let Some(found) = self.measure(at) {
            return found;
        }
        if let Some(end) = self.level_word(at) {
            return (Lex::Level { value: None, credible: self.text[at..end].to_lowercase().contains("cr") }, end);
        }
        if let Some(found) = self.numeric(at) {
            return found;
        }
        if let Some(found) = self.connective(at) {
            return found;
        }
        let sign = match c {
            '(' | '[' | '{' | '【' | '〔' => Some(Lex::Open),
            ')' | ']' | '}' | '】' | '〕' => Some(Lex::Close),
            ',' => Some(Lex::Comma),
            ';' => Some(Lex::Semicolon),
            ':' => Some(Lex::Colon),
            '=' => Some(Lex::Equal),
            '<' => Some(Lex::Bound(Relation::Less)),
            '>' => Some(Lex::Bound(Relation::Greater)),
            '≤' => Some(Lex::Bound(Relation::LessOrEqual)),
            '≥' => Some(Lex::Bound(Relation::GreaterOrEqual)),
            '-' | '~' => Some(Lex::Dash),
            '/' => Some(Lex::Slash),
            '+' => Some(Lex::Plus),
            '×' => Some(Lex::Times2),
            _ => None,
        };
        if let Some(lex) = sign {
            return (lex, at + c.len_utf8());
        }
        if is_han(c) {
            return (Lex::Word, at + c.len_utf8());
        }
        (Lex::Word, self.word_end(at))
    }

    fn char_at(&self, at: usize) -> char {
        self.text[at..].chars().next().unwrap_or(' ')
    }

    fn before(&self, at: usize) -> Option<char> {
        self.text[self.start..at].chars().next_back()
    }

    /// The end of a run of Latin letters and digits.
    fn word_end(&self, at: usize) -> usize {
        let rest = &self.text[at..];
        let len = rest.find(|c: char| !(c.is_alphanumeric() && !is_han(c) || c == '\'')).unwrap_or(rest.len());
        at + len
    }

    fn skip_spaces(&self, at: usize) -> usize {
        at + (self.text[at..].len() - self.text[at..].trim_start().len())
    }

    /// Whether `word` (lower case) stands at `at` as a whole word; returns its end.
    fn literal(&self, at: usize, word: &str) -> Option<usize> {
        let end = at + word.len();
        let slice = self.text.get(at..end)?;
        if !slice.eq_ignore_ascii_case(word) {
            return None;
        }
        let latin = |c: char| c.is_alphanumeric() && !is_han(c);
        let whole = !word.ends_with(latin) || !self.text[end..].starts_with(latin);
        let fresh = !word.starts_with(latin) || !self.before(at).is_some_and(latin);
        (whole && fresh).then_some(end)
    }

    fn any_literal(&self, at: usize, words: &[&str]) -> Option<usize> {
        words.iter().filter_map(|w| self.literal(at, w)).max()
    }

    fn mention(&mut self) -> Option<(Lex, usize)> {
        while self.mentions.get(self.next_mention).is_some_and(|m| m.span.start < self.at) {
            self.next_mention += 1;
        }
        let first = self.next_mention;
        // Measures and designs are the lexer's own words.
        let mention = self.mentions[first..]
            .iter()
            .enumerate()
            .take_while(|(_, m)| m.span.start == self.at)
            .find(|(_, m)| !matches!(m.kind, ConceptKind::Measure | ConceptKind::Design));
        let (offset, mention) = mention?;
        (mention.span.end <= self.text.len()).then(|| (Lex::Mention(first + offset), mention.span.end))
    }

    fn measure(&self, at: usize) -> Option<(Lex, usize)> {
        let named = words::MEASURES.iter().filter_map(|(w, m)| self.literal(at, w).map(|end| (end, *m))).max_by_key(|(end, _)| *end);
        if let Some((end, m)) = named {
            return Some((Lex::Measure(m), end));
        }
        if self.literal(at, "exp(b)").is_some() || self.text[at..].starts_with("Exp(B)") || self.text[at..].starts_with("Exp (B)") {
            let end = at + self.text[at..].find(')')? + 1;
            return Some((Lex::Measure(Measure::HazardRatio), end));
        }
        let latin = |c: char| c.is_ascii_alphabetic();
        for (symbol, measure) in words::MEASURE_SYMBOLS {
            let Some(rest) = self.text[at..].strip_prefix(symbol) else { continue };
            // "OR0.86": a number may be glued to the symbol, "OR" between two words is a conjunction.
            let end = at + symbol.len();
            if self.before(at).is_some_and(|c| latin(c) || c.is_ascii_digit() || c == '-' || c == '/')
                || rest.starts_with(latin)
                || rest.starts_with('-') && !rest[1..].starts_with(|c: char| c.is_ascii_digit())
            {
                continue;
            }
            if *symbol == "hr" && !rest.trim_start().starts_with(['=', ':']) {
                continue;
            }
            return Some((Lex::Measure(*measure), end));
        }
        None
    }

    /// `CI`, `confidence interval`, `置信区间`, `CrI`.
    fn level_word(&self, at: usize) -> Option<usize> {
        const WORDS: &[&str] = &[
            "confidence intervals",
            "confidence interval",
            "confidence limits",
            "confidential interval",
            "confidence-interval",
            "confident interval",
            "credible intervals",
            "credible interval",
            "confidence bounds",
            "bayesian credible interval",
            "cis",
            "ci",
            "c.i.",
            "cri",
            "置信区间",
            "可信区间",
            "信赖区间",
            "可信限",
            "可信度区间",
            "置信区间(ci)",
            "可信区间(ci)",
        ];
        let end = WORDS.iter().filter_map(|w| self.literal_glued(at, w)).max()?;
        // "confidence interval (CI)", "[CI]" after the long form.
        let next = self.skip_spaces(end);
        for short in ["(CI)", "[CI]", "(CIs)", "(CrI)", "[CIs]", "(95% CI)"] {
            if self.text[next..].starts_with(short) {
                return Some(next + short.len());
            }
        }
        Some(end)
    }

    /// As [`Self::literal`], but a digit may follow directly ("CI0.59-1.01").
    fn literal_glued(&self, at: usize, word: &str) -> Option<usize> {
        let end = at + word.len();
        let slice = self.text.get(at..end)?;
        let fresh = !self.before(at).is_some_and(|c| c.is_ascii_alphabetic());
        let whole = !word.ends_with(|c: char| c.is_ascii_alphabetic()) || !self.text[end..].starts_with(|c: char| c.is_ascii_alphabetic());
        // "Ci" and "ci" are no intervals.
        let cased = !["ci", "cis", "cri"].contains(&word) || slice.chars().next().is_some_and(char::is_uppercase);
        (slice.eq_ignore_ascii_case(word) && fresh && whole && cased).then_some(end)
    }

    /// A printed number at `at`: `0.77`, `.06`, `1,234`, `1 234`; never part of a word such as `CD8`.
    fn number(&self, at: usize) -> Option<Num> {
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
    fn signed(&self, at: usize) -> Option<Num> {
        match self.text[at..].strip_prefix('-') {
            Some(_) => self.number(at + 1).map(|n| Num { end: n.end, value: -n.value }),
            None => self.number(at),
        }
    }

    fn numeric(&self, at: usize) -> Option<(Lex, usize)> {
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

    fn skip_hyphen(&self, at: usize) -> usize {
        if self.text[at..].starts_with('-') { at + 1 } else { at }
    }

    /// The letters before a number glued to them are a label ("OR0.86", "P0.05", "CI0.5").
    fn glued_label(&self, at: usize) -> bool {
        let before = &self.text[self.start..at];
        ["HR", "OR", "RR", "CI", "SHR", "P", "p", "n", "N"]
            .iter()
            .any(|l| before.ends_with(l) && !before[..before.len() - l.len()].ends_with(|c: char| c.is_ascii_alphanumeric()))
    }

    fn unit_follows(&self, at: usize) -> bool {
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

    fn percent_sign(&self, at: usize) -> Option<usize> {
        let next = self.skip_spaces(at);
        if self.text[next..].starts_with('%') {
            return Some(next + 1);
        }
        self.any_literal(next, &["percent", "per cent"]).or_else(|| self.any_literal(self.skip_hyphen(next), &["percent"]))
    }

    /// A unit of time after a number; with `hyphen`, as an adjective ("2-year").
    fn time_unit(&self, at: usize, hyphen: bool) -> Option<(TimeUnit, usize)> {
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
    fn times(&self, at: usize, first: Num) -> Option<(Lex, usize)> {
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
                if integral && rising {
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
        let _ = at;
        None
    }

    /// `38 of 85`, `38/85`, `38 out of 85 patients`.
    fn fraction(&self, first: Num) -> Option<(Lex, usize)> {
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
    fn range(&self, first: Num) -> Option<(Lex, usize)> {
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

    fn spelled(&self, at: usize) -> Option<(Lex, usize)> {
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

    /// `three hundred forty-four`, `ten thousand seven hundred and thirty-nine`, `sixty six`: goes on from the first of the words.
    fn compound(&self, first: f64, end: usize) -> (f64, usize) {
        let word = |at: usize| -> Option<(&str, usize)> {
            let next = at + self.text[at..].strip_prefix([' ', '-']).map(|_| 1)?;
            let to = self.word_end(next);
            (to > next).then(|| (&self.text[next..to], to))
        };
        let (mut done, mut part, mut end) = (0.0, first, end);
        while let Some((text, to)) = word(end) {
            let lower = text.to_ascii_lowercase();
            if lower == "hundred" && part < 100.0 {
                (part, end) = (part * 100.0, to);
                continue;
            }
            if lower == "thousand" && done == 0.0 {
                (done, part, end) = (part * 1000.0, 0.0, to);
                continue;
            }
            // "one hundred and five", never "ten and twenty patients".
            let (text, to) = match lower.as_str() {
                "and" if part % 100.0 == 0.0 && (part > 0.0 || done > 0.0) => match word(to) {
                    Some(next) => next,
                    None => break,
                },
                _ => (text, to),
            };
            let joined = self.text[to..]
                .strip_prefix('-')
                .map(|_| self.word_end(to + 1))
                .and_then(|end| words::spelled_number(&self.text[to - text.len()..end]).map(|n| (n, end)));
            let Some((n, to)) = joined.or_else(|| words::spelled_number(text).map(|n| (n, to))) else { break };
            let fits = part % 100.0 == 0.0 && (part > 0.0 || done > 0.0) && n < 100.0
                || part >= 20.0 && part % 10.0 == 0.0 && (1.0..10.0).contains(&n)
                || part == 0.0 && done > 0.0;
            if !fits {
                break;
            }
            (part, end) = (part + n, to);
        }
        (done + part, end)
    }

    /// `P = 0.06`, `one-sided P<.001`, `P value, 0.03`, `双侧P<0.001`, and `n = 177`.
    fn p_value(&self, at: usize) -> Option<(Lex, usize)> {
        if self.before(at).is_some_and(|c| c.is_ascii_alphanumeric() || c == '-') {
            return None;
        }
        if let Some(rest) = self.text[at..].strip_prefix(['n', 'N']) {
            let after = self.skip_spaces(at + 1);
            if rest.trim_start().starts_with('=') {
                let n = self.number(self.skip_spaces(after + 1)).filter(|n| n.value.fract() == 0.0)?;
                return Some((Lex::Count(n.value), n.end));
            }
        }
        let (sides, mut next) = self.sides(at);
        for test in [
            "stratified log-rank test",
            "log-rank test",
            "log rank test",
            "logrank test",
            "wald test",
            "log-rank",
            "log rank",
            "logrank",
            "stratified log-rank",
            "stratified",
            "unadjusted",
            "adjusted",
            "superiority",
            "nominal",
            "fisher's exact",
            "chi-square",
        ] {
            if let Some(end) = self.literal(next, test) {
                next = self.skip_spaces(end);
                if self.text[next..].starts_with(',') || self.text[next..].starts_with(':') {
                    next = self.skip_spaces(next + 1);
                }
            }
        }
        let rest = &self.text[next..];
        if !rest.starts_with(['P', 'p']) {
            return None;
        }
        next += 1;
        // "P-value", "p value", "Plog-rank", "P值".
        let value_word = ["-value", "-values", " value", " values", "值", "-trend", "trend"]
            .iter()
            .filter(|w| self.text[next..].starts_with(**w))
            .map(|w| w.len())
            .max();
        let word = &self.text[next..];
        let mut other = word.starts_with("-trend")
            || word.starts_with("trend")
            || word.starts_with("interaction")
            || word.starts_with("-interaction")
            || word.starts_with("heterogeneity");
        if let Some(len) = value_word {
            next += len;
        } else if self.text[next..].starts_with(|c: char| c.is_ascii_alphabetic()) {
            let end = self.word_end(next);
            let suffix = self.text[next..end].to_lowercase();
            if !["interaction", "trend", "heterogeneity", "int", "inter", "het", "logrank", "noninferiority"]
                .iter()
                .any(|s| suffix.starts_with(s))
            {
                return None;
            }
            other |= !suffix.starts_with("logrank") && !suffix.starts_with("noninf");
            next = end;
        }
        next = self.skip_spaces(next);
        // "P for trend = .03", "P (two-sided) = .04", "P for interaction", "P for noninferiority".
        let mut sides = sides;
        let filler_end =
            self.text[next..].char_indices().take(34).find(|(_, c)| matches!(c, '=' | '<' | '>' | '≤' | '≥')).map(|(i, _)| next + i);
        if let Some(sign) = filler_end {
            let filler = self.text[next..sign].to_lowercase();
            other |= ["trend", "interaction", "heterogeneity", "inter"].iter().any(|w| filler.contains(w));
            let plain = filler.trim();
            let known = plain.is_empty()
                || plain.starts_with('(')
                || plain.starts_with('[')
                || plain.starts_with("for ")
                || ["value", "was", "is", "均", "值", "two-sided", "one-sided", "两侧", "双侧", "单侧", "log"]
                    .iter()
                    .any(|w| plain.starts_with(w))
                || plain == ",";
            if !known || filler.contains(|c: char| c.is_ascii_digit()) && !filler.contains("-sided") {
                return None;
            }
            if filler.contains("one-sided") || filler.contains("1-sided") || filler.contains("one-tailed") || filler.contains("单侧") {
                sides = Some(1);
            } else if filler.contains("two-sided") || filler.contains("2-sided") || filler.contains("two-tailed") || filler.contains("双侧")
            {
                sides = Some(2);
            }
            next = sign;
        }
        let (relation, after) = self.relation(next).or_else(|| {
            // "P value, 0.03"; "p 0.03"; "P=NS" has no number.
            let bare = self.text[next..].trim_start_matches([',', ':', ' ', '值', '为']);
            let to = self.text.len() - bare.len();
            let small = self.number(to).is_some_and(|n| n.value <= 1.0 && self.text[to..n.end].contains('.'));
            small.then_some((Relation::Equal, to))
        })?;
        let number_at = self.skip_spaces(after);
        let Some(mut n) = self.number(number_at) else {
            // "P = NS", "P = ns".
            return self.any_literal(number_at, &["ns", "n.s."]).map(|end| (Lex::OtherP, end));
        };
        // 10^-5 and "x 10-5".
        if let Some(exponent) = self.exponent(n.end) {
            n = Num { end: exponent.0, value: n.value * 10f64.powi(exponent.1) };
        } else if n.value == 10.0 && (self.text[n.end..].starts_with("^-") || self.text[n.end..].starts_with('-')) {
            let skip = if self.text[n.end..].starts_with('^') { 2 } else { 1 };
            if let Some(e) = self.number(n.end + skip) {
                n = Num { end: e.end, value: 10f64.powi(-(e.value as i32)) };
            }
        }
        if n.value > 1.0 {
            return None;
        }
        let mut end = n.end;
        // "P=.03, two-sided", "P = .06 (one-sided)".
        let tail = self.text[end..].trim_start_matches([' ', ',', '(', ';']);
        let tail_at = self.text.len() - tail.len();
        if let (Some(s), to) = self.sides(tail_at) {
            sides = sides.or(Some(s));
            let _ = to;
            end = n.end;
        }
        other |= self.text[end..].trim_start().starts_with("for interaction")
            || self.text[end..].trim_start().starts_with("for trend")
            || self.text[end..].trim_start().starts_with("for heterogeneity");
        Some((if other { Lex::OtherP } else { Lex::P { relation, value: n.value, sides } }, end))
    }

    fn exponent(&self, at: usize) -> Option<(usize, i32)> {
        let next = self.skip_spaces(at);
        let rest = &self.text[next..];
        let after = rest.strip_prefix('×').or_else(|| rest.strip_prefix('x')).or_else(|| rest.strip_prefix('*'))?;
        let ten = after.trim_start().strip_prefix("10")?;
        let digits = ten.trim_start_matches('^').strip_prefix('-')?;
        let len = digits.find(|c: char| !c.is_ascii_digit()).unwrap_or(digits.len());
        let exponent: i32 = digits[..len].parse().ok()?;
        Some((self.text.len() - digits.len() + len, -exponent))
    }

    /// `one-sided`, `双侧`: how many sides a test had, and where to go on.
    fn sides(&self, at: usize) -> (Option<u8>, usize) {
        const ONE: &[&str] = &["one-sided", "1-sided", "one sided", "one-tailed", "1-tailed", "单侧", "单尾"];
        const TWO: &[&str] = &["two-sided", "2-sided", "two sided", "two-tailed", "2-tailed", "双侧", "双尾"];
        for (words, sides) in [(ONE, 1), (TWO, 2)] {
            if let Some(end) = words
                .iter()
                .filter_map(|w| self.text[at..].get(..w.len()).filter(|s| s.eq_ignore_ascii_case(w)).map(|_| at + w.len()))
                .max()
            {
                return (Some(sides), self.skip_spaces(end));
            }
        }
        (None, at)
    }

    fn relation(&self, at: usize) -> Option<(Relation, usize)> {
        let next = self.skip_spaces(at);
        let rest = &self.text[next..];
        for (sign, relation) in [
            ("<=", Relation::LessOrEqual),
            (">=", Relation::GreaterOrEqual),
            ("=<", Relation::LessOrEqual),
            ("< or =", Relation::LessOrEqual),
            ("<or=", Relation::LessOrEqual),
            ("<or =", Relation::LessOrEqual),
            ("> or =", Relation::GreaterOrEqual),
            ("≤", Relation::LessOrEqual),
            ("≥", Relation::GreaterOrEqual),
            ("<", Relation::Less),
            (">", Relation::Greater),
            ("=", Relation::Equal),
            ("less than", Relation::Less),
        ] {
            if rest.starts_with(sign) {
                return Some((relation, next + sign.len()));
            }
        }
        None
    }

    fn connective(&self, at: usize) -> Option<(Lex, usize)> {
        let longest = |list: &[&str]| -> Option<usize> { list.iter().filter_map(|w| self.literal(at, w)).max() };
        if let Some(end) = longest(words::NOT_REACHED) {
            return Some((Lex::NotReached, end));
        }
        if self.text[at..].starts_with("NR") && self.literal(at, "nr").is_some()
            || self.text[at..].starts_with("NE") && self.literal(at, "ne").is_some()
        {
            return Some((Lex::NotReached, at + 2));
        }
        for (list, lex) in [
            (words::VERSUS, Lex::Versus),
            (words::AND, Lex::And),
            (words::RESPECTIVELY, Lex::Respectively),
            (words::OR, Lex::Or),
            (words::HAN_OR, Lex::Or),
            (words::HAN_RESPECTIVELY, Lex::Respectively),
            (words::HAN_VERSUS, Lex::Versus),
            (words::HAN_AND, Lex::And),
        ] {
            if let Some(end) = longest(list) {
                // "照组", "对照组", "比例", "对象" hold a connective by chance.
                let chance = [
                    "对照",
                    "比例",
                    "对象",
                    "比率",
                    "相对",
                    "较大",
                    "较小",
                    "较少",
                    "较多",
                    "与否",
                    "及时",
                    "对于",
                    "对照组",
                    "比较",
                    "较好",
                    "较低",
                    "较高",
                    "较差",
                    "参与",
                    "比重",
                    "给与",
                ]
                .iter()
                .any(|w| self.text[at..].starts_with(w));
                if chance && !self.text[at..].starts_with("对比") {
                    return Some((Lex::Word, end));
                }
                return Some((lex, end));
            }
        }
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::prepare;
    use crate::vocabulary::{Vocabulary, annotate};

    fn kinds(text: &str) -> String {
        let vocabulary = Vocabulary::load(&[]).unwrap();
        let annotated = annotate(prepare(text, &[], Some("en")), &vocabulary);
        let span = FoldedSpan::new(0, annotated.text.folded.len());
        lex(&annotated, span).iter().filter(|l| l.lex != Lex::Word).map(|l| format!("{:?}", l.lex)).collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn typed_pieces() {
        for (text, expected) in [
            (
                "HR 0.77 (90% CI 0.59-1.01), one-sided P = .06",
                "Measure(HazardRatio) Number { value: 0.77, spelled: false } Open Level { value: Some(90.0), credible: false } Range { low: 0.59, high: 1.01, unit: None } Close Comma P { relation: Equal, value: 0.06, sides: Some(1) }",
            ),
            ("OR0.86", "Measure(OddsRatio) Number { value: 0.86, spelled: false }"),
            ("1-, 2- and 3-year", "Times([(1.0, Year), (2.0, Year), (3.0, Year)])"),
            ("1、3、5年", "Times([(1.0, Year), (3.0, Year), (5.0, Year)])"),
            ("15.8个月对12.3个月", "Duration { value: 15.8, unit: Month } Versus Duration { value: 12.3, unit: Month }"),
            ("38 of 85 (44.7%)", "Fraction { events: 38.0, total: 85.0 } Open Percent(44.7) Close"),
            ("P for trend = 0.03; P=NS", "OtherP Semicolon OtherP"),
            ("P<0.001", "P { relation: Less, value: 0.001, sides: None }"),
            ("n = 1,234", "Count(1234.0)"),
            ("95%置信区间:0.47-0.84", "Level { value: Some(95.0), credible: false } Colon Range { low: 0.47, high: 0.84, unit: None }"),
            ("two-year", "Times([(2.0, Year)])"),
            ("Three hundred forty-four patients", "Number { value: 344.0, spelled: true }"),
            ("Ten thousand seven hundred and thirty-nine women", "Number { value: 10739.0, spelled: true }"),
            (
                "Sixty six, ten and twenty",
                "Number { value: 66.0, spelled: true } Comma Number { value: 10.0, spelled: true } And Number { value: 20.0, spelled: true }",
            ),
            ("-1.22 to -0.70", "Range { low: -1.22, high: -0.7, unit: None }"),
            ("双侧P<0.001", "P { relation: Less, value: 0.001, sides: Some(2) }"),
        ] {
            assert_eq!(kinds(text), expected, "{text}");
        }
    }
}
