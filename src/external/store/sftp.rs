//! A folder that is reached by SFTP. Files wait under another name and are given
//! their own when they are whole; few connections are kept, each for one thread at
//! a time.

use std::collections::BTreeSet;
use std::sync::{Mutex, MutexGuard, PoisonError};

use super::packet::{Answer, Ask, DENIED, END, NO_FILE, OK, PIECE};
use super::wire::{Whom, Wire};
use super::{Facts, Failure, MOST, Over, Placed, Store, waiting};

/// So many pieces of a file are on their way before an answer is waited for.
const AHEAD: usize = 32;

/// A folder of a server.
#[derive(Debug)]
pub struct Sftp {
    whom: Whom,
    /// Empty, or with a slash at the end.
    base: String,
    token: String,
    idle: Mutex<Vec<Wire>>,
    made: Mutex<BTreeSet<String>>,
}

impl Sftp {
    /// A folder, with a slash at the end, through this program, for a deploy that
    /// this token stands for.
    pub fn new(program: &str, user: Option<&str>, host: &str, port: Option<u16>, folder: &str, token: &str) -> Self {
        let (program, user) = (program.to_owned(), user.map(str::to_owned));
        let whom = Whom { program, user, host: host.to_owned(), port };
        let (base, token) = (folder.to_owned(), token.to_owned());
        Self { whom, base, token, idle: Mutex::default(), made: Mutex::default() }
    }

    /// Does something over a connection, which is kept if that went well.
    fn over<T>(&self, work: impl FnOnce(&mut Wire) -> Result<T, Failure>) -> Result<T, Failure> {
        let idle = self.idle().pop();
        let mut wire = match idle {
            Some(wire) => wire,
            None => Wire::open(&self.whom)?,
        };
        let done = work(&mut wire)?;
        self.idle().push(wire);
        Ok(done)
    }

    /// Makes the folders above a file that are not known to be there, the folder of
    /// the site among them.
    fn make_folders(&self, wire: &mut Wire, path: &str) -> Result<(), Failure> {
        for (at, _) in path.match_indices('/').filter(|(at, _)| *at > 0) {
            let folder = path.get(..at).unwrap_or_default();
            if self.made().contains(folder) {
                continue;
            }
            let answer = wire.ask(Ask::MakeFolder(folder))?;
            if answer != Answer::Status(OK) && wire.ask(Ask::Stat(folder))? != Answer::Attributes {
                return Err(refused(&answer, "a folder cannot be made there"));
            }
            self.made().insert(folder.to_owned());
        }
        Ok(())
    }

    fn idle(&self) -> MutexGuard<'_, Vec<Wire>> {
        self.idle.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn made(&self) -> MutexGuard<'_, BTreeSet<String>> {
        self.made.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Store for Sftp {
    fn get(&self, path: &str) -> Result<Option<Vec<u8>>, Failure> {
        let path = format!("{}{path}", self.base);
        self.over(|wire| {
            let handle = match wire.ask(Ask::OpenRead(&path))? {
                Answer::Handle(handle) => handle,
                Answer::Status(NO_FILE) => return Ok(None),
                other => return Err(refused(&other, "a file cannot be read there")),
            };
            let mut bytes = Vec::new();
            loop {
                match wire.ask(Ask::Read(&handle, bytes.len() as u64))? {
                    Answer::Data(piece) if !piece.is_empty() => bytes.extend(piece),
                    Answer::Data(_) | Answer::Status(END) => break,
                    other => return Err(refused(&other, "a file cannot be read there")),
                }
                if bytes.len() as u64 > MOST {
                    return Err(Failure::lasting("a file there is larger than any that showcase asks for"));
                }
            }
            wire.ask(Ask::Close(&handle))?;
            Ok(Some(bytes))
        })
    }

    fn put(&self, path: &str, bytes: &[u8], _: Facts<'_>, over: Over) -> Result<Placed, Failure> {
        let thread = rayon::current_thread_index().unwrap_or_default();
        let waits = format!("{}{}", self.base, waiting(&self.token, thread));
        let path = format!("{}{path}", self.base);
        self.over(|wire| {
            self.make_folders(wire, &path)?;
            write(wire, &waits, bytes)?;
            if over == Over::Nothing {
                return place_new(wire, &waits, &path);
            }
            if wire.replaces {
                let answer = wire.ask(Ask::Replace(&waits, &path))?;
                return done(&answer, "a file cannot be put into its place there").map(|()| Placed::Done);
            }
            // The file is away for a moment: the protocol has nothing better without
            // the extension.
            wire.ask(Ask::Remove(&path))?;
            let answer = wire.ask(Ask::Rename(&waits, &path))?;
            done(&answer, "a file cannot be put into its place there").map(|()| Placed::Done)
        })
    }

    fn delete(&self, path: &str) -> Result<(), Failure> {
        let path = format!("{}{path}", self.base);
        self.over(|wire| {
            match wire.ask(Ask::Remove(&path))? {
                Answer::Status(OK | NO_FILE) => {}
                other => return Err(refused(&other, "a file cannot be deleted there")),
            }
            // A folder with anything in it stays.
            for (at, _) in path.rmatch_indices('/').filter(|(at, _)| *at >= self.base.len()) {
                let folder = path.get(..at).unwrap_or_default();
                if wire.ask(Ask::RemoveFolder(folder))? != Answer::Status(OK) {
                    break;
                }
                self.made().remove(folder);
            }
            Ok(())
        })
    }
}

/// Writes a file; several pieces are on their way at the same time.
fn write(wire: &mut Wire, path: &str, bytes: &[u8]) -> Result<(), Failure> {
    let handle = match wire.ask(Ask::OpenWrite(path))? {
        Answer::Handle(handle) => handle,
        other => return Err(refused(&other, "a file cannot be written there")),
    };
    let (mut open, mut wrong) = (0, None);
    let mut take = |wire: &mut Wire| -> Result<(), Failure> {
        let (_, answer) = wire.next()?;
        if answer != Answer::Status(OK) {
            wrong = Some(answer);
        }
        Ok(())
    };
    for (piece, at) in bytes.chunks(PIECE).zip((0..).step_by(PIECE)) {
        wire.begin(Ask::Write(&handle, at, piece))?;
        open += 1;
        if open == AHEAD {
            take(wire)?;
            open -= 1;
        }
    }
    wire.begin(Ask::Close(&handle))?;
    for _ in 0..=open {
        take(wire)?;
    }
    wrong.map_or(Ok(()), |answer| Err(refused(&answer, "a file cannot be written there; is there room?")))
}

fn place_new(wire: &mut Wire, waits: &str, path: &str) -> Result<Placed, Failure> {
    let answer = wire.ask(Ask::Rename(waits, path))?;
    if answer == Answer::Status(OK) {
        return Ok(Placed::Done);
    }
    let taken = wire.ask(Ask::Stat(path))? == Answer::Attributes;
    wire.ask(Ask::Remove(waits))?;
    if taken { Ok(Placed::Taken) } else { Err(refused(&answer, "a file cannot be put into its place there")) }
}

fn done(answer: &Answer, what: &str) -> Result<(), Failure> {
    if *answer == Answer::Status(OK) { Ok(()) } else { Err(refused(answer, what)) }
}

fn refused(answer: &Answer, what: &str) -> Failure {
    match answer {
        Answer::Status(NO_FILE) => Failure::lasting(format!("{what}: there is no such file or folder")),
        Answer::Status(DENIED) => Failure::lasting(format!("{what}: no permission")),
        _ => Failure::lasting(what),
    }
}
