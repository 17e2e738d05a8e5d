//! LaTeX that a page's conversion left behind → what it would print.
//!
//! Between dollar signs, and in the braces of a command, spaces print nothing: `$0 . 7 1$` is 0.71, `~` and `\ ` are spaces, `\sim`
//! is a tilde. A pair of dollar signs holds mathematics only where it looks so; sums of money stay. Unknown commands inside vanish,
//! their arguments stay.

use super::Edit;
use crate::text::is_han;

/// No formula of a sentence is longer.
const FORMULA_MAX: usize = 1500;
const GROUP_MAX: usize = 300;

/// What a command prints.
const SIGNS: &[(&str, &str)] = &[
    ("sim", "~"),
    ("thicksim", "~"),
    ("textasciitilde", "~"),
    ("approx", "≈"),
    ("pm", "±"),
    ("times", "×"),
    ("cdot", "·"),
    ("div", "÷"),
    ("le", "≤"),
    ("leq", "≤"),
    ("leqslant", "≤"),
    ("leqq", "≤"),
    ("ge", "≥"),
    ("geq", "≥"),
    ("geqslant", "≥"),
    ("geqq", "≥"),
    ("lt", "<"),
    ("less", "<"),
    ("gt", ">"),
    ("ne", "≠"),
    ("neq", "≠"),
    ("textless", "<"),
    ("textgreater", ">"),
    ("langle", "("),
    ("rangle", ")"),
    ("lbrack", "["),
    ("rbrack", "]"),
    ("mid", "|"),
    ("chi", "χ"),
    ("alpha", "α"),
    ("beta", "β"),
    ("gamma", "γ"),
    ("delta", "δ"),
    ("Delta", "Δ"),
    ("kappa", "κ"),
    ("lambda", "λ"),
    ("mu", "μ"),
    ("sigma", "σ"),
    ("circ", "°"),
    ("prime", "'"),
    ("infty", "∞"),
    ("to", "→"),
    ("rightarrow", "→"),
    ("dots", "…"),
    ("ldots", "…"),
    ("cdots", "…"),
    ("log", "log"),
    ("ln", "ln"),
    ("exp", "exp"),
    ("min", "min"),
    ("max", "max"),
    ("quad", " "),
    ("qquad", " "),
];
/// Commands that print nothing of their own; outside of formulas no other is known.
const STYLES: &[&str] = &[
    "mathrm",
    "mathbf",
    "mathit",
    "mathsf",
    "mathtt",
    "mathcal",
    "mathbb",
    "rm",
    "bf",
    "it",
    "tt",
    "sf",
    "boldsymbol",
    "pmb",
    "operatorname",
    "text",
    "textrm",
    "textbf",
    "textit",
    "textsf",
    "mbox",
    "hbox",
    "displaystyle",
    "textstyle",
    "scriptstyle",
    "scriptscriptstyle",
    "left",
    "right",
    "big",
    "Big",
    "bigl",
    "bigr",
    "frac",
    "dfrac",
    "tfrac",
];
/// Commands whose argument is no text either.
const SILENT: &[&str] = &["phantom", "hphantom", "vphantom", "begin", "end", "hspace", "vspace", "label", "color"];

pub fn edits(text: &str) -> Vec<Edit> {
    if !text.contains(['\\', '$', '{', '^']) {
        return Vec::new();
    }
    let mut reader = Reader { text, edits: Vec::new(), last: ' ', letters: 0, slashes: Vec::new() };
    let mut at = 0;
    // Where the formula ends that `at` stands in.
    let mut end = 0;
    while let Some(c) = text[at..].chars().next() {
        let inside = at < end;
        at = match c {
            '$' if at + 1 == end => reader.dollar(at, at + 1),
            '$' if !inside => match formula_end(text, at) {
                Some(close) => {
                    end = close;
                    reader.dollar(at, at + 1)
                }
                None => reader.copy(at, c),
            },
            '\\' => reader.command(at, &mut end),
            '{' | '}' if inside => reader.brace(at),
            '{' => match sign_in_braces(text, at) {
                Some((sign, to)) => reader.replace(at, to, sign),
                None => reader.copy(at, c),
            },
            '^' | '_' if inside || c == '^' && text[at + 1..].trim_start().starts_with('{') => reader.script(at, &mut end),
            '~' if inside => reader.replace(at, at + 1, " "),
            c if c.is_whitespace() && inside => reader.space(at, c),
            c if c.is_ascii_alphabetic() && inside => match STYLES.iter().find(|s| s.len() > 5 && text[at..].starts_with(**s)) {
                // A command that lost its backslash.
                Some(style) if reader.letters == 0 => reader.replace(at, at + style.len(), ""),
                _ => reader.copy(at, c),
            },
            c => reader.copy(at, c),
        };
    }
    reader.edits
}

struct Reader<'a> {
    text: &'a str,
    edits: Vec<Edit>,
    /// The last character that prints.
    last: char,
    /// Latin letters in a row up to `last`.
    letters: usize,
    /// Closing braces that print the bar of a fraction.
    slashes: Vec<usize>,
}

impl Reader<'_> {
    fn copy(&mut self, at: usize, c: char) -> usize {
        self.prints(c);
        at + c.len_utf8()
    }

    fn prints(&mut self, c: char) {
        self.letters = if c.is_ascii_alphabetic() { self.letters + 1 } else { 0 };
        self.last = c;
    }

    fn replace(&mut self, from: usize, to: usize, with: &'static str) -> usize {
        self.edits.push(Edit::new(from..to, with));
        with.chars().for_each(|c| self.prints(c));
        to
    }

    /// A formula touches the words and numbers around it where the page had a space.
    fn dollar(&mut self, at: usize, to: usize) -> usize {
        let apart = self.last.is_ascii_alphanumeric()
            && self.text[to..].trim_start_matches(['{', ' ']).starts_with(|c: char| c.is_ascii_alphanumeric() || c == '\\');
        self.replace(at, to, if apart { " " } else { "" })
    }

    fn brace(&mut self, at: usize) -> usize {
        let bar = self.slashes.last() == Some(&at);
        if bar {
            self.slashes.pop();
        }
        self.replace(at, at + 1, if bar { "/" } else { "" })
    }

    /// Spaces print nothing, except between two words.
    fn space(&mut self, at: usize, c: char) -> usize {
        let next = self.text[at..].trim_start();
        let words = self.letters > 1 && next.chars().take_while(char::is_ascii_alphabetic).count() > 1;
        if c == '\n' || words && self.last != ' ' {
            return self.copy(at, c);
        }
        self.edits.push(Edit::new(at..at + c.len_utf8(), ""));
        at + c.len_utf8()
    }

    /// A command, inside of a formula or known; its argument is read as a formula.
    fn command(&mut self, at: usize, end: &mut usize) -> usize {
        let rest = &self.text[at + 1..];
        let inside = at < *end;
        let len = rest.find(|c: char| !c.is_ascii_alphabetic()).unwrap_or(rest.len());
        if len == 0 {
            return match rest.chars().next() {
                Some(c @ ('%' | '&' | '#' | '_' | '~' | '<' | '>' | '=' | '{' | '}' | '$')) if !inside || at + 2 < *end => {
                    self.edits.push(Edit::new(at..at + 1, ""));
                    self.copy(at + 1, c)
                }
                Some('!') if inside => self.replace(at, at + 2, ""),
                Some(' ' | ',' | ';' | ':' | '\\') if inside => self.replace(at, at + 2, " "),
                _ if inside => self.replace(at, at + 1, ""),
                _ => self.copy(at, '\\'),
            };
        }
        let (name, after) = (&rest[..len], at + 1 + len);
        if SILENT.contains(&name) {
            let mut to = group(self.text, after).map_or(after, |(_, to)| to);
            if name == "begin"
                && let Some((_, columns)) = group(self.text, to)
            {
                to = columns;
            }
            return self.replace(at, to, "");
        }
        let sign = SIGNS.iter().find(|(n, _)| *n == name).map(|(_, sign)| *sign);
        if !inside && sign.is_none() && !STYLES.contains(&name) {
            return self.copy(at, '\\');
        }
        if name.ends_with("frac")
            && let Some((_, first)) = group(self.text, after)
            && group(self.text, first).is_some()
        {
            self.slashes.push(first - 1);
        }
        if !inside
            && sign.is_none()
            && let Some((_, to)) = group(self.text, after)
        {
            *end = to;
        }
        // One small letter in a font of its own behind a number is no digit of it.
        let letter = group(self.text, after).map(|(from, to)| self.text[from..to - 1].trim());
        if inside && self.last.is_ascii_digit() && letter.is_some_and(|l| l.len() == 1 && l.starts_with(|c: char| c.is_ascii_lowercase())) {
            return self.replace(at, after, " ");
        }
        // An accent of the page, read as a letter of its own.
        let stray = name == "Delta" && self.text[after..].trim_start().starts_with('}') && self.text[..at].trim_end().ends_with('{');
        let to = after + if inside { self.text[after..].len() - self.text[after..].trim_start_matches(' ').len() } else { 0 };
        self.replace(at, to, if stray { "" } else { sign.unwrap_or("") })
    }

    /// A power keeps its mark after a number; a unit's and a χ's do not need it, a percent sign or a relation never stands high.
    fn script(&mut self, at: usize, end: &mut usize) -> usize {
        if at >= *end
            && let Some((_, to)) = group(self.text, at + 1)
        {
            *end = to;
        }
        let argument = self.text[at + 1..].trim_start_matches([' ', '{', '~']);
        let power = argument.starts_with(|c: char| c.is_ascii_digit() || c == '-' || c == '+') && self.text[at..].starts_with('^');
        let unit = (1..=2).contains(&self.letters) || self.letters == 0 && self.last.is_alphabetic() && !is_han(self.last);
        let sign = argument.starts_with('+') && self.last.is_ascii_alphanumeric();
        self.replace(at, at + 1, if power && !unit && !sign { "^" } else { "" })
    }
}

/// The place after the dollar sign that closes a formula.
fn formula_end(text: &str, open: usize) -> Option<usize> {
    let rest = &text[open + 1..];
    let len = rest.bytes().take(FORMULA_MAX).position(|b| b == b'$')?;
    let content = rest[..len].trim_end_matches(['\\', ' ']);
    (!content.is_empty() && !rest[..len].contains("\n\n") && is_formula(content)).then_some(open + len + 2)
}

fn is_formula(content: &str) -> bool {
    if content.chars().any(is_han) {
        return false;
    }
    if content.contains(['\\', '{', '^', '_']) || STYLES.iter().any(|s| s.len() > 5 && content.contains(s)) {
        return true;
    }
    if content.chars().all(|c| c.is_ascii_alphabetic()) && content.len() <= 2 {
        return true;
    }
    let word = content.split(|c: char| !c.is_ascii_alphabetic()).any(|w| w.len() > 2 && w.chars().any(|c| c.is_ascii_lowercase()));
    let signed = content.contains(['=', '<', '>', '≤', '≥', '%', '±', '×', '~']);
    let bytes = content.as_bytes();
    let spaced = bytes.windows(3).any(|w| w[0].is_ascii_digit() && w[1] == b' ' && (w[2].is_ascii_digit() || w[2] == b'.'));
    !word && (signed || spaced)
}

/// The content of the braces that open at or after spaces, and the place after them.
fn group(text: &str, at: usize) -> Option<(usize, usize)> {
    let open = at + (text[at..].len() - text[at..].trim_start_matches(' ').len());
    if !text[open..].starts_with('{') {
        return None;
    }
    let mut depth = 0;
    for (i, b) in text[open..].bytes().take(GROUP_MAX).enumerate() {
        match b {
            b'{' => depth += 1,
            b'}' => depth -= 1,
            b'\n' => return None,
            _ => {}
        }
        if depth == 0 {
            return Some((open + 1, open + i + 1));
        }
    }
    None
}

/// `{ < }` in running text.
fn sign_in_braces(text: &str, open: usize) -> Option<(&'static str, usize)> {
    let rest = text[open + 1..].trim_start_matches(' ');
    let sign = ["<", ">", "=", "~", "-", "≤", "≥", "±", "×"].into_iter().find(|s| rest.starts_with(s))?;
    let after = rest[sign.len()..].trim_start_matches(' ');
    after.starts_with('}').then(|| (sign, text.len() - after.len() + 1))
}

#[cfg(test)]
mod tests {
    use crate::text::fold::tests::check;

    #[test]
    fn formulas_print_what_they_say() {
        check(&[
            (r"$\mathrm { H R } { = } 0 . 7 1$", "HR=0.71", &[("0.71", "0 . 7 1")]),
            (r"$9 5 \% \mathrm { C I } \left( 0 . 1 4 , 0 . 3 5 \right)$", "95%CI(0.14,0.35)", &[("0.35", "0 . 3 5")]),
            (r"$9 5 ^ { \% } C I ~ 0 . 9 6 { \sim } 0 . 9 8$", "95%CI 0.96~0.98", &[("0.96~0.98", r"0 . 9 6 { \sim } 0 . 9 8")]),
            (r"( $\scriptstyle P = 0 . 0 3 0 )$ 。", "( P=0.030) 。", &[]),
            (r"$_ { ( P > 0 . 0 5 ) }$", "(P>0.05)", &[]),
            (r"$\chi ^ { 2 } = 5 . 3 1$", "χ2=5.31", &[]),
            (r"$1 0 ^ { - 5 }$ 与 $2 5 \times 1 0 ^ { 9 } / \mathrm { L }$", "10^-5 与 25×10^9/L", &[]),
            (r"$7 5 ~ \mathrm { m g / m ^ { 2 } }$", "75 mg/m2", &[]),
            (r"${ \mathrm { ~ P ~ } = \ 0 . 0 0 6 \rangle }$", " P = 0.006)", &[]),
            (r"$\mathrm { { \tt p } } ^ { < 0 . 0 0 0 1 }$", "p<0.0001", &[]),
            (r"年龄 $\leqslant 6 0$ 岁", "年龄 ≤60 岁", &[("60", "6 0")]),
            (r"$\frac { 1 5 } { 4 0 }$", "15/40", &[]),
            (r"$2 8 . 3 { \pm } 1 2 . 3 \$ 岁", "28.3±12.3 岁", &[]),
            (r"$\begin{array} { r } { v s ~ 3 3 . 0 } \end{array}$", "vs 33.0", &[]),
            (r"($scriptstyle P < 0 . 0 5$)", "(P<0.05)", &[]),
            (r"$\mathrm{log rank}$", "log rank", &[]),
            (r"(61/8 vs$5 6 / 2 3$)", "(61/8 vs 56/23)", &[]),
            (r"$\mathrm { \Delta } P { < } 0 . 0 1$", "P<0.01", &[]),
            (r"$\phantom { - } O R { = } 1 . 0 6$", "OR=1.06", &[]),
            (r"$\mathsf { P } { = } 0 . 6 9 3 \mathrm { l }$ , $P$ 值", "P=0.693 l , P 值", &[("0.693", "0 . 6 9 3")]),
            (r"$; 0 \mathrm { R } { = } 4 . 4$", ";OR=4.4", &[("OR", r"0 \mathrm { R")]),
            // Words of a lost formula, without dollar signs.
            (r"P { < } 0.05, 1.06\~3.12, 40\%, 3 \pm 1", "P < 0.05, 1.06~3.12, 40%, 3 ± 1", &[]),
            (r"\mathrm { H R } = 0.71 at 10^{9}/L", "HR = 0.71 at 10^9/L", &[]),
        ]);
    }

    #[test]
    fn money_paths_and_braces_stay() {
        for text in [
            "between $563 and $800 per month",
            "$100 000 per QALY; it was <$50 000",
            r"C:\data\new",
            "{a, b} and x^y",
            "costs $",
            "$$",
            r"\",
        ] {
            check(&[(text, text, &[])]);
        }
    }
}
