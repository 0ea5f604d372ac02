//! The site that faults are planted in.

use std::fmt::Write;

use crate::harness::Project;

/// How many stories it has.
pub(super) const STORIES: usize = 320;

/// How many files are copied as they are.
pub(super) const LEAFLETS: usize = 150;

/// A file that is copied, with a line that stands for the part that faults take
/// the place of.
pub(super) fn leaflet(number: usize) -> String {
    format!(
        "<!doctype html>\n<html lang=\"en-GB\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <title>Leaflet {number}</title>\n<meta name=\"description\" content=\"What leaflet {number} says.\">\n\
         </head>\n<body>\n<a href=\"#leaflet\">Skip to content</a>\n<main id=\"leaflet\">\n\
         <h1>Leaflet number {number}</h1>\n<p>For the notice board.</p>\n</main>\n</body>\n</html>\n"
    )
}

/// A story without mistakes.
fn story(number: usize) -> String {
    format!(
        "+++\nname = \"Person Number{number}\"\ncourse = \"Public Health\"\nlevel = \"postgraduate\"\n\
         school = \"School of Examples\"\ncohort = \"2024\"\noffice = \"nairobi\"\nunit = \"Unit {number}\"\n\
         start = 2024-01-08\nend = 2024-07-05\ndonors = [\"trust\"]\n\
         sdgs = [{{ goal = 10, target = \"10.7\", why = \"Safe movement was the subject.\" }}]\n\
         skills = [\"Statistics\"]\ntitle = \"Counting day {number}\"\n\
         summary = \"What day {number} was like.\"\nquote = \"I counted to {number}.\"\npublished = 2024-09-01\n\
         aliases = [\"/old/{number}/\"]\n\n[consent]\ngiven = 2024-08-20\n\
         scopes = [\"story\", \"name\", \"photo\", \"quote\", \"outcome\", \"donor_link\", \"social\"]\n\
         method = \"signed form\"\nreview = 2040-01-01\n+++\n\nI counted to {number}.\n\n## My week\n\n\
         Monday was for the [office](office:nairobi).\n\n## My desk\n\nIt stood by the window.\n"
    )
}

/// A site of more than five hundred pages, without any fault.
pub(super) fn five_hundred_pages() -> Project {
    let project = Project::new();
    project.delete("content/interns/i-1/portrait.png");
    for number in 1..=STORIES {
        project.file(&format!("content/interns/i-{number}/index.md"), &story(number));
    }
    let mut hub = leaflet(0).replace("</h1>\n", "</h1>\n<ul>\n");
    let mut links = String::new();
    for number in 1..=LEAFLETS {
        project.file(&format!("content/static/leaflets/{number}.html"), &leaflet(number));
        let _ = writeln!(links, "<li><a href=\"/leaflets/{number}.html\">Leaflet number {number}</a></li>");
    }
    hub = hub.replace("<ul>\n", &format!("<ul>\n{links}</ul>\n"));
    project.file("content/static/leaflets/index.html", &hub);
    let menu = "[[menu]]\ntitle = \"Interns\"";
    project.edit("site.toml", menu, &format!("[[menu]]\ntitle = \"Leaflets\"\nurl = \"/leaflets/\"\n\n{menu}"));
    project
}

/// The same once more.
pub(super) fn copy(site: &Project) -> Project {
    Project::copy_of(site.root(), &["site.toml", "content"])
}
