//! What a trial gives, and to whom.

use super::entry::{Entries, Field};
use super::source::{Source, number};
use super::types::{Allocation, ArmType, Intervention, TrialArm};
use crate::document::Span;
use crate::extraction::regimen::Regimen;
use crate::vocabulary::{Assertion, ConceptId, ConceptKind, Mention};

const ARMS_MAX: usize = 20;
const INTERVENTIONS_MAX: usize = 200;

/// The treatments of the whole study: named anywhere but in eligibility, outcomes and addresses.
pub fn interventions(source: &Source<'_>, entries: &Entries<'_>) -> Vec<Intervention> {
    const ELSEWHERE: &[Field] = &[
        Field::Inclusion,
        Field::Exclusion,
        Field::Eligibility,
        Field::Primary,
        Field::Secondary,
        Field::Sponsor,
        Field::Collaborators,
        Field::Locations,
        Field::Contact,
        Field::Conditions,
        Field::HealthyVolunteers,
        Field::Age,
        Field::MaxAge,
        Field::Sex,
    ];
    let given = source.annotated.mentions.iter().filter(|m| {
        let at = source.annotated.text.source_span(m.span).start;
        let criterion = line_start(&source.text, at).starts_with(['•', '⁃', '●', '○', '◆', '◇'])
            && !entries.field_at(at).is_some_and(|f| f == Field::Interventions);
        !criterion && entries.field_at(at).is_none_or(|f| !ELSEWHERE.contains(&f))
    });
    collect(source, given)
}

/// The line that a byte stands in, from its first word.
fn line_start(text: &str, at: usize) -> &str {
    let start = text[..at].rfind('\n').map_or(0, |i| i + 1);
    text[start..].trim_start()
}

/// Treatments that are said to be given, each once.
fn collect<'m>(source: &Source<'_>, mentions: impl Iterator<Item = &'m Mention>) -> Vec<Intervention> {
    let mut found: Vec<(Option<ConceptId>, Intervention)> = Vec::new();
    for mention in mentions.filter(|m| m.kind.is_treatment() && m.assertion != Assertion::Negated) {
        let span = source.annotated.text.source_span(mention.span);
        if is_excluded(source, span.start) {
            continue;
        }
        let text = source.text.get(span.start..span.end).unwrap_or("").to_lowercase();
        let known = found.iter().any(|(id, i)| if mention.concept.is_some() { *id == mention.concept } else { i.name == text });
        if known || found.len() >= INTERVENTIONS_MAX {
            continue;
        }
        let concept = mention.concept.map(|c| source.vocabulary.concept(c));
        let group =
            mention.concept.filter(|_| mention.kind == ConceptKind::Modality).and_then(|c| source.vocabulary.group(c)).map(str::to_owned);
        found.push((
            mention.concept,
            Intervention {
                kind: mention.kind.as_str().to_owned(),
                concept: concept.map(|c| c.id.clone()),
                name: concept.map_or(text, |c| c.name.clone()),
                group,
            },
        ));
    }
    // Plain radiotherapy counts only where no technique is named.
    let technique = found.iter().any(|(_, i)| i.group.as_deref().is_some_and(|g| TECHNIQUES.contains(&g)));
    found.retain(|(_, i)| !technique || i.group.as_deref() != Some("RT"));
    found.into_iter().map(|(_, intervention)| intervention).collect()
}

/// Groups of radiotherapy that name its technique.
const TECHNIQUES: &[&str] = &["SBRT", "SRS", "IMRT", "VMAT", "WBRT", "TBI", "proton therapy", "carbon-ion therapy", "particle therapy"];
/// Words before a treatment that say that it is not given.
const NOT_GIVEN: &[&str] = &[
    "unsuitable for",
    "not suitable for",
    "not candidates for",
    "not a candidate for",
    "unfit for",
    "cannot stand",
    "cannot have",
    "must not have",
    "ineligible for",
    "refusal of",
    "instead of",
    "after prior",
    "不适合",
    "不能耐受",
    "不可",
];

/// Whether the words right before a mention say that it is not given.
fn is_excluded(source: &Source<'_>, start: usize) -> bool {
    let from = source.lower.ceil_char_boundary(start.saturating_sub(48));
    let clause = source.lower[from..start].rsplit(['.', ';', '。', '；', '\n']).next().unwrap_or("");
    NOT_GIVEN.iter().any(|w| clause.contains(w))
}

/// The arms as listed; where only their number is printed, as many without a label.
pub fn arms(source: &Source<'_>, entries: &Entries<'_>, allocation: Option<Allocation>, regimens: &[Regimen]) -> Vec<TrialArm> {
    let mut starts = listed(&source.text, entries);
    if allocation == Some(Allocation::SingleArm) {
        starts.truncate(1);
    }
    let mut arms: Vec<TrialArm> = Vec::new();
    for (i, start) in starts.iter().enumerate() {
        let next = starts.get(i + 1).map_or_else(|| end_of_arms(&source.text, start.span.end), |s| s.span.start);
        let span = Span::new(start.span.start, next.max(start.span.end));
        let own = regimens.iter().filter(|r| r.spans().first().is_some_and(|s| span.contains(*s))).cloned().collect();
        arms.push(TrialArm {
            label: start.label.clone(),
            kind: start.kind,
            interventions: collect(source, source.mentions(span).iter()),
            regimens: own,
        });
    }
    if arms.is_empty() {
        let count = if allocation == Some(Allocation::SingleArm) { Some(1) } else { printed_count(&source.lower) };
        let all = interventions(source, entries);
        // One group is given all; of several it is not known which is given what.
        arms = (0..count.unwrap_or(0).min(ARMS_MAX))
            .map(|_| TrialArm {
                label: String::new(),
                kind: None,
                interventions: if count == Some(1) { all.clone() } else { Vec::new() },
                regimens: if count == Some(1) { regimens.to_vec() } else { Vec::new() },
            })
            .collect();
    }
    arms
}

struct ArmStart {
    label: String,
    kind: Option<ArmType>,
    span: Span,
}

/// Lines that begin with an arm's type or name.
fn listed(text: &str, entries: &Entries<'_>) -> Vec<ArmStart> {
    let mut typed: Vec<ArmStart> = Vec::new();
    let mut named: Vec<ArmStart> = Vec::new();
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        let lead = line.len() - line.trim_start_matches(|c: char| c.is_whitespace() || "•⁃-*●○◆◇【".contains(c)).len();
        let words = line[lead..].trim_end();
        let span = Span::new(at + lead, at + lead + words.len());
        let off = matches!(entries.field_at(span.start), Some(Field::Inclusion | Field::Exclusion));
        at += line.len();
        if off || words.is_empty() {
            continue;
        }
        if let Some((kind, rest)) = arm_type(words) {
            typed.push(ArmStart { label: label_of(rest), kind: Some(kind), span });
        } else if let Some(label) = arm_name(words) {
            named.push(ArmStart { label, kind: None, span });
        }
    }
    let typed_lines = typed.len();
    let mut starts = if typed_lines >= 2 { typed } else { typed.into_iter().chain(named).collect() };
    starts.truncate(10 * ARMS_MAX);
    starts.sort_by_key(|s| s.span.start);
    let mut seen: Vec<String> = Vec::new();
    starts.retain(|s| {
        let key: String = s.label.chars().take_while(|c| !matches!(c, ':' | '：' | '(' | '（')).collect::<String>().trim().to_lowercase();
        let new = !key.is_empty() && !seen.contains(&key);
        seen.push(key);
        new
    });
    if starts.len() < 2 && typed_lines == 0 {
        let lists = [by_group_lines(text, entries), by_slash(text)];
        if let Some(list) = lists.into_iter().find(|l| l.len() >= 2) {
            return list;
        }
    }
    if starts.len() == 1 && starts[0].kind.is_none() {
        starts.clear();
    }
    starts.truncate(ARMS_MAX);
    starts
}

/// `Experimental: SBRT …`, `PLACEBO_COMPARATOR — …`, `ARM_GROUP: EXPERIMENTAL|…`, `实验性的：…`.
fn arm_type(line: &str) -> Option<(ArmType, &str)> {
    const TYPES: &[(ArmType, &[&str])] = &[
        (ArmType::Experimental, &["experimental", "实验性的", "实验性", "试验组"]),
        (ArmType::ActiveComparator, &["active comparator", "active_comparator", "有源比较器", "阳性对照", "对照组"]),
        (ArmType::PlaceboComparator, &["placebo comparator", "placebo_comparator", "sham comparator", "安慰剂比较器"]),
        (ArmType::NoIntervention, &["no intervention", "no_intervention", "无干预"]),
    ];
    let line = line.strip_prefix("ARM_GROUP:").or_else(|| line.strip_prefix("组别：")).map_or(line, str::trim_start);
    let line = line.strip_prefix("Arm:").map_or(line, str::trim_start);
    TYPES.iter().find_map(|(kind, words)| {
        words.iter().find_map(|word| {
            let head = line.get(..word.len()).filter(|h| h.eq_ignore_ascii_case(word))?;
            let rest = line[head.len()..].trim_start();
            let mark = rest.chars().next()?;
            let chinese = !word.is_ascii() && word.ends_with('组');
            (matches!(mark, ':' | '：' | '—' | '–' | '|') || chinese && matches!(mark, '样' | '(' | '（' | '，' | ' '))
                .then(|| (*kind, if chinese { line } else { rest[mark.len_utf8()..].trim_start() }))
        })
    })
}

/// `Arm A: …`, `Group 2 (n=30)`, `Cohort 1 — …`, `Part B, …`, `A组：…`, `Control group (n=30)`.
fn arm_name(line: &str) -> Option<String> {
    const WORDS: &[&str] = &["arm ", "group ", "cohort ", "part "];
    const GROUPS: &[&str] = &[
        "intervention group",
        "control group",
        "experimental group",
        "treatment group",
        "observation group",
        "experimental arm",
        "control arm",
    ];
    let lower = line.to_lowercase();
    let coded = WORDS.iter().any(|word| {
        lower.strip_prefix(word).is_some_and(|rest| {
            let code = rest.chars().take_while(char::is_ascii_alphanumeric).count();
            (1..=2).contains(&code) && rest[code..].trim_start().starts_with([':', '(', '—', '-', '–', ',', '：', '.'])
        })
    });
    let grouped = GROUPS.iter().any(|g| lower.strip_prefix(g).is_some_and(|rest| rest.trim_start().starts_with([':', '(', '：'])));
    let chinese = line.chars().next().is_some_and(|c| c.is_ascii_uppercase())
        && line.get(1..).is_some_and(|r| r.starts_with("组：") || r.starts_with("组:") || r.starts_with("组（"))
        || ["试验药】", "对照药】"].iter().any(|p| line.starts_with(p));
    (coded || grouped || chinese).then(|| label_of(line))
}

/// Short lines below a heading of groups.
fn by_group_lines(text: &str, entries: &Entries<'_>) -> Vec<ArmStart> {
    let mut found = Vec::new();
    for entry in entries.all(Field::Arms).filter(|e| !e.inline) {
        let mut at = entry.span.start;
        for line in text[entry.span.start..entry.span.end].split_inclusive('\n') {
            let words = line.trim();
            if !words.is_empty() && words.chars().count() <= 80 && !words.contains('|') {
                let start = at + line.len() - line.trim_start().len();
                found.push(ArmStart { label: label_of(words), kind: None, span: Span::new(start, start + words.len()) });
            } else if words.is_empty() && !found.is_empty() {
                break;
            }
            at += line.len();
        }
    }
    found
}

/// `2 Treatment Groups: A (Experimental) / B (Placebo Comparator)`.
fn by_slash(text: &str) -> Vec<ArmStart> {
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        let parts: Vec<&str> = line.split(" / ").collect();
        if parts.len() >= 2 && parts.iter().all(|p| p.contains("(Experimental)") || p.contains("Comparator)")) {
            let mut from = at;
            return parts
                .iter()
                .map(|part| {
                    let kind = if part.contains("(Experimental)") {
                        ArmType::Experimental
                    } else if part.contains("(Placebo") {
                        ArmType::PlaceboComparator
                    } else {
                        ArmType::ActiveComparator
                    };
                    let span = Span::new(from, from + part.trim_end().len());
                    from += part.len() + 3;
                    let label = part.rsplit_once(": ").map_or(*part, |(_, l)| l).split(" (").next().unwrap_or(part);
                    ArmStart { label: label.trim().to_owned(), kind: Some(kind), span }
                })
                .collect();
        }
        at += line.len();
    }
    Vec::new()
}

/// The name alone: up to a wide gap or a column, never a whole paragraph.
fn label_of(text: &str) -> String {
    let text = text.split("  ").next().unwrap_or(text).split('|').next().unwrap_or(text).trim().trim_end_matches(['】', ':', '：']);
    text.chars().take(160).collect::<String>().trim().to_owned()
}

/// The description of the last arm ends with its paragraph.
fn end_of_arms(text: &str, from: usize) -> usize {
    text[from..].find("\n\n").map_or(text.len(), |i| from + i)
}

/// `Arms: 2`, `three groups`, `两组`, `number of treatment arms: 2`.
fn printed_count(lower: &str) -> Option<usize> {
    const NUMBERS: &[(&str, usize)] =
        &[("two", 2), ("three", 3), ("four", 4), ("2", 2), ("3", 3), ("4", 4), ("两", 2), ("二", 2), ("三", 3), ("四", 4), ("2个", 2)];
    const UNITS: &[&str] = &["arms", "groups", "treatment groups", "parallel groups", "cohorts", "组", "个队列", "臂", "个组"];
    for label in ["number of treatment arms:", "number of arms:", "arms:", "arms :"] {
        if let Some(i) = lower.find(label)
            && let Some((n, _)) = number(lower[i + label.len()..].trim_start())
        {
            return usize::try_from(n).ok();
        }
    }
    NUMBERS
        .iter()
        .find_map(|(word, n)| {
            lower.match_indices(word).find_map(|(i, _)| {
                let rest = lower[i + word.len()..].trim_start_matches([' ', '-']);
                let own = !lower[..i].ends_with(|c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | ':'));
                (own && UNITS.iter().any(|u| rest.starts_with(u)) && !rest.starts_with("组织")).then_some(*n)
            })
        })
        .or_else(|| {
            (lower.contains("both groups") || lower.contains("两组") || lower.contains("另一组") || lower.contains("both arms"))
                .then_some(2)
        })
}
