//! Small numbers: whoever subtracts the people with a page from a published
//! count learns nothing of one or two others, nor of a donor without a name.

use std::collections::BTreeMap;

use crate::harness::{Project, tree};
use crate::writer::Chance;

/// One who took part.
#[derive(Debug, Clone, Copy)]
struct Person {
    public: bool,
    cohort: usize,
    office: usize,
    undergraduate: bool,
    /// Months; 0 is no end.
    months: usize,
}

const OFFICES: [(&str, &str); 4] = [("Vienna", "AT"), ("Nairobi", "KE"), ("Dhaka", "BD"), ("Maputo", "MZ")];

/// The small site with these people in place of its own.
fn site(people: &[Person]) -> Project {
    let project = Project::new();
    std::fs::remove_dir_all(project.root().join("content/interns")).unwrap();
    for (name, country) in OFFICES {
        let office =
            format!("name = \"{name}\"\ncapital = true\ncountry = \"{country}\"\nlatitude = 1.0\nlongitude = 2.0\n");
        project.file(&format!("content/offices/{}.toml", name.to_lowercase()), &office);
    }
    for year in 0..2 {
        project.file(&format!("content/cohorts/c{year}.toml"), &format!("year = {}\n", 2022 + year));
    }
    for (n, person) in people.iter().enumerate() {
        let Person { public, cohort, office, undergraduate, months } = *person;
        let level = if undergraduate { "undergraduate" } else { "postgraduate" };
        let end = if months > 0 { format!("end = 2023-{:02}-05\n", months + 1) } else { String::new() };
        let consent = if public { "scopes = [\"story\"]" } else { "scopes = [\"story\"]\nwithdrawn = 2024-01-01" };
        let record = format!(
            "+++\nname = \"Person Number{n}\"\ncourse = \"Examples\"\nlevel = \"{level}\"\ncohort = \"c{cohort}\"\n\
             office = \"{}\"\nstart = 2023-01-05\n{end}title = \"Story {n}\"\nsummary = \"What happened.\"\n\
             published = 2024-02-01\n[consent]\ngiven = 2023-12-01\nreview = 2040-01-01\n{consent}\n+++\n\nText.\n",
            OFFICES[office].0.to_lowercase()
        );
        project.file(&format!("content/interns/i-{n}/index.md"), &record);
    }
    project
}

fn built(project: &Project) -> BTreeMap<String, Vec<u8>> {
    let ran = project.build();
    assert_eq!(ran.code, 0, "{ran:?}");
    tree(&project.public())
}

fn rows(files: &BTreeMap<String, Vec<u8>>, table: &str) -> Vec<serde_json::Value> {
    let table: serde_json::Value = serde_json::from_slice(&files[&format!("data/{table}.json")]).unwrap();
    table["rows"].as_array().unwrap().clone()
}

fn someone(chance: &mut Chance, public: bool) -> Person {
    Person {
        public,
        cohort: chance.below(2),
        office: chance.below(OFFICES.len()),
        undergraduate: chance.below(2) == 0,
        months: chance.below(10),
    }
}

/// Subtracts as a curious reader would; what is left over is nobody or three.
#[test]
fn nobody_is_found_by_subtraction() {
    let mut kept = 0;
    for seed in 0..40 {
        let mut chance = Chance(seed * 7919 + 1);
        let (shown, hidden) = (chance.below(8), chance.below(12));
        let people: Vec<Person> = (0..shown + hidden).map(|n| someone(&mut chance, n < shown)).collect();
        let files = built(&site(&people));
        let public =
            |wanted: &dyn Fn(&&Person) -> bool| people.iter().filter(|p| p.public).filter(wanted).count() as u64;
        let is_safe = |count: u64, shown: u64, what: &str| {
            assert!(
                count == shown || count >= shown + 3,
                "seed {seed}, {what}: {count} with {shown} shown\n{people:#?}"
            );
        };
        let by_office = rows(&files, "placements-by-office");
        let mut somewhere = 0;
        for row in &by_office {
            let placements = row["placements"].as_u64().unwrap();
            let Some(office) = OFFICES.iter().position(|(name, _)| row["office"].as_str().unwrap().contains(name))
            else {
                continue;
            };
            somewhere += placements;
            let here = public(&|person| person.office == office);
            kept += placements - here;
            is_safe(placements, here, OFFICES[office].0);
        }
        // The difference between everybody and those counted at an office.
        let everybody = people.len() as u64;
        assert!(hidden < 3 || everybody == somewhere || everybody >= somewhere + 3, "seed {seed}: {people:#?}");
        for row in rows(&files, "interns-by-cohort") {
            let Some(cohort) = row["year"].as_u64().filter(|year| *year < 2024).map(|year| year as usize - 2022) else {
                continue;
            };
            let count = |key: &str| row[key].as_u64().unwrap_or(0);
            for (key, undergraduate) in [("undergraduate", true), ("postgraduate", false)] {
                let here = public(&|p| p.cohort == cohort && p.undergraduate == undergraduate);
                is_safe(count(key), here, key);
            }
            let levels = count("undergraduate") + count("postgraduate");
            let hidden = people.iter().filter(|p| p.cohort == cohort && !p.public).count() as u64;
            assert!(levels == count("placements") || levels + hidden == count("placements"), "seed {seed}: {row}");
        }
    }
    assert!(kept > 20, "larger numbers are counted where they are: {kept}");
}

/// Wherever one or two people were who are not shown, whatever they studied and
/// however long they stayed: the site is the same, byte for byte.
#[test]
fn two_who_are_not_shown_leave_no_trace_but_their_cohort() {
    let mut chance = Chance(11);
    let shown: Vec<Person> = (0..5).map(|_| someone(&mut chance, true)).collect();
    let with = |chance: &mut Chance| {
        let hidden = (0..2).map(|_| Person { cohort: 1, ..someone(chance, false) });
        built(&site(&shown.iter().copied().chain(hidden).collect::<Vec<_>>()))
    };
    let first = with(&mut chance);
    for _ in 0..8 {
        let other = with(&mut chance);
        let differing: Vec<&String> =
            first.keys().chain(other.keys()).filter(|path| first.get(*path) != other.get(*path)).collect();
        assert_eq!(differing, [""; 0]);
    }
    assert_eq!(rows(&first, "placements-by-office").last().unwrap()["placements"], 2, "they count all the same");
}

/// A donor without a name: in no tier, no count and no pairing.
#[test]
fn a_donor_without_a_name_leaves_no_trace() {
    let without = Project::new().built();
    for permission in
        ["anonymous = true", "anonymous = true\n[permission]\non = 2024-01-01\nby = \"X\"\nscopes = [\"name\"]"]
    {
        let project = Project::new();
        let donor = "name = \"A Quiet Giver\"\nkind = \"individual\"\ntier = \"quiet\"\nyears = [2023, 2024]\nrestricted_to = \"Nairobi\"";
        project.file("content/donors/quiet.toml", &format!("{donor}\n{permission}\n"));
        project.edit("content/interns/i-1/index.md", "donors = [\"trust\"]", "donors = [\"trust\", \"quiet\"]");
        project.edit(
            "site.toml",
            "since = 2022",
            "since = 2022\n\n[[tiers]]\nid = \"quiet\"\ntitle = \"Quiet givers\"",
        );
        let with = built(&project);
        let differing: Vec<&String> = with.keys().filter(|path| without.get(*path) != with.get(*path)).collect();
        assert_eq!(differing, [""; 0]);
        assert_eq!(with.len(), without.len());
    }
}
