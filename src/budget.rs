//! What pages weigh against what `[budget]` of `site.toml` allows them.
//!
//! Files are weighed on their way to the sink ([`Scales`]); what an earlier
//! build weighed is known by its key, so nothing that is unchanged is read.
//! Without a budget nobody asks for any of this.

mod scales;

use std::collections::{BTreeMap, HashMap};

pub use scales::{Scales, Weights, needs};

use crate::config::{Budget, Limit, Measure, PageKind};
use crate::diagnostic::{Code, Diagnostic};
use crate::path::OutPath;
use crate::plan::Plan;
use crate::recipe::Recipe;
use crate::route::{FacetKind, Target};
use scales::Weighed;

/// So many files are named in a report.
const NAMED: usize = 8;

/// What pages weigh too much, and the file that tells a later build what was
/// weighed.
pub fn judged(budget: &Budget, plan: &Plan, scales: Scales<'_>) -> (Vec<Diagnostic>, Vec<u8>) {
    let weighed = scales.done();
    (exceeded(budget, plan, &weighed), Weights::to_file(&weighed))
}

/// A warning for each limit that is passed.
fn exceeded(budget: &Budget, plan: &Plan, weighed: &Weighed) -> Vec<Diagnostic> {
    let bytes: HashMap<&str, u64> = weighed.iter().map(|(out, (_, weight))| (out.as_str(), weight.bytes)).collect();
    let mut passed: BTreeMap<usize, (Limit, Vec<Load<'_>>)> = BTreeMap::new();
    let pages = plan.outputs.iter().filter_map(|(out, recipe)| match recipe.inner().1 {
        Recipe::Page(target) => Some((out, kind_of(target))),
        _ => None,
    });
    for (out, kind) in pages {
        let Some((_, weight)) = weighed.get(out) else { continue };
        let page = (Measure::Html, out.as_str(), weight.bytes);
        let needs =
            weight.needs.iter().filter_map(|path| Some((class(path)?, path.as_str(), *bytes.get(path.as_str())?)));
        let files: Vec<_> = std::iter::once(page).chain(needs).collect();
        for measure in Measure::ALL {
            let Some(limit) = budget.limit(kind, *measure) else { continue };
            let load = Load::of(out, *measure, &files);
            if load.sum > most(limit) {
                passed.entry(limit.span.range().start).or_insert_with(|| (*limit, Vec::new())).1.push(load);
            }
        }
    }
    passed.into_values().filter_map(|(limit, loads)| warning(&limit, &loads)).collect()
}

/// What of a page is measured.
#[derive(Debug)]
struct Load<'w> {
    page: &'w OutPath,
    sum: u64,
    /// The files that it is made up of.
    files: Vec<(&'w str, u64)>,
}

impl<'w> Load<'w> {
    fn of(page: &'w OutPath, measure: Measure, files: &[(Measure, &'w str, u64)]) -> Self {
        let all = matches!(measure, Measure::Total | Measure::Requests);
        let counted = files.iter().filter(|(class, ..)| all || *class == measure);
        let files: Vec<_> = counted.map(|(_, path, bytes)| (*path, *bytes)).collect();
        let sum = match measure {
            Measure::Requests => files.len() as u64,
            _ => files.iter().map(|(_, bytes)| bytes).sum(),
        };
        Self { page, sum, files }
    }
}

/// The most that a limit allows, in bytes or requests.
fn most(limit: &Limit) -> u64 {
    if limit.measure == Measure::Requests { limit.most } else { limit.most.saturating_mul(1024) }
}

fn warning(limit: &Limit, loads: &[Load<'_>]) -> Option<Diagnostic> {
    let worst = loads.iter().reduce(|worst, load| if load.sum > worst.sum { load } else { worst })?;
    let (page, sum, allowed) = (worst.page.url(), said(limit.measure, worst.sum), said(limit.measure, most(limit)));
    let what = match limit.measure {
        Measure::Html => " of HTML",
        Measure::Css => " of CSS",
        Measure::Js => " of scripts",
        Measure::Images => " of pictures",
        Measure::Fonts => " of fonts",
        Measure::Total => " in all",
        Measure::Requests => "",
    };
    let message = match loads.len() {
        1 => format!("{page} has {sum}{what}, and the budget is {allowed}."),
        n => format!("{n} pages are over the budget of {allowed}{what}, most of all {page} with {sum}."),
    };
    let mut files = worst.files.clone();
    files.sort_unstable_by(|a, b| b.1.cmp(&a.1).then(a.0.cmp(b.0)));
    let named = files.iter().take(NAMED).map(|(path, bytes)| format!("{path} ({})", kib(*bytes)));
    let mut list = named.collect::<Vec<_>>().join(", ");
    if files.len() > NAMED {
        list.push_str(&format!(" and {} more", files.len() - NAMED));
    }
    Some(Diagnostic::new(Code::BudgetExceeded, limit.span, message).help(format!("The heaviest first: {list}.")))
}

fn said(measure: Measure, n: u64) -> String {
    match (measure, n) {
        (Measure::Requests, 1) => "1 request".to_owned(),
        (Measure::Requests, n) => format!("{n} requests"),
        (_, n) => kib(n),
    }
}

fn kib(bytes: u64) -> String {
    let tenths = bytes.saturating_mul(10).div_ceil(1024);
    match tenths % 10 {
        0 => format!("{} KiB", tenths / 10),
        tenth => format!("{}.{tenth} KiB", tenths / 10),
    }
}

/// What a file is, from its name; `None` for what no browser fetches with a page.
fn class(path: &str) -> Option<Measure> {
    Some(match path.rsplit('.').next()? {
        "css" => Measure::Css,
        "js" => Measure::Js,
        "avif" | "gif" | "ico" | "jpg" | "jpeg" | "png" | "svg" | "webp" => Measure::Images,
        "otf" | "ttf" | "woff" | "woff2" => Measure::Fonts,
        _ => return None,
    })
}

fn kind_of(target: &Target) -> PageKind {
    match target {
        Target::Home => PageKind::Home,
        Target::Interns(_) => PageKind::List,
        Target::Intern(_) => PageKind::Profile,
        Target::Update(..) => PageKind::Story,
        Target::Index(_) | Target::Section(_) => PageKind::Index,
        Target::Facet(facet, _) => match facet.kind() {
            FacetKind::Offices => PageKind::Office,
            FacetKind::Cohorts => PageKind::Cohort,
            FacetKind::Donors => PageKind::Donor,
            FacetKind::Goals => PageKind::Goal,
            FacetKind::Levels | FacetKind::Schools => PageKind::Facet,
        },
        Target::Impact => PageKind::Impact,
        Target::Search | Target::Page(_) | Target::NotFound | Target::Gone => PageKind::Page,
    }
}

#[cfg(test)]
mod tests {
    use super::kib;

    #[test]
    fn sizes_are_never_said_to_be_less() {
        assert_eq!([0, 1, 1024, 1025, 30 * 1024 + 512].map(kib), ["0 KiB", "0.1 KiB", "1 KiB", "1.1 KiB", "30.5 KiB"]);
    }
}
