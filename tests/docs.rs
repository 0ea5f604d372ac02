//! The documentation: generated pages are compared with the code, every snippet
//! and command in it is tried, every link followed, and nothing is left out.

mod coverage;
mod generated;
mod guide_site;
mod links;
mod shell;
mod snippets;

use std::fs;
use std::path::Path;

/// A block of code in a document.
#[derive(Debug, Clone)]
pub(crate) struct Block {
    document: String,
    language: String,
    pub(crate) text: String,
    /// What stands in the line above it.
    above: String,
}

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// Names in `docs/` that end in `.md`.
fn guide() -> Vec<String> {
    let entries = fs::read_dir(root().join("docs")).unwrap();
    let names = entries.map(|entry| entry.unwrap().file_name().into_string().unwrap());
    let mut names: Vec<String> = names.filter(|name| name.ends_with(".md")).collect();
    names.sort();
    assert!(names.len() > 20, "{names:?}");
    names
}

/// Every document of the project with its text, by its path.
fn documents() -> Vec<(String, String)> {
    let beside = ["README.md", "ARCHITECTURE.md", "CHANGELOG.md", "CONTRIBUTING.md", "SECURITY.md"];
    let paths = beside.into_iter().map(str::to_owned).chain(guide().into_iter().map(|name| format!("docs/{name}")));
    paths.map(|path| (path.clone(), fs::read_to_string(root().join(&path)).unwrap())).collect()
}

/// The one block in this language of all documents.
pub(crate) fn only(language: &str) -> Block {
    let mut found: Vec<Block> = blocks().into_iter().filter(|block| block.language == language).collect();
    assert_eq!(found.len(), 1, "{language}");
    found.remove(0)
}

/// The blocks of code of all documents.
fn blocks() -> Vec<Block> {
    documents().into_iter().flat_map(|(document, text)| blocks_of(&document, &text)).collect()
}

fn blocks_of(document: &str, text: &str) -> Vec<Block> {
    let (mut found, mut open): (Vec<Block>, Option<(Block, String)>) = (Vec::new(), None);
    let mut above = String::new();
    for line in text.lines() {
        let bare = line.trim_start();
        match &mut open {
            Some((block, fence)) if bare.starts_with(fence.as_str()) && bare.trim_matches('`').is_empty() => {
                found.push(block.clone());
                open = None;
            }
            Some((block, _)) => {
                block.text.push_str(line);
                block.text.push('\n');
            }
            None if bare.starts_with("```") => {
                let fence: String = bare.chars().take_while(|c| *c == '`').collect();
                let language = bare[fence.len()..].trim().to_owned();
                let block =
                    Block { document: document.to_owned(), language, text: String::new(), above: above.clone() };
                open = Some((block, fence));
            }
            None if !bare.is_empty() => above = bare.to_owned(),
            None => {}
        }
    }
    assert!(open.is_none(), "{document} has a block that is not closed");
    found
}
