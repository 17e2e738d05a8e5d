//! Words → concepts, the longest first, both languages; what is no concept stays a word.

use super::ast::{PartKind, Question};
use super::error::QueryError;
use super::filter::{self, Filter};
use super::glue;
use super::hierarchy::Hierarchy;
use super::manner::Manner;
use crate::record::Interpretation;
use crate::text::{FoldedSpan, is_han};
use crate::vocabulary::{ConceptId, ConceptKind, Vocabulary};
use std::collections::BTreeSet;

/// No name has more words or Han characters.
const WINDOW_ATOMS_MAX: usize = 14;

/// What a short form most likely stands for in a question: `OS` is overall survival before it is osteosarcoma.
const LIKELIEST: [ConceptKind; 10] = [
    ConceptKind::Endpoint,
    ConceptKind::Drug,
    ConceptKind::Modality,
    ConceptKind::Regimen,
    ConceptKind::DrugClass,
    ConceptKind::Measure,
    ConceptKind::Disease,
    ConceptKind::AdverseEvent,
    ConceptKind::Biomarker,
    ConceptKind::Design,
];

/// Comparators that are no treatment, in both languages.
const SAME_ARM: [&[&str]; 3] = [&["placebo", "安慰剂"], &["observation", "观察", "watchful waiting"], &["control", "对照"]];

/// A concept asked for.
#[derive(Debug, Clone, PartialEq)]
pub struct Asked {
    /// As typed.
    pub text: String,
    /// What the words stand for; several where they are ambiguous.
    pub ids: Vec<String>,
    /// These and all that they cover.
    pub covered: BTreeSet<String>,
}

/// What one arm must contain.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Side {
    pub treatments: Vec<Asked>,
    /// How the arm must be called, for a side that names no treatment (`vs placebo`): one form of each word.
    pub words: Vec<Vec<String>>,
}

/// A word that is no concept.
#[derive(Debug, Clone, PartialEq)]
pub struct Word {
    /// As typed.
    pub text: String,
    /// What is as good, in lower case, the word itself first.
    pub forms: Vec<String>,
    pub span: FoldedSpan,
    /// It must stand in an arm's wording.
    pub required: bool,
    side: usize,
}

/// A question with every word accounted for.
#[derive(Debug, Default)]
pub struct Resolved {
    /// The first side is the experimental one.
    pub sides: Vec<Side>,
    pub endpoints: Vec<Asked>,
    pub conditions: Vec<Asked>,
    pub biomarkers: Vec<Asked>,
    /// Measures and designs asked for in words.
    pub manners: Vec<(String, Manner)>,
    pub filters: Vec<(String, Filter)>,
    pub words: Vec<Word>,
    /// Study ids, with the words that name them.
    pub studies: Vec<(String, String)>,
    /// What was read in another way than it may have been meant.
    pub notes: Vec<String>,
    read: Vec<(usize, Interpretation)>,
}

/// Looks every part of a question up.
pub fn resolve(question: &Question, vocabulary: &Vocabulary, hierarchy: &Hierarchy) -> Result<Resolved, QueryError> {
    let mut resolved = Resolved { sides: vec![Side::default()], ..Resolved::default() };
    let mut reader = Reader { question, vocabulary, hierarchy, resolved: &mut resolved };
    let mut versus = Vec::new();
    for (i, part) in question.parts.iter().enumerate() {
        match &part.kind {
            PartKind::Words => {
                let plus = |p: Option<&super::ast::Part>| p.is_some_and(|p| p.kind == PartKind::Plus);
                let before = i.checked_sub(1).and_then(|i| question.parts.get(i));
                reader.words(part.span, plus(before), plus(question.parts.get(i + 1)));
            }
            PartKind::Phrase => reader.phrase(part.span),
            PartKind::Plus => {}
            PartKind::Versus => {
                versus.push(part.span);
                reader.resolved.sides.push(Side::default());
                reader.note(part.span, "versus", None);
            }
            PartKind::ConceptId => reader.concept_id(part.span)?,
            PartKind::Filter { .. } => {
                if let Some(filter) = filter::read(question, part.span, &part.kind)? {
                    reader.note(part.span, "filter", None);
                    reader.resolved.filters.push((question.typed(part.span).to_owned(), filter));
                }
            }
        }
    }
    resolved.settle_sides(question, &versus)?;
    Ok(resolved)
}

impl Resolved {
    /// How each part was read, in the order of the question.
    pub fn interpretation(&self) -> Vec<Interpretation> {
        let mut read = self.read.clone();
        read.sort_by_key(|r| r.0);
        read.into_iter().map(|r| r.1).collect()
    }

    /// Gives words another meaning than free text.
    pub fn reread(&mut self, words: &[usize], text: &str, role: &str, concept: Option<String>) {
        let starts: Vec<usize> = words.iter().map(|&i| self.words[i].span.start).collect();
        self.read.retain(|(start, read)| read.role != "text" || !starts.contains(start));
        if let Some(&start) = starts.first() {
            self.read.push((start, Interpretation { text: text.to_owned(), role: role.to_owned(), concept }));
        }
        let mut at = 0;
        self.words.retain(|_| {
            at += 1;
            !words.contains(&(at - 1))
        });
    }

    /// Whether anything but free words and endpoints narrows the question.
    pub fn is_anchored(&self) -> bool {
        self.sides.iter().any(|s| !s.treatments.is_empty())
            || !self.conditions.is_empty()
            || !self.biomarkers.is_empty()
            || !self.studies.is_empty()
            || self.endpoints.iter().any(|e| e.ids.iter().any(|id| id.starts_with("adverse_event:")))
    }

    pub fn includes(&self, what: &str) -> bool {
        self.filters.iter().any(|(_, f)| matches!(f, Filter::Include(words) if words.iter().any(|w| w == what)))
    }

    pub fn treatments(&self) -> impl Iterator<Item = &Asked> {
        self.sides.iter().flat_map(|s| &s.treatments)
    }

    /// A side without a treatment is told by its words; each must have either.
    fn settle_sides(&mut self, question: &Question, versus: &[FoldedSpan]) -> Result<(), QueryError> {
        for (i, &span) in versus.iter().enumerate() {
            for (side, at) in [("before", i), ("after", i + 1)] {
                let empty = self.sides[at].treatments.is_empty() && !self.words.iter().any(|w| w.side == at);
                if empty {
                    return Err(QueryError::EmptySide { side, versus: question.typed(span).to_owned(), place: question.place(span) });
                }
            }
        }
        for (at, side) in self.sides.iter_mut().enumerate().filter(|(_, s)| s.treatments.is_empty()).filter(|_| !versus.is_empty()) {
            side.words = self.words.iter().filter(|w| w.side == at).map(|w| w.forms.clone()).collect();
            self.words.retain(|w| w.side != at);
        }
        Ok(())
    }
}

struct Reader<'a> {
    question: &'a Question,
    vocabulary: &'a Vocabulary,
    hierarchy: &'a Hierarchy<'a>,
    resolved: &'a mut Resolved,
}

impl Reader<'_> {
    fn note(&mut self, span: FoldedSpan, role: &str, concept: Option<&str>) {
        let text = self.question.typed(span).to_owned();
        self.resolved.read.push((span.start, Interpretation { text, role: role.to_owned(), concept: concept.map(str::to_owned) }));
    }

    /// Takes the longest concept at each place, passes over glue, keeps the rest.
    fn words(&mut self, span: FoldedSpan, after_plus: bool, before_plus: bool) {
        let atoms = atoms(self.question, span);
        let mut at = 0;
        while at < atoms.len() {
            if let Some((end, concepts)) = self.longest(&atoms, at) {
                self.concept(FoldedSpan::new(atoms[at].start, atoms[end - 1].end), &concepts);
                at = end;
            } else if let Some(glue) = self.glue_atoms(&atoms, at) {
                let text = self.question.slice(atoms[at]);
                if (text == "or" || text == "或") && at > 0 && at + glue < atoms.len() {
                    self.resolved.notes.push(format!("`{text}` is passed over: all treatments must stand in one arm; ask for each alone"));
                }
                at += glue;
            } else {
                let mut end = at + 1;
                if self.is_han(atoms[at]) {
                    while end < atoms.len()
                        && atoms[end].start == atoms[end - 1].end
                        && self.is_han(atoms[end])
                        && self.longest(&atoms, end).is_none()
                        && self.glue_atoms(&atoms, end).is_none()
                    {
                        end += 1;
                    }
                }
                let required = (after_plus && at == 0) || (before_plus && end == atoms.len());
                self.word(FoldedSpan::new(atoms[at].start, atoms[end - 1].end), required, Vec::new());
                at = end;
            }
        }
    }

    fn longest(&self, atoms: &[FoldedSpan], at: usize) -> Option<(usize, Vec<ConceptId>)> {
        (at + 1..=atoms.len().min(at + WINDOW_ATOMS_MAX)).rev().find_map(|end| {
            let text = self.question.slice(FoldedSpan::new(atoms[at].start, atoms[end - 1].end));
            // "all", "or" and "as" are words; "ALL" and "OR" may be more.
            if end == at + 1 && glue::is_english(text) {
                return None;
            }
            Some(self.vocabulary.lookup(text)).filter(|found| !found.is_empty()).map(|found| (end, found))
        })
    }

    fn glue_atoms(&self, atoms: &[FoldedSpan], at: usize) -> Option<usize> {
        let text = self.question.slice(atoms[at]);
        if !self.is_han(atoms[at]) {
            return (glue::is_english(&text.to_lowercase()) || !text.chars().any(char::is_alphanumeric)).then_some(1);
        }
        let length = glue::chinese_prefix(&self.question.folded[atoms[at].start..])?;
        Some(atoms[at..].iter().take_while(|a| a.end <= atoms[at].start + length).count().max(1))
    }

    fn is_han(&self, atom: FoldedSpan) -> bool {
        self.question.slice(atom).starts_with(is_han)
    }

    fn word(&mut self, span: FoldedSpan, at_plus: bool, forms: Vec<String>) {
        self.note(span, "text", None);
        let text = self.question.typed(span).to_owned();
        let mut forms: Vec<String> = std::iter::once(&text).chain(&forms).map(|f| f.to_lowercase()).collect();
        if let Some(same) = SAME_ARM.iter().find(|same| same.contains(&forms[0].as_str())) {
            forms.extend(same.iter().map(|f| (*f).to_owned()));
        }
        let required = at_plus || is_unknown_drug(&text, self.vocabulary);
        let side = self.resolved.sides.len() - 1;
        self.resolved.words.push(Word { text, forms, span, required, side });
    }

    fn phrase(&mut self, span: FoldedSpan) {
        let concepts = self.vocabulary.lookup(self.question.slice(span));
        if !concepts.is_empty() {
            self.concept(span, &concepts);
        } else if self.question.slice(span).chars().any(char::is_alphanumeric) {
            self.word(span, false, Vec::new());
        }
    }

    fn concept_id(&mut self, span: FoldedSpan) -> Result<(), QueryError> {
        let id = self.question.slice(span).to_lowercase();
        let Some(concept) = self.vocabulary.find(&id) else {
            let slug = id.split_once(':').map_or(id.as_str(), |(_, slug)| slug).replace('_', " ");
            let advice = match self.vocabulary.suggest(&slug).first() {
                Some(name) => format!("did you mean `{name}`?"),
                None => "ask for it by its name".to_owned(),
            };
            return Err(QueryError::UnknownConcept { id, place: self.question.place(span), advice });
        };
        self.concept(span, &[concept]);
        Ok(())
    }

    /// Words that several concepts share stand for those of the likeliest kind, plain names before short forms.
    fn concept(&mut self, span: FoldedSpan, concepts: &[ConceptId]) {
        let text = self.question.slice(span).to_owned();
        let likeliness = |c: &ConceptId| {
            let concept = self.vocabulary.concept(*c);
            let short = concept.gated.iter().any(|g| g.eq_ignore_ascii_case(&text));
            (short, LIKELIEST.iter().position(|k| *k == concept.kind))
        };
        let Some(best) = concepts.iter().map(likeliness).min() else { return };
        let concepts: Vec<ConceptId> = concepts.iter().copied().filter(|c| likeliness(c) == best).collect();
        let Some(first) = concepts.first().map(|&c| self.vocabulary.concept(c)) else { return };
        let kind = first.kind;
        if matches!(kind, ConceptKind::Measure | ConceptKind::Design) {
            match Manner::of(&first.id) {
                Some(manner) => {
                    self.note(span, "concept", Some(&first.id));
                    self.resolved.manners.push((self.question.typed(span).to_owned(), manner));
                }
                // "best supportive care", "double-blind": findings are told by how they are worded.
                None => self.word(span, false, std::iter::once(&first.name).chain(&first.synonyms).chain(&first.zh).cloned().collect()),
            }
            return;
        }
        let ids: Vec<String> = concepts.iter().map(|&c| self.vocabulary.concept(c).id.clone()).collect();
        for id in &ids {
            self.note(span, "concept", Some(id));
        }
        let asked = Asked { text: self.question.typed(span).to_owned(), ids, covered: self.hierarchy.covered(&concepts) };
        let resolved = &mut *self.resolved;
        let known = match kind {
            ConceptKind::Disease => &mut resolved.conditions,
            ConceptKind::Biomarker => &mut resolved.biomarkers,
            ConceptKind::Endpoint | ConceptKind::AdverseEvent => &mut resolved.endpoints,
            ConceptKind::Measure | ConceptKind::Design => return,
            ConceptKind::Drug | ConceptKind::DrugClass | ConceptKind::Regimen | ConceptKind::Modality => match resolved.sides.last_mut() {
                Some(side) => &mut side.treatments,
                None => return,
            },
        };
        // "SBRT stereotactic body radiotherapy" asks once.
        if !known.iter().any(|other| other.ids == asked.ids) {
            known.push(asked);
        }
    }
}

/// Latin words and single Han characters.
fn atoms(question: &Question, span: FoldedSpan) -> Vec<FoldedSpan> {
    let mut atoms: Vec<FoldedSpan> = Vec::new();
    let mut open = false;
    for (i, c) in question.slice(span).char_indices() {
        let (start, end) = (span.start + i, span.start + i + c.len_utf8());
        match atoms.last_mut() {
            Some(last) if open && c.is_alphanumeric() && !is_han(c) => last.end = end,
            _ if c.is_alphanumeric() => atoms.push(FoldedSpan::new(start, end)),
            _ => {}
        }
        open = c.is_alphanumeric() && !is_han(c);
    }
    atoms
}

/// Built like a drug's generic name.
fn is_unknown_drug(text: &str, vocabulary: &Vocabulary) -> bool {
    let annotated = crate::vocabulary::annotate(crate::text::prepare(text, &[], None), vocabulary);
    annotated.mentions.iter().any(|m| m.concept.is_none() && m.kind == ConceptKind::Drug)
}
