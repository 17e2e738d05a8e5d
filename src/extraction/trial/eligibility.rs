//! Who may take part.

use super::entry::{Entries, Field};
use super::source::{Source, holds, number};
use super::types::{Criterion, Eligibility, Sex};

const CRITERIA_MAX: usize = 200;

pub fn read(source: &Source<'_>, entries: &Entries<'_>) -> Eligibility {
    let criteria = criteria(source, entries);
    let (min_age_years, max_age_years) = ages(source, entries);
    Eligibility {
        sex: sex(source, entries, &criteria),
        min_age_years,
        max_age_years,
        healthy_volunteers: healthy_volunteers(&source.lower),
        ecog: ecog(&source.text),
        criteria,
    }
}

fn sex(source: &Source<'_>, entries: &Entries<'_>, criteria: &[Criterion]) -> Option<Sex> {
    const BOTH: &[&str] = &["all", "both", "any", "全部", "男女", "男+女", "不限"];
    let of = |lower: &str| match () {
        () if BOTH.iter().any(|w| lower.starts_with(w)) => Some(Sex::All),
        () if lower.starts_with("female") || lower.starts_with("women") || lower.starts_with('女') => Some(Sex::Female),
        () if lower.starts_with("male") || lower.starts_with("men") || lower.starts_with('男') => Some(Sex::Male),
        () => None,
    };
    let labelled = || entries.lines(Field::Sex).find_map(|v| of(&v.to_lowercase()));
    let both = || {
        source
            .says(&[
                "men and women",
                "men or women",
                "all sexes",
                "both sexes",
                "both female and male",
                "男女均可",
                "男女不限",
                "性别不限",
                "either sex",
            ])
            .then_some(Sex::All)
    };
    let criterion = || criteria.iter().filter(|c| c.inclusion).find_map(|c| one_sex(&c.text.to_lowercase()));
    let prose = || {
        let lower = &source.lower;
        ["岁的女性", "years old women"].iter().any(|w| lower.contains(w)).then_some(Sex::Female).or_else(|| {
            let women = lower.match_indices("women ").any(|(i, _)| {
                lower[..i].trim_end().ends_with(|c: char| c.is_ascii_digit())
                    || lower[i..].starts_with("women from ")
                    || lower[i..].starts_with("women aged ")
            });
            women.then_some(Sex::Female)
        })
    };
    labelled().or_else(both).or_else(criterion).or_else(prose)
}

/// A criterion that begins with a sex and is not about contraception.
fn one_sex(lower: &str) -> Option<Sex> {
    let about_fertility =
        ["child", "pregnan", "fertil", "contracep", "lactat", "must", "妊娠", "避孕", "生育", "育龄"].iter().any(|w| lower.contains(w));
    match () {
        () if about_fertility => None,
        () if ["female", "women", "女性"].iter().any(|w| lower.starts_with(w)) && !lower.contains(" male") && !lower.contains('男') => {
            Some(Sex::Female)
        }
        () if ["male", "men ", "男性"].iter().any(|w| lower.starts_with(w)) && !lower.contains("female") && !lower.contains('女') => {
            Some(Sex::Male)
        }
        () => None,
    }
}

fn ages(source: &Source<'_>, entries: &Entries<'_>) -> (Option<f64>, Option<f64>) {
    let bound = |field| entries.lines(field).find_map(|v: &str| age_of_value(v));
    let (min, max) = (bound(Field::MinAge), bound(Field::MaxAge));
    if min.is_some() || max.is_some() {
        return (min.flatten(), max.flatten());
    }
    let labelled = entries.lines(Field::Age).find_map(|v| range(&v.chars().take(60).collect::<String>()));
    labelled.or_else(|| in_prose(&source.lower)).unwrap_or((None, None))
}

/// `18 Years`, `6 Months`, `No limit`: a printed bound, or that there is none.
fn age_of_value(value: &str) -> Option<Option<f64>> {
    let lower = value.to_lowercase();
    if lower.starts_with("n/a") || lower.starts_with("no ") || lower.starts_with("无") {
        return Some(None);
    }
    let (n, length) = number(&lower)?;
    Some(Some(in_years(n, &lower[length..])))
}

fn in_years(n: u64, unit: &str) -> f64 {
    let unit = unit.trim_start();
    match () {
        () if unit.starts_with("month") || unit.starts_with("个月") || unit.starts_with("月") => n as f64 / 12.0,
        () if unit.starts_with("week") || unit.starts_with('周') && !unit.starts_with("周岁") => n as f64 / 52.0,
        () if unit.starts_with("day") => n as f64 / 365.0,
        () => n as f64,
    }
}

/// Bounds in a short text about age: `18-80 years`, `≥65 years`, `18岁以上、75岁以下`, `6 Months to 18 Years`.
fn range(text: &str) -> Option<(Option<f64>, Option<f64>)> {
    let lower = text.to_lowercase();
    let mut bounds: (Option<f64>, Option<f64>) = (None, None);
    let mut found: Vec<(usize, usize, f64)> = Vec::new();
    let mut at = 0;
    while let Some(i) = lower[at..].find(|c: char| c.is_ascii_digit()).map(|i| at + i) {
        let (n, length) = number(&lower[i..])?;
        at = i + length;
        if n <= 120 && found.len() < 2 {
            found.push((i, at, in_years(n, &lower[at..])));
        }
    }
    let between = |a: usize, b: usize| lower[a..b].to_owned();
    let is_upper = |i: usize, end: usize| {
        let before = &lower[..i];
        let after = lower[end..]
            .trim_start_matches([' ', '('])
            .trim_start_matches("years")
            .trim_start_matches("year")
            .trim_start_matches(['周', '岁', ' ', '(']);
        ["最大", "不超过", "up to", "maximum", "≤", "<=", "小于", "younger than", "until"].iter().any(|w| before.trim_end().ends_with(w))
            || ["以下", "or younger", "及以下", "最大", "and younger"].iter().any(|w| after.starts_with(w))
    };
    match found[..] {
        [] => return None,
        [(i, end, age)] => {
            if is_upper(i, end) {
                bounds.1 = Some(age)
            } else {
                bounds.0 = Some(age)
            }
        }
        [(i, end, low), (j, end2, high), ..] => {
            let gap = between(end, j);
            let joint = ["-", "–", "—", "~", "～", " to ", "至", "到", "and", "through"].iter().any(|w| gap.contains(w));
            if joint && gap.chars().count() <= 16 && low <= high || is_upper(j, end2) {
                bounds = (Some(low), Some(high));
            } else if is_upper(i, end) {
                bounds.1 = Some(low);
            } else {
                bounds.0 = Some(low);
            }
        }
    }
    Some(bounds)
}

/// The first statement of an age in the text: a number with "years", "岁" or "age" beside it.
fn in_prose(lower: &str) -> Option<(Option<f64>, Option<f64>)> {
    const STARTS: &[&str] =
        &["age ", "aged ", "ages ", "age: ", "age:", "年龄", "年满", "patients: ", "women from ", "men from ", "aged between "];
    for word in STARTS {
        for (i, _) in lower.match_indices(word) {
            let own = !lower[..i].ends_with(|c: char| c.is_ascii_alphabetic());
            let tail: String = lower[i + word.len()..].chars().take(36).take_while(|&c| !matches!(c, '\n' | ';' | '；' | '。')).collect();
            let digits_near = tail.find(|c: char| c.is_ascii_digit()).is_some_and(|d| d <= 12);
            if own
                && digits_near
                && let Some(bounds) = range(&tail)
            {
                return Some(bounds);
            }
        }
    }
    const UNITS: &[&str] = &["years or older", "years and older", "years of age", "years and over", "岁"];
    UNITS.iter().find_map(|unit| {
        let at = lower.find(unit)?;
        let line_start = lower[..at]
            .rfind(['\n', ';', '。', '；', '①', '，', '•'])
            .map_or(0, |i| i + lower[i..].chars().next().map_or(1, char::len_utf8));
        let tail_end = lower[at..].char_indices().nth(24).map_or(lower.len(), |(i, _)| at + i);
        range(lower[line_start..tail_end].split(['\n', '。', ';', '；']).next().unwrap_or(""))
    })
}

fn healthy_volunteers(lower: &str) -> Option<bool> {
    const LABELS: &[&str] = &["healthy volunteers", "healthy_volunteers", "healthy volunteers accepted", "健康志愿者", "健康受试者"];
    LABELS.iter().find_map(|label| {
        lower.match_indices(label).find_map(|(i, _)| {
            let rest = lower[i + label.len()..]
                .trim_start_matches(|c: char| c.is_whitespace() || matches!(c, ':' | '：' | '?' | '？'))
                .trim_start_matches("accepted")
                .trim_start_matches(['?', ' ', ':']);
            match () {
                () if ["no", "f\n", "false", "不", "无", "are not", "否"].iter().any(|w| rest.starts_with(w)) || rest == "f" => {
                    Some(false)
                }
                () if ["yes", "true", "t\n", "是", "有", "accepted", "are accepted"].iter().any(|w| rest.starts_with(w)) => Some(true),
                () => None,
            }
        })
    })
}

/// Allowed values of the performance status of ECOG (WHO, Zubrod): up to a bound, a range, or a list.
fn ecog(text: &str) -> Option<Vec<u8>> {
    const NAMES: &[&str] = &[
        "ecog",
        "zubrod",
        "who performance status",
        "performance status",
        "ps评分",
        "体力状态",
        "体能状态",
        "体力状况",
        "ps score",
        " ps ",
    ];
    let lower = text.to_ascii_lowercase();
    NAMES.iter().find_map(|name| {
        lower.match_indices(name).find_map(|(i, _)| {
            let tail: String = lower[i + name.len()..].chars().take(44).take_while(|&c| !matches!(c, '\n' | ';' | '；' | '。')).collect();
            // "PS 0-2 (ECOG)": the numbers stand before.
            let before = lower[..i].trim_end();
            match before.strip_suffix(['(', '（']) {
                Some(before) => before.rsplit('\n').next().and_then(|line| line.rsplit_once("ps")).and_then(|(_, v)| values(v)),
                None => values(&tail),
            }
        })
    })
}

fn values(tail: &str) -> Option<Vec<u8>> {
    if tail.contains("karnofsky") || tail.contains("kps") {
        return None;
    }
    let at = tail.find(|c: char| c.is_ascii_digit())?;
    let before = tail[..at].trim_end();
    let digit = |c: char| c.to_digit(10).filter(|d| *d <= 4).map(|d| d as u8);
    let rest: Vec<char> = tail[at..].chars().collect();
    let first = digit(*rest.first()?)?;
    if rest.get(1).is_some_and(char::is_ascii_digit) || before.chars().count() > 28 {
        return None;
    }
    let words = |list: &[&str]| list.iter().any(|w| before.ends_with(w));
    if words(&["≤", "<=", "≦", "not exceed", "up to", "at most", "不超过"]) {
        return Some((0..=first).collect());
    }
    if words(&["<", "below", "less than", "小于"]) {
        return Some((0..first).collect());
    }
    if words(&["≥", ">=", ">"]) {
        return None;
    }
    let mut found = vec![first];
    let mut i = 1;
    while i < rest.len() {
        let gap: String = rest[i..].iter().take_while(|c| !c.is_ascii_digit()).collect();
        let Some(next) = rest.get(i + gap.chars().count()).copied().and_then(digit) else { break };
        if rest.get(i + gap.chars().count() + 1).is_some_and(char::is_ascii_digit) {
            break;
        }
        let trimmed = gap.trim();
        let last = *found.last()?;
        match trimmed {
            "-" | "–" | "—" | "~" | "～" | "to" | "至" | "through" if next > last => found.extend(last + 1..=next),
            "," | "、" | "or" | ", or" | "或" | "and" | "," | "/" | "分或" if next > last => found.push(next),
            _ => break,
        }
        i += gap.chars().count() + 1;
    }
    // "ECOG 1" alone is one value; "<= 1 (ECOG)" has been read above. "or less" opens the range downwards.
    let after: String = rest[i.min(rest.len())..].iter().collect();
    let after = after.trim_start().trim_start_matches('分');
    if found.len() == 1
        && ["or less", "or lower", "or better", "以下", "及以下", "or below"].iter().any(|w| after.trim_start().starts_with(w))
    {
        return Some((0..=first).collect());
    }
    Some(found)
}

/// The listed criteria, each as printed.
fn criteria(source: &Source<'_>, entries: &Entries<'_>) -> Vec<Criterion> {
    let mut found: Vec<Criterion> = Vec::new();
    for (field, inclusion) in [(Field::Inclusion, true), (Field::Exclusion, false)] {
        for entry in entries.all(field) {
            found.extend(items(entry.value).into_iter().map(|text| Criterion { inclusion, text }));
        }
    }
    if found.is_empty() {
        let bullets = source.text.lines().map(str::trim).filter(|l| l.starts_with(BULLETS));
        let eligible = bullets.filter(|l| !holds(&l.to_lowercase(), &["radiation:", "drug:", "procedure:"]));
        found.extend(eligible.map(|l| Criterion { inclusion: !l.starts_with('○'), text: item(l) }).filter(|c| !c.text.is_empty()));
    }
    found.retain(|c| !c.text.contains('█'));
    found.truncate(CRITERIA_MAX);
    found
}

const BULLETS: [char; 8] = ['•', '⁃', '●', '○', '◆', '◇', '*', '▪'];

fn items(value: &str) -> Vec<String> {
    let lines: Vec<&str> = value.lines().map(str::trim).filter(|l| !l.is_empty()).collect();
    let parts: Vec<&str> = if lines.len() > 1 { lines } else { value.split([';', '；']).collect() };
    parts.into_iter().map(item).filter(|t| t.chars().count() >= 2).collect()
}

/// Without its bullet or number.
fn item(line: &str) -> String {
    let line = line.trim().trim_start_matches(BULLETS).trim_start_matches(['-', '+', ' ']);
    let digits = line.bytes().take_while(u8::is_ascii_digit).count();
    let after = &line[digits..];
    let marked = after.trim_start_matches(['.', ')', '、']);
    let numbered = (1..=2).contains(&digits) && marked.len() < after.len() && !marked.starts_with(|c: char| c.is_ascii_digit());
    let line = if numbered { marked } else { line };
    line.trim().trim_end_matches(['；', ';']).to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn performance_status() {
        for (text, expected) in [
            ("ECOG 0-1", Some(vec![0, 1])),
            ("ECOG 0–2", Some(vec![0, 1, 2])),
            ("ECOG PS ≤ 2", Some(vec![0, 1, 2])),
            ("ECOG 0 to 3", Some(vec![0, 1, 2, 3])),
            ("ECOG performance status 0, 1, or 2;", Some(vec![0, 1, 2])),
            ("ECOG performance status below 2", Some(vec![0, 1])),
            ("Performance Status (PS) score ≤ 1", Some(vec![0, 1])),
            ("ECOG体力状况评分为0或1分", Some(vec![0, 1])),
            ("ECOG PS：0、1；", Some(vec![0, 1])),
            ("3) PS 0-2 (ECOG) 4) no", Some(vec![0, 1, 2])),
            ("Karnofsky score of 70", None),
            ("KPS≥70", None),
            ("Zubrod performance status 0-2", Some(vec![0, 1, 2])),
        ] {
            assert_eq!(ecog(text), expected, "{text}");
        }
    }

    #[test]
    fn age_ranges() {
        for (text, expected) in [
            ("18-80 years", (Some(18.0), Some(80.0))),
            ("≥65 years", (Some(65.0), None)),
            ("18岁以上、75岁以下", (Some(18.0), Some(75.0))),
            ("最小18岁，最大65岁", (Some(18.0), Some(65.0))),
            ("6 Months to 18 Years", (Some(0.5), Some(18.0))),
            ("18 Years and older", (Some(18.0), None)),
            ("18岁(最小年龄)至 75岁(最大年龄)", (Some(18.0), Some(75.0))),
        ] {
            assert_eq!(range(text), Some(expected), "{text}");
        }
    }
}
