//! Endpoints that the vocabulary has no name for, in the words of the clause.

use super::context::{Context, Sentence};
use super::endpoint::EndpointRef;
use crate::text::{FoldedSpan, is_han};
use std::ops::Range;

/// What an effect's clause says it is of, where the vocabulary has no name for it: 与…相关, 是…的危险因素, …风险, …率.
pub fn endpoint(context: &Context, sentence: &Sentence, from: usize, effect: Range<usize>) -> Option<EndpointRef> {
    let lexemes = &sentence.lexemes;
    let text = |range: Range<usize>| -> &str {
        let Some(part) = lexemes.get(range).filter(|l| !l.is_empty()) else { return "" };
        context.text(FoldedSpan::new(part[0].span.start, part[part.len() - 1].span.end))
    };
    let at = effect.start..effect.start;
    let (before, after) = (text(from.min(at.start)..at.start), text(effect.end.min(lexemes.len())..lexemes.len()));
    let words = correlate(after)
        .or_else(|| depends(after))
        .or_else(|| quantity(before))
        .or_else(|| correlate(before))
        .or_else(|| depends(before))?;
    Some(EndpointRef { concept: None, text: words.to_owned(), at, event: false })
}

/// "risk of ischemic stroke (", "a primary-outcome event occurred": in English, what the words before an effect say was counted;
/// "… and cataract (" goes on after such words.
pub fn risk(context: &Context, sentence: &Sentence, before: Range<usize>, last: Option<&EndpointRef>) -> Option<EndpointRef> {
    let lexemes = sentence.lexemes.get(before.clone()).filter(|l| !l.is_empty())?;
    let text = context.text(FoldedSpan::new(lexemes[0].span.start, lexemes[lexemes.len() - 1].span.end));
    let counted = |e: &EndpointRef| e.concept.as_deref().is_none_or(|c| c == "endpoint:incidence");
    let words = at_risk(text).or_else(|| primary(text)).or_else(|| last.filter(|e| counted(e)).and_then(|_| going_on(text)))?;
    Some(EndpointRef { concept: None, text: words.to_owned(), at: before.end..before.end, event: false })
}

/// "the risk of X (": the words between.
fn at_risk(text: &str) -> Option<&str> {
    const OPENS: &[&str] =
        &["risk of ", "risks of ", "risk for ", "odds of ", "likelihood of ", "probability of ", "incidence of ", "rate of ", "rates of "];
    let start = OPENS.iter().filter_map(|w| text.to_ascii_lowercase().rfind(w).map(|i| i + w.len())).max()?;
    noun(text[start..].trim_start_matches("developing ").trim_start_matches("incident ").strip_suffix(['(', '['])?)
}

/// "primary-outcome event", "the primary end point occurred".
fn primary(text: &str) -> Option<&str> {
    let lower = text.to_ascii_lowercase();
    ["primary-outcome event", "primary outcome event", "primary endpoint event", "primary end-point event", "primary composite outcome"]
        .into_iter()
        .find_map(|w| lower.find(w).map(|i| &text[i..i + w.len()]))
}

/// ", and X (".
fn going_on(text: &str) -> Option<&str> {
    let rest = text.trim_start_matches([',', ' ', ')']);
    noun(rest.strip_prefix("and ").or_else(|| rest.strip_prefix("or ")).unwrap_or(rest).strip_suffix(['(', '['])?)
}

/// A few words without sign or number.
fn noun(words: &str) -> Option<&str> {
    let words = words.trim();
    let plain = words.chars().all(|c| c.is_ascii_alphabetic() || matches!(c, ' ' | '-' | '/'));
    let count = words.split_whitespace().count();
    let clause =
        words.split_whitespace().any(|w| ["was", "were", "in", "with", "between", "than", "versus", "vs", "for", "among"].contains(&w));
    ((1..=6).contains(&count) && plain && !clause).then_some(words)
}

/// 预后, "survival analysis": alone, they mean survival.
pub fn prognosis(lower: &str) -> Option<EndpointRef> {
    let word = ["预后", "生存分析", "survival analysis"].into_iter().find(|w| lower.contains(w))?;
    Some(EndpointRef { concept: Some("endpoint:os".to_owned()), text: word.to_owned(), at: 0..0, event: true })
}

/// No endpoint's name is longer.
const NAME_CHARS_MAX: usize = 24;

fn name(words: &str) -> Option<&str> {
    let words = words.trim_matches([' ', ',', ';', ':', '(', ')', '[', ']', '的']);
    let count = words.chars().count();
    ((2..=NAME_CHARS_MAX).contains(&count) && words.chars().any(is_han)).then_some(words)
}

/// 与穿刺活检阳性率有显著相关性: between 与 and what says so.
fn correlate(text: &str) -> Option<&str> {
    let end = text.find("相关")?;
    let start = text[..end].rfind('与')? + '与'.len_utf8();
    let words = &text[start..end];
    let cut = ["存在", "呈", "有", "无", "没有", "显著", "明显", "密切", "独立"]
        .iter()
        .filter_map(|w| words.find(w))
        .min()
        .unwrap_or(words.len());
    name(&words[..cut])
}

/// 是影响切缘阳性的独立危险因素: between 是 and the factor.
fn depends(text: &str) -> Option<&str> {
    let end = text.find("因素").or_else(|| text.find("因子"))?;
    let start = text[..end].rfind('是')? + '是'.len_utf8();
    let words = text[start..end].trim_start_matches("影响").trim_start_matches("预测").trim_start_matches("发生");
    let cut = ["的独立", "独立", "的危险", "的保护", "的影响", "的预测", "的预后", "的相关", "危险", "保护", "预测"]
        .iter()
        .filter_map(|w| words.find(w))
        .min()
        .unwrap_or(words.len());
    name(&words[..cut])
}

/// 发生肾功能下降的风险显著低于对照组, 正常化率达77%: what the risk or rate is of.
fn quantity(text: &str) -> Option<&str> {
    const WHOLE: &[&str] = &["风险", "概率", "几率", "机率", "可能性", "率", "危险"];
    let (end, word) = WHOLE.iter().filter_map(|w| text.rfind(w).map(|i| (i, *w))).max_by_key(|(i, w)| i + w.len())?;
    let before = &text[..end];
    let start =
        before.rfind([',', ';', ':', '(', ')', '、', '组', '者']).map_or(0, |i| i + before[i..].chars().next().map_or(1, char::len_utf8));
    // A rate keeps its name, a risk is of what stands before it.
    let end = if word == "率" { end + word.len() } else { end };
    let opens = ["发生", "出现"].iter().filter_map(|w| text[start..end].rfind(w).map(|i| start + i + w.len()).filter(|i| *i < end)).max();
    name(&text[opens.unwrap_or(start)..end])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn clauses_say_what_was_measured() {
        for (found, expected) in [
            (correlate("与穿刺活检阳性率有显著相关性, 年龄越大"), Some("穿刺活检阳性率")),
            (correlate("与年龄无关"), None),
            (depends("是影响切缘阳性的独立危险因素"), Some("切缘阳性")),
            (depends("是淋巴结转移的危险因素"), Some("淋巴结转移")),
            (depends("是独立危险因素"), None),
            (quantity("CTX组发生肾功能下降的风险显著低于CNIs组"), Some("肾功能下降")),
            (quantity("治疗组UFC的正常化率达77%"), Some("UFC的正常化率")),
            (quantity("年龄"), None),
        ] {
            assert_eq!(found, expected);
        }
        for (found, expected) in [
            (at_risk("a higher risk of ischemic stroke ("), Some("ischemic stroke")),
            (at_risk("increases in the risks of incident heart failure ["), Some("heart failure")),
            (at_risk("a lower risk of relapse in older patients ("), None),
            (at_risk("a higher risk ("), None),
            (primary("A primary-outcome event occurred in 12 of 90 patients ("), Some("primary-outcome event")),
            (going_on(", and cataract ("), Some("cataract")),
            (going_on(" in stage 3 ("), None),
        ] {
            assert_eq!(found, expected);
        }
    }
}
