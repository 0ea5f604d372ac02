//! Questions on a terminal, one line each: plain text that is printed once and
//! never redrawn, so that screen readers read it as it comes and a transcript
//! shows what was seen. Asks nobody where there is no terminal.

use std::io::{BufRead as _, IsTerminal as _};

use super::console;

/// Whether somebody is there to answer.
pub(super) fn somebody() -> bool {
    std::io::stdin().is_terminal()
}

/// A question.
#[derive(Debug, Default)]
pub(super) struct Question<'a> {
    /// What is asked, on a line of its own.
    pub(super) ask: &'a str,
    /// What there is to choose from, which may be answered by number.
    pub(super) choices: &'a [String],
    /// What an empty answer means.
    pub(super) suggestion: Option<&'a str>,
    /// Whether an empty answer is one.
    pub(super) optional: bool,
    /// Whether there may be several answers, with commas between them.
    pub(super) several: bool,
}

/// Asks until the answer will do; `None` at the end of input. No answer to an
/// optional question is an empty list.
pub(super) fn ask(question: &Question<'_>, check: &dyn Fn(&[String]) -> Result<(), String>) -> Option<Vec<String>> {
    let mut text = format!("\n{}\n", question.ask);
    for (at, choice) in question.choices.iter().enumerate() {
        text.push_str(&format!("  {} {choice}\n", at + 1));
    }
    console::complain(&text);
    loop {
        let hint = match (question.choices.is_empty(), question.several) {
            (false, false) => "Number or word",
            (false, true) => "Numbers or words, with commas between them",
            (true, true) => "Answers, with commas between them",
            (true, false) => "Answer",
        };
        let empty = match (question.suggestion, question.optional) {
            (Some(suggestion), _) => format!(" [{suggestion}]"),
            (None, true) => " [leave it out]".to_owned(),
            (None, false) => String::new(),
        };
        console::complain(&format!("{hint}{empty}: "));
        let mut line = String::new();
        match std::io::stdin().lock().read_line(&mut line) {
            Ok(0) | Err(_) => return None,
            Ok(_) => {}
        }
        let line = line.trim();
        let answers: Vec<String> = match (line.is_empty(), question.suggestion) {
            (true, Some(suggestion)) => vec![suggestion.to_owned()],
            (true, None) if question.optional => return Some(Vec::new()),
            (true, None) => {
                console::complain("This is needed. (Ctrl-C stops, and nothing is written.)\n");
                continue;
            }
            (false, _) if question.several => line.split(',').map(|part| meant(part, question.choices)).collect(),
            (false, _) => vec![meant(line, question.choices)],
        };
        match check(&answers) {
            Ok(()) => return Some(answers),
            Err(why) => console::complain(&format!("{why}\n")),
        }
    }
}

/// A choice by its number, or the answer as it is.
fn meant(answer: &str, choices: &[String]) -> String {
    let answer = answer.trim();
    let number = answer.parse::<usize>().ok().and_then(|number| choices.get(number.checked_sub(1)?));
    number.map_or_else(|| answer.to_owned(), String::clone)
}
