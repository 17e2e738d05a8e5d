//! A document cut into sentences, each with the part of the paper that it stands in.
//!
//! Abstracts that arrive as one body still say where they are: `METHODS:`, `方法`, `【研究结果】`. A label holds until the next.

use super::context::Context;
use super::lexeme::Lexeme;
use crate::document::SectionKind;
use crate::text::{FoldedSpan, is_han};

/// The part of a paper, by what it is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Zone {
    Title,
    Background,
    Methods,
    Results,
    Conclusion,
    /// No label says.
    Body,
}

/// One sentence.
#[derive(Debug)]
pub struct Passage<'a> {
    pub span: FoldedSpan,
    pub text: &'a str,
    /// In lower case, byte for byte as long as `text`.
    pub lower: String,
    pub zone: Zone,
    pub lexemes: &'a [Lexeme],
}

impl Passage<'_> {
    /// Whether any of the words stands in the sentence; each in lower case.
    pub fn has(&self, words: &[&str]) -> bool {
        words.iter().any(|w| contains_word(&self.lower, w))
    }

    /// The text of a lexeme.
    pub fn at(&self, lexeme: &Lexeme) -> &str {
        &self.text[lexeme.span.start - self.span.start..lexeme.span.end - self.span.start]
    }
}

/// All sentences in order.
pub fn passages<'a>(context: &'a Context) -> Vec<Passage<'a>> {
    let (document, annotated) = (context.document, context.annotated);
    let title_end = document.title.as_deref().filter(|t| document.text.starts_with(*t)).map_or(0, str::len);
    let mut label = Zone::Body;
    let mut passages: Vec<Passage> = context
        .sentences
        .iter()
        .map(|sentence| {
            let span = sentence.span;
            let text = annotated.text.slice(span);
            let source = annotated.text.source_span(span);
            let zone = if source.end <= title_end {
                Zone::Title
            } else if let Some(zone) = labelled(text) {
                label = zone;
                zone
            } else {
                match of_section(sentence.section) {
                    Zone::Body => label,
                    zone => zone,
                }
            };
            // ASCII only, so that offsets stay.
            Passage { span, text, lower: text.to_ascii_lowercase(), zone, lexemes: &sentence.lexemes }
        })
        .collect();
    open_background(&mut passages);
    passages
}

/// An abstract without labels opens with what was known before, up to the sentence that turns to the study.
fn open_background(passages: &mut [Passage]) {
    if passages.iter().any(|p| !matches!(p.zone, Zone::Body | Zone::Title)) {
        return;
    }
    const TURNS: &[&str] =
        &["the present study", "this study", "this trial", "we", "our", "aimed to", "the aim*", "the purpose*", "the objective*"];
    let Some(turn) = passages.iter().position(|p| p.zone == Zone::Body && p.has(TURNS)) else { return };
    if turn <= passages.len() / 2 {
        for passage in passages[..turn].iter_mut().filter(|p| p.zone == Zone::Body && !p.text.contains(|c: char| c.is_ascii_digit())) {
            passage.zone = Zone::Background;
        }
    }
}

fn of_section(kind: SectionKind) -> Zone {
    match kind {
        SectionKind::Title => Zone::Title,
        SectionKind::Background => Zone::Background,
        SectionKind::Methods | SectionKind::Eligibility | SectionKind::Interventions | SectionKind::Outcomes => Zone::Methods,
        SectionKind::Results => Zone::Results,
        SectionKind::Discussion | SectionKind::Conclusion => Zone::Conclusion,
        SectionKind::Abstract | SectionKind::References | SectionKind::Body => Zone::Body,
    }
}

/// What a label means, by the first of its words that is known.
const LABELS: &[(Zone, &[&str])] = &[
    (Zone::Conclusion, &["conclusion", "interpretation", "discussion", "significance", "implication", "importance", "relevance"]),
    (Zone::Results, &["result", "finding"]),
    (
        Zone::Methods,
        &[
            "method",
            "design",
            "setting",
            "participant",
            "patients",
            "intervention",
            "measure",
            "data",
            "selection",
            "search",
            "criteria",
            "collection",
            "animals",
        ],
    ),
    (Zone::Background, &["background", "introduction", "purpose", "objective", "aim", "context", "hypothes", "rationale"]),
];
const HAN_LABELS: &[(Zone, &[&str])] = &[
    (Zone::Conclusion, &["结论", "结语", "小结", "讨论", "述评", "点评", "专家点评", "专家观点", "解读", "总结"]),
    (Zone::Results, &["结果", "研究结果", "主要结果", "疗效数据", "研究发现"]),
    (Zone::Methods, &["方法", "研究方法", "研究设计", "资料与方法", "材料与方法", "对象与方法", "设计", "研究要点"]),
    (Zone::Background, &["目的", "背景", "研究背景", "前言", "引言", "研究问题", "研究目的"]),
];

/// The zone that a label at the beginning of a sentence opens.
fn labelled(text: &str) -> Option<Zone> {
    if text.chars().take(24).any(is_han) {
        let body = text.trim_start_matches(|c: char| !is_han(c) || "一二三四五六七八九十".contains(c) || c == '、');
        let body = body.strip_prefix("摘要").map_or(body, |b| b.trim_start_matches([':', ' ']));
        let (zone, word) = HAN_LABELS
            .iter()
            .flat_map(|(z, words)| words.iter().map(move |w| (*z, *w)))
            .filter(|(_, w)| body.starts_with(w))
            .max_by_key(|(_, w)| w.len())?;
        let rest = &body[word.len()..];
        let closed = rest.is_empty() || rest.starts_with([' ', ':', '】', '。', '与', '(', ']']);
        // "目的探讨…" and "方法收集…" lost their space.
        return (closed || ["目的", "方法", "结果", "结论"].contains(&word)).then_some(zone);
    }
    let head = match text.split_once(':') {
        Some((head, _)) if head.len() <= 48 => head,
        _ if text.len() <= 32 && !text.ends_with('.') => text,
        _ => {
            let end = text.find(|c: char| !(c.is_ascii_uppercase() || c == ' ' || c == '&'))?;
            &text[..end.saturating_sub(1)]
        }
    };
    let lower = head.trim().to_ascii_lowercase();
    let wordy = lower.split_whitespace().count();
    // "The objective response rates (ORR) were A: 52%" is a sentence.
    let sentence = lower.contains("objective response") || lower.split(' ').any(|w| ["was", "were", "is", "are", "had"].contains(&w));
    if wordy == 0 || wordy > 7 || sentence || lower.contains(|c: char| c.is_ascii_digit()) {
        return None;
    }
    LABELS
        .iter()
        .find(|(_, words)| words.iter().any(|w| lower.split(|c: char| !c.is_alphabetic()).any(|x| x.starts_with(w))))
        .map(|(z, _)| *z)
}

/// Whether `word` stands in `text`, whole at its Latin ends; a trailing `*` lets the word go on.
pub fn contains_word(text: &str, word: &str) -> bool {
    find_word(text, word).is_some()
}

/// Where `word` first stands in `text`.
pub fn find_word(text: &str, word: &str) -> Option<usize> {
    let (stem, open) = word.strip_suffix('*').map_or((word, false), |s| (s, true));
    let latin = |c: char| c.is_ascii_alphanumeric();
    text.match_indices(stem).map(|(i, _)| i).find(|&i| {
        let fresh = !stem.starts_with(latin) || !text[..i].ends_with(latin);
        fresh && (open || !stem.ends_with(latin) || !text[i + stem.len()..].starts_with(latin))
    })
}

/// A plain abstract, for tests.
#[cfg(test)]
pub fn document(title: Option<&str>, body: &str) -> crate::document::Document {
    use crate::document::{Document, Kind, Section, Span};
    let text = title.map_or_else(|| body.to_owned(), |t| format!("{t}\n{body}"));
    let span = Span::new(0, text.len());
    Document {
        id: "test".to_owned(),
        source: "test".to_owned(),
        kind: Kind::JournalAbstract,
        title: title.map(str::to_owned),
        language: None,
        text,
        masks: Vec::new(),
        sections: vec![Section { kind: SectionKind::Body, label: String::new(), span }],
        identifiers: crate::document::Identifiers::default(),
        links: Vec::new(),
        date: None,
        authors: Vec::new(),
        journal: None,
        url: None,
        publication_status: None,
        fictional: false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_open_zones() {
        for (text, expected) in [
            ("METHODS: We treated them.", Some(Zone::Methods)),
            ("PATIENTS AND METHODS : Patients were", Some(Zone::Methods)),
            ("Conclusions and Clinical Importance: This", Some(Zone::Conclusion)),
            ("RESULTS Seventy", Some(Zone::Results)),
            ("方法 前瞻性单臂", Some(Zone::Methods)),
            ("摘要:目的探讨术前", Some(Zone::Background)),
            ("【研究结果】", Some(Zone::Results)),
            ("三、结果", Some(Zone::Results)),
            ("The results were good.", None),
            ("HR 0.77: the ratio", None),
            ("The objective response rates (ORRs) were AB: 52%", None),
            ("研究显示SBRT有效", None),
        ] {
            assert_eq!(labelled(text), expected, "{text}");
        }
    }

    #[test]
    fn words_are_whole() {
        assert!(contains_word("a randomised trial", "random*"));
        assert!(!contains_word("a nonrandomised trial", "random*"));
        assert!(contains_word("为随机对照", "随机"));
    }
}
