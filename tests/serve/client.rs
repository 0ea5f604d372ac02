//! A preview that runs, and a client that speaks HTTP letter by letter.

use std::collections::BTreeMap;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{Shutdown, TcpStream};
use std::path::Path;
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use crate::harness::{DATE, Project};

/// Nothing takes as long as this but what never comes.
pub(super) const PATIENCE: Duration = Duration::from_secs(60);

/// A preview that is stopped when it is dropped.
pub(crate) struct Preview {
    child: Child,
    pub(super) port: u16,
    said: Arc<Mutex<String>>,
}

/// An answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(super) headers: BTreeMap<String, String>,
    pub(super) body: Vec<u8>,
}

impl Preview {
    pub(crate) fn of(project: &Project, args: &[&str]) -> Self {
        let mut command = Command::new(env!("CARGO_BIN_EXE_showcase"));
        command.args(["serve", "--date", DATE]).args(args).current_dir(project.root()).env("NO_COLOR", "1");
        let mut child = command.stdin(Stdio::null()).stderr(Stdio::piped()).spawn().unwrap();
        let mut lines = BufReader::new(child.stderr.take().unwrap());
        let said = Arc::new(Mutex::new(String::new()));
        let port = loop {
            let mut line = String::new();
            assert!(lines.read_line(&mut line).unwrap() > 0, "it ended: {}", said.lock().unwrap());
            said.lock().unwrap().push_str(&line);
            if let Some((_, rest)) = line.split_once("The preview is at http://") {
                let port = rest.split_once(':').unwrap().1;
                break port.split('/').next().unwrap().parse().unwrap();
            }
        };
        let kept = Arc::clone(&said);
        std::thread::spawn(move || {
            let mut line = String::new();
            while lines.read_line(&mut line).is_ok_and(|count| count > 0) {
                kept.lock().unwrap().push_str(&line);
                line.clear();
            }
        });
        Self { child, port, said }
    }

    /// All that it printed so far.
    pub(super) fn said(&self) -> String {
        self.said.lock().unwrap().clone()
    }

    pub(super) fn host(&self) -> String {
        format!("localhost:{}", self.port)
    }

    pub(super) fn connect(&self) -> TcpStream {
        let stream = TcpStream::connect(("127.0.0.1", self.port)).unwrap();
        stream.set_read_timeout(Some(PATIENCE)).unwrap();
        // A request in pieces would wait for the answer to its first.
        stream.set_nodelay(true).unwrap();
        stream
    }

    /// Sends bytes as they are, `HOST` in them replaced, and reads one answer.
    pub(super) fn raw(&self, text: &[u8]) -> Option<Answer> {
        let mut stream = self.connect();
        let text = replaced(text, b"HOST", self.host().as_bytes());
        // It may refuse before it has read all.
        drop(stream.write_all(&text));
        drop(stream.shutdown(Shutdown::Write));
        read(&mut BufReader::new(stream), false)
    }

    /// A request with further header lines.
    pub(super) fn ask(&self, method: &str, path: &str, headers: &[(&str, &str)]) -> Answer {
        let more: String = headers.iter().map(|(name, value)| format!("{name}: {value}\r\n")).collect();
        let text = format!("{method} {path} HTTP/1.1\r\nHost: {}\r\nConnection: close\r\n{more}\r\n", self.host());
        let mut stream = self.connect();
        stream.write_all(text.as_bytes()).unwrap();
        read(&mut BufReader::new(stream), method == "HEAD").unwrap_or_else(|| panic!("{method} {path}: no answer"))
    }

    pub(crate) fn get(&self, path: &str) -> Answer {
        self.ask("GET", path, &[])
    }

    pub(super) fn state(&self) -> serde_json::Value {
        serde_json::from_slice(&self.get("/.showcase/state").body).unwrap()
    }

    /// Asks again until the answer is as it should be.
    pub(super) fn until<T>(&self, what: &str, ask: impl Fn(&Self) -> Option<T>) -> T {
        let end = Instant::now() + PATIENCE;
        loop {
            if let Some(answer) = ask(self) {
                return answer;
            }
            assert!(Instant::now() < end, "never: {what}\n{}", self.said());
            std::thread::yield_now();
        }
    }

    pub(super) fn id(&self) -> u32 {
        self.child.id()
    }

    /// How it ended.
    pub(super) fn ended(mut self) -> ExitStatus {
        self.child.wait().unwrap()
    }
}

impl Drop for Preview {
    fn drop(&mut self) {
        drop(self.child.kill());
        drop(self.child.wait());
    }
}

impl Answer {
    pub(super) fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }

    pub(crate) fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", String::as_str)
    }

    /// The page as it was built: without the preview's script.
    pub(crate) fn built(&self) -> Vec<u8> {
        without_script(&self.body)
    }
}

pub(super) fn without_script(page: &[u8]) -> Vec<u8> {
    const BEGIN: &[u8] = b"<script src=\"/.showcase/client.js\"";
    const END: &[u8] = b"</script>\n";
    let Some(at) = find(page, BEGIN) else { return page.to_vec() };
    let end = at + find(&page[at..], END).unwrap() + END.len();
    [&page[..at], &page[end..]].concat()
}

pub(super) fn find(text: &[u8], wanted: &[u8]) -> Option<usize> {
    text.windows(wanted.len()).position(|window| window == wanted)
}

fn replaced(text: &[u8], from: &[u8], to: &[u8]) -> Vec<u8> {
    let mut out = Vec::new();
    let mut rest = text;
    while let Some(at) = find(rest, from) {
        out.extend_from_slice(&rest[..at]);
        out.extend_from_slice(to);
        rest = &rest[at + from.len()..];
    }
    out.extend_from_slice(rest);
    out
}

/// Reads one answer; `None` if there is none.
pub(super) fn read(stream: &mut BufReader<TcpStream>, head_only: bool) -> Option<Answer> {
    let mut line = String::new();
    stream.read_line(&mut line).ok().filter(|count| *count > 0)?;
    let status = line.split(' ').nth(1)?.parse().ok()?;
    let mut headers = BTreeMap::new();
    loop {
        let mut line = String::new();
        stream.read_line(&mut line).ok()?;
        let Some((name, value)) = line.trim_end().split_once(": ") else { break };
        let before = headers.insert(name.to_ascii_lowercase(), value.to_owned());
        assert_eq!(before, None, "{name} twice");
    }
    let length = headers.get("content-length").and_then(|length| length.parse().ok()).unwrap_or(0);
    let mut body = vec![0; if head_only { 0 } else { length }];
    stream.read_exact(&mut body).ok()?;
    Some(Answer { status, headers, body })
}

/// What a build from nothing makes of the sources, for the same day.
pub(super) fn clean_build(root: &Path, args: &[&str]) -> Result<BTreeMap<String, Vec<u8>>, String> {
    let out = tempfile::tempdir().unwrap();
    let ran = Command::new(env!("CARGO_BIN_EXE_showcase"))
        .args(["build", "--date", DATE, "--quiet", "--clean", "--out"])
        .arg(out.path().join("site"))
        .arg("--cache-dir")
        .arg(out.path().join("cache"))
        .args(args)
        .current_dir(root)
        .output()
        .unwrap();
    if !ran.status.success() {
        return Err(String::from_utf8_lossy(&ran.stderr).into_owned());
    }
    let mut files = crate::harness::tree(&out.path().join("site"));
    files.retain(|path, _| !matches!(path.as_str(), ".showcase-manifest" | "_headers" | "_redirects"));
    Ok(files)
}
