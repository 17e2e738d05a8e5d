//! Best evidence first.
//!
//! Each row has a score of named parts. Rows of one study stand together: those about what was asked in one block, weaker matches
//! in another further down. Blocks stand in the order of their best row. Within a block the whole population comes before subgroups,
//! rows that pass their checks before those that fail one, the document's own results before cited ones, a publication before what
//! is written about it. A block whose first row fails a check comes after all others, so that such a row never opens an answer that
//! has a better one. What is equal is told by document id and place.

use super::arms::FULL_FROM;
use super::execute::Candidate;
use crate::document::Kind;
use crate::extraction::{Certainty, Design};
use crate::record::{FindingRow, Score};
use std::cmp::Ordering;
use std::collections::BTreeMap;

/// A candidate with its score.
#[derive(Debug)]
pub struct Ranked {
    pub row: FindingRow,
    pub score: Score,
    order: usize,
    full: bool,
}

/// Puts candidates in order.
pub fn rank(candidates: Vec<Candidate>) -> Vec<Ranked> {
    let mut ranked: Vec<Ranked> = candidates
        .into_iter()
        .map(|c| Ranked { score: score(&c), order: c.order, full: c.fit.strength >= FULL_FROM, row: c.row })
        .collect();
    hold_back_followers(&mut ranked);
    let mut blocks: BTreeMap<(String, bool), Vec<Ranked>> = BTreeMap::new();
    for row in ranked {
        blocks.entry((row.row.study.clone(), row.full)).or_default().push(row);
    }
    let mut blocks: Vec<Vec<Ranked>> = blocks.into_values().collect();
    for block in &mut blocks {
        block.sort_by(within_block);
    }
    blocks.sort_by(between_blocks);
    blocks.into_iter().flatten().collect()
}

/// Parts of the score; they add up.
fn score(candidate: &Candidate) -> Score {
    let row = &candidate.row;
    let finding = &row.finding.finding;
    let endpoint = finding.endpoint.concept.as_ref();
    let is_primary = endpoint.is_some() && row.primary.iter().any(|p| p.endpoint.as_ref() == endpoint);
    let n = row.n.or(finding.population.n).unwrap_or(0);
    let parts: BTreeMap<String, f64> = [
        ("match", 3.0 * candidate.fit.strength),
        ("directness", 0.5 / (1.0 + candidate.fit.extra as f64)),
        ("endpoint", if candidate.exact_endpoint { 0.5 } else { 0.0 }),
        ("condition", 0.5 * candidate.condition),
        ("words", 0.5 * candidate.words),
        ("design", row.design.map_or(0.2, design)),
        ("size", (((n + 1) as f64).log10() / 4.0).min(1.0)),
        ("recency", row.year.map_or(0.0, |y| (f64::from(y - 1990) / 100.0).clamp(0.0, 0.5))),
        ("primary", if is_primary { 0.3 } else { 0.0 }),
        ("population", if finding.population.subgroup.is_some() { -0.5 } else { 0.0 }),
        ("certainty", if finding.certainty == Certainty::Reported { 0.3 } else { 0.0 }),
        ("comparison", if finding.effect.is_some() { 0.2 } else { 0.0 }),
        ("checks", if fails_a_check(row) { -1.0 } else { 0.0 }),
    ]
    .into_iter()
    .map(|(name, value): (&str, f64)| (name.to_owned(), (value * 1000.0).round() / 1000.0))
    .filter(|(_, value)| *value != 0.0)
    .collect();
    Score { total: (parts.values().sum::<f64>() * 1000.0).round() / 1000.0, parts }
}

fn design(design: Design) -> f64 {
    match design {
        Design::Rct => 1.0,
        Design::MetaAnalysis => 0.9,
        Design::PooledAnalysis => 0.8,
        Design::NonRandomised | Design::ProspectiveCohort => 0.6,
        Design::SingleArm => 0.5,
        Design::Retrospective | Design::CaseControl => 0.4,
        Design::CrossSectional => 0.3,
        Design::Review | Design::Other => 0.2,
        Design::Preclinical => 0.0,
    }
}

pub fn fails_a_check(row: &FindingRow) -> bool {
    row.finding.finding.checks.iter().any(|c| !c.passed)
}

/// Who speaks: the study itself, who tells of it, who comments on it.
fn voice(kind: Kind) -> u8 {
    match kind {
        Kind::Article | Kind::JournalAbstract => 0,
        Kind::TrialRegistration | Kind::Preprint | Kind::ConferenceAbstract => 1,
        Kind::Review | Kind::Guideline => 2,
        Kind::Commentary | Kind::Editorial | Kind::News | Kind::Erratum | Kind::Retraction | Kind::Other => 3,
    }
}

/// A subgroup or a commentary does not stand in the upper block of its study where its whole population or its publication, with
/// the same endpoint, is only in the lower.
fn hold_back_followers(ranked: &mut [Ranked]) {
    let follows = |r: &Ranked| r.row.finding.finding.population.subgroup.is_some() || voice(r.row.kind) >= 2;
    let key = |r: &Ranked| (r.row.study.clone(), r.row.finding.finding.endpoint.concept.clone());
    let mut leaders: BTreeMap<(String, Option<String>), bool> = BTreeMap::new();
    for leader in ranked.iter().filter(|r| !follows(r)) {
        *leaders.entry(key(leader)).or_default() |= leader.full;
    }
    for follower in ranked.iter_mut().filter(|r| follows(r)) {
        follower.full &= leaders.get(&key(follower)).copied().unwrap_or(true);
    }
}

fn within_block(a: &Ranked, b: &Ranked) -> Ordering {
    let key = |r: &Ranked| {
        let finding = &r.row.finding.finding;
        (finding.population.subgroup.is_some(), fails_a_check(&r.row), finding.certainty, voice(r.row.kind))
    };
    let whole = |r: &Ranked| r.score.parts.get("match").copied().unwrap_or(0.0) + r.score.parts.get("endpoint").copied().unwrap_or(0.0);
    key(a).cmp(&key(b)).then_with(|| whole(b).total_cmp(&whole(a))).then_with(|| place(a).cmp(&place(b)))
}

fn between_blocks(a: &Vec<Ranked>, b: &Vec<Ranked>) -> Ordering {
    let opens_badly = |block: &Vec<Ranked>| block.first().is_none_or(|r| fails_a_check(&r.row));
    let full = |block: &Vec<Ranked>| block.first().is_some_and(|r| r.full);
    let best = |block: &Vec<Ranked>| block.iter().map(|r| r.score.total).fold(f64::NEG_INFINITY, f64::max);
    let first = |block: &Vec<Ranked>| block.first().map(|r| (r.row.finding.document.clone(), r.order));
    opens_badly(a)
        .cmp(&opens_badly(b))
        .then_with(|| full(b).cmp(&full(a)))
        .then_with(|| best(b).total_cmp(&best(a)))
        .then_with(|| first(a).cmp(&first(b)))
}

fn place(ranked: &Ranked) -> (&str, usize) {
    (&ranked.row.finding.document, ranked.order)
}
