//! One edit writes the files that show it and no other; who is withheld is
//! forgotten; and a cache that cannot be kept is no failure.

use std::collections::BTreeSet;
use std::fs;

use super::place::{Place, Way, differing, look};
use super::world::{World, person};
use crate::harness::tree;

/// Files that a build touched after an edit.
fn touched(place: &mut Place, edit: impl FnOnce(&mut World)) -> BTreeSet<String> {
    let before = look(&place.public());
    edit(&mut place.world);
    let outcome = place.build();
    assert_eq!(outcome.code, 0, "{}", outcome.told);
    differing(&before, &look(&place.public())).into_iter().cloned().collect()
}

fn built() -> Place {
    let mut place = Place::new(Way::Library);
    let outcome = place.build();
    assert_eq!(outcome.code, 0, "{}", outcome.told);
    place
}

#[test]
fn another_body_writes_its_page_and_no_other() {
    let mut place = built();
    let found = touched(&mut place, |world| {
        world.change(&person("qzamber"), |text| text.replace("Body qzamberbody", "Body qzamberother"));
    });
    let expected = [".showcase-manifest", "interns/i-qzamber9/index.html"].map(str::to_owned);
    assert_eq!(found, BTreeSet::from(expected));
    let found = touched(&mut place, |world| world.change("content/pages/about.md", |text| text + "\nAnd more.\n"));
    assert_eq!(found, BTreeSet::from([".showcase-manifest", "about/index.html"].map(str::to_owned)));
}

#[test]
fn an_edit_writes_what_differs_and_nothing_else() {
    let amber = person("qzamber");
    let sets: [(&str, &str, &str, &str); 8] = [
        (&amber, "", "title", "\"Another title\""),
        (&amber, "", "quote", "\"Another quote\""),
        (&amber, "", "office", "\"geneva\""),
        (&amber, "consent", "withdrawn", "2019-10-10"),
        ("content/offices/geneva.toml", "", "summary", "\"On the lake.\""),
        ("content/donors/qzumber9.toml", "", "anonymous", "true"),
        ("content/pages/news/first.md", "", "title", "\"Old news\""),
        ("site.toml", "", "description", "\"Another site.\""),
    ];
    for (path, table, key, value) in sets {
        let mut place = built();
        let before = place.clean().files;
        let found = touched(&mut place, |world| world.set(path, table, key, Some(value)));
        let after = place.clean().files;
        let expected: BTreeSet<String> = differing(&before, &after).into_iter().cloned().collect();
        assert_eq!(found, expected, "{path}: {key} = {value}");
        assert!(found.len() > 2, "{path}: {key} = {value}: {found:?}");
    }
}

#[test]
fn new_times_write_nothing() {
    let mut place = built();
    place.touch();
    assert_eq!(touched(&mut place, |_| ()), BTreeSet::new());
}

#[test]
fn who_is_withheld_is_forgotten() {
    let path = person("qzamber");
    let ways: [(&str, &dyn Fn(&mut World)); 7] = [
        ("withdrawn", &|world| world.set(&path, "consent", "withdrawn", Some("2026-11-23"))),
        ("expired", &|world| world.set(&path, "consent", "expires", Some("2026-11-23"))),
        ("over", &|world| world.set(&path, "", "expires", Some("2026-11-23"))),
        ("no story", &|world| world.set(&path, "consent", "scopes", Some("[\"name\", \"photo\"]"))),
        ("a draft", &|world| world.set(&path, "", "draft", Some("true"))),
        ("scheduled", &|world| world.set(&path, "", "published", Some("2026-11-24"))),
        // Not an edit: the day comes.
        ("the day after", &|world| world.day = "2026-12-24"),
    ];
    for (what, withhold) in ways {
        let mut place = Place::new(Way::Library);
        place.world.set(&path, "consent", "withdrawn", Some("2026-12-24"));
        if what != "the day after" {
            place.world.set(&path, "consent", "withdrawn", None);
        }
        place.build();
        let holds = |place: &Place, word: &[u8]| {
            let all = tree(&place.cache());
            all.values().any(|bytes| bytes.to_ascii_lowercase().windows(word.len()).any(|part| part == word))
        };
        assert!(holds(&place, b"qzambertitle") && holds(&place, b"qzbirchtitle"), "{what}: before");
        assert!(holds(&place, b"qzumbersummary"), "{what}: before");
        withhold(&mut place.world);
        let outcome = place.build();
        assert_eq!(outcome.code, 0, "{what}: {}", outcome.told);
        assert!(!place.public().join("interns/i-qzamber9/index.html").exists(), "{what}");
        assert!(!holds(&place, b"qzamber"), "{what}: the cache holds something of it");
        assert!(holds(&place, b"qzbirchtitle"), "{what}: others");
    }
}

#[test]
fn a_cache_that_cannot_be_kept_is_no_failure() {
    let mut place = Place::new(Way::Program);
    let expected = place.clean();
    fs::write(place.cache(), "a file").unwrap();
    for round in 0..2 {
        let outcome = place.build();
        assert_eq!(outcome.code, 0, "round {round}: {}", outcome.told);
        assert!(outcome.told.contains("warning: the cache in cache cannot be written"), "{}", outcome.told);
        let hashes = look(&place.public()).into_iter().map(|(path, look)| (path, look.hash)).collect();
        assert_eq!(differing(&expected.files, &hashes), BTreeSet::new(), "round {round}");
    }
    assert_eq!(fs::read(place.cache()).unwrap(), b"a file");
}

#[cfg(unix)]
#[test]
fn a_cache_in_a_folder_of_others_is_no_failure() {
    use std::os::unix::fs::PermissionsExt as _;
    let mut place = Place::new(Way::Program);
    fs::create_dir(place.cache()).unwrap();
    fs::set_permissions(place.cache(), fs::Permissions::from_mode(0o555)).unwrap();
    // Who may do everything may write here too.
    if fs::write(place.cache().join("probe"), "").is_ok() {
        return;
    }
    let outcome = place.build();
    assert_eq!(outcome.code, 0, "{}", outcome.told);
    assert!(outcome.told.contains("warning: the cache in cache cannot be written"), "{}", outcome.told);
}
