//! Rows of typed cells, written as CSV, XLSX and Parquet, and read from the CSV and XLSX that people make ([`read`]).
//!
//! A [`Table`] names and types its columns once. A writer takes its rows one by one and keeps at most a group of them in
//! memory (XLSX: none, they go to a temporary file), whatever their number.

mod blank;
mod cell;
mod comma;
mod parquet;
pub mod read;
mod xlsx;

pub use blank::{Blank, BlankColumn};
pub use cell::{Cell, Column, Kind, Table, harmless, point, points};
pub use comma::{Csv, field};
pub use parquet::{Parquet, ParquetRows};
pub use xlsx::{MOST_ROWS, Xlsx};

/// Why a file cannot be written.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// A sheet has no place for more rows: another format has no such limit.
    #[error("a sheet holds {MOST_ROWS} rows at most")]
    Full,
    /// The place that it is written to.
    #[error(transparent)]
    Io(#[from] std::io::Error),
    /// The CSV writer.
    #[error(transparent)]
    Csv(#[from] csv::Error),
    /// The XLSX writer.
    #[error(transparent)]
    Xlsx(#[from] rust_xlsxwriter::XlsxError),
    /// The Parquet writer.
    #[error(transparent)]
    Parquet(#[from] ::parquet::errors::ParquetError),
}

/// Result of writing.
pub type Result<T = ()> = std::result::Result<T, Error>;

#[cfg(test)]
mod tests;
