//! One demonstration partnership: form, dates, texts, money and the rest, drawn so that they fit each other.

use chrono::{Datelike, Days, NaiveDate};

use super::authority::Authority;
use super::dice::{Dice, Weighted};
use super::geography::{self, Area};
use super::phrases::{self, CountryWords, Emergency, Gaps, Phrase, p};
use super::subjects::{CROSS_BORDER, FRENCH, HUMANITARIAN_SUBJECT, SUBJECTS, Subject, subject};
use super::{LICENCE, SOURCE, money};
use crate::partnership::funding::FundingLine;
use crate::partnership::{
    Action, ActionKind, ActionState, Agreement, AgreementKind, Answer, Communication, Contact, ContactRole, Document,
    Form, NamedOrganisation, Narratives, OtherPartners, OtherTheme, Partnership, Party, PartyRole, Periodicity, Phase,
    Provenance, SdgWeight, Themes, Verification, Volunteer,
};
use crate::reference;
use crate::registers::france;
use crate::value::{Currency, PartialDate, Text};

/// Who takes part.
pub struct Ends {
    /// The French side.
    pub home: Authority,
    /// The others: one, or several for a twinning of many.
    pub abroad: Vec<Authority>,
    /// The part of the world of the first of them.
    pub area: Area,
    /// Their country, in words.
    pub country: CountryWords,
}

/// A partnership with what its parties said of it.
pub struct Record {
    /// The body.
    pub partnership: Partnership,
    /// Confirmations: which party, on what day, whether it agreed.
    pub confirmations: Vec<(usize, NaiveDate, bool)>,
    /// When it took place.
    pub course: Course,
}

/// How a partnership stands in the demonstration's world.
#[derive(Clone, Copy, PartialEq)]
pub enum Life {
    /// It has not begun.
    Planned,
    /// It goes on.
    Running,
    /// It sleeps.
    Dormant,
    /// It is over.
    Ended,
}

/// First and last year, and how it stands.
pub struct Course {
    /// When it began.
    pub start: PartialDate,
    /// When it ended, where somebody knows.
    pub end: Option<PartialDate>,
    /// The last year in which anything is done or paid.
    pub last: i32,
    /// How it stands on the day.
    pub life: Life,
    /// The day of the demonstration's world.
    pub today: NaiveDate,
}

/// Draws the record of these ends as it stands `today`. Another day moves dates, and what follows from them; who does what
/// together, and under which title, stays.
pub fn draw(dice: &mut Dice, ends: &Ends, today: NaiveDate) -> Record {
    let form = if ends.abroad.len() > 1 { Form::Twinning } else { draw_form(dice, ends) };
    let subject = draw_subject(dice, form, ends);
    let course = draw_course(dice, form, subject, ends, today);
    let year = course.start.year();
    let emergency = dice.pick(&phrases::EMERGENCIES);
    let gaps = Gaps {
        home: &ends.home.words,
        abroad: &ends.abroad[0].words,
        country: &ends.country,
        year,
        parties: ends.abroad.len() + 1,
        subject,
        activities: dice.different(3, subject.activities.len()),
        english: dice.percent(20),
    };
    let title = title(dice, form, emergency, &gaps);
    let is_project = matches!(form, Form::CooperationProject | Form::OnePercentAction);
    let mut funding = money::lines(dice, &terms(form, subject.code, &course, ends));
    let agreements = agreements(dice, form, &course, &gaps, ends, &funding);
    let phases = if is_project { phases(dice, &course, subject, &mut funding) } else { Vec::new() };
    let actions = if is_project || dice.percent(8) { actions(dice, &course, &gaps, ends) } else { Vec::new() };
    let partnership = Partnership {
        title,
        form,
        themes: themes(dice, subject, ends),
        start: Some(course.start),
        end: course.end,
        ended: course.life == Life::Ended && course.end.is_none(),
        dormant: course.life == Life::Dormant,
        periodicity: periodicity(dice, form),
        narratives: narratives(dice, form, ends.area, course.life, emergency, &gaps),
        contracting_authorities: contracting_authorities(dice, form, year, ends),
        implementers: implementers(dice, form, ends),
        beneficiaries: beneficiaries(dice, form, emergency, &gaps),
        parties: parties(form, course.start, ends),
        other_partners: other_partners(dice, ends),
        contacts: contacts(dice, ends),
        communication: communication(dice),
        evaluation: evaluation(dice),
        volunteers: if is_project { volunteers(dice, &course, &gaps, ends) } else { Vec::new() },
        documents: documents(dice, form, &agreements),
        places: std::iter::once(&ends.home).filter(|_| !is_project).chain(&ends.abroad).map(Authority::place).collect(),
        provenance: Provenance {
            source: SOURCE.to_owned(),
            licence: Some(LICENCE.to_owned()),
            verification: *dice.weighted(&[
                (Verification::Declared, 45),
                (Verification::Validated, 35),
                (Verification::ImportedUnverified, 20),
            ]),
            ..Provenance::default()
        },
        agreements,
        funding,
        phases,
        actions,
        demo: true,
        ..Partnership::default()
    };
    let confirmations = confirmations(dice, &course, partnership.parties.len());
    Record { partnership, confirmations, course }
}

/// What decides the funding of a record.
pub fn terms<'a>(form: Form, theme: &'a str, course: &Course, ends: &'a Ends) -> money::Terms<'a> {
    money::Terms {
        form,
        area: ends.area,
        theme,
        home: &ends.home,
        abroad: &ends.abroad[0],
        start: course.start.year(),
        end: course.last,
        last_spent: course.today.year() - 1,
    }
}

/// Whether these ends may have this theme: French is promoted where it is not spoken, and neighbours have a common border.
pub fn fits(subject: &Subject, ends: &Ends) -> bool {
    ends.abroad.iter().all(|authority| match (subject.code, authority.country.as_str()) {
        (FRENCH, country) => !geography::speaks_french(country),
        (CROSS_BORDER, country) => ends.home.region.is_some_and(|region| geography::are_neighbours(region, country)),
        _ => true,
    })
}

fn draw_form(dice: &mut Dice, ends: &Ends) -> Form {
    use Form::*;
    // In the order twinning, agreement, project, one-off, emergency, 1 %, friendship, other.
    let weights: [u32; 8] = match ends.area {
        Area::WesternEurope => [85, 5, 2, 1, 0, 0, 6, 1],
        Area::EasternEurope => [67, 12, 7, 3, 1, 0, 8, 2],
        Area::Africa => [13, 15, 52, 4, 3, 9, 3, 1],
        Area::Mediterranean => [20, 30, 34, 4, 3, 4, 4, 1],
        Area::Asia => [12, 34, 38, 5, 2, 4, 4, 1],
        Area::LatinAmerica => [20, 24, 36, 5, 6, 3, 5, 1],
        Area::Overseas => [58, 20, 4, 4, 0, 0, 12, 2],
    };
    let local = ends.home.is_local();
    let forms = [
        Twinning,
        CooperationAgreement,
        CooperationProject,
        OneOffAction,
        EmergencyAid,
        OnePercentAction,
        Friendship,
        Other,
    ];
    let mut weighted = forms.map(|form| (form, 0));
    for (entry, weight) in weighted.iter_mut().zip(weights) {
        // Départements and régions sign agreements where towns twin.
        entry.1 = match entry.0 {
            Twinning if !local => weight / 8,
            CooperationAgreement if !local => weight * 4,
            OnePercentAction if !local => weight / 3,
            _ => weight,
        };
    }
    *dice.weighted(&weighted)
}

fn draw_subject(dice: &mut Dice, form: Form, ends: &Ends) -> &'static Subject {
    let column = match form {
        Form::EmergencyAid => return &HUMANITARIAN_SUBJECT,
        Form::OneOffAction => return subject(dice.pick(&phrases::ONE_OFF).0).unwrap_or(&SUBJECTS[0]),
        Form::OnePercentAction => {
            let code = dice.weighted(&[(money::WATER, 76), (money::WASTE, 11), (money::ENERGY, 13)]);
            return subject(code).unwrap_or(&SUBJECTS[0]);
        }
        Form::Twinning | Form::Friendship | Form::Other => 0,
        _ if matches!(ends.area, Area::WesternEurope | Area::EasternEurope | Area::Overseas) => 2,
        _ => 1,
    };
    let fitting = SUBJECTS.iter().filter(|subject| fits(subject, ends));
    let weights: Vec<(&Subject, u32)> = fitting.map(|subject| (subject, subject.weights[column])).collect();
    dice.weighted::<&Subject>(&weights)
}

/// The first years of each decade with their weights; the last goes on until last year.
type Decades = [(i32, u32); 8];
/// The first year of the last.
const LAST_DECADE: i32 = 2020;

/// A year in which the home authority was there to begin, and what the partnership gives was allowed.
fn draw_year(dice: &mut Dice, form: Form, subject: &Subject, ends: &Ends, last_year: i32) -> i32 {
    let decades: Decades = match (form, ends.area) {
        (Form::Twinning | Form::Friendship | Form::Other, Area::WesternEurope) => {
            [(1950, 4), (1960, 10), (1970, 15), (1980, 25), (1990, 27), (2000, 12), (2010, 5), (2020, 2)]
        }
        (Form::Twinning | Form::Friendship | Form::Other, Area::EasternEurope) => {
            [(1950, 0), (1960, 2), (1970, 4), (1980, 9), (1990, 44), (2000, 29), (2010, 9), (2020, 3)]
        }
        (Form::Twinning | Form::Friendship | Form::Other, _) => {
            [(1950, 0), (1960, 4), (1970, 10), (1980, 26), (1990, 26), (2000, 19), (2010, 11), (2020, 4)]
        }
        (Form::OneOffAction | Form::EmergencyAid, _) => {
            [(1950, 0), (1960, 0), (1970, 0), (1980, 0), (1990, 8), (2000, 28), (2010, 34), (2020, 30)]
        }
        _ => [(1950, 0), (1960, 0), (1970, 0), (1980, 5), (1990, 14), (2000, 31), (2010, 32), (2020, 18)],
    };
    let latest = ends.home.to.map_or(last_year, |to| to.min(last_year));
    let lawful = if form == Form::OnePercentAction { money::one_percent_since(subject.code) } else { 0 };
    let earliest = ends.home.from.unwrap_or(1950).max(lawful);
    // A decade of which only a part is open is drawn as much less often: years would pile up at its edge.
    let open = decades.map(|(first, weight)| {
        let last = if first == LAST_DECADE { last_year } else { first + 9 };
        let (from, to) = (first.max(earliest), last.min(latest));
        let (years, of) = ((to - from + 1).max(0) as u64, (last - first + 1).max(1) as u64);
        ((from, to), u64::from(weight) * 100 * years / of)
    });
    let drawn = Weighted::new(open.iter().map(|(_, weight)| *weight)).draw(dice);
    let (from, to) = drawn.map_or((earliest, latest.max(earliest)), |at| open[at].0);
    dice.between(from, to)
}

fn draw_course(dice: &mut Dice, form: Form, subject: &Subject, ends: &Ends, today: NaiveDate) -> Course {
    let this_year = today.year();
    let year = draw_year(dice, form, subject, ends, this_year - 1);
    if ends.home.to.is_none() && !matches!(form, Form::EmergencyAid | Form::OneOffAction) && dice.percent(2) {
        let month = dice.between(1, 12) as u32;
        let year = dice.between(this_year + 1, this_year + 2);
        let start = PartialDate::Month(year, month);
        return Course { start, end: None, last: year, life: Life::Planned, today };
    }
    let start = date_in(dice, year);
    let (lasting, dormant, ended) = match form {
        Form::Twinning => (3..=60, 13, 7),
        Form::Friendship | Form::Other => (2..=20, 22, 10),
        Form::CooperationAgreement => (3..=12, 9, 34),
        Form::OneOffAction | Form::EmergencyAid => (0..=1, 3, 88),
        _ => (2..=9, 6, 62),
    };
    // All of it is drawn whether it is used or not, so that the title does not depend on the day.
    let (ends_once, sleeps) = (dice.percent(ended), dice.percent(dormant));
    let end = year + dice.between(*lasting.start(), *lasting.end());
    let (is_unknown, to_the_month) = (dice.percent(50), dice.percent(30));
    let asleep_since = (year + dice.between(2, 8)).min(this_year - 2).max(year);
    let (end, last, life) = match ends_once {
        true if end >= this_year => {
            let end = end.min(this_year + 6);
            (Some(PartialDate::Year(end)), end, Life::Running)
        }
        // Of many twinnings nobody knows when they ended, only that they have.
        true if form == Form::Twinning && is_unknown => (None, end, Life::Ended),
        true if to_the_month => (Some(PartialDate::Month(end, 12)), end, Life::Ended),
        true => (Some(PartialDate::Year(end)), end, Life::Ended),
        false if sleeps => (None, asleep_since, Life::Dormant),
        false => (None, this_year, Life::Running),
    };
    Course { start, end, last, life, today }
}

/// A date in this year, as precise as records are.
fn date_in(dice: &mut Dice, year: i32) -> PartialDate {
    let month = dice.between(1, 12) as u32;
    let day = dice.between(1, 28) as u32;
    match dice.below(100) {
        0..55 => PartialDate::Year(year),
        55..70 => PartialDate::Month(year, month),
        _ => NaiveDate::from_ymd_opt(year, month, day).map_or(PartialDate::Year(year), PartialDate::Day),
    }
}

fn title(dice: &mut Dice, form: Form, emergency: &Emergency, gaps: &Gaps<'_>) -> Text {
    let phrase = match form {
        Form::Twinning if gaps.parties > 2 => *dice.weighted(&phrases::MANY_TITLES),
        Form::Twinning => *dice.weighted(&phrases::TWINNING_TITLES),
        Form::CooperationAgreement => *dice.weighted(&phrases::AGREEMENT_TITLES),
        Form::Friendship => *dice.weighted(&phrases::FRIENDSHIP_TITLES),
        Form::OneOffAction => one_off(gaps.subject).0,
        Form::Other => *dice.weighted(&phrases::OTHER_TITLES),
        Form::EmergencyAid => gaps.subject.titles[emergency.title],
        Form::CooperationProject | Form::OnePercentAction => *dice.pick(&gaps.subject.titles),
    };
    gaps.title(dice, phrase)
}

/// The title of the one-off action of a theme, and what was done.
fn one_off(subject: &Subject) -> (Phrase, Phrase) {
    let found = phrases::ONE_OFF.iter().find(|(code, ..)| *code == subject.code).unwrap_or(&phrases::ONE_OFF[0]);
    (found.1, found.2)
}

fn themes(dice: &mut Dice, subject: &Subject, ends: &Ends) -> Themes {
    let count = *dice.weighted(&[(0usize, 45), (1, 30), (2, 17), (3, 8)]);
    let others = dice.different(count, SUBJECTS.len());
    let others = others.into_iter().filter_map(|at| SUBJECTS.get(at));
    let others = others.filter(|other| other.code != subject.code && fits(other, ends));
    let others = others.zip(1..).map(|(other, priority)| OtherTheme {
        theme: other.code.to_owned(),
        priority: dice.percent(80).then_some(priority),
        eligible: dice.percent(30).then(|| dice.percent(60)),
    });
    let others = others.collect();
    let (sdgs, purposes) = match reference::theme(subject.code) {
        Some(theme) => (theme.sdgs.as_slice(), theme.dac.as_slice()),
        None => (&[][..], &[][..]),
    };
    let weights = [Some(2), Some(1)].into_iter().chain(std::iter::repeat(None));
    let sdgs = sdgs.iter().zip(weights).map(|(goal, weight)| SdgWeight { goal: *goal, weight });
    let purpose = purposes.iter().filter(|code| code.len() == 5).take(1);
    Themes {
        main: Some(subject.code.to_owned()),
        others,
        sdgs: sdgs.collect(),
        purposes: purpose.map(|code| (*code).to_owned()).collect(),
    }
}

fn agreements(
    dice: &mut Dice,
    form: Form,
    course: &Course,
    gaps: &Gaps<'_>,
    ends: &Ends,
    funding: &[FundingLine],
) -> Vec<Agreement> {
    if course.life == Life::Planned || matches!(form, Form::OneOffAction | Form::EmergencyAid | Form::Other) {
        return Vec::new();
    }
    let signed = course.start;
    let (kind, object) = match form {
        Form::Twinning => (AgreementKind::Convention, p("Charte de jumelage", "Twinning charter")),
        Form::Friendship => (AgreementKind::LetterOfIntent, p("Lettre d'intention", "Letter of intent")),
        _ => (AgreementKind::Convention, p("Convention de coopération : {t}", "Cooperation agreement: {t}")),
    };
    let recent = signed.year() >= 2008;
    let forecast_amount = if dice.percent(60) { money::forecast(dice, funding) } else { None };
    let first = Agreement {
        kind,
        signed: Some(signed),
        object: gaps.text(dice, &[object]),
        forecast_amount,
        currency: Currency::EUR,
        parties: std::iter::once(&ends.home).chain(&ends.abroad).map(|authority| authority.id).collect(),
        transmitted: match signed {
            PartialDate::Day(day) if recent && dice.percent(70) => {
                let sent = day.checked_add_days(Days::new(dice.between(5, 50) as u64));
                sent.filter(|sent| *sent <= course.today).map(PartialDate::Day)
            }
            _ => None,
        },
    };
    // Some are renewed, which also counts as news of them.
    let renewal = signed.year() + dice.between(3, 30);
    let is_past = renewal < course.today.year();
    let renewed = is_past && course.life == Life::Running && ends.home.to.is_none() && dice.percent(12);
    let second = renewed.then(|| Agreement {
        signed: Some(date_in(dice, renewal)),
        object: gaps.text(dice, &[p("Renouvellement", "Renewal")]),
        parties: first.parties.clone(),
        ..Agreement::default()
    });
    std::iter::once(first).chain(second).collect()
}

fn periodicity(dice: &mut Dice, form: Form) -> Option<Periodicity> {
    use Periodicity::*;
    match form {
        Form::Twinning => *dice.weighted(&[(Some(Annual), 35), (Some(Biennial), 25), (Some(Other), 5), (None, 35)]),
        Form::CooperationProject | Form::OnePercentAction | Form::CooperationAgreement => {
            *dice.weighted(&[(Some(Triennial), 48), (Some(Annual), 18), (Some(Other), 6), (None, 28)])
        }
        _ => None,
    }
}

fn narratives(
    dice: &mut Dice,
    form: Form,
    area: Area,
    life: Life,
    emergency: &Emergency,
    gaps: &Gaps<'_>,
) -> Narratives {
    let some = |dice: &mut Dice, count: usize, phrases: &[Phrase]| {
        let chosen: Vec<Phrase> = dice.different(count, phrases.len()).into_iter().map(|at| phrases[at]).collect();
        gaps.text(dice, &chosen)
    };
    let mut narratives = Narratives::default();
    let wealthy = matches!(area, Area::WesternEurope | Area::EasternEurope | Area::Overseas);
    match form {
        _ if life == Life::Planned => {
            let aims = if form == Form::Twinning { &phrases::TWINNING_AIM[..] } else { &phrases::PROJECT_AIM[..] };
            narratives.objective = some(dice, 1, aims);
            narratives.outlook = some(dice, 2, &phrases::PLANNED);
            return narratives;
        }
        Form::Twinning if gaps.parties > 2 => {
            narratives.objective = some(dice, 1, &phrases::TWINNING_AIM);
            narratives.description = some(dice, 3, &phrases::MANY_LIFE);
        }
        Form::Twinning => {
            narratives.history = some(dice, 1, &phrases::TWINNING_HISTORY);
            narratives.objective = some(dice, 1, &phrases::TWINNING_AIM);
            let sentences = dice.between(2, 3) as usize;
            narratives.description = some(dice, sentences, &phrases::TWINNING_LIFE);
        }
        Form::Friendship | Form::Other => {
            narratives.description = some(dice, 3, &phrases::FRIENDSHIP_LIFE);
        }
        Form::EmergencyAid => {
            narratives.context = gaps.text(dice, &[emergency.context]);
            let sentences = [*dice.pick(&phrases::EMERGENCY_WORK), *dice.pick(&phrases::EMERGENCY_END)];
            narratives.description = gaps.text(dice, &sentences);
        }
        Form::OneOffAction => {
            let sentences = [one_off(gaps.subject).1, *dice.pick(&phrases::ONE_OFF_END)];
            narratives.description = gaps.text(dice, &sentences);
        }
        Form::CooperationAgreement | Form::CooperationProject | Form::OnePercentAction => {
            let context = if wealthy { &phrases::AGREEMENT_CONTEXT[..] } else { &phrases::PROJECT_CONTEXT[..] };
            let sentences = dice.between(1, 2) as usize;
            narratives.context = some(dice, sentences, context);
            narratives.objective = some(dice, 1, &phrases::PROJECT_AIM);
            let work = *dice.pick(&phrases::PROJECT_WORK);
            let how = dice.different(2, phrases::PROJECT_HOW.len()).into_iter().map(|at| phrases::PROJECT_HOW[at]);
            let sentences: Vec<Phrase> = std::iter::once(work).chain(how).collect();
            narratives.description = gaps.text(dice, &sentences);
        }
    }
    // Nothing comes next where nothing goes on.
    if life == Life::Running && !matches!(form, Form::OneOffAction | Form::EmergencyAid) && dice.percent(60) {
        narratives.outlook = some(dice, 1, &phrases::OUTLOOK);
    }
    narratives
}

fn named(authority: &Authority, year: i32) -> NamedOrganisation {
    NamedOrganisation { name: authority.name_in(year).to_owned(), organisation: Some(authority.id) }
}

fn unmatched(name: String) -> NamedOrganisation {
    NamedOrganisation { name, organisation: None }
}

fn contracting_authorities(dice: &mut Dice, form: Form, year: i32, ends: &Ends) -> Vec<NamedOrganisation> {
    if matches!(form, Form::Friendship | Form::Other) || (form == Form::Twinning && dice.percent(60)) {
        return Vec::new();
    }
    let both = form != Form::Twinning && dice.percent(35);
    std::iter::once(named(&ends.home, year)).chain(both.then(|| named(&ends.abroad[0], year))).collect()
}

fn implementers(dice: &mut Dice, form: Form, ends: &Ends) -> Vec<NamedOrganisation> {
    let (home, abroad) = (&ends.home.words, &ends.abroad[0].words);
    let name = match form {
        Form::Twinning if dice.percent(50) => format!("Comité de jumelage {}", home.of),
        Form::Twinning | Form::Friendship | Form::Other => return Vec::new(),
        Form::EmergencyAid => "Organisation humanitaire partenaire".to_owned(),
        _ => match dice.below(5) {
            0 => format!("Association de solidarité internationale {}", home.of),
            1 => format!("Services techniques {}", abroad.of),
            2 => format!("Maison de la coopération {}", abroad.of),
            3 => format!("Direction des relations internationales {}", home.of),
            _ => format!("Bureau d'études associé {}", abroad.at),
        },
    };
    vec![unmatched(name)]
}

fn beneficiaries(dice: &mut Dice, form: Form, emergency: &Emergency, gaps: &Gaps<'_>) -> Text {
    match form {
        Form::Friendship | Form::Other => Text::default(),
        Form::Twinning if dice.percent(60) => Text::default(),
        Form::EmergencyAid => gaps.text(dice, &[gaps.subject.beneficiaries[emergency.beneficiaries]]),
        _ => {
            let phrase = *dice.pick(&gaps.subject.beneficiaries);
            gaps.text(dice, &[phrase])
        }
    }
}

fn parties(form: Form, start: PartialDate, ends: &Ends) -> Vec<Party> {
    let year = start.year();
    let leads = form != Form::Twinning;
    let all = std::iter::once(&ends.home).chain(&ends.abroad);
    all.enumerate()
        .map(|(at, authority)| Party {
            organisation: authority.id,
            name: authority.name_in(year).to_owned(),
            country: authority.country,
            role: if leads && at == 0 { PartyRole::Lead } else { PartyRole::Partner },
            from: Some(PartialDate::Year(year)),
            to: None,
        })
        .collect()
}

fn other_partners(dice: &mut Dice, ends: &Ends) -> OtherPartners {
    let (home, abroad) = (&ends.home.words, &ends.abroad[0].words);
    let mut partners = OtherPartners::default();
    for _ in 0..*dice.weighted(&[(0, 60), (1, 28), (2, 12)]) {
        let name = match dice.below(6) {
            0 => format!("Comité de jumelage {}", home.of),
            1 => format!("Établissements scolaires {}", home.of),
            2 => "Réseau régional de coopération internationale".to_owned(),
            3 => format!("Office des sports {}", home.of),
            4 => format!("Association des amis {}", abroad.of),
            _ => format!("Chambre de commerce et d'industrie {}", home.at),
        };
        if !partners.home.iter().any(|partner| partner.name == name) {
            partners.home.push(unmatched(name));
        }
    }
    if dice.percent(30) {
        let name = match dice.below(4) {
            0 => format!("Comité de jumelage {}", abroad.of),
            1 => format!("Union des associations {}", abroad.of),
            2 => format!("Établissements scolaires {}", abroad.of),
            _ => format!("Centre de formation {}", abroad.of),
        };
        partners.abroad.push(unmatched(name));
    }
    partners
}

fn contacts(dice: &mut Dice, ends: &Ends) -> Vec<Contact> {
    let mut contacts = Vec::new();
    if dice.percent(30) {
        contacts.push(Contact {
            name: ends.home.signs.clone(),
            organisation: Some(ends.home.id),
            role: ContactRole::Party,
            function: Some("Service des relations internationales".to_owned()),
            mailbox: None,
            count: 0,
            persons: Vec::new(),
        });
    }
    if let Some(post) = reference::post(ends.abroad[0].country).filter(|_| dice.percent(15)) {
        contacts.push(Contact {
            name: post.name_fr(),
            organisation: Some(france::post(post.country)),
            role: ContactRole::CooperationCorrespondent,
            function: None,
            mailbox: None,
            count: 0,
            persons: Vec::new(),
        });
    }
    contacts
}

fn communication(dice: &mut Dice) -> Communication {
    const DONE: [Phrase; 3] = [
        p(
            "Articles dans le bulletin municipal et la presse locale.",
            "Articles in the council's bulletin and the local press.",
        ),
        p("Exposition itinérante et réunion publique annuelle.", "Travelling exhibition and yearly public meeting."),
        p("Page dédiée sur le site de la collectivité.", "A page on the authority's website."),
    ];
    let answer = |dice: &mut Dice| {
        let answer = *dice.weighted(&[(None, 50), (Some(true), 35), (Some(false), 15)]);
        let text = match answer {
            Some(true) => {
                let done = dice.pick(&DONE);
                Text::new("fr", done.fr).with("en", done.en)
            }
            _ => Text::default(),
        };
        Answer { answer, text }
    };
    Communication { home: answer(dice), abroad: answer(dice) }
}

fn evaluation(dice: &mut Dice) -> Answer {
    const FOUND: [Phrase; 3] = [
        p("Bilan annuel présenté à l'assemblée délibérante.", "A yearly review is presented to the council."),
        p(
            "Évaluation externe à mi-parcours : objectifs atteints pour l'essentiel.",
            "External mid-term evaluation: goals mostly met.",
        ),
        p("Indicateurs suivis par le comité de pilotage.", "Indicators followed by the steering committee."),
    ];
    let answer = *dice.weighted(&[(None, 60), (Some(true), 28), (Some(false), 12)]);
    let text = match answer {
        Some(true) => {
            let found = dice.pick(&FOUND);
            Text::new("fr", found.fr).with("en", found.en)
        }
        _ => Text::default(),
    };
    Answer { answer, text }
}

/// Volunteers under a scheme that was there: the solidarity volunteers' law is of 2005, civic service's of 2010.
fn volunteers(dice: &mut Dice, course: &Course, gaps: &Gaps<'_>, ends: &Ends) -> Vec<Volunteer> {
    if !dice.percent(14) {
        return Vec::new();
    }
    let scheme = *dice.weighted(&[
        ("Volontariat de solidarité internationale (VSI)", if course.last >= 2005 { 50 } else { 0 }),
        ("Service civique", if course.start.year() >= 2010 { 38 } else { 0 }),
        ("Volontariat d'échange et de compétences", 12),
    ]);
    vec![Volunteer {
        scheme: Some(scheme.to_owned()),
        mission: gaps
            .text(dice, &[p("Appui au suivi du projet {aB}", "Support for the follow-up of the project in {B}")]),
        field: Some(gaps.subject.aim.fr.to_owned()),
        host_body: Some(ends.abroad[0].signs.clone()),
        count: dice.between(1, 3) as u32,
    }]
}

/// Successive phases of three years, for projects that last; each takes the funding lines of its years.
fn phases(dice: &mut Dice, course: &Course, subject: &Subject, funding: &mut Vec<FundingLine>) -> Vec<Phase> {
    let first_year = course.start.year();
    if course.last - first_year < 5 || course.life == Life::Planned || !dice.percent(45) {
        return Vec::new();
    }
    let mut phases = Vec::new();
    let mut from = first_year;
    while from + 2 <= course.last && phases.len() < 3 {
        let years = from..=from + 2;
        let (of_phase, rest) = funding.drain(..).partition(|line| line.year.is_some_and(|year| years.contains(&year)));
        *funding = rest;
        let number = phases.len() + 1;
        phases.push(Phase {
            title: Text::new("fr", format!("Phase {number} ({from}-{})", from + 2))
                .with("en", format!("Phase {number} ({from}-{})", from + 2)),
            start: if number == 1 { Some(course.start) } else { PartialDate::year_only(from) },
            end: PartialDate::year_only(from + 2),
            themes: vec![subject.code.to_owned()],
            funding: of_phase,
            call: (from >= 2007 && dice.percent(60)).then(|| "Appel à projets triennal de l'État".to_owned()),
            call_year: None,
        });
        from += 3;
    }
    for phase in &mut phases {
        phase.call_year = phase.call.as_ref().and(phase.start).map(PartialDate::year);
    }
    phases
}

fn actions(dice: &mut Dice, course: &Course, gaps: &Gaps<'_>, ends: &Ends) -> Vec<Action> {
    const KINDS: [(ActionKind, Phrase); 7] = [
        (ActionKind::Mission, p("Mission technique {aB}", "Technical mission to {B}")),
        (ActionKind::Committee, p("Comité de pilotage {aA}", "Steering committee in {A}")),
        (ActionKind::Training, p("Formation des agents {dB}", "Training of the staff of {B}")),
        (ActionKind::Seminar, p("Séminaire de restitution {aA}", "Seminar on results in {A}")),
        (ActionKind::Study, p("Étude de faisabilité {aB}", "Feasibility study in {B}")),
        (ActionKind::Works, p("Travaux {aB}", "Works in {B}")),
        (ActionKind::Exchange, p("Accueil d'une délégation {dB}", "Visit of a delegation of {B}")),
    ];
    if course.life == Life::Planned || !dice.percent(30) {
        return Vec::new();
    }
    let count = dice.between(1, 4) as usize;
    let mut actions: Vec<Action> = dice
        .different(count, KINDS.len())
        .into_iter()
        .map(|at| {
            let (kind, phrase) = KINDS[at];
            // The first year is left out: the start may be known to the day.
            let year = dice.between((course.start.year() + 1).min(course.last), course.last);
            let date = PartialDate::Month(year, dice.between(1, 12) as u32);
            let same_year = year == course.start.year();
            let start = if same_year { PartialDate::Year(year) } else { date };
            let at_home = matches!(kind, ActionKind::Committee | ActionKind::Seminar | ActionKind::Exchange);
            Action {
                phase: None,
                kind,
                title: gaps.text(dice, &[phrase]),
                start: Some(start),
                end: None,
                places: vec![if at_home { ends.home.place() } else { ends.abroad[0].place() }],
                state: Some(match start.first_day() > course.today {
                    true => ActionState::Planned,
                    false => *dice.weighted(&[(ActionState::Done, 92), (ActionState::Cancelled, 8)]),
                }),
                ..Action::default()
            }
        })
        .collect();
    actions.sort_by_key(|action| action.start.map(PartialDate::first_day));
    actions
}

fn documents(dice: &mut Dice, form: Form, agreements: &[Agreement]) -> Vec<Document> {
    let Some(signed) = agreements.first().and_then(|agreement| agreement.signed).filter(|_| dice.percent(15)) else {
        return Vec::new();
    };
    let (fr, en) = match form {
        Form::Twinning => ("Charte de jumelage", "Twinning charter"),
        Form::Friendship => ("Lettre d'intention", "Letter of intent"),
        _ => ("Convention de coopération", "Cooperation agreement"),
    };
    let year = signed.year();
    vec![Document {
        title: Text::new("fr", format!("{fr} ({year})")).with("en", format!("{en} ({year})")),
        file: None,
        url: None,
    }]
}

/// Confirmations by the French side, sometimes by another too: recent ones keep a partnership active.
fn confirmations(dice: &mut Dice, course: &Course, parties: usize) -> Vec<(usize, NaiveDate, bool)> {
    let days_ago = match course.life {
        Life::Running if dice.percent(60) => dice.between(1, 500),
        Life::Running | Life::Dormant if dice.percent(22) => dice.between(600, 2_900),
        _ => return Vec::new(),
    };
    let mut confirmations = vec![(0, days_ago, true)];
    if dice.percent(25) {
        let party = dice.between(1, parties as i32 - 1) as usize;
        confirmations.push((party, dice.between(1, 700), dice.percent(96)));
    }
    let day = |days_ago: i32| course.today.checked_sub_days(Days::new(days_ago.unsigned_abs().into()));
    let confirmations = confirmations.into_iter().filter_map(|(party, days, agreed)| Some((party, day(days)?, agreed)));
    confirmations.filter(|(_, day, _)| *day >= course.start.last_day()).collect()
}
