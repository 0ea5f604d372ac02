//! A small site without mistakes, in memory.

use std::collections::HashMap;
use std::sync::atomic::AtomicUsize;
use std::sync::{LazyLock, Once};

use jiff::civil::{Date, date};
use showcase::build::{Kept, Ready, Request, Today, prepare};
use showcase::config;
use showcase::consent::{self, Gate, Searched, Terms};
use showcase::diagnostic::Diagnostic;
use showcase::pages::required_templates;
use showcase::path::SourcePath;
use showcase::render::Memory;
use showcase::site::{self, Loading, Record, RecordCache};
use showcase::tree::{Blobs, Content, Tree};

/// A day on which the small site's story is public.
const TODAY: Date = date(2026, 11, 23);

const PIXEL: &[u8] = include_bytes!("../../tests/fixtures/pixel.png");

/// The site's own files; what a target tries replaces one of them.
pub const SMALL: &[(&str, &str)] = &[
    ("site.toml", include_str!("../seeds/site_toml/small.toml")),
    ("content/interns/i-1/index.md", include_str!("../seeds/front_matter/small.md")),
    (
        "content/interns/i-2/index.md",
        "+++\nname = \"Bo Withheld\"\ncourse = \"Law\"\nlevel = \"undergraduate\"\nschool = \"School of Examples\"\n\
         cohort = \"2024\"\noffice = \"nairobi\"\nstart = 2024-01-08\nend = 2024-07-05\nsummary = \"Not shown.\"\n\
         published = 2024-09-01\n\n[consent]\ngiven = 2024-08-20\nscopes = [\"name\", \"story\"]\n\
         method = \"signed form\"\nwithdrawn = 2024-10-01\n+++\n\nHidden.\n",
    ),
    (
        "content/offices/nairobi.toml",
        "name = \"Nairobi\"\ncapital = true\ncountry = \"KE\"\nlatitude = -1.28\nlongitude = 36.82\n\
         kind = \"regional-office\"\nsummary = \"A regional office.\"\ndescription = \"The office on the hill.\"\n",
    ),
    ("content/cohorts/2024.toml", "year = 2024\ntitle = \"The 2024 cohort\"\n\n[declared]\ninterns = 1\n"),
    (
        "content/donors/trust.toml",
        "name = \"Example Trust\"\nkind = \"trust\"\nyears = [2024]\n\n[permission]\non = 2024-01-01\n\
         by = \"The trustees\"\nscopes = [\"name\"]\n",
    ),
    (
        "content/sdgs.toml",
        "[[goal]]\nnumber = 10\ncontribution = \"Places for those who could not pay.\"\ntargets = [\"10.7\"]\n",
    ),
    ("content/pages/about.md", "+++\ntitle = \"About\"\n+++\n\nWhat this is.\n"),
];

/// The small site with other files in place of its own, or beside them.
pub fn tree<'a>(others: impl IntoIterator<Item = (&'a str, &'a str)>) -> Tree {
    let all = others.into_iter().chain(SMALL.iter().copied());
    let files = all.map(|(path, text)| (source(path), Content::Text(text.to_owned())));
    let portrait = (source("content/interns/i-1/portrait.png"), Content::Blob { size: PIXEL.len() as u64 });
    Tree::new(files.chain([portrait]))
}

/// A path that is known to be good.
pub fn source(path: &str) -> SourcePath {
    SourcePath::new(path).unwrap_or_else(|problem| panic!("{path}: {problem:?}"))
}

/// The bytes of the small site's picture.
pub fn blobs() -> HashMap<SourcePath, Vec<u8>> {
    HashMap::from([(source("content/interns/i-1/portrait.png"), PIXEL.to_vec())])
}

/// A theme called `tiny` that shows a little of every view and loads at once.
pub fn tiny_theme() -> &'static [(String, String)] {
    static FILES: LazyLock<Vec<(String, String)>> = LazyLock::new(|| {
        let mut files = vec![
            ("themes/tiny/theme.toml".to_owned(), "name = \"Tiny\"\n".to_owned()),
            (
                "themes/tiny/templates/intern.html".to_owned(),
                "<main>{{ intern.person }}{{ intern.quote }}{{ intern.story }}{{ page.title }}</main>".to_owned(),
            ),
        ];
        for kind in required_templates() {
            let path = format!("themes/tiny/templates/{}", kind.template);
            if files.iter().all(|(known, _)| *known != path) {
                files.push((path, "<main></main>".to_owned()));
            }
        }
        files
    });
    &FILES
}

/// A theme called `plain` with a little of everything that another can extend.
pub const PLAIN: &[(&str, &str)] = &[
    ("themes/plain/theme.toml", "name = \"Plain\"\n"),
    ("themes/plain/i18n/en.toml", "home = \"Home\"\ninterns_one = \"{n} intern\"\ninterns_other = \"{n} interns\"\n"),
    (
        "themes/plain/templates/base.html",
        "<title>{{ page.title }}</title>{% block main %}{{ site.title }}{% endblock %}{{ <nav.link href={site.home} /> }}",
    ),
    ("themes/plain/templates/home.html", "{% extends \"base.html\" %}{% block main %}{{ super() }}{% endblock %}"),
    (
        "themes/plain/templates/parts.html",
        "{% component nav.link(href, words = \"\", @t, ...rest) %}<a href=\"{{ href }}\">{{ words or t.home }}\
         {{ body }}</a>{% endcomponent nav.link %}",
    ),
];

/// Reads all content and decides what of it is public; gives the problems.
pub fn gate(tree: &Tree) -> Vec<Diagnostic> {
    one_thread();
    let mut problems = Vec::new();
    if let Some(config) = config::load(tree, None, &mut problems) {
        let gate = Gate { today: TODAY, drafts: false };
        let terms = Terms::of(&config);
        let keep = |record: &Record| consent::is_wholly_public(record, terms, gate);
        let (cache, room) = (RecordCache::default(), AtomicUsize::new(0));
        let loading = Loading { cache: &cache, keep: &keep, today: TODAY, lexicon: None, room };
        let loaded = site::load(tree, config, &loading, &mut problems);
        let searched = Searched { names: None, file: &loaded.recalled };
        consent::gate(loaded.site, tree, gate, searched, &mut problems);
    }
    problems
}

/// Checks a site, and makes it when it is sound. Gives the problems and the files.
pub fn build(tree: &mut Tree, strict: bool) -> (Vec<Diagnostic>, Option<HashMap<String, Vec<u8>>>) {
    one_thread();
    let mut problems = Vec::new();
    let request = Request { today: Today::On(TODAY), base_url: None, strict, drafts: false };
    let blobs = blobs();
    let ready = prepare(tree, &blobs, &request, Kept::default(), &mut problems, &|_| {});
    let files = ready.and_then(|ready| make(&ready, tree, &blobs, &mut problems));
    (problems, files)
}

fn make(
    ready: &Ready,
    tree: &Tree,
    blobs: &dyn Blobs,
    problems: &mut Vec<Diagnostic>,
) -> Option<HashMap<String, Vec<u8>>> {
    let sink = Memory::default();
    let failed = ready.render(tree, blobs, &sink, &|_| ());
    let files = sink.into_files().into_iter().map(|(path, bytes)| (path.as_str().to_owned(), bytes)).collect();
    let whole = failed.is_empty();
    problems.extend(failed);
    whole.then_some(files)
}

/// Keeps all work on the thread of the fuzzer, so that a run can be repeated.
pub fn one_thread() {
    static ONCE: Once = Once::new();
    ONCE.call_once(|| {
        // Refused only if something made a pool before, which then serves.
        let _ = rayon::ThreadPoolBuilder::new().num_threads(1).use_current_thread().build_global();
    });
}
