//! `showcase consent`: how every person's consent stands.

use std::path::PathBuf;

use clap::{Args, ValueEnum};
use jiff::civil::Date;
use serde_json::{Value, json};

use super::run::{Read, run};
use super::{Exit, SiteArgs, console, list, parse_base_url, parse_date};
use crate::build::{Account, Shown, account};
use crate::config::BaseUrl;
use crate::consent::{Consent, Event, Status};
use crate::content::intern::Scope;
use crate::diagnostic::{Report, Severity};
use crate::disk::{Root, held::Held};
use crate::format::agenda::{self, Entry};
use crate::format::table::guarded;

/// How consents are told.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Form {
    /// A table for people.
    Human,
    /// A JSON document.
    Json,
    /// A table for spreadsheets.
    Csv,
    /// A calendar of reviews and endings, with ids and without names.
    Ics,
}

#[derive(Debug, Args)]
pub(super) struct ConsentArgs {
    /// Folder of the site, the one that holds site.toml.
    #[arg(long, value_name = "DIR", default_value = ".")]
    root: PathBuf,
    /// How things stand on this day instead of today.
    #[arg(long, value_name = "YYYY-MM-DD", value_parser = parse_date)]
    date: Option<Date>,
    /// Address of the site, in place of `base_url` in site.toml.
    #[arg(long, value_name = "URL", value_parser = parse_base_url)]
    base_url: Option<BaseUrl>,
    /// What is due or ends within so many days counts as such; `warn_days` of site.toml without it.
    #[arg(long, value_name = "DAYS", value_parser = clap::value_parser!(i64).range(0..=36_525))]
    within: Option<i64>,
    /// How it is told.
    #[arg(long, value_enum, default_value_t = Form::Human)]
    format: Form,
    /// Tell people's names too, which ids alone do not give away.
    #[arg(long)]
    names: bool,
    /// End with exit code 1 if anybody's consent stands so; drafts do not count.
    #[arg(long, value_name = "STATUS,…", value_enum, value_delimiter = ',')]
    fail_on: Vec<State>,
}

impl ConsentArgs {
    fn site(&self) -> SiteArgs {
        let Self { root, date, base_url, .. } = self;
        SiteArgs { date: *date, base_url: base_url.clone(), quiet: true, ..SiteArgs::of(root) }
    }
}

/// Prints the consents, as they stand.
pub(super) fn consent(args: &ConsentArgs) -> Exit {
    let site = args.site();
    run(&site, |run| {
        let Some(Read { mut sources, mut problems }) = run.read(&Held::default()) else { return run.exit };
        let blobs = Root::new(&site.root);
        let found = account(&mut sources.tree, &blobs, &run.request, args.within, &mut problems);
        if let Some(account) = &found {
            console::out(&told(account, args));
        }
        // What a build would warn of stands in the table already.
        let errors = Report::new(&sources.tree, problems, false).count(Severity::Error);
        if errors > 0 {
            let text = "cannot be read, so people may be missing above; `showcase check` says what is wrong";
            let things = if errors == 1 { "1 thing".to_owned() } else { format!("{errors} things") };
            console::complain(&format!("error: {things} {text}.\n"));
            return Exit::Content;
        }
        match found.map(|account| fails(&account, &args.fail_on)) {
            Some(0) => Exit::Done,
            Some(_) | None => Exit::Content,
        }
    })
}

/// How many people are in one of these states.
fn fails(account: &Account, states: &[State]) -> usize {
    let found = |consent: &Consent| consent.matters() && states.iter().any(|state| state.0 == consent.status);
    account.people.iter().filter(|(consent, _)| found(consent)).count()
}

fn told(account: &Account, args: &ConsentArgs) -> String {
    match args.format {
        Form::Human => human(account, args.names),
        Form::Json => as_json(account, args.names),
        Form::Csv => as_csv(account, args.names),
        Form::Ics => String::from_utf8(agenda::ics(account.today, &entries(account))).unwrap_or_default(),
    }
}

fn human(account: &Account, names: bool) -> String {
    let mut columns = vec!["id"];
    columns.extend(names.then_some("name"));
    columns.extend(["status", "record", "next", "not covered", "public"]);
    let rows: Vec<Vec<Value>> = account.people.iter().map(|(consent, shown)| row(consent, shown, names)).collect();
    let mut text = list::table(&columns, &rows);
    let addresses = account.people.iter().filter(|(_, shown)| !shown.pages.is_empty());
    for (consent, Shown { pages, pictures }) in addresses {
        text.push_str(&format!("\n{}\n", consent.id));
        pages.iter().chain(pictures).for_each(|address| text.push_str(&format!("  {address}\n")));
    }
    let count = |status: Status| account.people.iter().filter(|(consent, _)| consent.status == status).count();
    let counts = Status::ALL.map(|status| (status, count(status))).into_iter().filter(|(_, count)| *count > 0);
    let counts: Vec<String> = counts.map(|(status, count)| format!("{count} {}", status.word())).collect();
    text.push_str(&format!(
        "\nOn {}: {}.\n",
        account.today,
        if counts.is_empty() { "nobody".into() } else { counts.join(", ") }
    ));
    if let Some(next) = account.next {
        text.push_str(&format!("The site changes next on {}: {}.\n", next.on, next.what.words()));
    }
    text
}

fn row(consent: &Consent, shown: &Shown, names: bool) -> Vec<Value> {
    let next = consent.events.first().map(|(date, event)| format!("{date} {}", event.word()));
    let public = match (shown.pages.len(), shown.pictures.len()) {
        (0, _) => "nothing".to_owned(),
        (pages, pictures) => format!("{}, {}", counted(pages, "page"), counted(pictures, "picture file")),
    };
    let mut row = vec![json!(consent.id)];
    row.extend(names.then(|| json!(consent.name)));
    let withheld = if consent.withheld.is_empty() { "–".to_owned() } else { words(&consent.withheld, ", ") };
    row.extend([
        json!(consent.status.word()),
        json!(consent.record.word()),
        json!(next),
        json!(withheld),
        json!(public),
    ]);
    row
}

fn counted(count: usize, what: &str) -> String {
    if count == 1 { format!("1 {what}") } else { format!("{count} {what}s") }
}

fn words(scopes: &[Scope], between: &str) -> String {
    scopes.iter().map(|scope| scope.word()).collect::<Vec<_>>().join(between)
}

fn as_json(account: &Account, names: bool) -> String {
    let people = account.people.iter().map(|(consent, shown)| {
        let events = consent.events.iter().map(|(date, event)| json!({ "on": date.to_string(), "what": event.word() }));
        let mut person = json!({
            "id": consent.id,
            "status": consent.status.word(),
            "record": consent.record.word(),
            "granted": consent.granted.iter().map(|scope| scope.word()).collect::<Vec<_>>(),
            "withheld": consent.withheld.iter().map(|scope| scope.word()).collect::<Vec<_>>(),
            "next": events.collect::<Vec<_>>(),
            "public": { "pages": shown.pages, "pictures": shown.pictures },
        });
        if let Some(fields) = person.as_object_mut().filter(|_| names) {
            fields.insert("name".to_owned(), json!(consent.name));
        }
        person
    });
    let next = account.next.map(|next| json!({ "on": next.on.to_string(), "what": next.what.words() }));
    let document = json!({
        "date": account.today.to_string(),
        "next_change": next,
        "people": people.collect::<Vec<_>>(),
    });
    let mut text = serde_json::to_string_pretty(&document).unwrap_or_default();
    text.push('\n');
    text
}

fn as_csv(account: &Account, names: bool) -> String {
    let mut writer = csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer("\u{feff}".into());
    let mut columns = vec!["id"];
    columns.extend(names.then_some("name"));
    columns.extend(["status", "record", "granted", "withheld", "next", "next_what", "pages", "pictures"]);
    // Nothing here can fail: memory is written to, and all records are of a length.
    let _ = writer.write_record(&columns);
    for (consent, shown) in &account.people {
        let next: Option<&(Date, Event)> = consent.events.first();
        let mut row = vec![consent.id.clone()];
        row.extend(names.then(|| consent.name.clone()));
        row.extend([
            consent.status.word().to_owned(),
            consent.record.word().to_owned(),
            words(&consent.granted, " "),
            words(&consent.withheld, " "),
            next.map(|(date, _)| date.to_string()).unwrap_or_default(),
            next.map(|(_, event)| event.word().to_owned()).unwrap_or_default(),
            shown.pages.join(" "),
            shown.pictures.join(" "),
        ]);
        let _ = writer.write_record(row.iter().map(|cell| guarded(cell).into_owned()));
    }
    String::from_utf8(writer.into_inner().unwrap_or_default()).unwrap_or_default()
}

/// What a calendar has of each consent: no name, since calendars are shared.
fn entries(account: &Account) -> Vec<Entry> {
    let host = account.base.split("://").nth(1).and_then(|rest| rest.split('/').next()).unwrap_or("showcase");
    let matters = account.people.iter().map(|(consent, _)| consent).filter(|consent| consent.matters());
    let entries = matters.flat_map(|consent| {
        consent.events.iter().map(move |(on, event)| {
            let id = &consent.id;
            let (what, todo) = match event {
                Event::Review => ("review is due", "Ask the person; then set `review` to the next date, or withdraw."),
                Event::Expires => {
                    ("ends", "Ask for a renewal in good time, or everything about the person disappears on this day.")
                }
                Event::Withdrawn => {
                    ("is withdrawn", "Build the site on this day: everything about the person disappears.")
                }
                Event::Begins => ("begins", "Build the site on this day, so that the story appears."),
            };
            Entry {
                uid: format!("{id}-{}@{host}", event.word()),
                on: *on,
                summary: format!("Consent of {id}: {what}"),
                description: format!("{todo} The record is content/interns/{id}/index.md."),
            }
        })
    });
    entries.collect()
}

/// A status that an option names.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct State(Status);

impl ValueEnum for State {
    fn value_variants<'a>() -> &'a [Self] {
        const ALL: [State; 7] = {
            let [a, b, c, d, e, f, g] = Status::ALL;
            [State(a), State(b), State(c), State(d), State(e), State(f), State(g)]
        };
        &ALL
    }

    fn to_possible_value(&self) -> Option<clap::builder::PossibleValue> {
        Some(clap::builder::PossibleValue::new(self.0.word()))
    }
}
