//! A table's markup → one line a row, each value behind the heading of its column: `KRT7 | HR 1.82, 95% CI 1.02~3.29, P=0.039`.
//!
//! Cells stay where they stand; headings, row labels that span rows, and units take the place of the tags between them. A table
//! without values or headings becomes its cells with commas between them.

use super::{Edit, latex, plain};
use std::ops::Range;

/// Parts a row's label from its values.
pub const ROW_LABEL_END: &str = " | ";
/// Rows times columns of a table that is still read by its headings.
const CELLS_MAX: usize = 20_000;
const SPAN_MAX: usize = 60;
const CAPTION_MAX: usize = 200;
/// A longer cell is prose.
const VALUE_CHARS_MAX: usize = 40;

pub fn edits(text: &str) -> Vec<Edit> {
    let mut edits = Vec::new();
    let mut at = 0;
    while let Some(start) = text[at..].find("<table").map(|i| at + i) {
        let end = text[start..].find("</table>").map_or(text.len(), |i| start + i + "</table>".len());
        if let Some(table) = Table::parse(text, start, end) {
            table.write(text, &mut edits);
        }
        at = end;
    }
    edits
}

struct Cell {
    content: Range<usize>,
    columns: usize,
    rows: usize,
}

/// What stands at one place of the grid: a cell, and whether it begins here or reaches down from a row above.
type Place = Option<(usize, bool)>;

struct Table {
    span: Range<usize>,
    cells: Vec<Cell>,
    grid: Vec<Vec<Place>>,
}

impl Table {
    fn parse(text: &str, start: usize, end: usize) -> Option<Table> {
        let mut cells = Vec::new();
        let mut rows: Vec<Vec<usize>> = Vec::new();
        let mut at = start;
        while let Some(open) = text[at..end].find('<').map(|i| at + i) {
            let Some(close) = text[open..end].find('>').map(|i| open + i + 1) else { break };
            at = close;
            let tag = &text[open..close];
            if tag.starts_with("<tr") {
                rows.push(Vec::new());
            } else if tag.starts_with("<td") || tag.starts_with("<th") && !tag.starts_with("<thead") {
                let rest = &text[close..end];
                let tags = ["</t", "<td", "<th", "<tr"];
                let len =
                    rest.match_indices('<').map(|(i, _)| i).find(|&i| tags.iter().any(|t| rest[i..].starts_with(t))).unwrap_or(rest.len());
                rows.last_mut()?.push(cells.len());
                cells.push(Cell { content: close..close + len, columns: span_of(tag, "colspan"), rows: span_of(tag, "rowspan") });
                at = close + len;
            }
        }
        let grid = place(&cells, &rows)?;
        Some(Table { span: outer(text, start, end), cells, grid })
    }

    fn write(&self, text: &str, edits: &mut Vec<Edit>) {
        let values = |row: &[Place], from: usize| row.iter().skip(from).flatten().any(|(c, own)| *own && self.is_value(text, *c));
        let headings = self.grid.iter().take_while(|row| !values(row, 1)).count();
        let read = headings > 0 && headings < self.grid.len();
        let labels = if read { self.label_columns(text, headings) } else { 0 };
        let columns: Vec<Column> = match read {
            true => (0..self.width()).map(|c| Column::new(&self.heading(text, headings, c), caption(text, self.span.start))).collect(),
            false => Vec::new(),
        };
        let mut writer = Writer { from: self.span.start, between: "\n\n".to_owned(), edits };
        for (i, row) in self.grid.iter().enumerate() {
            let body = read && i >= headings;
            let mut first = true;
            for (c, place) in row.iter().enumerate() {
                let Some((cell, own)) = *place else { continue };
                let content = &self.cells[cell].content;
                let printed = text[content.clone()].trim();
                let again = c > 0 && row[c - 1].is_some_and(|(before, _)| before == cell);
                if again || printed.is_empty() {
                    continue;
                }
                if !own {
                    // A row label that reaches down.
                    if body && c < labels {
                        writer.between.push_str(if first { "" } else { ", " });
                        writer.between.push_str(&plain(printed, latex::edits));
                        first = false;
                    }
                    continue;
                }
                let value = body && c >= labels && self.is_value(text, cell);
                let column = columns.get(c).filter(|_| value);
                let bound = column.is_some_and(|k| k.upper) && c > 0 && row[c - 1].is_some_and(|(b, _)| self.is_value(text, b));
                let joint = match () {
                    () if first => "",
                    () if bound => "~",
                    () if body && c == labels => ROW_LABEL_END,
                    () => ", ",
                };
                writer.between.push_str(joint);
                if let Some(column) = column.filter(|_| !bound) {
                    writer.between.push_str(&column.before(printed));
                }
                writer.keep(content.clone());
                if let Some(column) = column {
                    writer.between.push_str(column.after(printed));
                }
                first = false;
            }
            writer.between.push_str("\n\n");
        }
        writer.close(self.span.end);
    }

    fn width(&self) -> usize {
        self.grid.iter().map(Vec::len).max().unwrap_or(0)
    }

    /// A number with little else, first in its cell.
    fn is_value(&self, text: &str, cell: usize) -> bool {
        let printed = text[self.cells[cell].content.clone()].trim();
        if printed.len() > 4 * VALUE_CHARS_MAX {
            return false;
        }
        let plain = plain(printed, latex::edits);
        let number = plain.trim_start_matches(['<', '>', '≤', '≥', '=', '-', '−', '＜', '＞', ' ', '(']);
        let letters = plain.chars().filter(|c| c.is_alphabetic()).count();
        // "95% CI" heads a column.
        let level = plain.to_lowercase().ends_with("ci") || plain.ends_with("区间");
        !level && plain.chars().count() <= VALUE_CHARS_MAX && number.starts_with(|c: char| c.is_ascii_digit()) && letters <= 6
    }

    /// Leading columns whose body holds names, not values: the first one always.
    fn label_columns(&self, text: &str, headings: usize) -> usize {
        let body = &self.grid[headings..];
        let named = |c: usize| {
            let cells: Vec<usize> = body.iter().filter_map(|row| row.get(c).copied().flatten()).map(|(cell, _)| cell).collect();
            let values = cells.iter().filter(|&&cell| self.is_value(text, cell)).count();
            values * 2 < cells.len().max(1)
        };
        1 + (1..self.width()).take_while(|&c| named(c)).count()
    }

    /// The headings above a column, each once.
    fn heading(&self, text: &str, headings: usize, column: usize) -> String {
        let mut cells: Vec<usize> =
            self.grid[..headings].iter().filter_map(|row| row.get(column).copied().flatten()).map(|p| p.0).collect();
        cells.dedup();
        let words = cells.iter().map(|&c| plain(text[self.cells[c].content.clone()].trim(), latex::edits));
        words.filter(|w| !w.is_empty()).collect::<Vec<_>>().join(" ")
    }
}

/// The cells where they stand, with those that span rows or columns at each place.
fn place(cells: &[Cell], rows: &[Vec<usize>]) -> Option<Vec<Vec<Place>>> {
    let mut grid: Vec<Vec<Place>> = Vec::with_capacity(rows.len());
    // For each column: the cell that reaches down, and for how many rows more.
    let mut down: Vec<(usize, usize)> = Vec::new();
    let mut size = 0;
    for row in rows {
        let mut line: Vec<Place> = Vec::new();
        let mut own = row.iter().copied().peekable();
        let mut next_down: Vec<(usize, usize)> = Vec::new();
        let mut c = 0;
        while c < down.len() || own.peek().is_some() {
            if let Some(&(cell, left)) = down.get(c).filter(|d| d.1 > 0) {
                line.push(Some((cell, false)));
                next_down.push((cell, left - 1));
                c += 1;
                continue;
            }
            let Some(cell) = own.next() else {
                line.push(None);
                next_down.push((0, 0));
                c += 1;
                continue;
            };
            for k in 0..cells[cell].columns {
                line.push(Some((cell, k == 0)));
                next_down.push((cell, cells[cell].rows - 1));
                c += 1;
            }
        }
        size += line.len();
        if size > CELLS_MAX {
            return None;
        }
        down = next_down;
        grid.push(line);
    }
    (!grid.is_empty()).then_some(grid)
}

fn span_of(tag: &str, name: &str) -> usize {
    let after = tag.split_once(name).map_or("", |(_, rest)| rest.trim_start_matches(['=', '"', '\'', ' ']));
    let len = after.find(|c: char| !c.is_ascii_digit()).unwrap_or(after.len());
    after[..len].parse().unwrap_or(1).clamp(1, SPAN_MAX)
}

/// The table with the page's own tags right around it.
fn outer(text: &str, start: usize, end: usize) -> Range<usize> {
    let before = &text[..start];
    let from = before.strip_suffix("<body>").map_or(before, |b| b.strip_suffix("<html>").unwrap_or(b)).len();
    let after = text[end..].strip_prefix("</body>").map_or(&text[end..], |a| a.strip_prefix("</html>").unwrap_or(a));
    from..text.len() - after.len()
}

/// The line before a table, or its end.
fn caption(text: &str, start: usize) -> &str {
    let before = text[..start].trim_end();
    let from = before.char_indices().rev().take(CAPTION_MAX).take_while(|(_, c)| *c != '\n').last().map_or(before.len(), |(i, _)| i);
    &before[from..]
}

/// What a column's heading says of its values.
struct Column {
    label: String,
    unit: &'static str,
    p: bool,
    /// The upper bound of the interval whose lower one stands before.
    upper: bool,
}

impl Column {
    fn new(heading: &str, caption: &str) -> Column {
        let folded = plain(heading, super::width::edits);
        let lower = folded.to_lowercase();
        let p = ["p", "p值", "p value", "p-value", "pvalue", "p 值", "sig", "sig."].contains(&lower.trim());
        let interval = lower.contains("ci") || lower.contains("置信区间") || lower.contains("可信区间");
        let bound = |words: &[&str]| interval && words.iter().any(|w| lower.contains(w));
        let (label, mut unit) = split_unit(&folded);
        let rate = label.ends_with('率') || lower.ends_with("rate");
        if unit.is_empty() && rate && plain(caption, latex::edits).replace(['（', ' '], "(").contains("(%") {
            unit = "%";
        }
        let upper = bound(&["upper", "上限", "high"]);
        let label = match bound(&["lower", "下限", "low"]) {
            true => lower.find("ci").map_or(label.as_str(), |i| folded.get(..i + 2).unwrap_or(&label)).to_owned(),
            false => label,
        };
        Column { label, unit, p, upper }
    }

    fn before(&self, printed: &str) -> String {
        match (self.p, printed.starts_with(|c: char| c.is_ascii_digit() || c == '$')) {
            (true, true) => "P=".to_owned(),
            (true, false) => "P".to_owned(),
            _ if self.label.is_empty() => String::new(),
            _ => format!("{} ", self.label),
        }
    }

    /// The unit, unless the value has one or holds more than a number.
    fn after(&self, printed: &str) -> &'static str {
        if printed.contains(['%', '(', '（', '/']) { "" } else { self.unit }
    }
}

/// `Median survival (month)` → the words and the unit.
fn split_unit(heading: &str) -> (String, &'static str) {
    const UNITS: &[(&str, &str)] = &[
        ("%", "%"),
        ("month", " months"),
        ("months", " months"),
        ("mo", " months"),
        ("月", "个月"),
        ("个月", "个月"),
        ("year", " years"),
        ("years", " years"),
        ("年", "年"),
        ("week", " weeks"),
        ("weeks", " weeks"),
        ("周", "周"),
        ("day", " days"),
        ("days", " days"),
        ("d", " days"),
        ("天", "天"),
    ];
    let trimmed = heading.trim_end().trim_end_matches([')', ']']);
    let found = trimmed.rfind(['(', '[', '/', ',']).and_then(|i| {
        let unit = trimmed[i + 1..].trim().to_lowercase();
        UNITS.iter().find(|(name, _)| *name == unit).map(|(_, unit)| (trimmed[..i].trim().to_owned(), *unit))
    });
    found.unwrap_or_else(|| (heading.trim().to_owned(), ""))
}

/// Replaces what stands between the cells that stay.
struct Writer<'a> {
    from: usize,
    between: String,
    edits: &'a mut Vec<Edit>,
}

impl Writer<'_> {
    fn keep(&mut self, content: Range<usize>) {
        self.close(content.start);
        self.from = content.end;
    }

    fn close(&mut self, to: usize) {
        let with = std::mem::take(&mut self.between);
        self.edits.push(Edit::new(self.from..to, with));
        self.from = to;
    }
}

#[cfg(test)]
mod tests {
    use crate::text::fold::tests::check;

    #[test]
    fn each_value_stands_behind_its_heading() {
        check(&[
            (
                "<table><tr><td>Covariate</td><td>B</td><td>Sig</td><td>Exp (B)</td><td>95% CI</td></tr><tr><td>KRT7</td><td>0.62</td><td>0.039</td><td>1.82</td><td>1.02~3.29</td></tr></table>",
                "\n\nCovariate, B, Sig, Exp (B), 95% CI\n\nKRT7 | B 0.62, P=0.039, Exp (B) 1.82, 95% CI 1.02~3.29\n\n",
                &[("1.02~3.29", "1.02~3.29"), ("0.039", "0.039")],
            ),
            (
                "<html><body><table><tr><td rowspan=\"2\">Variable</td><td rowspan=\"2\">Level</td><td rowspan=\"2\">Median survival time (month)</td><td colspan=\"2\">95% CI</td><td rowspan=\"2\">P</td></tr><tr><td>Lower</td><td>Upper</td></tr><tr><td rowspan=\"2\">Sex</td><td>Male</td><td>49.9</td><td>47.4</td><td>55.6</td><td rowspan=\"2\">0.038</td></tr><tr><td>Female</td><td>54.7</td><td>52.9</td><td>58.2</td></tr></table></body></html>",
                "\n\nVariable, Level, Median survival time (month), 95% CI, P\n\nLower, Upper\n\nSex, Male | Median survival time 49.9 months, 95% CI 47.4~55.6, P=0.038\n\nSex, Female | Median survival time 54.7 months, 95% CI 52.9~58.2\n\n",
                &[("54.7", "54.7")],
            ),
            (
                "表2 两组比较(%)\n<table><tr><td>组别</td><td>复发率</td></tr><tr><td>观察组</td><td>5.8</td></tr></table>",
                "表2 两组比较(%)\n\n\n组别, 复发率\n\n观察组 | 复发率 5.8%\n\n",
                &[],
            ),
        ]);
    }

    #[test]
    fn without_values_or_an_end_the_cells_stay() {
        check(&[
            ("<table><tr><td>公司</td><td>靶点</td></tr><tr><td>甲</td><td>BCMA</td></tr></table>", "\n\n公司, 靶点\n\n甲, BCMA\n\n", &[]),
            ("<table><tr><td>HR</td><td>0.7", "\n\nHR, 0.7\n\n", &[]),
            ("<table><td>", "<table><td>", &[]),
            ("a <table", "a <table", &[]),
        ]);
    }
}
