//! `showcase list`: what is public, as a table or as JSON.

use std::collections::BTreeSet;

use clap::ValueEnum;
use serde_json::{Value, json};

use super::run::{Read, run};
use super::{Exit, Format, SiteArgs, build, console};
use crate::build::translations as build_translations;
use crate::consent::published::Published;
use crate::disk::held::Held;
use crate::reference;
use crate::site::Coverage;
use crate::tree::Tree;

/// A kind of record.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum Kind {
    /// Public interns.
    Interns,
    /// Offices.
    Offices,
    /// Cohorts.
    Cohorts,
    /// Donors who may be named.
    Donors,
    /// Goals that are served.
    Goals,
    /// Static pages.
    Pages,
    /// What is translated into each further language, and what is not.
    Translations,
}

/// Prints the records of a kind.
pub(super) fn list(kind: Kind, args: &SiteArgs) -> Exit {
    let rows = match kind {
        Kind::Interns => interns,
        Kind::Offices => offices,
        Kind::Cohorts => cohorts,
        Kind::Donors => donors,
        Kind::Goals => goals,
        Kind::Pages => pages,
        Kind::Translations => return translations(args),
    };
    build::with_site(args, |ready| {
        print(args, rows(ready.published()));
        Exit::Done
    })
}

fn print(args: &SiteArgs, (columns, rows): Rows) {
    console::out(&match args.format {
        Format::Human => table(&columns, &rows),
        Format::Json | Format::Jsonl | Format::Sarif | Format::Github | Format::Junit => as_json(&columns, &rows),
    });
}

/// From the sources, whether they are published or not: translators work on
/// what is to come.
fn translations(args: &SiteArgs) -> Exit {
    run(args, |run| {
        let Some(Read { sources, mut problems }) = run.read(&Held::default()) else { return run.exit };
        let Some(all) = build_translations(&sources.tree, &run.request, &mut problems) else {
            return run.report(&sources.tree, problems);
        };
        print(args, covered(&sources.tree, &all));
        Exit::Done
    })
}

/// A row for each language, and then one for each record and language.
fn covered(tree: &Tree, all: &[Coverage]) -> Rows {
    let done = |all: &[&Coverage]| {
        let texts: usize = all.iter().map(|coverage| coverage.texts).sum();
        let lacking: usize = all.iter().map(|coverage| coverage.lacking.len()).sum();
        format!("{} of {texts}", texts - lacking)
    };
    let languages: BTreeSet<&str> = all.iter().map(|coverage| coverage.language.as_str()).collect();
    let mut rows = Vec::with_capacity(languages.len() + all.len());
    for language in languages {
        let own: Vec<&Coverage> = all.iter().filter(|coverage| coverage.language == language).collect();
        let stale = own.iter().filter(|coverage| coverage.stale).count();
        let unreviewed = own.iter().filter(|coverage| coverage.reviewed == Some(false)).count();
        rows.push(vec![
            json!("all"),
            json!(language),
            json!(done(&own)),
            Value::Null,
            json!(stale),
            json!(unreviewed),
            Value::Null,
        ]);
    }
    rows.extend(all.iter().map(|coverage| {
        let path = tree.path(coverage.file);
        let record = coverage.goal.map_or_else(|| path.to_string(), |goal| format!("{path} ({goal})"));
        let lacking = (!coverage.lacking.is_empty()).then(|| coverage.lacking.join(", "));
        vec![
            json!(record),
            json!(coverage.language),
            json!(done(&[coverage])),
            json!(lacking),
            json!(coverage.stale),
            json!(coverage.reviewed == Some(false)),
            json!(coverage.mark),
        ]
    }));
    (vec!["record", "language", "translated", "missing", "stale", "unreviewed", "original"], rows)
}

type Rows = (Vec<&'static str>, Vec<Vec<Value>>);

fn interns(published: &Published) -> Rows {
    let rows = published.interns.iter().map(|intern| {
        let office = published.offices.get(intern.office.0).map(|o| o.id.as_str());
        let cohort = published.cohorts.get(intern.cohort.0).map(|c| c.id.as_str());
        let name = intern.name.as_ref().map(|name| name.value.as_str());
        let (published, title) = (intern.published.to_string(), &intern.title.value);
        vec![json!(intern.id), json!(name), json!(office), json!(cohort), json!(published), json!(title)]
    });
    (vec!["id", "name", "office", "cohort", "published", "title"], rows.collect())
}

fn offices(published: &Published) -> Rows {
    let rows = published.offices.iter();
    let rows = rows.map(|o| vec![json!(o.id), json!(o.name.value), json!(o.country.code), json!(o.interns.len())]);
    (vec!["id", "name", "country", "interns"], rows.collect())
}

fn cohorts(published: &Published) -> Rows {
    let rows = published.cohorts.iter();
    let rows = rows.map(|c| vec![json!(c.id), json!(c.year), json!(c.declared.interns), json!(c.interns.len())]);
    (vec!["id", "year", "declared", "interns"], rows.collect())
}

fn donors(published: &Published) -> Rows {
    let rows = published.donors.iter();
    let rows = rows.map(|d| vec![json!(d.id), json!(d.name.value), json!(d.tier), json!(d.interns.len())]);
    (vec!["id", "name", "tier", "interns"], rows.collect())
}

fn goals(published: &Published) -> Rows {
    let title = |number: u8| reference::goals::goal(number).map(|goal| goal.title);
    let rows = published.goals.iter();
    let rows = rows.map(|g| vec![json!(g.number), json!(title(g.number)), json!(g.interns.len())]);
    (vec!["number", "title", "interns"], rows.collect())
}

fn pages(published: &Published) -> Rows {
    let rows = published.pages.iter();
    let rows = rows.map(|p| vec![json!(p.id), json!(p.title.value), json!(p.published.map(|d| d.to_string()))]);
    (vec!["id", "title", "published"], rows.collect())
}

pub(super) fn table(columns: &[&str], rows: &[Vec<Value>]) -> String {
    let text = |value: &Value| match value {
        Value::Null => "–".to_owned(),
        Value::String(text) => text.chars().map(|c| if c.is_control() { '\u{fffd}' } else { c }).collect(),
        other => other.to_string(),
    };
    let mut lines: Vec<Vec<String>> = vec![columns.iter().map(|name| (*name).to_owned()).collect()];
    lines.extend(rows.iter().map(|row| row.iter().map(text).collect()));
    let width =
        |column: usize| lines.iter().filter_map(|line| Some(line.get(column)?.chars().count())).max().unwrap_or(0);
    let widths: Vec<usize> = (0..columns.len()).map(width).collect();
    let mut out = String::new();
    for line in &lines {
        let cells = line.iter().zip(&widths).map(|(cell, width)| format!("{cell:<width$}"));
        out.push_str(cells.collect::<Vec<_>>().join("  ").trim_end());
        out.push('\n');
    }
    out
}

fn as_json(columns: &[&str], rows: &[Vec<Value>]) -> String {
    let record = |row: &Vec<Value>| -> Value {
        columns
            .iter()
            .zip(row)
            .map(|(name, value)| ((*name).to_owned(), value.clone()))
            .collect::<serde_json::Map<_, _>>()
            .into()
    };
    let records: Vec<Value> = rows.iter().map(record).collect();
    let mut text = serde_json::to_string_pretty(&records).unwrap_or_default();
    text.push('\n');
    text
}
