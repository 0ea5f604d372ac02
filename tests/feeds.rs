//! Feeds of all stories and of what gathers them: who is in which, under which
//! id, with what text.

use std::collections::BTreeMap;

use serde_json::Value;

use crate::harness::Project;

const STORY: &str = "content/interns/i-1/index.md";

fn json(project: &Project, path: &str) -> Value {
    serde_json::from_str(&project.page(path)).unwrap()
}

fn ids(feed: &Value) -> Vec<&str> {
    feed["items"].as_array().unwrap().iter().map(|item| item["id"].as_str().unwrap()).collect()
}

/// A second person, at another office, in another cohort, with another goal.
fn second(project: &Project) {
    let record = project.root().join(STORY);
    let text = std::fs::read_to_string(record).unwrap();
    let (head, _) = text.split_once("[portrait]").unwrap();
    let consent = "\n[consent]\ngiven = 2024-08-20\nscopes = [\"story\"]\nreview = 2040-01-01\n+++\n\nText.\n";
    let head = head.replace("Ada Example", "Zora Hidden").replace("nairobi", "oslo").replace("\"2024\"", "\"2025\"");
    let head = head.replace("goal = 10, target = \"10.7\"", "goal = 4").replace("2024-09-01", "2025-09-01");
    let head = head.replace("Counting what counts", "Second <story> & ]]>");
    project.file("content/interns/i-2/index.md", &format!("{head}{consent}"));
    project.file("content/cohorts/2025.toml", "year = 2025\n");
    let oslo = "name = \"Oslo\"\ncapital = true\ncountry = \"NO\"\nlatitude = 59.9\nlongitude = 10.7\n";
    project.file("content/offices/oslo.toml", oslo);
}

#[test]
fn every_office_cohort_and_goal_has_the_stories_that_it_gathers() {
    let project = Project::new();
    second(&project);
    project.file(
        "content/interns/i-1/later.md",
        "+++\ntitle = \"Later\"\nsummary = \"And then.\"\npublished = 2026-01-01\n+++\n\nMore.\n",
    );
    let files = project.built();
    let entries = |path: &str| -> Vec<String> {
        let items = json(&project, path)["items"].as_array().unwrap().clone();
        items.iter().map(|item| item["url"].as_str().unwrap().rsplit("/interns/").next().unwrap().to_owned()).collect()
    };
    let (first, later, second) = ("i-1/", "i-1/later/", "i-2/");
    assert_eq!(entries("feed.json"), [later, second, first], "the newest first");
    for (folder, expected) in [
        ("offices/nairobi", vec![later, first]),
        ("offices/oslo", vec![second]),
        ("cohorts/2024", vec![later, first]),
        ("cohorts/2025", vec![second]),
        ("sdgs/10", vec![later, first]),
        ("sdgs/4", vec![second]),
    ] {
        assert_eq!(entries(&format!("{folder}/feed.json")), expected, "{folder}");
        let atom = project.page(&format!("{folder}/feed.xml"));
        assert_eq!(atom.matches("<entry>").count(), expected.len(), "{folder}");
        // It is found by programs and by people.
        let page = crate::html::pages(&files).into_iter().find(|page| page.path == format!("{folder}/index.html"));
        let page = page.unwrap();
        for name in ["feed.xml", "feed.json"] {
            let href = format!("/{folder}/{name}");
            assert_eq!(page.all(&format!("link[rel=alternate][href='{href}']")).len(), 1, "{href}");
            assert_eq!(page.all(&format!("main a[href='{href}']")).len(), 1, "{href}");
            assert_eq!(page.all(&format!("link[rel=alternate][href='/{name}']")).len(), 1, "{href}");
        }
    }
    assert!(!files.contains_key("donors/trust/feed.xml") && !files.contains_key("levels/postgraduate/feed.xml"));
    // No name without the scope.
    let (atom, whole) = (project.page("offices/oslo/feed.xml"), project.page("feed.json"));
    assert!(!atom.contains("Zora") && !whole.contains("Zora") && whole.contains("Ada Example"), "{atom}");
    assert!(atom.contains("<title>Second &lt;story&gt; &amp; ]]&gt;</title>"), "{atom}");
}

#[test]
fn an_id_stays_whatever_is_renamed_and_wherever_the_site_moves() {
    let project = Project::new();
    project.built();
    let first = ids(&json(&project, "feed.json")).join(" ");
    assert!(first.starts_with("urn:uuid:") && !first.contains("i-1"), "{first}");
    assert_eq!(ids(&json(&project, "offices/nairobi/feed.json")).join(" "), first, "the same entry in every feed");
    let text = |project: &Project| std::fs::read_to_string(project.root().join(STORY)).unwrap();
    let same = |project: &Project| {
        project.built();
        let feed = json(project, "feed.json");
        assert_eq!(ids(&feed).join(" "), first);
        assert!(project.page("feed.xml").contains(&first));
        feed
    };
    project.edit(STORY, "Counting what counts", "Another title").edit(STORY, "Ada Example", "Ada Other");
    project.edit("site.toml", "title = \"Small showcase\"", "title = \"Another site\"");
    same(&project);
    // The folder gets another name, and the old address leads there.
    let renamed =
        text(&project).replace("published = 2024-09-01", "published = 2024-09-01\naliases = [\"/interns/i-1/\"]");
    project.file("content/interns/i-9/index.md", &renamed);
    std::fs::rename(
        project.root().join("content/interns/i-1/portrait.png"),
        project.root().join("content/interns/i-9/portrait.png"),
    )
    .unwrap();
    std::fs::remove_dir_all(project.root().join("content/interns/i-1")).unwrap();
    assert_eq!(same(&project)["items"][0]["url"], "https://small.example/interns/i-9/");
    // A copy of the site for a look has the ids of the site.
    let ran =
        project.run(&["build", "--date", crate::harness::DATE, "--quiet", "--base-url", "https://look.example/x/"]);
    assert_eq!(ran.code, 0, "{}", ran.stderr);
    let feed = json(&project, "feed.json");
    assert_eq!(ids(&feed).join(" "), first);
    assert_eq!(feed["items"][0]["url"], "https://look.example/x/interns/i-9/");
    // The site moves for good, and says what its ids are made from.
    project.edit("site.toml", "base_url = \"https://small.example/\"", "base_url = \"https://new.example/\"");
    project.edit("site.toml", "[consent]", "[feeds]\nid = \"https://small.example/\"\n\n[consent]");
    same(&project);
    // Another site with the same folder is no other's double.
    project.edit("site.toml", "id = \"https://small.example/\"", "id = \"https://other.example/\"");
    project.built();
    assert_ne!(ids(&json(&project, "feed.json")).join(" "), first);
}

#[test]
fn entries_hold_the_whole_text_if_the_site_wants_it() {
    let project = Project::new();
    project.file("content/static/report.txt", "r");
    project.edit(
        STORY,
        "Monday was for the [office](office:nairobi).",
        "Monday was for the [office](office:nairobi), see [my week](#my-week) and [this](/report.txt).[^1] \
         `</content>` ]]> &amp;\n\n::figure{src=\"portrait.png\" alt=\"A desk\" beneficiaries=\"none\"}\n\n[^1]: A note.",
    );
    let summary = json_of(&project, "summary");
    assert!(summary["items"][0]["content_html"].is_null());
    assert_eq!(summary["items"][0]["content_text"], "Six months of numbers and the people behind them. (Nairobi)");
    let full = json_of(&project, "full");
    let html = full["items"][0]["content_html"].as_str().unwrap();
    for part in [
        "<a href=\"https://small.example/offices/nairobi/\">office</a>",
        "<a href=\"https://small.example/interns/i-1/#my-week\">my week</a>",
        "<a href=\"https://small.example/report.txt\">this</a>",
        "<img src=\"https://small.example/media/",
        "href=\"https://small.example/interns/i-1/#fn_1\"",
        "I learnt to ask who is missing.",
        "&lt;/content&gt;",
    ] {
        assert!(html.contains(part), "{part}: {html}");
    }
    assert!(!html.contains("=\"/") && !html.contains("=\"#"), "{html}");
    assert_eq!(full["items"][0]["summary"], "Six months of numbers and the people behind them. (Nairobi)");
    let atom = project.page("offices/nairobi/feed.xml");
    let content = atom.split("<content type=\"html\">").nth(1).unwrap().split("</content>").next().unwrap();
    assert_eq!(quick_xml::escape::unescape(content).unwrap(), html);
    // A text that changes is told of, though its summary is the same.
    project.edit(STORY, "Monday was", "Tuesday was");
    assert!(json_of(&project, "full")["items"][0]["content_html"].as_str().unwrap().contains("Tuesday was"));
}

/// The feed of all stories with what entries hold set so.
fn json_of(project: &Project, content: &str) -> Value {
    let path = project.root().join("site.toml");
    let text = std::fs::read_to_string(&path).unwrap();
    let text = text.split("\n[feeds]").next().unwrap();
    std::fs::write(&path, format!("{text}\n[feeds]\ncontent = \"{content}\"\n")).unwrap();
    project.built();
    json(project, "feed.json")
}

#[test]
fn the_last_change_is_that_of_the_content() {
    let project = Project::new();
    let updated = |project: &Project| {
        project.built();
        let feed = project.page("offices/nairobi/feed.xml");
        let all: Vec<String> =
            feed.split("<updated>").skip(1).map(|rest| rest.split('<').next().unwrap()[..10].to_owned()).collect();
        all
    };
    assert_eq!(updated(&project), ["2024-09-01"; 2], "feed and entry");
    project.edit(STORY, "published = 2024-09-01", "published = 2024-09-01\nupdated = 2025-03-04");
    assert_eq!(updated(&project), ["2025-03-04"; 2]);
    // Nothing changes on a day that is still to come.
    project.edit(STORY, "updated = 2025-03-04", "updated = 2027-03-04");
    assert_eq!(updated(&project), [crate::harness::DATE; 2]);
    // A withdrawn story vanishes, and the address to follow stays.
    project.edit(STORY, "given = 2024-08-20", "given = 2024-08-20\nwithdrawn = 2026-01-01");
    assert_eq!(updated(&project), ["2022-01-01"]);
    let files: BTreeMap<String, Vec<u8>> = project.built();
    let feeds = files.iter().filter(|(path, _)| path.ends_with("feed.xml") || path.ends_with("feed.json"));
    for (path, bytes) in feeds {
        let text = String::from_utf8_lossy(bytes);
        assert!(!text.contains("Ada") && !text.contains("i-1") && !text.contains("Counting"), "{path}: {text}");
    }
}

#[test]
fn no_feed_has_more_entries_than_the_site_wants() {
    let project = Project::new();
    second(&project);
    project.edit("content/interns/i-2/index.md", "oslo", "nairobi");
    project.edit("site.toml", "[consent]", "[feeds]\nentries = 1\n\n[consent]");
    project.built();
    for path in ["feed.json", "offices/nairobi/feed.json"] {
        let feed = json(&project, path);
        assert_eq!(feed["items"].as_array().unwrap().len(), 1, "{path}");
        assert_eq!(feed["items"][0]["title"], "Second <story> & ]]>", "{path}: the newest");
    }
}
