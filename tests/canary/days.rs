//! The day before, the day, the day after; and what totals keep.

use super::GIVEN;
use super::site::{ALL, person};
use crate::harness::Project;

/// Whether a person's page is there on a day, and whether its address is gone.
fn stands(project: &Project, whose: &str, day: &str) -> (bool, bool) {
    let ran = project.run(&["build", "--date", day, "--quiet"]);
    assert_eq!(ran.code, 0, "{day}: {}", ran.stderr);
    let page = project.public().join(format!("interns/i-{whose}/index.html"));
    let gone = project.page("_redirects").contains(&format!("/interns/i-{whose}/*"));
    let listed = ["feed.xml", "feed.json", "sitemap.xml", "interns/index.html", "offices/nairobi/index.html"]
        .map(|file| project.page(file).contains(&format!("/interns/i-{whose}/")));
    assert_eq!(listed, [page.exists(); 5], "{whose} {day}");
    (page.exists(), gone)
}

const ABSENT: (bool, bool) = (false, false);
const PUBLIC: (bool, bool) = (true, false);
const GONE: (bool, bool) = (false, true);

#[test]
fn every_date_begins_and_ends_on_its_day() {
    let later = format!("given = 2025-03-10\nreview = 2040-01-01\nscopes = [{ALL}]");
    let given = format!("{GIVEN}\nscopes = [{ALL}]");
    let cases = [
        ("given", "", later, [ABSENT, PUBLIC, PUBLIC]),
        ("expires", "", format!("{given}\nexpires = 2025-03-10"), [PUBLIC, GONE, GONE]),
        ("withdrawn", "", format!("{given}\nwithdrawn = 2025-03-10"), [PUBLIC, GONE, GONE]),
        ("published", "published = 2025-03-10", given.clone(), [ABSENT, PUBLIC, PUBLIC]),
        ("recordexpires", "expires = 2025-03-10", given, [PUBLIC, GONE, GONE]),
    ];
    for (whose, head, consent, expected) in cases {
        let project = super::planted();
        person(&project, whose, head, Some(&consent));
        let days = ["2025-03-09", "2025-03-10", "2025-03-11"];
        assert_eq!(days.map(|day| stands(&project, whose, day)), expected, "{whose}");
        // And back again: a build depends on its own day alone.
        assert_eq!(stands(&project, whose, days[0]), expected[0], "{whose}");
    }
}

#[test]
fn pages_and_later_stories_keep_their_dates() {
    let project = Project::new();
    let dates = "published = 2025-03-10\nexpires = 2025-04-10";
    project.file("content/pages/news/first.md", &format!("+++\ntitle = \"First\"\n{dates}\n+++\n\nNews.\n"));
    let story = format!("+++\ntitle = \"Later\"\nsummary = \"A story.\"\n{dates}\n+++\n\nStory.\n");
    project.file("content/interns/i-1/later.md", &story);
    let page = |path: &str| project.public().join(path).exists();
    for (day, there) in [
        ("2025-03-09", false),
        ("2025-03-10", true),
        ("2025-04-09", true),
        ("2025-04-10", false),
        ("2025-04-11", false),
    ] {
        let ran = project.run(&["build", "--date", day, "--quiet"]);
        assert_eq!(ran.code, 0, "{}", ran.stderr);
        let found = [page("news/first/index.html"), page("news/index.html"), page("interns/i-1/later/index.html")];
        assert_eq!(found, [there; 3], "{day}");
        assert_eq!(project.page("feed.xml").contains("Later"), there, "{day}");
    }
}

#[test]
fn totals_count_placements_and_no_more() {
    let all = format!("{GIVEN}\nscopes = [{ALL}]");
    let cases: [(&str, &str, Option<String>, bool); 9] = [
        ("a", "", Some(all.clone()), true),
        ("b", "", Some(format!("{all}\nwithdrawn = 2025-01-01")), true),
        ("c", "", Some(format!("{all}\nexpires = 2025-01-01")), true),
        ("d", "expires = 2025-01-01", Some(all.clone()), true),
        ("e", "", None, true),
        ("f", "draft = true", Some(all.clone()), false),
        ("g", "published = 2030-01-01", Some(all.clone()), false),
        ("h", "sample = true", Some(all.clone()), false),
        ("i", "", Some(all.replace("\"outcome\", ", "")), true),
    ];
    let project = super::planted();
    let (mut records, mut profiles) = (1, 1);
    for (whose, head, consent, counts) in cases {
        person(&project, whose, head, consent.as_deref());
        let built = super::everything(&project);
        records += u32::from(counts);
        profiles += u32::from(built.contains_key(&format!("interns/i-{whose}/index.html")));
        let impact = project.page("impact/index.html");
        let expected = format!("On record here: {records} placements, {profiles} of them with a published profile");
        assert!(impact.contains(&expected), "{whose}: {expected}");
    }
    assert_eq!((records, profiles), (7, 3));
    // Outcomes count with their own scope only: i-1 and i-a, not i-i nor the withheld.
    let impact = project.page("impact/index.html");
    assert!(impact.contains("Known for 2 of 7 placements"), "{impact}");
}
