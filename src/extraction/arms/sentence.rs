//! Sentences that name arms: allocation, "A versus B", "comparing A with B", groups.

use crate::extraction::context::{Context, Sentence};
use crate::extraction::lexeme::{Lex, Lexeme};
use crate::extraction::phrase;
use crate::text::is_han;
use std::ops::Range;

use super::LABEL_WORDS_MAX;
use super::likeness::is_comparator;
use super::name::{Phrase, read_phrase};

pub(super) const RANDOM: &[&str] = &["randomi", "randomly", "allocated", "assigned", "随机", "分为", "分成", "分配"];

/// "A versus B": both names, if each is one.
pub(super) fn compared(context: &Context, sentence: &Sentence, at: usize) -> Option<Vec<Phrase>> {
    if ["相比", "比较", "相比较", "对照"].contains(&context.text(sentence.lexemes[at].span)) {
        // A与B相比: both stand before the word.
        let and = (0..at).rev().find(|&i| sentence.lexemes[i].lex == Lex::And)?;
        let left = phrase::left(context, sentence, and)?;
        let (a, b) = (read_phrase(context, sentence, &left), read_phrase(context, sentence, &(and + 1..at)));
        return (!a.concepts.is_empty() && (!b.concepts.is_empty() || is_comparator(&b.text))).then(|| vec![a, b]);
    }
    let left = phrase::left(context, sentence, at)?;
    let right = phrase::right(context, sentence, at + 1)?;
    let (mut a, b) = (read_phrase(context, sentence, &left), read_phrase(context, sentence, &right));
    complete(&mut a, &b);
    let fits = |p: &Phrase| {
        !p.text.is_empty() && p.text.split_whitespace().count() <= LABEL_WORDS_MAX + 6 && (p.text.chars().any(char::is_alphabetic))
    };
    // "A versus B alone": what is not said twice belongs to both sides only where the text says so.
    (fits(&a) && fits(&b) && (!a.concepts.is_empty() || !b.concepts.is_empty() || a.group && b.group)).then(|| vec![a, b])
}

/// "Standard-dose versus high-dose radiotherapy": the first name shares the second one's last words.
fn complete(first: &mut Phrase, second: &Phrase) {
    let words: Vec<&str> = second.text.split_whitespace().collect();
    let short = first.text.split_whitespace().count() <= 2 && !first.text.is_empty();
    if short
        && first.concepts.is_empty()
        && !first.group
        && !is_comparator(&first.text)
        && words.len() >= 2
        && words.len() <= 8
        && !second.group
    {
        first.aliases.push(first.text.to_lowercase());
        first.text = format!("{} {}", first.text, words[1..].join(" "));
        first.concepts = second.concepts.clone();
    }
}

/// "comparing A with B", "a comparison of A and B", 比较了A与B.
pub(super) fn compared_by_verb(context: &Context, sentence: &Sentence) -> Option<Vec<Phrase>> {
    let lexemes = &sentence.lexemes;
    let word = |i: usize| lexemes.get(i).map(|l| context.word(l)).unwrap_or_default();
    let verb = (0..lexemes.len()).find(|&i| {
        let w = word(i);
        let english = ["comparing", "compare", "compares"].contains(&w.as_str())
            || w == "compared" && !["with", "to"].contains(&word(i + 1).as_str())
            || w == "comparison" && word(i + 1) == "of";
        english || ["比较", "比较了", "对比了", "对比"].iter().any(|v| w == *v) || w.ends_with("对比了")
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

/// "A with or without B": A with B, and A without it.
pub(super) fn with_or_without(context: &Context, sentence: &Sentence) -> Option<Vec<Phrase>> {
    let lexemes = &sentence.lexemes;
    let word = |i: usize| lexemes.get(i).map(|l| context.word(l)).unwrap_or_default();
    let at = (1..lexemes.len()).find(|&i| word(i) == "with" && word(i + 1) == "or" && word(i + 2) == "without")?;
    let base = read_phrase(context, sentence, &phrase::left(context, sentence, at)?);
    let added = read_phrase(context, sentence, &phrase::right(context, sentence, at + 3)?);
    if base.text.is_empty() || added.concepts.is_empty() {
        return None;
    }
    let mut both = Phrase { text: format!("{} with {}", base.text, added.text), ..base.clone() };
    both.aliases = vec![added.text.to_lowercase(), format!("{} plus {}", base.text, added.text).to_lowercase()];
    both.concepts.extend(added.concepts.iter().filter(|c| !base.concepts.contains(c)));
    let without = Phrase { text: format!("{} alone", base.text), ..base };
    Some(vec![both, without])
}

/// "randomly assigned to receive A or B", "随机分为A组和B组": the names after the verb.
pub(super) fn allocated(context: &Context, sentence: &Sentence) -> Option<Vec<Phrase>> {
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
    // 患者分为观察组: the first name stands in the verb's own lexeme.
    if ["分为", "分成"].iter().any(|w| word(verb).contains(w) && !word(verb).ends_with(w)) {
        start = verb;
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
                    && (counted && matches!(lexemes[i - 1].lex, Lex::Close)
                        || closes_group(context, sentence, i - 1)
                        || is_group_word(context, sentence, i - 1)) =>
            {
                parts.push(from..i);
                from = i + 1;
            }
            // Chinese lists alternatives with 或 and 、, a comma ends them.
            Lex::Comma if !parts.is_empty() && i > from && context.text(lexemes[verb].span).chars().any(is_han) => {
                end = i;
                break;
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
                    && !(context.word(&lexemes[i]) == "by" && context.word(&lexemes[i - 1]) == "followed")
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
        .filter(|p| !p.text.is_empty() && !p.text.starts_with('各') && p.text.split_whitespace().count() <= 30)
        .collect();
    (phrases.len() >= 2
        && phrases.len() <= 4
        && phrases.iter().filter(|p| !p.concepts.is_empty() || p.group || is_comparator(&p.text) || p.n.is_some()).count() >= 2)
        .then_some(phrases)
}

/// Phrases that end in "group", "arm" or 组.
pub(super) fn groups_named(context: &Context, sentence: &Sentence) -> Vec<Range<usize>> {
    let lexemes = &sentence.lexemes;
    let mut found = Vec::new();
    for i in 0..lexemes.len() {
        let word = context.word(&lexemes[i]);
        let han = word.ends_with('组') && !["两组", "各组", "三组", "全组", "亚组", "分组", "每组"].iter().any(|w| word.ends_with(w));
        if !(han || word == "group" || word == "arm") {
            continue;
        }
        if let Some(left) = phrase::left(context, sentence, i).or_else(|| han.then_some(i..i)) {
            // "the A group and B group": the second begins behind the first.
            let start = (left.start..i).rev().find(|&k| is_group_word(context, sentence, k)).map_or(left.start, |k| k + 1);
            let start = start + usize::from(start > left.start && start < i && lexemes[start].lex == Lex::And);
            found.push(start..i + 1);
        }
    }
    found
}

/// "A组(393例)": a bracket that follows a group word.
fn closes_group(context: &Context, sentence: &Sentence, at: usize) -> bool {
    let open = (0..at).rev().find(|&i| sentence.lexemes[i].lex == Lex::Open);
    sentence.lexemes[at].lex == Lex::Close && open.is_some_and(|o| o > 0 && is_group_word(context, sentence, o - 1))
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
