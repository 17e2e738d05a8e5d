//! A table of names and ids that our ids are confirmed against.

use super::concept::Concept;
use std::collections::{HashMap, HashSet};

/// Which names each id goes by elsewhere.
pub struct Reference {
    names: HashMap<String, HashSet<String>>,
}

const COLUMNS: [&str; 4] = ["preferred_en", "synonyms_en", "names_zh", "ids"];

impl Reference {
    /// Reads a tab-separated table whose header names the columns `preferred_en`, `synonyms_en`, `names_zh` and `ids`; names and
    /// ids are lists separated by `|`. The error says which column is missing.
    pub fn read(text: &str) -> Result<Reference, String> {
        let mut lines = text.lines();
        let header: Vec<&str> = lines.next().unwrap_or_default().split('\t').map(str::trim).collect();
        let mut places = [0; 4];
        for (place, column) in places.iter_mut().zip(COLUMNS) {
            *place = header.iter().position(|h| *h == column).ok_or_else(|| format!("line 1: the header has no column `{column}`"))?;
        }
        let mut names: HashMap<String, HashSet<String>> = HashMap::new();
        for line in lines {
            let cells: Vec<&str> = line.split('\t').collect();
            let list = |i: usize| cells.get(places[i]).copied().unwrap_or_default().split('|').filter(|s| !s.is_empty());
            let known: Vec<String> = list(0).chain(list(1)).chain(list(2)).map(plain).collect();
            for id in list(3) {
                names.entry(id.to_owned()).or_default().extend(known.iter().cloned());
            }
        }
        Ok(Reference { names })
    }

    /// Whether the id stands in a row that shares a name with the concept.
    pub fn confirms(&self, id: &str, concept: &Concept) -> bool {
        self.names.get(id).is_some_and(|names| concept.forms().any(|(form, _)| names.contains(&plain(form))))
    }
}

/// Letters and digits in lower case, everything else a space.
fn plain(name: &str) -> String {
    let spaced: String = name.chars().map(|c| if c.is_alphanumeric() { c.to_ascii_lowercase() } else { ' ' }).collect();
    spaced.split_whitespace().collect::<Vec<_>>().join(" ")
}
