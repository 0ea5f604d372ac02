//! New records: from answers to a file that is valid at once.
//!
//! Nothing here is asked or written. What a person agreed to is never filled
//! in: a consent or a permission comes from a signed form, by hand, so a new
//! record has an empty one and is withheld until then.

mod answer;
mod check;
mod id;
mod text;

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;

use super::known::Known;
use super::schema::FileKind;
use crate::kind::RecordKind;
use crate::path::{SourcePath, is_slug, slugify};
use crate::record::{Form, Key, Meaning};
use crate::reference::cities;

pub use answer::{choices, literal};
pub(super) use text::quoted;

/// A kind of record that can be made new.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NewKind {
    /// A person, with the story.
    Intern,
    /// A later story of a person.
    Update,
    /// An office.
    Office,
    /// A cohort.
    Cohort,
    /// A donor.
    Donor,
    /// A page.
    Page,
}

impl NewKind {
    /// Every kind.
    pub const ALL: [Self; 6] = [Self::Intern, Self::Update, Self::Office, Self::Cohort, Self::Donor, Self::Page];

    /// The kind of file that it becomes.
    pub fn file(self) -> FileKind {
        match self {
            Self::Intern => FileKind::Intern,
            Self::Update => FileKind::Update,
            Self::Office => FileKind::Office,
            Self::Cohort => FileKind::Cohort,
            Self::Donor => FileKind::Donor,
            Self::Page => FileKind::Page,
        }
    }

    /// Its word on the command line.
    pub fn word(self) -> &'static str {
        self.file().word()
    }

    /// Keys that are worth asking for although a record can do without them.
    pub fn worth_asking(self) -> &'static [&'static str] {
        match self {
            Self::Intern => &["end", "donors", "sdgs"],
            Self::Office => &["kind"],
            Self::Cohort => &["declared.interns"],
            Self::Donor => &["tier", "years"],
            Self::Update | Self::Page => &[],
        }
    }

    /// The keys that can be answered, with their tables' names before a dot.
    pub fn fields(self) -> Vec<Field> {
        let mut fields = Vec::new();
        for key in self.file().keys().iter().filter(|key| !BY_HAND.contains(&key.name)) {
            match &key.form {
                Form::Table(keys) => {
                    fields.extend(keys.iter().map(|inner| Field {
                        path: format!("{}.{}", key.name, inner.name),
                        key: inner,
                        inner: true,
                    }));
                }
                Form::List(Form::Table(_)) | Form::Named(_) | Form::Open => {}
                _ => fields.push(Field { path: key.name.to_owned(), key, inner: false }),
            }
        }
        fields
    }
}

/// What nobody but a person with the form, or the picture, in hand fills in;
/// and the mark of a draft, which every new record has.
const BY_HAND: [&str; 6] = ["consent", "permission", "portrait", "photo", "logo", "draft"];

/// A key that can be answered.
#[derive(Debug, Clone)]
pub struct Field {
    /// Its name, with that of its table before a dot.
    pub path: String,
    /// The key.
    pub key: &'static Key,
    /// Whether it stands in a table, which the record can do without.
    inner: bool,
}

impl Field {
    /// Whether a record cannot do without it.
    pub fn needed(&self) -> bool {
        self.key.required && !self.inner
    }
}

/// Answers by path, as they were typed; a list has one for each item.
pub type Answers = BTreeMap<String, Vec<String>>;

/// What is wanted of a new record.
#[derive(Debug, Default, Clone)]
pub struct Wanted {
    /// Answers.
    pub answers: Answers,
    /// The id, where it is not to be made up.
    pub id: Option<String>,
    /// For a later story, whose.
    pub person: Option<String>,
    /// The text; a line that asks for one without it.
    pub body: Option<String>,
    /// What tells the row of a table that the record was made from.
    pub source_row: Option<String>,
}

/// What a new record is made amidst.
#[derive(Debug)]
pub struct Amidst<'a> {
    /// What there is to refer to.
    pub known: &'a Known,
    /// Today.
    pub today: Date,
    /// How dates may be written beside 2026-11-23, as for `strptime`.
    pub dates: &'a [String],
}

/// An answer that will not do.
#[derive(Debug, PartialEq, Eq)]
pub struct Wrong {
    /// Which, or `id`, or `text`.
    pub path: String,
    /// Why, as a sentence.
    pub why: String,
}

/// A record that is ready to be written.
#[derive(Debug)]
pub struct Drafted {
    /// Where it belongs.
    pub path: SourcePath,
    /// Its id.
    pub id: String,
    /// What others name it by, if they can.
    pub kind: Option<RecordKind>,
    /// The file.
    pub text: String,
}

/// Makes a record. `random` gives the chance that opaque ids are made of.
///
/// # Errors
/// Every answer that is missing or will not do.
pub fn draft(
    kind: NewKind,
    wanted: &Wanted,
    amidst: &Amidst<'_>,
    random: &mut dyn FnMut() -> u64,
) -> Result<Drafted, Vec<Wrong>> {
    let mut wrong = Vec::new();
    let mut literals = BTreeMap::new();
    let mut answers = wanted.answers.clone();
    let fields = kind.fields();
    let known: BTreeSet<&str> = fields.iter().map(|field| field.path.as_str()).collect();
    for path in answers.keys().filter(|path| !known.contains(path.as_str())) {
        wrong.push(Wrong { path: path.clone(), why: format!("A new {} has no `{path}` to fill in.", kind.word()) });
    }
    for field in &fields {
        if !answers.contains_key(&field.path)
            && let Some(value) = suggestion(kind, &field.path, &answers, amidst.today)
        {
            answers.insert(field.path.clone(), vec![value]);
        }
        match answers.get(&field.path) {
            Some(values) => match literal(&field.key.form, values, amidst) {
                Ok(literal) => drop(literals.insert(field.path.clone(), literal)),
                Err(why) => wrong.push(Wrong { path: field.path.clone(), why }),
            },
            None if field.needed() => {
                let why = format!("`{}` is missing. {}", field.path, field.key.doc);
                wrong.push(Wrong { path: field.path.clone(), why });
            }
            None => {}
        }
    }
    let id = match id_of(kind, wanted, &answers, amidst.known, random) {
        Ok(id) => id,
        Err(why) => {
            wrong.push(Wrong { path: "id".to_owned(), why });
            return Err(wrong);
        }
    };
    let path = place(kind, wanted, &id, amidst.known);
    let path = match path {
        Ok(path) if wrong.is_empty() => path,
        Ok(_) => return Err(wrong),
        Err(why) => {
            wrong.push(Wrong { path: "intern".to_owned(), why });
            return Err(wrong);
        }
    };
    let text = text::file(kind, &literals, wanted);
    let wrong = check::problems(kind, &id, &text, &amidst.known.language);
    if !wrong.is_empty() {
        return Err(wrong);
    }
    let named = match kind {
        NewKind::Intern => Some(RecordKind::Intern),
        NewKind::Office => Some(RecordKind::Office),
        NewKind::Cohort => Some(RecordKind::Cohort),
        NewKind::Donor => Some(RecordKind::Donor),
        NewKind::Page => Some(RecordKind::Page),
        NewKind::Update => None,
    };
    Ok(Drafted { path, id, kind: named, text })
}

/// What an answer most likely is, from what is known already.
pub fn suggestion(kind: NewKind, path: &str, answers: &Answers, today: Date) -> Option<String> {
    let city = || cities::city(answers.get("name")?.first()?);
    match (kind, path) {
        (NewKind::Intern | NewKind::Update, "published") => Some(today.to_string()),
        (NewKind::Intern, "title") => Some("Title to come".to_owned()),
        (NewKind::Intern | NewKind::Update, "summary") => Some("Summary to come.".to_owned()),
        (NewKind::Office, "country") => city().map(|city| city.country.to_owned()),
        (NewKind::Office, "latitude") => city().map(|city| city.latitude.to_string()),
        (NewKind::Office, "longitude") => city().map(|city| city.longitude.to_string()),
        (NewKind::Office, "capital") => city().map(|city| city.capital.to_string()),
        _ => None,
    }
}

fn id_of(
    kind: NewKind,
    wanted: &Wanted,
    answers: &Answers,
    known: &Known,
    random: &mut dyn FnMut() -> u64,
) -> Result<String, String> {
    let first = |path: &str| answers.get(path).and_then(|values| values.first()).map(String::as_str);
    if let Some(id) = &wanted.id {
        let good = if kind == NewKind::Page { id.split('/').all(is_slug) } else { is_slug(id) };
        if !good {
            return Err(format!(
                "`{}` cannot be an id. Use lower-case letters, digits and single hyphens.",
                id.escape_debug()
            ));
        }
        if kind == NewKind::Intern && first("name").is_some_and(|name| id::tells(id, name)) {
            return Err(format!("The id `{id}` repeats the name, and it stays visible after a story is taken down."));
        }
        return Ok(id.clone());
    }
    let source = match kind {
        NewKind::Intern => return Ok(id::opaque(random, &|id| known.is_taken(id))),
        NewKind::Office | NewKind::Donor => "name",
        NewKind::Cohort => "year",
        NewKind::Update | NewKind::Page => "title",
    };
    first(source).and_then(slugify).ok_or_else(|| format!("No id can be made from `{source}`; choose one with --id."))
}

fn place(kind: NewKind, wanted: &Wanted, id: &str, known: &Known) -> Result<SourcePath, String> {
    let path = match kind {
        NewKind::Intern => format!("content/interns/{id}/index.md"),
        NewKind::Office => format!("content/offices/{id}.toml"),
        NewKind::Cohort => format!("content/cohorts/{id}.toml"),
        NewKind::Donor => format!("content/donors/{id}.toml"),
        NewKind::Page => format!("content/pages/{id}.md"),
        NewKind::Update => {
            let person = wanted.person.as_deref().unwrap_or_default();
            let values = [person.to_owned()];
            let amidst = Amidst { known, today: Date::ZERO, dates: &[] };
            literal(&Form::Word(Meaning::Id(RecordKind::Intern)), &values, &amidst)?;
            if id == "index" {
                return Err("A later story cannot be called `index`.".to_owned());
            }
            format!("content/interns/{person}/{id}.md")
        }
    };
    SourcePath::new(&path).map_err(|_| format!("{path} cannot be the name of a file."))
}
