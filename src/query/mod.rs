//! Stage 8. In: a question, a `Snapshot`, the vocabulary. Out: one `Answer`, the same for terminal, API and page.
//! Never: writes, waits, guesses what a word may have meant.
//!
//! A question is read (`parse`), its words are looked up (`resolve`), what to fetch is decided (`plan`), findings are fetched
//! and tested (`execute`), put in order (`rank`) and made into an answer (`answer`).
//!
//! # Grammar
//!
//! ```text
//! question   = part { part } .
//! part       = "+" | versus | filter | concept-id | phrase | words .
//! versus     = "vs" | "vs." | "versus" | "compared with" | "compared to" | "对比" | "相比" .
//! filter     = name ":" value { "," value } .            (* no space around the colon; several values: any of them *)
//! name       = "phase" | "year" | "n" | "hr" | "p" | "design" | "lang" | "kind" | "primary" | "status" | "extent" | "include" .
//! value      = range | word | '"' text '"' .
//! range      = ( "<" | "<=" | ">" | ">=" | "=" ) number | number ".." [ number ] | ".." number | number .
//! concept-id = kind ":" slug .                           (* drug:sorafenib, endpoint:os *)
//! phrase     = '"' text '"' .                            (* one concept, or words that stand together *)
//! words      = everything else, in English, Chinese or both .
//! ```
//!
//! Words are matched against the vocabulary from left to right, the longest first; short forms count in any question. Glue words
//! (with, in, 联合, 的 …) are passed over. Treatments side by side are joined as by `+`: one arm must contain them all, each by itself,
//! by a narrower concept, or by a regimen that contains it. `versus` parts two sides of a comparison. Of several endpoints any will
//! do, toxicity means every harm. A short form that stands for several things is taken for what questions ask most: an endpoint, then a
//! treatment, a measure, a disease. `AND` is glue; `OR` and `NOT` are refused, since passing over them would answer another question. What is left is the name or number of a known study, else free text, which finds documents and
//! lifts findings that say it; a left word that stands at a `+`, is built like a drug's name or looks misspelt must stand in an arm.
//!
//! # What answers a question
//!
//! A finding answers where its experimental arm (or single arm) contains all treatments asked; less well where the comparator
//! does, or only both arms together. A finding whose arms name no treatment (“median overall survival was 17 months”) answers,
//! below all others, where it belongs to a document whose title names every treatment asked: that is what a reader of the abstract
//! would understand, and the mere mention of a treatment somewhere in a text is not.
//!
//! Rows of one study stand together, the publication before commentaries, the whole population before subgroups. Planned and
//! hypothetical numbers, animals and cells, retracted papers and fictional samples are left out unless `include:` names them.

mod answer;
mod arms;
mod ast;
mod card;
mod difference;
mod disagreement;
mod documents;
mod error;
mod execute;
mod facets;
mod filter;
mod glue;
mod hierarchy;
mod manner;
mod nearest;
mod parse;
mod plan;
mod range;
mod rank;
mod resolve;
mod snippet;
mod spelling;
mod study;
mod title;
mod trials;

pub use answer::{Options, answer};
pub use card::{card, graph_of, nearest_ids};
pub use error::QueryError;
pub use filter::NAMES as FILTERS;
pub use parse::QUERY_BYTES_MAX;
pub use trials::is_running;
