//! One way to lay out a record: keys in the order of their table, one blank
//! line at most, no space at ends of lines.
//!
//! Nothing that is rendered changes, and no comment is lost. Both are proved
//! for each file before it is given back: the record must hold the same values
//! and the same comments, the text must become the same HTML. What cannot be
//! proved stays as it was, and so do line ends and a byte order mark.

mod body;
mod keys;

use super::schema::FileKind;
use crate::front_matter;
use crate::text::FileId;

const BOM: &str = "\u{feff}";

/// So often a file is laid out until nothing changes; twice is what nearly all
/// need.
const PASSES: usize = 4;

/// The text of a file as it should be laid out; `None` if its record cannot be
/// parsed.
pub fn format(kind: FileKind, text: &str) -> Option<String> {
    let (bom, plain) = text.strip_prefix(BOM).map_or(("", text), |rest| (BOM, rest));
    let Some(lines) = LineEnds::of(plain) else { return Some(text.to_owned()) };
    let mut formatted = lines.unified(plain);
    // What a second run would change again is no layout.
    for _ in 0..PASSES {
        let next = whole(kind, &formatted)?;
        if next == formatted {
            return Some(format!("{bom}{}", lines.restored(&formatted)));
        }
        formatted = next;
    }
    Some(text.to_owned())
}

fn whole(kind: FileKind, text: &str) -> Option<String> {
    if text.trim().is_empty() {
        return Some(text.to_owned());
    }
    if kind.files().ends_with(".toml") {
        return keys::format(kind.keys(), text).map(|text| with_end(&text));
    }
    // A page that has no record, but a first heading for a title.
    if let Some(parts) = front_matter::headed(text).filter(|_| kind == FileKind::Page) {
        let (title, body) = (text.get(..parts.body.start)?, text.get(parts.body)?);
        return Some(with_end(&format!("{title}{}", body::format(body))));
    }
    let parts = front_matter::split(FileId(0), text).ok()?;
    let (opening, closing) = (text.get(..parts.record.start)?, text.get(parts.record.end..parts.body.start)?);
    let record = keys::format(kind.keys(), text.get(parts.record)?)?;
    Some(format!("{opening}{record}{closing}{}", body::format(text.get(parts.body)?)))
}

/// A text that ends in one line end.
fn with_end(text: &str) -> String {
    format!("{}\n", text.trim_end_matches('\n'))
}

/// The line ends of a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum LineEnds {
    Unix,
    Windows,
}

impl LineEnds {
    /// Those of a text; `None` where both are mixed, or old ones are in it.
    fn of(text: &str) -> Option<Self> {
        let (all, pairs, returns) =
            (text.matches('\n').count(), text.matches("\r\n").count(), text.matches('\r').count());
        match (pairs, returns) {
            (0, 0) => Some(Self::Unix),
            _ if pairs == all && pairs == returns => Some(Self::Windows),
            _ => None,
        }
    }

    fn unified(self, text: &str) -> String {
        match self {
            Self::Unix => text.to_owned(),
            Self::Windows => text.replace("\r\n", "\n"),
        }
    }

    fn restored(self, text: &str) -> String {
        match self {
            Self::Unix => text.to_owned(),
            Self::Windows => text.replace('\n', "\r\n"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::format;
    use crate::author::FileKind;

    #[test]
    fn keys_go_into_their_order_with_their_comments() {
        let before = "# About the file.\n\n# The place.\ncountry = \"KE\" # two letters\nname=\"Nairobi\"   \n\n\n\n# North\n  latitude = -1.28\nlongitude = 36.82\n[extra]\nb = 1\na = 2\n";
        let after = "# About the file.\n\nname = \"Nairobi\"\n# The place.\ncountry = \"KE\" # two letters\n\n# North\nlatitude = -1.28\nlongitude = 36.82\n\n[extra]\nb = 1\na = 2\n";
        assert_eq!(format(FileKind::Office, before).unwrap(), after);
        assert_eq!(format(FileKind::Office, after).unwrap(), after);
        let windows = |text: &str| format!("\u{feff}{}", text.replace('\n', "\r\n"));
        assert_eq!(format(FileKind::Office, &windows(before)).unwrap(), windows(after));
        // Both kinds of line ends in one file: nobody knows which is meant.
        let mixed = "name = \"x\"  \r\ncountry = \"KE\"\n";
        assert_eq!(format(FileKind::Office, mixed).unwrap(), mixed);
        assert_eq!(format(FileKind::Office, "name = \n"), None);
    }

    #[test]
    fn groups_go_into_their_order_too() {
        let before = "+++\ntitle = \"T\"\nname = \"N\"\n\n# after\n[outcome]\nsince = 2024-01-01\nkind = \"study\"\n[consent]\nscopes = [\n  \"story\", # one\n]\ngiven = 2024-01-01\n+++\n\n\n\nText  \nbreak   \n\n```\ncode  \n\n\n```\nEnd";
        let after = "+++\nname = \"N\"\ntitle = \"T\"\n\n[consent]\ngiven = 2024-01-01\nscopes = [\n  \"story\", # one\n]\n\n# after\n[outcome]\nkind = \"study\"\nsince = 2024-01-01\n+++\n\nText  \nbreak\n\n```\ncode  \n\n\n```\nEnd\n";
        assert_eq!(format(FileKind::Intern, before).unwrap(), after);
        assert_eq!(format(FileKind::Intern, after).unwrap(), after);
    }
}
