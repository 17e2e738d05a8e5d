//! Word lists of Chinese as jieba and THUOCL write them: a word a line, then its frequency, then its part of speech.
//!
//! A word has no id and no English name; it joins by its exact form, or stands alone.

use super::input::{ImportError, Input};
use super::term::{Source, Term};
use crate::text::is_han;

/// Reads all words.
pub fn read(input: &mut Input, source: &mut Source) -> Result<(), ImportError> {
    while let Some((number, line)) = input.next_line()? {
        let place = format!("line {number}");
        let Some(word) = word(&line) else {
            // THUOCL has lines that have lost their word.
            if line.split_whitespace().all(|cell| cell.bytes().all(|b| b.is_ascii_digit())) {
                continue;
            }
            return Err(input.error_at(place, "this line is not a word, its frequency and its part of speech"));
        };
        source.push(Term { name: word.to_owned(), place, ..Term::default() }, input)?;
    }
    Ok(())
}

/// Whether a list may begin with this line.
pub fn is_entry(line: &str) -> bool {
    word(line).is_some_and(|word| word.contains(is_han))
}

/// `word`, `word 12`, `word 12 nz`, `word nz`
fn word(line: &str) -> Option<&str> {
    let mut cells = line.split_whitespace();
    let word = cells.next()?;
    let mut rest = cells.clone();
    let (first, second) = (rest.next(), rest.next());
    let is_number = |cell: &str| cell.bytes().all(|b| b.is_ascii_digit());
    let is_tag = |cell: &str| cell.len() <= 8 && cell.bytes().all(|b| b.is_ascii_alphanumeric());
    let fits = match (first, second, rest.next()) {
        (first, second, None) => first.is_none_or(|f| is_number(f) || (is_tag(f) && second.is_none())) && second.is_none_or(is_tag),
        _ => false,
    };
    (fits && !is_number(word)).then_some(word)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::vocabulary::import::format::Format;

    #[test]
    fn words_stand_first() {
        for (line, expected) in [
            ("肝细胞癌\t1234", Some("肝细胞癌")),
            ("肝细胞癌 3 nz", Some("肝细胞癌")),
            ("肝细胞癌 nz", Some("肝细胞癌")),
            ("肝细胞癌", Some("肝细胞癌")),
            ("B细胞 4", Some("B细胞")),
            ("肝 癌 转 移", None),
            ("\t12", None),
            ("肝癌\tC22|x", None),
        ] {
            assert_eq!(word(line), expected, "{line}");
        }
        assert!(!is_entry("id\tname"));
    }

    #[test]
    fn faults_name_the_line() {
        let mut input = Input::open("x.txt", "肝癌\t1\n\t1\nnot a word list\n".as_bytes()).expect("opened");
        let fault = read(&mut input, &mut Source::new(Format::Jieba)).unwrap_err().to_string();
        assert_eq!(fault, "x.txt, line 3: this line is not a word, its frequency and its part of speech");
    }
}
