//! Servers of their own for a test, each on a free port, gone with the test.

use std::fs;
use std::io::{BufRead as _, BufReader};
use std::net::{TcpListener, TcpStream};
use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use tempfile::TempDir;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    S3,
    Sftp,
    Dav,
}

/// A running server.
pub(super) struct Server {
    pub(super) kind: Kind,
    pub(super) port: u16,
    process: Child,
    folder: TempDir,
}

impl Server {
    pub(super) fn start(kind: Kind) -> Self {
        for _ in 0..5 {
            let folder = tempfile::tempdir().unwrap();
            allow(folder.path(), 0o755);
            fs::create_dir_all(folder.path().join("www/stories/site")).unwrap();
            let started = match kind {
                Kind::S3 => Some(s3(folder.path())),
                Kind::Sftp => listening(ssh(folder.path())),
                Kind::Dav => listening(apache(folder.path())),
            };
            if let Some((process, port)) = started {
                let server = Self { kind, port, process, folder };
                server.open_up();
                return server;
            }
        }
        panic!("{kind:?} does not start; install openssh-server and apache2, or run tests/run");
    }

    /// Where it keeps what is deployed.
    pub(super) fn folder(&self) -> PathBuf {
        self.folder.path().join("www/stories/site")
    }

    /// The address of the target by way of this port.
    pub(super) fn target(&self, port: u16) -> String {
        match self.kind {
            Kind::S3 => "s3://stories/site".to_owned(),
            Kind::Sftp => format!("sftp://127.0.0.1:{port}{}", self.folder().display()),
            Kind::Dav => format!("dav://127.0.0.1:{port}/stories/site/"),
        }
    }

    pub(super) fn environment(&self, port: u16) -> Vec<(&'static str, String)> {
        let at = |name: &str| self.folder.path().join(name).display().to_string();
        vec![
            ("AWS_ENDPOINT_URL", format!("http://127.0.0.1:{port}")),
            ("AWS_ACCESS_KEY_ID", "KEYFORTESTS".to_owned()),
            ("AWS_SECRET_ACCESS_KEY", "hunter2".to_owned()),
            ("SHOWCASE_DAV_USER", "anna".to_owned()),
            ("SHOWCASE_DAV_PASSWORD", "hunter2".to_owned()),
            ("SHOWCASE_SSH", at("ssh")),
        ]
    }

    /// Lets a server that gave up being root get at what a test put there.
    pub(super) fn open_up(&self) {
        if self.kind == Kind::Dav {
            for entry in walkdir::WalkDir::new(self.folder.path().join("www")).into_iter().filter_map(Result::ok) {
                allow(entry.path(), if entry.file_type().is_dir() { 0o777 } else { 0o666 });
            }
        }
    }

    pub(super) fn log(&self) -> String {
        fs::read_to_string(self.folder.path().join("log")).unwrap_or_default()
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        drop(self.process.kill());
        drop(self.process.wait());
    }
}

fn allow(path: &Path, mode: u32) {
    fs::set_permissions(path, fs::Permissions::from_mode(mode)).unwrap();
}

fn free_port() -> u16 {
    TcpListener::bind(("127.0.0.1", 0)).unwrap().local_addr().unwrap().port()
}

/// A server as soon as it listens; nothing if it has stopped.
fn listening((mut process, port): (Child, u16)) -> Option<(Child, u16)> {
    let until = Instant::now() + Duration::from_secs(30);
    while TcpStream::connect(("127.0.0.1", port)).is_err() {
        if process.try_wait().unwrap().is_some() {
            return None;
        }
        assert!(Instant::now() < until, "it does not listen");
        std::thread::yield_now();
    }
    Some((process, port))
}

fn s3(folder: &Path) -> (Child, u16) {
    let program = super::target_folder().join("s3/debug/s3-for-tests");
    let mut process = Command::new(&program)
        .arg(folder.join("www"))
        .args(["KEYFORTESTS", "hunter2"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(fs::File::create(folder.join("log")).unwrap())
        .spawn()
        .unwrap_or_else(|error| panic!("{} cannot be run ({error}); tests/run builds it", program.display()));
    let mut line = String::new();
    BufReader::new(process.stdout.take().unwrap()).read_line(&mut line).unwrap();
    (process, line.trim().parse().unwrap())
}

fn ssh(folder: &Path) -> (Child, u16) {
    let (port, at) = (free_port(), |name: &str| folder.join(name).display().to_string());
    for name in ["host", "key"] {
        let made = Command::new("ssh-keygen").args(["-q", "-t", "ed25519", "-N", "", "-f", &at(name)]).status();
        assert!(made.unwrap().success());
    }
    fs::copy(at("key.pub"), at("authorized")).unwrap();
    fs::write(at("known"), format!("tests {}", fs::read_to_string(at("host.pub")).unwrap())).unwrap();
    fs::write(
        at("server.conf"),
        format!(
            "ListenAddress 127.0.0.1\nPort {port}\nHostKey {}\nAuthorizedKeysFile {}\nPidFile none\nStrictModes no\n\
             UsePAM no\nPasswordAuthentication no\nPermitRootLogin prohibit-password\nMaxStartups 100\n\
             Subsystem sftp internal-sftp\n",
            at("host"),
            at("authorized")
        ),
    )
    .unwrap();
    fs::write(
        at("client.conf"),
        format!(
            "Host *\nHostKeyAlias tests\nIdentityFile {}\nIdentitiesOnly yes\nUserKnownHostsFile {}\n\
             GlobalKnownHostsFile /dev/null\nStrictHostKeyChecking yes\n",
            at("key"),
            at("known")
        ),
    )
    .unwrap();
    fs::write(at("ssh"), format!("#!/bin/sh\nexec ssh -F {} \"$@\"\n", at("client.conf"))).unwrap();
    allow(&folder.join("ssh"), 0o755);
    if rustix::process::geteuid().is_root() {
        fs::create_dir_all("/run/sshd").unwrap();
    }
    let process = Command::new("/usr/sbin/sshd")
        .args(["-D", "-e", "-f", &at("server.conf")])
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(fs::File::create(at("log")).unwrap())
        .spawn()
        .unwrap_or_else(|error| panic!("sshd cannot be run ({error}); install openssh-server"));
    (process, port)
}

/// `anna` with the password of the tests, as `htpasswd -s` writes it.
const PASSWORDS: &str = "anna:{SHA}87u9ZqY9S/F0eUBXjsPQEDUw4h0=\n";

fn apache(folder: &Path) -> (Child, u16) {
    let (port, at) = (free_port(), |name: &str| folder.join(name).display().to_string());
    fs::write(at("passwords"), PASSWORDS).unwrap();
    fs::create_dir(at("locks")).unwrap();
    allow(&folder.join("locks"), 0o777);
    let modules =
        ["mpm_event", "authn_core", "authn_file", "authz_core", "authz_user", "auth_basic", "mime", "dav", "dav_fs"];
    let modules: String =
        modules.map(|name| format!("LoadModule {name}_module /usr/lib/apache2/modules/mod_{name}.so\n")).concat();
    let nobody = if rustix::process::geteuid().is_root() { "User #65534\nGroup #65534\n" } else { "" };
    fs::write(at("types"), "text/html html\n").unwrap();
    fs::write(
        at("server.conf"),
        format!(
            "{modules}{nobody}ServerName 127.0.0.1\nListen 127.0.0.1:{port}\nPidFile {0}/pid\nErrorLog {0}/log\n\
             DefaultRuntimeDir {0}\nTypesConfig {0}/types\nDocumentRoot \"{0}/www\"\nDavLockDB {0}/locks/db\n\
             <Directory \"{0}/www\">\n    Dav On\n    AllowOverride None\n    AuthType Basic\n    AuthName tests\n    \
             AuthUserFile {0}/passwords\n    Require valid-user\n</Directory>\n",
            folder.display()
        ),
    )
    .unwrap();
    let process = Command::new("/usr/sbin/apache2")
        .args(["-X", "-d", &at(""), "-f", &at("server.conf")])
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .unwrap_or_else(|error| panic!("Apache cannot be run ({error}); install apache2"));
    (process, port)
}
