//! `MRCONSO` of a UMLS release and `RXNCONSO` of RxNorm: eighteen columns between bars, one name of a concept a line.
//!
//! English and Chinese names that are not suppressed are taken. The columns: CUI, LAT, TS, LUI, STT, SUI, ISPREF, AUI, SAUI, SCUI,
//! SDUI, SAB, TTY, CODE, STR, SRL, SUPPRESS, CVF.

use super::curie::with_prefix;
use super::input::{ImportError, Input};
use super::term::{Source, Term};
use std::collections::BTreeMap;

const COLUMNS: usize = 18;
/// Term types that are no names of the thing itself: index entries, attributes, names of a whole hierarchy's nodes.
const NO_NAMES: &[&str] = &["XM", "HX", "XD", "HS", "CMN", "AA", "LN", "OSN", "DF", "PSN"];

/// One concept while its lines are read.
struct Open {
    term: Term,
    /// How good a name the present one is; less is better.
    rank: u8,
}

/// Reads all names.
pub fn read(input: &mut Input, source: &mut Source) -> Result<(), ImportError> {
    // In the order of ids, which is that of the file; a concept's lines need not stand together.
    let mut concepts: BTreeMap<String, Open> = BTreeMap::new();
    while let Some((number, line)) = input.next_line()? {
        let place = format!("line {number}");
        let cells: Vec<&str> = line.split('|').collect();
        let Some(row) = row(&cells) else {
            return Err(input.error_at(place, format!("{} cells, but MRCONSO has {COLUMNS}; the file is cut or another", cells.len())));
        };
        let taken = matches!(row.language, "ENG" | "CHI") && matches!(row.suppress, "N" | "") && !NO_NAMES.contains(&row.kind);
        if !taken {
            continue;
        }
        let id = with_prefix(if row.id.starts_with('C') { "UMLS" } else { "RXNORM" }, row.id);
        let open = concepts.entry(row.id.to_owned()).or_insert_with(|| Open { term: Term { id, place, ..Term::default() }, rank: u8::MAX });
        if row.language == "CHI" {
            open.term.zh.push(row.name.to_owned());
        } else if row.rank < open.rank {
            let former = std::mem::replace(&mut open.term.name, row.name.to_owned());
            open.term.synonyms.extend((!former.is_empty()).then_some(former));
            open.rank = row.rank;
        } else {
            open.term.synonyms.push(row.name.to_owned());
        }
        open.term.xrefs.extend(with_prefix(row.source, row.code).filter(|_| row.code != "NOCODE"));
    }
    concepts.into_values().try_for_each(|open| source.push(open.term, input))
}

struct Row<'a> {
    id: &'a str,
    language: &'a str,
    source: &'a str,
    kind: &'a str,
    code: &'a str,
    name: &'a str,
    suppress: &'a str,
    rank: u8,
}

fn row<'a>(cells: &[&'a str]) -> Option<Row<'a>> {
    // A line ends with a bar.
    if !(COLUMNS..=COLUMNS + 1).contains(&cells.len()) {
        return None;
    }
    let marks = [cells[2] == "P", cells[4] == "PF", cells[6] == "Y", matches!(cells[12], "PT" | "PN" | "MH" | "IN")];
    let rank = marks.iter().fold(0, |rank, &good| rank * 2 + u8::from(!good));
    Some(Row {
        id: cells[0],
        language: cells[1],
        source: cells[11],
        kind: cells[12],
        code: cells[13],
        name: cells[14],
        suppress: cells[16],
        rank,
    })
}

/// Whether a file may begin with this line.
pub fn is_row(line: &str) -> bool {
    let cells: Vec<&str> = line.split('|').collect();
    row(&cells).is_some_and(|row| row.language.len() == 3 && row.id.bytes().skip(1).all(|b| b.is_ascii_digit()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::vocabulary::import::format::Format;

    fn read_text(text: &str) -> Result<Source, ImportError> {
        let mut input = Input::open("MRCONSO.RRF", text.as_bytes())?;
        assert!(is_row(text.lines().next().unwrap_or_default()));
        let mut source = Source::new(Format::Rrf);
        read(&mut input, &mut source).map(|()| source)
    }

    #[test]
    fn names_of_a_concept_meet() {
        let source = read_text(
            "C0000001|ENG|S|L1|VO|S1|N|A1||||MSH|ET|D001|cancers of a kind|0|N||\n\
             C0000001|ENG|P|L1|PF|S2|Y|A2||||NCI|PT|C7|Cancer of a Kind|0|N|256|\n\
             C0000001|CHI|P|L1|PF|S3|Y|A3||||MSHCHI|MH|D001|某癌|3|N||\n\
             C0000001|FRE|P|L1|PF|S4|Y|A4||||MSHFRE|MH|D001|cancer|3|N||\n\
             C0000001|ENG|P|L1|PF|S5|Y|A5||||NCI|OP|C8|old name|0|O||\n",
        )
        .expect("read");
        let [term] = &source.terms[..] else { panic!("{:?}", source.terms) };
        assert_eq!((term.id.as_deref(), term.name.as_str()), (Some("UMLS:C0000001"), "Cancer of a Kind"));
        assert_eq!((&term.synonyms[..], &term.zh[..]), (&["cancers of a kind".to_owned()][..], &["某癌".to_owned()][..]));
        assert_eq!(term.xrefs, ["MESH:D001", "NCIT:C7", "MSHCHI:D001"]);
    }

    #[test]
    fn faults_name_the_line() {
        let fault = read_text("1|ENG|P|L1|PF|S2|Y|A2||||RXNORM|IN|1|a|0|N||\n2|ENG|P\n").unwrap_err().to_string();
        assert_eq!(fault, "MRCONSO.RRF, line 2: 3 cells, but MRCONSO has 18; the file is cut or another");
    }
}
