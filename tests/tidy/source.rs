//! Rust sources as far as the tidy tests read them.

/// A source with its comments and texts taken out, and the texts by
/// themselves.
pub(super) struct Source {
    pub(super) code: String,
    pub(super) texts: Vec<String>,
}

impl Source {
    /// Reads comments, strings (raw ones too) and character literals; the
    /// rest is code.
    pub(super) fn new(text: &str) -> Self {
        let (mut code, mut texts) = (String::new(), Vec::new());
        let mut rest = text;
        while let Some(c) = rest.chars().next() {
            if rest.starts_with("//") {
                rest = rest.split_once('\n').map_or("", |(_, after)| after);
                code.push('\n');
            } else if let Some((inside, after)) = raw_string(rest).or_else(|| string(rest)) {
                texts.push(inside.to_owned());
                code.push_str("\"\"");
                rest = after;
            } else if let Some(after) = character(rest) {
                code.push_str("' '");
                rest = after;
            } else {
                code.push(c);
                rest = &rest[c.len_utf8()..];
            }
        }
        Self { code, texts }
    }

    /// The paths that stand in the code after `crate::`, `self::` and
    /// `super::`, from the root of the crate; `module` is where the code is.
    pub(super) fn references(&self, module: &[&str]) -> Vec<Vec<String>> {
        let mut found = Vec::new();
        let bytes = self.code.as_bytes();
        for word in ["crate", "self", "super"] {
            for (at, _) in self.code.match_indices(&format!("{word}::")) {
                let before = at.checked_sub(1).map_or(b' ', |before| bytes[before]);
                if before.is_ascii_alphanumeric() || b"_:$".contains(&before) {
                    continue;
                }
                let start = if word == "crate" { Vec::new() } else { module.iter().map(|m| (*m).to_owned()).collect() };
                follow(start, &self.code[at..], &mut found);
            }
        }
        found
    }
}

/// Follows one path, into the braces of an import.
fn follow(mut place: Vec<String>, code: &str, found: &mut Vec<Vec<String>>) {
    let mut rest = code.trim_start();
    loop {
        if let Some(inside) = rest.strip_prefix('{') {
            for part in split_braces(inside) {
                follow(place.clone(), part, found);
            }
            return;
        }
        let end = rest.find(|c: char| !c.is_alphanumeric() && c != '_').unwrap_or(rest.len());
        let (word, after) = rest.split_at(end);
        match word {
            "crate" | "self" | "" => {}
            "super" => drop(place.pop()),
            word => place.push(word.to_owned()),
        }
        let Some(after) = after.strip_prefix("::") else {
            found.push(place);
            return;
        };
        rest = after.trim_start();
    }
}

/// The parts between commas up to the closing brace.
fn split_braces(inside: &str) -> Vec<&str> {
    let (mut parts, mut depth, mut from) = (Vec::new(), 0, 0);
    for (at, c) in inside.char_indices() {
        match c {
            '{' => depth += 1,
            '}' if depth == 0 => {
                parts.push(&inside[from..at]);
                break;
            }
            '}' => depth -= 1,
            ',' if depth == 0 => {
                parts.push(&inside[from..at]);
                from = at + 1;
            }
            _ => {}
        }
    }
    parts.into_iter().map(str::trim).filter(|part| !part.is_empty()).collect()
}

fn string(text: &str) -> Option<(&str, &str)> {
    let inside = text.strip_prefix('"')?;
    let mut escaped = false;
    for (at, c) in inside.char_indices() {
        match c {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            '"' => return Some((&inside[..at], &inside[at + 1..])),
            _ => {}
        }
    }
    None
}

fn raw_string(text: &str) -> Option<(&str, &str)> {
    let hashes = text.strip_prefix('r')?;
    let inside = hashes.trim_start_matches('#');
    let close = format!("\"{}", &hashes[..hashes.len() - inside.len()]);
    inside.strip_prefix('"')?.split_once(&close)
}

/// What follows a character literal; a lifetime is none.
fn character(text: &str) -> Option<&str> {
    let inside = text.strip_prefix('\'')?;
    if let Some(escape) = inside.strip_prefix('\\') {
        return escape.get(1..)?.split_once('\'').map(|(_, after)| after);
    }
    let first = inside.chars().next()?;
    inside[first.len_utf8()..].strip_prefix('\'')
}

#[test]
fn sources_are_read() {
    let text = "// crate::a\nuse crate::{b::{self, C}, d::E as F};\nlet x = \"crate::g \\\" \"; let y = r#\"crate::h\"#;\n\
                match c { '\"' => crate::i::j(), '\\'' => super::k::l, 'a' => m::crate_n::<'a>() }\n";
    let source = Source::new(text);
    assert_eq!(source.texts, ["crate::g \\\" ", "crate::h"]);
    let mut references: Vec<String> =
        source.references(&["here", "inner"]).iter().map(|path| path.join("::")).collect();
    references.sort();
    assert_eq!(references, ["b", "b::C", "d::E", "here::k::l", "i::j"].map(str::to_owned));
}
