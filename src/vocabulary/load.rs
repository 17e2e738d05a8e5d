//! The vocabulary's file format: tab-separated, one row a concept, a header line that names the columns.
//!
//! `id` and `name` are required; `synonyms`, `zh`, `gated`, `cues`, `traps`, `broader`, `xrefs`, `components` are lists separated by `|`;
//! `group`, `status`, `better` (higher, lower), `type` (time_to_event, response, harm, other) are single values. Lines that begin
//! with `#` and empty lines are skipped; unknown columns are kept for people.

use super::Vocabulary;
use super::automaton::Automaton;
use super::concept::{Better, Concept, ConceptId, ConceptKind, EndpointType};
use include_dir::{Dir, include_dir};
use std::collections::HashMap;
use std::sync::OnceLock;
use thiserror::Error;

static FILES: Dir = include_dir!("$CARGO_MANIFEST_DIR/schema/vocabulary");

/// A fault in a vocabulary file, with its place.
#[derive(Debug, Error, PartialEq)]
#[error("{file}, line {line}: {detail}")]
pub struct LoadError {
    pub file: String,
    /// Counted from 1.
    pub line: usize,
    pub detail: String,
}

/// The built-in vocabulary.
pub fn builtin() -> Result<Vocabulary, LoadError> {
    load(builtin_files())
}

/// The files built into the program with imported ones over them, each a layer.
///
/// A row of a later layer that repeats an id adds to that concept, whose name stays. What it calls broader and no row defines is
/// passed over: another file, imported again, may have lost it.
pub fn with_imported(files: &[(String, String)]) -> Result<Vocabulary, LoadError> {
    load_layers(&layers(builtin_files(), files))
}

/// Files that are read together, and each imported one over them.
pub fn layers<'a>(base: &'a [(String, String)], imported: &'a [(String, String)]) -> Vec<&'a [(String, String)]> {
    std::iter::once(base).chain(imported.chunks(1)).collect()
}

/// Names the content of files, layer by layer.
pub fn version(layers: &[&[(String, String)]]) -> String {
    let mut hasher = blake3::Hasher::new();
    for layer in layers {
        for (file, text) in *layer {
            hasher.update(file.as_bytes());
            hasher.update(text.as_bytes());
        }
    }
    hasher.finalize().to_hex()[..16].to_owned()
}

/// The cells `zh` of well-formed files.
pub fn chinese_names(files: &[(String, String)]) -> Vec<String> {
    let mut rows = Vec::new();
    for (file, text) in files {
        // The files in the program are well-formed; of others the good rows count.
        let _ = read_rows(0, file, text, &mut rows);
    }
    rows.iter().flat_map(|row| row.list("zh")).collect()
}

/// The files built into the program: a name and a text each. A command asks for them more than once.
pub fn builtin_files() -> &'static [(String, String)] {
    static LISTED: OnceLock<Vec<(String, String)>> = OnceLock::new();
    LISTED.get_or_init(|| {
        let mut files: Vec<(String, String)> = FILES
            .files()
            .filter(|f| f.path().extension().is_some_and(|e| e == "tsv"))
            .map(|f| (f.path().display().to_string(), String::from_utf8_lossy(f.contents()).into_owned()))
            .collect();
        files.sort();
        files
    })
}

struct Row<'a> {
    /// 0 is the lowest.
    layer: usize,
    file: &'a str,
    line: usize,
    cells: HashMap<&'a str, &'a str>,
}

impl<'a> Row<'a> {
    fn error(&self, detail: impl Into<String>) -> LoadError {
        LoadError { file: self.file.to_owned(), line: self.line, detail: detail.into() }
    }

    fn cell(&self, column: &str) -> Option<&'a str> {
        self.cells.get(column).copied().filter(|c| !c.is_empty())
    }

    fn list(&self, column: &str) -> Vec<String> {
        self.cell(column).map_or_else(Vec::new, |c| c.split('|').map(str::trim).filter(|s| !s.is_empty()).map(str::to_owned).collect())
    }
}

/// Reads files of a name and a text each.
pub fn load(files: &[(String, String)]) -> Result<Vocabulary, LoadError> {
    load_layers(&[files])
}

fn load_layers(layers: &[&[(String, String)]]) -> Result<Vocabulary, LoadError> {
    let mut rows = Vec::new();
    for (layer, (file, text)) in layers.iter().enumerate().flat_map(|(layer, files)| files.iter().map(move |file| (layer, file))) {
        read_rows(layer, file, text, &mut rows)?;
    }
    let mut by_id = HashMap::new();
    let mut last_layer = Vec::new();
    for row in &rows {
        let id = row.cell("id").ok_or_else(|| row.error("no `id`"))?;
        let next = ConceptId(last_layer.len() as u32);
        let at = *by_id.entry(id.to_owned()).or_insert(next);
        if at == next {
            last_layer.push(row.layer);
        } else if std::mem::replace(&mut last_layer[at.0 as usize], row.layer) == row.layer {
            return Err(row.error(format!("`{id}` is defined twice")));
        }
    }
    let mut concepts: Vec<Concept> = Vec::with_capacity(by_id.len());
    for row in &rows {
        let read = concept(row, &by_id)?;
        match concepts.get_mut(by_id[&read.id].0 as usize) {
            Some(known) => known.add(read),
            None => concepts.push(read),
        }
    }
    let automaton = Automaton::build(&concepts);
    Ok(Vocabulary { concepts, by_id, automaton, version: version(layers) })
}

fn read_rows<'a>(layer: usize, file: &'a str, text: &'a str, rows: &mut Vec<Row<'a>>) -> Result<(), LoadError> {
    let mut lines = text.lines().enumerate().filter(|(_, l)| !l.trim().is_empty() && !l.starts_with('#'));
    let Some((first, header)) = lines.next() else { return Ok(()) };
    let columns: Vec<&str> = header.trim_start_matches('\u{feff}').split('\t').map(str::trim).collect();
    for required in ["id", "name"] {
        if !columns.contains(&required) {
            return Err(LoadError { file: file.to_owned(), line: first + 1, detail: format!("the header has no column `{required}`") });
        }
    }
    for (i, line) in lines {
        let cells: Vec<&str> = line.split('\t').map(str::trim).collect();
        if cells.len() > columns.len() {
            return Err(LoadError {
                file: file.to_owned(),
                line: i + 1,
                detail: format!("{} cells, but the header names {} columns", cells.len(), columns.len()),
            });
        }
        rows.push(Row { layer, file, line: i + 1, cells: columns.iter().copied().zip(cells).collect() });
    }
    Ok(())
}

fn concept(row: &Row, by_id: &HashMap<String, ConceptId>) -> Result<Concept, LoadError> {
    let id = row.cell("id").unwrap_or_default();
    let (prefix, slug) = id.split_once(':').ok_or_else(|| row.error(format!("`{id}` has no kind: write `drug:{id}`")))?;
    let kind = ConceptKind::ALL.into_iter().find(|k| k.as_str() == prefix).ok_or_else(|| {
        row.error(format!("`{prefix}` is no concept kind; known are {}", ConceptKind::ALL.map(ConceptKind::as_str).join(", ")))
    })?;
    if slug.is_empty() || !slug.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_') {
        return Err(row.error(format!("`{id}`: a slug has lower-case letters, digits and `_` only")));
    }
    let name = row.cell("name").ok_or_else(|| row.error(format!("`{id}` has no name")))?.to_owned();
    let ids = |column: &str| -> Result<Vec<ConceptId>, LoadError> {
        row.list(column)
            .iter()
            .filter(|other| row.layer == 0 || by_id.contains_key(*other))
            .map(|other| {
                by_id.get(other).copied().ok_or_else(|| row.error(format!("`{id}` names `{other}` in `{column}`, which no row defines")))
            })
            .collect()
    };
    let better = match row.cell("better") {
        None => None,
        Some("higher") => Some(Better::Higher),
        Some("lower") => Some(Better::Lower),
        Some(other) => return Err(row.error(format!("`better` is `higher` or `lower`, not `{other}`"))),
    };
    let endpoint_type = match row.cell("type") {
        None => None,
        Some("time_to_event") => Some(EndpointType::TimeToEvent),
        Some("response") => Some(EndpointType::Response),
        Some("harm") => Some(EndpointType::Harm),
        Some("other") => Some(EndpointType::Other),
        Some(other) => return Err(row.error(format!("`type` is time_to_event, response, harm or other, not `{other}`"))),
    };
    Ok(Concept {
        id: id.to_owned(),
        kind,
        name,
        synonyms: row.list("synonyms"),
        zh: row.list("zh"),
        zh_confirmed: row.cell("zh_source") == Some("confirmed"),
        gated: row.list("gated"),
        cues: row.list("cues"),
        traps: row.list("traps"),
        broader: ids("broader")?,
        xrefs: row.list("xrefs"),
        group: row.cell("group").map(str::to_owned),
        status: row.cell("status").map(str::to_owned),
        components: ids("components")?,
        better,
        endpoint_type,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_files_in_the_program_load() {
        if let Err(e) = builtin() {
            panic!("{e}");
        }
    }

    #[test]
    fn imported_rows_add_to_what_is_there() {
        let file = |name: &str, text: &str| (name.to_owned(), text.to_owned());
        let imported = [
            file(
                "a.tsv",
                "id\tname\tsynonyms\tbroader\txrefs\ndrug:sorafenib\tother\tBAY 43\tdrug:gone\tX:1\ndrug:new_one\tnew one\t\tdrug:sorafenib\t\n",
            ),
            file("b.tsv", "id\tname\tsynonyms\ndrug:new_one\tnew one\tnewer\n"),
        ];
        let vocabulary = with_imported(&imported).unwrap_or_else(|e| panic!("{e}"));
        let ours = load(builtin_files()).unwrap_or_else(|e| panic!("{e}"));
        let of = |vocabulary: &Vocabulary, id: &str| vocabulary.concept(vocabulary.find(id).expect("there")).clone();
        let (before, after) = (of(&ours, "drug:sorafenib"), of(&vocabulary, "drug:sorafenib"));
        assert_eq!((after.name.as_str(), &after.broader), (before.name.as_str(), &before.broader));
        assert!(after.synonyms.ends_with(&["other".to_owned(), "BAY 43".to_owned()]) && after.xrefs.contains(&"X:1".to_owned()));
        assert_eq!(of(&vocabulary, "drug:new_one").synonyms, ["newer"]);
        assert!(vocabulary.version != ours.version && vocabulary.lookup("newer").len() == 1);
        let twice = with_imported(&[file("a.tsv", "id\tname\ndrug:x\tx\ndrug:x\tx\n")]).err().map(|e| e.to_string());
        assert_eq!(twice.as_deref(), Some("a.tsv, line 3: `drug:x` is defined twice"));
    }

    #[test]
    fn faults_name_file_and_line() {
        let load_one = |text: &str| load(&[("drug.tsv".to_owned(), text.to_owned())]).err().map(|e| e.to_string());
        for (text, expected) in [
            ("id\tsynonyms\n", "drug.tsv, line 1: the header has no column `name`"),
            ("id\tname\nsorafenib\tsorafenib", "drug.tsv, line 2: `sorafenib` has no kind: write `drug:sorafenib`"),
            ("id\tname\n# c\ndrug:a\ta\ndrug:a\tb", "drug.tsv, line 4: `drug:a` is defined twice"),
            (
                "id\tname\tbroader\ndrug:a\ta\tdrug_class:b",
                "drug.tsv, line 2: `drug:a` names `drug_class:b` in `broader`, which no row defines",
            ),
            ("id\tname\ndrug:A\ta", "drug.tsv, line 2: `drug:A`: a slug has lower-case letters, digits and `_` only"),
            ("id\tname\ndrug:a\ta\tb", "drug.tsv, line 2: 3 cells, but the header names 2 columns"),
        ] {
            assert_eq!(load_one(text).as_deref(), Some(expected));
        }
    }
}
