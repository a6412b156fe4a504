//! Parquet, compressed with Zstandard; GeoParquet 1.1 where a table has geometries.

use std::fs::File;
use std::io::Write;
use std::sync::Arc;

use parquet::basic::{Compression, ConvertedType, LogicalType, Repetition, Type as Physical, ZstdLevel};
use parquet::data_type::{BoolType, ByteArray, ByteArrayType, DoubleType, Int64Type};
use parquet::file::metadata::KeyValue;
use parquet::file::properties::WriterProperties;
use parquet::file::reader::{FileReader, SerializedFileReader};
use parquet::file::writer::{SerializedColumnWriter, SerializedFileWriter};
use parquet::record::Field;
use parquet::record::reader::RowIter;
use parquet::schema::types::{Type, TypePtr};
use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;

use crate::cell::Kind;
use crate::{Cell, Column, Result, Table};

/// Rows in a group: what is kept in memory.
const GROUP: usize = 20_000;
/// Bytes of texts in a group, about: long texts make groups of fewer rows.
const GROUP_BYTES: usize = 16 << 20;

/// Writes a table as Parquet.
pub struct Parquet<W: Write + Send> {
    out: SerializedFileWriter<W>,
    /// The columns written, with their places in a row.
    columns: Vec<(usize, Column)>,
    rows: Vec<Vec<Cell>>,
    bytes: usize,
}

impl<W: Write + Send> Parquet<W> {
    /// Begins a file of those columns that `chosen` takes.
    ///
    /// # Errors
    /// When `out` cannot be written.
    pub fn new(out: W, table: &Table, chosen: impl Fn(&str) -> bool) -> Result<Parquet<W>> {
        let columns = table.choose(chosen);
        let fields = columns.iter().map(|(_, column)| field(column)).collect::<Result<_>>()?;
        let schema = Arc::new(Type::group_type_builder(table.name).with_fields(fields).build()?);
        let properties = WriterProperties::builder()
            .set_compression(Compression::ZSTD(ZstdLevel::default()))
            .set_key_value_metadata(geography(&columns).map(|geography| vec![geography]))
            .build();
        let out = SerializedFileWriter::new(out, schema, Arc::new(properties))?;
        Ok(Parquet { out, columns, rows: Vec::new(), bytes: 0 })
    }

    /// Adds a row.
    ///
    /// # Errors
    /// When the file cannot be written.
    pub fn row(&mut self, cells: Vec<Cell>) -> Result {
        self.bytes += cells.iter().map(bytes).sum::<usize>();
        self.rows.push(cells);
        if self.rows.len() >= GROUP || self.bytes >= GROUP_BYTES { self.group() } else { Ok(()) }
    }

    /// Ends the file.
    ///
    /// # Errors
    /// When the file cannot be written.
    pub fn finish(mut self) -> Result {
        if !self.rows.is_empty() {
            self.group()?;
        }
        self.out.close()?;
        Ok(())
    }

    fn group(&mut self) -> Result {
        let rows = std::mem::take(&mut self.rows);
        self.bytes = 0;
        let mut group = self.out.next_row_group()?;
        for (at, column) in &self.columns {
            let Some(mut writer) = group.next_column()? else { break };
            let cells = rows.iter().map(|row| row.get(*at).unwrap_or(&Cell::Empty));
            write(&mut writer, column.kind, cells)?;
            writer.close()?;
        }
        group.close()?;
        Ok(())
    }
}

/// The bytes that a cell keeps beside its row.
fn bytes(cell: &Cell) -> usize {
    match cell {
        Cell::Text(text) => text.len(),
        Cell::Geometry(geometry) => geometry.len(),
        _ => 0,
    }
}

/// A column of the schema. Anything may be unknown.
fn field(column: &Column) -> Result<TypePtr> {
    let physical = match column.kind {
        Kind::Text | Kind::Date | Kind::Geometry => Physical::BYTE_ARRAY,
        Kind::Integer | Kind::Amount => Physical::INT64,
        Kind::Number => Physical::DOUBLE,
        Kind::Boolean => Physical::BOOLEAN,
    };
    let field = Type::primitive_type_builder(column.name, physical).with_repetition(Repetition::OPTIONAL);
    let field = match column.kind {
        Kind::Text | Kind::Date => field.with_logical_type(Some(LogicalType::String)),
        Kind::Amount => field.with_converted_type(ConvertedType::DECIMAL).with_precision(18).with_scale(2),
        _ => field,
    };
    Ok(Arc::new(field.build()?))
}

fn write<'a>(writer: &mut SerializedColumnWriter<'_>, kind: Kind, cells: impl Iterator<Item = &'a Cell>) -> Result {
    /// The values that are known, and for each row whether it has one.
    fn known<'a, T>(cells: impl Iterator<Item = &'a Cell>, value: impl Fn(&Cell) -> Option<T>) -> (Vec<T>, Vec<i16>) {
        let mut values = Vec::new();
        let levels = cells.map(|cell| value(cell).map(|value| values.push(value)).is_some().into()).collect();
        (values, levels)
    }
    match kind {
        Kind::Text | Kind::Date | Kind::Geometry => {
            let (values, levels) = known(cells, |cell| match cell {
                Cell::Text(text) => Some(ByteArray::from(text.as_str())),
                Cell::Geometry(shape) => Some(ByteArray::from(shape.clone())),
                _ => None,
            });
            writer.typed::<ByteArrayType>().write_batch(&values, Some(&levels), None)?;
        }
        Kind::Integer | Kind::Amount => {
            let (values, levels) = known(cells, |cell| match cell {
                Cell::Integer(number) if kind == Kind::Integer => Some(*number),
                Cell::Amount(amount) if kind == Kind::Amount => hundredths(*amount),
                _ => None,
            });
            writer.typed::<Int64Type>().write_batch(&values, Some(&levels), None)?;
        }
        Kind::Number => {
            let (values, levels) = known(cells, |cell| match cell {
                Cell::Number(number) => Some(*number),
                _ => None,
            });
            writer.typed::<DoubleType>().write_batch(&values, Some(&levels), None)?;
        }
        Kind::Boolean => {
            let (values, levels) = known(cells, |cell| match cell {
                Cell::Boolean(yes) => Some(*yes),
                _ => None,
            });
            writer.typed::<BoolType>().write_batch(&values, Some(&levels), None)?;
        }
    }
    Ok(())
}

fn hundredths(amount: Decimal) -> Option<i64> {
    amount.checked_mul(Decimal::ONE_HUNDRED)?.round().to_i64()
}

/// What makes a Parquet file a GeoParquet file.
fn geography(columns: &[(usize, Column)]) -> Option<KeyValue> {
    let (_, Column { name, .. }) = columns.iter().find(|(_, column)| column.kind == Kind::Geometry)?;
    let text = format!(
        "{{\"version\":\"1.1.0\",\"primary_column\":\"{name}\",\"columns\":{{\"{name}\":{{\"encoding\":\"WKB\",\"geometry_types\":[\"Point\",\"MultiPoint\"]}}}}}}"
    );
    Some(KeyValue::new("geo".to_owned(), text))
}

/// Reads a file that [`Parquet`] wrote, row by row.
pub struct ParquetRows {
    /// The names of its columns.
    pub columns: Vec<String>,
    rows: RowIter<'static>,
}

impl ParquetRows {
    /// Opens a file.
    ///
    /// # Errors
    /// When it is no Parquet.
    pub fn open(file: File) -> Result<ParquetRows> {
        let file = SerializedFileReader::new(file)?;
        let schema = file.metadata().file_metadata().schema_descr_ptr();
        let columns = schema.columns().iter().map(|column| column.name().to_owned()).collect();
        Ok(ParquetRows { columns, rows: RowIter::from_file_into(Box::new(file)) })
    }
}

impl Iterator for ParquetRows {
    type Item = Result<Vec<Cell>>;

    fn next(&mut self) -> Option<Result<Vec<Cell>>> {
        let row = self.rows.next()?;
        Some(row.map(|row| row.get_column_iter().map(|(_, field)| cell(field)).collect()).map_err(Into::into))
    }
}

/// What was written; a type that we do not write is unknown.
fn cell(field: &Field) -> Cell {
    match field {
        Field::Str(text) => Cell::Text(text.clone()),
        Field::Long(number) => Cell::Integer(*number),
        Field::Decimal(amount) => {
            let hundredths: Option<[u8; 8]> = amount.data().try_into().ok();
            Cell::maybe(hundredths.map(|bytes| Decimal::new(i64::from_be_bytes(bytes), 2)))
        }
        Field::Double(number) => Cell::Number(*number),
        Field::Bool(yes) => Cell::Boolean(*yes),
        Field::Bytes(shape) => Cell::Geometry(shape.data().to_vec()),
        _ => Cell::Empty,
    }
}
