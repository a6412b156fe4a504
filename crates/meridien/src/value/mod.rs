//! Values that every record is made of: identifiers, partial dates, exact money, text by language, points.
//!
//! All are plain data without I/O. Their serde forms are the ones stored in the journal and written by
//! exports, so changing one needs a numbered upcast (see `journal`).

mod country;
mod date;
mod hex;
mod id;
mod mail;
mod money;
mod point;
mod schema;
mod text;

pub use country::{Country, InvalidCountry};
pub use date::{InvalidDate, PartialDate, latest_day};
pub use hex::hex;
pub use id::{Id, InvalidId};
pub use mail::folded_mail;
pub use money::{Amount, Currency, InvalidCurrency};
pub use point::{Point, Precision, shorter_way, span};
pub use text::{Text, straight};
