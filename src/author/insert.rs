//! A date put into a table of a record, with every other byte as it was.

use std::ops::Range;

use jiff::civil::Date;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::Refusal;
use crate::front_matter;
use crate::text::FileId;

/// Where a text changes, and into what.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Edit {
    /// The bytes that go; none where something is only added.
    pub at: Range<usize>,
    /// What stands there instead.
    pub with: String,
}

impl Edit {
    /// The text with the change made.
    pub(super) fn apply(&self, text: &str) -> String {
        let (before, after) = (text.get(..self.at.start), text.get(self.at.end..));
        [before.unwrap_or_default(), &self.with, after.unwrap_or_default()].concat()
    }
}

/// The value of a date in a table of the record in front of a story.
pub(super) fn date_in(story: &str, table: &str, key: &str) -> Option<Date> {
    let record = front_matter::split(FileId(0), story).ok()?.record;
    let root = DeTable::parse(story.get(record)?).ok()?;
    let value = entry(entry(root.get_ref(), table)?.1.get_ref().as_table()?, key)?.1;
    date(value.get_ref())
}

/// Puts `key = day` into a table of the record in front of a story: in place
/// of the date that is there, else after the table's last key, else as a table
/// of its own behind all others.
///
/// # Errors
/// The record cannot be read, or is written in a way in which the place cannot
/// be told; in words.
pub(super) fn set_date(story: &str, table: &str, key: &str, day: Date) -> Result<Edit, Refusal> {
    let unread = |why: &dyn std::fmt::Display| Refusal::Record(format!("Its record cannot be read: {why}."));
    let parts =
        front_matter::split(FileId(0), story).map_err(|problem| unread(&problem.message.trim_end_matches('.')))?;
    let offset = parts.record.start;
    let record = story.get(parts.record.clone()).unwrap_or_default();
    let root = DeTable::parse(record).map_err(|error| unread(&error.message()))?;
    let edit = edit(record, root.get_ref(), table, key, day);
    let edit = Edit { at: edit.at.start + offset..edit.at.end + offset, ..edit };
    // Whatever the record looks like: what is written must be what was meant.
    match date_in(&edit.apply(story), table, key) {
        Some(found) if found == day => Ok(edit),
        _ => Err(Refusal::Record(format!(
            "Put `{key} = {day}` into its [{table}] by hand; it is written in an unusual way."
        ))),
    }
}

fn edit(record: &str, root: &DeTable<'_>, table: &str, key: &str, day: Date) -> Edit {
    let added = |at: usize, with: String| Edit { at: at..at, with };
    let Some((name, value)) = entry(root, table) else {
        let end = newline(record, record.len());
        let before = if record.is_empty() || record.ends_with('\n') { "" } else { end };
        return added(record.len(), format!("{before}{end}[{table}]{end}{key} = {day}{end}"));
    };
    let Some(entries) = value.get_ref().as_table() else { return added(record.len(), String::new()) };
    if let Some((_, old)) = entry(entries, key) {
        return Edit { at: old.span(), with: day.to_string() };
    }
    let last = entries.iter().max_by_key(|(_, value)| value.span().end);
    if record.get(value.span()).is_some_and(|text| text.starts_with('{')) {
        // An inline table: behind its last value, or behind the brace.
        let (at, with) = match last {
            Some((_, last)) => (last.span().end, format!(", {key} = {day}")),
            None => (value.span().start + 1, format!(" {key} = {day} ")),
        };
        return added(at, with);
    }
    let line = line_start(record, name.span().start);
    let is_header = record.get(line..).is_some_and(|line| line.trim_start().starts_with('['));
    let (last_at, indent_of) = match last {
        Some((name, value)) => (value.span().end, name.span().start),
        None => (name.span().end, name.span().start),
    };
    let start = line_start(record, indent_of);
    let indent: String =
        record.get(start..).unwrap_or_default().chars().take_while(|c| matches!(c, ' ' | '\t')).collect();
    let prefix = if is_header { String::new() } else { format!("{table}.") };
    let at = record.get(last_at..).and_then(|rest| rest.find('\n')).map_or(record.len(), |end| last_at + end + 1);
    let end = newline(record, at);
    let before = if at == record.len() && !record.ends_with('\n') { end } else { "" };
    added(at, format!("{before}{indent}{prefix}{key} = {day}{end}"))
}

fn entry<'t, 'a>(
    table: &'t DeTable<'a>,
    key: &str,
) -> Option<(&'t Spanned<std::borrow::Cow<'a, str>>, &'t Spanned<DeValue<'a>>)> {
    table.iter().find(|(name, _)| name.get_ref() == key)
}

fn date(value: &DeValue<'_>) -> Option<Date> {
    match value {
        DeValue::Datetime(date) => date.to_string().parse().ok(),
        _ => None,
    }
}

fn line_start(text: &str, at: usize) -> usize {
    text.get(..at).and_then(|before| before.rfind('\n')).map_or(0, |end| end + 1)
}

/// The end of the line before a place, so that a file keeps its kind.
fn newline(text: &str, at: usize) -> &'static str {
    match text.get(..at) {
        Some(before) if before.ends_with("\r\n") => "\r\n",
        _ => "\n",
    }
}

#[cfg(test)]
mod tests {
    use super::{Edit, date_in, set_date};
    use jiff::civil::date;

    fn after(record: &str) -> String {
        let story = format!("+++\n{record}+++\nText, and consent = 1.\n");
        let edit = set_date(&story, "consent", "withdrawn", date(2026, 11, 24)).unwrap();
        let new = edit.apply(&story);
        assert_eq!(date_in(&new, "consent", "withdrawn"), Some(date(2026, 11, 24)));
        // Every byte that was there is there still, in its order.
        let (head, tail) = (story.get(..edit.at.start).unwrap(), story.get(edit.at.end..).unwrap());
        assert!(new.starts_with(head) && new.ends_with(tail));
        let record = new.strip_prefix("+++\n").and_then(|new| new.strip_suffix("+++\nText, and consent = 1.\n"));
        record.unwrap().to_owned()
    }

    #[test]
    fn a_date_goes_where_it_belongs() {
        for (record, expected) in [
            ("[consent]\ngiven = 2024-01-01\n", "[consent]\ngiven = 2024-01-01\nwithdrawn = 2026-11-24\n"),
            (
                "[ consent ] # signed\n  given   = 2024-01-01  # on paper\n\n  # more\n[outcome]\nkind = \"study\"\n",
                "[ consent ] # signed\n  given   = 2024-01-01  # on paper\n  withdrawn = 2026-11-24\n\n  # more\n[outcome]\nkind = \"study\"\n",
            ),
            (
                "[consent]\r\nscopes = [\r\n  \"story\",\r\n]\r\n[outcome]\r\nkind = \"study\"\r\n",
                "[consent]\r\nscopes = [\r\n  \"story\",\r\n]\r\nwithdrawn = 2026-11-24\r\n[outcome]\r\nkind = \"study\"\r\n",
            ),
            ("consent = { given = 2024-01-01 }\n", "consent = { given = 2024-01-01, withdrawn = 2026-11-24 }\n"),
            ("consent = {}\n", "consent = { withdrawn = 2026-11-24 }\n"),
            (
                "consent.given = 2024-01-01\nname = \"x\"\n",
                "consent.given = 2024-01-01\nconsent.withdrawn = 2026-11-24\nname = \"x\"\n",
            ),
            (
                "[consent]\n[outcome]\nkind = \"study\"\n",
                "[consent]\nwithdrawn = 2026-11-24\n[outcome]\nkind = \"study\"\n",
            ),
            ("name = \"x\"\n", "name = \"x\"\n\n[consent]\nwithdrawn = 2026-11-24\n"),
            ("name = \"x\"\r\n", "name = \"x\"\r\n\r\n[consent]\r\nwithdrawn = 2026-11-24\r\n"),
            (
                "[consent]\nwithdrawn = 2027-03-01 # later\ngiven = 2024-01-01\n",
                "[consent]\nwithdrawn = 2026-11-24 # later\ngiven = 2024-01-01\n",
            ),
        ] {
            assert_eq!(after(record), expected);
        }
    }

    #[test]
    fn what_cannot_be_read_is_left_alone() {
        let day = date(2026, 11, 24);
        for story in ["text", "+++\n[consent\n+++\n", "+++\nconsent = 3\n+++\n", "+++\nconsent = [{}]\n+++\n"] {
            assert!(set_date(story, "consent", "withdrawn", day).is_err(), "{story}");
        }
        assert_eq!(Edit { at: 1..2, with: "é".into() }.apply("abc"), "aéc");
    }
}
