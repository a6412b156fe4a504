//! The results as a table: columns chosen in the address, those that have an order sortable by their heading.

use strum::VariantArray;

use super::criteria::Criteria;
use super::index::{Card, StatusDay, party_names};
use super::list::{CardView, title_link};
use super::query::Order;
use super::show::theme_link;
use crate::country;
use crate::value::{Country, Currency};
use crate::web::Locale;
use crate::web::parameters::Parameters;
use crate::web::words::TitleLink;

/// The columns, in the order of the table.
#[derive(Debug, Clone, Copy, PartialEq, Eq, VariantArray)]
pub(crate) enum Column {
    Title,
    Parties,
    Countries,
    Form,
    Theme,
    Status,
    Start,
    End,
    Signed,
    Confirmed,
    Amount,
    Funders,
    Id,
}

impl Column {
    /// Those shown unless others are chosen.
    pub(crate) const FIRST: [Column; 7] =
        [Column::Title, Column::Countries, Column::Form, Column::Theme, Column::Status, Column::Start, Column::Amount];

    /// The word used in addresses.
    pub(crate) fn code(self) -> &'static str {
        match self {
            Column::Title => "titre",
            Column::Parties => "parties",
            Column::Countries => "pays",
            Column::Form => "forme",
            Column::Theme => "theme",
            Column::Status => "statut",
            Column::Start => "debut",
            Column::End => "fin",
            Column::Signed => "signature",
            Column::Confirmed => "confirmation",
            Column::Amount => "montant",
            Column::Funders => "financeurs",
            Column::Id => "identifiant",
        }
    }

    fn key(self) -> &'static str {
        match self {
            Column::Title => "column-title",
            Column::Parties => "column-parties",
            Column::Countries => "column-countries",
            Column::Form => "column-form",
            Column::Theme => "column-theme",
            Column::Status => "column-status",
            Column::Start => "column-start",
            Column::End => "column-end",
            Column::Signed => "column-signed",
            Column::Confirmed => "column-confirmed",
            Column::Amount => "column-amount",
            Column::Funders => "column-funders",
            Column::Id => "column-id",
        }
    }

    fn name(self, l: Locale) -> String {
        l.t(self.key()).into_owned()
    }

    /// The columns of a file that hold it: codes and labels.
    pub(super) fn in_files(self) -> &'static [&'static str] {
        match self {
            Column::Title => &["title"],
            Column::Parties => &["parties"],
            Column::Countries => &["countries", "country_names"],
            Column::Form => &["form", "form_name"],
            Column::Theme => &["theme", "theme_name"],
            Column::Status => &["status", "status_name"],
            Column::Start => &["start"],
            Column::End => &["end"],
            Column::Signed => &["signed"],
            Column::Confirmed => &["confirmed"],
            Column::Amount => &["euros"],
            Column::Funders => &["funders"],
            Column::Id => &["permalink"],
        }
    }

    /// The order that its heading leads to.
    fn order(self) -> Option<Order> {
        match self {
            Column::Title => Some(Order::Name),
            Column::Parties => Some(Order::Parties),
            Column::Start => Some(Order::Newest),
            Column::Amount => Some(Order::Amount),
            Column::End => Some(Order::Ended),
            Column::Confirmed => Some(Order::Confirmed),
            Column::Countries => Some(Order::Country),
            Column::Form => Some(Order::Form),
            Column::Theme => Some(Order::Theme),
            Column::Signed => Some(Order::Signed),
            Column::Status => Some(Order::Status),
            _ => None,
        }
    }
}

/// The columns of an address; none where it leaves them to us.
pub(crate) fn read_columns(parameters: &mut Parameters) -> Vec<Column> {
    parameters.labelled("colonne", Column::VARIANTS, Column::code, Column::key)
}

/// An address with the columns chosen.
pub(crate) fn with_columns(href: String, columns: &[Column]) -> String {
    columns.iter().fold(href, |href, column| {
        let mark = if href.contains('?') { '&' } else { '?' };
        format!("{href}{mark}colonne={}", column.code())
    })
}

/// A column that may be chosen.
pub(crate) struct Choice {
    pub(crate) code: &'static str,
    pub(crate) name: String,
    pub(crate) chosen: bool,
}

/// Every column, with whether it is shown.
pub(crate) fn choices(l: Locale, shown: &[Column]) -> Vec<Choice> {
    let choice = |column: Column| Choice { code: column.code(), name: column.name(l), chosen: shown.contains(&column) };
    Column::VARIANTS.iter().copied().map(choice).collect()
}

/// The heading of a column, with the address of the table in its order.
pub(crate) struct Head {
    pub(crate) name: String,
    pub(crate) href: Option<String>,
    /// `ascending` or `descending`, where the table is in its order.
    pub(crate) sorted: Option<&'static str>,
    pub(crate) number: bool,
}

/// The headings.
pub(crate) fn heads(l: Locale, criteria: &Criteria, columns: &[Column]) -> Vec<Head> {
    let head = |column: &Column| {
        let shown = column.order().is_some_and(|order| order == criteria.order);
        // A second click turns the order round, where there is another.
        let next = match column {
            Column::Start if shown => Some(Order::Oldest),
            Column::Amount if shown => Some(Order::Smallest),
            _ => column.order(),
        };
        let sorted = match (column, criteria.order) {
            (Column::Start, Order::Oldest)
            | (Column::Amount, Order::Smallest)
            | (Column::Title, Order::Name)
            | (Column::Parties, Order::Parties)
            | (Column::Countries, Order::Country)
            | (Column::Form, Order::Form)
            | (Column::Theme, Order::Theme)
            | (Column::Status, Order::Status) => Some("ascending"),
            _ => shown.then_some("descending"),
        };
        Head {
            name: column.name(l),
            href: next.map(|order| criteria.but(|criteria| criteria.order = order).href(l)),
            sorted,
            number: *column == Column::Amount,
        }
    };
    columns.iter().map(head).collect()
}

/// A partnership in the table.
pub(crate) struct Row {
    pub(crate) cells: Vec<Cell>,
}

/// What stands in a column.
pub(crate) struct Cell {
    /// The heading, for narrow screens.
    pub(crate) head: String,
    pub(crate) content: Content,
    /// How the cell looks.
    pub(crate) class: &'static str,
}

/// A title leads to its record; the rest is text.
pub(crate) enum Content {
    Title(TitleLink),
    Text(String),
}

impl Row {
    /// The row of a partnership, seen from a country.
    pub(crate) fn new(l: Locale, card: &Card, day: StatusDay, columns: &[Column], home: Country) -> Row {
        let view = CardView::new(l, card, day);
        let cell = |column: &Column| Cell {
            head: column.name(l),
            content: content(l, card, &view, *column, home),
            class: match column {
                Column::Amount => "n",
                Column::Title => "title",
                Column::Start | Column::End | Column::Signed | Column::Confirmed => "date",
                _ => "",
            },
        };
        Row { cells: columns.iter().map(cell).collect() }
    }
}

fn content(l: Locale, card: &Card, view: &CardView<'_>, column: Column, home: Country) -> Content {
    let date = |date: Option<crate::value::PartialDate>| date.map(|date| l.date(date));
    let text = match column {
        Column::Title => return Content::Title(title_link(l, card)),
        Column::Parties => Some(party_names(&card.parties)),
        Column::Countries => {
            // The home country would stand in each row.
            let abroad = card.parties.iter().map(|(_, country)| *country).filter(|country| *country != home);
            let mut countries: Vec<Country> = Vec::new();
            for country in abroad {
                if !countries.contains(&country) {
                    countries.push(country);
                }
            }
            if countries.is_empty() && !card.parties.is_empty() {
                countries.push(home);
            }
            Some(countries.into_iter().map(|country| country::name(l, country)).collect::<Vec<_>>().join(", "))
        }
        Column::Form => Some(l.t(view.form).into_owned()),
        Column::Theme => card.theme.as_deref().map(|code| theme_link(l, code).text),
        Column::Status => Some(l.t(view.status.key()).into_owned()),
        Column::Start => date(card.start),
        Column::End => date(card.end),
        Column::Signed => date(card.signed),
        Column::Confirmed => card.confirmed.map(|day| l.day(day)),
        Column::Amount => card.euros.map(|euros| l.money(euros, Currency::EUR)),
        Column::Funders => Some(card.funders.join(", ")),
        Column::Id => Some(card.id.to_string()),
    };
    // An unknown is said, so that it is not taken for a zero.
    Content::Text(text.filter(|text| !text.is_empty()).unwrap_or_else(|| "–".to_owned()))
}
