//! One connection: requests one after another, each within its limits.

use std::io::{self, Read, Write};
use std::net::TcpStream;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::time::{Duration, Instant};

use super::listen::{Context, Place};
use super::request::{HEAD, Request};
use super::response::{Body, Response};
use super::{answer, clock, own};

/// How long a connection may wait for its next request.
const IDLE: Duration = Duration::from_secs(60);
/// How long a request may take to come, once it began.
const ASKING: Duration = Duration::from_secs(10);
/// How long an answer may take to go.
const ANSWERING: Duration = Duration::from_secs(60);
/// Bytes that go at a time.
const PIECE: usize = 64 << 10;

/// Serves a connection until one of the two has enough.
pub(super) fn serve(mut stream: TcpStream, context: &Arc<Context>, place: &Place) {
    // What cannot be set shows when it is used.
    drop(stream.set_nodelay(true));
    let mut waiting = Vec::new();
    while let Some(asked) = next(&mut stream, &mut waiting) {
        let (response, keep, request) = match asked {
            Ok(request) => (isolated(|| respond(&request, context)), request.keep, Some(request)),
            Err(status) => (plain(Response::refusal(status)), false, None),
        };
        let head_only = request.as_ref().is_some_and(|request| request.method == "HEAD");
        let events = matches!(response.body, Body::Events);
        if send(&mut stream, &response, keep && !events, head_only).is_err() {
            break;
        }
        place.served();
        if let (true, false, Some(request)) = (events, head_only, &request) {
            // When the browser goes away, writing fails.
            drop(own::events(&mut stream, request, context, place));
            break;
        }
        if !keep {
            break;
        }
    }
    drop(stream.shutdown(std::net::Shutdown::Write));
}

/// The answer to a request, after the guard.
fn respond(request: &Request, context: &Context) -> Response {
    if !context.guard.admits(request) {
        return plain(Response::refusal(403));
    }
    if request.path.starts_with(own::FOLDER) {
        return plain(own::respond(request, context));
    }
    match request.method.as_str() {
        "GET" | "HEAD" => answer::answer(request, context),
        _ => {
            let mut response = Response::refusal(405);
            response.set("Allow", "GET, HEAD");
            plain(response)
        }
    }
}

/// What every answer says that is not the site's.
fn plain(mut response: Response) -> Response {
    response.set("Cache-Control", "no-store");
    response.set("X-Content-Type-Options", "nosniff");
    response.set("Cross-Origin-Resource-Policy", "same-origin");
    response.set("Referrer-Policy", "same-origin");
    response
}

/// A panic ends the request that it happened in, and nothing else.
fn isolated(work: impl FnOnce() -> Response) -> Response {
    catch_unwind(AssertUnwindSafe(work)).unwrap_or_else(|_| plain(Response::refusal(500)))
}

/// The next request, or the status that refuses it; `None` when there is none
/// to come. `waiting` is what came behind the last.
fn next(stream: &mut TcpStream, waiting: &mut Vec<u8>) -> Option<Result<Request, u16>> {
    let mut end = clock() + if waiting.is_empty() { IDLE } else { ASKING };
    let (mut request, used) = loop {
        match Request::parse(waiting) {
            Err(status) => return Some(Err(status)),
            Ok(Some(done)) => break done,
            Ok(None) => {}
        }
        let first = waiting.is_empty();
        match read(stream, waiting, end) {
            Ok(0) => return None,
            Ok(_) if first => end = clock() + ASKING,
            Ok(_) => {}
            Err(_) if waiting.is_empty() => return None,
            Err(_) => return Some(Err(408)),
        }
    };
    waiting.drain(..used);
    while waiting.len() < request.length {
        match read(stream, waiting, end) {
            Ok(0) => return Some(Err(400)),
            Ok(_) => {}
            Err(_) => return Some(Err(408)),
        }
    }
    request.body = waiting.drain(..request.length).collect();
    Some(Ok(request))
}

/// Reads what is there, but waits no longer than until `end`.
fn read(stream: &mut TcpStream, waiting: &mut Vec<u8>, end: Instant) -> io::Result<usize> {
    let left = end.saturating_duration_since(clock());
    if left.is_zero() {
        return Err(io::ErrorKind::TimedOut.into());
    }
    stream.set_read_timeout(Some(left))?;
    let mut piece = [0; 4096];
    let count = stream.read(&mut piece)?;
    waiting.extend_from_slice(piece.get(..count).unwrap_or_default());
    debug_assert!(waiting.len() <= HEAD + piece.len() + super::request::BODY, "no more than is looked at");
    Ok(count)
}

fn send(stream: &mut TcpStream, response: &Response, keep: bool, head_only: bool) -> io::Result<()> {
    let mut bytes = response.head(keep);
    let end = clock() + ANSWERING;
    if let (Body::Bytes(body), false) = (&response.body, head_only) {
        // A small page goes in one piece with its header.
        if body.len() <= PIECE {
            bytes.extend_from_slice(body);
        } else {
            write(stream, &bytes, end)?;
            return write(stream, body, end);
        }
    }
    write(stream, &bytes, end)
}

/// Writes all, or gives up.
pub(super) fn write(stream: &mut TcpStream, bytes: &[u8], end: Instant) -> io::Result<()> {
    for piece in bytes.chunks(PIECE) {
        let left = end.saturating_duration_since(clock());
        if left.is_zero() {
            return Err(io::ErrorKind::TimedOut.into());
        }
        stream.set_write_timeout(Some(left))?;
        stream.write_all(piece)?;
    }
    stream.flush()
}

#[cfg(test)]
mod tests {
    use super::isolated;
    use crate::serve::response::Response;

    #[test]
    fn a_panic_is_an_answer() {
        assert_eq!(isolated(|| panic!("as it may happen")).status, 500);
        assert_eq!(isolated(|| Response::refusal(404)).status, 404);
    }
}
