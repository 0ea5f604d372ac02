//! The dialect, case by case: what a text becomes, and what is said about it
//! at which line and column.

mod blocks;
mod directives;
mod references;
mod safety;
mod text;

use super::{Doc, ImageOutcome, LinkOutcome, LinkTarget, Wording, parse};
use crate::diagnostic::{Diagnostic, Place};
use crate::text::{FileId, Origin, Span, position};

/// Reads a text that stands in a file behind front matter.
fn read(text: &str) -> (Doc, Vec<Diagnostic>) {
    let origin = Origin::verbatim(Span::new(FileId(0), 0..text.len()));
    let mut problems = Vec::new();
    let doc = parse(text, &origin, &mut problems);
    (doc, problems)
}

/// Fills the holes so that what went where can be seen.
fn fill(doc: &Doc) -> String {
    let links: Vec<_> = doc.links.iter().map(|link| LinkOutcome::To(href(link))).collect();
    let shown = |src: &str| ImageOutcome::Shown { src: format!("/{src}"), width: 4, height: 3, webp: None, tone: None };
    let images: Vec<_> = doc.images.iter().map(|image| shown(&image.src)).collect();
    doc.html(&links, &images, &Wording::default())
}

fn href(link: &super::LinkRef) -> String {
    let fragment = link.fragment.as_deref().map(|f| format!("#{f}")).unwrap_or_default();
    match &link.target {
        LinkTarget::Here => fragment,
        LinkTarget::File(path) => format!("file:{path}{fragment}"),
        LinkTarget::Record(kind, id) => format!("{}:{id}{fragment}", kind.scheme()),
        LinkTarget::Site(path) => format!("site:{path}{fragment}"),
    }
}

/// The HTML of a text in which nothing is wrong.
#[track_caller]
fn html(text: &str) -> String {
    let (doc, problems) = read(text);
    assert!(problems.is_empty(), "{text}\n{problems:#?}");
    fill(&doc)
}

/// The HTML of any text.
fn any_html(text: &str) -> String {
    fill(&read(text).0)
}

/// `line:column-line:column code` of each problem, in order of place.
fn problems(text: &str) -> Vec<String> {
    let mut found = read(text).1;
    found.sort_by_key(|problem| (problem.place.clone(), problem.code));
    let place = |problem: &Diagnostic| match &problem.place {
        Place::At(span) => {
            let (start, end) = (position(text, span.start as usize), position(text, span.end as usize));
            format!("{}:{}-{}:{}", start.line, start.column, end.line, end.column)
        }
        Place::Path(path) => path.to_string(),
    };
    found.iter().map(|problem| format!("{} {}", place(problem), problem.code.name())).collect()
}

/// Checks the HTML of several texts.
#[track_caller]
fn check_html(cases: &[(&str, &str)]) {
    for (text, expected) in cases {
        assert_eq!(html(text).trim_end(), *expected, "{text}");
    }
}

/// Checks the problems of several texts.
#[track_caller]
fn check_problems(cases: &[(&str, &[&str])]) {
    for (text, expected) in cases {
        assert_eq!(problems(text), *expected, "{text}");
    }
}

/// The message and help of a text's only problem.
#[track_caller]
fn advice(text: &str) -> String {
    let found = read(text).1;
    assert_eq!(found.len(), 1, "{found:#?}");
    format!("{} {}", found[0].message, found[0].help.clone().unwrap_or_default())
}
