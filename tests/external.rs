//! Links to other sites, asked of servers of every temper on this machine.

use std::collections::{BTreeMap, BTreeSet};
use std::io::{BufRead, BufReader, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::Duration;

use jiff::Timestamp;
use showcase::external::{Answer, Asked, Memory, Policy, Reason, Verdict, ask};

/// A server on a loopback address of its own, which counts for a host of its
/// own. It ends with the test process.
struct Server {
    at: String,
    /// Each request as its method and path.
    heard: Arc<Mutex<Vec<String>>>,
    /// The most connections with a request under way at the same time.
    most: Arc<AtomicUsize>,
}

impl Server {
    fn start(machine: &str, answer: impl Fn(&str, &str, usize, &mut TcpStream) + Send + Sync + 'static) -> Self {
        let listener = TcpListener::bind((machine, 0)).unwrap();
        let at = format!("http://{}", listener.local_addr().unwrap());
        let (heard, most) = (Arc::<Mutex<Vec<String>>>::default(), Arc::<AtomicUsize>::default());
        let (now, answer) = (Arc::new(AtomicUsize::new(0)), Arc::new(answer));
        let server = Self { at, heard: Arc::clone(&heard), most: Arc::clone(&most) };
        thread::spawn(move || {
            for stream in listener.incoming().map_while(Result::ok) {
                let (heard, most, now, answer) = (heard.clone(), most.clone(), now.clone(), answer.clone());
                thread::spawn(move || {
                    let mut reader = BufReader::new(stream.try_clone().unwrap());
                    let mut stream = stream;
                    while let Some((method, path)) = request(&mut reader) {
                        most.fetch_max(now.fetch_add(1, Ordering::SeqCst) + 1, Ordering::SeqCst);
                        let line = format!("{method} {path}");
                        let times = {
                            let mut heard = heard.lock().unwrap();
                            heard.push(line.clone());
                            heard.iter().filter(|one| **one == line).count()
                        };
                        answer(&method, &path, times, &mut stream);
                        now.fetch_sub(1, Ordering::SeqCst);
                    }
                });
            }
        });
        server
    }

    fn url(&self, path: &str) -> String {
        format!("{}{path}", self.at)
    }

    fn heard(&self) -> Vec<String> {
        self.heard.lock().unwrap().clone()
    }
}

fn request(reader: &mut BufReader<TcpStream>) -> Option<(String, String)> {
    let mut first = String::new();
    if reader.read_line(&mut first).is_err() {
        // Whoever speaks of safety gets an answer in the clear.
        say(reader.get_mut(), "400 Bad Request", "");
        return None;
    }
    let mut words = first.split_whitespace().map(str::to_owned);
    let (method, path) = (words.next()?, words.next()?);
    loop {
        let mut line = String::new();
        reader.read_line(&mut line).ok()?;
        if line.trim().is_empty() {
            return Some((method, path));
        }
    }
}

fn say(stream: &mut TcpStream, status: &str, headers: &str) {
    let _ = write!(stream, "HTTP/1.1 {status}\r\nContent-Length: 0\r\n{headers}\r\n");
}

fn usual() -> Policy {
    Policy {
        patience: Duration::from_secs(20),
        pause: Duration::from_millis(5),
        longest_pause: Duration::from_secs(2),
        tries: 3,
        private: true,
        ..Policy::of("https://site.example/")
    }
}

fn asked_with<'u>(policy: &Policy, memory: &mut Memory, urls: impl IntoIterator<Item = &'u String>) -> Asked {
    let urls: BTreeSet<String> = urls.into_iter().cloned().collect();
    ask(&urls, memory, Timestamp::from_second(1_800_000_000).unwrap(), policy, &|_, _| {})
}

fn verdicts(policy: &Policy, urls: &[String]) -> BTreeMap<String, Verdict> {
    let asked = asked_with(policy, &mut Memory::default(), urls);
    asked.answers.into_iter().map(|(url, answer)| (url, answer.verdict)).collect()
}

/// A host with a page for everything that hosts do.
fn moody() -> Server {
    Server::start("127.0.0.1", |method, path, times, stream| match (method, path) {
        ("HEAD", "/ok" | "/ok?q=1") => say(stream, "200 OK", ""),
        ("HEAD", "/no-head") => say(stream, "405 Method Not Allowed", ""),
        ("HEAD", "/shy") => say(stream, "404 Not Found", ""),
        ("GET", "/no-head" | "/shy") => say(stream, "200 OK", ""),
        (_, "/gone") => say(stream, "410 Gone", ""),
        (_, "/failing") => say(stream, "500 Internal Server Error", ""),
        (_, "/once") if times == 1 => say(stream, "503 Service Unavailable", "Retry-After: 0\r\n"),
        (_, "/busy") if times < 3 => say(stream, "429 Too Many Requests", "Retry-After: 1\r\n"),
        (_, "/dated") if times == 1 => say(
            stream,
            "429 Too Many Requests",
            "Date: Sun, 06 Nov 1994 08:49:37 GMT\r\nRetry-After: Sun, 06 Nov 1994 08:49:38 GMT\r\n",
        ),
        (_, "/later") => say(stream, "429 Too Many Requests", "Retry-After: 86400\r\n"),
        (_, "/private") => say(stream, "403 Forbidden", ""),
        (_, "/moved") => say(stream, "301 Moved Permanently", "Location: /ok\r\n"),
        (_, "/moved-twice") => say(stream, "308 Permanent Redirect", "Location: moved\r\n"),
        (_, "/for-now") => say(stream, "302 Found", "Location: /ok?q=1\r\n"),
        (_, "/moved-for-now") => say(stream, "301 Moved Permanently", "Location: /for-now\r\n"),
        (_, "/moved-to-nothing") => say(stream, "301 Moved Permanently", "Location: /gone\r\n"),
        (_, "/to-script") => say(stream, "302 Found", "Location: javascript:alert(1)\r\n"),
        (_, "/loop") => say(stream, "302 Found", "Location: /pool\r\n"),
        (_, "/pool") => say(stream, "302 Found", "Location: /loop\r\n"),
        (_, "/cookie") => say(stream, "302 Found", "Set-Cookie: a=b\r\nLocation: /cookie\r\n"),
        (_, path) if path.starts_with("/chain/") => {
            let next = path.len() - "/chain/".len() + 1;
            say(stream, "302 Found", &format!("Location: /chain/{}\r\n", "x".repeat(next)));
        }
        (_, "/endless-page") => {
            let _ = stream.write_all(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n");
            // The request is answered, and the page goes on beside the next one.
            let mut page = stream.try_clone().unwrap();
            thread::spawn(move || while page.write_all(b"5\r\nhello\r\n").is_ok() {});
        }
        (_, "/endless-head") => {
            let _ = stream.write_all(b"HTTP/1.1 200 OK\r\n");
            while stream.write_all(b"X-More: and more\r\n").is_ok() {}
        }
        (_, "/nonsense") => {
            let _ = stream.write_all(b"what do you want?\r\n\r\n");
            let _ = stream.shutdown(std::net::Shutdown::Both);
        }
        _ => say(stream, "200 OK", ""),
    })
}

#[test]
fn pages_of_every_temper_are_judged() {
    let server = moody();
    let (sound, broken) = (Verdict::Sound, Verdict::Broken);
    let expected = [
        ("/ok", sound.clone()),
        ("/ok?q=1#part", sound.clone()),
        ("/no-head", sound.clone()),
        ("/shy", sound.clone()),
        ("/gone", broken(Reason::Status(410))),
        ("/failing", broken(Reason::Status(500))),
        ("/once", sound.clone()),
        ("/busy", sound.clone()),
        ("/dated", sound.clone()),
        ("/later", Verdict::Refused(429)),
        ("/private", Verdict::Refused(403)),
        ("/moved", Verdict::Moved(server.url("/ok"))),
        ("/moved-twice", Verdict::Moved(server.url("/ok"))),
        ("/for-now", sound.clone()),
        ("/moved-for-now", sound.clone()),
        ("/moved-to-nothing", broken(Reason::Status(410))),
        ("/to-script", broken(Reason::NoAddress("javascript:alert(1)".to_owned()))),
        ("/loop", broken(Reason::Loop)),
        ("/cookie", Verdict::Refused(302)),
        ("/chain/", broken(Reason::TooManyRedirects)),
        ("/endless-page", sound),
    ];
    let urls: Vec<String> = expected.iter().map(|(path, _)| server.url(path)).collect();
    let found = verdicts(&usual(), &urls);
    for ((path, verdict), url) in expected.iter().zip(&urls) {
        assert_eq!(found.get(url), Some(verdict), "{path}");
    }
    assert_eq!(found.len(), expected.len());
    // A host is asked one thing at a time.
    assert_eq!(server.most.load(Ordering::SeqCst), 1);
    // What a page is good for is not asked for; the first part of an address is.
    assert!(server.heard().iter().all(|line| !line.contains('#')));
    assert!(!server.heard().contains(&"GET /ok".to_owned()));
}

#[test]
fn hosts_that_never_end_are_left() {
    let server = moody();
    let silent = Server::start("127.0.0.2", |_, _, _, _| thread::park());
    let paths = ["/endless-head", "/nonsense"].map(|path| server.url(path));
    let slow: Vec<String> = (0..20).map(|n| silent.url(&format!("/{n}"))).collect();
    let policy = Policy { patience: Duration::from_millis(700), ..usual() };
    let found = verdicts(&policy, &[&paths[..], &slow[..]].concat());
    for url in &paths {
        assert!(matches!(found.get(url), Some(Verdict::Broken(Reason::Nonsense(_)))), "{url}: {:?}", found.get(url));
    }
    assert!(slow.iter().all(|url| found.get(url) == Some(&Verdict::Broken(Reason::TooSlow))), "{found:?}");
    // Two addresses with three tries each: then the host is given up.
    assert_eq!(silent.heard().len(), 6);
}

#[test]
fn nobody_speaks_in_the_clear_where_safety_was_asked_for() {
    let server = moody();
    let url = server.url("/ok").replacen("http:", "https:", 1);
    let found = verdicts(&usual(), std::slice::from_ref(&url));
    assert!(matches!(found.get(&url), Some(Verdict::Broken(Reason::Unsafe(_)))), "{found:?}");
}

#[test]
fn what_lies_in_a_private_network_is_never_asked() {
    let server = moody();
    let policy = Policy { private: false, ..usual() };
    let named = server.url("/ok");
    let local = named.replacen("127.0.0.1", "localhost", 1);
    let mapped = named.replacen("127.0.0.1", "[::ffff:127.0.0.1]", 1);
    let found = verdicts(&policy, &[named, local, mapped]);
    assert!(found.len() == 3 && found.values().all(|verdict| *verdict == Verdict::Private), "{found:?}");
    assert_eq!(server.heard(), [""; 0]);
}

#[test]
fn silence_everywhere_says_nothing_of_any_host() {
    let closed = ["127.0.0.3", "127.0.0.4"].map(|machine| {
        let listener = TcpListener::bind((machine, 0)).unwrap();
        format!("http://{}/", listener.local_addr().unwrap())
    });
    let (policy, mut memory) = (Policy { tries: 1, ..usual() }, Memory::default());
    let asked = asked_with(&policy, &mut memory, &closed);
    assert!(asked.offline && asked.answers.is_empty());
    // One that answers, and the others are at fault.
    let server = moody();
    let asked = asked_with(&policy, &mut memory, closed.iter().chain([&server.url("/ok")]));
    assert!(!asked.offline);
    let silent = |url: &String| matches!(asked.answers[url].verdict, Verdict::Broken(Reason::NoAnswer(_)));
    assert!(closed.iter().all(silent), "{:?}", asked.answers);
}

#[test]
fn hosts_are_asked_side_by_side_and_answers_are_remembered() {
    // Each waits for the other, so asked in turn both would be too slow.
    let both = Arc::new(std::sync::Barrier::new(2));
    let servers = ["127.0.0.5", "127.0.0.6"].map(|machine| {
        let both = Arc::clone(&both);
        Server::start(machine, move |_, _, _, stream| {
            both.wait();
            say(stream, "200 OK", "");
        })
    });
    let urls = servers.each_ref().map(|server| server.url("/"));
    let mut memory = Memory::default();
    let policy = Policy { tries: 1, ..usual() };
    let asked = asked_with(&policy, &mut memory, &urls);
    let sound = Answer { verdict: Verdict::Sound, asked: 1_800_000_000 };
    let heard = || servers.each_ref().map(Server::heard);
    assert!(asked.new == 2 && asked.answers.values().all(|answer| *answer == sound), "{asked:?} {:?}", heard());
    let asked = asked_with(&policy, &mut memory, &urls);
    assert!(asked.new == 0 && asked.answers.len() == 2);
    assert!(servers.iter().all(|server| server.heard().len() == 1));
}

#[test]
fn what_has_no_turn_in_time_is_told_as_such() {
    let server = moody();
    let policy = Policy { limit: Duration::ZERO, ..usual() };
    let url = server.url("/ok");
    assert_eq!(verdicts(&policy, std::slice::from_ref(&url)).get(&url), Some(&Verdict::NotAsked));
    assert_eq!(server.heard(), [""; 0]);
}
