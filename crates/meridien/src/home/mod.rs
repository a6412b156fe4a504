//! The home page: what this atlas is, a search box, and the ways in.

use askama::Template;

use crate::web::cache::Cache;
use crate::web::{self, Locale, Page, Visit, page};

#[derive(Template)]
#[template(path = "home/show.html")]
struct Home {
    l: Locale,
    page: Page,
}

/// `/`, `/fr/`, `/en/`.
pub async fn show(visit: Visit) -> web::Result {
    let l = visit.locale;
    let page = visit.page(l.t("home-title")).describe(l.t("home-lead"));
    page::answer(Cache::Journal, &Home { l, page })
}
