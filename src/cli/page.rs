//! Lines of a terminal page: indented, wrapped, coloured where the terminal wants it.

use super::wrap::{width, wrap};
use std::io::{self, Write};

/// How a line is set off.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tone {
    Plain,
    Heading,
    Faint,
    Warning,
    Good,
    Bad,
}

pub struct Page<'a> {
    pub out: &'a mut dyn Write,
    pub columns: usize,
    pub colour: bool,
}

impl Page<'_> {
    pub fn blank(&mut self) -> io::Result<()> {
        writeln!(self.out)
    }

    /// One paragraph; its lines stand `indent` columns in, all but the first two more.
    pub fn text(&mut self, indent: usize, tone: Tone, text: &str) -> io::Result<()> {
        self.labelled(indent, "", tone, text)
    }

    /// A paragraph after a label that its other lines leave room for.
    pub fn labelled(&mut self, indent: usize, label: &str, tone: Tone, text: &str) -> io::Result<()> {
        // A label that takes half the page stands on lines of its own.
        if width(label) * 2 > self.columns {
            self.text(indent, tone, label)?;
            return self.text(indent + 2, tone, text);
        }
        let hang = indent + if label.is_empty() { 0 } else { width(label) };
        let lines = wrap(text, self.columns.saturating_sub(hang));
        for (i, line) in lines.iter().enumerate() {
            if i == 0 {
                self.line(&" ".repeat(indent), &format!("{label}{line}"), tone)?;
            } else {
                self.line(&" ".repeat(hang), line, tone)?;
            }
        }
        if lines.is_empty() && !label.trim().is_empty() {
            self.line(&" ".repeat(indent), label.trim_end(), tone)?;
        }
        Ok(())
    }

    /// Two cells side by side, both wrapped; the left one takes `left` columns.
    pub fn cells(&mut self, indent: usize, left: usize, cells: (&str, &str)) -> io::Result<()> {
        let right = self.columns.saturating_sub(indent + left + 2);
        let (first, second) = (wrap(cells.0, left), wrap(cells.1, right));
        for i in 0..first.len().max(second.len()) {
            let cell = first.get(i).map_or("", String::as_str);
            let line = match second.get(i) {
                Some(text) => format!("{cell}{}{text}", " ".repeat(left.saturating_sub(width(cell)) + 2)),
                None => cell.to_owned(),
            };
            self.line(&" ".repeat(indent), &line, Tone::Plain)?;
        }
        Ok(())
    }

    fn line(&mut self, indent: &str, line: &str, tone: Tone) -> io::Result<()> {
        let code = match tone {
            Tone::Plain => "",
            Tone::Heading => "1",
            Tone::Faint => "2",
            Tone::Warning => "33",
            Tone::Good => "32",
            Tone::Bad => "31",
        };
        if self.colour && !code.is_empty() {
            writeln!(self.out, "{indent}\u{1b}[{code}m{line}\u{1b}[0m")
        } else {
            writeln!(self.out, "{indent}{line}")
        }
    }
}
