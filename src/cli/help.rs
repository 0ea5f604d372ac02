//! `showcase help`: a command's help, or a page of the guide as text.

mod guide;
mod layout;

use clap::Args;

pub use guide::{Page, pages};

use super::{Exit, command, console};
use crate::diagnostic::did_you_mean;

/// No line of the guide is longer, however wide the terminal is.
const WIDEST: usize = 90;

#[derive(Debug, Args)]
pub(super) struct HelpArgs {
    /// A command, such as `build` or `new intern`, or a page of the guide, such as `hosting`.
    #[arg(value_name = "COMMAND or PAGE")]
    words: Vec<String>,
    /// Show the page of the guide where a command has the same name, as `check` and `diff` do.
    #[arg(long)]
    guide: bool,
}

/// Prints help.
pub(super) fn help(args: &HelpArgs) -> Exit {
    let word = args.words.join(" ");
    let found = pages().iter().find(|page| page.topic == word);
    if let Some(page) = found.filter(|_| args.guide) {
        return show(page);
    }
    if !args.guide
        && let Some(mut wanted) = find(&args.words)
    {
        let (_, colour) = console::of_output();
        let text = wanted.render_long_help();
        console::out(&if colour { text.ansi().to_string() } else { text.to_string() });
        if found.is_some() {
            console::out(&format!("\nThe guide says more: showcase help --guide {word}\n"));
        } else if word.is_empty() {
            console::out(&format!("\nPages of the guide, each by `showcase help PAGE`:\n{}", contents()));
        }
        return Exit::Done;
    }
    match found {
        Some(page) => show(page),
        None => unknown(&word),
    }
}

/// The command that the words lead to.
fn find(words: &[String]) -> Option<clap::Command> {
    let mut whole = command();
    whole.build();
    let mut found = &whole;
    for word in words {
        found = found.find_subcommand(word)?;
    }
    Some(found.clone())
}

fn show(page: &Page) -> Exit {
    let (width, colour) = console::of_output();
    console::out(&layout::text(page.text, layout::Paper { width: width.min(WIDEST), colour }));
    Exit::Done
}

/// The pages in a line each.
fn contents() -> String {
    let width = pages().iter().map(|page| page.topic.len()).max().unwrap_or_default();
    pages().iter().map(|page| format!("  {:<width$}  {}\n", page.topic, page.title())).collect()
}

fn unknown(word: &str) -> Exit {
    let whole = command();
    let commands = whole.get_subcommands().map(clap::Command::get_name);
    let near = did_you_mean(word, commands.chain(pages().iter().map(|page| page.topic)));
    let hint = near.unwrap_or_else(|| "`showcase help` lists commands and pages.".to_owned());
    console::complain(&format!("error: there is no command and no page of the guide `{word}`. {hint}\n"));
    Exit::Usage
}
