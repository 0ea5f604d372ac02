//! The rules for hosts in nginx, Apache and Caddy: each is started on a port of this
//! machine, as whoever runs a host would start it, with the rules that the
//! build wrote. Needs all (Debian: nginx-light, apache2, caddy); tests/run has them.

mod function;
mod http;
mod process;

use std::collections::BTreeMap;
use std::fs;

use crate::harness::{DATE, Project, tree};
use crate::serve::client::Preview;
use http::Answer;
use process::{Kind, Server};

/// Old addresses as people write them, with signs that mean something to a
/// server, and the forms in which visitors ask for them.
const ALIASES: [(&str, &[&str]); 4] = [
    ("/stories/first-week/", &["stories/first-week/", "stories/first-week", "stories/first-week/?from=mail"]),
    ("/a.b+(c)[d]", &["a.b+(c)[d]", "a.b%2B%28c%29%5Bd%5D"]),
    ("/zoë;$x&y~!@=,/", &["zo%C3%AB;$x&y~!@=,/", "zo%C3%AB%3B%24x&y~!@=,"]),
    ("/interns/i-over/old/", &["interns/i-over/old/"]),
];

/// A site whose rules say something: one is here, one has withdrawn.
fn site() -> Project {
    let project = Project::new();
    let record = fs::read_to_string(project.root().join("content/interns/i-1/index.md")).unwrap();
    let aliases: Vec<String> = ALIASES.iter().map(|(alias, _)| format!("{alias:?}")).collect();
    let aliased = format!("aliases = [{}]\nquote =", aliases.join(", "));
    project.edit("content/interns/i-1/index.md", "quote =", &aliased);
    let over = record.replace("review = 2040-01-01", "withdrawn = 2026-11-01").replace("Ada Example", "Bo Example");
    let over = over.replace("Counting what counts", "What is over");
    project.file("content/interns/i-over/index.md", &over);
    project.file("content/gone.toml", "[[gone]]\nid = \"i-erased\"\nkind = \"intern\"\non = 2026-11-02\n");
    project.file("content/static/.well-known/security.txt", "Contact: mailto:hello@small.example\n");
    project.bytes("content/interns/i-over/portrait.png", include_bytes!("fixtures/pixel.png"))
}

/// Builds for an address with this path, to where a server looks for it.
fn build(project: &Project, base: &str) {
    let address = format!("https://small.example{base}");
    let out = format!("www{base}");
    let ran = project.run(&["build", "--date", DATE, "--quiet", "--base-url", &address, "--out", &out]);
    assert_eq!((ran.code, ran.stderr.as_str()), (0, ""), "{ran:?}");
}

/// The headers of every page, as `_headers` has them.
fn promised(files: &BTreeMap<String, Vec<u8>>) -> Vec<(String, String)> {
    let text = String::from_utf8(files["_headers"].clone()).unwrap();
    let first = text.split("\n\n").next().unwrap().lines().skip(1);
    first.map(|line| line.trim().split_once(": ").unwrap()).map(|(a, b)| (a.to_owned(), b.to_owned())).collect()
}

fn is_promised(kind: Kind, base: &str) {
    let project = site();
    build(&project, base);
    let www = project.root().join("www");
    let files = tree(&www.join(base.trim_matches('/')));
    let server = Server::start(kind, &www, base);
    let get = |path: &str| server.get(&format!("{base}{path}"));
    let is = |path: &str, status: u16, file: &str| -> Answer {
        let answer = get(path);
        assert_eq!(answer.status, status, "{kind:?} {base}{path}\n{}", server.log());
        assert!(answer.body == files[file], "{kind:?} {base}{path} is not {file}");
        assert_eq!(answer.header("x-more").is_some(), kind == Kind::Nginx, "{path}: what the host adds is kept");
        for (name, value) in promised(&files) {
            assert_eq!(answer.header(&name), Some(value.as_str()), "{kind:?} {base}{path}: {name}");
        }
        answer
    };

    for page in ["", "interns/", "interns/i-1/", "offices/nairobi/"] {
        is(page, 200, &format!("{page}index.html"));
    }
    is("robots.txt", 200, "robots.txt");
    is(".well-known/security.txt", 200, ".well-known/security.txt");

    for id in ["i-over", "i-erased"] {
        for rest in ["", "/", "/?x=1", "/index.html", "/second/", "/second/page.html", "/portrait.png", "//"] {
            is(&format!("interns/{id}{rest}"), 410, "410.html");
        }
    }
    for path in
        ["interns/i-overt/", "interns/i-ove/", "interns/i-1/x/", "nowhere", "offices/i-over/", "x/interns/i-over/"]
    {
        is(path, 404, "404.html");
    }

    for (alias, forms) in ALIASES {
        for form in forms {
            let answer = get(form);
            assert_eq!(answer.status, 301, "{kind:?} {base}{form}\n{}", server.log());
            let asked = form.split_once('?').map_or(String::new(), |(_, asked)| format!("?{asked}"));
            let to = format!("{base}interns/i-1/{asked}");
            assert_eq!(answer.location().as_deref(), Some(to.as_str()), "{alias}");
        }
        let below = alias.trim_matches('/').replace('ë', "%C3%AB");
        assert_ne!(get(&format!("{below}/below")).status, 301, "{alias} is one address and no folder");
    }
    for path in ["stories/first-weekly/", "aXb+(c)[d]", "a.bb(c)[d]"] {
        is(path, 404, "404.html");
    }
    assert_eq!(get("interns/i-1").location().as_deref(), Some(format!("{base}interns/i-1/").as_str()));

    let forever = "public, max-age=31536000, immutable";
    let named = |start: &str| files.keys().find(|path| path.starts_with(start)).unwrap();
    for path in [named("assets/style-"), named("assets/script-"), named("media/")] {
        assert_eq!(is(path, 200, path).header("cache-control"), Some(forever), "{path}");
    }
    for (path, status, file) in [("assets/style-0.css", 404, "404.html"), ("", 200, "index.html")] {
        assert_ne!(is(path, status, file).header("cache-control"), Some(forever), "{path}");
    }
    for (name, kind) in [("csv", "text/csv; charset=utf-8"), ("json", "application/json")] {
        let path = named("data/").replace(".csv", &format!(".{name}"));
        assert_eq!(is(&path, 200, &path).header("content-type"), Some(kind));
    }
    let kept =
        [".htaccess", "_caddy", "_nginx.conf", "_headers", "_redirects", ".showcase-manifest", ".showcase-journal"];
    for path in kept {
        is(path, 404, "404.html");
    }
    for folder in ["assets/", "media/", "data/"] {
        assert!(matches!(get(folder).status, 403 | 404), "{folder} is listed");
    }
}

#[test]
#[ignore = "needs nginx; tests/run runs it"]
fn nginx_does_what_is_promised() {
    is_promised(Kind::Nginx, "/");
    is_promised(Kind::Nginx, "/sub/");
    is_promised(Kind::Nginx, "/a.b/(c+d)&e=f;!@,~g/");
}

#[test]
#[ignore = "needs Apache; tests/run runs it"]
fn apache_does_what_is_promised() {
    is_promised(Kind::Apache, "/");
    is_promised(Kind::Apache, "/sub/");
    is_promised(Kind::Apache, "/a.b/(c+d)&e=f;!@,~g/");
}

#[test]
#[ignore = "needs Caddy; tests/run runs it"]
fn caddy_does_what_is_promised() {
    is_promised(Kind::Caddy, "/");
    is_promised(Kind::Caddy, "/sub/");
}

/// What lies there compressed is handed out to whoever takes it, as what it is.
fn hands_out_what_is_compressed(kind: Kind, base: &str) {
    let project = site();
    let (address, out) = (format!("https://small.example{base}"), format!("www{base}"));
    let args = ["build", "--date", DATE, "--quiet", "--base-url", &address, "--out", &out, "--precompress"];
    assert_eq!(project.run(&args).code, 0);
    let www = project.root().join("www");
    let files = tree(&www.join(base.trim_matches('/')));
    let server = Server::start(kind, &www, base);
    let style = files.keys().find(|path| path.starts_with("assets/style-") && path.ends_with(".css")).unwrap();
    // nginx hands out Brotli with a module that its packages do not bring.
    let codings: &[(&str, &str)] =
        if kind == Kind::Nginx { &[("gzip", "gz")] } else { &[("gzip", "gz"), ("br", "br")] };
    for (path, file) in [("", "index.html"), ("interns/i-1/", "interns/i-1/index.html"), (style, style)] {
        let plain = server.get(&format!("{base}{path}"));
        assert!(plain.body == files[file] && plain.header("content-encoding").is_none(), "{kind:?} {path}");
        for (coding, ending) in codings {
            let answer = server.get_as(&format!("{base}{path}"), coding);
            assert_eq!(answer.status, 200, "{kind:?} {path}\n{}", server.log());
            assert_eq!(answer.header("content-encoding"), Some(*coding), "{kind:?} {path}");
            assert!(answer.body == files[&format!("{file}.{ending}")], "{kind:?} {path} {coding}");
            assert_eq!(answer.header("content-type"), plain.header("content-type"), "{kind:?} {path} {coding}");
            assert_eq!(answer.header("content-security-policy"), plain.header("content-security-policy"));
            assert_eq!(answer.header("cache-control"), plain.header("cache-control"), "{kind:?} {path}");
            assert!(answer.header("vary").is_some_and(|vary| vary.contains("Accept-Encoding")), "{kind:?} {path}");
        }
    }
    for (path, status) in [("nowhere", 404), ("interns/i-over/", 410), ("_headers", 404)] {
        for coding in ["gzip", "br"] {
            assert_eq!(
                server.get_as(&format!("{base}{path}"), coding).status,
                status,
                "{kind:?} {path}\n{}",
                server.log()
            );
        }
    }
}

#[test]
#[ignore = "needs nginx, Apache and Caddy; tests/run runs it"]
fn compressed_files_are_handed_out() {
    for kind in [Kind::Nginx, Kind::Apache, Kind::Caddy] {
        hands_out_what_is_compressed(kind, "/");
        hands_out_what_is_compressed(kind, "/sub/");
    }
}

/// Forty requests, to which a server has to say what the preview says; for how
/// long files are kept is for servers alone.
fn answers_as_the_preview_does(kind: Kind, base: &str) {
    let project = site();
    build(&project, base);
    let www = project.root().join("www");
    let files = tree(&www.join(base.trim_matches('/')));
    let (server, address) = (Server::start(kind, &www, base), format!("https://small.example{base}"));
    let preview = Preview::of(&project, &["--base-url", &address]);
    let known = [
        "",
        "?x=1",
        "interns/",
        "interns/i-1/",
        "interns/i-1",
        "offices/",
        "offices/nairobi/",
        "offices/nairobi",
        "cohorts/2024/",
        "donors/",
        "donors/trust/",
        "sdgs/10/",
        "impact/",
        "about/",
        "search/",
        "robots.txt",
        "sitemap.xml",
        "feed.xml",
        "feed.json",
        "data/schema.json",
        ".well-known/security.txt",
        "404.html",
        "nowhere",
        "nowhere/",
        "interns/i-9/",
        "interns/i-1/x/",
        "assets/style-0.css",
        "media/0.png",
        "_headers",
        "_redirects",
        ".showcase-manifest",
        "interns/i-over",
        "interns/i-over/",
        "interns/i-over/second/",
        "interns/i-erased/",
        "interns/i-overt/",
        "stories/first-week/",
        "stories/first-week",
        "stories/first-week/?from=mail",
        "a.b+(c)[d]",
    ];
    let made = files.keys().filter(|path| ["assets/", "media/", "data/"].iter().any(|folder| path.starts_with(folder)));
    let paths: Vec<String> = known.iter().map(|path| (*path).to_owned()).chain(made.cloned()).collect();
    assert!(known.len() >= 40);
    for path in paths {
        let whole = format!("{base}{path}");
        let (shown, answer) = (preview.get(&whole), server.get(&whole));
        // Two numbers for an address that has moved for good.
        let status = |status: u16| if status == 308 { 301 } else { status };
        assert_eq!(status(answer.status), status(shown.status), "{kind:?} {whole}\n{}", server.log());
        if status(shown.status) == 301 {
            let to = |place: &str| {
                place.split_once("://").map_or(place.to_owned(), |(_, rest)| rest[rest.find('/').unwrap()..].to_owned())
            };
            assert_eq!(answer.location(), Some(to(shown.header("location"))), "{kind:?} {whole}");
            continue;
        }
        assert!(answer.body == shown.built(), "{kind:?} {whole} has another body");
        for name in ["content-security-policy", "x-content-type-options", "referrer-policy", "permissions-policy"] {
            assert_eq!(answer.header(name), Some(shown.header(name)), "{kind:?} {whole}: {name}");
        }
        // That a JSON document is a feed, not every host knows.
        let essence = |kind: &str| kind.split(';').next().unwrap().replace("feed+json", "json");
        // The configuration of the test knows these.
        if ["html", "css", "json", "png", "txt", "csv", "/"].iter().any(|ending| whole.ends_with(ending)) {
            let kinds = (essence(answer.header("content-type").unwrap()), essence(shown.header("content-type")));
            assert_eq!(kinds.0, kinds.1, "{kind:?} {whole}");
        }
    }
}

#[test]
#[ignore = "needs nginx, Apache and Caddy; tests/run runs it"]
fn servers_answer_as_the_preview_does() {
    for kind in [Kind::Nginx, Kind::Apache, Kind::Caddy] {
        answers_as_the_preview_does(kind, "/");
        answers_as_the_preview_does(kind, "/sub/");
    }
}

/// Nobody is told of HTTPS alone unless the site says so; then all are.
#[test]
fn every_rule_file_says_https_alone_or_none_does() {
    let project = site();
    let told = |project: &Project| {
        build(project, "/");
        let files = tree(&project.root().join("www"));
        let names = ["_headers", "_nginx.conf", ".htaccess", "_caddy"];
        names.map(|name| String::from_utf8_lossy(&files[name]).contains("Strict-Transport-Security"))
    };
    assert_eq!(told(&project), [false; 4]);
    project.edit("site.toml", "[consent]", "[hosting]\nhsts_days = 2\n\n[consent]");
    assert_eq!(told(&project), [true; 4]);
    assert!(fs::read_to_string(project.root().join("www/_headers")).unwrap().contains("max-age=172800"));
}

/// Apache reads its rules anew for each visitor: who withdraws is gone with
/// the next build, and nobody need restart anything.
#[test]
#[ignore = "needs Apache; tests/run runs it"]
fn in_apache_a_withdrawal_holds_at_once() {
    let project = site();
    build(&project, "/");
    let server = Server::start(Kind::Apache, &project.root().join("www"), "/");
    assert_eq!(server.get("/interns/i-1/").status, 200);
    project.edit("content/interns/i-1/index.md", "review = 2040-01-01", "withdrawn = 2026-11-23");
    build(&project, "/");
    assert_eq!(server.get("/interns/i-1/").status, 410);
    assert_eq!(server.get("/stories/first-week/").status, 404, "the words of an old address may tell who it was");
}
