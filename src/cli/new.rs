//! `showcase new`: the flags come from the key tables, as the questions do.

use std::path::{Path, PathBuf};

use clap::{Arg, ArgAction, ArgMatches, Args, Command, FromArgMatches, Subcommand};
use jiff::civil::Date;

use super::ask::{Question, ask, somebody};
use super::run::{Read, Run, run};
use super::{Exit, SiteArgs, console, many, parse_date};
use crate::author::Known;
use crate::author::new::{Amidst, Drafted, Field, NewKind, Wanted, choices, draft, literal, suggestion};
use crate::author::schema::{self, FileKind};
use crate::build::{Today, today};
use crate::disk::{self, held::Held, source};
use crate::kind::RecordKind;
use crate::record::{Form, Meaning};

/// What every kind takes.
#[derive(Debug, Args)]
pub(super) struct Shared {
    /// Folder of the site, the one that holds site.toml.
    #[arg(long, value_name = "DIR", default_value = ".")]
    pub(super) root: PathBuf,
    /// Take this day for today.
    #[arg(long, value_name = "YYYY-MM-DD", value_parser = parse_date)]
    date: Option<Date>,
    /// The id, which becomes part of the address; made up without it.
    #[arg(long, value_name = "ID")]
    id: Option<String>,
    /// Make a record of each row of a CSV file, or of each answer of a JSON file.
    #[arg(long, value_name = "FILE")]
    pub(super) from: Option<PathBuf>,
    /// A TOML file that says which column is which key.
    #[arg(long, value_name = "FILE", requires = "from")]
    pub(super) map: Option<PathBuf>,
    /// What stands between the columns of a CSV file: a character, or `tab`.
    #[arg(long, value_name = "SIGN", requires = "from", default_value = ",", value_parser = many::separator)]
    pub(super) separator: u8,
    /// Print the file instead of writing it.
    #[arg(long)]
    pub(super) dry_run: bool,
}

/// The arguments of one kind.
#[derive(Debug)]
pub(super) struct NewArgs {
    kind: NewKind,
    pub(super) shared: Shared,
    wanted: Wanted,
}

/// The flag of a key.
pub(super) fn flag(field: &Field) -> String {
    field.path.replace(['.', '_'], "-")
}

fn command(kind: NewKind) -> Command {
    let about = format!("Make {}.", kind.file().files());
    let mut command = Shared::augment_args(Command::new(kind.word()).about(about));
    if kind == NewKind::Update {
        let help = "Whose story it is: the name of the person's folder.";
        command = command.arg(Arg::new("intern").long("intern").value_name("ID").help(help));
    }
    for field in kind.fields() {
        let list = matches!(field.key.form, Form::List(_));
        let action = if list { ArgAction::Append } else { ArgAction::Set };
        let name = flag(&field);
        // A flag for each item, as in `--skills Statistics --skills Interviewing`.
        command = command.arg(
            Arg::new(name.clone())
                .long(name)
                .value_name(if list { "ITEM" } else { "VALUE" })
                .allow_hyphen_values(true)
                .action(action)
                .help(field.key.doc),
        );
    }
    command
}

impl FromArgMatches for NewArgs {
    fn from_arg_matches(matches: &ArgMatches) -> Result<Self, clap::Error> {
        let missing = || clap::Error::new(clap::error::ErrorKind::MissingSubcommand);
        let (word, matches) = matches.subcommand().ok_or_else(missing)?;
        let kind = NewKind::ALL.into_iter().find(|kind| kind.word() == word).ok_or_else(missing)?;
        let shared = Shared::from_arg_matches(matches)?;
        let mut wanted = Wanted { id: shared.id.clone(), ..Wanted::default() };
        if kind == NewKind::Update {
            wanted.person = matches.get_one::<String>("intern").cloned();
        }
        for field in kind.fields() {
            if let Some(values) = matches.get_many::<String>(&flag(&field)) {
                wanted.answers.insert(field.path, values.cloned().collect());
            }
        }
        Ok(Self { kind, shared, wanted })
    }

    fn update_from_arg_matches(&mut self, matches: &ArgMatches) -> Result<(), clap::Error> {
        *self = Self::from_arg_matches(matches)?;
        Ok(())
    }
}

impl Subcommand for NewArgs {
    fn augment_subcommands(command: Command) -> Command {
        NewKind::ALL
            .into_iter()
            .fold(command, |whole, kind| whole.subcommand(self::command(kind)))
            .subcommand_required(true)
    }

    fn augment_subcommands_for_update(command: Command) -> Command {
        Self::augment_subcommands(command)
    }

    fn has_subcommand(name: &str) -> bool {
        NewKind::ALL.into_iter().any(|kind| kind.word() == name)
    }
}

/// Makes a new record, or many.
pub(super) fn new(args: &NewArgs) -> Exit {
    let shared = &args.shared;
    let site = SiteArgs { date: shared.date, quiet: true, ..SiteArgs::of(&shared.root) };
    run(&site, |run| {
        let (mut known, today, rows) = match amidst(run) {
            Ok(found) => found,
            Err(exit) => return exit,
        };
        if let Some(from) = &shared.from {
            return many::many(args.kind, shared, from, &mut known, today, rows);
        }
        let amidst = Amidst { known: &known, today, dates: &[] };
        let mut wanted = args.wanted.clone();
        if somebody() && !questions(args.kind, &mut wanted, &amidst) {
            console::complain("\nNothing was written.\n");
            return Exit::Usage;
        }
        match draft(args.kind, &wanted, &amidst, &mut chance()) {
            Ok(drafted) => {
                let exit = written(shared, &drafted);
                if exit == Exit::Done && !shared.dry_run {
                    let path = &drafted.path;
                    console::complain(&format!("{path} is written. {}\n", next(args.kind)));
                    drafted.kind.into_iter().for_each(|kind| known.add(kind, &drafted.id));
                    renew_schemas(&shared.root, &known);
                }
                exit
            }
            Err(wrong) => {
                let said: String =
                    wrong.iter().map(|wrong| format!("error: {}: {}\n", wrong.path, wrong.why)).collect();
                console::complain(&said);
                console::complain("Nothing was written.\n");
                Exit::Usage
            }
        }
    })
}

/// What there is, and the day.
pub(super) fn amidst(run: &mut Run<'_>) -> Result<(Known, Date, std::collections::BTreeSet<String>), Exit> {
    let Read { sources, mut problems } = run.read(&Held::default()).ok_or(run.exit)?;
    let Some(day) = today(&sources.tree, &run.request, &mut problems) else {
        return Err(run.report(&sources.tree, problems));
    };
    run.request.today = Today::On(day);
    Ok((Known::of(&sources.tree), day, crate::author::sheet::rows_of(&sources.tree)))
}

/// Asks for what is missing; `false` if nobody answers any more.
pub(super) fn questions(kind: NewKind, wanted: &mut Wanted, amidst: &Amidst<'_>) -> bool {
    if kind == NewKind::Update && wanted.person.is_none() {
        let form = Form::Word(Meaning::Id(RecordKind::Intern));
        let question = Question { ask: "intern: whose story is it? The name of the folder.", ..Question::default() };
        let check = |answers: &[String]| literal(&form, answers, amidst).map(drop);
        let Some(answers) = ask(&question, &check) else { return false };
        wanted.person = answers.into_iter().next();
    }
    for field in kind.fields() {
        let worth = field.needed() || kind.worth_asking().contains(&field.path.as_str());
        if !worth || wanted.answers.contains_key(&field.path) {
            continue;
        }
        let form = &field.key.form;
        let choices = choices(form, amidst);
        if let (Form::Word(Meaning::Id(of)), true) = (form, choices.is_empty()) {
            console::complain(&format!("error: there is no {0} yet. Make one first: showcase new {0}\n", of.scheme()));
            return false;
        }
        // A list of nothing to choose from need not be asked for.
        if matches!(form, Form::List(Form::Word(Meaning::Id(_)))) && choices.is_empty() {
            continue;
        }
        let suggestion = suggestion(kind, &field.path, &wanted.answers, amidst.today);
        let text = format!("{}: {}", field.path, field.key.doc);
        let question = Question {
            ask: &text,
            choices: &choices,
            suggestion: suggestion.as_deref(),
            optional: !field.needed(),
            several: matches!(form, Form::List(_)),
        };
        let check = |answers: &[String]| literal(form, answers, amidst).map(drop);
        match ask(&question, &check) {
            None => return false,
            Some(answers) if answers.is_empty() => {}
            Some(answers) => drop(wanted.answers.insert(field.path, answers)),
        }
    }
    true
}

/// Writes a record, or prints it.
pub(super) fn written(shared: &Shared, drafted: &Drafted) -> Exit {
    if shared.dry_run {
        console::out(&drafted.text);
        return Exit::Done;
    }
    match source::create(&shared.root, &drafted.path, &drafted.text) {
        Ok(()) => Exit::Done,
        Err(why) => {
            console::complain(&format!("error: {why}\n"));
            Exit::Usage
        }
    }
}

/// What is to be done with a new record.
fn next(kind: NewKind) -> &'static str {
    match kind {
        NewKind::Intern => {
            "It is a draft: nothing of it is published. Write the story, fill in [consent] from the signed form, \
             then delete `draft = true` and run `showcase check`."
        }
        NewKind::Update | NewKind::Page => {
            "It is a draft. Write the text, then delete `draft = true` and run `showcase check`."
        }
        NewKind::Donor => "Fill in [permission] when the donor has given it; until then not even the name is shown.",
        NewKind::Office | NewKind::Cohort => "Stories can name it now.",
    }
}

/// Schemas that lie in the site learn of new ids.
pub(super) fn renew_schemas(root: &Path, known: &Known) {
    let folder = root.join(schema::FOLDER);
    for kind in FileKind::ALL {
        let name = kind.schema_name();
        if disk::is_file(&folder.join(&name)) {
            // They are a help to editors; nothing depends on them.
            drop(source::renew_generated(&folder, &name, &schema::text(kind, known)));
        }
    }
}

/// Chance enters here: two numbers that the standard library's hasher is seeded
/// with, which the system gives.
pub(super) fn chance() -> impl FnMut() -> u64 {
    use std::hash::{BuildHasher as _, RandomState};
    let mut count = 0_u64;
    move || {
        count += 1;
        RandomState::new().hash_one(count)
    }
}
