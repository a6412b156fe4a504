//! Plausible funding: who pays what, when, in which currency, and what nobody knows.

use rust_decimal::Decimal;

use super::authority::Authority;
use super::dice::Dice;
use super::geography::Area;
use crate::organisation::OrganisationKind;
use crate::partnership::funding::{FundingLine, OnePercent, Stage};
use crate::partnership::{Form, NamedOrganisation};
use crate::reference;
use crate::registers::france;
use crate::value::Currency;

/// The theme of water, with a 1 % mechanism of its own as waste and energy have.
pub const WATER: &str = "4.1.1";
/// The theme of waste.
pub const WASTE: &str = "4.1.2";
/// The theme of energy.
pub const ENERGY: &str = "4.2";

/// The first year with funding lines: amounts before are not in euros.
const FIRST_YEAR: i32 = 2002;

/// What decides the funding of a record.
pub struct Terms<'a> {
    /// Form.
    pub form: Form,
    /// Part of the world.
    pub area: Area,
    /// Main theme.
    pub theme: &'a str,
    /// The French side.
    pub home: &'a Authority,
    /// The other side.
    pub abroad: &'a Authority,
    /// First year.
    pub start: i32,
    /// Last year.
    pub end: i32,
    /// Lines up to this year are spent, those after it are planned.
    pub last_spent: i32,
}

/// The first whole year under the law that lets authorities give 1 % for a theme: for water the law of 9 February 2005, for
/// energy that of 7 December 2006, for waste that of 7 July 2014.
pub fn one_percent_since(theme: &str) -> i32 {
    match theme {
        WATER => 2006,
        WASTE => 2015,
        _ => 2007,
    }
}

/// What an agreement foresaw whose partnership then had these lines; nothing where none of them tells its amount.
pub fn forecast<'a>(dice: &mut Dice, lines: impl IntoIterator<Item = &'a FundingLine>) -> Option<Decimal> {
    let rate = |currency: Currency, _: Option<i32>| {
        Some(if currency == Currency::XOF { francs_per_euro() } else { Decimal::ONE })
    };
    let euros = lines.into_iter().filter_map(|line| line.euros(line.amount?, rate));
    let amount = euros.sum::<Decimal>() * Decimal::new(i64::from(dice.between(7, 14)), 1);
    (!amount.is_zero()).then(|| round(amount))
}

/// The funding lines of a record; none where the record says nothing about money.
pub fn lines(dice: &mut Dice, terms: &Terms<'_>) -> Vec<FundingLine> {
    let first = terms.start.max(FIRST_YEAR);
    if first > terms.end || !dice.percent(funded_percent(terms.form)) {
        return Vec::new();
    }
    let years = dice.between(1, 5).min(terms.end - first + 1);
    let years = if matches!(terms.form, Form::EmergencyAid | Form::OneOffAction) { 1 } else { years };
    let first = dice.between(first, terms.end - years + 1);
    let mut lines = Vec::with_capacity(8);
    let (low, high) = home_range(terms.home);
    let yearly = rounded(dice, low, high);
    for year in first..first + years {
        let home = funder(terms.home.name_in(year), Some(terms.home.id));
        lines.push(line(home, year, yearly));
    }
    if is_co_funded(terms.area) && matches!(terms.form, Form::CooperationProject | Form::CooperationAgreement) {
        if dice.percent(60) {
            ministry(dice, first, years, yearly, &mut lines);
        }
        if terms.home.is_local() && dice.percent(30) {
            let amount = rounded(dice, 3_000, 25_000);
            lines.extend(region_in(terms.home, first).map(|region| line(region, first, amount)));
        }
        if dice.percent(8) {
            let amount = rounded(dice, 40_000, 400_000);
            lines.push(line(funder("Union européenne", None), first, amount));
        }
    }
    one_percent(dice, terms, first, &mut lines);
    if dice.percent(60) {
        lines.push(partner_line(dice, terms, first, yearly));
    }
    if dice.percent(35) {
        let amount = rounded(dice, 500, 8_000);
        lines.push(line(association(terms), first, amount));
    }
    for line in &mut lines {
        settle(dice, terms, line);
    }
    lines
}

/// Further lines, year after year: the home authority pays, its partner, and an association in turn.
pub fn more(dice: &mut Dice, terms: &Terms<'_>, count: usize) -> Vec<FundingLine> {
    let first = terms.start.max(FIRST_YEAR);
    if first > terms.end {
        return Vec::new();
    }
    let (low, high) = home_range(terms.home);
    let mut lines = Vec::with_capacity(count);
    for at in 0..count {
        let year = first + at as i32 / 3 % (terms.end - first + 1);
        let yearly = rounded(dice, low, high);
        let mut line = match at % 3 {
            0 => line(funder(terms.home.name_in(year), Some(terms.home.id)), year, yearly),
            1 => partner_line(dice, terms, year, yearly),
            _ => line(association(terms), year, rounded(dice, 500, 8_000)),
        };
        settle(dice, terms, &mut line);
        lines.push(line);
    }
    lines
}

/// How far a line's money has come; of some nobody knows how much it is.
fn settle(dice: &mut Dice, terms: &Terms<'_>, line: &mut FundingLine) {
    line.stage = match line.year {
        Some(year) if year > terms.last_spent => Stage::Planned,
        _ => *dice.weighted(&[(Stage::Disbursed, 60), (Stage::Committed, 22), (Stage::Unknown, 18)]),
    };
    if dice.percent(4) {
        line.amount = None;
        line.of_which = OnePercent::default();
    }
}

fn association(terms: &Terms<'_>) -> NamedOrganisation {
    funder(&format!("Association de solidarité internationale {}", terms.home.words.of), None)
}

fn funded_percent(form: Form) -> u32 {
    match form {
        Form::OnePercentAction => 100,
        Form::EmergencyAid => 92,
        Form::CooperationProject => 88,
        Form::OneOffAction => 65,
        Form::CooperationAgreement => 45,
        Form::Twinning => 9,
        Form::Friendship | Form::Other => 4,
    }
}

/// Where the State and Europe co-fund.
fn is_co_funded(area: Area) -> bool {
    !matches!(area, Area::WesternEurope | Area::Overseas)
}

/// What an authority of this size gives in a year.
fn home_range(home: &Authority) -> (i32, i32) {
    match home.kind {
        OrganisationKind::Region => (25_000, 240_000),
        OrganisationKind::Department => (8_000, 110_000),
        OrganisationKind::Intermunicipal => (3_000, 60_000),
        _ => {
            let high = (home.population / 4).clamp(2_500, 70_000) as i32;
            (high / 6, high)
        }
    }
}

/// An amount between the two.
fn rounded(dice: &mut Dice, low: i32, high: i32) -> Decimal {
    round(Decimal::from(dice.between(low, high)))
}

/// An amount, round as budgets are.
fn round(amount: Decimal) -> Decimal {
    let step = match amount {
        _ if amount < Decimal::from(2_000) => 50,
        _ if amount < Decimal::from(20_000) => 500,
        _ => 1_000,
    };
    let step = Decimal::from(step);
    (amount / step).floor().max(Decimal::ONE) * step
}

/// What a euro has been worth since 1999.
fn francs_per_euro() -> Decimal {
    Decimal::new(655_957, 3)
}

fn funder(name: &str, organisation: Option<crate::value::Id>) -> NamedOrganisation {
    NamedOrganisation { name: name.to_owned(), organisation }
}

fn line(funder: NamedOrganisation, year: i32, amount: Decimal) -> FundingLine {
    FundingLine {
        funders: vec![funder],
        year: Some(year),
        amount: Some(amount),
        in_kind: Some(false),
        ..FundingLine::default()
    }
}

/// The council of the région of today in which an authority lies; none before it existed.
fn region_in(home: &Authority, year: i32) -> Option<NamedOrganisation> {
    let code = home.region.filter(|code| year >= 2016 && france::has_regional_council(code))?;
    let region = reference::regions().iter().find(|region| region.code == code)?;
    Some(funder(&france::regional_council(code, region.name), Some(france::region(code))))
}

/// The ministry pays a total in instalments of which the last takes the rest.
fn ministry(dice: &mut Dice, first: i32, years: i32, yearly: Decimal, lines: &mut Vec<FundingLine>) {
    let total = (yearly * Decimal::from(years) * Decimal::new(i64::from(dice.between(4, 9)), 1)).round();
    let instalment = (total / Decimal::from(years)).floor();
    for year in first..first + years {
        let last = year == first + years - 1;
        let amount = if last { total - instalment * Decimal::from(years - 1) } else { instalment };
        let name = france::foreign_ministry_name(year);
        lines.push(line(funder(name, Some(france::foreign_ministry())), year, amount));
    }
}

/// Money under the 1 % mechanisms: the water agencies', and the authority's own where the whole action is one.
fn one_percent(dice: &mut Dice, terms: &Terms<'_>, first: i32, lines: &mut Vec<FundingLine>) {
    let all_of = |amount: Option<Decimal>, theme: &str| match theme {
        WATER => OnePercent { water: amount, ..OnePercent::default() },
        WASTE => OnePercent { waste: amount, ..OnePercent::default() },
        _ => OnePercent { energy: amount, ..OnePercent::default() },
    };
    if terms.form == Form::OnePercentAction {
        for line in lines.iter_mut() {
            line.of_which = all_of(line.amount, terms.theme);
        }
    }
    let agency = terms.home.region.and_then(water_agency);
    let may_pay = terms.theme == WATER && first >= one_percent_since(WATER) && is_co_funded(terms.area);
    if let Some(agency) = agency.filter(|_| may_pay && dice.percent(75)) {
        let amount = rounded(dice, 10_000, 160_000);
        let mut line = line(funder(agency, None), first, amount);
        line.of_which = OnePercent { water: Some(amount), energy: Some(Decimal::ZERO), waste: Some(Decimal::ZERO) };
        lines.push(line);
    }
}

/// The water agency of most of a French region; none overseas, where other offices do this.
fn water_agency(region: &str) -> Option<&'static str> {
    Some(match region {
        "32" => "Agence de l'eau Artois-Picardie",
        "44" => "Agence de l'eau Rhin-Meuse",
        "11" | "28" => "Agence de l'eau Seine-Normandie",
        "24" | "52" | "53" => "Agence de l'eau Loire-Bretagne",
        "75" | "76" => "Agence de l'eau Adour-Garonne",
        "27" | "84" | "93" | "94" => "Agence de l'eau Rhône Méditerranée Corse",
        _ => return None,
    })
}

/// What the partner abroad brings: often in kind, in its own currency where that is the CFA franc.
fn partner_line(dice: &mut Dice, terms: &Terms<'_>, year: i32, yearly: Decimal) -> FundingLine {
    let partner = funder(terms.abroad.name_in(year), Some(terms.abroad.id));
    let euros =
        (yearly * Decimal::new(i64::from(dice.between(5, 40)), 2) / Decimal::from(100)).ceil() * Decimal::from(100);
    let mut line = line(partner, year, euros);
    let in_franc_area = matches!(terms.abroad.country.as_str(), "BJ" | "BF" | "CI" | "GW" | "ML" | "NE" | "SN" | "TG");
    if in_franc_area && dice.percent(55) {
        line.currency = Currency::XOF;
        line.amount = Some((euros * francs_per_euro() / Decimal::from(5_000)).round() * Decimal::from(5_000));
    }
    line.in_kind = Some(dice.percent(45));
    line
}
