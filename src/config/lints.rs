//! `[lints]`: how much each kind of problem weighs on this site, and the list of
//! findings that were known before.

use std::collections::BTreeMap;

use serde_json::Value;

use crate::diagnostic::{Code, Diagnostic, Severity, did_you_mean};
use crate::path::SourcePath;
use crate::record::Fields;
use crate::text::{Span, Spanned};

/// The file that a list of known findings is written to where `site.toml` names
/// none.
pub const BASELINE: &str = "lints-baseline.toml";

/// The key of `[lints]` that is no code.
const BASELINE_KEY: &str = "baseline";

/// How much a kind of problem weighs on a site.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Level {
    /// It is not looked for, or not reported.
    Allow,
    /// A warning.
    Warn,
    /// An error.
    Deny,
}

impl Level {
    /// Every level, from the lightest.
    pub const ALL: [Self; 3] = [Self::Allow, Self::Warn, Self::Deny];

    /// The word in `site.toml`.
    pub fn word(self) -> &'static str {
        match self {
            Self::Allow => "allow",
            Self::Warn => "warn",
            Self::Deny => "deny",
        }
    }

    /// The level of a code on a site that does not set it.
    pub fn of(code: Code) -> Self {
        match code.severity() {
            _ if code.is_off() => Self::Allow,
            Severity::Warning => Self::Warn,
            Severity::Error => Self::Deny,
        }
    }
}

/// The levels of a site. A code that holds its weight has its own, whatever
/// `site.toml` says.
#[derive(Debug, Clone, Default)]
pub struct Lints {
    levels: BTreeMap<Code, Level>,
    /// The list of known findings, and where it is named.
    pub baseline: Option<Spanned<SourcePath>>,
}

impl Lints {
    /// The level of a code.
    pub fn level(&self, code: Code) -> Level {
        self.levels.get(&code).copied().unwrap_or_else(|| Level::of(code))
    }

    /// The level that the site gives a kind of problem, if it gives one.
    pub fn given(&self, code: Code) -> Option<Level> {
        self.levels.get(&code).copied()
    }

    /// Whether a code is looked for.
    pub fn is_on(&self, code: Code) -> bool {
        self.level(code) != Level::Allow
    }

    /// The path of a list of known findings with this name, if it is a fit one.
    pub fn baseline_named(name: &str) -> Option<SourcePath> {
        baseline(&Value::String(name.to_owned()))
    }

    /// The levels that a `site.toml` sets; what is wrong with them is reported.
    pub(super) fn read(fields: &Fields<'_>, problems: &mut Vec<Diagnostic>) -> Self {
        let spans = fields.open_spans("lints");
        let mut lints = Self::default();
        for (name, value) in fields.open("lints") {
            let span = spans.get(&name).copied().unwrap_or_else(|| fields.span_of("lints"));
            if name == BASELINE_KEY {
                match baseline(&value) {
                    Some(path) => lints.baseline = Some(Spanned::new(path, span)),
                    None => problems.push(no_path(span)),
                }
                continue;
            }
            match Code::parse(&name) {
                None => problems.push(unknown(&name, span)),
                Some(code) => match level(code, &value, span) {
                    Ok(level) => drop(lints.levels.insert(code, level)),
                    Err(problem) => problems.push(*problem),
                },
            }
        }
        lints
    }
}

/// The path of the list of known findings that a `site.toml` names, which has
/// to be known before the files are read.
pub fn baseline_of(site_toml: &str) -> Option<SourcePath> {
    let table = site_toml.trim_start_matches('\u{feff}').parse::<toml::Table>().ok()?;
    let name = table.get("lints")?.get(BASELINE_KEY)?.as_str()?;
    baseline(&Value::String(name.to_owned()))
}

/// A file right in the root, where no folder is read as a whole.
fn baseline(value: &Value) -> Option<SourcePath> {
    let name = value.as_str()?;
    let fits = name.ends_with(".toml") && !name.contains('/') && name != super::PATH;
    SourcePath::new(name).ok().filter(|_| fits)
}

fn no_path(span: Span) -> Diagnostic {
    let message = "`baseline` should name a file of TOML beside site.toml.";
    let help = format!("Write `baseline = \"{BASELINE}\"`.");
    Diagnostic::new(Code::BaselineInvalid, span, message).help(help)
}

fn unknown(name: &str, span: Span) -> Diagnostic {
    let message = format!("There is no kind of problem called `{name}`.");
    let known = Code::ALL.iter().map(|code| code.name()).chain([BASELINE_KEY]);
    let help = did_you_mean(name, known).unwrap_or_else(|| "`showcase explain` lists all of them.".to_owned());
    Diagnostic::new(Code::LintUnknown, span, message).help(help)
}

fn level(code: Code, value: &Value, span: Span) -> Result<Level, Box<Diagnostic>> {
    let word = value.as_str().unwrap_or_default();
    let Some(level) = Level::ALL.into_iter().find(|level| level.word() == word) else {
        let message = format!("The level of `{}` should be \"allow\", \"warn\" or \"deny\".", code.name());
        let near = did_you_mean(word, Level::ALL.map(Level::word));
        return Err(Box::new(Diagnostic::new(Code::ValueUnknown, span, message).maybe_help(near)));
    };
    match code.hold().reason() {
        Some(reason) if level < Level::of(code) => {
            let message = format!("`{}` stays an error: {reason}.", code.name());
            let help = "Delete the line, and mend what is reported.";
            Err(Box::new(Diagnostic::new(Code::LintFixed, span, message).help(help)))
        }
        _ => Ok(level),
    }
}
