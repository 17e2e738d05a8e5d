//! p values, and the patient counts that look like them.

use crate::extraction::finding::Relation;
use crate::extraction::lexeme::Lex;

use super::{Lexer, Num};

impl<'a> Lexer<'a> {
    /// `P = 0.06`, `one-sided P<.001`, `P value, 0.03`, `双侧P<0.001`, and `n = 177`.
    pub(super) fn p_value(&self, at: usize) -> Option<(Lex, usize)> {
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
        // "p = 0001" has lost its point.
        let printed = &self.text[number_at..n.end];
        if printed.len() > 2 && printed.starts_with('0') && printed.chars().all(|c| c.is_ascii_digit()) {
            return Some((Lex::OtherP, n.end));
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
        other |= self.is_other_test(at) || relation == Relation::Less && self.is_level(at, end);
        Some((if other { Lex::OtherP } else { Lex::P { relation, value: n.value, sides } }, end))
    }

    /// "p = 0.006 and 0.038, respectively", 均数P=0.01、0.2: the numbers behind a p, up to `respectively`, are p values too.
    pub(super) fn list_p_values(&mut self) {
        let mut at = 0;
        while at < self.out.len() {
            let Lex::P { sides, .. } = self.out[at].lex else {
                at += 1;
                continue;
            };
            at += 1;
            let mut end = at;
            let mut listed: Vec<(usize, Relation, f64)> = Vec::new();
            while let Some(l) = self.out.get(end) {
                match l.lex {
                    Lex::Comma | Lex::And | Lex::Equal | Lex::Bound(_) => {}
                    Lex::Number { value, spelled: false } if (0.0..=1.0).contains(&value) => {
                        let relation = match self.out[end - 1].lex {
                            Lex::Bound(r) => r,
                            _ => Relation::Equal,
                        };
                        listed.push((end, relation, value));
                    }
                    _ => break,
                }
                end += 1;
            }
            if self.out.get(end).is_some_and(|l| l.lex == Lex::Respectively) {
                for (i, relation, value) in listed {
                    self.out[i].lex = Lex::P { relation, value, sides };
                }
            }
        }
    }

    /// 交互作用P, 趋势检验P: what was tested stands before.
    fn is_other_test(&self, at: usize) -> bool {
        let before = self.text[..at].trim_end_matches(['的', ' ', '(', '检', '验', '性']);
        ["交互作用", "交互", "趋势", "异质", "interaction", "heterogeneity", "trend"].iter().any(|w| before.ends_with(w))
    }

    /// 以P<0.05为差异有统计学意义: a level of significance.
    fn is_level(&self, at: usize, end: usize) -> bool {
        let after = self.text[end..].trim_start();
        self.text[..at].trim_end().ends_with('以') && ["为", "表示", "认为"].iter().any(|w| after.starts_with(w))
    }

    pub(super) fn exponent(&self, at: usize) -> Option<(usize, i32)> {
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
    pub(super) fn sides(&self, at: usize) -> (Option<u8>, usize) {
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

    pub(super) fn relation(&self, at: usize) -> Option<(Relation, usize)> {
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
}
