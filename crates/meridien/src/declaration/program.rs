//! What a program does with a proposal: the same steps as the pages, on a whole record at once.

use serde_json::Value;

use super::draft::Draft;
use super::json::{self, Taken};
use super::{form, registers, section};
use crate::app::State;
use crate::journal::Kind as Record;
use crate::organisation::Organisation;
use crate::partnership::fields::join;
use crate::territory::Territory;
use crate::value::Id;
use crate::web::error::Fault;
use crate::web::{self, Error, Locale};

/// Takes over a whole record that a program sent.
///
/// # Errors
/// [`Error::BadRequest`] with every member that does not exist, has another shape, or names a record that does not exist.
pub async fn take(app: &State, l: Locale, draft: &mut Draft, record: &Value) -> web::Result<()> {
    let Taken { raw, wanted, named, .. } = json::read(record, &mut draft.body).map_err(Error::BadRequest)?;
    draft.raw = raw;
    for (part, beside, id) in &named {
        name(app, l, draft, part, beside, *id).await?;
    }
    for section in section::all() {
        let of_section = |part: &str| section::of_path(part) == Some(section);
        let wanted = wanted.iter().filter(|wanted| of_section(&wanted.path)).cloned().collect();
        registers::resolve(app, l, draft, section, wanted).await?;
        if !section.is_blank(&draft.body) {
            draft.done.insert(section.slug.to_owned());
        }
    }
    let lost = |(part, beside, id): &(String, &'static str, Id)| {
        let held = draft.body.pointer(&form::pointer(&join(part, beside)));
        held.is_none_or(Value::is_null).then(|| Fault::record(join(part, beside), *id))
    };
    let lost: Vec<Fault> = named.iter().filter_map(lost).collect();
    if lost.is_empty() { Ok(()) } else { Err(Error::BadRequest(lost)) }
}

/// Writes the name that the register gives beside an identifier that came alone.
async fn name(app: &State, l: Locale, draft: &mut Draft, part: &str, beside: &str, id: Id) -> web::Result<()> {
    let pointer = form::pointer(&join(part, "name"));
    if draft.body.pointer(&pointer).and_then(Value::as_str).is_some_and(|name| !name.is_empty()) {
        return Ok(());
    }
    let kind = if beside == "territory" { Record::Territory } else { Record::Organisation };
    let Some(revision) = app.journal.newest_of(kind, &[id]).await?.remove(&id) else { return Ok(()) };
    let name = match kind {
        Record::Territory => revision.read::<Territory>()?.name_for(l),
        _ => revision.read::<Organisation>()?.name_on((app.today)(), l.lang.code()).to_owned(),
    };
    if let Some(held) = draft.body.pointer_mut(&pointer) {
        *held = name.into();
    }
    Ok(())
}
