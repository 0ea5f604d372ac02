//! What is not deployed, and what is not said.

use super::{built, deploy, site};
use crate::harness::{DATE, Project};

fn refused(project: &Project, more: &[&str], says: &str) {
    let url = format!("file://{}", project.root().join("www").display());
    let ran = deploy(project, &url, more, &[]);
    assert!(ran.code == 1 && ran.stderr.contains(says), "{ran:?}");
    assert!(!project.root().join("www").exists());
}

#[test]
fn an_output_that_is_not_what_was_built_is_refused() {
    let project = site();
    project.file("public/about/index.html", "by hand");
    refused(&project, &[], "about/index.html is not what was built");
    refused(&project, &["--output-only"], "about/index.html is not what was built");
    built(&project);
    project.file("public/.showcase-journal", "showcase journal 2\n");
    refused(&project, &[], "under way, or was cut");
}

#[test]
fn an_output_that_the_sources_no_longer_make_is_refused() {
    let project = site();
    project.edit("content/interns/i-2/index.md", "review = 2040-01-01", "withdrawn = 2026-11-20");
    refused(&project, &[], "the sources make something else today");
    built(&project);
    let url = format!("file://{}", project.root().join("www").display());
    assert_eq!(deploy(&project, &url, &["--dry-run"], &[]).code, 0);
}

#[test]
fn drafts_are_refused() {
    let project = site();
    project.edit("content/interns/i-2/index.md", "name = ", "draft = true\nname = ");
    assert_eq!(project.run(&["build", "--date", DATE, "--quiet", "--drafts"]).code, 0);
    refused(&project, &[], "without --drafts");
}

#[test]
fn targets_are_found_by_name_and_secrets_are_refused() {
    let project = site();
    let with = |text: &str| {
        let project = site();
        project.edit("site.toml", "[consent]", &format!("{text}\n\n[consent]"));
        built(&project);
        project
    };
    let ran = with("[deploy.live]\nurl = \"file:///nowhere/at/all\"").run(&["deploy", "lives", "--date", DATE]);
    assert!(ran.code == 2 && ran.stderr.contains("Did you mean `live`?"), "{ran:?}");
    for url in ["sftp://anna:hunter2@h.example/x", "git+https://hunter2@h.example/x#b", "davs://h.example/?t=hunter2"] {
        let ran = deploy(&project, url, &[], &[]);
        assert!(ran.code == 2 && !(ran.stderr + &ran.stdout).contains("hunter2"), "{url}");
    }
}

#[test]
fn a_password_under_a_key_of_its_own_is_not_shown() {
    let project = Project::new();
    let target = "[deploy.live]\nurl = \"file:///srv/site\"\npasword = \"hunter2\"\n\n[consent]";
    project.edit("site.toml", "[consent]", target);
    for format in ["human", "json", "sarif"] {
        let ran = project.run(&["check", "--date", DATE, "--format", format]);
        let said = ran.stderr + &ran.stdout;
        assert!(ran.code == 1 && said.contains("There is no key `pasword` in `deploy.live`"), "{said}");
        assert!(!said.contains("hunter2"), "{said}");
    }
}

/// Wherever it goes wrong, nothing tells a secret: no host, a host that refuses, one
/// that answers nonsense.
#[test]
fn no_message_tells_a_secret() {
    let project = site();
    let listener = std::net::TcpListener::bind(("127.0.0.1", 0)).unwrap();
    let port = listener.local_addr().unwrap().port();
    std::thread::spawn(move || {
        for (at, stream) in listener.incoming().flatten().enumerate() {
            use std::io::{Read as _, Write as _};
            let mut stream = stream;
            let mut bytes = [0; 8192];
            let read = stream.read(&mut bytes).unwrap_or_default();
            // It says again all that it was told.
            let told = String::from_utf8_lossy(&bytes[..read]).into_owned();
            let head =
                ["HTTP/1.1 403 No", "HTTP/1.1 500 No", "hunter2", "HTTP/1.1 302 No\r\nLocation: /hunter2"][at % 4];
            drop(write!(stream, "{head}\r\nContent-Length: {}\r\nConnection: close\r\n\r\n{told}", told.len()));
        }
    });
    let endpoint = format!("http://127.0.0.1:{port}");
    let dav = format!("dav://127.0.0.1:{port}/site/");
    let secrets = [
        ("AWS_ACCESS_KEY_ID", "AKIDEXAMPLE"),
        ("AWS_SECRET_ACCESS_KEY", "hunter2-aws"),
        ("AWS_SESSION_TOKEN", "hunter2-token"),
        ("SHOWCASE_DAV_USER", "anna"),
        ("SHOWCASE_DAV_PASSWORD", "hunter2-dav"),
    ];
    for endpoint in [endpoint.as_str(), "http://127.0.0.1:1", "https://127.0.0.1:1", "http://no-such-host.invalid"] {
        for url in ["s3://stories/site", &dav] {
            for _ in 0..4 {
                let environment = [&secrets[..], &[("AWS_ENDPOINT_URL", endpoint)]].concat();
                let ran = deploy(&project, url, &["--tries", "1"], &environment);
                let said = format!("{}{}", ran.stdout, ran.stderr);
                assert_eq!(ran.code, 3, "{said}");
                let basic = "YW5uYTpodW50ZXIyLWRhdg==";
                assert!(!said.contains("hunter2") && !said.contains("Signature") && !said.contains(basic), "{said}");
            }
        }
    }
}
