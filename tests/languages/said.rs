//! What a page says in its own language: names, quotations, counts, and what a
//! folder of pages is called.

use super::world::World;
use crate::harness::Project;

/// The small site with these languages.
fn site(tags: &[&str]) -> Project {
    let project = Project::new();
    let languages: String = tags.iter().map(|tag| format!("[languages.{tag}]\n\n")).collect();
    project.edit("site.toml", "[consent]", &format!("{languages}[consent]"));
    project
}

fn assert_has(page: &str, parts: &[&str]) {
    for part in parts {
        assert!(page.contains(part), "{part}\n{page}");
    }
}

#[test]
fn the_programme_and_its_partner_have_a_name_in_each_language() {
    let project = site(&["fr", "ar"]);
    project.edit(
        "site.toml",
        "\"Example internships\"",
        "{ en-GB = \"Example internships\", fr = \"Stages pour voir\" }",
    );
    project.edit("site.toml", "\"Example Agency\"", "{ en-GB = \"Example Agency\", fr = \"Agence pour voir\" }");
    project.edit("site.toml", "title = \"Small showcase\"", "title = { en-GB = \"Small\", fr = \"Petite vitrine\" }");
    project.file("content/pages/news/one.md", "+++\ntitle = \"One\"\n+++\n\nA text.\n");
    let files = project.built();
    let french = project.page("fr/index.html");
    let ours = [
        "d’accueil, Agence pour voir.",
        "\"name\":\"Agence pour voir\"",
        "\"name\":\"Stages pour voir\"",
        "Petite vitrine",
    ];
    assert_has(&french, &ours);
    let in_french = files.iter().filter(|(path, _)| path.starts_with("fr/"));
    for (path, bytes) in in_french {
        let text = String::from_utf8_lossy(bytes);
        assert!(!text.contains("Example Agency") && !text.contains("Example internships"), "{path}\n{text}");
    }
    assert_has(&project.page("index.html"), &["organisation, Example Agency.", "\"name\":\"Example internships\""]);
    // A name that has no other form is a name still.
    let arabic = project.page("ar/index.html");
    assert_has(&arabic, &["Example Agency", "\"name\":\"Example internships\""]);
    assert!(!arabic.contains("dir=ltr>Example Agency"), "{arabic}");
}

#[test]
fn quotation_marks_stand_at_the_ends_of_what_is_quoted() {
    let project = World::new().project(&|_| false);
    project.built();
    for page in ["ar/index.html", "ar/interns/i-1/index.html"] {
        assert_has(&project.page(page), &["<span lang=en-GB dir=ltr>«entok quote»</span>"]);
    }
    assert_has(&project.page("fr/index.html"), &["<span lang=en-GB dir=ltr>«\u{202f}entok quote\u{202f}»</span>"]);
    let project = World::new().project(&|_| true);
    project.built();
    assert_has(&project.page("ar/index.html"), &[">«artok quote»<"]);
    assert_has(&project.page("index.html"), &[">“entok quote”<"]);
}

#[test]
fn counts_are_grouped_as_the_language_has_it_and_years_are_not() {
    let project = site(&["fr", "es", "ar"]);
    project.edit("content/cohorts/2024.toml", "interns = 1\n", "interns = 1234\nlocations = 1000\n");
    project.built();
    let cohort = |prefix: &str| project.page(&format!("{prefix}cohorts/2024/index.html"));
    let impact = |prefix: &str| project.page(&format!("{prefix}impact/index.html"));
    for (prefix, number) in [("", "1,234"), ("fr/", "1\u{202f}234"), ("es/", "1234"), ("ar/", "1,234")] {
        assert_has(&cohort(prefix), &[&format!(">{number}<"), "2024"]);
        assert_has(&impact(prefix), &[number, "2024"]);
        for page in [cohort(prefix), impact(prefix)] {
            let year = ["2,024", "2\u{202f}024", "2.024"].iter().find(|year| page.contains(**year));
            assert_eq!(year, None, "{prefix} {page}");
        }
    }
    project.edit("content/cohorts/2024.toml", "interns = 1234", "interns = 12345");
    project.built();
    assert_has(&cohort("es/"), &[">12.345<"]);
    // For programs a number is a number.
    assert_has(&project.page("data/interns-by-cohort.csv"), &["12345"]);
}

#[test]
fn a_folder_of_pages_is_called_something_in_each_language() {
    let project = site(&["fr", "es"]);
    project.file("content/pages/news/one.md", "+++\ntitle = \"One\"\n+++\n\nA text.\n");
    project.built();
    assert_has(&project.page("news/index.html"), &["<h1>News</h1>"]);
    assert_has(&project.page("fr/news/index.html"), &["<h1><span lang=en-GB dir=ltr>News</span></h1>"]);
    assert_has(&project.page("fr/news/one/index.html"), &["><span lang=en-GB dir=ltr>News</span></a>"]);
    let name = "[sections.news]\ntitle = { en-GB = \"What is new\", fr = \"Actualités\" }\n\n[consent]";
    project.edit("site.toml", "[consent]", name);
    project.built();
    assert_has(&project.page("news/index.html"), &["<h1>What is new</h1>"]);
    assert_has(&project.page("fr/news/index.html"), &["<h1>Actualités</h1>", "<title>Actualités"]);
    assert_has(&project.page("fr/news/one/index.html"), &[">Actualités</a>"]);
    assert_has(&project.page("es/news/index.html"), &["<h1><span lang=en-GB dir=ltr>What is new</span></h1>"]);
}

#[test]
fn a_half_stands_behind_its_number_in_both_directions() {
    let project = site(&["fr", "ar"]);
    project.edit("content/interns/i-1/index.md", "end = 2024-07-05", "end = 2024-07-23");
    project.built();
    assert_has(&project.page("fr/interns/i-1/index.html"), &["(6½ mois)"]);
    assert_has(&project.page("ar/interns/i-1/index.html"), &["\u{200e}6½\u{200e}"]);
}
