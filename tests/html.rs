//! Reads the pages of an output as a browser would.

use std::collections::{BTreeMap, BTreeSet};

use scraper::{ElementRef, Html, Selector};

/// A page of the output, parsed.
pub(crate) struct Page {
    pub(crate) path: String,
    pub(crate) html: Html,
}

/// Every HTML page of an output.
pub(crate) fn pages(files: &BTreeMap<String, Vec<u8>>) -> Vec<Page> {
    let pages = files.iter().filter(|(path, _)| path.ends_with(".html"));
    pages
        .map(|(path, bytes)| {
            let text = std::str::from_utf8(bytes).unwrap();
            Page { path: path.clone(), html: Html::parse_document(text) }
        })
        .collect()
}

impl Page {
    /// Elements of a selector.
    pub(crate) fn all(&self, selector: &str) -> Vec<ElementRef<'_>> {
        self.html.select(&Selector::parse(selector).unwrap()).collect()
    }

    /// The text of the only element of a selector.
    pub(crate) fn text(&self, selector: &str) -> String {
        let all = self.all(selector);
        assert_eq!(all.len(), 1, "{selector} in {}", self.path);
        all[0].text().collect()
    }

    /// The value of an attribute of the only element of a selector.
    pub(crate) fn value(&self, selector: &str, attribute: &str) -> String {
        let all = self.all(selector);
        assert_eq!(all.len(), 1, "{selector} in {}", self.path);
        all[0].attr(attribute).unwrap().to_owned()
    }

    /// Every address that the page leads to or loads.
    pub(crate) fn addresses(&self) -> Vec<String> {
        let elements = self.all("[href], [src], [srcset]");
        let sets = elements.iter().filter_map(|e| e.attr("srcset")).flat_map(|set| set.split(", "));
        let files = sets.filter_map(|file| file.split(' ').next());
        let single = elements.iter().flat_map(|e| [e.attr("href"), e.attr("src")]).flatten();
        single.chain(files).map(str::to_owned).collect()
    }

    /// Every id, and whether one stands twice.
    pub(crate) fn ids(&self) -> (BTreeSet<String>, Vec<String>) {
        let (mut ids, mut twice) = (BTreeSet::new(), Vec::new());
        for id in self.all("[id]").iter().filter_map(|e| e.attr("id")) {
            if !ids.insert(id.to_owned()) {
                twice.push(id.to_owned());
            }
        }
        (ids, twice)
    }

    /// Everything on the page that could run, load or lead elsewhere than the
    /// theme and the Markdown writer themselves ever do.
    pub(crate) fn dangers(&self) -> Vec<String> {
        let mut found = Vec::new();
        for element in self.all("*") {
            let value = element.value();
            let name = value.name();
            let mut around = std::iter::once(*element).chain(element.ancestors()).filter_map(ElementRef::wrap);
            let filters = around.any(|around| is_own_template(around) && around != element || is_own_search(around));
            let fits = ELEMENTS.contains(&name)
                || (name == "script" && is_own_script(element))
                || (name == "template" && is_own_template(element))
                || (filters && FILTER_ELEMENTS.contains(&name));
            let html = value.name.ns == *"http://www.w3.org/1999/xhtml";
            let drawn = is_part_of_map(element) || is_part_of_bar(element);
            if !(fits && html || drawn) {
                found.push(format!("<{name}>"));
            }
            for (attribute, content) in value.attrs() {
                let own = filters && (FILTER_ATTRIBUTES.contains(&attribute) || attribute.starts_with("data-"));
                let defer = attribute == "defer" && name == "script";
                let known = ATTRIBUTES.contains(&attribute) || drawn && DRAWING.contains(&attribute) || own || defer;
                if !known && !attribute.starts_with("aria-") {
                    found.push(format!("<{name} {attribute}>"));
                }
                let colour = matches!(content, "none" | "silver" | "gray" | "maroon");
                if matches!(attribute, "fill" | "stroke") && !colour {
                    found.push(format!("<{name} {attribute}={content:?}>"));
                }
                if matches!(attribute, "href" | "src") && !is_safe(content) {
                    found.push(format!("<{name} {attribute}={content:?}>"));
                }
                let mut files = content.split(", ").map(|file| file.split(' ').next().unwrap_or_default());
                if attribute == "srcset" && !files.all(is_safe) {
                    found.push(format!("<{name} srcset={content:?}>"));
                }
                if attribute == "http-equiv" && content != "Content-Security-Policy" {
                    found.push(format!("<meta http-equiv={content:?}>"));
                }
                let plain = |c: char| is_plain(c) || (attribute == "class" && "+#.".contains(c));
                if matches!(attribute, "id" | "class") && !content.chars().all(plain) {
                    found.push(format!("<{name} {attribute}={content:?}>"));
                }
            }
        }
        let policies = self.all("meta[http-equiv]").len();
        if policies != 1 || !self.path.ends_with(".html") {
            found.push(format!("{policies} policies"));
        }
        found
    }
}

const ELEMENTS: &[&str] = &[
    "html",
    "head",
    "meta",
    "title",
    "link",
    "body",
    "header",
    "nav",
    "main",
    "aside",
    "footer",
    "section",
    "article",
    "div",
    "span",
    "p",
    "a",
    "ul",
    "ol",
    "li",
    "dl",
    "dt",
    "dd",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "blockquote",
    "figure",
    "figcaption",
    "picture",
    "source",
    "img",
    "time",
    "small",
    "b",
    "bdi",
    "em",
    "strong",
    "del",
    "sup",
    "sub",
    "code",
    "pre",
    "br",
    "hr",
    "table",
    "thead",
    "tbody",
    "tr",
    "th",
    "td",
    "caption",
    "details",
    "summary",
    "noscript",
];

/// What else may stand in the templates that the script makes filters of.
const FILTER_ELEMENTS: &[&str] = &["form", "label", "input", "select", "option", "button", "slot", "i"];

const FILTER_ATTRIBUTES: &[&str] =
    &["action", "for", "value", "hidden", "autocomplete", "spellcheck", "enterkeyhint", "placeholder"];

const ATTRIBUTES: &[&str] = &[
    "lang",
    "hreflang",
    "dir",
    "charset",
    "http-equiv",
    "content",
    "name",
    "property",
    "rel",
    "sizes",
    "href",
    "src",
    "srcset",
    "sizes",
    "type",
    "title",
    "class",
    "id",
    "role",
    "tabindex",
    "media",
    "alt",
    "width",
    "height",
    "loading",
    "decoding",
    "fetchpriority",
    "datetime",
    "scope",
    "start",
    "download",
    "as",
    "crossorigin",
    "integrity",
    "data-dark",
    "data-menu",
    "data-directory",
    "data-index",
    "data-list",
    "data-lists",
    "data-share",
    "data-title",
    "data-url",
    "data-native",
    "data-copy",
    "data-copied",
];

/// Attributes of shapes.
const DRAWING: &[&str] =
    &["viewBox", "transform", "x", "y", "x1", "y1", "x2", "y2", "cx", "cy", "r", "width", "height", "fill", "stroke"];

/// A shape of a map of the theme; what it uses is a file of this site.
fn is_part_of_map(element: ElementRef<'_>) -> bool {
    let value = element.value();
    let mut around = std::iter::once(*element).chain(element.ancestors()).filter_map(ElementRef::wrap);
    let own = value.name() != "use"
        || element.attr("href").is_some_and(|href| href.starts_with('/') && href.contains("/assets/land-"));
    let shape = ["svg", "use", "g", "rect", "circle", "line", "text", "a"].contains(&value.name());
    let svg = value.name.ns == *"http://www.w3.org/2000/svg";
    svg && shape && own && around.any(|e| e.value().name() == "svg" && e.value().classes().any(|class| class == "map"))
}

/// A bar of a chart of the theme: plain shapes that run and load nothing.
fn is_part_of_bar(element: ElementRef<'_>) -> bool {
    let svg = element.value().name.ns == *"http://www.w3.org/2000/svg";
    let mut around = std::iter::once(*element).chain(element.ancestors()).filter_map(ElementRef::wrap);
    let drawn = |e: ElementRef<'_>| e.value().classes().any(|class| class == "bar-drawn");
    svg && ["svg", "rect", "line"].contains(&element.value().name()) && around.any(drawn)
}

fn is_plain(c: char) -> bool {
    c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | ' ')
}

/// The theme's own script: a file of this site, and nothing inside. Or a block
/// of data, which no browser runs: it is JSON, and no sign in it is one of HTML.
fn is_own_script(element: ElementRef<'_>) -> bool {
    if element.attr("type") == Some("application/ld+json") {
        let data: String = element.text().collect();
        let head = element.parent().and_then(ElementRef::wrap).is_some_and(|parent| parent.value().name() == "head");
        let only = element.value().attrs().count() == 1;
        return head
            && only
            && !data.contains(['<', '>', '&'])
            && serde_json::from_str::<serde_json::Value>(&data).is_ok();
    }
    let own = element.attr("src").is_some_and(|src| {
        src.starts_with('/') && ["script", "search"].iter().any(|stem| src.contains(&format!("/assets/{stem}-")))
    });
    own && element.text().all(str::is_empty)
}

/// The field in the head of every page: a form that leads to the search page.
fn is_own_search(element: ElementRef<'_>) -> bool {
    let attributes: Vec<_> = element.value().attrs().map(|(name, _)| name).collect();
    element.value().name() == "form"
        && element
            .attr("action")
            .is_some_and(|action| action.starts_with('/') && action.ends_with("/search/") && is_safe(action))
        && attributes == ["action", "class", "role"]
}

/// What the theme's script makes the filters of the list of interns of.
fn is_own_template(element: ElementRef<'_>) -> bool {
    element.value().name() == "template" && {
        let ids = ["filter_form", "filter_row", "search_form", "search_result"];
        element.attr("id").is_some_and(|id| ids.contains(&id))
    }
}

/// As a browser reads an address: white space and control characters around
/// it and tabs and line breaks in it do not count.
fn is_safe(address: &str) -> bool {
    let address: String = address.chars().filter(|c| !matches!(c, '\t' | '\n' | '\r')).collect();
    let address = address.trim_matches(|c: char| c <= ' ');
    let lower = address.to_ascii_lowercase().replace('\\', "/");
    let scheme = lower.split(['/', '?', '#']).next().and_then(|start| start.split_once(':')).map(|(scheme, _)| scheme);
    match scheme {
        Some(scheme) => matches!(scheme, "https" | "http" | "mailto" | "tel"),
        None => !lower.starts_with("//"),
    }
}

#[test]
fn dangers_are_seen() {
    let page = |body: &str| {
        let head = "<meta http-equiv=\"Content-Security-Policy\" content=\"x\">";
        Page { path: "x.html".into(), html: Html::parse_document(&format!("<!doctype html><head>{head}</head>{body}")) }
    };
    assert_eq!(page("<p class=a id=b><a href=/x>x</a> <a href=https://x.example>y</a></p>").dangers(), [""; 0]);
    for body in [
        "<script>1</script>",
        "<script type=application/ld+json>alert(1)</script>",
        "<script type=application/ld+json src=/x.js>{}</script>",
        "<script type=application/ld+json>{\"a\":\"<!--\"}</script>",
        "<script src=//evil.example/assets/script-1.js></script>",
        "<script src=/assets/script-1.js>alert(1)</script>",
        "<p onclick=x>",
        "<p style=x>",
        "<style></style>",
        "<a href=javascript:x>",
        "<a href=' java\nscript:x'>",
        "<a href=//evil.example>",
        "<a href='/\\evil.example'>",
        "<a href=data:x>",
        "<svg></svg>",
        "<svg class=map><script>1</script></svg>",
        "<svg class=map><use href=https://evil.example/assets/land-1.svg#land /></svg>",
        "<svg class=map onload=x></svg>",
        "<svg class=map><a href=javascript:x></a></svg>",
        "<svg class=bar-drawn><script>1</script></svg>",
        "<svg class=bar-drawn><rect onclick=x /></svg>",
        "<math></math>",
        "<iframe></iframe>",
        "<form></form>",
        "<form class=site-search role=search action=//evil.example/search/></form>",
        "<form class=site-search role=search action=/search/ onsubmit=x></form>",
        "<form class=site-search role=search action=/search/><input formaction=x></form>",
        "<base href=/>",
        "<template></template>",
        "<template id=filter_row><p onclick=x></template>",
        "<template id=filter_row><script>1</script></template>",
        "<meta http-equiv=refresh content=x>",
        "<p id='a\"b'>",
        "<button formaction=x>",
    ] {
        assert!(!page(body).dangers().is_empty(), "{body}");
    }
}
