//! Nothing that people can use is undocumented, and nothing is documented that
//! does not exist: pages of the guide, commands and flags, codes, directives,
//! fields of views. Keys of records are held by `author/schema.rs`.

use std::collections::BTreeSet;
use std::fs;

use showcase::cli::{command, guide_pages};
use showcase::diagnostic::Code;

use super::{documents, guide, root};
use crate::harness::Project;

fn document(path: &str) -> String {
    fs::read_to_string(root().join(path)).unwrap()
}

#[test]
fn the_help_has_every_page_of_the_guide_and_no_other() {
    let topics: BTreeSet<String> = guide_pages().iter().map(|page| format!("{}.md", page.topic)).collect();
    assert_eq!(topics, guide().into_iter().collect());
    for page in guide_pages() {
        assert!(page.text.starts_with("# "), "{} begins with its title", page.topic);
        assert_eq!(page.text, document(&format!("docs/{}.md", page.topic)), "{}", page.topic);
    }
}

#[test]
fn the_index_and_the_site_of_the_guide_name_every_page() {
    let (index, site) = (document("docs/index.md"), document("docs/site.toml"));
    for name in guide().iter().filter(|name| *name != "index.md") {
        assert!(index.contains(&format!("({name}")), "docs/index.md lacks {name}");
        let path = format!("path = \"{}/\"", name.trim_end_matches(".md"));
        assert!(site.contains(&path), "docs/site.toml lacks {path}");
        let link = root().join("docs/content/pages").join(name);
        assert_eq!(fs::read_to_string(&link).unwrap(), document(&format!("docs/{name}")), "{}", link.display());
    }
}

#[test]
fn every_command_and_flag_is_in_the_reference_of_commands() {
    let (reference, keys, all) = (document("docs/cli.md"), document("docs/content-reference.md"), documents());
    let opening = reference.split("```").nth(1).unwrap();
    let listed: BTreeSet<&str> =
        opening.lines().filter_map(|line| line.strip_prefix("showcase ")?.split_whitespace().next()).collect();
    let whole = command();
    let there: BTreeSet<&str> = whole.get_subcommands().map(clap::Command::get_name).collect();
    let listed: BTreeSet<&str> = listed.into_iter().filter(|name| !name.starts_with('-')).collect();
    assert_eq!(listed, there);
    for sub in whole.get_subcommands() {
        for flag in sub.get_arguments().filter_map(clap::Arg::get_long).filter(|flag| *flag != "help") {
            // `new` and `import` take the keys of records.
            let key = keys.contains(&format!("| `{}`", flag.replace('-', "_")))
                || keys.contains(&format!("`{}`", flag.replace('-', ".")));
            let told = key || all.iter().any(|(path, text)| path.starts_with("docs/") && names_flag(text, flag));
            assert!(told, "no page of the guide tells of --{flag} of `{}`", sub.get_name());
        }
    }
}

fn names_flag(text: &str, flag: &str) -> bool {
    let flag = format!("--{flag}");
    let ends = |rest: &str| !rest.starts_with(|c: char| c.is_alphanumeric() || c == '-');
    text.match_indices(&flag).any(|(at, _)| ends(&text[at + flag.len()..]))
}

/// Words in code that look like a code and are none.
#[test]
fn codes_that_documents_name_exist() {
    let codes: BTreeSet<&str> = Code::ALL.iter().map(|code| code.name()).collect();
    let stems: BTreeSet<&str> = codes.iter().map(|code| code.split('-').next().unwrap()).collect();
    for (path, text) in documents().iter().filter(|(path, _)| path != "CHANGELOG.md") {
        for output in text.split("error[").skip(1).chain(text.split("warning[").skip(1)) {
            let code = output.split(']').next().unwrap();
            assert!(codes.contains(code), "{path} shows `{code}`");
        }
        for span in
            text.split('(').skip(1).filter_map(|rest| rest.strip_prefix('`')?.split_once("`)")).map(|(span, _)| span)
        {
            let like = span.contains('-') && span.chars().all(|c| c.is_ascii_lowercase() || c == '-');
            if like && stems.contains(span.split('-').next().unwrap()) {
                assert!(codes.contains(span), "{path} names `{span}`");
            }
        }
    }
}

/// The directives, and what each takes, as the program itself tells whoever
/// writes a wrong one.
#[test]
fn directives_and_their_attributes_are_in_the_guide_and_no_others() {
    let said = |directive: &str| {
        let project = Project::new();
        project.file("content/pages/about.md", &format!("+++\ntitle = \"About\"\n+++\n\n{directive}\n"));
        let help = project.build().stderr;
        let problem = help.split("\n\n").find(|problem| problem.contains("`qqqqqqqq`")).unwrap_or_default();
        let help = problem.lines().find(|line| line.contains("= help:")).unwrap_or_default().to_owned();
        help.split('`').skip(1).step_by(2).map(str::to_owned).collect::<BTreeSet<String>>()
    };
    let markdown = document("docs/markdown.md");
    let part = markdown.split("## Directives").nth(1).unwrap().split("\n## ").next().unwrap();
    let mut documented = BTreeSet::new();
    for section in part.split("\n### ").skip(1) {
        let name = section.lines().next().unwrap();
        documented.insert(name.to_owned());
        let rows = section.lines().filter_map(|line| line.strip_prefix("| `")?.split('`').next());
        let rows: BTreeSet<String> = rows.map(str::to_owned).collect();
        let colons = if matches!(name, "figure" | "video") { "::" } else { ":::" };
        let end = if colons == ":::" { "\ntext\n:::" } else { "" };
        let needed = match name {
            "figure" => "src=\"a.png\" alt=\"A\" ",
            "video" => "url=\"https://example.org/\" title=\"A\" ",
            _ => "",
        };
        let known = said(&format!("{colons}{name}{{{needed}qqqqqqqq=\"1\"}}{end}"));
        assert_eq!(rows, known, "{name}");
    }
    assert_eq!(documented, said("::qqqqqqqq{}"));
}

/// SECURITY.md names the test that holds each promise.
#[test]
fn tests_that_hold_promises_exist() {
    let security = document("SECURITY.md");
    let part = security.split("which test holds it").nth(1).unwrap().split("\n## ").next().unwrap();
    let sources = walkdir::WalkDir::new(root().join("tests")).into_iter().map(Result::unwrap);
    let sources = sources.filter(|entry| entry.path().extension().is_some_and(|end| end == "rs"));
    let tests: String = sources.map(|entry| fs::read_to_string(entry.path()).unwrap()).collect();
    let mut named = 0;
    for row in part.lines().filter(|line| line.starts_with("| ") && line.contains('`')) {
        for name in row.rsplit('|').nth(1).unwrap().split('`').skip(1).step_by(2) {
            let before = tests.split(&format!("\nfn {name}()")).next().filter(|before| before.len() < tests.len());
            let attributes: Vec<&str> = before.map(|before| before.lines().rev().take(3).collect()).unwrap_or_default();
            assert!(attributes.contains(&"#[test]"), "there is no test {name}");
            named += 1;
        }
    }
    assert!(named >= 20, "{named}");
}
