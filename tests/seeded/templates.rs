//! Faults of templates, which show on many pages and are each one fault.

use super::{Planted, line_of};
use crate::harness::Project;

/// Lines that a template's content begins with, by the code that they bring
/// about.
const LINES: [(&str, &str); 8] = [
    ("link-dangling", "<p><a href=\"/no/{}/\">Nothing of {}</a></p>"),
    ("asset-missing", "<p><img src=\"/no-{}.png\" alt=\"A map\" width=\"1\" height=\"1\"></p>"),
    ("image-alt-missing", "<p><img src=\"/favicon.svg\" width=\"1\" height=\"1\" class=\"{}\"></p>"),
    ("link-text-vague", "<p><a href=\"/impact/#{}\">read more</a></p>"),
    ("aria-unknown", "<p aria-labl=\"{}\">Text</p>"),
    ("list-structure", "<ul class=\"{}\"><p>Text</p></ul>"),
    ("field-unlabelled", "<form action=\"/search/\"><input name=\"{}\"></form>"),
    ("button-unnamed", "<button type=\"button\" name=\"{}\"></button>"),
];

/// Templates that begin their content with such a line.
const TEMPLATES: [&str; 9] = [
    "home.html",
    "intern.html",
    "office.html",
    "cohort.html",
    "donor.html",
    "goal.html",
    "interns.html",
    "impact.html",
    "offices.html",
];

pub(super) fn plant(project: &Project) -> Planted {
    let mut planted = Planted::default();
    project.edit("site.toml", "language = \"en-GB\"", "language = \"en-GB\"\ntheme = \"house\"");
    project.file("themes/house/theme.toml", "name = \"House\"\nextends = \"showcase\"\n");
    for template in TEMPLATES {
        let path = format!("themes/house/templates/{template}");
        let mut text = own(template);
        let block = "{% block content -%}\n";
        assert_eq!(text.matches(block).count(), 1, "{template}");
        let name = template.trim_end_matches(".html");
        let lines: Vec<(&str, String)> = LINES.iter().map(|(code, line)| (*code, line.replace("{}", name))).collect();
        let all: String = lines.iter().map(|(_, line)| format!("{line}\n")).collect();
        text = text.replace(block, &format!("{block}{all}"));
        project.file(&path, &text);
        for (code, line) in lines {
            let at = line_of(&text, &line);
            planted.note(code, &path, at);
            if code == "link-text-vague" {
                planted.note("fragment-dangling", &path, at);
            }
        }
    }
    let base =
        own("base.html").replace("<main id=\"main_content\"", "<p tabindex=\"3\">Text</p>\n<main id=\"main_content\"");
    project.file("themes/house/templates/base.html", &base);
    planted.note("tabindex-positive", "themes/house/templates/base.html", line_of(&base, "<p tabindex"));
    planted
}

/// A template of the built-in theme.
fn own(name: &str) -> String {
    let path = format!("{}/themes/showcase/templates/{name}", env!("CARGO_MANIFEST_DIR"));
    std::fs::read_to_string(path).unwrap()
}
