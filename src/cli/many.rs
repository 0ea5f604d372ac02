//! `showcase new --from`: many records of one table.
//!
//! Good rows are written, each file whole; bad ones are told with row and
//! column. A row that there is a record of already is passed over.

use std::collections::BTreeSet;
use std::path::Path;

use jiff::civil::Date;

use super::new::{Shared, chance, renew_schemas, written};
use super::{Exit, console};
use crate::author::Known;
use crate::author::new::{Amidst, NewKind};
use crate::author::sheet::{Mapping, Outcome, Row, csv, json, record};
use crate::diagnostic::reason;
use crate::disk;

/// The largest table, in bytes.
const MOST: u64 = 64 << 20;

/// The sign between columns.
pub(super) fn separator(text: &str) -> Result<u8, String> {
    match text.as_bytes() {
        [sign] if !sign.is_ascii_alphanumeric() => Ok(*sign),
        _ if text == "tab" => Ok(b'\t'),
        _ => Err("write one sign, such as ';', or the word tab".to_owned()),
    }
}

/// Makes records of a table.
pub(super) fn many(
    kind: NewKind,
    shared: &Shared,
    from: &Path,
    known: &mut Known,
    today: Date,
    mut made: BTreeSet<String>,
) -> Exit {
    if matches!(kind, NewKind::Update | NewKind::Page) {
        console::complain("error: texts are made one by one; --from takes interns, offices, cohorts and donors.\n");
        return Exit::Usage;
    }
    let (rows, mapping) = match table(kind, shared, from) {
        Ok(table) => table,
        Err((place, sentences)) => {
            sentences.iter().for_each(|why| console::complain(&format!("error: {place}: {why}\n")));
            console::complain("Nothing was written.\n");
            return Exit::Usage;
        }
    };
    let mut random = chance();
    let (mut new, mut there, mut bad) = (0_usize, 0_usize, 0_usize);
    for row in &rows {
        let amidst = Amidst { known, today, dates: &mapping.dates };
        match record(kind, row, &mapping, &amidst, &mut made, &mut random) {
            Outcome::Known => there += 1,
            Outcome::Wrong(wrong) => {
                bad += 1;
                for (column, why) in wrong {
                    let column = column.map(|column| format!(", column “{column}”")).unwrap_or_default();
                    console::complain(&format!("error: {}, row {}{column}: {why}\n", from.display(), row.number));
                }
            }
            Outcome::Drafted(drafted) => {
                if drafted.kind.is_some_and(|kind| known.has(kind, &drafted.id)) {
                    bad += 1;
                    let path = &drafted.path;
                    console::complain(&format!(
                        "error: {}, row {}: {path} is there already.\n",
                        from.display(),
                        row.number
                    ));
                    continue;
                }
                match written(shared, &drafted) {
                    Exit::Done => new += 1,
                    failed => return failed,
                }
                drafted.kind.into_iter().for_each(|kind| known.add(kind, &drafted.id));
            }
        }
    }
    if new > 0 && !shared.dry_run {
        renew_schemas(&shared.root, known);
    }
    let were = match (shared.dry_run, new) {
        (true, _) => "would be",
        (false, 1) => "is",
        (false, _) => "are",
    };
    let one = |count: usize, what: &str| if count == 1 { format!("1 {what}") } else { format!("{count} {what}s") };
    console::complain(&format!(
        "{} {were} written; {} had been before; {} cannot be used.\n",
        one(new, "draft"),
        one(there, "row"),
        one(bad, "row")
    ));
    if bad > 0 { Exit::Content } else { Exit::Done }
}

type Refused = (String, Vec<String>);

fn table(kind: NewKind, shared: &Shared, from: &Path) -> Result<(Vec<Row>, Mapping), Refused> {
    let place = |path: &Path| path.display().to_string();
    let bytes = read(from)?;
    let is_json = from.extension().is_some_and(|extension| extension.eq_ignore_ascii_case("json"));
    let rows = if is_json { json(&bytes) } else { csv(&bytes, shared.separator) };
    let rows = rows.map_err(|why| (place(from), vec![why]))?;
    let Some(map) = &shared.map else {
        let plain = Mapping::plain(kind);
        if !plain.fits(&rows) {
            let why = "No column is called as a key is. Say with --map which column is which key.";
            return Err((place(from), vec![why.to_owned()]));
        }
        return Ok((rows, plain));
    };
    let text = String::from_utf8(read(map)?).map_err(|_| (place(map), vec!["This file is not UTF-8.".to_owned()]))?;
    let mapping = Mapping::read(&text, kind).map_err(|wrong| (place(map), wrong))?;
    let strangers = mapping.strangers(&rows);
    if strangers.is_empty() { Ok((rows, mapping)) } else { Err((place(map), strangers)) }
}

fn read(path: &Path) -> Result<Vec<u8>, Refused> {
    let read = disk::read_at_most(path, MOST);
    read.map_err(|error| (path.display().to_string(), vec![format!("It cannot be read: {}.", reason(&error))]))
}
