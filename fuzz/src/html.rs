//! A strict reader of the HTML that a text becomes.
//!
//! It takes no more than what the writer may write: known elements, known
//! attributes in double quotation marks, every `<`, `>` and `&` of the author
//! escaped, every element closed where it was opened. What passes here leaves
//! a browser nothing to repair, and nothing to run.

use std::collections::BTreeSet;

const VOID: &[&str] = &["br", "hr", "img"];

/// Elements that hold words and other elements of this list only.
const PHRASING: &[&str] = &["a", "br", "code", "del", "em", "img", "span", "strong", "sup"];

/// Elements that may hold nothing but words and [`PHRASING`].
const WORDS_ONLY: &[&str] =
    &["p", "h2", "h3", "h4", "h5", "h6", "a", "code", "del", "em", "span", "strong", "sup", "pre", "dt"];

const BLOCKS: &[&str] = &[
    "blockquote",
    "dd",
    "div",
    "dl",
    "dt",
    "figcaption",
    "figure",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "hr",
    "li",
    "ol",
    "p",
    "pre",
    "section",
    "table",
    "tbody",
    "td",
    "th",
    "thead",
    "tr",
    "ul",
];

const ATTRIBUTES: &[&str] = &[
    "alt",
    "aria-label",
    "aria-labelledby",
    "class",
    "decoding",
    "height",
    "href",
    "id",
    "loading",
    "role",
    "scope",
    "src",
    "start",
    "tabindex",
    "title",
    "width",
];

/// What was found on the way.
#[derive(Debug, Default)]
pub struct Seen {
    /// The words that a reader sees or hears; a line feed where a block, a
    /// picture or an attribute begins or ends.
    pub words: String,
    /// Addresses of links, unescaped.
    pub hrefs: Vec<String>,
    /// Addresses of pictures, unescaped.
    pub srcs: Vec<String>,
    ids: BTreeSet<String>,
}

/// Reads HTML and checks all of it; `schemes` are those that addresses may have.
pub fn check(html: &str, schemes: &[&str]) -> Seen {
    let lower = html.to_ascii_lowercase();
    assert!(!lower.contains("<script") && !lower.contains("<style") && !lower.contains("<!"), "{html}");
    let mut seen = Seen::default();
    let mut open: Vec<&str> = Vec::new();
    let mut rest = html;
    while let Some((words, tag)) = rest.split_once('<') {
        seen.words.push_str(&unescape(words, html));
        let (inside, after) = cut_tag(tag, html);
        rest = after;
        if let Some(name) = inside.strip_prefix('/') {
            assert_eq!(open.pop(), Some(name), "</{name}> closes what is not open in {html}");
            seen.gap(name);
            continue;
        }
        let (name, attributes) = inside.split_once(' ').unwrap_or((inside, ""));
        assert!(BLOCKS.contains(&name) || PHRASING.contains(&name), "<{name}> in {html}");
        let holder = open.last().copied().unwrap_or_default();
        let fits = !WORDS_ONLY.contains(&holder) || PHRASING.contains(&name);
        assert!(fits, "<{name}> in <{holder}> in {html}");
        check_parent(name, holder, html);
        assert!(name != "a" || !open.contains(&"a"), "a link in a link in {html}");
        seen.gap(name);
        seen.attributes(name, attributes, schemes, html);
        if !VOID.contains(&name) {
            open.push(name);
        }
    }
    seen.words.push_str(&unescape(rest, html));
    assert!(open.is_empty(), "{open:?} never closed in {html}");
    for href in &seen.hrefs {
        if let Some(id) = href.strip_prefix("#fn") {
            assert!(seen.ids.contains(&format!("fn{id}")), "{href} leads nowhere in {html}");
        }
    }
    seen
}

/// What a list, a table and the like hold, as HTML wants it.
fn check_parent(name: &str, holder: &str, html: &str) {
    let fits = match name {
        "li" => matches!(holder, "ul" | "ol"),
        "dt" | "dd" => holder == "dl",
        "thead" | "tbody" => holder == "table",
        "tr" => matches!(holder, "thead" | "tbody"),
        "td" | "th" => holder == "tr",
        "figcaption" => holder == "figure",
        _ => !matches!(holder, "ul" | "ol" | "dl" | "table" | "thead" | "tbody" | "tr"),
    };
    assert!(fits, "<{name}> in <{holder}> in {html}");
}

/// Cuts a tag behind its `>`; the `<` was taken.
fn cut_tag<'a>(tag: &'a str, html: &str) -> (&'a str, &'a str) {
    let mut quoted = false;
    let end = tag.bytes().position(|byte| {
        quoted ^= byte == b'"';
        byte == b'>' && !quoted
    });
    let end = end.unwrap_or_else(|| panic!("a tag without an end in {html}"));
    (&tag[..end], &tag[end + 1..])
}

impl Seen {
    fn gap(&mut self, name: &str) {
        if !PHRASING.contains(&name) || matches!(name, "img" | "br" | "sup") {
            self.words.push('\n');
        }
    }

    fn attributes(&mut self, element: &str, mut rest: &str, schemes: &[&str], html: &str) {
        let mut known = BTreeSet::new();
        let mut aside = Vec::new();
        while !rest.trim().is_empty() {
            let (name, after) = rest.split_once("=\"").unwrap_or_else(|| panic!("{rest:?} in {html}"));
            let name = name.strip_prefix(' ').unwrap_or(name);
            let (value, after) = after.split_once('"').unwrap_or_else(|| panic!("{rest:?} in {html}"));
            rest = after;
            assert!(rest.is_empty() || rest.starts_with(' '), "{rest:?} in {html}");
            assert!(ATTRIBUTES.contains(&name), "{name}={value:?} in {html}");
            assert!(known.insert(name), "{name} twice in one tag of {html}");
            let value = unescape(value, html);
            match name {
                "id" => {
                    assert!(!value.is_empty() && !value.contains(char::is_whitespace), "id {value:?} in {html}");
                    assert!(self.ids.insert(value.clone()), "the id {value:?} twice in {html}");
                }
                "href" => self.address(&value, schemes, html, true),
                "src" => self.address(&value, schemes, html, false),
                "alt" | "aria-label" | "title" => aside.push(value),
                "width" | "height" | "start" | "tabindex" => {
                    assert!(value.parse::<u64>().is_ok(), "{name}={value:?} in {html}");
                }
                _ => {}
            }
        }
        assert!(element != "img" || known.contains("alt"), "a picture without alt in {html}");
        for text in aside {
            self.words.push('\n');
            self.words.push_str(&text);
            self.words.push('\n');
        }
    }

    fn address(&mut self, value: &str, schemes: &[&str], html: &str, link: bool) {
        // As browsers read it: without white space and control characters.
        let read: String = value.chars().filter(|c| !c.is_whitespace() && !c.is_control()).collect();
        let lower = read.to_ascii_lowercase();
        let at = lower.find([':', '/', '?', '#', '\\']);
        if let Some((scheme, _)) = at.filter(|at| lower[*at..].starts_with(':')).map(|at| lower.split_at(at)) {
            assert!(schemes.contains(&scheme), "the scheme {scheme:?} in {html}");
        }
        assert!(!lower.starts_with("//") && !lower.contains('\\'), "{value:?} is another host in {html}");
        if link { self.hrefs.push(value.to_owned()) } else { self.srcs.push(value.to_owned()) }
    }
}

/// Words with the entities resolved that the writer and the highlighter make; there may be
/// no other `&`, and no bare `>`.
fn unescape(words: &str, html: &str) -> String {
    assert!(!words.contains(['<', '>']), "{words:?} is not escaped in {html}");
    let mut out = String::with_capacity(words.len());
    let mut rest = words;
    while let Some((before, after)) = rest.split_once('&') {
        out.push_str(before);
        let entities = [("amp;", '&'), ("lt;", '<'), ("gt;", '>'), ("quot;", '"'), ("#39;", '\'')];
        let found = entities.iter().find_map(|(name, c)| Some((after.strip_prefix(name)?, *c)));
        let (after, c) = found.unwrap_or_else(|| panic!("a bare & before {after:?} in {html}"));
        out.push(c);
        rest = after;
    }
    out.push_str(rest);
    out
}
