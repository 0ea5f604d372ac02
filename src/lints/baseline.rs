//! The list of findings that were known before, so that an old site can be
//! strict on what is new. An entry is a code, a file and the text of a line, as a
//! hash; numbers of lines would change with every edit above.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use crate::config::Lints;
use crate::diagnostic::{Code, Diagnostic, Located, Place, Waiver, did_you_mean, locate};
use crate::record::{self, Form, Key, Source, required};
use crate::tree::Tree;

const ENTRY: &[Key] = &[
    required("code", Form::Str, "The kind of problem."),
    required("file", Form::Str, "The file."),
    required("line", Form::Str, "The text of the line, as a hash."),
    required("count", Form::Int(1, 1_000_000), "How many of the kind."),
];

const KEYS: &[Key] = &[
    required("version", Form::Int(1, 1), "The form of the file."),
    required("findings", Form::List(&Form::Table(ENTRY)), "What was known."),
];

/// Code, file, hash of the line.
type Entry = (Code, String, String);

/// Known findings, each as often as it is still to be expected.
pub(super) struct Baseline {
    expected: Option<BTreeMap<Entry, i64>>,
    /// What was decided of a problem, as the same may be reported twice.
    decided: BTreeMap<(Code, Place, String), bool>,
}

impl Baseline {
    /// Takes everything for known.
    pub(super) fn everything() -> Self {
        Self { expected: None, decided: BTreeMap::new() }
    }

    /// The list that the site names; what is wrong with it is reported.
    pub(super) fn read(lints: &Lints, tree: &Tree, problems: &mut Vec<Diagnostic>) -> Self {
        let mut expected = BTreeMap::new();
        if let Some(path) = &lints.baseline {
            match tree.find(&path.value) {
                Some(file) => {
                    let source = Source::whole(file, tree.text(file), "");
                    let fields = record::read(source, KEYS, problems);
                    for entry in fields.iter().flat_map(|fields| fields.tables("findings")) {
                        if let Some((entry, count)) = read(entry, problems) {
                            *expected.entry(entry).or_default() += count;
                        }
                    }
                }
                None => {
                    let message = format!("There is no file {}.", path.value);
                    let help = "`showcase check --write-baseline` writes it; or delete this line.";
                    problems.push(Diagnostic::new(Code::BaselineInvalid, path.span, message).help(help));
                }
            }
        }
        Self { expected: Some(expected), decided: BTreeMap::new() }
    }

    pub(super) fn waiver(&mut self, tree: &Tree, problem: &Diagnostic) -> Option<Waiver> {
        let Some(expected) = &mut self.expected else { return Some(Waiver::Baseline) };
        if expected.is_empty() {
            return None;
        }
        let key = (problem.code, problem.place.clone(), problem.message.clone());
        let waived = *self.decided.entry(key).or_insert_with(|| {
            let left = expected.get_mut(&entry(&locate(tree, problem, &problem.place)));
            left.filter(|left| **left > 0).map(|left| *left -= 1).is_some()
        });
        waived.then_some(Waiver::Baseline)
    }

    /// How many entries match nothing, or less than they say.
    pub(super) fn unmatched(&self) -> usize {
        self.expected.iter().flat_map(BTreeMap::values).filter(|left| **left > 0).count()
    }
}

fn read(fields: &record::Fields<'_>, problems: &mut Vec<Diagnostic>) -> Option<(Entry, i64)> {
    let (code, file, line) = (fields.str("code")?, fields.str("file")?, fields.str("line")?);
    let count = fields.int("count")?.value;
    let (message, help) = match Code::parse(&code.value) {
        Some(known) => match known.hold().reason() {
            None => return Some(((known, file.value, line.value), count)),
            Some(why) => (format!("`{}` cannot be in this list: {why}.", known.name()), None),
        },
        None => {
            let near = did_you_mean(&code.value, Code::ALL.iter().map(|code| code.name()));
            (format!("There is no kind of problem called `{}`.", code.value), near)
        }
    };
    let help = help.unwrap_or_else(|| "Delete the entry.".to_owned());
    problems.push(Diagnostic::new(Code::BaselineInvalid, code.span, message).help(help));
    None
}

fn entry(located: &Located<'_>) -> Entry {
    (located.diagnostic.code, located.path.to_string(), located.fingerprint().short())
}

/// The list of these findings as a file, sorted, one on a line.
pub fn render<'a>(findings: impl Iterator<Item = Located<'a>>) -> String {
    let mut entries: BTreeMap<(String, &str, String), usize> = BTreeMap::new();
    for located in findings {
        let (code, file, line) = entry(&located);
        *entries.entry((file, code.name(), line)).or_default() += 1;
    }
    let mut out = String::from(
        "# Findings that are known and not reported; see docs/diagnostics.md of showcase.\n\
         # Written by `showcase check --write-baseline`. The shorter, the better.\n\
         version = 1\nfindings = [\n",
    );
    for ((file, code, line), count) in entries {
        let file = toml::Value::String(file);
        // Writing to a string cannot fail.
        let _ = writeln!(out, "  {{ code = \"{code}\", file = {file}, line = \"{line}\", count = {count} }},");
    }
    out.push_str("]\n");
    out
}
