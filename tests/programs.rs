//! What is told to programs: sitemap, security.txt, llms.txt.

use crate::harness::Project;

const STORY: &str = "content/interns/i-1/index.md";

/// The last change of a page, as the sitemap has it.
fn modified(project: &Project, path: &str) -> Option<String> {
    let map = project.page("sitemap.xml");
    let (_, rest) =
        map.split_once(&format!("<loc>https://small.example{path}</loc>")).unwrap_or_else(|| panic!("{path}: {map}"));
    let rest = rest.split("</url>").next().unwrap();
    rest.strip_prefix("<lastmod>").map(|date| date[..10].to_owned())
}

#[test]
fn the_sitemap_tells_when_content_changed_and_never_when_it_was_built() {
    let project = Project::new();
    project.file("content/pages/news/first.md", "+++\ntitle = \"First\"\npublished = 2025-05-05\n+++\n\nNews.\n");
    project.built();
    let of_the_story =
        ["/", "/interns/", "/interns/i-1/", "/offices/nairobi/", "/cohorts/2024/", "/donors/trust/", "/sdgs/10/"];
    let expect = |day: &str| {
        for path in of_the_story {
            assert_eq!(modified(&project, path).as_deref(), Some(day), "{path}");
        }
        assert_eq!(modified(&project, "/news/first/").as_deref(), Some("2025-05-05"));
        for path in ["/impact/", "/offices/", "/about/", "/news/"] {
            assert_eq!(modified(&project, path), None, "{path}");
        }
    };
    expect("2024-09-01");
    // Another day of the build changes nothing.
    let before = project.page("sitemap.xml");
    assert_eq!(project.run(&["build", "--date", "2027-01-01", "--quiet"]).code, 0);
    assert_eq!(project.page("sitemap.xml"), before);
    project.edit(STORY, "published = 2024-09-01", "published = 2024-09-01\nupdated = 2025-03-04");
    project.built();
    expect("2025-03-04");
    let later = "+++\ntitle = \"Later\"\nsummary = \"And then.\"\npublished = 2026-01-01\n+++\n\nMore.\n";
    project.file("content/interns/i-1/later.md", later);
    project.built();
    expect("2026-01-01");
    assert!(!project.page("sitemap.xml").contains("hreflang"), "there is one language");
}

#[test]
fn security_txt_is_there_if_the_site_wants_it() {
    let project = Project::new();
    assert!(!project.built().contains_key(".well-known/security.txt"));
    let table = "[security]\ncontact = [\"security@small.example\", \"https://small.example/report\"]\nexpires = 2027-09-01\n\
                 policy = \"https://small.example/policy\"\n\n[consent]";
    project.edit("site.toml", "[consent]", table);
    project.built();
    assert_eq!(
        project.page(".well-known/security.txt"),
        "Contact: mailto:security@small.example\nContact: https://small.example/report\n\
         Expires: 2027-09-01T00:00:00Z\nCanonical: https://small.example/.well-known/security.txt\n\
         Preferred-Languages: en-GB\nPolicy: https://small.example/policy\n"
    );
    // On its last day it holds, and then nothing is built.
    assert_eq!(project.run(&["build", "--date", "2027-08-31", "--quiet"]).code, 0);
    let ran = project.run(&["build", "--date", "2027-09-01", "--quiet"]);
    assert!(ran.code == 1 && ran.stderr.contains("error[security-expired]"), "{}", ran.stderr);
}

#[test]
fn llms_txt_says_what_pages_say() {
    let project = Project::new();
    assert!(!project.built().contains_key("llms.txt"));
    project.edit("site.toml", "language = \"en-GB\"", "language = \"en-GB\"\nllms_txt = true");
    project.edit(STORY, "title = \"Counting what counts\"", "title = \"Counting [what](x) *counts*\"");
    project.built();
    let text = project.page("llms.txt");
    assert!(
        text.starts_with("# Small showcase\n\nExample internships, with Example Agency as host organisation.\n"),
        "{text}"
    );
    let story = "- [Counting \\[what\\](x) \\*counts\\*](https://small.example/interns/i-1/): Six months of numbers and the \
                 people behind them.\n";
    assert!(text.contains(story), "{text}");
    assert!(text.contains("- [Nairobi](https://small.example/offices/nairobi/): A regional office.\n"), "{text}");
    assert!(!text.contains("Ada Example"), "{text}");
    project.edit(STORY, "given = 2024-08-20", "given = 2024-08-20\nwithdrawn = 2026-01-01");
    project.built();
    assert!(!project.page("llms.txt").contains("Counting"));
}
