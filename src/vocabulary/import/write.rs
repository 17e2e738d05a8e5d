//! Rows in our own format. The same terms, joined to the same vocabulary, give the same bytes.
//!
//! A file of rows names those that it was joined over: imported again, it is joined to the same and not to what came after it.

use super::join::Joined;
use crate::vocabulary::Vocabulary;

const COLUMNS: &str = "id\tname\tsynonyms\tzh\tgated\tbroader\txrefs\tsource";

const OVER: &str = "# over ";

/// The names of the imported files that rows were joined over; nothing if the text does not say so.
pub fn joined_over(tsv: &str) -> Option<Vec<&str>> {
    let names = tsv.lines().take_while(|line| line.starts_with('#')).find_map(|line| line.strip_prefix(OVER.trim_end()))?;
    Some(names.split('|').map(str::trim).filter(|name| !name.is_empty()).collect())
}

/// The text of a vocabulary file. A row of a concept that was there repeats its id and name and lists what is added.
pub fn rows(file: &str, over: &[&str], joined: &Joined, vocabulary: &Vocabulary) -> String {
    let format = joined.report.format.as_str();
    let file: String = file.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
    let mut out =
        format!("# imported from {file} ({format}); importing it again replaces these rows\n{OVER}{}\n{COLUMNS}\n", over.join("|"));
    for (&target, row) in &joined.rows {
        let known = vocabulary.concepts.get(target);
        let Some((id, name)) = known.map(|c| (&c.id, &c.name)).or(row.new.as_ref().map(|(id, name)| (id, name))) else { continue };
        let lists = [&row.synonyms, &row.zh, &gated_with(known, row), &row.broader, &row.xrefs, &row.source].map(|list| list.join("|"));
        out.push_str(&format!("{id}\t{name}\t{}\n", lists.join("\t")));
    }
    out
}

/// A name that counts only where it is supported does so in every file that repeats it.
fn gated_with(known: Option<&crate::vocabulary::Concept>, row: &super::join::Row) -> Vec<String> {
    let name = known.filter(|c| c.gated.contains(&c.name)).map(|c| c.name.clone());
    name.into_iter().chain(row.gated.iter().cloned()).collect()
}
