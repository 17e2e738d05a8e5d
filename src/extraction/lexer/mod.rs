//! Sentence → lexemes.
//!
//! The lexer reads left to right and takes, at each place, the first of: a treatment, disease or endpoint that the vocabulary
//! found there, a p value, an interval label, a measure, times of a rate, a range, a number with its unit, a connective, a sign,
//! a word. It keeps no state; ambiguity of words (an `OR` that is no odds ratio) is the grammar's to settle.

mod label;
mod number;
mod p_value;

use crate::extraction::finding::Relation;
use crate::extraction::lexeme::{Lex, Lexeme};
use crate::extraction::lexicon as words;
use crate::text::{FoldedSpan, is_han};
use crate::vocabulary::{AnnotatedText, ConceptKind, Mention};

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
        self.list_p_values();
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
        if let Some(found) = self.valued_symbol(at) {
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
        (Lex::Word, self.label_end(at).unwrap_or_else(|| self.word_end(at)))
    }

    /// "DT60Gy", "AUC5": the end of a label that a number is glued to.
    fn label_end(&self, at: usize) -> Option<usize> {
        let fresh = !self.before(at).is_some_and(|c| c.is_ascii_alphanumeric());
        number::GLUED_DOSES
            .iter()
            .map(|l| at + l.len())
            .find(|&end| fresh && self.glued_label(end) && self.text[end..].starts_with(|c: char| c.is_ascii_digit()))
    }

    fn char_at(&self, at: usize) -> char {
        self.text[at..].chars().next().unwrap_or(' ')
    }

    fn before(&self, at: usize) -> Option<char> {
        self.text[self.start..at].chars().next_back()
    }

    /// The end of a run of Latin letters and digits.
    fn word_end(&self, at: usize) -> usize {
        // An apostrophe joins; before the first letter it is a sign of its own.
        let rest = &self.text[at..];
        let len = rest.find(|c: char| !(c.is_alphanumeric() && !is_han(c) || c == '\'')).unwrap_or(rest.len());
        if rest.starts_with('\'') { at + 1 } else { at + len }
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

    /// 放疗对肝癌的作用: what something acts on is no comparator.
    fn is_object(&self, at: usize) -> bool {
        let clause = self.text[at..].split(['，', '。', ',', ';', '；', '\n']).next().unwrap_or_default();
        clause.starts_with('对') && ["的作用", "的影响", "的效应"].iter().any(|w| clause.contains(w))
    }

    /// 与对照组比较, 联合组…: the comparator stands between 与 and 比较.
    fn is_comparison(&self, at: usize) -> bool {
        let follows = self.text[at..].strip_prefix("比较").is_some_and(|r| r.trim_start().starts_with(','));
        let clause = self.text[self.start..at].rsplit([',', ';', ':', '(']).next().unwrap_or_default().trim_start();
        follows && clause.starts_with(['与', '和', '同', '跟'])
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
                if self.is_comparison(at) {
                    return Some((Lex::Versus, at + "比较".len()));
                }
                if (chance || self.is_object(at)) && !self.text[at..].starts_with("对比") {
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
            ("RR=1.81", "Measure(RiskRatio) Equal Number { value: 1.81, spelled: false }"),
            ("复发的风险比CC型患者高(P=0.02)", "Versus Open P { relation: Equal, value: 0.02, sides: None } Close"),
            ("死亡风险比为0.71", "Measure(HazardRatio) Number { value: 0.71, spelled: false }"),
            ("5年、10年存活率", "Times([(5.0, Year), (10.0, Year)])"),
            ("30d死亡率", "Times([(30.0, Day)])"),
            ("'HR=2.5", "Measure(HazardRatio) Equal Number { value: 2.5, spelled: false }"),
            ("与甲药组比较, 乙药组", "And Versus Comma"),
            ("两组比较, 有差异", "Comma"),
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
