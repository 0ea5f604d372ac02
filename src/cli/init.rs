//! `showcase init`.

use std::path::{Path, PathBuf};

use clap::Args;
use jiff::civil::Date;
use jiff::tz::TimeZone;

use super::ask::{Question, ask, somebody};
use super::{Exit, console, parse_base_url, parse_date, run};
use crate::author::init::{Basics, files};
use crate::config::is_email;
use crate::disk::source;
use crate::language;
use crate::record::is_stray_control;

#[derive(Debug, Args)]
pub(super) struct InitArgs {
    /// Folder of the new site; made if there is none.
    #[arg(value_name = "DIR", default_value = ".")]
    folder: PathBuf,
    /// Who publishes the site.
    #[arg(long, value_name = "NAME")]
    organisation: Option<String>,
    /// Name of the programme, and title of the site.
    #[arg(long, value_name = "NAME")]
    programme: Option<String>,
    /// The hosting organisation.
    #[arg(long, value_name = "NAME")]
    partner: Option<String>,
    /// Address of the site, as in https://stories.example.org/.
    #[arg(long, value_name = "URL")]
    base_url: Option<String>,
    /// Where people write about accessibility and to take consent back.
    #[arg(long, value_name = "ADDRESS")]
    email: Option<String>,
    /// Language of the texts.
    #[arg(long, value_name = "TAG", default_value = "en-GB")]
    language: String,
    /// Time zone in which today is read.
    #[arg(long, value_name = "ZONE", default_value = "UTC")]
    time_zone: String,
    /// Take this day for today.
    #[arg(long, value_name = "YYYY-MM-DD", value_parser = parse_date)]
    date: Option<Date>,
}

/// Makes a new site.
pub(super) fn init(args: &InitArgs) -> Exit {
    let basics = match basics(args) {
        Ok(basics) => basics,
        Err(exit) => return exit,
    };
    let today = args.date.unwrap_or_else(|| {
        let zone = TimeZone::get(&basics.time_zone).unwrap_or(TimeZone::UTC);
        zone.to_datetime(run::now()).date()
    });
    let files = files(&basics, today);
    let there: Vec<&str> =
        files.iter().map(|(path, _)| path.as_str()).filter(|path| source::is_there(&args.folder, path)).collect();
    if !there.is_empty() {
        let list: String = there.iter().map(|path| format!("  {path}\n")).collect();
        console::complain(&format!(
            "error: these files are there already, and none is overwritten:\n{list}Nothing was written. Choose another folder, or move them away.\n"
        ));
        return Exit::Usage;
    }
    if let Err(why) = source::make_folder(&args.folder) {
        console::complain(&format!("error: {why}\n"));
        return Exit::Machine;
    }
    for (path, text) in &files {
        if let Err(why) = source::create(&args.folder, path, text) {
            console::complain(&format!("error: {why}\n"));
            return Exit::Machine;
        }
    }
    console::complain(&format!("{} files are written.\n{}", files.len(), next(&args.folder)));
    Exit::Done
}

fn next(folder: &Path) -> String {
    let go = if folder == Path::new(".") { String::new() } else { format!("  cd {}\n", folder.display()) };
    format!(
        "Next:\n{go}  showcase serve         shows the site, and every change at once\n  \
         showcase new intern    makes the record of a person\n  showcase check         says what is wrong\n"
    )
}

/// A basic fact: its flag, what is asked, whether it is needed, and what is
/// wrong with an answer.
struct Fact<'a> {
    flag: &'a str,
    ask: &'a str,
    given: &'a Option<String>,
    needed: bool,
    check: fn(&str) -> Result<(), String>,
}

fn basics(args: &InitArgs) -> Result<Basics, Exit> {
    let facts = [
        Fact {
            flag: "organisation",
            ask: "Who publishes the site? The name of the organisation.",
            given: &args.organisation,
            needed: true,
            check: name,
        },
        Fact {
            flag: "programme",
            ask: "What is the programme called? This becomes the title of the site.",
            given: &args.programme,
            needed: true,
            check: name,
        },
        Fact {
            flag: "partner",
            ask: "Which organisation do the interns work for?",
            given: &args.partner,
            needed: false,
            check: name,
        },
        Fact {
            flag: "base-url",
            ask: "At which address will the site stand? As in https://stories.example.org/",
            given: &args.base_url,
            needed: true,
            check: address,
        },
        Fact {
            flag: "email",
            ask: "Which e-mail address do people write to, about accessibility and to take consent back?",
            given: &args.email,
            needed: true,
            check: email,
        },
    ];
    let mut answers: Vec<Option<String>> = Vec::new();
    let mut missing = Vec::new();
    for fact in &facts {
        match fact.given {
            Some(given) => {
                if let Err(why) = (fact.check)(given) {
                    console::complain(&format!("error: --{}: {why}\n", fact.flag));
                    return Err(Exit::Usage);
                }
                answers.push(Some(given.trim().to_owned()));
            }
            None if somebody() => {
                let question = Question { ask: fact.ask, optional: !fact.needed, ..Question::default() };
                let check = |answers: &[String]| answers.iter().try_for_each(|answer| (fact.check)(answer));
                let Some(given) = ask(&question, &check) else {
                    console::complain("\nNothing was written.\n");
                    return Err(Exit::Usage);
                };
                answers.push(given.into_iter().next());
            }
            None => {
                missing.extend(fact.needed.then(|| format!("--{}", fact.flag)));
                answers.push(None);
            }
        }
    }
    if !missing.is_empty() {
        console::complain(&format!("error: nobody is there to ask; say {}.\n", missing.join(", ")));
        return Err(Exit::Usage);
    }
    if !language::is_tag(&args.language) {
        console::complain(&format!("error: `{}` is no language tag; write one such as en-GB.\n", args.language));
        return Err(Exit::Usage);
    }
    if TimeZone::get(&args.time_zone).is_err() {
        console::complain(&format!("error: `{}` is no time zone; write one such as Europe/London.\n", args.time_zone));
        return Err(Exit::Usage);
    }
    let mut answers = answers.into_iter();
    let mut answer = || answers.next().flatten();
    let (organisation, programme, partner) = (answer(), answer(), answer());
    let (base_url, email) = (answer(), answer());
    Ok(Basics {
        organisation: organisation.unwrap_or_default(),
        programme: programme.unwrap_or_default(),
        partner,
        base_url: base_url.unwrap_or_default(),
        email: email.unwrap_or_default(),
        language: args.language.clone(),
        time_zone: args.time_zone.clone(),
    })
}

fn name(text: &str) -> Result<(), String> {
    let bad = text.trim().is_empty() || text.contains(|c: char| is_stray_control(c) || c.is_control());
    if bad { Err("Write a name on one line.".to_owned()) } else { Ok(()) }
}

fn address(text: &str) -> Result<(), String> {
    parse_base_url(text).map(drop).map_err(|_| "Write the full address, as in https://stories.example.org/.".to_owned())
}

fn email(text: &str) -> Result<(), String> {
    if is_email(text) {
        Ok(())
    } else {
        Err(format!("`{text}` is no e-mail address; write it as in name@example.org."))
    }
}
