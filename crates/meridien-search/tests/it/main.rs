//! The index through its public interface: words, filters, counts, life on disk.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

mod dimensions;
mod filters;
mod large;
mod life;
mod tables;
mod words;

use meridien_search::{Document, Facet, Index, Number, Query, Schema, SortText, Text};
use tempfile::TempDir;

/// A schema with a field of each kind.
struct Fields {
    schema: Schema,
    title: Text,
    body: Text,
    country: Facet,
    theme: Facet,
    /// The themes, without lists of their documents.
    counted_theme: Facet,
    year: Number,
    name: SortText,
}

fn fields() -> Fields {
    fields_of_version(1)
}

fn fields_of_version(version: u32) -> Fields {
    let mut schema = Schema::builder(version);
    let title = schema.names("title", 4.0);
    let body = schema.prose("body", 1.0);
    let country = schema.facet("country");
    let theme = schema.facet("theme");
    let counted_theme = schema.counted("counted_theme");
    let year = schema.number("year");
    let name = schema.sort_text("name");
    Fields { schema: schema.build(), title, body, country, theme, counted_theme, year, name }
}

/// An index that holds the documents, in a folder that lasts as long.
fn index_of(fields: &Fields, documents: impl IntoIterator<Item = Document>) -> (Index, TempDir) {
    let folder = TempDir::new().unwrap();
    let index = Index::open(folder.path(), &fields.schema).unwrap().index;
    let mut writer = index.writer().unwrap();
    let mut rebuild = writer.rebuild().unwrap();
    for document in documents {
        rebuild.put(document).unwrap();
    }
    rebuild.finish(1).unwrap();
    (index, folder)
}

/// The keys that a query finds, in its order.
fn keys(index: &Index, query: &Query<'_>) -> Vec<String> {
    let answer = index.search(query).unwrap();
    let page = (answer.total as usize).saturating_sub(query.offset).min(query.limit);
    assert_eq!(answer.hits.len(), page, "{query:?}");
    answer.hits.into_iter().map(|hit| hit.key).collect()
}
