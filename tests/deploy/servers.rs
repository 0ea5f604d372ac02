//! Deploys to servers that others wrote: one of S3 (s3s-fs, a crate of its own beside
//! the tests), OpenSSH, and Apache with WebDAV. Each is started on a port of this
//! machine; tests/run has them.

mod start;

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicI32, Ordering};

use showcase::hash::Hash128;
use showcase::manifest::{Made, print};

use super::memory::loaded;
use super::proxy::broken;
use super::{deployed, there};
use crate::harness::{Project, Ran};
use start::{Kind, Server};

/// An output of so many files, made up, in a certain state: pages that load files
/// which are named by their bytes.
fn output(project: &Project, files: usize, state: usize) {
    let mut all: BTreeMap<String, String> = BTreeMap::new();
    let version = |at: usize| if at < state { state } else { 0 };
    let asset = |at: usize| format!("assets/a-{at}-{}.css", version(at));
    let assets = files / 10;
    for at in 0..assets {
        all.insert(asset(at), format!("/* {at} {} */ {}", version(at), "x".repeat(at % 300)));
    }
    for at in 0..files - assets - 5 {
        // A later state changes the first pages, the files that they load, and has
        // others.
        let (first, second) = (asset(at % assets), asset((at + 1) % assets));
        let text = format!("<link href=\"/{first}\"><img src=\"/{second}\"> page {at} {}", "y".repeat(at % 500));
        let name =
            if at < state { format!("pages/new-{state}-{at}/index.html") } else { format!("pages/{at}/index.html") };
        all.insert(name, text);
    }
    all.insert("index.html".to_owned(), format!("<link href=\"/{}\"> home {state}", asset(0)));
    all.insert("feed.xml".to_owned(), format!("feed {state}"));
    all.insert("404.html".to_owned(), "none".to_owned());
    all.insert(
        "_headers".to_owned(),
        "/*\n  A: b\n\n/assets/*\n  Cache-Control: public, max-age=31536000, immutable\n".to_owned(),
    );
    all.insert("_redirects".to_owned(), String::new());
    write(project, &all);
}

fn write(project: &Project, all: &BTreeMap<String, String>) {
    drop(fs::remove_dir_all(project.public()));
    for (path, text) in all {
        project.file(&format!("public/{path}"), text);
    }
    let rows: Vec<_> = all.iter().map(|(path, text)| (path.as_str(), Hash128::of(text.as_bytes()))).collect();
    let list = print(rows.into_iter().map(|(path, hash)| (path, Made { hash, key: hash })));
    project.file("public/.showcase-manifest", &list);
}

struct Bench {
    project: Project,
    server: Server,
}

impl Bench {
    fn new(kind: Kind) -> Self {
        let (project, server) = (Project::new(), Server::start(kind));
        Self { project, server }
    }

    fn command(&self, port: u16, more: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_showcase"));
        command.args(["deploy", &self.server.target(port), "--output-only"]).args(more);
        command.current_dir(self.project.root()).env("NO_COLOR", "1").envs(self.server.environment(port));
        command
    }

    fn deploy(&self, more: &[&str]) -> Ran {
        let output = self.command(self.server.port, more).output().unwrap();
        let text = |bytes| String::from_utf8(bytes).unwrap();
        let said =
            Ran { code: output.status.code().unwrap_or(-1), stdout: text(output.stdout), stderr: text(output.stderr) };
        assert!(!(said.stdout.clone() + &said.stderr).contains("hunter2"), "{said:?}");
        said
    }

    fn put(&self, more: &[&str]) -> usize {
        let ran = self.deploy(&[more, &["--format", "json"]].concat());
        assert_eq!(ran.code, 0, "{ran:?}\n{}", self.server.log());
        let told: serde_json::Value = serde_json::from_str(&ran.stdout).unwrap();
        told["put"].as_array().unwrap().len()
    }

    fn is_output(&self, foreign: &[&str]) {
        let mut there = there(&self.server.folder());
        for path in foreign {
            assert_eq!(there.remove(*path).as_deref(), Some(b"theirs".as_slice()), "{path}");
        }
        let wanted = deployed(&self.project.public(), self.server.kind != Kind::S3);
        let names = |files: &BTreeMap<String, Vec<u8>>| files.keys().cloned().collect::<BTreeSet<_>>();
        assert_eq!(names(&there), names(&wanted));
        assert!(there == wanted, "some file has other bytes");
    }

    fn foreign(&self, path: &str) {
        let full = self.server.folder().join(path);
        fs::create_dir_all(full.parent().unwrap()).unwrap();
        fs::write(full, "theirs").unwrap();
        self.server.open_up();
    }
}

/// A page at the place that loads what is not there, if there is one; what changes
/// while it is looked at is looked at again.
fn lacking(folder: &Path) -> Option<String> {
    let pages = walkdir::WalkDir::new(folder).into_iter().filter_map(Result::ok);
    let pages = pages.filter(|entry| entry.path().extension().is_some_and(|ending| ending == "html"));
    pages.map(|entry| entry.into_path()).find_map(|page| {
        let text = fs::read_to_string(&page).ok()?;
        let lacks = loaded(&text).into_iter().find(|path| !folder.join(path).exists())?;
        let is_still = fs::read_to_string(&page).is_ok_and(|now| now == text);
        is_still.then(|| format!("{} lacks {lacks}", page.display()))
    })
}

/// Many files; then an edit, a reader looking on; then nothing.
fn many_files_then_few(kind: Kind, files: usize) {
    let bench = Bench::new(kind);
    for path in ["theirs.txt", "pages/theirs.html"] {
        bench.foreign(path);
    }
    output(&bench.project, files, 0);
    let all = deployed(&bench.project.public(), kind != Kind::S3).len();
    assert_eq!(bench.put(&[]), all);
    bench.is_output(&["theirs.txt", "pages/theirs.html"]);
    assert_eq!(bench.put(&[]), 0);

    output(&bench.project, files, 2);
    let over = Arc::new(AtomicBool::new(false));
    let reader = {
        let (over, folder) = (Arc::clone(&over), bench.server.folder());
        // The pages of a few folders, again and again.
        std::thread::spawn(move || {
            let mut looks = 0;
            while !over.load(Ordering::SeqCst) || looks == 0 {
                assert_eq!(lacking(&folder), None);
                looks += 1;
            }
        })
    };
    let put = bench.put(&[]);
    over.store(true, Ordering::SeqCst);
    reader.join().unwrap();
    assert!((3..all / 4).contains(&put), "{put} of {all}");
    bench.is_output(&["theirs.txt", "pages/theirs.html"]);

    bench.project.edit("public/pages/9/index.html", "page 9", "page nine");
    let mut changed: BTreeMap<String, String> = crate::harness::tree(&bench.project.public())
        .into_iter()
        .map(|(path, bytes)| (path, String::from_utf8(bytes).unwrap()))
        .collect();
    changed.remove(".showcase-manifest");
    write(&bench.project, &changed);
    assert_eq!(bench.put(&["--dry-run"]), 1);
    assert_eq!(bench.put(&[]), 1);
    bench.is_output(&["theirs.txt", "pages/theirs.html"]);
}

/// The way breaks at fifty points, or the deploy is killed there; pages have what
/// they load all the same, and the next deploy ends with the output.
fn cut_and_resumed(kind: Kind) {
    let bench = Bench::new(kind);
    bench.foreign("theirs.txt");
    output(&bench.project, 40, 0);
    bench.put(&[]);
    let mut random = 0x2545_f491_4f6c_dd1d_u64;
    let mut cut = 0;
    for point in 1..=50_usize {
        output(&bench.project, 40, point % 4);
        random ^= random << 13;
        random ^= random >> 7;
        random ^= random << 17;
        let most = 200 + usize::try_from(random % 40_000).unwrap();
        let victim = Arc::new(AtomicI32::new(0));
        let killed = Arc::clone(&victim);
        let is_killed = point % 2 == 0;
        let at_end = move || {
            let pid = rustix::process::Pid::from_raw(killed.load(Ordering::SeqCst));
            if let Some(pid) = pid.filter(|_| is_killed) {
                let _ = rustix::process::kill_process(pid, rustix::process::Signal::KILL);
            }
        };
        let port = broken(bench.server.port, most, Arc::new(at_end));
        let mut child = bench.command(port, &["--tries", "1", "--jobs", "3"]);
        let child: Child = child.stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
        victim.store(i32::try_from(child.id()).unwrap(), Ordering::SeqCst);
        let output = child.wait_with_output().unwrap();
        cut += usize::from(!output.status.success());
        assert_eq!(lacking(&bench.server.folder()), None, "point {point}");
        bench.put(&["--break-lock", "--jobs", "2"]);
        bench.is_output(&["theirs.txt"]);
    }
    assert!(cut > 25, "only {cut} were cut");
}

/// A lock that another deploy holds is told, and waited for.
fn kept_apart(kind: Kind) {
    let bench = Bench::new(kind);
    output(&bench.project, 30, 0);
    bench.put(&[]);
    let lock = bench.server.folder().join(".showcase-lock");
    fs::write(&lock, "{\"token\":\"0123456789abcdef\",\"who\":\"the other machine, process 7\",\"since\":0}").unwrap();
    bench.server.open_up();
    let ran = bench.deploy(&[]);
    assert!(ran.code == 3 && ran.stderr.contains("the other machine, process 7"), "{ran:?}");
    output(&bench.project, 30, 1);
    let mut waiting = bench.command(bench.server.port, &["--wait", "300"]);
    let mut waiting = waiting.stdout(Stdio::null()).stderr(Stdio::piped()).spawn().unwrap();
    let mut said = [0; 20];
    std::io::Read::read_exact(waiting.stderr.as_mut().unwrap(), &mut said).unwrap();
    fs::remove_file(&lock).unwrap();
    assert!(waiting.wait().unwrap().success());
    bench.is_output(&[]);
    assert!(!lock.exists());
    // Two at once: each ends, and none breaks what the other does.
    output(&bench.project, 30, 3);
    let both = [0, 1].map(|_| bench.command(bench.server.port, &["--wait", "300", "--quiet"]).spawn().unwrap());
    both.into_iter().for_each(|mut child| assert!(child.wait().unwrap().success()));
    bench.is_output(&[]);
}

#[test]
#[ignore = "needs the S3 server of the tests; tests/run builds and runs it"]
fn s3_many_files_then_few() {
    many_files_then_few(Kind::S3, 10_000);
}

#[test]
#[ignore = "needs the S3 server of the tests; tests/run builds and runs it"]
fn s3_cut_and_resumed() {
    cut_and_resumed(Kind::S3);
}

#[test]
#[ignore = "needs the S3 server of the tests; tests/run builds and runs it"]
fn s3_kept_apart() {
    kept_apart(Kind::S3);
}

#[test]
#[ignore = "needs OpenSSH; tests/run runs it"]
fn sftp_many_files_then_few() {
    many_files_then_few(Kind::Sftp, 10_000);
}

#[test]
#[ignore = "needs OpenSSH; tests/run runs it"]
fn sftp_cut_and_resumed() {
    cut_and_resumed(Kind::Sftp);
}

#[test]
#[ignore = "needs OpenSSH; tests/run runs it"]
fn sftp_kept_apart() {
    kept_apart(Kind::Sftp);
}

#[test]
#[ignore = "needs Apache; tests/run runs it"]
fn dav_many_files_then_few() {
    many_files_then_few(Kind::Dav, 1_000);
}

#[test]
#[ignore = "needs Apache; tests/run runs it"]
fn dav_cut_and_resumed() {
    cut_and_resumed(Kind::Dav);
}

#[test]
#[ignore = "needs Apache; tests/run runs it"]
fn dav_kept_apart() {
    kept_apart(Kind::Dav);
}

/// A wrong key or password, a host that nobody knows: told in words, code 3.
#[test]
#[ignore = "needs all servers; tests/run runs it"]
fn who_may_not_is_told_so() {
    for (kind, name, value) in [
        (Kind::S3, "AWS_SECRET_ACCESS_KEY", "wrong"),
        (Kind::Dav, "SHOWCASE_DAV_PASSWORD", "wrong"),
        (Kind::Sftp, "SHOWCASE_SSH", "/usr/bin/ssh"),
    ] {
        let bench = Bench::new(kind);
        output(&bench.project, 30, 0);
        let output = bench.command(bench.server.port, &["--tries", "1"]).env(name, value).output().unwrap();
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        assert_eq!(output.status.code(), Some(3), "{kind:?}: {said}");
        assert!(!said.contains("hunter2") && said.len() < 600, "{kind:?}: {said}");
        assert_eq!(there(&bench.server.folder()).len(), 0);
    }
}

fn target_folder() -> PathBuf {
    let target = std::env::var_os("CARGO_TARGET_DIR").map(PathBuf::from);
    target.unwrap_or_else(|| Path::new(env!("CARGO_MANIFEST_DIR")).join("target"))
}
