//! All documents together: per level, per language, per measure, the worst documents, the sorts of mistakes.

use super::gold::GoldDocument;
use super::level::{Level, Score, Tally};
use super::marks::{Marks, Mistake};
use super::{results, stated, subject};
use crate::record::DocumentRecord;
use serde::Serialize;
use std::collections::BTreeMap;

/// How many of the worst documents are named.
const WORST: usize = 10;
/// Levels that make a document a bad one.
const WEIGHED: [Level; 4] = [Level::EffectFull, Level::OutcomeEndpoint, Level::Comparison, Level::Dose];

/// How well a program read what readers annotated.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Report {
    /// Annotated documents.
    pub documents: usize,
    /// Of them, those that were read.
    pub answered: usize,
    /// Ids of the others.
    pub unanswered: Vec<String>,
    pub levels: BTreeMap<Level, Score>,
    /// By ISO 639-1; `none` for documents that were not read.
    pub languages: BTreeMap<String, Part>,
    /// By `HR`, `OR`, …: effect.number and effect.full.
    pub measures: BTreeMap<String, BTreeMap<Level, Score>>,
    /// Most mistakes first.
    pub worst: Vec<Worst>,
    /// Most frequent first.
    pub sorts: Vec<Sort>,
    /// As many of each sort as asked for.
    pub mistakes: Vec<Mistake>,
}

/// Documents of one language.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Part {
    pub documents: usize,
    pub levels: BTreeMap<Level, Score>,
}

/// A document with many mistakes in effects, outcomes, comparisons and doses.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Worst {
    pub document: String,
    pub missed: usize,
    pub false_alarms: usize,
}

/// How often a sort of mistake was made.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Sort {
    pub level: Level,
    pub sort: &'static str,
    pub count: usize,
}

/// Marks one document; `record` is missing where it was not read.
pub fn mark(gold: &GoldDocument, record: Option<&DocumentRecord>) -> Marks {
    let mut marks = Marks::of(&gold.id);
    let subjects = gold.subjects.as_deref().unwrap_or("patients");
    let read = record.map(|record| stated::of_record(record, subjects)).unwrap_or_default();
    results::mark(&stated::of_gold(gold).unique(), read.unique(), &gold.drugs, &mut marks);
    subject::mark(gold, record, &mut marks);
    marks
}

/// Marks all annotated documents; up to `shown` mistakes of each sort are told.
pub fn evaluate(gold: &[GoldDocument], records: &BTreeMap<String, DocumentRecord>, shown: usize) -> Report {
    let (mut all, mut mistakes) = (Sums::default(), Vec::new());
    let (mut languages, mut measures) = (BTreeMap::<String, (usize, Sums)>::new(), BTreeMap::<String, Sums>::new());
    let (mut worst, mut unanswered) = (Vec::new(), Vec::new());
    for document in gold {
        let record = records.get(&document.id);
        let marks = mark(document, record);
        all.add(&marks.tallies);
        let language = languages.entry(record.map_or("none", |record| &record.language).to_owned()).or_default();
        language.0 += 1;
        language.1.add(&marks.tallies);
        for (measure, tallies) in &marks.measures {
            measures.entry(measure.clone()).or_default().add(tallies);
        }
        worst.push(weigh(&document.id, &marks));
        unanswered.extend(record.is_none().then(|| document.id.clone()));
        mistakes.extend(marks.mistakes);
    }
    worst.retain(|w| w.missed + w.false_alarms > 0);
    worst.sort_by(|a, b| (b.missed + b.false_alarms).cmp(&(a.missed + a.false_alarms)).then_with(|| a.document.cmp(&b.document)));
    worst.truncate(WORST);
    Report {
        documents: gold.len(),
        answered: gold.len() - unanswered.len(),
        unanswered,
        levels: all.scores(Level::ALL),
        languages: languages.into_iter().map(|(l, (documents, sums))| (l, Part { documents, levels: sums.scores(Level::ALL) })).collect(),
        measures: measures.into_iter().map(|(m, sums)| (m, sums.scores(&[Level::EffectNumber, Level::EffectFull]))).collect(),
        worst,
        sorts: sorts(&mistakes),
        mistakes: first_of_each(mistakes, shown),
    }
}

#[derive(Default)]
struct Sums(BTreeMap<Level, Tally>);

impl Sums {
    fn add(&mut self, tallies: &BTreeMap<Level, Tally>) {
        for (level, tally) in tallies {
            self.0.entry(*level).or_default().add(*tally);
        }
    }

    fn scores(&self, levels: &[Level]) -> BTreeMap<Level, Score> {
        levels.iter().map(|level| (*level, self.0.get(level).copied().unwrap_or_default().score())).collect()
    }
}

fn weigh(document: &str, marks: &Marks) -> Worst {
    let of = |count: fn(Tally) -> usize| WEIGHED.iter().filter_map(|level| marks.tallies.get(level)).map(|tally| count(*tally)).sum();
    Worst { document: document.to_owned(), missed: of(Tally::missed), false_alarms: of(Tally::false_alarms) }
}

fn sorts(mistakes: &[Mistake]) -> Vec<Sort> {
    let mut counts: BTreeMap<(Level, &'static str), usize> = BTreeMap::new();
    for mistake in mistakes {
        *counts.entry((mistake.level, mistake.sort)).or_default() += 1;
    }
    let mut sorts: Vec<Sort> = counts.into_iter().map(|((level, sort), count)| Sort { level, sort, count }).collect();
    sorts.sort_by_key(|sort| std::cmp::Reverse(sort.count));
    sorts
}

/// By level and sort, each in the order of the documents.
fn first_of_each(mut mistakes: Vec<Mistake>, shown: usize) -> Vec<Mistake> {
    mistakes.sort_by_key(|mistake| (mistake.level, mistake.sort));
    let (mut last, mut taken) = (None, 0);
    mistakes.retain(|mistake| {
        let key = Some((mistake.level, mistake.sort));
        taken = if key == last { taken + 1 } else { 1 };
        last = key;
        taken <= shown
    });
    mistakes
}
