//! From what was found in files to problems at the places where they are mended.

use std::collections::{BTreeMap, BTreeSet};

use super::facts::{Facts, Reference, Spot};
use super::files;
use super::inspector::{Found, Inspector};
use super::kept::{Known, Looked};
use super::links::{Atlas, Trouble};
use super::locate::Locator;
use super::outside::{self, Outside};
use super::shape;
use super::site;
use super::verdicts::{Verdicts, recalled, verdicts};
use crate::diagnostic::{Code, Diagnostic, Place, Severity};
use crate::interner::Interner;
use crate::pages;
use crate::path::OutPath;
use crate::plan::Plan;
use crate::render::Material;
use crate::tree::Blobs;

/// Makes some files of the plan once more, to be looked at closely.
pub type Fetch<'f> = dyn Fn(&BTreeSet<OutPath>) -> BTreeMap<OutPath, Vec<u8>> + 'f;

/// What comes of a check.
#[derive(Debug)]
pub struct Judged {
    /// What is wrong, each once.
    pub problems: Vec<Diagnostic>,
    /// Links to other sites, if they were asked for.
    pub outside: Vec<Outside>,
    /// What a later run need not find out again, if that has changed.
    pub file: Option<Vec<u8>>,
}

/// Which links somebody wants to know of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Links {
    /// Those within the site.
    #[default]
    Inside,
    /// Those to other sites too.
    All,
}

/// So many pages that share a fault are looked at one by one; of more, one for
/// each template.
const FEW: usize = 3;

/// So many faults are followed to their places.
const FOLLOWED: usize = 2000;

/// A fault of one page, and the pages that have the same.
#[derive(Debug)]
pub(super) struct Finding {
    pub(super) code: Code,
    pub(super) slight: bool,
    pub(super) message: String,
    pub(super) help: String,
    pub(super) needles: Vec<String>,
    pub(super) spot: Spot,
    pub(super) page: usize,
    /// Pages that have it for the same reason, this one among them.
    pub(super) pages: Vec<usize>,
    pub(super) lacking: bool,
}

impl Finding {
    pub(super) fn of(page: usize, Trouble { code, message, help }: Trouble) -> Self {
        let (needles, spot) = (Vec::new(), Spot::default());
        Self { code, slight: false, message, help, needles, spot, page, pages: vec![page], lacking: false }
    }
}

/// Everything that is known of the files of a plan.
pub(super) struct Seen<'a> {
    pub(super) plan: &'a Plan,
    pub(super) files: &'a [Option<Looked<'a>>],
    pub(super) texts: &'a Interner,
    pub(super) verdicts: Verdicts,
}

impl<'a> Seen<'a> {
    pub(super) fn facts(&self, place: usize) -> Option<&'a Facts<'a>> {
        facts_at(self.files, place)
    }

    pub(super) fn text(&self, number: u32) -> &'a str {
        self.texts.get(number)
    }

    pub(super) fn out(&self, place: usize) -> &'a str {
        self.plan.outputs.get(place).map_or("", |(out, _)| out.as_str())
    }

    pub(super) fn url(&self, place: usize) -> String {
        self.plan.outputs.get(place).map(|(out, _)| out.url().to_string()).unwrap_or_default()
    }

    /// How a reference begins, as [`Reference`] writes it.
    pub(super) fn is(&self, number: u32, kind: Reference) -> bool {
        self.text(number).starts_with(kind.sign())
    }

    /// Pages that are there for their own sake.
    pub(super) fn pages(&self) -> impl Iterator<Item = (usize, &'a Facts<'a>)> {
        let all = (0..self.files.len()).filter_map(|place| Some((place, self.facts(place)?)));
        all.filter(|(place, facts)| files::is_page(self.out(*place)) && facts.sends_to == 0)
    }
}

fn facts_at<'a>(files: &'a [Option<Looked<'a>>], place: usize) -> Option<&'a Facts<'a>> {
    files.get(place)?.as_ref().map(|(_, facts)| facts)
}

/// What is wrong with the files that came by.
pub fn judged(
    inspector: Inspector<'_>,
    known: &Known,
    material: Material<'_>,
    plan: &Plan,
    blobs: &dyn Blobs,
    fetch: &Fetch<'_>,
    links: Links,
) -> Judged {
    let Found { files, anything_new, moved } = inspector.done();
    known.texts.with(|texts| {
        let facts = |place: usize| facts_at(&files, place);
        let rules = pages::redirects(material.published);
        let base = &material.published.config.base;
        let atlas = Atlas::new(base, &plan.outputs, &rules, &facts, texts);
        let decided = atlas.rules();
        let recalled = recalled(&known.leads, &moved, decided);
        let verdicts = verdicts(&atlas, &files, texts, &recalled);
        let seen = Seen { plan, files: &files, texts, verdicts };
        let mut locator = Locator::new(material, plan, blobs);
        let is_less = files.len() != known.len() || moved.iter().any(Option::is_none);
        let mut file = None;
        let (problems, outside) = rayon::in_place_scope(|scope| {
            if anything_new || is_less {
                scope.spawn(|_| {
                    let rows = plan.outputs.iter().zip(&files).map(|((out, _), file)| (out.as_str(), file.as_ref()));
                    file = Some(Known::to_file(rows, seen.verdicts.leads(decided, texts), texts));
                });
            }
            told(&seen, &atlas, &mut locator, fetch, links)
        });
        Judged { problems, outside, file }
    })
}

/// What is wrong, at the places where it is mended, and the links to other sites
/// if they are looked for.
fn told(
    seen: &Seen<'_>,
    atlas: &Atlas<'_>,
    locator: &mut Locator<'_>,
    fetch: &Fetch<'_>,
    links: Links,
) -> (Vec<Diagnostic>, Vec<Outside>) {
    let mut findings = faults(seen, locator);
    findings.extend(atlas.redirects().into_iter().map(|(page, trouble)| {
        let sends_to = facts_at(seen.files, page).map(|facts| seen.text(facts.sends_to).to_owned());
        Finding { needles: sends_to.into_iter().collect(), ..Finding::of(page, trouble) }
    }));
    findings.extend(site::findings(seen));
    let is = |place: usize, number: u32| site::trouble(seen, place, number);
    let may = |number: u32| seen.verdicts.trouble(number).is_some() || seen.is(number, Reference::Canonical);
    findings.extend(references(seen, locator, fetch, &Wrong { may: &may, is: &is }, FOLLOWED));
    let outside = match links {
        Links::Inside => Vec::new(),
        Links::All => outside::outside(seen, atlas.base, locator, fetch),
    };
    (placed(seen, findings, locator), outside)
}

/// Faults of single files, those that templates repeat gathered.
fn faults(seen: &Seen<'_>, locator: &Locator<'_>) -> Vec<Finding> {
    let any = seen.files.iter().flatten().any(|(_, facts)| !facts.faults.is_empty());
    if !any {
        return Vec::new();
    }
    let templates: BTreeSet<&str> =
        seen.pages().map(|(place, _)| locator.template(place)).filter(|t| !t.is_empty()).collect();
    let mut lacked: BTreeMap<Code, BTreeSet<&str>> = BTreeMap::new();
    let mut groups: BTreeMap<(Code, &str, String, usize), Vec<Finding>> = BTreeMap::new();
    for (place, file) in seen.files.iter().enumerate() {
        let Some((_, facts)) = file else { continue };
        let mut counts: BTreeMap<(Code, String), usize> = BTreeMap::new();
        for fault in facts.faults.iter() {
            let template = locator.template(place);
            let key = if template.is_empty() { seen.out(place).to_owned() } else { shape::signature(&fault.spot.tag) };
            let count = counts.entry((fault.code, key.clone())).or_default();
            *count += 1;
            let lacking = lacks(fault.code, &fault.spot.tag);
            if lacking {
                lacked.entry(fault.code).or_default().insert(template);
            }
            let finding = Finding {
                code: fault.code,
                slight: fault.slight,
                message: fault.message.clone(),
                help: fault.help.clone(),
                needles: fault.needles.clone(),
                spot: fault.spot.clone(),
                page: place,
                pages: vec![place],
                lacking,
            };
            groups.entry((fault.code, template, key, *count)).or_default().push(finding);
        }
    }
    // What every page lacks is lacking in what all templates extend.
    let everywhere = |code: Code| lacked.get(&code).is_some_and(|lacked| lacked.len() == templates.len());
    let gathered = groups.into_values().flat_map(gathered);
    gathered.map(|finding| Finding { lacking: finding.lacking && !everywhere(finding.code), ..finding }).collect()
}

/// Whether a fault is that something is not on the page at all.
fn lacks(code: Code, tag: &str) -> bool {
    let whole = tag.is_empty() || tag.starts_with("<html") || tag.starts_with("<body");
    let codes = [
        Code::PageHeading,
        Code::MainLandmark,
        Code::SkipLink,
        Code::PageTitleMissing,
        Code::DescriptionMissing,
        Code::ViewportMissing,
        Code::CharsetMissing,
        Code::DoctypeMissing,
    ];
    whole && codes.contains(&code)
}

/// Of many alike the first stands for all; the locator finds out whether it may.
fn gathered(same: Vec<Finding>) -> Vec<Finding> {
    if same.len() <= FEW {
        return same;
    }
    let pages: Vec<usize> = same.iter().map(|finding| finding.page).collect();
    let mut all = same;
    if let Some(first) = all.first_mut() {
        first.pages = pages;
    }
    all
}

/// What may be the matter with references.
pub(super) struct Wrong<'f> {
    /// Whether it may be, by the number of the reference.
    pub(super) may: &'f dyn Fn(u32) -> bool,
    /// What it is, by the place of the file and the number of the reference.
    pub(super) is: &'f dyn Fn(usize, u32) -> Option<Trouble>,
}

/// References with which something is the matter, at each place where they are
/// written, of which so many are followed.
pub(super) fn references(
    seen: &Seen<'_>,
    locator: &Locator<'_>,
    fetch: &Fetch<'_>,
    wrong: &Wrong<'_>,
    most: usize,
) -> Vec<Finding> {
    // By the text itself, since numbers are different in each run.
    let mut users: BTreeMap<&str, (u32, Vec<usize>)> = BTreeMap::new();
    let suspects: Vec<bool> = (0..).take(seen.texts.len()).map(wrong.may).collect();
    for (place, file) in seen.files.iter().enumerate() {
        let Some((_, facts)) = file else { continue };
        let suspects = facts.references.iter().filter(|number| suspects.get(**number as usize) == Some(&true));
        for number in suspects {
            if (wrong.is)(place, *number).is_some() {
                users.entry(seen.text(*number)).or_insert_with(|| (*number, Vec::new())).1.push(place);
            }
        }
    }
    if users.is_empty() {
        return Vec::new();
    }
    let mut chosen: Vec<(&str, u32, usize, Vec<usize>)> = Vec::new();
    for (text, (number, places)) in users {
        let mut by_template: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
        for place in places {
            by_template.entry(locator.template(place)).or_default().push(place);
        }
        for (template, places) in by_template {
            let alike = places.len() > FEW && !template.is_empty();
            for place in places.iter().take(if alike { 1 } else { usize::MAX }) {
                let pages = if alike { places.clone() } else { vec![*place] };
                chosen.push((text, number, *place, pages));
            }
        }
    }
    chosen.truncate(most);
    let wanted: BTreeSet<OutPath> =
        chosen.iter().filter_map(|(_, _, place, _)| Some(seen.plan.outputs.get(*place)?.0.clone())).collect();
    let made = fetch(&wanted);
    let mut spots: BTreeMap<(usize, String), Vec<Spot>> = BTreeMap::new();
    let texts: BTreeSet<&str> = chosen.iter().map(|(text, ..)| *text).collect();
    let places: BTreeSet<usize> = chosen.iter().map(|(_, _, place, _)| *place).collect();
    for place in places {
        let Some((out, _)) = seen.plan.outputs.get(place) else { continue };
        let Some(bytes) = made.get(out) else { continue };
        for (text, spot) in files::spots_of(out, bytes, &|text| texts.contains(text)) {
            spots.entry((place, text)).or_default().push(spot);
        }
    }
    let mut found = Vec::new();
    for (text, number, place, pages) in chosen {
        let known = spots.remove(&(place, text.to_owned())).unwrap_or_else(|| vec![Spot::default()]);
        let Some((_, address, _)) = Reference::parse(text) else { continue };
        for spot in known {
            let Some(trouble) = (wrong.is)(place, number) else { continue };
            let needles = vec![address.to_owned()];
            found.push(Finding { needles, spot, pages: pages.clone(), ..Finding::of(place, trouble) });
        }
    }
    found
}

/// Each problem once, at its place, with how many pages have it.
fn placed(seen: &Seen<'_>, findings: Vec<Finding>, locator: &mut Locator<'_>) -> Vec<Diagnostic> {
    if findings.is_empty() {
        return Vec::new();
    }
    let mut merged: BTreeMap<(Code, Place), (Finding, BTreeSet<usize>, bool)> = BTreeMap::new();
    let mut told: BTreeSet<(Code, usize, u32)> = BTreeSet::new();
    for finding in findings.into_iter().take(FOLLOWED * 10) {
        if told.contains(&(finding.code, finding.page, finding.spot.at)) && finding.spot.at > 0 {
            continue;
        }
        let found = locator.find(finding.page, &finding.needles, &finding.spot, finding.lacking);
        let pages: Vec<usize> = if found.shared { finding.pages.clone() } else { vec![finding.page] };
        told.insert((finding.code, finding.page, finding.spot.at));
        let entry =
            merged.entry((finding.code, found.place)).or_insert_with(|| (finding, BTreeSet::new(), found.shared));
        entry.1.extend(pages);
    }
    let told = |((code, place), (finding, pages, shared)): ((Code, Place), (Finding, BTreeSet<usize>, bool))| {
        let first = pages.first().map(|page| seen.url(*page)).unwrap_or_default();
        let message = match pages.len() {
            _ if !shared => finding.message,
            1 => format!("{} It is on the page {first}.", finding.message),
            n => format!("{} It is on {n} pages, {first} for one.", finding.message),
        };
        let mut problem = Diagnostic::new(code, place, message).help(finding.help);
        if finding.slight {
            problem.severity = Severity::Warning;
        }
        problem
    };
    merged.into_iter().map(told).collect()
}
