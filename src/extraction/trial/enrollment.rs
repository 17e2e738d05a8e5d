//! How many take part, planned or counted.

use super::entry::{Entries, Field};
use super::source::{Source, number};
use super::types::{Enrollment, EnrollmentType};

pub fn read(source: &Source<'_>, entries: &Entries<'_>) -> Option<Enrollment> {
    let fields = [
        (Field::EnrollmentActual, EnrollmentType::Actual),
        (Field::Enrollment, EnrollmentType::Target),
        (Field::EnrollmentTarget, EnrollmentType::Target),
    ];
    let totals = |label: &str| ["总量", "total"].iter().any(|t| label.to_lowercase().contains(t));
    for (field, kind) in fields {
        // A total before the sizes of groups.
        let mut found: Vec<_> = entries.all(field).filter_map(|e| count(e.line()).map(|n| (!totals(e.label), n, e))).collect();
        found.sort_by_key(|f| f.0);
        if let Some((_, count, entry)) = found.first() {
            let actual = is_actual(entry.label) || is_actual(entry.line());
            return Some(Enrollment { count: Some(*count), kind: Some(if actual { EnrollmentType::Actual } else { kind }) });
        }
    }
    in_prose(&source.lower)
}

fn is_actual(text: &str) -> bool {
    let lower = text.to_lowercase();
    ["actual", "实际", "participated"].iter().any(|w| lower.contains(w))
}

/// The first number of a value that counts people: not a ratio, an age or a dose.
fn count(value: &str) -> Option<u64> {
    let at = value.find(|c: char| c.is_ascii_digit())?;
    let joined = value[at..].replace(',', "");
    let (n, length) = number(&joined)?;
    let rest = joined[length..].trim_start();
    let other = [":", "%", ".", "-", "years", "mg", "gy", "岁"].iter().any(|w| rest.to_lowercase().starts_with(w))
        && !rest.starts_with(". ")
        && rest != ".";
    (at <= 40 && !other).then_some(n)
}

/// `41 enrolled (Actual)`, `a goal of 30 patients`, `96 women (actual enrolment)`, `合计300人`, `总计50例`.
fn in_prose(lower: &str) -> Option<Enrollment> {
    const BEFORE: &[(&str, EnrollmentType)] = &[
        ("合计", EnrollmentType::Target),
        ("总计", EnrollmentType::Target),
        ("共计", EnrollmentType::Target),
        ("计划入组", EnrollmentType::Target),
        ("拟入组", EnrollmentType::Target),
        ("计划纳入", EnrollmentType::Target),
        ("拟纳入", EnrollmentType::Target),
        ("计划", EnrollmentType::Target),
        ("a goal of ", EnrollmentType::Target),
        ("a total of ", EnrollmentType::Target),
        ("target of ", EnrollmentType::Target),
        ("will enroll ", EnrollmentType::Target),
        ("will enrol ", EnrollmentType::Target),
    ];
    const PEOPLE: &[&str] = &["人", "例", "名", "patients", "participants", "subjects", "people", "women", "men"];
    for (words, kind) in BEFORE {
        for (i, _) in lower.match_indices(words) {
            if let Some((n, length)) = number(&lower[i + words.len()..]) {
                let rest = lower[i + words.len() + length..].trim_start();
                if PEOPLE.iter().any(|p| rest.starts_with(p)) {
                    return Some(Enrollment { count: Some(n), kind: Some(*kind) });
                }
            }
        }
    }
    const AFTER: &[&str] =
        &["enrolled", "participants", "people participated", "women (actual", "men (actual", "patients (actual", "participants (actual"];
    AFTER.iter().find_map(|words| {
        let at = lower.match_indices(words).map(|(i, _)| i).find(|&i| lower[..i].trim_end().ends_with(|c: char| c.is_ascii_digit()))?;
        let before = lower[..at].trim_end();
        let start = before.rfind(|c: char| !c.is_ascii_digit()).map_or(0, |i| i + before[i..].chars().next().map_or(1, char::len_utf8));
        let (n, _) = number(&before[start..])?;
        let tail: String = lower[at..].chars().take(40).collect();
        let kind = if is_actual(&tail) { EnrollmentType::Actual } else { EnrollmentType::Target };
        Some(Enrollment { count: Some(n), kind: Some(kind) })
    })
}
