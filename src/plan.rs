//! Which files the site consists of, and who claims each address.
//!
//! Two claims to one file are an error that names both. Links to addresses
//! are checked here, since only here all addresses are known.

use std::collections::BTreeMap;

use crate::asset::picture::Pictures;
use crate::asset::{THEME_FOLDER, fingerprinted};
use crate::consent::published::{PublicProse, PublicTo, Published};
use crate::consent::withheld_link;
use crate::diagnostic::{Code, Diagnostic, Place, did_you_mean};
use crate::format::host;
use crate::kind::RecordKind;
use crate::pages::{self, ThemeFiles};
use crate::path::{OutPath, SourcePath, Url};
use crate::recipe::Recipe;
use crate::route::{Routes, Target};
use crate::text::{Span, Spanned};
use crate::theme::Theme;

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

/// Names that showcase keeps for itself in an output directory.
pub const OWN_PREFIX: &str = ".showcase";

/// Collects all files; without a theme addresses are checked all the same, but
/// there is no plan.
pub fn plan(
    published: &Published,
    theme: Option<&Theme>,
    pictures: &Pictures,
    problems: &mut Vec<Diagnostic>,
) -> Option<Plan> {
    let routes = Routes::new(published);
    let mut claims = Claims { taken: BTreeMap::new(), problems };
    let mut targets = Vec::new();
    for (target, owner) in pages::targets(published) {
        let out = routes.url(&target).out_path();
        claims.claim(out, Recipe::Page(target.clone()), owner);
        targets.push(target);
    }
    for file in &published.statics {
        claims.claim(file.out.clone(), Recipe::Copy(file.source.clone()), Some(Place::At(Span::start_of(file.file))));
    }
    for picture in pictures.values() {
        claims.share(picture.out.clone(), Recipe::Picture(picture.source.clone()));
    }
    let theme_files = theme.and_then(|theme| claims.theme(theme, published));
    let singles = [
        ("feed.xml", Recipe::Atom),
        ("feed.json", Recipe::JsonFeed),
        ("robots.txt", Recipe::Robots),
        ("_headers", Recipe::Headers),
        ("_redirects", Recipe::Redirects),
    ];
    for (name, recipe) in singles {
        if let Ok(out) = OutPath::new(name) {
            claims.claim(out, recipe, None);
        }
    }
    for part in sitemap_names(targets.len() - 1) {
        if let Ok(out) = OutPath::new(&part) {
            claims.claim(out, Recipe::Sitemap(part), None);
        }
    }
    claims.files_as_folders();
    let taken = claims.taken;
    check_aliases(published, &taken, problems);
    check_addresses(published, &taken, problems);
    let outputs = taken.into_values().map(|claim| (claim.out, claim.recipe)).collect();
    Some(Plan { outputs, theme_files: theme_files?, targets })
}

fn sitemap_names(pages: usize) -> Vec<String> {
    let most = crate::format::sitemap::MOST;
    let mut names = vec!["sitemap.xml".to_owned()];
    if pages > most {
        names.extend((1..=pages.div_ceil(most)).map(|n| format!("sitemap-{n}.xml")));
    }
    names
}

/// Files by their path in lower case, since two that differ in case only are
/// one file on some systems.
type Taken = BTreeMap<String, Claim>;

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

    /// The theme's own files.
    fn theme(&mut self, theme: &Theme, published: &Published) -> Option<ThemeFiles> {
        for (index, file) in theme.statics().iter().enumerate() {
            // A site's own static file stands in for the theme's of that name.
            if !published.statics.iter().any(|own| own.out == file.out) {
                self.claim(file.out.clone(), Recipe::ThemeFile(index), None);
            }
        }
        let style = fingerprinted(THEME_FOLDER, "style-", "css", theme.style().as_bytes())?;
        self.claim(style.clone(), Recipe::Style, None);
        let script = match theme.script() {
            "" => None,
            text => Some(fingerprinted(THEME_FOLDER, "script-", "js", text.as_bytes())?),
        };
        script.iter().for_each(|script| self.claim(script.clone(), Recipe::Script, None));
        Some(ThemeFiles { style, script })
    }

    /// A file cannot lie in a folder that is a file.
    fn files_as_folders(&mut self) {
        let mut found = Vec::new();
        for (key, claim) in &self.taken {
            let folders = key.match_indices('/').filter_map(|(at, _)| key.get(..at));
            for first in folders.filter_map(|folder| self.taken.get(folder)) {
                found.push(collision(first, &claim.out, &claim.recipe, claim.owner.as_ref()));
            }
        }
        self.problems.extend(found);
    }
}

fn collision(first: &Claim, out: &OutPath, recipe: &Recipe, owner: Option<&Place>) -> Diagnostic {
    let url = out.url();
    let same = first.out == *out || !first.out.as_str().eq_ignore_ascii_case(out.as_str());
    let code = if same { Code::UrlCollision } else { Code::UrlCaseCollision };
    let verb = if same { "is claimed twice" } else { "differs from another address in upper and lower case only" };
    let message = format!("The address {url} {verb}: by {} and by {}.", first.recipe.describe(), recipe.describe());
    let nowhere = || {
        SourcePath::new(crate::config::PATH)
            .map_or_else(|_| Place::At(Span::start_of(crate::text::FileId(0))), Place::Path)
    };
    let place = owner.or(first.owner.as_ref()).cloned().unwrap_or_else(nowhere);
    let problem = Diagnostic::new(code, place.clone(), message).help("Rename one of the two.");
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
            let message = format!("The alias `{}` is no address of this site.", alias.value.escape_debug());
            problems
                .push(Diagnostic::new(Code::AliasInvalid, alias.span, message).help("Write it as in /old/address/."));
            continue;
        };
        let key = url.out_path().as_str().to_lowercase();
        if let Some(claim) = taken.get(&key) {
            let message = format!("The alias {url} is the address of {}.", claim.recipe.describe());
            let problem = Diagnostic::new(Code::AliasCollision, alias.span, message);
            problems.push(match &claim.owner {
                Some(owner) => problem.related(owner.clone(), "this is the page"),
                None => problem,
            });
        } else if let Some(first) = seen.insert(key, alias) {
            let message = format!("The alias {url} stands in two records.");
            problems.push(Diagnostic::new(Code::AliasCollision, alias.span, message).related(first.span, "first here"));
        }
    }
}

/// Links to addresses, of texts and of the menu.
fn check_addresses(published: &Published, taken: &Taken, problems: &mut Vec<Diagnostic>) {
    for link in proses(published).flat_map(|prose| &prose.links) {
        if let PublicTo::Address(url) = &link.to {
            problems.extend(address_problem(published, taken, url, link.span));
        }
    }
    for item in &published.config.menu {
        let written = &item.url;
        if !written.value.starts_with('/') {
            problems.extend(crate::config::url_problem(written));
            continue;
        }
        let path = written.value.split('#').next().unwrap_or_default();
        match Url::new(path) {
            Some(url) => problems.extend(address_problem(published, taken, &url, written.span)),
            None => {
                let message = format!("The menu leads to `{}`, which is no address of this site.", written.value);
                problems.push(Diagnostic::new(Code::LinkDangling, written.span, message));
            }
        }
    }
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
    let known: Vec<String> = taken.values().map(|claim| claim.out.url().to_string()).collect();
    let near = with_slash.or_else(|| did_you_mean(url.as_str(), known.iter().map(String::as_str)));
    Some(Diagnostic::new(Code::LinkDangling, span, message).maybe_help(near))
}

fn proses(published: &Published) -> impl Iterator<Item = &PublicProse> {
    let interns = published
        .interns
        .iter()
        .flat_map(|intern| std::iter::once(&intern.story).chain(intern.updates.iter().map(|update| &update.story)));
    let pages = published.pages.iter().map(|page| &page.story);
    let offices = published.offices.iter().filter_map(|office| office.story.as_ref());
    let cohorts = published.cohorts.iter().filter_map(|cohort| cohort.story.as_ref());
    let donors = published.donors.iter().filter_map(|donor| donor.story.as_ref());
    let goals = published.goals.iter().filter_map(|goal| goal.story.as_ref());
    interns.chain(pages).chain(offices).chain(cohorts).chain(donors).chain(goals)
}
