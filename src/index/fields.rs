//! The one schema of both kinds of entry.

use super::tokenizer::{BIGRAM, CHINESE, ENGLISH};
use tantivy::schema::{FAST, Field, INDEXED, IndexRecordOption, STORED, STRING, Schema, TextFieldIndexing, TextOptions};

/// The fields by name. Those of documents come first, those of findings after them; `entry`, `document` and `stored` are in both.
#[derive(Debug, Clone, Copy)]
pub struct Fields {
    /// `document` or `finding`.
    pub entry: Field,
    /// The document's canonical id.
    pub document: Field,
    /// What is given back, packed.
    pub stored: Field,

    /// Every id by which the document is known.
    pub alias: Field,
    pub english: Field,
    pub chinese: Field,
    pub bigram: Field,
    /// One occurrence for each mention.
    pub concept: Field,
    pub kind: Field,
    pub language: Field,
    /// What was read, and where: one value for each record that the document was merged from.
    pub member: Field,
    /// Hash of each of them.
    pub member_hash: Field,
    /// Checksum of what is stored, and the number of findings.
    pub digest: Field,
    /// What decides which study the document belongs to.
    pub study_facts: Field,

    pub finding: Field,
    /// Place among the document's findings.
    pub ordinal: Field,
    /// Endpoint, treatments of the arms, factor and conditions.
    pub finding_concept: Field,
    pub endpoint: Field,
    pub measure: Field,
    pub design: Field,
    pub value: Field,
    pub low: Field,
    pub high: Field,
    pub p: Field,
    pub n: Field,
    pub year: Field,
}

/// Values of [`Fields::entry`].
pub const DOCUMENT: &str = "document";
pub const FINDING: &str = "finding";

/// Builds the schema; field order is part of the format version.
pub fn schema() -> (Schema, Fields) {
    let mut builder = Schema::builder();
    let counted = |tokenizer: &str| {
        let indexing = TextFieldIndexing::default().set_tokenizer(tokenizer).set_index_option(IndexRecordOption::WithFreqs);
        TextOptions::default().set_indexing_options(indexing)
    };
    let fields = Fields {
        entry: builder.add_text_field("entry", STRING),
        document: builder.add_text_field("document", STRING | FAST),
        stored: builder.add_bytes_field("stored", STORED),
        alias: builder.add_text_field("alias", STRING),
        english: builder.add_text_field("english", counted(ENGLISH)),
        chinese: builder.add_text_field("chinese", counted(CHINESE)),
        bigram: builder.add_text_field("bigram", counted(BIGRAM)),
        concept: builder.add_text_field("concept", counted("raw")),
        kind: builder.add_text_field("kind", STRING | FAST),
        language: builder.add_text_field("language", STRING | FAST),
        member: builder.add_text_field("member", FAST),
        member_hash: builder.add_text_field("member_hash", STRING),
        digest: builder.add_text_field("digest", FAST),
        study_facts: builder.add_text_field("study_facts", FAST),
        finding: builder.add_text_field("finding", STRING | FAST),
        ordinal: builder.add_u64_field("ordinal", FAST),
        finding_concept: builder.add_text_field("finding_concept", STRING | FAST),
        endpoint: builder.add_text_field("endpoint", STRING | FAST),
        measure: builder.add_text_field("measure", STRING | FAST),
        design: builder.add_text_field("design", STRING | FAST),
        value: builder.add_f64_field("value", FAST),
        low: builder.add_f64_field("low", FAST),
        high: builder.add_f64_field("high", FAST),
        p: builder.add_f64_field("p", FAST),
        n: builder.add_u64_field("n", FAST | INDEXED),
        year: builder.add_i64_field("year", FAST | INDEXED),
    };
    (builder.build(), fields)
}
