//! Structured data in pages: what it says, what it must not say, and that
//! nothing an author wrote gets out of its block.

use serde_json::Value;

use crate::harness::Project;
use crate::html::{Page, pages};

const STORY: &str = "content/interns/i-1/index.md";

fn page(project: &Project, path: &str) -> Page {
    let files = crate::harness::tree(&project.public());
    pages(&files).into_iter().find(|page| page.path == path).unwrap()
}

/// What the block of a page holds.
fn graph(project: &Project, path: &str) -> Vec<Value> {
    let text = page(project, path).text("script[type='application/ld+json']");
    let block: Value = serde_json::from_str(&text).unwrap_or_else(|error| panic!("{path}: {error}: {text}"));
    assert_eq!(block["@context"], "https://schema.org");
    block["@graph"].as_array().unwrap().clone()
}

fn of<'g>(graph: &'g [Value], kind: &str) -> &'g Value {
    graph.iter().find(|node| node["@type"] == kind).unwrap_or_else(|| panic!("no {kind} in {graph:#?}"))
}

#[test]
fn every_page_says_what_it_is_and_where() {
    let project = Project::new();
    let files = project.built();
    for page in pages(&files) {
        let blocks = page.all("script[type='application/ld+json']").len();
        let instead = ["404.html", "410.html"].contains(&page.path.as_str());
        assert_eq!(blocks, usize::from(!instead), "{}", page.path);
        if instead || page.path == "index.html" {
            continue;
        }
        let graph = graph(&project, &page.path);
        let steps = of(&graph, "BreadcrumbList")["itemListElement"].as_array().unwrap().clone();
        let shown: Vec<String> =
            page.all(".breadcrumbs li").iter().map(|step| step.text().collect::<String>()).collect();
        let said: Vec<&str> = steps.iter().map(|step| step["name"].as_str().unwrap()).collect();
        assert_eq!(said, shown, "{}", page.path);
        assert_eq!(steps.last().unwrap()["item"], page.value("link[rel=canonical]", "href"), "{}", page.path);
        assert!(steps.iter().enumerate().all(|(index, step)| step["position"] == index + 1), "{}", page.path);
    }
    let home = graph(&project, "index.html");
    assert_eq!(of(&home, "WebSite")["publisher"]["name"], "Example University");
    assert_eq!(of(&home, "WorkBasedProgram")["name"], "Example internships");
    let office = graph(&project, "offices/nairobi/index.html");
    let place = &of(&office, "CollectionPage")["about"];
    assert_eq!((&place["geo"]["latitude"], &place["geo"]["longitude"]), (&(-1.3).into(), &36.8.into()));
    assert_eq!(place["address"]["addressCountry"], "KE");
    let goal = graph(&project, "sdgs/10/index.html");
    assert_eq!(of(&goal, "CollectionPage")["about"]["@id"], "http://metadata.un.org/sdg/10");
}

#[test]
fn a_person_is_spoken_of_as_far_as_consent_goes() {
    let project = Project::new();
    project.built();
    let scopes = "scopes = [\"story\", \"name\", \"photo\", \"quote\", \"outcome\", \"donor_link\", \"social\"]";
    let article = |project: &Project| of(&graph(project, "interns/i-1/index.html"), "Article").clone();
    let told = article(&project);
    assert_eq!(told["headline"], "Counting what counts");
    assert_eq!((&told["author"]["@type"], &told["author"]["name"]), (&"Person".into(), &"Ada Example".into()));
    let donor = "https://small.example/donors/trust/#donor";
    assert_eq!(told["author"]["funding"][0]["funder"]["@id"], donor);
    assert_eq!(told["image"]["caption"], "A person at a desk");
    assert_eq!((&told["datePublished"], &told["dateModified"]), (&"2024-09-01".into(), &Value::Null));
    assert_eq!(told["contentLocation"]["name"], "Nairobi");
    let donors = graph(&project, "donors/trust/index.html");
    assert_eq!(of(&donors, "Organization")["@id"], donor);
    assert_eq!(of(&donors, "MonetaryGrant")["funder"]["@id"], donor);
    // What came after, and what was said, is for people.
    let text = told.to_string();
    assert!(!text.contains("Analyst") && !text.contains("who is missing"), "{text}");
    // Without `social` nobody else is given anything to show.
    project.edit(STORY, scopes, &scopes.replace(", \"social\"", ""));
    project.built();
    let block = page(&project, "interns/i-1/index.html").text("script[type='application/ld+json']");
    assert!(!block.contains("Ada") && !block.contains("Counting") && !block.contains("media/"), "{block}");
    assert!(!block.contains("\"Article\"") && block.contains("\"WebPage\""), "{block}");
    project.edit(STORY, &scopes.replace(", \"social\"", ""), "scopes = [\"story\", \"social\"]");
    project.built();
    let told = article(&project);
    assert!(told["author"].is_null() && told["image"].is_null(), "{told}");
    let block = page(&project, "interns/i-1/index.html").text("script[type='application/ld+json']");
    assert!(!block.contains("Ada") && !block.contains("trust") && !block.contains("media/"), "{block}");
    assert_eq!(
        of(&graph(&project, "interns/i-1/index.html"), "BreadcrumbList")["itemListElement"][2]["name"],
        "Counting what counts"
    );
}

#[test]
fn whatever_is_written_stays_in_its_text() {
    for hostile in
        ["</script><script>alert(1)</script>", "<!--<script>", "]]>&amp;", "a\u{2028}b\u{2029}c", "\\\"'+alert(1)+'"]
    {
        let project = Project::new();
        let quoted = toml::Value::String(hostile.to_owned()).to_string();
        project.edit(STORY, "name = \"Ada Example\"", &format!("name = {quoted}"));
        project.edit(STORY, "title = \"Counting what counts\"", &format!("title = {quoted}"));
        project.edit(
            STORY,
            "summary = \"Six months of numbers and the people behind them.\"",
            &format!("summary = {quoted}"),
        );
        project.edit(STORY, "alt = \"A person at a desk\"", &format!("alt = {quoted}"));
        project.edit("content/donors/trust.toml", "name = \"Example Trust\"", &format!("name = {quoted}"));
        project.edit(
            "content/offices/nairobi.toml",
            "summary = \"A regional office.\"",
            &format!("summary = {quoted}"),
        );
        project.edit("site.toml", "name = \"Example University\"", &format!("name = {quoted}"));
        let files = project.built();
        for page in pages(&files) {
            assert_eq!(page.dangers(), [""; 0], "{}: {hostile}", page.path);
            assert_eq!(page.all("script").len(), page.all("head > script").len(), "{}", page.path);
        }
        let article = of(&graph(&project, "interns/i-1/index.html"), "Article").clone();
        for said in [
            &article["headline"],
            &article["author"]["name"],
            &article["image"]["caption"],
            &article["publisher"]["name"],
        ] {
            assert_eq!(said, hostile);
        }
        assert_eq!(of(&graph(&project, "donors/trust/index.html"), "Organization")["name"], hostile);
    }
}

/// What a block says that the page does not show must be in the key of the page.
#[test]
fn a_block_is_as_new_as_what_it_is_made_of() {
    let project = Project::new();
    project.file(
        "content/interns/i-1/later.md",
        "+++\ntitle = \"Later\"\nsummary = \"And then.\"\npublished = 2026-01-01\n+++\n\nMore.\n",
    );
    project.built();
    let edits = [
        ("content/offices/nairobi.toml", "latitude = -1.28", "latitude = -2.28"),
        ("content/offices/nairobi.toml", "country = \"KE\"", "country = \"TZ\""),
        ("content/offices/nairobi.toml", "capital = true", "capital = false"),
        ("content/donors/trust.toml", "kind = \"trust\"", "kind = \"individual\""),
        ("content/donors/trust.toml", "years = [2024]", "years = [2024]\nanonymous = true"),
        ("content/cohorts/2024.toml", "year = 2024", "year = 2023"),
        ("site.toml", "name = \"Example University\"", "name = \"Other University\"\nurl = \"https://u.example/\""),
        ("site.toml", "name = \"Example internships\"", "name = \"Other internships\""),
        ("site.toml", "partner = \"Example Agency\"", "partner = \"Other Agency\""),
        ("site.toml", "language = \"en-GB\"", "language = \"en\""),
        (STORY, "alt = \"A person at a desk\"", "alt = \"Somebody\"\ncredit = \"Me\""),
        (STORY, "published = 2024-09-01", "published = 2024-09-02\nupdated = 2025-01-01"),
        (STORY, "goal = 10, target = \"10.7\"", "goal = 4, target = \"4.3\""),
        (STORY, "title = \"Counting what counts\"", "title = \"Other\""),
        ("content/interns/i-1/later.md", "And then.", "And now."),
    ];
    for (path, from, to) in edits {
        project.edit(path, from, to);
        let incremental = project.built();
        let clean = project.run(&["build", "--date", crate::harness::DATE, "--quiet", "--clean", "--out", "again"]);
        assert_eq!(clean.code, 0, "{}", clean.stderr);
        let clean = crate::harness::tree(&project.root().join("again"));
        let differing: Vec<&String> = clean.keys().filter(|path| clean.get(*path) != incremental.get(*path)).collect();
        assert_eq!(differing, [""; 0], "{path}: {to}");
        assert_eq!(clean.len(), incremental.len(), "{path}: {to}");
    }
}
