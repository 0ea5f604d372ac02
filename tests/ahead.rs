//! Content that was read ahead: with a file in place of another it is what reading
//! all of it gives, or it says that it does not know.

use std::sync::atomic::AtomicUsize;

use jiff::civil::date;
use showcase::config;
use showcase::disk::held::Held;
use showcase::disk::{self, Sources};
use showcase::site::{self, Ahead, Loading, RecordCache};

use crate::harness::Project;

const STORY: &str = "content/interns/i-1/index.md";
const OFFICE: &str = "content/offices/nairobi.toml";
const PAGE: &str = "content/pages/about.md";

/// An edit: a file, what stands there, what is to stand there.
type Edit = (&'static str, &'static str, &'static str);

/// Edits that one record alone is about, good ones and mistakes.
const ALONE: [Edit; 14] = [
    (STORY, "Monday was", "Tuesday was"),
    (STORY, "title = \"Counting", "title = \"Recounting"),
    (STORY, "office:nairobi", "page:about"),
    (STORY, "office:nairobi", "office:nowhere"),
    (STORY, "donors = [\"trust\"]", "donors = [\"trust\", \"nobody\"]"),
    (STORY, "portrait.png", "picture.png"),
    (STORY, "given = 2024-08-20", "given = 2024-08-20\nwithdrawn = 2024-08-21"),
    (OFFICE, "summary = \"A regional", "summary.fr = \"Un bureau.\"\nsummary.en-GB = \"A regional"),
    (OFFICE, "A regional office.", "An office of a region."),
    (OFFICE, "page:about", "page:nothing"),
    ("content/cohorts/2024.toml", "The 2024 cohort", "Those of 2024"),
    ("content/donors/trust.toml", "Example Trust", "Sample Trust"),
    (PAGE, "What this is.", "[Who](donor:trust) pays. <!-- showcase-allow link-text-vague -->"),
    (PAGE, "title = \"About\"", "title = \"About\"\ndraft = true"),
];

/// Edits after which others are to be read too.
const OF_OTHERS: [Edit; 6] = [
    (STORY, "office = \"nairobi\"", "office = \"nowhere\""),
    (STORY, "level = \"postgraduate\"", "level = \"both\""),
    (STORY, "cohort = \"2024\"", "cohort = "),
    (PAGE, "What this is.", "[How](intern:i-1#my-week) it was."),
    (OFFICE, "latitude = -1.28", "latitude = 128"),
    ("content/sdgs.toml", "who could not pay", "who cannot pay"),
];

fn read(project: &Project) -> Sources {
    disk::read(project.root(), &Held::default())
}

/// All that a load gives, as far as two can be compared.
fn told(loaded: site::Loaded, problems: &[showcase::diagnostic::Diagnostic]) -> String {
    let mut problems: Vec<String> = problems.iter().map(|problem| format!("{problem:?}")).collect();
    problems.sort();
    format!("{:#?}\n{:?}\n{:?}\n{problems:#?}", loaded.site, loaded.recalled, loaded.cache.files())
}

/// What the content read ahead says after an edit, if it knows, and what reading
/// all of it says. What earlier runs kept is there or not.
fn both((path, old, new): Edit, cached: bool) -> (Option<String>, String) {
    let project = Project::new();
    let mut sources = read(&project);
    let config = |sources: &Sources| config::load(&sources.tree, None, &mut Vec::new()).unwrap();
    let (nothing, keep) = (RecordCache::default(), |_: &site::Record| true);
    let loading = |cache| Loading {
        places: None,
        cache,
        keep: &keep,
        today: date(2025, 1, 1),
        lexicon: None,
        room: AtomicUsize::new(usize::MAX),
    };
    let first = site::load(&sources.tree, config(&sources), &loading(&nothing), &mut Vec::new());
    let kept = if cached { first.cache.kept() } else { RecordCache::default() };
    let ahead = Ahead::read(&sources.tree, config(&sources), &loading(&kept)).unwrap();
    let text = std::fs::read_to_string(project.root().join(path)).unwrap();
    assert!(text.contains(old), "{path} has no {old}");
    project.file(path, &text.replacen(old, new, 1));
    let changed = sources.renew(project.root(), &[project.root().join(path)]).unwrap();
    let mut problems = Vec::new();
    let now = ahead.with(&sources.tree, &config(&sources), &changed, &loading(&kept), &mut problems);
    let now = now.map(|loaded| told(loaded, &problems));
    let (again, mut problems) = (read(&project), Vec::new());
    let whole = site::load(&again.tree, config(&again), &loading(&kept), &mut problems);
    (now, told(whole, &problems))
}

#[test]
fn a_record_in_place_of_another_is_all_read_again() {
    for edit in ALONE {
        for cached in [false, true] {
            let (now, whole) = both(edit, cached);
            assert_eq!(now.as_ref(), Some(&whole), "{edit:?}, {cached}");
        }
    }
}

#[test]
fn where_others_may_change_too_it_does_not_know() {
    for edit in OF_OTHERS {
        assert_eq!(both(edit, true).0, None, "{edit:?}");
    }
}
