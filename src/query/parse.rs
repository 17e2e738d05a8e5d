//! Question → parts, by the grammar that stands in the documentation of [`super`].

use super::ast::{Part, PartKind, Question};
use super::error::QueryError;
use super::{filter, nearest};
use crate::text::{FoldedSpan, fold, is_han};
use crate::vocabulary::ConceptKind;

/// Longer questions are refused.
pub const QUERY_BYTES_MAX: usize = 4096;

/// Longest first.
const VERSUS: [&str; 8] = ["compared with", "compared to", "versus", "vs.", "vs", "相比于", "对比", "相比"];
const QUOTES: [(char, char); 4] = [('"', '"'), ('“', '”'), ('「', '」'), ('«', '»')];

/// Cuts a question into parts.
pub fn parse(source: &str) -> Result<Question, QueryError> {
    if source.len() > QUERY_BYTES_MAX {
        return Err(QueryError::TooLong { bytes: source.len(), max: QUERY_BYTES_MAX });
    }
    let (folded, map) = fold::fold(source, &[]);
    let mut question = Question { source: source.to_owned(), folded, map, parts: Vec::new() };
    let (mut at, mut words) = (0, None);
    while let Some(c) = question.folded[at..].chars().next() {
        match operator(&question, at, c)? {
            Some((part, end)) => {
                question.end_words(&mut words, at);
                question.parts.push(part);
                at = end;
            }
            None => {
                words.get_or_insert(at);
                at += c.len_utf8();
            }
        }
    }
    question.end_words(&mut words, at);
    if question.parts.is_empty() { Err(QueryError::Empty) } else { Ok(question) }
}

impl Question {
    /// Words that begin at `from` end here.
    fn end_words(&mut self, from: &mut Option<usize>, end: usize) {
        let Some(start) = from.take() else { return };
        let slice = &self.folded[start..end];
        let trimmed = slice.trim();
        if trimmed.chars().any(char::is_alphanumeric) {
            let start = start + (slice.len() - slice.trim_start().len());
            self.parts.push(Part { span: FoldedSpan::new(start, start + trimmed.len()), kind: PartKind::Words });
        }
    }
}

/// What stands at `at`, if it is more than a word, and where it ends.
fn operator(question: &Question, at: usize, c: char) -> Result<Option<(Part, usize)>, QueryError> {
    let text = &question.folded;
    if c == '+' {
        return Ok(Some((Part { span: FoldedSpan::new(at, at + 1), kind: PartKind::Plus }, at + 1)));
    }
    if let Some(&(open, close)) = QUOTES.iter().find(|q| q.0 == c) {
        let from = at + open.len_utf8();
        let unclosed = QueryError::UnclosedQuote { place: question.place(FoldedSpan::new(at, from)) };
        let to = text[from..].find(close).map(|i| from + i).ok_or(unclosed)?;
        return Ok(Some((Part { span: FoldedSpan::new(from, to), kind: PartKind::Phrase }, to + close.len_utf8())));
    }
    if let Some(end) = versus_end(text, at) {
        return Ok(Some((Part { span: FoldedSpan::new(at, end), kind: PartKind::Versus }, end)));
    }
    if !starts_word(text, at) {
        return Ok(None);
    }
    refuse_booleans(question, at)?;
    named(question, at)
}

/// `OR` at an end may be the odds ratio.
fn refuse_booleans(question: &Question, at: usize) -> Result<(), QueryError> {
    let place = question.place(FoldedSpan::new(at, at + 1));
    let stands = |word: &str| {
        let rest = question.folded[at..].strip_prefix(word);
        rest.is_some_and(|rest| rest.starts_with(char::is_whitespace) && !rest.trim().is_empty())
    };
    if stands("NOT") {
        return Err(QueryError::Boolean { word: "NOT", place, advice: "leave it out, and narrow the answer by filters such as `phase:3`" });
    }
    if stands("OR") && at > 0 {
        return Err(QueryError::Boolean { word: "OR", place, advice: "ask for each alone" });
    }
    Ok(())
}

fn versus_end(text: &str, at: usize) -> Option<usize> {
    VERSUS.iter().find_map(|word| {
        let end = at + word.len();
        let found = text.get(at..end)?;
        let whole = !word.is_ascii()
            || (starts_word(text, at) && (word.ends_with('.') || !text[end..].starts_with(|c: char| c.is_alphanumeric() && !is_han(c))));
        (whole && found.eq_ignore_ascii_case(word)).then_some(end)
    })
}

/// No letter or digit of a Latin word stands before.
fn starts_word(text: &str, at: usize) -> bool {
    !text[..at].ends_with(|c: char| (c.is_alphanumeric() && !is_han(c)) || matches!(c, '-' | ':' | '/'))
}

/// `name:value`: a filter or a concept id.
fn named(question: &Question, at: usize) -> Result<Option<(Part, usize)>, QueryError> {
    let text = &question.folded;
    let letters = text[at..].find(|c: char| !(c.is_ascii_alphabetic() || c == '_')).unwrap_or(0);
    let Some(rest) = text[at + letters..].strip_prefix(':').filter(|_| letters > 0) else { return Ok(None) };
    let name = text[at..at + letters].to_ascii_lowercase();
    let from = at + letters + 1;
    let (value, end) = match rest.strip_prefix('"').and_then(|quoted| quoted.split_once('"')) {
        Some((value, _)) => (value.to_owned(), from + value.len() + 2),
        None => {
            let length = rest.find(char::is_whitespace).unwrap_or(rest.len());
            (rest[..length].to_owned(), from + length)
        }
    };
    let span = FoldedSpan::new(at, end);
    let place = question.place(span);
    if let Some(example) = filter::example(&name) {
        if value.is_empty() {
            return Err(QueryError::EmptyValue { name, place, example });
        }
        return Ok(Some((Part { span, kind: PartKind::Filter { name, value } }, end)));
    }
    if value.is_empty() || value.starts_with("//") {
        // "primary endpoint: OS" and addresses: a colon in prose.
        return Ok(None);
    }
    if ConceptKind::ALL.iter().any(|k| k.as_str() == name) {
        return Ok(Some((Part { span, kind: PartKind::ConceptId }, end)));
    }
    let advice = match name.as_str() {
        "doi" | "pmid" | "pmcid" | "study" | "f" => format!("to see one document or study, run `evigraph show {name}:{value}`"),
        _ => match nearest::nearest(&name, filter::NAMES.iter().copied(), 1).first() {
            Some(near) => format!("did you mean `{near}:`?"),
            None => format!("known are {}; quote words that hold a colon", filter::NAMES.join(", ")),
        },
    };
    Err(QueryError::UnknownFilter { name, place, advice })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parts(question: &str) -> String {
        match parse(question) {
            Ok(q) => q
                .parts
                .iter()
                .map(|p| match &p.kind {
                    PartKind::Words => format!("words({})", q.slice(p.span)),
                    PartKind::Phrase => format!("phrase({})", q.slice(p.span)),
                    PartKind::Plus => "+".to_owned(),
                    PartKind::Versus => "vs".to_owned(),
                    PartKind::ConceptId => format!("id({})", q.slice(p.span)),
                    PartKind::Filter { name, value } => format!("{name}={value}"),
                })
                .collect::<Vec<_>>()
                .join(" "),
            Err(e) => e.to_string(),
        }
    }

    #[test]
    fn questions_fall_into_parts() {
        for (question, expected) in [
            ("SBRT + sorafenib OS", "words(SBRT) + words(sorafenib OS)"),
            ("SBRT＋sorafenib vs. sorafenib", "words(SBRT) + words(sorafenib) vs words(sorafenib)"),
            ("SBRT联合索拉非尼对比索拉非尼", "words(SBRT联合索拉非尼) vs words(索拉非尼)"),
            ("SBRT phase:3 n:>=100 \"tumour thrombus\"", "words(SBRT) phase=3 n=>=100 phrase(tumour thrombus)"),
            ("kind:\"trial registration\" drug:sorafenib", "kind=trial registration id(drug:sorafenib)"),
            ("primary endpoint: OS", "words(primary endpoint: OS)"),
            ("1:1 randomisation", "words(1:1 randomisation)"),
            ("SBRT compared with surgery", "words(SBRT) vs words(surgery)"),
            ("canvas vsd", "words(canvas vsd)"),
        ] {
            assert_eq!(parts(question), expected, "{question}");
        }
    }

    #[test]
    fn faults_say_where_and_what_to_do() {
        for (question, expected) in [
            ("  ", "the question is empty: ask for treatments and an endpoint, for example `SBRT + sorafenib OS`"),
            ("SBRT phse:3", "no filter called `phse` at character 6: did you mean `phase:`?"),
            (
                "放疗 zzzz:3",
                "no filter called `zzzz` at character 4: known are phase, year, n, hr, p, design, lang, kind, primary, status, extent, include; quote words that hold a colon",
            ),
            ("SBRT phase: 3", "`phase:` at character 6 has no value: write for example `phase:3`"),
            ("\"SBRT", "the quote opened at character 1 is not closed: add a `\"` or leave it out"),
            ("doi:10.1/x", "no filter called `doi` at character 1: to see one document or study, run `evigraph show doi:10.1/x`"),
            ("cisplatin OR carboplatin", "`OR` at character 11 is not understood yet: ask for each alone"),
            ("NOT SBRT", "`NOT` at character 1 is not understood yet: leave it out, and narrow the answer by filters such as `phase:3`"),
        ] {
            assert_eq!(parts(question), expected, "{question}");
        }
        assert!(parts(&"a".repeat(5000)).starts_with("the question has 5000 bytes"));
    }
}
