//! What an index holds: the fields that the slices ask for, and the documents they fill them with.

use std::sync::Arc;

use sha2::{Digest as _, Sha256};
use tantivy::schema::{
    self as engine, FAST, Field, IndexRecordOption, NumericOptions, STORED, TextFieldIndexing, TextOptions,
    document::Value as _,
};
use tantivy::{TantivyDocument, Term};

use crate::french::{self, fold};

/// A field of words. See [`SchemaBuilder::names`], [`SchemaBuilder::other_names`], [`SchemaBuilder::terms`],
/// [`SchemaBuilder::codes`] and [`SchemaBuilder::prose`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Text {
    field: Field,
    kind: TextKind,
}

/// What the texts of a field are.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum TextKind {
    /// What a record is called.
    Name,
    /// What it is called by other names than its own.
    OtherName,
    /// What it is filed under.
    Term,
    /// Codes that look like words.
    Code,
    /// What it says.
    Prose,
}

/// A field of codes to filter and count by. See [`SchemaBuilder::facet`] and [`SchemaBuilder::counted`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Facet {
    field: Field,
    /// Whether each code has a list of its documents.
    listed: bool,
}

/// A field of numbers. See [`SchemaBuilder::number`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Number(Field);

/// A text to sort by. See [`SchemaBuilder::sort_text`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct SortText(Field);

/// A field of codes of each line. See [`SchemaBuilder::line_code`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct LineCode(Field);

/// A field of an amount of each line. See [`SchemaBuilder::line_amount`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct LineAmount(Field);

// The first fields of every schema.
const KEY: Field = Field::from_field_id(0);
const CARD: Field = Field::from_field_id(1);
const WORDS: Field = Field::from_field_id(2);
const ORDER: Field = Field::from_field_id(3);
const LINE: Field = Field::from_field_id(4);
const NAME_WORDS: Field = Field::from_field_id(5);
const WHOLE_NAMES: Field = Field::from_field_id(6);
const WHOLE_OTHER_NAMES: Field = Field::from_field_id(7);
const ALIASES: Field = Field::from_field_id(8);

/// The fields of an index. Cheap to clone.
#[derive(Clone, Debug)]
pub struct Schema {
    inner: Arc<Inner>,
}

#[derive(Debug)]
struct Inner {
    engine: engine::Schema,
    texts: Vec<TextField>,
    lines: Vec<Field>,
    digest: String,
}

/// A field of words, for queries.
#[derive(Clone, Copy, Debug)]
pub(crate) struct TextField {
    pub field: Field,
    pub boost: f32,
    pub kind: TextKind,
}

impl TextField {
    /// Whether its stop words are left out.
    pub fn is_prose(&self) -> bool {
        self.kind == TextKind::Prose
    }
}

/// Makes a [`Schema`].
#[derive(Debug)]
pub struct SchemaBuilder {
    engine: engine::SchemaBuilder,
    texts: Vec<TextField>,
    lines: Vec<Field>,
    version: u32,
}

impl Schema {
    /// The names of the tokenizers.
    pub(crate) const NAMES: &str = "names";
    pub(crate) const PROSE: &str = "prose";
    pub(crate) const CODES: &str = "codes";
    pub(crate) const SPELLING: &str = "spelling";
    pub(crate) const WHOLE: &str = "whole";

    /// Begins a schema, with a version for the content of its documents: increase it when a document's
    /// fields are filled otherwise than before, so that indexes are rebuilt.
    pub fn builder(version: u32) -> SchemaBuilder {
        let mut engine = engine::Schema::builder();
        let key = engine.add_text_field("_key", indexed("raw", IndexRecordOption::Basic) | STORED);
        let card = engine.add_text_field("_card", STORED);
        let words = engine.add_text_field("_words", indexed(Self::SPELLING, IndexRecordOption::Basic));
        let order = engine.add_u64_field("_order", FAST);
        let line = engine.add_u64_field("_line", FAST);
        let name_words = engine.add_text_field("_name_words", indexed(Self::SPELLING, IndexRecordOption::Basic));
        let whole_names = engine.add_text_field("_whole_names", indexed(Self::WHOLE, IndexRecordOption::Basic));
        let whole_other_names =
            engine.add_text_field("_whole_other_names", indexed(Self::WHOLE, IndexRecordOption::Basic));
        let aliases = engine.add_text_field("_aliases", indexed(Self::WHOLE, IndexRecordOption::Basic));
        debug_assert_eq!(
            [key, card, words, order, line, name_words, whole_names, whole_other_names, aliases],
            [KEY, CARD, WORDS, ORDER, LINE, NAME_WORDS, WHOLE_NAMES, WHOLE_OTHER_NAMES, ALIASES]
        );
        SchemaBuilder { engine, texts: Vec::new(), lines: Vec::new(), version }
    }

    /// A digest of all that shapes the index: fields, documents' version, analyser, engine.
    pub(crate) fn digest(&self) -> &str {
        &self.inner.digest
    }

    pub(crate) fn engine(&self) -> &engine::Schema {
        &self.inner.engine
    }

    pub(crate) fn texts(&self) -> &[TextField] {
        &self.inner.texts
    }

    /// The field of whole words of what is no name, by which beginnings and spellings are found.
    pub(crate) fn words(&self) -> Field {
        WORDS
    }

    /// The same of names.
    pub(crate) fn name_words(&self) -> Field {
        NAME_WORDS
    }

    /// The field of names as a whole, each a single term.
    pub(crate) fn whole_names(&self) -> Field {
        WHOLE_NAMES
    }

    /// The same of other names than a record's own.
    pub(crate) fn whole_other_names(&self) -> Field {
        WHOLE_OTHER_NAMES
    }

    /// The field of names that are found as a whole alone.
    pub(crate) fn aliases(&self) -> Field {
        ALIASES
    }

    pub(crate) fn key(&self) -> Field {
        KEY
    }

    /// The field of a number drawn from each key, which orders what is otherwise alike.
    pub(crate) fn order_name(&self) -> &str {
        self.name(ORDER)
    }

    pub(crate) fn number_name(&self, number: Number) -> &str {
        self.name(number.0)
    }

    pub(crate) fn facet_name(&self, facet: Facet) -> &str {
        self.name(facet.field)
    }

    pub(crate) fn sort_text_name(&self, text: SortText) -> &str {
        self.name(text.0)
    }

    /// The field that tells which rows of the lines' fields begin a line.
    pub(crate) fn line_name(&self) -> &str {
        self.name(LINE)
    }

    pub(crate) fn line_code_name(&self, code: LineCode) -> &str {
        self.name(code.0)
    }

    pub(crate) fn line_amount_name(&self, amount: LineAmount) -> &str {
        self.name(amount.0)
    }

    fn name(&self, field: Field) -> &str {
        self.inner.engine.get_field_name(field)
    }
}

impl Text {
    pub(crate) fn field(self) -> Field {
        self.field
    }
}

impl Facet {
    pub(crate) fn field(self) -> Field {
        self.field
    }

    /// What leads to the documents of a code, if the field has such lists.
    pub(crate) fn term(self, code: u64) -> Option<Term> {
        self.listed.then(|| Term::from_field_u64(self.field, code))
    }
}

impl Number {
    pub(crate) fn field(self) -> Field {
        self.0
    }
}

fn indexed(tokenizer: &str, record: IndexRecordOption) -> TextOptions {
    let with_norms = record != IndexRecordOption::Basic;
    TextOptions::default().set_indexing_options(
        TextFieldIndexing::default().set_tokenizer(tokenizer).set_index_option(record).set_fieldnorms(with_norms),
    )
}

/// Each method adds a field; a name may be given once only.
impl SchemaBuilder {
    /// A field of what a record is called: titles, names. All their words are indexed. A word found here
    /// weighs `boost` times one found in a field of boost 1; one found exactly as typed, and a name that is
    /// the words typed, come before all else.
    pub fn names(&mut self, name: &str, boost: f32) -> Text {
        self.text(name, boost, TextKind::Name)
    }

    /// A field of names by which a record is found though they are not its own, such as those of what contains it. One that is
    /// the words typed brings it half as close as its own name.
    pub fn other_names(&mut self, name: &str, boost: f32) -> Text {
        self.text(name, boost, TextKind::OtherName)
    }

    /// A field of other short texts, such as the places that a record is filed under. All their words are indexed.
    pub fn terms(&mut self, name: &str, boost: f32) -> Text {
        self.text(name, boost, TextKind::Term)
    }

    /// A field of codes of letters, such as those of countries: found as they are, never by what a longer word is inflected
    /// from.
    pub fn codes(&mut self, name: &str, boost: f32) -> Text {
        self.text(name, boost, TextKind::Code)
    }

    /// A field of long texts, whose stop words are not indexed.
    pub fn prose(&mut self, name: &str, boost: f32) -> Text {
        self.text(name, boost, TextKind::Prose)
    }

    fn text(&mut self, name: &str, boost: f32, kind: TextKind) -> Text {
        let tokenizer = match kind {
            TextKind::Name | TextKind::OtherName | TextKind::Term => Schema::NAMES,
            TextKind::Code => Schema::CODES,
            TextKind::Prose => Schema::PROSE,
        };
        let options = indexed(tokenizer, IndexRecordOption::WithFreqsAndPositions);
        let field = self.engine.add_text_field(name, options);
        self.texts.push(TextField { field, boost, kind });
        Text { field, kind }
    }

    /// A field of any number of codes per document, to filter and count by.
    pub fn facet(&mut self, name: &str) -> Facet {
        let field = self.engine.add_u64_field(name, NumericOptions::default().set_indexed().set_fast());
        Facet { field, listed: true }
    }

    /// The same without a list of the documents of each code: less to write, and a filter by a rare code goes through all
    /// documents. For what is counted and seldom filtered by.
    pub fn counted(&mut self, name: &str) -> Facet {
        Facet { field: self.engine.add_u64_field(name, FAST), listed: false }
    }

    /// A field of any number of numbers per document (years, days), for ranges; the first one sorts.
    pub fn number(&mut self, name: &str) -> Number {
        Number(self.engine.add_i64_field(name, FAST))
    }

    /// A field of one text per document, to sort by: folded, then in the order of its characters.
    pub fn sort_text(&mut self, name: &str) -> SortText {
        SortText(self.engine.add_text_field(name, TextOptions::default().set_fast("raw")))
    }

    /// A field of any number of codes per [`Line`] of a document (years, funders), to group and filter
    /// lines by.
    pub fn line_code(&mut self, name: &str) -> LineCode {
        LineCode(self.line(name))
    }

    /// A field of an amount per [`Line`] of a document, to be summed.
    pub fn line_amount(&mut self, name: &str) -> LineAmount {
        LineAmount(self.line(name))
    }

    fn line(&mut self, name: &str) -> Field {
        let field = self.engine.add_u64_field(name, FAST);
        self.lines.push(field);
        field
    }

    /// The schema.
    pub fn build(self) -> Schema {
        let engine = self.engine.build();
        let fields = serde_json::to_string(&engine).expect("a schema is JSON");
        let shape = format!("{fields} {} {} {}", self.version, french::VERSION, tantivy::version_string());
        let digest = Sha256::digest(shape)[..8].iter().map(|byte| format!("{byte:02x}")).collect();
        Schema { inner: Arc::new(Inner { engine, texts: self.texts, lines: self.lines, digest }) }
    }
}

/// A record, as the index holds it.
#[derive(Clone, Debug)]
pub struct Document {
    key: String,
    engine: TantivyDocument,
    codes: Vec<(Field, u64)>,
    lines: Vec<Line>,
}

/// A line of a document's account, such as one grant: codes, and amounts in the smallest unit of the
/// money (cents).
#[derive(Clone, Debug, Default)]
pub struct Line {
    values: Vec<(Field, u64)>,
}

/// Each method sets a value in a field of the index's own schema.
impl Line {
    /// Adds a code below [`u64::MAX`], once. A line that has several counts under each of them, and once
    /// in any total.
    pub fn code(&mut self, field: LineCode, code: u64) -> &mut Self {
        let value = (field.0, code.saturating_add(1));
        if !self.values.contains(&value) {
            self.values.push(value);
        }
        self
    }

    /// Sets an amount, above [`i64::MIN`]. A line without one counts as unknown, which is not zero.
    pub fn amount(&mut self, field: LineAmount, amount: i64) -> &mut Self {
        self.values.retain(|&(other, _)| other != field.0);
        self.values.push((field.0, line_amount(amount)));
        self
    }

    /// The values of a field, or no value for ever.
    fn column(&self, field: Field) -> impl Iterator<Item = u64> + '_ {
        let values = self.values.iter().filter(move |&&(other, _)| other == field).map(|&(_, value)| value);
        values.chain(std::iter::repeat(NO_VALUE))
    }

    /// How many rows hold the values.
    fn rows(&self) -> usize {
        let alike = |&(field, _): &(Field, u64)| self.values.iter().filter(|&&(other, _)| other == field).count();
        self.values.iter().map(alike).max().unwrap_or(1)
    }
}

// The lines of a document lie in parallel columns, a row of each column for each line. A line of several
// codes in one field has a row for each, the other fields having none in the rows after its first.

/// Stands in a row of a line's field for no value: the others are one greater than what they mean.
pub(crate) const NO_VALUE: u64 = 0;

/// Stands where a line begins, in the rows of the field that tells so.
pub(crate) const BEGINS: u64 = 1;

/// An amount as a column holds it: small amounts of either sign are small numbers.
fn line_amount(amount: i64) -> u64 {
    let amount = amount.max(-i64::MAX);
    ((amount << 1) ^ (amount >> 63)) as u64 + 1
}

/// The amount that a column holds.
pub(crate) fn amount_of_line(value: u64) -> Option<i64> {
    let zigzag = value.checked_sub(1)?;
    Some((zigzag >> 1) as i64 ^ -((zigzag & 1) as i64))
}

/// Each method adds a value to a field of the index's own schema.
impl Document {
    /// A document. The key is unique to the record (`partnership/7K3M9QXA`); the card is returned with
    /// each hit as it is.
    pub fn new(key: impl Into<String>, card: &str) -> Self {
        let key = key.into();
        let mut engine = TantivyDocument::new();
        engine.add_text(KEY, &key);
        engine.add_text(CARD, card);
        engine.add_u64(ORDER, order(&key));
        Self { key, engine, codes: Vec::new(), lines: Vec::new() }
    }

    /// The key of the record.
    pub fn key(&self) -> &str {
        &self.key
    }

    /// The card, as it was given.
    pub fn card(&self) -> &str {
        self.engine.get_first(CARD).and_then(|value| value.as_str()).unwrap_or_default()
    }

    /// Adds a text.
    pub fn text(&mut self, field: Text, text: &str) -> &mut Self {
        self.engine.add_text(field.field, text);
        let words = if field.kind == TextKind::Name { NAME_WORDS } else { WORDS };
        self.engine.add_text(words, text);
        match field.kind {
            TextKind::Name => self.engine.add_text(WHOLE_NAMES, text),
            TextKind::OtherName => self.engine.add_text(WHOLE_OTHER_NAMES, text),
            TextKind::Term | TextKind::Code | TextKind::Prose => {}
        }
        self
    }

    /// Adds a name of several words that finds the document as a whole alone, whatever is between the words: one of them is
    /// the name of something else (`Irlande du Nord`). One of more than forty letters finds nothing.
    pub fn alias(&mut self, name: &str) -> &mut Self {
        self.engine.add_text(ALIASES, name);
        self
    }

    /// Adds a code, which counts once however often it is added.
    pub fn facet(&mut self, field: Facet, code: u64) -> &mut Self {
        self.codes.push((field.field, code));
        self
    }

    /// Adds a number.
    pub fn number(&mut self, field: Number, number: i64) -> &mut Self {
        self.engine.add_i64(field.0, number);
        self
    }

    /// Sets the text to sort by, which is folded here.
    pub fn sort_text(&mut self, field: SortText, text: &str) -> &mut Self {
        self.engine.add_text(field.0, fold(text));
        self
    }

    /// Adds a line.
    pub fn line(&mut self, line: Line) -> &mut Self {
        self.lines.push(line);
        self
    }

    /// The document as the engine takes it.
    pub(crate) fn into_engine(mut self, schema: &Schema) -> TantivyDocument {
        self.codes.sort_unstable();
        self.codes.dedup();
        for &(field, code) in &self.codes {
            self.engine.add_u64(field, code);
        }
        for line in &self.lines {
            let rows = line.rows();
            for row in 0..rows {
                self.engine.add_u64(LINE, if row == 0 { BEGINS } else { 0 });
            }
            for &field in &schema.inner.lines {
                line.column(field).take(rows).for_each(|value| self.engine.add_u64(field, value));
            }
        }
        self.engine
    }
}

/// A number of its own for each key: smaller and faster to sort by than the key, and as lasting.
fn order(key: &str) -> u64 {
    Sha256::digest(key).iter().take(8).fold(0, |order, &byte| order << 8 | u64::from(byte))
}

/// The key and the card of a stored document.
pub(crate) fn key_and_card(document: &TantivyDocument) -> (String, String) {
    let text = |field| document.get_first(field).and_then(|value| value.as_str()).unwrap_or_default().to_owned();
    (text(KEY), text(CARD))
}
