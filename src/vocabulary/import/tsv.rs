//! Tables with tabs and a header line. Which column holds what is told by `--columns`, else by the usual names.

use super::curie::{curie, with_prefix};
use super::input::{ImportError, Input};
use super::term::{Source, Term};
use crate::vocabulary::ConceptKind;

/// What a column can hold, with the names by which it is known where none is given. Values of a list stand between bars.
const ROLES: &[(Role, &str, &[&str])] = &[
    (Role::Id, "id", &["id", "curie", "code"]),
    (Role::Name, "name", &["name", "label", "preferred_en", "preferred_name", "preferred_label", "term"]),
    (Role::Synonyms, "synonyms", &["synonyms", "synonym", "synonyms_en", "exact_synonyms", "aliases"]),
    (Role::Chinese, "zh", &["zh", "names_zh", "chinese", "name_zh"]),
    (Role::Xrefs, "xrefs", &["xrefs", "xref", "ids", "mappings"]),
    (Role::Broader, "broader", &["broader", "parents", "parent", "is_a"]),
    (Role::Kind, "kind", &["kind"]),
    (Role::Obsolete, "obsolete", &["obsolete", "deprecated"]),
];

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Role {
    Id,
    Name,
    Synonyms,
    Chinese,
    Xrefs,
    Broader,
    Kind,
    Obsolete,
}

/// Which columns hold what: `id:NCIT=NCIT ID,name=Label,xrefs=Target NS+Target ID`.
#[derive(Debug, Clone, PartialEq)]
pub struct Columns(Vec<Wanted>);

#[derive(Debug, Clone, PartialEq)]
struct Wanted {
    role: Role,
    /// Of codes that stand without one.
    prefix: Option<String>,
    /// Two of them hold prefix and code.
    headers: Vec<String>,
}

impl std::str::FromStr for Columns {
    type Err = String;

    fn from_str(text: &str) -> Result<Columns, String> {
        let wanted = |part: &str| {
            let (role, headers) = part.split_once('=').ok_or_else(|| format!("`{part}` is not `name=HEADER`"))?;
            let (role, prefix) = role.trim().split_once(':').map_or((role.trim(), None), |(r, p)| (r, Some(p.to_owned())));
            let known = ROLES.iter().find(|(_, name, others)| *name == role || (others.contains(&role) && role != "code"));
            let (role, ..) = known.ok_or_else(|| {
                let names: Vec<&str> = ROLES.iter().map(|(_, name, _)| *name).collect();
                format!("`{role}` is nothing that a column can hold; known are {}", names.join(", "))
            })?;
            Ok(Wanted { role: *role, prefix, headers: headers.split('+').map(|h| h.trim().to_owned()).collect() })
        };
        text.split(',').map(wanted).collect::<Result<Vec<_>, String>>().map(Columns)
    }
}

/// A column of the file at hand.
struct Column<'a> {
    role: Role,
    prefix: Option<&'a str>,
    at: Vec<usize>,
}

/// Reads all rows.
pub fn read(input: &mut Input, wanted: Option<&Columns>, source: &mut Source) -> Result<(), ImportError> {
    let Some((number, header)) = next_row(input)? else { return Ok(()) };
    let headers: Vec<&str> = header.split('\t').map(str::trim).collect();
    let columns = columns(&headers, wanted).map_err(|detail| input.error_at(format!("line {number}"), detail))?;
    while let Some((number, line)) = next_row(input)? {
        let place = format!("line {number}");
        let cells: Vec<String> = line.split('\t').map(unquoted).collect();
        if cells.len() > headers.len() {
            let detail = format!("{} cells, but the header names {} columns; mend the row", cells.len(), headers.len());
            return Err(input.error_at(place, detail));
        }
        let mut term = Term { place, ..Term::default() };
        for column in &columns {
            fill(&mut term, column, &cells).map_err(|detail| input.error_at(term.place.clone(), detail))?;
        }
        let says_nothing = term.name.is_empty() && term.synonyms.is_empty() && term.zh.is_empty() && term.xrefs.is_empty();
        if !says_nothing {
            source.push(term, input)?;
        }
    }
    Ok(())
}

fn next_row(input: &mut Input) -> Result<Option<(usize, String)>, ImportError> {
    loop {
        match input.next_line()? {
            Some((_, line)) if line.starts_with('#') && !line.contains('\t') => {}
            row => return Ok(row),
        }
    }
}

fn columns<'a>(headers: &[&str], wanted: Option<&'a Columns>) -> Result<Vec<Column<'a>>, String> {
    let listed = || format!("the header has {}", headers.iter().map(|h| format!("`{h}`")).collect::<Vec<_>>().join(", "));
    let find = |header: &str| headers.iter().position(|h| h.eq_ignore_ascii_case(header));
    let columns: Vec<Column> = match wanted {
        Some(Columns(wanted)) => wanted
            .iter()
            .map(|w| {
                let at = w.headers.iter().map(|h| find(h).ok_or_else(|| format!("no column is called `{h}`; {}", listed())));
                Ok(Column { role: w.role, prefix: w.prefix.as_deref(), at: at.collect::<Result<_, String>>()? })
            })
            .collect::<Result<_, String>>()?,
        None => ROLES
            .iter()
            .filter_map(|(role, _, names)| {
                let at = names.iter().find_map(|name| find(name))?;
                Some(Column { role: *role, prefix: None, at: vec![at] })
            })
            .collect(),
    };
    let names_or_maps = |role| matches!(role, Role::Name | Role::Synonyms | Role::Chinese | Role::Xrefs);
    if columns.iter().any(|c| names_or_maps(c.role)) {
        return Ok(columns);
    }
    Err(format!("no column holds names or ids elsewhere; say which does with `--columns id=…,name=…`; {}", listed()))
}

fn fill(term: &mut Term, column: &Column, cells: &[String]) -> Result<(), String> {
    let cell = |at: usize| cells.get(at).map_or("", String::as_str);
    let value = column.at.last().map_or("", |&at| cell(at));
    if value.is_empty() {
        return Ok(());
    }
    // With two columns, the first says what the codes of the second are.
    let prefix = if column.at.len() > 1 { Some(cell(column.at[0])) } else { column.prefix };
    let list = || value.split('|').map(str::trim).filter(|part| !part.is_empty());
    let ids = || list().filter_map(|code| prefix.map_or_else(|| curie(code), |prefix| with_prefix(prefix, code)));
    match column.role {
        Role::Id => term.id = ids().next(),
        Role::Name => term.name = value.to_owned(),
        Role::Synonyms => term.synonyms.extend(list().map(str::to_owned)),
        Role::Chinese => term.zh.extend(list().map(str::to_owned)),
        Role::Xrefs => term.xrefs.extend(ids()),
        Role::Broader => term.broader.extend(ids()),
        Role::Obsolete => term.obsolete = ["true", "1", "yes", "y"].contains(&value.to_ascii_lowercase().as_str()),
        Role::Kind => {
            let known = ConceptKind::ALL.into_iter().find(|kind| kind.as_str() == value);
            let all = || ConceptKind::ALL.map(ConceptKind::as_str).join(", ");
            term.kind = Some(known.ok_or_else(|| format!("`{value}` is no concept kind; known are {}", all()))?);
        }
    }
    Ok(())
}

/// A cell as spreadsheets quote it.
fn unquoted(cell: &str) -> String {
    let cell = cell.trim();
    match cell.strip_prefix('"').and_then(|rest| rest.strip_suffix('"')) {
        Some(inner) => inner.replace("\"\"", "\""),
        None => cell.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::vocabulary::import::format::Format;

    fn read_text(text: &str, columns: Option<&str>) -> Result<Vec<Term>, String> {
        let columns = columns.map(str::parse::<Columns>).transpose()?;
        let mut input = Input::open("x.tsv", text.as_bytes()).map_err(|e| e.to_string())?;
        let mut source = Source::new(Format::Tsv);
        read(&mut input, columns.as_ref(), &mut source).map_err(|e| e.to_string())?;
        Ok(source.terms)
    }

    #[test]
    fn columns_are_found_by_name_or_told() {
        let terms = read_text("# note\nid\tname\tsynonyms\tkind\nNCI:C1\t\"a \"\"b\"\"\"\tc|d|某癌\tdisease\n", None).expect("read");
        assert_eq!((terms[0].id.as_deref(), terms[0].name.as_str()), (Some("NCIT:C1"), "a \"b\""));
        assert_eq!((&terms[0].synonyms[..], &terms[0].zh[..]), (&["c".to_owned(), "d".to_owned()][..], &["某癌".to_owned()][..]));
        assert_eq!((terms[0].kind, terms[0].place.as_str()), (Some(ConceptKind::Disease), "line 3"));
        let mapping = "NCIT ID\tTarget NS\tTarget ID\nC1\tCHEBI\tCHEBI:7\nC2\tHGNC\t9\n";
        let terms = read_text(mapping, Some("id:NCIT=NCIT ID,xrefs=Target NS+Target ID")).expect("read");
        let got: Vec<_> = terms.iter().map(|t| (t.id.as_deref(), t.xrefs[0].as_str(), t.name.as_str())).collect();
        assert_eq!(got, [(Some("NCIT:C1"), "CHEBI:7", ""), (Some("NCIT:C2"), "HGNC:9", "")]);
    }

    #[test]
    fn faults_name_the_line_and_the_remedy() {
        for (text, columns, expected) in [
            (
                "a\tb\n1\t2\n",
                None,
                "x.tsv, line 1: no column holds names or ids elsewhere; say which does with `--columns id=…,name=…`; the header has `a`, `b`",
            ),
            ("a\tb\n1\t2\n", Some("name=c"), "x.tsv, line 1: no column is called `c`; the header has `a`, `b`"),
            ("name\n1\t2\n", None, "x.tsv, line 2: 2 cells, but the header names 1 columns; mend the row"),
            (
                "name\tkind\na\tthing\n",
                None,
                "x.tsv, line 2: `thing` is no concept kind; known are drug, drug_class, regimen, modality, disease, endpoint, adverse_event, biomarker, measure, design",
            ),
            (
                "",
                Some("colour=c"),
                "`colour` is nothing that a column can hold; known are id, name, synonyms, zh, xrefs, broader, kind, obsolete",
            ),
        ] {
            assert_eq!(read_text(text, columns).err().as_deref(), Some(expected));
        }
    }
}
