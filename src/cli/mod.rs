//! placeholder

pub mod query;
pub mod show;

mod page;
mod wording;
mod wrap;
