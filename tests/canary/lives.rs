//! Sites of people in every state of consent, made at random: what is withheld
//! is nowhere, and erasing somebody leaves what is left of the site as it was.

use std::collections::{BTreeMap, BTreeSet};

use super::site::{ALL, DONOR_NEVER, DONOR_SHOWN, NEVER, SHOWN, canaries, donor, person};
use super::{everything, search};
use crate::harness::{DATE, Project};
use crate::incremental::in_parallel;
use crate::writer::{Chance, times};

/// A person as these tests know them.
struct Life {
    whose: String,
    /// What may be shown of them.
    shown: BTreeSet<String>,
    /// What may not.
    hidden: BTreeSet<String>,
}

/// Dates that are over, and dates that are far off whenever this runs.
const PAST: &[&str] = &["2024-09-02", "2025-02-28", "2026-11-22", DATE];
const FUTURE: &[&str] = &["2150-01-01", "2199-12-31"];

const SCOPED: [(&str, &[&str]); 4] = [
    ("name", &["name", "kin"]),
    ("photo", &["alt", "credit", "pixels", "figalt", "caption", "figcredit", "figpixels", "plainalt"]),
    ("quote", &["quote"]),
    ("outcome", &["role", "org"]),
];

/// Makes up a person, and says by rules of its own what may be shown.
fn life(project: &Project, number: usize, chance: &mut Chance) -> Life {
    let whose = format!("p{number}");
    let mut scopes: Vec<&str> = ALL.split(", ").collect();
    scopes.retain(|_| !chance.once_in(6));
    let has = |scope: &str| scopes.contains(&format!("\"{scope}\"").as_str());
    let mut public = has("story");
    let mut consent = format!("scopes = [{}]\nreview = 2190-01-01", scopes.join(", "));
    match chance.below(12) {
        0 => public = false,
        1 => {
            // Before all that ends it, or the record contradicts itself.
            consent.push_str("\ngiven = 2140-01-01");
            public = false;
        }
        _ => consent.push_str("\ngiven = 2024-08-20"),
    }
    for key in ["withdrawn", "expires"] {
        match chance.below(6) {
            0 if !consent.contains("given = 2140") => {
                consent.push_str(&format!("\n{key} = {}", chance.pick(PAST)));
                public = false;
            }
            1 => consent.push_str(&format!("\n{key} = {}", chance.pick(FUTURE))),
            _ => {}
        }
    }
    let head = match chance.below(12) {
        0 => "draft = true".to_owned(),
        1 => format!("published = {}", chance.pick(FUTURE)),
        2 => format!("expires = {}", chance.pick(PAST)),
        3 => "sample = true".to_owned(),
        4 => format!("expires = {}", chance.pick(FUTURE)),
        5 => "featured = true".to_owned(),
        _ => String::new(),
    };
    let ends = ["draft = true", "sample = true"].contains(&head.as_str())
        || FUTURE.iter().any(|date| head == format!("published = {date}"))
        || PAST.iter().any(|date| head == format!("expires = {date}"));
    public &= !ends;
    let record = (!chance.once_in(10)).then_some(consent.as_str());
    public &= record.is_some();
    person(project, &whose, &head, record);
    let (mut shown, mut hidden) = (canaries(&whose, SHOWN), canaries(&whose, NEVER));
    for (_, fields) in SCOPED.iter().filter(|(scope, _)| !has(scope)) {
        let fields = canaries(&whose, fields);
        shown.retain(|word| !fields.contains(word));
        hidden.extend(fields);
    }
    if !public {
        hidden.append(&mut shown);
    }
    Life { whose, shown, hidden }
}

/// Files that count people whom they do not name.
fn is_total(path: &str) -> bool {
    path.starts_with("data/")
        || ["index.html", "impact/index.html", "donors/index.html", ".showcase-manifest"].contains(&path)
        || path.starts_with(".showcase/")
}

fn law(seed: u64) -> Result<(), String> {
    let mut chance = Chance(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15).wrapping_add(1));
    let project = super::bare();
    let permits: Vec<&str> = [r#""name""#, r#""logo""#, r#""photo""#, r#""quote""#, r#""amount""#]
        .into_iter()
        .filter(|_| !chance.once_in(4))
        .collect();
    let anonymous = if chance.once_in(4) { "anonymous = true" } else { "" };
    donor(&project, "full", anonymous, Some(&permits.join(", ")));
    let lives: Vec<Life> = (0..1 + chance.below(5)).map(|number| life(&project, number, &mut chance)).collect();
    let (mut shown, mut hidden) = (BTreeSet::new(), canaries("full", DONOR_NEVER));
    if !anonymous.is_empty() || !permits.contains(&r#""name""#) {
        hidden.extend(canaries("full", DONOR_SHOWN));
    }
    for life in &lives {
        shown.extend(life.shown.iter().cloned());
        hidden.extend(life.hidden.iter().cloned());
    }
    let before = everything(&project);
    let seen = search(&before, &[&shown, &hidden]);
    seen.expect_nowhere(&hidden);
    seen.expect_somewhere(&shown);
    let Some(gone) = lives.get(chance.below(lives.len())) else { return Ok(()) };
    let id = format!("i-{}", gone.whose);
    let ran = project.run(&["erase", &id, "--yes", "--date", DATE]);
    if ran.code != 0 {
        return Err(format!("{id} is not erased: {}", ran.stderr));
    }
    let after = everything(&project);
    let own: BTreeSet<String> = gone.shown.union(&gone.hidden).cloned().collect();
    search(&after, &[&own]).expect_nowhere(&own);
    if gone.shown.is_empty() {
        let differ = differing(&before, &after);
        let wrong: Vec<&&str> = differ.iter().filter(|path| !is_total(path)).collect();
        if !wrong.is_empty() {
            return Err(format!("{id} was not public, and yet these change: {wrong:?}"));
        }
    }
    Ok(())
}

fn differing<'f>(before: &'f BTreeMap<String, Vec<u8>>, after: &'f BTreeMap<String, Vec<u8>>) -> Vec<&'f str> {
    let paths: BTreeSet<&String> = before.keys().chain(after.keys()).collect();
    paths.into_iter().filter(|path| before.get(*path) != after.get(*path)).map(String::as_str).collect()
}

#[test]
fn whoever_is_withheld_is_nowhere_and_can_be_erased() {
    in_parallel(times("SHOWCASE_SITES", 20), law);
}
