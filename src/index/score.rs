//! BM25 over live documents.
//!
//! Tantivy's own statistics count deleted documents and findings, so that a score would tell of an index's history. Here every
//! number comes from live documents, terms are added up in one order, and equal scores stand in the order of document ids.

use super::fields::{DOCUMENT, Fields};
use super::search::{column_values, live};
use std::collections::{BTreeMap, BTreeSet, HashMap};
use tantivy::schema::Field;
use tantivy::{DocAddress, Searcher, Term};

const K1: f64 = 1.2;
const B: f64 = 0.75;
/// Pairs of characters are weak evidence beside words.
const BIGRAM_WEIGHT: f64 = 0.3;
/// Scores closer than this are equal.
const SCORE_STEP: f64 = 1e-6;

/// A document and its score.
#[derive(Debug, Clone, PartialEq)]
pub struct Ranked {
    pub id: String,
    pub score: f64,
}

/// Documents that hold any of the (folded) words and, of each group, any of the concepts; best first.
pub fn rank(
    searcher: &Searcher,
    fields: &Fields,
    statistics: &Statistics,
    words: &str,
    groups: &[Vec<String>],
    limit: usize,
) -> tantivy::Result<Vec<Ranked>> {
    let mut clauses: Vec<Vec<(Term, f64)>> = Vec::new();
    if !words.trim().is_empty() {
        let mut terms = BTreeMap::new();
        for (field, weight) in [(fields.english, 1.0), (fields.chinese, 1.0), (fields.bigram, BIGRAM_WEIGHT)] {
            terms.extend(tokens(searcher, field, words)?.into_iter().map(|t| (Term::from_field_text(field, &t), weight)));
        }
        clauses.push(terms.into_iter().collect());
    }
    for group in groups {
        let concepts: BTreeSet<&String> = group.iter().collect();
        clauses.push(concepts.into_iter().map(|c| (Term::from_field_text(fields.concept, c), 1.0)).collect());
    }
    let mut scores: Option<HashMap<DocAddress, f64>> = None;
    for clause in &clauses {
        let matched = statistics.clause(searcher, clause)?;
        scores = Some(match scores {
            None => matched,
            Some(before) => before.into_iter().filter_map(|(at, score)| matched.get(&at).map(|more| (at, score + more))).collect(),
        });
    }
    best(searcher, scores.unwrap_or_default(), limit)
}

fn tokens(searcher: &Searcher, field: Field, words: &str) -> tantivy::Result<BTreeSet<String>> {
    let mut analyzer = searcher.index().tokenizer_for_field(field)?;
    let mut stream = analyzer.token_stream(words);
    let mut out = BTreeSet::new();
    stream.process(&mut |token| {
        out.insert(token.text.clone());
    });
    Ok(out)
}

fn best(searcher: &Searcher, scores: HashMap<DocAddress, f64>, limit: usize) -> tantivy::Result<Vec<Ranked>> {
    let stepped = |score: f64| (score / SCORE_STEP).round() as i64;
    let mut scored: Vec<(i64, DocAddress)> = scores.into_iter().map(|(at, score)| (stepped(score), at)).collect();
    scored.sort_by(|a, b| b.cmp(a));
    // Ids are looked up only for what can stand above the limit, with all that equals its last.
    let last = scored.get(limit.saturating_sub(1)).map(|(score, _)| *score);
    let mut ranked = Vec::new();
    for (score, at) in scored.into_iter().take_while(|(score, _)| last.is_none_or(|l| *score >= l)) {
        let segment = searcher.segment_reader(at.segment_ord);
        let id = column_values(segment, "document", at.doc_id)?.pop().unwrap_or_default();
        ranked.push((std::cmp::Reverse(score), id));
    }
    ranked.sort();
    ranked.truncate(limit);
    Ok(ranked.into_iter().map(|(score, id)| Ranked { id, score: score.0 as f64 * SCORE_STEP }).collect())
}

/// What BM25 needs to know of the whole corpus, the same for every question to one commit.
pub struct Statistics {
    documents: f64,
    /// Mean length by field.
    length: HashMap<Field, f64>,
}

impl Statistics {
    /// Counts live documents and how long their fields are.
    pub fn of(searcher: &Searcher, fields: &Fields) -> tantivy::Result<Statistics> {
        let searched = [fields.english, fields.chinese, fields.bigram, fields.concept];
        let mut documents = 0u64;
        let mut totals: HashMap<Field, u64> = HashMap::new();
        for segment in searcher.segment_readers() {
            let live = live(segment, &Term::from_field_text(fields.entry, DOCUMENT))?;
            documents += live.len() as u64;
            for field in searched {
                let lengths = segment.get_fieldnorms_reader(field)?;
                *totals.entry(field).or_default() += live.iter().map(|(doc, _)| u64::from(lengths.fieldnorm(*doc))).sum::<u64>();
            }
        }
        let documents = documents as f64;
        Ok(Statistics { documents, length: totals.into_iter().map(|(f, total)| (f, total as f64 / documents.max(1.0))).collect() })
    }

    /// Scores of all live documents that hold at least one of the terms.
    fn clause(&self, searcher: &Searcher, terms: &[(Term, f64)]) -> tantivy::Result<HashMap<DocAddress, f64>> {
        let mut scores: HashMap<DocAddress, f64> = HashMap::new();
        for (term, weight) in terms {
            let mut found = Vec::new();
            for (ord, segment) in searcher.segment_readers().iter().enumerate() {
                let lengths = segment.get_fieldnorms_reader(term.field())?;
                for (doc, count) in live(segment, term)? {
                    found.push((DocAddress::new(ord as u32, doc), f64::from(count), f64::from(lengths.fieldnorm(doc))));
                }
            }
            let holding = found.len() as f64;
            let rarity = (1.0 + (self.documents - holding + 0.5) / (holding + 0.5)).ln();
            let mean = self.length.get(&term.field()).copied().unwrap_or(1.0).max(1.0);
            for (at, count, length) in found {
                let saturated = count * (K1 + 1.0) / (count + K1 * (1.0 - B + B * length / mean));
                *scores.entry(at).or_default() += weight * rarity * saturated;
            }
        }
        Ok(scores)
    }
}
