//! Which files the site consists of, and who claims each address.
//!
//! Two claims to one file are an error that names both. Links to addresses
//! are checked here, since only here all addresses are known.

mod addresses;
mod editions;

use std::collections::hash_map::Entry;
use std::collections::{HashMap, HashSet};

use rayon::iter::{IntoParallelRefIterator, ParallelIterator};
use rayon::slice::ParallelSliceMut;
use xxhash_rust::xxh3::Xxh3Builder;

use crate::asset::icon::Icon;
use crate::asset::picture::{Frames, Pictures, Set, Shown};
use crate::asset::{THEME_FOLDER, fingerprinted, integrity, map};
use crate::consent::published::Published;
use crate::diagnostic::{Code, Diagnostic, Place};
use crate::format::{host, llms, security, sitemap};
use crate::index::Index;
use crate::pages::{self, Cards, Search, ThemeFile, ThemeFiles, ToSearch, Version};
use crate::path::{OWN_PREFIX, OutPath, SourcePath};
use crate::recipe::Recipe;
use crate::route::{Routes, Target};
use crate::text::Span;
use crate::theme::Theme;
use crate::tree::Tree;

/// Every file of the output, in the order of paths.
#[derive(Debug)]
pub struct Plan {
    /// How each file is made.
    pub outputs: Vec<(OutPath, Recipe)>,
    /// The theme's own files.
    pub theme_files: ThemeFiles,
    /// The social cards.
    pub cards: Cards,
    /// The same of each further language.
    pub further: Vec<(ThemeFiles, Cards)>,
    /// All pages, in the order of [`pages::targets`].
    pub targets: Vec<Target>,
    /// So many addresses go into a file of the sitemap.
    pub in_a_sitemap: usize,
}

impl Plan {
    /// The search index, if there is one.
    pub fn index(&self) -> Option<&Index> {
        self.theme_files.search.as_ref().map(Search::index)
    }

    /// The theme's own files and the cards of a language, by its place among the
    /// languages.
    pub fn files(&self, edition: usize) -> (&ThemeFiles, &Cards) {
        let further = edition.checked_sub(1).and_then(|further| self.further.get(further));
        further.map_or((&self.theme_files, &self.cards), |(files, cards)| (files, cards))
    }

    /// Whether a page names a file that [`add_searched`](Self::add_searched)
    /// adds.
    pub fn waits(target: &Target) -> bool {
        matches!(target, Target::Search | Target::Interns(1))
    }

    /// Adds what scripts search: the list of interns and the index. They cost
    /// more to find out than all the rest, and few pages name them.
    pub fn add_searched(&mut self, searched: &ToSearch<'_>, theme: &Theme, problems: &mut Vec<Diagnostic>) {
        let edition = searched.published.edition.number;
        let words = theme.words();
        let (directory, search) = rayon::join(
            || (!theme.script().is_empty()).then(|| pages::directory(searched.published, words)).flatten(),
            || (!theme.search_script().is_empty()).then(|| Search::new(searched, theme)),
        );
        let search = match search.transpose() {
            Ok(search) => search.flatten(),
            Err(problem) => {
                problems.push(problem);
                None
            }
        };
        let directory_file = directory.iter().map(|file| (file.out.clone(), Recipe::Directory.of(edition)));
        let files = search.iter().flat_map(|search| &search.files).enumerate();
        let files = files.map(|(number, file)| (file.out.clone(), Recipe::Search(number).of(edition)));
        let files: Vec<(OutPath, Recipe)> = directory_file.chain(files).collect();
        let beside = self.beside_assets();
        // What another language has alike is one file.
        let ours = |recipe: &Recipe| matches!(recipe.inner().1, Recipe::Directory | Recipe::Search(_));
        let taken = |(out, recipe): &(OutPath, Recipe)| {
            let theirs = beside.get(out.as_str()).filter(|(_, theirs)| !ours(theirs))?;
            Some(taken_by(theirs, out, recipe))
        };
        problems.extend(files.iter().filter_map(taken));
        self.outputs.extend(files);
        self.outputs.par_sort_unstable_by(|a, b| a.0.cmp(&b.0));
        // Two languages may have files of the index alike, byte for byte, and so
        // by name.
        self.outputs.dedup_by(|a, b| a.0 == b.0);
        let further = edition.checked_sub(1).and_then(|further| self.further.get_mut(further));
        let files = further.map_or(&mut self.theme_files, |(files, _)| files);
        (files.directory, files.search) = (directory, search);
    }

    /// The files that lie where those go, by their paths in lower case.
    fn beside_assets(&self) -> HashMap<String, &(OutPath, Recipe)> {
        let folder = |path: &str| path.get(..THEME_FOLDER.len()).is_some_and(|f| f.eq_ignore_ascii_case(THEME_FOLDER));
        let beside = self.outputs.iter().filter(|(out, _)| folder(out.as_str()));
        beside.map(|file| (file.0.as_str().to_lowercase(), file)).collect()
    }
}

/// The problem with a file of the site that has the name of one of ours.
fn taken_by((first, theirs): &(OutPath, Recipe), out: &OutPath, recipe: &Recipe) -> Diagnostic {
    let owner = match theirs {
        Recipe::Copy(source) | Recipe::Picture(source) => Some(Place::Path(source.clone())),
        _ => None,
    };
    collision(&Claim { out: first.clone(), recipe: theirs.clone(), owner }, out, recipe, None)
}

/// Collects all files but what scripts search; without a theme addresses are
/// checked all the same, but there is no plan.
pub fn plan(
    (published, further): (&Published, &[Version]),
    theme: Option<&Theme>,
    pictures: &Pictures,
    tree: &Tree,
    problems: &mut Vec<Diagnostic>,
) -> Option<Plan> {
    let routes = Routes::new(published);
    let mut claims = Claims { taken: Taken::default(), problems };
    let all = pages::targets(published);
    let outs = all.par_iter().map(|(target, _)| Named::new(routes.url(target).out_path()));
    let outs: Vec<Named> = outs.collect();
    claims.taken.reserve(all.len() * 2);
    let mut targets = Vec::with_capacity(all.len());
    for ((target, owner), named) in all.into_iter().zip(outs) {
        claims.claim_named(named, Recipe::Page(target.clone()), owner);
        targets.push(target);
    }
    let cards = theme.map(|theme| pages::cards(published, theme, pictures, tree, claims.problems)).unwrap_or_default();
    for (subject, card) in cards.iter() {
        claims.share(card.out.clone(), Recipe::Card(subject));
    }
    for file in &published.statics {
        let recipe = Recipe::Copy(file.source.clone());
        claims.claim(file.out.clone(), recipe, Some(Place::At(Span::start_of(file.file))));
    }
    claims.pictures(published, theme, pictures);
    // Maps show offices.
    if let Some(land) = map::land_file().filter(|_| !published.offices.is_empty()) {
        claims.claim(land, Recipe::Land, None);
    }
    let theme_files = theme.and_then(|theme| claims.theme(theme, published));
    let singles = [
        ("robots.txt", Recipe::Robots),
        (host::HEADERS_FILE, Recipe::Headers),
        (host::REDIRECTS_FILE, Recipe::Redirects),
        (host::NGINX_FILE, Recipe::Nginx),
        (host::CADDY_FILE, Recipe::Caddy),
        (host::APACHE_FILE, Recipe::Apache),
    ];
    let security = published.config.security.as_ref().map(|_| (security::FILE, Recipe::Security));
    let llms = published.config.llms_txt.then_some((llms::FILE, Recipe::Llms));
    for (name, recipe) in singles.into_iter().chain(security).chain(llms) {
        if let Ok(out) = OutPath::new(name) {
            claims.claim(out, recipe, None);
        }
    }
    claims.feeds(published);
    let further: Vec<Cards> = further.iter().map(|version| claims.version(version, pictures, tree)).collect();
    let schema = OutPath::new(&format!("{}/{}", pages::DATA_FOLDER, pages::SCHEMA));
    schema.into_iter().for_each(|out| claims.claim(out, Recipe::TableSchema, None));
    for name in pages::FIGURES.into_iter().chain(pages::RECORDS) {
        for (ending, recipe) in [("csv", Recipe::Csv(name)), ("json", Recipe::Json(name))] {
            if let Ok(out) = OutPath::new(&format!("{}/{name}.{ending}", pages::DATA_FOLDER)) {
                claims.claim(out, recipe, None);
            }
        }
    }
    let longest = claims.taken.values().map(|claim| claim.out.as_str().len()).max().unwrap_or_default();
    // A page in several languages names all of them and that for everybody else.
    let languages = if further.is_empty() { 0 } else { further.len() + 2 };
    let in_a_sitemap = sitemap::a_file(published.config.base.full().len() * AMPERSAND + longest, languages);
    let listed = targets.iter().filter(|target| target.is_listed()).count() * (further.len() + 1);
    for part in sitemap::names(listed, in_a_sitemap) {
        if let Ok(out) = OutPath::new(&part) {
            claims.claim(out, Recipe::Sitemap(part), None);
        }
    }
    claims.files_as_folders();
    let taken = claims.taken;
    problems.extend(pages::security_problem(published));
    addresses::check_aliases(published, &taken, problems);
    addresses::check_addresses(published, &taken, tree, problems);
    let mut outputs: Vec<(OutPath, Recipe)> = taken.into_values().map(|claim| (claim.out, claim.recipe)).collect();
    outputs.par_sort_unstable_by(|a, b| a.0.cmp(&b.0));
    let theme_files = theme_files?;
    let further = further.into_iter().map(|cards| (theme_files.of_further(), cards)).collect();
    Some(Plan { outputs, theme_files, cards, further, targets, in_a_sitemap })
}

/// What pages are called, in folders of their own.
const INDEX: &str = "index.html";

/// What a sign of an address may grow to in XML: `&amp;`.
const AMPERSAND: usize = 5;

/// Files by their path in lower case, since two that differ in case only are
/// one file on some systems.
type Taken = HashMap<String, Claim, Xxh3Builder>;

struct Claim {
    out: OutPath,
    recipe: Recipe,
    owner: Option<Place>,
}

/// A file and the name that two files must not share.
struct Named {
    out: OutPath,
    key: String,
    /// Whether showcase keeps such names for itself.
    own: bool,
}

impl Named {
    fn new(out: OutPath) -> Self {
        let own = out.as_str().split('/').any(|part| part.starts_with(OWN_PREFIX));
        Self { key: out.as_str().to_lowercase(), out, own }
    }
}

struct Claims<'p> {
    taken: Taken,
    problems: &'p mut Vec<Diagnostic>,
}

impl Claims<'_> {
    /// Claims a file that has one owner only.
    fn claim(&mut self, out: OutPath, recipe: Recipe, owner: Option<Place>) {
        self.claim_named(Named::new(out), recipe, owner);
    }

    fn claim_named(&mut self, Named { out, key, own }: Named, recipe: Recipe, owner: Option<Place>) {
        if own && let Some(owner) = &owner {
            let message = format!("Names that begin with `{OWN_PREFIX}` are kept for showcase itself.");
            self.problems.push(Diagnostic::new(Code::FileNameInvalid, owner.clone(), message));
            return;
        }
        match self.taken.entry(key) {
            Entry::Occupied(first) => {
                let first = first.get();
                // Two sources that differ in case only were reported as files.
                if first.out == out || !recipe.is_static() || !first.recipe.is_static() {
                    self.problems.push(collision(first, &out, &recipe, owner.as_ref()));
                }
            }
            Entry::Vacant(free) => drop(free.insert(Claim { out, recipe, owner })),
        }
    }

    /// Claims a file whose name follows from its bytes: a second claim has
    /// the same bytes.
    fn share(&mut self, out: OutPath, recipe: Recipe) {
        let key = out.as_str().to_lowercase();
        self.taken.entry(key).or_insert(Claim { out, recipe, owner: None });
    }

    /// The files of pictures, as the theme shows them.
    fn pictures(&mut self, published: &Published, theme: Option<&Theme>, pictures: &Pictures) {
        let nothing = Frames::default();
        let frames = theme.map_or(&nothing, Theme::frames);
        for (source, spot, focus) in pages::standings(published) {
            let Some(picture) = pictures.get(source) else { continue };
            let Set { plain, webp, .. } = picture.at(spot, frames.of(spot), focus);
            for Shown { out, variant, .. } in webp.into_iter().chain([plain]) {
                let recipe = match variant {
                    Some(variant) => Recipe::Variant(source.clone(), variant),
                    None => Recipe::Picture(source.clone()),
                };
                self.share(out, recipe);
            }
        }
    }

    /// The theme's own files.
    fn theme(&mut self, theme: &Theme, published: &Published) -> Option<ThemeFiles> {
        for (index, file) in theme.statics().iter().enumerate() {
            // A site's own static file stands in for the theme's of that name.
            if published.statics.iter().any(|own| own.out == file.out) {
                continue;
            }
            match file.out == file.name {
                true => self.claim(file.out.clone(), Recipe::ThemeFile(index), None),
                false => self.share(file.out.clone(), Recipe::ThemeFile(index)),
            }
        }
        let style = fingerprinted(THEME_FOLDER, "style-", "css", theme.style().as_bytes())?;
        self.claim(style.clone(), Recipe::Style, None);
        let script = match theme.script() {
            "" => None,
            text => Some(fingerprinted(THEME_FOLDER, "script-", "js", text.as_bytes())?),
        };
        script.iter().for_each(|script| self.claim(script.clone(), Recipe::Script, None));
        let search_script = match theme.search_script() {
            "" => None,
            text => Some(fingerprinted(THEME_FOLDER, "search-", "js", text.as_bytes())?),
        };
        search_script.iter().for_each(|script| self.claim(script.clone(), Recipe::SearchScript, None));
        let search_script =
            search_script.map(|out| ThemeFile { out, integrity: integrity(theme.search_script().as_bytes()) });
        let script = script.map(|out| ThemeFile { out, integrity: integrity(theme.script().as_bytes()) });
        let style = ThemeFile { out: style, integrity: integrity(theme.style().as_bytes()) };
        let icons = self.icons(theme, published);
        let (preload, directory, search) = (theme.preload().to_vec(), None, None);
        Some(ThemeFiles { style, script, preload, directory, search_script, search, icons })
    }

    /// Icons and manifest, if there is a drawing to make them of; what the site
    /// or its theme has itself stands.
    fn icons(&mut self, theme: &Theme, published: &Published) -> bool {
        let drawn = pages::icon_source(published, theme).is_some();
        let icons = Icon::ALL.map(|icon| (icon.name(), Recipe::Icon(icon)));
        let all = icons.into_iter().chain([(pages::WEB_MANIFEST, Recipe::WebManifest)]);
        for (out, recipe) in all.filter_map(|(name, recipe)| Some((OutPath::new(name).ok()?, recipe))) {
            if drawn && !pages::is_given(published, theme, &out) {
                self.claim(out, recipe, None);
            }
        }
        drawn
    }

    /// A file cannot lie in a folder that is a file.
    fn files_as_folders(&mut self) {
        let mut found = Vec::new();
        let taken = &self.taken;
        // Nearly all files are pages, which are called alike.
        let is_page = |file: &str| file == INDEX || file.ends_with("/index.html");
        let others = taken.keys().map(String::as_str).filter(|file| !is_page(file));
        let others: HashSet<&str, Xxh3Builder> = others.collect();
        let is_file = |file: &str| if is_page(file) { taken.contains_key(file) } else { others.contains(file) };
        let below_a_file = |key: &&String| key.match_indices('/').any(|(at, _)| key.get(..at).is_some_and(is_file));
        let mut keys: Vec<&String> = taken.par_iter().map(|(key, _)| key).filter(below_a_file).collect();
        keys.sort_unstable();
        for (key, claim) in keys.into_iter().filter_map(|key| Some((key, self.taken.get(key)?))) {
            let folders = key.match_indices('/').filter_map(|(at, _)| key.get(..at));
            for first in folders.filter_map(|folder| self.taken.get(folder)) {
                let problem = collision(first, &claim.out, &claim.recipe, claim.owner.as_ref());
                let message = format!(
                    "The file {} ({}) stands where {} ({}) needs a folder.",
                    first.out.url(),
                    first.recipe.describe(),
                    claim.out.url(),
                    claim.recipe.describe()
                );
                found.push(Diagnostic { message, ..problem });
            }
        }
        self.problems.extend(found);
    }
}

fn collision(first: &Claim, out: &OutPath, recipe: &Recipe, owner: Option<&Place>) -> Diagnostic {
    let url = out.url();
    let same = first.out == *out || !first.out.as_str().eq_ignore_ascii_case(out.as_str());
    let (one, other) = (first.recipe.describe(), recipe.describe());
    let (code, message) = if same {
        (Code::UrlCollision, format!("The address {url} is claimed twice: by {one} and by {other}."))
    } else {
        let message = format!(
            "The addresses {} ({one}) and {url} ({other}) differ in upper and lower case only.",
            first.out.url()
        );
        (Code::UrlCaseCollision, message)
    };
    let help = if first.owner.is_some() && owner.is_some() {
        "Rename one of the two."
    } else {
        "The other is made by showcase itself, so rename this one."
    };
    let nowhere = || {
        SourcePath::new(crate::config::PATH)
            .map_or_else(|_| Place::At(Span::start_of(crate::text::FileId(0))), Place::Path)
    };
    let place = owner.or(first.owner.as_ref()).cloned().unwrap_or_else(nowhere);
    let problem = Diagnostic::new(code, place.clone(), message).help(help);
    match &first.owner {
        Some(other) if *other != place => {
            problem.related(other.clone(), format!("{} is claimed here too", first.out.url()))
        }
        _ => problem,
    }
}
