//! Identifiers in a text: the document's own where a field or its record declares them, else links to what its prose names.

use super::document::{Identifiers, Kind, Link, LinkRelation, Mask, Section, SectionKind};
use super::identity::{Found, IdKind, find};

/// Words before the publication that a commentary or news item is about.
const SOURCE_WORDS: &[&str] =
    &["详见", "原文", "来源", "出处", "文献出处", "source", "original", "comment on", "commentary on", "数据来源", "参考", "read the"];
/// Bytes before an identifier in which such a word must stand, in its own line or the heading above.
const SOURCE_REACH: usize = 400;
/// A line of identifiers alone is short.
const FIELD_BYTES_MAX: usize = 300;
/// Labels of a registration's own number.
const OWN_LABELS: &[&str] = &[
    "nct id",
    "nct number",
    "nct_id",
    "clinicaltrials.gov id",
    "clinicaltrials.gov identifier",
    "identifier",
    "trial id",
    "trial number",
    "record",
    "registration",
    "registration number",
    "registry number",
    "registry no",
    "registry no.",
    "id",
    "jrct id",
    "eu ct number",
    "eudract",
    "eudract number",
    "clinical study identifier",
    "注册号",
    "登记号",
    "试验编号",
    "备案号",
    "编号",
];

/// Sorts what the text names: first what is its own, then links.
pub fn sort(text: &str, masks: &[Mask], sections: &[Section], kind: Kind, declared: &Identifiers) -> (Identifiers, Vec<Link>) {
    let mut own = declared.clone();
    let mut links: Vec<Link> = Vec::new();
    for found in find(text) {
        let at = masks.partition_point(|m| m.span.end <= found.span.start);
        let masked = masks.get(at).is_some_and(|m| m.span.start <= found.span.start);
        let at = sections.partition_point(|s| s.span.end <= found.span.start);
        let listed = sections.get(at).is_some_and(|s| s.kind == SectionKind::References);
        if !listed && is_own(text, &found, kind, declared) {
            adopt(&mut own, &found);
        } else if !masked && !is_known(&own, &found) {
            let relation = relation(text, &found, kind);
            links.push(Link { relation, id: found.link_id(), span: found.span });
        }
    }
    // A number that the text names before it declares it is its own all the same.
    links.retain(|link| !own.registry.contains(&link.id) && own.doi.as_ref().is_none_or(|doi| link.id != format!("doi:{doi}")));
    (own, links)
}

/// The document's own: a registration's number at its label or alone, a publication's at a line that holds nothing else.
fn is_own(text: &str, found: &Found, kind: Kind, declared: &Identifiers) -> bool {
    match found.kind {
        IdKind::Registry => {
            kind == Kind::TrialRegistration && declared.registry.is_empty() && (is_labelled(text, found) || stands_alone(text, found))
        }
        _ if matches!(kind, Kind::Commentary | Kind::News | Kind::Editorial | Kind::TrialRegistration) => false,
        _ => is_field(text, found),
    }
}

fn is_labelled(text: &str, found: &Found) -> bool {
    let before = text[..found.span.start].trim_end_matches(|c: char| c.is_whitespace() || matches!(c, ':' | '：' | '#' | '/' | '(' | '（'));
    let from = before.ceil_char_boundary(before.len().saturating_sub(40));
    let tail = before[from..].to_lowercase();
    OWN_LABELS
        .iter()
        .any(|label| tail.strip_suffix(label).is_some_and(|rest| !label.is_ascii() || !rest.ends_with(|c: char| c.is_ascii_alphanumeric())))
}

/// Nothing else in its line, or in its sentence or field of the line.
fn stands_alone(text: &str, found: &Found) -> bool {
    let before = text[..found.span.start].trim_end_matches([' ', '\t', '(']);
    let after = text[found.span.end..].trim_start_matches([' ', '\t', ')']);
    let opens = before.is_empty() || before.ends_with(['\n', '|', ';', '.', '。', '·', '/']) || before.ends_with("EudraCT");
    let closes = after.is_empty() || after.starts_with(['\n', '|', ';', '.', '。', '·', '/']);
    opens && closes
}

/// `DOI: 10.…`, `PMID: …`: a line of labels and identifiers alone.
fn is_field(text: &str, found: &Found) -> bool {
    let start = text[..found.span.start].rfind('\n').map_or(0, |i| i + 1);
    let end = text[found.span.end..].find('\n').map_or(text.len(), |i| found.span.end + i);
    if end - start > FIELD_BYTES_MAX {
        return false;
    }
    let mut rest = text[start..end].to_owned();
    for id in find(&text[start..end]) {
        rest = rest.replace(&text[start + id.span.start..start + id.span.end], "");
    }
    let words: Vec<String> = rest.to_lowercase().split(|c: char| !c.is_alphabetic()).filter(|w| !w.is_empty()).map(str::to_owned).collect();
    !words.is_empty()
        && words.iter().all(|w| {
            ["doi", "pmid", "pmcid", "https", "http", "org", "dx", "pubmed", "id", "indexed", "for", "medline", "version"]
                .contains(&w.as_str())
        })
        && words[0] != "https"
}

fn adopt(own: &mut Identifiers, found: &Found) {
    let slot = match found.kind {
        IdKind::Doi => &mut own.doi,
        IdKind::Pmid => &mut own.pmid,
        IdKind::Pmcid => &mut own.pmcid,
        IdKind::Registry => {
            if !own.registry.contains(&found.id) {
                own.registry.push(found.id.clone());
            }
            return;
        }
    };
    slot.get_or_insert_with(|| found.id.clone());
}

fn is_known(own: &Identifiers, found: &Found) -> bool {
    match found.kind {
        IdKind::Doi => own.doi.as_ref() == Some(&found.id),
        IdKind::Pmid => own.pmid.as_ref() == Some(&found.id),
        IdKind::Pmcid => own.pmcid.as_ref() == Some(&found.id),
        IdKind::Registry => own.registry.contains(&found.id),
    }
}

/// A commentary or news item comments on the publications that it names as its source.
fn relation(text: &str, found: &Found, kind: Kind) -> LinkRelation {
    if !matches!(kind, Kind::Commentary | Kind::News | Kind::Editorial) || found.kind == IdKind::Registry {
        return LinkRelation::Cites;
    }
    let before = &text[..found.span.start];
    let from = before.ceil_char_boundary(before.len().saturating_sub(SOURCE_REACH));
    // Its own paragraph: a heading "Sources" may stand in the line above.
    let paragraph = before[from..].rsplit("\n\n").next().unwrap_or("").to_lowercase();
    if SOURCE_WORDS.iter().any(|w| paragraph.contains(w)) { LinkRelation::CommentsOn } else { LinkRelation::Cites }
}
