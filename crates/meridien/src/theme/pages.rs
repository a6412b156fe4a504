//! The page of a theme: its place in the vocabulary, what it answers to, its partnerships.

use askama::Template;
use axum::Router;
use axum::extract::Path;
use axum::routing::get;
use serde_json::json;

use super::{administration, path};
use crate::app::State;
use crate::country;
use crate::partnership::criteria::Criteria;
use crate::partnership::dimension::Dimension;
use crate::partnership::profile::{Profile, Subject};
use crate::reference::{self, Theme};
use crate::web::cache::Cache;
use crate::web::linked_data::LinkedData;
use crate::web::markdown::SafeHtml;
use crate::web::words::Link;
use crate::web::{self, Error, Locale, Nav, Page, Visit, page};

/// The addresses under each language's prefix.
pub fn routes() -> Router<State> {
    Router::new()
        .route("/thematiques", get(list))
        .route("/thematiques/{code}", get(show))
        .merge(administration::routes())
}

fn link(l: Locale, theme: &Theme) -> Link {
    Link { text: l.label(theme.name).to_owned(), href: Some(l.href(&format!("/thematiques/{}", theme.code))) }
}

/// The themes right below a code; those of the first level below none.
fn below<'a>(code: Option<&'a str>) -> impl Iterator<Item = &'static Theme> + 'a {
    reference::themes().iter().filter(move |theme| theme.parent() == code)
}

/// A theme with those right below it.
struct Branch {
    code: &'static str,
    theme: Link,
    below: Vec<Link>,
}

#[derive(Template)]
#[template(path = "theme/list.html")]
struct List {
    page: Page,
    branches: Vec<Branch>,
}

/// `/thematiques`.
async fn list(visit: Visit) -> web::Result {
    let l = visit.locale;
    let branch = |theme: &'static Theme| Branch {
        code: theme.code,
        theme: link(l, theme),
        below: below(Some(theme.code)).map(|theme| link(l, theme)).collect(),
    };
    let page = visit.page(l.t("themes-title")).nav(Nav::Partnerships).describe(l.t("themes-describe"));
    page::answer(Cache::Journal, &List { page, branches: below(None).map(branch).collect() })
}

#[derive(Template)]
#[template(path = "theme/show.html")]
struct Show {
    l: Locale,
    page: Page,
    theme: &'static Theme,
    below: Vec<Link>,
    purposes: Vec<(&'static str, &'static str)>,
    goals: Vec<(u8, &'static str)>,
    profile: Profile,
    map: Option<SafeHtml>,
}

/// `/thematiques/{code}`.
async fn show(visit: Visit, Path(code): Path<String>) -> web::Result {
    let l = visit.locale;
    let theme = reference::theme(&code).ok_or(Error::NotFound)?;
    let heir = reference::heir(theme.code);
    if heir != theme.code {
        return Err(Error::Moved(l.href(&format!("/thematiques/{heir}"))));
    }
    let home = visit.app.settings.home_country;
    let list = Criteria::of_theme(theme.code);
    let subject = Subject { theme: Some(theme.code), ..Subject::of(&list, &[Dimension::Home, Dimension::Partner]) };
    let profile = Profile::load(&visit, subject).await?;
    let mut page = visit
        .page(l.label(theme.name))
        .nav(Nav::Partnerships)
        .crumb(l.t("themes-title"), "/thematiques")
        .describe(profile.description(l.label(theme.name)))
        .feed(profile.feed.as_str());
    for level in path(theme.code).filter(|level| *level != theme.code) {
        if let Some(parent) = reference::theme(level) {
            page = page.crumb(l.label(parent.name), &format!("/thematiques/{level}"));
        }
    }
    let data = linked_data(&page, theme);
    let page = page.about(data);
    let purpose = |code: &&'static str| {
        let list = if code.len() == 3 { "SectorCategory" } else { "Sector" };
        reference::code(list, code).map(|found| (found.code, l.label(found.label)))
    };
    let goal = |goal: &u8| Some((*goal, l.label(reference::code("SDG", &goal.to_string())?.label)));
    let show = Show {
        below: below(Some(theme.code)).map(|theme| link(l, theme)).collect(),
        purposes: theme.dac.iter().filter_map(purpose).collect(),
        goals: theme.sdgs.iter().filter_map(goal).collect(),
        map: country::map(l, &country::name(l, home), Some(home), None, &profile.all_countries()),
        profile,
        theme,
        l,
        page,
    };
    page::answer(Cache::Journal, &show)
}

/// What it is, in the words of schema.org.
fn linked_data(page: &Page, theme: &Theme) -> LinkedData {
    let vocabulary = format!("{}{}", page.settings.public_address, page.l.href("/thematiques"));
    let facts = json!({
        "@id": page.permalink(),
        "url": page.permalink(),
        "name": page.title,
        "termCode": theme.code,
        "inDefinedTermSet": { "@type": "DefinedTermSet", "name": page.l.t("themes-title"), "url": vocabulary },
    });
    LinkedData::new("DefinedTerm", facts)
}
