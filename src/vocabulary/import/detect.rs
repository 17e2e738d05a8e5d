//! How a file's first bytes tell its format.

use super::format::Format;
use super::input::{ImportError, Input};
use super::{rrf, word_list};

/// Tells the format by content.
pub fn detect(input: &Input) -> Result<Format, ImportError> {
    let head = String::from_utf8_lossy(input.head());
    let first = head.lines().map(str::trim_end).find(|line| !line.is_empty() && !line.starts_with('!')).unwrap_or_default();
    let has = |text: &str| head.contains(text);
    let format = match head.trim_start().chars().next() {
        Some('{' | '[') if has("\"graphs\"") => Some(Format::Obographs),
        Some('{' | '[') if has("\"mainType\"") || has("\"externalReferences\"") => Some(Format::Oncotree),
        Some('<') if has("<DescriptorRecordSet") || has("<SupplementalRecordSet") => Some(Format::Mesh),
        // Either reads the same properties; what the file mainly is only names it.
        Some('<') if has("RDF") && has("<skos:Concept") && !has("<owl:Class") => Some(Format::Skos),
        Some('<') if has("RDF") => Some(Format::Owl),
        _ if first.starts_with("format-version:") || has("\n[Term]") || first == "[Term]" => Some(Format::Obo),
        _ if is_turtle(first) => Some(if has("skos:Concept") { Format::Skos } else { Format::Owl }),
        _ if rrf::is_row(first) => Some(Format::Rrf),
        _ if word_list::is_entry(first) => Some(Format::Jieba),
        _ if first.contains('\t') => Some(Format::Tsv),
        _ => None,
    };
    format.ok_or_else(|| {
        let known = Format::ALL.map(Format::as_str).join(", ");
        input.whole(format!("its format is not recognised; name it with `--format`: {known}"))
    })
}

/// Whether a Turtle document may begin so.
pub fn is_turtle(line: &str) -> bool {
    let lower = line.trim_start().to_ascii_lowercase();
    ["@prefix ", "@base ", "prefix ", "base "].iter().any(|word| lower.starts_with(word))
}
