//! Documents and sites of other programs as stories: text and pictures out of
//! bytes, Markdown that reads the same, and a list of what was not carried.
//!
//! Nothing that a document names is fetched, no file is opened here, and
//! nothing is left out in silence: what a reader cannot carry, [`Remains`] has.

mod archive;
mod document;
mod docx;
mod element;
mod encoding;
mod folder;
mod front;
mod html;
mod markdown;
mod odt;
mod remains;
mod role;
mod shape;
mod shortcode;
mod site;
mod span;
mod wordpress;
mod writer;

pub use document::{Block, Document, Image, Inline, Item, Picture, images, plain, plain_blocks};
pub use folder::{Program, folder};
pub use remains::{Fate, Kind, Remain, Remains};
pub use site::{Entry, Foreign};
pub use wordpress::wordpress;

/// What a document is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// Of Word.
    Docx,
    /// Of LibreOffice.
    Odt,
    /// A page.
    Html,
    /// A text in Markdown, or without any marks.
    Markdown,
}

/// The most pictures of one document.
const MOST_PICTURES: usize = 500;

/// What a file is, by its name and how it begins.
///
/// # Errors
/// In words: it is none that can be read, and what to do.
pub fn format_of(name: &str, bytes: &[u8]) -> Result<Format, String> {
    let extension = name.rsplit_once('.').map(|(_, extension)| extension.to_ascii_lowercase()).unwrap_or_default();
    // What Word wrote until 2003, and what it writes under a password.
    let is_old = bytes.starts_with(&[0xd0, 0xcf, 0x11, 0xe0]);
    let advice = "Open it in Word or LibreOffice and save it as .docx or .odt.";
    if is_old && matches!(extension.as_str(), "docx" | "docm") {
        return Err(format!("it is locked with a password, or an old document under a new name. {advice}"));
    }
    match extension.as_str() {
        "docx" | "docm" | "dotx" | "dotm" => Ok(Format::Docx),
        "odt" | "ott" | "fodt" => Ok(Format::Odt),
        "html" | "htm" | "xhtml" => Ok(Format::Html),
        "md" | "markdown" | "txt" => Ok(Format::Markdown),
        "doc" | "dot" | "rtf" | "wps" | "wpd" => Err(format!("it is in an old format. {advice}")),
        "pages" => Err("Pages keeps its own format. In Pages, choose File, Export To, Word, and take that.".to_owned()),
        "pdf" => {
            Err("a PDF holds pages and no text in order. Ask for the document that it was made from, as .docx or .odt."
                .to_owned())
        }
        "xlsx" | "xls" | "ods" | "csv" => {
            Err("it is a table. Records of a table are made with `showcase new … --from`.".to_owned())
        }
        "gdoc" => Err("it is a link to Google Docs. There, choose File, Download, Microsoft Word (.docx).".to_owned()),
        _ => Err(format!("it is no .docx, .odt, .html or .md. {advice}")),
    }
}

/// Reads a document and brings it into the shape of a story.
///
/// # Errors
/// In words: why it cannot be read.
pub fn read(format: Format, bytes: &[u8]) -> Result<Document, String> {
    let mut document = match format {
        Format::Docx => docx::read(bytes)?,
        Format::Odt => odt::read(bytes)?,
        Format::Html => html::read(&encoding::text(bytes), html::Reading::default())?,
        Format::Markdown => markdown::read(&encoding::text(bytes))?,
    };
    if document.pictures.len() > MOST_PICTURES {
        return Err(format!("it has more than {MOST_PICTURES} pictures"));
    }
    shape::shape(&mut document, true);
    Ok(document)
}

/// The text of a document as Markdown; `names` has the file of each of its
/// pictures, or nothing for one that is not carried. What cannot be written goes
/// to what remains of the document.
pub fn markdown_of(document: &mut Document, names: &[Option<String>]) -> String {
    let mut remains = std::mem::take(&mut document.remains);
    let text = writer::markdown(document, names, &mut remains);
    document.remains = remains;
    text
}

/// Brings a document that was put together elsewhere into the shape of a story,
/// as [`read`] does.
pub fn shaped(document: &mut Document) {
    shape::shape(document, true);
}
