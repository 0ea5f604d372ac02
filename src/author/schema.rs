//! The key tables as JSON Schema, for editors: draft-07, which Taplo and Even
//! Better TOML understand.
//!
//! Says of a record what its key table says, and names what there is to refer
//! to at the moment. What only a build can know (that dates are in order, that
//! a target belongs to its goal) is not in it: a record that fits its schema
//! may still have mistakes, one that does not fit has some.

use serde_json::{Map, Value, json};

use super::known::Known;
use crate::config::{self, Level};
use crate::content::{cohort, donor, intern, office, page, sdg};
use crate::diagnostic::{Code, Severity};
use crate::path::SourcePath;
use crate::record::{Form, Key, Meaning};
use crate::reference::countries::COUNTRIES;
use crate::reference::goals::GOALS;

/// The folder of a site in which its schemas lie, if it has them.
pub const FOLDER: &str = "schemas";

/// A kind of file with a key table of its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum FileKind {
    /// `site.toml`.
    Site,
    /// The front matter of a person's story.
    Intern,
    /// The front matter of a later story.
    Update,
    /// An office.
    Office,
    /// A cohort.
    Cohort,
    /// A donor.
    Donor,
    /// The front matter of a page.
    Page,
    /// `content/sdgs.toml`.
    Goals,
    /// `content/gone.toml`.
    Gone,
}

impl FileKind {
    /// Every kind.
    pub const ALL: [Self; 9] = [
        Self::Site,
        Self::Intern,
        Self::Update,
        Self::Office,
        Self::Cohort,
        Self::Donor,
        Self::Page,
        Self::Goals,
        Self::Gone,
    ];

    /// The word for it on the command line and in names of schemas.
    pub fn word(self) -> &'static str {
        match self {
            Self::Site => "site",
            Self::Intern => "intern",
            Self::Update => "update",
            Self::Office => "office",
            Self::Cohort => "cohort",
            Self::Donor => "donor",
            Self::Page => "page",
            Self::Goals => "sdgs",
            Self::Gone => "gone",
        }
    }

    /// Which files are of the kind, for people.
    pub fn files(self) -> &'static str {
        match self {
            Self::Site => "site.toml",
            Self::Intern => "content/interns/<id>/index.md",
            Self::Update => "content/interns/<id>/<slug>.md",
            Self::Office => "content/offices/<id>.toml",
            Self::Cohort => "content/cohorts/<id>.toml",
            Self::Donor => "content/donors/<id>.toml",
            Self::Page => "content/pages/<path>.md",
            Self::Goals => "content/sdgs.toml",
            Self::Gone => "content/gone.toml",
        }
    }

    /// The kind of a file, by its path; `None` for what has no key table, and for
    /// texts in further languages.
    pub fn of(path: &SourcePath) -> Option<Self> {
        let parts: Vec<&str> = path.as_str().split('/').collect();
        let is_record = |name: &str, ending: &str| name.strip_suffix(ending).is_some_and(|stem| !stem.contains('.'));
        match parts.as_slice() {
            ["site.toml"] => Some(Self::Site),
            ["content", "sdgs.toml"] => Some(Self::Goals),
            ["content", "gone.toml"] => Some(Self::Gone),
            ["content", "interns", _, "index.md"] => Some(Self::Intern),
            ["content", "interns", _, name] if is_record(name, ".md") => Some(Self::Update),
            ["content", "offices", name] if is_record(name, ".toml") => Some(Self::Office),
            ["content", "cohorts", name] if is_record(name, ".toml") => Some(Self::Cohort),
            ["content", "donors", name] if is_record(name, ".toml") => Some(Self::Donor),
            ["content", "pages", .., name] if is_record(name, ".md") => Some(Self::Page),
            _ => None,
        }
    }

    /// Its keys, in their canonical order.
    pub fn keys(self) -> &'static [Key] {
        match self {
            Self::Site => config::KEYS,
            Self::Intern => intern::KEYS,
            Self::Update => intern::UPDATE_KEYS,
            Self::Office => office::KEYS,
            Self::Cohort => cohort::KEYS,
            Self::Donor => donor::KEYS,
            Self::Page => page::KEYS,
            Self::Goals => sdg::KEYS,
            Self::Gone => sdg::GONE_KEYS,
        }
    }

    /// The name of its schema's file.
    pub fn schema_name(self) -> String {
        format!("{}.schema.json", self.word())
    }
}

/// The schema of a kind of file as a text.
pub fn text(kind: FileKind, known: &Known) -> String {
    let mut text = serde_json::to_string_pretty(&schema(kind, known)).unwrap_or_default();
    text.push('\n');
    text
}

/// The schema of a kind of file.
pub fn schema(kind: FileKind, known: &Known) -> Value {
    let maker = Maker { known, kind };
    let mut root = Map::new();
    root.insert("$schema".to_owned(), json!("http://json-schema.org/draft-07/schema#"));
    root.insert("title".to_owned(), json!(kind.files()));
    root.insert("description".to_owned(), json!(format!("Keys of {}.", kind.files())));
    root.extend(maker.table(kind.keys(), ""));
    if let Some(properties) = root.get_mut("properties").and_then(Value::as_object_mut) {
        let extra = "Keys of your own, which a theme can read. Public as soon as the record is.";
        properties.insert("extra".to_owned(), json!({ "title": "extra", "description": extra, "type": "object" }));
    }
    root.into()
}

struct Maker<'k> {
    known: &'k Known,
    kind: FileKind,
}

/// A level for each kind of problem of which a site may choose it.
fn levels() -> Value {
    let codes = Code::ALL.iter().filter(|code| code.severity() == Severity::Warning || code.is_free());
    let level = |code: &Code| {
        let words = Level::ALL.map(Level::word);
        (code.name().to_owned(), json!({ "description": code.title(), "type": "string", "enum": words }))
    };
    let mut properties: Map<String, Value> = codes.map(level).collect();
    properties.insert("baseline".to_owned(), json!({ "type": "string" }));
    json!({ "type": "object", "properties": properties, "additionalProperties": false })
}

/// At least one sign that is no space.
const NOT_BLANK: &str = "\\S";

impl Maker<'_> {
    fn table(&self, keys: &[Key], within: &str) -> Map<String, Value> {
        let property = |key: &Key| {
            let at = if within.is_empty() { key.name.to_owned() } else { format!("{within}.{}", key.name) };
            let mut value = self.form(&key.form, &at, key.required);
            if let Some(fields) = value.as_object_mut() {
                fields.insert("title".to_owned(), json!(key.name));
                fields.insert("description".to_owned(), json!(key.doc));
            }
            (key.name.to_owned(), value)
        };
        let mut table = Map::new();
        table.insert("type".to_owned(), json!("object"));
        table.insert("properties".to_owned(), keys.iter().map(property).collect::<Map<_, _>>().into());
        let required: Vec<&str> = keys.iter().filter(|key| key.required).map(|key| key.name).collect();
        if !required.is_empty() {
            table.insert("required".to_owned(), json!(required));
        }
        table.insert("additionalProperties".to_owned(), json!(false));
        table
    }

    fn form(&self, form: &Form, at: &str, required: bool) -> Value {
        match form {
            Form::Str => self.string(at, required),
            Form::Word(meaning) => self.word(*meaning),
            Form::Text | Form::Markdown => self.text(None, required),
            Form::Short(most) => self.text(Some(*most), required),
            Form::Date => json!({ "type": "string", "format": "date", "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}$" }),
            Form::Bool => json!({ "type": "boolean" }),
            Form::Int(least, most) => json!({ "type": "integer", "minimum": least, "maximum": most }),
            Form::Goal => {
                let titles: Vec<&str> = GOALS.iter().map(|goal| goal.title).collect();
                let numbers: Vec<u8> = GOALS.iter().map(|goal| goal.number).collect();
                json!({ "type": "integer", "enum": numbers, "x-taplo": { "docs": { "enumValues": titles } } })
            }
            Form::Float(least, most) => json!({ "type": "number", "minimum": least, "maximum": most }),
            Form::OneOf(words) => json!({ "type": "string", "enum": words }),
            Form::List(item) => json!({ "type": "array", "items": self.form(item, at, false) }),
            Form::Table(keys) => self.table(keys, at).into(),
            Form::Named(keys) => {
                // Other names are the author's choice.
                let names = if at == "languages" { TAG } else { "." };
                let table = self.table(keys, at);
                json!({ "type": "object", "propertyNames": { "pattern": names }, "additionalProperties": table })
            }
            Form::Either(first, second) => {
                json!({ "anyOf": [self.form(first, at, false), self.form(second, at, false)] })
            }
            Form::Open if (self.kind, at) == (FileKind::Site, "lints") => levels(),
            Form::Open => json!({ "type": "object" }),
        }
    }

    /// A string. What the reader of `site.toml` checks of some beyond their
    /// form is said here.
    fn string(&self, at: &str, required: bool) -> Value {
        match (self.kind, at) {
            (FileKind::Site, "base_url" | "organisation.url") => json!({ "type": "string", "pattern": URL }),
            (FileKind::Site, "organisation.email") => json!({ "type": "string", "pattern": EMAIL }),
            (FileKind::Site, "language") => json!({ "type": "string", "pattern": TAG }),
            _ if required => json!({ "type": "string", "pattern": NOT_BLANK }),
            _ => json!({ "type": "string" }),
        }
    }

    fn word(&self, meaning: Meaning) -> Value {
        match meaning {
            Meaning::Id(kind) => one_of(&self.known.ids(kind), ID),
            Meaning::Tier => one_of(&self.known.tiers, NOT_BLANK),
            Meaning::Country => {
                let codes: Vec<&str> = COUNTRIES.iter().map(|country| country.code).collect();
                let names: Vec<&str> = COUNTRIES.iter().map(|country| country.name).collect();
                json!({ "type": "string", "enum": codes, "x-taplo": { "docs": { "enumValues": names } } })
            }
            Meaning::Target => {
                let targets: Vec<String> = GOALS.iter().flat_map(|goal| goal.target_names()).collect();
                json!({ "type": "string", "enum": targets })
            }
            Meaning::Url => json!({ "type": "string", "pattern": URL }),
            Meaning::Alias => json!({ "type": "string", "pattern": "^/" }),
        }
    }

    /// A text, or one for each language, that of the site among them.
    fn text(&self, most: Option<usize>, required: bool) -> Value {
        let mut plain = json!({ "type": "string" });
        if let Some(fields) = plain.as_object_mut() {
            fields.extend(most.map(|most| ("maxLength".to_owned(), json!(most))));
            fields.extend(required.then(|| ("pattern".to_owned(), json!(NOT_BLANK))));
        }
        let own = Map::from_iter([(self.known.language.clone(), plain.clone())]);
        json!({ "anyOf": [plain, {
            "type": "object",
            "properties": own,
            "required": [self.known.language],
            "propertyNames": { "pattern": TAG },
            "additionalProperties": { "type": "string" },
        }] })
    }
}

const ID: &str = "^[a-z0-9]+(-[a-z0-9]+)*$";
const TAG: &str = "^[a-z]{2,3}(-([A-Z][a-z]{3}|[A-TV-Z][A-Z]|U[A-JL-Z]|[0-9]{3}|[a-z0-9]{5,8}|[0-9][a-zA-Z0-9]{3}))*$";
const URL: &str = "^[Hh][Tt][Tt][Pp][Ss]?://[^/]";
const EMAIL: &str = "^[A-Za-z0-9.+_-]+@[A-Za-z0-9-]+(\\.[A-Za-z0-9-]+)+$";

/// What there is to choose from; while there is nothing, any that could be.
fn one_of<T: AsRef<str>>(known: &[T], pattern: &str) -> Value {
    if known.is_empty() {
        return json!({ "type": "string", "pattern": pattern });
    }
    json!({ "type": "string", "enum": known.iter().map(AsRef::as_ref).collect::<Vec<&str>>() })
}
