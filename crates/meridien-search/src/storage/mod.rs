//! Where an index lies on disk.
//!
//! ```text
//! search/
//!   writer.lock       held by the one process that writes
//!   generation-7/     the index, as tantivy lays it out
//!   generation-8/     the next one, while it is being built: it counts once it has been committed
//! ```
//!
//! The newest generation that is whole, of the right schema and of this analyser is the one used; the
//! writer removes the others.

mod directory;
mod generation;
mod pieces;

pub(crate) use generation::{Generation, Generations, Unusable};
