//! Stage 9. In: an index. Out: what its vocabulary misses, and what another vocabulary would change in it.
//! Never: writes, answers questions.

mod difference;
mod gaps;

pub use difference::{Changed, Difference, Place, difference};
pub use gaps::{Gap, gaps};
