//! `showcase completions` and `showcase man`: what shells and `man` know of the
//! commands, made from the commands themselves.

use std::path::{Path, PathBuf};

use clap::Args;
use clap_complete::Shell;
use clap_mangen::Man;

use super::{Exit, command, console};
use crate::disk::source;

#[derive(Debug, Args)]
pub(super) struct CompletionsArgs {
    /// Which shell.
    #[arg(value_enum)]
    pub(super) shell: Shell,
}

#[derive(Debug, Args)]
pub(super) struct ManArgs {
    /// The folder that the pages are written into; made if need be.
    #[arg(value_name = "DIR")]
    pub(super) dir: PathBuf,
}

/// Prints the script for a shell.
pub(super) fn completions(shell: Shell) -> Exit {
    let mut script = Vec::new();
    clap_complete::generate(shell, &mut command(), "showcase", &mut script);
    console::out(&String::from_utf8_lossy(&script));
    Exit::Done
}

/// Writes a page for the program and one for each command.
pub(super) fn man(dir: &Path) -> Exit {
    let mut whole = command();
    whole.build();
    match pages(&whole, dir) {
        Ok(()) => {
            console::complain(&format!("Manual pages are in {}.\n", dir.display()));
            Exit::Done
        }
        Err(why) => {
            console::complain(&format!("error: {why}\n"));
            Exit::Machine
        }
    }
}

fn pages(command: &clap::Command, dir: &Path) -> Result<(), String> {
    let name = command.get_display_name().unwrap_or_else(|| command.get_name()).to_owned();
    let source = concat!("showcase ", env!("CARGO_PKG_VERSION"));
    // The name that `man` prints; clap's own has a space in it.
    let page = Man::new(command.clone().name(name.clone())).source(source).manual("showcase");
    let mut text = Vec::new();
    page.render(&mut text).map_err(|error| error.to_string())?;
    source::renew_generated(dir, &format!("{name}.1"), &String::from_utf8_lossy(&text))?;
    command.get_subcommands().try_for_each(|below| pages(below, dir))
}
