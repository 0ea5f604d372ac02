//! `showcase import`: documents as drafts. The record is asked for, or taken
//! from flags, as `new` does; what could not be carried is told at the end.

mod report;
mod sites;

use std::path::{Path, PathBuf};

use clap::{Arg, ArgAction, ArgMatches, Args, Command, FromArgMatches, ValueEnum};
use jiff::civil::Date;

use super::ask::somebody;
use super::new::{amidst, chance, flag, questions, renew_schemas};
use super::run::run;
use super::{Exit, SiteArgs, console, parse_date};
use crate::author::Known;
use crate::author::import::{Imported, World, into, record};
use crate::author::new::{Amidst, Answers, NewKind, Wanted};
use crate::diagnostic::reason;
use crate::disk::{self, source};
use crate::import::{Document, format_of, read};
use crate::path::SourcePath;
use crate::record::Form;
use report::{Done, Form as ReportForm, tell};

/// The largest document, in bytes.
const MOST: u64 = 64 << 20;

/// What a text becomes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum As {
    /// A person, with the story.
    Intern,
    /// A later story of a person.
    Update,
    /// A page.
    Page,
}

impl As {
    fn kind(self) -> NewKind {
        match self {
            Self::Intern => NewKind::Intern,
            Self::Update => NewKind::Update,
            Self::Page => NewKind::Page,
        }
    }

    const ALL: [Self; 3] = [Self::Intern, Self::Update, Self::Page];
}

#[derive(Debug, Args)]
pub(super) struct ImportArgs {
    /// Documents: .docx, .odt, .html, .md or .txt.
    #[arg(value_name = "FILE", required_unless_present_any = ["wordpress", "zola", "hugo"])]
    files: Vec<PathBuf>,
    /// Import a site of WordPress: the file that Tools, Export writes.
    #[arg(long, value_name = "FILE", conflicts_with_all = ["files", "zola", "hugo"])]
    wordpress: Option<PathBuf>,
    /// Import a site of Zola: the folder that holds its `content`.
    #[arg(long, value_name = "DIR", conflicts_with_all = ["files", "hugo"])]
    zola: Option<PathBuf>,
    /// Import a site of Hugo: the folder that holds its `content`.
    #[arg(long, value_name = "DIR", conflicts_with = "files")]
    hugo: Option<PathBuf>,
    /// What each becomes; a document a person's story and a text of a site a page
    /// if nothing is said.
    #[arg(long, value_enum)]
    kind: Option<As>,
    /// Put the text into this draft instead, which has none yet: the name of a
    /// person's folder, or of it and a later story, as in i-7f3k/where-next.
    #[arg(long, value_name = "ID", conflicts_with = "kind")]
    into: Option<String>,
    /// Folder of the site, the one that holds site.toml.
    #[arg(long, value_name = "DIR", default_value = ".")]
    root: PathBuf,
    /// Take this day for today.
    #[arg(long, value_name = "YYYY-MM-DD", value_parser = parse_date)]
    date: Option<Date>,
    /// Print what would be written instead of writing it.
    #[arg(long)]
    dry_run: bool,
    /// How it is told what became of each document.
    #[arg(long, value_enum, default_value_t = ReportForm::Human)]
    format: ReportForm,
    #[command(flatten)]
    record: Record,
}

/// The record: the same flags as those of `new`.
#[derive(Debug, Default)]
pub(super) struct Record {
    id: Option<String>,
    person: Option<String>,
    answers: Answers,
}

impl Args for Record {
    fn augment_args(mut command: Command) -> Command {
        let plain = |name: &'static str, help: &'static str| Arg::new(name).long(name).value_name("ID").help(help);
        command = command
            .next_help_heading("The record")
            .arg(plain("id", "The id, which becomes part of the address; made up without it."))
            .arg(plain("intern", "For a later story, whose: the name of the person's folder."));
        let mut seen: Vec<String> = Vec::new();
        for field in As::ALL.into_iter().flat_map(|kind| kind.kind().fields()) {
            let name = flag(&field);
            if seen.contains(&name) {
                continue;
            }
            let list = matches!(field.key.form, Form::List(_));
            let arg = Arg::new(name.clone()).long(name.clone()).value_name(if list { "ITEM" } else { "VALUE" });
            let action = if list { ArgAction::Append } else { ArgAction::Set };
            command = command.arg(arg.allow_hyphen_values(true).action(action).help(field.key.doc));
            seen.push(name);
        }
        command
    }

    fn augment_args_for_update(command: Command) -> Command {
        Self::augment_args(command)
    }
}

impl FromArgMatches for Record {
    fn from_arg_matches(matches: &ArgMatches) -> Result<Self, clap::Error> {
        let one = |name: &str| matches.get_one::<String>(name).cloned();
        let mut record = Self { id: one("id"), person: one("intern"), answers: Answers::new() };
        for field in As::ALL.into_iter().flat_map(|kind| kind.kind().fields()) {
            if let Some(values) = matches.get_many::<String>(&flag(&field)) {
                record.answers.insert(field.path, values.cloned().collect());
            }
        }
        Ok(record)
    }

    fn update_from_arg_matches(&mut self, matches: &ArgMatches) -> Result<(), clap::Error> {
        *self = Self::from_arg_matches(matches)?;
        Ok(())
    }
}

/// Imports documents.
pub(super) fn import(args: &ImportArgs) -> Exit {
    if args.files.is_empty() {
        return sites::import(args);
    }
    if args.files.len() > 1
        && let Some(one) = meant_for_one(args)
    {
        console::complain(&format!("error: {one} is meant for one document, and there are {}.\n", args.files.len()));
        return Exit::Usage;
    }
    let site = SiteArgs { date: args.date, quiet: true, ..SiteArgs::of(&args.root) };
    run(&site, |run| {
        let (mut known, today, _) = match amidst(run) {
            Ok(found) => found,
            Err(exit) => return exit,
        };
        let mut random = chance();
        let mut done = Vec::new();
        for file in &args.files {
            let made = document(file)
                .map_err(|why| vec![why])
                .and_then(|document| one(args, file, document, (&known, today), &mut random))
                .and_then(|imported| written(&args.root, args.dry_run, &imported).map(|()| imported));
            if let Ok(imported) = &made {
                imported.drafted.kind.into_iter().for_each(|kind| known.add(kind, &imported.drafted.id));
            }
            done.push(Done { from: file.display().to_string(), made });
        }
        if done.iter().any(|done| done.made.is_ok()) && !args.dry_run {
            renew_schemas(&args.root, &known);
        }
        tell(&done, None, args.dry_run, args.format)
    })
}

/// A flag that says something of one record alone.
fn meant_for_one(args: &ImportArgs) -> Option<String> {
    let own = ["name", "title", "summary", "quote", "aliases"];
    let answered = own.into_iter().find(|name| args.record.answers.contains_key(*name));
    let into = args.into.is_some().then_some("into");
    let id = args.record.id.is_some().then_some("id");
    into.or(id).or(answered).map(|name| format!("--{name}"))
}

fn document(file: &Path) -> Result<Document, String> {
    let bytes = disk::read_at_most(file, MOST).map_err(|error| format!("It cannot be read: {}.", reason(&error)))?;
    let name = file.file_name().unwrap_or_default().to_string_lossy();
    let told = |why: String| format!("It cannot be imported: {why}{}", if why.ends_with('.') { "" } else { "." });
    format_of(&name, &bytes).and_then(|format| read(format, &bytes)).map_err(told)
}

fn one(
    args: &ImportArgs,
    file: &Path,
    document: Document,
    (known, today): (&Known, Date),
    random: &mut dyn FnMut() -> u64,
) -> Result<Imported, Vec<String>> {
    let folder = file.parent().unwrap_or(Path::new("")).to_path_buf();
    let beside = |name: &str| beside(&folder, name);
    let is_there = |path: &str| source::is_there(&args.root, path);
    let world = World { beside: &beside, is_there: &is_there };
    if let Some(id) = &args.into {
        return into_draft(args, id, document, &world).map_err(|why| vec![why]);
    }
    let kind = args.kind.map_or(NewKind::Intern, As::kind);
    let amidst = Amidst { known, today, dates: &[] };
    let mut wanted = Wanted {
        answers: args.record.answers.clone(),
        id: args.record.id.clone(),
        person: args.record.person.clone(),
        ..Wanted::default()
    };
    if somebody() {
        console::complain(&format!("\n{}\n", file.display()));
        if let (false, Some(title)) = (wanted.answers.contains_key("title"), &document.title) {
            wanted.answers.insert("title".to_owned(), vec![title.clone()]);
        }
        if !questions(kind, &mut wanted, &amidst) {
            return Err(vec!["Nobody answered.".to_owned()]);
        }
    }
    let imported = record(kind, &wanted, document, &world, &amidst, random);
    imported.map_err(|wrong| wrong.into_iter().map(|wrong| format!("{}: {}", wrong.path, wrong.why)).collect())
}

fn into_draft(args: &ImportArgs, id: &str, document: Document, world: &World<'_>) -> Result<Imported, String> {
    let (person, file) = id.split_once('/').unwrap_or((id, "index"));
    let path = format!("content/interns/{person}/{file}.md");
    let path = SourcePath::new(&path).map_err(|_| format!("`{id}` is no id."))?;
    let bytes = disk::read_at_most(&args.root.join(path.as_str()), MOST)
        .map_err(|error| format!("{path} cannot be read: {}.", reason(&error)))?;
    let old = String::from_utf8(bytes).map_err(|_| format!("{path} is not UTF-8."))?;
    into(&path, &old, document, world)
}

/// A file that a document names; only files in its own folder are its own.
fn beside(folder: &Path, name: &str) -> Result<Vec<u8>, String> {
    let elsewhere = || "it does not lie with the document".to_owned();
    let path = SourcePath::new(&decoded(name)).map_err(|_| elsewhere())?;
    disk::read_at_most(&folder.join(path.as_str()), MOST).map_err(|error| reason(&error))
}

/// A path with its `%20` as blanks.
fn decoded(name: &str) -> String {
    let name = name.split(['?', '#']).next().unwrap_or_default();
    let name = name.strip_prefix("./").unwrap_or(name);
    crate::path::percent_decoded(name).into_owned()
}

/// Writes a record with its pictures.
fn written(root: &Path, dry_run: bool, imported: &Imported) -> Result<(), Vec<String>> {
    if dry_run {
        return Ok(());
    }
    let Imported { drafted, replaces, pictures, .. } = imported;
    let done = match replaces {
        Some(old) => source::replace_with(root, &drafted.path, (old, &drafted.text), pictures),
        None => source::create_with(root, &drafted.path, &drafted.text, pictures),
    };
    done.map_err(|why| vec![why])
}
