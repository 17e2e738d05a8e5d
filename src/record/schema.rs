//! JSON Schemas of the wire records; `schema/*.schema.json` holds them and a test keeps both equal.

use super::{Answer, DocumentRecord, FindingRecord, Problem, RegimenRecord};
use crate::extraction::Trial;
use serde_json::Value;

/// One schema file.
pub struct Schema {
    /// File name under `schema/` without `.schema.json`.
    pub name: &'static str,
    pub value: Value,
}

/// The schemas of extraction record, finding, regimen, trial, query answer and problem.
pub fn schemas() -> Vec<Schema> {
    [
        ("answer", schemars::schema_for!(Answer)),
        ("finding", schemars::schema_for!(FindingRecord)),
        ("problem", schemars::schema_for!(Problem)),
        ("record", schemars::schema_for!(DocumentRecord)),
        ("regimen", schemars::schema_for!(RegimenRecord)),
        ("trial", schemars::schema_for!(Trial)),
    ]
    .into_iter()
    .map(|(name, schema)| Schema { name, value: schema.to_value() })
    .collect()
}
