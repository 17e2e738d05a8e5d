//! Which concept each term is, and what it adds to it.
//!
//! A term is a concept of ours if ours has its id; else if ours, of the same kind, has its preferred name; else if the two share an
//! id elsewhere, unless ours already names another term of the same source. What is none of ours becomes a concept of its own.
//!
//! Ours may list narrower names among its synonyms, so that several terms are one concept. What stands above it is said only by the
//! one that bears its name, else by the only one that has its id.

use super::form;
use super::hierarchy::{Hierarchy, Link};
use super::owners::{Owners, Target, only};
use super::report::{Clash, Cycle, Report};
use super::slug;
use super::term::{Source, Term};
use crate::text::is_han;
use crate::vocabulary::{ConceptKind, Vocabulary};
use std::collections::{BTreeMap, HashMap, HashSet};

/// Classifications: one code of theirs stands for many things, so that sharing it proves nothing.
const CLASSES: [&str; 2] = ["ICD", "STY:"];

/// Of what kind the terms are.
#[derive(Debug, Clone, Copy)]
pub struct Kinds(Option<ConceptKind>);

impl Kinds {
    /// The kind given for all, else what each says of itself; nothing where no term says it and one has to.
    pub fn of(source: &Source, given: Option<ConceptKind>) -> Option<Kinds> {
        let mut named = source.terms.iter().filter(|term| !term.name.is_empty()).peekable();
        let known = given.is_some() || named.peek().is_none() || named.any(|term| term.kind.is_some());
        known.then_some(Kinds(given))
    }

    fn kind(self, term: &Term) -> Option<ConceptKind> {
        self.0.or(term.kind)
    }
}

/// What a file adds to one concept, or the whole of a new one.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Row {
    pub synonyms: Vec<String>,
    pub zh: Vec<String>,
    pub gated: Vec<String>,
    pub broader: Vec<String>,
    pub xrefs: Vec<String>,
    /// Ids of the terms, for people.
    pub source: Vec<String>,
    /// The id and the name of a new concept.
    pub new: Option<(String, String)>,
}

/// The rows by concept, and what became of the terms.
#[derive(Debug)]
pub struct Joined {
    pub rows: BTreeMap<Target, Row>,
    pub report: Report,
}

/// The concept that a term is.
#[derive(Debug, Clone, Copy)]
struct Joining {
    target: Target,
    by_id: bool,
}

/// Joins the terms of a source to a vocabulary.
pub fn join(source: Source, kinds: Kinds, vocabulary: &Vocabulary) -> Joined {
    let mut joiner = Joiner {
        vocabulary,
        kinds,
        owners: Owners::of(vocabulary),
        rows: BTreeMap::new(),
        report: Report::new(source.format, source.terms.len(), source.inexact),
    };
    // All names before all synonyms: what a term is called counts for more than what another one is called too.
    let joinings: Vec<Option<Joining>> = source.terms.iter().map(|term| joiner.joining(term)).collect();
    for (term, joining) in source.terms.iter().zip(&joinings) {
        if let Some(Joining { target, .. }) = *joining {
            joiner.add(term, target);
        }
    }
    joiner.link(&source.terms, &joinings);
    let (mut rows, report) = (joiner.rows, joiner.report);
    rows.retain(|_, row| row.new.is_some() || [&row.synonyms, &row.zh, &row.gated, &row.broader, &row.xrefs].iter().any(|l| !l.is_empty()));
    Joined { rows, report }
}

struct Joiner<'a> {
    vocabulary: &'a Vocabulary,
    kinds: Kinds,
    owners: Owners,
    rows: BTreeMap<Target, Row>,
    report: Report,
}

impl Joiner<'_> {
    /// The concept that a term is; a new one is made where it has to be.
    fn joining(&mut self, term: &Term) -> Option<Joining> {
        if term.obsolete {
            self.report.obsolete += 1;
            return None;
        }
        let kind = self.kinds.kind(term);
        if let Some(target) = term.id.as_deref().and_then(|id| self.owners.identified(id, kind)) {
            self.report.joined_by_id += 1;
            return Some(Joining { target, by_id: true });
        }
        if term.name.is_empty() {
            let target = self.identified_elsewhere(term, kind);
            *(if target.is_some() { &mut self.report.joined_by_id } else { &mut self.report.unmatched }) += 1;
            return target.map(|target| Joining { target, by_id: true });
        }
        let Some(kind) = kind else {
            self.report.without_kind += 1;
            return None;
        };
        let elsewhere = self.identified_elsewhere(term, Some(kind));
        let named = self.owners.named(&form::key(&term.name), kind);
        match (named, elsewhere) {
            (Some(named), other) if other != Some(named) => {
                self.report.joined_by_name += 1;
                Some(Joining { target: named, by_id: false })
            }
            (_, Some(target)) => {
                self.report.joined_by_id += 1;
                Some(Joining { target, by_id: true })
            }
            _ => self.new_concept(term, kind).map(|target| Joining { target, by_id: false }),
        }
    }

    fn identified_elsewhere(&self, term: &Term, kind: Option<ConceptKind>) -> Option<Target> {
        let prefix = term.id.as_deref().and_then(|id| id.split_once(':')).map(|(prefix, _)| prefix);
        let is_another = |target: &Target| {
            let own = |xref: &String| xref.split_once(':').map(|(p, _)| p) == prefix && !term.xrefs.contains(xref);
            prefix.is_some() && self.known(*target).is_some_and(|concept| concept.xrefs.iter().any(own))
        };
        let exact = term.xrefs.iter().filter(|xref| !CLASSES.iter().any(|class| xref.starts_with(class)));
        let found = exact.filter_map(|xref| self.owners.identified(xref, kind));
        only(found.filter(|target| !is_another(target)))
    }

    fn known(&self, target: Target) -> Option<&crate::vocabulary::Concept> {
        self.vocabulary.concepts.get(target)
    }

    fn new_concept(&mut self, term: &Term, kind: ConceptKind) -> Option<Target> {
        let Some(name) = form::usable(&term.name) else {
            self.report.unusable += 1;
            self.report.left_out += 1;
            return None;
        };
        let key = form::key(&name);
        if let Some(owner) = self.owners.owner(&key) {
            self.clash(name, owner, term.id.as_ref().unwrap_or(&term.name).clone(), term);
            self.report.left_out += 1;
            return None;
        }
        let id = slug::id(kind, &name, term.id.as_deref(), |id| self.owners.is_taken(id));
        let target = self.owners.add(id.clone(), kind);
        let gated = form::is_gated(&name);
        self.owners.give(key, target, gated);
        self.report.new += 1;
        self.report.forms += 1;
        self.report.gated += usize::from(gated);
        let row = self.rows.entry(target).or_default();
        row.zh.extend(name.contains(is_han).then(|| name.clone()));
        row.gated.extend(gated.then(|| name.clone()));
        row.new = Some((id, name));
        Some(target)
    }

    /// Adds the names and ids of a term to its concept.
    fn add(&mut self, term: &Term, target: Target) {
        let is_name = |name: &&String| !name.is_empty();
        for name in std::iter::once(&term.name).filter(is_name).chain(&term.synonyms).chain(&term.zh) {
            let Some(name) = form::usable(name) else {
                self.report.unusable += 1;
                continue;
            };
            let key = form::key(&name);
            if self.owners.has(target, &key) {
                continue;
            }
            if let Some(owner) = self.owners.owner(&key) {
                let theirs = self.owners.id(target).to_owned();
                self.clash(name, owner, theirs, term);
                continue;
            }
            let gated = form::is_gated(&name);
            self.owners.give(key, target, gated);
            self.report.forms += 1;
            self.report.gated += usize::from(gated);
            let row = self.rows.entry(target).or_default();
            match (gated, name.contains(is_han)) {
                (true, _) => row.gated.push(name),
                (false, true) => row.zh.push(name),
                (false, false) => row.synonyms.push(name),
            }
        }
        let ours: HashSet<&String> = self.vocabulary.concepts.get(target).into_iter().flat_map(|concept| &concept.xrefs).collect();
        let row = self.rows.entry(target).or_default();
        for xref in term.id.iter().chain(&term.xrefs).filter(|xref| !ours.contains(xref)) {
            if !row.xrefs.contains(xref) {
                row.xrefs.push(xref.clone());
            }
        }
        row.source.push(term.id.as_ref().unwrap_or(&term.place).clone());
    }

    fn clash(&mut self, form: String, owner: Target, theirs: String, term: &Term) {
        let ours = self.owners.id(owner).to_owned();
        self.report.clashes.push(Clash { form, ours, theirs, place: term.place.clone() });
    }

    /// Adds the links between concepts.
    fn link(&mut self, terms: &[Term], joinings: &[Option<Joining>]) {
        let by_id: HashMap<&str, usize> = terms.iter().enumerate().filter_map(|(i, term)| Some((term.id.as_deref()?, i))).collect();
        let mut hierarchy = Hierarchy::of(self.vocabulary, self.owners.len());
        for (target, speaker) in self.speakers(terms, joinings) {
            let term = &terms[speaker];
            for broader in self.above(term, terms, joinings, &by_id) {
                let id = self.owners.id(broader).to_owned();
                match hierarchy.link(target, broader) {
                    Link::New => self.rows.entry(target).or_default().broader.push(id),
                    Link::Known => {}
                    Link::Circle => {
                        let concept = self.owners.id(target).to_owned();
                        self.report.cycles.push(Cycle { concept, broader: id, place: term.place.clone() });
                    }
                }
            }
        }
    }

    /// Of each concept the one term whose parents are its own, in the order of terms.
    fn speakers(&self, terms: &[Term], joinings: &[Option<Joining>]) -> Vec<(Target, usize)> {
        let (mut bearers, mut identified) = (BTreeMap::<Target, Vec<usize>>::new(), BTreeMap::<Target, Vec<usize>>::new());
        for (i, joining) in joinings.iter().enumerate() {
            let Some(Joining { target, by_id }) = *joining else { continue };
            let new = self.rows.get(&target).and_then(|row| row.new.as_ref()).map(|(_, name)| name);
            if self.known(target).map(|c| &c.name).or(new).is_some_and(|name| form::key(name) == form::key(&terms[i].name)) {
                bearers.entry(target).or_default().push(i);
            } else if by_id {
                identified.entry(target).or_default().push(i);
            }
        }
        identified.retain(|target, _| !bearers.contains_key(target));
        let single = |(target, speakers): (Target, Vec<usize>)| (speakers.len() == 1).then(|| (target, speakers[0]));
        let mut all: Vec<(Target, usize)> = bearers.into_iter().chain(identified).filter_map(single).collect();
        all.sort_by_key(|&(_, speaker)| speaker);
        all
    }

    /// The nearest concepts above a term: what was left out stands for what is above it.
    fn above(&self, term: &Term, terms: &[Term], joinings: &[Option<Joining>], by_id: &HashMap<&str, usize>) -> Vec<Target> {
        let (mut found, mut seen) = (Vec::new(), HashSet::new());
        let mut open: Vec<&str> = term.broader.iter().rev().map(String::as_str).collect();
        while let Some(id) = open.pop() {
            if !seen.insert(id) {
                continue;
            }
            match by_id.get(id).map(|&i| (joinings[i], &terms[i])) {
                Some((Some(joining), _)) => found.push(joining.target),
                Some((None, left_out)) => open.extend(left_out.broader.iter().rev().map(String::as_str)),
                None => found.extend(self.owners.identified(id, None)),
            }
        }
        found
    }
}
