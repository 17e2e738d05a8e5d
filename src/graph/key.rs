//! When two things are one: the only place that says so for studies and arms.
//!
//! Documents belong to one study where they share a registry number, where a commentary names the publication that it comments
//! on, or where they share a trial's acronym (`NRG/RTOG 1112` = `RTOG1112` = `RTOG-1112`) and their registry numbers do not
//! contradict each other. Two arms are one where they belong to one study and contain the same concepts, unless a single finding
//! tells two such arms apart (dose levels, say): then the wording counts too.

use crate::document::{Kind, LinkRelation};
use crate::extraction::Arm;
use crate::record::{DocumentRecord, FindingRow};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// What of a document decides which study it belongs to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct StudyFacts {
    pub document: String,
    /// Registry numbers, as [`registry_key`] writes them.
    pub registry: BTreeSet<String>,
    /// The acronym, as [`name_key`] writes it.
    pub name: Option<String>,
    /// Ids under which others may link to the document.
    pub aliases: BTreeSet<String>,
    /// The one publication that a commentary is about.
    pub comments_on: Option<String>,
}

impl StudyFacts {
    pub fn of(record: &DocumentRecord) -> StudyFacts {
        // A review tells of many studies: numbers and names in it are not its own.
        let own = !matches!(record.kind, Kind::Review | Kind::Guideline);
        let study = &record.study.study;
        let mut registry: BTreeSet<String> = record.identifiers.registry.iter().map(|r| registry_key(r)).collect();
        if own {
            registry.extend(study.registry.iter().map(|r| registry_key(r)));
            registry.extend(record.trial.iter().filter_map(|t| t.registry_id.as_deref()).map(registry_key));
        }
        let mut commented = record.links.iter().filter(|l| l.relation == LinkRelation::CommentsOn).map(|l| l.id.clone());
        let comments_on = commented.next().filter(|_| own && commented.next().is_none());
        StudyFacts {
            document: record.id.clone(),
            registry,
            name: study.name.as_deref().filter(|_| own).and_then(name_key),
            aliases: aliases(record),
            comments_on,
        }
    }
}

/// All ids that a link may use for a document of the corpus.
pub fn aliases(record: &DocumentRecord) -> BTreeSet<String> {
    let ids = &record.identifiers;
    let mut aliases = BTreeSet::from([record.id.clone()]);
    aliases.extend(ids.doi.iter().map(|d| format!("doi:{}", d.to_lowercase())));
    aliases.extend(ids.pmid.iter().map(|p| format!("pmid:{p}")));
    aliases.extend(ids.pmcid.iter().map(|p| format!("pmcid:{p}")));
    aliases.extend(ids.registry.iter().map(|r| registry_key(r)));
    aliases
}

/// A link's id in the spelling of [`aliases`].
pub fn link_key(id: &str) -> String {
    if id.starts_with("doi:") {
        id.to_lowercase()
    } else if id.contains(':') {
        id.to_owned()
    } else {
        registry_key(id)
    }
}

/// `NCT 01730937` → `NCT01730937`.
pub fn registry_key(number: &str) -> String {
    number.chars().filter(|c| !c.is_whitespace()).collect::<String>().to_uppercase()
}

/// `NRG/RTOG 1112` → `RTOG1112`; `None` for what is too short to tell studies apart.
pub fn name_key(name: &str) -> Option<String> {
    const GROUPS: [&str; 3] = ["RTOG", "NSABP", "GOG"];
    let name = name.split(['(', ',', '（', '，']).next().unwrap_or(name);
    let part = name.split('/').rfind(|p| p.chars().any(|c| c.is_ascii_digit())).unwrap_or(name);
    let mut key: String = part.chars().filter(|c| c.is_alphanumeric()).collect::<String>().to_uppercase();
    for ending in ["TRIAL", "STUDY", "试验", "研究"] {
        if let Some(rest) = key.strip_suffix(ending) {
            key = rest.to_owned();
        }
    }
    for prefix in ["NRGONCOLOGY", "NRG"] {
        if let Some(rest) = key.strip_prefix(prefix).filter(|rest| GROUPS.iter().any(|g| rest.starts_with(g))) {
            key = rest.to_owned();
        }
    }
    (key.chars().count() >= 3).then_some(key)
}

/// Document id → `study:…`, the same whatever the order of the documents.
pub fn studies(facts: &[StudyFacts]) -> BTreeMap<String, String> {
    let mut families = Families { parent: (0..facts.len()).collect() };
    let mut by_registry: BTreeMap<&str, usize> = BTreeMap::new();
    let mut by_alias: BTreeMap<&str, usize> = BTreeMap::new();
    for (i, fact) in facts.iter().enumerate() {
        for number in &fact.registry {
            let first = *by_registry.entry(number).or_insert(i);
            families.join(first, i);
        }
        by_alias.extend(fact.aliases.iter().map(|a| (a.as_str(), i)));
    }
    for (i, fact) in facts.iter().enumerate() {
        if let Some(&target) = fact.comments_on.as_deref().map(link_key).and_then(|id| by_alias.get(id.as_str())) {
            families.join(target, i);
        }
    }
    join_by_name(facts, &mut families);
    let mut members: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for i in 0..facts.len() {
        members.entry(families.root(i)).or_default().push(i);
    }
    let mut out = BTreeMap::new();
    for family in members.values() {
        let id = study_id(family.iter().map(|&i| &facts[i]));
        out.extend(family.iter().map(|&i| (facts[i].document.clone(), id.clone())));
    }
    out
}

/// The smallest registry number, else the smallest acronym, else the smallest document id.
fn study_id<'a>(family: impl Iterator<Item = &'a StudyFacts> + Clone) -> String {
    let number = family.clone().flat_map(|f| f.registry.iter()).min();
    let name = family.clone().filter_map(|f| f.name.as_ref()).min();
    let document = family.map(|f| &f.document).min();
    match (number.or(name), document) {
        (Some(key), _) => format!("study:{}", key.to_lowercase()),
        (None, Some(document)) => format!("study:{document}"),
        (None, None) => "study:".to_owned(),
    }
}

/// An acronym joins all who bear it, if no two of them are registered under different numbers.
fn join_by_name(facts: &[StudyFacts], families: &mut Families) {
    let mut by_name: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    for (i, fact) in facts.iter().enumerate() {
        if let Some(name) = &fact.name {
            by_name.entry(name).or_default().push(i);
        }
    }
    for bearers in by_name.values() {
        let registered: BTreeSet<usize> = bearers.iter().filter(|&&i| !facts[i].registry.is_empty()).map(|&i| families.root(i)).collect();
        if registered.len() <= 1 {
            for pair in bearers.windows(2) {
                families.join(pair[0], pair[1]);
            }
        }
    }
}

/// Union–find; the smaller index is the root.
struct Families {
    parent: Vec<usize>,
}

impl Families {
    fn root(&mut self, mut i: usize) -> usize {
        while self.parent[i] != i {
            self.parent[i] = self.parent[self.parent[i]];
            i = self.parent[i];
        }
        i
    }

    fn join(&mut self, a: usize, b: usize) {
        let (a, b) = (self.root(a), self.root(b));
        self.parent[a.max(b)] = a.min(b);
    }
}

/// The id of an arm's node.
pub fn arm_id(row: &FindingRow, arm: &Arm) -> String {
    let concepts: BTreeSet<&str> = arm.concepts.iter().map(String::as_str).collect();
    let twins =
        row.finding.finding.arms.iter().filter(|other| other.concepts.iter().map(String::as_str).collect::<BTreeSet<_>>() == concepts);
    let mut parts: Vec<&str> = concepts.iter().copied().collect();
    if concepts.is_empty() || twins.count() > 1 {
        parts.push(arm.label.as_deref().unwrap_or("all"));
    }
    format!("arm:{}/{}", row.study.trim_start_matches("study:"), parts.join("+"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn facts(document: &str, registry: &[&str], name: Option<&str>, comments_on: Option<&str>) -> StudyFacts {
        StudyFacts {
            document: document.to_owned(),
            registry: registry.iter().map(|r| registry_key(r)).collect(),
            name: name.and_then(name_key),
            aliases: BTreeSet::from([document.to_owned()]),
            comments_on: comments_on.map(str::to_owned),
        }
    }

    #[test]
    fn names_have_one_spelling() {
        for (name, expected) in [
            ("NRG/RTOG 1112", Some("RTOG1112")),
            ("NRG/RTOG1112", Some("RTOG1112")),
            ("RTOG-1112", Some("RTOG1112")),
            ("NRG Oncology RTOG 1112", Some("RTOG1112")),
            ("KEYNOTE-590研究", Some("KEYNOTE590")),
            ("JAVELIN Head and Neck 100", Some("JAVELINHEADANDNECK100")),
            ("A", None),
        ] {
            assert_eq!(name_key(name).as_deref(), expected, "{name}");
        }
    }

    #[test]
    fn publication_registration_and_commentaries_are_one_study() {
        let mut all = vec![
            facts("pmid:1", &["NCT01730937"], Some("NRG/RTOG 1112"), None),
            facts("NCT01730937", &["NCT 01730937"], None, None),
            facts("news.txt", &[], Some("RTOG-1112"), None),
            facts("comment.txt", &[], None, Some("pmid:1")),
            facts("other.txt", &[], Some("LAUNCH"), None),
        ];
        let forwards = studies(&all);
        assert_eq!(forwards["comment.txt"], "study:nct01730937");
        assert_eq!(forwards["news.txt"], "study:nct01730937");
        assert_eq!(forwards["other.txt"], "study:launch");
        all.reverse();
        assert_eq!(studies(&all), forwards);
    }

    #[test]
    fn one_acronym_of_two_registered_trials_joins_neither() {
        let all =
            [facts("a", &["NCT1"], Some("START"), None), facts("b", &["NCT2"], Some("START"), None), facts("c", &[], Some("START"), None)];
        let studies = studies(&all);
        assert_ne!(studies["a"], studies["b"]);
        assert_ne!(studies["a"], studies["c"]);
    }
}
