//! The mark and the notice, wherever an author writes the name.

use std::collections::BTreeSet;

use crate::hostile::{built, with_records};
use crate::html::{Page, pages};

/// Word for word as it is asked for.
pub(crate) const NOTICE: &str = "References to Kosovo shall be understood to be in the context of United Nations \
                                 Security Council resolution 1244 (1999).";

/// Every text and attribute that people or search engines read.
fn spoken(page: &Page) -> Vec<String> {
    let mut found = Vec::new();
    for element in page.all("*") {
        let told = ["alt", "title", "aria-label", "content"].iter().filter_map(|name| element.attr(name));
        found.extend(told.map(str::to_owned));
        found.extend(element.children().filter_map(|node| node.value().as_text().map(|text| text.to_string())));
    }
    found
}

#[test]
fn every_text_that_names_it_carries_the_mark() {
    let project = with_records(&["Kosovo, a text"]);
    // Names of people, of donors and of those they honour are theirs to write.
    let name = "name = \"Kosovo, a text\"";
    project.edit("content/interns/p-0/index.md", name, "name = \"Ada\"");
    project.edit("content/donors/d-0.toml", &format!("{name}\n"), "name = \"Trust\"\n");
    project.edit("content/donors/d-0.toml", "honoree = \"Kosovo, a text\"", "honoree = \"Ada\"");
    let files = built(&project);
    let (mut wrong, mut named) = (BTreeSet::new(), 0);
    for page in pages(&files) {
        let texts: Vec<String> = spoken(&page).iter().map(|text| text.replace(NOTICE, "")).collect();
        for text in texts.iter().filter(|text| text.contains("Kosovo")) {
            named += 1;
            if text.matches("Kosovo").count() != text.matches("Kosovo*").count() {
                wrong.insert(format!("{}: {text}", page.path));
            }
        }
        let noticed = page.all(".notices p").iter().any(|p| p.text().collect::<String>() == format!("* {NOTICE}"));
        if noticed != texts.iter().any(|text| text.contains("Kosovo")) {
            wrong.insert(format!("{}: notice: {noticed}", page.path));
        }
    }
    assert!(named > 100, "{named}");
    assert!(wrong.is_empty(), "{wrong:#?}");
}
