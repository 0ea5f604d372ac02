//! All integration tests in one binary, a module for each subject.

#![allow(
    clippy::disallowed_methods,
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::string_slice,
    reason = "a test that cannot go on should stop"
)]

mod action;
mod ahead;
mod author;
mod browser;
mod budget;
mod canary;
mod cards;
mod cli;
mod commands;
mod consent;
mod deploy;
mod diagnostics;
mod diff;
mod docs;
mod external;
mod feeds;
mod figures;
mod harness;
mod hostile;
mod html;
mod icons;
mod import;
mod incremental;
mod kosovo;
mod languages;
mod levels;
mod map;
mod pictures;
mod precompress;
mod programs;
mod records;
mod reports;
mod reproducible;
mod scripts;
mod search;
mod seeded;
mod serve;
mod servers;
mod site;
mod small;
mod structured;
mod themes;
mod tidy;
mod traced;
mod verify;
mod withdrawal;
mod writer;
