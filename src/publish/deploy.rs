//! A finished site on its way to a store: what is put, in which order, what is
//! deleted, and what the store remembers of it.
//!
//! Reaches the store and the files of the site through its arguments, and knows no
//! network and no disk. Never deletes or replaces what the record at the store does
//! not name as showcase's own.

mod lock;
mod order;
mod record;
mod run;
mod site;

pub use lock::{Held, LOCK, Lock, Owner};
pub use order::{Act, Order, Step, order};
pub use record::{NAME, Record, State};
pub use run::{Done, Progress, Stopped, Taking, run, settle};
pub use site::{Entry, Site, Unready, differing, made_of, purged};
