//! OBO flat files, after the OBO Flat File Format 1.4: stanzas of tag–value lines.
//!
//! Of the synonyms only those with the scope `EXACT` name the term; abbreviations among them are told by their form later.

use super::curie::curie;
use super::input::{ImportError, Input};
use super::term::{Source, Term};

/// Reads the `[Term]` stanzas.
pub fn read(input: &mut Input, source: &mut Source) -> Result<(), ImportError> {
    let mut open: Option<Term> = None;
    while let Some((number, line)) = input.next_line()? {
        let place = format!("line {number}");
        if line.starts_with('[') {
            close(open.take(), input, source)?;
            if !line.trim_end().ends_with(']') {
                return Err(input.error_at(place, "a stanza's name has no closing bracket; the file is cut or no OBO file"));
            }
            open = (line.trim_end() == "[Term]").then(|| Term { place, ..Term::default() });
            continue;
        }
        if line.starts_with('!') {
            continue;
        }
        let Some((tag, value)) = line.split_once(':') else {
            return Err(input.error_at(place, "a line has no `tag: value`; the file is cut or no OBO file"));
        };
        let Some(term) = &mut open else { continue };
        match (tag.trim(), value.trim()) {
            ("id", value) => term.id = curie(&plain(value)),
            ("name", value) => term.name = plain(value),
            ("is_a", value) => term.broader.extend(curie(&plain(value))),
            ("xref", value) => term.xrefs.extend(curie(&plain(value))),
            ("alt_id", value) => term.xrefs.extend(curie(&plain(value))),
            ("is_obsolete", value) => term.obsolete = plain(value) == "true",
            ("synonym", value) => match synonym(value) {
                None => return Err(input.error_at(place, "a synonym has no closing quote; the file is cut or no OBO file")),
                Some((text, true)) => term.synonyms.push(text),
                Some((_, false)) => source.inexact += 1,
            },
            _ => {}
        }
    }
    close(open, input, source)
}

fn close(term: Option<Term>, input: &Input, source: &mut Source) -> Result<(), ImportError> {
    match term {
        None => Ok(()),
        Some(term) if term.name.is_empty() && term.obsolete => Ok(()),
        Some(term) if term.id.is_none() => {
            Err(input.error_at(term.place, "a term has no id of the form `PREFIX:number`; the file is cut or no OBO file"))
        }
        // Without a name it is a term of another ontology that this one only points to.
        Some(term) if term.name.is_empty() => Ok(()),
        Some(term) => source.push(term, input),
    }
}

/// A value without its comment, its trailing modifiers and its escapes.
fn plain(value: &str) -> String {
    let mut out = String::with_capacity(value.len());
    let mut characters = value.chars().peekable();
    while let Some(c) = characters.next() {
        match c {
            '\\' => out.extend(characters.next().map(unescaped)),
            // Only after a blank: `a!b` and `a{b` are names.
            '!' | '{' if out.ends_with(' ') || out.is_empty() => break,
            c => out.push(c),
        }
    }
    out.trim().to_owned()
}

/// The quoted text of a synonym, and whether its scope is exact.
fn synonym(value: &str) -> Option<(String, bool)> {
    let mut out = String::new();
    let mut rest = value.strip_prefix('"')?.chars();
    loop {
        match rest.next()? {
            '\\' => out.extend(rest.next().map(unescaped)),
            '"' => break,
            c => out.push(c),
        }
    }
    // A scope that is not given is RELATED.
    let exact = rest.as_str().split_whitespace().next() == Some("EXACT");
    Some((out, exact))
}

fn unescaped(c: char) -> char {
    match c {
        'n' | 't' | 'W' => ' ',
        c => c,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::vocabulary::import::detect::detect;
    use crate::vocabulary::import::format::Format;

    fn read_text(text: &str) -> Result<Source, ImportError> {
        let mut input = Input::open("x.obo", text.as_bytes())?;
        assert_eq!(detect(&input), Ok(Format::Obo));
        let mut source = Source::new(Format::Obo);
        read(&mut input, &mut source).map(|()| source)
    }

    #[test]
    fn stanzas_give_names_scopes_ids_and_parents() {
        let source = read_text(
            "format-version: 1.2\n\n[Term]\nid: DOID:1 ! comment\nname: Hodgkin\\'s disease {x=\"y\"}\nsynonym: \"a \\\"b\\\" c\" EXACT []\n\
             synonym: \"HD\" EXACT OMO:0003012 []\nsynonym: \"wider\" BROAD []\nsynonym: \"near\" []\nxref: NCI:C1 {source=\"x\"}\n\
             xref: url:http\\://example.org\nalt_id: DOID:9\nis_a: DOID:0 ! parent\n\n[Typedef]\nid: part_of\nname: part of\n\n\
             [Term]\nid: DOID:2\nname: old\nis_obsolete: true\n\n[Term]\nid: DOID:3\n",
        )
        .expect("read");
        assert_eq!(source.inexact, 2);
        let [first, old] = &source.terms[..] else { panic!("{:?}", source.terms) };
        assert_eq!(first.name, "Hodgkin's disease");
        assert_eq!(first.synonyms, ["a \"b\" c", "HD"]);
        assert_eq!((&first.xrefs[..], &first.broader[..]), (&["NCIT:C1".to_owned(), "DOID:9".to_owned()][..], &["DOID:0".to_owned()][..]));
        assert_eq!(first.place, "line 3");
        assert!(old.obsolete && !first.obsolete);
    }

    #[test]
    fn faults_name_the_line() {
        for (text, expected) in [
            ("[Term]\nid: A:1\nname: a\nsynonym: \"cut", "x.obo, line 4: a synonym has no closing quote; the file is cut or no OBO file"),
            ("[Term]\nname: a\n", "x.obo, line 1: a term has no id of the form `PREFIX:number`; the file is cut or no OBO file"),
            ("[Term]\nid: A:1\n[Ter", "x.obo, line 3: a stanza's name has no closing bracket; the file is cut or no OBO file"),
            ("[Term]\nid: A:1\nnam", "x.obo, line 3: a line has no `tag: value`; the file is cut or no OBO file"),
        ] {
            assert_eq!(read_text(text).err().map(|e| e.to_string()).as_deref(), Some(expected));
        }
    }
}
