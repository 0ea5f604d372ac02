//! Comments in sources that allow one kind of problem at one place, with a
//! reason: `<!-- allow link-text-vague: the button is really called so -->`.
//!
//! Finds them in a text and says what each covers. Decides nothing about
//! problems, and never reads a file. How authors write them is described in
//! docs/diagnostics.md.

mod lines;

use std::borrow::Cow;
use std::ops::Range;

use memchr::memmem;

use crate::diagnostic::Code;
use crate::path::{SourcePath, is_slug};
use lines::{Lines, Tongue};

/// A comment that allows something, or means to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Allowance {
    /// The comment, with its marks.
    pub span: Range<usize>,
    /// What it says.
    pub says: Says,
    /// The bytes that it is about.
    pub covers: Range<usize>,
    /// Whether it stands above everything else in its file, and so is about the
    /// file as a whole too.
    pub on_top: bool,
}

/// What a comment says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Says {
    /// It allows a code, for a reason.
    Allow(Code, String),
    /// It names a code that can be allowed, and gives no reason.
    NoReason(Code),
    /// It names a code that cannot be allowed.
    Fixed(Code),
    /// It names no code.
    Unknown(String),
}

impl Allowance {
    /// Whether it is about a problem at these bytes.
    pub fn covers(&self, code: Code, start: usize, end: usize) -> bool {
        let whole = start == 0 && end == 0 && self.on_top;
        matches!(self.says, Says::Allow(allowed, _) if allowed == code) && (whole || self.covers.contains(&start))
    }
}

/// The allowances in a file, in order; none in a file of a kind that has no
/// comments or is published as it stands.
pub fn find(path: &SourcePath, text: &str) -> Vec<Allowance> {
    let Some(tongue) = Tongue::of(path) else { return Vec::new() };
    if may_have(text) { Lines::new(text, tongue).allowances() } else { Vec::new() }
}

/// Whether a text may have an allowance at all: a quick look for the marks and
/// the word that each begins with.
pub fn may_have(text: &str) -> bool {
    let opens = |at: usize| text.get(..at).is_some_and(|before| before.ends_with("--") || before.ends_with(['#', '*']));
    memmem::find_iter(text.as_bytes(), b" allow ").any(opens)
}

/// A piece of HTML in a Markdown text without the comments that are allowances:
/// what is left of it is what its author wants to be seen.
pub fn without(html: &str) -> Cow<'_, str> {
    if !may_have(html) {
        return Cow::Borrowed(html);
    }
    let (mut kept, mut rest) = (String::new(), html);
    while let Some(at) = rest.find(OPEN) {
        let (before, comment) = rest.split_at(at);
        kept.push_str(before);
        let length = comment.find(CLOSE).map_or(comment.len(), |end| end + CLOSE.len());
        let (comment, after) = comment.split_at(length);
        if !is_allowance(comment) {
            kept.push_str(comment);
        }
        rest = after;
    }
    kept.push_str(rest);
    Cow::Owned(kept)
}

const OPEN: &str = "<!--";
const CLOSE: &str = "-->";

fn is_allowance(comment: &str) -> bool {
    let inner = comment.strip_prefix(OPEN).and_then(|rest| rest.strip_suffix(CLOSE));
    inner.is_some_and(|inner| !inner.contains('\n') && read(inner).is_some())
}

/// Reads what stands between the marks of a comment. `None` if it is an
/// ordinary comment: one that only happens to begin with the word.
fn read(inner: &str) -> Option<Says> {
    let rest = inner.trim().strip_prefix("allow")?;
    let named = rest.trim_start();
    if named.len() == rest.len() {
        return None;
    }
    let end = named.find(|c: char| c == ':' || c.is_whitespace()).unwrap_or(named.len());
    let (word, rest) = named.split_at(end);
    let reason = rest.trim_start().strip_prefix(':').map(str::trim);
    match Code::parse(word) {
        Some(code) if !code.is_free() => Some(Says::Fixed(code)),
        Some(code) => Some(match reason {
            Some(reason) if !reason.is_empty() => Says::Allow(code, reason.to_owned()),
            _ => Says::NoReason(code),
        }),
        // A note to colleagues: "allow people to …".
        None if reason.is_none() || !is_slug(&word.to_ascii_lowercase()) => None,
        None => Some(Says::Unknown(word.to_owned())),
    }
}

#[cfg(test)]
mod tests {
    use super::{Says, find, without};
    use crate::diagnostic::Code;
    use crate::path::SourcePath;

    /// For each allowance the code that it allows, or what is wrong, and the
    /// text that it covers.
    fn found(path: &str, text: &str) -> Vec<(String, String)> {
        let word = |says: &Says| match says {
            Says::Allow(code, reason) => format!("{} {reason}", code.name()),
            other => format!("{other:?}"),
        };
        let found = find(&SourcePath::new(path).unwrap(), text).into_iter();
        found.map(|a| (word(&a.says), text.get(a.covers).unwrap().trim().to_owned())).collect()
    }

    fn one(path: &str, text: &str, said: &str, covered: &str) {
        assert_eq!(found(path, text), [(said.to_owned(), covered.to_owned())], "{text}");
    }

    #[test]
    fn in_markdown_a_comment_covers_the_block_below_it() {
        let story = |body: &str| format!("+++\ntitle = \"x\"\n+++\n{body}");
        let text = story("<!-- allow raw-html: so be it -->\n\nOne <b>\ntwo.\n\nThree.\n");
        one("content/pages/a.md", &text, "raw-html so be it", "One <b>\ntwo.");
        let text = story("One.\n\n> <!-- allow raw-html: x -->\n> Two.\n\nThree.\n");
        one("content/pages/a.md", &text, "raw-html x", "> Two.");
        let beside = story("One <b> <!-- allow raw-html: x -->\nand two.\n");
        one("content/pages/a.md", &beside, "raw-html x", "One <b> <!-- allow raw-html: x -->");
        assert_eq!(found("content/pages/a.md", &story("```\n<!-- allow raw-html: x -->\n```\n")), []);
        assert_eq!(found("content/pages/a.md", &story("# allow raw-html: this is a heading\n")), []);
    }

    #[test]
    fn several_stand_above_one_block() {
        let text = "<!-- allow raw-html: a -->\n<!-- allow heading-top: b -->\n# One\n";
        let both = found("content/pages/a.md", text);
        assert_eq!(both.iter().map(|(_, covered)| covered.as_str()).collect::<Vec<_>>(), ["# One", "# One"]);
    }

    #[test]
    fn in_toml_a_comment_covers_the_key_below_it() {
        one("content/offices/a.toml", "# allow raw-html: x\na = 1\nb = 2\n", "raw-html x", "a = 1");
        one(
            "content/offices/a.toml",
            "a = \"#\" # allow raw-html: x\nb = 2\n",
            "raw-html x",
            "a = \"#\" # allow raw-html: x",
        );
        one("content/offices/a.toml", "a = 1\r\n# allow raw-html: x\r\nb = 2\r\nc = 3\r\n", "raw-html x", "b = 2");
        let long = "# allow raw-html: x\na = \"\"\"\none\n\ntwo\"\"\"\nb = 2\n";
        one("content/offices/a.toml", long, "raw-html x", "a = \"\"\"\none\n\ntwo\"\"\"");
        let inside = "a = \"\"\"\n# allow raw-html: a heading\n\n<!-- allow raw-html: x -->\none\n\ntwo\"\"\"\n";
        one("content/offices/a.toml", inside, "raw-html x", "one");
        one("content/pages/a.md", "+++\n# allow raw-html: x\na = 1\n+++\nText\n", "raw-html x", "a = 1");
        assert_eq!(found("content/offices/a.toml", "a = \"# allow raw-html: x\"\n"), []);
    }

    #[test]
    fn templates_and_style_sheets_have_their_own_marks() {
        one("themes/a/templates/home.html", "{# allow card-letters: x #}\n<p>\n<b>\n", "card-letters x", "<p>");
        one("themes/a/styles/a.css", "/* allow card-letters: x */\na {}\nb {}\n", "card-letters x", "a {}");
        assert_eq!(found("themes/a/templates/home.html", "<!-- allow card-letters: x -->\n<p>\n"), []);
        assert_eq!(found("content/pages/a.js", "/* allow card-letters: x */\n"), []);
    }

    #[test]
    fn what_is_written_amiss_allows_nothing() {
        let says = |comment: &str| find(&SourcePath::new("a.toml").unwrap(), comment).pop().map(|a| a.says);
        assert_eq!(says("# allow raw-html"), Some(Says::NoReason(Code::RawHtml)));
        assert_eq!(says("# allow raw-html: "), Some(Says::NoReason(Code::RawHtml)));
        assert_eq!(says("# allow raw-htm: x"), Some(Says::Unknown("raw-htm".to_owned())));
        assert_eq!(says("# allow image-location: x"), Some(Says::Fixed(Code::ImageLocation)));
        for note in ["# allow people to write", "# allowing: x", "# we allow raw-html: x", "# allow"] {
            assert_eq!(says(note), None, "{note}");
        }
    }

    #[test]
    fn other_comments_are_shown_as_ever() {
        assert_eq!(without("<!-- allow raw-html: x -->\n"), "\n");
        assert_eq!(without("a <!-- allow raw-htm: x --> b <!-- c -->"), "a  b <!-- c -->");
        assert_eq!(without("<!-- please allow raw-html: x -->"), "<!-- please allow raw-html: x -->");
        assert_eq!(without("<!-- allow raw-html: x"), "<!-- allow raw-html: x");
    }
}
