//! Maps: every office is on them and in the list beside, and where one is
//! there is its notice.

use std::collections::{BTreeMap, BTreeSet};

use crate::harness::Project;
use crate::html::{Page, pages};
use crate::reproducible::{own_files, own_site};
use crate::site::language_of;
use showcase::reference::notices;

type Tree = BTreeMap<String, Vec<u8>>;

fn page<'p>(pages: &'p [Page], path: &str) -> &'p Page {
    pages.iter().find(|page| page.path == path).unwrap_or_else(|| panic!("there is no {path}"))
}

fn links(page: &Page, selector: &str) -> Vec<(String, String)> {
    let link = |element: &scraper::ElementRef<'_>| (element.attr("href").unwrap().into(), element.text().collect());
    page.all(selector).iter().map(link).collect()
}

fn land(files: &Tree) -> Vec<&String> {
    files.keys().filter(|path| path.starts_with("assets/land-")).collect()
}

/// Word for word as it is asked for, with the organisation of the site.
fn notice(organisation: &str) -> String {
    format!(
        "This map is for illustration purposes only. The boundaries and names shown and the designations used on this \
         map do not imply official endorsement or acceptance by {organisation}."
    )
}

#[test]
fn every_office_is_on_the_map_once_and_in_the_list() {
    let files = own_files();
    let pages = pages(files);
    let offices = page(&pages, "offices/index.html");
    let listed: BTreeSet<String> = links(offices, ".entries h3 a").into_iter().map(|(href, _)| href).collect();
    assert_eq!(
        listed.len(),
        pages.iter().filter(|page| page.path.matches('/').count() == 2 && page.path.starts_with("offices/")).count()
    );
    for drawing in [".map-wide a", ".map-narrow a"] {
        let drawn = links(offices, drawing);
        assert_eq!(drawn.iter().map(|(href, _)| href.clone()).collect::<BTreeSet<_>>(), listed, "{drawing}");
        assert_eq!(drawn.len(), listed.len(), "{drawing}");
        assert!(drawn.contains(&("/offices/pristina/".into(), "Pristina, Kosovo*".into())), "{drawn:?}");
        assert!(drawn.contains(&("/offices/nairobi/".into(), "Nairobi".into())), "{drawn:?}");
    }
}

#[test]
fn cities_of_the_same_name_are_told_apart() {
    let project = own_site();
    project.edit("content/offices/dhaka.toml", "name.en-GB = \"Dhaka\"", "name.en-GB = \"Geneva\"");
    let files = project.built();
    let drawn = links(page(&pages(&files), "offices/index.html"), ".map-wide a");
    let named: BTreeSet<&str> = drawn.iter().map(|(_, title)| title.as_str()).collect();
    assert_eq!(named.len(), drawn.len(), "{drawn:?}");
    assert!(named.contains("Geneva, Switzerland"), "{drawn:?}");
}

/// The notice of this repository's site in one of its languages.
fn notice_in(language: &str) -> String {
    let [before, after] = notices::map(language);
    let whole = format!("{before}University of Westminster{after}");
    assert!(language != "en-GB" || whole == notice("University of Westminster"));
    whole
}

#[test]
fn where_a_map_is_there_is_its_notice() {
    let files = own_files();
    let (mut with, mut without) = (0, 0);
    for page in pages(files) {
        let shown = !page.all(".map").is_empty();
        let notices = page.all(".notices p");
        let noticed = notices.iter().any(|p| p.text().collect::<String>() == notice_in(language_of(&page.path)));
        // Their views have a map, which a theme may show or not.
        let may = page.path.trim_start_matches(language_of(&page.path)).trim_matches('/') == "index.html"
            || !page.all("body.page-intern").is_empty();
        assert!(noticed == shown || noticed && may, "{}: {shown} {noticed}", page.path);
        *(if noticed { &mut with } else { &mut without }) += 1;
    }
    assert!(with > 20 && without > 10, "{with} {without}");
}

#[test]
fn the_notice_names_the_organisation_of_the_site() {
    let project = Project::new();
    project.edit("site.toml", "name = \"Example University\"", "name = \"Vox & Co\"");
    let files = project.built();
    let pages = pages(&files);
    let notices = page(&pages, "offices/index.html").text(".notices");
    assert!(notices.contains(&notice("Vox & Co")), "{notices}");
}

#[test]
fn all_maps_use_one_file_named_after_its_content() {
    let files = own_files();
    let [land] = land(files)[..] else { panic!("{:?}", land(files)) };
    // Another land, another name: this one is for ever the same.
    assert_eq!(land, "assets/land-3408998b92726f86.svg");
    let pages = pages(files);
    let uses = pages.iter().flat_map(|page| page.all("use")).map(|element| element.attr("href").unwrap().to_owned());
    assert_eq!(uses.collect::<BTreeSet<_>>(), BTreeSet::from([format!("/{land}#land")]));
    assert_eq!(page(&pages, "offices/geneva/index.html").all("svg.locator[role=img][aria-label]").len(), 1);
}

#[test]
fn without_an_office_there_is_no_map() {
    let project = Project::new();
    project.delete("content/offices/nairobi.toml").delete("content/interns/i-1/index.md");
    project.delete("content/interns/i-1/portrait.png");
    let files = project.built();
    assert!(land(&files).is_empty());
    assert!(pages(&files).iter().all(|page| page.all(".map").is_empty()));
}

#[test]
fn an_office_tells_who_was_there_year_by_year() {
    let files = own_files();
    let pages = pages(files);
    let geneva = page(&pages, "offices/geneva/index.html");
    let years: Vec<String> = geneva.all(".timeline-year b").iter().map(|year| year.text().collect()).collect();
    assert_eq!(years, ["2024", "2022"]);
    // The same people as in the list below.
    let hrefs = |selector| links(geneva, selector).into_iter().map(|(href, _)| href).collect::<BTreeSet<_>>();
    assert_eq!(hrefs(".timeline .inline a"), hrefs(".rows a"));
}
