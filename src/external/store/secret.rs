//! Passwords and keys: a type that no message can print, and the files in which
//! people keep them, as texts. Who reads these files is not decided here.

use std::fmt;

/// A password, a token or a key.
#[derive(Clone, PartialEq, Eq)]
pub struct Secret(String);

impl Secret {
    /// One with these characters.
    pub fn new(text: impl Into<String>) -> Self {
        Self(text.into())
    }

    /// The characters, for whoever sends them.
    pub(super) fn reveal(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secret(…)")
    }
}

/// What it takes to get in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Login {
    /// A user, or the name of a key.
    pub user: String,
    /// The password, or the key.
    pub secret: Secret,
    /// What some keys need beside.
    pub token: Option<Secret>,
}

/// The login of a profile in a `credentials` file of the AWS tools.
pub fn profile_of(text: &str, profile: &str) -> Option<Login> {
    let mut within = false;
    let (mut user, mut secret, mut token) = (None, None, None);
    for line in text.lines().map(str::trim).filter(|line| !line.starts_with(['#', ';'])) {
        if let Some(name) = line.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')) {
            within = name.trim() == profile;
        } else if let Some((key, value)) = line.split_once('=').filter(|_| within) {
            let value = value.trim().to_owned();
            match key.trim() {
                "aws_access_key_id" => user = Some(value),
                "aws_secret_access_key" => secret = Some(Secret(value)),
                "aws_session_token" => token = Some(Secret(value)),
                _ => {}
            }
        }
    }
    Some(Login { user: user?, secret: secret?, token })
}

/// The login of a host in a `.netrc`, or what its `default` says. Words in quotes
/// may have spaces, as curl reads them.
pub fn login_of_netrc(text: &str, host: &str) -> Option<Login> {
    let mut words = words(text).into_iter();
    let (mut fits, mut user, mut secret) = (false, None, None);
    while let Some(word) = words.next() {
        match word.as_str() {
            "machine" | "default" if fits && user.is_some() && secret.is_some() => break,
            "machine" => (fits, user, secret) = (words.next().is_some_and(|name| name == host), None, None),
            "default" => (fits, user, secret) = (true, None, None),
            "login" => user = words.next(),
            "password" => secret = words.next(),
            "account" => drop(words.next()),
            // What follows are commands for old programs, to the next empty line.
            "macdef" => break,
            _ => {}
        }
    }
    Some(Login { user: user.filter(|_| fits)?, secret: Secret(secret?), token: None })
}

fn words(text: &str) -> Vec<String> {
    let mut words = Vec::new();
    for line in text.lines().filter(|line| !line.trim_start().starts_with('#')) {
        let mut rest = line.trim_start();
        while !rest.is_empty() {
            let (word, after) = match rest.strip_prefix('"') {
                Some(quoted) => quoted.split_once('"').unwrap_or((quoted, "")),
                None => rest.split_once(char::is_whitespace).unwrap_or((rest, "")),
            };
            words.push(word.to_owned());
            rest = after.trim_start();
        }
    }
    words
}

#[cfg(test)]
mod tests {
    use super::{Login, Secret, login_of_netrc, profile_of};

    fn login(user: &str, secret: &str) -> Option<Login> {
        Some(Login { user: user.to_owned(), secret: Secret::new(secret), token: None })
    }

    #[test]
    fn files_of_others_are_read() {
        let aws = "# x\n[default]\naws_access_key_id = A\naws_secret_access_key=b/c=\n\n[ci]\naws_access_key_id=C\naws_secret_access_key = d\n";
        assert_eq!(profile_of(aws, "default"), login("A", "b/c="));
        assert_eq!(profile_of(aws, "ci"), login("C", "d"));
        assert_eq!(profile_of(aws, "other"), None);
        let netrc = "machine a.example login x password y\n# machine c.example\nmachine b.example\n  login \"u v\"\n  password p\ndefault login d password e\n";
        assert_eq!(login_of_netrc(netrc, "a.example"), login("x", "y"));
        assert_eq!(login_of_netrc(netrc, "b.example"), login("u v", "p"));
        assert_eq!(login_of_netrc(netrc, "c.example"), login("d", "e"));
        assert_eq!(login_of_netrc("machine a login x\n", "a"), None);
    }

    #[test]
    fn nothing_prints_a_secret() {
        let said = format!("{:?}", login("anna", "hunter2"));
        assert!(said.contains("anna") && !said.contains("hunter2"), "{said}");
    }
}
