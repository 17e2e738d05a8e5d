//! A vocabulary as one run of bytes, so that a program opens it instead of parsing rows and building the automaton.

use super::Vocabulary;
use super::automaton::{Automaton, Table};
use super::concept::{Concept, ConceptId};
use serde::{Deserialize, Serialize};
use thiserror::Error;

const MAGIC: &str = "evigraph vocabulary";

/// Why compiled bytes are not taken. The rows themselves are then the way.
#[derive(Debug, Error, PartialEq)]
pub enum CompiledError {
    #[error("compiled from another vocabulary or by another program")]
    Stale,
    #[error("broken: {0}")]
    Broken(&'static str),
}

#[derive(Serialize, Deserialize)]
struct Body<'a, C, T> {
    concepts: C,
    table: T,
    #[serde(borrow)]
    search: &'a [u8],
}

/// Names the rows and the code that compiles them.
fn header(version: &str, checksum: &blake3::Hash) -> String {
    format!("{MAGIC}\t{version}\t{}\t{}\n", env!("EVIGRAPH_EXTRACTOR"), checksum.to_hex())
}

impl Vocabulary {
    /// The vocabulary in the form that [`Vocabulary::open`] takes.
    pub fn to_bytes(&self) -> Vec<u8> {
        let (search, table) = self.automaton.parts();
        // Serialising plain vectors into memory has nothing to fail on; empty bytes would be refused by `open`.
        let body = postcard::to_stdvec(&Body { concepts: &self.concepts, table, search: &search }).unwrap_or_default();
        let mut bytes = header(&self.version, &blake3::hash(&body)).into_bytes();
        bytes.extend(body);
        bytes
    }

    /// Opens what [`Vocabulary::to_bytes`] wrote for rows of this version.
    pub fn open(bytes: &[u8], version: &str) -> Result<Vocabulary, CompiledError> {
        let end = bytes.iter().position(|&b| b == b'\n').ok_or(CompiledError::Broken("no header"))?;
        let (found, body) = bytes.split_at(end + 1);
        if !found.starts_with(MAGIC.as_bytes()) {
            return Err(CompiledError::Broken("no header"));
        }
        if found != header(version, &blake3::hash(body)).as_bytes() {
            return Err(CompiledError::Stale);
        }
        let body: Body<Vec<Concept>, Table> = postcard::from_bytes(body).map_err(|_| CompiledError::Broken("its content"))?;
        let automaton = Automaton::from_parts(body.search, body.table).ok_or(CompiledError::Broken("its automaton"))?;
        let by_id = body.concepts.iter().enumerate().map(|(i, c)| (c.id.clone(), ConceptId(i as u32))).collect();
        Ok(Vocabulary { concepts: body.concepts, by_id, automaton, version: version.to_owned() })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_written_opens_and_finds_the_same() {
        let built = Vocabulary::builtin();
        let bytes = built.to_bytes();
        let opened = Vocabulary::open(&bytes, &built.version).expect("opens");
        assert!(built.concepts().map(|c| c.1).eq(opened.concepts().map(|c| c.1)));
        let text = "Stereotactic body radiotherapy plus sorafenib (索拉非尼) improved overall survival";
        assert_eq!(built.automaton.find(text), opened.automaton.find(text));
        assert_eq!(opened.find("drug:sorafenib"), built.find("drug:sorafenib"));
    }

    #[test]
    fn bytes_of_another_vocabulary_or_damaged_ones_are_refused() {
        let files = [("drug.tsv".to_owned(), "id\tname\ndrug:a\talpha".to_owned())];
        let vocabulary = Vocabulary::load(&files).expect("loads");
        let bytes = vocabulary.to_bytes();
        assert_eq!(Vocabulary::open(&bytes, "other").err(), Some(CompiledError::Stale));
        for cut in 0..bytes.len() {
            assert!(Vocabulary::open(&bytes[..cut], &vocabulary.version).is_err(), "cut at {cut}");
        }
    }
}
