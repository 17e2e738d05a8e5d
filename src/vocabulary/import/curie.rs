//! Ids of other vocabularies in one spelling: `NCI:C3099`, `http://purl.obolibrary.org/obo/NCIT_C3099` → `NCIT:C3099`.

/// Longer ones are addresses and descriptions.
const BYTES_MAX: usize = 100;

/// A CURIE from a CURIE or an IRI; nothing where a text is neither, or points to a page.
pub fn curie(text: &str) -> Option<String> {
    let text = text.trim().trim_start_matches('<').trim_end_matches('>');
    if text.starts_with("http://") || text.starts_with("https://") {
        return from_iri(text);
    }
    let (prefix, local) = text.split_once(':')?;
    join(prefix, local)
}

/// A CURIE from a code whose source is known: `C3099` of `NCI`. A code that brings its prefix along keeps it.
pub fn with_prefix(prefix: &str, code: &str) -> Option<String> {
    let code = code.trim();
    match code.split_once(':') {
        Some((own, local)) if spelling(own) == spelling(prefix) => join(own, local),
        _ => join(prefix, code),
    }
}

fn join(prefix: &str, local: &str) -> Option<String> {
    let (prefix, local) = (spelling(prefix), local.trim());
    let sound = |part: &str, more: &[char]| {
        !part.is_empty() && part.len() <= BYTES_MAX && part.chars().all(|c| c.is_ascii_alphanumeric() || more.contains(&c))
    };
    if !sound(&prefix, &['_', '.', '-']) || !sound(local, &['_', '.', '-', '/', ':', '+']) || local.starts_with('/') || prefix == "URL" {
        return None;
    }
    Some(format!("{prefix}:{local}"))
}

/// The spelling of a prefix that our own rows have.
fn spelling(prefix: &str) -> String {
    let upper = prefix.trim().to_ascii_uppercase();
    let known = match upper.as_str() {
        "NCI" | "NCI_THESAURUS" | "THESAURUS" => "NCIT",
        "UMLS_CUI" | "CUI" => "UMLS",
        "MSH" | "MESH_2025" => "MESH",
        "MIM" => "OMIM",
        "UP" => "UNIPROT",
        "MDR" => "MEDDRA",
        // Its edition stands in the prefix: SNOMEDCT_US_2025_09_01.
        other if other.starts_with("SNOMEDCT") || other == "SCTID" => "SNOMEDCT",
        other => other,
    };
    known.to_owned()
}

/// `…/obo/DOID_162`, `…/Thesaurus.owl#C3099`, `…/ontology/NCIT/C3099`
fn from_iri(iri: &str) -> Option<String> {
    let (rest, local) = iri.trim_end_matches(['/', '#']).rsplit_once(['#', '/'])?;
    if let Some((prefix, number)) = local.split_once('_')
        && prefix.len() > 1
        && prefix.chars().all(|c| c.is_ascii_alphabetic())
        && number.contains(|c: char| c.is_ascii_digit())
    {
        return join(prefix, number);
    }
    let folder = rest.trim_end_matches('/').rsplit('/').next()?;
    let prefix = folder.strip_suffix(".owl").unwrap_or(folder);
    join(prefix, local)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_meet_in_one_spelling() {
        for (text, expected) in [
            ("NCI:C3099", Some("NCIT:C3099")),
            ("UMLS_CUI:C0018923", Some("UMLS:C0018923")),
            ("SNOMEDCT_US_2025_09_01:39000009", Some("SNOMEDCT:39000009")),
            ("ICDO:9120/3", Some("ICDO:9120/3")),
            ("http://purl.obolibrary.org/obo/DOID_162", Some("DOID:162")),
            ("http://ncicb.nci.nih.gov/xml/owl/EVS/Thesaurus.owl#C101516", Some("NCIT:C101516")),
            ("http://purl.bioontology.org/ontology/STY/T023", Some("STY:T023")),
            ("http://www.cancerdata.org/roo/100001", Some("ROO:100001")),
            ("http://example.org/ctcae.owl#Lung_pain", Some("CTCAE:Lung_pain")),
            ("url:http://example.org/a", None),
            ("a sentence: with words", None),
            ("nothing", None),
            ("", None),
        ] {
            assert_eq!(curie(text).as_deref(), expected, "{text}");
        }
        for (prefix, code, expected) in [
            ("NCI", "C1", Some("NCIT:C1")),
            ("CHEBI", "CHEBI:3000", Some("CHEBI:3000")),
            ("GO", "", None),
            ("UP", "Q05315", Some("UNIPROT:Q05315")),
        ] {
            assert_eq!(with_prefix(prefix, code).as_deref(), expected, "{prefix} {code}");
        }
    }
}
