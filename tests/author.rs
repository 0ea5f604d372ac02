//! Commands that write sources for authors: schema, new, init, fmt; and stats.

mod new;
mod schema;
