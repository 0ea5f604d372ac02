//! `showcase fmt`.

use std::path::{Component, Path, PathBuf};

use clap::Args;

use super::run::{Read, run};
use super::{Exit, Format, SiteArgs, console};
use crate::author::{FileKind, fmt};
use crate::content;
use crate::diagnostic::{Code, Diagnostic, Place, Report};
use crate::disk::{held::Held, source};
use crate::front_matter;
use crate::path::SourcePath;
use crate::record::{self, Source};
use crate::text::FileId;

#[derive(Debug, Args)]
pub(super) struct FmtArgs {
    /// Files and folders; everything without them.
    #[arg(value_name = "PATH")]
    paths: Vec<PathBuf>,
    /// Change nothing, and end with exit code 1 if anything would change.
    #[arg(long)]
    check: bool,
    /// Folder of the site, the one that holds site.toml.
    #[arg(long, value_name = "DIR", default_value = ".")]
    root: PathBuf,
}

/// Lays out records and texts.
pub(super) fn fmt(args: &FmtArgs) -> Exit {
    let site = SiteArgs { quiet: true, ..SiteArgs::of(&args.root) };
    run(&site, |run| {
        let Some(Read { sources, problems }) = run.read(&Held::default()) else { return run.exit };
        let tree = &sources.tree;
        let Some(wanted) = wanted(args) else { return Exit::Usage };
        let all: Vec<(FileId, FileKind)> = tree
            .sources()
            .filter(|file| is_below(tree.path(*file), &wanted))
            .filter_map(|file| Some((file, FileKind::of(tree.path(file))?)))
            .collect();
        if all.is_empty() && !args.paths.is_empty() {
            console::complain("error: no record is among these files.\n");
            return Exit::Usage;
        }
        let own = |path: &SourcePath| all.iter().any(|(file, _)| tree.path(*file) == path);
        let known = |problem: &Diagnostic| match &problem.place {
            Place::At(span) => all.iter().any(|(file, _)| *file == span.file),
            Place::Path(path) => own(path),
        };
        let mut problems: Vec<Diagnostic> = problems.into_iter().filter(known).collect();
        let mut changed = Vec::new();
        for (file, kind) in &all {
            let text = match tree.open(*file) {
                Ok(text) => text,
                Err(fault) => {
                    problems.extend(fault.map(|fault| content::fault_problem(tree.path(*file), *file, &fault)));
                    continue;
                }
            };
            match fmt::format(*kind, &text) {
                None => problems.extend(unreadable(*file, *kind, &text)),
                Some(formatted) if formatted != *text => {
                    changed.push((tree.path(*file).clone(), text.into_owned(), formatted))
                }
                Some(_) => {}
            }
        }
        for (path, old, new) in &changed {
            if args.check {
                console::complain(&format!("{path} is not laid out as `showcase fmt` does it.\n"));
            } else if let Err(why) = source::replace(&args.root, path, old, new) {
                console::complain(&format!("error: {why}\n"));
                return Exit::Machine;
            }
        }
        let files = |count: usize| if count == 1 { "1 file".to_owned() } else { format!("{count} files") };
        let done = if args.check { "would be changed" } else { "changed" };
        console::complain(&format!("{} looked at, {} {done}.\n", files(all.len()), changed.len()));
        if !problems.is_empty() {
            let exit = console::report(&Report::new(tree, problems, false), Format::Human);
            return if exit == Exit::Done { Exit::Content } else { exit };
        }
        if args.check && !changed.is_empty() { Exit::Content } else { Exit::Done }
    })
}

/// The paths that were named, as they stand below the root.
fn wanted(args: &FmtArgs) -> Option<Vec<String>> {
    let mut wanted = Vec::new();
    for path in &args.paths {
        let below = path.strip_prefix(&args.root).unwrap_or(path);
        let parts: Option<Vec<String>> = below
            .components()
            .filter(|part| *part != Component::CurDir)
            .map(|part| match part {
                Component::Normal(name) => Some(name.to_string_lossy().into_owned()),
                _ => None,
            })
            .collect();
        match parts {
            Some(parts) if source::is_there(&args.root, &parts.join("/")) => wanted.push(parts.join("/")),
            _ => {
                console::complain(&format!("error: there is no {} in {}.\n", path.display(), shown(&args.root)));
                return None;
            }
        }
    }
    Some(wanted)
}

fn shown(root: &Path) -> String {
    if root == Path::new(".") { "this folder".to_owned() } else { root.display().to_string() }
}

fn is_below(path: &SourcePath, wanted: &[String]) -> bool {
    let path = path.as_str();
    wanted.is_empty()
        || wanted.iter().any(|folder| {
            folder.is_empty()
                || path.strip_prefix(folder.as_str()).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
        })
}

/// Why a record cannot be parsed.
fn unreadable(file: FileId, kind: FileKind, text: &str) -> Vec<Diagnostic> {
    let mut problems = Vec::new();
    let source = if kind.files().ends_with(".toml") {
        Source::whole(file, text, "en")
    } else {
        match front_matter::split(file, text) {
            Err(problem) => return vec![problem],
            Ok(parts) => {
                let base = parts.record.start;
                Source { file, text, toml: text.get(parts.record).unwrap_or_default(), base, language: "en" }
            }
        }
    };
    drop(record::read(source, kind.keys(), &mut problems));
    problems.retain(|problem| problem.code == Code::TomlSyntax);
    problems
}
