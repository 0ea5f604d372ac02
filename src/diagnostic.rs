//! Problems as values: what is wrong, where, and how to mend it.
//!
//! Every stage adds to a list and goes on; nothing here prints, and nothing
//! stops at the first problem. The renderers turn a finished [`Report`] into
//! text for a terminal or for a machine.

pub mod codes;
pub mod github;
pub mod json;
pub mod jsonl;
pub mod junit;
pub mod sarif;
pub mod terminal;

use std::collections::BTreeSet;
use std::io;

pub use codes::{Code, Hold};

use crate::hash::{Hash128, Hasher};
use crate::path::SourcePath;
use crate::text::{FileId, Position, Span, position};
use crate::tree::Tree;

/// How much a problem weighs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// Nothing is written.
    Error,
    /// The site is written; somebody should look.
    Warning,
}

impl Severity {
    /// The word that reports use.
    pub fn name(self) -> &'static str {
        match self {
            Self::Error => "error",
            Self::Warning => "warning",
        }
    }
}

/// Where a problem is.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Place {
    /// A file that could not be read, or that should be there and is not.
    Path(SourcePath),
    /// Some bytes of a file.
    At(Span),
}

impl From<Span> for Place {
    fn from(span: Span) -> Self {
        Self::At(span)
    }
}

impl From<SourcePath> for Place {
    fn from(path: SourcePath) -> Self {
        Self::Path(path)
    }
}

impl From<FileId> for Place {
    fn from(file: FileId) -> Self {
        Self::At(Span::start_of(file))
    }
}

/// A second place that explains a problem.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Related {
    /// Where.
    pub place: Place,
    /// What is there.
    pub message: String,
}

/// Why a problem is not reported.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Waiver {
    /// A comment beside it allows it, for this reason.
    Comment(String),
    /// It is in the list of findings that were known before.
    Baseline,
}

/// One problem.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Diagnostic {
    /// What kind of problem; permanent.
    pub code: Code,
    /// How much it weighs in this run.
    pub severity: Severity,
    /// One or two plain sentences.
    pub message: String,
    /// Where it is.
    pub place: Place,
    /// Other places that explain it.
    pub related: Vec<Related>,
    /// What to do about it.
    pub help: Option<String>,
    /// Why it is not reported, if it is not.
    pub waiver: Option<Box<Waiver>>,
}

impl Diagnostic {
    /// A problem with the severity its code has by default.
    pub fn new(code: Code, place: impl Into<Place>, message: impl Into<String>) -> Self {
        Self {
            code,
            severity: code.severity(),
            message: message.into(),
            place: place.into(),
            related: Vec::new(),
            help: None,
            waiver: None,
        }
    }

    /// Adds what to do.
    #[must_use]
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }

    /// Adds what to do where something is known.
    #[must_use]
    pub fn maybe_help(mut self, help: Option<String>) -> Self {
        self.help = self.help.or(help);
        self
    }

    /// Adds a second place.
    #[must_use]
    pub fn related(mut self, place: impl Into<Place>, message: impl Into<String>) -> Self {
        self.related.push(Related { place: place.into(), message: message.into() });
        self
    }
}

/// What the system says went wrong, in words that do not differ between
/// systems.
pub fn reason(error: &io::Error) -> String {
    match error.kind() {
        io::ErrorKind::PermissionDenied => "no permission".to_owned(),
        io::ErrorKind::NotFound => "it is not there".to_owned(),
        io::ErrorKind::IsADirectory => "it is a folder".to_owned(),
        io::ErrorKind::NotADirectory => "a file is where a folder has to be".to_owned(),
        io::ErrorKind::StorageFull => "the disk is full".to_owned(),
        io::ErrorKind::ReadOnlyFilesystem => "the disk can only be read".to_owned(),
        _ => error.to_string(),
    }
}

/// The nearest of `known` to `word`, when it is near enough to be what was
/// meant.
pub fn nearest<'a>(word: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let lower = word.to_lowercase();
    let limit = (word.chars().count() / 3).clamp(1, 3);
    known
        .into_iter()
        .map(|candidate| (strsim::osa_distance(&lower, &candidate.to_lowercase()), candidate))
        .filter(|&(distance, candidate)| distance <= limit && candidate != word)
        .min()
        .map(|(_, candidate)| candidate)
}

/// "Did you mean `…`?" for the nearest known word.
pub fn did_you_mean<'a>(word: &str, known: impl IntoIterator<Item = &'a str>) -> Option<String> {
    nearest(word, known).map(|near| format!("Did you mean `{near}`?"))
}

/// A problem with its place looked up: all that a renderer needs.
#[derive(Debug)]
pub struct Located<'a> {
    /// The problem.
    pub diagnostic: &'a Diagnostic,
    /// The file, relative to the root.
    pub path: &'a SourcePath,
    /// Its text, when it could be read.
    pub text: &'a str,
    /// The bytes meant; empty for a whole file.
    pub span: std::ops::Range<usize>,
    /// Where they begin.
    pub position: Position,
    /// Where they end.
    pub end: Position,
}

impl Located<'_> {
    /// Stands for the problem: what stays the same when lines are added above,
    /// line ends change, or the line is indented. It is made of the code, the
    /// file, and the text of the line.
    pub fn fingerprint(&self) -> Hash128 {
        let text = self.text;
        let before = text.get(..text.floor_char_boundary(self.span.start)).unwrap_or_default();
        let line = text.get(before.rfind('\n').map_or(0, |at| at + 1)..).unwrap_or_default();
        let line = line.split_once('\n').map_or(line, |(line, _)| line).trim_start_matches('\u{feff}').trim();
        Hasher::new()
            .part(self.diagnostic.code.name().as_bytes())
            .part(self.path.as_str().as_bytes())
            .part(line.as_bytes())
            .finish()
    }
}

/// All problems of a run, sorted by file and place, each once.
#[derive(Debug)]
pub struct Report<'a> {
    tree: &'a Tree,
    diagnostics: Vec<Diagnostic>,
    waived: Vec<Diagnostic>,
}

impl<'a> Report<'a> {
    /// Sorts the problems; with `strict`, warnings become errors.
    pub fn new(tree: &'a Tree, mut diagnostics: Vec<Diagnostic>, strict: bool) -> Self {
        if strict {
            for diagnostic in &mut diagnostics {
                diagnostic.severity = Severity::Error;
            }
        }
        let mut seen = BTreeSet::new();
        let mut keyed: Vec<_> = diagnostics
            .into_iter()
            .map(|d| {
                let (path, start, end) = match &d.place {
                    Place::Path(path) => (path.to_string(), 0, 0),
                    Place::At(span) => (tree.path(span.file).to_string(), span.start, span.end),
                };
                ((path, start, d.severity, d.code, d.message.clone(), end), d)
            })
            .collect();
        keyed.sort_by(|a, b| a.0.cmp(&b.0));
        keyed.retain(|(key, _)| seen.insert(key.clone()));
        let (waived, diagnostics) = keyed.into_iter().map(|(_, d)| d).partition(|d| d.waiver.is_some());
        Self { tree, diagnostics, waived }
    }

    /// How many problems have this severity.
    pub fn count(&self, severity: Severity) -> usize {
        self.diagnostics.iter().filter(|d| d.severity == severity).count()
    }

    /// Whether a problem lies with the machine and not with the content.
    pub fn machine_failed(&self) -> bool {
        self.diagnostics.iter().any(|d| d.code.is_machine())
    }

    /// Whether there is nothing to say.
    pub fn is_empty(&self) -> bool {
        self.diagnostics.is_empty()
    }

    /// The problems with their places.
    pub fn located(&self) -> impl Iterator<Item = Located<'_>> {
        self.diagnostics.iter().map(|d| self.locate(d, &d.place))
    }

    /// The problems that are not reported, with their places.
    pub fn waived(&self) -> impl Iterator<Item = Located<'_>> {
        self.waived.iter().map(|d| self.locate(d, &d.place))
    }

    /// The second places of a problem.
    pub fn related<'s>(&'s self, diagnostic: &'s Diagnostic) -> impl Iterator<Item = (Located<'s>, &'s str)> {
        diagnostic.related.iter().map(move |r| (self.locate(diagnostic, &r.place), r.message.as_str()))
    }

    fn locate<'s>(&'s self, diagnostic: &'s Diagnostic, place: &'s Place) -> Located<'s> {
        locate(self.tree, diagnostic, place)
    }
}

/// A problem with a place looked up.
pub fn locate<'s>(tree: &'s Tree, diagnostic: &'s Diagnostic, place: &'s Place) -> Located<'s> {
    let (path, text, span) = match place {
        Place::Path(path) => (path, "", 0..0),
        Place::At(span) => (tree.path(span.file), tree.text(span.file), span.range()),
    };
    let end = span.end.min(text.len());
    let span = span.start.min(end)..end;
    Located { diagnostic, path, text, position: position(text, span.start), end: position(text, span.end), span }
}

#[cfg(test)]
mod tests {
    use super::nearest;

    #[test]
    fn near_words_only() {
        assert_eq!(nearest("genevaa", ["vienna", "geneva"]), Some("geneva"));
        assert_eq!(nearest("Tilte", ["title", "name"]), Some("title"));
        assert_eq!(nearest("xyz", ["title", "name"]), None);
    }
}
