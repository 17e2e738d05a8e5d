//! Which concepts a text mentions, and where.

use super::abbreviation::{self, Abbreviation};
use super::assertion::{self, Assertion};
use super::automaton::{self, Match};
use super::concept::{ConceptId, ConceptKind};
use super::{Vocabulary, stem};
use crate::text::{FoldedSpan, PreparedText, is_han};
use std::collections::{HashMap, HashSet};

/// One concept at one place.
#[derive(Debug, Clone, PartialEq)]
pub struct Mention {
    pub kind: ConceptKind,
    /// `None` for a drug recognised by its stem alone.
    pub concept: Option<ConceptId>,
    pub span: FoldedSpan,
    pub assertion: Assertion,
}

/// A text with its mentions (in order of place; several concepts may share one) and the abbreviations it defines.
#[derive(Debug, Clone)]
pub struct AnnotatedText {
    pub text: PreparedText,
    pub mentions: Vec<Mention>,
    pub abbreviations: Vec<Abbreviation>,
}

impl AnnotatedText {
    /// The mentions that lie inside a span.
    pub fn mentions_in(&self, span: FoldedSpan) -> &[Mention] {
        let from = self.mentions.partition_point(|m| m.span.start < span.start);
        let to = from + self.mentions[from..].partition_point(|m| m.span.start < span.end);
        &self.mentions[from..to]
    }
}

/// Finds all mentions: unambiguous forms, then short forms that the document defines or supports, then unknown drugs.
pub fn annotate(text: PreparedText, vocabulary: &Vocabulary) -> AnnotatedText {
    let abbreviations = abbreviation::definitions(&text.folded, &text.sentences);
    let matches = vocabulary.automaton.find(&text.folded);
    let defined = defined_short_forms(&text, &abbreviations, &matches, vocabulary);
    let named: HashSet<ConceptId> = matches.iter().flat_map(Match::unmistakable).collect();
    let gate = Gate { text: &text, vocabulary, defined: &defined, named: &named };

    let mut taken: Vec<(FoldedSpan, Vec<ConceptId>)> = Vec::new();
    for m in &matches {
        let Some(sentence) = text.sentence_at(m.start) else { continue };
        if m.end > text.sentences[sentence].end {
            continue;
        }
        let concepts = gate.concepts(m, text.sentences[sentence]);
        if !concepts.is_empty() {
            taken.push((FoldedSpan::new(m.start, m.end), concepts));
        }
    }
    taken.extend(defined_occurrences(&text, &defined));
    let taken = longest(taken);

    let mut mentions: Vec<Mention> = Vec::new();
    for (span, concepts) in &taken {
        let assertion = assertion_at(&text, *span);
        for &concept in concepts {
            mentions.push(Mention { kind: vocabulary.concept(concept).kind, concept: Some(concept), span: *span, assertion });
        }
    }
    let unknown = unknown_drugs(&text, &taken);
    mentions.extend(unknown.into_iter().map(|span| Mention {
        kind: ConceptKind::Drug,
        concept: None,
        span,
        assertion: assertion_at(&text, span),
    }));
    mentions.sort_by_key(|m| (m.span.start, m.span.end, m.concept));
    AnnotatedText { text, mentions, abbreviations }
}

fn assertion_at(text: &PreparedText, span: FoldedSpan) -> Assertion {
    text.sentence_at(span.start).map_or(Assertion::Present, |i| {
        let sentence = text.sentences[i];
        let slice = text.slice(sentence);
        assertion::assertion(slice, (span.start - sentence.start).min(slice.len()), (span.end - sentence.start).min(slice.len()))
    })
}

/// Short form → what the document says it is; an empty list where it stands for something the vocabulary lacks.
type Defined = HashMap<String, Vec<ConceptId>>;

fn defined_short_forms(text: &PreparedText, abbreviations: &[Abbreviation], matches: &[Match], vocabulary: &Vocabulary) -> Defined {
    let mut defined: Defined = HashMap::new();
    for a in abbreviations {
        // The long form ends in a known concept and holds nothing before it but what belongs to the name.
        let known = matches
            .iter()
            .filter(|m| m.end == a.long.end && m.start >= a.long.start && m.end - m.start >= (a.long.end - a.long.start) * 2 / 3)
            .map(Match::unmistakable)
            .find(|c| !c.is_empty());
        let known = known.or_else(|| regimen_of(a, matches, vocabulary));
        let meaning = defined.entry(a.short.clone()).or_default();
        if meaning.is_empty() {
            *meaning = known.unwrap_or_default();
        }
    }
    // "总生存(OS)", "stereotactic body radiotherapy (SBRT)" with letters in another order, "SBRT(体部立体定向放疗)".
    for m in matches {
        let concepts = m.unmistakable();
        let Some((short, _)) = bracketed(&text.folded, m.end).filter(|_| !concepts.is_empty()) else { continue };
        if abbreviation::is_short_form(short)
            && defined.get(short).is_none_or(Vec::is_empty)
            && initials_agree(&text.folded[m.start..m.end], short)
        {
            defined.insert(short.to_owned(), concepts);
        }
    }
    defined
}

/// "carboplatin and paclitaxel (CP)": the regimen of that short form whose drugs its long form names, and no others.
fn regimen_of(a: &Abbreviation, matches: &[Match], vocabulary: &Vocabulary) -> Option<Vec<ConceptId>> {
    let named: HashSet<ConceptId> =
        matches.iter().filter(|m| m.start >= a.long.start && m.end <= a.long.end).flat_map(Match::unmistakable).collect();
    let drugs = named.iter().filter(|&&c| vocabulary.concept(c).kind == ConceptKind::Drug).count();
    let regimens: Vec<ConceptId> = vocabulary
        .automaton
        .lookup_folded(&a.short)
        .iter()
        .map(|form| form.concept)
        .filter(|&c| {
            let components = &vocabulary.concept(c).components;
            !components.is_empty() && components.len() == drugs && components.iter().all(|component| named.contains(component))
        })
        .collect();
    (!regimens.is_empty()).then_some(regimens)
}

/// Chinese names are abbreviated by their English initials; an English name must share the first letter.
fn initials_agree(long: &str, short: &str) -> bool {
    let first = long.chars().next();
    first.is_some_and(is_han) || first.map(|c| c.to_ascii_lowercase()) == short.chars().next().map(|c| c.to_ascii_lowercase())
}

/// The text of a bracket that opens at `at`, up to the first comma.
fn bracketed(text: &str, at: usize) -> Option<(&str, usize)> {
    let rest = &text[at..];
    let skipped = rest.len() - rest.trim_start_matches([' ', '期', '率', '"']).len();
    let inside = rest[skipped..].strip_prefix('(')?;
    let close = inside.find(')')?;
    let short = inside[..close].split([',', ';', ':']).map(str::trim).rfind(|s| abbreviation::is_short_form(s))?;
    Some((short, at + skipped))
}

struct Gate<'a> {
    text: &'a PreparedText,
    vocabulary: &'a Vocabulary,
    defined: &'a Defined,
    named: &'a HashSet<ConceptId>,
}

impl Gate<'_> {
    /// The concepts that a match may stand for here.
    fn concepts(&self, m: &Match, sentence: FoldedSpan) -> Vec<ConceptId> {
        let surface = &self.text.folded[m.start..m.end];
        if let Some(concepts) = self.defined.get(surface).or_else(|| self.defined.get(surface.trim_end_matches('s'))) {
            // What the document defines as something else is not ours, unless the form is unmistakable anyway.
            return if concepts.is_empty() { m.unmistakable() } else { concepts.clone() };
        }
        let mut concepts = m.unmistakable();
        let gated: Vec<ConceptId> = m.forms().filter(|f| f.gated && !concepts.contains(&f.concept)).map(|f| f.concept).collect();
        if gated.is_empty() {
            return concepts;
        }
        let around = Around::new(self.text, sentence, m);
        let supported: Vec<(usize, ConceptId)> =
            gated.into_iter().map(|concept| (self.support(concept, &around), concept)).filter(|(support, _)| *support > 0).collect();
        // Of the readings of a short form, the best supported: "MM" beside "bortezomib" is myeloma, not melanoma as well.
        let best = supported.iter().map(|s| s.0).max();
        concepts.extend(supported.iter().filter(|s| Some(s.0) == best).map(|s| s.1));
        concepts
    }

    /// How much speaks for a gated form here; 0 where nothing does or a trap refutes it.
    fn support(&self, concept: ConceptId, around: &Around) -> usize {
        let row = self.vocabulary.concept(concept);
        if around.compound || row.traps.iter().any(|trap| around.holds(trap)) {
            return 0;
        }
        let named = if self.named.contains(&concept) { NAMED_WEIGHT } else { 0 };
        // "CTX 600 mg/m2": what is given by weight is a drug.
        let dosed = row.kind == ConceptKind::Drug && doses(&around.after);
        named + usize::from(dosed) + row.cues.iter().filter(|cue| around.holds(cue)).count()
    }
}

/// A concept that the document names in full is supported by as much as so many cues.
const NAMED_WEIGHT: usize = 3;

/// A match's sentence without the match.
struct Around {
    before: String,
    after: String,
    /// The short form is the first half of a longer code ("PD-1", "RT-qPCR", "CR3").
    compound: bool,
}

impl Around {
    fn new(text: &PreparedText, sentence: FoldedSpan, m: &Match) -> Around {
        let after = &text.folded[m.end..sentence.end];
        let compound = after.strip_prefix('-').is_some_and(|rest| {
            let code: String = rest.chars().take_while(char::is_ascii_alphanumeric).collect();
            code.starts_with(|c: char| c.is_ascii_digit()) || code.ends_with("PCR")
        });
        Around { before: automaton::key(&text.folded[sentence.start..m.start]), after: automaton::key(after), compound }
    }

    fn holds(&self, word: &str) -> bool {
        let word = automaton::key(word);
        contains_word(&self.before, &word) || contains_word(&self.after, &word)
    }
}

/// Whether a text begins with a dose by weight.
fn doses(after: &str) -> bool {
    let rest = after.trim_start();
    let amount = rest.trim_start_matches(|c: char| c.is_ascii_digit() || matches!(c, '.' | '~' | '–'));
    let unit = amount.trim_start();
    amount.len() < rest.len() && ["mg", "g/m", "μg", "ug", "毫克", "iu"].iter().any(|u| unit.starts_with(u))
}

/// Whether `word` stands in `text`, whole where it is made of Latin letters.
fn contains_word(text: &str, word: &str) -> bool {
    let latin = |c: char| c.is_alphanumeric() && !is_han(c);
    text.match_indices(word).any(|(i, _)| {
        let first_ok = !word.starts_with(latin) || !text[..i].ends_with(latin);
        let rest = &text[i + word.len()..];
        first_ok && (!word.ends_with(latin) || !rest.starts_with(latin) || rest.starts_with('s'))
    })
}

/// Every further place where a defined short form stands that the vocabulary itself does not know.
fn defined_occurrences(text: &PreparedText, defined: &Defined) -> Vec<(FoldedSpan, Vec<ConceptId>)> {
    let mut found = Vec::new();
    for (short, concepts) in defined.iter().filter(|(_, c)| !c.is_empty()) {
        for (start, _) in text.folded.match_indices(short.as_str()) {
            let end = start + short.len();
            let word = |c: char| c.is_alphanumeric() && !is_han(c);
            let whole = !text.folded[..start].ends_with(word) && !text.folded[end..].starts_with(|c| word(c) && c != 's');
            if whole && text.sentence_at(start).is_some() {
                found.push((FoldedSpan::new(start, end), concepts.clone()));
            }
        }
    }
    found
}

/// Keeps the longest of overlapping spans; equal spans share their concepts.
fn longest(mut spans: Vec<(FoldedSpan, Vec<ConceptId>)>) -> Vec<(FoldedSpan, Vec<ConceptId>)> {
    spans.sort_by(|a, b| (a.0.start, std::cmp::Reverse(a.0.end), &a.1).cmp(&(b.0.start, std::cmp::Reverse(b.0.end), &b.1)));
    let mut kept: Vec<(FoldedSpan, Vec<ConceptId>)> = Vec::new();
    for (span, concepts) in spans {
        match kept.last_mut() {
            Some((last, known)) if *last == span => {
                for c in concepts {
                    if !known.contains(&c) {
                        known.push(c);
                    }
                }
            }
            Some((last, _)) if span.start < last.end => {
                if span.end - span.start > last.end - last.start {
                    kept.pop();
                    kept.push((span, concepts));
                }
            }
            _ => kept.push((span, concepts)),
        }
    }
    kept
}

/// Words built like a drug's generic name that no concept covers.
fn unknown_drugs(text: &PreparedText, taken: &[(FoldedSpan, Vec<ConceptId>)]) -> Vec<FoldedSpan> {
    let mut found = Vec::new();
    let free = |span: FoldedSpan| {
        let i = taken.partition_point(|(t, _)| t.end <= span.start);
        taken.get(i).is_none_or(|(t, _)| t.start >= span.end)
    };
    for &sentence in &text.sentences {
        let slice = text.slice(sentence);
        let mut at = 0;
        while let Some(start) = slice[at..].find(char::is_alphabetic).map(|i| at + i) {
            let han = slice[start..].starts_with(is_han);
            let same = |c: char| if han { is_han(c) } else { c.is_alphanumeric() && !is_han(c) };
            let end = slice[start..].find(|c| !same(c)).map_or(slice.len(), |i| start + i);
            let word = &slice[start..end];
            let names = match han {
                true => stem::chinese_drug_names(word),
                false if stem::is_drug_name(&word.to_lowercase()) => vec![(0, word.len())],
                false => Vec::new(),
            };
            let at_source = sentence.start + start;
            found.extend(names.into_iter().map(|(from, to)| FoldedSpan::new(at_source + from, at_source + to)).filter(|&s| free(s)));
            at = end;
        }
    }
    found
}
