//! Donors: who funds places, and what of them may be shown.

use serde::{Deserialize, Serialize};

use super::intern::{Portrait, check_url, description};
use super::{Loose, Prose, Read, SUMMARY_MAX, check_summary, read_record};
use crate::diagnostic::{Code, Diagnostic, Severity};
use crate::record::{Fields, Form, Key, Meaning, Text, key, required};
use crate::text::{FileId, Span};

/// A donor's record.
#[derive(Debug, Serialize, Deserialize)]
pub struct DonorRecord {
    /// The file's name.
    pub id: String,
    /// The file.
    pub file: FileId,
    /// Exactly as agreed.
    pub name: Text,
    /// What to sort by, where it is not the name.
    pub sort_key: Option<String>,
    /// Kind of donor.
    pub kind: DonorKind,
    /// Whether the donor wants to stay unnamed.
    pub anonymous: bool,
    /// Tier, an id of site.toml.
    pub tier: Option<String>,
    /// Years of giving.
    pub years: Vec<i64>,
    /// First year of giving.
    pub since: Option<i64>,
    /// What the gift is for.
    pub restricted_to: Option<Text>,
    /// In a sentence or two.
    pub summary: Option<Text>,
    /// About the donor.
    pub description: Option<Prose>,
    /// The donor's own site.
    pub url: Option<String>,
    /// In whose memory or honour.
    pub tribute: Option<Tribute>,
    /// What may be shown; nothing when absent.
    #[serde(skip)]
    pub permission: Permission,
    /// The donor's words.
    pub quote: Option<Text>,
    /// The amount, as it may be shown.
    pub amount: Option<Text>,
    /// A photograph.
    pub photo: Option<Portrait>,
    /// A logo.
    pub logo: Option<Portrait>,
    /// For themes.
    #[serde(with = "super::extra")]
    pub extra: serde_json::Map<String, serde_json::Value>,
}

/// Kinds of donor.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum DonorKind {
    /// A trust or foundation.
    Trust,
    /// A person.
    Individual,
    /// A company.
    Corporate,
    /// A public scheme.
    PublicScheme,
    /// A university, or a part of it.
    University,
    /// A legacy.
    Legacy,
}

impl DonorKind {
    /// Every kind.
    pub const ALL: [Self; 6] =
        [Self::Trust, Self::Individual, Self::Corporate, Self::PublicScheme, Self::University, Self::Legacy];

    /// The word in records.
    pub fn word(self) -> &'static str {
        match self {
            Self::Trust => "trust",
            Self::Individual => "individual",
            Self::Corporate => "corporate",
            Self::PublicScheme => "public-scheme",
            Self::University => "university",
            Self::Legacy => "legacy",
        }
    }
}

/// A gift in somebody's memory or honour.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Tribute {
    /// Whether it is in memory; else in honour.
    pub memory: bool,
    /// Whose.
    pub honoree: Text,
}

/// What a donor has permitted. Never emitted.
#[derive(Debug, Default)]
pub struct Permission {
    /// Where it is recorded.
    pub span: Option<Span>,
    /// The name.
    pub name: bool,
    /// The logo.
    pub logo: bool,
    /// The photograph.
    pub photo: bool,
    /// The words.
    pub quote: bool,
    /// The amount.
    pub amount: bool,
}

impl Permission {
    /// The permission of a donor whose record is known to be public in all its
    /// parts.
    pub fn whole() -> Self {
        Self { span: None, name: true, logo: true, photo: true, quote: true, amount: true }
    }
}

const TRIBUTE_KEYS: &[Key] = &[
    required("kind", Form::OneOf(&["memory", "honour"]), "In memory or in honour."),
    required("honoree", Form::Str, "Whose."),
];

const PERMISSION_KEYS: &[Key] = &[
    key("on", Form::Date, "Day of the permission."),
    key("by", Form::Str, "Who gave it."),
    key("scopes", Form::List(&Form::OneOf(&["name", "logo", "photo", "quote", "amount"])), "What may be shown."),
];

const PICTURE_KEYS: &[Key] =
    &[required("file", Form::Str, "The picture, in content/donors."), required("alt", Form::Text, "What it shows.")];

/// The keys of a donor.
pub const KEYS: &[Key] = &[
    required("name", Form::Str, "Exactly as agreed."),
    key("sort_key", Form::Str, "What to sort by, where it is not the name."),
    required(
        "kind",
        Form::OneOf(&["trust", "individual", "corporate", "public-scheme", "university", "legacy"]),
        "Kind of donor.",
    ),
    key("anonymous", Form::Bool, "No page and no name anywhere."),
    key("tier", Form::Word(Meaning::Tier), "An id of [[tiers]] in site.toml."),
    key("years", Form::List(&Form::Int(1900, 2200)), "Years of giving."),
    key("since", Form::Int(1900, 2200), "First year of giving."),
    key("restricted_to", Form::Text, "What the gift is for."),
    key("summary", Form::Short(SUMMARY_MAX), "In a sentence or two."),
    key("description", Form::Markdown, "About the donor."),
    key("url", Form::Word(Meaning::Url), "The donor's own site."),
    key("tribute", Form::Table(TRIBUTE_KEYS), "In whose memory or honour."),
    key("permission", Form::Table(PERMISSION_KEYS), "What may be shown; never emitted."),
    key("quote", Form::Text, "Shown with the scope `quote`."),
    key("amount", Form::Str, "Shown with the scope `amount`."),
    key("photo", Form::Table(PICTURE_KEYS), "Shown with the scope `photo`."),
    key("logo", Form::Table(PICTURE_KEYS), "Shown with the scope `logo`."),
];

/// Reads a donor.
///
/// # Errors
/// The record has mistakes, which are reported; what it names is given back.
pub fn read(text: &str, file: FileId, id: &str, language: &str, problems: &mut Vec<Diagnostic>) -> Read<DonorRecord> {
    let before = problems.len();
    let fields = read_record(text, file, language, KEYS, problems).ok_or_else(Box::default)?;
    let description = description(&fields, problems);
    check_url(&fields, problems);
    check_summary(fields.text("summary").as_ref(), problems);
    let photo = picture(&fields, "photo", problems);
    let logo = picture(&fields, "logo", problems);
    let erroneous = problems.iter().skip(before).any(|problem| problem.severity == Severity::Error);
    let usable = fields.complete() && !erroneous;
    let word = fields.str("kind").map(|kind| kind.value);
    let kind = DonorKind::ALL.into_iter().find(|kind| Some(kind.word()) == word.as_deref());
    let (Some(name), Some(kind), true) = (fields.text("name"), kind, usable) else {
        let pictures = ["photo", "logo"].into_iter().filter_map(|name| fields.table(name)?.str("file"));
        return Err(Box::new(Loose { pictures: pictures.collect(), ..*Loose::text(description) }));
    };
    Ok(DonorRecord {
        id: id.to_owned(),
        file,
        name,
        sort_key: fields.str("sort_key").map(|key| key.value),
        kind,
        anonymous: fields.flag("anonymous"),
        tier: fields.str("tier").map(|tier| tier.value),
        years: fields.ints("years").into_iter().map(|year| year.value).collect(),
        since: fields.int("since").map(|year| year.value),
        restricted_to: fields.text("restricted_to"),
        summary: fields.text("summary"),
        description,
        url: fields.str("url").map(|url| url.value),
        tribute: tribute(&fields),
        permission: permission(&fields),
        quote: fields.text("quote"),
        amount: fields.text("amount"),
        photo,
        logo,
        extra: fields.open("extra"),
    })
}

fn tribute(fields: &Fields<'_>) -> Option<Tribute> {
    let table = fields.table("tribute")?;
    Some(Tribute { memory: table.str("kind")?.value == "memory", honoree: table.text("honoree")? })
}

fn permission(fields: &Fields<'_>) -> Permission {
    let Some(table) = fields.table("permission") else { return Permission::default() };
    let scopes = table.strings("scopes");
    let has = |word: &str| scopes.iter().any(|scope| scope.value == word);
    Permission {
        span: Some(table.span()),
        name: has("name"),
        logo: has("logo"),
        photo: has("photo"),
        quote: has("quote"),
        amount: has("amount"),
    }
}

fn picture(fields: &Fields<'_>, name: &str, problems: &mut Vec<Diagnostic>) -> Option<Portrait> {
    let table = fields.table(name)?;
    let alt = table.text("alt")?;
    if alt.value.trim().is_empty() {
        let message = format!("The `alt` of `{name}` is empty.");
        problems.push(Diagnostic::new(Code::ImageAltMissing, alt.origin.whole(), message));
        return None;
    }
    Some(Portrait { file: table.str("file")?, alt, credit: None, focus: None, beneficiaries: None })
}
