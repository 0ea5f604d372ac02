//! What a store goes through: every instant of a deploy, cuts at any of them, what is
//! whose.

use std::collections::BTreeSet;
use std::path::Path;
use std::sync::{Arc, Mutex};

use proptest::prelude::{ProptestConfig, any, prop_assert_eq, proptest};
use showcase::external::store::Store;
use showcase::path::OutPath;
use showcase::publish::deploy::{
    Act, Done, Held, LOCK, Lock, NAME, Owner, Record, Site, Stopped, Taking, order, run, settle,
};

use super::memory::{Memory, Objects, lacking};
use super::{built, deployed, site, withdraw};

fn read(out: &Path, path: &str) -> Option<Vec<u8>> {
    std::fs::read(out.join(path)).ok()
}

fn of(out: &Path) -> Site {
    Site::of(&|name| read(out, name), false, true).unwrap()
}

/// A deploy of an output directory to a store, as the command does it.
fn put(out: &Path, store: &Memory, taking: Taking) -> Result<Done, Stopped> {
    let site = of(out);
    let bytes = store.get(NAME).unwrap();
    let mut record = bytes.map_or_else(Record::default, |bytes| Record::parse(&bytes).unwrap());
    settle(store, &site, &mut record)?;
    let order = order(&site, &record);
    let read = |path: &OutPath| read(out, path.as_str());
    run(store, (&site, &order), record, taking, &read, &|| ())
}

fn names(objects: &Objects) -> BTreeSet<String> {
    objects.keys().filter(|path| !path.starts_with(".showcase")).cloned().collect()
}

fn is_output(store: &Memory, out: &Path, foreign: &[&str]) {
    let mut objects = store.objects();
    objects.retain(|path, _| !path.starts_with(".showcase") && !foreign.contains(&path.as_str()));
    let wanted = deployed(out, true);
    assert_eq!(names(&objects), wanted.keys().cloned().collect());
    assert!(objects.iter().all(|(path, object)| object.bytes == wanted[path]));
}

/// Three states of a site, each in a folder of its own: two people; another text and
/// a new page; one of the two gone.
fn states() -> Vec<std::path::PathBuf> {
    let project = site();
    let keep = |name: &str| {
        let to = project.root().join(name);
        let copied = deployed(&project.public(), true).into_keys().chain([".showcase-manifest".to_owned()]);
        for path in copied {
            std::fs::create_dir_all(to.join(&path).parent().unwrap()).unwrap();
            std::fs::copy(project.public().join(&path), to.join(&path)).unwrap();
        }
        to
    };
    let first = keep("first");
    project.edit("content/interns/i-1/index.md", "Monday was for the", "Tuesday was for the");
    project.file("content/pages/more.md", "+++\ntitle = \"More\"\n+++\n\nMore of it. [About](page:about).\n");
    let theme = "[theme_options]\n\n[consent]\nquiet_small = true";
    project.edit("site.toml", "[consent]\nquiet_small = true", theme);
    built(&project);
    let second = keep("second");
    withdraw(&project);
    let third = keep("third");
    // It stays with the process, which is a test's.
    std::mem::forget(project);
    vec![first, second, third]
}

#[test]
fn only_what_differs_is_put_and_nothing_of_others_is_touched() {
    let states = states();
    let store = Memory::default();
    store.foreign("google123.html", "theirs");
    store.foreign("assets/theirs.css", "theirs");
    let done = put(&states[0], &store, Taking::Refuse).unwrap();
    assert_eq!(done.put, deployed(&states[0], true).len());
    is_output(&store, &states[0], &["google123.html", "assets/theirs.css"]);
    store.changes();
    assert_eq!(put(&states[0], &store, Taking::Refuse).unwrap(), Done::default());
    assert_eq!(store.changes(), 0, "nothing is written where nothing differs");
    let (old, new) = (deployed(&states[0], true), deployed(&states[1], true));
    let differ = new.iter().filter(|(path, bytes)| old.get(*path) != Some(*bytes)).count();
    let done = put(&states[1], &store, Taking::Refuse).unwrap();
    assert!(differ > 2 && differ < new.len());
    assert_eq!(done.put, differ);
    is_output(&store, &states[1], &["google123.html", "assets/theirs.css"]);
    put(&states[2], &store, Taking::Refuse).unwrap();
    is_output(&store, &states[2], &["google123.html", "assets/theirs.css"]);
    assert_eq!(store.objects()["google123.html"].bytes, b"theirs");
}

#[test]
fn at_no_instant_does_a_page_lack_what_it_loads() {
    let states = states();
    let instants = Arc::new(Mutex::new(0));
    let seen = Arc::clone(&instants);
    let mut store = Memory::default();
    store.look = Some(Box::new(move |objects| {
        assert_eq!(lacking(objects), BTreeSet::new());
        *seen.lock().unwrap() += 1;
    }));
    for state in states.iter().chain([&states[0], &states[2], &states[1]]) {
        put(state, &store, Taking::Refuse).unwrap();
        is_output(&store, state, &[]);
    }
    assert!(*instants.lock().unwrap() > 150);
    // The look can fail: a page alone lacks its style.
    let store = Memory::default();
    store.foreign("index.html", &String::from_utf8(read(&states[0], "index.html").unwrap()).unwrap());
    assert!(!lacking(&store.objects()).is_empty());
}

#[test]
fn who_takes_something_back_is_gone_before_anything_else_happens() {
    let states = states();
    let mut record = Record::default();
    let before = of(&states[1]);
    for (path, entry) in &before.files {
        record.note(path, showcase::publish::deploy::State::There(entry.hash));
    }
    let order = order(&of(&states[2]), &record);
    let first: Vec<&Act> = order.acts().take(1).collect();
    assert_eq!(first, [&Act::Delete(OutPath::new("interns/i-2/index.html").unwrap())]);
    // And after a cut right behind that the page does not come back.
    let store = Memory::default();
    put(&states[1], &store, Taking::Refuse).unwrap();
    store.cut_after(Some(2), false);
    put(&states[2], &store, Taking::Refuse).unwrap_err();
    assert!(!store.objects().contains_key("interns/i-2/index.html"));
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 50, ..ProptestConfig::default() })]

    /// Cut anywhere, perhaps twice and on the way to something else, answers lost:
    /// the next deploy ends with the output, and at every instant pages have what
    /// they load.
    #[test]
    fn whatever_is_cut_is_mended_by_the_next(cuts: [u16; 2], way: [u8; 4], lies: bool, threads in 1..4usize) {
        static STATES: std::sync::OnceLock<Vec<std::path::PathBuf>> = std::sync::OnceLock::new();
        let states = STATES.get_or_init(states);
        let state = |at: usize| &states[usize::from(way[at]) % states.len()];
        let mut store = Memory::default();
        store.look = Some(Box::new(|objects| assert_eq!(lacking(objects), BTreeSet::new())));
        store.foreign("theirs/a.html", "theirs");
        store.foreign(".well-known/theirs", "theirs");
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
        pool.install(|| {
            if way[0] % 2 == 0 {
                put(state(0), &store, Taking::Refuse).unwrap();
            }
            for (at, cut) in cuts.into_iter().enumerate() {
                store.cut_after(Some(usize::from(cut) % 70), lies);
                drop(put(state(at + 1), &store, Taking::Refuse));
                store.cut_after(None, false);
            }
            put(state(3), &store, Taking::Refuse).unwrap();
        });
        is_output(&store, state(3), &["theirs/a.html", ".well-known/theirs"]);
        let theirs = store.objects().remove("theirs/a.html").unwrap();
        prop_assert_eq!(theirs.bytes, b"theirs".to_vec());
        let kept = store.objects().remove(NAME).unwrap();
        let record = Record::parse(&kept.bytes).unwrap();
        prop_assert_eq!(record.is_settled(), true);
        prop_assert_eq!(record.files().count(), deployed(state(3), true).len());
    }

    /// Whatever lies at the place of the record, nothing panics, and nothing but
    /// what is in the site is deleted.
    #[test]
    fn any_record_is_read_or_refused(bytes: Vec<u8>, text in "(showcase deploy 1\n)?([=+~] [0-9a-f]{32} [a./]{1,8}\n){0,4}", whole in any::<bool>()) {
        drop(Record::parse(&bytes));
        let sum = showcase::hash::Hash128::of(text.as_bytes());
        let text = if whole { format!("{text}checksum {sum}\n") } else { text };
        if let Some(record) = Record::parse(text.as_bytes()) {
            prop_assert_eq!(record.files().all(|(path, _)| !path.as_str().split('/').any(|part| part == "..")), true);
        }
    }
}

#[test]
fn what_others_put_there_stops_a_deploy_and_can_be_adopted() {
    let states = states();
    let store = Memory::default();
    store.foreign("about/index.html", "theirs");
    let about = OutPath::new("about/index.html").unwrap();
    assert_eq!(put(&states[0], &store, Taking::Refuse), Err(Stopped::Taken(about)));
    assert_eq!(store.objects()["about/index.html"].bytes, b"theirs");
    // Where the bytes are the same, there is nothing to lose.
    let text = String::from_utf8(read(&states[0], "about/index.html").unwrap()).unwrap();
    store.foreign("about/index.html", &text);
    assert_eq!(put(&states[0], &store, Taking::Refuse).unwrap().found, 1);
    let store = Memory::default();
    store.foreign("about/index.html", "theirs");
    put(&states[0], &store, Taking::Adopt).unwrap();
    is_output(&store, &states[0], &[]);
}

#[test]
fn stores_are_told_types_lifetimes_and_codings() {
    let project = site();
    assert_eq!(project.run(&["build", "--date", super::DATE, "--quiet", "--precompress"]).code, 0);
    let store = Memory::default();
    put(&project.public(), &store, Taking::Refuse).unwrap();
    let objects = store.objects();
    let of = |start: &str, end: &str| {
        let (_, object) = objects.iter().find(|(path, _)| path.starts_with(start) && path.ends_with(end)).unwrap();
        (object.kind.as_str(), object.keep.as_deref(), object.coding.as_deref())
    };
    let forever = Some("public, max-age=31536000, immutable");
    assert_eq!(of("index.html", "index.html"), ("text/html; charset=utf-8", None, None));
    assert_eq!(of("index.html", ".br"), ("text/html; charset=utf-8", None, Some("br")));
    assert_eq!(of("assets/style-", ".css"), ("text/css; charset=utf-8", forever, None));
    assert_eq!(of("assets/style-", ".css.gz"), ("text/css; charset=utf-8", forever, Some("gzip")));
    assert_eq!(of("media/", ".jpg"), ("image/jpeg", forever, None));
    assert_eq!(of("feed.xml", "feed.xml").0, "application/atom+xml; charset=utf-8");
}

#[test]
fn two_deploys_are_kept_apart() {
    let store = Memory::default();
    let owner = |token: &str| Owner { token: token.to_owned(), who: "a machine".to_owned(), since: 7 };
    assert_eq!(Lock::take(&store, &owner("a")), Ok(Held::Ours(Lock { holds: true })));
    assert_eq!(Lock::take(&store, &owner("b")), Ok(Held::Theirs(Some(owner("a")))));
    Lock::give_back(&store, &owner("b")).unwrap();
    assert!(store.objects().contains_key(LOCK), "nobody gives back what another has");
    Lock::give_back(&store, &owner("a")).unwrap();
    assert_eq!(Lock::take(&store, &owner("b")), Ok(Held::Ours(Lock { holds: true })));
    store.foreign(LOCK, "nonsense");
    assert_eq!(Lock::take(&store, &owner("c")), Ok(Held::Theirs(None)));
}
