//! Commands that write sources for authors: schema, new, init, fmt; and stats.

mod init;
mod new;
mod schema;
mod terminal;
