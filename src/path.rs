//! Paths in the sources, addresses on the site, files in the output.
//!
//! The only string surgery on paths happens here. Nothing here touches a
//! file system; a path that could leave its tree cannot be made.

use std::borrow::Cow;
use std::fmt;
use std::sync::Arc;

/// How names begin that showcase keeps for itself in an output directory.
pub const OWN_PREFIX: &str = ".showcase";

/// The file that answers the address of its folder.
const INDEX: &str = "index.html";

/// A file in the sources: relative to the root, `/` between parts, no empty,
/// `.` or `..` part. Cheap to clone.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SourcePath(Arc<str>);

/// Why a text is no [`SourcePath`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PathProblem {
    /// It is empty.
    Empty,
    /// It begins at the root of a file system or of a drive.
    Absolute,
    /// It leads out of the tree.
    Outside,
    /// It has a backslash, a control character or an empty part.
    Malformed,
}

impl SourcePath {
    /// A path as it was written, checked.
    pub fn new(text: &str) -> Result<Self, PathProblem> {
        Self::resolve("", text)
    }

    /// What `relative` means in a file that lies in `folder` (`""` is the root).
    pub fn resolve(folder: &str, relative: &str) -> Result<Self, PathProblem> {
        if folder.is_empty() && is_plain(relative) {
            return Ok(Self(relative.into()));
        }
        if relative.is_empty() {
            return Err(PathProblem::Empty);
        }
        if relative.starts_with('/') || relative.starts_with('\\') || begins_with_drive(relative) {
            return Err(PathProblem::Absolute);
        }
        if relative.contains(|c: char| c == '\\' || c.is_control()) {
            return Err(PathProblem::Malformed);
        }
        let mut parts: Vec<&str> = folder.split('/').filter(|p| !p.is_empty()).collect();
        for part in relative.split('/') {
            match part {
                "" => return Err(PathProblem::Malformed),
                "." => {}
                ".." => drop(parts.pop().ok_or(PathProblem::Outside)?),
                _ => parts.push(part),
            }
        }
        let Some(first) = parts.first() else { return Err(PathProblem::Empty) };
        // `./C:/x` is no less absolute for Windows once the dots are gone.
        if begins_with_drive(first) {
            return Err(PathProblem::Absolute);
        }
        Ok(Self(parts.join("/").into()))
    }

    /// The path as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The folder it lies in, `""` for the root.
    pub fn folder(&self) -> &str {
        self.0.rsplit_once('/').map_or("", |(folder, _)| folder)
    }

    /// The last part.
    pub fn file_name(&self) -> &str {
        self.0.rsplit_once('/').map_or(&self.0, |(_, name)| name)
    }

    /// The last part without its extension.
    pub fn stem(&self) -> &str {
        let name = self.file_name();
        name.rsplit_once('.').filter(|(stem, _)| !stem.is_empty()).map_or(name, |(stem, _)| stem)
    }

    /// The extension in lower case, or `""`.
    pub fn extension(&self) -> String {
        let name = self.file_name();
        name.rsplit_once('.')
            .filter(|(stem, _)| !stem.is_empty())
            .map_or(String::new(), |(_, e)| e.to_ascii_lowercase())
    }
}

impl fmt::Display for SourcePath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Whether a path is one as it stands, which nearly all are: no part of it is empty
/// or of dots alone, and it has no sign that means anything anywhere.
fn is_plain(path: &str) -> bool {
    let mut named = false;
    for byte in path.bytes() {
        match byte {
            b'/' if !named => return false,
            b'/' => named = false,
            b'.' => {}
            b'-' | b'_' => named = true,
            byte if byte.is_ascii_alphanumeric() => named = true,
            _ => return false,
        }
    }
    named
}

fn begins_with_drive(path: &str) -> bool {
    path.as_bytes().get(1) == Some(&b':') && path.starts_with(|c: char| c.is_ascii_alphabetic())
}

/// An address on the site without the base path: begins with `/`, has no
/// query and no fragment. Only [`route`](crate::route) makes them from targets.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Url(Arc<str>);

impl Url {
    /// An address from a text that begins with `/`; `None` when it has an
    /// empty, `.` or `..` part, a query, a fragment, a backslash, white space
    /// or a control character, or could be read as another host (`//…`) or as
    /// a drive of Windows.
    pub fn new(text: &str) -> Option<Self> {
        let rest = text.strip_prefix('/')?;
        if rest.is_empty() || is_plain(rest.strip_suffix('/').unwrap_or(rest)) {
            return Some(Self(text.into()));
        }
        let bad = |c: char| c.is_control() || c.is_whitespace() || "\\?#%<>\"'`{}|^".contains(c);
        if rest.contains(bad) {
            return None;
        }
        let inner = rest.strip_suffix('/').unwrap_or(rest);
        let parts_ok = rest.is_empty() || inner.split('/').all(|p| !p.is_empty() && p != "." && p != "..");
        // The file that answers `/C:/x` would lie on a drive of Windows.
        (parts_ok && !begins_with_drive(rest)).then(|| Self(text.into()))
    }

    /// An address made of parts that are known to be slugs; anything else in
    /// it becomes a hyphen.
    pub fn of_slugs(text: &str) -> Self {
        Self::new(text).unwrap_or_else(|| {
            let clean = text.split('/').map(|part| slugify(part).unwrap_or_default()).filter(|part| !part.is_empty());
            let joined = clean.collect::<Vec<_>>().join("/");
            // Nothing may be left of it, and `//` would name another host.
            Self(if joined.is_empty() { "/".into() } else { format!("/{joined}/").into() })
        })
    }

    /// The address as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The file that answers this address.
    pub fn out_path(&self) -> OutPath {
        let rest = self.0.strip_prefix('/').unwrap_or(&self.0);
        if rest.is_empty() || rest.ends_with('/') {
            let mut path = String::with_capacity(rest.len() + INDEX.len());
            path.push_str(rest);
            path.push_str(INDEX);
            OutPath(path.into())
        } else {
            OutPath(rest.into())
        }
    }
}

impl fmt::Display for Url {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// A file in the output: relative, `/` between parts, never leading out of it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct OutPath(Arc<str>);

impl OutPath {
    /// A path in the output, checked as a [`SourcePath`] is.
    pub fn new(text: &str) -> Result<Self, PathProblem> {
        SourcePath::new(text).map(|path| Self(path.0))
    }

    /// The path as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The address that this file answers.
    pub fn url(&self) -> Url {
        match self.0.strip_suffix(INDEX) {
            Some(folder) if folder.is_empty() || folder.ends_with('/') => Url(format!("/{folder}").into()),
            _ => Url(format!("/{}", self.0).into()),
        }
    }
}

/// A file of the output as reports name files: the rules for both are one.
impl From<&OutPath> for SourcePath {
    fn from(out: &OutPath) -> Self {
        Self(Arc::clone(&out.0))
    }
}

impl fmt::Display for OutPath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// The path on its host that a relative one means on a page: both begin at the
/// root of the host, and no part of what comes out is `.` or `..` (RFC 3986,
/// section 5.2.4). A path that would leave the host stays at its root.
pub fn joined(page: &str, relative: &str) -> String {
    let folder = page.rsplit_once('/').map_or("", |(folder, _)| folder);
    let whole = if relative.starts_with('/') { relative.to_owned() } else { format!("{folder}/{relative}") };
    let is_plain = !whole.split('/').any(|part| matches!(part, "." | ".."));
    if is_plain {
        return whole;
    }
    let mut parts: Vec<&str> = Vec::new();
    let mut open = false;
    for part in whole.split('/').skip(1) {
        open = matches!(part, "." | "..");
        match part {
            "." => {}
            ".." => drop(parts.pop()),
            _ => parts.push(part),
        }
    }
    if open {
        parts.push("");
    }
    format!("/{}", parts.join("/"))
}

/// Whether a text may stand in an address as it is: lower-case letters,
/// digits and single hyphens between them.
pub fn is_slug(text: &str) -> bool {
    !text.is_empty()
        && text.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-')
        && !text.starts_with('-')
        && !text.ends_with('-')
        && !text.contains("--")
}

/// A text as a slug, transliterated to ASCII; `None` when nothing is left.
pub fn slugify(text: &str) -> Option<String> {
    let slug = slug::slugify(text);
    (!slug.is_empty()).then_some(slug)
}

/// A path, or a part of one, as it stands in an address: all but letters, digits
/// and a few signs as `%` and two hexadecimal digits (RFC 3986, 2.1), so that
/// nothing is left that a server could read as a variable.
pub fn percent_encoded(path: &str) -> String {
    let mut out = String::with_capacity(path.len());
    for byte in path.bytes() {
        match byte {
            b'-' | b'.' | b'_' | b'~' | b'/' => out.push(char::from(byte)),
            byte if byte.is_ascii_alphanumeric() => out.push(char::from(byte)),
            byte => out.push_str(&format!("%{byte:02X}")),
        }
    }
    out
}

/// A text with `%20` and the like resolved; as it stands where that gives no
/// UTF-8.
pub fn percent_decoded(text: &str) -> Cow<'_, str> {
    if !text.contains('%') {
        return Cow::Borrowed(text);
    }
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let [first, after @ ..] = rest {
        let pair = after.get(..2).and_then(|pair| std::str::from_utf8(pair).ok());
        let hex = pair.filter(|pair| pair.bytes().all(|b| b.is_ascii_hexdigit()));
        match hex.and_then(|hex| u8::from_str_radix(hex, 16).ok()) {
            Some(byte) if *first == b'%' => {
                bytes.push(byte);
                rest = after.get(2..).unwrap_or_default();
            }
            _ => {
                bytes.push(*first);
                rest = after;
            }
        }
    }
    String::from_utf8(bytes).map_or(Cow::Borrowed(text), Cow::Owned)
}

#[cfg(test)]
mod tests {
    use super::{PathProblem, SourcePath, Url, is_slug, joined, slugify};

    #[test]
    fn paths_never_leave_their_tree() {
        let resolve = |folder, path| SourcePath::resolve(folder, path).map(|p| p.to_string());
        assert_eq!(resolve("content/interns/i-1", "../../offices/geneva.toml").unwrap(), "content/offices/geneva.toml");
        assert_eq!(resolve("a", "./b.png").unwrap(), "a/b.png");
        for (path, problem) in [
            ("../../x", PathProblem::Outside),
            ("/etc/passwd", PathProblem::Absolute),
            ("C:/x", PathProblem::Absolute),
            ("../C:/x", PathProblem::Absolute),
            (".././c:x", PathProblem::Absolute),
            ("\\\\host\\x", PathProblem::Absolute),
            ("a\\..\\b", PathProblem::Malformed),
            ("a//b", PathProblem::Malformed),
            ("a\0b", PathProblem::Malformed),
            ("..", PathProblem::Empty),
            ("", PathProblem::Empty),
        ] {
            assert_eq!(SourcePath::resolve("content", path), Err(problem), "{path}");
        }
    }

    #[test]
    fn addresses_stay_on_the_site() {
        for good in ["/", "/impact/", "/a/b.json"] {
            assert_eq!(Url::new(good).unwrap().as_str(), good);
        }
        for bad in ["", "x", "//evil.example/", "/a//b", "/../x", "/a?b", "/a#b", "/a b", "/a\\b", "/%2e%2e/", "/C:/x"]
        {
            assert_eq!(Url::new(bad), None, "{bad}");
        }
        assert_eq!(Url::new("/impact/").unwrap().out_path().as_str(), "impact/index.html");
        assert_eq!(Url::new("/").unwrap().out_path().url().as_str(), "/");
        assert_eq!(Url::of_slugs("/Une École/?").as_str(), "/une-ecole/");
        assert_eq!(Url::of_slugs("").as_str(), "/");
    }

    #[test]
    fn relative_addresses_start_from_their_page() {
        let all = [("x", "/a/x"), ("../x/", "/x/"), ("../../..", "/"), ("./", "/a/"), ("/y/./z", "/y/z"), (".", "/a/")];
        assert_eq!(all.map(|(relative, _)| joined("/a/b", relative)), all.map(|(_, whole)| whole));
    }

    #[test]
    fn slugs() {
        assert!(is_slug("i-7f3k") && !is_slug("I-7") && !is_slug("a--b") && !is_slug("-a") && !is_slug(""));
        assert_eq!(slugify("Škola práva!").as_deref(), Some("skola-prava"));
        assert_eq!(slugify("!!!"), None);
    }
}
