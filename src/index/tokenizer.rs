//! How folded text becomes index terms: stemmed words for Latin script; words and pairs of characters for Han.
//!
//! Segmentation depends on context (简单 inside 安装简单 can be lost), so pairs of characters find what words miss.

use crate::text::is_han;
use crate::vocabulary::builtin_chinese_names;
use jieba_rs::Jieba;
use std::sync::OnceLock;
use tantivy::Index;
use tantivy::tokenizer::{Language, LowerCaser, RemoveLongFilter, Stemmer, StopWordFilter, TextAnalyzer, Token, TokenStream, Tokenizer};

pub const ENGLISH: &str = "evigraph_english";
pub const CHINESE: &str = "evigraph_chinese";
pub const BIGRAM: &str = "evigraph_bigram";

/// Terms longer than this are no words.
const TERM_BYTES_MAX: usize = 60;

/// Makes the tokenizers known to an index.
pub fn register(index: &Index) {
    let english = TextAnalyzer::builder(Cut(latin_words))
        .filter(RemoveLongFilter::limit(TERM_BYTES_MAX))
        .filter(LowerCaser)
        .filter_dynamic(StopWordFilter::new(Language::English).unwrap_or_else(|| StopWordFilter::remove([])))
        .filter(Stemmer::new(Language::English))
        .build();
    index.tokenizers().register(ENGLISH, english);
    index.tokenizers().register(CHINESE, TextAnalyzer::from(Cut(han_words)));
    index.tokenizers().register(BIGRAM, TextAnalyzer::from(Cut(han_pairs)));
}

/// A tokenizer that is one function from a text to the byte ranges of its terms.
#[derive(Clone)]
struct Cut(fn(&str) -> Vec<(usize, usize)>);

impl Tokenizer for Cut {
    type TokenStream<'a> = Tokens<'a>;

    fn token_stream<'a>(&'a mut self, text: &'a str) -> Tokens<'a> {
        Tokens { text, ranges: (self.0)(text).into_iter(), token: Token::default() }
    }
}

struct Tokens<'a> {
    text: &'a str,
    ranges: std::vec::IntoIter<(usize, usize)>,
    token: Token,
}

impl TokenStream for Tokens<'_> {
    fn advance(&mut self) -> bool {
        let Some((from, to)) = self.ranges.next() else { return false };
        self.token.position = self.token.position.wrapping_add(1);
        (self.token.offset_from, self.token.offset_to) = (from, to);
        self.token.text.clear();
        self.token.text.push_str(&self.text[from..to]);
        true
    }

    fn token(&self) -> &Token {
        &self.token
    }

    fn token_mut(&mut self) -> &mut Token {
        &mut self.token
    }
}

/// Runs of characters that `inside` accepts.
fn runs(text: &str, inside: impl Fn(char) -> bool) -> Vec<(usize, usize)> {
    let mut out = Vec::new();
    let mut start = None;
    for (i, c) in text.char_indices() {
        match (inside(c), start) {
            (true, None) => start = Some(i),
            (false, Some(from)) => {
                out.push((from, i));
                start = None;
            }
            _ => {}
        }
    }
    out.extend(start.map(|from| (from, text.len())));
    out
}

fn latin_words(text: &str) -> Vec<(usize, usize)> {
    runs(text, |c| c.is_alphanumeric() && !is_han(c))
}

fn han_words(text: &str) -> Vec<(usize, usize)> {
    let mut out = Vec::new();
    for (from, to) in runs(text, is_han) {
        // Both the words and the shorter words inside them, each once.
        let run = &text[from..to];
        out.extend(jieba().cut_for_search(run, true).into_iter().map(|word| {
            let at = from + (word.word.as_ptr() as usize - run.as_ptr() as usize);
            (at, at + word.word.len())
        }));
    }
    out
}

fn han_pairs(text: &str) -> Vec<(usize, usize)> {
    let mut out = Vec::new();
    for (from, to) in runs(text, is_han) {
        let starts: Vec<usize> = text[from..to].char_indices().map(|(i, _)| from + i).chain([to]).collect();
        match starts.len() {
            2 => out.push((from, to)),
            _ => out.extend(starts.windows(3).map(|w| (w[0], w[2]))),
        }
    }
    out
}

/// The dictionary, with the vocabulary's Chinese names as words; loaded only once Han text occurs.
fn jieba() -> &'static Jieba {
    static JIEBA: OnceLock<Jieba> = OnceLock::new();
    JIEBA.get_or_init(|| {
        let mut jieba = Jieba::new();
        for name in builtin_chinese_names().iter().filter(|n| n.chars().all(is_han)) {
            jieba.add_word(name, None, None);
        }
        jieba
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cut(f: fn(&str) -> Vec<(usize, usize)>, text: &str) -> Vec<&str> {
        f(text).into_iter().map(|(a, b)| &text[a..b]).collect()
    }

    #[test]
    fn scripts_are_cut_apart() {
        let text = "SBRT联合索拉非尼 improved OS";
        assert_eq!(cut(latin_words, text), ["SBRT", "improved", "OS"]);
        assert_eq!(cut(han_pairs, text), ["联合", "合索", "索拉", "拉非", "非尼"]);
        assert!(cut(han_words, text).contains(&"索拉非尼"));
        assert_eq!(cut(han_pairs, "癌 x"), ["癌"]);
        assert!(cut(latin_words, "").is_empty());
    }
}
