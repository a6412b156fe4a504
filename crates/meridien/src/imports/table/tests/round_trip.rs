//! What the template holds of any record comes back.

use proptest::prelude::*;
use rust_decimal::Decimal;

use super::*;
use crate::imports::table::column::headings;
use crate::partnership::funding::FundingLine;
use crate::partnership::{Agreement, AgreementKind, Document, NamedOrganisation, OtherTheme, PartyRole};
use crate::value::{Currency, PartialDate};

/// Organisations that the records of the property test have.
fn organisations() -> Vec<(Id, Organisation)> {
    let one = |(at, (country, name)): (u64, (&str, &str))| {
        let kind = OrganisationKind::LocalAuthority;
        (Id::from_u64(100 + at).unwrap(), Organisation::new(kind, Some(country.parse().unwrap()), name))
    };
    (0..)
        .zip([("FR", "Essai-sur-Mer"), ("FR", "Essai-les-Bains"), ("ML", "Zourani"), ("SN", "Zouré")])
        .map(one)
        .collect()
}

fn date() -> impl Strategy<Value = PartialDate> {
    prop_oneof![
        (1950..2030).prop_map(PartialDate::Year),
        (1950..2030, 1u32..=12).prop_map(|(year, month)| PartialDate::Month(year, month)),
        (1950..2030, 1u32..=12, 1u32..=28)
            .prop_map(|(year, month, day)| format!("{year}-{month:02}-{day:02}").parse().unwrap()),
    ]
}

prop_compose! {
    fn line()(
        amount in -1_000_000i64..1_000_000_000,
        scale in 0u32..3,
        year in prop::option::of(1950..2030i32),
        currency in prop::sample::select(vec!["EUR", "USD", "XOF"]),
        funders in prop::collection::vec("[A-Z][a-zé’ ]{0,12}[a-z]", 0..3),
    ) -> FundingLine {
        let funder = |name: String| NamedOrganisation { name, organisation: None };
        FundingLine {
            amount: Some(Decimal::new(amount, scale)),
            year,
            currency: currency.parse::<Currency>().unwrap(),
            funders: funders.into_iter().map(funder).collect(),
            ..FundingLine::default()
        }
    }
}

prop_compose! {
    fn record()(
        title in "[A-Zé][a-zé’\"; ,=+0-9]{0,30}[a-z]",
        form in prop::sample::select(Form::ALL),
        parties in prop::sample::subsequence(vec![0usize, 1, 2, 3], 1..4),
        main in prop::option::of(prop::sample::select(vec!["1.1", "1.2", "5.1.1"])),
        others in prop::sample::subsequence(vec!["2.1", "3.1", "3.2"], 0..3),
        (start, end, signed) in (prop::option::of(date()), prop::option::of(date()), prop::option::of(date())),
        state in 0..3,
        line in prop::option::of(line()),
        objective in "([A-Zé][a-zé’ .\n]{0,60}[.])?",
        documents in prop::sample::subsequence(vec!["https://example.org/a", "http://example.org/b?c=d"], 0..2),
        number in prop::option::of(1u32..100_000),
    ) -> Partnership {
        let all = organisations();
        let party = |at: usize| Party {
            organisation: all[at].0,
            name: all[at].1.names[0].name.clone(),
            country: all[at].1.country.unwrap(),
            role: PartyRole::Partner,
            from: None,
            to: None,
        };
        let mut record = Partnership {
            title: Text::new("fr", title),
            form,
            parties: parties.into_iter().map(party).collect(),
            start,
            end,
            ended: state == 1,
            dormant: state == 2,
            ..Partnership::default()
        };
        record.themes.main = main.map(str::to_owned);
        let other = |theme: &str| OtherTheme { theme: theme.to_owned(), priority: None, eligible: None };
        record.themes.others = others.into_iter().map(other).collect();
        let agreement = |signed| Agreement { kind: AgreementKind::Unspecified, signed: Some(signed), ..Agreement::default() };
        record.agreements = signed.into_iter().map(agreement).collect();
        record.funding = line.into_iter().collect();
        record.narratives.objective = Text::new("fr", objective);
        let document = |url: &str| Document { title: Text::default(), file: None, url: Some(url.to_owned()) };
        record.documents = documents.into_iter().map(document).collect();
        let legacy = |number: u32| LegacyId { scheme: ATLAS.to_owned(), value: number.to_string() };
        record.legacy_ids = number.map(legacy).into_iter().collect();
        record
    }
}

/// A record as the only row of a CSV file under the headings of the template.
fn as_csv(cells: &template::Cells, l: Locale) -> Vec<u8> {
    let mut out = csv::WriterBuilder::new().delimiter(b';').from_writer(Vec::new());
    out.write_record(Column::of_template().map(|column| column.heading(l))).unwrap();
    out.write_record(Column::of_template().map(|column| cells.get(&column).cloned().unwrap_or_default())).unwrap();
    out.into_inner().unwrap()
}

/// The same as a workbook, under the short names of the columns; amounts and years are numbers, as in the template, and whole
/// days are days, as in the atlas's own files.
fn as_workbook(cells: &template::Cells) -> Vec<u8> {
    use meridien_tables::{Column as Head, Kind as Holds, Table, Xlsx};
    let is_number = |column: Column| matches!(column, Column::Amount | Column::Year);
    let heads: Vec<Head> = Column::of_template()
        .map(|column| match column {
            Column::Amount | Column::Year => Head::of(column.as_str(), Holds::Amount),
            Column::Start | Column::End | Column::Signed => Head::date(column.as_str()),
            _ => Head::text(column.as_str()),
        })
        .collect();
    let row: Vec<Cell> = Column::of_template()
        .map(|column| match cells.get(&column) {
            Some(text) if is_number(column) => Cell::Amount(text.parse().unwrap()),
            Some(text) => Cell::text(text),
            None => Cell::Empty,
        })
        .collect();
    // Tables are constants everywhere else.
    let mut book = Xlsx::new(&[Table { name: "partenariats", columns: heads.leak() }], |_, _| true).unwrap();
    book.row(0, &row).unwrap();
    let mut out = std::io::Cursor::new(Vec::new());
    book.finish(&mut out).unwrap();
    out.into_inner()
}

/// The record that the only row of a file gives.
fn read_back(source: Vec<u8>, words: &Words, l: Locale) -> (Partnership, Vec<Anomaly>) {
    let mut rows = Vec::new();
    read::rows(std::io::Cursor::new(source), &mut |row| {
        rows.push(row);
        ControlFlow::Continue(())
    })
    .unwrap();
    let texts: Vec<_> = rows[0].cells.iter().map(Cell::plain).collect();
    let heads = headings(texts.iter().map(AsRef::as_ref), &Chosen::new());
    let mut register = Register::default();
    organisations().iter().for_each(|(id, organisation)| register.add(*id, organisation, None, None));
    let mut parties = Parties::new(register, Country::FR);
    let mut faults = Faults::default();
    let values = Values::new(&rows[1], &heads, &Corrections::new());
    let read = Context { words, locale: l }.read(&values, &mut parties, &mut faults);
    (read.record, faults.all)
}

proptest! {
    #[test]
    fn what_the_template_holds_of_a_record_comes_back(record in record()) {
        let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
        let words = runtime.block_on(Words::read(None)).unwrap();
        let cells = template::cells(&record, FR);
        for file in [as_csv(&cells, FR), as_workbook(&cells)] {
            let (back, faults) = read_back(file, &words, FR);
            prop_assert_eq!(&faults, &[]);
            prop_assert_eq!(template::cells(&back, FR), cells.clone());
            prop_assert_eq!((back.ended, back.dormant), (record.ended, record.dormant));
            prop_assert_eq!(&back.parties, &record.parties);
        }
    }
}
