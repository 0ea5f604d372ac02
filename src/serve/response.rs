//! An answer, and how it is written down: its length, a part of it, compressed.

use std::sync::Arc;

use super::request::Request;
use super::shelf::gzip;

/// An answer.
#[derive(Debug, Clone)]
pub(super) struct Response {
    pub(super) status: u16,
    pub(super) fields: Vec<(String, String)>,
    pub(super) body: Body,
}

/// What an answer holds.
#[derive(Debug, Clone)]
pub(super) enum Body {
    /// These bytes.
    Bytes(Arc<[u8]>),
    /// Events, as they come.
    Events,
}

/// Shorter texts are not worth the while.
const WORTH: usize = 600;

impl Response {
    /// An answer of a type.
    pub(super) fn new(status: u16, kind: &str, body: impl Into<Arc<[u8]>>) -> Self {
        Self { status, fields: vec![("Content-Type".to_owned(), kind.to_owned())], body: Body::Bytes(body.into()) }
    }

    /// A line of text that says what is wrong.
    pub(super) fn refusal(status: u16) -> Self {
        let text = format!("{status} {}\n", reason(status));
        Self::new(status, "text/plain; charset=utf-8", text.into_bytes())
    }

    /// Another address.
    pub(super) fn moved(status: u16, to: &str) -> Self {
        let mut response = Self::refusal(status);
        response.set("Location", to);
        response
    }

    /// Sets a field in place of what it was.
    pub(super) fn set(&mut self, name: &str, value: &str) {
        self.fields.retain(|(known, _)| !known.eq_ignore_ascii_case(name));
        // A line break in a value would begin a field of its own.
        let value: String = value.chars().filter(|c| !c.is_control()).collect();
        self.fields.push((name.to_owned(), value));
    }

    /// The value of a field.
    pub(super) fn field(&self, name: &str) -> Option<&str> {
        self.fields.iter().find(|(known, _)| known.eq_ignore_ascii_case(name)).map(|(_, value)| value.as_str())
    }

    /// Makes of it what this request can take: a part of it, or all of it
    /// compressed. `compressed` is what its bytes are as gzip, if that is known.
    pub(super) fn fit_to(&mut self, request: &Request, compressed: Option<&dyn Fn() -> Arc<[u8]>>) {
        let Body::Bytes(bytes) = &self.body else { return };
        let bytes = Arc::clone(bytes);
        if self.status != 200 && self.status != 404 && self.status != 410 {
            return;
        }
        if self.status == 200 {
            self.set("Accept-Ranges", "bytes");
            // With nothing to compare, a condition is never met.
            let wanted = request.field("range").filter(|_| request.field("if-range").is_none());
            match wanted.map_or(Part::All, |range| part(range, bytes.len())) {
                Part::All => {}
                Part::None => {
                    *self = Self::refusal(416);
                    self.set("Content-Range", &format!("bytes */{}", bytes.len()));
                    return;
                }
                Part::Of(first, last) => {
                    self.status = 206;
                    self.set("Content-Range", &format!("bytes {first}-{last}/{}", bytes.len()));
                    self.body = Body::Bytes(bytes.get(first..=last).unwrap_or_default().into());
                    return;
                }
            }
        }
        if !is_text(self.field("content-type").unwrap_or_default()) {
            return;
        }
        self.set("Vary", "Accept-Encoding");
        if bytes.len() >= WORTH && takes_gzip(request.field("accept-encoding").unwrap_or_default()) {
            self.set("Content-Encoding", "gzip");
            self.body = Body::Bytes(compressed.map_or_else(|| gzip(&bytes).into(), |known| known()));
        }
    }

    /// The status line and the header.
    pub(super) fn head(&self, keep: bool) -> Vec<u8> {
        let mut head = format!("HTTP/1.1 {} {}\r\n", self.status, reason(self.status));
        for (name, value) in &self.fields {
            head.push_str(&format!("{name}: {value}\r\n"));
        }
        match &self.body {
            Body::Bytes(bytes) => head.push_str(&format!("Content-Length: {}\r\n", bytes.len())),
            Body::Events => {}
        }
        head.push_str(if keep { "Connection: keep-alive\r\n\r\n" } else { "Connection: close\r\n\r\n" });
        head.into_bytes()
    }
}

/// What a request wants of some bytes.
#[derive(Debug, PartialEq, Eq)]
enum Part {
    All,
    None,
    /// From the first to the last.
    Of(usize, usize),
}

/// What `bytes=…` means (RFC 9110, section 14.1.2). Of several parts, all is
/// sent, as is allowed.
fn part(range: &str, length: usize) -> Part {
    let Some((first, last)) = range.strip_prefix("bytes=").and_then(|range| range.trim().split_once('-')) else {
        return Part::All;
    };
    let number = |text: &str| text.bytes().all(|b| b.is_ascii_digit()).then(|| text.parse::<usize>().ok()).flatten();
    match (first, last) {
        ("", last) => match number(last) {
            Some(0) => Part::None,
            Some(_) if length == 0 => Part::None,
            Some(count) => Part::Of(length.saturating_sub(count), length - 1),
            None => Part::All,
        },
        (first, last) => match (number(first), number(last)) {
            (Some(first), None) if last.is_empty() && first < length => Part::Of(first, length - 1),
            (Some(first), Some(last)) if first <= last && first < length => Part::Of(first, last.min(length - 1)),
            (Some(first), Some(last)) if first > last => Part::All,
            (Some(_), Some(_)) => Part::None,
            (Some(_), None) if last.is_empty() => Part::None,
            _ => Part::All,
        },
    }
}

fn takes_gzip(accepted: &str) -> bool {
    accepted.split(',').any(|coding| {
        let mut parts = coding.split(';').map(str::trim);
        let named = parts.next().is_some_and(|name| name.eq_ignore_ascii_case("gzip"));
        named && !parts.any(|part| matches!(part, "q=0" | "q=0.0" | "q=0.00" | "q=0.000"))
    })
}

fn is_text(kind: &str) -> bool {
    let kind = kind.split(';').next().unwrap_or_default();
    kind.starts_with("text/") || kind.ends_with("json") || kind.ends_with("xml") || kind == "application/manifest+json"
}

fn reason(status: u16) -> &'static str {
    match status {
        200 => "OK",
        202 => "Accepted",
        206 => "Partial Content",
        301 => "Moved Permanently",
        302 => "Found",
        307 => "Temporary Redirect",
        308 => "Permanent Redirect",
        400 => "Bad Request",
        403 => "Forbidden",
        404 => "Not Found",
        405 => "Method Not Allowed",
        408 => "Request Timeout",
        410 => "Gone",
        413 => "Content Too Large",
        415 => "Unsupported Media Type",
        416 => "Range Not Satisfiable",
        421 => "Misdirected Request",
        431 => "Request Header Fields Too Large",
        500 => "Internal Server Error",
        501 => "Not Implemented",
        503 => "Service Unavailable",
        505 => "HTTP Version Not Supported",
        _ => "Status",
    }
}

#[cfg(test)]
mod tests {
    use super::{Part, part, takes_gzip};

    #[test]
    fn ranges() {
        for (range, expected) in [
            ("bytes=0-3", Part::Of(0, 3)),
            ("bytes=8-", Part::Of(8, 9)),
            ("bytes=-2", Part::Of(8, 9)),
            ("bytes=-99", Part::Of(0, 9)),
            ("bytes=2-99", Part::Of(2, 9)),
            ("bytes=10-", Part::None),
            ("bytes=10-12", Part::None),
            ("bytes=-0", Part::None),
            ("bytes=3-2", Part::All),
            ("bytes=0-1,4-5", Part::All),
            ("bytes=a-b", Part::All),
            ("bytes=99999999999999999999999-", Part::All),
            ("lines=0-1", Part::All),
            ("bytes=-", Part::All),
        ] {
            assert_eq!(part(range, 10), expected, "{range}");
        }
        assert_eq!(part("bytes=0-0", 0), Part::None);
    }

    #[test]
    fn codings() {
        assert!(takes_gzip("br, gzip;q=0.5") && takes_gzip("GZIP"));
        assert!(!takes_gzip("br") && !takes_gzip("gzip;q=0") && !takes_gzip("gzipped"));
    }
}
