//! Requests that a preview must refuse, as a table. None may leak a byte from
//! outside of the output, and after all of them the server serves as before.

use std::io::{BufReader, Read, Write};
use std::time::{Duration, Instant};

use super::client::{Preview, find, read};
use crate::harness::Project;

/// Stands in files around the output that nobody may read.
const SECRET: &str = "zq-secret-zq";

/// A request line and header fields, and the statuses that are right. `HOST`
/// stands for the server's own name.
type Case = (&'static str, &'static str, &'static [u16]);

const GOOD: &str = "Host: HOST\r\n";

#[rustfmt::skip]
const CASES: &[Case] = &[
    // Names that are not the server's own: a page of another site could have
    // bound its own name to this machine.
    ("GET / HTTP/1.1", "Host: evil.example\r\n", &[403]),
    ("GET / HTTP/1.1", "Host: evil.example:4000\r\n", &[403]),
    ("GET / HTTP/1.1", "Host: HOST.evil.example\r\n", &[403]),
    ("GET / HTTP/1.1", "Host: evil.HOST\r\n", &[403]),
    ("GET / HTTP/1.1", "Host: localhost\r\n", &[403]),
    ("GET / HTTP/1.1", "Host: localhost:1\r\n", &[403]),
    ("GET / HTTP/1.1", "Host: 127.0.0.1\r\n", &[403]),
    ("GET / HTTP/1.1", "Host: 127.0.0.2:4000\r\n", &[403]),
    ("GET / HTTP/1.1", "Host: 2130706433:4000\r\n", &[403]),
    ("GET / HTTP/1.1", "Host: HOST@evil.example\r\n", &[403]),
    ("GET / HTTP/1.1", "Host: user@HOST\r\n", &[403]),
    ("GET / HTTP/1.1", "Host: HOST.\r\n", &[403]),
    ("GET / HTTP/1.1", "Host: \r\n", &[403]),
    ("GET / HTTP/1.1", "", &[400]),
    ("GET / HTTP/1.0", "", &[400]),
    ("GET / HTTP/1.1", "Host: HOST\r\nHost: evil.example\r\n", &[400]),
    ("GET / HTTP/1.1", "Host: evil.example\r\nHost: HOST\r\n", &[400]),
    ("GET / HTTP/1.1", "Host: HOST, evil.example\r\n", &[403]),
    ("GET / HTTP/1.1", "Host: evil.example\r\nX-Forwarded-Host: HOST\r\n", &[403]),
    ("GET http://evil.example/ HTTP/1.1", GOOD, &[400]),
    ("GET http://HOST/ HTTP/1.1", "Host: evil.example\r\n", &[400]),
    ("GET //evil.example/ HTTP/1.1", GOOD, &[400]),
    ("CONNECT evil.example:443 HTTP/1.1", GOOD, &[400]),
    // Pages of other sites.
    ("GET /.showcase/events?path=/ HTTP/1.1", "Host: HOST\r\nOrigin: http://evil.example\r\n", &[403]),
    ("GET /.showcase/events?path=/ HTTP/1.1", "Host: HOST\r\nOrigin: null\r\n", &[403]),
    ("GET /.showcase/events?path=/ HTTP/1.1", "Host: HOST\r\nOrigin: https://HOST\r\n", &[403]),
    ("GET /.showcase/events?path=/ HTTP/1.1", "Host: HOST\r\nOrigin: http://HOST.evil.example\r\n", &[403]),
    ("GET /.showcase/events?path=/ HTTP/1.1", "Host: HOST\r\nOrigin: http://localhost:1\r\n", &[403]),
    ("GET /.showcase/events?path=/ HTTP/1.1", "Host: HOST\r\nOrigin: http://127.0.0.1:4000\r\nOrigin: http://HOST\r\n", &[400]),
    ("GET /.showcase/events?path=/ HTTP/1.1", "Host: HOST\r\nSec-Fetch-Site: cross-site\r\n", &[403]),
    ("GET /.showcase/page?path=/ HTTP/1.1", "Host: HOST\r\nSec-Fetch-Site: cross-site\r\nSec-Fetch-Mode: no-cors\r\n", &[403]),
    ("GET /.showcase/page?path=/ HTTP/1.1", "Host: HOST\r\nSec-Fetch-Site: same-site\r\nSec-Fetch-Mode: navigate\r\nSec-Fetch-Dest: document\r\n", &[403]),
    ("GET /.showcase/state HTTP/1.1", "Host: HOST\r\nOrigin: http://evil.example\r\n", &[403]),
    ("GET / HTTP/1.1", "Host: HOST\r\nOrigin: http://evil.example\r\n", &[403]),
    ("GET / HTTP/1.1", "Host: HOST\r\nSec-Fetch-Site: cross-site\r\nSec-Fetch-Mode: navigate\r\nSec-Fetch-Dest: iframe\r\n", &[403]),
    ("GET /a.js HTTP/1.1", "Host: HOST\r\nSec-Fetch-Site: cross-site\r\nSec-Fetch-Mode: no-cors\r\nSec-Fetch-Dest: script\r\n", &[403]),
    ("POST /.showcase/date HTTP/1.1", "Host: HOST\r\nSec-Fetch-Site: cross-site\r\nContent-Length: 0\r\n", &[403]),
    ("OPTIONS /.showcase/date HTTP/1.1", "Host: HOST\r\nOrigin: http://evil.example\r\nAccess-Control-Request-Method: POST\r\n", &[403]),
    ("OPTIONS /.showcase/date HTTP/1.1", "Host: HOST\r\nOrigin: http://HOST\r\nAccess-Control-Request-Method: POST\r\n", &[405]),
    ("OPTIONS * HTTP/1.1", GOOD, &[400]),
    // Ways out of the output.
    ("GET /../site.toml HTTP/1.1", GOOD, &[400]),
    ("GET /.. HTTP/1.1", GOOD, &[400]),
    ("GET /a/../../site.toml HTTP/1.1", GOOD, &[400]),
    ("GET /%2e%2e/site.toml HTTP/1.1", GOOD, &[400]),
    ("GET /%2E%2E%2Fsite.toml HTTP/1.1", GOOD, &[400]),
    ("GET /..%2fsite.toml HTTP/1.1", GOOD, &[400]),
    ("GET /.%2e/site.toml HTTP/1.1", GOOD, &[400]),
    ("GET /%252e%252e/site.toml HTTP/1.1", GOOD, &[404]),
    ("GET /%252e%252e%252fsite.toml HTTP/1.1", GOOD, &[404]),
    ("GET /%c0%ae%c0%ae/site.toml HTTP/1.1", GOOD, &[400]),
    ("GET /%e0%80%ae%e0%80%ae/site.toml HTTP/1.1", GOOD, &[400]),
    ("GET /..\\site.toml HTTP/1.1", GOOD, &[400]),
    ("GET /..%5csite.toml HTTP/1.1", GOOD, &[400]),
    ("GET /\\..\\site.toml HTTP/1.1", GOOD, &[400]),
    ("GET \\..\\site.toml HTTP/1.1", GOOD, &[400]),
    ("GET /./site.toml HTTP/1.1", GOOD, &[400]),
    ("GET //site.toml HTTP/1.1", GOOD, &[400]),
    ("GET /interns//i-1/ HTTP/1.1", GOOD, &[400]),
    ("GET //etc/passwd HTTP/1.1", GOOD, &[400]),
    ("GET /etc/passwd HTTP/1.1", GOOD, &[404]),
    ("GET etc/passwd HTTP/1.1", GOOD, &[400]),
    ("GET /site.toml%00.html HTTP/1.1", GOOD, &[400]),
    ("GET /site.toml HTTP/1.1", GOOD, &[404]),
    ("GET /content/interns/i-1/index.md HTTP/1.1", GOOD, &[404]),
    ("GET /content/interns/i-1/index.md?raw HTTP/1.1", GOOD, &[404]),
    ("GET /interns/i-1/index.md?raw HTTP/1.1", GOOD, &[404]),
    ("GET /@fs/etc/passwd?raw HTTP/1.1", GOOD, &[404]),
    ("GET /@fs/etc/passwd?import&raw?? HTTP/1.1", GOOD, &[404]),
    ("GET /#/../site.toml HTTP/1.1", GOOD, &[400]),
    ("GET /a#/../site.toml HTTP/1.1", GOOD, &[400]),
    ("GET /C:/windows/win.ini HTTP/1.1", GOOD, &[400]),
    ("GET /c%3a/windows/win.ini HTTP/1.1", GOOD, &[400]),
    ("GET /C:%5cwindows%5cwin.ini HTTP/1.1", GOOD, &[400]),
    ("GET file:///etc/passwd HTTP/1.1", GOOD, &[400]),
    ("GET /link.txt HTTP/1.1", GOOD, &[404]),
    ("GET /linked/secret.txt HTTP/1.1", GOOD, &[404]),
    ("GET /../public-old/secret.txt HTTP/1.1", GOOD, &[400]),
    ("GET /public-old/secret.txt HTTP/1.1", GOOD, &[404]),
    ("GET /.showcase/../site.toml HTTP/1.1", GOOD, &[400]),
    ("GET /.showcase/records HTTP/1.1", GOOD, &[404]),
    ("GET /.showcase-manifest HTTP/1.1", GOOD, &[404]),
    ("GET /.git/config HTTP/1.1", GOOD, &[404]),
    ("GET /.showcase/frame?path=javascript:alert(1) HTTP/1.1", GOOD, &[200]),
    ("GET /.showcase/page?path=/../../site.toml HTTP/1.1", GOOD, &[200]),
    // What is no request.
    ("GET /%zz HTTP/1.1", GOOD, &[400]),
    ("GET / HTTP/9.9", GOOD, &[400, 505]),
    ("GET  / HTTP/1.1", GOOD, &[400]),
    ("\u{1}\u{2}\u{3}", "", &[400]),
    ("GET / HTTP/1.1", "Host: HOST\r\nBad Name: x\r\n", &[400]),
    ("GET / HTTP/1.1", "Host: HOST\r\nX: a\r\n b\r\n", &[400]),
    ("GET / HTTP/1.1", "Host: HOST\r\nContent-Length: 1\r\nContent-Length: 2\r\n", &[400]),
    ("GET / HTTP/1.1", "Host: HOST\r\nContent-Length: -1\r\n", &[400]),
    ("GET / HTTP/1.1", "Host: HOST\r\nContent-Length: +1\r\n", &[400]),
    ("POST / HTTP/1.1", "Host: HOST\r\nContent-Length: 99999999999999999999\r\n", &[400]),
    ("POST / HTTP/1.1", "Host: HOST\r\nContent-Length: 1000000\r\n", &[413]),
    ("POST / HTTP/1.1", "Host: HOST\r\nTransfer-Encoding: chunked\r\n", &[501]),
    ("POST / HTTP/1.1", "Host: HOST\r\nTransfer-Encoding: chunked\r\nContent-Length: 3\r\n", &[501]),
    ("TRACE / HTTP/1.1", GOOD, &[405]),
    ("DELETE /index.html HTTP/1.1", GOOD, &[405]),
    ("PUT /index.html HTTP/1.1", GOOD, &[405]),
];

/// A site with secrets around its output.
fn project() -> Project {
    let project = Project::new();
    project.file(
        "site.toml",
        &format!("# {SECRET}\n{}", std::fs::read_to_string(project.root().join("site.toml")).unwrap()),
    );
    project.edit("content/interns/i-1/index.md", "method = \"signed form\"", &format!("method = \"{SECRET}\""));
    project.file("public-old/secret.txt", SECRET).file(".git/config", SECRET).file(".showcase/note", SECRET);
    project.file("content/pages/secret.md", &format!("+++\ntitle = \"{SECRET}\"\ndraft = true\n+++\n\n{SECRET}\n"));
    project
}

fn is_harmless(what: &str, answer: &super::client::Answer) {
    assert_eq!(find(&answer.body, SECRET.as_bytes()), None, "{what}: {}", answer.text());
    assert_eq!(find(&answer.body, b"root:"), None, "{what}");
    assert!(answer.headers.keys().all(|name| !name.starts_with("access-control-")), "{what}: {:?}", answer.headers);
}

#[test]
fn a_hundred_hostile_requests_get_nothing_and_stop_nothing() {
    let project = project();
    let preview = Preview::of(&project, &[]);
    let home = preview.get("/");
    assert_eq!(home.status, 200);
    assert!(CASES.len() >= 80, "{}", CASES.len());
    for (line, fields, statuses) in CASES {
        let what = format!("{line:?} {fields:?}");
        let answer = preview.raw(format!("{line}\r\n{fields}\r\n").as_bytes()).unwrap_or_else(|| panic!("{what}"));
        assert!(statuses.contains(&answer.status), "{what}: {}", answer.status);
        is_harmless(&what, &answer);
    }
    assert_eq!(preview.get("/"), home);
}

#[cfg(unix)]
#[test]
fn a_link_that_leads_out_is_served_by_no_name() {
    let project = project();
    let preview = Preview::of(&project, &[]);
    std::os::unix::fs::symlink(project.root().join("site.toml"), project.root().join("content/interns/i-1/x.png"))
        .unwrap();
    std::fs::create_dir(project.root().join("content/static")).unwrap();
    let outside = tempfile::tempdir().unwrap();
    std::fs::write(outside.path().join("secret.txt"), SECRET).unwrap();
    std::os::unix::fs::symlink(outside.path(), project.root().join("content/static/linked")).unwrap();
    std::os::unix::fs::symlink(outside.path().join("secret.txt"), project.root().join("content/static/link.txt"))
        .unwrap();
    preview.until("the build that refuses it", |preview| Some(()).filter(|()| preview.state()["ok"] == false));
    for path in ["/link.txt", "/linked/secret.txt", "/linked/", "/interns/i-1/x.png"] {
        let answer = preview.get(path);
        assert_eq!(answer.status, 404, "{path}");
        is_harmless(path, &answer);
    }
}

#[test]
fn what_is_too_large_is_refused() {
    let project = project();
    let preview = Preview::of(&project, &[]);
    let long = "a".repeat(20 << 10);
    let many = "X: y\r\n".repeat(70);
    for (what, text, statuses) in [
        ("a long target", format!("GET /{long} HTTP/1.1\r\nHost: HOST\r\n\r\n"), [431, 431]),
        ("a long field", format!("GET / HTTP/1.1\r\nHost: HOST\r\nX: {long}\r\n\r\n"), [431, 431]),
        ("many fields", format!("GET / HTTP/1.1\r\nHost: HOST\r\n{many}\r\n"), [431, 431]),
        ("a long method", format!("{long} / HTTP/1.1\r\nHost: HOST\r\n\r\n"), [400, 431]),
        ("a megabyte without a line", "a".repeat(1 << 20), [400, 431]),
        (
            "a hundred thousand ranges",
            format!("GET / HTTP/1.1\r\nHost: HOST\r\nRange: bytes={}\r\n\r\n", "0-1,".repeat(3000)),
            [200, 200],
        ),
    ] {
        match preview.raw(text.as_bytes()) {
            Some(answer) => {
                assert!(statuses.contains(&answer.status), "{what}: {}", answer.status);
                is_harmless(what, &answer);
            }
            // The system may throw the answer away with what was not read.
            None => assert!(text.len() > 16 << 10, "{what}"),
        }
    }
    assert_eq!(preview.get("/").status, 200);
}

#[test]
fn who_is_slow_stops_nobody() {
    let project = project();
    let preview = Preview::of(&project, &[]);
    // More than there are places, each with half a request or an answer that it
    // does not read.
    let mut slow: Vec<_> = (0..200).map(|_| preview.connect()).collect();
    for (index, stream) in slow.iter_mut().enumerate() {
        let text = if index % 2 == 0 {
            format!("GET / HTTP/1.1\r\nHost: {}\r\nX: ", preview.host())
        } else {
            format!("GET / HTTP/1.1\r\nHost: {}\r\n\r\n", preview.host()).repeat(20)
        };
        drop(stream.write_all(text.as_bytes()));
    }
    let begun = Instant::now();
    for _ in 0..20 {
        assert_eq!(preview.get("/").status, 200);
    }
    // Far less than a slow one is waited for.
    assert!(begun.elapsed() < Duration::from_secs(8), "{:?}", begun.elapsed());
    drop(slow);
    assert_eq!(preview.get("/").status, 200);
}

#[test]
fn events_are_for_the_own_pages_and_come_at_once() {
    let project = project();
    let preview = Preview::of(&project, &[]);
    let mut stream = preview.connect();
    let own = preview.host();
    let text =
        format!("GET /.showcase/events?path=/interns/i-1/ HTTP/1.1\r\nHost: {own}\r\nOrigin: http://{own}\r\n\r\n");
    stream.write_all(text.as_bytes()).unwrap();
    let mut stream = BufReader::new(stream);
    let head = read(&mut stream, true).unwrap();
    assert_eq!((head.status, head.header("content-type")), (200, "text/event-stream; charset=utf-8"));
    assert!(head.headers.keys().all(|name| !name.starts_with("access-control-")));
    let mut event = || {
        let mut byte = [0];
        let mut text = Vec::new();
        while !text.ends_with(b"\n\n") {
            stream.read_exact(&mut byte).unwrap();
            text.push(byte[0]);
        }
        String::from_utf8(text).unwrap()
    };
    let page = |event: &str| -> Option<String> {
        let data: serde_json::Value = serde_json::from_str(event.strip_prefix("data: ")?).unwrap();
        assert_eq!(data["ok"], true);
        Some(data["page"].as_str()?.to_owned())
    };
    let first = page(&event()).unwrap();
    project.edit("content/interns/i-1/index.md", "## My week", "## My days");
    while page(&event()).is_none_or(|now| now == first) {}
    assert!(preview.get("/interns/i-1/").text().contains("My days"));
}
