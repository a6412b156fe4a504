//! The search index as a projection of the journal: what it holds, how it is built and how it keeps up.
//!
//! The slices say what a document is made of and what it depends on (`partnership::index`, `organisation::index`); this
//! module owns the one schema, fills the index and follows the journal. The index never knows more than the journal: it
//! may be deleted at any time.
//!
//! A partnership's document holds names and codes of its parties and their territories, so a changed organisation or
//! territory brings its partnerships with it, and so does a changed programme or term of the vocabulary; an organisation's
//! document holds the number of its partnerships and its territories, so a changed partnership, or one brought, brings its
//! parties. A confirmation brings its partnership.

mod build;
mod check;
mod follow;
#[cfg(test)]
mod tests;

use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use meridien_search::{Facet, Hit, Index, LineAmount, LineCode, Number, Opened, Schema, SortText, Text};
use serde::de::DeserializeOwned;

pub use build::Progress;
pub(crate) use build::read_all;
pub use check::{Check, Faults, check};
pub use follow::{FollowError, Follower};

use crate::value::Country;

/// The cards of what a search found. One that cannot be read is left out and logged: that is a fault of the index, since a
/// program whose cards are others has built its own.
pub(crate) fn cards<C: DeserializeOwned>(hits: &[Hit]) -> Vec<C> {
    let read = |hit: &Hit| {
        serde_json::from_str(&hit.card)
            .inspect_err(|error| tracing::error!(%error, key = %hit.key, "a card of the search index cannot be read"))
            .ok()
    };
    hits.iter().filter_map(read).collect()
}

/// Increase when a document is filled otherwise than before: every index is then rebuilt.
const DOCUMENTS: u32 = 21;

/// The type of record that a document stands for: the first filter of every query.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[repr(u64)]
pub enum RecordType {
    /// A partnership.
    Partnership = 1,
    /// An aid activity that is no partnership.
    Activity = 2,
    /// An organisation.
    Organisation = 3,
}

/// The fields of the index. Days are counted from 1970-01-01.
#[derive(Debug, Clone, Copy)]
pub struct Fields {
    /// [`RecordType`].
    pub record_type: Facet,
    /// Title of a partnership, usual names of an organisation.
    pub title: Text,
    /// Names of the parties through time; other names of an organisation.
    pub names: Text,
    /// Names of those who have succeeded the parties, and of the territories of both.
    pub other_names: Text,
    /// Themes, places of actions, numbers of registers.
    pub terms: Text,
    /// Codes of countries.
    pub codes: Text,
    /// Narratives, funders, other partners.
    pub prose: Text,
    /// Countries of the parties that are not home (of all, where none is home); country of an organisation.
    pub country: Facet,
    /// Pairs of countries that a partnership links, as [`pair`] codes them.
    pub pair: Facet,
    /// Region of the world of these countries, and the one that contains it: M49 codes.
    pub world_region: Facet,
    /// Parties, and the organisations that have succeeded them.
    pub organisation: Facet,
    /// Those of them at home.
    pub home: Facet,
    /// Parties at home, as signed; an organisation itself.
    pub home_signed: Facet,
    /// Those of them that still hold their rights: what statistics count, so that no authority counts beside its successor.
    pub home_today: Facet,
    /// Those of the organisations that are not at home.
    pub partner: Facet,
    /// Those of them that still hold their rights.
    pub partner_today: Facet,
    /// Parties that are not at home, as signed.
    pub partner_signed: Facet,
    /// Kinds of those at home that still hold their rights: the position in the type's `ALL`.
    pub kind: Facet,
    /// Kinds of the parties at home, as signed.
    pub kind_signed: Facet,
    /// Territories of the parties and those that contain them; the territory that an organisation governs.
    pub territory: Facet,
    /// Those of them that are of an authority at home that still holds its rights; the territory that an organisation governs and
    /// those that contain it.
    pub territory_today: Facet,
    /// Themes at every level.
    pub theme: Facet,
    /// Number of the main theme, which is in the order of the codes.
    pub main_theme: Number,
    /// Programmes.
    pub programme: Facet,
    /// Sustainable development goals.
    pub goal: Facet,
    /// Funders under each code that they are found by: those of the next two, and of organisations that have been succeeded.
    pub funder: Facet,
    /// Funders as of today: the organisations that still hold their rights, or
    /// [`named_funder`](crate::partnership::dimension::named_funder) where the name alone is known.
    pub funder_today: Facet,
    /// Funders as [`printed_funder`](crate::partnership::dimension::printed_funder).
    pub funder_signed: Facet,
    /// 1 % mechanisms: the position in [`MECHANISMS`](crate::partnership::dimension::MECHANISMS).
    pub mechanism: Facet,
    /// Rules that the record breaks: the position in [`Code::ALL`](crate::anomaly::Code::ALL).
    pub anomaly: Facet,
    /// Form of the partnership, kind of the organisation: the position in the type's `ALL`.
    pub nature: Facet,
    /// [`DECLARED_ENDED`] or [`DECLARED_DORMANT`].
    pub declared: Facet,
    /// First day that the start may mean.
    pub start: Number,
    /// Year of the start.
    pub start_year: Number,
    /// Last day of the end.
    pub end: Number,
    /// Last day of the latest confirmation, signature or start.
    pub evidence: Number,
    /// First day of the first signature.
    pub signed: Number,
    /// Day of the latest confirmation by a party.
    pub confirmed: Number,
    /// Day of the latest confirmation or signature; of the start where there is neither.
    pub latest: Number,
    /// Moment of the newest version or confirmation, in seconds since 1970.
    pub updated: Number,
    /// Funding in cents of euros.
    pub cents: Number,
    /// 1 where a place is known for a party that is not home.
    pub located: Number,
    /// Number of partnerships of an organisation, those of its predecessors included.
    pub partnerships: Number,
    /// Title or name.
    pub by_name: SortText,
    /// Names of the parties, as printed.
    pub by_parties: SortText,
    /// Where the partnership is on a map: the [`Spot`](crate::map::Spot) of its first located party that is not home.
    pub spot: Facet,
    /// The spots of all its parties.
    pub ends_at: Facet,
    /// What it joins there: the [`Link`](crate::map::Link)s between its sides.
    pub link: Facet,
    /// Pairs of authorities that it joins, as numbers of their own: to be told apart, not read back.
    pub ends: Facet,
    /// The same, and the pairs of those that have succeeded these.
    pub ends_later: Facet,
    /// Its funding lines.
    pub line: LineFields,
}

/// The fields of a funding line.
#[derive(Debug, Clone, Copy)]
pub struct LineFields {
    /// Year.
    pub year: LineCode,
    /// Stage: the position in the type's `ALL`.
    pub stage: LineCode,
    /// Funders, as in [`Fields::funder`].
    pub funder: LineCode,
    /// Funders, as in [`Fields::funder_today`].
    pub funder_today: LineCode,
    /// Funders, as in [`Fields::funder_signed`].
    pub funder_signed: LineCode,
    /// 1 % mechanisms, as in [`Fields::mechanism`].
    pub mechanism: LineCode,
    /// [`CONVERTED`] or [`UNCONVERTED`], where the amount is known in another currency than the euro.
    pub foreign: LineCode,
    /// Amount in cents of euros.
    pub cents: LineAmount,
}

/// Declared ended.
pub const DECLARED_ENDED: u64 = 1;
/// Declared dormant.
pub const DECLARED_DORMANT: u64 = 2;

/// An amount in a currency that has no rate for its year.
pub const UNCONVERTED: u64 = 1;
/// An amount that was converted.
pub const CONVERTED: u64 = 2;

/// The schema of the index, seen from a home country: sides, and so documents, depend on it.
pub fn schema(home: Country) -> (Schema, Fields) {
    let mut schema = Schema::builder(DOCUMENTS << 16 | home.as_u64() as u32);
    let fields = Fields {
        record_type: schema.facet("record_type"),
        title: schema.names("title", 4.0),
        names: schema.names("names", 3.0),
        other_names: schema.other_names("other_names", 2.0),
        terms: schema.terms("terms", 2.0),
        codes: schema.codes("codes", 2.0),
        prose: schema.prose("prose", 1.0),
        country: schema.facet("country"),
        pair: schema.facet("pair"),
        world_region: schema.facet("world_region"),
        organisation: schema.facet("organisation"),
        home: schema.facet("home"),
        home_signed: schema.counted("home_signed"),
        home_today: schema.counted("home_today"),
        partner: schema.facet("partner"),
        partner_today: schema.counted("partner_today"),
        partner_signed: schema.counted("partner_signed"),
        kind: schema.facet("kind"),
        kind_signed: schema.counted("kind_signed"),
        territory: schema.facet("territory"),
        territory_today: schema.counted("territory_today"),
        programme: schema.facet("programme"),
        goal: schema.facet("goal"),
        funder: schema.facet("funder"),
        funder_today: schema.counted("funder_today"),
        funder_signed: schema.counted("funder_signed"),
        mechanism: schema.facet("mechanism"),
        theme: schema.facet("theme"),
        main_theme: schema.number("main_theme"),
        anomaly: schema.facet("anomaly"),
        nature: schema.facet("nature"),
        declared: schema.facet("declared"),
        start: schema.number("start"),
        start_year: schema.number("start_year"),
        end: schema.number("end"),
        evidence: schema.number("evidence"),
        signed: schema.number("signed"),
        confirmed: schema.number("confirmed"),
        latest: schema.number("latest"),
        updated: schema.number("updated"),
        cents: schema.number("cents"),
        located: schema.number("located"),
        partnerships: schema.number("partnerships"),
        by_name: schema.sort_text("by_name"),
        by_parties: schema.sort_text("by_parties"),
        spot: schema.counted("spot"),
        ends_at: schema.facet("ends_at"),
        link: schema.counted("link"),
        ends: schema.counted("ends"),
        ends_later: schema.counted("ends_later"),
        line: LineFields {
            year: schema.line_code("line_year"),
            stage: schema.line_code("line_stage"),
            funder: schema.line_code("line_funder"),
            funder_today: schema.line_code("line_funder_today"),
            funder_signed: schema.line_code("line_funder_signed"),
            mechanism: schema.line_code("line_mechanism"),
            foreign: schema.line_code("line_foreign"),
            cents: schema.line_amount("line_cents"),
        },
    };
    (schema.build(), fields)
}

/// The code of two countries, whichever comes first.
pub fn pair(one: Country, other: Country) -> u64 {
    one.min(other).as_u64() << 16 | one.max(other).as_u64()
}

/// The two countries of a code, in the order of their letters.
pub fn pair_of(code: u64) -> Option<(Country, Country)> {
    Some((Country::from_u64(code >> 16)?, Country::from_u64(code & 0xffff)?))
}

/// The index and its fields, to query. Cheap to clone.
#[derive(Clone)]
pub struct Search {
    /// The index.
    pub index: Index,
    /// Its fields.
    pub fields: Fields,
    /// The country seen as home.
    pub home: Country,
    /// How far the index has been built, where it is being built.
    pub built: Built,
}

/// Hundredths of its documents that the index being built has.
#[derive(Clone, Default)]
pub struct Built(Arc<AtomicI64>);

impl Built {
    /// The hundredths.
    pub fn percent(&self) -> i64 {
        self.0.load(Ordering::Relaxed)
    }

    fn set(&self, percent: i64) {
        self.0.store(percent, Ordering::Relaxed);
    }
}

impl Search {
    /// Opens the index in `folder`; [`Follower::start`] makes it current.
    ///
    /// # Errors
    /// When the folder cannot be read.
    pub fn open(folder: &Path, home: Country) -> Result<(Search, meridien_search::State), meridien_search::Error> {
        let (schema, fields) = schema(home);
        let Opened { index, state } = Index::open(folder, &schema)?;
        Ok((Search { index, fields, home, built: Built::default() }, state))
    }

    /// Whether there is an index to read: else it is being built.
    pub fn is_there(&self) -> bool {
        self.index.position().is_some()
    }
}

/// Days since 1970-01-01: the form in which the index holds dates.
pub fn day_number(day: chrono::NaiveDate) -> i64 {
    day.signed_duration_since(chrono::NaiveDate::default()).num_days()
}
