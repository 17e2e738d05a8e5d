//! A text's lines and their shape, which tells prose from furniture.

use super::document::Span;

/// One line: where it stands, without its end, and its words without the blanks around them.
#[derive(Debug, Clone, Copy)]
pub struct Line<'a> {
    pub span: Span,
    pub text: &'a str,
}

pub fn lines(text: &str) -> Vec<Line<'_>> {
    let mut start = 0;
    text.split('\n')
        .map(|raw| {
            let span = Span::new(start, start + raw.len());
            start += raw.len() + 1;
            Line { span, text: raw.trim() }
        })
        .collect()
}

impl Line<'_> {
    pub fn is_blank(&self) -> bool {
        self.text.is_empty()
    }

    /// Characters, one of Chinese counting as two.
    pub fn width(&self) -> usize {
        self.text.chars().map(|c| 1 + usize::from(is_han(c))).sum()
    }

    /// Whether a sentence ends with the line.
    pub fn ends_sentence(&self) -> bool {
        let open = self.text.trim_end_matches([')', ']', '"', '”', '’', '）', '】']);
        open.is_empty()
            || open.ends_with(['.', '!', '?', '。', '！', '？', ':', '：', ';', '；'])
            || (open.len() < self.text.len() && open.ends_with(|c: char| c.is_ascii_digit()) && self.text.ends_with(']'))
    }

    /// Running words rather than a menu, a heading or a field.
    pub fn is_prose(&self) -> bool {
        self.width() >= 80 && self.text.contains(['.', '。', ',', '，', ';', '；'])
    }

    /// `label: value` with a short label and some value, or `label：value`.
    pub fn field(&self) -> Option<(&str, &str)> {
        let at = self.text.find([':', '：'])?;
        let (label, rest) = self.text.split_at(at);
        let value = rest.trim_start_matches([':', '：']).trim();
        (!label.trim().is_empty() && label.chars().count() <= 40 && !value.is_empty()).then_some((label.trim(), value))
    }
}

/// Chinese characters; stage 2 has the full test, which this stage must not name.
pub fn is_han(c: char) -> bool {
    matches!(c, '\u{3400}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{2fa1f}')
}

/// Numbers that only a result prints: furniture never holds them.
pub fn has_result(text: &str) -> bool {
    const MARKS: &[&str] = &[
        "% CI",
        "%CI",
        "%可信区间",
        "%置信区间",
        "P<",
        "P=",
        "P＜",
        "P＝",
        "P <",
        "P =",
        "p<",
        "p=",
        "p <",
        "p =",
        "HR",
        "hazard ratio",
        "个月",
        " months",
        "Gy",
    ];
    text.contains(|c: char| c.is_ascii_digit()) && MARKS.iter().any(|mark| text.contains(mark))
}
