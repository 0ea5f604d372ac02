//! Sites of Zola and Hugo: folders of Markdown, each text with keys above it.

use super::front::{Front, split};
use super::markdown::{body_of, keys};
use super::remains::{Kind, Remains};
use super::shortcode::taken_out;
use super::site::{Entry, Foreign, day};

/// Which program a folder is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Program {
    /// Zola.
    Zola,
    /// Hugo.
    Hugo,
}

/// Keys that become something here.
const CARRIED: [&str; 12] = [
    "title",
    "date",
    "publishdate",
    "description",
    "summary",
    "slug",
    "path",
    "url",
    "aliases",
    "draft",
    "updated",
    "lastmod",
];

/// Reads a site. `texts` are its files of Markdown with their paths below
/// `content`, `others` the paths of all other files.
pub fn folder(program: Program, texts: &[(String, String)], others: &[String]) -> Foreign {
    let mut site = Foreign::default();
    for (path, text) in texts {
        if is_translation(path) {
            site.remains.add(Kind::File, &format!("{path}: a translation"));
            continue;
        }
        match entry(program, path, text) {
            Ok(Some(entry)) => site.entries.push(entry),
            Ok(None) => site.remains.add(Kind::File, &format!("{path}: the home page, which is made of records here")),
            Err(why) => site.remains.add(Kind::File, &format!("{path}: {why}")),
        }
    }
    for path in others {
        site.remains.add(Kind::File, path);
    }
    site
}

/// Whether a file is a text in another language: `post.fr.md`.
fn is_translation(path: &str) -> bool {
    let name = path.rsplit('/').next().unwrap_or_default().trim_end_matches(".md");
    let language = name.rsplit_once('.').map(|(_, language)| language).unwrap_or_default();
    (2..=3).contains(&language.len()) && language.bytes().all(|byte| byte.is_ascii_lowercase())
}

fn entry(program: Program, path: &str, text: &str) -> Result<Option<Entry>, String> {
    let (front, body) = split(text)?;
    let (folder, name) = path.rsplit_once('/').unwrap_or(("", path));
    let stem = name.trim_end_matches(".md");
    let is_section = stem == "_index";
    if is_section && folder.is_empty() {
        return Ok(None);
    }
    let mut remains = Remains::default();
    let body = without_commands(program, body, &mut remains);
    let mut document = body_of(&body)?;
    document.remains.list.splice(0..0, remains.list);
    keys(&front, &CARRIED, &mut document);
    document.title = front.text("title").or(document.title);
    let (dated, plain) = dated(stem);
    let file_date = dated.filter(|_| program == Program::Zola);
    let stem = if file_date.is_some() { plain } else { stem };
    let slug = front.text("slug").unwrap_or_else(|| stem.to_owned());
    let address = address(&front, folder, stem, &slug);
    let published = ["publishDate", "date"].iter().find_map(|key| front.text(key)).as_deref().and_then(day);
    let published = published.or_else(|| file_date.map(str::to_owned));
    let folder_url = format!("/{path}");
    Ok(Some(Entry {
        from: format!("content/{path}"),
        document,
        address: Some(address),
        known_as: vec![format!("@/{path}"), folder_url],
        aliases: front.texts("aliases"),
        published,
        summary: front.text("description").or_else(|| front.text("summary")),
        slug,
        folder: format!("content/{folder}").trim_end_matches('/').to_owned(),
    }))
}

/// The address that a text has.
fn address(front: &Front, folder: &str, stem: &str, slug: &str) -> String {
    if let Some(own) = front.text("url").or_else(|| front.text("path")) {
        return format!("/{}", own.trim_start_matches('/'));
    }
    let own_slug = front.get("slug").is_some();
    let folder = match stem {
        // The text of a folder has the folder's own name, unless it says another.
        "index" if own_slug => {
            let above = folder.rsplit_once('/').map_or("", |(above, _)| above);
            format!("{above}/{slug}")
        }
        "index" | "_index" => folder.to_owned(),
        _ => format!("{folder}/{slug}"),
    };
    format!("/{}/", folder.trim_matches('/'))
}

/// The date that a name of a file begins with, and the rest.
fn dated(stem: &str) -> (Option<&str>, &str) {
    let split = stem.split_at_checked(10).filter(|(date, _)| day(date).is_some());
    let rest = split.and_then(|(date, rest)| Some((date, rest.strip_prefix(['-', '_'])?)));
    rest.map_or((None, stem), |(date, rest)| (Some(date), rest))
}

fn without_commands(program: Program, body: &str, remains: &mut Remains) -> String {
    match program {
        Program::Zola => taken_out(body, &[("{{", "}}"), ("{%", "%}")], remains, &|_| None),
        Program::Hugo => taken_out(body, &[("{{<", ">}}"), ("{{%", "%}}")], remains, &hugo),
    }
}

/// What stands in the place of a command of Hugo.
fn hugo(command: &str) -> Option<String> {
    let (name, rest) = command.split_once(char::is_whitespace).unwrap_or((command, ""));
    match name {
        "ref" | "relref" => {
            let target = rest.trim().trim_matches(['"', '`']).trim_start_matches('/');
            let (path, fragment) = target.split_once('#').unwrap_or((target, ""));
            let path = if path.ends_with(".md") { path.to_owned() } else { format!("{path}.md") };
            Some(format!("@/{path}{}{fragment}", if fragment.is_empty() { "" } else { "#" }))
        }
        "figure" => {
            let value = |key: &str| {
                let after = rest.split_once(&format!("{key}=\""))?.1;
                after.split_once('"').map(|(value, _)| value.replace('<', "&lt;"))
            };
            let caption = value("caption").or_else(|| value("title")).unwrap_or_default();
            let alt = value("alt").unwrap_or_default();
            let source = value("src")?;
            Some(format!(
                "\n\n<figure><img src=\"{source}\" alt=\"{alt}\"><figcaption>{caption}</figcaption></figure>\n\n"
            ))
        }
        _ => None,
    }
}
