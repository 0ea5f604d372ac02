//! Commands that write sources for authors: schema, new, init, fmt; and stats.

mod fmt;
mod init;
mod new;
mod schema;
mod stats;
mod terminal;

pub(crate) use schema::expressible;
