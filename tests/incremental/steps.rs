//! What people do to a site between two builds, each step from a number.

use std::fs;

use super::place::{FOREIGN, Place};
use super::tongues::of_languages;
use super::world::{ALL, COHORTS, DONORS, Files, OFFICES, PEOPLE, PICTURES, World, person};
use crate::harness::tree;
use crate::writer::Chance;

/// What was, for those who go back to it.
#[derive(Default)]
pub(super) struct Past {
    /// Worlds that could be built, with the cache after it.
    pub(super) worlds: Vec<World>,
    pub(super) caches: Vec<Files>,
    /// Whether the last build failed.
    pub(super) failed: bool,
}

/// Takes a step; what it was.
pub(super) fn step(place: &mut Place, past: &Past, chance: &mut Chance) -> String {
    // Many a mistake is mended before anything else is done.
    if past.failed && chance.below(3) > 0 {
        place.world.files = past.worlds.last().unwrap().files.clone();
        return "what was wrong is undone".to_owned();
    }
    match chance.below(23) {
        0..=4 => of_a_person(&mut place.world, chance),
        5..=6 => of_consent(&mut place.world, chance),
        7 => of_folders(&mut place.world, chance),
        8 => of_pictures(&mut place.world, chance),
        9..=11 => of_records(&mut place.world, chance),
        12..=13 => of_the_site(&mut place.world, chance),
        14 => of_a_theme(&mut place.world, chance),
        15 => of_the_run(&mut place.world, chance),
        16 => {
            let at = chance.below(past.worlds.len());
            place.world = World { day: place.world.day, ..past.worlds[at].clone() };
            place.touch();
            format!("the sources of build {at} come back")
        }
        17 => of_the_output(place, chance),
        18 => of_the_cache(place, past, chance),
        19..=21 => of_languages(&mut place.world, chance),
        _ => {
            place.touch();
            "all sources are touched".to_owned()
        }
    }
}

pub(super) fn pick<T: Copy>(of: &[T], chance: &mut Chance) -> T {
    of[chance.below(of.len())]
}

/// A person who is there, if any is.
pub(super) fn someone(world: &World, chance: &mut Chance) -> String {
    let all = world.paths("content/interns/", "/index.md");
    if all.is_empty() { person(PEOPLE[0]) } else { all[chance.below(all.len())].clone() }
}

/// The word that all of a person's begin with.
pub(super) fn word_of(path: &str) -> &str {
    path.split('/').nth(2).unwrap_or_default().trim_start_matches("i-").trim_end_matches(|c: char| c.is_ascii_digit())
}

pub(super) fn letters(chance: &mut Chance) -> String {
    (0..3).map(|_| char::from(b'a' + u8::try_from(chance.below(26)).unwrap())).collect()
}

fn of_a_person(world: &mut World, chance: &mut Chance) -> String {
    let path = someone(world, chance);
    let who = word_of(&path).to_owned();
    let new = format!("\"Other {who}new{}9\"", letters(chance));
    let mut set = |table: &str, key: &str, value: &str| {
        world.set(&path, table, key, Some(value));
        format!("{path}: {key} = {value}")
    };
    match chance.below(23) {
        0 => set("", "title", &new),
        1 => set("", "summary", &new),
        2 => set("", "quote", &new),
        3 => set("", "office", &format!("\"{}\"", pick(&OFFICES, chance))),
        4 => set("", "cohort", &format!("\"{}\"", pick(&COHORTS, chance))),
        5 => {
            set("", "donors", pick(&["[]", "[\"qzumber9\"]", "[\"qzochre9\", \"qzsienna9\"]", "[\"nobody\"]"], chance))
        }
        6 => set("", "sdgs", pick(&["[]", "[4]", "[4, 10]", "[{ goal = 10, target = \"10.7\" }]", "[99]"], chance)),
        7 => set("", "level", pick(&["\"undergraduate\"", "\"postgraduate\""], chance)),
        8 => set("", "school", pick(&["\"School of Hills\"", "\"School of Seas\""], chance)),
        9 => set("", "draft", pick(&["true", "false"], chance)),
        10 => set("", "published", pick(&["2026-11-24", "2026-11-23", "2024-09-03"], chance)),
        11 => set("", "sample", pick(&["true", "false"], chance)),
        12 => set("", "featured", pick(&["true", "false"], chance)),
        13 => set("", "name", &format!("\"{who}name9 {who}{}9\"", letters(chance))),
        14 => set("outcome", "kind", pick(&["\"study\"", "\"partner\""], chance)),
        15 => set("", "aliases", pick(&["[\"/old-story/\"]", "[]"], chance)),
        16 => set("portrait", "alt", &new),
        17 => set("extra", "note", &new),
        18 => {
            let later = path.replace("index.md", &format!("{who}later9.md"));
            if chance.below(3) == 0 && world.files.remove(&later).is_some() {
                return format!("{later} is gone");
            }
            let head = "+++\ntitle = \"Later\"\nsummary = \"What came.\"\npublished = 2025-03-01\n+++\n\n";
            world.put(&later, &format!("{head}Then {who}new{}9.\n", letters(chance)));
            format!("{later} is new")
        }
        19 => {
            // As long as before: the size tells nothing.
            world.change(&path, |text| text.replace(&format!("Body {who}b"), &format!("Body {who}c")));
            world.change(&path, |text| text.replace("My week", pick(&["My-week", "My days", "My week"], chance)));
            format!("{path}: a body of the same length")
        }
        20 => {
            // Fine as long as the other's name is public.
            let other = pick(&PEOPLE, chance);
            world.change(&path, |text| text + &format!("\nWith {other}name9 {other}kin9.\n"));
            format!("{path} names {other}")
        }
        _ => {
            world.change(&path, |text| text + &format!("\n## More\n\nAnd {who}more{}9.\n", letters(chance)));
            format!("{path}: a longer body")
        }
    }
}

fn of_consent(world: &mut World, chance: &mut Chance) -> String {
    let path = someone(world, chance);
    let mut set = |key: &str, value: Option<&str>| {
        world.set(&path, "consent", key, value);
        format!("{path}: consent: {key} = {value:?}")
    };
    let list =
        |scopes: &[&str]| format!("[{}]", scopes.iter().map(|s| format!("\"{s}\"")).collect::<Vec<_>>().join(", "));
    match chance.below(8) {
        0 => {
            let out = chance.below(ALL.len());
            let scopes: Vec<&str> = ALL.into_iter().enumerate().filter(|(n, _)| *n != out).map(|(_, s)| s).collect();
            set("scopes", Some(&list(&scopes)))
        }
        1 | 2 => set("scopes", Some(&list(&ALL))),
        3 => set("withdrawn", Some(pick(&["2019-10-10", "2026-11-23", "2026-12-24"], chance))),
        4 => set("withdrawn", None),
        5 => set("expires", [Some("2026-11-23"), Some("2027-03-01"), None][chance.below(3)]),
        6 => set("given", Some(pick(&["2019-08-20", "2026-11-24"], chance))),
        _ => {
            world.change(&path, |text| {
                let mut inside = false;
                let stays = |line: &&str| {
                    inside = (inside && !line.starts_with('[') && *line != "+++") || *line == "[consent]";
                    !inside
                };
                text.lines().filter(stays).map(|line| format!("{line}\n")).collect()
            });
            format!("{path}: no consent")
        }
    }
}

/// People who come, go and move.
fn of_folders(world: &mut World, chance: &mut Chance) -> String {
    let path = someone(world, chance);
    let folder = path.trim_end_matches("index.md").to_owned();
    match chance.below(4) {
        0 => {
            let n = chance.below(PEOPLE.len());
            world.person(PEOPLE[n], n + chance.below(3));
            format!("{} comes", PEOPLE[n])
        }
        1 => {
            world.files.retain(|path, _| !path.starts_with(&folder));
            format!("{folder} goes")
        }
        way => {
            let (old, new) = (folder.split('/').nth(2).unwrap().to_owned(), format!("i-{}29", word_of(&folder)));
            let moved: Vec<String> = world.paths(&folder, "");
            for path in moved {
                let bytes = world.files.remove(&path).unwrap();
                world.files.insert(path.replace(&old, &new), bytes);
            }
            if way == 2 {
                for path in world.paths("content/", ".md").into_iter().chain(world.paths("content/", ".toml")) {
                    world.change(&path, |text| {
                        text.replace(&format!("intern:{old}#"), &format!("intern:{new}#"))
                            .replace(&format!("intern:{old})"), &format!("intern:{new})"))
                    });
                }
            }
            format!("{old} becomes {new}, links {}", if way == 2 { "too" } else { "not" })
        }
    }
}

fn of_pictures(world: &mut World, chance: &mut Chance) -> String {
    let all = world.paths("content/", ".png");
    let path = if all.is_empty() { "content/pages/a.png".to_owned() } else { all[chance.below(all.len())].clone() };
    match chance.below(6) {
        0 => {
            world.files.remove(&path);
            format!("{path} goes")
        }
        1 => {
            let bytes = world.files.remove(&path).unwrap_or_default();
            world.files.insert(path.replace(".png", "x.png"), bytes);
            format!("{path} is renamed")
        }
        2 => {
            world.files.insert(path.replace(".png", "more.png"), PICTURES[0].to_vec());
            format!("another beside {path}")
        }
        3 => {
            world.files.insert(path.clone(), b"no picture at all".to_vec());
            format!("{path} is no picture")
        }
        way => {
            world.files.insert(path.clone(), PICTURES[way % 2].to_vec());
            format!("{path} is picture {}", way % 2)
        }
    }
}

fn of_records(world: &mut World, chance: &mut Chance) -> String {
    let new = format!("\"Changed {}\"", letters(chance));
    let (office, cohort, donor) = (pick(&OFFICES, chance), pick(&COHORTS, chance), pick(&DONORS, chance));
    let office = format!("content/offices/{office}.toml");
    let (cohort, donor) = (format!("content/cohorts/{cohort}.toml"), format!("content/donors/{donor}.toml"));
    let page = pick(&["content/pages/about.md", "content/pages/news/first.md", "content/pages/news/second.md"], chance);
    let mut set = |path: &str, table: &str, key: &str, value: &str| {
        world.set(path, table, key, Some(value));
        format!("{path}: {table}.{key} = {value}")
    };
    match chance.below(21) {
        0 => set(&office, "", "name", &new),
        1 => set(&office, "", "country", pick(&["\"XK\"", "\"KE\"", "\"AT\"", "\"QQ\""], chance)),
        2 => set(&office, "", "summary", &new),
        3 => set(&office, "", "description", "\"As [she](intern:i-qzdahlia9) said.\""),
        4 => set(&cohort, "", "title", &new),
        5 => set(&cohort, "declared", "interns", pick(&["1", "9", "40"], chance)),
        6 => set(&donor, "", "anonymous", pick(&["true", "false"], chance)),
        7 => {
            set(&donor, "permission", "scopes", pick(&["[]", "[\"name\"]", "[\"name\", \"quote\", \"logo\"]"], chance))
        }
        8 => set(&donor, "", "name", &format!("\"{}name9 {}\"", donor_word(&donor), letters(chance))),
        9 => set(&donor, "", "quote", &format!("\"{}new{}9\"", donor_word(&donor), letters(chance))),
        10 => set(&donor, "", "sort_key", &format!("\"{}sort9\"", donor_word(&donor))),
        11 => {
            world.change("content/sdgs.toml", |text| {
                text.replace("Learning", pick(&["Teaching", "Learning more"], chance))
            });
            "another goal".to_owned()
        }
        12 => set(page, "", "title", &new),
        13 => set(page, "", "draft", pick(&["true", "false"], chance)),
        14 => set(page, "", "published", pick(&["2026-11-24", "2026-01-01"], chance)),
        15 => {
            world
                .change(page, |text| text + &format!("\nMore of {}, and [him](intern:i-qzelder9).\n", letters(chance)));
            format!("{page} is longer")
        }
        16 => {
            let path = format!("content/pages/news/{}.md", letters(chance));
            world.put(&path, "+++\ntitle = \"More\"\n+++\n\nMore, as [so](first.md).\n");
            format!("{path} is new")
        }
        17 => {
            world.files.remove(page);
            format!("{page} goes")
        }
        18 => set(page, "", "expires", pick(&["2026-11-24", "2026-11-23", "2027-02-01"], chance)),
        19 => {
            let gone = format!("[[gone]]\nid = \"i-{}\"\nkind = \"intern\"\non = 2025-01-01\n", letters(chance));
            world.put("content/gone.toml", &gone);
            gone
        }
        _ => {
            world.put("content/static/files/notes.txt", &format!("Notes {new}\n"));
            "other notes".to_owned()
        }
    }
}

/// The word that all of a donor's begin with.
fn donor_word(path: &str) -> String {
    path.trim_start_matches("content/donors/").trim_end_matches("9.toml").to_owned()
}

fn of_the_site(world: &mut World, chance: &mut Chance) -> String {
    let mut set = |table: &str, key: &str, value: &str| {
        world.set("site.toml", table, key, Some(value));
        format!("site.toml: {table}.{key} = {value}")
    };
    match chance.below(9) {
        0 => set("", "title", pick(&["\"Another showcase\"", "\"Small showcase\""], chance)),
        1 => set("pagination", "interns", pick(&["0", "2", "3", "5"], chance)),
        2 => set("pagination", "facets", pick(&["0", "1", "2"], chance)),
        3 => set("", "allow_samples", pick(&["true", "false"], chance)),
        4 => set("", "base_url", pick(&["\"https://small.example/\"", "\"https://small.example/sub/\""], chance)),
        5 => set("", "description", pick(&["\"A site.\"", "\"A small site.\""], chance)),
        6 => set("", "language", pick(&["\"en\"", "\"en-GB\""], chance)),
        7 => set("programme", "name", pick(&["\"Other internships\"", "\"Example internships\""], chance)),
        _ => {
            let titles = ["title = \"Interns\"", "title = \"People\""];
            let way = chance.below(2);
            world.change("site.toml", |text| text.replace(titles[way], titles[1 - way]));
            "another menu".to_owned()
        }
    }
}

fn of_a_theme(world: &mut World, chance: &mut Chance) -> String {
    const FILES: [&str; 4] = ["templates/office.html", "i18n/en.toml", "styles/95-own.css", "static/own.txt"];
    let own = |name: &str| format!("themes/own/{name}");
    world.put(&own("theme.toml"), "name = \"Own\"\nversion = \"1.0.0\"\nextends = \"showcase\"\n");
    let theme = pick(&["\"own\"", "\"own\"", "\"own\"", "\"showcase\""], chance);
    world.set("site.toml", "", "theme", Some(theme));
    let (at, new) = (chance.below(FILES.len()), letters(chance));
    if chance.below(4) == 0 {
        world.files.remove(&own(FILES[at]));
        return format!("theme {theme} without {}", FILES[at]);
    }
    let heading = pick(&["{{ page.heading }}", "{{ page.headling }}", "{{ page.title }}"], chance);
    let text = match at {
        0 => format!(
            "{{% extends \"showcase/office.html\" %}}\n{{% block heading %}}<h1>{heading} {new}</h1>{{% endblock heading %}}\n"
        ),
        1 => format!("skip_to_content = \"Skip {new}\"\n"),
        2 => format!("p {{ content: \"{new}\" }}\n"),
        _ => format!("own {new}\n"),
    };
    world.put(&own(FILES[at]), &text);
    format!("theme {theme} with {}: {text}", FILES[at])
}

fn of_the_run(world: &mut World, chance: &mut Chance) -> String {
    match chance.below(4) {
        0 => world.drafts = !world.drafts,
        1 => world.base = [None, Some("https://other.example/"), Some("https://other.example/sub/")][chance.below(3)],
        _ => world.day = pick(&["2026-11-22", "2026-11-23", "2026-11-24", "2027-03-01", "2040-02-01"], chance),
    }
    let World { day, drafts, base, .. } = world;
    format!("on {day}, drafts {drafts}, at {base:?}")
}

fn of_the_output(place: &mut Place, chance: &mut Chance) -> String {
    let public = place.public();
    if chance.below(4) == 0 {
        drop(fs::remove_dir_all(public));
        return "the output goes".to_owned();
    }
    if !public.exists() {
        return "nothing".to_owned();
    }
    let ours = |path: &String| !path.starts_with(".showcase") && !FOREIGN.contains(&path.as_str());
    let all: Vec<String> = tree(&public).into_keys().filter(ours).collect();
    let path = all[chance.below(all.len())].clone();
    let full = public.join(&path);
    match chance.below(3) {
        0 => {
            fs::remove_file(full).unwrap();
            return format!("{path} is deleted from the output");
        }
        1 => fs::write(&full, fs::read_to_string(&full).unwrap_or_default() + "by hand").unwrap(),
        _ => {
            let bytes: Vec<u8> = fs::read(&full).unwrap().iter().map(|byte| byte ^ 1).collect();
            fs::write(&full, bytes).unwrap();
        }
    }
    format!("{path} is changed in the output")
}

fn of_the_cache(place: &mut Place, past: &Past, chance: &mut Chance) -> String {
    let cache = place.cache();
    let now = if cache.exists() { tree(&cache) } else { Files::new() };
    match chance.below(3) {
        0 => {
            drop(fs::remove_dir_all(cache));
            "the cache goes".to_owned()
        }
        1 if !past.caches.is_empty() => {
            let at = chance.below(past.caches.len());
            drop(fs::remove_dir_all(&cache));
            fs::create_dir_all(&cache).unwrap();
            past.caches[at].iter().for_each(|(name, bytes)| super::corruptions::put(&cache.join(name), bytes));
            format!("the cache of build {at} comes back")
        }
        _ => {
            let Some((name, mut bytes)) = now.into_iter().nth(chance.below(4)) else { return "nothing".to_owned() };
            let at = chance.below(bytes.len());
            match chance.below(2) {
                0 => bytes.truncate(at),
                _ => bytes.iter_mut().skip(at).take(1).for_each(|byte| *byte ^= 1 << chance.below(8)),
            }
            fs::write(cache.join(&name), bytes).unwrap();
            format!("{name} in the cache is damaged")
        }
    }
}
