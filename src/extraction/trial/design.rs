//! Phase, sort of study, allocation, masking.

use super::entry::{Entries, Field};
use super::source::{Source, holds};
use super::types::{Allocation, Masking, StudyType};

pub fn phase(source: &Source<'_>, entries: &Entries<'_>) -> Option<String> {
    entries.lines(Field::Phase).find_map(phase_of_field).or_else(|| phase_in(&source.text))
}

/// The value of a phase field: `Phase 2`, `PHASE1|PHASE2`, `II`, `2`, `N/A`, `II期`.
fn phase_of_field(value: &str) -> Option<String> {
    let lower = value.to_lowercase();
    if lower.starts_with("n/a") || lower.starts_with("not applicable") || lower.starts_with("其它") || lower.starts_with("其他") {
        return Some("n/a".to_owned());
    }
    phase_in(value).or_else(|| numerals(value.trim()).map(|(phase, _)| phase))
}

/// The first phase in running text: `phase I/II`, `Phase 1/Phase 2`, `Ⅱ期`, `II/III期`, `第三阶段`.
fn phase_in(text: &str) -> Option<String> {
    let lower = text.to_lowercase();
    let english = lower.match_indices("phase").find_map(|(i, _)| {
        let rest = lower[i + 5..].trim_start_matches([':', '：', ' ', '-', 's', '\u{a0}']);
        let (first, length) = numerals(rest)?;
        let more = rest[length..].trim_start_matches([' ', '|', '/', '-', '–']);
        let second = more.strip_prefix("phase").filter(|_| length < rest.len()).and_then(|m| numerals(m.trim_start()));
        Some(match second {
            Some((second, _)) if second != first && !first.contains('/') => format!("{first}/{second}"),
            _ => first,
        })
    });
    let chinese = || {
        text.match_indices('期').find_map(|(i, _)| {
            let before = &text[..i];
            let start = before
                .rfind(|c: char| !is_numeral(c) && c != '/' && c != '-')
                .map_or(0, |k| k + before[k..].chars().next().map_or(1, char::len_utf8));
            let own = !before[..start].ends_with(|c: char| c.is_ascii_alphabetic());
            numerals(&before[start..]).filter(|(_, length)| own && *length == i - start).map(|(phase, _)| phase)
        })
    };
    let stage = || ["第一阶段", "第二阶段", "第三阶段", "第四阶段"].iter().position(|s| text.contains(s)).map(|n| (n + 1).to_string());
    english.or_else(chinese).or_else(stage)
}

fn is_numeral(c: char) -> bool {
    matches!(c, 'I' | 'V' | 'i' | 'v' | '1'..='4' | 'Ⅰ' | 'Ⅱ' | 'Ⅲ' | 'Ⅳ' | 'a' | 'b' | '一' | '二' | '三' | '四')
}

/// `ii`, `2`, `Ⅱ`, `i/ii`, `2a` at the beginning of a text.
fn numerals(text: &str) -> Option<(String, usize)> {
    let (first, length) = numeral(text)?;
    let rest = &text[length..];
    let after = rest.trim_start_matches(['/', '-', '~', '～']);
    if after.len() < rest.len()
        && let Some((second, more)) = numeral(after)
        && second == first + 1
    {
        return Some((format!("{first}/{second}"), text.len() - after.len() + more));
    }
    Some((first.to_string(), length))
}

fn numeral(text: &str) -> Option<(u32, usize)> {
    const FORMS: &[(&str, u32)] = &[
        ("iii", 3),
        ("iv", 4),
        ("ii", 2),
        ("i", 1),
        ("1", 1),
        ("2", 2),
        ("3", 3),
        ("4", 4),
        ("ⅲ", 3),
        ("ⅳ", 4),
        ("ⅱ", 2),
        ("ⅰ", 1),
        ("一", 1),
        ("二", 2),
        ("三", 3),
        ("四", 4),
    ];
    let lower = text.chars().take(4).collect::<String>().to_lowercase();
    let (form, value) = FORMS.iter().find(|(form, _)| lower.starts_with(form))?;
    let length: usize = text.chars().take(form.chars().count()).map(char::len_utf8).sum();
    let rest = &text[length..];
    let suffix = usize::from(rest.starts_with(['a', 'b']) && !rest[1..].starts_with(|c: char| c.is_ascii_alphanumeric()));
    (!rest[suffix..].starts_with(|c: char| c.is_ascii_alphanumeric())).then_some((*value, length + suffix))
}

pub fn study_type(source: &Source<'_>, entries: &Entries<'_>) -> Option<StudyType> {
    let of = |lower: &str| {
        const KINDS: &[(StudyType, &[&str])] = &[
            (StudyType::ExpandedAccess, &["expanded access", "expanded_access", "compassionate use", "拓展性使用"]),
            (StudyType::Observational, &["observational", "patient registry", "观察性"]),
            (StudyType::Interventional, &["interventional", "干预性", "介入性"]),
        ];
        KINDS.iter().find(|(_, words)| holds(lower, words)).map(|(kind, _)| *kind)
    };
    let said = entries.lines(Field::StudyType).find_map(|v| of(&v.to_lowercase())).or_else(|| of(&source.lower));
    // Where a text says that participants receive something, it is interventional.
    let plain = || {
        source.says(&[
            "clinical trial",
            "phase i",
            "phase ii",
            "phase iii",
            "phase 1",
            "phase 2",
            "phase 3",
            "participants will",
            "patients will receive",
            "randomized",
            "randomised",
            "临床试验",
            "随机",
            "单臂",
            "i期",
            "ii期",
        ])
    };
    said.or_else(|| plain().then_some(StudyType::Interventional))
}

pub fn allocation(source: &Source<'_>, entries: &Entries<'_>) -> Option<Allocation> {
    const SINGLE: &[&str] = &[
        "single-arm",
        "single arm",
        "one-arm",
        "one arm",
        "single group",
        "single-group",
        "single_group",
        "single assignment",
        "单臂",
        "单组",
    ];
    const NOT_RANDOM: &[&str] = &[
        "non-randomized",
        "non-randomised",
        "nonrandomized",
        "nonrandomised",
        "non_randomized",
        "not randomized",
        "not randomised",
        "非随机",
    ];
    const RANDOM: &[&str] = &[
        "randomized",
        "randomised",
        "randomly",
        "at random",
        "random",
        "randomisation",
        "randomization",
        "assigned by chance",
        "随机",
        "in a 1:1 ratio",
        "in equal numbers",
    ];
    let whole = &source.lower;
    let title = entries.all(Field::Allocation).map(|e| e.value.lines().next().unwrap_or("").to_lowercase()).collect::<Vec<_>>().join("\n");
    let find = |lower: &str| {
        let not_random = holds(lower, NOT_RANDOM);
        match () {
            () if holds(lower, SINGLE) => Some(Allocation::SingleArm),
            () if not_random => Some(Allocation::NonRandomized),
            () if holds(lower, RANDOM) => Some(Allocation::Randomized),
            () => None,
        }
    };
    if holds(whole, SINGLE) {
        return Some(Allocation::SingleArm);
    }
    find(&title).or_else(|| find(whole))
}

pub fn masking(source: &Source<'_>, entries: &Entries<'_>) -> Option<Masking> {
    entries.lines(Field::Masking).find_map(|v| masking_of_field(&v.to_lowercase())).or_else(|| masking_in(&source.lower))
}

fn masking_of_field(lower: &str) -> Option<Masking> {
    const NONE: &[&str] = &["none", "open", "no masking", "not used", "unmasked", "开放", "未使用", "无", "非盲", "不设盲"];
    by_number(lower).or_else(|| NONE.iter().any(|w| lower.starts_with(w)).then_some(Masking::None))
}

fn by_number(lower: &str) -> Option<Masking> {
    const NUMBERS: &[(Masking, &[&str])] = &[
        (Masking::Quadruple, &["quadruple", "四盲", "四倍"]),
        (Masking::Triple, &["triple", "三盲", "三倍"]),
        (Masking::Double, &["double", "双盲", "双重"]),
        (Masking::Single, &["single", "单盲", "单身"]),
    ];
    NUMBERS.iter().find(|(_, words)| words.iter().any(|w| lower.starts_with(w))).map(|(masking, _)| *masking)
}

fn masking_in(lower: &str) -> Option<Masking> {
    const OPEN: &[&str] = &[
        "open-label",
        "open label",
        "no masking",
        "without masking",
        "masking not used",
        "open: yes",
        "everybody knows which treatment is given",
        "unblinded",
        "开放",
        ", open,",
        "masking: none",
        "single arm / open",
        "非盲",
    ];
    let words = ["quadruple", "triple", "double", "single", "四盲", "三盲", "双盲", "单盲"];
    let blind = words.iter().find_map(|word| {
        lower.match_indices(word).find_map(|(at, _)| {
            let rest = lower[at + word.len()..].trim_start_matches(['-', ' ']);
            let is_blind = !word.is_ascii()
                || ["blind", "mask"].iter().any(|w| rest.starts_with(w))
                || rest.starts_with('(') && rest.contains("assessor");
            // "Double blind: no"
            let denied = rest.trim_start_matches(|c: char| c.is_alphabetic()).trim_start_matches([':', ' ']).starts_with("no");
            (is_blind && !denied).then(|| by_number(word)).flatten()
        })
    });
    blind.or_else(|| holds(lower, OPEN).then_some(Masking::None))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn phases() {
        for (text, expected) in [
            ("Phase 2", Some("2")),
            ("PHASE1|PHASE2", Some("1/2")),
            ("Phase 1/Phase 2", Some("1/2")),
            ("II", Some("2")),
            ("N/A", Some("n/a")),
            ("III期临床试验", Some("3")),
            ("I/II期", Some("1/2")),
            ("Therapeutic exploratory and confirmatory (Phase II/III)", Some("2/3")),
            ("第三阶段", Some("3")),
            ("Ⅲ期", Some("3")),
            ("2;", Some("2")),
            ("", None),
        ] {
            assert_eq!(phase_of_field(text).as_deref(), expected, "{text}");
        }
        assert_eq!(phase_in("分期为cT2期的患者, a phase of rest"), None);
    }

    #[test]
    fn maskings() {
        for (text, expected) in [
            ("open: yes. single blind: no. double blind: no.", Some(Masking::None)),
            ("randomized and double-blind, with", Some(Masking::Double)),
            ("single blind (outcomes assessor)", Some(Masking::Single)),
            ("a single fraction", None),
        ] {
            assert_eq!(masking_in(text), expected, "{text}");
        }
    }
}
