//! Sites of WordPress: the file that Tools, Export writes (WXR 1.2, an RSS feed
//! with elements of its own).

use super::element::{Element, xml};
use super::html::{self, Reading};
use super::remains::{Kind, squeezed};
use super::shortcode;
use super::site::{Entry, Foreign, day, path_of};

/// Reads an export.
///
/// # Errors
/// In words: why it cannot be read.
pub fn wordpress(bytes: &[u8]) -> Result<Foreign, String> {
    let root = xml(bytes)?;
    let channel = root.child("channel").filter(|_| root.name == "rss");
    let channel = channel.ok_or("it is no export of WordPress; in WordPress choose Tools, Export, All content")?;
    let mut site = Foreign::default();
    for item in channel.elements().filter(|element| element.name == "item") {
        let text = |name: &str| item.child(name).map(Element::text).unwrap_or_default();
        let (kind, status) = (text("wp:post_type"), text("wp:status"));
        let title = squeezed(&text("title"));
        match kind.as_str() {
            "post" | "page" if !matches!(status.as_str(), "trash" | "auto-draft" | "inherit") => {
                site.entries.push(entry(item)?);
            }
            "attachment" => site.remains.add(Kind::File, &text("wp:attachment_url")),
            _ => site.remains.add(Kind::File, &format!("{kind} ({status}): {title}")),
        }
    }
    for author in channel.all("wp:author") {
        let named = author.child("wp:author_login").is_some();
        if named {
            site.remains.once(Kind::Metadata, "who wrote there: names and addresses");
        }
    }
    Ok(site)
}

fn entry(item: &Element) -> Result<Entry, String> {
    let text = |name: &str| item.child(name).map(Element::text).unwrap_or_default();
    let content = text("content:encoded");
    let blocks = content.contains("<!-- wp:");
    let mut remains = super::Remains::default();
    let content = shortcode::wordpress(&content, &mut remains) + &footnotes(item);
    let mut document = html::read(&content, Reading { line_ends: !blocks, marks: true })?;
    document.remains.list.splice(0..0, remains.list);
    document.title = Some(squeezed(&text("title"))).filter(|title| !title.is_empty());
    for element in item.elements() {
        match element.name.as_str() {
            "category" => {
                let key = element.attribute("domain").unwrap_or("category");
                document.remains.once(Kind::Key, &format!("{key}: {}", element.text()));
            }
            "wp:comment" => {
                let said = element.child("wp:comment_content").map(Element::text).unwrap_or_default();
                document.remains.add(Kind::Comment, &said);
            }
            "wp:postmeta" => {
                let key = element.child("wp:meta_key").map(Element::text).unwrap_or_default();
                // Those that begin so are the program's own.
                if !key.starts_with('_') && key != "footnotes" {
                    let value = element.child("wp:meta_value").map(Element::text).unwrap_or_default();
                    document.remains.once(Kind::Key, &format!("{key}: {value}"));
                }
            }
            _ => {}
        }
    }
    let link = text("link");
    let (path, query) = path_of(&link);
    if query {
        document.remains.once(Kind::Address, &format!("old address {link}"));
    }
    let slug = text("wp:post_name");
    let title = document.title.clone().unwrap_or_default();
    Ok(Entry {
        from: link.clone(),
        document,
        address: (!query && path != "/").then_some(path),
        known_as: vec![link, text("guid")],
        aliases: Vec::new(),
        published: day(&text("wp:post_date")),
        summary: Some(squeezed(&text("excerpt:encoded"))).filter(|text| !text.is_empty()),
        slug: if slug.is_empty() { title } else { slug },
        folder: String::new(),
    })
}

/// Footnotes, which the editor of WordPress keeps apart from the text.
fn footnotes(item: &Element) -> String {
    let is_notes = |meta: &&Element| meta.child("wp:meta_key").is_some_and(|key| key.text() == "footnotes");
    let found = item.elements().filter(|element| element.name == "wp:postmeta").find(is_notes);
    let value = found.and_then(|meta| meta.child("wp:meta_value")).map(Element::text).unwrap_or_default();
    let notes: Vec<serde_json::Value> = serde_json::from_str(&value).unwrap_or_default();
    let mut out = String::new();
    for note in &notes {
        let field = |name: &str| note.get(name).and_then(serde_json::Value::as_str).unwrap_or_default();
        let id = field("id").replace(['"', '<', '>', '&'], "");
        out.push_str(&format!("<div class=\"footnote\" id=\"{id}\">{}</div>\n", field("content")));
    }
    out
}
