//! What the preview itself has to say: its script and style, events, what is
//! known of a page. All of it lies below one folder whose name no site can use.

use std::io;
use std::net::TcpStream;
use std::time::Duration;

use jiff::civil::Date;
use serde::Serialize;

use super::guard::Guard;
use super::hub::Now;
use super::listen::{Context, Place};
use super::request::Request;
use super::response::{Body, Response};
use super::shelf::File;
use super::watch::Signal;
use super::{answer, clock, connection};
use crate::path::OutPath;

/// Where it lies: a name that is kept for showcase in every output.
pub(super) const FOLDER: &str = "/.showcase/";

const SCRIPT: &str = include_str!("client.js");
const STYLE: &str = include_str!("client.css");
const FRAME: &str = include_str!("frame.html");
const FRAME_STYLE: &str = include_str!("frame.css");

/// The policy of the preview's own pages.
const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; frame-src 'self'; \
                      frame-ancestors 'none'; base-uri 'none'; form-action 'none'";

/// How often an event stream says that it is still there.
const BEAT: Duration = Duration::from_secs(15);
/// How long an event may take to go.
const SENDING: Duration = Duration::from_secs(10);
/// So much of what is withheld is listed.
const LISTED: usize = 200;

/// A page with the preview's script in it. The script is a file of the same
/// origin, which the site's own policy allows; nothing is widened for it.
pub(super) fn with_bar(file: &File) -> Vec<u8> {
    let tag = format!("<script src=\"{FOLDER}client.js\" data-page=\"{}\" defer></script>\n", file.hash);
    let bytes = file.bytes();
    let at = memchr::memmem::rfind(&bytes, b"</body>").unwrap_or(bytes.len());
    let (before, after) = bytes.split_at(at);
    [before, tag.as_bytes(), after].concat()
}

/// What is shown while no build gave a site yet.
pub(super) fn nothing_yet(now: &Now) -> Response {
    let list: String = now.problems.iter().map(|problem| format!("<pre>{}</pre>\n", escaped(&problem.text))).collect();
    let body = format!(
        "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width\">\n<title>The site cannot be built yet</title>\n\
         <link rel=\"stylesheet\" href=\"{FOLDER}client.css\">\n</head>\n<body class=\"nothing-yet\">\n<main>\n\
         <h1>The site cannot be built yet</h1>\n<p>This page changes by itself when these are mended.</p>\n\
         {list}</main>\n<script src=\"{FOLDER}client.js\" data-page=\"\" defer></script>\n</body>\n</html>\n"
    );
    let mut response = Response::new(503, "text/html; charset=utf-8", body.into_bytes());
    response.set("Content-Security-Policy", POLICY);
    response.set("Cache-Control", "no-store");
    response
}

/// Answers a request below the folder.
pub(super) fn respond(request: &Request, context: &Context) -> Response {
    let name = request.path.strip_prefix(FOLDER).unwrap_or_default();
    let read = matches!(request.method.as_str(), "GET" | "HEAD");
    let text = |kind: &str, text: &str| {
        let mut response = Response::new(200, kind, text.as_bytes());
        response.set("Content-Security-Policy", POLICY);
        response.fit_to(request, None);
        response
    };
    match name {
        "date" => date(request, context),
        _ if !read => {
            let mut response = Response::refusal(405);
            response.set("Allow", "GET, HEAD");
            response
        }
        "client.js" => text("text/javascript; charset=utf-8", SCRIPT),
        "client.css" => text("text/css; charset=utf-8", STYLE),
        "frame.css" => text("text/css; charset=utf-8", FRAME_STYLE),
        "frame" => text("text/html; charset=utf-8", FRAME),
        "page" => json(&page(request, context)),
        "state" => json(&state(&context.hub.now(), None)),
        "events" => Response {
            status: 200,
            fields: vec![("Content-Type".to_owned(), "text/event-stream; charset=utf-8".to_owned())],
            body: Body::Events,
        },
        _ => Response::refusal(404),
    }
}

fn json(value: &impl Serialize) -> Response {
    // Strings, numbers and lists: this cannot fail.
    let text = serde_json::to_vec(value).unwrap_or_default();
    Response::new(200, "application/json; charset=utf-8", text)
}

/// Another day. Only a page of this server may ask, and only in a way that no
/// form of another site can.
fn date(request: &Request, context: &Context) -> Response {
    if request.method != "POST" {
        let mut response = Response::refusal(405);
        response.set("Allow", "POST");
        return response;
    }
    if !Guard::is_from_own_page(request) {
        return Response::refusal(403);
    }
    if request.field("content-type") != Some("application/json") {
        return Response::refusal(415);
    }
    let wanted = match serde_json::from_slice::<serde_json::Value>(&request.body) {
        Ok(serde_json::Value::Null) => None,
        Ok(serde_json::Value::String(text)) => match text.parse::<Date>() {
            Ok(date) => Some(date),
            Err(_) => return Response::refusal(400),
        },
        _ => return Response::refusal(400),
    };
    // If nobody builds any more, nobody serves either.
    drop(context.send.send(Signal::Date(wanted)));
    Response::refusal(202)
}

#[derive(Serialize)]
struct State<'a> {
    builds: u64,
    ok: bool,
    busy: bool,
    date: Option<String>,
    /// The hash of the page that is asked about, if it is there.
    page: Option<String>,
    problems: Vec<&'a str>,
}

fn state<'a>(now: &'a Now, out: Option<&OutPath>) -> State<'a> {
    let problems = now.problems.iter().filter(|problem| problem.error);
    State {
        builds: now.builds,
        ok: now.sound,
        busy: now.busy,
        date: now.date.map(|date| date.to_string()),
        page: out.and_then(|out| now.file(out)).map(|file| file.hash.to_string()),
        problems: problems.map(|problem| problem.text.as_str()).collect(),
    }
}

/// The page that a request asks about.
fn asked(request: &Request, now: &Now) -> Option<OutPath> {
    let path = request.parameter("path")?;
    let below = answer::below(&path, &now.shelf.base)?;
    let out = OutPath::new(&below).ok()?;
    Some(if now.file(&out).is_some() { out } else { OutPath::new("404.html").ok()? })
}

#[derive(Serialize, Default)]
struct About {
    source: Option<String>,
    file: Option<String>,
    draft: bool,
    drafts: bool,
    date: Option<String>,
    hidden: Vec<String>,
    withheld: Vec<(String, String)>,
    more: usize,
    findings: Vec<String>,
}

/// What the bar shows of a page.
fn page(request: &Request, context: &Context) -> About {
    let now = context.hub.now();
    let shelf = &now.shelf;
    let origin = asked(request, &now).and_then(|out| shelf.origins.get(&out));
    let source = origin.and_then(|origin| origin.source.clone());
    let own = |other: &crate::path::SourcePath| source.as_ref() == Some(other);
    let hidden = shelf.veiled.iter().filter(|veiled| !veiled.whole && own(&veiled.source));
    let withheld = || shelf.veiled.iter().filter(|veiled| veiled.whole);
    About {
        file: source.as_ref().map(|source| context.root.join(source.as_str()).display().to_string()),
        draft: origin.is_some_and(|origin| origin.draft),
        drafts: context.drafts,
        date: now.date.map(|date| date.to_string()),
        hidden: hidden.map(|veiled| veiled.message.clone()).collect(),
        withheld: withheld().take(LISTED).map(|v| (v.source.to_string(), v.message.clone())).collect(),
        more: withheld().count().saturating_sub(LISTED),
        findings: now.problems.iter().filter(|problem| own(&problem.source)).map(|p| p.text.clone()).collect(),
        source: source.map(|source| source.to_string()),
    }
}

/// Sends an event whenever there is something new to tell, until the browser
/// goes away.
pub(super) fn events(stream: &mut TcpStream, request: &Request, context: &Context, place: &Place) -> io::Result<()> {
    let hub = &context.hub;
    let mut told = None;
    loop {
        let now = hub.wait(BEAT, |now| told != Some(now.version) && now.builds > 0);
        let text = if told == Some(now.version) || now.builds == 0 {
            ":\n\n".to_owned()
        } else {
            let out = asked(request, &now);
            // Who listens looks at the page.
            out.iter().for_each(|out| hub.seen(out));
            let state = serde_json::to_string(&state(&now, out.as_ref())).unwrap_or_default();
            format!("data: {state}\n\n")
        };
        told = Some(now.version);
        drop(now);
        connection::write(stream, text.as_bytes(), clock() + SENDING)?;
        place.served();
    }
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}
