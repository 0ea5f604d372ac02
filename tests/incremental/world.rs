//! A site with something of everything, as sources in memory that steps edit.
//!
//! Every word that could be somebody's begins with `qz`, so that what is kept
//! can be searched for words that no page shows.

use std::collections::BTreeMap;

pub(super) type Files = BTreeMap<String, Vec<u8>>;

/// The sources, and how they are to be built.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct World {
    pub(super) files: Files,
    pub(super) day: &'static str,
    pub(super) drafts: bool,
    pub(super) base: Option<&'static str>,
}

/// People, by the word that all of theirs begin with.
pub(super) const PEOPLE: [&str; 8] =
    ["qzamber", "qzbirch", "qzcedar", "qzdahlia", "qzelder", "qzfern", "qzginkgo", "qzhazel"];
pub(super) const OFFICES: [&str; 3] = ["nairobi", "geneva", "pristina"];
pub(super) const COHORTS: [&str; 2] = ["2023", "2024"];
pub(super) const DONORS: [&str; 3] = ["qzumber9", "qzochre9", "qzsienna9"];
pub(super) const ALL: [&str; 7] = ["story", "name", "photo", "quote", "outcome", "donor_link", "social"];

pub(super) const PICTURES: [&[u8]; 2] =
    [include_bytes!("../fixtures/pixel.png"), include_bytes!("../../content/interns/i-7f3k/portrait.png")];

impl World {
    /// The site that every sequence begins with.
    pub(super) fn new() -> Self {
        let mut world = Self { files: Files::new(), day: crate::harness::DATE, drafts: false, base: None };
        for (path, text) in RECORDS {
            world.put(path, text);
        }
        for (n, who) in PEOPLE.into_iter().enumerate() {
            world.person(who, n);
        }
        // One is withheld, one has no name, one is told of by others.
        world.set(&person("qzfern"), "consent", "withdrawn", Some("2019-09-09"));
        let unnamed = ALL.iter().filter(|scope| **scope != "name").map(|scope| format!("\"{scope}\""));
        let unnamed = format!("[{}]", unnamed.collect::<Vec<_>>().join(", "));
        world.set(&person("qzginkgo"), "consent", "scopes", Some(&unnamed));
        world.put(
            "content/interns/i-qzamber9/qzamberlater9.md",
            "+++\ntitle = \"Later qzamberlatertitle9\"\nsummary = \"What came qzamberlatersum9.\"\npublished = 2025-02-01\n\
             +++\n\nAfter [the office](office:geneva) qzamberlaterbody9.\n",
        );
        world.files.insert("content/static/files/notes.txt".to_owned(), b"Some notes.\n".to_vec());
        world.files.insert("content/donors/qzumberlogofile9.png".to_owned(), PICTURES[0].to_vec());
        world
    }

    /// Adds a person.
    pub(super) fn person(&mut self, who: &str, n: usize) {
        let (office, cohort, donor) = (OFFICES[n % 3], COHORTS[n % 2], DONORS[n % 3]);
        let level = ["postgraduate", "undergraduate"][n % 2];
        let school = ["School of Hills", "School of Lakes"][n / 2 % 2];
        let other = PEOPLE[(n + 1) % PEOPLE.len()];
        let (start, end) = (format!("{cohort}-01-08"), format!("{cohort}-0{}-05", 4 + n % 5));
        let text = PERSON.replace("%who", who).replace("%other", other).replace("%office", office);
        let text = text.replace("%cohort", cohort).replace("%donor", donor).replace("%level", level);
        let text = text.replace("%school", school).replace("%start", &start).replace("%end", &end);
        let text = text.replace("%goal", ["10", "4"][n / 3 % 2]).replace("%published", &format!("2024-09-0{}", 1 + n));
        // Of some pictures nobody says whether others can be seen: a warning.
        let picture = format!("![What matters {who}desk9]({who}deskfile9.png \"{who}caption9\")");
        let figure = format!(
            "::figure{{src=\"{who}deskfile9.png\" alt=\"What matters {who}desk9\" caption=\"{who}caption9\" beneficiaries=\"none\"}}"
        );
        assert!(text.contains(&picture));
        let text = if n.is_multiple_of(4) { text } else { text.replace(&picture, &figure) };
        self.put(&person(who), &text);
        for name in ["portraitfile", "deskfile"] {
            self.files.insert(format!("content/interns/i-{who}9/{who}{name}9.png"), PICTURES[n % 2].to_vec());
        }
    }

    pub(super) fn put(&mut self, path: &str, text: &str) {
        self.files.insert(path.to_owned(), text.as_bytes().to_vec());
    }

    pub(super) fn text(&self, path: &str) -> Option<String> {
        self.files.get(path).map(|bytes| String::from_utf8(bytes.clone()).unwrap())
    }

    /// Changes a file, if it is there.
    pub(super) fn change(&mut self, path: &str, change: impl FnOnce(String) -> String) {
        if let Some(text) = self.text(path) {
            self.put(path, &change(text));
        }
    }

    /// Sets a key of a table, or takes it out; nothing where the file is not.
    pub(super) fn set(&mut self, path: &str, table: &str, key: &str, value: Option<&str>) {
        self.change(path, |text| with_key(&text, table, key, value));
    }

    /// The files whose path begins and ends like this.
    pub(super) fn paths(&self, begin: &str, end: &str) -> Vec<String> {
        self.files.keys().filter(|path| path.starts_with(begin) && path.ends_with(end)).cloned().collect()
    }
}

/// Where a person's record is.
pub(super) fn person(who: &str) -> String {
    format!("content/interns/i-{who}9/index.md")
}

/// A text in which a key of a table has another value, or none. The table of
/// the first keys has no name.
fn with_key(text: &str, table: &str, key: &str, value: Option<&str>) -> String {
    let mut lines: Vec<String> = text.lines().map(str::to_owned).collect();
    let story = lines.first().is_some_and(|line| line == "+++");
    let stop = if story { lines.iter().skip(1).position(|line| line == "+++").map(|at| at + 1) } else { None };
    let stop = stop.unwrap_or(lines.len());
    let head = format!("[{table}]");
    let start = match lines[..stop].iter().position(|line| *line == head) {
        Some(at) => at + 1,
        None if table.is_empty() => usize::from(story),
        None if value.is_none() => return text.to_owned(),
        None => {
            lines.insert(stop, head);
            stop + 1
        }
    };
    let stop = stop.max(start);
    let end = lines[start..stop].iter().position(|line| line.starts_with('[')).map_or(stop, |at| start + at);
    let begin = format!("{key} = ");
    match (lines[start..end].iter().position(|line| line.starts_with(&begin)), value) {
        (Some(at), Some(value)) => lines[start + at] = format!("{begin}{value}"),
        (Some(at), None) => drop(lines.remove(start + at)),
        (None, Some(value)) => lines.insert(start, format!("{begin}{value}")),
        (None, None) => {}
    }
    lines.join("\n") + "\n"
}

#[test]
fn a_key_is_set_in_its_table() {
    let text = "+++\na = 1\n[t]\nb = 2\n+++\n\nb = 3\n";
    assert_eq!(with_key(text, "", "a", Some("5")), text.replace('1', "5"));
    assert_eq!(with_key(text, "t", "b", None), text.replace("b = 2\n", ""));
    assert_eq!(with_key(text, "t", "c", Some("5")), text.replace("[t]\n", "[t]\nc = 5\n"));
    assert_eq!(with_key(text, "u", "c", Some("5")), text.replace("b = 2\n", "b = 2\n[u]\nc = 5\n"));
    assert_eq!(with_key("a = 1\n", "", "b", Some("2")), "b = 2\na = 1\n");
}

const PERSON: &str = r##"+++
name = "%whoname9 %whokin9"
course = "Course %whocourse9"
level = "%level"
school = "%school"
cohort = "%cohort"
office = "%office"
unit = "Unit %whounit9"
start = %start
end = %end
donors = ["%donor"]
sdgs = [{ goal = %goal, why = "Because %whowhy9." }]
skills = ["Counting"]
title = "Title %whotitle9"
summary = "Summary %whosummary9."
quote = "Quote %whoquote9."
published = %published
aliases = ["/old/%who9/"]

[portrait]
file = "%whoportraitfile9.png"
alt = "Portrait %whoalt9"
credit = "%whocredit9"
beneficiaries = "none"

[consent]
given = 2019-08-20
scopes = ["story", "name", "photo", "quote", "outcome", "donor_link", "social"]
method = "%whomethod9"
recorded_by = "%whorecorder9"
evidence = "%whoevidence9"
review = 2040-01-01

[outcome]
kind = "sector"
role = "%whorole9"
since = 2024-10-01
+++

Body %whobody9 for [the office](office:%office), and [a colleague](intern:i-%other9#week).

## My week {#week}

Paid by [a gift](donor:qzumber9)[^a], for [a goal](sdg:10), in [a year](cohort:2024). See [what this is](page:about#why).

[^a]: A note %whonote9.

![What matters %whodesk9](%whodeskfile9.png "%whocaption9")

```rust
let x = "%whocode9";
```

Back to [my week](#week) and [the impact](/impact/).
"##;

const RECORDS: &[(&str, &str)] = &[
    (
        "site.toml",
        r#"title = "Small showcase"
base_url = "https://small.example/"
language = "en-GB"
description = "A small site."
allow_samples = true
theme = "showcase"

[organisation]
name = "Example University"
email = "hello@small.example"

[programme]
name = "Example internships"
partner = "Example Agency"
since = 2022

[pagination]
interns = 3
facets = 2

[[menu]]
title = "Interns"
url = "/interns/"

[[menu]]
title = "About"
url = "/about/"
"#,
    ),
    (
        "content/offices/nairobi.toml",
        "name = \"Nairobi\"\ncapital = true\ncountry = \"KE\"\nlatitude = -1.28\nlongitude = 36.82\n\
         kind = \"regional-office\"\nsummary = \"A regional office.\"\n\
         description = \"The office on the hill, where [somebody](intern:i-qzamber9#week) was.\"\n",
    ),
    (
        "content/offices/geneva.toml",
        "name = \"Geneva\"\ncapital = false\ncountry = \"CH\"\nlatitude = 46.2\nlongitude = 6.1\n\
         kind = \"headquarters\"\nsummary = \"By the lake.\"\ndescription = \"Next to [the other](office:nairobi).\"\n",
    ),
    (
        "content/offices/pristina.toml",
        "name = \"Pristina\"\ncapital = false\ncountry = \"XK\"\nlatitude = 42.67\nlongitude = 21.17\n\
         summary = \"New in 2024.\"\n",
    ),
    (
        "content/cohorts/2023.toml",
        "year = 2023\ntitle = \"The second cohort\"\nsummary = \"Some went.\"\n\n[declared]\ninterns = 4\n",
    ),
    (
        "content/cohorts/2024.toml",
        "year = 2024\ntitle = \"The third cohort\"\ndescription = \"Paid by [some](donor:qzochre9).\"\n\n\
         [declared]\ninterns = 9\nlocations = 3\n",
    ),
    (
        "content/donors/qzumber9.toml",
        "name = \"Qzumbername9 Trust\"\nkind = \"trust\"\nyears = [2023, 2024]\nsummary = \"Gave qzumbersummary9.\"\n\
         quote = \"It was qzumberquote9.\"\namount = \"£1 qzumberamount9\"\n\
         description = \"About *qzumberbody9* and [a year](cohort:2024).\"\n\n[logo]\nfile = \"qzumberlogofile9.png\"\n\
         alt = \"A logo qzumberlogoalt9\"\n\n[permission]\non = 2019-01-01\nby = \"qzumberby9\"\n\
         scopes = [\"name\", \"logo\", \"photo\", \"quote\", \"amount\"]\n",
    ),
    (
        "content/donors/qzochre9.toml",
        "name = \"Qzochrename9 Fund\"\nkind = \"corporate\"\nyears = [2024]\nsummary = \"Gave qzochresummary9.\"\n\n\
         [permission]\non = 2019-01-01\nby = \"qzochreby9\"\nscopes = [\"name\"]\n",
    ),
    (
        "content/donors/qzsienna9.toml",
        "name = \"Qzsiennaname9 Person\"\nkind = \"individual\"\nanonymous = true\nyears = [2023]\n\
         summary = \"Gave qzsiennasummary9.\"\n\n[permission]\non = 2019-01-01\nby = \"qzsiennaby9\"\nscopes = [\"name\"]\n",
    ),
    (
        "content/sdgs.toml",
        "[[goal]]\nnumber = 10\ncontribution = \"Places for those who could not pay.\"\ntargets = [\"10.7\"]\n\n\
         [[goal]]\nnumber = 4\ncontribution = \"Learning.\"\ndescription = \"As [she](intern:i-qzbirch9) says.\"\n",
    ),
    (
        "content/pages/about.md",
        "+++\ntitle = \"About\"\nsummary = \"What this is.\"\n+++\n\nWhat this is. Ask [her](intern:i-qzcedar9#week).\n\n\
         ## Why\n\nBecause.\n",
    ),
    (
        "content/pages/news/first.md",
        "+++\ntitle = \"First news\"\nsummary = \"It begins qznewsbegins9.\"\n+++\n\nIt begins, in [a place](../../offices/geneva.toml).\n",
    ),
    (
        "content/pages/news/second.md",
        "+++\ntitle = \"Second news\"\npublished = 2026-11-01\naliases = [\"/old-news/\"]\n+++\n\nIt goes on qznewsgoes9: [so](first.md).\n",
    ),
];
