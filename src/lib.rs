//! evigraph turns a folder of oncology literature into an evidence graph that can be asked.
//!
//! Data flows one way through the stages below; a file names only stages above its own:
//!
//! | stage | module | in → out |
//! |---|---|---|
//! | 1 | [`document`] | bytes → `Document`s |
//! | 2 | [`text`] | source text → folded text with the way back, sentences, language |
//! | 3 | [`vocabulary`] | folded text → concept mentions |
//! | 4 | [`extraction`] | document + mentions → findings, regimens, study, trial |
//! | 5 | [`record`] | the wire form of all of it |
//! | 6 | [`graph`], [`index`] | records → evidence graph, full-text index |
//! | 7 | [`store`] | both ↔ one folder with one commit point |
//! | 8 | [`ingest`], [`query`] | corpus → report; question → answer |
//! | 9 | [`compare`], [`evaluate`] | index → what its vocabulary misses, what another would change; gold → quality report |
//! | 11 | [`cli`] | arguments → exit status |

pub mod cli;
pub mod compare;
pub mod document;
pub mod evaluate;
pub mod extraction;
pub mod graph;
pub mod index;
pub mod ingest;
pub mod query;
pub mod record;
pub mod store;
pub mod text;
pub mod vocabulary;
