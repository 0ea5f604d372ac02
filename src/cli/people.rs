//! `showcase withdraw` and `showcase erase`.

use std::io::{BufRead as _, IsTerminal as _, Write as _};
use std::path::PathBuf;

use clap::Args;
use jiff::civil::Date;

use super::run::{Read, Run, run};
use super::unsaved::{Unsaved, unsaved};
use super::{BuildArgs, Exit, Format, SiteArgs, build, console, parse_date};
use crate::author::{Already, At, BY_HAND, Effect, Erasure, Refusal, Stopping, Withdrawal};
use crate::build::{Today, today};
use crate::diagnostic::Report;
use crate::disk::{held::Held, is_folder};
use crate::path::OutPath;

/// Files of a kind that are told one by one.
const TOLD: usize = 20;

#[derive(Debug, Args)]
pub(super) struct PersonArgs {
    /// The name of the person's folder, such as i-7f3k.
    id: String,
    /// Folder of the site, the one that holds site.toml.
    #[arg(long, value_name = "DIR", default_value = ".")]
    root: PathBuf,
    /// From this day on instead of today.
    #[arg(long, value_name = "YYYY-MM-DD", value_parser = parse_date)]
    date: Option<Date>,
    /// Go on although git knows of changes there that are not committed.
    #[arg(long)]
    force: bool,
    /// Say what would happen, and change nothing.
    #[arg(long)]
    dry_run: bool,
}

#[derive(Debug, Args)]
pub(super) struct EraseArgs {
    #[command(flatten)]
    person: PersonArgs,
    /// Where the site was written; `public` in the root without it.
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,
    /// Where what later runs need not do again is kept; `.showcase` in the root without it.
    #[arg(long, value_name = "DIR")]
    cache_dir: Option<PathBuf>,
    /// Do not ask.
    #[arg(long)]
    yes: bool,
}

/// Takes back a consent.
pub(super) fn withdraw(args: &PersonArgs) -> Exit {
    run(&site(args), |run| {
        let day = match day(run, args) {
            Ok(day) => day,
            Err(exit) => return exit,
        };
        let at = At { root: &args.root, request: &run.request };
        let plan = match Withdrawal::plan(at, &args.id, day) {
            Ok(Ok(plan)) => plan,
            Ok(Err(Already(path, since))) => {
                console::complain(&format!("{path} already says that this consent was withdrawn on {since}.\n"));
                return Exit::Done;
            }
            Err(refusal) => return refused(&refusal),
        };
        if !args.dry_run {
            if let Some(exit) = unsaved_stops(args, plan.path.as_str()) {
                return exit;
            }
            if let Err(why) = plan.write(at) {
                console::complain(&format!("error: {why}\n"));
                return Exit::Machine;
            }
        }
        let tense = if args.dry_run { "would say" } else { "now says" };
        console::complain(&format!("{} {tense}: withdrawn = {day}.\n", plan.path));
        tell_effect(plan.effect.as_ref(), "With the next build");
        tell_rest();
        stops(plan.stopping)
    })
}

/// Erases a person.
pub(super) fn erase(args: &EraseArgs) -> Exit {
    let person = &args.person;
    let erased = run(&site(person), |run| {
        let day = match day(run, person) {
            Ok(day) => day,
            Err(exit) => return exit,
        };
        let at = At { root: &person.root, request: &run.request };
        let plan = match Erasure::plan(at, &person.id, day) {
            Ok(plan) => plan,
            Err(refusal) => return refused(&refusal),
        };
        console::complain(&format!("These files are deleted:\n{}", list(plan.files.iter().map(ToString::to_string))));
        let gone = if plan.recorded {
            "is noted in content/gone.toml"
        } else {
            "was never public, or tells a name, and is noted nowhere"
        };
        console::complain(&format!("The address /interns/{}/ {gone}.\n", person.id));
        tell_effect(plan.effect.as_ref(), "In the site");
        if plan.stopping.is_some() {
            console::complain("error: nothing was erased, since something is still said of this person.\n");
            stops(plan.stopping);
            return Exit::Content;
        }
        if person.dry_run {
            return Exit::Done;
        }
        if let Some(exit) = unsaved_stops(person, &format!("content/interns/{}", person.id)) {
            return exit;
        }
        if !args.yes && !agreed(&person.id) {
            console::complain("Nothing was erased.\n");
            return Exit::Usage;
        }
        match plan.write(at) {
            Ok(()) => Exit::Done,
            Err(why) => {
                console::complain(&format!("error: {why}\n"));
                Exit::Machine
            }
        }
    });
    if erased != Exit::Done || person.dry_run {
        return erased;
    }
    let site = SiteArgs { cache_dir: args.cache_dir.clone(), ..site(person) };
    // The cache goes whole, so that nothing of the person is left in it.
    if let Err(error) = build::cache_of(&site).clear() {
        console::complain(&format!("error: the cache cannot be deleted: {error}\n"));
        return Exit::Machine;
    }
    if !is_folder(&build::output_of(&site, args.out.as_deref())) {
        tell_rest();
        return Exit::Done;
    }
    let exit =
        build::build(&BuildArgs { site, out: args.out.clone(), clean: false, precompress: false, next_change: false });
    tell_rest();
    exit
}

fn site(args: &PersonArgs) -> SiteArgs {
    SiteArgs::of(&args.root)
}

/// The day from which a change holds. What it does to the site is told for
/// that day if it is still to come, else for today.
fn day(run: &mut Run<'_>, args: &PersonArgs) -> Result<Date, Exit> {
    let Read { sources, mut problems } = run.read(&Held::default()).ok_or(run.exit)?;
    let Some(today) = today(&sources.tree, &run.request, &mut problems) else {
        return Err(run.report(&sources.tree, problems));
    };
    let day = args.date.unwrap_or(today);
    run.request.today = Today::On(day.max(today));
    Ok(day)
}

fn refused(refusal: &Refusal) -> Exit {
    let (why, exit) = match refusal {
        Refusal::Unknown(why) => (why, Exit::Usage),
        Refusal::Record(why) => (why, Exit::Content),
    };
    console::complain(&format!("error: {why}\n"));
    exit
}

fn unsaved_stops(args: &PersonArgs, path: &str) -> Option<Exit> {
    let why = match unsaved(&args.root, path) {
        Unsaved::Nothing => return None,
        _ if args.force => return None,
        Unsaved::Changes => "has changes that are not committed",
        Unsaved::Unknown => "lies in a git repository, and git cannot be asked for changes",
    };
    console::complain(&format!("error: {path} {why}; nothing was changed. Commit first, or say --force.\n"));
    Some(Exit::Usage)
}

fn agreed(id: &str) -> bool {
    let stdin = std::io::stdin();
    if !stdin.is_terminal() {
        console::complain("Say --yes to erase without being asked.\n");
        return false;
    }
    console::complain(&format!("This cannot be taken back. Type the id {id} to erase: "));
    drop(std::io::stderr().flush());
    let mut answer = String::new();
    stdin.lock().read_line(&mut answer).is_ok() && answer.trim() == id
}

fn tell_effect(effect: Option<&Effect>, when: &str) {
    let Some(Effect { removed, changed }) = effect else {
        console::complain("What disappears cannot be told: the site has mistakes; `showcase check` says which.\n");
        return;
    };
    for (files, what) in [(removed, "disappear"), (changed, "change")] {
        if !files.is_empty() {
            let names = files.iter().map(|out: &OutPath| out.url().to_string());
            console::complain(&format!("{when} {} {what}:\n{}", count(files.len()), list(names)));
        }
    }
    if removed.is_empty() && changed.is_empty() {
        console::complain(&format!("{when} nothing changes: nothing of this person is public.\n"));
    }
}

fn count(files: usize) -> String {
    if files == 1 { "1 file".to_owned() } else { format!("{files} files") }
}

fn list(names: impl ExactSizeIterator<Item = String>) -> String {
    let more = names.len().saturating_sub(TOLD);
    let mut text: String = names.take(TOLD).map(|name| format!("  {name}\n")).collect();
    if more > 0 {
        text.push_str(&format!("  and {more} more\n"));
    }
    text
}

fn tell_rest() {
    let items: String = BY_HAND.iter().map(|item| format!("  [ ] {item}\n")).collect();
    console::complain(&format!("What no tool can do for you:\n{items}"));
}

/// Reports what would stop the build.
fn stops(stopping: Option<Stopping>) -> Exit {
    let Some((tree, problems)) = stopping else { return Exit::Done };
    let report = Report::new(&tree, problems, false);
    console::complain("Before the next build these have to be mended:\n");
    console::report(&report, Format::Human)
}
