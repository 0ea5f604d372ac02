//! What a deploy did, or would do, for people and for programs.

use serde_json::json;

use super::super::console;
use super::{Form, Ready};
use crate::diagnostic::terminal;
use crate::publish::deploy::{Act, Done, Order, purged};

/// What came of a deploy.
pub(super) struct Outcome {
    /// What was to be done.
    pub(super) order: Order,
    /// What was done; nothing in a dry run.
    pub(super) done: Option<Done>,
    /// What people should know beside.
    pub(super) note: Option<&'static str>,
}

/// Tells it.
pub(super) fn told(ready: &Ready<'_>, outcome: &Outcome) {
    let urls = if ready.args.purge { purged(&outcome.order, &ready.address) } else { Vec::new() };
    if ready.args.format == Form::Json {
        console::out(&document(ready, outcome, &urls));
        return;
    }
    let mut text = String::new();
    if outcome.done.is_none() {
        for act in outcome.order.acts() {
            text.push_str(&match act {
                Act::Put(path, entry) => format!("put {path} ({})\n", bytes(entry.size)),
                Act::Delete(path) => format!("delete {path}\n"),
            });
        }
    }
    text.extend(urls.iter().map(|url| format!("{url}\n")));
    console::out(&terminal::harmless(&text));
    if !ready.args.quiet {
        console::complain(&summary(ready, outcome));
    }
}

fn summary(ready: &Ready<'_>, Outcome { order, done, note }: &Outcome) -> String {
    let place = &ready.deploy.place;
    let (files, size) = order.put();
    let count = |count: usize| if count == 1 { "1 file".to_owned() } else { format!("{count} files") };
    let said = match done {
        None => format!(
            "Nothing was changed. A deploy to {place} would put {} ({}), delete {}, and leave {}.\n",
            count(files),
            bytes(size),
            order.deleted(),
            order.kept
        ),
        Some(_) if order.is_empty() => format!("{place} is what was built: {} are there.\n", count(order.kept)),
        Some(Done { put, deleted, found }) => {
            let found = if *found > 0 { format!(", {found} were there already") } else { String::new() };
            format!(
                "{place}: {} put ({}), {deleted} deleted{found}, {} unchanged.\n",
                count(*put),
                bytes(size),
                order.kept
            )
        }
    };
    said + &note.map(|note| format!("{note}\n")).unwrap_or_default()
}

fn document(ready: &Ready<'_>, Outcome { order, done, note }: &Outcome, urls: &[String]) -> String {
    let put = order.acts().filter_map(|act| match act {
        Act::Put(path, entry) => Some(json!({ "path": path.as_str(), "bytes": entry.size })),
        Act::Delete(_) => None,
    });
    let deleted = order.acts().filter_map(|act| match act {
        Act::Put(..) => None,
        Act::Delete(path) => Some(path.as_str()),
    });
    let mut document = json!({
        "target": ready.deploy.place.to_string(),
        "done": done.is_some(),
        "put": put.collect::<Vec<_>>(),
        "delete": deleted.collect::<Vec<_>>(),
        "unchanged": order.kept,
    });
    if let Some(map) = document.as_object_mut() {
        if ready.args.purge {
            map.insert("purge".to_owned(), json!(urls));
        }
        if let Some(note) = note {
            map.insert("note".to_owned(), json!(note));
        }
    }
    serde_json::to_string_pretty(&document).unwrap_or_default() + "\n"
}

fn bytes(size: u64) -> String {
    match size {
        0..1024 => format!("{size} bytes"),
        1024..1_048_576 => format!("{} KiB", size.div_ceil(1024)),
        _ => format!("{} MiB", size.div_ceil(1 << 20)),
    }
}
