//! Figures: the impact page, its charts, and the files of its tables agree,
//! and say no more than is known.

use std::collections::BTreeMap;

use crate::harness::Project;
use crate::html::{Page, pages};
use crate::kosovo::NOTICE;

type Files = BTreeMap<String, Vec<u8>>;

const TABLES: [&str; 5] =
    ["interns-by-cohort", "months-by-region", "placements-by-office", "outcomes", "stories-by-goal"];

fn text<'f>(files: &'f Files, path: &str) -> &'f str {
    std::str::from_utf8(files.get(path).unwrap_or_else(|| panic!("{path}"))).unwrap()
}

fn csv(files: &Files, name: &str) -> Vec<Vec<String>> {
    let text = text(files, &format!("data/{name}.csv")).strip_prefix('\u{feff}').expect("a byte order mark");
    let mut reader = csv::ReaderBuilder::new().has_headers(false).from_reader(text.as_bytes());
    reader.records().map(|record| record.unwrap().iter().map(str::to_owned).collect()).collect()
}

fn json(files: &Files, name: &str) -> serde_json::Value {
    serde_json::from_str(text(files, &format!("data/{name}.json"))).unwrap()
}

fn impact(files: &Files) -> Page {
    pages(files).into_iter().find(|page| page.path == "impact/index.html").unwrap()
}

/// The small site with three more people: one in Pristina without an end, one
/// whose consent is withdrawn, one in a cohort of which nothing is declared.
fn site() -> Project {
    let project = Project::new();
    let first = std::fs::read_to_string(project.root().join("content/interns/i-1/index.md")).unwrap();
    let portrait = first.find("[portrait]").unwrap()..first.find("[consent]").unwrap();
    let plain = first.replace(&first[portrait], "").replace("Ada Example", "Bo Example");
    let pristina = plain.replace("office = \"nairobi\"", "office = \"pristina\"").replace("end = 2024-07-05\n", "");
    project.file("content/interns/i-2/index.md", &pristina);
    let withdrawn =
        plain.replace("Bo Example", "Qzhidden Qzname").replace("review = 2040-01-01", "withdrawn = 2025-01-01");
    project.file("content/interns/i-3/index.md", &withdrawn.replace("Counting what counts", "Qztitle"));
    project.file("content/interns/i-4/index.md", &plain.replace("cohort = \"2024\"", "cohort = \"2025\""));
    project.file("content/cohorts/2025.toml", "year = 2025\ntitle = \"=2+3, the next\"\n");
    project.file("content/cohorts/2026.toml", "year = 2026\ntitle = \"One more\"\n");
    let office = "name = \"Pristina\"\ncountry = \"XK\"\nlatitude = 42.67\nlongitude = 21.17\n";
    project.file("content/offices/pristina.toml", office);
    project
}

fn built(project: &Project) -> Files {
    let ran = project.build();
    assert_eq!(ran.code, 0, "{}", ran.stderr);
    crate::harness::tree(&project.public())
}

#[test]
fn page_and_files_hold_the_same_cells() {
    let files = built(&site());
    let page = impact(&files);
    for name in TABLES {
        let (csv, json) = (csv(&files, name), json(&files, name));
        let columns = json["columns"].as_array().unwrap();
        let titles: Vec<&str> = columns.iter().map(|column| column["title"].as_str().unwrap()).collect();
        assert_eq!(csv[0][..titles.len()], titles, "{name}");
        assert_eq!(csv[0].last().unwrap(), "As of");
        let rows = json["rows"].as_array().unwrap();
        assert_eq!((rows.len(), rows.is_empty()), (csv.len() - 1, false), "{name}");
        for (row, cells) in rows.iter().zip(&csv[1..]) {
            for (column, cell) in columns.iter().zip(cells) {
                let value = match &row[column["key"].as_str().unwrap()] {
                    serde_json::Value::Null => String::new(),
                    serde_json::Value::String(text) => text.clone(),
                    number => number.to_string(),
                };
                assert_eq!(cell.strip_prefix('\'').unwrap_or(cell), value, "{name}");
            }
        }
        let shown: Vec<String> = page
            .all("table")
            .iter()
            .find(|table| table.text().collect::<String>().contains(json["title"].as_str().unwrap()))
            .unwrap()
            .select(&scraper::Selector::parse("tbody th").unwrap())
            .map(|th| th.text().collect())
            .collect();
        let key = columns[0]["key"].as_str().unwrap();
        assert_eq!(shown, rows.iter().map(|row| row[key].as_str().unwrap().to_owned()).collect::<Vec<_>>(), "{name}");
        for ending in ["csv", "json"] {
            assert!(text(&files, "impact/index.html").contains(&format!("href=\"/data/{name}.{ending}\"")));
        }
    }
}

#[test]
fn what_is_unknown_is_neither_nought_nor_left_out() {
    let files = built(&site());
    let months = csv(&files, "placements-by-office");
    let pristina = months.iter().find(|row| row[0].starts_with("Pristina")).unwrap();
    assert_eq!((pristina[3].as_str(), pristina[5].contains("Months: not stated.")), ("", true), "{pristina:?}");
    let cohorts = json(&files, "interns-by-cohort");
    let rows = cohorts["rows"].as_array().unwrap();
    let of = |year: u64| rows.iter().find(|row| row["year"] == year).unwrap();
    assert_eq!((&of(2025)["interns"], of(2025)["note"].as_str()), (&1.into(), Some("Interns: at least this many.")));
    assert!(of(2026)["interns"].is_null() && of(2026)["profiles"] == 0);
    let page = impact(&files);
    assert_eq!(page.all(".bar-unstated").len(), 3, "a cohort, a region, and no place, without a number");
    assert!(!page.all(".bar-least").is_empty() && !page.text("main").contains("at least 0"));
}

#[test]
fn texts_are_no_formulas() {
    let files = built(&site());
    assert_eq!(csv(&files, "interns-by-cohort")[2][0], "'=2+3, the next");
    assert_eq!(json(&files, "interns-by-cohort")["rows"][1]["cohort"], "=2+3, the next");
}

#[test]
fn the_mark_and_the_notice_travel_along() {
    let files = built(&site());
    for name in TABLES {
        for ending in ["csv", "json"] {
            let text = text(&files, &format!("data/{name}.{ending}")).replace(NOTICE, "");
            assert_eq!(text.matches("Kosovo").count(), text.matches("Kosovo*").count(), "{name}.{ending}");
        }
    }
    let table = json(&files, "placements-by-office");
    let row = table["rows"].as_array().unwrap().iter().find(|row| row["office"] == "Pristina, Kosovo*").unwrap();
    assert!(row["note"].as_str().unwrap().contains(NOTICE) && table["notices"][0].as_str().unwrap().contains(NOTICE));
    assert!(csv(&files, "placements-by-office").iter().any(|row| row[5].contains(NOTICE)));
}

#[test]
fn files_count_the_withheld_and_name_nobody() {
    let project = site();
    project.file(
        "content/donors/secret.toml",
        "name = \"Qzsecret Giver\"\nkind = \"trust\"\nanonymous = true\nyears = [2024]\n",
    );
    let before = text(&built(&project), "donors/index.html").to_owned();
    let files = built(&project);
    assert_eq!(json(&files, "interns-by-cohort")["rows"][0]["placements"], 3);
    for (path, bytes) in files.iter().filter(|(path, _)| path.starts_with("data/")) {
        let text = String::from_utf8_lossy(bytes).to_lowercase();
        assert!(!text.contains("qz") && !text.contains("i-3"), "{path}");
        // A donor who may be named is named in the table of donors alone.
        assert!(path.starts_with("data/donors.") || !text.contains("example trust"), "{path}");
        assert!(!text.contains("bo example"), "{path}");
    }
    project.delete("content/donors/secret.toml");
    assert_eq!(text(&built(&project), "donors/index.html"), before, "nothing tells that somebody gave in secret");
}

#[test]
fn few_people_have_no_percentages_and_bars_fit() {
    let project = site();
    let small = built(&project);
    assert!(!impact(&small).text("main").contains('%'));
    let first = std::fs::read_to_string(project.root().join("content/interns/i-4/index.md")).unwrap();
    for n in 0..19 {
        project.file(&format!("content/interns/m-{n}/index.md"), &first);
    }
    // Outcomes of 22 are known, then of 23.
    assert!(!impact(&built(&project)).text("main").contains('%'));
    project.file("content/interns/m-19/index.md", &first);
    let files = built(&project);
    assert!(impact(&files).text("main").contains("23 of 23 (100 %)"));
    for page in [impact(&small), impact(&files)] {
        let rects = page.all(".bar rect:not(.open)");
        assert!(!rects.is_empty());
        for rect in rects {
            let width: f64 = rect.attr("width").unwrap().strip_suffix('%').unwrap().parse().unwrap();
            assert!((0.0..=100.0).contains(&width), "{width}");
        }
    }
}

#[test]
fn every_figure_leads_to_what_it_counts() {
    let files = built(&site());
    let all: BTreeMap<String, Page> = pages(&files).into_iter().map(|page| (page.path.clone(), page)).collect();
    for path in ["impact/index.html", "index.html", "donors/index.html", "donors/trust/index.html"] {
        let page = &all[path];
        let links = page.all(".figures a, .sentences a, .table a, .table-source a, dl.key-facts a");
        assert!(links.len() > 1, "{path}");
        for href in links.iter().filter_map(|link| link.attr("href")).filter(|href| !href.starts_with("http")) {
            let (address, fragment) = href.split_once('#').map_or((href, None), |(a, id)| (a, Some(id)));
            let file = match address.trim_start_matches('/') {
                "" if href.starts_with('#') => path.to_owned(),
                address if address.is_empty() || address.ends_with('/') => format!("{address}index.html"),
                address => address.to_owned(),
            };
            assert!(files.contains_key(&file), "{path}: {href}");
            assert!(fragment.is_none_or(|id| all[&file].ids().0.contains(id)), "{path}: {href}");
        }
    }
    let gift = all["donors/trust/index.html"].text(".figures");
    // The pairing of i-3 is withheld, so it counts in no figure of a gift.
    assert!(gift.contains("3 interns tell") && gift.contains("As of September 2024."), "{gift}");
}
