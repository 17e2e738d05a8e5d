//! Sentences of folded text, both languages.

use super::language::is_han;
use super::offsets::FoldedSpan;

/// Words whose full stop ends no sentence.
const ABBREVIATIONS: &[&str] = &[
    "vs", "al", "fig", "figs", "tab", "no", "nos", "ref", "refs", "eg", "e.g", "i.e", "cf", "ca", "approx", "dr", "prof", "mr", "mrs",
    "ms", "st", "resp", "vol", "pp", "eq", "ed", "eds", "suppl", "inc", "ltd", "co", "dept", "univ", "int", "j", "versus",
];

/// Cuts at full stops, question and exclamation marks, `。！？` and hard line breaks, not inside numbers or after abbreviations.
pub fn split(text: &str) -> Vec<FoldedSpan> {
    let mut sentences = Vec::new();
    let mut start = 0;
    for (i, c) in text.char_indices() {
        let end = i + c.len_utf8();
        let cut = match c {
            '\n' | '。' | '！' | '？' => true,
            '.' | '!' | '?' => ends_sentence(text, start, i, c),
            _ => false,
        };
        if cut {
            push(text, start, end, &mut sentences);
            start = end;
        }
    }
    push(text, start, text.len(), &mut sentences);
    sentences
}

fn push(text: &str, start: usize, end: usize, sentences: &mut Vec<FoldedSpan>) {
    let slice = &text[start..end];
    let trimmed = slice.trim();
    // A closing quote or bracket after the full stop belongs to the sentence before.
    if !trimmed.is_empty() {
        let from = start + (slice.len() - slice.trim_start().len());
        sentences.push(FoldedSpan::new(from, from + trimmed.len()));
    }
}

fn ends_sentence(text: &str, start: usize, at: usize, mark: char) -> bool {
    let rest = &text[at + 1..];
    let mut after = rest.chars();
    let next = after.next();
    match next {
        None | Some('\n') => return true,
        Some(c) if is_han(c) && mark == '.' => {
            // "…0.05.结论" ends; "vs.对照" does not; a heading number "1.材料" does not.
            return !text[start..at].trim_end().chars().all(|c| c.is_ascii_digit()) && !after_abbreviation(text, start, at);
        }
        Some(c) if c.is_whitespace() => {}
        Some(')' | ']' | '"' | '”' | '’') => {
            return rest.chars().nth(1).is_none_or(|c| c == ' ' || c == '\n')
                && sentence_opens(rest.trim_start_matches([')', ']', '"', '”', '’']))
                && !after_abbreviation(text, start, at)
                && depth(&text[start..at]) <= 0;
        }
        Some('[') => return rest.find(']').is_some_and(|close| sentence_opens(&rest[close + 1..])),
        Some(c) if c.is_ascii_uppercase() => {
            // "…survival.RESULTS", a lost space: a lower-case word of three letters or more stands before.
            let before: Vec<char> = text[start..at].chars().rev().take(3).collect();
            return before.len() == 3
                && before.iter().all(|c| c.is_lowercase() || *c == ')' || *c == '%')
                && rest.chars().take(3).filter(|c| c.is_alphabetic()).count() == 3;
        }
        Some(_) => return false,
    }
    if mark != '.' {
        return true;
    }
    if after_abbreviation(text, start, at) {
        return false;
    }
    sentence_opens(rest)
}

/// Open brackets minus closed ones.
fn depth(text: &str) -> i32 {
    text.chars().fold(0, |d, c| match c {
        '(' | '[' => d + 1,
        ')' | ']' => d - 1,
        _ => d,
    })
}

/// Whether what follows a full stop can begin a sentence.
fn sentence_opens(rest: &str) -> bool {
    let Some(c) = rest.trim_start().chars().next() else { return true };
    c.is_uppercase() || c.is_ascii_digit() || is_han(c) || matches!(c, '(' | '[' | '"' | '“' | '‘' | '\'' | '•' | '*' | '-' | '≥' | '<' | '>')
        // A trade or gene name in lower case may open a sentence after a long one ("nab-paclitaxel was …", "p53 …").
        || rest.trim_start().starts_with("nab-") || rest.trim_start().starts_with("p53")
}

fn after_abbreviation(text: &str, start: usize, at: usize) -> bool {
    let before = &text[start..at];
    let word = before.rsplit(|c: char| !(c.is_alphanumeric() || c == '.')).next().unwrap_or("");
    let lower = word.to_lowercase();
    // "J. Smith": one capital; "P = 0.05." ends with a digit and is no abbreviation.
    (word.len() == 1
        && word.chars().all(|c| c.is_ascii_uppercase())
        && !before.trim_end().ends_with(|c: char| c.is_ascii_digit())
        && text[at + 1..].trim_start().chars().nth(1).is_none_or(|c| !c.is_lowercase() || is_initial(before)))
        || ABBREVIATIONS.contains(&lower.trim_matches('.'))
}

/// "Smith J", "Dr. A": an initial stands after a capitalised word or at the beginning.
fn is_initial(before: &str) -> bool {
    let mut words = before.split_whitespace().rev();
    words.next();
    words.next().is_none_or(|w| w.ends_with('.'))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: &[&str]) {
        let got: Vec<&str> = split(text).iter().map(|s| &text[s.start..s.end]).collect();
        assert_eq!(got, expected);
    }

    #[test]
    fn english() {
        check("HR was 0.46 vs. 0.5. Next one.", &["HR was 0.46 vs. 0.5.", "Next one."]);
        check("Reported by Zeng et al. [3]. It grew (P = .03). No.", &["Reported by Zeng et al. [3].", "It grew (P = .03).", "No."]);
        check("Longer survival.RESULTS: 12 patients", &["Longer survival.", "RESULTS: 12 patients"]);
        check("Dose was 1.8 Gy in Fig. 2 for i.e. them", &["Dose was 1.8 Gy in Fig. 2 for i.e. them"]);
    }

    #[test]
    fn chinese() {
        check("中位OS为15.8个月。两组相近！无", &["中位OS为15.8个月。", "两组相近！", "无"]);
        check("差异有统计学意义(P<0.05).结论 有效", &["差异有统计学意义(P<0.05).", "结论 有效"]);
        check("第一行\n第二行", &["第一行", "第二行"]);
    }
}
