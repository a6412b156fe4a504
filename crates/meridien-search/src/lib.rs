//! The search index: full text in French, filters, facet counts, and the position in the journal that
//! all of it shows.
//!
//! The index is a projection: it may be thrown away and made again from the journal. It knows nothing of
//! partnerships; the slices give it a [`Schema`] and turn their records into [`Document`]s.
//!
//! ```
//! use meridien_search::{Change, Dimension, Document, Filter, Index, Order, Query, Schema, Sort};
//!
//! // What the slices ask for.
//! let mut schema = Schema::builder(1);
//! let title = schema.names("title", 4.0);
//! let text = schema.prose("text", 1.0);
//! let country = schema.facet("country");
//! let start = schema.number("start");
//! let schema = schema.build();
//!
//! // At start: a stale index is rebuilt from the journal; readers keep the old one meanwhile.
//! # let folder = tempfile::tempdir()?;
//! let opened = Index::open(folder.path(), &schema)?;
//! let mut writer = opened.index.writer()?;
//! if opened.state.position().is_none() {
//!     let mut rebuild = writer.rebuild()?;
//!     let mut document = Document::new("partnership/7K3M9QXA", r#"{"title":"Eau à Kayes"}"#);
//!     document.text(title, "Eau à Kayes").text(text, "L'accès à l'eau potable").facet(country, 466).number(start, 2008);
//!     rebuild.put(document)?;
//!     rebuild.finish(42)?;
//! }
//!
//! // Then it follows the journal. A search after a commit sees it.
//! writer.apply([Change::Remove("partnership/0000AAAA".into())])?;
//! writer.commit(43)?;
//!
//! let answer = opened.index.search(&Query {
//!     words: "EAU kayes",
//!     filter: Filter::Range(start, Some(2000), None),
//!     sort: Sort::Number(start, Order::Descending),
//!     limit: 20,
//!     dimensions: &[Dimension::of(country)],
//!     ..Query::default()
//! })?;
//! assert_eq!((answer.seq, answer.total), (43, 1));
//! assert_eq!(answer.counts[0].of(466), 1);
//! assert_eq!(answer.hits[0].key, "partnership/7K3M9QXA");
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! # Design
//! - [`french`](fold) makes words of texts, so that they are found however they are typed.
//! - `schema` is what the slices see of the engine: typed handles for fields, so that a filter cannot name
//!   a field that does not exist or has another type.
//! - `storage` keeps generations of the index on disk; each is checked when opened, then served from
//!   memory. A rebuild makes the next generation beside the one that is read.
//! - `index` is the reading side, `writer` the writing side. Content and position are committed together,
//!   and an answer says which position it shows: it is the key to cache it by.
//! - `columns` holds facets and numbers in memory, laid out to be filtered and counted; `kept` holds them and whatever
//!   else was made of a segment, as long as it is read.
//! - `query` turns words, filter and order into the engine's terms, and counts what it finds.
//!   [`Highlighter`] tells which words of a text were typed.
//! - `tabulation` counts and sums what a query finds, in rows and columns.

mod columns;
mod error;
mod french;
mod index;
mod kept;
mod query;
mod schema;
mod storage;
mod tabulation;
mod writer;

pub use error::Error;
pub use french::fold;
pub use index::{Index, Opened, Reason, State};
pub use query::{
    Answer, Count, Counts, Dimension, Filter, Highlighter, Hit, Hits, Order, Query, Sort, begun, with_only,
    without_each,
};
pub use schema::{Document, Facet, Line, LineAmount, LineCode, Number, Schema, SchemaBuilder, SortText, Text};
pub use tabulation::{By, LineFilter, Measure, Table, Tabulation};
pub use writer::{Change, Rebuild, Writer};
