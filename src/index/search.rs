//! Entries found by their exact terms, and what is stored of them.

use super::fields::{DOCUMENT, FINDING, Fields};
use tantivy::collector::DocSetCollector;
use tantivy::postings::Postings;
use tantivy::query::{BooleanQuery, Query, TermQuery, TermSetQuery};
use tantivy::schema::{Field, IndexRecordOption, Value};
use tantivy::{DocAddress, DocId, DocSet, Searcher, SegmentReader, TERMINATED, TantivyDocument, Term};

/// Live entries that hold a term.
pub fn with_term(searcher: &Searcher, field: Field, text: &str) -> tantivy::Result<Vec<DocAddress>> {
    let query = TermQuery::new(Term::from_field_text(field, text), IndexRecordOption::Basic);
    Ok(sorted(searcher.search(&query, &DocSetCollector)?))
}

/// Live findings that are about at least one concept of every group.
pub fn finding_addresses(searcher: &Searcher, fields: &Fields, groups: &[Vec<String>]) -> tantivy::Result<Vec<DocAddress>> {
    let is_finding = TermQuery::new(Term::from_field_text(fields.entry, FINDING), IndexRecordOption::Basic);
    let mut clauses: Vec<Box<dyn Query>> = vec![Box::new(is_finding)];
    for group in groups {
        let terms = group.iter().map(|concept| Term::from_field_text(fields.finding_concept, concept));
        clauses.push(Box::new(TermSetQuery::new(terms)));
    }
    Ok(sorted(searcher.search(&BooleanQuery::intersection(clauses), &DocSetCollector)?))
}

fn sorted(found: std::collections::HashSet<DocAddress>) -> Vec<DocAddress> {
    let mut found: Vec<DocAddress> = found.into_iter().collect();
    found.sort();
    found
}

/// The bytes that an entry gives back.
pub fn stored(searcher: &Searcher, fields: &Fields, address: DocAddress) -> tantivy::Result<Vec<u8>> {
    let entry: TantivyDocument = searcher.doc(address)?;
    Ok(entry.get_first(fields.stored).and_then(|v| v.as_bytes()).unwrap_or_default().to_vec())
}

/// Live document entries of a segment, in the order of their addresses.
pub fn live_documents(segment: &SegmentReader, fields: &Fields) -> tantivy::Result<Vec<DocId>> {
    let found = live(segment, &Term::from_field_text(fields.entry, DOCUMENT))?;
    Ok(found.into_iter().map(|(doc, _)| doc).collect())
}

/// Live documents of a segment that hold a term, and how often.
pub fn live(segment: &SegmentReader, term: &Term) -> tantivy::Result<Vec<(DocId, u32)>> {
    let index = segment.inverted_index(term.field())?;
    let Some(mut postings) = index.read_postings(term, IndexRecordOption::WithFreqs)? else { return Ok(Vec::new()) };
    let mut found = Vec::new();
    while postings.doc() != TERMINATED {
        if !segment.is_deleted(postings.doc()) {
            found.push((postings.doc(), postings.term_freq()));
        }
        postings.advance();
    }
    Ok(found)
}

/// The values of a text column for one entry.
pub fn column_values(segment: &SegmentReader, name: &str, doc: DocId) -> tantivy::Result<Vec<String>> {
    let Some(column) = segment.fast_fields().str(name)? else { return Ok(Vec::new()) };
    column
        .term_ords(doc)
        .map(|ord| {
            let mut value = String::new();
            column.ord_to_str(ord, &mut value)?;
            Ok(value)
        })
        .collect()
}
