//! Stage 6. In: documents, records and finding rows. Out: tantivy documents of two kinds, and searches over them.
//! Never: knows the graph, decides when something is committed.
//!
//! A *document* entry carries texts, mentions and the stored record; each of its findings is an entry of its own with fast
//! fields and no full text. Both carry the document's id, so that replacing a document means deleting that term and adding both again.

mod fields;
mod score;
mod search;
mod tokenizer;
mod write;

pub use fields::{Fields, schema};
pub use score::{Ranked, Statistics, rank};
pub use search::{column_values, finding_addresses, live_documents, stored, with_term};
pub use tokenizer::register;
pub use write::{DocumentEntry, document_entry, finding_entry};
