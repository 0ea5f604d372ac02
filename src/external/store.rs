//! Stores that a finished site is put into over the network: [`S3`], [`Dav`] and
//! [`Sftp`]. Each gives, puts and deletes single objects, whole at every instant;
//! in which order, and what is whose, is not decided here.
//!
//! What a store says is never believed further than it is needed: answers are
//! bounded, and no secret stands in any message.

mod dav;
mod http;
mod packet;
mod patient;
mod s3;
mod secret;
mod sftp;
mod wire;

use std::fmt;

pub use dav::Dav;
pub use patient::Patient;
pub use s3::S3;
pub use secret::{Login, Secret, login_of_netrc, profile_of};
pub use sftp::Sftp;

/// Bytes of an object that are read at most: a record of a million files.
pub const MOST: u64 = 256 << 20;

/// What a store is told of an object.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Facts<'a> {
    /// `Content-Type`.
    pub kind: &'a str,
    /// `Cache-Control`, where it is to say something.
    pub keep: Option<&'a str>,
    /// `Content-Encoding`, of a compressed form.
    pub coding: Option<&'a str>,
}

/// Whether an object may take the place of another.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Over {
    /// It may.
    Anything,
    /// It may not.
    Nothing,
}

/// What became of a put.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Placed {
    /// The object is there.
    Done,
    /// Another one was there, which may not be replaced.
    Taken,
}

/// Why a store did not do what it was asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Failure {
    /// In words, without any secret.
    pub words: String,
    /// Whether it may do it when it is asked once more.
    pub passing: bool,
}

impl Failure {
    /// One that stays.
    pub fn lasting(words: impl Into<String>) -> Self {
        Self { words: words.into(), passing: false }
    }

    /// One that may pass.
    pub fn passing(words: impl Into<String>) -> Self {
        Self { words: words.into(), passing: true }
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.words)
    }
}

/// Objects by path, relative to where the site goes. Paths are clean: no part is
/// empty, `.` or `..`.
pub trait Store: Sync {
    /// The bytes of an object, if it is there.
    ///
    /// # Errors
    /// The store fails, or the object is larger than [`MOST`].
    fn get(&self, path: &str) -> Result<Option<Vec<u8>>, Failure>;

    /// Puts an object. Whoever reads meanwhile gets the old one or the new one,
    /// whole. What is said with [`Over::Nothing`] is a wish where a store knows no
    /// conditions.
    ///
    /// # Errors
    /// The store fails; then nobody knows whether the object is there.
    fn put(&self, path: &str, bytes: &[u8], facts: Facts<'_>, over: Over) -> Result<Placed, Failure>;

    /// Deletes an object; that it is not there is no failure.
    ///
    /// # Errors
    /// The store fails.
    fn delete(&self, path: &str) -> Result<(), Failure>;
}

/// The name under which a put waits where a store takes no object whole: one for
/// each deploy and thread, so that few are ever left behind.
pub fn waiting(token: &str, thread: usize) -> String {
    format!(".showcase-put-{token}-{thread}")
}

/// So many threads put at the same time, at most.
pub const THREADS: u16 = 32;
