//! The sources as a revision of git has them, read without touching the working
//! tree. Only `diff` comes here, for a person who asks: no build starts a process.
//!
//! Git is asked for names and bytes of objects and for nothing else. No hook, no
//! monitor, no filter of the repository runs, nothing is locked, nothing written,
//! and nothing fetched from another machine.

use std::collections::{BTreeMap, HashMap};
use std::fmt;
use std::io::{self, BufRead as _, BufReader, Read as _, Write as _};
use std::path::Path;
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};
use std::sync::{Arc, Mutex, PoisonError};

use super::walk::is_passed_over;
use super::{Found, case_collisions, is_story, is_text, outside, source_path};
use crate::config::{self, Limits};
use crate::content::{not_utf8, too_large, unreadable};
use crate::diagnostic::{Code, Diagnostic};
use crate::path::SourcePath;
use crate::text::FileId;
use crate::tree::{Blobs, Content, Entry, Fault, Tree, text_of};

/// The sources of a revision.
#[derive(Debug)]
pub struct Revision {
    /// The files.
    pub tree: Tree,
    /// What cannot be used.
    pub problems: Vec<Diagnostic>,
    /// Gives the bytes of pictures.
    pub blobs: Arc<Objects>,
    /// The name of the commit, shortened.
    pub commit: String,
}

/// Reads a revision.
///
/// # Errors
/// In words: there is no such revision, no repository, or no git.
pub fn revision(root: &Path, name: &str) -> Result<Revision, String> {
    let said = name.escape_debug();
    if name.is_empty() || name.starts_with('-') {
        return Err(format!("`{said}` is no name of a revision"));
    }
    let commit = asked(root, &["rev-parse", "--verify", "--quiet", &format!("{name}^{{commit}}")]).map_err(|why| {
        format!("git knows no revision `{said}` here{why}; name a commit, a branch or a tag, or two folders")
    })?;
    let commit = String::from_utf8_lossy(&commit).trim().to_owned();
    let listing = asked(root, &["ls-tree", "-r", "-z", "-l", &commit])
        .map_err(|why| format!("git cannot list the files of `{said}`{why}"))?;
    let (files, links) = listed(&listing);
    let objects = Objects::new(root).map_err(|error| format!("git cannot be asked: {error}"))?;
    Ok(sources(root, files, links, objects, &commit))
}

fn git(root: &Path) -> Command {
    let mut git = super::git::git();
    git.arg("-C").arg(root).args(["--no-optional-locks", "--no-replace-objects"]);
    git.env("GIT_NO_LAZY_FETCH", "1");
    git
}

/// What git answers; else why not, in its words.
fn asked(root: &Path, args: &[&str]) -> Result<Vec<u8>, String> {
    let output = git(root).args(args).stdin(Stdio::null()).output().map_err(|error| format!(" ({error})"))?;
    if output.status.success() {
        return Ok(output.stdout);
    }
    let why = String::from_utf8_lossy(&output.stderr);
    Err(why.lines().next().map(|line| format!(" ({line})")).unwrap_or_default())
}

/// An object of git and its bytes.
#[derive(Debug, Clone)]
struct Object {
    id: String,
    size: u64,
}

/// Files below the root, and symbolic links, by path.
type Listed = BTreeMap<String, Object>;

fn listed(listing: &[u8]) -> (Listed, Listed) {
    let (mut files, mut links) = (Listed::new(), Listed::new());
    for row in listing.split(|byte| *byte == 0) {
        let row = String::from_utf8_lossy(row);
        let Some((facts, path)) = row.split_once('\t') else { continue };
        let facts: Vec<&str> = facts.split_whitespace().collect();
        let [mode, "blob", id, size] = facts.as_slice() else { continue };
        let object = Object { id: (*id).to_owned(), size: size.parse().unwrap_or_default() };
        if *mode == "120000" { &mut links } else { &mut files }.insert(path.to_owned(), object);
    }
    (files, links)
}

fn sources(root: &Path, mut files: Listed, links: Listed, mut objects: Objects, commit: &str) -> Revision {
    let mut problems = Vec::new();
    let config = files.get(config::PATH).and_then(|object| objects.bytes(&object.id).ok()).unwrap_or_default();
    let config = String::from_utf8(config).unwrap_or_default();
    let (limits, beside) = (Limits::of(&config), config::baseline_of(&config));
    let is_beside = |path: &str| path == config::PATH || beside.as_ref().is_some_and(|beside| beside.as_str() == path);
    let is_wanted = |path: &str| is_beside(path) || is_source(path);
    for (path, link) in links.iter().filter(|(path, _)| is_wanted(path)) {
        match followed(path, link, &files, &links, &objects) {
            Ok(found) => files.extend(found),
            Err(wrong) => problems
                .extend(source_path(root, &root.join(path), &mut Vec::new()).map(|source| wrong.problem(source))),
        }
    }
    let mut found: Vec<(SourcePath, Found)> = Vec::new();
    for (path, object) in files.iter().filter(|(path, _)| is_wanted(path)) {
        let Some(source) = source_path(root, &root.join(path), &mut problems) else { continue };
        objects.ids.insert(source.clone(), object.id.clone());
        let file = file(&source, object, limits, &objects, &mut problems);
        found.push((source, file));
    }
    found.sort_by(|a, b| a.0.cmp(&b.0));
    problems.extend(case_collisions(&found));
    let broken: Vec<_> = found.iter().filter_map(|(path, file)| Some((path.clone(), file.broken_at?))).collect();
    let objects = Arc::new(objects);
    let blobs: Arc<dyn Blobs> = Arc::<Objects>::clone(&objects);
    let tree = Tree::waiting(found.into_iter().map(|(path, file)| (path, file.entry)), blobs, limits.text);
    for (path, at) in broken {
        problems.push(not_utf8(tree.find(&path).unwrap_or(FileId(0)), at));
    }
    let short = commit.chars().take(10).collect();
    Revision { tree, problems, blobs: objects, commit: short }
}

fn file(
    source: &SourcePath,
    object: &Object,
    limits: Limits,
    objects: &Objects,
    problems: &mut Vec<Diagnostic>,
) -> Found {
    let text = is_text(source);
    let (most, key) = if text { (limits.text, "text_kib") } else { (limits.picture, "picture_mib") };
    let sound = |entry: Entry| Found { entry, broken_at: None, stamp: None };
    if object.size > most {
        problems.push(too_large(source, Some(object.size), most, key));
        return Found::unusable();
    }
    if !text {
        return sound(Entry { content: Some(Content::Blob { size: object.size }), hash: None });
    }
    if is_story(source) {
        return sound(Entry { content: None, hash: None });
    }
    match objects.bytes(&object.id).map(|bytes| text_of(bytes, most)) {
        Ok(Ok(text)) => sound(Content::Text(text).into()),
        Ok(Err((rest, Fault::NotUtf8(at)))) => {
            Found { entry: Content::Broken(rest).into(), broken_at: Some(at), stamp: None }
        }
        Ok(Err(_)) => Found::unusable(),
        Err(error) => {
            problems.push(unreadable(source, &error));
            Found::unusable()
        }
    }
}

/// Whether the walk of a folder would meet this file.
fn is_source(path: &str) -> bool {
    let path = Path::new(path);
    let below = path.starts_with("content") || path.starts_with("themes");
    let above = path.ancestors().filter(|part| part.components().count() > 1);
    below && !above.into_iter().any(is_passed_over)
}

/// What lies at the end of a link, by the paths that it has through it; as on the
/// disk, nothing out of the site's folder, and nothing in a circle.
fn followed(
    path: &str,
    link: &Object,
    files: &Listed,
    links: &Listed,
    objects: &Objects,
) -> Result<Vec<(String, Object)>, Astray> {
    let (mut at, mut link) = (path.to_owned(), link.clone());
    // As many as Linux follows.
    for _ in 0..40 {
        let target = objects.bytes(&link.id).map_err(|_| Astray::Nowhere)?;
        let target = String::from_utf8(target).map_err(|_| Astray::Nowhere)?;
        let folder = at.rsplit_once('/').map_or("", |(folder, _)| folder);
        let real = SourcePath::resolve(folder, target.trim_end_matches('/')).map_err(|_| Astray::Outside)?;
        if let Some(object) = files.get(real.as_str()) {
            return Ok(vec![(path.to_owned(), object.clone())]);
        }
        if let Some(next) = links.get(real.as_str()) {
            (at, link) = (real.as_str().to_owned(), next.clone());
            continue;
        }
        let inside = format!("{real}/");
        if at.starts_with(&inside) {
            return Err(Astray::Circle);
        }
        let below = files.iter().filter_map(|(file, object)| Some((file.strip_prefix(&inside)?, object)));
        let found: Vec<_> = below.map(|(rest, object)| (format!("{path}/{rest}"), object.clone())).collect();
        return if found.is_empty() { Err(Astray::Nowhere) } else { Ok(found) };
    }
    Err(Astray::Circle)
}

/// Why nothing lies at the end of a link.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Astray {
    Outside,
    Circle,
    Nowhere,
}

impl Astray {
    fn problem(self, source: SourcePath) -> Diagnostic {
        let (message, help) = match self {
            Self::Outside => return outside(source),
            Self::Circle => ("leads in a circle", "Delete the link."),
            Self::Nowhere => {
                ("leads to a file that is not there", "Delete the link, or put the file itself in its place.")
            }
        };
        let message = format!("{source} is a symbolic link that {message}.");
        Diagnostic::new(Code::SymlinkLoop, source, message).help(help)
    }
}

/// The objects of a repository, given by one process that waits for questions.
pub struct Objects {
    ids: HashMap<SourcePath, String>,
    talk: Mutex<Talk>,
}

struct Talk {
    child: Child,
    asks: Option<ChildStdin>,
    answers: BufReader<ChildStdout>,
}

impl fmt::Debug for Objects {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Objects").field("ids", &self.ids.len()).finish_non_exhaustive()
    }
}

impl Objects {
    fn new(root: &Path) -> io::Result<Self> {
        let mut git = git(root);
        git.args(["cat-file", "--batch"]).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::null());
        let mut child = git.spawn()?;
        let pipes = child.stdin.take().zip(child.stdout.take());
        let (asks, answers) = pipes.ok_or_else(|| io::Error::other("git has no pipes"))?;
        let talk = Talk { child, asks: Some(asks), answers: BufReader::new(answers) };
        Ok(Self { ids: HashMap::new(), talk: Mutex::new(talk) })
    }

    fn bytes(&self, id: &str) -> io::Result<Vec<u8>> {
        let mut talk = self.talk.lock().unwrap_or_else(PoisonError::into_inner);
        let asks = talk.asks.as_mut().ok_or(io::ErrorKind::BrokenPipe)?;
        asks.write_all(format!("{id}\n").as_bytes())?;
        asks.flush()?;
        let mut head = String::new();
        talk.answers.read_line(&mut head)?;
        let size = match head.split_whitespace().collect::<Vec<_>>().as_slice() {
            [_, "blob", size] => size.parse::<usize>().map_err(io::Error::other)?,
            // Of a repository that has a part of its objects only.
            _ => return Err(io::Error::new(io::ErrorKind::NotFound, "git does not have it here")),
        };
        let mut bytes = Vec::new();
        (&mut talk.answers).take(size as u64).read_to_end(&mut bytes)?;
        let mut end = [0];
        talk.answers.read_exact(&mut end)?;
        if bytes.len() == size { Ok(bytes) } else { Err(io::ErrorKind::UnexpectedEof.into()) }
    }
}

impl Blobs for Objects {
    fn read(&self, path: &SourcePath) -> io::Result<Vec<u8>> {
        self.bytes(self.ids.get(path).ok_or(io::ErrorKind::NotFound)?)
    }

    fn read_at_most(&self, path: &SourcePath, _: u64) -> io::Result<Vec<u8>> {
        // How long it is was asked before.
        self.read(path)
    }
}

impl Drop for Objects {
    fn drop(&mut self) {
        let talk = self.talk.get_mut().unwrap_or_else(PoisonError::into_inner);
        // It ends when nobody can ask any more.
        drop(talk.asks.take());
        drop(talk.child.wait());
    }
}
