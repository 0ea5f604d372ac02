//! `[deploy]`: places that a finished site is put to, each under a name, as
//! addresses. What it takes to get in there is never part of an address and never
//! stands in `site.toml`, which everybody can read who sees the sources.

use std::collections::BTreeMap;
use std::fmt;

use fluent_uri::Uri;

use crate::diagnostic::{Code, Diagnostic};
use crate::path::{SourcePath, percent_decoded};
use crate::record::{Fields, Form, Key, key, required};

/// A place that a finished site is put to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Place {
    /// A folder of this machine, absolute.
    Folder(String),
    /// Objects of a bucket whose names begin so: nothing, or something that ends in
    /// a slash.
    S3 {
        /// The bucket.
        bucket: String,
        /// How names begin.
        prefix: String,
    },
    /// A folder of a WebDAV server: its address, `http` or `https`, with a slash at
    /// the end.
    Dav(String),
    /// A folder that is reached by SFTP.
    Sftp {
        /// Who logs in; without it the configuration of ssh says so.
        user: Option<String>,
        /// The host, or its name in the configuration of ssh.
        host: String,
        /// The port; without it the configuration of ssh says so.
        port: Option<u16>,
        /// The folder, with a slash at the end; from the home directory unless it
        /// begins with a slash.
        path: String,
    },
    /// A branch of a repository.
    Git {
        /// What git calls the remote.
        remote: String,
        /// The branch.
        branch: String,
    },
}

/// A target with its settings.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Deploy {
    /// Where.
    pub place: Place,
    /// The address of the S3 store, where it is not Amazon's.
    pub endpoint: Option<String>,
    /// The region of the S3 store.
    pub region: Option<String>,
    /// How many earlier releases a folder keeps.
    pub keep: usize,
}

/// Why a text is no address of a target.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unfit {
    /// It holds a password, a token or a key, or what may be one.
    Credential,
    /// It begins like no target that is known.
    Scheme,
    /// A part is missing, or cannot be what it is.
    Malformed,
}

/// How each kind of target is written, for those who wrote something else.
pub const FORMS: &str = "file:///srv/www/site, s3://bucket/folder, sftp://user@host/path, davs://host/path or \
                         git+https://host/repository.git#branch";

pub(super) const KEYS: &[Key] = &[
    required(
        "url",
        Form::Str,
        "Where the site is put: `file`, `s3`, `sftp`, `davs` or `git+https`, without a password.",
    ),
    key("endpoint", Form::Str, "Address of the S3 store, where it is not Amazon's."),
    key("region", Form::Str, "Region of the S3 store. Default `us-east-1`."),
    key("keep", Form::Int(0, 100), "Earlier releases that a folder keeps. Default 1."),
];

impl Deploy {
    /// A target of which only the address is known.
    ///
    /// # Errors
    /// It is none.
    pub fn at(address: &str) -> Result<Self, Unfit> {
        Ok(Self { place: Place::parse(address)?, endpoint: None, region: None, keep: 1 })
    }
}

impl Place {
    /// Reads an address.
    ///
    /// # Errors
    /// It is none, or holds a secret.
    pub fn parse(address: &str) -> Result<Self, Unfit> {
        let uri =
            Uri::parse(address).map_err(|_| if address.contains('@') { Unfit::Credential } else { Unfit::Scheme })?;
        let scheme = uri.scheme().as_str().to_ascii_lowercase();
        let authority = uri.authority();
        let user = authority.and_then(|authority| authority.userinfo()).map(|user| user.as_str());
        let names_who = matches!(scheme.as_str(), "sftp" | "git+ssh");
        if user.is_some_and(|user| !names_who || user.contains(':') || user.contains("%3A")) || uri.query().is_some() {
            return Err(Unfit::Credential);
        }
        let host = authority.map_or("", |authority| authority.host());
        let path = percent_decoded(uri.path().as_str()).into_owned();
        let below = path.trim_matches('/');
        let is_clean = below.is_empty() || SourcePath::new(below).is_ok_and(|clean| clean.as_str() == below);
        // A name that begins so would be a flag to the programs that get it.
        let is_flag = host.starts_with('-') || user.is_some_and(|user| user.starts_with('-'));
        if !is_clean || is_flag || (uri.fragment().is_some() && !scheme.starts_with("git+")) {
            return Err(Unfit::Malformed);
        }
        let folder = |below: &str| if below.is_empty() { String::new() } else { format!("{below}/") };
        let whole = |fits: bool| if fits { Ok(()) } else { Err(Unfit::Malformed) };
        match scheme.as_str() {
            "file" => {
                whole(host.is_empty() && !below.is_empty())?;
                Ok(Self::Folder(format!("/{below}")))
            }
            "s3" => {
                whole(!host.is_empty())?;
                Ok(Self::S3 { bucket: host.to_owned(), prefix: folder(below) })
            }
            "dav" | "davs" => {
                whole(!host.is_empty())?;
                let (http, at) =
                    (if scheme == "dav" { "http" } else { "https" }, authority.map_or("", |at| at.as_str()));
                Ok(Self::Dav(format!("{http}://{at}/{}", folder(uri.path().as_str().trim_matches('/')))))
            }
            "sftp" => {
                whole(!host.is_empty())?;
                let path = match below.strip_prefix("~/") {
                    Some(home) => folder(home),
                    None if below == "~" => String::new(),
                    None => format!("/{}", folder(below)),
                };
                let port = authority.and_then(|authority| authority.port()).filter(|port| !port.as_str().is_empty());
                let port = port.map(|port| port.as_str().parse::<u16>()).transpose().map_err(|_| Unfit::Malformed)?;
                let user = user.map(|user| percent_decoded(user).into_owned());
                Ok(Self::Sftp { user, host: host.to_owned(), port, path })
            }
            "git+https" | "git+ssh" | "git+file" => {
                let branch = uri.fragment().map(|branch| percent_decoded(branch.as_str()).into_owned());
                let branch = branch.filter(|branch| is_branch(branch)).ok_or(Unfit::Malformed)?;
                whole(!below.is_empty() && (host.is_empty() == (scheme == "git+file")))?;
                let remote = address.split('#').next().unwrap_or_default().get("git+".len()..).unwrap_or_default();
                Ok(Self::Git { remote: remote.to_owned(), branch })
            }
            _ => Err(Unfit::Scheme),
        }
    }
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Folder(path) => f.write_str(path),
            Self::S3 { bucket, prefix } => write!(f, "s3://{bucket}/{prefix}"),
            Self::Dav(address) => f.write_str(address),
            Self::Sftp { host, path, .. } => write!(f, "{host}, folder {path}"),
            Self::Git { remote, branch } => write!(f, "branch {branch} of {remote}"),
        }
    }
}

/// Whether git takes a name for a branch, but for a few that nobody uses (the rules
/// of `git check-ref-format`).
fn is_branch(name: &str) -> bool {
    let plain = |c: char| c.is_ascii_alphanumeric() || "-_./".contains(c);
    let parts = || name.split('/').all(|part| !part.is_empty() && !part.starts_with('.') && !part.ends_with(".lock"));
    name.chars().all(plain) && !name.starts_with('-') && !name.contains("..") && !name.ends_with('.') && parts()
}

/// The targets of a `site.toml`, by name; what is wrong with them is reported.
pub(super) fn read(fields: &Fields<'_>, problems: &mut Vec<Diagnostic>) -> BTreeMap<String, Deploy> {
    let (names, tables) = (fields.names("deploy"), fields.tables("deploy"));
    if names.len() != tables.len() {
        return BTreeMap::new();
    }
    let mut targets = BTreeMap::new();
    for (name, table) in names.into_iter().zip(tables) {
        let Some(url) = table.str("url") else { continue };
        let endpoint = table.str("endpoint");
        let kept_back = endpoint.as_ref().is_some_and(|at| at.value.contains('@') || at.value.contains('?'));
        let place = if kept_back { Err(Unfit::Credential) } else { Place::parse(&url.value) };
        let web =
            |at: &str| ["https://", "http://"].iter().any(|scheme| at.starts_with(scheme)) && Uri::parse(at).is_ok();
        match (place, endpoint.filter(|at| !web(&at.value))) {
            (Ok(place), None) => {
                let text = |key: &str| table.str(key).map(|value| value.value);
                let keep = table.int("keep").and_then(|keep| usize::try_from(keep.value).ok()).unwrap_or(1);
                let deploy = Deploy { place, endpoint: text("endpoint"), region: text("region"), keep };
                targets.insert(name.value, deploy);
            }
            (Ok(_), Some(endpoint)) => {
                let message = format!("`endpoint` is `{}`, which is no full web address.", endpoint.value);
                let help = "Write it as in https://storage.example.org.";
                problems.push(Diagnostic::new(Code::DeployUrlInvalid, endpoint.span, message).help(help));
            }
            (Err(Unfit::Credential), _) => problems.extend(credential(&name.value)),
            (Err(Unfit::Scheme | Unfit::Malformed), _) => {
                let message = format!("`{}` is no place that a site can be put to.", url.value);
                let help = format!("Write it as in {FORMS}.");
                problems.push(Diagnostic::new(Code::DeployUrlInvalid, url.span, message).help(help));
            }
        }
    }
    targets
}

/// What is wrong within a target may be the line of a password, under whatever
/// key: no report shows it.
pub(super) fn hide(problems: &mut [Diagnostic]) {
    for problem in problems.iter_mut().filter(|problem| problem.message.contains("in `deploy")) {
        if let Ok(file) = SourcePath::new(super::PATH) {
            problem.place = file.into();
        }
    }
}

/// The place is the whole file, so that no report shows the line.
fn credential(name: &str) -> Option<Diagnostic> {
    let message = format!("The address of [deploy.{name}] holds a password, a token or a key, or what looks like one.");
    let help = "Take it out, and change the password: it is in the history of the sources now. Passwords come from \
                the environment or from files in your home directory; docs/deploy.md says which.";
    let place = SourcePath::new(super::PATH).ok()?;
    Some(Diagnostic::new(Code::DeployCredential, place, message).help(help))
}

#[cfg(test)]
mod tests {
    use super::{Place, Unfit};

    #[test]
    fn addresses_are_read() {
        let sftp = |user: Option<&str>, port, path: &str| Place::Sftp {
            user: user.map(str::to_owned),
            host: "web.example".to_owned(),
            port,
            path: path.to_owned(),
        };
        let git = |remote: &str| Place::Git { remote: remote.to_owned(), branch: "gh-pages".to_owned() };
        for (text, place) in [
            ("file:///srv/www/site", Place::Folder("/srv/www/site".to_owned())),
            ("s3://stories/a/b", Place::S3 { bucket: "stories".to_owned(), prefix: "a/b/".to_owned() }),
            ("s3://stories", Place::S3 { bucket: "stories".to_owned(), prefix: String::new() }),
            ("davs://h.example:8443/a%20b/", Place::Dav("https://h.example:8443/a%20b/".to_owned())),
            ("sftp://anna@web.example:2222/srv/www", sftp(Some("anna"), Some(2222), "/srv/www/")),
            ("sftp://web.example/~/public_html", sftp(None, None, "public_html/")),
            ("git+https://h.example/a.git#gh-pages", git("https://h.example/a.git")),
            ("git+ssh://git@h.example/a.git#gh-pages", git("ssh://git@h.example/a.git")),
            ("git+file:///srv/a.git#gh-pages", git("file:///srv/a.git")),
        ] {
            assert_eq!(Place::parse(text), Ok(place), "{text}");
        }
    }

    #[test]
    fn secrets_and_flags_are_refused() {
        for secret in [
            "sftp://anna:secret@h/x",
            "davs://anna@h/x",
            "git+https://token@h/x#b",
            "s3://KEY:SECRET@bucket",
            "s3://bucket/?key=1",
            "davs://anna:se cret@h/",
        ] {
            assert_eq!(Place::parse(secret), Err(Unfit::Credential), "{secret}");
        }
        for wrong in [
            "sftp://-oProxyCommand=x/y",
            "sftp://-l@h/y",
            "git+ssh://-x/y#b",
            "git+https://h/x",
            "git+https://h/x#-f",
            "git+https://h/x#a..b",
            "file://host/x",
            "file:///",
            "s3://b/../c",
            "sftp://h/a%00b",
            "sftp://h:99999/a",
        ] {
            assert_eq!(Place::parse(wrong), Err(Unfit::Malformed), "{wrong}");
        }
        for other in ["ftp://h/x", "https://h/x", "ext::sh -c x", "public", "git+ext://x/y#b"] {
            assert_eq!(Place::parse(other), Err(Unfit::Scheme), "{other}");
        }
    }
}
