//! Which files the site consists of, and who claims each address.
//!
//! Two claims to one file are an error that names both. Links to addresses
//! are checked here, since only here all addresses are known.

use std::cell::LazyCell;
use std::collections::{BTreeMap, HashMap};

use rayon::iter::{IntoParallelRefIterator, ParallelIterator};
use rayon::slice::ParallelSliceMut;

use crate::asset::picture::{Frames, Pictures, Set, Shown};
use crate::asset::{THEME_FOLDER, fingerprinted, integrity, map};
use crate::consent::published::{PageIx, PersonIx, PublicProse, PublicTo, Published};
use crate::consent::withheld_link;
use crate::diagnostic::{Code, Diagnostic, Place, did_you_mean};
use crate::format::{host, sitemap};
use crate::kind::RecordKind;
use crate::pages::{self, Directory, ThemeFile, ThemeFiles};
use crate::path::{OWN_PREFIX, OutPath, SourcePath, Url};
use crate::recipe::Recipe;
use crate::route::{Routes, Target};
use crate::site::fragment_problem;
use crate::text::{Span, Spanned};
use crate::theme::Theme;
use crate::tree::Tree;

/// Every file of the output, in the order of paths.
#[derive(Debug)]
pub struct Plan {
    /// How each file is made.
    pub outputs: Vec<(OutPath, Recipe)>,
    /// The theme's own files.
    pub theme_files: ThemeFiles,
    /// All pages, in the order of [`pages::targets`].
    pub targets: Vec<Target>,
}

/// Collects all files; without a theme addresses are checked all the same, but
/// there is no plan.
pub fn plan(
    published: &Published,
    theme: Option<&Theme>,
    pictures: &Pictures,
    tree: &Tree,
    problems: &mut Vec<Diagnostic>,
) -> Option<Plan> {
    let routes = Routes::new(published);
    let mut claims = Claims { taken: HashMap::new(), problems };
    let all = pages::targets(published);
    // What interns are searched by is large, and claims come one by one.
    let scripted = theme.filter(|theme| !theme.script().is_empty());
    let (directory, targets) = rayon::join(
        || scripted.map(|theme| pages::directory(published, theme.words())),
        || {
            let outs: Vec<OutPath> = all.par_iter().map(|(target, _)| routes.url(target).out_path()).collect();
            claims.taken.reserve(all.len() * 2);
            let mut targets = Vec::with_capacity(all.len());
            for ((target, owner), out) in all.into_iter().zip(outs) {
                claims.claim(out, Recipe::Page(target.clone()), owner);
                targets.push(target);
            }
            targets
        },
    );
    for file in &published.statics {
        let recipe = Recipe::Copy(file.source.clone());
        claims.claim(file.out.clone(), recipe, Some(Place::At(Span::start_of(file.file))));
    }
    claims.pictures(published, theme, pictures);
    // Maps show offices.
    if let Some(land) = map::land_file().filter(|_| !published.offices.is_empty()) {
        claims.claim(land, Recipe::Land, None);
    }
    let theme_files = theme.and_then(|theme| claims.theme(theme, published, directory));
    let singles = [
        ("feed.xml", Recipe::Atom),
        ("feed.json", Recipe::JsonFeed),
        ("robots.txt", Recipe::Robots),
        (host::HEADERS_FILE, Recipe::Headers),
        (host::REDIRECTS_FILE, Recipe::Redirects),
        (host::NGINX_FILE, Recipe::Nginx),
        (host::APACHE_FILE, Recipe::Apache),
    ];
    for (name, recipe) in singles {
        if let Ok(out) = OutPath::new(name) {
            claims.claim(out, recipe, None);
        }
    }
    for name in pages::TABLES {
        for (ending, recipe) in [("csv", Recipe::Csv(name)), ("json", Recipe::Json(name))] {
            if let Ok(out) = OutPath::new(&format!("{}/{name}.{ending}", pages::DATA_FOLDER)) {
                claims.claim(out, recipe, None);
            }
        }
    }
    for part in sitemap::names(targets.iter().filter(|target| target.is_listed()).count()) {
        if let Ok(out) = OutPath::new(&part) {
            claims.claim(out, Recipe::Sitemap(part), None);
        }
    }
    claims.files_as_folders();
    let taken = claims.taken;
    check_aliases(published, &taken, problems);
    check_addresses(published, &taken, tree, problems);
    let mut outputs: Vec<(OutPath, Recipe)> = taken.into_values().map(|claim| (claim.out, claim.recipe)).collect();
    outputs.par_sort_unstable_by(|a, b| a.0.cmp(&b.0));
    Some(Plan { outputs, theme_files: theme_files?, targets })
}

/// Files by their path in lower case, since two that differ in case only are
/// one file on some systems.
type Taken = HashMap<String, Claim>;

struct Claim {
    out: OutPath,
    recipe: Recipe,
    owner: Option<Place>,
}

struct Claims<'p> {
    taken: Taken,
    problems: &'p mut Vec<Diagnostic>,
}

impl Claims<'_> {
    /// Claims a file that has one owner only.
    fn claim(&mut self, out: OutPath, recipe: Recipe, owner: Option<Place>) {
        let own = out.as_str().split('/').any(|part| part.starts_with(OWN_PREFIX));
        if own && let Some(owner) = &owner {
            let message = format!("Names that begin with `{OWN_PREFIX}` are kept for showcase itself.");
            self.problems.push(Diagnostic::new(Code::FileNameInvalid, owner.clone(), message));
            return;
        }
        let key = out.as_str().to_lowercase();
        match self.taken.get(&key) {
            // Two sources that differ in case only were reported as files.
            Some(first) if first.out != out && recipe.is_static() && first.recipe.is_static() => {}
            Some(first) => {
                let problem = collision(first, &out, &recipe, owner.as_ref());
                self.problems.push(problem);
            }
            None => drop(self.taken.insert(key, Claim { out, recipe, owner })),
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
    fn theme(
        &mut self,
        theme: &Theme,
        published: &Published,
        directory: Option<Option<Directory>>,
    ) -> Option<ThemeFiles> {
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
        let directory = match directory {
            Some(directory) => Some(directory?),
            None => None,
        };
        directory.iter().for_each(|file| self.claim(file.out.clone(), Recipe::Directory, None));
        let script = script.map(|out| ThemeFile { out, integrity: integrity(theme.script().as_bytes()) });
        let style = ThemeFile { out: style, integrity: integrity(theme.style().as_bytes()) };
        Some(ThemeFiles { style, script, preload: theme.preload().to_vec(), directory })
    }

    /// A file cannot lie in a folder that is a file.
    fn files_as_folders(&mut self) {
        let mut found = Vec::new();
        let taken = &self.taken;
        let below_a_file =
            |key: &&String| key.match_indices('/').any(|(at, _)| key.get(..at).is_some_and(|f| taken.contains_key(f)));
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

fn check_aliases(published: &Published, taken: &Taken, problems: &mut Vec<Diagnostic>) {
    let all = published.interns.iter().flat_map(|intern| &intern.aliases);
    let all = all.chain(published.pages.iter().flat_map(|page| &page.aliases));
    let mut seen: BTreeMap<String, &Spanned<String>> = BTreeMap::new();
    for alias in all {
        let Some(url) = Url::new(&alias.value).filter(|url| !host::is_pattern(url.as_str())) else {
            let message = format!("The alias `{}` is no address of this site.", alias.value);
            problems
                .push(Diagnostic::new(Code::AliasInvalid, alias.span, message).help("Write it as in /old/address/."));
            continue;
        };
        let key = url.out_path().as_str().to_lowercase();
        // Hosts take an address with a slash at the end for the one without.
        let file = key.strip_suffix("/index.html").and_then(|file| taken.get(file));
        if let Some(claim) = taken.get(&key).or(file) {
            let message = format!("The alias {url} is the address of {}.", claim.recipe.describe());
            let problem = Diagnostic::new(Code::AliasCollision, alias.span, message)
                .help("Delete the alias; an old address can only lead to a page that has another.");
            problems.push(match &claim.owner {
                Some(owner) => problem.related(owner.clone(), "this is the page"),
                None => problem,
            });
        } else if let Some(first) = seen.insert(key, alias) {
            let message = format!("The alias {url} stands there twice.");
            problems.push(
                Diagnostic::new(Code::AliasCollision, alias.span, message)
                    .help("An old address can lead to one page only. Delete one of the two.")
                    .related(first.span, "the first is here"),
            );
        }
    }
}

/// Links to addresses, of texts and of the menu.
fn check_addresses(published: &Published, taken: &Taken, tree: &Tree, problems: &mut Vec<Diagnostic>) {
    // Few sites link to addresses with headings, and all pages are many.
    let texts = LazyCell::new(|| texts(published));
    let heading = |url: &Url, fragment: Option<&str>, span: Span| -> Option<Diagnostic> {
        let (fragment, prose) = (fragment?, texts.get(url)?);
        let ids = prose.doc.fragments();
        let known = ids.clone().any(|id| id == fragment);
        let file = tree.path(prose.origin.whole().file);
        (!known).then(|| fragment_problem(fragment, ids, file, span))
    };
    for link in published.proses().flat_map(|prose| &prose.links) {
        if let PublicTo::Address(url) = &link.to {
            problems.extend(address_problem(published, taken, url, link.span));
            problems.extend(heading(url, link.fragment.as_deref(), link.span));
        }
    }
    for Spanned { value, span } in published.config.menu.iter().map(|item| &item.url) {
        let (path, fragment) = value.split_once('#').map_or((value.as_str(), None), |(path, id)| (path, Some(id)));
        if !path.starts_with('/') {
            problems.extend(menu_problem(value, *span, taken));
        } else if let Some(url) = Url::new(path) {
            problems.extend(address_problem(published, taken, &url, *span));
            problems.extend(heading(&url, fragment, *span));
        } else {
            let message = format!("The menu leads to `{value}`, which is no address of this site.");
            problems.push(Diagnostic::new(Code::LinkDangling, *span, message));
        }
    }
}

/// What is wrong with an entry of the menu that should lead to another site.
fn menu_problem(written: &str, span: Span, taken: &Taken) -> Option<Diagnostic> {
    crate::config::url_problem(&Spanned::new(written.to_owned(), span))?;
    let inner = written.trim_matches('/');
    let meant = [format!("{inner}/index.html"), inner.to_owned()].iter().find_map(|key| taken.get(key));
    let help = match meant {
        Some(claim) => format!("Did you mean `{}`?", claim.out.url()),
        None => "An address on this site begins with `/`, another site's with https://.".to_owned(),
    };
    let message = format!("The menu leads to `{written}`, which is no address.");
    Some(Diagnostic::new(Code::LinkDangling, span, message).help(help))
}

/// The texts of pages that an author wrote, by their addresses.
fn texts(published: &Published) -> BTreeMap<Url, &PublicProse> {
    let routes = Routes::new(published);
    let mut texts = BTreeMap::new();
    for (ix, page) in published.pages.iter().enumerate() {
        texts.insert(routes.url(&Target::Page(PageIx(ix))), &page.story);
    }
    for (ix, intern) in published.interns.iter().enumerate() {
        texts.insert(routes.url(&Target::Intern(PersonIx(ix))), &intern.story);
        for (place, update) in intern.updates.iter().enumerate() {
            texts.insert(routes.url(&Target::Update(PersonIx(ix), place)), &update.story);
        }
    }
    texts
}

fn address_problem(published: &Published, taken: &Taken, url: &Url, span: Span) -> Option<Diagnostic> {
    let key = url.out_path().as_str().to_lowercase();
    if taken.get(&key).is_some_and(|claim| claim.out == url.out_path()) {
        return None;
    }
    if pages::is_gone(published, url) {
        return Some(withheld_link(RecordKind::Intern, span));
    }
    let message = format!("There is no page {url} on this site.");
    let with_slash = taken.contains_key(&format!("{}/index.html", key)).then(|| format!("Did you mean `{url}/`?"));
    let mut known: Vec<String> = taken.values().map(|claim| claim.out.url().to_string()).collect();
    known.sort_unstable();
    let near = with_slash.or_else(|| did_you_mean(url.as_str(), known.iter().map(String::as_str)));
    Some(Diagnostic::new(Code::LinkDangling, span, message).maybe_help(near))
}
