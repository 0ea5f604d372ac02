//! A site in which every text that may be withheld is a word found nowhere else.

use std::collections::BTreeSet;

use crate::harness::Project;
use crate::pictures::png;

/// A word that stands for one field of one record.
pub(super) fn canary(whose: &str, field: &str) -> String {
    format!("qz{whose}{field}zq")
}

/// The words of some fields of one record.
pub(super) fn canaries(whose: &str, fields: &[&str]) -> BTreeSet<String> {
    fields.iter().map(|field| canary(whose, field)).collect()
}

/// What a person's record gives to the public, with all scopes.
pub(super) const SHOWN: &[&str] = &[
    "name",
    "kin",
    "course",
    "school",
    "unit",
    "skill",
    "title",
    "summary",
    "quote",
    "alias",
    "why",
    "alt",
    "credit",
    "pixels",
    "role",
    "org",
    "body",
    "heading",
    "strong",
    "figalt",
    "caption",
    "figcredit",
    "figpixels",
    "plainalt",
    "slug",
    "uptitle",
    "upsummary",
    "upbody",
];

/// What no scope covers: the consent record, names of files, hidden data, what
/// is there for themes alone.
pub(super) const NEVER: &[&str] = &[
    "method",
    "recorder",
    "form",
    "controller",
    "evidence",
    "extra",
    "file",
    "hidden",
    "figfile",
    "fighidden",
    "plainfile",
    "comment",
];

/// What a donor's record gives to the public, with all scopes.
pub(super) const DONOR_SHOWN: &[&str] = &[
    "id",
    "name",
    "tier",
    "restricted",
    "summary",
    "body",
    "url",
    "honoree",
    "quote",
    "amount",
    "photoalt",
    "photopixels",
    "logoalt",
    "logopixels",
];

/// What no scope of a donor covers.
pub(super) const DONOR_NEVER: &[&str] = &["sort", "by", "extra", "photofile", "photohidden", "logofile", "logohidden"];

/// All scopes.
pub(super) const ALL: &str = r#""story", "name", "photo", "quote", "outcome", "donor_link", "social", "partner_reuse""#;

/// A person's record in which each field holds a word of its own. The id is
/// `i-<whose>`; `head` stands among the first keys, `consent` in `[consent]`.
pub(super) fn person(project: &Project, whose: &str, head: &str, consent: Option<&str>) {
    let published = if head.contains("published =") { "" } else { "published = 2024-09-01" };
    let consent = consent.map_or(String::new(), |consent| {
        format!(
            "[consent]\n{consent}\nmethod = \"@method@\"\nrecorded_by = \"@recorder@\"\nform = \"@form@\"\n\
             controllers = [\"@controller@\"]\nevidence = \"@evidence@\"\n"
        )
    });
    let donors = if head.contains("donors =") { "" } else { "donors = [\"qzfullidzq\"]" };
    let record = format!(
        r#"+++
# @comment@
name = "@name@ @kin@"
course = "Course @course@"
level = "postgraduate"
school = "School @school@"
cohort = "2024"
office = "nairobi"
unit = "Unit @unit@"
start = 2024-01-08
end = 2024-07-05
sdgs = [{{ goal = 10, target = "10.7", why = "Because @why@." }}]
skills = ["@skill@"]
title = "Title @title@"
summary = "Summary @summary@."
quote = "Quote @quote@."
aliases = ["/old/@alias@/"]
{published}
{donors}
{head}

[portrait]
file = "@file@.png"
alt = "Portrait @alt@"
credit = "@credit@"
beneficiaries = "none"

{consent}
[outcome]
kind = "study"
role = "@role@"
organisation = "@org@"
since = 2024-10-01

[extra]
note = "@extra@"
+++

Body @body@ and **bold @strong@**.

## Heading @heading@

::figure{{src="@figfile@.png" alt="@figalt@" caption="@caption@" credit="@figcredit@" beneficiaries="none"}}

Inline ![@plainalt@](@plainfile@.png) picture.
"#
    );
    let update = "+++\ntitle = \"@uptitle@\"\nsummary = \"@upsummary@.\"\npublished = 2025-02-01\n+++\n\n@upbody@\n";
    let folder = format!("content/interns/i-{whose}");
    project.file(&format!("{folder}/index.md"), &filled(&record, whose));
    project.file(&format!("{folder}/{}.md", canary(whose, "slug")), &filled(update, whose));
    let picture = |file: &str, pixels: &str, hidden: &str| {
        let bytes = png(canary(whose, pixels).as_bytes(), canary(whose, hidden).as_bytes());
        project.file(&format!("{folder}/{}.png", canary(whose, file)), "");
        std::fs::write(project.root().join(format!("{folder}/{}.png", canary(whose, file))), bytes).unwrap();
    };
    picture("file", "pixels", "hidden");
    picture("figfile", "figpixels", "fighidden");
    picture("plainfile", "figpixels", "fighidden");
}

/// A donor's record, with these lines among the first keys and in `[permission]`.
pub(super) fn donor(project: &Project, whose: &str, head: &str, permission: Option<&str>) {
    let permission = permission
        .map_or(String::new(), |scopes| format!("[permission]\non = 2024-01-01\nby = \"@by@\"\nscopes = [{scopes}]\n"));
    let record = format!(
        r#"name = "@name@"
sort_key = "@sort@"
kind = "trust"
tier = "@tier@"
years = [2024]
restricted_to = "For @restricted@"
summary = "Summary @summary@."
description = "About *@body@*."
url = "https://@url@.example/"
quote = "Quote @quote@."
amount = "£@amount@"
{head}

[tribute]
kind = "memory"
honoree = "@honoree@"

[photo]
file = "@photofile@.png"
alt = "@photoalt@"

[logo]
file = "@logofile@.png"
alt = "@logoalt@"

{permission}
[extra]
note = "@extra@"
"#
    );
    project.file(&format!("content/donors/{}.toml", canary(whose, "id")), &filled(&record, whose));
    for kind in ["photo", "logo"] {
        let word = |part: &str| canary(whose, &format!("{kind}{part}"));
        let path = project.root().join(format!("content/donors/{}.png", word("file")));
        std::fs::write(path, png(word("pixels").as_bytes(), word("hidden").as_bytes())).unwrap();
    }
}

/// `@field@` becomes the word of that field.
fn filled(text: &str, whose: &str) -> String {
    text.split('@')
        .enumerate()
        .map(|(n, part)| if n % 2 == 0 { part.to_owned() } else { canary(whose, part) })
        .collect()
}
