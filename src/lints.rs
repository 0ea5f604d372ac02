//! What a site makes of problems: the levels of `[lints]`, comments that allow
//! one at its place, and the list of findings that were known before.
//!
//! Every stage reports with the weight that a code has by default; here it gets
//! the one that it has on this site, once, before anybody asks whether a
//! problem stops the build. Finds nothing itself but comments and entries of
//! that list which are of no use.

mod baseline;

use std::collections::{BTreeMap, BTreeSet};

use crate::allowance::{self, Allowance, Says};
use crate::config::{Level, Lints};
use crate::diagnostic::{Code, Diagnostic, Place, Severity, Waiver, did_you_mean};
use crate::text::{FileId, Span};
use crate::tree::Tree;
use baseline::Baseline;

pub use baseline::render;

/// How far a run has come, and so what it can know to be of no use.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Reach {
    /// Something may have stopped it: what was not found may still be there.
    Stopped,
    /// Everything was checked, and no page was made.
    Checked,
    /// All pages were made.
    Made,
}

/// What a run does with the list of known findings.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Known {
    /// What is in it is not reported.
    Heed,
    /// All that may be in it is taken for known, to be written down.
    Renew,
}

/// Gives each problem the weight that it has on this site, drops what the site
/// does not want to hear of, and marks what a comment or the list of known
/// findings waives. May be called again with more problems. Returns how many
/// entries of the list match nothing.
pub fn settle(lints: &Lints, known: Known, tree: &Tree, reach: Reach, problems: &mut Vec<Diagnostic>) -> usize {
    let mut notes = Notes::of(tree);
    let mut baseline = match known {
        Known::Heed => Baseline::read(lints, tree, problems),
        Known::Renew => Baseline::everything(),
    };
    problems.extend(notes.invalid());
    problems.retain(|problem| lints.is_on(problem.code));
    for problem in problems.iter_mut() {
        weigh(lints, problem);
        problem.waiver = notes.waiver(tree, problem).map(Box::new);
    }
    if reach != Reach::Stopped && lints.is_on(Code::AllowanceUnused) {
        problems.extend(notes.unused(reach).map(|mut problem| {
            weigh(lints, &mut problem);
            problem
        }));
    }
    for problem in problems.iter_mut().filter(|problem| problem.waiver.is_none() && problem.code.is_free()) {
        problem.waiver = baseline.waiver(tree, problem).map(Box::new);
    }
    if reach == Reach::Made { baseline.unmatched() } else { 0 }
}

/// Whether something stops a build; with `strict` every problem does.
pub fn stops(problems: &[Diagnostic], strict: bool) -> bool {
    problems.iter().any(|problem| problem.waiver.is_none() && (strict || problem.severity == Severity::Error))
}

/// The weight that the site gives; without one it stays as it was reported, for
/// some cases of a kind are slight.
fn weigh(lints: &Lints, problem: &mut Diagnostic) {
    if let Some(level) = lints.given(problem.code) {
        problem.severity = match level {
            Level::Deny => Severity::Error,
            Level::Allow | Level::Warn => Severity::Warning,
        };
    }
}

/// The allowances of the sources.
struct Notes {
    by_file: BTreeMap<FileId, Vec<Allowance>>,
    /// By file and place in its list.
    used: BTreeSet<(FileId, usize)>,
}

impl Notes {
    /// Those in texts that are in memory. Every text that has one is: such a
    /// file is read in each run and kept.
    fn of(tree: &Tree) -> Self {
        let of_file = |file: FileId| {
            let text = tree.in_memory(file).filter(|text| allowance::may_have(text))?;
            Some((file, allowance::find(tree.path(file), text)))
        };
        Self { by_file: tree.sources().filter_map(of_file).collect(), used: BTreeSet::new() }
    }

    /// Comments that mean to allow something and do not.
    fn invalid(&self) -> Vec<Diagnostic> {
        let all = self.by_file.iter().flat_map(|(file, list)| list.iter().map(|allowance| (*file, allowance)));
        all.filter_map(|(file, allowance)| invalid(Span::new(file, allowance.span.clone()), &allowance.says)).collect()
    }

    fn waiver(&mut self, tree: &Tree, problem: &Diagnostic) -> Option<Waiver> {
        let Place::At(span) = problem.place else { return None };
        let list = self.by_file.entry(span.file).or_insert_with(|| {
            // It is about to be shown, or is in memory already.
            allowance::find(tree.path(span.file), tree.text(span.file))
        });
        let range = span.range();
        let covering = list.iter().enumerate().filter(|(_, a)| a.covers(problem.code, range.start, range.end));
        let mut reason = None;
        for (at, allowance) in covering {
            self.used.insert((span.file, at));
            if let Says::Allow(_, why) = &allowance.says {
                reason.get_or_insert_with(|| why.clone());
            }
        }
        reason.map(Waiver::Comment)
    }

    fn unused(&self, reach: Reach) -> impl Iterator<Item = Diagnostic> {
        let all = self.by_file.iter().flat_map(|(file, list)| list.iter().enumerate().map(|(at, a)| (*file, at, a)));
        all.filter_map(move |(file, at, allowance)| {
            let Says::Allow(code, _) = &allowance.says else { return None };
            let known = (reach == Reach::Made || !code.is_late()) && !code.is_external();
            (known && !self.used.contains(&(file, at))).then(|| {
                let message = format!("This allows `{}`, which is not found in what follows.", code.name());
                Diagnostic::new(Code::AllowanceUnused, Span::new(file, allowance.span.clone()), message)
                    .help("Delete the comment, or put it right above the line that it is about.")
            })
        })
    }
}

fn invalid(span: Span, says: &Says) -> Option<Diagnostic> {
    let problem = |message: String| Diagnostic::new(Code::AllowanceInvalid, span, message);
    match says {
        Says::Allow(..) => None,
        Says::NoReason(code) => {
            let message = format!("This allows nothing, since it gives no reason: `{}` is reported.", code.name());
            Some(problem(message).help(format!("Write `allow {}: ` and then why.", code.name())))
        }
        Says::Fixed(code) => {
            let why = code.hold().reason().unwrap_or_default();
            Some(problem(format!("`{}` cannot be allowed: {why}.", code.name())).help("Delete the comment."))
        }
        Says::Unknown(word) => {
            let near = did_you_mean(word, Code::ALL.iter().filter(|code| code.is_free()).map(|code| code.name()));
            let help = near.unwrap_or_else(|| "`showcase explain` lists all of them.".to_owned());
            Some(problem(format!("There is no kind of problem called `{word}`.")).help(help))
        }
    }
}
