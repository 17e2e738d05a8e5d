//! A sentence as the readers of doses see it: its lexemes, each with its word in lower case.

use crate::extraction::context::{Context, Sentence};
use crate::extraction::lexeme::Lex;

pub struct Scene<'a> {
    pub context: &'a Context<'a>,
    pub sentence: &'a Sentence,
    pub lower: String,
    words: Vec<String>,
}

impl<'a> Scene<'a> {
    pub fn new(context: &'a Context<'a>, sentence: &'a Sentence) -> Scene<'a> {
        let words = sentence.lexemes.iter().map(|l| context.word(l)).collect();
        Scene { context, sentence, lower: context.lower(sentence), words }
    }

    pub fn len(&self) -> usize {
        self.words.len()
    }

    /// Empty outside the sentence.
    pub fn word(&self, at: usize) -> &str {
        self.words.get(at).map_or("", String::as_str)
    }

    pub fn lex(&self, at: usize) -> Option<&Lex> {
        self.sentence.lexemes.get(at).map(|l| &l.lex)
    }

    /// A number, or the two ends of a range.
    pub fn number(&self, at: usize) -> Option<(f64, Option<f64>)> {
        match *self.lex(at)? {
            Lex::Number { value, .. } => Some((value, None)),
            Lex::Range { low, high, .. } if high >= low => Some((low, Some(high))),
            _ => None,
        }
    }

    pub fn is_times(&self, at: usize) -> bool {
        self.lex(at) == Some(&Lex::Times2) || ["x", "*"].contains(&self.word(at))
    }
}

/// The unit after a number: factor to Gy, where it ends.
pub fn gray(scene: &Scene, at: usize) -> Option<(f64, usize)> {
    let i = at + usize::from(scene.lex(at) == Some(&Lex::Dash));
    let scale = match scene.word(i) {
        "gy" | "gye" | "gray" | "grays" | "cge" | "戈瑞" | "gyrbe" => 1.0,
        "cgy" => 0.01,
        w if w.starts_with("gy") && w.len() <= 9 => 1.0,
        _ => return None,
    };
    // "Gy (RBE)", "Gy(E)", "grays (Gy)".
    let bracketed = scene.lex(i + 1) == Some(&Lex::Open) && ["rbe", "e", "gy", "equivalent"].contains(&scene.word(i + 2));
    Some((scale, if bracketed { (i + 4).min(scene.len()) } else { i + 1 }))
}
