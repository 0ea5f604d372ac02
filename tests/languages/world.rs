//! A site in three languages in which the language of every text is its first
//! word: `entok`, `frtok`, `artok`.

use std::fmt::Write as _;

use crate::harness::Project;

/// The further languages.
pub(super) const FURTHER: [&str; 2] = ["fr", "ar"];

/// Everything that may be translated, each by its file and key.
const PARTS: [&str; 20] = [
    "story/title",
    "story/summary",
    "story/quote",
    "story/unit",
    "story/course",
    "story/skills",
    "story/alt",
    "story/role",
    "story/why",
    "story/body",
    "later/title",
    "later/summary",
    "later/body",
    "page/title",
    "page/summary",
    "page/body",
    "office/summary",
    "office/description",
    "cohort/title",
    "goal/contribution",
];

/// A word of the built-in theme.
pub(super) fn word(tag: &str, key: &str) -> String {
    let words = match tag {
        "fr" => include_str!("../../themes/showcase/i18n/fr.toml"),
        _ => include_str!("../../themes/showcase/i18n/en.toml"),
    };
    let line = words.lines().find_map(|line| line.strip_prefix(key)?.strip_prefix(" = "));
    line.unwrap().trim_matches('"').to_owned()
}

/// The site, and which of its parts are translated into which language.
pub(super) struct World;

impl World {
    pub(super) fn new() -> Self {
        Self
    }

    /// How many translations there are.
    pub(super) fn parts(&self) -> usize {
        PARTS.len() * FURTHER.len()
    }

    /// The site with some of the translations, by their numbers.
    pub(super) fn project(&self, has: &dyn Fn(usize) -> bool) -> Project {
        let project = Project::new();
        let mut languages = String::new();
        for tag in FURTHER {
            write!(languages, "[languages.{tag}]\n\n").unwrap();
        }
        project.edit("site.toml", "[consent]", &format!("{languages}[consent]"));
        let has = |part: &str, tag: &str| {
            let part = PARTS.iter().position(|known| *known == part).unwrap();
            has(part * FURTHER.len() + FURTHER.iter().position(|known| *known == tag).unwrap())
        };
        stories(&project);
        for tag in FURTHER {
            translations(&project, tag, &has);
        }
        records(&project, &has);
        project
    }
}

/// The originals.
fn stories(project: &Project) {
    let story = "content/interns/i-1/index.md";
    for (from, to) in [
        ("Counting what counts", "entok title"),
        ("Six months of numbers and the people behind them.", "entok summary"),
        ("quote = \"I learnt to ask who is missing.\"", "quote = \"entok quote\""),
        ("Data unit", "entok unit"),
        ("Public Health", "entok course"),
        ("Statistics", "entok skill"),
        ("A person at a desk", "entok alt"),
        ("Analyst", "entok role"),
        ("Safe movement was the subject.", "entok why"),
        ("I learnt to ask who is missing.\n\n## My week", "entok body\n\n## entok heading"),
        ("Monday was for the [office](office:nairobi).", "[entok office](office:nairobi), [entok page](/about/)."),
    ] {
        project.edit(story, from, to);
    }
    let later = "+++\ntitle = \"entok later\"\nsummary = \"entok later summary\"\npublished = 2025-09-01\n+++\n\nentok later \
                 body, [entok before](index.md#entok-heading)\n";
    project.file("content/interns/i-1/later.md", later);
    let page = "+++\ntitle = \"entok about\"\nsummary = \"entok about summary\"\n+++\n\nentok about body\n";
    project.file("content/pages/about.md", page);
}

/// The files of translations.
fn translations(project: &Project, tag: &str, has: &dyn Fn(&str, &str) -> bool) {
    let line = |part: &str, key: &str| match has(part, tag) {
        true => format!("{key} = \"{tag}tok {key}\"\n"),
        false => String::new(),
    };
    let body = |part: &str, text: &str| match has(part, tag) {
        true => format!("\n{}\n", text.replace("TAG", tag)),
        false => String::new(),
    };
    let skills = if has("story/skills", tag) { format!("skills = [\"{tag}tok skill\"]\n") } else { String::new() };
    let mut record: String = ["title", "summary", "quote", "unit", "course"]
        .into_iter()
        .map(|key| line(&format!("story/{key}"), key))
        .collect();
    record.push_str(&skills);
    for (part, head, key) in
        [("story/alt", "portrait", "alt"), ("story/role", "outcome", "role"), ("story/why", "sdgs", "\"10.7\"")]
    {
        if has(part, tag) {
            write!(record, "\n[{head}]\n{key} = \"{tag}tok {}\"\n", key.trim_matches('"')).unwrap();
        }
    }
    let text = "TAGtok body\n\n## TAGtok heading\n\n[TAGtok office](office:nairobi), [TAGtok page](/about/).";
    let story = format!("+++\n{record}+++\n{}", body("story/body", text));
    project.file(&format!("content/interns/i-1/index.{tag}.md"), &story);
    let later = [line("later/title", "title"), line("later/summary", "summary")].concat();
    let text = body("later/body", "TAGtok later, [TAGtok before](index.md)");
    project.file(&format!("content/interns/i-1/later.{tag}.md"), &format!("+++\n{later}+++\n{text}"));
    let page = [line("page/title", "title"), line("page/summary", "summary")].concat();
    let text = body("page/body", "TAGtok about body");
    project.file(&format!("content/pages/about.{tag}.md"), &format!("+++\n{page}+++\n{text}"));
}

/// Texts by language in records.
fn records(project: &Project, has: &dyn Fn(&str, &str) -> bool) {
    let table = |part: &str, text: &str| {
        let mut table = format!("{{ en-GB = \"entok {text}\"");
        for tag in FURTHER.into_iter().filter(|tag| has(part, tag)) {
            write!(table, ", {tag} = \"{tag}tok {text}\"").unwrap();
        }
        table + " }"
    };
    let office = "content/offices/nairobi.toml";
    project.edit(office, "\"A regional office.\"", &table("office/summary", "office summary"));
    let description = table("office/description", "described, [linked](page:about).");
    project.edit(office, "\"The office on the hill. [What this is](page:about).\"", &description);
    project.edit("content/cohorts/2024.toml", "\"The 2024 cohort\"", &table("cohort/title", "cohort"));
    let goal = table("goal/contribution", "contribution");
    project.edit("content/sdgs.toml", "\"Places for those who could not pay.\"", &goal);
}
