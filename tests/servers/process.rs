//! A server of its own for a test, on a free port, gone with the test.

use std::fs;
use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use tempfile::TempDir;

use super::http::{self, Answer};
use crate::docs;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Nginx,
    Apache,
    Caddy,
}

/// A running server. It has one process, which ends when this is dropped.
pub(super) struct Server {
    process: Child,
    folder: TempDir,
    port: u16,
}

impl Server {
    /// Starts a server for the files in a folder, with the rules that lie in
    /// it below `base`.
    pub(super) fn start(kind: Kind, www: &Path, base: &str) -> Self {
        for _ in 0..5 {
            let server = Self::launch(kind, www, base);
            if let Some(server) = server.answering() {
                return server;
            }
            // Somebody else took the port in between.
        }
        panic!("{kind:?} does not start");
    }

    /// Asks for a path, which begins with a slash.
    pub(super) fn get(&self, path: &str) -> Answer {
        http::get(self.port, path).unwrap_or_else(|error| panic!("{path}: {error}\n{}", self.log()))
    }

    /// The same by somebody who takes this coding.
    pub(super) fn get_as(&self, path: &str, coding: &str) -> Answer {
        http::get_as(self.port, path, coding).unwrap_or_else(|error| panic!("{path}: {error}\n{}", self.log()))
    }

    /// What the server has complained of.
    pub(super) fn log(&self) -> String {
        let read = |name| fs::read_to_string(self.folder.path().join(name)).unwrap_or_default();
        read("error.log") + &read("stderr")
    }

    fn launch(kind: Kind, www: &Path, base: &str) -> Self {
        let folder = tempfile::tempdir().unwrap();
        // Apache gives up being root, and then has to get at both folders.
        [folder.path(), www.parent().unwrap()].into_iter().for_each(open);
        let port = TcpListener::bind(("127.0.0.1", 0)).unwrap().local_addr().unwrap().port();
        let at = |name: &str| folder.path().join(name).display().to_string();
        let (config, arguments) = match kind {
            Kind::Nginx => (nginx(folder.path(), www, base, port), ["-p", &at(""), "-e", &at("error.log")]),
            Kind::Apache => (apache(folder.path(), www, port), ["-X", "-d", &at(""), "-DTEST"]),
            Kind::Caddy => (caddy(www, base, port), ["run", "--adapter", "caddyfile", "--watch=false"]),
        };
        fs::write(at("server.conf"), config).unwrap();
        fs::create_dir(at("showcase.d")).unwrap();
        fs::write(at("showcase.d/more.conf"), "add_header X-More yes always;\n").unwrap();
        fs::write(at("types"), TYPES.replace("; ", "\n").replace(';', "\n")).unwrap();
        let flag = match kind {
            Kind::Nginx => "-c",
            Kind::Apache => "-f",
            Kind::Caddy => "--config",
        };
        let process = Command::new(program(kind))
            .args(arguments)
            .args([flag, &at("server.conf")])
            // Where Caddy keeps what it would keep for the next start.
            .envs([("HOME", at("")), ("XDG_DATA_HOME", at("data")), ("XDG_CONFIG_HOME", at("config"))])
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(fs::File::create(at("stderr")).unwrap())
            .spawn()
            .unwrap_or_else(|error| panic!("{kind:?} cannot be run ({error}); install nginx-light, apache2 and caddy"));
        Self { process, folder, port }
    }

    /// The server as soon as it answers; nothing if it has stopped.
    fn answering(mut self) -> Option<Self> {
        let until = Instant::now() + Duration::from_secs(30);
        while http::get(self.port, "/").is_err() {
            if self.process.try_wait().unwrap().is_some() {
                let log = self.log();
                assert!(log.contains("ddress already in use"), "it stopped: {log}");
                return None;
            }
            assert!(Instant::now() < until, "it does not answer: {}", self.log());
            std::thread::yield_now();
        }
        Some(self)
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        drop(self.process.kill());
        drop(self.process.wait());
    }
}

/// Debian has both in a folder that is not in everybody's path.
fn program(kind: Kind) -> PathBuf {
    let name = match kind {
        Kind::Nginx => "nginx",
        Kind::Apache => "apache2",
        Kind::Caddy => "caddy",
    };
    let installed = Path::new("/usr/sbin").join(name);
    if installed.exists() { installed } else { name.into() }
}

fn open(folder: &Path) {
    use std::os::unix::fs::PermissionsExt;
    fs::set_permissions(folder, fs::Permissions::from_mode(0o755)).unwrap();
}

/// What the hosting guide tells whoever runs a host to write, for this port and
/// folder.
fn as_documented(language: &str, listen: (&str, &str), www: &Path) -> String {
    let block = docs::only(language).text;
    assert!(block.contains(listen.0), "{block}");
    block.replace(listen.0, listen.1).replace("/srv/showcase/public", &www.display().to_string())
}

/// The configuration of whoever runs the host. Where the site has a host for
/// itself the server is the one of the hosting guide.
fn nginx(folder: &Path, www: &Path, base: &str, port: u16) -> String {
    let listen = format!("listen 127.0.0.1:{port};");
    let server = match base {
        "/" => as_documented("nginx", ("listen 443 ssl;", &listen), www),
        _ => {
            let www = www.display();
            format!("server {{\n{listen}\nroot {www};\ninclude \"{www}{base}_nginx.conf\";\n}}\n")
        }
    };
    let folder = folder.display();
    let temporary: String = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"]
        .map(|name| format!("    {name}_temp_path {folder}/{name};\n"))
        .concat();
    format!(
        "daemon off;\nmaster_process off;\npid {folder}/pid;\nerror_log {folder}/error.log;\n\
         events {{ worker_connections 64; }}\n\
         http {{\n{temporary}    access_log off;\n    types {{ {TYPES} }}\n{server}}}\n"
    )
}

/// Types of files, as every installation of nginx has them.
const TYPES: &str = "text/html html; text/css css; application/javascript js; application/json json; \
                     image/png png; text/plain txt; text/xml xml;";

fn apache(folder: &Path, www: &Path, port: u16) -> String {
    let host = format!("<VirtualHost 127.0.0.1:{port}>");
    let host = as_documented("apache", ("<VirtualHost *:443>", &host), www);
    let folder = folder.display();
    let modules: String = ["mpm_event", "authz_core", "mime", "dir", "alias", "headers", "rewrite"]
        .map(|name| format!("LoadModule {name}_module /usr/lib/apache2/modules/mod_{name}.so\n"))
        .concat();
    // Only root may become somebody else, and must.
    let nobody = if rustix::process::geteuid().is_root() { "User #65534\nGroup #65534\n" } else { "" };
    format!(
        "{modules}{nobody}ServerName 127.0.0.1:{port}\nListen 127.0.0.1:{port}\nPidFile {folder}/pid\n\
         ErrorLog {folder}/error.log\nDefaultRuntimeDir {folder}\nTypesConfig {folder}/types\n{host}"
    )
}

fn caddy(www: &Path, base: &str, port: u16) -> String {
    let www = www.display();
    format!(
        "{{\n    admin off\n    auto_https off\n}}\nhttp://127.0.0.1:{port} {{\n    root * \"{www}\"\n    \
         import \"{www}{base}_caddy\"\n}}\n"
    )
}
