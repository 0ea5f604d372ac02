//! What the TOML parser complains of, in words for people who do not know TOML.

use toml::de::Error;

use super::{Source, is_stray_control};
use crate::diagnostic::{Code, Diagnostic, Place};

/// Adds the parser's errors to what was found from `before` on. A slip is one
/// problem: the parser guesses on and the check stumbles over the guess, so
/// only the clearer of the two stays for a line.
pub(super) fn add(source: &Source<'_>, errors: &[Error], before: usize, problems: &mut Vec<Diagnostic>) {
    let found = problems.split_off(before);
    for error in errors {
        let problem = problem(source, error);
        // A bare word is taken for a text. Where the key wants no text, saying
        // so helps, and asking for quotation marks would mislead.
        let guessed = is_bare(error) && found.iter().any(|other| other.place == problem.place);
        let repeated = problems.iter().skip(before).any(|other| line(source, other) == line(source, &problem));
        if !guessed && !repeated {
            problems.push(problem);
        }
    }
    let lines: Vec<_> = problems.iter().skip(before).map(|problem| line(source, problem)).collect();
    problems.extend(found.into_iter().filter(|problem| !lines.contains(&line(source, problem))));
}

fn line(source: &Source<'_>, problem: &Diagnostic) -> usize {
    let Place::At(span) = problem.place else { return 0 };
    source.text.bytes().take(span.start as usize).filter(|&byte| byte == b'\n').count()
}

fn is_bare(error: &Error) -> bool {
    error.message().contains("must be quoted")
}

/// What word processors make of a quotation mark.
const CURLY: [char; 9] = ['“', '”', '„', '‟', '‘', '’', '‚', '«', '»'];

pub(super) fn problem(source: &Source<'_>, error: &Error) -> Diagnostic {
    let range = error.span().unwrap_or(0..0);
    let said = error.message().trim_end_matches('.');
    let written = source.toml.get(range.clone()).unwrap_or_default();
    let rest = source.toml.get(range.start..).unwrap_or_default();
    let (code, message, help) = match rest.chars().next().filter(|c| is_stray_control(*c)) {
        Some(c) => {
            let message = format!("There is an invisible control character (U+{:04X}) here.", u32::from(c));
            (Code::ControlCharacter, message, "Delete it; typing the passage afresh is often quickest.".to_owned())
        }
        None => explained(said, written),
    };
    Diagnostic::new(code, source.span(range), message).help(help)
}

fn explained(said: &str, written: &str) -> (Code, String, String) {
    let syntax = |message: &str, help: &str| (Code::TomlSyntax, message.to_owned(), help.to_owned());
    if said.contains("date") {
        let message = format!("The date `{written}` does not exist.");
        let help = "A date is written year-month-day, without quotation marks: 2024-09-30.";
        return (Code::DateInvalid, message, help.to_owned());
    }
    if said.contains("must be quoted") && written.starts_with(CURLY) {
        let text = written.trim_matches(CURLY);
        return syntax("These quotation marks are not the straight ones.", &format!("Write it as \"{text}\"."));
    }
    if said.contains("must be quoted") {
        return syntax("This text stands without quotation marks.", &format!("Write it as \"{written}\"."));
    }
    if said.contains("duplicate key") {
        return syntax(
            &format!("The key `{written}` stands twice in the same group."),
            "Keep one of the two, or give the other its own name.",
        );
    }
    if said.contains("escape") || said.contains("unicode") {
        return syntax(
            "A backslash begins a special character here, and there is none of this kind.",
            "Write two backslashes for one, or put the text between single quotation marks: '…'.",
        );
    }
    if said.contains("string") && said.contains("expected") {
        return syntax(
            "The closing quotation mark of this text is missing.",
            "A text stands on one line between two quotation marks; one inside it is written \\\".",
        );
    }
    if said.contains("key with no value") {
        return syntax("This key has no `=` after it.", "Write it as in: title = \"My week\"");
    }
    if said.contains("unclosed") {
        let bracket = said.rsplit('`').nth(1).unwrap_or("]");
        return syntax(
            &format!("The closing `{bracket}` is missing."),
            "Every bracket that is opened is closed again.",
        );
    }
    syntax(
        &format!("This line cannot be read as TOML: {said}."),
        "A text stands in quotation marks on one line, a date is written 2024-09-30, a list stands in [ ].",
    )
}
