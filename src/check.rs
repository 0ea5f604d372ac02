//! The output as it would be written, looked at before it is: whether every
//! address leads somewhere, and whether everybody can use the pages.
//!
//! Files are looked at on their way to the sink ([`Inspector`]), whatever made
//! them. What an earlier run found out is known by key, so an unchanged file is
//! not read again. Each fault is told where an author can mend it. Nothing here
//! changes a file, and nothing asks another host.

mod access;
mod address;
mod attribute;
mod css;
mod element;
mod facts;
mod fetched;
mod files;
mod inspector;
mod json;
mod judge;
mod kept;
mod links;
mod locate;
mod name;
mod outside;
mod page;
mod piece;
mod raw;
mod refer;
mod repeat;
mod shape;
mod site;
mod tag;
mod token;
mod verdicts;
mod visible;

#[cfg(test)]
mod tests;

pub use fetched::fetched;
pub use inspector::Inspector;
pub use judge::{Fetch, Judged, Links, judged};
pub use kept::Known;
pub use outside::Outside;
pub use visible::{Shown, Visible, visible};
