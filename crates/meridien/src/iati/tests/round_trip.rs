//! Any record comes back as it left, and keeps to the schema.

use chrono::NaiveDate;
use proptest::prelude::*;
use rust_decimal::Decimal;

use super::*;
use crate::partnership::funding::{FundingLine, OnePercent, Stage};
use crate::value::{Currency, PartialDate, Point, Precision};

fn any_text() -> impl Strategy<Value = Text> {
    let words = prop_oneof![
        3 => "[A-Za-zéà' ]{1,30}",
        1 => "\\PC{1,12}",
        1 => Just("Contexte\n\nDeux lignes\r\nd'un texte & <b>".to_owned()),
        1 => Just("a\u{1}b\u{ffff}".to_owned()),
    ];
    let language = prop_oneof![4 => Just("fr"), 2 => Just("en"), 1 => Just("bm")];
    proptest::collection::vec((language, words), 0..3)
        .prop_map(|texts| texts.into_iter().fold(Text::default(), |text, (language, words)| text.with(language, words)))
}

fn any_date() -> impl Strategy<Value = Option<PartialDate>> {
    proptest::option::of(prop_oneof![
        (1950i32..2040).prop_map(PartialDate::Year),
        (1950i32..2040, 1u32..=12).prop_map(|(year, month)| PartialDate::Month(year, month)),
        (1950i32..2040, 1u32..=12, 1u32..=28)
            .prop_map(|(year, month, day)| PartialDate::Day(NaiveDate::from_ymd_opt(year, month, day).unwrap())),
    ])
}

fn any_country() -> impl Strategy<Value = Country> {
    prop_oneof!["FR", "ML", "SN", "DE"].prop_map(|code: String| code.parse().unwrap())
}

fn any_id() -> impl Strategy<Value = Id> {
    (0u64..40).prop_map(|number| Id::from_u64(number).unwrap())
}

fn any_named() -> impl Strategy<Value = NamedOrganisation> {
    ("[A-Za-zé, ]{0,20}", proptest::option::of(any_id()))
        .prop_map(|(name, organisation)| NamedOrganisation { name, organisation })
}

fn some<T: std::fmt::Debug>(strategy: impl Strategy<Value = T>) -> impl Strategy<Value = Vec<T>> {
    proptest::collection::vec(strategy, 0..3)
}

fn any_party() -> impl Strategy<Value = Party> {
    let role = prop_oneof![Just(PartyRole::Lead), Just(PartyRole::Partner), Just(PartyRole::Former)];
    (any_id(), "[A-Za-zé ]{0,15}", any_country(), role, any_date(), any_date())
        .prop_map(|(organisation, name, country, role, from, to)| Party { organisation, name, country, role, from, to })
}

fn any_amount() -> impl Strategy<Value = Option<Decimal>> {
    proptest::option::of((-1000i64..10_000_000_000, 0u32..4).prop_map(|(number, scale)| Decimal::new(number, scale)))
}

fn any_line() -> impl Strategy<Value = FundingLine> {
    let stage = (0usize..4).prop_map(|at| Stage::ALL[at]);
    let currency = prop_oneof![Just(Currency::EUR), Just(Currency::XOF)];
    let year = proptest::option::of(2000i32..2032);
    let of_which = (any_amount(), any_amount(), any_amount());
    (some(any_named()), year, any_amount(), currency, stage, any::<Option<bool>>(), of_which).prop_map(
        |(funders, year, amount, currency, stage, in_kind, (water, energy, waste))| FundingLine {
            funders,
            year,
            amount,
            currency,
            stage,
            in_kind,
            of_which: OnePercent { water, energy, waste },
        },
    )
}

fn any_place() -> impl Strategy<Value = Place> {
    use Precision::{Commune, Country, Department, Region};
    let precision = prop_oneof![Just(Commune), Just(Department), Just(Region), Just(Country)];
    // To a metre: JSON may change the last of seventeen digits.
    let degrees = |most: i32| (-most * 100_000..=most * 100_000).prop_map(|number| f64::from(number) / 1e5);
    let point = (degrees(90), degrees(180), precision).prop_map(|(lat, lon, precision)| Point { lat, lon, precision });
    (
        "[A-Za-zé ]{0,12}",
        proptest::option::of(any_id()),
        proptest::option::of(any_country()),
        proptest::option::of(point),
    )
        .prop_map(|(name, territory, country, point)| Place { name, territory, country, point })
}

fn any_themes() -> impl Strategy<Value = Themes> {
    let theme = || prop_oneof!["4.1.1", "5.1", "3", "2.1.2", "9.9"];
    let other = (theme(), proptest::option::of(0u8..7), any::<Option<bool>>())
        .prop_map(|(theme, priority, eligible)| OtherTheme { theme, priority, eligible });
    let goal = (1u8..=17, proptest::option::of(1u8..=2)).prop_map(|(goal, weight)| SdgWeight { goal, weight });
    let purpose = prop_oneof!["14031", "15112", "43040"];
    (proptest::option::of(theme()), some(other), some(goal), some(purpose))
        .prop_map(|(main, others, sdgs, purposes)| Themes { main, others, sdgs, purposes })
}

fn any_contact() -> impl Strategy<Value = Contact> {
    let mailbox = prop_oneof!["contact@ville\\.example", "jean\\.martin@ville\\.example", "a b"];
    let role = prop_oneof![Just(ContactRole::Party), Just(ContactRole::CulturalCounsellor), Just(ContactRole::Other)];
    (
        "[A-Za-z ]{0,10}",
        proptest::option::of(any_id()),
        role,
        proptest::option::of("[a-z]{0,8}"),
        proptest::option::of(mailbox),
        0u32..3,
    )
        .prop_map(|(name, organisation, role, function, mailbox, count)| Contact {
            name,
            organisation,
            role,
            function,
            mailbox,
            count,
            persons: Vec::new(),
        })
}

fn any_action() -> impl Strategy<Value = Action> {
    use ActionKind::{Committee, Exchange, Mission, Other, Seminar, Study, Training, Works};
    let state = proptest::option::of(prop_oneof![Just(ActionState::Done), Just(ActionState::Planned)]);
    let kind = prop::sample::select(vec![Mission, Seminar, Training, Study, Works, Exchange, Committee, Other]);
    let texts = (any_text(), any_text(), any_text());
    (texts, any_date(), any_date(), state, proptest::option::of(0usize..2), kind, some(any_place())).prop_map(
        |((title, objective, description), start, end, state, phase, kind, places)| Action {
            phase,
            kind,
            title,
            objective,
            description,
            start,
            end,
            places,
            state,
        },
    )
}

fn any_document() -> impl Strategy<Value = Document> {
    let url = prop_oneof!["https://ville\\.example/[a-z]{3}\\.pdf", "ftp://x", "a b"];
    (any_text(), proptest::option::of("[0-9a-f]{64}"), proptest::option::of(url))
        .prop_map(|(title, file, url)| Document { title, file, url })
}

fn any_answer() -> impl Strategy<Value = Answer> {
    (proptest::option::of(any::<bool>()), any_text()).prop_map(|(answer, text)| Answer { answer, text })
}

fn any_volunteer() -> impl Strategy<Value = Volunteer> {
    let word = || proptest::option::of("[A-Z][a-zé ]{1,8}");
    (word(), any_text(), word(), word(), 0u32..90).prop_map(|(scheme, mission, field, host_body, count)| Volunteer {
        scheme,
        mission,
        field,
        host_body,
        count,
    })
}

fn any_provenance() -> impl Strategy<Value = Provenance> {
    let verification = prop_oneof![Just(Verification::Declared), Just(Verification::Validated)];
    let file = proptest::option::of("[a-z]{1,5}\\.tsv");
    let (url, licence) = (proptest::option::of("https://[a-z]{3}\\.example"), proptest::option::of("[A-Z -]{1,9}"));
    ("[A-Z][a-z ]{0,9}", file, url, any_date(), licence, verification).prop_map(
        |(source, file, url, date, licence, verification)| Provenance {
            source,
            file,
            url,
            date,
            licence,
            verification,
        },
    )
}

/// Any record that can be stored.
fn any_record() -> impl Strategy<Value = Partnership> {
    let texts = (any_text(), any_text(), any_text(), any_text(), any_text(), any_text(), any_text());
    let legacy = (prop_oneof!["atlas", "twinning", "iati", "A B"], "[A-Z0-9-]{0,8}")
        .prop_map(|(scheme, value)| LegacyId { scheme, value });
    let kind = prop_oneof![
        Just(AgreementKind::Convention),
        Just(AgreementKind::LetterOfIntent),
        Just(AgreementKind::Unspecified)
    ];
    let currency = prop_oneof![Just(Currency::EUR), Just(Currency::XOF)];
    let agreement = (kind, any_date(), any_text(), any_amount(), currency, some(any_id()), any_date()).prop_map(
        |(kind, signed, object, forecast_amount, currency, parties, transmitted)| Agreement {
            kind,
            signed,
            object,
            forecast_amount,
            currency,
            parties,
            transmitted,
        },
    );
    let call = (proptest::option::of("[A-Z][a-z ]{1,9}"), proptest::option::of(2000i32..2032));
    let themes = some(prop_oneof!["4.1.1", "5.1", "3"]);
    let phase = (any_text(), any_date(), any_date(), themes, some(any_line()), call).prop_map(
        |(title, start, end, themes, funding, (call, call_year))| Phase {
            title,
            start,
            end,
            themes,
            funding,
            call,
            call_year,
        },
    );
    let periodicity = proptest::option::of(prop_oneof![Just(Periodicity::Annual), Just(Periodicity::Other)]);
    let facts =
        (any_date(), any_date(), any::<bool>(), any::<bool>(), (0usize..8).prop_map(|at| Form::ALL[at]), periodicity);
    let who = (
        some(any_party()),
        some(any_named()),
        some(any_named()),
        some(any_named()),
        some(any_named()),
        some(any_contact()),
    );
    let what =
        (any_themes(), some(any_line()), some(phase), some(any_action()), some(any_place()), some(any_document()));
    let rest = (some(legacy), some(agreement), some(any_id()), any::<bool>());
    let entry = ("[A-Z]{1,5}", "\\PC{1,20}").prop_map(|(short, long)| GlossaryEntry { short, long });
    let communication = (any_answer(), any_answer()).prop_map(|(home, abroad)| Communication { home, abroad });
    let beside = (some(entry), communication, any_answer(), some(any_volunteer()), any_provenance());
    (texts, facts, who, what, rest, beside).prop_map(|(texts, facts, who, what, rest, beside)| {
        let (title, context, history, objective, description, outlook, beneficiaries) = texts;
        let (start, end, ended, dormant, form, periodicity) = facts;
        let (parties, contracting_authorities, implementers, home, abroad, contacts) = who;
        let (themes, funding, phases, actions, places, documents) = what;
        let (legacy_ids, agreements, programmes, demo) = rest;
        let (glossary, communication, evaluation, volunteers, provenance) = beside;
        Partnership {
            legacy_ids,
            title,
            form,
            themes,
            agreements,
            start,
            end,
            ended,
            dormant,
            periodicity,
            narratives: Narratives { context, history, objective, description, outlook },
            contracting_authorities,
            implementers,
            beneficiaries,
            parties,
            other_partners: OtherPartners { home, abroad },
            contacts,
            funding,
            phases,
            actions,
            programmes,
            documents,
            places,
            demo,
            glossary,
            communication,
            evaluation,
            volunteers,
            provenance,
            iati: None,
        }
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(256))]

    #[test]
    fn what_leaves_comes_back_the_same(record in any_record(), id in any_id()) {
        let own = read_back(&file([&written(&record, id)])).unwrap();
        prop_assert_eq!((own.kind, own.id), (Kind::Partnership, id));
        prop_assert_eq!(own.record, record);
    }

    #[test]
    fn what_leaves_keeps_to_the_schema(record in any_record(), id in any_id()) {
        let bytes = file([&written(&record, id)]);
        let critical: Vec<_> = meridien_iati::check(&bytes[..], today())
            .filter(|fault| fault.severity() == Severity::Critical)
            .collect();
        prop_assert!(critical.is_empty(), "{critical:?} {}", String::from_utf8_lossy(&bytes));
    }
}
