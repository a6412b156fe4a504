//! French words, as people write them and as they type them.
//!
//! A word must be found however it is typed: without accents (`decentralisee`), in capitals, inflected
//! (`coopérations`), with a hyphen, an apostrophe or neither (`saint-omer`, `st omer`, `saintomer`),
//! as an acronym with dots (`M.A.E.E.`). Four steps, the same for texts and for queries:
//!
//! 1. [`mod@scan`] cuts a text into compounds (`Saint-Omer`, `l'eau`, `217 500 016`) and their parts. A
//!    compound is indexed by its parts and also joined (`saintomer`, `217500016`).
//! 2. [`fold()`] gives one spelling whatever the case, accents and ligatures.
//! 3. [`Lexicon`] gives the forms of a part. Stemming then folding loses a third of the accented words
//!    for whoever types no accents, since the stem of `collectivites` is not that of `collectivités`;
//!    folding then stemming no longer brings `décentralisée` and `décentralisation` together. So a word
//!    has both forms, at the same position. Names that the rules would take for another word (`Mali`, `mal`) have only
//!    their own.
//! 4. [`Tokenizer`] hands the forms to the index.
//!
//! English words go through the same steps, and their plurals find each other.

mod city;
mod fold;
mod kind;
mod lexicon;
mod name;
mod scan;
mod stop;
mod tokenizer;

pub(crate) use city::is_city;
pub use fold::fold;
pub(crate) use kind::of_kind;
use lexicon::Lexicon;
pub(crate) use lexicon::{SPELLING_MARK, Word};
pub(crate) use scan::scan;
pub(crate) use tokenizer::{Tokenizer, TokenizerKind, whole_name};

/// Increased when the terms made from a text change, so that indexes made before are rebuilt.
pub(crate) const VERSION: u32 = 4;
