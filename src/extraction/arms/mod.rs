//! The arms of a document's study: what was compared with what, by the fullest names that it uses.
//!
//! Arms are read from the title, from sentences of randomisation or allocation, and from "A versus B" in aims and conclusions,
//! in this order of trust. An arm is then known by its abbreviations, by the treatments that it alone contains, and by words such
//! as "control group" or 联合组.

pub(super) mod exposure;
mod likeness;
mod name;
mod sentence;

use crate::document::{Kind, SectionKind};
use crate::extraction::context::{Context, Sentence};
use crate::extraction::lexeme::Lex;
use crate::text::FoldedSpan;
use crate::vocabulary::{ConceptId, ConceptKind};

pub use likeness::is_comparator;
use likeness::{best, likeness};
use name::{Phrase, read_phrase};
use sentence::{RANDOM, allocated, compared, compared_by_verb, groups_named, with_or_without};

/// One arm as the document names it.
#[derive(Debug, Clone, PartialEq)]
pub struct StudyArm {
    /// The fullest wording found.
    pub label: String,
    pub concepts: Vec<ConceptId>,
    /// Short names of this arm, in lower case.
    pub aliases: Vec<String>,
    /// Short names as printed.
    pub shorts: Vec<String>,
    pub n: Option<u64>,
}

impl StudyArm {
    /// Whether the arm contains a treatment, by its own name, a broader or a narrower one.
    pub fn contains(&self, context: &Context, concept: ConceptId) -> bool {
        self.concepts.iter().any(|&a| a == concept || context.vocabulary.is_a(a, concept) || context.vocabulary.is_a(concept, a))
    }
}

/// The arms of a study; where two or more are known, the first is the experimental one and the second the comparator.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Arms {
    pub list: Vec<StudyArm>,
}

const LABEL_WORDS_MAX: usize = 16;

impl Arms {
    /// Reads the arms of a document.
    pub fn of(context: &Context) -> Arms {
        let mut arms = Arms::default();
        // A review tells of many studies: its sentences name their own arms.
        if matches!(context.document.kind, Kind::Review | Kind::Guideline) {
            return arms;
        }
        let title_end = context.document.title.as_ref().map_or(0, |t| t.len());
        let mut pairs: Vec<(u8, Vec<Phrase>)> = Vec::new();
        for sentence in &context.sentences {
            let lower = context.lower(sentence);
            let title = context.source(sentence.span).start <= title_end && title_end > 0;
            let random = RANDOM.iter().any(|r| lower.contains(r));
            if let Some(phrases) = with_or_without(context, sentence).filter(|_| title || random) {
                pairs.push((u8::from(!title), phrases));
            }
            // The trials that a review pools were randomised, the review was not.
            if random
                && !context.pools()
                && let Some(phrases) = allocated(context, sentence)
            {
                pairs.push((1, phrases));
            }
            if let Some(pair) = compared_by_verb(context, sentence) {
                pairs.push((if title { 0 } else { 3 }, pair));
            }
            for (i, _) in sentence.lexemes.iter().enumerate().filter(|(_, l)| l.lex == Lex::Versus) {
                if let Some(pair) = compared(context, sentence, i) {
                    let aim = matches!(sentence.section, SectionKind::Background | SectionKind::Methods | SectionKind::Conclusion)
                        || AIMS.iter().any(|w| lower.contains(w));
                    let groups = pair.iter().any(|p| p.text.to_lowercase().ends_with("groups") || p.text.ends_with('组'));
                    pairs.push((
                        if title {
                            0
                        } else if random {
                            1
                        } else if groups {
                            2
                        } else if aim {
                            3
                        } else {
                            4
                        },
                        pair,
                    ));
                    break;
                }
            }
        }
        pairs.retain(|(_, phrases)| phrases.iter().all(|p| !p.is_clause()));
        pairs.sort_by_key(|p| p.0);
        for (trust, phrases) in pairs {
            arms.take(context, phrases, trust);
        }
        if arms.list.len() < 2 {
            arms.take_groups(context);
        }
        arms.order();
        arms.alias(context);
        arms.name_with_short_forms(context);
        arms
    }

    /// The arms that one sentence compares by name, where they are not the study's own: in reviews and commentaries.
    pub fn local(&self, context: &Context, sentence: &Sentence) -> Option<Arms> {
        let foreign = |pair: &[Phrase]| {
            let named = pair.iter().filter(|p| !p.concepts.is_empty()).count() >= 1
                && pair.iter().all(|p| !p.concepts.is_empty() || is_comparator(&p.text));
            let own =
                !self.list.is_empty() && pair.iter().all(|p| p.concepts.iter().all(|c| self.list.iter().any(|a| a.contains(context, *c))));
            named && !own
        };
        let versus = sentence
            .lexemes
            .iter()
            .enumerate()
            .filter(|(_, l)| l.lex == Lex::Versus)
            .find_map(|(i, _)| compared(context, sentence, i).filter(|p| foreign(p)));
        let pair = versus.or_else(|| {
            let mut groups: Vec<Phrase> = Vec::new();
            for range in groups_named(context, sentence) {
                let phrase = read_phrase(context, sentence, &range);
                if !phrase.text.is_empty() && !groups.iter().any(|g| g.text == phrase.text) {
                    groups.push(phrase);
                }
            }
            (groups.len() == 2 && foreign(&groups)).then_some(groups)
        })?;
        let mut arms = Arms {
            list: pair
                .into_iter()
                .map(|p| StudyArm { label: p.text, concepts: p.concepts, aliases: p.aliases, shorts: p.shorts, n: p.n })
                .collect(),
        };
        arms.order();
        Some(arms)
    }

    pub fn experimental(&self) -> Option<usize> {
        (self.list.len() >= 2).then_some(0)
    }

    pub fn comparator(&self) -> Option<usize> {
        (self.list.len() >= 2).then_some(1)
    }

    /// Takes the arms of one comparison: the first with treatments or telling words founds the list, later ones lengthen names.
    fn take(&mut self, context: &Context, phrases: Vec<Phrase>, trust: u8) {
        let telling = |p: &Phrase| !p.concepts.is_empty() || is_comparator(&p.text) || p.n.is_some() || p.group;
        if self.list.is_empty() {
            if phrases.iter().filter(|p| telling(p)).count() >= 1
                && (trust <= 3 || phrases.iter().all(telling))
                && phrases.iter().any(|p| !p.concepts.is_empty())
                || trust <= 2 && phrases.iter().all(telling)
            {
                for p in phrases {
                    self.list.push(StudyArm { label: p.text, concepts: p.concepts, aliases: p.aliases, shorts: p.shorts, n: p.n });
                }
            }
            return;
        }
        let mut places: Vec<Option<usize>> = phrases.iter().map(|p| self.same_arm(context, p)).collect();
        // Of two arms of a random allocation, the one that is not the other is the remaining one.
        if let (true, 2, [a, b]) = (trust <= 1, self.list.len(), &mut places[..]) {
            match (*a, *b) {
                (Some(i), None) => *b = Some(1 - i),
                (None, Some(i)) => *a = Some(1 - i),
                _ => {}
            }
        }
        for (p, place) in phrases.into_iter().zip(places) {
            let Some(i) = place else { continue };
            let arm = &mut self.list[i];
            arm.n = arm.n.or(p.n);
            arm.shorts.extend(p.shorts);
            for alias in p.aliases {
                if !arm.aliases.contains(&alias) {
                    arm.aliases.push(alias);
                }
            }
            // A fuller name names more treatments; one of as many is as good as the first.
            let fuller = p.concepts.len() > arm.concepts.len() && arm.concepts.iter().all(|c| p.concepts.contains(c))
                || arm.concepts.is_empty() && !p.concepts.is_empty();
            // "placebo plus TACE" is not lengthened by what another trial gave beside TACE.
            let placebo = |text: &str| ["placebo", "安慰"].iter().any(|w| text.to_lowercase().contains(w));
            let fuller = fuller && (placebo(&p.text) || !placebo(&arm.label));
            if fuller && p.text.split_whitespace().count() <= LABEL_WORDS_MAX {
                let before = std::mem::replace(&mut arm.label, p.text);
                arm.aliases.push(before.to_lowercase());
                arm.concepts = p.concepts;
            }
        }
    }

    /// Where no sentence compares the arms by name, the groups that the text speaks of, if there are two of them.
    fn take_groups(&mut self, context: &Context) {
        let mut groups: Vec<(Phrase, usize)> = Vec::new();
        for sentence in &context.sentences {
            for range in groups_named(context, sentence) {
                let phrase = read_phrase(context, sentence, &range);
                if phrase.text.is_empty() || phrase.concepts.is_empty() && !is_comparator(&phrase.text) {
                    continue;
                }
                match groups.iter_mut().find(|(g, _)| {
                    g.text == phrase.text
                        || !g.concepts.is_empty() && g.concepts == phrase.concepts && is_comparator(&g.text) == is_comparator(&phrase.text)
                }) {
                    Some((_, count)) => *count += 1,
                    None => groups.push((phrase, 1)),
                }
            }
        }
        // "The placebo group" alone: the other arm is what the title is about.
        if let [(control, _)] = &groups[..]
            && is_comparator(&control.text)
            && let Some(title) = exposure::titled(context)
        {
            let control = groups.remove(0).0;
            groups = vec![(title, 1), (control, 1)];
        }
        if groups.len() == 2 {
            self.list = groups
                .into_iter()
                .map(|(p, _)| StudyArm { label: p.text, concepts: p.concepts, aliases: p.aliases, shorts: p.shorts, n: p.n })
                .collect();
        }
    }

    /// The known arm that a phrase names, if exactly one fits.
    fn same_arm(&self, context: &Context, phrase: &Phrase) -> Option<usize> {
        let scores: Vec<f64> = self.list.iter().map(|a| likeness(context, a, &phrase.text, &phrase.concepts, &self.list)).collect();
        best(&scores)
    }

    /// Puts the comparator behind the experimental arm.
    fn order(&mut self) {
        if self.list.len() < 2 {
            return;
        }
        let comparator = |a: &StudyArm| is_comparator(&a.label);
        let (first, second) = (&self.list[0], &self.list[1]);
        let subset = first.concepts.len() < second.concepts.len() && first.concepts.iter().all(|c| second.concepts.contains(c));
        if comparator(first) && !comparator(second) || subset && comparator(first) == comparator(second) {
            self.list.swap(0, 1);
        }
    }

    /// Adds abbreviations that the document defines for whole arms or for treatments that one arm alone has.
    fn alias(&mut self, context: &Context) {
        for abbreviation in &context.annotated.abbreviations {
            let long = context.text(abbreviation.long).to_lowercase();
            let concepts = context.treatments(abbreviation.long);
            if self.list.iter().any(|a| a.shorts.contains(&abbreviation.short)) {
                continue;
            }
            let fits: Vec<usize> = (0..self.list.len())
                .filter(|&i| {
                    let label = self.list[i].label.to_lowercase();
                    label.contains(&long) || long.contains(&label) || !concepts.is_empty() && concepts == self.list[i].concepts
                })
                .collect();
            if let [only] = fits[..] {
                let short = abbreviation.short.to_lowercase();
                if !self.list[only].aliases.contains(&short) {
                    self.list[only].aliases.push(short);
                }
            }
        }
    }

    /// The arm that a phrase of the text means: by alias, by treatments, by words; `None` where none or several fit.
    pub fn resolve(&self, context: &Context, span: FoldedSpan) -> Option<usize> {
        if self.list.is_empty() {
            return None;
        }
        let text = context.text(span).to_lowercase();
        let concepts = context.treatments(span);
        let scores: Vec<f64> = self.list.iter().map(|a| likeness(context, a, &text, &concepts, &self.list)).collect();
        best(&scores)
    }

    /// The fullest wording, with the arm's own short name where the document gives it one: "gemcitabine-docetaxel (GD)".
    pub fn label(&self, i: usize) -> &str {
        &self.list[i].label
    }

    fn name_with_short_forms(&mut self, context: &Context) {
        for arm in &mut self.list {
            let short = context
                .annotated
                .abbreviations
                .iter()
                .map(|a| &a.short)
                .chain(&arm.shorts)
                .find(|s| arm.aliases.contains(&s.to_lowercase()) && !arm.label.contains(s.as_str()));
            if let Some(short) = short {
                arm.label = format!("{} ({short})", arm.label);
            }
        }
    }
}

const AIMS: &[&str] = &["aim", "compare", "objective", "purpose", "we evaluated", "whether", "目的", "比较", "探讨", "评估", "评价"];

/// The arms' concept ids, for records.
pub fn concept_ids(context: &Context, concepts: &[ConceptId]) -> Vec<String> {
    concepts
        .iter()
        .filter(|&&c| {
            matches!(context.concept(c).kind, ConceptKind::Drug | ConceptKind::DrugClass | ConceptKind::Regimen | ConceptKind::Modality)
        })
        .map(|&c| context.concept(c).id.clone())
        .collect()
}
