//! `showcase stats`: what somebody who leads a programme asks of the site.
//!
//! Counted from what is public and from placements as the gate leaves them, so
//! nothing is told here that the site does not tell; consents are told by id.

use clap::{Args, ValueEnum};
use jiff::civil::Date;
use serde_json::{Value, json};

use std::path::PathBuf;

use super::run::{Prepared, run};
use super::{Exit, SiteArgs, console, list, parse_date};
use crate::build::{Account, Kept, account};
use crate::consent::Status;
use crate::consent::published::{CohortIx, OfficeIx, PublicIntern, Published};
use crate::content::intern::Level;
use crate::disk::{Root, held::Held};
use crate::format::table::guarded;
use crate::reference::goals;

#[derive(Debug, Args)]
pub(super) struct StatsArgs {
    /// Folder of the site, the one that holds site.toml.
    #[arg(long, value_name = "DIR", default_value = ".")]
    root: PathBuf,
    /// How things stand on this day instead of today.
    #[arg(long, value_name = "YYYY-MM-DD", value_parser = parse_date)]
    date: Option<Date>,
    /// How it is told.
    #[arg(long, value_enum, default_value_t = Form::Human)]
    format: Form,
    /// A page that was last changed so many days ago is stale.
    #[arg(long, value_name = "DAYS", default_value_t = 365, value_parser = clap::value_parser!(i64).range(1..=36_525))]
    stale: i64,
    /// Tell people's names beside their ids where consent is due.
    #[arg(long)]
    names: bool,
}

/// How it is told.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Form {
    /// Tables for people.
    Human,
    /// One JSON document.
    Json,
    /// One table for spreadsheets, with a row for each number.
    Csv,
}

/// A part of the answer.
struct Section {
    name: &'static str,
    title: &'static str,
    columns: Vec<&'static str>,
    rows: Vec<Vec<Value>>,
}

/// Prints what is counted.
pub(super) fn stats(args: &StatsArgs) -> Exit {
    let site = SiteArgs { date: args.date, quiet: true, ..SiteArgs::of(&args.root) };
    run(&site, |run| {
        let Some(read) = run.read(&Held::default()) else { return run.exit };
        let Some(Prepared { mut sources, ready, .. }) = run.prepare(read, Kept::default()) else { return run.exit };
        // What is wrong was told, or is a warning that a build tells.
        let account = account(&mut sources.tree, &Root::new(&args.root), &run.request, None, &mut Vec::new());
        let sections = sections(ready.published(), account.as_ref(), args);
        console::out(&match args.format {
            Form::Human => human(ready.date(), &sections),
            Form::Json => as_json(ready.date(), &sections),
            Form::Csv => as_csv(&sections),
        });
        Exit::Done
    })
}

fn sections(published: &Published, account: Option<&Account>, args: &StatsArgs) -> Vec<Section> {
    let interns = &published.interns;
    let words = |intern: &PublicIntern| -> u64 {
        let updates = intern.updates.iter().map(|update| u64::from(update.story.doc.words));
        u64::from(intern.story.doc.words) + updates.sum::<u64>()
    };
    let updates: usize = interns.iter().map(|intern| intern.updates.len()).sum();
    let all = vec![
        vec![json!("stories"), json!(interns.len())],
        vec![json!("of these samples"), json!(interns.iter().filter(|intern| intern.sample).count())],
        vec![json!("later stories"), json!(updates)],
        vec![json!("words"), json!(interns.iter().map(|intern| words(intern)).sum::<u64>())],
        vec![json!("placements"), json!(published.placements.len())],
    ];
    let cohorts = published.cohorts.iter().enumerate().map(|(place, cohort)| {
        let of = |intern: &PublicIntern| intern.cohort == CohortIx(place);
        let placements = published.placements.iter().filter(|one| one.cohort == CohortIx(place)).count();
        let total: u64 = interns.iter().filter(|intern| of(intern)).map(|intern| words(intern)).sum();
        vec![
            json!(cohort.id),
            json!(interns.iter().filter(|intern| of(intern)).count()),
            json!(placements),
            json!(total),
        ]
    });
    let mut offices: Vec<Vec<Value>> = published
        .offices
        .iter()
        .enumerate()
        .map(|(place, office)| {
            let placements = published.placements.iter().filter(|one| one.office == Some(OfficeIx(place))).count();
            vec![json!(office.id), json!(office.interns.len()), json!(placements)]
        })
        .collect();
    // Those that would point at somebody are merged, as on the site.
    let merged = published.placements.iter().filter(|one| one.office.is_none()).count();
    offices.extend((merged > 0).then(|| vec![json!("not told"), json!(0), json!(merged)]));
    let goals = published.goals.iter().map(|goal| {
        let title = goals::goal(goal.number).map(|goal| goal.title);
        vec![json!(goal.number), json!(title), json!(goal.interns.len())]
    });
    let levels = Level::ALL
        .map(|level| vec![json!(level.word()), json!(interns.iter().filter(|intern| intern.level == level).count())]);
    let uncredited =
        interns.iter().filter(|intern| intern.portrait.as_ref().is_some_and(|portrait| portrait.credit.is_none()));
    let section =
        |name, title, columns: &[&'static str], rows| Section { name, title, columns: columns.to_vec(), rows };
    vec![
        section("all", "All", &["what", "count"], all),
        section("cohorts", "By cohort", &["cohort", "stories", "placements", "words"], cohorts.collect()),
        section("offices", "By office", &["office", "stories", "placements"], offices),
        section("goals", "By goal", &["goal", "title", "stories"], goals.collect()),
        section("levels", "By level", &["level", "stories"], levels.to_vec()),
        section(
            "uncredited",
            "Portraits without credit",
            &["intern"],
            uncredited.map(|intern| vec![json!(intern.id)]).collect(),
        ),
        section("stale", "Stale pages", &["page", "last changed"], stale(published, args.stale)),
        due(account, args.names),
    ]
}

/// Pages and stories that say of themselves that they are old, the oldest
/// first. Pages without a date cannot be judged.
fn stale(published: &Published, days: i64) -> Vec<Vec<Value>> {
    let stories = published.interns.iter().map(|intern| {
        let newest = intern.updates.iter().map(|update| update.published).chain(intern.updated);
        (newest.fold(intern.published, Date::max), format!("interns/{}", intern.id))
    });
    let pages = published.pages.iter().filter_map(|page| Some((page.published?, format!("pages/{}", page.id))));
    let old = |day: Date| i64::from((published.date - day).get_days()) > days;
    let mut stale: Vec<(Date, String)> = stories.chain(pages).filter(|(day, _)| old(*day)).collect();
    stale.sort();
    stale.into_iter().map(|(day, page)| vec![json!(page), json!(day.to_string())]).collect()
}

/// Consents that somebody has to see to.
fn due(account: Option<&Account>, names: bool) -> Section {
    let people = account.into_iter().flat_map(|account| &account.people);
    let due = people.filter(|(consent, _)| {
        consent.matters() && matches!(consent.status, Status::ReviewDue | Status::Expiring | Status::Missing)
    });
    let rows = due.map(|(consent, _)| {
        let next = consent.events.first().map(|(day, event)| format!("{day} {}", event.word()));
        let mut row = vec![json!(consent.id)];
        row.extend(names.then(|| json!(consent.name)));
        row.extend([json!(consent.status.word()), json!(next)]);
        row
    });
    let rows = rows.collect();
    let mut columns = vec!["intern"];
    columns.extend(names.then_some("name"));
    columns.extend(["status", "next"]);
    Section { name: "consent_due", title: "Consent due", columns, rows }
}

fn human(day: Date, sections: &[Section]) -> String {
    let mut text = format!("On {day}\n");
    for section in sections {
        text.push_str(&format!("\n{}\n", section.title));
        if section.rows.is_empty() {
            text.push_str("none\n");
        } else {
            text.push_str(&list::table(&section.columns, &section.rows));
        }
    }
    text
}

fn as_json(day: Date, sections: &[Section]) -> String {
    let mut document = serde_json::Map::new();
    document.insert("date".to_owned(), json!(day.to_string()));
    for section in sections {
        let rows = section.rows.iter().map(|row| -> Value {
            let cells = section.columns.iter().zip(row);
            cells
                .map(|(column, cell)| ((*column).replace(' ', "_"), cell.clone()))
                .collect::<serde_json::Map<_, _>>()
                .into()
        });
        document.insert(section.name.to_owned(), rows.collect());
    }
    let mut text = serde_json::to_string_pretty(&Value::Object(document)).unwrap_or_default();
    text.push('\n');
    text
}

fn as_csv(sections: &[Section]) -> String {
    let mut writer = csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer("\u{feff}".into());
    // Nothing here can fail: memory is written to, and all records are of a length.
    let _ = writer.write_record(["section", "item", "what", "value"]);
    let text = |value: &Value| match value {
        Value::Null => String::new(),
        Value::String(text) => text.clone(),
        other => other.to_string(),
    };
    for section in sections {
        for row in &section.rows {
            let item = row.first().map(text).unwrap_or_default();
            let cells: Vec<(&str, String)> =
                section.columns.iter().copied().zip(row.iter().map(text)).skip(usize::from(row.len() > 1)).collect();
            for (column, value) in cells {
                let record = [section.name, &item, column, &value];
                let _ = writer.write_record(record.map(|cell| guarded(cell).into_owned()));
            }
        }
    }
    String::from_utf8(writer.into_inner().unwrap_or_default()).unwrap_or_default()
}
