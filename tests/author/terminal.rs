//! What somebody at a terminal sees and types, from nothing to a published
//! story: a transcript through a pseudo-terminal.

use std::fs::{self, File, OpenOptions};
use std::io::{Read, Write};
use std::os::fd::OwnedFd;
use std::process::{Command, Stdio};

use rustix::pty::{OpenptFlags, grantpt, openpt, ptsname, unlockpt};

use crate::harness::Project;

/// Runs a command on a terminal: waits for each text to be shown, then types a
/// line. Gives back all that was shown, and the exit code.
fn talk(project: &Project, args: &[&str], talk: &[(&str, &str)]) -> (String, i32) {
    let master: OwnedFd = openpt(OpenptFlags::RDWR | OpenptFlags::NOCTTY).unwrap();
    grantpt(&master).unwrap();
    unlockpt(&master).unwrap();
    let name = ptsname(&master, Vec::new()).unwrap();
    let slave = OpenOptions::new().read(true).write(true).open(name.to_str().unwrap()).unwrap();
    let mut master = File::from(master);
    let mut child = Command::new(env!("CARGO_BIN_EXE_showcase"))
        .args(args)
        .current_dir(project.root())
        .env("NO_COLOR", "1")
        .stdin(Stdio::from(slave.try_clone().unwrap()))
        .stdout(Stdio::from(slave.try_clone().unwrap()))
        .stderr(Stdio::from(slave))
        .spawn()
        .unwrap();
    let mut shown = Vec::new();
    let mut seen = 0;
    let mut turns = talk.iter();
    let mut turn = turns.next();
    let mut buffer = [0; 4096];
    // Once the command has ended, reading gives nothing, or an error on Linux.
    while let Ok(count @ 1..) = master.read(&mut buffer) {
        shown.extend_from_slice(&buffer[..count]);
        while let Some((wanted, answer)) = turn {
            let text = String::from_utf8_lossy(&shown).into_owned();
            let Some(at) = text.get(seen..).and_then(|rest| rest.find(wanted)) else { break };
            seen += at + wanted.len();
            writeln!(master, "{answer}").unwrap();
            turn = turns.next();
        }
    }
    let code = child.wait().unwrap().code().unwrap();
    let text = String::from_utf8_lossy(&shown).replace("\r\n", "\n");
    assert!(turn.is_none(), "never shown: {turn:?} in\n{text}");
    (text, code)
}

#[test]
fn from_nothing_to_a_published_story() {
    let project = Project::empty();
    let (shown, code) = talk(
        &project,
        &["init", "--date", "2026-11-23"],
        &[
            ("name of the organisation", "Example University"),
            ("programme called", "Example internships"),
            ("do the interns work for", ""),
            ("At which address", "stories.example.org"),
            ("Write the full address", "https://stories.example.org/"),
            ("Which e-mail address", "hello@example.org"),
        ],
    );
    assert_eq!(code, 0, "{shown}");
    let (shown, code) = talk(
        &project,
        &["new", "intern", "--date", "2026-11-23"],
        &[
            ("\nname: ", ""),
            ("This is needed.", "Ifeoma Larkwell"),
            ("\ncourse: ", "International Relations BA"),
            ("\nlevel: ", "1"),
            ("\ncohort: ", "2025"),
            ("\noffice: ", "genevaa"),
            ("Did you mean `geneva`?", "geneva"),
            ("\nstart: ", "1 February"),
            ("year first, as in 2026-09-30.", "2025-02-03"),
            ("\nend: ", "2025-06-30"),
            ("\ndonors: ", ""),
            ("\nsdgs: ", "10.7, 4"),
            ("\ntitle: ", "Four months of other people’s commas"),
            ("\nsummary: ", "Nine days without a password."),
            ("\npublished: ", ""),
        ],
    );
    assert_eq!(code, 0, "{shown}");
    // Plain lines: nothing is redrawn, so a screen reader reads what is there.
    assert!(!shown.contains('\u{1b}'), "{shown:?}");
    let folder = fs::read_dir(project.root().join("content/interns")).unwrap();
    let names = folder.map(|entry| entry.unwrap().file_name().into_string().unwrap());
    let id = names.into_iter().find(|name| name != "i-sample").unwrap();
    let path = format!("content/interns/{id}/index.md");
    assert!(shown.contains(&format!("{path} is written.")), "{shown}");
    // A slip, as the message tells it, and its mending.
    project.edit(&path, "\ndraft = true\n", "\ndraft = tru\n");
    let ran = project.run(&["check", "--date", "2026-11-23"]);
    assert!(ran.code == 1 && ran.stderr.contains(&format!("{path}:")), "{}", ran.stderr);
    project.edit(&path, "\ndraft = tru\n", "\n");
    // Nothing is published before consent is on record.
    assert!(project.run(&["build", "--date", "2026-11-23"]).stderr.contains("consent-missing"));
    assert!(!project.public().join(format!("interns/{id}/index.html")).exists());
    project.edit(&path, "[consent]\n", "[consent]\ngiven = 2026-11-02\nscopes = [\"story\", \"name\"]\n");
    let ran = project.run(&["build", "--date", "2026-11-23", "--quiet"]);
    assert_eq!(ran.code, 0, "{}", ran.stderr);
    assert!(project.page(&format!("interns/{id}/index.html")).contains("Ifeoma Larkwell"));
}

#[test]
fn who_stops_answering_has_written_nothing() {
    let project = Project::empty();
    // Ctrl-D on an empty line ends the input.
    let (shown, code) = talk(&project, &["init"], &[("name of the organisation", "\u{4}")]);
    assert_eq!(code, 2, "{shown}");
    assert!(crate::harness::tree(project.root()).is_empty());
}
