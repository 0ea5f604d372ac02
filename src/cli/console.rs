//! Standard output and standard error, and the colour of the latter.

use std::io::{IsTerminal, Write};

use super::{Exit, Format};
use crate::diagnostic::{Report, Severity, Waiver, github, json, jsonl, junit, sarif, terminal};

/// Prints to standard output. A reader that went away is no failure.
pub(super) fn out(text: &str) {
    let mut stdout = std::io::stdout().lock();
    drop(stdout.write_all(text.as_bytes()).and_then(|()| stdout.flush()));
}

/// Prints to standard error.
pub(super) fn err(text: &str) {
    let mut stderr = std::io::stderr().lock();
    drop(stderr.write_all(text.as_bytes()).and_then(|()| stderr.flush()));
}

/// Prints a message that may quote a path or an argument.
pub(super) fn complain(text: &str) {
    err(&terminal::harmless(text));
}

/// Whether standard error is a terminal.
pub(super) fn is_interactive() -> bool {
    std::io::stderr().is_terminal()
}

/// Reports problems and says how a run that had them ends.
pub(super) fn report(report: &Report<'_>, format: Format) -> Exit {
    match format {
        Format::Human => err(&terminal::render(report, colour(), width())),
        Format::Json => out(&json::render(report)),
        Format::Sarif => out(&sarif::render(report, env!("CARGO_PKG_VERSION"))),
        Format::Github => out(&github::render(report)),
        Format::Jsonl => out(&jsonl::render(report)),
        Format::Junit => out(&junit::render(report)),
    }
    if report.machine_failed() {
        Exit::Machine
    } else if report.count(Severity::Error) > 0 {
        Exit::Content
    } else {
        Exit::Done
    }
}

/// "3 errors and 1 warning"; nothing without problems.
pub(super) fn tally(report: &Report<'_>) -> Option<String> {
    let count = |severity: Severity| match report.count(severity) {
        0 => None,
        1 => Some(format!("1 {}", severity.name())),
        n => Some(format!("{n} {}s", severity.name())),
    };
    let parts: Vec<String> = [count(Severity::Error), count(Severity::Warning)].into_iter().flatten().collect();
    (!parts.is_empty()).then(|| parts.join(" and "))
}

/// What is not reported, in a line for each reason; nothing without any.
pub(super) fn aside(report: &Report<'_>, unmatched: usize) -> String {
    let findings = |many: usize| if many == 1 { "1 finding is".to_owned() } else { format!("{many} findings are") };
    let known = report.waived().filter(|l| l.diagnostic.waiver.as_deref() == Some(&Waiver::Baseline)).count();
    let allowed = report.waived().count() - known;
    let mut out = String::new();
    if allowed > 0 {
        out.push_str(&format!("{} allowed by a comment.\n", findings(allowed)));
    }
    if known > 0 {
        out.push_str(&format!("{} known from before and not reported.\n", findings(known)));
    }
    if unmatched > 0 {
        let entries = if unmatched == 1 { "1 entry".to_owned() } else { format!("{unmatched} entries") };
        out.push_str(&format!(
            "{entries} of the list of known findings can go: `showcase check --write-baseline` writes a shorter one.\n"
        ));
    }
    out
}

/// Columns of what is printed to standard output, and whether it may have colour.
pub(super) fn of_output() -> (usize, bool) {
    let measured = terminal_size::terminal_size().map(|(columns, _)| usize::from(columns.0));
    (width().or(measured).unwrap_or(80), may_colour(std::io::stdout().is_terminal()))
}

fn colour() -> bool {
    may_colour(is_interactive())
}

#[expect(clippy::disallowed_methods, reason = "the environment enters on the command line")]
fn may_colour(terminal: bool) -> bool {
    let set = |name: &str| std::env::var_os(name).is_some_and(|value| !value.is_empty());
    let dumb = std::env::var_os("TERM").is_some_and(|term| term == "dumb");
    !set("NO_COLOR") && (set("CLICOLOR_FORCE") || (terminal && !dumb))
}

#[expect(clippy::disallowed_methods, reason = "the environment enters on the command line")]
fn width() -> Option<usize> {
    std::env::var("COLUMNS").ok().and_then(|columns| columns.parse().ok())
}
