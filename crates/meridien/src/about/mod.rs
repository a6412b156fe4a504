//! The pages about the site itself. Their texts are long, so each is a template per language, not a list of
//! messages; a page missing in a language does not compile.

use askama::Template;
use axum::Router;
use axum::routing::get;

use crate::app::State;
use crate::web::cache::Cache;
use crate::web::{self, Lang, Nav, Page, Visit, page};

/// The addresses of these pages.
pub fn routes() -> Router<State> {
    Router::new()
        .route("/aide", get(help))
        .route("/plan-du-site", get(site_map))
        .route("/accessibilite", get(accessibility))
        .route("/mentions-legales", get(legal_notice))
        .route("/donnees-personnelles", get(privacy))
}

/// Two templates of the same page with the keys of its title and description, and the handler that draws that of the reader's language.
macro_rules! about_page {
    ($handler:ident, [$title:literal, $description:literal], $fr:literal, $en:literal $(, $nav:expr)?) => {
        async fn $handler(visit: Visit) -> web::Result {
            #[derive(Template)]
            #[template(path = $fr)]
            struct French {
                page: Page,
            }
            #[derive(Template)]
            #[template(path = $en)]
            struct English {
                page: Page,
            }
            let l = visit.locale;
            let page = visit.page(l.t($title)).describe(l.t($description))$(.nav($nav))?;
            match l.lang {
                Lang::Fr => page::answer(Cache::Program, &French { page }),
                Lang::En => page::answer(Cache::Program, &English { page }),
            }
        }
    };
}

about_page!(help, ["help", "help-describe"], "about/help.fr.html", "about/help.en.html", Nav::Help);
about_page!(site_map, ["site-map", "site-map-describe"], "about/site_map.fr.html", "about/site_map.en.html");
about_page!(
    accessibility,
    ["accessibility", "accessibility-describe"],
    "about/accessibility.fr.html",
    "about/accessibility.en.html"
);
about_page!(
    legal_notice,
    ["legal-notice", "legal-notice-describe"],
    "about/legal_notice.fr.html",
    "about/legal_notice.en.html"
);
about_page!(privacy, ["privacy", "privacy-describe"], "about/privacy.fr.html", "about/privacy.en.html");
