//! Abbreviations that a document defines: `long form (SF)` and `SF (long form)`.
//!
//! A long form is found as Schwartz and Hearst do (Pac Symp Biocomput 2003;8:451): the short form's letters must appear in order
//! in the words before the bracket, the first of them at a word's beginning. Chinese long forms are those the vocabulary knows.

use crate::text::FoldedSpan;

/// A short form and the words it stands for in this document.
#[derive(Debug, Clone, PartialEq)]
pub struct Abbreviation {
    pub short: String,
    pub short_span: FoldedSpan,
    pub long: FoldedSpan,
}

const SHORT_CHARS: std::ops::RangeInclusive<usize> = 2..=12;

/// All definitions in a text, in order.
pub fn definitions(text: &str, sentences: &[FoldedSpan]) -> Vec<Abbreviation> {
    let mut found = Vec::new();
    for sentence in sentences {
        let slice = &text[sentence.start..sentence.end];
        for (open, _) in slice.match_indices('(') {
            let Some(close) = slice[open..].find(')').map(|i| open + i) else { continue };
            let inside = &slice[open + 1..close];
            let short = inside.split([';', ',', '=']).next().unwrap_or("").trim().trim_matches('"').trim();
            if !is_short_form(short) {
                found.extend(explained(sentence.start, slice, open, close));
                continue;
            }
            let at = open + 1 + inside.find(short).unwrap_or(0);
            let short_span = FoldedSpan::new(sentence.start + at, sentence.start + at + short.len());
            if let Some(long) = long_form(&slice[..open], short) {
                let long = FoldedSpan::new(sentence.start + long, sentence.start + slice[..open].trim_end().len());
                found.push(Abbreviation { short: short.to_owned(), short_span, long });
            }
        }
    }
    found
}

/// "CP (carboplatin and paclitaxel)": the long form stands in the bracket that opens at `open`, from its beginning.
fn explained(offset: usize, sentence: &str, open: usize, close: usize) -> Option<Abbreviation> {
    let before = sentence[..open].trim_end();
    let start = before.rfind(|c: char| c.is_whitespace() || matches!(c, '(' | ',' | ';')).map_or(0, |i| i + 1);
    let short = &before[start..];
    let inside = &sentence[open + 1..close];
    let long = inside.split([';', ':']).next().unwrap_or("").trim_end();
    if !is_short_form(short) || short.contains(char::is_lowercase) || long_form(long, short)? != 0 {
        return None;
    }
    let long = FoldedSpan::new(offset + open + 1, offset + open + 1 + long.len());
    Some(Abbreviation { short: short.to_owned(), short_span: FoldedSpan::new(offset + start, offset + before.len()), long })
}

/// Capitals in it, no sentence, no number.
pub fn is_short_form(text: &str) -> bool {
    SHORT_CHARS.contains(&text.chars().count())
        && text.chars().any(|c| c.is_ascii_uppercase())
        && text.split_whitespace().count() <= 2
        && text.starts_with(|c: char| c.is_alphanumeric())
        && !text.contains(['=', '<', '>', '%'])
        && !is_dose(text)
        && text.chars().filter(|c| c.is_alphabetic()).count() * 2 >= text.chars().count()
}

/// "(40Gy)" behind a treatment says how much of it.
fn is_dose(text: &str) -> bool {
    let unit = text.trim_start_matches(|c: char| c.is_ascii_digit() || matches!(c, '.' | '-' | '~' | ' '));
    unit.len() < text.len() && ["gy", "cgy", "gbq", "mbq", "mci"].iter().any(|u| unit.to_ascii_lowercase().starts_with(u))
}

/// Where in `before` the long form of `short` begins.
fn long_form(before: &str, short: &str) -> Option<usize> {
    let before = before.trim_end();
    // A plural short form ("ICIs", "TKIs") stands for a plural.
    let short = short.strip_suffix('s').filter(|s| s.ends_with(|c: char| c.is_ascii_uppercase())).unwrap_or(short);
    let letters: Vec<char> = short.chars().filter(|c| c.is_alphanumeric()).map(|c| c.to_ascii_lowercase()).collect();
    let words_max = (letters.len() + 5).min(letters.len() * 2);
    let characters: Vec<(usize, char)> = before.char_indices().collect();
    let mut at = characters.len();
    for (k, &letter) in letters.iter().enumerate().rev() {
        loop {
            at = at.checked_sub(1)?;
            let (_, c) = characters[at];
            if c.to_ascii_lowercase() == letter && (k > 0 || at == 0 || !characters[at - 1].1.is_alphanumeric()) {
                break;
            }
        }
    }
    let start = characters[at].0;
    let long = &before[start..];
    let words = long.split(|c: char| c.is_whitespace() || c == '-').filter(|w| !w.is_empty()).count();
    (words <= words_max && long.chars().count() > short.chars().count() && !long.contains(['(', ')', ';'])).then_some(start)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_forms_stand_before_the_bracket() {
        for (text, expected) in [
            ("treated with dacarbazine and interferon (DI) or", Some(("DI", "dacarbazine and interferon"))),
            ("immune checkpoint inhibitors (ICIs)", Some(("ICIs", "immune checkpoint inhibitors"))),
            ("the hazard ratio (HR = 0.7)", Some(("HR", "hazard ratio"))),
            ("six cycles of CP (carboplatin and paclitaxel)", Some(("CP", "carboplatin and paclitaxel"))),
            (
                "six cycles of BCP (bevacizumab, carboplatin, paclitaxel; every 3 weeks)",
                Some(("BCP", "bevacizumab, carboplatin, paclitaxel")),
            ),
            ("in the SBRT arm (n = 85)", None),
            ("the OS (months)", None),
            ("in Tokyo (Japan)", None),
            ("(P<0.001)", None),
            ("60 graded years (60Gy)", None),
        ] {
            let sentences = [FoldedSpan::new(0, text.len())];
            let got = definitions(text, &sentences);
            assert_eq!(got.first().map(|a| (a.short.as_str(), &text[a.long.start..a.long.end])), expected, "{text}");
        }
    }
}
