//! `showcase --version`: which program this is, for people who report a fault
//! and for those who have to know what they installed.

use super::{Exit, console};
use crate::seal::PROGRAM;

/// Prints the version, and with `verbose` what this program was built of and for.
///
/// The revision is the one that `SHOWCASE_REVISION` named when it was built;
/// nothing asks git.
pub(super) fn version(verbose: bool) -> Exit {
    let mut text = format!("showcase {}\n", env!("CARGO_PKG_VERSION"));
    if verbose {
        let revision = option_env!("SHOWCASE_REVISION").unwrap_or("not told when it was built");
        let profile = if cfg!(debug_assertions) { "debug" } else { "release" };
        let rows = [
            ("revision", revision),
            ("program", PROGRAM),
            ("target", env!("SHOWCASE_TARGET")),
            ("compiler", env!("SHOWCASE_RUSTC")),
            ("least compiler", env!("CARGO_PKG_RUST_VERSION")),
            ("profile", profile),
            ("features", env!("SHOWCASE_FEATURES")),
        ];
        for (name, value) in rows {
            text.push_str(&format!("{name}: {value}\n"));
        }
    }
    console::out(&text);
    Exit::Done
}
