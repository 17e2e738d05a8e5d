//! The way back from folded text to its source.

use crate::document::Span;

/// A byte range of folded text; kept apart from [`Span`], which counts in the source.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Default)]
pub struct FoldedSpan {
    pub start: usize,
    pub end: usize,
}

impl FoldedSpan {
    pub fn new(start: usize, end: usize) -> FoldedSpan {
        FoldedSpan { start, end }
    }

    pub fn contains(self, other: FoldedSpan) -> bool {
        self.start <= other.start && other.end <= self.end
    }

    pub fn overlaps(self, other: FoldedSpan) -> bool {
        self.start < other.end && other.start < self.end
    }
}

/// For each byte of the folded text, the source bytes that it came from.
#[derive(Debug, Clone, Default)]
pub struct OffsetMap {
    starts: Vec<u32>,
    ends: Vec<u32>,
}

impl OffsetMap {
    /// Records that the next `folded` bytes came from `source`.
    pub fn push(&mut self, folded: usize, source: Span) {
        self.starts.extend(std::iter::repeat_n(source.start as u32, folded));
        self.ends.extend(std::iter::repeat_n(source.end as u32, folded));
    }

    pub fn source(&self, span: FoldedSpan) -> Span {
        if span.start >= span.end || span.end > self.starts.len() {
            let at = self.starts.get(span.start).or(self.ends.last()).copied().unwrap_or(0) as usize;
            return Span::new(at, at);
        }
        Span::new(self.starts[span.start] as usize, self.ends[span.end - 1] as usize)
    }

    pub fn folded(&self, span: Span) -> FoldedSpan {
        let start = self.ends.partition_point(|&end| (end as usize) <= span.start);
        let end = self.starts.partition_point(|&start| (start as usize) < span.end);
        FoldedSpan::new(start.min(end), end)
    }
}
