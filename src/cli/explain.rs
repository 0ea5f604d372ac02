//! `showcase explain`.

use super::{Exit, console};
use crate::diagnostic::{Code, did_you_mean};

/// Prints a code's explanation, or the list of all codes.
pub(super) fn explain(name: Option<&str>) -> Exit {
    let Some(name) = name else {
        let width = Code::ALL.iter().map(|code| code.name().len()).max().unwrap_or_default();
        let lines = Code::ALL.iter().map(|code| format!("{:<width$}  {}\n", code.name(), code.title()));
        console::out(&lines.collect::<String>());
        return Exit::Done;
    };
    let Some(code) = Code::parse(name) else {
        let near = did_you_mean(name, Code::ALL.iter().map(|code| code.name()));
        let hint = near.unwrap_or_else(|| "`showcase explain` lists all codes.".to_owned());
        console::complain(&format!("error: there is no code `{name}`. {hint}\n"));
        return Exit::Usage;
    };
    let weight = if code.is_off() { "off" } else { code.severity().name() };
    let level = match code.hold().reason() {
        None => "A site may set its level, and a comment may allow it.".to_owned(),
        Some(reason) => format!("It stays an error: {reason}."),
    };
    let (name, title, explanation) = (code.name(), code.title(), code.explanation());
    console::out(&format!("{name} ({weight})\n\n{title}\n\n{explanation}\n\n{level}\n"));
    Exit::Done
}
