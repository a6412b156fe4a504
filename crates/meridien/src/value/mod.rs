//! Values that every record is made of: identifiers, partial dates, exact money, text by language, points.
//!
//! All are plain data without I/O. Their serde forms are the ones stored in the journal and written by
//! exports, so changing one needs a numbered upcast (see `journal`).

mod country;
mod date;
mod id;
mod money;
mod point;
mod schema;
mod text;

pub use country::{Country, InvalidCountry};
pub use date::{InvalidDate, PartialDate};
pub use id::{Id, InvalidId};
pub use money::{Amount, Currency, InvalidCurrency};
pub use point::{Point, Precision, shorter_way, span};
pub use text::{Text, straight};
