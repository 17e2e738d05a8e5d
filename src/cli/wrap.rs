//! Text in columns of a terminal, where Han characters are two wide.

use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

/// Columns that a text takes.
pub fn width(text: &str) -> usize {
    text.width()
}

/// Lines of at most `columns`: broken at spaces and between wide characters, never before closing punctuation; a longer word is cut.
/// What documents say is not trusted: control characters become spaces.
pub fn wrap(text: &str, columns: usize) -> Vec<String> {
    let columns = columns.max(4);
    let (mut lines, mut line) = (Vec::new(), String::new());
    for unit in units(text) {
        let blank = unit == " ";
        if blank && (line.is_empty() || line.ends_with(' ')) {
            continue;
        }
        if width(&line) + width(&unit) > columns && !blank {
            if !line.is_empty() {
                lines.push(std::mem::take(&mut line).trim_end().to_owned());
            }
            if width(&unit) > columns {
                cut(&unit, columns, &mut lines, &mut line);
                continue;
            }
        }
        if !(blank && width(&line) + 1 > columns) {
            line.push_str(&unit);
        }
    }
    if !line.trim_end().is_empty() {
        lines.push(line.trim_end().to_owned());
    }
    lines
}

/// As many whole lines as fit, the rest in `line`.
fn cut(unit: &str, columns: usize, lines: &mut Vec<String>, line: &mut String) {
    for c in unit.chars() {
        if width(line) + c.width().unwrap_or(0) > columns {
            lines.push(std::mem::take(line));
        }
        line.push(c);
    }
}

/// Words, single wide characters with the punctuation that closes them, and single spaces.
fn units(text: &str) -> Vec<String> {
    let mut units: Vec<String> = Vec::new();
    let mut previous_wide = false;
    for c in text.chars().map(|c| if c.is_control() { ' ' } else { c }) {
        let wide = c.width().unwrap_or(0) > 1;
        match units.last_mut() {
            Some(last) if c != ' ' && last != " " && (closes(c) || opens(last) || (!wide && !previous_wide)) => last.push(c),
            _ => units.push(if c.is_whitespace() { " ".to_owned() } else { c.to_string() }),
        }
        previous_wide = wide;
    }
    units
}

fn closes(c: char) -> bool {
    matches!(
        c,
        '，' | '。'
            | '；'
            | '：'
            | '！'
            | '？'
            | '）'
            | '】'
            | '》'
            | '”'
            | '’'
            | '、'
            | '％'
            | '%'
            | '」'
            | ','
            | '.'
            | ';'
            | ')'
            | ']'
    )
}

fn opens(unit: &str) -> bool {
    unit.ends_with(['（', '【', '《', '“', '‘', '「', '(', '['])
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn lines_break_where_readers_expect() {
        assert_eq!(wrap("one two  three", 8), ["one two", "three"]);
        assert_eq!(wrap("中位总生存，为15.8个月。", 11), ["中位总生", "存，为15.8", "个月。"]);
        assert_eq!(wrap("abcdefghij", 4), ["abcd", "efgh", "ij"]);
        assert_eq!(wrap("a\u{1b}[31mb\n", 20), ["a [31mb"]);
        assert!(wrap(" ", 10).is_empty());
    }

    proptest! {
        #[test]
        fn no_line_is_too_wide(text in "[ a-z0-9中位，。（）%\\n]{0,80}", columns in 6usize..40) {
            for line in wrap(&text, columns) {
                prop_assert!(width(&line) <= columns, "{line:?}");
            }
        }
    }
}
