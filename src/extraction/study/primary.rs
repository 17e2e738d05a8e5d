//! Endpoints that the document itself calls primary.
//!
//! ```text
//! primary := phrase ("was" | ":" | ",") endpoint { (","|"and") endpoint }      "The primary end point was OS"
//!          | endpoint { (","|"and") endpoint } ("was" | "," | "(") phrase      "Overall survival (OS, primary endpoint)"
//! phrase  := "primary" … "end point" | "coprimary" … | "主要终点"
//! ```
//! The list ends where the sentence goes on to define, measure or name secondary endpoints.

use super::super::lexeme::Lex;
use super::super::passage::{Passage, Zone};
use super::types::PrimaryEndpoint;
use crate::text::FoldedSpan;
use crate::vocabulary::{AnnotatedText, ConceptKind, Mention, Vocabulary};

/// All primary endpoints, each once, in order; the verdict is left open.
pub fn endpoints(passages: &[Passage], annotated: &AnnotatedText, vocabulary: &Vocabulary) -> Vec<PrimaryEndpoint> {
    let mut found: Vec<PrimaryEndpoint> = Vec::new();
    for passage in passages.iter().filter(|p| p.zone != Zone::Title) {
        for phrase in phrases(&passage.lower) {
            for endpoint in named(passage, phrase, annotated, vocabulary) {
                let known = |p: &PrimaryEndpoint| match (&p.endpoint, &endpoint.endpoint) {
                    (Some(a), Some(b)) => a == b,
                    // A second mention without a name speaks of the one already known.
                    (_, None) => true,
                    (None, Some(_)) => false,
                };
                if !found.iter().any(known) {
                    found.push(endpoint);
                }
            }
        }
    }
    found
}

/// Byte range in a passage.
#[derive(Clone, Copy)]
struct Phrase {
    start: usize,
    end: usize,
    /// An objective is an endpoint only where one is named.
    objective: bool,
}

const HEADS: &[&str] = &["end point", "endpoint", "end-point", "outcome", "efficacy variable"];
const OBJECTIVES: &[&str] = &["objective", "aim", "goal"];

fn phrases(lower: &str) -> Vec<Phrase> {
    let mut found = Vec::new();
    for (start, word) in lower.match_indices("primary") {
        let rest = &lower[start + word.len()..];
        // "primary efficacy end point", "primary study outcome", "primary and secondary end points".
        let window = &rest[..rest.char_indices().map(|(i, _)| i).take_while(|i| *i <= 34).last().unwrap_or(0)];
        for (heads, objective) in [(HEADS, false), (OBJECTIVES, true)] {
            let head = heads.iter().filter_map(|h| window.find(h).map(|i| (i, h.len()))).min();
            let Some((i, len)) = head else { continue };
            let between = window[..i].trim();
            if between.split_whitespace().count() > 3 || between.contains([',', '.', ';', ')']) {
                continue;
            }
            let mut end = start + word.len() + i + len;
            end += lower[end..].starts_with('s') as usize;
            // "primary outcome events", "primary end point analysis".
            let other = [" event", " analysis", " data", " assessment"].iter().any(|w| lower[end..].starts_with(w));
            if !other {
                found.push(Phrase { start, end, objective });
                break;
            }
        }
    }
    for head in [
        "主要研究终点",
        "主要疗效终点",
        "主要终点",
        "共同主要终点",
        "双主要终点",
        "首要终点",
        "主要结局指标",
        "主要结局",
        "主要观察指标",
        "主要疗效指标",
        "主要评价指标",
    ] {
        for (start, word) in lower.match_indices(head) {
            if !found.iter().any(|p: &Phrase| p.start <= start && start < p.end) {
                found.push(Phrase { start, end: start + word.len(), objective: false });
            }
        }
    }
    found.sort_by_key(|p| (p.start, std::cmp::Reverse(p.end)));
    found.dedup_by(|b, a| a.start <= b.start && b.start < a.end);
    found
}

/// Where a list of endpoints ends.
const CUTS: &[&str] = &[
    "secondary",
    "defined",
    " assessed",
    " measured",
    " analysed",
    " analyzed",
    " evaluated",
    "for which",
    "which ",
    "expressed",
    "determined",
    "with an ",
    "calculated",
    "key ",
    "次要",
    "定义",
    "。",
    ";",
    ". ",
    "as estimated",
    "among ",
    "regardless",
    "during ",
    "to detect",
    "was met",
    "were met",
    "was not met",
    "在",
    "及次要",
    "未达到",
    "有获益",
];

fn named(passage: &Passage, phrase: Phrase, annotated: &AnnotatedText, vocabulary: &Vocabulary) -> Vec<PrimaryEndpoint> {
    let ahead = &passage.lower[phrase.end..];
    let cut = CUTS.iter().filter_map(|c| ahead.find(c)).min().unwrap_or(ahead.len());
    let forward = FoldedSpan::new(passage.span.start + phrase.end, passage.span.start + phrase.end + cut);
    let sources = vec![annotated.text.source_span(passage.span)];
    let make = |m: &Mention| PrimaryEndpoint {
        endpoint: m.concept.map(|c| vocabulary.concept(c).id.clone()),
        text: annotated.text.slice(m.span).to_owned(),
        met: None,
        spans: sources.clone(),
    };
    let in_forward = listed(annotated, forward, passage, true);
    if !in_forward.is_empty() && !closes(ahead) {
        return in_forward.into_iter().map(make).collect();
    }
    let back = FoldedSpan::new(passage.span.start, passage.span.start + phrase.start);
    let behind = listed(annotated, back, passage, false);
    if closes(ahead) && !behind.is_empty() {
        return behind.into_iter().map(make).collect();
    }
    if !in_forward.is_empty() {
        return in_forward.into_iter().map(make).collect();
    }
    if phrase.objective {
        return Vec::new();
    }
    in_words(&passage.text[phrase.end..phrase.end + cut])
        .map(|text| PrimaryEndpoint { endpoint: short_form(&text, vocabulary), text, met: None, spans: sources })
        .into_iter()
        .collect()
}

/// Whether the phrase ends its clause, so that the endpoint stands before it.
fn closes(ahead: &str) -> bool {
    let ahead = ahead.trim_start();
    ahead.is_empty() || ahead.starts_with([')', '.', ',', ';', ']']) && !ahead.starts_with(", ") || ahead.starts_with(") ")
}

/// The endpoints of a list: the first one and those joined to it, or, backwards, the last one and those before it.
fn listed<'a>(annotated: &'a AnnotatedText, span: FoldedSpan, passage: &Passage, forward: bool) -> Vec<&'a Mention> {
    let mut mentions: Vec<&Mention> = annotated
        .mentions_in(span)
        .iter()
        .filter(|m| m.kind == ConceptKind::Endpoint || m.kind == ConceptKind::AdverseEvent)
        .filter(|m| m.span.end <= span.end)
        .collect();
    mentions.dedup_by_key(|m| m.span);
    if !forward {
        mentions.reverse();
    }
    let mut kept: Vec<&Mention> = Vec::new();
    for m in mentions {
        let Some(last) = kept.last() else {
            kept.push(m);
            continue;
        };
        let (from, to) = if forward { (last.span.end, m.span.start) } else { (m.span.end, last.span.start) };
        if from > to || !joined(passage, from, to) {
            break;
        }
        if !kept.iter().any(|k| k.concept == m.concept) {
            kept.push(m);
        }
    }
    if !forward {
        kept.reverse();
    }
    kept
}

/// Whether only list words and qualifiers stand between two endpoints.
fn joined(passage: &Passage, from: usize, to: usize) -> bool {
    let between: Vec<_> = passage.lexemes.iter().filter(|l| l.span.start >= from && l.span.end <= to).collect();
    let words = between.iter().filter(|l| matches!(l.lex, Lex::Word)).count();
    between.len() <= 12 && words <= 6 && !between.iter().any(|l| matches!(l.lex, Lex::Semicolon | Lex::Versus | Lex::P { .. }))
}

/// "ORR at 3 months": called an endpoint, a short form needs no further support.
fn short_form(text: &str, vocabulary: &Vocabulary) -> Option<String> {
    let tokens =
        text.split(|c: char| !(c.is_ascii_alphanumeric() || c == '-')).filter(|t| t.chars().filter(char::is_ascii_uppercase).count() >= 2);
    let mut concepts = tokens.flat_map(|t| vocabulary.lookup(t)).filter(|c| vocabulary.concept(*c).kind == ConceptKind::Endpoint);
    concepts.next().map(|c| vocabulary.concept(c).id.clone())
}

/// An endpoint that the vocabulary lacks, in the text's words.
fn in_words(text: &str) -> Option<String> {
    let text = text.trim_start_matches([' ', ':', ',', '为', '是', '(']);
    let text = ["was ", "were ", "is ", "of ", "the ", "a "].iter().fold(text, |t, w| t.strip_prefix(w).unwrap_or(t));
    let text = text.split(['(', ',', ';', '.']).next().unwrap_or("").trim();
    (text.chars().count() >= 3 && text.chars().count() <= 120 && !text.starts_with("not ") && !text.starts_with("met"))
        .then(|| text.to_owned())
}

#[cfg(test)]
mod tests {
    use super::super::read_text;

    #[test]
    fn primary_endpoints() {
        let cases: &[(&str, &[Option<&str>])] = &[
            ("The primary endpoint was overall survival, defined as time to death.", &[Some("endpoint:os")]),
            ("The primary end point, progression-free survival, was assessed by review.", &[Some("endpoint:pfs")]),
            ("Overall survival (OS, primary endpoint) at 2 years was not different.", &[Some("endpoint:os")]),
            (
                "Coprimary end points were overall survival and progression-free survival; secondary end points included safety.",
                &[Some("endpoint:os"), Some("endpoint:pfs")],
            ),
            (
                "The co-primary end points were overall survival and progression-free survival.",
                &[Some("endpoint:os"), Some("endpoint:pfs")],
            ),
            ("The primary outcome was a composite of strange things during 12 months.", &[None]),
            ("共同主要终点:ITT人群总生存期和IRF评估的无进展生存期。", &[Some("endpoint:os"), Some("endpoint:pfs")]),
            ("主要研究终点是总生存期,次要研究终点是无进展生存期。", &[Some("endpoint:os")]),
            ("Secondary end points were overall survival and safety.", &[]),
            ("The primary tumour was resected.", &[]),
            ("The required number of primary outcome events has been reached.", &[]),
        ];
        for (text, expected) in cases {
            let study = read_text(None, text);
            let got: Vec<Option<&str>> = study.primary.iter().map(|p| p.endpoint.as_deref()).collect();
            assert_eq!(got, *expected, "{text}");
        }
    }
}
