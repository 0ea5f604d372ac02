//! The lines of directives: finding them, and reading one.
//!
//! `::name{key="value" …}` stands alone, `:::name{…}` opens what a line of as
//! many colons closes. Which names and keys there are is directive.rs's affair.

use std::ops::Range;

/// A directive's line, read. Ranges count in the whole text.
pub(super) enum Line<'a> {
    /// Colons alone.
    Close { colons: usize },
    /// A name and its attributes.
    Open(Open<'a>),
}

/// A directive that stands alone or opens.
pub(super) struct Open<'a> {
    pub(super) colons: usize,
    pub(super) name: &'a str,
    pub(super) name_range: Range<usize>,
    pub(super) attributes: Vec<Attribute<'a>>,
}

/// `key="value"`.
pub(super) struct Attribute<'a> {
    pub(super) key: &'a str,
    pub(super) key_range: Range<usize>,
    pub(super) value: String,
    pub(super) value_range: Range<usize>,
}

/// Why a line cannot be read.
pub(super) struct Fault {
    pub(super) colons: usize,
    pub(super) range: Range<usize>,
    pub(super) message: String,
}

/// The lines that look like directives, each from its first colon to its last
/// visible character.
pub(super) fn find(text: &str) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut start = 0;
    for line in text.split_inclusive('\n') {
        let content = after_containers(line).trim_end();
        if is_directive(content) {
            let at = start + (line.len() - after_containers(line).len());
            found.push(at..at + content.len());
        }
        start += line.len();
    }
    found
}

/// Reads what [`find`] found.
pub(super) fn read<'a>(text: &'a str, range: &Range<usize>) -> Result<Line<'a>, Fault> {
    let mut reader = Reader { text, at: range.start, end: range.end };
    let colons = reader.take_while(|c| c == ':').len();
    let fault = |(range, message): (Range<usize>, String)| Fault { colons, range, message };
    if reader.rest().is_empty() {
        return Ok(Line::Close { colons });
    }
    reader.open(colons).map(Line::Open).map_err(fault)
}

/// A line without indentation, quotation marks and list markers at its start.
fn after_containers(line: &str) -> &str {
    let mut rest = line;
    loop {
        rest = rest.trim_start_matches([' ', '\t']);
        let after = rest.strip_prefix('>').or_else(|| after_marker(rest));
        match after {
            Some(after) => rest = after,
            None => return rest,
        }
    }
}

fn after_marker(text: &str) -> Option<&str> {
    let digits = text.trim_start_matches(|c: char| c.is_ascii_digit());
    let after =
        if digits.len() < text.len() { digits.strip_prefix(['.', ')']) } else { text.strip_prefix(['-', '+', '*']) };
    after.filter(|after| after.starts_with([' ', '\t']))
}

/// Whether somebody meant a directive: colons and a name, colons alone, or
/// colons and a brace. `:: so what` and `: definition` are text.
fn is_directive(content: &str) -> bool {
    let name = content.trim_start_matches(':');
    let colons = content.len() - name.len();
    let spaced = name.trim_start();
    let braced = || spaced.trim_start_matches(is_name).trim_start().starts_with('{');
    match name.chars().next() {
        _ if colons < 2 => false,
        None => colons >= 3,
        Some(first) => first.is_ascii_alphabetic() || braced(),
    }
}

fn is_name(c: char) -> bool {
    c.is_ascii_alphanumeric() || c == '-' || c == '_'
}

type Slip = (Range<usize>, String);

struct Reader<'a> {
    text: &'a str,
    at: usize,
    end: usize,
}

impl<'a> Reader<'a> {
    fn rest(&self) -> &'a str {
        self.text.get(self.at..self.end).unwrap_or_default()
    }

    fn take_while(&mut self, wanted: impl Fn(char) -> bool) -> &'a str {
        let rest = self.rest();
        let len = rest.find(|c| !wanted(c)).unwrap_or(rest.len());
        self.at += len;
        rest.get(..len).unwrap_or_default()
    }

    fn take(&mut self, c: char) -> bool {
        let there = self.rest().starts_with(c);
        self.at += if there { c.len_utf8() } else { 0 };
        there
    }

    /// The next character, for a message.
    fn slip<T>(&self, message: impl Into<String>) -> Result<T, Slip> {
        let len = self.rest().chars().next().map_or(0, char::len_utf8);
        Err((self.at..self.at + len, message.into()))
    }

    fn open(&mut self, colons: usize) -> Result<Open<'a>, Slip> {
        let start = self.at;
        let name = self.take_while(is_name);
        if name.is_empty() {
            return self.slip("The name of a directive follows its colons at once, as in `::figure`.");
        }
        let name_range = start..self.at;
        self.take_while(char::is_whitespace);
        let attributes = if self.take('{') { self.attributes(name)? } else { Vec::new() };
        if !self.rest().is_empty() {
            let message = format!("Nothing may follow the directive `{name}` on its line but `{{key=\"value\"}}`.");
            return Err((self.at..self.end, message));
        }
        Ok(Open { colons, name, name_range, attributes })
    }

    fn attributes(&mut self, name: &str) -> Result<Vec<Attribute<'a>>, Slip> {
        let mut attributes = Vec::new();
        loop {
            self.take_while(char::is_whitespace);
            if self.take('}') {
                self.take_while(char::is_whitespace);
                return Ok(attributes);
            }
            if self.rest().is_empty() {
                return self.slip(format!("The closing brace `}}` of the directive `{name}` is missing."));
            }
            attributes.push(self.attribute(name)?);
        }
    }

    fn attribute(&mut self, name: &str) -> Result<Attribute<'a>, Slip> {
        let start = self.at;
        let key = self.take_while(is_name);
        if key.is_empty() {
            return self.slip(format!("The directive `{name}` has something here that is no `key=\"value\"`."));
        }
        let key_range = start..self.at;
        self.take_while(char::is_whitespace);
        if !self.take('=') {
            return Err((key_range, format!("`{key}` in the directive `{name}` has no value: write `{key}=\"…\"`.")));
        }
        self.take_while(char::is_whitespace);
        let (value, value_range) = self.value(name, key)?;
        Ok(Attribute { key, key_range, value, value_range })
    }

    fn value(&mut self, name: &str, key: &str) -> Result<(String, Range<usize>), Slip> {
        if !self.take('"') {
            let rule = format!("The value of `{key}` in the directive `{name}` stands in straight quotation marks");
            return self.slip(format!("{rule}: `{key}=\"…\"`."));
        }
        let start = self.at;
        let mut value = String::new();
        loop {
            value.push_str(self.take_while(|c| c != '"' && c != '\\'));
            let end = self.at;
            if self.take('"') {
                return Ok((value, start..end));
            }
            if !self.take('\\') {
                let message = format!("The closing quotation mark of `{key}` in the directive `{name}` is missing.");
                return Err((start.saturating_sub(1)..self.end, message));
            }
            // `\"` and `\\`; before anything else a backslash is a backslash.
            match self.rest().chars().next() {
                Some(c @ ('"' | '\\')) if self.take(c) => value.push(c),
                _ => value.push('\\'),
            }
        }
    }
}
