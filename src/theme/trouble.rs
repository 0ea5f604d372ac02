//! What Tera complains of, as diagnostics at the right place of a template.

use std::ops::Range;

use tera::{Error, ErrorKind, Tera};

use super::engine::FILTERS;
use super::scan::{Source, component_names, find_name};
use crate::diagnostic::{Code, Diagnostic, did_you_mean};
use crate::text::{FileId, Span};

/// The templates that cannot be parsed, each with its first mistake.
pub(super) fn syntax_errors(sources: &[Source<'_>]) -> Vec<Diagnostic> {
    let alone = |source: &Source<'_>| {
        let error = Tera::default().add_raw_template(&source.name, source.text).err()?;
        match error.kind() {
            ErrorKind::SyntaxError(report) => {
                let range = report.span().range.clone();
                let tag = source.text.get(range.clone()).unwrap_or_default();
                let span = Span::new(source.file, range);
                if report.message().starts_with("Unknown tag") && (tag.starts_with("end") || tag.starts_with("el")) {
                    let message = format!("`{tag}` does not belong to the tag that is open here.");
                    let help = "A tag above it is not closed: each `if` needs its `endif`, each `for` its `endfor`.";
                    return Some(Diagnostic::new(Code::TemplateSyntax, span, message).help(help));
                }
                Some(Diagnostic::new(Code::TemplateSyntax, span, sentence(report.message())))
            }
            _ => None,
        }
    };
    sources.iter().filter_map(alone).collect()
}

/// What is wrong with templates that parse, but do not fit together.
pub(super) fn misfits(error: &Error, sources: &[Source<'_>]) -> Vec<Diagnostic> {
    let found = match error.kind() {
        ErrorKind::MissingParent { current, parent } => {
            let message = format!("There is no template `{parent}` to extend.");
            vec![at_name(sources, current, "extends", parent, message).maybe_help(near_template(sources, parent))]
        }
        ErrorKind::CircularExtend { tpl, inheritance_chain } => {
            let chain = inheritance_chain.join("` → `");
            vec![at_word(
                sources,
                tpl,
                "extends",
                format!("The templates extend each other in a circle: `{tpl}` → `{chain}`."),
            )]
        }
        ErrorKind::CircularInclude { tpl, include_chain } => {
            let message = format!("The templates include each other in a circle: `{}`.", include_chain.join("` → `"));
            vec![at_word(sources, tpl, "include", message)]
        }
        ErrorKind::Msg(text) => {
            duplicate(text, sources).map_or_else(|| reports(text, sources), |problem| vec![problem])
        }
        _ => Vec::new(),
    };
    if !found.is_empty() {
        return found;
    }
    // Whatever else Tera may say must not be lost.
    let file = sources.first().map_or(FileId(0), |source| source.file);
    vec![Diagnostic::new(Code::TemplateSyntax, file, sentence(&error.to_string()))]
}

/// A failure while a page was rendered. `entry` is the file of its template.
pub(super) fn render_error<'f>(error: &Error, entry: FileId, file: impl Fn(&str) -> Option<&'f FileId>) -> Diagnostic {
    match error.kind() {
        ErrorKind::RenderingError(report) | ErrorKind::SyntaxError(report) => {
            let file = file(report.filename()).copied().unwrap_or(entry);
            Diagnostic::new(
                Code::TemplateRender,
                Span::new(file, report.span().range.clone()),
                sentence(report.message()),
            )
        }
        _ => Diagnostic::new(Code::TemplateRender, entry, sentence(&error.to_string())),
    }
}

/// Tera ends some of its messages with a full stop.
fn sentence(message: &str) -> String {
    format!("{}.", message.trim_end_matches('.'))
}

fn source<'s, 'a>(sources: &'s [Source<'a>], name: &str) -> Option<&'s Source<'a>> {
    sources.iter().find(|source| source.name == name)
}

fn at_name(sources: &[Source<'_>], template: &str, word: &str, name: &str, message: String) -> Diagnostic {
    let found = source(sources, template);
    let range = found.and_then(|source| find_name(source.text, word, name)).unwrap_or(0..0);
    Diagnostic::new(Code::TemplateSyntax, Span::new(found.map_or(FileId(0), |source| source.file), range), message)
}

/// At the first use of a tag.
fn at_word(sources: &[Source<'_>], template: &str, word: &str, message: String) -> Diagnostic {
    let found = source(sources, template);
    let start = found.and_then(|source| source.text.find(word));
    let range = start.map_or(0..0, |start| start..start + word.len());
    Diagnostic::new(Code::TemplateSyntax, Span::new(found.map_or(FileId(0), |source| source.file), range), message)
}

/// "Component `card` is defined in both `a.html` and `b.html`"
fn duplicate(text: &str, sources: &[Source<'_>]) -> Option<Diagnostic> {
    let mut names = text.strip_prefix("Component `")?.split('`').step_by(2);
    let (component, first, second) = (names.next()?, names.next()?, names.next()?);
    let problem = at_name(sources, second, "component", component, sentence(text));
    let there = at_name(sources, first, "component", component, String::new()).place;
    Some(problem.related(there, "The other definition is here."))
}

/// Unknown filters, tests, functions, components, templates and blocks: Tera
/// hands them over as one text, made for a terminal.
fn reports(text: &str, sources: &[Source<'_>]) -> Vec<Diagnostic> {
    let mut message = None;
    let mut found = Vec::new();
    for line in text.lines() {
        if let Some(said) = line.strip_prefix("error: ") {
            message = Some(said);
        } else if let (Some(said), Some(place)) = (message, line.trim_start().strip_prefix("--> ")) {
            found.extend(report(said, place, sources));
            message = None;
        }
    }
    found
}

/// `place` is `file:line:column`.
fn report(message: &str, place: &str, sources: &[Source<'_>]) -> Option<Diagnostic> {
    let mut parts = place.rsplitn(3, ':');
    let column: usize = parts.next()?.parse().ok()?;
    let line: usize = parts.next()?.parse().ok()?;
    let source = source(sources, parts.next()?)?;
    let name = message.split('`').nth(1).unwrap_or_default();
    let span = Span::new(source.file, name_at(source.text, line, column, name));
    let help = match message.split('`').next() {
        Some("Unknown filter ") => did_you_mean(name, FILTERS.split_ascii_whitespace()),
        Some("Unknown component ") => {
            did_you_mean(name, sources.iter().flat_map(|source| component_names(source.text)))
        }
        Some("Unknown template ") => near_template(sources, name),
        _ => None,
    };
    Some(Diagnostic::new(Code::TemplateSyntax, span, sentence(message)).maybe_help(help))
}

/// The bytes of a name that stands at, or soon after, a line and column.
fn name_at(text: &str, line: usize, column: usize, name: &str) -> Range<usize> {
    let line_start = text.split_inclusive('\n').take(line.saturating_sub(1)).map(str::len).sum::<usize>();
    let after = text.get(line_start..).unwrap_or_default();
    let start = line_start + after.chars().take(column.saturating_sub(1)).map(char::len_utf8).sum::<usize>();
    let found = text.get(start..).and_then(|rest| rest.find(name)).map_or(start, |offset| start + offset);
    found..found + name.len()
}

fn near_template(sources: &[Source<'_>], name: &str) -> Option<String> {
    let full = sources.iter().map(|source| source.name.as_str());
    let short = full.clone().filter_map(|name| name.split_once('/').map(|(_, short)| short));
    did_you_mean(name, short.chain(full))
}
