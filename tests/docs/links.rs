//! Links between documents: the file is there, and so is the heading.

use std::collections::BTreeMap;

use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};

use super::{documents, root};

/// What a document refers to, and the ids of its headings as forges make them.
struct Read {
    links: Vec<String>,
    ids: Vec<String>,
}

fn read(text: &str) -> Read {
    let options = Options::ENABLE_TABLES | Options::ENABLE_GFM;
    let (mut links, mut ids, mut heading) = (Vec::new(), Vec::<String>::new(), None::<String>);
    for event in Parser::new_ext(text, options) {
        match event {
            Event::Start(Tag::Link { dest_url, .. } | Tag::Image { dest_url, .. }) => {
                links.push(dest_url.into_string())
            }
            Event::Start(Tag::Heading { .. }) => heading = Some(String::new()),
            Event::End(TagEnd::Heading(_)) => {
                let id = id(&heading.take().unwrap());
                let again = ids.iter().filter(|known| **known == id).count();
                ids.push(if again == 0 { id } else { format!("{id}-{again}") });
            }
            Event::Text(text) | Event::Code(text) => {
                if let Some(heading) = &mut heading {
                    heading.push_str(&text);
                }
            }
            _ => {}
        }
    }
    Read { links, ids }
}

/// The id that GitHub gives a heading.
fn id(heading: &str) -> String {
    let kept = heading
        .to_lowercase()
        .chars()
        .filter(|c| c.is_alphanumeric() || matches!(c, ' ' | '-' | '_'))
        .collect::<String>();
    kept.replace(' ', "-")
}

/// What is wrong with the links of a document.
fn broken(document: &str, links: &[String], all: &BTreeMap<String, Read>) -> Vec<String> {
    let folder = document.rsplit_once('/').map_or("", |(folder, _)| folder);
    let mut found = Vec::new();
    for link in links.iter().filter(|link| !link.contains(':') && !link.starts_with('/')) {
        let (path, fragment) = link.split_once('#').map_or((link.as_str(), None), |(path, id)| (path, Some(id)));
        let mut parts: Vec<&str> = folder.split('/').filter(|part| !part.is_empty()).collect();
        for part in path.split('/').filter(|part| !part.is_empty()) {
            if part != ".." {
                parts.push(part);
            } else {
                parts.pop();
            }
        }
        let target = if path.is_empty() { document.to_owned() } else { parts.join("/") };
        if !root().join(&target).exists() {
            found.push(format!("{document}: {link}: there is no {target}"));
        } else if let Some(fragment) = fragment {
            let there = all.get(&target).is_some_and(|read| read.ids.iter().any(|id| id == fragment));
            if !there {
                found.push(format!("{document}: {link}: there is no such heading"));
            }
        }
    }
    found
}

#[test]
fn every_link_of_the_documents_leads_somewhere() {
    let all: BTreeMap<String, Read> = documents().into_iter().map(|(path, text)| (path, read(&text))).collect();
    let found: Vec<String> = all.iter().flat_map(|(path, read)| broken(path, &read.links, &all)).collect();
    assert_eq!(found, [""; 0]);
    assert!(all.values().map(|read| read.links.len()).sum::<usize>() > 200);
}

#[test]
fn a_link_to_nowhere_is_found() {
    let all: BTreeMap<String, Read> = documents().into_iter().map(|(path, text)| (path, read(&text))).collect();
    let wrong = ["nowhere.md", "cli.md#no-such-heading", "#no-such-heading", "../docs/cli.md#flag"].map(str::to_owned);
    assert_eq!(broken("docs/index.md", &wrong, &all).len(), wrong.len());
}
