//! Radiotherapy prescriptions: "50 Gy in 25 fractions", "2 Gy × 28", "27.5~50 Gy, 分5次照射", "8 Gy single fraction".
//!
//! A sentence gives dose atoms (a number with Gy, cGy or GyE; of the total or of one fraction) and fraction atoms (a number of
//! fractions). Atoms that stand together are one prescription, until a second total or a second number of fractions opens the next.

mod atom;
mod exclusion;
mod scene;

use self::atom::{Atom, Sort};
use self::scene::Scene;
use super::RadiotherapyRegimen;
use super::derived;
use crate::document::Kind;
use crate::extraction::context::{Context, Sentence};
use crate::extraction::finding::{Certainty, Subjects};
use crate::extraction::lexeme::Lex;
use crate::text::FoldedSpan;
use crate::vocabulary::ConceptKind;

/// Lexemes between two atoms of one prescription.
const GAP_MAX: usize = 9;
/// As many where the words say that what follows is the sum ("总量60 Gy").
const GAP_TO_SUM_MAX: usize = 20;
/// Between them the next prescription begins.
const PARTS: &[&str] =
    &["followed", "boost", "then", "plus", "versus", "after", "。", ".", "→", "至", "或", "序贯", "推量", "additional", "加量", "后"];

/// Prescriptions of one sentence.
pub fn regimens(context: &Context, sentence: &Sentence, certainty: Certainty) -> Vec<RadiotherapyRegimen> {
    let scene = Scene::new(context, sentence);
    if !(scene.lower.contains("gy") || scene.lower.contains("gray") || scene.lower.contains("戈瑞")) {
        return Vec::new();
    }
    let mut groups: Vec<Vec<Atom>> = Vec::new();
    for atom in atom::atoms(&scene) {
        if atom.of_all && groups.len() > 1 {
            for group in &mut groups {
                group.push(atom.clone());
            }
            continue;
        }
        match groups.last_mut() {
            Some(group) if joins(&scene, group, &atom) => group.push(atom),
            _ => groups.push(vec![atom]),
        }
    }
    share_list(&mut groups);
    multiply_out(&mut groups);
    groups.into_iter().filter(|g| g.iter().any(|a| a.sort != Sort::Fractions)).map(|g| regimen(&scene, &g, certainty)).collect()
}

fn joins(scene: &Scene, group: &[Atom], atom: &Atom) -> bool {
    let Some(last) = group.last() else { return false };
    let gap = last.end..atom.start.max(last.end);
    let parted = gap.clone().any(|i| {
        matches!(scene.lex(i), Some(Lex::Semicolon | Lex::Or | Lex::Versus))
            || scene.lex(i) == Some(&Lex::Word) && PARTS.contains(&scene.word(i))
            || ["外照射", "腔内", "后装", "推量"].iter().any(|w| scene.word(i).contains(w))
    });
    let same = group.iter().any(|a| a.sort == atom.sort);
    let sum = ["总量", "总剂量", "总量为", "总剂量为"].iter().any(|w| scene.word(atom.start.wrapping_sub(1)).ends_with(w));
    gap.len() <= (if sum { GAP_TO_SUM_MAX } else { GAP_MAX }) && !parted && !same
}

/// "15, 18 and 20 Gy in one fraction": what follows the last is said of all.
fn share_list(groups: &mut [Vec<Atom>]) {
    let mut shared: Vec<Atom> = Vec::new();
    for group in groups.iter_mut().rev() {
        let listed = group.len() == 1 && group[0].listed;
        if listed {
            group.extend(shared.iter().cloned());
        } else {
            shared = group.iter().filter(|a| a.sort == Sort::Fractions || a.sort == Sort::PerFraction && !a.listed).cloned().collect();
            shared.retain(|a| group[0].sort != a.sort);
        }
    }
}

/// "50.4 Gy/1.8 Gy/28 f", "1.5 Gy × …共30次,总剂量45 Gy": of two doses side by side the smaller is that of one fraction where the
/// product says so.
fn multiply_out(groups: &mut Vec<Vec<Atom>>) {
    let only = |g: &[Atom]| match g {
        [total] if total.sort == Sort::Total && total.high.is_none() => Some(total.low),
        _ => None,
    };
    let product = |g: &[Atom]| match g {
        [a, b] if a.sort == Sort::Total && b.sort == Sort::Fractions => Some(a.low * b.low),
        _ => None,
    };
    let mut i = 0;
    while i + 1 < groups.len() {
        let (a, b) = (&groups[i], &groups[i + 1]);
        let sum_first = only(a).zip(product(b)).is_some_and(|(t, p)| (t - p).abs() < 0.05 * t && b[0].low < t);
        let sum_last = product(a).zip(only(b)).is_some_and(|(p, t)| (t - p).abs() < 0.05 * t && a[0].low < t);
        if sum_first || sum_last {
            let mut second = groups.remove(i + 1);
            let single = if sum_first { &mut second[0] } else { &mut groups[i][0] };
            single.sort = Sort::PerFraction;
            groups[i].append(&mut second);
        }
        i += 1;
    }
}

fn regimen(scene: &Scene, atoms: &[Atom], certainty: Certainty) -> RadiotherapyRegimen {
    let (context, sentence) = (scene.context, scene.sentence);
    let of = |sort: Sort| atoms.iter().find(|a| a.sort == sort);
    let (total, per, n) = (of(Sort::Total), of(Sort::PerFraction), of(Sort::Fractions));
    let mut out = RadiotherapyRegimen {
        modality: modality(context, sentence, atoms[0].start),
        total_gy: total.map(|a| a.low),
        total_gy_high: total.and_then(|a| a.high),
        fractions: n.and_then(|a| count(a.low)),
        fractions_high: n.and_then(|a| a.high).and_then(count),
        per_fraction_gy: per.map(|a| a.low),
        per_fraction_gy_high: per.and_then(|a| a.high),
        derived: None,
        certainty,
        subjects: subjects(context, &scene.lower),
        checks: Vec::new(),
        spans: vec![context.source(FoldedSpan::new(sentence.span.start, sentence.span.end))],
    };
    out.derived = derived::derived(&out);
    out.checks.extend(derived::check(&out));
    out
}

/// A printed number as a number of fractions, where it is one.
fn count(value: f64) -> Option<u32> {
    (0..=1000u32).find(|n| f64::from(*n) == value)
}

/// Where a review tells of signalling pathways, a dose is one of experiments even if it does not say so; so is one to a named line
/// of cells, or before the clinic.
fn subjects(context: &Context, lower: &str) -> Subjects {
    let line = lower.split_whitespace().zip(lower.split_whitespace().skip(1)).any(|(name, cells)| {
        let named = name.contains(|c: char| c.is_ascii_digit()) && name.contains(|c: char| c.is_ascii_alphabetic());
        named && !name.starts_with("cd") && cells.trim_end_matches(|c: char| !c.is_alphanumeric()) == "cells"
    });
    let preclinical = ["preclinical", "pre-clinical", "临床前"].iter().any(|w| lower.contains(w));
    let pathway = context.document.kind == Kind::Review && lower.contains("pathway");
    match context.subjects(lower) {
        Subjects::Patients if (pathway || line || preclinical) && !lower.contains("patient") => Subjects::Cells,
        subjects => subjects,
    }
}

/// The radiotherapy named nearest in the sentence, else the document's only technique, else plain radiotherapy.
fn modality(context: &Context, sentence: &Sentence, at: usize) -> Option<String> {
    let radiotherapy = context.vocabulary.find("modality:rt");
    let is_rt = |c| radiotherapy.is_some_and(|rt| context.vocabulary.is_a(c, rt));
    let near = sentence
        .lexemes
        .iter()
        .enumerate()
        .filter_map(|(i, l)| {
            let concept = context.mention_of(l, ConceptKind::Modality)?.concept.filter(|&c| is_rt(c))?;
            let distance = if i <= at { at - i } else { (i - at) * 2 };
            Some((distance, concept))
        })
        .min();
    let id = near.map(|(_, c)| c).or_else(|| {
        let mut all: Vec<_> =
            context.annotated.mentions.iter().filter_map(|m| m.concept).filter(|&c| is_rt(c) && Some(c) != radiotherapy).collect();
        all.sort();
        all.dedup();
        if all.len() == 1 { Some(all[0]) } else { radiotherapy }
    })?;
    Some(context.concept(id).id.clone())
}
