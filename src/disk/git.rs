//! Git, as every command starts it that asks it something. No build comes here.

use std::process::Command;

/// Git, so that no hook and no monitor that a repository names runs, nobody is asked
/// for a password, and its words are those that are looked for.
#[expect(clippy::disallowed_methods, reason = "a person asked for what git keeps")]
pub fn git() -> Command {
    let mut git = Command::new("git");
    git.args(["-c", "core.fsmonitor=", "-c", "core.hooksPath=/dev/null"]);
    git.env("GIT_TERMINAL_PROMPT", "0").env("LC_ALL", "C");
    git
}
