//! The study's name as printed (`RTOG 0617`, `KEYNOTE-590`, `NRG/RTOG1112`) and its registry number.

use super::super::passage::{Passage, Zone};
use crate::document::{Document, Kind};
use crate::text::FoldedSpan;
use crate::vocabulary::{AnnotatedText, ConceptKind};

/// A study named in the text.
#[derive(Debug, Clone, PartialEq)]
pub struct Named {
    /// As printed, folded.
    pub text: String,
    /// Letters and digits in upper case: two spellings of one name agree.
    pub key: String,
    /// Position of the passage.
    pub passage: usize,
    /// Byte offset in the passage.
    pub at: usize,
}

/// Groups that number their trials: `EORTC 22922`, `NSABP B-32`, `RTOG 0617`.
const GROUPS: &[&str] = &[
    "RTOG",
    "NRG",
    "EORTC",
    "NSABP",
    "SWOG",
    "ECOG",
    "ECOG-ACRIN",
    "CALGB",
    "NCCTG",
    "GOG",
    "JCOG",
    "WJOG",
    "WJTOG",
    "NCIC",
    "TROG",
    "AIO",
    "GCIG",
    "NRG/RTOG",
    "IBCSG",
    "ACOSOG",
    "Z",
    "JLGK",
    "GORTEC",
    "HOVON",
    "UKCCCR",
    "DBCG",
    "PRODIGE",
    "POG",
    "COG",
    "CCSG",
    "ANZGOG",
    "ABCSG",
    "HECOG",
    "JROSG",
    "ARO",
    "TTROG",
    "SAKK",
    "CECOG",
    "NVALT",
    "IFCT",
    "GFPC",
    "LU",
    "FFCD",
    "ARTIST",
    "Alliance",
];
/// Programmes whose trials carry the programme's name and a number.
const PROGRAMMES: &[&str] = &[
    "KEYNOTE",
    "CheckMate",
    "CHECKMATE",
    "IMpower",
    "IMPOWER",
    "IMbrave",
    "IMBRAVE",
    "IMvigor",
    "IMpassion",
    "ORIENT",
    "JUPITER",
    "RATIONALE",
    "ESCORT",
    "CAPSTONE",
    "JAVELIN",
    "POSEIDON",
    "LEAP",
    "COSMIC",
    "EMPOWER",
    "DESTINY",
    "PALOMA",
    "MONALEESA",
    "MONARCH",
    "FLAURA",
    "ALEX",
    "CROWN",
    "HIMALAYA",
    "EMERALD",
    "TROPION",
    "TOPAZ",
    "SOLO",
    "PAOLA",
    "PRIMA",
    "ADAURA",
    "SABR-COMET",
    "PACIFIC",
    "LAUNCH",
    "CONTACT",
    "CodeBreaK",
    "GEMSTONE",
    "ASTRUM",
    "CameL",
    "CAMEL",
];

/// Letters and digits in upper case.
pub fn key(text: &str) -> String {
    text.chars().filter(char::is_ascii_alphanumeric).map(|c| c.to_ascii_uppercase()).collect()
}

/// All names of studies, in order.
pub fn names(passages: &[Passage], annotated: &AnnotatedText) -> Vec<Named> {
    let mut found = Vec::new();
    for (i, passage) in passages.iter().enumerate() {
        for (at, token) in tokens(passage.text) {
            let after = &passage.text[at + token.len()..];
            let heads = passage.zone == Zone::Title && at == 0 && heads_a_title(token, after);
            let named = study_name(token, after, passage.text, at).or_else(|| heads.then(|| token.to_owned()));
            let Some(text) = named else { continue };
            let span = FoldedSpan::new(passage.span.start + at, passage.span.start + at + text.len());
            // "the OS study", "SBRT研究": a name of something else.
            let other = annotated.mentions_in(span).iter().any(|m| m.span == span && m.kind != ConceptKind::Design);
            if !other {
                let key = key(&text);
                found.push(Named { text, key, passage: i, at });
            }
        }
    }
    found
}

/// "HALCYON-4: chemoradiotherapy with …".
fn heads_a_title(token: &str, after: &str) -> bool {
    let capitals = token.chars().filter(char::is_ascii_uppercase).count();
    after.trim_start().starts_with(':') && capitals >= 4 && token.ends_with(|c: char| c.is_ascii_digit())
}

/// Runs of Latin letters, digits, hyphens and slashes that begin with a capital.
fn tokens(text: &str) -> Vec<(usize, &str)> {
    let part = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '/');
    let mut out = Vec::new();
    let mut at = 0;
    while let Some(start) = text[at..].find(|c: char| c.is_ascii_alphanumeric()).map(|i| at + i) {
        let end = text[start..].find(|c| !part(c)).map_or(text.len(), |i| start + i);
        let token = text[start..end].trim_end_matches(['-', '/']);
        if token.starts_with(|c: char| c.is_ascii_uppercase()) {
            out.push((start, token));
        }
        at = end.max(start + 1);
    }
    out
}

/// The name that a token begins, with the number that follows it.
fn study_name(token: &str, after: &str, text: &str, at: usize) -> Option<String> {
    let letters = token.trim_end_matches(|c: char| c.is_ascii_digit() || c == '-');
    let capitals = token.chars().filter(|c| c.is_ascii_uppercase()).count();
    let digits = token.chars().any(|c| c.is_ascii_digit());
    let number =
        after.strip_prefix([' ', '-']).filter(|r| r.starts_with(|c: char| c.is_ascii_digit() || c.is_ascii_uppercase())).map(|r| {
            let len = r.find(|c: char| !(c.is_ascii_alphanumeric() || c == '-')).unwrap_or(r.len());
            r[..len].trim_end_matches('-')
        });
    let numbered = number.filter(|n| n.chars().filter(char::is_ascii_digit).count() >= 2 && n.len() <= 14);
    if GROUPS.contains(&letters) && !letters.is_empty() {
        if digits && token.len() > letters.len() + 1 {
            return Some(token.to_owned());
        }
        // "RTOG 0617", "NSABP B-32", "NCIC CTG BR.25" keeps what stands before the point.
        return numbered.filter(|_| !digits && letters.len() > 1).map(|n| format!("{token}{}{n}", &after[..1]));
    }
    let programme = PROGRAMMES.contains(&letters);
    if programme && (digits || numbered.is_some()) {
        return Some(match numbered {
            Some(n) if !digits => format!("{token}{}{n}", &after[..1]),
            _ => token.to_owned(),
        });
    }
    // "the SHARP trial", "LAUNCH研究", "SHARP试验".
    let follows = after.trim_start();
    let called = ["研究", "试验", "試驗", "trial", "study"].iter().any(|w| follows.starts_with(w))
        || number.is_some_and(|n| {
            ["研究", "试验", "trial", "study"].iter().any(|w| after[1 + n.len()..].trim_start().starts_with(w))
                && n.len() <= 5
                && !n.starts_with(|c: char| c.is_ascii_alphabetic())
        });
    let article = text[..at].to_ascii_lowercase();
    let chance = ["COX", "RCT", "III", "II", "PCR", "DNA", "FDA", "US", "UK", "USA"].contains(&token) || article.ends_with("phase ");
    (called && !chance && capitals >= 3 && token.len() >= 4).then(|| match number {
        Some(n) if !follows.starts_with(['研', '试', '試', 't', 's']) => format!("{token}{}{n}", &after[..1]),
        _ => token.to_owned(),
    })
}

/// The document's own study: named in the title, in a sentence that says "this", or the only one outside the background.
pub fn own(passages: &[Passage], names: &[Named]) -> Option<String> {
    let titled: Vec<&Named> = names
        .iter()
        .filter(|n| passages[n.passage].zone == Zone::Title || n.passage < HEADING_MAX && is_heading(&passages[n.passage]))
        .collect();
    if let Some(first) = titled.first() {
        return titled.iter().all(|n| n.key == first.key).then(|| first.text.clone());
    }
    let said = |n: &&Named| {
        passages[n.passage].zone != Zone::Background
            && passages[n.passage].has(&["本研究", "this study", "this trial", "we report", "the present"])
    };
    if let Some(n) = names.iter().find(said) {
        return Some(n.text.clone());
    }
    let outside: Vec<&Named> =
        names.iter().filter(|n| passages[n.passage].zone != Zone::Background && !is_compared(&passages[n.passage])).collect();
    let first = outside.first()?;
    (outside.iter().all(|n| n.key == first.key) && names.iter().all(|n| n.key == first.key)).then(|| first.text.clone())
}

/// A discussion sets the own result beside another study's.
fn is_compared(passage: &Passage) -> bool {
    const WORDS: &[&str] =
        &["曾", "报道", "一致", "相似", "类似", "文献", "previous*", "reported", "et al", "similar to", "consistent with", "in line with"];
    passage.zone == Zone::Conclusion && passage.has(WORDS)
}

/// A heading stands among the first sentences.
const HEADING_MAX: usize = 40;

fn is_heading(passage: &Passage) -> bool {
    passage.text.starts_with("标题") || passage.lower.starts_with("title")
}

/// The declared registry number, else the one number that the text gives as its own.
pub fn registry(document: &Document, passages: &[Passage]) -> Option<String> {
    if let Some(first) = document.identifiers.registry.first() {
        return Some(first.clone());
    }
    if matches!(document.kind, Kind::Review | Kind::Guideline) {
        return None;
    }
    let mut found: Vec<&str> = Vec::new();
    for passage in passages.iter().filter(|p| p.zone != Zone::Background) {
        let registered = passage.has(&["regist*", "clinicaltrials.gov", "number", "identifier", "funded", "trial", "注册", "登记", "编号"]);
        for (_, token) in tokens(passage.text).into_iter().filter(|(_, t)| registered && is_registry_number(t)) {
            if !found.contains(&token) {
                found.push(token);
            }
        }
    }
    // Several numbers are those of several studies.
    (found.len() == 1).then(|| found[0].to_owned())
}

fn is_registry_number(token: &str) -> bool {
    const PREFIXES: &[(&str, usize)] =
        &[("NCT", 8), ("ChiCTR", 8), ("ISRCTN", 8), ("UMIN", 9), ("ACTRN", 14), ("DRKS", 8), ("JPRN", 6), ("CTRI", 6), ("jRCT", 9)];
    PREFIXES.iter().any(|(p, digits)| token.starts_with(p) && token.chars().filter(char::is_ascii_digit).count() >= *digits)
}

#[cfg(test)]
mod tests {
    use super::super::read_text;

    #[test]
    fn names_of_the_own_study() {
        for (title, text, expected) in [
            (Some("RTOG 0617:放疗剂量并非越高越好"), "RTOG 0617采用2×2析因设计。", Some("RTOG 0617")),
            (Some("HALCYON-4: drug A in oesophageal cancer"), "The MERIDIAN trial came before.", Some("HALCYON-4")),
            (Some("SBRT: a new standard"), "It was tried.", None),
            (Some("IMbrave150:免疫联合"), "SHARP研究中HR为0.69。", Some("IMbrave150")),
            (None, "标题:肝癌Ⅲ期临床研究(NRG/RTOG1112)\nRTOG1112研究提前终止。", Some("NRG/RTOG1112")),
            (None, "KEYNOTE-590研究(n=749)比较了两组。", Some("KEYNOTE-590")),
            (None, "METHODS: In the CheckMate 577 trial, patients were randomised.", Some("CheckMate 577")),
            (None, "EMERALD-1研究和LEAP-012研究的结果。", None),
            (None, "BACKGROUND: The SHARP trial showed a benefit. METHODS: We treated 10 patients.", None),
            (None, "The SBRT study was long.", None),
            (None, "COX研究和RCT研究。", None),
        ] {
            assert_eq!(read_text(title, text).name.as_deref(), expected, "{title:?} {text}");
        }
    }

    #[test]
    fn registry_numbers() {
        for (text, expected) in [
            ("METHODS: Registered with ClinicalTrials.gov, NCT01730937.", Some("NCT01730937")),
            ("(中国临床试验注册中心,ChiCTR2400084905)", Some("ChiCTR2400084905")),
            ("BACKGROUND: In the trial NCT01730937 it failed.", None),
            ("The trials NCT01730937 and NCT01730938 are registered.", None),
        ] {
            assert_eq!(read_text(None, text).registry.as_deref(), expected, "{text}");
        }
    }
}
