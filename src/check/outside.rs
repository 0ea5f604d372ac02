//! Links to other sites, at the places where they are written. Whether they
//! lead anywhere is for others to ask.

use std::collections::{BTreeMap, BTreeSet};

use super::address::{Leads, leads};
use super::facts::Reference;
use super::judge::{Fetch, Seen, Wrong, references};
use super::links::Trouble;
use super::locate::Locator;
use crate::config::BaseUrl;
use crate::diagnostic::{Code, Place};

/// A link to another site.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Outside {
    /// Where it leads, as a full address.
    pub address: String,
    /// Where it is written.
    pub place: Place,
    /// One of the pages that it is on.
    pub page: String,
    /// How many pages it is on.
    pub pages: usize,
}

/// All links to other sites that people can follow.
pub(super) fn outside(seen: &Seen<'_>, base: &BaseUrl, locator: &mut Locator<'_>, fetch: &Fetch<'_>) -> Vec<Outside> {
    let leads_out = |_: usize, number: u32| {
        let (kind, address, page) = Reference::parse(seen.text(number))?;
        let out = matches!(leads(address, page.unwrap_or("/"), base), Leads::Elsewhere { .. });
        let nothing = || Trouble { code: Code::ExternalLinkBroken, message: String::new(), help: String::new() };
        (kind == Reference::Link && out).then(nothing)
    };
    let found = references(
        seen,
        locator,
        fetch,
        &Wrong { may: &|number| leads_out(0, number).is_some(), is: &leads_out },
        usize::MAX,
    );
    let mut links: BTreeMap<(String, Place), BTreeSet<usize>> = BTreeMap::new();
    for finding in found {
        let Some(address) = finding.needles.first().map(|address| full(address)) else { continue };
        let at = locator.find(finding.page, &finding.needles, &finding.spot, false);
        let pages = if at.shared { finding.pages } else { vec![finding.page] };
        links.entry((address, at.place)).or_default().extend(pages);
    }
    let told = |((address, place), pages): ((String, Place), BTreeSet<usize>)| {
        let page = pages.first().map(|page| seen.url(*page)).unwrap_or_default();
        Outside { address, place, page, pages: pages.len() }
    };
    links.into_iter().map(told).collect()
}

/// An address with its scheme.
fn full(address: &str) -> String {
    let address = address.trim();
    if address.starts_with("//") { format!("https:{address}") } else { address.to_owned() }
}
