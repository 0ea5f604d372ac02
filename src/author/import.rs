//! Texts from elsewhere as drafts: the record is that of `new`, its text and
//! pictures come from a document. Nothing is asked or written here.

use super::new::{Amidst, Drafted, NewKind, Wanted, Wrong, draft};
use crate::asset::picture::fit;
use crate::front_matter;
use crate::import::{Document, Image, Inline, Kind, Picture, Remains, markdown_of};
use crate::path::SourcePath;
use crate::text::FileId;

/// How the lines begin that ask for a text in a new record.
const ASKING: [&str; 2] =
    ["Write the story here, in place of this line.", "Write the text here, in place of this line."];

/// The title that a new record of a person has.
const TITLE_TO_COME: &str = "title = \"Title to come\"";

/// What an import needs to see of the world.
pub struct World<'a> {
    /// The bytes of a file that the document names; in words why there are none.
    pub beside: &'a dyn Fn(&str) -> Result<Vec<u8>, String>,
    /// Whether there is a file in the site.
    pub is_there: &'a dyn Fn(&str) -> bool,
}

impl std::fmt::Debug for World<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("World").finish_non_exhaustive()
    }
}

/// Files with their bytes.
type Files = Vec<(SourcePath, Vec<u8>)>;

/// A text that is ready to be written.
#[derive(Debug)]
pub struct Imported {
    /// The record.
    pub drafted: Drafted,
    /// What it replaces: the text of a draft that had none.
    pub replaces: Option<String>,
    /// Pictures beside it.
    pub pictures: Files,
    /// What was not simply carried.
    pub remains: Remains,
}

/// Makes a record of a document.
///
/// # Errors
/// Every answer that is missing or will not do.
pub fn record(
    kind: NewKind,
    wanted: &Wanted,
    mut document: Document,
    world: &World<'_>,
    amidst: &Amidst<'_>,
    random: &mut dyn FnMut() -> u64,
) -> Result<Imported, Vec<Wrong>> {
    let mut wanted = wanted.clone();
    match document.title.clone() {
        Some(title) if !wanted.answers.contains_key("title") => {
            wanted.answers.insert("title".to_owned(), vec![title]);
        }
        // A text that came under another title keeps its words.
        Some(title) if wanted.answers.get("title").is_none_or(|given| *given != [title.clone()]) => {
            document.blocks.insert(
                0,
                crate::import::Block::Heading { level: 2, ids: Vec::new(), text: vec![Inline::Text(title)] },
            );
        }
        None if kind == NewKind::Intern && !wanted.answers.contains_key("title") => {
            document.remains.once(Kind::NoTitle, "the title in the record");
        }
        _ => {}
    }
    // Where it goes decides what its pictures are called.
    wanted.body = None;
    let place = draft(kind, &wanted, amidst, random)?;
    wanted.id = Some(place.id.clone());
    let stem = if kind == NewKind::Intern { "picture" } else { place.path.stem() }.to_owned();
    let (names, pictures) = pictures(&mut document, place.path.folder(), &stem, world);
    let body = markdown_of(&mut document, &names);
    if body.trim().is_empty() {
        return Err(vec![Wrong { path: "text".to_owned(), why: "There is no text in it.".to_owned() }]);
    }
    wanted.body = Some(body);
    let drafted = draft(kind, &wanted, amidst, random)?;
    Ok(Imported { drafted, replaces: None, pictures, remains: document.remains })
}

/// Puts a document into a draft that has no text yet.
///
/// # Errors
/// In words: the record is no draft, or has a text.
pub fn into(path: &SourcePath, old: &str, mut document: Document, world: &World<'_>) -> Result<Imported, String> {
    let parts = front_matter::split(FileId(0), old).map_err(|problem| problem.message)?;
    let record = old.get(parts.record.clone()).unwrap_or_default();
    let is_draft = record
        .parse::<toml::Table>()
        .is_ok_and(|table| table.get("draft").and_then(toml::Value::as_bool) == Some(true));
    if !is_draft {
        return Err(format!("{path} is no draft; a text is put into drafts only."));
    }
    let there = old.get(parts.body.clone()).unwrap_or_default().trim();
    if !there.is_empty() && !ASKING.iter().any(|line| there.starts_with(line)) {
        return Err(format!("{path} has a text already, which is not overwritten."));
    }
    let (mut head, rest) = (old.get(..parts.body.start).unwrap_or_default().to_owned(), "\n");
    if let Some(title) = document.title.take() {
        if head.contains(TITLE_TO_COME) {
            head = head.replacen(TITLE_TO_COME, &format!("title = {}", super::new::quoted(&title)), 1);
        } else {
            let text = vec![Inline::Text(title)];
            document.blocks.insert(0, crate::import::Block::Heading { level: 2, ids: Vec::new(), text });
        }
    }
    let stem = if path.file_name() == "index.md" { "picture" } else { path.stem() }.to_owned();
    let (names, pictures) = pictures(&mut document, path.folder(), &stem, world);
    let body = markdown_of(&mut document, &names);
    let drafted = Drafted {
        path: path.clone(),
        id: String::new(),
        kind: None,
        text: format!("{}\n{rest}{body}", head.trim_end()),
    };
    Ok(Imported { drafted, replaces: Some(old.to_owned()), pictures, remains: document.remains })
}

/// Names and bytes of pictures that can be carried; what cannot is on the list.
fn pictures(document: &mut Document, folder: &str, stem: &str, world: &World<'_>) -> (Vec<Option<String>>, Files) {
    let (mut names, mut made) = (Vec::new(), Vec::new());
    let mut number = 0;
    for (at, picture) in std::mem::take(&mut document.pictures).into_iter().enumerate() {
        let told = picture_words(document, at, &picture);
        let bytes = match picture {
            Picture::Held(bytes) => Ok(bytes),
            Picture::Beside(name) => (world.beside)(&name),
        };
        let bytes = match bytes {
            Ok(bytes) => bytes,
            Err(why) => {
                document.remains.once(Kind::LostPicture, &format!("{told}: {why}"));
                names.push(None);
                continue;
            }
        };
        let fit = match fit(&bytes) {
            Ok(fit) => fit,
            Err(why) => {
                document.remains.once(Kind::UnfitPicture, &format!("{told}: {why}"));
                names.push(None);
                continue;
            }
        };
        let name = loop {
            number += 1;
            let name = format!("{stem}-{number}.{}", fit.extension);
            if !(world.is_there)(&format!("{folder}/{name}")) {
                break name;
            }
        };
        let Ok(path) = SourcePath::resolve(folder, &name) else {
            names.push(None);
            continue;
        };
        if fit.was_located {
            document.remains.once(Kind::PictureData, &format!("{name} (the place where it was taken)"));
        } else if fit.changed {
            document.remains.once(Kind::PictureData, &name);
        }
        made.push((path, fit.bytes));
        names.push(Some(name));
    }
    if !made.is_empty() {
        let all: Vec<&str> = made.iter().map(|(path, _)| path.file_name()).collect();
        document.remains.once(Kind::Beneficiaries, &all.join(", "));
    }
    (names, made)
}

/// What tells a picture: its name in the document, and what it shows.
fn picture_words(document: &Document, at: usize, picture: &Picture) -> String {
    let mut alt = String::new();
    crate::import::images(&document.blocks, &mut |image: &Image| {
        if image.source == at && alt.is_empty() {
            image.alt.clone_into(&mut alt);
        }
    });
    let name = match picture {
        Picture::Held(_) => format!("picture {}", at + 1),
        Picture::Beside(name) => name.clone(),
    };
    if alt.is_empty() { name } else { format!("{name} ({alt})") }
}
