//! The preview, as a browser and as an attacker see it.

pub(crate) mod client;
mod hostile;
mod memory;
mod site;
mod watch;
