//! The arms of a document's study: what was compared with what, by the fullest names that it uses.
//!
//! Arms are read from the title, from sentences of randomisation or allocation, and from "A versus B" in aims and conclusions,
//! in this order of trust. An arm is then known by its abbreviations, by the treatments that it alone contains, and by words such
//! as "control group" or 联合组.

use super::context::{Context, Sentence};
use super::lexeme::{Lex, Lexeme};
use super::phrase;
use crate::document::{Kind, SectionKind};
use crate::text::{FoldedSpan, is_han};
use crate::vocabulary::{ConceptId, ConceptKind};
use std::ops::Range;

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

const RANDOM: &[&str] = &["randomi", "randomly", "allocated", "assigned", "随机", "分为", "分成", "分配"];
const COMPARATOR: &[&str] = &[
    "placebo",
    "observation",
    "control",
    "no treatment",
    "alone",
    "standard",
    "conventional",
    "no further",
    "untreated",
    "best supportive care",
    "surveillance",
    "watchful",
    "usual care",
    "no maintenance",
    "only",
    "no ",
    "安慰剂",
    "对照",
    "观察",
    "单药",
    "单纯",
    "单用",
    "常规",
    "仅",
    "空白",
    "最佳支持",
];
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
            if random && let Some(phrases) = allocated(context, sentence) {
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
        for p in phrases {
            let Some(i) = self.same_arm(context, &p) else { continue };
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

fn is_comparator(text: &str) -> bool {
    let lower = text.to_lowercase();
    COMPARATOR.iter().any(|c| {
        if c.is_ascii() {
            lower.split(|c: char| !c.is_alphanumeric()).any(|w| w == c.trim()) || c.contains(' ') && lower.contains(c)
        } else {
            lower.contains(c)
        }
    })
}

fn best(scores: &[f64]) -> Option<usize> {
    let (i, top) = scores.iter().enumerate().max_by(|a, b| a.1.total_cmp(b.1).then(b.0.cmp(&a.0)))?;
    let rivals = scores.iter().filter(|s| **s >= *top - 1e-9).count();
    (*top > 0.0 && rivals == 1).then_some(i)
}

/// How well a phrase names an arm; 0 where it does not.
fn likeness(context: &Context, arm: &StudyArm, text: &str, concepts: &[ConceptId], all: &[StudyArm]) -> f64 {
    let text = text.to_lowercase();
    let bare = strip_group(&text);
    if bare.is_empty() {
        return 0.0;
    }
    let label = arm.label.to_lowercase();
    if bare == label || arm.aliases.contains(&bare) {
        return 10.0;
    }
    let mut score = 0.0;
    let words = words_of(&bare);
    if arm.aliases.iter().any(|a| !a.is_empty() && words.contains(&a.as_str()) || a.chars().any(is_han) && bare.contains(a.as_str())) {
        score += 6.0;
    }
    if !concepts.is_empty() {
        let known = |c: ConceptId, of: &StudyArm| of.contains(context, c);
        let inside = concepts.iter().filter(|&&c| known(c, arm)).count();
        if inside == concepts.len() {
            score += 2.0 + inside as f64;
            // All of the arm is named, not a part of it.
            let covered = arm
                .concepts
                .iter()
                .filter(|&&a| {
                    concepts
                        .iter()
                        .any(|&c| c == a || context.vocabulary.ancestors(a).contains(&c) || context.vocabulary.ancestors(c).contains(&a))
                })
                .count();
            score += 2.0 * covered as f64 / arm.concepts.len().max(1) as f64;
            // What only this arm has tells it from the others.
            if concepts.iter().any(|&c| !all.iter().filter(|o| *o != arm).any(|o| known(c, o))) {
                score += 3.0;
            }
            let alone = is_comparator(&bare) && !concepts.is_empty();
            if alone && is_comparator(&label) {
                score += 2.0;
            }
            if alone && !is_comparator(&label) && all.iter().any(|o| is_comparator(&o.label)) {
                score -= 3.0;
            }
        } else if inside > 0 && concepts.len() > arm.concepts.len() {
            score += 0.5;
        }
    }
    let label_words = words_of(&label);
    let shared = words.iter().filter(|w| label_words.contains(w) && w.len() > 1).count();
    if !words.is_empty() {
        score += 1.5 * shared as f64 / words.len() as f64;
    }
    // A word of this arm's name that no other arm's has.
    if words.iter().any(|w| {
        w.len() > 1 && label_words.contains(w) && !all.iter().filter(|o| *o != arm).any(|o| words_of(&o.label.to_lowercase()).contains(w))
    }) {
        score += 4.0;
    }
    if bare.chars().any(is_han) {
        let telling: Vec<char> = bare.chars().filter(|c| is_han(*c)).collect();
        let hit = telling.iter().filter(|c| label.contains(**c)).count();
        score += hit as f64 / telling.len().max(1) as f64;
    }
    const CONTROL: &[&str] = &[
        "control",
        "controls",
        "placebo",
        "observation",
        "对照",
        "单药",
        "单纯",
        "安慰剂",
        "观察",
        "comparator",
        "standard",
        "untreated",
        "standard-care",
    ];
    const ACTIVE: &[&str] = &[
        "experimental",
        "combination",
        "combined",
        "treatment",
        "study",
        "intervention",
        "treated",
        "active",
        "联合",
        "试验",
        "实验",
        "研究",
        "治疗",
        "combined-treatment",
        "combined-modality",
        "联合治疗",
        "观察组",
    ];
    let has = |list: &[&str]| list.iter().any(|w| if w.is_ascii() { words.contains(w) } else { bare.contains(w) });
    let position = all.iter().position(|o| o == arm).unwrap_or(0);
    if all.len() == 2 && concepts.is_empty() {
        if has(CONTROL) {
            let own = is_comparator(&label);
            let other = all.iter().filter(|o| *o != arm).any(|o| is_comparator(&o.label));
            score += if own && !other || own == other && position == 1 { 3.0 } else { 0.0 };
        } else if has(ACTIVE) {
            let own = is_comparator(&label);
            let most = all.iter().map(|o| o.concepts.len()).max() == Some(arm.concepts.len());
            score += if !own && (most || position == 0) { 3.0 } else { 0.0 };
        }
    }
    score
}

/// "the RT-ICI group" → "rt-ici".
fn strip_group(text: &str) -> String {
    let mut text = text.trim();
    for lead in ["the ", "a ", "patients in ", "in ", "with "] {
        text = text.strip_prefix(lead).unwrap_or(text);
    }
    for tail in [" groups", " group", " arms", " arm", " cohort", " patients", " recipients", "治疗组", "组患者", "组", "患者"] {
        text = text.strip_suffix(tail).unwrap_or(text);
    }
    text.trim().to_owned()
}

fn words_of(text: &str) -> Vec<&str> {
    const STOP: &[&str] = &[
        "the",
        "of",
        "and",
        "with",
        "plus",
        "in",
        "a",
        "an",
        "group",
        "arm",
        "patients",
        "or",
        "for",
        "to",
        "treatment",
        "therapy",
        "treated",
        "receiving",
        "received",
        "who",
        "by",
    ];
    text.split(|c: char| !c.is_alphanumeric() || is_han(c)).filter(|w| !w.is_empty() && !STOP.contains(w)).collect()
}

/// An arm's name in a sentence.
struct Phrase {
    text: String,
    concepts: Vec<ConceptId>,
    aliases: Vec<String>,
    shorts: Vec<String>,
    n: Option<u64>,
    group: bool,
}

fn read_phrase(context: &Context, sentence: &Sentence, range: &Range<usize>) -> Phrase {
    let range = &name_range(context, sentence, range);
    let mut aliases = Vec::new();
    let mut shorts = Vec::new();
    let mut n = None;
    let mut kept_end = range.end;
    let lexemes = &sentence.lexemes;
    let mut name: Vec<Range<usize>> = Vec::new();
    let mut at = range.start;
    while at < range.end {
        if lexemes[at].lex == Lex::Open {
            let close = (at..lexemes.len()).find(|&i| lexemes[i].lex == Lex::Close).unwrap_or(lexemes.len() - 1);
            for i in at + 1..close {
                match &lexemes[i].lex {
                    Lex::Count(value) => n = Some(*value as u64),
                    Lex::Number { value, .. } if close == at + 2 && *value >= 2.0 && value.fract() == 0.0 => n = n.or(Some(*value as u64)),
                    _ => {}
                }
            }
            let inside = FoldedSpan::new(lexemes[at].span.end, lexemes[close].span.start.max(lexemes[at].span.end));
            let words = context.text(inside);
            for part in words.split([';', ',']).map(str::trim) {
                let short = part.len() <= 24
                    && !part.is_empty()
                    && part.split_whitespace().count() <= 3
                    && !part.contains(['=', '%', '±'])
                    && part.chars().any(char::is_alphabetic)
                    && !part.contains(" vs");
                if short {
                    aliases.push(strip_group(&part.to_lowercase()));
                    if part.split_whitespace().count() == 1 && part.chars().any(|c| c.is_uppercase())
                        || part.to_lowercase().starts_with("arm ")
                        || part.to_lowercase().starts_with("group ")
                    {
                        shorts.push(part.to_owned());
                    }
                }
            }
            if close < range.end {
                at = close + 1;
                continue;
            }
            kept_end = at;
            break;
        }
        let dose = dose_words(context, sentence, at, range.end);
        if dose > at {
            at = dose;
            continue;
        }
        let start = at;
        while at < range.end && lexemes[at].lex != Lex::Open && dose_words(context, sentence, at, range.end) == at {
            at += 1;
        }
        name.push(start..at);
    }
    let _ = kept_end;
    let text = name.iter().map(|r| context.printed(phrase::span(sentence, r))).collect::<Vec<_>>().join(" ");
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    let concepts = name.iter().flat_map(|r| context.treatments(phrase::span(sentence, r))).fold(Vec::new(), |mut all, c| {
        if !all.contains(&c) {
            all.push(c);
        }
        all
    });
    let lower = text.to_lowercase();
    let group = ["group", "groups", "arm", "arms"].iter().any(|g| lower.ends_with(g)) || lower.ends_with('组');
    for tail in [" group", " groups", " arm", " arms"] {
        if let Some(bare) = lower.strip_suffix(tail) {
            aliases.push(strip_group(bare));
        }
    }
    // A following bracket with a count: "A (n = 407) or B".
    if n.is_none()
        && lexemes.get(range.end).map(|l| &l.lex) == Some(&Lex::Open)
        && let Some(Lex::Count(value)) = lexemes.get(range.end + 1).map(|l| &l.lex)
    {
        n = Some(*value as u64);
    }
    let text = strip_tail(text);
    Phrase { text, concepts, aliases, shorts, n, group }
}

/// The name proper: "two courses of induction chemotherapy with either daunorubicin" begins after "either"; in Chinese it begins
/// with its first treatment or a word such as 单纯 right before it.
fn name_range(context: &Context, sentence: &Sentence, range: &Range<usize>) -> Range<usize> {
    let lexemes = &sentence.lexemes;
    let mut start = range.start;
    for i in range.clone() {
        if ["either", "assigned", "trial", "study"].contains(&context.word(&lexemes[i]).as_str()) && i + 1 < range.end {
            start = i + 1;
        }
    }
    let Some(first) = (start..range.end).find(|&i| context.is_treatment(&lexemes[i])) else { return start..range.end };
    if let Some(of) =
        (start..first).rev().find(|&i| ["of", "phase", "whether", "that", "adding"].contains(&context.word(&lexemes[i]).as_str()))
    {
        start = of + 1;
    }
    let han =
        context.text(lexemes[first].span).chars().any(is_han) || (start..first).any(|i| context.text(lexemes[i].span).chars().any(is_han));
    if han {
        let lead = first.checked_sub(1).filter(|&i| {
            i >= start
                && ["单纯", "单用", "单药", "术前", "术后", "同步", "序贯", "新辅助", "辅助", "常规", "安慰剂联合", "安慰剂"]
                    .iter()
                    .any(|w| context.word(&lexemes[i]).ends_with(w))
                && context.word(&lexemes[i]).chars().count() <= 5
        });
        start = lead.unwrap_or(first);
    }
    start..range.end
}

/// The end of a drug dose at `at` ("10 mg/kg intravenously every 2 weeks"), which is no part of an arm's name; doses of radiation are.
fn dose_words(context: &Context, sentence: &Sentence, at: usize, end: usize) -> usize {
    let lexemes = &sentence.lexemes;
    let word = |i: usize| lexemes.get(i).map(|l| context.word(l)).unwrap_or_default();
    let number = matches!(lexemes[at].lex, Lex::Number { spelled: false, .. } | Lex::Range { .. });
    let mut i = at;
    if number && ["mg", "g", "mcg", "μg", "毫克"].contains(&word(at + 1).as_str()) {
        i = at + 2;
        while i < end
            && (lexemes[i].lex == Lex::Slash
                || ["m2", "kg", "m", "m²", "per", "kilogram", "square", "metre", "meter", "body", "surface", "area"]
                    .contains(&word(i).as_str()))
        {
            i += 1;
        }
    }
    while i < end
        && ["intravenously", "orally", "iv", "intravenous", "daily", "twice", "once", "weekly", "every"].contains(&word(i).as_str())
        && (i > at || ["intravenously", "orally", "every"].contains(&word(at).as_str()))
    {
        i += 1;
        if word(i - 1) == "every" && matches!(lexemes.get(i).map(|l| &l.lex), Some(Lex::Duration { .. } | Lex::Times(_))) {
            i += 1;
        }
    }
    i.min(end)
}

/// "RT groups" → "RT"; a label keeps "group" where it says nothing else.
fn strip_tail(text: String) -> String {
    for tail in [" groups", " group", " arms", " arm"] {
        if let Some(bare) = text.strip_suffix(tail)
            && bare.len() > 2
        {
            return bare.to_owned();
        }
    }
    text
}

/// "A versus B": both names, if each is one.
fn compared(context: &Context, sentence: &Sentence, at: usize) -> Option<Vec<Phrase>> {
    if ["相比", "比较", "相比较", "对照"].contains(&context.text(sentence.lexemes[at].span)) {
        // A与B相比: both stand before the word.
        let and = (0..at).rev().find(|&i| sentence.lexemes[i].lex == Lex::And)?;
        let left = phrase::left(context, sentence, and)?;
        let (a, b) = (read_phrase(context, sentence, &left), read_phrase(context, sentence, &(and + 1..at)));
        return (!a.concepts.is_empty() && (!b.concepts.is_empty() || is_comparator(&b.text))).then(|| vec![a, b]);
    }
    let left = phrase::left(context, sentence, at)?;
    let right = phrase::right(context, sentence, at + 1)?;
    let (a, b) = (read_phrase(context, sentence, &left), read_phrase(context, sentence, &right));
    let fits = |p: &Phrase| {
        !p.text.is_empty() && p.text.split_whitespace().count() <= LABEL_WORDS_MAX + 6 && (p.text.chars().any(char::is_alphabetic))
    };
    // "A versus B alone": what is not said twice belongs to both sides only where the text says so.
    (fits(&a) && fits(&b) && (!a.concepts.is_empty() || !b.concepts.is_empty() || a.group && b.group)).then(|| vec![a, b])
}

/// "comparing A with B", "a comparison of A and B", 比较了A与B.
fn compared_by_verb(context: &Context, sentence: &Sentence) -> Option<Vec<Phrase>> {
    let lexemes = &sentence.lexemes;
    let word = |i: usize| lexemes.get(i).map(|l| context.word(l)).unwrap_or_default();
    let verb = (0..lexemes.len()).find(|&i| {
        let w = word(i);
        let english = ["comparing", "compare", "compares"].contains(&w.as_str())
            || w == "compared" && !["with", "to"].contains(&word(i + 1).as_str())
            || w == "comparison" && word(i + 1) == "of";
        english || context.text(lexemes[i].span) == "比较" || w.ends_with("对比了")
    })?;
    let start = verb + 1 + usize::from(["of", "了"].contains(&word(verb + 1).as_str()));
    let joint = (start + 1..lexemes.len().min(start + 16)).find(|&i| {
        let joins = matches!(lexemes[i].lex, Lex::And | Lex::Versus) || ["with", "to", "or"].contains(&word(i).as_str());
        // "A and B with C": the first "and" between two treatments may belong to one arm; "with" decides where there is one.
        joins
            && !(lexemes[i].lex == Lex::And
                && (i + 1..lexemes.len().min(i + 6)).any(|j| word(j) == "with" || lexemes[j].lex == Lex::Versus))
    })?;
    let right = phrase::right(context, sentence, joint + 1)?;
    let (a, b) = (read_phrase(context, sentence, &(start..joint)), read_phrase(context, sentence, &right));
    let fits = |p: &Phrase| p.text.split_whitespace().count() <= LABEL_WORDS_MAX && (!p.concepts.is_empty() || is_comparator(&p.text));
    (fits(&a) && fits(&b) && a.text != b.text).then(|| vec![a, b])
}

/// "randomly assigned to receive A or B", "随机分为A组和B组": the names after the verb.
fn allocated(context: &Context, sentence: &Sentence) -> Option<Vec<Phrase>> {
    let lexemes = &sentence.lexemes;
    // The last verb of allocation that alternatives follow: "this randomised trial … assigned to A or B".
    let allocates = |l: &Lexeme| {
        let w = context.word(l);
        RANDOM.iter().any(|r| if r.is_ascii() { w.starts_with(r) } else { w.contains(r) })
    };
    let last_choice = lexemes.iter().rposition(|l| matches!(l.lex, Lex::Or | Lex::Versus | Lex::And))?;
    let verb = lexemes[..last_choice].iter().rposition(allocates).or_else(|| lexemes.iter().position(allocates))?;
    let mut start = verb + 1;
    let alternative = (verb..lexemes.len()).find(|&i| matches!(lexemes[i].lex, Lex::Or | Lex::Versus)).unwrap_or(lexemes.len());
    let word = |i: usize| context.word(&lexemes[i]);
    let receive = (verb + 1..alternative).rev().find(|&i| {
        ["receive", "either", "between", "receiving", "undergo"].contains(&word(i).as_str())
            || ["接受", "分为", "分成"].iter().any(|z| word(i).ends_with(z))
    });
    if let Some(i) = receive {
        start = i + 1;
    } else {
        for i in verb + 1..lexemes.len().min(verb + 40) {
            let w = word(i);
            if ["to", "into", "with"].contains(&w.as_str()) || ["至", "为"].iter().any(|z| w.ends_with(z)) {
                start = i + 1;
            } else if context.is_treatment(&lexemes[i]) {
                break;
            }
        }
    }
    let mut parts: Vec<Range<usize>> = Vec::new();
    let mut depth = 0i32;
    let mut from = start;
    let mut end = lexemes.len();
    let has_or = lexemes[start..].iter().any(|l| matches!(l.lex, Lex::Or | Lex::Versus));
    let counted = lexemes[start..].iter().filter(|l| matches!(l.lex, Lex::Count(_))).count() >= 2;
    for i in start..lexemes.len() {
        match &lexemes[i].lex {
            Lex::Open => depth += 1,
            Lex::Close => depth -= 1,
            _ if depth > 0 => {}
            Lex::Semicolon | Lex::P { .. } | Lex::Measure(_) => {
                end = i;
                break;
            }
            Lex::Or | Lex::Versus => {
                parts.push(from..i);
                from = i + 1;
            }
            Lex::And | Lex::Comma
                if (!has_or || counted)
                    && (counted && matches!(lexemes[i - 1].lex, Lex::Close) || is_group_word(context, sentence, i - 1)) =>
            {
                parts.push(from..i);
                from = i + 1;
            }
            Lex::Comma
                if context.document.text.is_empty()
                    || !(context.is_treatment(&lexemes[i - 1])
                        || lexemes.get(i + 1).is_some_and(|l| context.is_treatment(l))
                        || is_group_word(context, sentence, i - 1)) =>
            {
                // Further particulars: "…, followed by", "…, stratified by".
                if parts.is_empty() && !lexemes[i..].iter().any(|l| l.lex == Lex::Or) {
                    end = i;
                    break;
                }
                if !parts.is_empty() {
                    end = i;
                    break;
                }
            }
            Lex::Word
                if ["every", "after", "until", "stratified", "by", "in", "for", "using", "following", "as"]
                    .contains(&context.word(&lexemes[i]).as_str())
                    && !parts.is_empty()
                    && i > from =>
            {
                end = i;
                break;
            }
            Lex::Word if matches!(context.word(&lexemes[i]).as_str(), "." | "。") => {
                end = i;
                break;
            }
            _ => {}
        }
    }
    if from < end {
        parts.push(from..end);
    }
    if parts.len() < 2 {
        return None;
    }
    let phrases: Vec<Phrase> = parts
        .iter()
        .filter_map(|r| clean(context, sentence, r))
        .map(|r| read_phrase(context, sentence, &r))
        .filter(|p| !p.text.is_empty() && p.text.split_whitespace().count() <= 30)
        .collect();
    (phrases.len() >= 2
        && phrases.len() <= 4
        && phrases.iter().filter(|p| !p.concepts.is_empty() || p.group || is_comparator(&p.text) || p.n.is_some()).count() >= 2)
        .then_some(phrases)
}

/// Phrases that end in "group", "arm" or 组.
fn groups_named(context: &Context, sentence: &Sentence) -> Vec<Range<usize>> {
    let lexemes = &sentence.lexemes;
    let mut found = Vec::new();
    for i in 0..lexemes.len() {
        let word = context.word(&lexemes[i]);
        let han = word.ends_with('组') && !["两组", "各组", "三组", "全组", "亚组", "分组", "每组"].iter().any(|w| word.ends_with(w));
        if !(han || word == "group" || word == "arm") {
            continue;
        }
        if let Some(left) = phrase::left(context, sentence, i).or_else(|| han.then_some(i..i)) {
            found.push(left.start..i + 1);
        }
    }
    found
}

fn is_group_word(context: &Context, sentence: &Sentence, at: usize) -> bool {
    let w = context.word(&sentence.lexemes[at]);
    w == "group" || w == "arm" || w.ends_with('组')
}

/// Without "to", "receive", "either", articles and bracketed ratios at the beginning.
fn clean(context: &Context, sentence: &Sentence, range: &Range<usize>) -> Option<Range<usize>> {
    let lexemes = &sentence.lexemes;
    let mut start = range.start;
    while start < range.end {
        let w = context.word(&lexemes[start]);
        if ["to", "receive", "either", "a", "an", "the", "receiving", "treatment", "with", "both", "undergo"].contains(&w.as_str())
            || matches!(lexemes[start].lex, Lex::Comma | Lex::Close | Lex::Colon)
        {
            start += 1;
        } else if lexemes[start].lex == Lex::Open {
            start = (start..range.end).find(|&i| lexemes[i].lex == Lex::Close)? + 1;
        } else {
            break;
        }
    }
    let mut end = range.end;
    while end > start
        && (matches!(lexemes[end - 1].lex, Lex::Comma | Lex::Semicolon)
            || matches!(context.word(&lexemes[end - 1]).as_str(), "." | "。" | "treatment"))
    {
        end -= 1;
    }
    (start < end).then_some(start..end)
}

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
