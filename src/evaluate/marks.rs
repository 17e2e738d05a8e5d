//! One document marked: how many of gold's statements were read, and each mistake with its sort.

use super::level::{Level, Tally};
use serde::Serialize;
use std::collections::BTreeMap;

/// A statement that was missed, read wrongly or read where there is none.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Mistake {
    /// The first level that it spoils.
    pub level: Level,
    /// `missed`, `false alarm`, `wrong endpoint`, …
    pub sort: &'static str,
    pub document: String,
    /// What gold says; null for a false alarm.
    pub gold: Option<String>,
    /// What was read; null for a miss.
    pub read: Option<String>,
    /// Of gold; of the program for a false alarm; null where the level has none.
    pub quote: Option<String>,
}

/// What one document came to.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Marks {
    pub tallies: BTreeMap<Level, Tally>,
    /// By `HR`, `OR`, …; of the levels number and full.
    pub measures: BTreeMap<String, BTreeMap<Level, Tally>>,
    pub mistakes: Vec<Mistake>,
    document: String,
}

impl Marks {
    pub fn of(document: &str) -> Marks {
        Marks { document: document.to_owned(), ..Marks::default() }
    }

    pub fn count(&mut self, level: Level, hits: usize, gold: usize, read: usize) {
        self.tallies.entry(level).or_default().add(Tally { hits, gold, read });
    }

    pub fn count_measure(&mut self, measure: &str, level: Level, tally: Tally) {
        self.measures.entry(measure.to_owned()).or_default().entry(level).or_default().add(tally);
    }

    pub fn mistake(&mut self, level: Level, sort: &'static str, gold: Option<String>, read: Option<String>, quote: Option<&str>) {
        let quote = quote.filter(|quote| !quote.is_empty()).map(str::to_owned);
        self.mistakes.push(Mistake { level, sort, document: self.document.clone(), gold, read, quote });
    }

    /// A statement of gold that nothing answers.
    pub fn missed(&mut self, level: Level, gold: String, quote: &str) {
        self.mistake(level, "missed", Some(gold), None, Some(quote));
    }

    /// A statement of the program that answers nothing.
    pub fn false_alarm(&mut self, level: Level, read: String, quote: &str) {
        self.mistake(level, "false alarm", None, Some(read), Some(quote));
    }
}
