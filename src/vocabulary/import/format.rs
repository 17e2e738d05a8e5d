//! The formats that are read.

use serde::Serialize;

/// A published vocabulary format.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Format {
    /// A table with tabs and a header line.
    Tsv,
    /// OBO flat file 1.2 and 1.4.
    Obo,
    /// OWL in RDF/XML or Turtle.
    Owl,
    /// The tumour types of OncoTree, as JSON.
    Oncotree,
    /// A word list of Chinese: a word a line, its frequency, its part of speech (jieba, THUOCL).
    Jieba,
    /// MeSH descriptors or supplementary records, as XML.
    Mesh,
    /// `MRCONSO` or `RXNCONSO` of a UMLS or RxNorm release.
    Rrf,
    /// OBO Graphs, as JSON.
    Obographs,
    /// SKOS in RDF/XML or Turtle.
    Skos,
}

impl Format {
    pub const ALL: [Format; 9] = [
        Format::Tsv,
        Format::Obo,
        Format::Owl,
        Format::Oncotree,
        Format::Jieba,
        Format::Mesh,
        Format::Rrf,
        Format::Obographs,
        Format::Skos,
    ];

    /// Its name on the command line.
    pub fn as_str(self) -> &'static str {
        match self {
            Format::Tsv => "tsv",
            Format::Obo => "obo",
            Format::Owl => "owl",
            Format::Oncotree => "oncotree",
            Format::Jieba => "jieba",
            Format::Mesh => "mesh",
            Format::Rrf => "rrf",
            Format::Obographs => "obographs",
            Format::Skos => "skos",
        }
    }
}
