//! Links to addresses and old addresses, checked against all that the site has.
//! Nothing is claimed here.

use std::cell::LazyCell;
use std::collections::BTreeMap;

use rayon::iter::{IntoParallelRefIterator, ParallelIterator};

use super::Taken;
use crate::consent::published::{PageIx, PersonIx, PublicProse, PublicTo, Published};
use crate::consent::withheld_link;
use crate::diagnostic::{Code, Diagnostic, did_you_mean};
use crate::format::host;
use crate::kind::RecordKind;
use crate::pages;
use crate::path::Url;
use crate::route::{Routes, Target};
use crate::site::fragment_problem;
use crate::text::{Span, Spanned};
use crate::tree::Tree;

/// Old addresses, which must be free and lead to one page each.
pub(super) fn check_aliases(published: &Published, taken: &Taken, problems: &mut Vec<Diagnostic>) {
    let moved: Vec<_> = published.interns.par_iter().filter(|intern| !intern.aliases.is_empty()).collect();
    let all = moved.into_iter().flat_map(|intern| &intern.aliases);
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
pub(super) fn check_addresses(published: &Published, taken: &Taken, tree: &Tree, problems: &mut Vec<Diagnostic>) {
    // Few sites link to addresses with headings, and all pages are many.
    let texts = LazyCell::new(|| texts(published));
    let heading = |url: &Url, fragment: Option<&str>, span: Span| -> Option<Diagnostic> {
        let (fragment, prose) = (fragment?, texts.get(url)?);
        let ids = prose.doc.fragments();
        let known = ids.clone().any(|id| id == fragment);
        let file = tree.path(prose.origin.whole().file);
        (!known).then(|| fragment_problem(fragment, ids, file, span))
    };
    for link in published.telling_proses().into_iter().flat_map(|prose| &prose.links) {
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
    let mut texts: BTreeMap<Url, &PublicProse> = BTreeMap::new();
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
