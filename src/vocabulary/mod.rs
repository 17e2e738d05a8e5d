//! Stage 3. In: prepared text. Out: [`AnnotatedText`]: which concepts are mentioned where.
//! Never: knows statistics, reads documents from disk; fails only while a vocabulary is loaded.

mod abbreviation;
mod assertion;
mod automaton;
mod check;
mod compiled;
mod concept;
pub mod import;
mod load;
mod lookup;
mod mention;
mod reference;
mod stem;
mod suggest;

pub use abbreviation::Abbreviation;
pub use assertion::Assertion;
pub use automaton::Match;
pub use check::{Checked, Coverage, Warning, check};
pub use compiled::CompiledError;
pub use concept::{Better, Concept, ConceptId, ConceptKind, EndpointType};
pub use load::LoadError;
pub use lookup::{Offer, Why};
pub use mention::{AnnotatedText, Mention, annotate};
pub use reference::Reference;

use automaton::Automaton;
use std::collections::{HashMap, HashSet};
use std::sync::OnceLock;

/// Why the warnings that remain in the built-in vocabulary remain.
pub const EXPLAINED: &str = include_str!("../../schema/vocabulary/explained.txt");

/// The Chinese names of the built-in vocabulary, without opening it.
pub fn builtin_chinese_names() -> Vec<String> {
    load::chinese_names(load::builtin_files())
}

/// All concepts, their hierarchy, and the automaton over their surface forms.
pub struct Vocabulary {
    concepts: Vec<Concept>,
    by_id: HashMap<String, ConceptId>,
    automaton: Automaton,
    /// blake3 of the files that it was loaded from.
    pub version: String,
}

impl Vocabulary {
    /// The vocabulary built into the program, loaded once.
    pub fn builtin() -> &'static Vocabulary {
        static BUILTIN: OnceLock<Vocabulary> = OnceLock::new();
        // A test loads the very same files, so a fault in them never ships.
        BUILTIN.get_or_init(|| load::builtin().unwrap_or_else(|e| unreachable!("the built-in vocabulary loads: {e}")))
    }

    /// The built-in vocabulary with rows over it that its user imported: each file is a layer of its own.
    pub fn with_imported(files: &[(String, String)]) -> Result<Vocabulary, LoadError> {
        load::with_imported(files)
    }

    /// The version that [`Vocabulary::with_imported`] would give these files.
    pub fn version_with(files: &[(String, String)]) -> String {
        load::version(&load::layers(load::builtin_files(), files))
    }

    /// Reads vocabulary files: pairs of a name for messages and the TSV text.
    pub fn load(files: &[(String, String)]) -> Result<Vocabulary, LoadError> {
        load::load(files)
    }

    pub fn concepts(&self) -> impl Iterator<Item = (ConceptId, &Concept)> {
        self.concepts.iter().enumerate().map(|(i, c)| (ConceptId(i as u32), c))
    }

    pub fn concept(&self, id: ConceptId) -> &Concept {
        &self.concepts[id.0 as usize]
    }

    /// `drug:sorafenib` → its concept.
    pub fn find(&self, id: &str) -> Option<ConceptId> {
        self.by_id.get(id).copied()
    }

    /// The concepts directly under one.
    pub fn narrower(&self, id: ConceptId) -> Vec<ConceptId> {
        self.concepts().filter(|(_, c)| c.broader.contains(&id)).map(|(i, _)| i).collect()
    }

    /// All broader concepts, nearest first, without the concept itself.
    pub fn ancestors(&self, id: ConceptId) -> Vec<ConceptId> {
        let (mut out, mut seen, mut at) = (Vec::new(), HashSet::from([id]), 0);
        let mut queue = vec![id];
        while at < queue.len() {
            for &broader in &self.concept(queue[at]).broader {
                if seen.insert(broader) {
                    queue.push(broader);
                    out.push(broader);
                }
            }
            at += 1;
        }
        out
    }

    /// Whether `id` is `of` or stands somewhere under it.
    pub fn is_a(&self, id: ConceptId, of: ConceptId) -> bool {
        id == of || self.ancestors(id).contains(&of)
    }

    /// The annotation guide's word for a modality: its own or that of its nearest broader concept.
    pub fn group(&self, id: ConceptId) -> Option<&str> {
        std::iter::once(id).chain(self.ancestors(id)).find_map(|c| self.concept(c).group.as_deref())
    }

    /// Concepts that a whole text names, by any form, in any case; best kind first.
    pub fn lookup(&self, text: &str) -> Vec<ConceptId> {
        let mut forms: Vec<_> = self.automaton.lookup(text).iter().collect();
        forms.sort_by_key(|f| f.gated);
        let mut concepts: Vec<ConceptId> = forms.iter().map(|f| f.concept).collect();
        concepts.dedup();
        concepts
    }

    /// Every form that stands in folded text as a word, before ambiguity is resolved: by start, the longest first.
    pub fn matches(&self, folded: &str) -> Vec<Match<'_>> {
        self.automaton.find(folded)
    }

    /// All surface forms, as they are matched.
    pub fn forms(&self) -> impl Iterator<Item = &str> {
        self.automaton.forms().map(|(form, _)| form)
    }

    /// Forms that a misspelt word may have meant, nearest first.
    pub fn suggest(&self, word: &str) -> Vec<String> {
        suggest::suggest(self, word)
    }
}
