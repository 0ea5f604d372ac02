//! One edit writes the files that show it and no other; who is withheld is
//! forgotten; and a cache that cannot be kept is no failure.

use std::collections::BTreeSet;
use std::fs;

use super::place::{Place, Way, differing, look};
use super::world::{PICTURES, World, person};
use crate::harness::tree;

/// Something that is done to the sources.
type Edit<'e> = dyn Fn(&mut World) + 'e;

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
    // The search index: the shard of the words, as it was and as it is, and
    // what names it.
    let (index, rest) = apart(found);
    assert_eq!(rest, BTreeSet::from([".showcase-manifest", "interns/i-qzamber9/index.html"].map(str::to_owned)));
    assert_eq!(index, ["assets/search-", "assets/search-", "assets/words-", "assets/words-", "search/index.html"]);
    let found = touched(&mut place, |world| world.change("content/pages/about.md", |text| text + "\nThe of and.\n"));
    let (index, rest) = apart(found);
    assert_eq!(rest, BTreeSet::from([".showcase-manifest", "about/index.html"].map(str::to_owned)));
    assert_eq!(index, [""; 0], "words that tell nothing are not in it");
}

/// The files of the search index, without what tells one from another, and all
/// others.
fn apart(found: BTreeSet<String>) -> (Vec<String>, BTreeSet<String>) {
    let stems = ["assets/search-", "assets/words-", "assets/spelling-", "assets/cards-", "search/"];
    let (index, rest) = found.into_iter().partition(|path| stems.iter().any(|stem| path.starts_with(stem)));
    let stem =
        |path: String| path.strip_suffix(".json").and_then(|path| path.get(..path.len() - 16)).map(str::to_owned);
    let index: BTreeSet<String> = index;
    (index.into_iter().map(|path| stem(path.clone()).unwrap_or(path)).collect(), rest)
}

/// Writes own files of a theme.
fn own_theme(world: &mut World, heading: &str, word: &str, style: &str) {
    world.set("site.toml", "", "theme", Some("\"own\""));
    world.put("themes/own/theme.toml", "name = \"Own\"\nversion = \"1.0.0\"\nextends = \"showcase\"\n");
    let office = format!(
        "{{% extends \"showcase/office.html\" %}}\n{{% block heading %}}<h1>{heading}</h1>{{% endblock heading %}}\n"
    );
    world.put("themes/own/templates/office.html", &office);
    world.put("themes/own/i18n/en.toml", &format!("skip_to_content = \"{word}\"\n"));
    world.put("themes/own/styles/95-own.css", style);
}

#[test]
fn an_edit_writes_what_differs_and_nothing_else() {
    let amber = person("qzamber");
    let set = |path: &str, table: &'static str, key: &'static str, value: &'static str| -> Box<dyn Fn(&mut World)> {
        let path = path.to_owned();
        Box::new(move |world| world.set(&path, table, key, Some(value)))
    };
    let edits: [Box<Edit<'_>>; 13] = [
        set(&amber, "", "title", "\"Another title\""),
        set(&amber, "", "quote", "\"Another quote\""),
        set(&amber, "", "office", "\"geneva\""),
        set(&amber, "consent", "withdrawn", "2019-10-10"),
        set("content/offices/geneva.toml", "", "summary", "\"On the lake.\""),
        set("content/donors/qzumber9.toml", "", "anonymous", "true"),
        set("content/pages/news/first.md", "", "title", "\"Old news\""),
        set("site.toml", "", "description", "\"Another site.\""),
        Box::new(|world| {
            let picture = "content/interns/i-qzamber9/qzamberdeskfile9.png".to_owned();
            world.files.insert(picture, PICTURES[1].to_vec());
        }),
        Box::new(|world| own_theme(world, "{{ page.title }}", "Skip", "p { color: red }\n")),
        Box::new(|world| own_theme(world, "{{ page.heading }}", "Go on", "p { color: red }\n")),
        Box::new(|world| own_theme(world, "{{ page.heading }}", "Skip", "p { color: blue }\n")),
        Box::new(|world| world.files.retain(|path, _| path != "themes/own/templates/office.html")),
    ];
    for (n, edit) in edits.into_iter().enumerate() {
        let mut place = Place::new(Way::Library);
        own_theme(&mut place.world, "{{ page.heading }}", "Skip", "p { color: red }\n");
        place.build();
        let before = place.clean().files;
        let found = touched(&mut place, edit);
        let after = place.clean().files;
        let expected: BTreeSet<String> = differing(&before, &after).into_iter().cloned().collect();
        assert_eq!(found, expected, "edit {n}");
        assert!(found.len() > 1, "edit {n}: {found:?}");
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
    let ways: [(&str, &Edit<'_>); 8] = [
        ("withdrawn", &|world| world.set(&path, "consent", "withdrawn", Some("2026-11-23"))),
        ("expired", &|world| world.set(&path, "consent", "expires", Some("2026-11-23"))),
        ("over", &|world| world.set(&path, "", "expires", Some("2026-11-23"))),
        ("no story", &|world| world.set(&path, "consent", "scopes", Some("[\"name\", \"photo\"]"))),
        ("a draft", &|world| world.set(&path, "", "draft", Some("true"))),
        ("scheduled", &|world| world.set(&path, "", "published", Some("2026-11-24"))),
        ("a sample", &|world| world.set("site.toml", "", "allow_samples", Some("false"))),
        // Not an edit: the day comes.
        ("the day after", &|world| world.day = "2026-12-24"),
    ];
    for (what, withhold) in ways {
        let mut place = Place::new(Way::Library);
        place.world.set(&path, "consent", "withdrawn", Some("2026-12-24"));
        if what != "the day after" {
            place.world.set(&path, "consent", "withdrawn", None);
        }
        if what == "a sample" {
            place.world.set(&path, "", "sample", Some("true"));
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
fn a_page_whose_time_is_over_is_forgotten() {
    let mut place = Place::new(Way::Library);
    let word = b"qznewsgoes9";
    let page = "content/pages/news/second.md";
    place.world.set(page, "", "summary", Some("\"It goes on qznewsgoes9.\""));
    place.world.set(page, "", "expires", Some("2026-12-01"));
    let holds = |place: &Place| tree(&place.cache()).values().any(|file| file.windows(11).any(|part| part == word));
    for (day, is_public) in [("2026-11-23", true), ("2026-12-01", false), ("2026-11-30", true), ("2026-10-31", false)] {
        place.world.day = day;
        assert_eq!(place.build().code, 0);
        assert_eq!(place.public().join("news/second/index.html").exists(), is_public, "{day}");
        assert_eq!(holds(&place), is_public, "{day}");
    }
}

/// A story that was searched for the names of that day is searched again for
/// those of the next.
#[test]
fn a_name_that_becomes_withheld_is_found_where_it_stood() {
    let withholds: [(&str, &Edit<'_>); 3] = [
        ("no name", &|world| world.set(&person("qzbirch"), "consent", "scopes", Some("[\"story\"]"))),
        ("withdrawn", &|world| world.set(&person("qzbirch"), "consent", "withdrawn", Some("2019-10-10"))),
        ("the day after", &|world| world.day = "2026-12-24"),
    ];
    for (what, withhold) in withholds {
        let mut place = Place::new(Way::Library);
        if what == "the day after" {
            place.world.set(&person("qzbirch"), "consent", "withdrawn", Some("2026-12-24"));
        }
        let named = |text: String| text + "\nWith qzbirchname9 qzbirchkin9.\n";
        place.world.change(&person("qzamber"), named);
        assert_eq!(place.build().code, 0, "{what}");
        withhold(&mut place.world);
        let outcome = place.build();
        assert!(outcome.code == 1 && outcome.told.contains("error[withheld-name]"), "{what}: {}", outcome.told);
        assert_eq!(outcome, place.clean().outcome, "{what}");
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
