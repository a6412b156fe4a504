//! A page of the atlas made a page of the edition: links lead to files, what only a server can do is left away.

use std::cell::RefCell;

use lol_html::errors::RewritingError;
use lol_html::html_content::{ContentType, Element};
use lol_html::{RewriteStrSettings, element, rewrite_str};

use super::address::{Addresses, way};

/// What only a server can do: marked so in the templates, else scripts, forms other than a search, other forms of the page.
const LIVE: &str =
    "[data-live], script[type], link[rel=alternate], form:not([role=search]), form[role=search] input[type=hidden]";

/// What every page of an edition is made with.
pub(super) struct Rewriter<'a> {
    /// The addresses that it has.
    pub addresses: &'a Addresses,
    /// The atlas that it was taken from, without a final slash.
    pub living: &'a str,
    /// Put at the head of the page's foot, as HTML.
    pub notice: &'a str,
    /// Put at the end of the menu, as HTML with `{}` for the address of the search.
    pub menu: &'a str,
}

/// A page, and the addresses of the edition that it leads to.
pub(super) struct Rewritten {
    pub html: String,
    pub leads_to: Vec<String>,
}

impl Rewriter<'_> {
    /// Rewrites the page that is in `file`; `home` is its language's home page (`/fr/`).
    ///
    /// # Errors
    /// Where the page's markup cannot be followed.
    pub fn page(&self, html: &str, file: &str, home: &str) -> Result<Rewritten, RewritingError> {
        let leads_to = RefCell::new(Vec::new());
        let search = format!("{home}recherche");
        let link = |address: &str| self.link(address, file, &leads_to);
        let settings = RewriteStrSettings::new()
            .append_element_content_handler(element!(LIVE, |el| {
                el.remove();
                Ok(())
            }))
            .append_element_content_handler(element!("a[href], link[href]", |el| { rewrite(el, "href", &link) }))
            .append_element_content_handler(element!("img[src], script[src]", |el| rewrite(el, "src", &link)))
            .append_element_content_handler(element!("form[role=search]", |el| {
                el.set_attribute("action", &link(&search).0)?;
                Ok(())
            }))
            .append_element_content_handler(element!("[data-suggest]", |el| {
                el.remove_attribute("data-suggest");
                el.remove_attribute("data-suggest-label");
                el.remove_attribute("data-suggest-told");
                Ok(())
            }))
            .append_element_content_handler(element!("header.site nav ul", |el| {
                el.append(&self.menu.replace("{}", &link(&search).0), ContentType::Html);
                Ok(())
            }))
            .append_element_content_handler(element!("footer.foot > .wrap", |el| {
                el.before(self.notice, ContentType::Html);
                Ok(())
            }));
        let html = rewrite_str(html, settings)?;
        Ok(Rewritten { html, leads_to: leads_to.into_inner() })
    }

    /// Where a link of the page in `file` leads now, and whether that is the living atlas.
    fn link(&self, address: &str, file: &str, leads_to: &RefCell<Vec<String>>) -> (String, bool) {
        // Addresses of other sites, of mail and within the page stay.
        if !address.starts_with('/') || address.starts_with("//") {
            return (address.to_owned(), false);
        }
        let (path, fragment) = address.find('#').map_or((address, ""), |at| address.split_at(at));
        match self.addresses.file(path) {
            Some(target) => {
                leads_to.borrow_mut().push(path.to_owned());
                (format!("{}{fragment}", way(file, &target)), false)
            }
            None => (format!("{}{address}", self.living), true),
        }
    }

    /// The page of an address that leads elsewhere now.
    pub fn moved(&self, to: &str, file: &str) -> Rewritten {
        let leads_to = RefCell::new(Vec::new());
        let (target, _) = self.link(to, file, &leads_to);
        let html = redirection(&target);
        Rewritten { html, leads_to: leads_to.into_inner() }
    }
}

/// A page that leads to another at once.
pub(super) fn redirection(target: &str) -> String {
    let target = target.replace('&', "&amp;").replace('"', "%22").replace('<', "%3C");
    format!(
        "<!doctype html>\n<html lang=\"fr\">\n<meta charset=\"utf-8\">\n<title>Méridien</title>\n\
         <meta http-equiv=\"refresh\" content=\"0; url={target}\">\n<p><a href=\"{target}\">{target}</a></p>\n</html>\n"
    )
}

fn rewrite(
    el: &mut Element<'_, '_>,
    attribute: &str,
    link: &impl Fn(&str) -> (String, bool),
) -> Result<(), Box<dyn std::error::Error + Send + Sync>> {
    let Some(address) = el.get_attribute(attribute) else { return Ok(()) };
    let (target, living) = link(&address.replace("&amp;", "&").replace("&#38;", "&"));
    el.set_attribute(attribute, &target.replace('&', "&amp;"))?;
    if living && el.tag_name() == "a" {
        el.set_attribute("rel", "external")?;
    }
    Ok(())
}
