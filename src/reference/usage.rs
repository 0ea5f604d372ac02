//! Names that UN usage asks to be marked wherever they stand, and the mark.
//!
//! Source: the fixed wording on Kosovo in the usage of the United Nations
//! (Security Council resolution 1244 (1999)).

use std::sync::LazyLock;

use memchr::memmem::Finder;

/// The name that carries the mark, wherever an author writes it: in languages of
/// Latin script, and in Arabic.
const MARKED_NAMES: [&str; 2] = ["Kosovo", "كوسوفو"];

/// An author's text with the mark after every name that needs it; `found` is
/// set if there is one.
pub fn marked(text: &str, found: &mut bool) -> String {
    if !has_name(text) {
        return text.to_owned();
    }
    *found = true;
    MARKED_NAMES.iter().fold(text.to_owned(), |text, name| with_mark(&text, name))
}

/// The same in HTML that showcase made, leaving addresses alone: between tags,
/// and in the texts of `alt`, `title` and `aria-label`.
pub fn marked_html(html: String, found: &mut bool) -> String {
    if !has_name(&html) {
        return html;
    }
    let mut out = String::with_capacity(html.len() + 8);
    let mut rest = html.as_str();
    while let Some((text, tag)) = rest.split_once('<') {
        out.push_str(&marked(text, found));
        out.push('<');
        let (tag, after) = tag.split_once('>').unwrap_or((tag, ""));
        out.push_str(&marked_tag(tag, found));
        out.push('>');
        rest = after;
    }
    out.push_str(&marked(rest, found));
    out
}

/// Whether a name that needs the mark stands in HTML that showcase made.
pub fn needs_mark(html: &str) -> bool {
    let mut found = false;
    if has_name(html) {
        marked_html(html.to_owned(), &mut found);
    }
    found
}

fn with_mark(text: &str, name: &str) -> String {
    let mut out = String::with_capacity(text.len() + 4);
    let mut rest = text;
    while let Some((before, after)) = rest.split_once(name) {
        out.push_str(before);
        out.push_str(name);
        if !after.starts_with('*') && !after.starts_with(char::is_alphanumeric) {
            out.push('*');
        }
        rest = after;
    }
    out + rest
}

/// Whether a name stands in a text. Every text of a site is asked, so the
/// searches are set up once, and made only where a name could begin.
fn has_name(text: &str) -> bool {
    let [begins, begins_too] = MARKED_NAMES.map(|name| name.as_bytes().first().copied().unwrap_or_default());
    if memchr::memchr2(begins, begins_too, text.as_bytes()).is_none() {
        return false;
    }
    static NAMES: LazyLock<[Finder<'static>; 2]> = LazyLock::new(|| MARKED_NAMES.map(Finder::new));
    NAMES.iter().any(|name| name.find(text.as_bytes()).is_some())
}

fn marked_tag(tag: &str, found: &mut bool) -> String {
    // Attributes are double-quoted in everything that the Markdown writer
    // makes, so quotes alternate between names and values.
    let mut spoken = false;
    let parts = tag.split('"').enumerate().map(|(n, part)| {
        if n % 2 == 0 {
            let name = part.trim_end_matches('=').rsplit(' ').next().unwrap_or_default();
            spoken = matches!(name, "alt" | "title" | "aria-label");
            part.to_owned()
        } else if spoken {
            marked(part, found)
        } else {
            part.to_owned()
        }
    });
    parts.collect::<Vec<_>>().join("\"")
}

#[cfg(test)]
mod tests {
    use super::{marked, marked_html, needs_mark};

    #[test]
    fn marks() {
        let mut found = false;
        assert_eq!(marked("Pristina", &mut found), "Pristina");
        assert!(!found);
        assert_eq!(marked("In Kosovo, Kosovo* and Kosovo", &mut found), "In Kosovo*, Kosovo* and Kosovo*");
        assert!(found);
        assert_eq!(marked("في كوسوفو، وفي Kosovo", &mut found), "في كوسوفو*، وفي Kosovo*");
        let html = "<p><a href=\"https://x/Kosovo\">Kosovo</a> <img alt=\"Kosovo\" src=\"Kosovo.png\"></p>".to_owned();
        assert_eq!(
            marked_html(html, &mut found),
            "<p><a href=\"https://x/Kosovo\">Kosovo*</a> <img alt=\"Kosovo*\" src=\"Kosovo.png\"></p>"
        );
        assert!(!needs_mark("<a href=\"/Kosovo\">x</a>") && needs_mark("<p>Kosovo</p>"));
    }
}
