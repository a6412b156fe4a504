//! Partnerships: the search, and one record.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

use axum::extract::Path;
use serde::Serialize;
use serde_json::value::RawValue;
use utoipa::openapi::schema::{AnyOfBuilder, Schema};
use utoipa::openapi::{Ref, RefOr};
use utoipa::{PartialSchema, ToSchema};

use super::answer::{Raw, json, raw};
use super::listing::{Window, refuse_page_number};
use super::parameters::{Fields, INCLUDES, Page, Search};
use crate::exports::{self, Organisation, Programme, Theme};
use crate::journal::{Kind, Revision};
use crate::partnership::Partnership;
use crate::partnership::export::{Exported, View};
use crate::partnership::index::Card;
use crate::partnership::list;
use crate::registers::ids;
use crate::theme;
use crate::value::Id;
use crate::web::parameters::Parameters;
use crate::web::{self, Error, Visit, record};

/// The parts of each record that are given, and what is given beside them.
struct Shape {
    fields: Vec<&'static str>,
    include: Vec<&'static str>,
}

impl Shape {
    fn read(parameters: &mut Parameters) -> Shape {
        Shape { fields: parameters.list("fields", Exported::FIELDS), include: parameters.list("include", &INCLUDES) }
    }

    /// A record with only the fields chosen, in their usual order.
    fn of(&self, record: String) -> web::Result<Raw> {
        if self.fields.is_empty() {
            return raw(vec![record]).map(|mut one| one.remove(0));
        }
        let whole: BTreeMap<&str, &RawValue> = serde_json::from_str(&record).map_err(anyhow::Error::from)?;
        let chosen = Exported::FIELDS.iter().filter(|name| self.fields.contains(name));
        let pairs = chosen.filter_map(|name| Some(format!("\"{name}\":{}", whole.get(name)?)));
        let text = format!("{{{}}}", pairs.collect::<Vec<_>>().join(","));
        raw(vec![text]).map(|mut one| one.remove(0))
    }
}

/// The records that others speak of, each once.
#[derive(Debug, Default, Serialize, ToSchema)]
struct Included {
    /// The parties.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Vec<Organisation>, required = false)]
    organisations: Option<Vec<Raw>>,
    /// The programmes that they belong to.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Vec<Programme>, required = false)]
    programmes: Option<Vec<Raw>>,
    /// Their themes, with those above.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Vec<Theme>, required = false)]
    themes: Option<Vec<Raw>>,
}

impl Included {
    async fn load(visit: &Visit, include: &[&str], revisions: &[Revision]) -> web::Result<Option<Included>> {
        if include.is_empty() {
            return Ok(None);
        }
        let records: Vec<Partnership> = revisions.iter().map(Revision::read).collect::<Result<_, _>>()?;
        let parties = records.iter().flat_map(|record| &record.parties).map(|party| party.organisation);
        let programmes = records.iter().flat_map(|record| record.programmes.iter().copied());
        let themes = records.iter().flat_map(themes);
        let asked = |name| include.contains(&name);
        Ok(Some(Included {
            organisations: if asked("organisations") {
                Some(those(visit, Kind::Organisation, parties).await?)
            } else {
                None
            },
            programmes: if asked("programmes") { Some(those(visit, Kind::Programme, programmes).await?) } else { None },
            themes: if asked("themes") { Some(those(visit, Kind::Theme, themes).await?) } else { None },
        }))
    }
}

/// The public records of some identifiers, each once.
async fn those(visit: &Visit, kind: Kind, ids: impl Iterator<Item = Id>) -> web::Result<Vec<Raw>> {
    let ids: BTreeSet<Id> = ids.collect();
    let revisions = revisions(visit, kind, ids.into_iter()).await?;
    raw(revisions.iter().map(exports::form).collect::<Result<_, _>>()?)
}

/// The themes of a partnership and those that contain them.
fn themes(record: &Partnership) -> Vec<Id> {
    let codes = record.themes.main.iter().chain(record.themes.others.iter().map(|other| &other.theme));
    codes.flat_map(|code| theme::path(code)).map(ids::theme).collect()
}

/// A page of partnerships.
#[derive(Debug, Serialize, ToSchema)]
struct PartnershipPage {
    /// How many match.
    total: u64,
    /// Those of this page.
    #[schema(value_type = Vec<Shaped>)]
    items: Vec<Raw>,
    /// What `include` asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    included: Option<Included>,
    /// The words that were looked for in place of those typed, of which nothing was found.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    corrected: Option<String>,
    /// The address of the next page; null on the last.
    next: Option<String>,
    /// The position of the register that the answer shows.
    position: u64,
}

#[utoipa::path(get, path = "/api/v1/partnerships", operation_id = "listPartnerships", params(Search, Fields, Page),
    responses((status = 200, body = PartnershipPage)))]
pub(super) async fn list(visit: Visit) -> web::Result {
    let mut parameters = Parameters::of(&visit);
    let criteria = list::read_without_columns(&visit, &mut parameters);
    let (shape, window) = (Shape::read(&mut parameters), Window::read(&mut parameters));
    parameters.finish()?;
    refuse_page_number(criteria.page)?;
    let (offset, limit) = window.asked();
    let (search, day) = (visit.app.search.clone(), visit.app.status_day());
    let mut asked = criteria.first(limit, &[]);
    asked.offset = offset;
    let position = visit.app.position.get();
    let found = web::blocking(move || search.partnerships(&asked, day)).await??;
    let (cards, next) = window.page(&visit, found.cards, found.total, |card: &Card| card.id);
    let kind = criteria.kind();
    let revisions = revisions(&visit, kind, cards.iter().map(|card| card.id)).await?;
    let forms = exports::forms(&visit.app.journal, View::of(&visit.app), &revisions).await?;
    let page = PartnershipPage {
        total: found.total,
        items: forms.into_iter().map(|record| shape.of(record)).collect::<web::Result<_>>()?,
        included: Included::load(&visit, &shape.include, &revisions).await?,
        corrected: found.corrected,
        next,
        position,
    };
    json(&visit, &page, page.next.as_deref())
}

/// The public records of some identifiers, in their order; one withdrawn meanwhile is left out.
pub(super) async fn revisions(visit: &Visit, kind: Kind, ids: impl Iterator<Item = Id>) -> web::Result<Vec<Revision>> {
    let ids: Vec<Id> = ids.collect();
    let mut found = visit.app.journal.newest_of(kind, &ids).await?;
    Ok(ids.iter().filter_map(|id| found.remove(id)).collect())
}

/// A partnership as `fields` has it: whole, or the members chosen.
struct Shaped;

impl ToSchema for Shaped {
    fn name() -> Cow<'static, str> {
        "PartnershipOrPart".into()
    }

    fn schemas(schemas: &mut Vec<(String, RefOr<Schema>)>) {
        Exported::schemas(schemas);
        schemas.push((Exported::name().into(), Exported::schema()));
        schemas.push((PART.to_owned(), part()));
    }
}

impl PartialSchema for Shaped {
    fn schema() -> RefOr<Schema> {
        let whole_or_part = AnyOfBuilder::new()
            .item(Ref::from_schema_name(Exported::name()))
            .item(Ref::from_schema_name(PART))
            .description(Some("A whole partnership; where `fields` chose some of its members, these alone."));
        whole_or_part.into()
    }
}

/// The name of the schema of chosen members.
const PART: &str = "PartnershipPart";

/// The members of a partnership, of which any may be left out.
fn part() -> RefOr<Schema> {
    let mut part = Exported::schema();
    if let RefOr::T(Schema::Object(object)) = &mut part {
        object.required.clear();
        object.description = Some("The members of a partnership that `fields` chose; there is always one.".to_owned());
    }
    part
}

/// A partnership with what `include` asked for.
#[derive(ToSchema)]
#[allow(dead_code, reason = "it describes what is written, and is never made")]
struct PartnershipWith {
    #[serde(flatten)]
    record: Shaped,
    /// What `include` asked for.
    #[schema(nullable = false)]
    included: Option<Included>,
}

#[utoipa::path(get, path = "/api/v1/partnerships/{id}", operation_id = "getPartnership",
    params(("id" = Id, Path), Fields),
    responses((status = 200, body = PartnershipWith), (status = 301)))]
pub(super) async fn one(visit: Visit, Path(code): Path<String>) -> web::Result {
    let mut parameters = Parameters::of(&visit);
    let shape = Shape::read(&mut parameters);
    parameters.finish()?;
    let find = async |kind| record::find_at(&visit, kind, &code, |id| format!("/api/v1/partnerships/{id}")).await;
    // The list has aid activities too (`type=activite`), in the same form.
    let revision = match find(Kind::Partnership).await {
        Err(Error::NotFound) => find(Kind::Activity).await?,
        found => found?,
    };
    let revisions = [revision];
    let mut forms = exports::forms(&visit.app.journal, View::of(&visit.app), &revisions).await?;
    let record = shape.of(forms.remove(0))?;
    match Included::load(&visit, &shape.include, &revisions).await? {
        None => json(&visit, &record, None),
        Some(included) => {
            // One record with its company is a record with one field more.
            let included = serde_json::to_string(&included).map_err(anyhow::Error::from)?;
            let whole = record.get().strip_suffix('}').unwrap_or_default();
            let text = format!("{whole},\"included\":{included}}}");
            json(&visit, &raw(vec![text])?[0], None)
        }
    }
}
