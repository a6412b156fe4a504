//! Valid, well-structured HTML, checked on the text as served.

use std::borrow::Cow;
use std::cell::{Cell, RefCell};
use std::collections::BTreeSet;
use std::rc::Rc;

use html5ever::interface::{ElementFlags, NodeOrText, QuirksMode, TreeSink};
use html5ever::tendril::{StrTendril, TendrilSink};
use html5ever::tokenizer::TokenizerOpts;
use html5ever::tree_builder::TreeBuilderOpts;
use html5ever::{Attribute, ExpandedName, ParseOpts, QualName, local_name, ns, parse_document};

/// What the program shows for a text that no translation file has.
const MISSING_TRANSLATION: char = '⟦';

/// Every fault of the page: what the HTML standard calls a parse error, an id used twice or missing, headings that
/// skip a level, a picture without a text, a style attribute, a missing language or translation, an alert that is not
/// brought to the reader, a page that loads itself anew.
pub fn faults(html: &str) -> Vec<String> {
    let page = parse(html);
    let elements = page.elements.into_inner();
    let mut faults = page.errors.into_inner();
    let ids = ids(&elements, &mut faults);
    references(&elements, &ids, &mut faults);
    headings(&elements, &mut faults);
    attributes(&elements, &mut faults);
    if let Some((before, _)) = html.split_once(MISSING_TRANSLATION) {
        faults.push(format!("line {}: a translation is missing", before.matches('\n').count() + 1));
    }
    faults
}

/// Where the page links to, each address once.
pub fn links(html: &str) -> BTreeSet<String> {
    let elements = parse(html).elements.into_inner();
    let links = elements.iter().filter(|element| element.tag() == "a");
    links.filter_map(|link| link.attribute("href").map(str::to_owned)).collect()
}

/// Ids of the page; one used twice is a fault.
fn ids<'a>(elements: &'a [Rc<Element>], faults: &mut Vec<String>) -> BTreeSet<&'a str> {
    let mut ids = BTreeSet::new();
    for element in elements {
        if let Some(id) = element.attribute("id")
            && !ids.insert(id)
        {
            faults.push(element.fault("its id is used twice"));
        }
    }
    ids
}

/// What one element says of another by its id must name one that is there.
fn references(elements: &[Rc<Element>], ids: &BTreeSet<&str>, faults: &mut Vec<String>) {
    for element in elements {
        for name in ["for", "list", "headers", "aria-labelledby", "aria-describedby", "aria-controls"] {
            for id in element.attribute(name).unwrap_or_default().split_whitespace() {
                if !ids.contains(id) {
                    faults.push(element.fault(&format!("{name}: no element has the id {id}")));
                }
            }
        }
        let fragment = element.attribute("href").and_then(|href| href.strip_prefix('#'));
        if let Some(id) = fragment.filter(|id| !id.is_empty() && !ids.contains(id)) {
            faults.push(element.fault(&format!("links to #{id}, which is not there")));
        }
    }
}

/// One first-level heading, and no level left out.
fn headings(elements: &[Rc<Element>], faults: &mut Vec<String>) {
    let mut previous = 0;
    let mut first_level = 0;
    for element in elements {
        let level = match element.tag() {
            "h1" => 1,
            "h2" => 2,
            "h3" => 3,
            "h4" => 4,
            "h5" => 5,
            "h6" => 6,
            _ => continue,
        };
        if level == 1 {
            first_level += 1;
        }
        if level > previous + 1 {
            faults.push(element.fault(&format!("a heading of level {level} follows level {previous}")));
        }
        previous = level;
    }
    if first_level != 1 {
        faults.push(format!("{first_level} first-level headings, 1 wanted"));
    }
}

fn attributes(elements: &[Rc<Element>], faults: &mut Vec<String>) {
    let mut title = false;
    for element in elements {
        let has = |name| element.attribute(name).is_some_and(|value| !value.trim().is_empty());
        if element.attribute("style").is_some() {
            faults.push(element.fault("a style attribute, which the content security policy forbids"));
        }
        if element.attributes.iter().any(|attribute| attribute.name.local.starts_with("on")) {
            faults.push(element.fault("an event attribute, which the content security policy forbids"));
        }
        let hidden = element.attribute("aria-hidden") == Some("true");
        match element.tag() {
            "html" if !has("lang") => faults.push(element.fault("no lang")),
            "img" if element.attribute("alt").is_none() => faults.push(element.fault("no alt")),
            "svg" if !hidden && !has("aria-label") && !has("aria-labelledby") => {
                faults.push(element.fault("neither a label nor aria-hidden"));
            }
            "title" if !element.is_svg() => title = true,
            "meta" if element.attribute("http-equiv").is_some_and(|name| name.eq_ignore_ascii_case("refresh")) => {
                faults.push(element.fault("the page loads itself anew, which takes the reader's place and focus"));
            }
            _ => {}
        }
        let focused = element.attribute("tabindex").is_some() && element.attribute("autofocus").is_some();
        if element.attribute("role") == Some("alert") && !focused {
            faults.push(element.fault("an alert without the focus, which is there before it could be spoken"));
        }
    }
    if !title {
        faults.push("no title".to_owned());
    }
}

fn parse(html: &str) -> Page {
    let options = ParseOpts {
        tokenizer: TokenizerOpts { exact_errors: true, ..TokenizerOpts::default() },
        tree_builder: TreeBuilderOpts { exact_errors: true, ..TreeBuilderOpts::default() },
    };
    parse_document(Page::default(), options).one(html)
}

/// An element, or with an empty name another node.
struct Element {
    name: QualName,
    attributes: Vec<Attribute>,
    line: u64,
}

impl Element {
    fn tag(&self) -> &str {
        &self.name.local
    }

    fn is_svg(&self) -> bool {
        self.name.ns == ns!(svg)
    }

    fn attribute(&self, name: &str) -> Option<&str> {
        let mut attributes = self.attributes.iter();
        attributes.find(|attribute| &*attribute.name.local == name).map(|attribute| &*attribute.value)
    }

    fn fault(&self, message: &str) -> String {
        let id = self.attribute("id").map(|id| format!(" id=\"{id}\"")).unwrap_or_default();
        format!("line {}: <{}{id}>: {message}", self.line, self.tag())
    }
}

/// The parser's result. The elements in their order are all that the checks need, so no tree is built.
#[derive(Default)]
struct Page {
    elements: RefCell<Vec<Rc<Element>>>,
    errors: RefCell<Vec<String>>,
    line: Cell<u64>,
}

impl Page {
    fn other_node(&self) -> Rc<Element> {
        let name = QualName::new(None, ns!(), local_name!(""));
        Rc::new(Element { name, attributes: Vec::new(), line: self.line.get() })
    }
}

impl TreeSink for Page {
    type Handle = Rc<Element>;
    type Output = Self;
    type ElemName<'a> = ExpandedName<'a>;

    fn finish(self) -> Self {
        self
    }

    fn parse_error(&self, message: Cow<'static, str>) {
        self.errors.borrow_mut().push(format!("line {}: {message}", self.line.get()));
    }

    fn set_current_line(&self, line: u64) {
        self.line.set(line);
    }

    fn create_element(&self, name: QualName, attributes: Vec<Attribute>, _: ElementFlags) -> Rc<Element> {
        let element = Rc::new(Element { name, attributes, line: self.line.get() });
        self.elements.borrow_mut().push(Rc::clone(&element));
        element
    }

    fn elem_name<'a>(&'a self, target: &'a Rc<Element>) -> ExpandedName<'a> {
        target.name.expanded()
    }

    fn get_document(&self) -> Rc<Element> {
        self.other_node()
    }

    fn create_comment(&self, _: StrTendril) -> Rc<Element> {
        self.other_node()
    }

    fn create_pi(&self, _: StrTendril, _: StrTendril) -> Rc<Element> {
        self.other_node()
    }

    fn get_template_contents(&self, _: &Rc<Element>) -> Rc<Element> {
        self.other_node()
    }

    fn same_node(&self, one: &Rc<Element>, other: &Rc<Element>) -> bool {
        Rc::ptr_eq(one, other)
    }

    fn set_quirks_mode(&self, mode: QuirksMode) {
        if mode != QuirksMode::NoQuirks {
            self.parse_error("no standard doctype".into());
        }
    }

    fn append(&self, _: &Rc<Element>, _: NodeOrText<Rc<Element>>) {}
    fn append_based_on_parent_node(&self, _: &Rc<Element>, _: &Rc<Element>, _: NodeOrText<Rc<Element>>) {}
    fn append_before_sibling(&self, _: &Rc<Element>, _: NodeOrText<Rc<Element>>) {}
    fn append_doctype_to_document(&self, _: StrTendril, _: StrTendril, _: StrTendril) {}
    fn add_attrs_if_missing(&self, _: &Rc<Element>, _: Vec<Attribute>) {}
    fn remove_from_parent(&self, _: &Rc<Element>) {}
    fn reparent_children(&self, _: &Rc<Element>, _: &Rc<Element>) {}
}

#[cfg(test)]
mod tests {
    use super::*;

    fn page(body: &str) -> String {
        format!("<!doctype html>\n<html lang=\"fr\"><head><title>Essai</title></head><body>\n{body}</body></html>")
    }

    #[test]
    fn a_good_page_has_no_fault() {
        let body = "<a href=\"#main\">Aller au contenu</a><main id=\"main\"><h1>Mali</h1><h2>Kayes</h2><h3>Loi</h3><h2>Eau</h2>\
            <svg role=\"img\" aria-label=\"Carte\"><title>Carte</title><path d=\"M0 0\"/></svg><img src=\"a.png\" alt=\"\">\
            <label for=\"q\">Mot</label><input id=\"q\"></main>";
        assert_eq!(faults(&page(body)), [""; 0]);
    }

    #[test]
    fn each_fault_is_found() {
        for (body, expected) in [
            ("<h1>A</h1></p>", "No <p> tag to close"),
            ("<h1>A</h1><p class=a class=b>", "Duplicate attribute"),
            ("<h1>A</h1><i id=a></i><b id=a></b>", "line 3: <b id=\"a\">: its id is used twice"),
            ("<h1>A</h1><label for=q>Mot</label>", "no element has the id q"),
            ("<h1>A</h1><a href=\"#plan\">Plan</a>", "links to #plan, which is not there"),
            ("<h1>A</h1><h3>B</h3>", "a heading of level 3 follows level 1"),
            ("<h1>A</h1><h1>B</h1>", "2 first-level headings"),
            ("<p>A</p>", "0 first-level headings"),
            ("<h1 style=\"color:red\">A</h1>", "a style attribute"),
            ("<h1 onclick=\"a()\">A</h1>", "an event attribute"),
            ("<h1>A</h1><img src=a.png>", "no alt"),
            ("<h1>A</h1><svg></svg>", "neither a label nor aria-hidden"),
            ("<h1>A</h1><meta http-equiv=Refresh content=3>", "the page loads itself anew"),
            ("<h1>A</h1><div role=alert tabindex=-1></div>", "an alert without the focus"),
            ("<h1>⟦home-title⟧</h1>", "line 3: a translation is missing"),
        ] {
            let faults = faults(&page(body));
            let found = faults.iter().any(|fault| fault.contains(expected));
            assert!(found, "{body}: {expected:?} is not among {faults:#?}");
        }
        let bare = faults("<p>A");
        for expected in ["doctype", "<html>: no lang", "no title"] {
            assert!(bare.iter().any(|fault| fault.contains(expected)), "{expected:?} is not among {bare:#?}");
        }
    }
}
