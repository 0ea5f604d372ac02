//! Words, emphasis, links and pictures of one paragraph.

use super::escape;
use super::{Place, Writer};
use crate::import::document::{Image, Inline, plain};
use crate::import::remains::{Kind, Remains};
use crate::markdown::reading;

impl Writer<'_> {
    /// Inlines as Markdown; lines end with a backslash where the author ended
    /// them. What would not read as it should is written more plainly: without
    /// emphasis, and at last with every sign escaped.
    pub(super) fn inlines(&mut self, inlines: &[Inline]) -> String {
        let wanted = folded(&plain(inlines));
        let sober = without_emphasis(inlines, false);
        let bare = without_emphasis(inlines, true);
        let attempts = [(inlines, false), (&sober, false), (&bare, true)];
        let good = attempts.iter().position(|(inlines, careful)| self.reads(inlines, *careful, &wanted));
        let good = good.unwrap_or(attempts.len() - 1);
        if good > 0 {
            self.remains.add(Kind::Emphasis, &plain(inlines));
        }
        let (chosen, careful) = attempts.get(good).copied().unwrap_or((inlines, false));
        self.careful = careful;
        let written = self.run(chosen, ' ', ' ', false);
        self.careful = false;
        ended(&written)
    }

    /// Whether inlines, written so, read as they should.
    fn reads(&self, inlines: &[Inline], careful: bool, wanted: &str) -> bool {
        let mut silent = Remains::default();
        let mut trial =
            Writer { names: self.names, remains: &mut silent, notes: Vec::new(), place: self.place, careful };
        let text = ended(&trial.run(&without_notes(inlines), ' ', ' ', false));
        let whole = match self.place {
            Place::Paragraph => text.split('\n').map(escape::line_start).collect::<Vec<_>>().join("\n"),
            Place::Heading => format!("## {text}\n"),
            Place::Cell => format!("| {text} |\n| --- |\n"),
        };
        folded(&reading::read(&whole).text) == wanted
    }

    /// `before` and `after` are what stands around; in a link there is no other.
    fn run(&mut self, inlines: &[Inline], before: char, after: char, in_link: bool) -> String {
        let mut out = String::new();
        for (at, inline) in inlines.iter().enumerate() {
            let left = out.chars().next_back().unwrap_or(before);
            let right = inlines.get(at + 1..).and_then(first_char).unwrap_or(after);
            match inline {
                Inline::Text(text) => out.push_str(&escape::text(text, self.place, self.careful)),
                Inline::Code(text) => out.push_str(&escape::code(text, self.place)),
                Inline::Strong(inner) => self.emphasis(inner, "**", (left, right), in_link, &mut out),
                Inline::Emphasis(inner) => self.emphasis(inner, "*", (left, right), in_link, &mut out),
                Inline::Struck(inner) => self.emphasis(inner, "~~", (left, right), in_link, &mut out),
                Inline::Link { text, .. } if in_link => out.push_str(&self.run(text, left, right, true)),
                Inline::Link { to, text } => {
                    let words = self.run(text, '[', ']', true);
                    if words.trim().is_empty() {
                        continue;
                    }
                    // It would be a picture.
                    if out.ends_with('!') && !out.ends_with("\\!") {
                        out.pop();
                        out.push_str("\\!");
                    }
                    out.push_str(&format!("[{}]({})", words.replace("\\\n", " "), escape::address(to)));
                }
                Inline::Image(image) => out.push_str(&self.picture(image)),
                Inline::Note(note) => {
                    let number = match self.notes.iter().position(|known| known == note) {
                        Some(known) => known + 1,
                        None => {
                            self.notes.push(*note);
                            self.notes.len()
                        }
                    };
                    out.push_str(&format!("[^{number}]"));
                }
                Inline::Break => out.push_str("\\\n"),
            }
        }
        out
    }

    fn emphasis(&mut self, inner: &[Inline], sign: &str, (left, right): (char, char), in_link: bool, out: &mut String) {
        let mark = sign.chars().next().unwrap_or('*');
        let words = self.run(inner, mark, mark, in_link);
        let (Some(first), Some(last)) = (words.chars().next(), words.chars().next_back()) else { return };
        // What may open and close emphasis (CommonMark 0.31, 6.2).
        let opens = !is_punctuation(first) || is_edge(left);
        let closes = !is_punctuation(last) || is_edge(right);
        let apart = left != mark && right != mark && first != mark && last != mark;
        if opens && closes && apart {
            out.push_str(&format!("{sign}{words}{sign}"));
        } else if sign == "*" && is_edge(left) && is_edge(right) && left != '_' && right != '_' {
            out.push_str(&format!("_{words}_"));
        } else if sign == "**" && opens && closes && left != '*' && right != '*' {
            // Slanted and bold: another sign for one of the two.
            let other = words.replace('*', "_");
            let whole = words.starts_with('*') && words.ends_with('*') && words.matches('*').count() == 2;
            let inner = if whole { &other } else { &words };
            out.push_str(&format!("**{inner}**"));
        } else {
            self.remains.add(Kind::Emphasis, &plain(inner));
            out.push_str(&words);
        }
    }

    fn picture(&mut self, image: &Image) -> String {
        let Some(name) = self.names.get(image.source).cloned().flatten() else { return String::new() };
        let alt = self.alt(image, &name);
        format!("![{}]({})", escape::text(&alt, self.place, self.careful), escape::address(&name))
    }
}

/// A paragraph without what its last line ends with.
fn ended(text: &str) -> String {
    text.trim_matches([' ', '\n']).trim_end_matches("\\\n").to_owned()
}

fn is_edge(c: char) -> bool {
    c.is_whitespace() || is_punctuation(c)
}

/// What CommonMark takes for punctuation: signs too.
fn is_punctuation(c: char) -> bool {
    if c.is_ascii() { c.is_ascii_punctuation() } else { !c.is_alphanumeric() && !c.is_whitespace() }
}

/// The sign that comes next.
fn first_char(inlines: &[Inline]) -> Option<char> {
    inlines.iter().find_map(|inline| match inline {
        Inline::Text(text) => text.chars().next().map(|c| if c.is_whitespace() { ' ' } else { c }),
        Inline::Code(_) => Some('`'),
        Inline::Strong(_) | Inline::Emphasis(_) => Some('*'),
        Inline::Struck(_) => Some('~'),
        Inline::Link { .. } | Inline::Note(_) => Some('['),
        Inline::Image(_) => Some('!'),
        Inline::Break => Some('\\'),
    })
}

/// Inlines without emphasis; with `bare` without code too.
fn without_emphasis(inlines: &[Inline], bare: bool) -> Vec<Inline> {
    let mut out = Vec::new();
    for inline in inlines {
        match inline {
            Inline::Strong(inner) | Inline::Emphasis(inner) | Inline::Struck(inner) => {
                out.extend(without_emphasis(inner, bare));
            }
            Inline::Link { to, text } => {
                out.push(Inline::Link { to: to.clone(), text: without_emphasis(text, bare) });
            }
            Inline::Code(text) if bare => out.push(Inline::Text(text.clone())),
            other => out.push(other.clone()),
        }
    }
    out
}

fn without_notes(inlines: &[Inline]) -> Vec<Inline> {
    let one = |inline: &Inline| match inline {
        Inline::Note(_) => None,
        Inline::Strong(inner) => Some(Inline::Strong(without_notes(inner))),
        Inline::Emphasis(inner) => Some(Inline::Emphasis(without_notes(inner))),
        Inline::Struck(inner) => Some(Inline::Struck(without_notes(inner))),
        Inline::Link { to, text } => Some(Inline::Link { to: to.clone(), text: without_notes(text) }),
        other => Some(other.clone()),
    };
    inlines.iter().filter_map(one).collect()
}

/// Words without blanks, with straight quotation marks and plain dashes, as the
/// site's dialect makes typographic ones of both.
fn folded(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars().filter(|c| !c.is_whitespace() && !c.is_control()) {
        match c {
            '\u{2018}' | '\u{2019}' => out.push('\''),
            '\u{201c}' | '\u{201d}' => out.push('"'),
            '\u{2013}' => out.push_str("--"),
            '\u{2014}' => out.push_str("---"),
            '\u{2026}' => out.push_str("..."),
            '\u{feff}' => {}
            c => out.push(c),
        }
    }
    out
}
