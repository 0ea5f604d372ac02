//! What is served: pages, rules of the site, parts of files, problems.

use std::io::{BufReader, Write};
use std::process::Command;

use super::client::{Preview, clean_build, read};
use crate::harness::{DATE, Project};

fn project() -> Project {
    let project = Project::new();
    project.edit("site.toml", "https://small.example/", "https://small.example/base/");
    // Cards are drawn when they are asked for.
    project.edit("site.toml", "kinds = []", "kinds = [\"intern\", \"goal\"]");
    project.edit("content/pages/about.md", "title = \"About\"", "title = \"About\"\naliases = [\"/old/about/\"]");
    project.file("content/gone.toml", "[[gone]]\nid = \"i-9\"\nkind = \"intern\"\non = 2026-11-01\n");
    project.file("content/static/data.txt", &"0123456789".repeat(200));
    project
}

#[test]
fn every_file_of_a_build_is_served_as_it_is_below_the_base_path() {
    let project = project();
    let preview = Preview::of(&project, &[]);
    let built = clean_build(project.root(), &[]).unwrap();
    assert!(built.len() > 20);
    for (path, bytes) in &built {
        let answer = preview.get(&format!("/base/{path}"));
        assert_eq!((answer.status, answer.built() == *bytes), (200, true), "{path}");
        assert_eq!(answer.header("cache-control"), "no-store", "{path}");
        assert_eq!(answer.header("x-content-type-options"), "nosniff", "{path}");
        let page = path.ends_with(".html");
        assert_eq!(answer.body == *bytes, !page, "{path}: only pages have the preview's script");
        if page {
            let policy = answer.header("content-security-policy");
            assert!(policy.contains("script-src 'self'") && policy.contains("frame-ancestors 'none'"), "{policy}");
            assert!(!policy.contains("unsafe") && !policy.contains("nonce"), "{policy}");
        }
    }
    assert_eq!(preview.get("/").header("location"), "/base/");
    assert_eq!(preview.get("/about/").status, 404, "outside of the base path");
    assert!(!project.public().exists(), "nothing is written");
}

#[test]
fn rules_of_the_site_hold() {
    let project = project();
    let preview = Preview::of(&project, &[]);
    let moved = preview.get("/base/old/about/?x=1");
    assert_eq!((moved.status, moved.header("location")), (301, "/base/about/?x=1"));
    let folder = preview.get("/base/about");
    assert_eq!((folder.status, folder.header("location")), (308, "/base/about/"));
    let gone = preview.get("/base/interns/i-9/");
    assert_eq!(gone.status, 410);
    assert!(gone.text().contains("</html>"));
    let missing = preview.get("/base/no/such/page/");
    assert_eq!(missing.status, 404);
    assert!(missing.text().contains("</html>"));
    for own in ["_headers", "_redirects"] {
        assert_eq!(preview.get(&format!("/base/{own}")).status, 404, "hosts keep {own} to themselves");
    }
    assert_eq!(preview.get("/base/data/interns.csv").header("content-type"), "text/csv; charset=utf-8");
    assert_eq!(preview.get("/base/feed.xml").header("content-type"), "application/atom+xml; charset=utf-8");
    assert_eq!(preview.get("/base/interns/i-1/").header("content-type"), "text/html; charset=utf-8");
}

#[test]
fn parts_heads_and_compression() {
    let project = project();
    let preview = Preview::of(&project, &[]);
    let whole = preview.get("/base/data.txt").body;
    let part = preview.ask("GET", "/base/data.txt", &[("Range", "bytes=5-9"), ("Accept-Encoding", "gzip")]);
    assert_eq!((part.status, part.body.as_slice()), (206, &b"56789"[..]));
    assert_eq!(part.header("content-range"), format!("bytes 5-9/{}", whole.len()));
    let beyond = preview.ask("GET", "/base/data.txt", &[("Range", "bytes=99999-")]);
    assert_eq!((beyond.status, beyond.header("content-range")), (416, "bytes */2000"));
    let head = preview.ask("HEAD", "/base/data.txt", &[]);
    assert_eq!((head.status, head.header("content-length"), head.body.len()), (200, "2000", 0));
    for path in ["/base/data.txt", "/base/"] {
        let plain = preview.get(path);
        let small = preview.ask("GET", path, &[("Accept-Encoding", "br, gzip")]);
        assert_eq!((small.header("content-encoding"), small.header("vary")), ("gzip", "Accept-Encoding"), "{path}");
        assert!(small.body.len() < plain.body.len());
        let mut unpacked = Vec::new();
        std::io::Read::read_to_end(&mut flate2::read::GzDecoder::new(&small.body[..]), &mut unpacked).unwrap();
        assert_eq!(unpacked, plain.body, "{path}");
    }
    assert_eq!(preview.ask("PUT", "/base/", &[]).status, 405);
}

#[test]
fn a_connection_stays_for_requests_one_after_another_and_at_once() {
    let project = project();
    let preview = Preview::of(&project, &[]);
    let mut stream = BufReader::new(preview.connect());
    let request = format!("GET /base/data.txt HTTP/1.1\r\nHost: {}\r\n\r\n", preview.host());
    for sent in [request.clone(), request.repeat(3)] {
        stream.get_mut().write_all(sent.as_bytes()).unwrap();
        for _ in 0..sent.len() / request.len() {
            let answer = read(&mut stream, false).unwrap();
            assert_eq!((answer.status, answer.header("connection"), answer.body.len()), (200, "keep-alive", 2000));
        }
    }
}

#[test]
fn the_last_good_page_stays_while_something_is_wrong() {
    let project = project();
    let preview = Preview::of(&project, &[]);
    let before = preview.get("/base/interns/i-1/");
    project.edit("content/interns/i-1/index.md", "office = \"nairobi\"", "office = \"nowhere\"");
    let state =
        preview.until("a build that fails", |preview| Some(preview.state()).filter(|state| state["ok"] == false));
    let problem = state["problems"][0].as_str().unwrap();
    for part in ["error[office-unknown]", "content/interns/i-1/index.md:7:10", "office = \"nowhere\""] {
        assert!(problem.contains(part), "{problem}");
    }
    assert_eq!(preview.get("/base/interns/i-1/"), before);
    project.edit("content/interns/i-1/index.md", "office = \"nowhere\"", "office = \"nairobi\"");
    preview.until("a build that does not", |preview| Some(()).filter(|()| preview.state()["ok"] == true));
    preview.until("it says so", |preview| Some(()).filter(|()| preview.said().contains("All errors are mended.")));
    assert_eq!(preview.get("/base/interns/i-1/"), before);
    assert!(preview.said().contains("the preview shows the last good site"), "{}", preview.said());
}

#[test]
fn a_site_that_never_was_sound_says_what_is_wrong() {
    let project = project();
    project.edit("content/interns/i-1/index.md", "office = \"nairobi\"", "office = \"now<here\"");
    let preview = Preview::of(&project, &[]);
    let page = preview.get("/base/");
    assert_eq!(page.status, 503);
    assert!(page.text().contains("now&lt;here") && page.text().contains("office-unknown"), "{}", page.text());
    project.edit("content/interns/i-1/index.md", "now<here", "nairobi");
    preview.until("the site", |preview| Some(()).filter(|()| preview.get("/base/").status == 200));
}

fn about(preview: &Preview, path: &str) -> serde_json::Value {
    serde_json::from_slice(&preview.get(&format!("/.showcase/page?path={path}")).body).unwrap()
}

#[test]
fn the_bar_knows_where_a_page_comes_from_and_what_is_hidden_but_not_what_it_says() {
    let project = project();
    project.edit("content/interns/i-1/index.md", "\"photo\", \"quote\", ", "");
    project.edit("content/interns/i-1/index.md", "review = 2040-01-01", "review = 2020-01-01");
    project.file("content/pages/later.md", "+++\ntitle = \"Secret plan\"\npublished = 2030-01-01\n+++\n\nLater.\n");
    project.file("content/pages/draft.md", "+++\ntitle = \"Half done\"\ndraft = true\n+++\n\nHalf.\n");
    let preview = Preview::of(&project, &["--drafts"]);
    let known = about(&preview, "/base/interns/i-1/");
    assert_eq!(known["source"], "content/interns/i-1/index.md");
    let file = project.root().canonicalize().unwrap().join("content/interns/i-1/index.md");
    assert_eq!(std::path::Path::new(known["file"].as_str().unwrap()).canonicalize().unwrap(), file);
    let hidden: Vec<&str> = known["hidden"].as_array().unwrap().iter().map(|text| text.as_str().unwrap()).collect();
    assert_eq!(
        hidden,
        [
            "This portrait is hidden: consent does not cover `photo`.",
            "This quotation is hidden: consent does not cover `quote`.",
        ]
    );
    let finding = known["findings"][0].as_str().unwrap();
    assert!(finding.contains("warning[") && finding.contains("review = 2020-01-01"), "{finding}");
    let withheld = &known["withheld"][0];
    assert_eq!(withheld[0], "content/pages/later.md");
    assert_eq!(withheld[1], "This page is not shown: it is scheduled for 2030-01-01.");
    assert!(!known.to_string().contains("Secret plan") && !known.to_string().contains("who is missing"));
    assert_eq!((&about(&preview, "/base/draft/")["draft"], &known["draft"]), (&true.into(), &false.into()));
    assert_eq!(about(&preview, "/base/offices/nairobi/")["source"], "content/offices/nairobi.toml");
    assert!(preview.get("/base/interns/i-1/").text().contains("who is missing."), "as a part of the story");
}

fn post(preview: &Preview, headers: &[(&str, &str)], body: &str) -> u16 {
    let length = body.len().to_string();
    let mut stream = preview.connect();
    let headers = [headers, &[("Content-Length", length.as_str())]].concat();
    let more: String = headers.iter().map(|(name, value)| format!("{name}: {value}\r\n")).collect();
    let head = format!("POST /.showcase/date HTTP/1.1\r\nHost: {}\r\n{more}\r\n{body}", preview.host());
    stream.write_all(head.as_bytes()).unwrap();
    read(&mut BufReader::new(stream), false).unwrap().status
}

#[test]
fn the_day_is_changed_by_the_previews_own_pages_only() {
    let project = project();
    project.file("content/pages/later.md", "+++\ntitle = \"Later\"\npublished = 2030-01-01\n+++\n\nLater.\n");
    let preview = Preview::of(&project, &[]);
    let own = format!("http://{}", preview.host());
    let json = ("Content-Type", "application/json");
    for (headers, body, status) in [
        (vec![json], "\"2031-01-01\"", 403),
        (vec![json, ("Origin", "http://evil.example")], "\"2031-01-01\"", 403),
        (vec![json, ("Origin", "null")], "\"2031-01-01\"", 403),
        (vec![("Origin", own.as_str()), ("Content-Type", "text/plain")], "\"2031-01-01\"", 415),
        (vec![("Origin", own.as_str()), json], "\"2031-13-01\"", 400),
        (vec![("Origin", own.as_str()), json], "{}", 400),
    ] {
        assert_eq!(post(&preview, &headers, body), status, "{headers:?}");
    }
    assert_eq!(preview.get("/.showcase/date?date=2031-01-01").status, 405, "no link changes anything");
    assert_eq!((preview.get("/base/later/").status, preview.state()["date"].as_str()), (404, Some(DATE)));
    assert_eq!(post(&preview, &[("Origin", &own), json], "\"2031-01-01\""), 202);
    preview.until("the page of a later day", |preview| Some(()).filter(|()| preview.get("/base/later/").status == 200));
    assert_eq!(preview.state()["date"], "2031-01-01");
}

#[test]
fn drafts_are_shown_if_asked_for_and_written_if_asked_for() {
    let project = project();
    project.file("content/pages/draft.md", "+++\ntitle = \"Half done\"\ndraft = true\n+++\n\nHalf.\n");
    {
        let preview = Preview::of(&project, &[]);
        assert_eq!(preview.get("/base/draft/").status, 404);
    }
    let preview = Preview::of(&project, &["--drafts", "--write"]);
    let page = preview.get("/base/draft/");
    assert!(page.text().contains("badge-draft"));
    let written = project.public().join("draft/index.html");
    preview.until("what was written", |_| std::fs::read(&written).ok().filter(|bytes| *bytes == page.built()));
    project.edit("content/pages/draft.md", "Half.", "Whole.");
    preview.until("what was written later", |_| {
        std::fs::read_to_string(&written).ok().filter(|text| text.contains("Whole."))
    });
}

#[test]
fn a_port_that_is_taken_is_told() {
    let project = project();
    let first = Preview::of(&project, &[]);
    let port = first.port.to_string();
    let ran = project.run(&["serve", "--port", &port]);
    assert_eq!(ran.code, 3, "{ran:?}");
    assert!(ran.stderr.contains(&format!("port {port} is taken")), "{ran:?}");
    let second = Preview::of(&project, &[]);
    assert_ne!(second.port, first.port);
    assert!(second.said().contains(&format!("is taken; the preview is on port {}", second.port)), "{}", second.said());
    assert!(!second.said().contains("network"), "nobody else can look in");
    let ran = project.run(&["serve", "--host", "192.0.2.1", "--port", &port]);
    assert_eq!(ran.code, 3, "{ran:?}");
    assert!(ran.stderr.contains("192.0.2.1"), "{ran:?}");
}

#[test]
fn whoever_opens_it_to_others_is_warned() {
    let project = project();
    let preview = Preview::of(&project, &["--host", "0.0.0.0"]);
    assert!(preview.said().contains("can be read by everybody in the network"), "{}", preview.said());
    assert_eq!(preview.ask("GET", "/base/", &[]).status, 200);
}

#[cfg(unix)]
#[test]
fn it_ends_at_once_when_it_is_told_to() {
    let project = project();
    let preview = Preview::of(&project, &["--write"]);
    // Somebody listens and somebody else has sent half a request.
    let mut listening = preview.connect();
    write!(listening, "GET /.showcase/events?path=/base/ HTTP/1.1\r\nHost: {}\r\n\r\n", preview.host()).unwrap();
    preview.connect().write_all(b"GET /").unwrap();
    // What a shell starts in the background has Ctrl-C ignored from the start.
    let (name, number) = if ignores_interrupts(preview.id()) { ("-TERM", 15) } else { ("-INT", 2) };
    assert!(Command::new("kill").args([name, &preview.id().to_string()]).status().unwrap().success());
    let end = preview.ended();
    assert_eq!(std::os::unix::process::ExitStatusExt::signal(&end), Some(number));
    assert!(!project.public().join(".showcase-staging").exists());
}

/// Whether a process was started with SIGINT ignored, as Linux tells it.
#[cfg(unix)]
fn ignores_interrupts(process: u32) -> bool {
    let status = std::fs::read_to_string(format!("/proc/{process}/status")).unwrap_or_default();
    let mask = status.lines().find_map(|line| line.strip_prefix("SigIgn:"));
    mask.and_then(|mask| u64::from_str_radix(mask.trim(), 16).ok()).is_some_and(|mask| mask & 2 != 0)
}
