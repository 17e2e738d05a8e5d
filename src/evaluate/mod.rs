//! Stage 9. In: annotations that readers made, and records of the same documents. Out: a [`Report`] of how well they were read;
//! a [`Sample`] of what was read, for readers to judge.
//! Never: mends a record, guesses what gold leaves out.
//!
//! Facts of both sides are made comparable (`stated`), assigned to each other (`align`) and counted (`results`, `subject`). Counts are
//! added up over all documents; precision, recall and F1 are taken of the sums.

mod align;
mod draw;
mod endpoint;
mod fact;
mod gold;
mod half;
mod label;
mod level;
mod marks;
mod name;
mod number;
mod report;
mod results;
mod source;
mod stated;
mod subject;

pub use draw::{Drawn, Sample, Sampled, Statement, names_cancer};
pub use gold::{GoldComparison, GoldDocument, GoldDose, GoldEffect, GoldError, GoldOutcome, GoldP, GoldTime, read_gold};
pub use half::{Half, half_of};
pub use level::{Level, Score, Tally};
pub use marks::{Marks, Mistake};
pub use report::{Part, Report, Sort, Worst, evaluate, mark};
pub use source::{SourceError, records};
