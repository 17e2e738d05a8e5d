//! Folding: the same content in one spelling, with the way back to the source.
//!
//! A pass is a function from a text to its edits (in order, not overlapping); it knows nothing of offsets.

mod comma;
mod confusable;
mod dash;
mod decimal;
mod latex;
mod line;
mod space;
mod spaced;
mod statistic;
mod superscript;
mod table;
mod variant;
mod width;

pub use table::ROW_LABEL_END;

use super::offsets::OffsetMap;
use crate::document::{Mask, Span};
use std::borrow::Cow;
use std::ops::Range;

/// Replace `range` by `with`.
#[derive(Debug, Clone, PartialEq)]
pub struct Edit {
    pub range: Range<usize>,
    pub with: Cow<'static, str>,
}

impl Edit {
    fn new(range: Range<usize>, with: impl Into<Cow<'static, str>>) -> Edit {
        Edit { range, with: with.into() }
    }
}

/// What finds the edits of one pass.
pub type Pass = fn(&str) -> Vec<Edit>;

/// Stands for a number that damage made ambiguous, and for a character that was lost before.
pub const UNREADABLE: &str = "\u{fffd}";

/// The passes, in order: tables first, while their tags stand; then LaTeX, since its commands hold the signs that all others look
/// at; superscripts before NFKC, which would make 10⁻⁵ into 10-5; lines after them, since they look at folded marks; spaces next,
/// since every pass before may leave some; last what mends numbers, which a line's end or a thin space may cut.
pub const PASSES: &[(&str, Pass)] = &[
    ("table", table::edits),
    ("latex", latex::edits),
    ("superscript", superscript::edits),
    ("width", width::edits),
    ("dash", dash::edits),
    ("decimal", decimal::edits),
    ("variant", variant::edits),
    ("line", line::edits),
    ("space", space::edits),
    ("spaced", spaced::edits),
    ("comma", comma::edits),
    ("confusable", confusable::edits),
];

/// Leaves out masked stretches, then runs all passes.
pub fn fold(source: &str, masks: &[Mask]) -> (String, OffsetMap) {
    let (mut text, mut map) = apply(source, &mask_edits(source, masks), None);
    for (_, pass) in PASSES {
        let edits = pass(&text);
        if !edits.is_empty() {
            (text, map) = apply(&text, &edits, Some(&map));
        }
    }
    (text, map)
}

/// A mask that interrupts a sentence leaves a space, another one a paragraph break.
fn mask_edits(source: &str, masks: &[Mask]) -> Vec<Edit> {
    let mut edits: Vec<Edit> = Vec::with_capacity(masks.len());
    for mask in masks {
        let range = mask.span.start..mask.span.end.min(source.len());
        if range.start >= range.end || edits.last().is_some_and(|e| e.range.end > range.start) {
            continue;
        }
        edits.push(Edit::new(range, if mask.interrupts { " " } else { "\n\n" }));
    }
    edits
}

fn apply(text: &str, edits: &[Edit], before: Option<&OffsetMap>) -> (String, OffsetMap) {
    let mut out = String::with_capacity(text.len());
    let mut map = OffsetMap::default();
    let back = |range: Range<usize>| -> Span {
        before.map_or(Span::new(range.start, range.end), |map| map.source(super::FoldedSpan::new(range.start, range.end)))
    };
    let copy = |out: &mut String, map: &mut OffsetMap, range: Range<usize>| {
        out.push_str(&text[range.clone()]);
        for (i, c) in text[range.clone()].char_indices() {
            let from = range.start + i;
            map.push(c.len_utf8(), back(from..from + c.len_utf8()));
        }
    };
    let mut at = 0;
    for edit in edits {
        copy(&mut out, &mut map, at..edit.range.start);
        out.push_str(&edit.with);
        map.push(edit.with.len(), back(edit.range.clone()));
        at = edit.range.end;
    }
    copy(&mut out, &mut map, at..text.len());
    (out, map)
}

/// A text after one pass, without the way back.
fn plain(text: &str, pass: Pass) -> String {
    apply(text, &pass(text), None).0
}

/// One edit per character that `replacement` names another text for.
fn per_char(text: &str, replacement: impl Fn(char) -> Option<Cow<'static, str>>) -> Vec<Edit> {
    text.char_indices()
        .filter(|(_, c)| !c.is_ascii() || *c == '\r' || *c == '\t')
        .filter_map(|(i, c)| replacement(c).map(|with| Edit { range: i..i + c.len_utf8(), with }))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::FoldedSpan;
    use proptest::prelude::*;

    /// A source, what it folds to, and pieces of that with the source text that they came from.
    type Case<'a> = (&'a str, &'a str, &'a [(&'a str, &'a str)]);

    pub(super) fn check(cases: &[Case]) {
        for (source, expected, pieces) in cases {
            let (folded, map) = fold(source, &[]);
            assert_eq!(folded, *expected, "{source}");
            for (piece, printed) in *pieces {
                let start = folded.find(piece).unwrap_or_else(|| panic!("{piece} in {folded}"));
                let span = map.source(FoldedSpan::new(start, start + piece.len()));
                assert_eq!(&source[span.start..span.end], *printed, "{source}");
                assert_eq!(map.folded(span), FoldedSpan::new(start, start + piece.len()), "{source}: there and back");
            }
        }
    }

    #[test]
    fn folds_both_languages() {
        for (source, expected) in [
            ("HR＝0.73，95％CI：0.62～0.86", "HR=0.73, 95%CI:0.62~0.86"),
            ("0·72 (0·58–0·90)", "0.72 (0.58-0.90)"),
            ("总生存率為10⁹/L", "总生存率为10^9/L"),
            ("sur-\nrounded by", "surrounded by"),
            ("Ⅲ期①", "III期①"),
            ("a\u{2009}\u{a0}b\u{200b}c", "a bc"),
        ] {
            assert_eq!(fold(source, &[]).0, expected);
        }
    }

    const DAMAGE: &[&str] = &[
        "$",
        "\\",
        "{",
        "}",
        "^",
        "_",
        "~",
        " ",
        "\n",
        "\n\n",
        "0",
        "1",
        "95",
        ".",
        ",",
        "%",
        "=",
        "<",
        "(",
        "[",
        ")",
        "-",
        "|",
        "O",
        "l",
        "HR",
        "H R",
        "CI",
        "Cl",
        "0R",
        "P",
        "年",
        "组",
        "\u{fffd}",
        "\\mathrm",
        "\\frac",
        "\\sim",
        "\\begin",
        "\\%",
        "<table>",
        "<tr>",
        "<td>",
        "<td colspan=\"2\" rowspan=\"3\">",
        "</td>",
        "</table>",
        "95% CI",
        "，",
    ];

    proptest! {
        #[test]
        fn spans_map_back_to_their_source(text in "\\PC{0,60}") {
            let (folded, map) = fold(&text, &[]);
            for (i, c) in folded.char_indices() {
                let span = map.source(FoldedSpan::new(i, i + c.len_utf8()));
                prop_assert!(span.start <= span.end && span.end <= text.len());
                prop_assert!(text.is_char_boundary(span.start) && text.is_char_boundary(span.end));
            }
        }

        #[test]
        fn damage_maps_back_to_its_source(pieces in prop::collection::vec(prop::sample::select(DAMAGE), 0..40)) {
            let text = pieces.concat();
            let (folded, map) = fold(&text, &[]);
            let mut last = 0;
            for (i, c) in folded.char_indices() {
                let span = map.source(FoldedSpan::new(i, i + c.len_utf8()));
                prop_assert!(span.start <= span.end && span.end <= text.len() && last <= span.start);
                prop_assert!(text.is_char_boundary(span.start) && text.is_char_boundary(span.end));
                last = span.start;
            }
        }

        // LaTeX aside: what an escape protects is bare after the first time.
        #[test]
        fn folding_twice_changes_nothing_more(text in "[ -~&&[^\\\\$^{}]]{0,60}") {
            let once = fold(&text, &[]).0;
            prop_assert_eq!(fold(&once, &[]).0, once);
        }
    }
}
