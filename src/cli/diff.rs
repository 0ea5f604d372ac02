//! `showcase diff`: what changes on the site, for whoever approves it.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use clap::{Args, ValueEnum};
use jiff::civil::Date;

use super::run::{Read, Run, run};
use super::{Exit, SiteArgs, console, parse_base_url, parse_date};
use crate::build::{Kept, Request, Today, consents, prepare, today};
use crate::config::BaseUrl;
use crate::diagnostic::{Diagnostic, Report, reason, terminal};
use crate::disk::revision::{Objects, Revision, revision};
use crate::disk::{Root, finished, held::Held, is_folder};
use crate::path::OutPath;
use crate::publish::{self, Audience, Difference, Head, Options, Side, Sources};
use crate::tree::{Blobs, Tree};

#[derive(Debug, Args)]
pub(super) struct DiffArgs {
    /// The old side: a revision of git, or the folder of a finished site.
    old: String,
    /// The new side, likewise; the sources as they are on the disk without it.
    new: Option<String>,
    /// Folder of the site, the one that holds site.toml.
    #[arg(long, value_name = "DIR", default_value = ".")]
    root: PathBuf,
    /// Compare as of this day instead of today.
    #[arg(long, value_name = "YYYY-MM-DD", value_parser = parse_date)]
    date: Option<Date>,
    /// Take the old side as of another day: shows what time alone changes.
    #[arg(long, value_name = "YYYY-MM-DD", value_parser = parse_date)]
    old_date: Option<Date>,
    /// Address of the site, in place of `base_url` in site.toml.
    #[arg(long, value_name = "URL", value_parser = parse_base_url)]
    base_url: Option<BaseUrl>,
    /// How it is told.
    #[arg(long, value_enum, default_value_t = Form::Human)]
    format: Form,
    /// Tell people's names too, and words that somebody takes back: for your own screen.
    ///
    /// Never with markdown, which is for comments that everybody reads.
    #[arg(long)]
    names: bool,
    /// End with exit code 1 if anything differs.
    #[arg(long)]
    exit_code: bool,
}

/// How a difference is told.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Form {
    /// For people, as text.
    Human,
    /// A JSON document.
    Json,
    /// Markdown that fits a comment on a pull request, and that everybody may read.
    Markdown,
    /// One HTML file, with pictures beside each other.
    Html,
}

/// Compares two states of a site.
pub(super) fn diff(args: &DiffArgs) -> Exit {
    if args.names && args.format == Form::Markdown {
        console::complain("error: Markdown is for comments that everybody reads, and takes no --names.\n");
        return Exit::Usage;
    }
    let site = SiteArgs { date: args.date, base_url: args.base_url.clone(), quiet: true, ..SiteArgs::of(&args.root) };
    run(&site, |run| {
        let compared = match &args.new {
            Some(new) if is_folder(Path::new(&args.old)) && is_folder(Path::new(new)) => folders(args, new),
            _ => sources(args, run),
        };
        match compared {
            Ok((head, difference)) => {
                console::out(&told(args, &head, &difference));
                if args.exit_code && !difference.is_empty() { Exit::Content } else { Exit::Done }
            }
            Err(exit) => exit,
        }
    })
}

fn told(args: &DiffArgs, head: &Head, difference: &Difference) -> String {
    match args.format {
        Form::Human => terminal::harmless(&publish::human(head, difference)),
        Form::Json => publish::json(head, difference),
        Form::Markdown => publish::markdown(head, difference),
        Form::Html => publish::html(head, difference),
    }
}

fn options(args: &DiffArgs) -> Options {
    let audience = match args.format {
        _ if args.names => Audience::Named,
        Form::Markdown | Form::Html => Audience::Anyone,
        Form::Human | Form::Json => Audience::Team,
    };
    Options { audience }
}

type Compared = Result<(Head, Difference), Exit>;

fn folders(args: &DiffArgs, new: &str) -> Compared {
    let (old, new) = (Path::new(&args.old), Path::new(new));
    let (was, is) = (files(old)?, files(new)?);
    let (old_root, new_root) = (Root::new(old), Root::new(new));
    let sides = (Side::Folder(&was, &old_root), Side::Folder(&is, &new_root));
    let head = Head { old: format!("the folder {}", old.display()), new: format!("the folder {}", new.display()) };
    publish::compare(&sides.0, &sides.1, options(args)).map(|difference| (head, difference)).map_err(|_| Exit::Machine)
}

fn files(folder: &Path) -> Result<Vec<OutPath>, Exit> {
    finished(folder).map_err(|error| {
        console::complain(&format!("error: {} cannot be read: {}\n", folder.display(), reason(&error)));
        Exit::Machine
    })
}

fn sources(args: &DiffArgs, run: &mut Run<'_>) -> Compared {
    let new = match &args.new {
        Some(name) => Start::of_revision(args, name)?,
        None => Start::of_disk(args, run)?,
    };
    let old = Start::of_revision(args, &args.old)?;
    let mut unsaid = Vec::new();
    let day = today(&new.tree, &run.request, &mut unsaid).or_else(|| today(&old.tree, &run.request, &mut unsaid));
    let mut request = run.request.clone();
    // Both sides have one day, whatever their time zones are.
    request.today = day.map_or(request.today, Today::On);
    let old_request = Request { today: args.old_date.map_or(request.today, Today::On), ..request.clone() };
    let say = |name: &str, request: &Request| match request.today {
        Today::On(day) => format!("{name} on {day}"),
        Today::At(_) => name.to_owned(),
    };
    let head = Head { old: say(&old.name, &old_request), new: say(&new.name, &request) };
    let (old_blobs, new_blobs) = (old.blobs.shared(), new.blobs.shared());
    let was = old.made(&*old_blobs, &old_request, run)?;
    let is = new.made(&*new_blobs, &request, run)?;
    let sides = (Side::Sources(&was, &*old_blobs), Side::Sources(&is, &*new_blobs));
    match publish::compare(&sides.0, &sides.1, options(args)) {
        Ok(difference) => Ok((head, difference)),
        Err(problems) => Err(run.report(&is.tree, problems)),
    }
}

/// Where pictures are read from.
enum Origin {
    Disk(PathBuf),
    Git(Arc<Objects>),
}

impl Origin {
    fn shared(&self) -> Arc<dyn Blobs> {
        match self {
            Self::Disk(root) => Arc::new(Root::new(root)),
            Self::Git(objects) => Arc::<Objects>::clone(objects),
        }
    }
}

/// A side as it was read.
struct Start {
    name: String,
    tree: Tree,
    problems: Vec<Diagnostic>,
    blobs: Origin,
}

impl Start {
    fn of_revision(args: &DiffArgs, name: &str) -> Result<Self, Exit> {
        if !is_folder(&args.root) {
            console::complain(&format!("error: there is no folder {}\n", args.root.display()));
            return Err(Exit::Usage);
        }
        let Revision { tree, problems, blobs, commit } = revision(&args.root, name).map_err(|why| {
            console::complain(&format!("error: {why}.\n"));
            Exit::Usage
        })?;
        Ok(Self { name: format!("{name} ({commit})"), tree, problems, blobs: Origin::Git(blobs) })
    }

    fn of_disk(args: &DiffArgs, run: &mut Run<'_>) -> Result<Self, Exit> {
        let Read { sources, problems } = run.read(&Held::default()).ok_or(run.exit)?;
        let (tree, blobs) = (sources.tree, Origin::Disk(args.root.clone()));
        Ok(Self { name: "the sources as they are".to_owned(), tree, problems, blobs })
    }

    fn made(self, blobs: &dyn Blobs, request: &Request, run: &mut Run<'_>) -> Result<Sources, Exit> {
        let Self { name, mut tree, mut problems, .. } = self;
        // What is wrong with consents, preparing finds too.
        let consents = consents(&tree, request, &mut Vec::new()).unwrap_or_default();
        match prepare(&mut tree, blobs, request, Kept::default(), &mut problems, &|_| ()) {
            Some(ready) => Ok(Sources { tree, ready, consents }),
            None => {
                console::complain(&format!("error: {name} cannot be built, so there is nothing to compare:\n"));
                let report = Report::new(&tree, problems, false);
                Err(console::report(&report, run.args.format))
            }
        }
    }
}
