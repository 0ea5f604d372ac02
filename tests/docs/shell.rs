//! Commands as documents show them, and every example of the help: clap
//! understands each, and those that are harmless are run.

use std::collections::BTreeSet;

use super::{blocks, documents};
use crate::harness::Project;

/// A line of a shell as words, up to what ends a command or leads its output
/// elsewhere.
fn words(line: &str) -> Vec<String> {
    let (mut words, mut word, mut quote, mut any) = (Vec::new(), String::new(), None, false);
    for c in line.chars() {
        match (quote, c) {
            (None, '|' | ';' | '&' | '#') if c != '#' || !any => break,
            (None, '>') => {
                // `2>` names the stream, not an argument.
                if word == "2" {
                    any = false;
                }
                break;
            }
            (None, '"' | '\'') => (quote, any) = (Some(c), true),
            (Some(open), c) if c == open => quote = None,
            (None, ' ') => {
                if std::mem::take(&mut any) {
                    words.push(std::mem::take(&mut word));
                }
            }
            (_, c) => {
                word.push(c);
                any = true;
            }
        }
    }
    if any {
        words.push(word);
    }
    words
}

/// The words of a line that starts showcase, whichever way.
fn call(line: &str) -> Option<Vec<String>> {
    let line = line.trim().trim_start_matches("$ ").trim_start_matches("- run: ");
    for start in ["cargo run --release -- ", "./target/release/showcase ", "target/release/showcase "] {
        if let Some(rest) = line.strip_prefix(start) {
            return Some(words(&format!("showcase {rest}")));
        }
    }
    line.starts_with("showcase ").then(|| words(line))
}

/// Every command in blocks for a shell, with its document.
fn commands() -> Vec<(String, Vec<String>)> {
    let mut found = Vec::new();
    for block in blocks().into_iter().filter(|block| matches!(block.language.as_str(), "sh" | "console" | "yaml")) {
        let lines = block.text.replace("\\\n", " ");
        found.extend(lines.lines().filter_map(call).map(|words| (block.document.clone(), words)));
    }
    assert!(found.len() > 25, "{found:?}");
    found
}

fn understood(words: &[String]) -> Result<(), String> {
    match showcase::cli::command().try_get_matches_from(words) {
        Ok(_) => Ok(()),
        Err(error) if !error.use_stderr() => Ok(()),
        Err(error) => Err(error.to_string()),
    }
}

#[test]
fn every_command_of_the_documents_is_understood() {
    for (document, words) in commands() {
        if let Err(why) = understood(&words) {
            panic!("{document}: {words:?}: {why}");
        }
    }
    assert!(understood(&words("showcase build --no-such-flag")).is_err(), "a wrong one is found");
}

/// What documents say in passing: the command exists, and so does each flag.
#[test]
fn every_command_within_a_sentence_exists() {
    let mut seen = 0;
    for (document, text) in documents() {
        for span in text.split('`').skip(1).step_by(2).filter(|span| !span.contains('\n')) {
            let Some(words) = call(span) else { continue };
            seen += 1;
            let whole = showcase::cli::command();
            let mut at = &whole;
            for word in words.iter().skip(1) {
                if let Some(flag) = word.strip_prefix("--") {
                    let name = flag.split('=').next().unwrap();
                    let known = at.get_arguments().any(|arg| arg.get_long() == Some(name)) || name == "help";
                    assert!(known, "{document}: `{span}`: there is no --{name}");
                } else if let Some(below) = at.find_subcommand(word) {
                    at = below;
                } else if at.get_name() == "showcase" {
                    let placeholder = word.chars().all(|c| c.is_uppercase() || c == '…');
                    assert!(placeholder || word.starts_with('-'), "{document}: `{span}`: there is no `{word}`");
                }
            }
        }
    }
    assert!(seen > 60, "{seen}");
}

fn below(command: &clap::Command, path: &str, all: &mut Vec<(String, clap::Command)>) {
    for sub in command.get_subcommands() {
        let path = format!("{path} {}", sub.get_name());
        below(sub, &path, all);
        all.push((path, sub.clone()));
    }
}

#[test]
fn every_command_has_examples_and_each_is_understood() {
    let (whole, mut all) = (showcase::cli::command(), Vec::new());
    below(&whole, "showcase", &mut all);
    all.push(("showcase".to_owned(), whole));
    for (path, command) in all {
        let help = command.get_after_help().map(ToString::to_string).unwrap_or_default();
        let mut examples = 0;
        for line in help.lines().filter_map(|line| line.strip_prefix("  ")).filter(|line| line.starts_with("showcase "))
        {
            // In the list of the program itself, two spaces part what it does.
            let words = words(line.split("  ").next().unwrap());
            let own: Vec<&str> = path.split(' ').collect();
            assert!(words.len() >= own.len() && words.iter().zip(&own).all(|(a, b)| a == b), "{path}: {line}");
            if let Err(why) = understood(&words) {
                panic!("{path}: {line}: {why}");
            }
            examples += 1;
        }
        assert!(examples > 0, "{path} has no example");
    }
}

/// What neither waits, asks, opens a connection nor needs what only its story has.
const HARMLESS: &[&str] = &[
    "build",
    "check",
    "list",
    "consent",
    "stats",
    "fmt",
    "explain",
    "schema",
    "withdraw",
    "help",
    "completions",
    "man",
];

#[test]
fn harmless_commands_of_the_documents_run() {
    let project = Project::new();
    for id in ["i-7f3k", "i-a81c"] {
        let story = std::fs::read_to_string(project.root().join("content/interns/i-1/index.md")).unwrap();
        project.file(&format!("content/interns/{id}/index.md"), &story.replace("portrait.png", "../i-1/portrait.png"));
    }
    let all = commands().into_iter().map(|(_, words)| words).collect::<BTreeSet<_>>();
    let harmless = |words: &&Vec<String>| {
        words.get(1).is_some_and(|name| HARMLESS.contains(&name.as_str()))
            && words.iter().all(|word| !word.contains('$') && !word.contains("--external"))
    };
    let mut ran = 0;
    for words in all.iter().filter(harmless) {
        let args: Vec<&str> = words.iter().skip(1).map(String::as_str).collect();
        // A folder that a document speaks of is made.
        for pair in args.windows(2).filter(|pair| pair[0] == "--root") {
            drop(std::fs::create_dir_all(project.root().join(pair[1])));
        }
        let done = project.run(&args);
        assert!(matches!(done.code, 0 | 1), "{args:?}: {done:?}");
        ran += 1;
    }
    assert!(ran > 10, "{ran}");
}
