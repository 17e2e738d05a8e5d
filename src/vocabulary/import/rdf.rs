//! OWL ontologies and SKOS thesauri, in RDF/XML or Turtle: triples, gathered by what they speak of.
//!
//! Classes and SKOS concepts are terms. Labels without a language and in English are English names, those in `zh` are Chinese, other
//! languages are passed over. Parents that are expressions and not classes are passed over too.

use super::curie::curie;
use super::detect::is_turtle;
use super::input::{ImportError, Input};
use super::term::{Source, Term};
use oxrdf::{NamedOrBlankNode, Term as Object, Triple};
use oxrdfxml::RdfXmlParser;
use oxttl::TurtleParser;
use std::cell::Cell;
use std::collections::HashMap;
use std::io::{self, BufRead, Read};

const RDF: &str = "http://www.w3.org/1999/02/22-rdf-syntax-ns#";
const RDFS: &str = "http://www.w3.org/2000/01/rdf-schema#";
const OWL: &str = "http://www.w3.org/2002/07/owl#";
const SKOS: &str = "http://www.w3.org/2004/02/skos/core#";
const OBO_IN_OWL: &str = "http://www.geneontology.org/formats/oboInOwl#";
const OBO: &str = "http://purl.obolibrary.org/obo/";
const THESAURUS: &str = "http://ncicb.nci.nih.gov/xml/owl/EVS/Thesaurus.owl#";

/// What a property says of its subject.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Says {
    Type,
    /// The name; a preferred one comes before a mere label.
    Name {
        preferred: bool,
    },
    Synonym,
    Inexact,
    Broader,
    Xref,
    Deprecated,
}

fn says(property: &str) -> Option<Says> {
    let split = property.rfind(['#', '/'])? + 1;
    let says = match property.split_at(split) {
        (RDF, "type") => Says::Type,
        (RDFS, "label") => Says::Name { preferred: false },
        (SKOS, "prefLabel") => Says::Name { preferred: true },
        (SKOS, "altLabel") | (OBO_IN_OWL, "hasExactSynonym") | (OBO, "IAO_0000118") | (THESAURUS, "P90") => Says::Synonym,
        (OBO_IN_OWL, "hasNarrowSynonym" | "hasBroadSynonym" | "hasRelatedSynonym") | (SKOS, "hiddenLabel") => Says::Inexact,
        (RDFS, "subClassOf") | (SKOS, "broader") => Says::Broader,
        (OBO_IN_OWL, "hasDbXref" | "hasAlternativeId") | (SKOS, "exactMatch") => Says::Xref,
        (OWL, "deprecated") => Says::Deprecated,
        _ => return None,
    };
    Some(says)
}

/// What is known of one subject so far.
#[derive(Default)]
struct Node {
    term: Term,
    is_term: bool,
    has_preferred: bool,
}

/// Reads all classes and concepts.
pub fn read(input: &mut Input, source: &mut Source) -> Result<(), ImportError> {
    let head = String::from_utf8_lossy(input.head()).into_owned();
    let line = Cell::new(input.line());
    let mut nodes = Nodes::default();
    let result = if head.trim_start().starts_with('<') && !head.lines().any(is_turtle) {
        bounded_entities(&head).and_then(|()| {
            let parser = RdfXmlParser::new().lenient().for_reader(ByLine { input: &mut *input, line: &line });
            nodes.take_all(parser, &line)
        })
    } else {
        let parser = TurtleParser::new().lenient().for_reader(ByLine { input: &mut *input, line: &line });
        nodes.take_all(parser, &line)
    };
    result.map_err(|detail| input.error_at(format!("line {}", line.get()), format!("{detail}; fetch the file again")))?;
    source.inexact = nodes.inexact;
    nodes.all.into_iter().filter(|node| node.is_term && !node.term.name.is_empty()).try_for_each(|node| source.push(node.term, input))
}

/// Entities that are made of others grow without bound.
fn bounded_entities(head: &str) -> Result<(), String> {
    let Some(start) = head.find("<!DOCTYPE") else { return Ok(()) };
    // Without an end in sight all that is seen belongs to it.
    let doctype = &head[start..head[start..].find("]>").map_or(head.len(), |end| start + end)];
    let nested = doctype.split("<!ENTITY").skip(1).any(|entity| entity.split('>').next().is_some_and(|e| e.contains('&')));
    if nested { Err("its document type has entities made of entities, which are not read".to_owned()) } else { Ok(()) }
}

#[derive(Default)]
struct Nodes {
    all: Vec<Node>,
    by_iri: HashMap<String, usize>,
    inexact: usize,
}

impl Nodes {
    fn take_all<E: std::fmt::Display>(
        &mut self,
        triples: impl Iterator<Item = Result<Triple, E>>,
        line: &Cell<usize>,
    ) -> Result<(), String> {
        for triple in triples {
            self.take(triple.map_err(|e| e.to_string())?, line.get());
        }
        Ok(())
    }

    fn take(&mut self, triple: Triple, line: usize) {
        let NamedOrBlankNode::NamedNode(subject) = triple.subject else { return };
        let Some(says) = says(triple.predicate.as_str()) else { return };
        let at = *self.by_iri.entry(subject.as_str().to_owned()).or_insert_with(|| {
            let term = Term { id: curie(subject.as_str()), place: format!("line {line}"), ..Term::default() };
            self.all.push(Node { term, ..Node::default() });
            self.all.len() - 1
        });
        let node = &mut self.all[at];
        match (says, triple.object) {
            (Says::Type, Object::NamedNode(class)) => {
                let class = class.as_str();
                node.is_term |= [format!("{OWL}Class"), format!("{RDFS}Class"), format!("{SKOS}Concept")].iter().any(|c| c == class);
            }
            (Says::Broader, Object::NamedNode(parent)) => node.term.broader.extend(curie(parent.as_str())),
            (Says::Xref, Object::NamedNode(other)) => node.term.xrefs.extend(curie(other.as_str())),
            (Says::Xref, Object::Literal(other)) => node.term.xrefs.extend(curie(other.value())),
            (Says::Deprecated, Object::Literal(value)) => node.term.obsolete = matches!(value.value(), "true" | "1"),
            (Says::Inexact, Object::Literal(_)) => self.inexact += 1,
            (Says::Name { .. } | Says::Synonym, Object::Literal(text)) => {
                let language = text.language().unwrap_or("en").to_ascii_lowercase();
                node.named(says, &language, text.value());
            }
            _ => {}
        }
    }
}

impl Node {
    fn named(&mut self, says: Says, language: &str, text: &str) {
        let term = &mut self.term;
        match (says, language.split('-').next().unwrap_or_default()) {
            (Says::Name { .. } | Says::Synonym, "zh") => term.zh.push(text.to_owned()),
            (Says::Name { preferred }, "en") if term.name.is_empty() || (preferred && !self.has_preferred) => {
                let former = std::mem::replace(&mut term.name, text.to_owned());
                term.synonyms.extend((!former.is_empty()).then_some(former));
                self.has_preferred |= preferred;
            }
            (Says::Name { .. } | Says::Synonym, "en") => term.synonyms.push(text.to_owned()),
            _ => {}
        }
    }
}

/// Hands out one line at a time, so that what the parser has reached is known to the line.
struct ByLine<'a, 'b> {
    input: &'a mut Input<'b>,
    line: &'a Cell<usize>,
}

impl Read for ByLine<'_, '_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        self.line.set(self.input.line());
        let available = self.input.fill_buf()?;
        let line = available.iter().position(|&b| b == b'\n').map_or(available.len(), |end| end + 1);
        let n = line.min(buffer.len());
        buffer[..n].copy_from_slice(&available[..n]);
        self.input.consume(n);
        Ok(n)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::vocabulary::import::detect::detect;
    use crate::vocabulary::import::format::Format;

    fn read_text(text: &str, format: Format) -> Result<Source, ImportError> {
        let mut input = Input::open("x.owl", text.as_bytes())?;
        assert_eq!(detect(&input), Ok(format));
        let mut source = Source::new(format);
        read(&mut input, &mut source).map(|()| source)
    }

    const HEAD: &str = "<?xml version=\"1.0\"?>\n<!DOCTYPE rdf:RDF [<!ENTITY obo \"http://purl.obolibrary.org/obo/\">]>\n\
        <rdf:RDF xmlns:rdf=\"http://www.w3.org/1999/02/22-rdf-syntax-ns#\" xmlns:rdfs=\"http://www.w3.org/2000/01/rdf-schema#\" \
        xmlns:owl=\"http://www.w3.org/2002/07/owl#\" xmlns:skos=\"http://www.w3.org/2004/02/skos/core#\" \
        xmlns:oboInOwl=\"http://www.geneontology.org/formats/oboInOwl#\">\n";

    #[test]
    fn classes_give_names_ids_and_parents() {
        let text = format!(
            "{HEAD}<owl:Class rdf:about=\"&obo;DOID_1\">\n<rdfs:label xml:lang=\"en\">a &lt; b</rdfs:label>\n\
             <rdfs:label xml:lang=\"zh-CN\">某癌</rdfs:label>\n<rdfs:label xml:lang=\"fr\">un</rdfs:label>\n\
             <oboInOwl:hasExactSynonym>c</oboInOwl:hasExactSynonym>\n<oboInOwl:hasRelatedSynonym>d</oboInOwl:hasRelatedSynonym>\n\
             <oboInOwl:hasDbXref>NCI:C1</oboInOwl:hasDbXref>\n<rdfs:subClassOf rdf:resource=\"&obo;DOID_0\"/>\n\
             <rdfs:subClassOf><owl:Restriction><owl:onProperty rdf:resource=\"&obo;x\"/></owl:Restriction></rdfs:subClassOf>\n</owl:Class>\n\
             <owl:Class rdf:about=\"&obo;DOID_2\"><rdfs:label>old</rdfs:label><owl:deprecated>true</owl:deprecated></owl:Class>\n\
             <owl:ObjectProperty rdf:about=\"&obo;x\"><rdfs:label>part of</rdfs:label></owl:ObjectProperty></rdf:RDF>"
        );
        let source = read_text(&text, Format::Owl).expect("read");
        let [a, old] = &source.terms[..] else { panic!("{:?}", source.terms) };
        assert_eq!((a.id.as_deref(), a.name.as_str(), a.place.as_str()), (Some("DOID:1"), "a < b", "line 4"));
        assert_eq!((&a.synonyms[..], &a.zh[..]), (&["c".to_owned()][..], &["某癌".to_owned()][..]));
        assert_eq!((&a.xrefs[..], &a.broader[..]), (&["NCIT:C1".to_owned()][..], &["DOID:0".to_owned()][..]));
        assert!(old.obsolete && source.inexact == 1);
    }

    #[test]
    fn thesauri_in_both_spellings_say_the_same() {
        let xml = format!(
            "{HEAD}<skos:Concept rdf:about=\"http://example.org/v/7\">\n<skos:prefLabel xml:lang=\"en\">a</skos:prefLabel>\n\
             <skos:altLabel xml:lang=\"en\">b</skos:altLabel>\n<skos:prefLabel xml:lang=\"zh\">某癌</skos:prefLabel>\n\
             <skos:exactMatch rdf:resource=\"&obo;NCIT_C1\"/>\n<skos:broader rdf:resource=\"http://example.org/v/6\"/>\n</skos:Concept></rdf:RDF>"
        );
        let turtle = "@prefix skos: <http://www.w3.org/2004/02/skos/core#> .\n<http://example.org/v/7> a skos:Concept ;\n\
             skos:prefLabel \"a\"@en, \"某癌\"@zh ; skos:altLabel \"b\"@en ;\n\
             skos:exactMatch <http://purl.obolibrary.org/obo/NCIT_C1> ; skos:broader <http://example.org/v/6> .\n";
        let terms = [xml.as_str(), turtle].map(|text| read_text(text, Format::Skos).expect("read").terms);
        let [[xml], [turtle]] = [&terms[0][..], &terms[1][..]] else { panic!("{terms:?}") };
        assert_eq!(xml.clone(), Term { place: xml.place.clone(), ..turtle.clone() });
        assert_eq!((xml.id.as_deref(), &xml.broader[..]), (Some("V:7"), &["V:6".to_owned()][..]));
    }

    #[test]
    fn faults_name_the_line() {
        let cut = format!("{HEAD}<owl:Class rdf:about=\"&obo;DOID_1\">\n<rdfs:label>a</rdfs:lab");
        let fault = read_text(&cut, Format::Owl).unwrap_err().to_string();
        assert!(fault.starts_with("x.owl, line 5: "), "{fault}");
        let nested = "<!DOCTYPE rdf:RDF [<!ENTITY a \"x\"><!ENTITY b \"&a;&a;\">]>\n<rdf:RDF xmlns:rdf=\"&b;\"/>";
        let fault = read_text(nested, Format::Owl).unwrap_err().to_string();
        assert!(fault.contains("entities made of entities"), "{fault}");
        let fault = read_text("@prefix skos: <http://x/> .\n<a> <b> ???", Format::Owl).unwrap_err().to_string();
        assert!(fault.starts_with("x.owl, line 2: "), "{fault}");
    }
}
