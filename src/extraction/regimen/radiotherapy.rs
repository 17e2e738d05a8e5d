//! Radiotherapy prescriptions: "50 Gy in 25 fractions", "2 Gy × 28", "27.5~50 Gy, 分5次照射", "8 Gy single fraction".
//!
//! A sentence gives dose atoms (a number with Gy, cGy or GyE; of the total or of one fraction) and fraction atoms (a number of
//! fractions). Atoms that stand together are one prescription, until a second total or a second number of fractions opens the next.

use super::{Derived, RadiotherapyRegimen};
use crate::document::Kind;
use crate::extraction::context::{Context, Sentence};
use crate::extraction::finding::{Certainty, Check, Subjects};
use crate::extraction::lexeme::Lex;
use crate::text::FoldedSpan;
use crate::vocabulary::ConceptKind;

#[derive(Debug, Clone, Copy, PartialEq)]
enum Sort {
    Total,
    PerFraction,
    Fractions,
}

#[derive(Debug, Clone, PartialEq)]
struct Atom {
    sort: Sort,
    low: f64,
    high: Option<f64>,
    /// Lexemes.
    start: usize,
    end: usize,
}

/// Lexemes between two atoms of one prescription.
const GAP_MAX: usize = 9;
/// α/β in Gy that derived values stand on: tumour, by convention.
const ALPHA_BETA: f64 = 10.0;
/// No prescription is larger; misprints above it are left to a reader.
const TOTAL_GY_MAX: f64 = 10_000.0;

/// Prescriptions of one sentence.
pub fn regimens(context: &Context, sentence: &Sentence, certainty: Certainty) -> Vec<RadiotherapyRegimen> {
    let lower = context.lower(sentence);
    if !(lower.contains("gy") || lower.contains("gray") || lower.contains("戈瑞")) {
        return Vec::new();
    }
    let atoms = atoms(context, sentence);
    let mut groups: Vec<Vec<Atom>> = Vec::new();
    for atom in atoms {
        let joins = groups.last().is_some_and(|g| joins(context, sentence, g, &atom));
        match groups.last_mut() {
            Some(group) if joins => group.push(atom),
            _ => groups.push(vec![atom]),
        }
    }
    groups.into_iter().filter(|g| g.iter().any(|a| a.sort != Sort::Fractions)).map(|g| regimen(context, sentence, &g, certainty)).collect()
}

fn joins(context: &Context, sentence: &Sentence, group: &[Atom], atom: &Atom) -> bool {
    let Some(last) = group.last() else { return false };
    let gap = &sentence.lexemes[last.end..atom.start.max(last.end)];
    let parted = gap.iter().any(|l| {
        matches!(l.lex, Lex::Semicolon | Lex::Or | Lex::Versus)
            || matches!(l.lex, Lex::Word)
                && ["followed", "boost", "then", "plus", "versus", "。", ".", "→", "至", "或", "序贯", "推量", "additional"]
                    .contains(&context.word(l).as_str())
    });
    let same = group.iter().any(|a| a.sort == atom.sort);
    gap.len() <= GAP_MAX && !parted && !same
}

/// Doses and numbers of fractions, in order.
fn atoms(context: &Context, sentence: &Sentence) -> Vec<Atom> {
    let lexemes = &sentence.lexemes;
    let word = |i: usize| lexemes.get(i).map(|l| context.word(l)).unwrap_or_default();
    let mut found: Vec<Atom> = Vec::new();
    let mut at = 0;
    while at < lexemes.len() {
        let (low, high) = match lexemes[at].lex {
            Lex::Number { value, .. } => (value, None),
            Lex::Range { low, high, .. } if high >= low => (low, Some(high)),
            Lex::Fraction { .. } => {
                // "66 Gy/33" is lexed apart; "3/20 Gy" is no dose.
                at += 1;
                continue;
            }
            Lex::Times(_) => {
                at += 1;
                continue;
            }
            _ => {
                if ["single", "one"].contains(&word(at).as_str())
                    && ["fraction", "dose", "session"].contains(&word(at + 1).as_str())
                    && word(at + 1) == "fraction"
                {
                    found.push(Atom { sort: Sort::Fractions, low: 1.0, high: None, start: at, end: at + 2 });
                    at += 2;
                    continue;
                }
                if word(at).contains("单次") && !found.is_empty() && found.last().is_some_and(|a| a.sort == Sort::Total && at - a.end <= 3)
                {
                    found.push(Atom { sort: Sort::Fractions, low: 1.0, high: None, start: at, end: at + 1 });
                }
                at += 1;
                continue;
            }
        };
        if let Some(n) = fractions_after(context, sentence, at) {
            found.push(Atom { sort: Sort::Fractions, low, high, start: at, end: n });
            at = n;
            continue;
        }
        let Some((scale, end)) = gray(context, sentence, at + 1) else {
            // "× 28", "x 5", "28 ×": a factor beside a dose.
            let times_before = at > 0 && is_times(context, sentence, at - 1);
            let times_after = is_times(context, sentence, at + 1);
            let dose_before = times_before && found.last().is_some_and(|a| a.end + 1 >= at && a.sort != Sort::Fractions);
            let dose_after = times_after && (gray(context, sentence, at + 3).is_some());
            if (dose_before || dose_after) && low.fract() == 0.0 && low <= 60.0 {
                if let Some(dose) = found.last_mut().filter(|_| dose_before) {
                    dose.sort = Sort::PerFraction;
                }
                found.push(Atom { sort: Sort::Fractions, low, high, start: at, end: at + 1 });
            }
            at += 1;
            continue;
        };
        // "4500 cGy" in Gy.
        let (low, high) = (round(low * scale), high.map(|h| round(h * scale)));
        let after_factor = at >= 1 && is_times(context, sentence, at - 1) && found.last().is_some_and(|a| a.sort == Sort::Fractions);
        let sort = if after_factor || per_fraction(context, sentence, at, end) { Sort::PerFraction } else { Sort::Total };
        if !excluded(context, sentence, at, end) && low > 0.0 && low <= TOTAL_GY_MAX {
            found.push(Atom { sort, low, high, start: at, end });
        }
        at = end;
    }
    found
}

fn round(value: f64) -> f64 {
    (value * 1e6).round() / 1e6
}

/// The unit after a number: factor to Gy, where it ends.
fn gray(context: &Context, sentence: &Sentence, at: usize) -> Option<(f64, usize)> {
    let lexemes = &sentence.lexemes;
    let mut i = at;
    if lexemes.get(i).is_some_and(|l| l.lex == Lex::Dash) {
        i += 1;
    }
    let word = lexemes.get(i).map(|l| context.word(l))?;
    let scale = match word.as_str() {
        "gy" | "gye" | "gray" | "grays" | "cge" | "戈瑞" | "gyrbe" => 1.0,
        "cgy" => 0.01,
        w if w.starts_with("gy") && w.len() <= 9 => 1.0,
        _ => return None,
    };
    // "Gy (RBE)", "Gy(E)".
    let mut end = i + 1;
    if lexemes.get(end).is_some_and(|l| l.lex == Lex::Open)
        && lexemes.get(end + 1).is_some_and(|l| ["rbe", "e"].contains(&context.word(l).as_str()))
    {
        end += 3;
    }
    Some((scale, end.min(lexemes.len())))
}

fn is_times(context: &Context, sentence: &Sentence, at: usize) -> bool {
    sentence.lexemes.get(at).is_some_and(|l| l.lex == Lex::Times2 || ["x", "*"].contains(&context.word(l).as_str()))
}

/// "25 fractions", "33 daily fractions", "分5次", "5次", "25f", "30 twice-daily fractions": where it ends.
fn fractions_after(context: &Context, sentence: &Sentence, at: usize) -> Option<usize> {
    let lexemes = &sentence.lexemes;
    for i in at + 1..(at + 6).min(lexemes.len()) {
        let word = context.word(&lexemes[i]);
        let adjective = [
            "daily",
            "once",
            "twice",
            "equal",
            "-",
            "consecutive",
            "treatment",
            "hypofractionated",
            "individual",
            "day",
            "per",
            "separate",
            "weekly",
            "total",
        ]
        .contains(&word.as_str())
            || lexemes[i].lex == Lex::Dash
            || word.ends_with("daily");
        if ["fractions", "fraction", "fx", "fxs", "fr", "f", "fractionations", "fr.", "sessions"].contains(&word.as_str()) {
            // "5 fractions per week" is a pace, no number of fractions.
            let pace =
                lexemes.get(i + 1).is_some_and(|l| ["per", "a", "each", "/"].contains(&context.word(l).as_str()) || l.lex == Lex::Slash)
                    && lexemes.get(i + 2).is_some_and(|l| ["week", "day", "wk", "d"].contains(&context.word(l).as_str()));
            return (!pace).then_some(i + 1);
        }
        if i == at + 1 && (word.starts_with('次') || word.starts_with("分次")) {
            let pace = at > 0 && ["每日", "每周", "每天", "日", "周"].iter().any(|w| context.word(&lexemes[at - 1]).ends_with(w));
            return (!pace).then_some(i + 1);
        }
        if !adjective {
            break;
        }
    }
    None
}

/// Whether a dose is that of one fraction.
fn per_fraction(context: &Context, sentence: &Sentence, at: usize, end: usize) -> bool {
    let lexemes = &sentence.lexemes;
    let word = |i: usize| lexemes.get(i).map(|l| context.word(l)).unwrap_or_default();
    // "2 Gy per fraction", "2 Gy/fraction", "2 Gy/次", "1.8-Gy fractions", "2 Gy daily", "2 Gy each".
    let mut i = end;
    if matches!(lexemes.get(i).map(|l| &l.lex), Some(Lex::Slash | Lex::Dash)) || ["per", "a"].contains(&word(i).as_str()) {
        i += 1;
        let unit = word(i);
        if ["fraction", "fx", "fr", "f", "day", "d", "session"].contains(&unit.as_str())
            || unit.starts_with('次')
            || unit.starts_with("分次")
            || unit.starts_with("fraction")
        {
            return true;
        }
        if lexemes.get(i).is_some_and(|l| matches!(l.lex, Lex::Number { .. })) {
            return false;
        }
    }
    if ["fractions", "fraction", "daily", "each", "qd", "bid", "twice"].contains(&word(end).as_str())
        && !(word(end) == "fraction" && word(end + 1).is_empty())
        || word(end) == "once" && word(end + 1) != "a"
        || word(end).starts_with("once-")
        || word(end).starts_with("twice-")
    {
        return true;
    }
    if matches!(word(end).as_str(), "twice" | "once") {
        return true;
    }
    if is_times(context, sentence, end)
        && lexemes.get(end + 1).is_some_and(|l| matches!(l.lex, Lex::Number { value, .. } if value.fract() == 0.0))
    {
        return true;
    }
    // "fractions of 2 Gy", "每次2 Gy", "单次剂量2 Gy", "in 1.8 Gy".
    let before: Vec<String> = (at.saturating_sub(3)..at).map(word).collect();
    let last = before.last().cloned().unwrap_or_default();
    (last == "of" || last == "size" || last == "at")
        && before.iter().any(|w| ["fractions", "fraction", "size"].contains(&w.as_str()))
        && !before.iter().any(|w| w == "single")
        || ["每次", "单次剂量", "每次剂量", "单次", "分次剂量"].iter().any(|w| last.ends_with(w))
}

/// A threshold, an organ's dose, a biological dose, a subgroup: no prescription.
fn excluded(context: &Context, sentence: &Sentence, at: usize, end: usize) -> bool {
    let lexemes = &sentence.lexemes;
    let mut words: Vec<String> = Vec::new();
    for l in lexemes[at.saturating_sub(6)..at].iter().rev() {
        if matches!(l.lex, Lex::Semicolon | Lex::Comma) || context.word(l) == "." {
            break;
        }
        words.push(context.word(l));
    }
    let near = |list: &[&str], reach: usize| {
        words.iter().take(reach).any(|w| list.iter().any(|x| if x.is_ascii() { w == x } else { w.contains(x) }))
    };
    let bound = at > 0 && matches!(lexemes[at - 1].lex, Lex::Bound(_))
        || at > 1 && lexemes[at - 1].lex == Lex::Equal && matches!(lexemes[at - 2].lex, Lex::Or);
    let prescribed_bound = bound && near(&["doses", "of", "received", "to"], 5) && near(&["doses", "dose", "total"], 6);
    let biological = near(
        &[
            "bed",
            "bed10",
            "eqd2",
            "bed3",
            "tbed",
            "dmax",
            "dmean",
            "d95",
            "v20",
            "v5",
            "mld",
            "per",
            "biologically",
            "effective",
            "organ",
            "cord",
            "lung",
            "heart",
            "constraint",
            "below",
            "under",
            "limit",
            "limited",
            "exceed",
            "bed10≥",
            "生物有效剂量",
            "限量",
            "受量",
            "脊髓",
            "<",
        ],
        4,
    );
    // "64 Gy (50 to 80 Gy)", "(range, 30-60 Gy)": the spread of what was given.
    let spread = matches!(lexemes[at].lex, Lex::Range { .. })
        && (at > 0 && lexemes[at - 1].lex == Lex::Open && at > 1 && gray(context, sentence, at - 2).is_some() || near(&["range"], 3));
    let mean_organ = near(&["mean"], 4) && near(&["liver", "lung", "heart", "parotid", "cord", "kidney"], 6);
    let after = lexemes.get(end).map(|l| context.word(l)).unwrap_or_default();
    let group = ["group", "arm", "groups", "subgroup"].contains(&after.as_str())
        && !lexemes[end..].iter().take(4).any(|l| matches!(l.lex, Lex::Number { .. }))
        || after.starts_with('组');
    spread
        || bound && !prescribed_bound
        || biological
        || mean_organ
        || group
        || near(&["increase", "difference"], 2)
        || after == "increase"
        || near(&["at", "if"], 2) && near(&["cr", "stop"], 4)
}

fn regimen(context: &Context, sentence: &Sentence, atoms: &[Atom], certainty: Certainty) -> RadiotherapyRegimen {
    let of = |sort: Sort| atoms.iter().find(|a| a.sort == sort);
    let (total, per, n) = (of(Sort::Total), of(Sort::PerFraction), of(Sort::Fractions));
    let whole = |a: &Atom| (a.low as u32, a.high.map(|h| h as u32));
    let mut out = RadiotherapyRegimen {
        modality: modality(context, sentence, atoms[0].start),
        total_gy: total.map(|a| a.low),
        total_gy_high: total.and_then(|a| a.high),
        fractions: n.map(|a| whole(a).0),
        fractions_high: n.and_then(|a| whole(a).1),
        per_fraction_gy: per.map(|a| a.low),
        per_fraction_gy_high: per.and_then(|a| a.high),
        derived: None,
        certainty,
        subjects: subjects(context, &context.lower(sentence)),
        checks: Vec::new(),
        spans: vec![context.source(FoldedSpan::new(sentence.span.start, sentence.span.end))],
    };
    out.derived = derived(&out);
    if let (Some(t), Some(f), Some(d), None, None, None) =
        (out.total_gy, out.fractions, out.per_fraction_gy, out.total_gy_high, out.fractions_high, out.per_fraction_gy_high)
    {
        // Half of the last digit of the dose per fraction, times the fractions.
        out.checks
            .push(Check { name: "dose_times_fractions".to_owned(), passed: (t - d * f64::from(f)).abs() <= 0.05 * f64::from(f) + 0.05 });
    }
    out
}

/// Where a review tells of signalling pathways, a dose is one of experiments even if it does not say so.
fn subjects(context: &Context, lower: &str) -> Subjects {
    match context.subjects(lower) {
        Subjects::Patients if context.document.kind == Kind::Review && lower.contains("pathway") && !lower.contains("patient") => {
            Subjects::Cells
        }
        subjects => subjects,
    }
}

/// What the printed numbers imply, where they are single numbers.
fn derived(r: &RadiotherapyRegimen) -> Option<Derived> {
    if r.total_gy_high.is_some() || r.fractions_high.is_some() || r.per_fraction_gy_high.is_some() {
        return None;
    }
    let (n, d) = match (r.total_gy, r.fractions, r.per_fraction_gy) {
        (_, Some(n), Some(d)) => (f64::from(n), d),
        (Some(t), Some(n), None) if n > 0 => (f64::from(n), t / f64::from(n)),
        (Some(t), None, Some(d)) if d > 0.0 => (t / d, d),
        _ => return None,
    };
    let bed = n * d * (1.0 + d / ALPHA_BETA);
    let round = |v: f64| (v * 100.0).round() / 100.0;
    Some(Derived {
        total_gy: Some(round(n * d)),
        bed10_gy: Some(round(bed)),
        eqd2_10_gy: Some(round(bed / (1.0 + 2.0 / ALPHA_BETA))),
        alpha_beta: ALPHA_BETA,
    })
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
