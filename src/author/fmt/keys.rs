//! TOML in the order of a key table, comments and all.

use toml_edit::{DocumentMut, Item, RawString, Table};

use crate::record::{Form, Key};

/// A record in canonical order; as it was, if that would change a value or lose
/// a comment; `None` if it cannot be parsed.
pub(super) fn format(keys: &'static [Key], text: &str) -> Option<String> {
    let mut document: DocumentMut = text.parse().ok()?;
    let header = take_header(document.as_table_mut());
    let mut position = 0;
    arrange(document.as_table_mut(), keys, &mut position);
    space(document.as_table_mut(), true);
    let mut trailing = raw(Some(document.trailing()));
    // The last line of a file may lack its end.
    if !trailing.is_empty() && !trailing.ends_with('\n') {
        trailing.push('\n');
    }
    let trailing = neat(trailing, Lead::Kept);
    document
        .set_trailing(trailing.trim_end_matches('\n').to_owned() + if trailing.trim().is_empty() { "" } else { "\n" });
    let body = document.to_string();
    let formatted = match header.is_empty() {
        true => body.trim_start_matches('\n').to_owned(),
        false => format!("{header}\n{}", body.trim_start_matches('\n')),
    };
    Some(if same(text, &formatted) { formatted } else { text.to_owned() })
}

/// Whether two records hold the same, comments included. Lines may only move,
/// so whatever is no space must be in both as often.
fn same(before: &str, after: &str) -> bool {
    let parsed = |text: &str| text.parse::<toml::Table>().ok();
    let lines = |text: &str| {
        let mut lines: Vec<String> = text
            .lines()
            .map(|line| line.split_whitespace().collect())
            .filter(|line: &String| !line.is_empty())
            .collect();
        lines.sort();
        lines
    };
    parsed(before).is_some_and(|table| Some(table) == parsed(after)) && lines(before) == lines(after)
}

/// Takes the comment that stands above everything and is parted from it by a
/// blank line: it is about the file and not about its first key.
fn take_header(root: &mut Table) -> String {
    let Some(first) = First::of(root) else { return String::new() };
    let prefix = first.prefix(root);
    let Some((header, rest)) = prefix.rfind("\n\n").and_then(|end| prefix.split_at_checked(end)) else {
        return String::new();
    };
    let header = neat(format!("{header}\n"), Lead::Cut);
    if header.trim().is_empty() {
        return String::new();
    }
    first.set_prefix(root, rest.trim_start_matches('\n').to_owned());
    format!("{}\n", header.trim_end_matches('\n'))
}

/// What stands first in a document.
enum First {
    Key(String),
    Group(String),
}

impl First {
    fn of(root: &Table) -> Option<Self> {
        let key = root.iter().find(|(_, item)| item.is_value());
        let place = |item: &Item| match item {
            Item::Table(table) => table.position(),
            Item::ArrayOfTables(tables) => tables.get(0).and_then(Table::position),
            Item::Value(_) | Item::None => None,
        };
        let groups = root.iter().filter_map(|(name, item)| Some((place(item)?, name)));
        // Keys of a dotted table are first too; they are left as they are.
        if root.iter().any(|(_, item)| item.as_table().is_some_and(Table::is_dotted)) {
            return None;
        }
        match key {
            Some((name, _)) => Some(Self::Key(name.to_owned())),
            None => groups.min().map(|(_, name)| Self::Group(name.to_owned())),
        }
    }

    fn prefix(&self, root: &Table) -> String {
        match self {
            Self::Key(name) => raw(root.key(name).and_then(|key| key.leaf_decor().prefix())),
            Self::Group(name) => match root.get(name) {
                Some(Item::Table(table)) => raw(table.decor().prefix()),
                Some(Item::ArrayOfTables(tables)) => raw(tables.get(0).and_then(|table| table.decor().prefix())),
                _ => String::new(),
            },
        }
    }

    fn set_prefix(&self, root: &mut Table, prefix: String) {
        match self {
            Self::Key(name) => {
                if let Some(mut key) = root.key_mut(name) {
                    key.leaf_decor_mut().set_prefix(prefix);
                }
            }
            Self::Group(name) => match root.get_mut(name) {
                Some(Item::Table(table)) => table.decor_mut().set_prefix(prefix),
                Some(Item::ArrayOfTables(tables)) => {
                    tables.get_mut(0).into_iter().for_each(|table| table.decor_mut().set_prefix(prefix.clone()));
                }
                _ => {}
            },
        }
    }
}

/// Puts keys and groups into order.
fn arrange(table: &mut Table, keys: &'static [Key], position: &mut isize) {
    let rank = |name: &str| match keys.iter().position(|key| key.name == name) {
        Some(place) => place,
        None if name == "extra" => keys.len() + 1,
        None => keys.len(),
    };
    if !keys.is_empty() {
        table.sort_values_by(|a, _, b, _| rank(a.get()).cmp(&rank(b.get())));
    }
    for (name, item) in table.iter_mut() {
        let inner = keys.iter().find(|key| key.name == name.get()).map_or(&[] as &[Key], |key| inner(&key.form));
        match item {
            Item::Table(table) => place(table, inner, position),
            Item::ArrayOfTables(tables) => tables.iter_mut().for_each(|table| place(table, inner, position)),
            Item::Value(_) | Item::None => {}
        }
    }
}

fn place(table: &mut Table, keys: &'static [Key], position: &mut isize) {
    if table.is_dotted() {
        return;
    }
    *position += 1;
    table.set_position(Some(*position));
    arrange(table, keys, position);
}

/// The keys of the tables in a value.
fn inner(form: &Form) -> &'static [Key] {
    match form {
        Form::Table(keys) | Form::List(Form::Table(keys)) => keys,
        _ => &[],
    }
}

/// Blank lines and spaces, after everything is in its place.
fn space(table: &mut Table, mut first: bool) {
    let names: Vec<String> = table.iter().map(|(name, _)| name.to_owned()).collect();
    for name in names {
        let Some((mut key, item)) = table.get_key_value_mut(&name) else { continue };
        match item {
            Item::Value(value) => {
                let lead = if first { Lead::Cut } else { Lead::Kept };
                let prefix = neat(raw(key.leaf_decor().prefix()), lead);
                key.leaf_decor_mut().set_prefix(prefix);
                key.leaf_decor_mut().set_suffix(" ");
                let suffix = raw(value.decor().suffix()).trim_end().to_owned();
                let apart = suffix.is_empty() || suffix.starts_with([' ', '\t']);
                value.decor_mut().set_prefix(" ");
                value.decor_mut().set_suffix(if apart { suffix } else { format!(" {suffix}") });
                first = false;
            }
            Item::Table(inner) if !inner.is_dotted() => group(inner),
            Item::ArrayOfTables(tables) => tables.iter_mut().for_each(group),
            Item::Table(_) => first = false,
            Item::None => {}
        }
    }
}

fn group(table: &mut Table) {
    let prefix = neat(raw(table.decor().prefix()), Lead::One);
    table.decor_mut().set_prefix(prefix);
    let suffix = raw(table.decor().suffix()).trim_end().to_owned();
    table.decor_mut().set_suffix(suffix);
    space(table, true);
}

/// What becomes of blank lines before the first comment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Lead {
    /// They go.
    Cut,
    /// One stays, if there was any.
    Kept,
    /// There is one, unless the comment clings to what stands above it and is
    /// parted from what follows.
    One,
}

/// Comments without indentation, and one blank line at most in a row.
fn neat(text: String, lead: Lead) -> String {
    let mut out = String::new();
    let clings = !text.starts_with('\n') && text.trim_start_matches(' ').starts_with('#') && text.contains("\n\n");
    let mut blank = lead == Lead::One && !clings;
    let mut begun = lead != Lead::Cut;
    // What follows the last line end is the indentation of the key itself.
    let lines = text.rsplit_once('\n').map_or("", |(lines, _)| lines);
    let lines = if text.contains('\n') { lines.split('\n').collect() } else { Vec::new() };
    for line in lines {
        let line = line.trim();
        if line.is_empty() {
            blank = true;
            continue;
        }
        if blank && begun {
            out.push('\n');
        }
        blank = false;
        begun = true;
        out.push_str(line);
        out.push('\n');
    }
    if blank && begun {
        out.push('\n');
    }
    out
}

fn raw(text: Option<&RawString>) -> String {
    text.and_then(RawString::as_str).unwrap_or_default().to_owned()
}
