//! The style sheet of a chain of themes: each file parsed, all printed as one
//! for the browsers that are supported, and its colours held to their contrast.
//!
//! Knows no theme and reads no file: texts in, one text and problems out.

pub mod contrast;
pub mod goals;
pub mod tokens;
pub mod tones;

mod fault;

#[cfg(test)]
mod tests;

use std::borrow::Cow;
use std::convert::Infallible;

use lightningcss::rules::{CssRule, CssRuleList, Location};
use lightningcss::stylesheet::{MinifyOptions, ParserOptions, PrinterOptions, StyleSheet};
use lightningcss::targets::{Browsers, Targets};
use lightningcss::values::url::Url;
use lightningcss::visit_types;
use lightningcss::visitor::{Visit, VisitTypes, Visitor};

use self::tokens::Tokens;
use crate::diagnostic::{Code, Diagnostic};
use crate::text::{FileId, Span};

/// One style sheet before it is joined to the others.
#[derive(Debug)]
pub struct Part<'a> {
    /// Where it stands; `None` if the program wrote it.
    pub file: Option<FileId>,
    /// What it says.
    pub text: Cow<'a, str>,
}

/// The style sheet of a site.
#[derive(Debug, Default)]
pub struct Style {
    /// What browsers get.
    pub css: String,
    /// The custom properties of `:root`.
    pub tokens: Tokens,
}

/// Where a `url()` leads.
#[derive(Debug)]
pub enum Asset {
    /// To this address, as seen from the style sheet.
    At(String),
    /// To no file, with what may help.
    Missing(Option<String>),
}

/// The oldest browsers for which styles are compiled: those of spring 2023,
/// the first with container queries, `:has()` (Firefox: December 2023, where
/// it is only ever used to embellish) and `color-mix()`. What newer browsers
/// know and these do not is rewritten.
const BROWSERS: Browsers = Browsers {
    android: Some(version(111, 0)),
    chrome: Some(version(111, 0)),
    edge: Some(version(111, 0)),
    firefox: Some(version(113, 0)),
    ie: None,
    ios_saf: Some(version(16, 4)),
    opera: Some(version(97, 0)),
    safari: Some(version(16, 4)),
    samsung: Some(version(22, 0)),
};

/// A version as lightningcss writes it.
const fn version(major: u32, minor: u32) -> u32 {
    major << 16 | minor << 8
}

/// Stands at the end of each file while it is parsed. Where a block, comment
/// or text before it is not closed, it is swallowed.
const END: &str = "\n@layer showcase-end;";

/// Joins the parts in their order. `asset` says where a `url()` leads that
/// names a file of the theme. `None` if a part cannot be read; what is wrong
/// with each is among the problems.
pub fn compile(
    parts: &[Part<'_>],
    asset: &mut dyn FnMut(&str) -> Asset,
    problems: &mut Vec<Diagnostic>,
) -> Option<Style> {
    let before = problems.len();
    let closed: Vec<String> = parts.iter().map(|part| format!("{}{END}", bare(&part.text))).collect();
    let mut rules = Vec::new();
    for (index, (part, text)) in parts.iter().zip(&closed).enumerate() {
        match parse(part, text, index) {
            Ok(mut sheet) => {
                if text.contains("url(") {
                    let _ = sheet.visit(&mut Urls { part, asset: &mut *asset, problems: &mut *problems });
                }
                rules.extend(sheet.rules.0);
            }
            Err(problem) => problems.push(*problem),
        }
    }
    if problems.len() > before {
        return None;
    }
    let tokens = Tokens::of(&rules, parts);
    let mut sheet = StyleSheet::new(vec![String::new(); parts.len()], CssRuleList(rules), ParserOptions::default());
    let css = printed(&mut sheet).map_err(|(message, at)| problems.push(fault::late(&message, at, parts))).ok()?;
    Some(Style { css, tokens })
}

/// A text without the byte order mark.
fn bare(text: &str) -> &str {
    text.trim_start_matches('\u{feff}')
}

fn parse<'t>(part: &Part<'_>, text: &'t str, index: usize) -> Result<StyleSheet<'t>, Box<Diagnostic>> {
    let source_index = u32::try_from(index).unwrap_or(u32::MAX);
    let options = ParserOptions { source_index, ..ParserOptions::default() };
    let mut sheet = StyleSheet::parse(text, options).map_err(|error| Box::new(fault::early(&error, part)))?;
    match sheet.rules.0.pop() {
        Some(CssRule::LayerStatement(_)) => {}
        _ => return Err(Box::new(fault::unclosed(part))),
    }
    let import = sheet.rules.0.iter().find_map(|rule| match rule {
        CssRule::Import(rule) => Some(rule.loc),
        _ => None,
    });
    import.map_or(Ok(sheet), |at| Err(Box::new(fault::import(at, part))))
}

fn printed(sheet: &mut StyleSheet<'_>) -> Result<String, (String, Option<Location>)> {
    let targets = Targets::from(BROWSERS);
    sheet.minify(MinifyOptions { targets, ..MinifyOptions::default() }).map_err(|error| {
        let at = error.loc.map(|at| Location { source_index: 0, line: at.line, column: at.column });
        (error.kind.to_string(), at)
    })?;
    let options = PrinterOptions { minify: true, targets, ..PrinterOptions::default() };
    sheet.to_css(options).map(|printed| printed.code).map_err(|error| (error.kind.to_string(), None))
}

/// Puts the addresses of files in place of their names.
struct Urls<'w, 'p> {
    part: &'w Part<'p>,
    asset: &'w mut dyn FnMut(&str) -> Asset,
    problems: &'w mut Vec<Diagnostic>,
}

impl<'i> Visitor<'i> for Urls<'_, '_> {
    type Error = Infallible;

    fn visit_types(&self) -> VisitTypes {
        visit_types!(URLS)
    }

    fn visit_url(&mut self, url: &mut Url<'i>) -> Result<(), Infallible> {
        let written = url.url.to_string();
        // `#a` is a part of the page, `data:` has all in itself.
        if written.starts_with('#') || written.starts_with("data:") {
            return Ok(());
        }
        let span = fault::span(self.part, url.loc.line.saturating_sub(1), url.loc.column, |rest| {
            rest.find(&written).map(|start| start..start + written.len())
        });
        if url.is_absolute() {
            self.report(span, format!("The styles load `{written}`, which is no file of the theme."), None);
            return Ok(());
        }
        let (name, fragment) = written.find(['#', '?']).map_or((written.as_str(), ""), |at| written.split_at(at));
        match (self.asset)(name) {
            Asset::At(address) => url.url = format!("{address}{fragment}").into(),
            Asset::Missing(help) => self.report(span, format!("The theme has no file static/{name}."), help),
        }
        Ok(())
    }
}

impl Urls<'_, '_> {
    fn report(&mut self, span: Option<Span>, message: String, help: Option<String>) {
        let help = help.unwrap_or_else(|| {
            "Put the file into the theme's folder static/ and write its path from there: url(\"fonts/x.woff2\")."
                .to_owned()
        });
        let span = span.unwrap_or(Span::start_of(FileId(0)));
        self.problems.push(Diagnostic::new(Code::StyleAssetMissing, span, message).help(help));
    }
}
