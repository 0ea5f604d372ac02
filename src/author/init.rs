//! A new site: small, whole and without a problem, with one sample of each kind
//! that its owner replaces.
//!
//! The files lie beside this one as they are written, with names in curly
//! brackets for what is asked. Nothing here looks at a disk.

use jiff::civil::Date;

use super::known::Known;
use super::new::quoted;
use super::schema::{self, FileKind};
use crate::kind::RecordKind;
use crate::path::SourcePath;

/// What a new site is to say of itself.
#[derive(Debug, Clone)]
pub struct Basics {
    /// Who publishes it.
    pub organisation: String,
    /// Name of the programme, and title of the site.
    pub programme: String,
    /// The hosting organisation.
    pub partner: Option<String>,
    /// The address of the site.
    pub base_url: String,
    /// Where people write to.
    pub email: String,
    /// Default language.
    pub language: String,
    /// IANA time zone.
    pub time_zone: String,
}

/// The folder of the sample story; one that no id is made like, so that nobody
/// takes it for a person's.
const SAMPLE: &str = "i-sample";

/// Every file of a new site, by path.
pub fn files(basics: &Basics, today: Date) -> Vec<(SourcePath, String)> {
    let year = today.year().saturating_sub(1);
    let filled = |text: &str| filled(text, basics, today, year);
    let mut files: Vec<(String, String)> = vec![
        ("site.toml".to_owned(), filled(include_str!("init/site.toml"))),
        ("content/offices/geneva.toml".to_owned(), filled(include_str!("init/office.toml"))),
        (format!("content/cohorts/{year}.toml"), filled(include_str!("init/cohort.toml"))),
        ("content/donors/example-trust.toml".to_owned(), filled(include_str!("init/donor.toml"))),
        (format!("content/interns/{SAMPLE}/index.md"), filled(include_str!("init/intern.md"))),
        ("content/sdgs.toml".to_owned(), filled(include_str!("init/sdgs.toml"))),
        ("content/pages/about.md".to_owned(), filled(include_str!("init/about.md"))),
        ("content/pages/accessibility.md".to_owned(), filled(include_str!("init/accessibility.md"))),
        ("content/pages/privacy.md".to_owned(), filled(include_str!("init/privacy.md"))),
        (".gitignore".to_owned(), include_str!("init/gitignore").to_owned()),
        (".github/workflows/site.yml".to_owned(), include_str!("init/site.yml").to_owned()),
        (".taplo.toml".to_owned(), taplo()),
        (".vscode/settings.json".to_owned(), include_str!("init/vscode-settings.json").to_owned()),
        (".vscode/extensions.json".to_owned(), include_str!("init/vscode-extensions.json").to_owned()),
    ];
    let mut known = Known::default();
    known.language.clone_from(&basics.language);
    known.add(RecordKind::Office, "geneva");
    known.add(RecordKind::Cohort, &year.to_string());
    known.add(RecordKind::Donor, "example-trust");
    files.extend(
        FileKind::ALL.map(|kind| (format!("{}/{}", schema::FOLDER, kind.schema_name()), schema::text(kind, &known))),
    );
    // All of these are paths.
    files.into_iter().filter_map(|(path, text)| Some((SourcePath::new(&path).ok()?, text))).collect()
}

/// Which schema explains which file, for Taplo.
fn taplo() -> String {
    let mut text = include_str!("init/taplo.toml").to_owned();
    for kind in FileKind::ALL.into_iter().filter(|kind| kind.files().ends_with(".toml")) {
        let files = kind.files().replace("<id>", "*");
        let path = format!("{}/{}", schema::FOLDER, kind.schema_name());
        text.push_str(&format!("[[rule]]\ninclude = [\"{files}\"]\n\n[rule.schema]\npath = \"{path}\"\n\n"));
    }
    format!("{}\n", text.trim_end())
}

fn filled(text: &str, basics: &Basics, today: Date, year: i16) -> String {
    let partner = match &basics.partner {
        Some(partner) => format!("# Where the interns work.\npartner = {}", quoted(partner)),
        None => "# partner = \"…\"  # The hosting organisation.".to_owned(),
    };
    let values = [
        ("ORGANISATION", quoted(&basics.organisation)),
        ("PROGRAMME", quoted(&basics.programme)),
        ("PARTNER", partner),
        ("BASE_URL", quoted(&basics.base_url)),
        ("EMAIL", quoted(&basics.email)),
        ("LANGUAGE", quoted(&basics.language)),
        ("TIME_ZONE", quoted(&basics.time_zone)),
        ("ORGANISATION_TEXT", plain(&basics.organisation)),
        ("PROGRAMME_TEXT", plain(&basics.programme)),
        ("EMAIL_TEXT", basics.email.clone()),
        ("TODAY", today.to_string()),
        ("LAST_YEAR", year.to_string()),
    ];
    // Piece by piece, so that an answer in which a name in brackets stands is
    // not filled in again.
    let mut pieces = text.split('{');
    let mut out = pieces.next().unwrap_or_default().to_owned();
    for piece in pieces {
        let named = piece
            .split_once('}')
            .and_then(|(name, rest)| values.iter().find(|(known, _)| *known == name).map(|(_, value)| (value, rest)));
        match named {
            Some((value, rest)) => out.extend([value.as_str(), rest]),
            None => out.extend(["{", piece]),
        }
    }
    out
}

/// A text as Markdown that shows it as it is.
fn plain(text: &str) -> String {
    let mut out = String::new();
    for c in text.chars() {
        if c.is_ascii_punctuation() && !matches!(c, ',' | '.' | '\'' | '-' | '(' | ')' | '/') {
            out.push('\\');
        }
        out.push(c);
    }
    out
}
