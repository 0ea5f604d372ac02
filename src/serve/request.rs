//! A request as it comes: its limits, its target, its fields.

use httparse::{EMPTY_HEADER, Status};

/// Most bytes of a request line and its header together.
pub(super) const HEAD: usize = 16 << 10;
/// Most fields of a header.
const FIELDS: usize = 64;
/// Most bytes of a body.
pub(super) const BODY: usize = 4 << 10;

/// A request that may be answered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Request {
    pub(super) method: String,
    /// The path, decoded.
    pub(super) path: String,
    /// What stands behind `?`, as it came.
    pub(super) query: String,
    /// Whether the connection stays.
    pub(super) keep: bool,
    /// Bytes of the body.
    pub(super) length: usize,
    pub(super) body: Vec<u8>,
    fields: Vec<(String, String)>,
}

/// Why a request is not answered: the status that says so.
pub(super) type Refusal = u16;

impl Request {
    /// The value of a field; of one that stands there twice, the first.
    pub(super) fn field(&self, name: &str) -> Option<&str> {
        self.fields.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }

    /// The value of a parameter of the query, decoded.
    pub(super) fn parameter(&self, name: &str) -> Option<String> {
        let mut pairs = self.query.split('&').filter_map(|pair| pair.split_once('='));
        pairs.find(|(known, _)| *known == name).and_then(|(_, value)| decoded(value))
    }

    /// Reads a head. `None` if more of it has to come; else the request and
    /// how many bytes it takes.
    pub(super) fn parse(bytes: &[u8]) -> Result<Option<(Self, usize)>, Refusal> {
        let mut fields = [EMPTY_HEADER; FIELDS];
        let mut parsed = httparse::Request::new(&mut fields);
        let length = match parsed.parse(bytes) {
            Ok(Status::Complete(length)) => length,
            Ok(Status::Partial) if bytes.len() >= HEAD => return Err(431),
            Ok(Status::Partial) => return Ok(None),
            Err(httparse::Error::TooManyHeaders) => return Err(431),
            Err(httparse::Error::Version) => return Err(505),
            Err(_) => return Err(400),
        };
        if length > HEAD {
            return Err(431);
        }
        let text = |value: &[u8]| std::str::from_utf8(value).map(str::trim).map(str::to_owned).map_err(|_| 400_u16);
        let fields = parsed.headers.iter().map(|f| Ok((f.name.to_ascii_lowercase(), text(f.value)?)));
        let fields = fields.collect::<Result<Vec<_>, Refusal>>()?;
        let count = |name: &str| fields.iter().filter(|(known, _)| known == name).count();
        // Two of them are how one server is made to read what another did not.
        if count("host") != 1 || count("content-length") > 1 || count("origin") > 1 {
            return Err(400);
        }
        if count("transfer-encoding") > 0 {
            return Err(501);
        }
        let (path, query) = target(parsed.path.unwrap_or_default()).ok_or(400_u16)?;
        let mut request = Self {
            method: parsed.method.unwrap_or_default().to_owned(),
            path,
            query,
            keep: parsed.version == Some(1),
            length: 0,
            body: Vec::new(),
            fields,
        };
        if let Some(length) = request.field("content-length") {
            let digits = !length.is_empty() && length.bytes().all(|b| b.is_ascii_digit());
            request.length = Some(length).filter(|_| digits).and_then(|l| l.parse().ok()).ok_or(400_u16)?;
        }
        if request.length > BODY {
            return Err(413);
        }
        request.keep &= request.field("connection").is_none_or(|value| !value.eq_ignore_ascii_case("close"));
        Ok(Some((request, length)))
    }
}

/// The path of a target, decoded once, and its query. `None` for what is no
/// plain path from the root: another host, a way upwards in any spelling, a
/// backslash, a drive, a control character.
fn target(text: &str) -> Option<(String, String)> {
    if !text.starts_with('/') || text.contains('#') {
        return None;
    }
    let (path, query) = text.split_once('?').unwrap_or((text, ""));
    let path = decoded(path)?;
    let bad = |c: char| c.is_control() || c == '\\';
    let parts = path.strip_prefix('/')?;
    let parts = parts.strip_suffix('/').unwrap_or(parts);
    let plain = parts.is_empty() && path == "/" || parts.split('/').all(|part| !matches!(part, "" | "." | ".."));
    let drive = parts.as_bytes().get(1) == Some(&b':');
    (plain && !drive && !path.contains(bad)).then(|| (path, query.to_owned()))
}

/// A text without its percent signs; `None` if they mean nothing, or bytes that
/// are no UTF-8.
fn decoded(text: &str) -> Option<String> {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let Some((first, more)) = rest.split_first() {
        rest = more;
        if *first != b'%' {
            bytes.push(*first);
            continue;
        }
        let (pair, more) = rest.split_first_chunk::<2>()?;
        let digit = |byte: u8| char::from(byte).to_digit(16);
        bytes.push(u8::try_from(digit(pair[0])? * 16 + digit(pair[1])?).ok()?);
        rest = more;
    }
    String::from_utf8(bytes).ok()
}

#[cfg(test)]
mod tests {
    use super::{Request, target};

    #[test]
    fn targets() {
        let path = |text| target(text).map(|(path, _)| path);
        assert_eq!(path("/a/b%20c/?x=1").as_deref(), Some("/a/b c/"));
        assert_eq!(path("/").as_deref(), Some("/"));
        assert_eq!(path("/%252e%252e/").as_deref(), Some("/%2e%2e/"), "decoded once, so it is a name");
        for bad in
            ["", "*", "a", "http://x/", "//", "//x", "/a//b", "/..", "/a/%2e%2e/b", "/.", "/a\\b", "/%5c", "/%00"]
        {
            assert_eq!(path(bad), None, "{bad}");
        }
        for bad in ["/#", "/a#b", "/%", "/%2", "/%zz", "/%ff", "/C:/x", "/%43%3a/x", "/a/.."] {
            assert_eq!(path(bad), None, "{bad}");
        }
    }

    #[test]
    fn heads() {
        let parse = |text: &str| Request::parse(text.as_bytes()).map(|done| done.map(|(request, _)| request.keep));
        assert_eq!(parse("GET / HTTP/1.1\r\nHost: a\r\n\r\n"), Ok(Some(true)));
        assert_eq!(parse("GET / HTTP/1.0\r\nHost: a\r\n\r\n"), Ok(Some(false)));
        assert_eq!(parse("GET / HTTP/1.1\r\nHost: a\r\n"), Ok(None));
        assert_eq!(parse("GET / HTTP/1.1\r\n\r\n"), Err(400));
        assert_eq!(parse("GET / HTTP/1.1\r\nHost: a\r\nContent-Length: 9999\r\n\r\n"), Err(413));
    }
}
