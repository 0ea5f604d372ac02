//! What stands between a finished site and the public: the difference between
//! two states of it, for whoever approves the new one, and whether what is
//! published is what was built.
//!
//! Nothing here writes a file or decides what is public. What may be told of a
//! difference, and to whom, is decided in `difference`, before any report is
//! written.

pub mod deploy;
mod difference;
mod pages;
mod people;
mod side;
mod tell;
mod verify;
mod words;

pub use difference::{Count, Difference, Options, Pictures, Rules, Transfer, compare};
pub use pages::{Changed, Hunk, Lists, PictureChange, Replaced, Seen, Shared, Went};
pub use people::{Basis, Donor, Parts, People, Person, Turn};
pub use side::{Side, Sources};
pub use tell::{Head, html, human, json, markdown};
pub use verify::{Ask, Expected, Finding, Wrong};

/// Who reads a report.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Audience {
    /// Perhaps everybody, as with a comment on a public pull request: nothing
    /// that the new site does not say.
    Anyone,
    /// Those who look after the sources: also why somebody is no longer public.
    Team,
    /// The same at their own screen: names, and words that are taken back.
    Named,
}
