//! Stage 5. In: what the earlier stages found. Out: the serde types of everything that leaves the program, code points counted.
//! Never: computes results, reads files.

mod answer;
mod card;
mod document;
mod problem;
mod row;
mod schema;

pub use answer::{
    AbsoluteDifference, Answer, AnswerData, AnswerDocument, AnswerFinding, AnswerMeta, AnswerTrial, Interpretation, Links, Score, Totals,
};
pub use card::{Card, ConceptCard, ConceptName, NeighbourRecord, PartnerRecord, StudyCard, StudyDocument, Subject};
pub use document::{
    DiagnosticRecord, DocumentRecord, Evidence, FindingRecord, LinkRecord, MentionRecord, PrimaryRecord, RegimenRecord, StudyCheckRecord,
    StudyRecord, record,
};
pub use problem::{Problem, ProblemRecord, RecordError};
pub use row::FindingRow;
pub use schema::{Schema, schemas};
