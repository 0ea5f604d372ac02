//! `new`: drafts that are valid at once, from flags and from tables.

use std::fmt::Write as _;
use std::fs;

use crate::harness::{Project, Ran, tree};

const INTERN: [&str; 14] = [
    "new",
    "intern",
    "--name",
    "Zaïna Farahani",
    "--course",
    "Law LLM",
    "--level",
    "postgraduate",
    "--cohort",
    "2024",
    "--office",
    "Nairobi",
    "--start",
    "2024-02-01",
];

fn new(project: &Project, args: &[&str]) -> Ran {
    project.run(&[args, &["--date", "2026-11-23"]].concat())
}

/// Folders of people who were not there in the small site.
fn people(project: &Project) -> Vec<String> {
    let folder = fs::read_dir(project.root().join("content/interns")).unwrap();
    let mut names: Vec<String> = folder.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    names.retain(|name| name != "i-1");
    names.sort();
    names
}

#[test]
fn a_new_person_is_an_opaque_draft_that_is_withheld() {
    let project = Project::new();
    let before = project.built();
    let ran = new(&project, &[&INTERN[..], &["--sdgs", "10.7", "--sdgs", "4", "--donors", "trust"]].concat());
    assert_eq!(ran.code, 0, "{}", ran.stderr);
    let [id]: [String; 1] = people(&project).try_into().unwrap();
    assert!(id.len() == 6 && id.starts_with("i-"), "{id}");
    let text = fs::read_to_string(project.root().join(format!("content/interns/{id}/index.md"))).unwrap();
    for line in [
        "office = \"nairobi\"",
        "draft = true",
        "[consent]",
        "sdgs = [{ goal = 10, target = \"10.7\" }, 4]",
        "published = 2026-11-23",
    ] {
        assert!(text.contains(&format!("\n{line}\n")), "{line} in {text}");
    }
    // It is valid at once, and nothing of it shows.
    assert_eq!(project.built(), before);
    // Without the mark of a draft it is withheld all the same.
    project.edit(&format!("content/interns/{id}/index.md"), "\ndraft = true\n", "\n");
    let ran = project.build();
    assert_eq!(ran.code, 0, "{}", ran.stderr);
    assert!(ran.stderr.contains("warning[consent-missing]"), "{}", ran.stderr);
    assert!(!project.public().join("interns").join(&id).exists());
    let pages = tree(&project.public());
    assert!(pages.values().all(|page| !String::from_utf8_lossy(page).contains("Farahani")));
}

#[test]
fn every_kind_is_valid_at_once() {
    let project = Project::new();
    for args in [
        &["new", "office", "--name", "Geneva", "--kind", "Headquarters"] as &[&str],
        &["new", "office", "--name", "Lima", "--country", "peru", "--latitude", "-12.05", "--longitude", "-77.04"],
        &["new", "cohort", "--year", "2025", "--declared-interns", "12"],
        &[
            "new",
            "donor",
            "--name",
            "Fund for \"Travel\"",
            "--kind",
            "trust",
            "--years",
            "2024",
            "--years",
            "2025",
            "--anonymous",
            "yes",
        ],
        &["new", "page", "--title", "News of the year", "--summary", "What happened."],
        &["new", "update", "--intern", "i-1", "--title", "Where next", "--summary", "A year on."],
    ] {
        let ran = new(&project, args);
        assert_eq!(ran.code, 0, "{args:?}: {}", ran.stderr);
    }
    let ran = project.run(&["build", "--strict", "--date", "2026-11-23", "--quiet"]);
    assert_eq!((ran.code, ran.stderr.as_str()), (0, ""));
    let geneva = fs::read_to_string(project.root().join("content/offices/geneva.toml")).unwrap();
    assert!(geneva.contains("\ncountry = \"CH\"\n") && geneva.contains("\nlatitude = 46.2\n"), "{geneva}");
    assert!(fs::read_to_string(project.root().join("content/offices/lima.toml")).unwrap().contains("country = \"PE\""));
    assert!(project.root().join("content/pages/news-of-the-year.md").is_file());
    assert!(project.root().join("content/interns/i-1/where-next.md").is_file());
    let ran = project.run(&["fmt", "--check", "content"]);
    assert_eq!(ran.code, 0, "{}", ran.stderr);
}

#[test]
fn what_will_not_do_is_said_and_nothing_is_written() {
    let project = Project::new();
    let before = tree(project.root());
    let cases: Vec<(Vec<&str>, &str)> = vec![
        ([&INTERN[..10], &["--office", "nairob", "--start", "2024-02-01"]].concat(), "Did you mean `nairobi`?"),
        (INTERN[..12].to_vec(), "start: `start` is missing"),
        ([&INTERN[..], &["--end", "2023-01-01"]].concat(), "end: `end` (2023-01-01) lies before `start`"),
        ([&INTERN[..], &["--id", "zaina-2024"]].concat(), "repeats the name"),
        ([&INTERN[..], &["--id", "i-1"]].concat(), "content/interns/i-1/index.md is there already"),
        (vec!["new", "office", "--name", "Nairobi"], "content/offices/nairobi.toml is there already"),
        (vec!["new", "update", "--intern", "i-9", "--title", "x"], "There is no intern `i-9`"),
        (vec!["new", "office", "--name", "Lima", "--country", "Perru"], "Did you mean `Peru`?"),
    ];
    for (args, said) in &cases {
        let ran = new(&project, args);
        assert_eq!(ran.code, 2, "{args:?}: {}", ran.stderr);
        assert!(ran.stderr.contains(said), "{said}: {}", ran.stderr);
        assert_eq!(tree(project.root()), before, "{args:?}");
    }
}

#[test]
fn the_schemas_of_a_site_learn_of_new_ids() {
    let project = Project::new();
    project.run(&["schema", "--out", "schemas"]);
    new(&project, &["new", "office", "--name", "Vienna"]);
    let schema = fs::read_to_string(project.root().join("schemas/intern.schema.json")).unwrap();
    assert!(schema.contains("\"vienna\""));
}

const MAP: &str = r#"
key = "Response"
dates = ["%d/%m/%Y"]

[columns]
"Full name" = "name"
"Course" = "course"
"Level of study" = "level"
"Office" = "office"
"First day" = "start"
"Last day" = "end"
"Skills" = "skills"
"Your story" = "text"

[values.level]
"Master's" = "postgraduate"
"Bachelor's" = "undergraduate"

[defaults]
cohort = "2024"
"#;

/// A table of people, of which every tenth row has a mistake.
fn table() -> String {
    let mut csv =
        "\u{feff}Response,Full name,Course,Level of study,Office,First day,Last day,Skills,Your story,Consent\r\n"
            .to_owned();
    for n in 1..=200 {
        let (mut office, mut first, mut level) = ("Nairobi", "01/02/2024", "Master's");
        if n % 10 == 0 {
            match n / 10 % 4 {
                0 => office = "Nairobbi",
                1 => first = "2024/31/02",
                2 => level = "Doctor",
                _ => first = "01/09/2024",
            }
        }
        let _ = write!(
            csv,
            "R-{n},\"Person, {n}\",Law,{level},{office},{first},31/07/2024,Writing; Counting,\"Line one.\n\nLine \"\"two\"\" of {n}.\",yes\r\n"
        );
    }
    csv
}

#[test]
fn a_table_of_two_hundred_gives_a_hundred_and_eighty_drafts_and_twenty_messages() {
    let project = Project::new();
    let before = project.built();
    project.file("form.csv", &table()).file("map.toml", MAP);
    let args = ["new", "intern", "--from", "form.csv", "--map", "map.toml"];
    let ran = new(&project, &args);
    assert_eq!(ran.code, 1);
    let errors: Vec<&str> = ran.stderr.lines().filter(|line| line.starts_with("error: ")).collect();
    assert_eq!(errors.len(), 20, "{}", ran.stderr);
    assert_eq!(
        errors[0],
        "error: form.csv, row 11, column “First day”: `2024/31/02` is no date as in 2026-09-30, nor as in %d/%m/%Y."
    );
    assert!(
        errors[1].starts_with("error: form.csv, row 21, column “Level of study”: `Doctor` is none of"),
        "{}",
        errors[1]
    );
    assert!(
        errors[2].starts_with("error: form.csv, row 31, column “Last day”: `end` (2024-07-31) lies before"),
        "{}",
        errors[2]
    );
    assert_eq!(
        errors[3],
        "error: form.csv, row 41, column “Office”: There is no office `Nairobbi`. Did you mean `nairobi`?"
    );
    assert_eq!(people(&project).len(), 180);
    assert!(
        ran.stderr.ends_with("180 drafts are written; 0 rows had been before; 20 rows cannot be used.\n"),
        "{}",
        ran.stderr
    );
    // Every draft is whole, and nothing of it shows; the row is known by no name of its own.
    let files = tree(&project.root().join("content/interns"));
    assert_eq!(files.keys().filter(|path| path.contains("showcase-new")).count(), 0);
    let texts: Vec<String> = files.values().map(|bytes| String::from_utf8_lossy(bytes).into_owned()).collect();
    assert!(texts.iter().any(|text| text.ends_with("+++\n\nLine one.\n\nLine \"two\" of 1.\n")
        && text.contains("skills = [\"Writing\", \"Counting\"]")));
    assert!(texts.iter().all(|text| !text.contains("R-1")));
    assert_eq!(project.built(), before);
    // The second time only what was mended is new.
    project.edit("form.csv", "R-40,\"Person, 40\",Law,Master's,Nairobbi", "R-40,\"Person, 40\",Law,Master's,Nairobi");
    let ran = new(&project, &args);
    assert_eq!(ran.code, 1);
    assert!(ran.stderr.contains("180 rows had been before; 19 rows cannot be used."), "{}", ran.stderr);
    assert_eq!(people(&project).len(), 181);
}

#[test]
fn answers_of_a_form_are_taken_too() {
    let project = Project::new();
    project.file(
        "form.json",
        r#"[{"name": "Ann", "course": "Law", "level": "undergraduate", "cohort": "2024", "office": "nairobi", "start": "2024-02-01", "skills": ["a", "b"], "text": "Hello.", "other": 3},
            {"name": "Ben", "course": "Law", "level": "undergraduate", "cohort": "2023", "office": "nairobi", "start": "2024-02-01"}]"#,
    );
    let ran = new(&project, &["new", "intern", "--from", "form.json"]);
    assert_eq!(ran.code, 1);
    assert!(
        ran.stderr.contains("error: form.json, row 2, column “cohort”: There is no cohort `2023`."),
        "{}",
        ran.stderr
    );
    assert_eq!(people(&project).len(), 1);
}

#[test]
fn files_that_cannot_be_read_say_what_to_do() {
    let project = Project::new();
    project.file("map.toml", MAP);
    let before = tree(&project.root().join("content"));
    let semicolons = "Response;Full name\r\nR-1;Ann\r\n";
    let cases: [(&str, &[u8], &str); 6] = [
        (
            "a.csv",
            semicolons.as_bytes(),
            "separated by semicolons, as Excel does it in some languages. Say --separator ';'.",
        ),
        ("b.csv", b"Response,Full name\r\nR-1,Zo\xeb\r\n", "line 2 has a letter that cannot be read"),
        ("c.csv", b"PK\x03\x04\xff\xff", "workbook and no CSV"),
        ("d.csv", b"Name,Name\r\n", "Two columns are called"),
        (
            "e.csv",
            b"Response,Fullname\r\nR-1,Ann\r\n",
            "There is no column \u{201c}Full name\u{201d}. Did you mean `Fullname`?",
        ),
        ("f.json", b"[1", "This is no JSON"),
    ];
    for (name, bytes, said) in cases {
        fs::write(project.root().join(name), bytes).unwrap();
        let ran = new(&project, &["new", "intern", "--from", name, "--map", "map.toml"]);
        assert_eq!(ran.code, 2, "{name}");
        assert!(ran.stderr.contains(said), "{}", ran.stderr);
    }
    project.file("wrong.toml", "[columns]\nA = \"nam\"\nB = \"consent.given\"\n");
    let ran = new(&project, &["new", "intern", "--from", "e.csv", "--map", "wrong.toml"]);
    assert!(ran.stderr.contains("has no key `nam`. Did you mean `name`?"), "{}", ran.stderr);
    assert!(ran.stderr.contains("filled in by hand, from the signed form"), "{}", ran.stderr);
    assert_eq!(tree(&project.root().join("content")), before);
}
