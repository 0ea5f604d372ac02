//! As much of HTTP as it takes to ask a server for an address.

use std::io::{self, Read, Write};
use std::net::TcpStream;
use std::time::Duration;

/// What a server answers.
#[derive(Debug)]
pub(super) struct Answer {
    pub(super) status: u16,
    headers: Vec<(String, String)>,
    pub(super) body: Vec<u8>,
}

impl Answer {
    /// A header that stands there once.
    pub(super) fn header(&self, name: &str) -> Option<&str> {
        let mut found = self.headers.iter().filter(|(known, _)| known.eq_ignore_ascii_case(name));
        let first = found.next();
        assert!(found.next().is_none(), "{name} stands there twice: {:?}", self.headers);
        first.map(|(_, value)| value.as_str())
    }

    /// Where the answer leads to, without the host, in plain signs.
    pub(super) fn location(&self) -> Option<String> {
        let address = self.header("location")?;
        let path = address.split_once("://").map_or(address, |(_, rest)| &rest[rest.find('/').unwrap()..]);
        let plain = |path: String, byte: u8| path.replace(&format!("%{byte:02X}"), &char::from(byte).to_string());
        Some((b' '..=b'~').fold(path.replace("%2b", "%2B"), plain))
    }
}

/// Asks for an address; version 1.0, so that the body comes in one piece.
pub(super) fn get(port: u16, path: &str) -> io::Result<Answer> {
    ask(port, &format!("GET {path} HTTP/1.0\r\nHost: 127.0.0.1:{port}\r\n\r\n"))
}

/// The same by somebody who takes this coding; nginx packs nothing for version 1.0.
pub(super) fn get_as(port: u16, path: &str, coding: &str) -> io::Result<Answer> {
    let more = format!("Accept-Encoding: {coding}\r\nConnection: close");
    ask(port, &format!("GET {path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\n{more}\r\n\r\n"))
}

fn ask(port: u16, request: &str) -> io::Result<Answer> {
    let mut stream = TcpStream::connect(("127.0.0.1", port))?;
    stream.set_read_timeout(Some(Duration::from_secs(30)))?;
    stream.write_all(request.as_bytes())?;
    let mut bytes = Vec::new();
    stream.read_to_end(&mut bytes)?;
    let broken = || io::Error::other(format!("no answer: {:?}", String::from_utf8_lossy(&bytes)));
    let end = bytes.windows(4).position(|four| four == b"\r\n\r\n").ok_or_else(broken)?;
    let head = String::from_utf8_lossy(&bytes[..end]).into_owned();
    let mut lines = head.lines();
    let status = lines.next().and_then(|line| line.split(' ').nth(1)?.parse().ok()).ok_or_else(broken)?;
    let headers = lines.filter_map(|line| line.split_once(": ")).map(|(a, b)| (a.to_owned(), b.to_owned()));
    let headers: Vec<(String, String)> = headers.collect();
    let chunked =
        headers.iter().any(|(name, value)| name.eq_ignore_ascii_case("transfer-encoding") && value == "chunked");
    let body = &bytes[end + 4..];
    Ok(Answer { status, headers, body: if chunked { whole(body) } else { body.to_vec() } })
}

/// A body that came in pieces, each behind its length.
fn whole(mut pieces: &[u8]) -> Vec<u8> {
    let mut body = Vec::new();
    loop {
        let end = pieces.windows(2).position(|two| two == b"\r\n").unwrap();
        let length = usize::from_str_radix(std::str::from_utf8(&pieces[..end]).unwrap(), 16).unwrap();
        if length == 0 {
            return body;
        }
        body.extend_from_slice(&pieces[end + 2..end + 2 + length]);
        pieces = &pieces[end + 2 + length + 2..];
    }
}
