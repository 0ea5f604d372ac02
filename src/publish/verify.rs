//! A published site against what was built: every file, its headers, every old
//! address, what is gone, what is there and should not be.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::io::Read as _;

use rayon::iter::{IntoParallelRefIterator, ParallelIterator};

use crate::external::Fetched;
use crate::format::host::{HEADERS_FILE, Obeyed, REDIRECTS_FILE, RULES, Rule};
use crate::hash::Hash128;
use crate::manifest::{self, Manifest};
use crate::path::{OWN_PREFIX, OutPath, percent_decoded, percent_encoded};

/// What a site should be, as its output directory says.
#[derive(Debug)]
pub struct Expected {
    files: BTreeMap<OutPath, Hash128>,
    told: Obeyed,
    not_found: Option<Hash128>,
}

/// What is wrong with a published site.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Finding {
    /// The address.
    pub address: String,
    /// What is wrong.
    pub what: Wrong,
}

/// A way in which a published site is not what was built.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Wrong {
    /// There is no answer, for this reason.
    Unanswered(String),
    /// A file is not there: this status.
    Missing(u16),
    /// Other bytes are there.
    Stale,
    /// The compressed form of this coding says something else.
    StaleForm(String),
    /// It is there and no part of the site.
    Extra,
    /// A header says something else than it should, or is not there.
    Header {
        /// Its name.
        name: String,
        /// What it should say.
        wanted: String,
        /// What it says.
        got: Option<String>,
    },
    /// An address that is gone answers this.
    NotGone(u16),
    /// An old address should lead there and answers this, leading to that.
    NotMoved(String, u16, Option<String>),
    /// An address that never was answers this, or not with the page for it.
    NotFound(u16),
}

impl Wrong {
    /// The kind, for programs.
    pub fn kind(&self) -> &'static str {
        match self {
            Self::Unanswered(_) => "unanswered",
            Self::Missing(_) => "missing",
            Self::Stale => "stale",
            Self::StaleForm(_) => "stale-form",
            Self::Extra => "extra",
            Self::Header { .. } => "header",
            Self::NotGone(_) => "not-gone",
            Self::NotMoved(..) => "not-moved",
            Self::NotFound(_) => "not-found",
        }
    }
}

impl fmt::Display for Wrong {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Unanswered(why) => write!(f, "no answer: {why}"),
            Self::Missing(status) => write!(f, "is missing: answers {status}"),
            Self::Stale => f.write_str("is not what was built"),
            Self::StaleForm(coding) => write!(f, "is something else when it is compressed ({coding})"),
            Self::Extra => f.write_str("is published and no part of the site"),
            Self::Header { name, wanted, got: Some(got) } => write!(f, "{name} should be “{wanted}” and is “{got}”"),
            Self::Header { name, wanted, got: None } => write!(f, "{name} should be “{wanted}” and is not there"),
            Self::NotGone(status) => write!(f, "should answer 410, gone, and answers {status}"),
            Self::NotMoved(to, status, Some(got)) => write!(f, "should lead to {to} and answers {status}, to {got}"),
            Self::NotMoved(to, status, None) => write!(f, "should lead to {to} and answers {status}"),
            Self::NotFound(status) => write!(f, "never was; it should answer 404 with 404.html and answers {status}"),
        }
    }
}

/// Asks for an address, compressed in this way if the host likes.
pub type Ask<'a> = &'a (dyn Fn(&str, Option<&str>) -> Result<Fetched, String> + Sync);

impl Expected {
    /// From the files of an output directory; `None` without a whole manifest.
    pub fn of(read: &dyn Fn(&str) -> Option<Vec<u8>>) -> Option<Self> {
        let text = |name: &str| read(name).map(|bytes| String::from_utf8_lossy(&bytes).into_owned());
        let manifest = Manifest::parse(text(manifest::NAME)?);
        if !manifest.is_whole() {
            return None;
        }
        let files: BTreeMap<_, _> =
            manifest.rows().filter_map(|(path, made)| Some((OutPath::new(path).ok()?, made.hash))).collect();
        let told = |name: &str| text(name).unwrap_or_default();
        let told = Obeyed::parse(&told(HEADERS_FILE), &told(REDIRECTS_FILE));
        let not_found = OutPath::new("404.html").ok().and_then(|page| files.get(&page).copied());
        Some(Self { files, told, not_found })
    }

    /// Compares it with the site at an address, which ends in a slash. With
    /// `lenient` what is gone may answer 404 as well, for hosts that know no 410.
    pub fn compared(&self, site: &str, lenient: bool, ask: Ask<'_>) -> Vec<Finding> {
        let mut found: Vec<Finding> = self
            .files
            .par_iter()
            .filter(|(out, _)| is_public(out))
            .flat_map_iter(|(out, hash)| self.file(site, out, *hash, ask))
            .collect();
        let rules = self.told.rules();
        found.extend(rules.par_iter().filter_map(|rule| self.rule(site, rule, lenient, ask)).collect::<Vec<_>>());
        found.extend(self.nowhere(site, ask));
        found.extend(self.extras(site, ask));
        found.sort();
        found.dedup();
        found
    }

    fn file(&self, site: &str, out: &OutPath, hash: Hash128, ask: Ask<'_>) -> Vec<Finding> {
        let path = out.url().as_str().trim_start_matches('/').to_owned();
        let address = format!("{site}{}", percent_encoded(&path));
        let finding = |what: Wrong| Finding { address: address.clone(), what };
        let answer = match ask(&address, None) {
            Ok(answer) => answer,
            Err(why) => return vec![finding(Wrong::Unanswered(why))],
        };
        // The pages for what is not there are asked for elsewhere; hosts differ in
        // what they answer to somebody who asks for them by name.
        let is_error_page = ["404.html", "410.html"].contains(&out.as_str());
        if answer.status != 200 {
            return if is_error_page { Vec::new() } else { vec![finding(Wrong::Missing(answer.status))] };
        }
        if Hash128::of(&answer.body) != hash {
            return vec![finding(Wrong::Stale)];
        }
        let mut found: Vec<Finding> = self.wrong_headers(out, &path, &answer).into_iter().map(finding).collect();
        for (coding, ending) in [("br", ".br"), ("gzip", ".gz")] {
            let form = OutPath::new(&format!("{out}{ending}")).ok();
            if form.is_some_and(|form| self.files.contains_key(&form)) {
                let is_other = ask(&address, Some(coding))
                    .map(|answer| unpacked(&answer).is_none_or(|text| Hash128::of(&text) != hash));
                if is_other.unwrap_or(true) {
                    found.push(finding(Wrong::StaleForm(coding.to_owned())));
                }
            }
        }
        found
    }

    fn wrong_headers(&self, out: &OutPath, path: &str, answer: &Fetched) -> Vec<Wrong> {
        let whole = format!("{}{path}", self.told.base());
        let mut wanted: Vec<(&str, &str)> = Vec::new();
        for (name, value) in self.told.headers(&whole) {
            wanted.retain(|(known, _)| !known.eq_ignore_ascii_case(name));
            wanted.push((name, value));
        }
        let said = wanted.iter().filter_map(|(name, value)| {
            let got = answer.header(&name.to_ascii_lowercase());
            (got != Some(*value)).then(|| Wrong::Header {
                name: (*name).to_owned(),
                wanted: (*value).to_owned(),
                got: got.map(str::to_owned),
            })
        });
        let mut found: Vec<Wrong> = said.collect();
        let has_type = wanted.iter().any(|(name, _)| name.eq_ignore_ascii_case("content-type"));
        if let Some(kinds) = kinds(out).filter(|_| !has_type) {
            let got = answer.header("content-type");
            let essence = got.map(|kind| kind.split(';').next().unwrap_or_default().trim().to_ascii_lowercase());
            if !essence.is_some_and(|essence| kinds.contains(&essence.as_str())) {
                let (name, wanted) = ("Content-Type".to_owned(), kinds.first().copied().unwrap_or_default().to_owned());
                found.push(Wrong::Header { name, wanted, got: got.map(str::to_owned) });
            }
        }
        found
    }

    fn rule(&self, site: &str, rule: &Rule, lenient: bool, ask: Ask<'_>) -> Option<Finding> {
        let (Rule::Moved { from, .. } | Rule::Gone { folder: from, .. }) = rule;
        let address = format!("{site}{}", percent_encoded(from.strip_prefix(self.told.base())?));
        let what = match (ask(&address, None), rule) {
            (Err(why), _) => Wrong::Unanswered(why),
            (Ok(answer), Rule::Gone { .. }) => match answer.status {
                410 => return None,
                404 if lenient => return None,
                status => Wrong::NotGone(status),
            },
            (Ok(answer), Rule::Moved { to, .. }) => {
                let location = answer.header("location").map(path_of);
                if matches!(answer.status, 301 | 308) && location.as_deref() == Some(&*percent_decoded(to)) {
                    return None;
                }
                Wrong::NotMoved(to.clone(), answer.status, location)
            }
        };
        Some(Finding { address, what })
    }

    /// An address that no site has.
    fn nowhere(&self, site: &str, ask: Ask<'_>) -> Option<Finding> {
        let address = format!("{site}showcase-verify/nowhere");
        let what = match ask(&address, None) {
            Err(why) => Wrong::Unanswered(why),
            Ok(answer)
                if answer.status == 404 && self.not_found.is_none_or(|hash| Hash128::of(&answer.body) == hash) =>
            {
                return None;
            }
            Ok(answer) => Wrong::NotFound(answer.status),
        };
        Some(Finding { address, what })
    }

    /// What is there and no part of the site: pages that its sitemap names, and
    /// what showcase keeps for itself.
    fn extras(&self, site: &str, ask: Ask<'_>) -> Vec<Finding> {
        let own: BTreeSet<String> = self
            .files
            .keys()
            .map(|out| percent_decoded(out.url().as_str().trim_start_matches('/')).into_owned())
            .collect();
        let mut waiting = vec![format!("{site}sitemap.xml")];
        let mut found = Vec::new();
        let mut seen = BTreeSet::new();
        while let Some(address) = waiting.pop() {
            let Ok(answer) = ask(&address, None) else { continue };
            let text = String::from_utf8_lossy(&answer.body).into_owned();
            for place in text.split("<loc>").skip(1).filter_map(|rest| rest.split("</loc>").next()) {
                let path = path_of(place);
                let Some(below) = path.strip_prefix(self.told.base()).filter(|_| seen.insert(path.clone())) else {
                    continue;
                };
                let address = format!("{site}{}", percent_encoded(below));
                if below.ends_with(".xml") {
                    waiting.push(address.clone());
                }
                if !own.contains(below) {
                    found.push(Finding { address, what: Wrong::Extra });
                }
            }
        }
        let kept = format!("{site}{}", manifest::NAME);
        if ask(&kept, None).is_ok_and(|answer| answer.status == 200) {
            found.push(Finding { address: kept, what: Wrong::Extra });
        }
        found
    }
}

/// Whether visitors may ask for a file: rules are for the host, and compressed
/// forms are asked for as what they are of.
fn is_public(out: &OutPath) -> bool {
    let path = out.as_str();
    !RULES.contains(&path) && !path.starts_with(OWN_PREFIX) && !path.ends_with(".br") && !path.ends_with(".gz")
}

/// The body as it was before it was compressed; `None` if it cannot be told.
fn unpacked(answer: &Fetched) -> Option<Vec<u8>> {
    let mut text = Vec::new();
    match answer.header("content-encoding") {
        None | Some("identity") => return Some(answer.body.clone()),
        Some("gzip") => flate2::read::MultiGzDecoder::new(answer.body.as_slice()).read_to_end(&mut text).ok()?,
        Some("br") => brotli::Decompressor::new(answer.body.as_slice(), 4096).read_to_end(&mut text).ok()?,
        Some(_) => return None,
    };
    Some(text)
}

/// What a file may be said to be, the usual first.
fn kinds(out: &OutPath) -> Option<&'static [&'static str]> {
    Some(match out.as_str().rsplit_once('.')?.1 {
        "html" => &["text/html"],
        "css" => &["text/css"],
        "js" => &["text/javascript", "application/javascript"],
        "json" => &["application/json", "application/feed+json", "application/schema+json"],
        "xml" => &["application/xml", "text/xml", "application/atom+xml"],
        "svg" => &["image/svg+xml"],
        "png" => &["image/png"],
        "jpg" => &["image/jpeg"],
        "webp" => &["image/webp"],
        "gif" => &["image/gif"],
        "txt" => &["text/plain"],
        _ => return None,
    })
}

/// The path of an address, plain.
fn path_of(address: &str) -> String {
    let rest = address
        .split_once("://")
        .map_or(address, |(_, rest)| rest.find('/').and_then(|at| rest.get(at..)).unwrap_or("/"));
    percent_decoded(rest.split(['?', '#']).next().unwrap_or_default()).into_owned()
}
