//! What the environment and the files of a home directory say: logins, and who
//! deploys. Nothing of it is ever printed.

use std::path::PathBuf;

use crate::disk::read_at_most;
use crate::external::store::{Login, Secret, login_of_netrc, profile_of};

/// Bytes of such a file at most.
const LARGEST: u64 = 1 << 20;

#[expect(clippy::disallowed_methods, reason = "the environment enters on the command line")]
fn said(name: &str) -> Option<String> {
    std::env::var(name).ok().filter(|value| !value.is_empty())
}

fn file(variable: &str, below_home: &str) -> Option<String> {
    let path = said(variable).map(PathBuf::from).or_else(|| Some(PathBuf::from(said("HOME")?).join(below_home)))?;
    Some(String::from_utf8_lossy(&read_at_most(&path, LARGEST).ok()?).into_owned())
}

/// The program that connects by SSH.
pub(super) fn ssh() -> String {
    said("SHOWCASE_SSH").unwrap_or_else(|| "ssh".to_owned())
}

/// The login for S3 stores.
pub(super) fn aws() -> Option<Login> {
    match (said("AWS_ACCESS_KEY_ID"), said("AWS_SECRET_ACCESS_KEY")) {
        (Some(user), Some(secret)) => {
            let token = said("AWS_SESSION_TOKEN").map(Secret::new);
            Some(Login { user, secret: Secret::new(secret), token })
        }
        _ => {
            let profile = said("AWS_PROFILE").unwrap_or_else(|| "default".to_owned());
            profile_of(&file("AWS_SHARED_CREDENTIALS_FILE", ".aws/credentials")?, &profile)
        }
    }
}

/// The region and the endpoint of S3 stores, where nothing else says them.
pub(super) fn region() -> String {
    said("AWS_REGION").or_else(|| said("AWS_DEFAULT_REGION")).unwrap_or_else(|| "us-east-1".to_owned())
}

/// Likewise.
pub(super) fn endpoint() -> Option<String> {
    said("AWS_ENDPOINT_URL_S3").or_else(|| said("AWS_ENDPOINT_URL"))
}

/// The login for a WebDAV server.
pub(super) fn dav(address: &str) -> Option<Login> {
    match (said("SHOWCASE_DAV_USER"), said("SHOWCASE_DAV_PASSWORD")) {
        (Some(user), Some(secret)) => Some(Login { user, secret: Secret::new(secret), token: None }),
        _ => {
            let host = address.split_once("://").map_or(address, |(_, rest)| rest).split(['/', ':']).next()?;
            login_of_netrc(&file("NETRC", ".netrc")?, host)
        }
    }
}

/// Who deploys, for the lock: the machine and the process.
pub(super) fn whoever() -> String {
    let name = read_at_most(std::path::Path::new("/etc/hostname"), 256).ok();
    let name = name.map(|name| String::from_utf8_lossy(&name).trim().to_owned()).filter(|name| !name.is_empty());
    let machine = name.or_else(|| said("HOSTNAME")).unwrap_or_else(|| "a machine without a name".to_owned());
    format!("{machine}, process {}", std::process::id())
}
