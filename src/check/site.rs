//! What only shows when all pages are known: titles that stand twice, pages that
//! nothing leads to, footers in another order.

use std::collections::BTreeMap;

use super::facts::{Facts, Reference};
use super::files;
use super::judge::{Finding, Seen};
use super::links::Trouble;
use crate::diagnostic::Code;
use crate::recipe::Recipe;
use crate::route::{Facet, Target};

/// So many pages are named where several are alike.
const NAMED: usize = 3;

/// What is wrong between pages.
pub(super) fn findings(seen: &Seen<'_>) -> Vec<Finding> {
    let mut found = twice(seen, Code::TitleDuplicate, "title", |facts| facts.title);
    found.extend(twice(seen, Code::DescriptionDuplicate, "description", |facts| {
        if facts.hidden { 0 } else { facts.description }
    }));
    found.extend(orphans(seen));
    found.extend(footers(seen));
    found
}

/// What is wrong with a reference of this file.
pub(super) fn trouble(seen: &Seen<'_>, place: usize, number: u32) -> Option<Trouble> {
    let trouble = seen.verdicts.trouble(number);
    if seen.is(number, Reference::Canonical) && trouble.is_none() {
        let (_, address, page) = Reference::parse(seen.text(number))?;
        let full = page.is_none() && address.contains("://");
        let other = seen.verdicts.file(number).is_some_and(|file| file != place);
        let message = match (full, other) {
            (false, _) => format!("The page calls `{address}` its own address, which is not a full one."),
            (true, true) => format!("The page calls `{address}` its own address, which is that of another page."),
            (true, false) => return None,
        };
        let help = "Write the full address of this very page, with https://.".to_owned();
        return Some(Trouble { code: Code::CanonicalWrong, message, help });
    }
    let Trouble { code, message, help } = trouble?;
    Some(Trouble { code: *code, message: message.clone(), help: help.clone() })
}

/// Pages that have one title or description among them. What is not translated
/// has the same in several languages.
fn twice(seen: &Seen<'_>, code: Code, what: &str, of: impl Fn(&Facts<'_>) -> u32) -> Vec<Finding> {
    let editions = seen.plan.further.len() + 1;
    let edition = |place: usize| seen.plan.outputs.get(place).map_or(0, |(_, recipe)| recipe.inner().0);
    let mut first: Vec<Option<usize>> = vec![None; seen.texts.len() * editions];
    let mut others: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for (place, facts) in seen.pages().filter(|(_, facts)| of(facts) != 0) {
        match first.get_mut(of(facts) as usize * editions + edition(place)) {
            Some(Some(first)) => others.entry(*first).or_default().push(place),
            Some(first) => *first = Some(place),
            None => {}
        }
    }
    let told = others.into_iter().map(|(first, others)| {
        let text = seen.facts(first).map(|facts| seen.text(of(facts))).unwrap_or_default();
        let named = std::iter::once(&first).chain(&others).take(NAMED).map(|place| seen.url(*place));
        let mut named = named.collect::<Vec<_>>().join(", ");
        if others.len() >= NAMED {
            named.push_str(" and more");
        }
        let message = format!("{} pages have the {what} “{text}”: {named}.", others.len() + 1);
        let help = format!("Give each page a {what} of its own, so that people can tell them apart.");
        let page = others.first().copied().unwrap_or(first);
        let heading = seen.facts(page).map(|facts| seen.text(facts.heading)).unwrap_or_default();
        let needles = [text, heading].into_iter().filter(|needle| !needle.is_empty()).map(str::to_owned).collect();
        Finding { needles, ..Finding::of(page, Trouble { code, message, help }) }
    });
    told.collect()
}

/// Pages that somebody wrote and that no links lead to. The lists that showcase
/// makes itself count as found: nobody can delete them.
fn orphans(seen: &Seen<'_>) -> Vec<Finding> {
    let Some(home) = (0..seen.files.len()).find(|place| seen.out(*place) == "index.html") else { return Vec::new() };
    let leads_on = |number| seen.is(number, Reference::Link) || seen.is(number, Reference::Onward);
    let followed: Vec<bool> = (0..).take(seen.texts.len()).map(leads_on).collect();
    let mut reached = vec![false; seen.files.len()];
    let made = |place: &usize| {
        let recipe = seen.plan.outputs.get(*place).map(|(_, recipe)| recipe.inner().1);
        matches!(
            recipe,
            Some(Recipe::Page(
                Target::Interns(_)
                    | Target::Index(_)
                    | Target::Impact
                    | Target::Search
                    | Target::Section(_)
                    | Target::Facet(Facet::Level(_) | Facet::School(_) | Facet::Goal(_), _)
            ))
        )
    };
    let mut open: Vec<usize> = (0..seen.files.len()).filter(made).chain([home]).collect();
    while let Some(place) = open.pop() {
        if reached.get_mut(place).is_none_or(|reached| std::mem::replace(reached, true)) {
            continue;
        }
        let references = seen.facts(place).map(|facts| &*facts.references).unwrap_or_default();
        let links =
            references.iter().filter(|number| followed.get(**number as usize).is_some_and(|followed| *followed));
        open.extend(links.filter_map(|number| seen.verdicts.file(*number)));
    }
    let instead = |place: usize| {
        let recipe = seen.plan.outputs.get(place).map(|(_, recipe)| recipe.inner().1);
        matches!(recipe, Some(Recipe::Page(Target::NotFound | Target::Gone)))
    };
    let lost = seen.pages().filter(|(place, facts)| {
        !reached.get(*place).is_some_and(|reached| *reached)
            && !facts.hidden
            && !instead(*place)
            && files::is_page(seen.out(*place))
    });
    let told = lost.map(|(place, _)| {
        let message = format!("No link on the site leads to {}.", seen.url(place));
        let help = "Link to it from a page or the menu, or delete it.".to_owned();
        Finding::of(place, Trouble { code: Code::PageOrphan, message, help })
    });
    told.collect()
}

/// Pages whose footer has its links in another order than most.
fn footers(seen: &Seen<'_>) -> Vec<Finding> {
    let mut orders: BTreeMap<&[u32], Vec<usize>> = BTreeMap::new();
    for (place, facts) in seen.pages().filter(|(_, facts)| !facts.help.is_empty()) {
        orders.entry(&facts.help).or_default().push(place);
    }
    let most = orders.values().map(|places| (places.len(), std::cmp::Reverse(places.first().copied()))).max();
    let Some((_, std::cmp::Reverse(Some(usual)))) = most else { return Vec::new() };
    let usual_order = seen.facts(usual).map(|facts| &*facts.help).unwrap_or_default();
    let rank = |number: &u32| usual_order.iter().position(|known| known == number);
    let mut found = Vec::new();
    for (order, places) in orders {
        let common: Vec<usize> = order.iter().filter_map(rank).collect();
        let moved = common.windows(2).find(|pair| pair.first() > pair.last());
        let (Some(moved), Some(place)) = (moved, places.first()) else { continue };
        let name = |place: Option<&usize>| {
            place.and_then(|at| usual_order.get(*at)).map(|number| seen.text(*number)).unwrap_or_default()
        };
        let message = format!(
            "The footer has its links in another order than other pages: {} stands before {} here.",
            name(moved.first()),
            name(moved.last()),
        );
        let help = "Let help and contact stand in the same order on all pages.".to_owned();
        let trouble = Trouble { code: Code::HelpOrder, message, help };
        found.push(Finding { pages: places.clone(), ..Finding::of(*place, trouble) });
    }
    found.sort_by_key(|finding| finding.page);
    found
}
