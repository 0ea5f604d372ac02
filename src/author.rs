//! Commands that write sources: new records, texts from elsewhere, taking back
//! a consent, erasing a person, writing down what is known to be wrong.
//!
//! Each is first a plan that says what it will do, and then done. They change
//! the bytes that they must and no others, and never run within a build.

pub mod baseline;
mod effect;
mod erase;
pub mod fmt;
pub mod import;
pub mod init;
mod insert;
mod known;
pub mod new;
pub mod schema;
pub mod sheet;
mod withdraw;

use std::path::Path;

use crate::build::Request;
use crate::diagnostic::did_you_mean;
use crate::disk::Sources;
use crate::path::{SourcePath, is_slug};
use crate::text::FileId;

pub use effect::{Effect, Stopping};
pub use erase::Erasure;
pub use known::Known;
pub use schema::FileKind;
pub use withdraw::{Already, Withdrawal};

/// What a tool cannot reach when a person's pages go; for whoever is left with
/// it.
pub const BY_HAND: [&str; 7] = [
    "Deploy the site now, and empty the cache of the CDN if there is one.",
    "Ask search engines to drop the addresses (Google: Search Console, Removals; Bing: Content Removal).",
    "Take down posts on social media that show the person or the story.",
    "Tell partners who hold copies: IOM offices, donors, newsletters, the press.",
    "Recall what is printed, or let it run out.",
    "Rewrite the history of the repository, or have it purged, if the record must go from there too.",
    "Have backups expire or be purged, and note the request with its date in the register of requests.",
];

/// The site and the day that a plan is made for.
#[derive(Debug, Clone, Copy)]
pub struct At<'a> {
    /// Folder of the site.
    pub root: &'a Path,
    /// Day and address.
    pub request: &'a Request,
}

/// Why there is no plan.
#[derive(Debug)]
pub enum Refusal {
    /// Nobody has this id; in words, with the nearest one.
    Unknown(String),
    /// The record cannot be changed; in words.
    Record(String),
}

/// The file of a person's record, relative to the root.
fn record_of(id: &str, sources: &Sources) -> Result<(SourcePath, FileId), Refusal> {
    let tree = &sources.tree;
    let path = is_slug(id).then(|| SourcePath::new(&format!("{}/index.md", folder_of(id))).ok()).flatten();
    let found = path.and_then(|path| tree.find(&path).map(|file| (path, file)));
    found.ok_or_else(|| {
        let folders = tree.below("content/interns").filter_map(|file| tree.path(file).as_str().split('/').nth(2));
        let near = did_you_mean(id, folders).map(|near| format!(" {near}")).unwrap_or_default();
        Refusal::Unknown(format!("There is no content/interns/{}/index.md.{near}", id.escape_debug()))
    })
}

/// The folder of a person.
fn folder_of(id: &str) -> String {
    format!("content/interns/{id}")
}
