//! What a page says, for those who compare pages: its words as they are read, its
//! title, what it says of itself, what stands in for pictures, where it leads.
//!
//! Knows nothing of which page it is and judges nothing.

use super::tag::Tag;
use super::token::{Attr, Token, Tokens, decoded, decoded_text};

/// What a page says.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Visible {
    /// Its title.
    pub title: String,
    /// What it says of itself to search engines.
    pub description: String,
    /// The words around what the page is about: menu, header, footer.
    pub around: String,
    /// The words of the page itself, in the order of the page. Words of different
    /// blocks are apart by a space.
    pub words: String,
    /// Texts that are not shown as words: of pictures, names of controls.
    pub labels: Vec<String>,
    /// Where links lead, as written.
    pub links: Vec<String>,
    /// Its pictures, in order.
    pub pictures: Vec<Shown>,
}

/// A picture of a page.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Shown {
    /// Its address, as written.
    pub address: String,
    /// What stands in for it.
    pub alt: String,
    /// Width and height in the page, where it says.
    pub size: Option<(u32, u32)>,
}

/// Elements of which nothing is read.
const UNREAD: [&str; 5] = ["script", "style", "template", "noscript", "head"];

/// Elements in the midst of a sentence; what others end is a word's end too.
const WITHIN: [&str; 26] = [
    "a", "abbr", "b", "bdi", "bdo", "cite", "code", "data", "del", "dfn", "em", "i", "ins", "kbd", "mark", "q", "s",
    "samp", "small", "span", "strong", "sub", "sup", "time", "u", "var",
];

/// Reads a page.
pub fn visible(html: &str) -> Visible {
    let mut page = Reading::default();
    let mut tokens = Tokens::of_html(html);
    let mut attrs = Vec::with_capacity(16);
    while let Some(token) = tokens.next(&mut attrs) {
        match token {
            Token::Start { name, tag, closed } => page.start(&name.to_ascii_lowercase(), tag, closed, &attrs),
            Token::End { name, .. } => page.end(&name.to_ascii_lowercase()),
            Token::Text(text) => page.text(&decoded_text(text)),
            Token::Raw(_) | Token::Doctype(_) => {}
        }
    }
    page.done()
}

#[derive(Default)]
struct Reading {
    seen: Visible,
    /// The element that hides what is in it, and how many of its kind are open.
    unread: Option<(String, usize)>,
    in_title: bool,
    /// How many `main` are open, and whether there was one.
    main: usize,
    has_main: bool,
}

impl Reading {
    fn start(&mut self, name: &str, tag: Tag, closed: bool, attrs: &[Attr<'_>]) {
        let get = |wanted: &str| {
            let attr = attrs.iter().find(|attr| attr.name.eq_ignore_ascii_case(wanted))?;
            Some(decoded(attr.value).into_owned())
        };
        match name {
            // A title in a drawing names the drawing and not the page.
            "title" if self.unread.as_ref().is_some_and(|(open, _)| open == "head") => self.in_title = true,
            "meta" if get("name").is_some_and(|name| name == "description") => {
                self.seen.description = get("content").unwrap_or_default();
            }
            _ => {}
        }
        if name == "body" {
            // The end tag of a head may be left out.
            self.unread = self.unread.take().filter(|(open, _)| open != "head");
        }
        if let Some((open, depth)) = &mut self.unread {
            *depth += usize::from(open == name && !closed);
            return;
        }
        let hides = UNREAD.contains(&name) || get("hidden").is_some_and(|value| value != "until-found");
        if hides {
            if !closed && !tag.is_void() {
                self.unread = Some((name.to_owned(), 1));
            }
            return;
        }
        if !WITHIN.contains(&name) {
            self.apart();
        }
        match name {
            "main" => {
                self.main += 1;
                self.has_main = true;
            }
            "a" | "area" => self.seen.links.extend(get("href")),
            "img" => {
                let number = |name: &str| get(name).and_then(|text| text.trim().parse().ok());
                let (address, alt) = (get("src").unwrap_or_default(), get("alt").unwrap_or_default());
                self.seen.labels.extend(Some(alt.clone()).filter(|alt| !alt.is_empty()));
                self.seen.pictures.push(Shown { address, alt, size: number("width").zip(number("height")) });
            }
            _ => {}
        }
        self.seen.labels.extend(get("aria-label"));
        self.seen.labels.extend(get("placeholder"));
    }

    fn end(&mut self, name: &str) {
        if name == "title" {
            self.in_title = false;
        }
        if let Some((open, depth)) = &mut self.unread {
            if open == name {
                *depth -= 1;
                if *depth == 0 {
                    self.unread = None;
                }
            }
            return;
        }
        if !WITHIN.contains(&name) {
            self.apart();
        }
        if name == "main" {
            self.main = self.main.saturating_sub(1);
        }
    }

    fn text(&mut self, text: &str) {
        if self.in_title {
            self.seen.title.push_str(text);
        } else if self.unread.is_none() {
            push(self.place(), text);
        }
    }

    fn place(&mut self) -> &mut String {
        if self.main > 0 { &mut self.seen.words } else { &mut self.seen.around }
    }

    fn apart(&mut self) {
        push(self.place(), " ");
    }

    fn done(mut self) -> Visible {
        if !self.has_main {
            self.seen.words = std::mem::take(&mut self.seen.around);
        }
        let mut title = String::new();
        push(&mut title, &self.seen.title);
        for text in [&mut self.seen.around, &mut self.seen.words, &mut title] {
            text.truncate(text.trim_end().len());
        }
        self.seen.title = title;
        self.seen
    }
}

/// Adds a text; white space becomes one space, and none begins.
fn push(to: &mut String, text: &str) {
    for c in text.chars() {
        if !c.is_whitespace() || c == '\u{a0}' || c == '\u{202f}' {
            to.push(c);
        } else if !to.is_empty() && !to.ends_with(' ') {
            to.push(' ');
        }
    }
}

#[cfg(test)]
mod tests {
    use super::visible;

    #[test]
    fn words_are_those_that_are_read() {
        let page = visible(
            "<!doctype html><html><head><title>A &amp; b</title><meta name=description content='Of it'>\
             <style>p{}</style></head><body><header>Menu <svg><title>Logo</title></svg></header>\
             <main><h1>One</h1><p>t<b>w</b>o <!-- no --><span hidden>three</span>f&eacute;</p>\
             <img src=a.png alt=Desk width=3 height=4><script>no()</script><a href=/x/ aria-label='To x'>x</a></main>\
             <template>no</template>Foot</body></html>",
        );
        assert_eq!((page.title.as_str(), page.description.as_str()), ("A & b", "Of it"));
        assert_eq!((page.around.as_str(), page.words.as_str()), ("Menu Logo Foot", "One two f\u{e9} x"));
        assert_eq!((page.labels, page.links), (vec!["Desk".to_owned(), "To x".to_owned()], vec!["/x/".to_owned()]));
        assert_eq!(page.pictures[0].size, Some((3, 4)));
    }
}
