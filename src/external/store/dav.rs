//! A folder of a WebDAV server (RFC 4918). Files wait under another name and are
//! moved, since a put that is cut may leave half a file in its place.

use std::collections::BTreeSet;
use std::sync::{Mutex, PoisonError};

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

use super::http::{Answer, Client};
use super::{Facts, Failure, Login, Over, Placed, Store, waiting};
use crate::path::percent_encoded;

/// A folder of a server.
#[derive(Debug)]
pub struct Dav {
    client: Client,
    /// With a slash at the end.
    address: String,
    login: Option<Login>,
    token: String,
    made: Mutex<BTreeSet<String>>,
}

impl Dav {
    /// The folder at an address, which ends in a slash, for a deploy that this token
    /// stands for.
    pub fn new(address: &str, login: Option<Login>, token: &str) -> Self {
        let (address, token) = (address.to_owned(), token.to_owned());
        Self { client: Client::new(), address, login, token, made: Mutex::default() }
    }

    fn at(&self, path: &str) -> String {
        format!("{}{}", self.address, percent_encoded(path))
    }

    fn send(&self, method: &str, at: &str, headers: &[(&str, &str)], body: Option<&[u8]>) -> Result<Answer, Failure> {
        let login = self.login.as_ref().map(|login| {
            let both = format!("{}:{}", login.user, login.secret.reveal());
            format!("Basic {}", STANDARD.encode(both))
        });
        let mut headers = headers.to_vec();
        headers.extend(login.iter().map(|login| ("authorization", login.as_str())));
        self.client.send(method.as_bytes(), at, &headers, body)
    }

    /// Makes the folders above a file that are not known to be there.
    fn make_folders(&self, path: &str) -> Result<(), Failure> {
        for (at, _) in path.match_indices('/') {
            let folder = path.get(..=at).unwrap_or_default();
            if self.made().contains(folder) {
                continue;
            }
            // The second is what the standard says of a folder that is there.
            let is_there = |answer: &Answer| matches!(answer.status, 201 | 405);
            let make = || self.send("MKCOL", &self.at(folder), &[], None);
            // Of two who make it at the same time Apache tells one that it may not;
            // asked again, it says that the folder is there.
            if !is_there(&make()?) {
                let again = make()?;
                if !is_there(&again) {
                    return Err(again.failure());
                }
            }
            self.made().insert(folder.to_owned());
        }
        Ok(())
    }

    fn made(&self) -> std::sync::MutexGuard<'_, BTreeSet<String>> {
        self.made.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Store for Dav {
    fn get(&self, path: &str) -> Result<Option<Vec<u8>>, Failure> {
        let answer = self.send("GET", &self.at(path), &[], None)?;
        match answer.status {
            200 => Ok(Some(answer.body)),
            404 | 410 => Ok(None),
            _ => Err(answer.failure()),
        }
    }

    fn put(&self, path: &str, bytes: &[u8], facts: Facts<'_>, over: Over) -> Result<Placed, Failure> {
        self.make_folders(path)?;
        let waits = self.at(&waiting(&self.token, rayon::current_thread_index().unwrap_or_default()));
        let answer = self.send("PUT", &waits, &[("content-type", facts.kind)], Some(bytes))?;
        if !matches!(answer.status, 200..=299) {
            return Err(answer.failure());
        }
        let overwrite = if over == Over::Nothing { "F" } else { "T" };
        let to = self.at(path);
        let answer = self.send("MOVE", &waits, &[("destination", &to), ("overwrite", overwrite)], None)?;
        match answer.status {
            200..=299 => Ok(Placed::Done),
            412 if over == Over::Nothing => {
                self.send("DELETE", &waits, &[], None)?;
                Ok(Placed::Taken)
            }
            _ => Err(answer.failure()),
        }
    }

    fn delete(&self, path: &str) -> Result<(), Failure> {
        let answer = self.send("DELETE", &self.at(path), &[], None)?;
        match answer.status {
            200..=299 | 404 | 410 => Ok(()),
            _ => Err(answer.failure()),
        }
    }
}
