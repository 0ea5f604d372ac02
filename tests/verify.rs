//! `showcase verify` against a published copy in which something is wrong.

use std::collections::BTreeMap;
use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::Arc;

use serde_json::Value;

use crate::harness::{DATE, Project, tree};

/// An answer that a fault may change.
#[derive(Debug, Clone)]
struct Reply {
    status: u16,
    headers: Vec<(String, String)>,
    body: Vec<u8>,
}

/// Changes the answer for a path.
type Fault = fn(&str, &mut Reply);

/// A host that does what the rules of a site say, but for a fault.
struct Host {
    files: BTreeMap<String, Vec<u8>>,
    fault: Fault,
}

impl Host {
    fn reply(&self, path: &str, coding: &str) -> Reply {
        let file = format!("{}{}", path.trim_start_matches('/'), if path.ends_with('/') { "index.html" } else { "" });
        let kind = match file.rsplit('.').next().unwrap() {
            "html" => "text/html; charset=utf-8",
            "css" => "text/css",
            "js" => "text/javascript",
            "json" => "application/json",
            "xml" => "application/xml",
            "svg" => "image/svg+xml",
            "png" => "image/png",
            "jpg" => "image/jpeg",
            "webp" => "image/webp",
            "txt" => "text/plain",
            "csv" => "text/csv; charset=utf-8",
            _ => "application/octet-stream",
        };
        let rules = String::from_utf8(self.files["_redirects"].clone()).unwrap();
        let page = |name: &str| self.files[name].clone();
        let mut reply = Reply { status: 404, headers: Vec::new(), body: page("404.html") };
        let hidden = file.starts_with('_') || file.starts_with(".showcase");
        if let Some(bytes) = self.files.get(&file).filter(|_| !hidden) {
            reply = Reply { status: 200, headers: vec![("Content-Type".into(), kind.into())], body: bytes.clone() };
            let ending = if coding == "br" { ".br" } else { ".gz" };
            if let Some(form) = self.files.get(&format!("{file}{ending}")).filter(|_| coding != "identity") {
                reply.body.clone_from(form);
                reply.headers.push(("Content-Encoding".into(), coding.into()));
            }
        }
        for line in rules.lines() {
            let [from, to, status] = line.split(' ').collect::<Vec<_>>()[..] else { panic!("{line}") };
            if status == "301" && from == path {
                reply = Reply { status: 301, headers: vec![("Location".into(), to.into())], body: Vec::new() };
            } else if status == "410" && path.starts_with(from.trim_end_matches('*')) {
                reply = Reply { status: 410, headers: Vec::new(), body: page("410.html") };
            }
        }
        let mut applies = false;
        for line in String::from_utf8(self.files["_headers"].clone()).unwrap().lines() {
            match line.strip_prefix("  ").and_then(|line| line.split_once(": ")) {
                Some((name, value)) if applies && name != "Content-Type" => {
                    reply.headers.push((name.into(), value.into()))
                }
                Some(_) => {}
                None => applies = path.starts_with(line.split('*').next().unwrap()),
            }
        }
        (self.fault)(path, &mut reply);
        reply
    }

    fn answer(&self, mut stream: TcpStream) {
        let mut head = Vec::new();
        while !head.ends_with(b"\r\n\r\n") {
            let mut byte = [0];
            if stream.read(&mut byte).unwrap_or(0) == 0 {
                return;
            }
            head.push(byte[0]);
        }
        let head = String::from_utf8(head).unwrap();
        let path = head.split(' ').nth(1).unwrap();
        let coding =
            head.lines().find_map(|line| line.to_lowercase().strip_prefix("accept-encoding: ").map(str::to_owned));
        let Reply { status, headers, body } = self.reply(path, &coding.unwrap_or_default());
        let headers: String = headers.iter().map(|(name, value)| format!("{name}: {value}\r\n")).collect();
        let head =
            format!("HTTP/1.1 {status} X\r\n{headers}Content-Length: {}\r\nConnection: close\r\n\r\n", body.len());
        drop(stream.write_all(head.as_bytes()).and_then(|()| stream.write_all(&body)));
    }
}

/// A site with an old address, somebody who is gone, and compressed forms.
fn site() -> Project {
    let project = Project::new();
    let record = std::fs::read_to_string(project.root().join("content/interns/i-1/index.md")).unwrap();
    let over = record.replace("review = 2040-01-01", "withdrawn = 2026-11-01").replace("Ada Example", "Bo Example");
    project.file("content/interns/i-over/index.md", &over.replace("Counting what counts", "What is over"));
    project.edit("content/interns/i-1/index.md", "quote =", "aliases = [\"/old/\"]\nquote =");
    let project = project.bytes("content/interns/i-over/portrait.png", include_bytes!("fixtures/pixel.png"));
    let ran = project.run(&["build", "--date", DATE, "--quiet", "--precompress"]);
    assert_eq!(ran.code, 0, "{ran:?}");
    project
}

/// What is found, as `kind path`, with the exit code.
fn found(project: &Project, fault: Fault) -> (i32, Vec<String>) {
    let listener = TcpListener::bind(("127.0.0.1", 0)).unwrap();
    let port = listener.local_addr().unwrap().port();
    let host = Arc::new(Host { files: tree(&project.public()), fault });
    // It ends with the tests; nobody connects any more.
    std::thread::spawn(move || {
        for stream in listener.incoming().flatten() {
            let host = Arc::clone(&host);
            std::thread::spawn(move || host.answer(stream));
        }
    });
    let address = format!("http://127.0.0.1:{port}/");
    let ran = project.run(&["verify", &address, "--format", "json"]);
    let report: Value = serde_json::from_str(&ran.stdout).unwrap_or_else(|_| panic!("{ran:?}"));
    let line = |finding: &Value| {
        let path = finding["address"].as_str().unwrap().trim_start_matches(&address).to_owned();
        format!("{} /{path}", finding["kind"].as_str().unwrap())
    };
    (ran.code, report["findings"].as_array().unwrap().iter().map(line).collect())
}

#[test]
fn a_site_that_is_what_was_built_passes() {
    assert_eq!(found(&site(), |_, _| {}), (0, Vec::new()));
}

#[test]
fn each_of_ten_faults_is_found_and_nothing_else() {
    let faults: [(&str, Fault, &[&str]); 11] = [
        (
            "a file that is missing",
            |path, reply| {
                if path == "/offices/nairobi/" {
                    reply.status = 404
                }
            },
            &["missing /offices/nairobi/"],
        ),
        (
            "an old page",
            |path, reply| {
                if path == "/about/" {
                    reply.body = b"old".to_vec()
                }
            },
            &["stale /about/"],
        ),
        (
            "a compressed form of another text",
            |path, reply| {
                let packed = reply.headers.iter().any(|(name, value)| name == "Content-Encoding" && value == "gzip");
                if path == "/" && packed {
                    reply.body.truncate(20)
                }
            },
            &["stale-form /"],
        ),
        (
            "a page too many",
            |path, reply| {
                if path == "/.showcase-manifest" {
                    reply.status = 200
                }
            },
            &["extra /.showcase-manifest"],
        ),
        (
            "no policy",
            |path, reply| {
                if path == "/" {
                    reply.headers.retain(|(name, _)| name != "Content-Security-Policy")
                }
            },
            &["header /"],
        ),
        (
            "a wrong type",
            |path, reply| {
                if path == "/feed.json" {
                    for (name, value) in &mut reply.headers {
                        if name == "Content-Type" {
                            *value = "text/html".into()
                        }
                    }
                }
            },
            &["header /feed.json"],
        ),
        (
            "nothing is kept",
            |path, reply| {
                if path.starts_with("/assets/style-") {
                    for (name, value) in &mut reply.headers {
                        if name == "Cache-Control" {
                            *value = "no-cache".into()
                        }
                    }
                }
            },
            &["header /assets/style-"],
        ),
        (
            "what is gone answers",
            |path, reply| {
                if path.starts_with("/interns/i-over/") {
                    reply.status = 200
                }
            },
            &["not-gone /interns/i-over/"],
        ),
        (
            "an old address leads nowhere",
            |path, reply| {
                if path == "/old/" {
                    reply.status = 404
                }
            },
            &["not-moved /old/"],
        ),
        (
            "an old address leads elsewhere",
            |path, reply| {
                if path == "/old/" {
                    reply.headers = vec![("Location".into(), "/".into())]
                }
            },
            &["not-moved /old/"],
        ),
        (
            "whatever is asked for is there",
            |path, reply| {
                if path.ends_with("nowhere") {
                    reply.status = 200
                }
            },
            &["not-found /showcase-verify/nowhere"],
        ),
    ];
    let project = site();
    for (what, fault, expected) in faults {
        let (code, found) = found(&project, fault);
        assert_eq!(code, 1, "{what}");
        assert_eq!(found.len(), expected.len(), "{what}: {found:?}");
        assert!(found.iter().zip(expected).all(|(found, wanted)| found.starts_with(wanted)), "{what}: {found:?}");
    }
}

#[test]
fn a_page_that_only_the_published_sitemap_has_is_found() {
    let (code, found) = found(&site(), |path, reply| {
        if path == "/sitemap.xml" {
            let text = String::from_utf8(reply.body.clone()).unwrap();
            let more = "<url><loc>https://small.example/interns/i-over/</loc></url></urlset>";
            reply.body = text.replace("</urlset>", more).into_bytes();
        }
    });
    assert_eq!((code, found), (1, vec!["extra /interns/i-over/".to_owned(), "stale /sitemap.xml".to_owned()]));
}

#[test]
fn without_an_output_there_is_nothing_to_compare_with() {
    let ran = Project::new().run(&["verify", "http://127.0.0.1:9/"]);
    assert_eq!(ran.code, 2, "{ran:?}");
    assert!(ran.stderr.contains(".showcase-manifest"), "{}", ran.stderr);
}
