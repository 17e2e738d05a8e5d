//! What is wrong, or looks so, in a vocabulary that loads.

use super::Vocabulary;
use super::automaton::key;
use super::concept::{Concept, ConceptId, ConceptKind};
use super::reference::Reference;
use serde::Serialize;
use std::collections::{BTreeMap, HashMap, HashSet};

/// Something a curator should mend or explain.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Warning {
    /// `clash`, `repeated`, `cycle`, `no_chinese`, `malformed_id`, `shared_id`, `unconfirmed_id` or `idle_explanation`.
    pub code: &'static str,
    /// A concept, or the form or id that several concepts share.
    pub subject: String,
    pub detail: String,
}

/// How complete the rows of one kind are.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Coverage {
    pub rows: usize,
    /// Rows with a Chinese name, and with one that a table confirms.
    pub chinese: usize,
    pub chinese_confirmed: usize,
    /// Rows with an id elsewhere, and with one that the reference confirms (0 without a reference).
    pub with_id: usize,
    pub id_confirmed: usize,
    /// Approved drugs only: rows, with a Chinese name, with a confirmed id.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub approved: Option<[usize; 3]>,
}

/// The result of a check.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Checked {
    pub coverage: BTreeMap<&'static str, Coverage>,
    pub warnings: Vec<Warning>,
    /// Warnings that a line of the explanations accounts for.
    pub explained: usize,
}

/// Kinds whose rows should have a Chinese name. Code-named drugs have none, and none is invented.
fn needs_chinese(concept: &Concept) -> bool {
    match concept.kind {
        ConceptKind::Drug => concept.is_approved(),
        ConceptKind::Regimen => false,
        _ => true,
    }
}

/// Checks all rows. `explanations` has lines of a code, a subject and a reason, separated by tabs.
pub fn check(vocabulary: &Vocabulary, reference: Option<&Reference>, explanations: &str) -> Checked {
    let mut warnings = Vec::new();
    shared_forms(vocabulary, &mut warnings);
    shared_ids(vocabulary, &mut warnings);
    let mut coverage: BTreeMap<&'static str, Coverage> = BTreeMap::new();
    for (id, concept) in vocabulary.concepts() {
        let mut warn = |code, detail: String| warnings.push(Warning { code, subject: concept.id.clone(), detail });
        repeated_forms(concept, &mut warn);
        if in_cycle(vocabulary, id) {
            warn("cycle", "stands under itself".to_owned());
        }
        let chinese = concept.forms().any(|(form, _)| form.chars().any(crate::text::is_han));
        if !chinese && needs_chinese(concept) {
            warn("no_chinese", format!("`{}` has no Chinese name", concept.name));
        }
        let row = coverage.entry(concept.kind.as_str()).or_default();
        row.rows += 1;
        row.chinese += usize::from(chinese);
        row.chinese_confirmed += usize::from(concept.zh_confirmed);
        row.with_id += usize::from(!concept.xrefs.is_empty());
        let mut confirmed = false;
        for xref in &concept.xrefs {
            if !is_curie(xref) {
                warn("malformed_id", format!("`{xref}` is no PREFIX:id"));
            }
            match reference.map(|r| r.confirms(xref, concept)) {
                Some(true) => confirmed = true,
                Some(false) => warn("unconfirmed_id", format!("`{xref}` stands in no reference row that shares a name with it")),
                None => {}
            }
        }
        row.id_confirmed += usize::from(confirmed);
        if concept.is_approved() {
            let [rows, with_chinese, ids] = row.approved.get_or_insert_default();
            *rows += 1;
            *with_chinese += usize::from(chinese);
            *ids += usize::from(confirmed);
        }
    }
    explain(warnings, explanations, coverage)
}

fn is_curie(xref: &str) -> bool {
    xref.split_once(':').is_some_and(|(prefix, id)| {
        !prefix.is_empty() && prefix.chars().all(|c| c.is_ascii_alphanumeric()) && !id.is_empty() && !id.contains(char::is_whitespace)
    })
}

/// A plain form must mean one concept; where two share it, it is gated on both.
fn shared_forms(vocabulary: &Vocabulary, warnings: &mut Vec<Warning>) {
    for (form, meanings) in vocabulary.automaton.forms() {
        let owners: HashSet<&str> = meanings.iter().filter(|m| !m.gated).map(|m| vocabulary.concept(m.concept).id.as_str()).collect();
        if owners.len() > 1 {
            let mut owners: Vec<&str> = owners.into_iter().collect();
            owners.sort_unstable();
            warnings.push(Warning { code: "clash", subject: form.to_owned(), detail: format!("a plain form of {}", owners.join(", ")) });
        }
    }
}

fn shared_ids(vocabulary: &Vocabulary, warnings: &mut Vec<Warning>) {
    let mut owners: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for (_, concept) in vocabulary.concepts() {
        for xref in &concept.xrefs {
            owners.entry(xref).or_default().push(&concept.id);
        }
    }
    for (xref, owners) in owners.into_iter().filter(|(_, o)| o.len() > 1) {
        warnings.push(Warning { code: "shared_id", subject: xref.to_owned(), detail: format!("an id of {}", owners.join(", ")) });
    }
}

fn repeated_forms(concept: &Concept, warn: &mut impl FnMut(&'static str, String)) {
    let mut seen: HashMap<String, &str> = HashMap::new();
    for (form, _) in concept.forms() {
        // Forms that differ in case alone may be meant: "Cap" is no "CAP".
        let spelling = form.replace('-', " ");
        if let Some(before) = seen.insert(spelling, form) {
            warn("repeated", format!("`{form}` and `{before}` are one form"));
        }
    }
}

fn in_cycle(vocabulary: &Vocabulary, id: ConceptId) -> bool {
    let concept = vocabulary.concept(id);
    concept.broader.iter().any(|&b| b == id || vocabulary.ancestors(b).contains(&id))
}

fn explain(warnings: Vec<Warning>, explanations: &str, coverage: BTreeMap<&'static str, Coverage>) -> Checked {
    let mut idle: BTreeMap<(String, String), bool> = BTreeMap::new();
    for line in explanations.lines().filter(|l| !l.trim().is_empty() && !l.starts_with('#')) {
        let mut cells = line.split('\t').map(str::trim);
        if let (Some(code), Some(subject)) = (cells.next(), cells.next()) {
            idle.insert((code.to_owned(), key(subject)), true);
        }
    }
    let (mut left, mut explained) = (Vec::new(), 0);
    for warning in warnings {
        match idle.get_mut(&(warning.code.to_owned(), key(&warning.subject))) {
            Some(unused) => {
                *unused = false;
                explained += 1;
            }
            None => left.push(warning),
        }
    }
    left.extend(idle.into_iter().filter(|(_, unused)| *unused).map(|((code, subject), _)| Warning {
        code: "idle_explanation",
        detail: format!("explains a warning `{code}` that is not given any more"),
        subject,
    }));
    left.sort();
    left.dedup();
    Checked { coverage, warnings: left, explained }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn warnings(rows: &str, reference: Option<&str>, explanations: &str) -> Vec<String> {
        let text = format!("id\tname\tsynonyms\tzh\tgated\tbroader\txrefs\tstatus\n{rows}");
        let vocabulary = Vocabulary::load(&[("t.tsv".to_owned(), text)]).expect("loads");
        let reference = reference.map(|r| Reference::read(r).expect("a reference"));
        let checked = check(&vocabulary, reference.as_ref(), explanations);
        checked.warnings.iter().map(|w| format!("{} {}: {}", w.code, w.subject, w.detail)).collect()
    }

    #[test]
    fn each_fault_is_named() {
        let reference = "kind\tpreferred_en\tsynonyms_en\tnames_zh\tids\ndrug\talpha\tfirst\t甲\tNCIT:C1|UNII:X\n";
        for (rows, expected) in [
            ("drug:a\talpha\t\t甲\ndrug:b\tbeta\tAlpha\t乙", vec!["clash alpha: a plain form of drug:a, drug:b"]),
            ("drug:a\talpha\talpha\t甲", vec!["repeated drug:a: `alpha` and `alpha` are one form"]),
            (
                "disease:a\talpha\t\t甲\t\tdisease:b\ndisease:b\tbeta\t\t乙\t\tdisease:a",
                vec!["cycle disease:a: stands under itself", "cycle disease:b: stands under itself"],
            ),
            ("disease:a\talpha", vec!["no_chinese disease:a: `alpha` has no Chinese name"]),
            ("drug:a\talpha\t\t\t\t\t\tinvestigational", vec![]),
            ("drug:a\talpha\t\t甲\t\t\tNCIT:C1", vec![]),
            (
                "drug:a\tgamma\t\t丙\t\t\tNCIT:C1",
                vec!["unconfirmed_id drug:a: `NCIT:C1` stands in no reference row that shares a name with it"],
            ),
            (
                "drug:a\talpha\t\t甲\t\t\tC1",
                vec![
                    "malformed_id drug:a: `C1` is no PREFIX:id",
                    "unconfirmed_id drug:a: `C1` stands in no reference row that shares a name with it",
                ],
            ),
        ] {
            assert_eq!(warnings(rows, Some(reference), ""), expected, "{rows}");
        }
    }

    #[test]
    fn an_explained_warning_is_silent_and_an_idle_explanation_is_not() {
        assert!(warnings("disease:a\talpha", None, "no_chinese\tdisease:a\tno name in use").is_empty());
        assert_eq!(
            warnings("disease:a\talpha\t\t甲", None, "no_chinese\tdisease:a\tno name in use"),
            ["idle_explanation disease:a: explains a warning `no_chinese` that is not given any more"]
        );
    }
}
