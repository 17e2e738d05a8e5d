//! JSON Schemas of the wire records; `schema/*.schema.json` holds them and a test keeps both equal.
//!
//! They describe what is written: every field is there, with null where the document does not say.

use super::{Answer, Card, DocumentRecord, FindingRecord, FindingRow, Problem, ProblemRecord, RegimenRecord};
use crate::extraction::Trial;
use schemars::{JsonSchema, generate::SchemaSettings};
use serde_json::Value;

/// One schema file.
pub struct Schema {
    /// File name under `schema/` without `.schema.json`.
    pub name: &'static str,
    pub value: Value,
}

/// The schemas of everything that the program prints as JSON, by name.
pub fn schemas() -> Vec<Schema> {
    vec![
        schema::<Answer>("answer", "Answer to a question", "What `query --json` prints."),
        schema::<Card>("card", "Card", "What `show --json` prints: one thing of the index and its neighbours."),
        schema::<FindingRecord>("finding", "Finding", ""),
        schema::<FindingRow>("finding_row", "Finding with its study", "One line of `export findings`."),
        schema::<Problem>("problem", "Problem", "What `--json` prints where a command fails."),
        schema::<DocumentRecord>("record", "Extraction record", "One line of `extract`."),
        schema::<ProblemRecord>("record_problem", "Record that could not be read", "A line of `extract` in a record's place."),
        schema::<RegimenRecord>("regimen", "Regimen", ""),
        schema::<Trial>("trial", "Trial registration", ""),
    ]
}

/// `about` goes before what the type says of itself.
fn schema<T: JsonSchema>(name: &'static str, title: &str, about: &str) -> Schema {
    let mut schema = SchemaSettings::draft2020_12().for_serialize().into_generator().into_root_schema_for::<T>();
    let of_the_type = schema.get("description").and_then(Value::as_str).unwrap_or_default();
    let description = format!("{about} {of_the_type}").trim().to_owned();
    schema.insert("$id".to_owned(), format!("urn:evigraph:schema:{name}").into());
    schema.insert("title".to_owned(), title.into());
    schema.insert("description".to_owned(), description.into());
    Schema { name, value: schema.to_value() }
}
