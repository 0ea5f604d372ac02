//! Every block of TOML, Markdown, YAML, JSON, HTML, CSS and SVG in the documents
//! is what it says: the program reads it, or a parser of the format does. Those
//! for servers are tried in `servers`.

use std::process::Command;

use saphyr_parser::Parser;
use showcase::author::schema::FileKind;
use showcase::content::translation;
use showcase::diagnostic::{Code, Severity};
use showcase::record::{self, Source};
use showcase::text::{FileId, Origin, Span};

use super::{Block, blocks};
use crate::harness::{DATE, Project};

fn of(language: &str) -> Vec<Block> {
    let found: Vec<Block> = blocks().into_iter().filter(|block| block.language == language).collect();
    assert!(!found.is_empty(), "{language}");
    found
}

/// Whether a piece of TOML is a piece of some record, keys and forms of values
/// alike. What is not there may be missing.
fn is_of_a_record(text: &str) -> Result<(), Vec<String>> {
    let mut nearest: Option<Vec<String>> = None;
    let kinds = FileKind::ALL.iter().map(|kind| (kind.word(), kind.keys()));
    for (kind, keys) in kinds.chain([("translation", translation::STORY_KEYS)]) {
        let mut problems = Vec::new();
        drop(record::read(Source::whole(FileId(0), text, "en-GB"), keys, &mut problems));
        problems.retain(|problem| problem.code != Code::KeyMissing);
        if problems.is_empty() {
            return Ok(());
        }
        let said: Vec<String> = problems.into_iter().map(|problem| format!("{kind}: {}", problem.message)).collect();
        if nearest.as_ref().is_none_or(|near| said.len() < near.len()) {
            nearest = Some(said);
        }
    }
    Err(nearest.unwrap_or_default())
}

/// What is no record: settings of themes (tried whole in `themes.rs` and below),
/// the mapping of a table, settings of other programs.
fn is_of_something_else(block: &Block) -> bool {
    let table: toml::Table = block.text.parse().unwrap();
    let of_themes = ["extends", "contrast", "preload", "options", "pictures", "version"];
    let of_maps = ["columns", "separator"];
    let of_others = ["rule", "schema", "build", "toolchain"];
    table.keys().any(|key| [&of_themes[..], &of_maps, &of_others].concat().contains(&key.as_str()))
        || block.text.starts_with("# theme.toml")
}

#[test]
fn toml_is_what_a_record_may_say() {
    for block in of("toml") {
        let parsed = block.text.parse::<toml::Table>();
        assert!(parsed.is_ok(), "{}: {parsed:?}\n{}", block.document, block.text);
        // Words of the interface are free keys with texts.
        let words = block.above.contains("i18n/");
        if words || is_of_something_else(&block) {
            continue;
        }
        if let Err(said) = is_of_a_record(&block.text) {
            panic!("{}: {said:?}\n{}", block.document, block.text);
        }
    }
    assert!(is_of_a_record("titel = \"x\"\n").is_err() && is_of_a_record("[consent]\ngiven = \"x\"\n").is_err());
}

#[test]
fn markdown_is_read_without_an_error() {
    // Blocks without a language show Markdown where a directive or a callout begins them.
    let bare = blocks()
        .into_iter()
        .filter(|block| block.language.is_empty() && (block.text.starts_with("::") || block.text.starts_with("> [!")));
    for block in of("markdown").into_iter().chain(bare) {
        if block.text.starts_with("+++") {
            let project = Project::new();
            if !block.text.contains("\nname = ") {
                is_a_translation(&project, &block);
                continue;
            }
            project.file("content/offices/geneva.toml", &GENEVA.replace("nairobi", "geneva"));
            project.file("content/cohorts/2022.toml", "year = 2022\ntitle = \"The 2022 cohort\"\n");
            project.file("content/interns/i-7f3k/index.md", &block.text);
            let ran = project.run(&["check", "--date", DATE, "--quiet"]);
            assert_eq!(ran.code, 0, "{}: {ran:?}", block.document);
            continue;
        }
        let mut problems = Vec::new();
        let origin = Origin::verbatim(Span::new(FileId(0), 0..block.text.len()));
        drop(showcase::markdown::parse(&block.text, &origin, &mut problems));
        let errors: Vec<_> = problems.iter().filter(|problem| problem.code.severity() == Severity::Error).collect();
        assert!(errors.is_empty(), "{}: {errors:?}\n{}", block.document, block.text);
    }
}

/// What has no name translates the story of the small site, which has all that
/// can be translated.
fn is_a_translation(project: &Project, block: &Block) {
    project.edit("site.toml", "[consent]", "[languages.fr]\n\n[consent]");
    project.file("content/interns/i-1/index.fr.md", &block.text);
    let ran = project.run(&["build", "--date", DATE, "--quiet"]);
    assert_eq!((ran.code, ran.stderr.as_str()), (0, ""), "{}", block.document);
    let page = project.page("fr/interns/i-1/index.html");
    assert!(page.contains("Compter ce qui compte"), "{page}");
}

const GENEVA: &str =
    "name = \"Geneva\"\ncountry = \"CH\"\nlatitude = 46.2\nlongitude = 6.14\nkind = \"headquarters\"\n";

#[test]
fn yaml_and_json_parse() {
    for block in of("yaml") {
        for event in Parser::new_from_str(&block.text) {
            assert!(event.is_ok(), "{}: {event:?}\n{}", block.document, block.text);
        }
    }
    for block in of("json") {
        let parsed = serde_json::from_str::<serde_json::Value>(&block.text);
        assert!(parsed.is_ok(), "{}: {parsed:?}\n{}", block.document, block.text);
    }
}

/// Styles and drawings stand in a theme of their own, all of a document at once.
#[test]
fn styles_and_drawings_are_those_of_a_theme() {
    let project = Project::new();
    project.edit("site.toml", "language = \"en-GB\"\n", "language = \"en-GB\"\ntheme = \"tried\"\n");
    project.file("themes/tried/theme.toml", "name = \"Tried\"\nextends = \"showcase\"\n");
    for (number, block) in of("css").iter().enumerate() {
        project.file(&format!("themes/tried/styles/9{number}-tried.css"), &block.text);
    }
    for (number, block) in of("svg").iter().enumerate() {
        let is_card = block.text.contains("{{");
        let path = if is_card { "templates/cards/site.svg".to_owned() } else { format!("icons/tried-{number}.svg") };
        project.file(&format!("themes/tried/{path}"), &block.text);
    }
    let ran = project.run(&["build", "--date", DATE, "--quiet"]);
    assert_eq!((ran.code, ran.stderr.as_str()), (0, ""));
    project.edit("themes/tried/styles/90-tried.css", "--accent: light-dark(#00594f", "--accent: light-dark(#cccccc");
    let ran = project.run(&["build", "--date", DATE, "--quiet"]);
    assert!(ran.stderr.contains("contrast"), "a colour that cannot be read is found: {}", ran.stderr);
}

/// What shells are given parses, whatever program it is for.
#[test]
fn shells_can_read_their_lines() {
    for block in of("sh") {
        let ran = Command::new("bash").args(["-n", "-c", &block.text]).output().unwrap();
        let said = String::from_utf8_lossy(&ran.stderr);
        assert!(ran.status.success() && said.is_empty(), "{}: {said}\n{}", block.document, block.text);
    }
}

/// Each piece of a template stands in a theme of its own as the file that it is
/// for, or as one that nothing asks for but that is read all the same.
#[test]
fn html_is_a_template() {
    for block in of("html") {
        let name = ["office", "parts/row", "parts/foot"].into_iter().find(|name| {
            block.text.contains(&format!("showcase/{name}.html"))
                || (*name == "parts/row" && block.text.starts_with("<a href=\"{{ href }}\""))
        });
        let project = Project::new();
        project.edit("site.toml", "language = \"en-GB\"\n", "language = \"en-GB\"\ntheme = \"tried\"\n");
        let options = "[options]\nowner = { type = \"string\", default = \"X\", doc = \"Who.\" }\n";
        project.file("themes/tried/theme.toml", &format!("name = \"Tried\"\nextends = \"showcase\"\n{options}"));
        project.file(
            "themes/tried/i18n/en.toml",
            "an_office_of = \"An office of {programme}\"\nwelcome = \"Hello {who}\"\n",
        );
        project.file("themes/tried/icons/river.svg", "<svg viewBox=\"0 0 24 24\"><path d=\"M2 9h4\"/></svg>");
        project.file(&format!("themes/tried/templates/{}.html", name.unwrap_or("tried")), &block.text);
        let ran = project.run(&["check", "--date", DATE, "--quiet"]);
        // A piece that is read on its own may name what only its page has.
        let wrong = ran.stderr.lines().filter(|line| line.starts_with("error[")).find(|line| {
            name.is_some() || !(line.starts_with("error[template-field]") || line.starts_with("error[template-view]"))
        });
        assert_eq!(wrong, None, "{}: {}\n{}", block.document, ran.stderr, block.text);
    }
}
