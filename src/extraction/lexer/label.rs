//! Names of measures and of intervals.

use crate::extraction::finding::Measure;
use crate::extraction::lexeme::Lex;
use crate::extraction::lexicon as words;

use super::Lexer;

impl<'a> Lexer<'a> {
    pub(super) fn measure(&self, at: usize) -> Option<(Lex, usize)> {
        let named = words::MEASURES.iter().filter_map(|(w, m)| self.literal(at, w).map(|end| (end, *m))).max_by_key(|(end, _)| *end);
        if let Some((end, m)) = named.filter(|(end, _)| !self.compares(*end)) {
            return Some((Lex::Measure(m), end));
        }
        // "response rate ratio": the vocabulary has taken the rate.
        if let Some(end) = self.literal(at, "ratio").filter(|_| self.text[self.start..at].trim_end().ends_with("response rate")) {
            return Some((Lex::Measure(Measure::RiskRatio), end));
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

    /// `RR=1.81`, `RR 1.81`: a symbol before a ratio is no short form of something else, such as a response rate.
    pub(super) fn valued_symbol(&self, at: usize) -> Option<(Lex, usize)> {
        let (lex, end) = self.measure(at).filter(|(_, end)| end - at <= 4 && self.text[at..*end].is_ascii())?;
        let value = self.skip_spaces(end);
        let assigned = self.text[value..].starts_with(['=', ':']);
        let n = self.number(self.skip_spaces(value + usize::from(assigned)))?;
        let ratio = self.percent_sign(n.end).is_none() && (assigned || self.text[value..n.end].contains('.'));
        ratio.then_some((lex, end))
    }

    /// 复发的风险比CC型患者高: 比 compares, and 风险比 is no measure.
    fn compares(&self, end: usize) -> bool {
        if !self.text[..end].ends_with("风险比") {
            return false;
        }
        let clause = self.text[end..].split(['(', ',', ';', '。', '=', ':']).next().unwrap_or_default();
        let opens = clause.trim_start();
        !opens.is_empty()
            && !opens.starts_with(['为', '是', '值', '率', '和', '与', '及', '分'])
            && ["高", "低", "大", "小", "增加", "降低"].iter().any(|w| clause.contains(w))
    }

    /// `CI`, `confidence interval`, `置信区间`, `CrI`.
    pub(super) fn level_word(&self, at: usize) -> Option<usize> {
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
        for short in ["(CI)", "[CI]", "(CIs)", "(CrI)", "[CIs]", "(95% CI)", "[95% CI]"] {
            if self.text[next..].starts_with(short) {
                return Some(next + short.len());
            }
        }
        Some(end)
    }
}
