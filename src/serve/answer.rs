//! What the site answers: its files, redirects, what is gone, what is not there.

use std::sync::Arc;
use std::time::Duration;

use super::hub::Now;
use super::listen::Context;
use super::own;
use super::request::Request;
use super::response::Response;
use super::shelf::File;
use crate::format::host::{Obeyed, kind_of};
use crate::path::OutPath;

/// How long a request waits for the first site, or for a file of the next.
const PATIENCE: Duration = Duration::from_secs(60);

/// How long a page is held back that is being made anew. Mostly it is made within a
/// tenth of that, and who saved it wants to see what was saved.
const MOMENT: Duration = Duration::from_millis(400);

/// Answers from what was built.
pub(super) fn answer(request: &Request, context: &Context) -> Response {
    let hub = &context.hub;
    let mut now = hub.wait(PATIENCE, |now| now.builds > 0);
    if now.shelf.files.is_empty() {
        return own::nothing_yet(&now);
    }
    let path = request.path.as_str();
    let Some(below) = below(path, &now.shelf.base) else {
        let base = now.shelf.base.clone();
        return if path == "/" || format!("{path}/") == base {
            moved(307, &base, request)
        } else {
            missing(&now, request)
        };
    };
    let mut found = find(&now, &below);
    let page = found.page().cloned();
    if let Some(page) = page.as_ref().filter(|_| is_page_visit(request)) {
        hub.seen(page);
    }
    if now.busy {
        now = match page {
            Some(page) => hub.wait(MOMENT, |now| !now.busy || now.ahead.contains_key(&page)),
            // A page may refer to what its build makes in a moment.
            None if matches!(found, Found::Nothing) => hub.wait(PATIENCE, |now| !now.busy),
            None => now,
        };
        found = find(&now, &below);
    }
    match found {
        Found::File(out, file) => file_response(&now, &out, &file, 200, request),
        Found::Folder => moved(308, &format!("{path}/"), request),
        Found::Nothing => by_rule(&now, path, request).unwrap_or_else(|| missing(&now, request)),
    }
}

/// The path below the base path, as an output path.
pub(super) fn below(path: &str, base: &str) -> Option<String> {
    let rest = path.strip_prefix(base)?;
    Some(if rest.is_empty() || rest.ends_with('/') { format!("{rest}index.html") } else { rest.to_owned() })
}

enum Found {
    File(OutPath, Arc<File>),
    /// A page, if a slash is added.
    Folder,
    Nothing,
}

impl Found {
    /// Where it lies, if it is a page.
    fn page(&self) -> Option<&OutPath> {
        match self {
            Self::File(out, _) if out.as_str().ends_with(".html") => Some(out),
            _ => None,
        }
    }
}

fn find(now: &Now, below: &str) -> Found {
    // Hosts read these themselves and show them to nobody.
    if matches!(below, "_headers" | "_redirects") {
        return Found::Nothing;
    }
    let get = |path: &str| {
        let out = OutPath::new(path).ok()?;
        let file = Arc::clone(now.file(&out)?);
        Some((out, file))
    };
    match get(below) {
        Some((out, file)) => Found::File(out, file),
        None if get(&format!("{below}/index.html")).is_some() => Found::Folder,
        None => Found::Nothing,
    }
}

/// A page that somebody looks at, and not one that a script or a search fetches.
fn is_page_visit(request: &Request) -> bool {
    request.method == "GET"
}

fn by_rule(now: &Now, path: &str, request: &Request) -> Option<Response> {
    let rule = now.shelf.rules.redirect(path)?;
    if (300..400).contains(&rule.status) {
        return Some(moved(rule.status, &rule.to, request));
    }
    let Found::File(out, file) = find(now, &below(&rule.to, &now.shelf.base)?) else { return None };
    Some(file_response(now, &out, &file, rule.status, request))
}

/// Another address, and what was asked behind it.
fn moved(status: u16, to: &str, request: &Request) -> Response {
    let query = if request.query.is_empty() { String::new() } else { format!("?{}", request.query) };
    let encoded: String = to.chars().map(|c| if c.is_ascii_graphic() { c.to_string() } else { encode(c) }).collect();
    let mut response = Response::moved(status, &format!("{encoded}{query}"));
    response.set("Cache-Control", "no-store");
    response
}

fn encode(c: char) -> String {
    let mut bytes = [0; 4];
    c.encode_utf8(&mut bytes).bytes().map(|byte| format!("%{byte:02X}")).collect()
}

fn missing(now: &Now, request: &Request) -> Response {
    match find(now, "404.html") {
        Found::File(out, file) => file_response(now, &out, &file, 404, request),
        Found::Folder | Found::Nothing => {
            let mut response = Response::refusal(404);
            response.set("Cache-Control", "no-store");
            response
        }
    }
}

fn file_response(now: &Now, out: &OutPath, file: &Arc<File>, status: u16, request: &Request) -> Response {
    let page = out.as_str().ends_with(".html");
    let bytes = if page { own::with_bar(file).into() } else { file.bytes() };
    let mut response = Response::new(status, kind_of(out.as_str()), bytes);
    site_headers(&mut response, &now.shelf.rules, &request.path);
    let framed =
        request.field("sec-fetch-dest") == Some("iframe") && request.field("sec-fetch-site") == Some("same-origin");
    if framed {
        let policy = response.field("content-security-policy").map(framable);
        policy.into_iter().for_each(|policy| response.set("Content-Security-Policy", &policy));
    }
    // An edit shows at once, whatever the site tells its host to keep.
    response.set("Cache-Control", "no-store");
    response.set("X-Content-Type-Options", "nosniff");
    let compressed = || file.compressed();
    response.fit_to(request, (!page).then_some(&compressed as &dyn Fn() -> Arc<[u8]>));
    response
}

fn site_headers(response: &mut Response, rules: &Obeyed, path: &str) {
    // What the server says of the connection and the bytes, no site decides.
    const OURS: [&str; 6] = [
        "content-length",
        "transfer-encoding",
        "connection",
        "content-encoding",
        "location",
        "strict-transport-security",
    ];
    for (name, value) in rules.headers(path) {
        let lower = name.to_ascii_lowercase();
        let token = lower.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-' || b == b'_');
        let shares = lower.starts_with("access-control-");
        if token && !shares && !OURS.contains(&lower.as_str()) {
            response.set(name, value);
        }
    }
}

/// The policy of a page in the preview's own frame: nobody else may frame it.
fn framable(policy: &str) -> String {
    policy.replace("frame-ancestors 'none'", "frame-ancestors 'self'")
}

#[cfg(test)]
mod tests {
    use std::path::{Path, PathBuf};
    use std::sync::Arc;
    use std::sync::mpsc::channel;
    use std::thread;

    use super::{answer, below, framable};
    use crate::disk::Root;
    use crate::hash::Hash128;
    use crate::path::OutPath;
    use crate::render::Sink;
    use crate::serve::guard::Guard;
    use crate::serve::hub::Hub;
    use crate::serve::listen::Context;
    use crate::serve::request::Request;
    use crate::serve::response::Body;
    use crate::serve::shelf::{Files, Filling, Shelf};

    fn page(words: &str) -> Files {
        let (nothing, blobs) = (Files::new(), Arc::new(Root::new(Path::new("."))));
        let filling = Filling::new(&nothing, None, blobs);
        filling.put(&OutPath::new("index.html").unwrap(), Hash128::of(words.as_bytes()), words.as_bytes()).unwrap();
        filling.finish().0
    }

    #[test]
    fn a_page_that_is_made_anew_is_waited_for() {
        let hub = Arc::new(Hub::default());
        let shelf = Arc::new(Shelf { files: page("<p>Old"), base: "/".to_owned(), ..Shelf::default() });
        hub.change(|now| (now.builds, now.busy, now.shelf) = (1, true, shelf));
        let (guard, send) = (Guard::new(None, 80), channel().0);
        let context = Context { hub: Arc::clone(&hub), guard, send, root: PathBuf::new(), drafts: false };
        let (request, _) = Request::parse(b"GET / HTTP/1.1\r\nHost: localhost\r\n\r\n").unwrap().unwrap();
        let asked = thread::spawn(move || answer(&request, &context).body);
        while hub.warm().is_empty() {
            thread::yield_now();
        }
        hub.change(|now| now.ahead = Arc::new(page("<p>New")));
        let Body::Bytes(bytes) = asked.join().unwrap() else { panic!("a page has bytes") };
        assert!(String::from_utf8_lossy(&bytes).contains("<p>New"));
    }

    #[test]
    fn the_base_path_is_honoured() {
        assert_eq!(below("/b/", "/b/").as_deref(), Some("index.html"));
        assert_eq!(below("/b/x/", "/b/").as_deref(), Some("x/index.html"));
        assert_eq!(below("/bb/", "/b/"), None, "a sibling that begins alike");
        assert_eq!(below("/x.css", "/").as_deref(), Some("x.css"));
    }

    #[test]
    fn only_the_own_frame_is_let_in() {
        assert_eq!(framable("a 'self'; frame-ancestors 'none'"), "a 'self'; frame-ancestors 'self'");
    }
}
