//! `showcase build` and `showcase check`.

use std::path::{Path, PathBuf};

use super::run::{Prepared, Run, run};
use super::{BuildArgs, CheckArgs, Exit, SiteArgs, console, external};
use crate::author::baseline;
use crate::build::{Kept, Last, Ready, inputs};
use crate::check;
use crate::consent::Change;
use crate::diagnostic::{Diagnostic, Place, reason};
use crate::disk::cache::{self, Cache};
use crate::disk::held::Held;
use crate::disk::output::{Output, OutputError, Reuse, manifest_of};
use crate::disk::staging::Staging;
use crate::external::Policy;
use crate::hash::Hash128;
use crate::lints::{self, Known};
use crate::path::OutPath;
use crate::render::{CardsAre, Packed, Sink};
use crate::text::position;
use crate::tree::Tree;

/// Checks and writes the site.
pub(super) fn build(args: &BuildArgs) -> Exit {
    let BuildArgs { site: args, out, clean, precompress, next_change } = args;
    let (clean, next_change) = (*clean, *next_change);
    let out = output_of(args, out.as_deref());
    let cache = cache_of(args);
    run(args, |run| {
        run.next_change = next_change;
        run.request.precompress = *precompress;
        Build { run, out: &out, cache: &cache, clean, cached: true }.run().unwrap_or_else(|exit| exit)
    })
}

/// Where a site is written.
pub(super) fn output_of(args: &SiteArgs, out: Option<&Path>) -> PathBuf {
    out.map_or_else(|| args.root.join("public"), Path::to_path_buf)
}

/// Where what later runs need not do again is kept.
pub(super) fn cache_of(args: &SiteArgs) -> Cache {
    Cache::at(&args.cache_dir.clone().unwrap_or_else(|| args.root.join(cache::NAME)))
}

/// Checks the site and makes every file, in memory and one at a time.
pub(super) fn check(args: &CheckArgs) -> Exit {
    let CheckArgs { site: args, write_baseline, external, allow_private } = args;
    let cache = cache_of(args);
    run(args, |run| {
        if write_baseline.is_some() {
            run.request.known = Known::Renew;
        }
        let Some(Prepared { sources, mut ready, mut problems }) = prepared(run) else { return run.exit };
        ready.checking().recall(check::Known::of_file(&cache.read(FACTS)));
        if *external {
            ready.checking().look_outside();
        }
        let failed = run.render(&sources.tree, &ready, &Nowhere);
        keep_facts(&cache, &mut ready);
        let found = failed.into_iter().chain(remarks(&mut ready)).collect();
        add(&mut problems, found, &sources.tree);
        if *external {
            let mut policy = Policy::of(&ready.published().config.base.full());
            policy.private = *allow_private;
            problems.extend(external::findings(ready.checking().outside(), &policy, &cache, args));
        }
        run.unmatched = ready.settle(&sources.tree, &mut problems);
        if let Some(name) = write_baseline {
            let named = ready.published().config.lints.baseline.as_ref().map(|named| &named.value);
            match baseline::write(&args.root, name.as_deref(), named, &sources.tree, &problems) {
                Ok(said) => console::complain(&said),
                Err(why) => {
                    console::complain(&format!("error: {why}\n"));
                    return Exit::Usage;
                }
            }
        }
        let exit = run.report(&sources.tree, problems);
        if exit == Exit::Done {
            run.summary(ready.pages(), None);
        }
        exit
    })
}

/// Prepares a site for a command that only looks at it.
pub(super) fn with_site(args: &SiteArgs, look: impl FnOnce(&Ready) -> Exit + Send) -> Exit {
    run(args, |run| match prepared(run) {
        Some(Prepared { ready, .. }) => look(&ready),
        None => run.exit,
    })
}

pub(super) fn prepared(run: &mut Run<'_>) -> Option<Prepared> {
    let read = run.read(&Held::default())?;
    run.prepare(read, Kept::default())
}

/// What somebody should look at in a site that was made.
fn remarks(ready: &mut Ready) -> Vec<Diagnostic> {
    let mut remarks = ready.weighing().exceeded().to_vec();
    remarks.extend_from_slice(ready.checking().problems());
    remarks
}

/// Adds what the output showed, but what the sources showed at the same line.
fn add(problems: &mut Vec<Diagnostic>, found: Vec<Diagnostic>, tree: &Tree) {
    let line = |problem: &Diagnostic| match &problem.place {
        Place::At(span) => Some((problem.code, span.file, position(tree.text(span.file), span.range().start).line)),
        Place::Path(_) => None,
    };
    let known: Vec<_> = problems.iter().filter_map(line).collect();
    problems.extend(found.into_iter().filter(|problem| line(problem).is_none_or(|line| !known.contains(&line))));
}

/// Leaves to later runs what is known of the output. Where it cannot be kept,
/// they find it out again.
fn keep_facts(cache: &Cache, ready: &mut Ready) {
    if let Some(facts) = ready.checking().file() {
        drop(cache.write(FACTS, facts));
    }
}

/// A sink that keeps nothing.
struct Nowhere;

impl Sink for Nowhere {
    /// A picture was decoded when it was looked at, and to encode it again only
    /// to throw it away would tell nothing more. Of a page that somebody asks for
    /// by its key all is known.
    fn has(&self, out: &OutPath, _: Hash128) -> bool {
        out.as_str().starts_with("media/") || out.as_str().ends_with(".html")
    }

    fn put(&self, _: &OutPath, _: Hash128, _: &[u8]) -> std::io::Result<()> {
        Ok(())
    }

    fn cards(&self) -> CardsAre {
        CardsAre::LookedAt
    }

    fn behind(&self) -> Option<&dyn Sink> {
        None
    }
}

/// Names of files in the cache: what records gave, which words texts have, what
/// pictures showed, what all files held.
const RECORDS: &str = "records";
const WORDS: &str = "words";
const PICTURES: &str = "pictures";
const SOURCES: &str = "sources";

/// What pages weighed, where the site has a budget; what was found in the output.
const WEIGHTS: &str = "weights";
const FACTS: &str = "facts";

/// A build that is under way. Where it can go no further, the way it ends is
/// an error to the steps that follow.
struct Build<'r, 'a> {
    run: &'r mut Run<'a>,
    out: &'r Path,
    cache: &'r Cache,
    /// Whether nothing is taken from earlier builds.
    clean: bool,
    /// Whether the cache can be written, as far as is known.
    cached: bool,
}

/// Where the files go: a directory, or the files that wait for it.
enum Goal {
    Output(Output),
    Staging(Box<Staging>),
}

impl Goal {
    fn of(staging: Staging) -> Self {
        Self::Staging(Box::new(staging))
    }
}

impl Build<'_, '_> {
    fn run(mut self) -> Result<Exit, Exit> {
        let output = self.claim()?;
        let name = format!("last-{}", Hash128::of(output.path().as_os_str().as_encoded_bytes()));
        let last = Last::of_file(&self.recall(&name));
        let held = Held::of_file(&self.recall(SOURCES));
        let nothing = Held::default();
        let read = self.run.read(held.as_ref().unwrap_or(&nothing)).ok_or(self.run.exit)?;
        let (request, tree) = (&self.run.request, &read.sources.tree);
        let kept = || (self.recall(RECORDS), self.recall(WORDS));
        let (inputs, (records, words)) = rayon::join(|| last.and_then(|_| inputs(tree, request)), kept);
        let goal = match last.filter(|last| inputs == Some(last.inputs)) {
            Some(last) => {
                let staging = stage(output, self.cache, self.out, self.clean)?;
                if staging.has_all(last.manifest) {
                    return Ok(self.finish(staging, (last.pages, last.next), Vec::new(), &read.sources.tree));
                }
                Goal::of(staging)
            }
            None => Goal::Output(output),
        };
        let kept = Kept { records: Some(records), pictures: Some(self.recall(PICTURES)), words: Some(words) };
        let run = &mut *self.run;
        let (cache, out, clean) = (self.cache, self.out, self.clean);
        // What the last build left is read while this one is prepared.
        let facts = || check::Known::of_file(&if clean { Vec::new() } else { cache.read(FACTS) });
        let (prepared, (goal, facts)) = rayon::join(
            || run.prepare(read, kept).ok_or(run.exit),
            || {
                let goal = match goal {
                    Goal::Output(output) if output.is_claimed() => stage(output, cache, out, clean).map(Goal::of),
                    goal => Ok(goal),
                };
                (goal, facts())
            },
        );
        let mut prepared = prepared?;
        prepared.ready.checking().recall(facts);
        let staging = match goal? {
            Goal::Output(output) => stage(output, cache, out, clean)?,
            Goal::Staging(staging) => *staging,
        };
        Ok(self.make(prepared, staging, held.as_ref(), &name, inputs))
    }

    /// Whose the directory is comes first: nobody should mend forty mistakes
    /// to hear that the output is refused. It is claimed before anything is
    /// read, so that whoever comes last has the latest.
    fn claim(&self) -> Result<Output, Exit> {
        let mut output = Output::open(self.out, &self.run.args.root, home().as_deref()).map_err(refused)?;
        output.claim(&|| waiting(self.out)).map_err(refused)?;
        Ok(output)
    }

    /// A file of the cache, unless nothing is to be taken from there.
    fn recall(&self, name: &str) -> Vec<u8> {
        if self.clean { Vec::new() } else { self.cache.read(name) }
    }

    fn make(
        mut self,
        prepared: Prepared,
        staging: Staging,
        held: Option<&Held>,
        name: &str,
        inputs: Option<Hash128>,
    ) -> Exit {
        let Prepared { sources, mut ready, mut problems } = prepared;
        if ready.has_budget() {
            ready.weighing().recall(&self.recall(WEIGHTS));
        }
        let (tree, pages, next, clear) = (&sources.tree, ready.pages(), ready.next(), problems.is_empty());
        let kept = ready.take_kept();
        let save = || {
            let inputs = if clear { inputs.or_else(|| crate::build::inputs(tree, &self.run.request)) } else { None };
            let now = sources.held();
            let table = (held != Some(&now)).then(|| now.to_file());
            let kept = [(RECORDS, kept.records), (WORDS, kept.words), (PICTURES, kept.pictures)];
            let files = kept.into_iter().chain([(SOURCES, table)]);
            (inputs, files.filter_map(|(name, file)| self.cache.write(name, &file?).err()).next())
        };
        let packed = Packed::new(&staging, ready.paths());
        let sink: &dyn Sink = if self.run.request.precompress { &packed } else { &staging };
        let (failed, (inputs, unsaved)) = rayon::join(|| self.run.render(tree, &ready, sink), save);
        if let Some(error) = &unsaved {
            let (why, place) = (reason(error), self.cache.path().display());
            console::complain(&format!(
                "warning: the cache in {place} cannot be written: {why}; the next build takes longer\n"
            ));
        }
        keep_facts(self.cache, &mut ready);
        if !failed.is_empty() {
            drop(staging);
            add(&mut problems, failed, tree);
            return self.run.report(tree, problems);
        }
        self.cached = unsaved.is_none();
        if let Some(weights) = ready.weighing().file() {
            // Where it cannot be kept, that has been said of the others.
            drop(self.cache.write(WEIGHTS, weights));
        }
        add(&mut problems, remarks(&mut ready), tree);
        self.run.unmatched = ready.settle(tree, &mut problems);
        let inputs = inputs.filter(|_| problems.is_empty());
        if lints::stops(&problems, self.run.request.strict) {
            drop(staging);
            return self.run.report(tree, problems);
        }
        let exit = self.finish(staging, (pages, next), problems, tree);
        if let (Exit::Done, Some(inputs), Some(manifest)) = (exit, inputs, manifest_of(self.out)) {
            let file = Last { inputs, manifest, pages, next }.to_file();
            // Where it cannot be kept, that has been said of the others.
            drop(self.cache.write(name, &file));
        }
        // The system takes all of it back faster than it can be given.
        std::mem::forget((ready, sources));
        exit
    }

    /// Puts everything into its place and says so: how many pages there are,
    /// and when the site changes next.
    fn finish(
        &mut self,
        staging: Staging,
        (pages, next): (usize, Option<Change>),
        problems: Vec<Diagnostic>,
        tree: &Tree,
    ) -> Exit {
        let written = match staging.commit() {
            Ok(written) => written,
            Err(error) => return refused(error),
        };
        self.run.mark("write");
        let exit = self.run.report(tree, problems);
        if let Some(unkept) = written.unkept.as_ref().filter(|_| self.cached) {
            console::complain(&format!("warning: {unkept}; the next build takes longer\n"));
        }
        self.run.summary(pages, Some((self.out, written)));
        self.run.foresee(next);
        exit
    }
}

/// What earlier builds left, for a preview.
pub(super) fn recalled(cache: &Cache) -> (Kept, Held) {
    let read = |name: &str| Some(cache.read(name));
    let kept = Kept { records: read(RECORDS), pictures: read(PICTURES), words: read(WORDS) };
    (kept, Held::of_file(&cache.read(SOURCES)).unwrap_or_default())
}

fn stage(output: Output, cache: &Cache, out: &Path, clean: bool) -> Result<Staging, Exit> {
    let reuse = Reuse { cache: Some(cache.path()), clean };
    output.staging(reuse, &|| waiting(out)).map_err(refused)
}

fn waiting(out: &Path) {
    console::complain(&format!("Another showcase build is writing to {}; waiting for it.\n", out.display()));
}

fn refused(error: OutputError) -> Exit {
    match error {
        OutputError::Refused(message) => {
            console::complain(&format!("error: {message}\n"));
            Exit::Usage
        }
        OutputError::Failed { path, error } => {
            console::complain(&format!("error[output-failed]: {} cannot be written: {error}\n", path.display()));
            Exit::Machine
        }
    }
}

#[expect(clippy::disallowed_methods, reason = "the environment enters on the command line")]
fn home() -> Option<PathBuf> {
    std::env::var_os("HOME").map(PathBuf::from)
}
