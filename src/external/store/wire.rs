//! A connection of SFTP through the user's own `ssh`, which knows keys, agents and
//! hosts. Nobody is asked for a password, no shell sees a name, and nothing is
//! forwarded.

use std::io::{self, BufReader, Read as _, Write as _};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};
use std::thread::JoinHandle;

use super::Failure;
use super::packet::{self, Answer, Ask, LARGEST};

/// Whom to connect to, and with which program.
#[derive(Debug, Clone)]
pub(super) struct Whom {
    pub(super) program: String,
    pub(super) user: Option<String>,
    pub(super) host: String,
    pub(super) port: Option<u16>,
}

/// A connection.
#[derive(Debug)]
pub(super) struct Wire {
    child: Child,
    asks: Option<ChildStdin>,
    answers: BufReader<ChildStdout>,
    said: Option<JoinHandle<String>>,
    last: u32,
    /// Whether the server lets a file take the place of another.
    pub(super) replaces: bool,
}

/// Bytes of what ssh complains of that are kept.
const COMPLAINT: u64 = 4096;

impl Wire {
    pub(super) fn open(whom: &Whom) -> Result<Self, Failure> {
        #[expect(clippy::disallowed_methods, reason = "a person asked to deploy through ssh")]
        let mut ssh = Command::new(&whom.program);
        ssh.args(["-oBatchMode=yes", "-oConnectTimeout=20", "-oServerAliveInterval=15", "-oServerAliveCountMax=4"]);
        ssh.args(["-oClearAllForwardings=yes", "-oForwardAgent=no", "-oPermitLocalCommand=no", "-T"]);
        ssh.args(whom.port.iter().flat_map(|port| ["-p".to_owned(), port.to_string()]));
        ssh.args(whom.user.iter().flat_map(|user| ["-l", user]));
        ssh.args(["-s", "--", &whom.host, "sftp"]);
        ssh.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut child = ssh.spawn().map_err(|error| {
            let why = crate::diagnostic::reason(&error);
            Failure::lasting(format!("{} cannot be started ({why}); SFTP needs OpenSSH", whom.program))
        })?;
        let pipes = child.stdin.take().zip(child.stdout.take()).zip(child.stderr.take());
        let ((asks, answers), errors) = pipes.ok_or_else(|| Failure::lasting("ssh has no pipes"))?;
        let said = std::thread::spawn(move || {
            let mut said = Vec::new();
            let mut errors = errors.take(COMPLAINT);
            drop(errors.read_to_end(&mut said));
            // Whoever is no longer listened to must not wait.
            drop(io::copy(&mut errors.into_inner(), &mut io::sink()));
            String::from_utf8_lossy(&said).into_owned()
        });
        let (asks, answers) = (Some(asks), BufReader::new(answers));
        let mut wire = Self { child, asks, answers, said: Some(said), last: 0, replaces: false };
        let welcomed = wire.send(&packet::hello()).and_then(|()| wire.receive());
        match welcomed.map(|packet| packet::welcomed(&packet)) {
            Ok(Some(replaces)) => wire.replaces = replaces,
            Ok(None) => return Err(Failure::lasting("the server speaks no SFTP that showcase knows")),
            Err(error) => return Err(wire.broken(&error)),
        }
        Ok(wire)
    }

    /// Asks for one thing.
    pub(super) fn ask(&mut self, ask: Ask<'_>) -> Result<Answer, Failure> {
        let id = self.begin(ask)?;
        let (answered, answer) = self.next()?;
        if answered == id { Ok(answer) } else { Err(Failure::passing("the server answers what nobody asked")) }
    }

    /// Asks, and leaves the answer to [`next`](Self::next).
    pub(super) fn begin(&mut self, ask: Ask<'_>) -> Result<u32, Failure> {
        self.last = self.last.wrapping_add(1);
        let id = self.last;
        self.send(&packet::request(id, ask)).map_err(|error| self.broken(&error))?;
        Ok(id)
    }

    /// The next answer.
    pub(super) fn next(&mut self) -> Result<(u32, Answer), Failure> {
        let packet = self.receive().map_err(|error| self.broken(&error))?;
        packet::answer(&packet).ok_or_else(|| Failure::passing("the server's answer makes no sense"))
    }

    fn send(&mut self, packet: &[u8]) -> io::Result<()> {
        let asks = self.asks.as_mut().ok_or(io::ErrorKind::BrokenPipe)?;
        asks.write_all(packet)?;
        asks.flush()
    }

    fn receive(&mut self) -> io::Result<Vec<u8>> {
        let mut length = [0; 4];
        self.answers.read_exact(&mut length)?;
        let length = u32::from_be_bytes(length);
        if length == 0 || length > LARGEST {
            return Err(io::Error::new(io::ErrorKind::InvalidData, "the server's answer makes no sense"));
        }
        let mut packet = vec![0; usize::try_from(length).unwrap_or_default()];
        self.answers.read_exact(&mut packet)?;
        Ok(packet)
    }

    /// The failure of a connection that is broken, with what ssh says of it.
    fn broken(&mut self, error: &io::Error) -> Failure {
        drop(self.asks.take());
        drop(self.child.kill());
        let said = self.said.take().and_then(|said| said.join().ok()).unwrap_or_default();
        let line =
            said.lines().rev().map(str::trim).find(|line| !line.is_empty() && !line.starts_with("Connection to"));
        // What no second try can mend.
        let lasting = ["Permission denied", "verification failed", "Could not resolve", "Bad configuration"];
        match line {
            Some(line) => {
                let passing = !lasting.iter().any(|word| said.contains(word));
                Failure { words: format!("ssh says: {}", line.chars().take(300).collect::<String>()), passing }
            }
            None => Failure::passing(format!("the connection broke ({})", crate::diagnostic::reason(error))),
        }
    }
}

impl Drop for Wire {
    fn drop(&mut self) {
        drop(self.asks.take());
        drop(self.child.kill());
        drop(self.child.wait());
    }
}
