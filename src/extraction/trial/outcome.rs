//! Planned endpoints.

use super::entry::{Entries, Entry, Field};
use super::source::Source;
use super::types::{PlannedEndpoint, PlannedEndpoints};
use crate::document::Span;
use crate::vocabulary::ConceptKind;

const ENDPOINTS_MAX: usize = 60;

pub fn read(source: &Source<'_>, entries: &Entries<'_>) -> PlannedEndpoints {
    let of = |field| {
        let mut found: Vec<PlannedEndpoint> = Vec::new();
        for entry in entries.all(field) {
            for item in items(source, entry) {
                found.extend(endpoints(source, item));
            }
        }
        found.dedup();
        found.truncate(ENDPOINTS_MAX);
        found
    };
    PlannedEndpoints { primary: of(Field::Primary), secondary: of(Field::Secondary) }
}

/// The stretches of a value that each hold one item of its list.
fn items(source: &Source<'_>, entry: &Entry<'_>) -> Vec<Span> {
    let value = value_end(entry);
    let mut cuts: Vec<Span> = Vec::new();
    let mut start = entry.span.start;
    let end = entry.span.start + value;
    let mut depth = 0i32;
    for (i, c) in source.text[entry.span.start..end].char_indices() {
        let at = entry.span.start + i;
        depth = (depth + i32::from(matches!(c, '(' | '（' | '[')) - i32::from(matches!(c, ')' | '）' | ']'))).max(0);
        let rest = &source.text[at..end];
        let full_stop =
            c == '.' && (rest[1..].starts_with(' ') || rest.len() == 1) && !source.text[start..at].ends_with(|d: char| d.is_ascii_digit());
        if c == '\n' || depth == 0 && matches!(c, ';' | '；' | '。') || full_stop && depth == 0 {
            cuts.push(Span::new(start, at));
            start = at + c.len_utf8();
            depth = 0;
        }
    }
    cuts.push(Span::new(start, end));
    cuts.retain(|s| {
        let text = source.text[s.start..s.end].trim();
        text.chars().filter(|c| c.is_alphabetic()).count() >= 2 && !is_table_head(text)
    });
    // In a numbered list the lines without a number describe the one above.
    if cuts.first().is_some_and(|s| is_numbered(&source.text[s.start..s.end])) {
        cuts.retain(|s| is_numbered(&source.text[s.start..s.end]));
    }
    cuts
}

/// `1. `, `2) `, `3、`
fn is_numbered(text: &str) -> bool {
    let text = text.trim();
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    (1..=2).contains(&digits)
        && text[digits..].strip_prefix(['.', ')', '、']).is_some_and(|rest| !rest.starts_with(|c: char| c.is_ascii_digit()))
}

fn is_table_head(text: &str) -> bool {
    let lower = text.to_lowercase();
    lower.starts_with("outcome measure") || lower.starts_with("measure description") || lower.starts_with("time frame")
}

/// How far a value goes: in running prose to its sentence's end, below a heading to the end of its list.
fn value_end(entry: &Entry<'_>) -> usize {
    let value = entry.value;
    let first_words = value.len() - value.trim_start_matches([' ', '\t']).len();
    if !value[first_words..].starts_with('\n') {
        // On the label's own line: the line, and numbered lines below it.
        let mut end = value.find('\n').unwrap_or(value.len());
        if entry.inline {
            let stop = ["。", "\n"].iter().filter_map(|m| value.find(m)).min().unwrap_or(value.len());
            let full_stop =
                value.match_indices(". ").map(|(i, _)| i).find(|&i| value[i + 2..].starts_with(char::is_uppercase)).unwrap_or(value.len());
            end = end.min(stop).min(full_stop);
        }
        return end;
    }
    // A list of lines: up to a blank line behind it.
    let mut end = 0;
    let mut seen = false;
    for line in value.split_inclusive('\n') {
        if line.trim().is_empty() && seen {
            break;
        }
        seen |= !line.trim().is_empty();
        end += line.len();
    }
    end
}

/// The endpoints that one item names: of a table row or a described item the first, of an enumeration each.
fn endpoints(source: &Source<'_>, item: Span) -> Vec<PlannedEndpoint> {
    let text = &source.text[item.start..item.end];
    let head = text.find(['|', '｜', '[', '［']).or_else(|| text.find(" — ")).or_else(|| text.find(" - ")).unwrap_or(text.len());
    let timeframe = timeframe(text, head);
    let named = |span: Span| endpoint_in(source, span);
    let row = head < text.len()
        || text.trim_start().starts_with(|c: char| c.is_ascii_digit() || c == '(')
            && text.trim_start().chars().nth(1).is_some_and(|c| matches!(c, '.' | ')' | '、'));
    let parts: Vec<Span> = if row { vec![Span::new(item.start, item.start + head)] } else { enumeration(source, text, item.start) };
    let mut found: Vec<PlannedEndpoint> = Vec::new();
    for part in parts {
        let endpoint = named(part);
        let words = tidy(&source.text[part.start..part.end]);
        if words.chars().filter(|c| c.is_alphabetic()).count() < 2 || is_time(&words) {
            continue;
        }
        if endpoint.is_none() && !found.is_empty() && !is_name(&words) {
            continue;
        }
        found.push(PlannedEndpoint { endpoint, text: words, timeframe: timeframe.clone() });
    }
    found
}

/// The first endpoint that a stretch names. In a list of endpoints a short form needs no definition.
fn endpoint_in(source: &Source<'_>, span: Span) -> Option<String> {
    let is_endpoint = |kind| matches!(kind, ConceptKind::Endpoint | ConceptKind::AdverseEvent);
    let mentioned = source.mentions(span).iter().filter(|m| is_endpoint(m.kind)).find_map(|m| m.concept);
    let short = || {
        let words = source.text[span.start..span.end].split(|c: char| !(c.is_ascii_alphanumeric() || c == '-'));
        let capitals = words.filter(|w| w.len() >= 2 && w.len() <= 6 && w.chars().filter(char::is_ascii_uppercase).count() >= 2);
        capitals.flat_map(|w| source.vocabulary.lookup(w)).find(|c| is_endpoint(source.vocabulary.concept(*c).kind))
    };
    let whole = || {
        source
            .vocabulary
            .lookup(tidy(&source.text[span.start..span.end]).as_str())
            .into_iter()
            .find(|c| is_endpoint(source.vocabulary.concept(*c).kind))
    };
    mentioned.or_else(whole).or_else(short).map(|c| source.vocabulary.concept(c).id.clone())
}

/// Cut at commas and at "and" outside brackets; two halves of one name ("bowel and bladder toxicity") stay together.
fn enumeration(source: &Source<'_>, text: &str, offset: usize) -> Vec<Span> {
    let mut parts: Vec<Span> = Vec::new();
    let (mut start, mut depth) = (0, 0i32);
    for (i, c) in text.char_indices() {
        depth = (depth + i32::from(matches!(c, '(' | '（')) - i32::from(matches!(c, ')' | '）'))).max(0);
        if depth > 0 || i < start {
            continue;
        }
        let rest = &text[i..];
        let joint = match c {
            ',' | '，' | '、' | '和' | '及' => Some(c.len_utf8()),
            ' ' if rest.starts_with(" and ") => Some(5),
            '以' if rest.starts_with("以及") => Some("以及".len()),
            _ => None,
        };
        if let Some(length) = joint {
            let part = Span::new(offset + start, offset + i);
            if matches!(c, ',' | '，' | '、' | '以') || endpoint_in(source, part).is_some() {
                parts.push(part);
                start = i + length;
            }
        }
    }
    parts.push(Span::new(offset + start, offset + text.len()));
    parts
}

/// A short noun phrase: what stands between two commas of a description is none.
fn is_name(words: &str) -> bool {
    const OPENINGS: &[&str] = &[
        "that ",
        "which ",
        "from ",
        "by ",
        "with ",
        "in ",
        "at ",
        "per ",
        "as ",
        "from",
        "including ",
        "up to ",
        "until ",
        "measured",
        "defined",
        "counted",
        "compared",
        "first ",
        "rectum",
    ];
    let lower = words.to_lowercase();
    words.split_whitespace().count() <= 7
        && !OPENINGS.iter().any(|o| lower.starts_with(o))
        && !lower.contains("ctcae")
        && !lower.contains("recist")
}

/// Only a length of time or a visit: `2年`, `5 years`, `术后1个月`, `每6周`.
fn is_time(words: &str) -> bool {
    const UNITS: &[&str] = &["year", "month", "week", "day", "年", "月", "周", "天", "周期", "cycle"];
    let lower = words.to_lowercase();
    words.chars().count() <= 12
        && words.chars().any(|c| c.is_ascii_digit())
        && UNITS.iter().any(|u| lower.ends_with(u) || lower.trim_end_matches('s').ends_with(u))
        || matches!(words, "整个试验期" | "第一周期" | "baseline")
}

/// Printed behind the endpoint: in square brackets, behind a bar or dash, or the comma of a Chinese list.
fn timeframe(text: &str, head: usize) -> Option<String> {
    const UNITS: &[&str] = &["year", "month", "week", "day", "年", "月", "周", "cycle", "天"];
    let has_unit = |t: &str| UNITS.iter().any(|u| t.to_lowercase().contains(u));
    let tail = text[head..].trim_start_matches(['|', '｜', '[', '［', '—', '-', ' ']).trim_end_matches([']', '］', ' ', '\n']);
    let tail = tail.rsplit(['|', '｜']).next().unwrap_or(tail).trim();
    let bare = tail.strip_prefix("Time Frame:").or_else(|| tail.strip_prefix("大体时间：")).unwrap_or(tail).trim();
    if !bare.is_empty() {
        return has_unit(bare).then(|| bare.to_owned());
    }
    let bracket = text.rfind(['(', '（']).map(|i| text[i..].trim_matches(|c: char| matches!(c, '(' | ')' | '（' | '）' | ' ' | '.')));
    bracket.filter(|b| has_unit(b) && b.chars().any(|c| c.is_ascii_digit()) && b.chars().count() <= 40).map(str::to_owned)
}

/// Without number, bullet and end mark.
fn tidy(text: &str) -> String {
    let text = text
        .trim()
        .trim_start_matches(|c: char| c.is_ascii_digit() && text.trim().chars().nth(1).is_some_and(|n| matches!(n, '.' | ')' | '、')));
    let text = text.trim_start_matches(['.', ')', '、', '•', '·', '-', '*', ' ', ':', '：', ',']);
    let text = text.strip_prefix("指标名称：").map_or(text, |t| t.split("  ").next().unwrap_or(t));
    text.trim_start_matches("and ").trim_end_matches(['.', ';', '；', '。', ' ', ',']).trim().to_owned()
}
