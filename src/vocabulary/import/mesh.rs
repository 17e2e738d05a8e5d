//! MeSH as the National Library of Medicine publishes it in XML: descriptors and supplementary concept records.
//!
//! The terms of a record's preferred concept name it; those of its other concepts are narrower or related. A descriptor stands under
//! the descriptors of its tree numbers' parents; a supplementary record under those that it is mapped to.

use super::curie::with_prefix;
use super::input::{ImportError, Input};
use super::term::{Source, Term};
use crate::vocabulary::ConceptKind;
use quick_xml::Reader;
use quick_xml::escape::resolve_xml_entity;
use quick_xml::events::{BytesRef, BytesStart, Event};
use std::collections::HashMap;

const DEPTH_MAX: usize = 64;
const TEXT_BYTES_MAX: usize = 1 << 20;
/// Supplementary records of this class are diseases.
const DISEASE_CLASS: &str = "3";

/// One record while it is read.
#[derive(Default)]
struct Record {
    term: Term,
    trees: Vec<String>,
    in_preferred: bool,
}

/// Reads all records.
pub fn read(input: &mut Input, source: &mut Source) -> Result<(), ImportError> {
    let mut records: Vec<Record> = Vec::new();
    let (line, result) = {
        let mut reader = Reader::from_reader(&mut *input);
        let result = records_of(&mut reader, &mut records, &mut source.inexact);
        (reader.get_ref().line(), result)
    };
    result.map_err(|detail| input.error_at(format!("line {line}"), format!("{detail}; fetch the file again")))?;
    let id_of: HashMap<String, String> =
        records.iter().flat_map(|r| r.trees.iter().filter_map(|tree| Some((tree.clone(), r.term.id.clone()?)))).collect();
    for Record { mut term, trees, .. } in records {
        for parent in trees.iter().filter_map(|tree| tree.rsplit_once('.')).filter_map(|(parent, _)| id_of.get(parent)) {
            if !term.broader.contains(parent) {
                term.broader.push(parent.clone());
            }
        }
        if trees.iter().any(|tree| tree.starts_with('C') || tree.starts_with("F03")) {
            term.kind = Some(ConceptKind::Disease);
        }
        source.push(term, input)?;
    }
    Ok(())
}

fn records_of(reader: &mut Reader<&mut Input>, records: &mut Vec<Record>, inexact: &mut usize) -> Result<(), String> {
    let (mut path, mut text, mut buffer) = (Vec::<String>::new(), String::new(), Vec::new());
    let mut open: Option<Record> = None;
    loop {
        buffer.clear();
        match reader.read_event_into(&mut buffer).map_err(|e| e.to_string())? {
            Event::Start(start) => {
                let name = start.name().as_ref().to_owned();
                if path.len() == DEPTH_MAX {
                    return Err(format!("elements stand in each other more than {DEPTH_MAX} deep"));
                }
                match name.as_str() {
                    "DescriptorRecord" => open = Some(Record::default()),
                    "SupplementalRecord" => {
                        let kind = (attribute(&start, "SCRClass").as_deref() == Some(DISEASE_CLASS)).then_some(ConceptKind::Disease);
                        open = Some(Record { term: Term { kind, ..Term::default() }, ..Record::default() });
                    }
                    "Concept" => {
                        let preferred = attribute(&start, "PreferredConceptYN").as_deref() == Some("Y");
                        open.iter_mut().for_each(|record| record.in_preferred = preferred);
                    }
                    _ => {}
                }
                if let Some(record) = open.as_mut().filter(|record| record.term.place.is_empty()) {
                    record.term.place = format!("line {}", reader.get_ref().line());
                }
                path.push(name);
                text.clear();
            }
            Event::Text(part) => text.push_str(&part),
            Event::CData(part) => text.push_str(&part),
            Event::GeneralRef(entity) => text.push_str(&resolved(&entity)?),
            Event::End(_) => {
                let name = path.pop().unwrap_or_default();
                if matches!(name.as_str(), "DescriptorRecord" | "SupplementalRecord") {
                    records.extend(open.take().filter(|record| record.term.id.is_some() && !record.term.name.is_empty()));
                } else if let Some(record) = &mut open {
                    *inexact += record.says(path.last().map_or("", String::as_str), path.iter().nth_back(1), &name, text.trim());
                }
                text.clear();
            }
            Event::Eof if path.is_empty() => return Ok(()),
            Event::Eof => return Err(format!("it ends inside `{}`", path.join("/"))),
            _ => {}
        }
        if text.len() > TEXT_BYTES_MAX {
            return Err(format!("a text of more than {TEXT_BYTES_MAX} bytes"));
        }
    }
}

impl Record {
    /// Takes the text of an element in; counts it if it is a name that is not exact.
    fn says(&mut self, parent: &str, grandparent: Option<&String>, name: &str, text: &str) -> usize {
        let term = &mut self.term;
        match (parent, name) {
            ("DescriptorRecord", "DescriptorUI") | ("SupplementalRecord", "SupplementalRecordUI") => term.id = with_prefix("MESH", text),
            ("DescriptorName" | "SupplementalRecordName", "String")
                if grandparent.is_some_and(|g| g == "DescriptorRecord" || g == "SupplementalRecord") =>
            {
                term.name = text.to_owned();
            }
            ("TreeNumberList", "TreeNumber") => self.trees.push(text.to_owned()),
            // A star marks the heading that is indexed first.
            ("DescriptorReferredTo", "DescriptorUI") if grandparent.is_some_and(|g| g == "HeadingMappedTo") => {
                term.broader.extend(with_prefix("MESH", text.trim_start_matches('*')));
            }
            ("Term", "String") if self.in_preferred => term.synonyms.push(text.to_owned()),
            ("Term", "String") => return 1,
            // Ten letters and digits are a UNII; other numbers are of enzymes and of a registry that is not open.
            (_, "RegistryNumber") if self.in_preferred && text.len() == 10 && text.bytes().all(|b| b.is_ascii_alphanumeric()) => {
                term.xrefs.extend(with_prefix("UNII", text));
            }
            _ => {}
        }
        0
    }
}

fn attribute(start: &BytesStart, name: &str) -> Option<String> {
    Some(start.try_get_attribute(name).ok()??.value.into_owned())
}

fn resolved(entity: &BytesRef) -> Result<String, String> {
    if let Some(c) = entity.resolve_char_ref().map_err(|e| e.to_string())? {
        return Ok(c.to_string());
    }
    let name: &str = entity;
    resolve_xml_entity(name).map(str::to_owned).ok_or_else(|| format!("`&{name};` is no entity of XML"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::vocabulary::import::detect::detect;
    use crate::vocabulary::import::format::Format;

    fn read_text(text: &str) -> Result<Source, ImportError> {
        let mut input = Input::open("x.xml", text.as_bytes())?;
        assert_eq!(detect(&input), Ok(Format::Mesh));
        let mut source = Source::new(Format::Mesh);
        read(&mut input, &mut source).map(|()| source)
    }

    #[test]
    fn records_give_preferred_terms_trees_and_mappings() {
        let source = read_text(
            "<DescriptorRecordSet>\n<DescriptorRecord><DescriptorUI>D1</DescriptorUI><DescriptorName><String>A &amp; B</String></DescriptorName>\
             <TreeNumberList><TreeNumber>C04</TreeNumber></TreeNumberList></DescriptorRecord>\n\
             <DescriptorRecord><DescriptorUI>D2</DescriptorUI><DescriptorName><String>C</String></DescriptorName>\
             <SeeRelatedList><SeeRelatedDescriptor><DescriptorReferredTo><DescriptorUI>D9</DescriptorUI><DescriptorName><String>Z</String>\
             </DescriptorName></DescriptorReferredTo></SeeRelatedDescriptor></SeeRelatedList>\
             <TreeNumberList><TreeNumber>C04.5</TreeNumber></TreeNumberList><ConceptList>\
             <Concept PreferredConceptYN=\"Y\"><RegistryNumber>ABCDE12345</RegistryNumber><TermList><Term><String>c one</String></Term></TermList></Concept>\
             <Concept PreferredConceptYN=\"N\"><TermList><Term><String>narrower</String></Term></TermList></Concept></ConceptList>\
             </DescriptorRecord></DescriptorRecordSet>",
        )
        .expect("read");
        let [a, c] = &source.terms[..] else { panic!("{:?}", source.terms) };
        assert_eq!((a.id.as_deref(), a.name.as_str(), a.kind), (Some("MESH:D1"), "A & B", Some(ConceptKind::Disease)));
        assert_eq!((c.name.as_str(), &c.broader[..], c.place.as_str()), ("C", &["MESH:D1".to_owned()][..], "line 3"));
        assert_eq!((&c.synonyms[..], &c.xrefs[..], source.inexact), (&["c one".to_owned()][..], &["UNII:ABCDE12345".to_owned()][..], 1));
        let source = read_text(
            "<SupplementalRecordSet><SupplementalRecord SCRClass=\"3\"><SupplementalRecordUI>C5</SupplementalRecordUI>\
             <SupplementalRecordName><String>Rare</String></SupplementalRecordName><HeadingMappedToList><HeadingMappedTo><DescriptorReferredTo>\
             <DescriptorUI>*D2</DescriptorUI><DescriptorName><String>C</String></DescriptorName></DescriptorReferredTo></HeadingMappedTo>\
             </HeadingMappedToList></SupplementalRecord></SupplementalRecordSet>",
        )
        .expect("read");
        let [rare] = &source.terms[..] else { panic!("{:?}", source.terms) };
        assert_eq!((rare.name.as_str(), rare.kind, &rare.broader[..]), ("Rare", Some(ConceptKind::Disease), &["MESH:D2".to_owned()][..]));
    }

    #[test]
    fn faults_name_the_line() {
        for (text, expected) in [
            (
                "<DescriptorRecordSet>\n<DescriptorRecord>\n<Desc",
                "x.xml, line 3: syntax error: tag not closed: `>` not found before end of input; fetch the file again",
            ),
            (
                "<DescriptorRecordSet>\n<DescriptorRecord>",
                "x.xml, line 2: it ends inside `DescriptorRecordSet/DescriptorRecord`; fetch the file again",
            ),
            ("<DescriptorRecordSet>\n&nothing;", "x.xml, line 2: `&nothing;` is no entity of XML; fetch the file again"),
        ] {
            assert_eq!(read_text(text).err().map(|e| e.to_string()).as_deref(), Some(expected));
        }
    }
}
