//! Where everything that files refer to leads.
//!
//! Each address is looked up once, however many pages name it.

use std::collections::{BTreeMap, HashMap};

use xxhash_rust::xxh3::Xxh3Builder;

use super::address::{Leads, leads};
use super::facts::{Facts, Reference};
use super::files;
use super::kept::Lead;
use crate::config::BaseUrl;
use crate::diagnostic::{Code, nearest};
use crate::format::host::Rule;
use crate::hash::{Hash128, Hasher};
use crate::interner::Interner;
use crate::path::{OutPath, percent_decoded};
use crate::recipe::Recipe;

/// Where an address leads, and what is wrong with it.
#[derive(Debug, Default)]
pub(super) struct Verdict {
    pub(super) lead: Lead,
    pub(super) trouble: Option<Trouble>,
}

/// What is wrong with an address.
#[derive(Debug)]
pub(super) struct Trouble {
    pub(super) code: Code,
    pub(super) message: String,
    pub(super) help: String,
}

fn trouble(code: Code, message: String, help: impl Into<String>) -> Option<Trouble> {
    Some(Trouble { code, message, help: help.into() })
}

/// Everything that addresses can lead to.
pub(super) struct Atlas<'a> {
    pub(super) base: &'a BaseUrl,
    outputs: &'a [(OutPath, Recipe)],
    places: HashMap<&'a str, usize, Xxh3Builder>,
    moved: BTreeMap<&'a str, &'a str>,
    gone: Vec<&'a str>,
    /// Pages that send their visitors on, with where to.
    onward: HashMap<usize, String>,
    facts: &'a (dyn Fn(usize) -> Option<&'a Facts<'a>> + Sync),
    texts: &'a Interner,
}

impl<'a> Atlas<'a> {
    pub(super) fn new(
        base: &'a BaseUrl,
        outputs: &'a [(OutPath, Recipe)],
        rules: &'a [Rule],
        facts: &'a (dyn Fn(usize) -> Option<&'a Facts<'a>> + Sync),
        texts: &'a Interner,
    ) -> Self {
        let places = outputs.iter().enumerate().map(|(place, (out, _))| (out.as_str(), place)).collect();
        let moved = rules.iter().filter_map(|rule| match rule {
            Rule::Moved { from, to } => Some((from.trim_end_matches('/'), to.as_str())),
            Rule::Gone { .. } => None,
        });
        let gone = rules.iter().filter_map(|rule| match rule {
            Rule::Gone { folder, .. } => Some(folder.as_str()),
            Rule::Moved { .. } => None,
        });
        let onward = (0..outputs.len()).filter_map(|place| {
            let to = facts(place)?.sends_to;
            (to != 0).then(|| (place, texts.get(to).to_owned()))
        });
        Self {
            base,
            outputs,
            places,
            moved: moved.collect(),
            gone: gone.collect(),
            onward: onward.collect(),
            facts,
            texts,
        }
    }

    /// Where a reference leads, as [`Reference`] writes it.
    pub(super) fn verdict(&self, written: &str) -> Verdict {
        let Some((kind, address, page)) = Reference::parse(written) else { return Verdict::default() };
        let only = |trouble| Verdict { lead: Lead::Away, trouble };
        if let Some(place) = self.plainly(address).filter(|place| !self.onward.contains_key(place)) {
            return Verdict { lead: lead(Some(place)), trouble: None };
        }
        match leads(address, page.unwrap_or("/"), self.base) {
            Leads::Here { path, fragment } => self.here(kind, address, &path, fragment.as_deref()),
            Leads::Nowhere if kind == Reference::Hint => only(None),
            Leads::Nowhere => only(match kind {
                Reference::Asset => trouble(
                    Code::AssetMissing,
                    "Something to be loaded has an empty address.".to_owned(),
                    "Write its address, or delete it.",
                ),
                _ => trouble(Code::LinkDangling, "A link has an empty address.".to_owned(), "Write where it leads."),
            }),
            Leads::Malformed => only(trouble(
                Code::UrlInvalid,
                format!("`{address}` is no web address."),
                "Write it as in https://www.example.org/page/.",
            )),
            Leads::Beside { path } => only(trouble(
                Code::LinkOutside,
                format!("`{address}` leads to {path}, which is outside of this site ({}).", self.base.path),
                format!("Begin addresses of this site with {}; write others in full, with https://.", self.base.path),
            )),
            Leads::Elsewhere { host } => only(elsewhere(kind, address, &host)),
            Leads::Other { scheme, rest } => only(other(kind, address, &scheme, rest)),
        }
    }

    /// The file of an address in which nothing has to be worked out, as most are.
    fn plainly(&self, address: &str) -> Option<usize> {
        let rooted = address.strip_prefix(&*self.base.origin).unwrap_or(address);
        let below = rooted.strip_prefix(&*self.base.path)?;
        let is_plain = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'/' | b'-' | b'_' | b'.');
        let is_plain = below.bytes().all(is_plain) && !below.starts_with('.') && !below.contains("/.");
        is_plain.then(|| self.find(below)).and_then(|(file, slash)| file.filter(|_| !slash))
    }

    fn here(&self, kind: Reference, address: &str, path: &str, fragment: Option<&str>) -> Verdict {
        let below = path.get(self.base.path.len()..).unwrap_or_default();
        let below = percent_decoded(below);
        let (file, slash) = self.find(&below);
        let Some(place) = file else { return self.missing(kind, address, path, &below) };
        let followed = matches!(kind, Reference::Link | Reference::Form | Reference::Listed);
        let trouble = if slash && kind != Reference::Hint {
            let message =
                format!("`{address}` leads to its page by a detour: the address of the page ends in a slash.");
            trouble(
                Code::LinkRedirects,
                message,
                format!("Write `{}/`.", address.split(['#', '?']).next().unwrap_or_default()),
            )
        } else if let Some(to) = self.onward.get(&place).filter(|_| followed) {
            let message = format!("`{address}` leads to a page that only sends visitors on to {to}.");
            trouble(Code::LinkRedirects, message, format!("Write `{to}`."))
        } else {
            fragment.and_then(|fragment| self.fragment(address, place, fragment))
        };
        Verdict { lead: lead(Some(place)), trouble }
    }

    /// The file that answers a path, and whether only once a slash is added.
    fn find(&self, below: &str) -> (Option<usize>, bool) {
        let index = |folder: &str| self.places.get([folder, "index.html"].concat().as_str()).copied();
        if below.is_empty() || below.ends_with('/') {
            return (index(below), false);
        }
        match self.places.get(below) {
            Some(place) => (Some(*place), false),
            None => (index(&format!("{below}/")), true),
        }
    }

    fn missing(&self, kind: Reference, address: &str, path: &str, below: &str) -> Verdict {
        if let Some(to) = self.moved.get(path.trim_end_matches('/')) {
            let code = Code::LinkRedirects;
            let message = format!("`{address}` is an old address; the page is at {to} now.");
            return Verdict {
                lead: lead(self.find(&percent_decoded(to.get(self.base.path.len()..).unwrap_or_default())).0),
                trouble: trouble(code, message, format!("Write `{to}`.")),
            };
        }
        let slashed = format!("{}/", path.trim_end_matches('/'));
        if self.gone.iter().any(|folder| slashed.starts_with(folder)) {
            let message = format!("`{address}` leads to a page that was taken down for good.");
            return Verdict {
                lead: Lead::Away,
                trouble: trouble(Code::LinkToGone, message, "Delete the link, or lead it elsewhere."),
            };
        }
        let lower = below.trim_end_matches('/').to_lowercase();
        let same = |(out, _): &&(OutPath, Recipe)| {
            let file = out.as_str().to_lowercase();
            file.trim_end_matches("index.html").trim_end_matches('/') == lower
        };
        if let Some((out, _)) = self.outputs.iter().find(same).filter(|_| !lower.is_empty()) {
            let is = format!("{}{}", self.base.path, out.url().as_str().trim_start_matches('/'));
            let message = format!("`{address}` differs from {is} in upper and lower case only.");
            return Verdict {
                lead: Lead::Away,
                trouble: trouble(Code::LinkCase, message, format!("Write `{is}`; most hosts tell them apart.")),
            };
        }
        let (code, what) = match kind {
            Reference::Asset => (Code::AssetMissing, "There is no file"),
            _ => (Code::LinkDangling, "There is no page"),
        };
        let all = self.outputs.iter().map(|(out, _)| out.url().as_str().trim_start_matches('/').to_owned());
        let all: Vec<String> = all.collect();
        let near = nearest(below, all.iter().map(String::as_str));
        let help = near.map_or_else(
            || "Correct the address, or add what it leads to.".to_owned(),
            |near| format!("Did you mean `{}{near}`?", self.base.path),
        );
        Verdict { lead: Lead::Away, trouble: trouble(code, format!("{what} {path} on this site."), help) }
    }

    fn fragment(&self, address: &str, place: usize, fragment: &str) -> Option<Trouble> {
        let (out, _) = self.outputs.get(place)?;
        if matches!(fragment, "" | "top") || fragment.starts_with(":~:") || !files::has_places(out.as_str()) {
            return None;
        }
        let ids = || (self.facts)(place).into_iter().flat_map(|facts| facts.ids.iter()).map(|id| self.texts.get(*id));
        if (self.facts)(place).is_none() || ids().any(|id| id == fragment) {
            return None;
        }
        let message = format!("`{address}` names the place `{fragment}`, which {} does not have.", out.url());
        let near = nearest(fragment, ids());
        let help = near.map_or_else(
            || "Delete what stands behind the #, or give that id to what is meant.".to_owned(),
            |near| format!("Did you mean `#{near}`?"),
        );
        trouble(Code::FragmentDangling, message, help)
    }

    /// What decides about addresses besides the files that there are.
    pub(super) fn rules(&self) -> Hash128 {
        let mut hasher = Hasher::new();
        let mut pair = |what: &str, from: &str, to: &str| {
            for part in [what, from, to] {
                hasher.part(part.as_bytes());
            }
        };
        pair("base", &self.base.origin, &self.base.path);
        self.moved.iter().for_each(|(from, to)| pair("moved", from, to));
        self.gone.iter().for_each(|folder| pair("gone", folder, ""));
        let mut onward: Vec<_> = self.onward.iter().collect();
        onward.sort_unstable();
        let out = |place: usize| self.outputs.get(place).map_or("", |(out, _)| out.as_str());
        onward.into_iter().for_each(|(place, to)| pair("onward", out(*place), to));
        hasher.finish()
    }

    /// Redirects that lead to redirects, and those that never end: the page that
    /// they begin at.
    pub(super) fn redirects(&self) -> Vec<(usize, Trouble)> {
        let mut found = Vec::new();
        let mut starts: Vec<usize> = self.onward.keys().copied().collect();
        starts.sort_unstable();
        for start in starts {
            let mut way = vec![start];
            let mut here = start;
            while let Some(next) = self.onward.get(&here).and_then(|to| self.next(to, here)) {
                let seen = way.contains(&next);
                way.push(next);
                if seen {
                    break;
                }
                here = next;
            }
            let names = way.iter().filter_map(|place| Some(self.outputs.get(*place)?.0.url().to_string()));
            let names: Vec<String> = names.collect();
            let all = names.join(" → ");
            let last = way.last().copied();
            let circle = way.len() > 1 && way.iter().take(way.len() - 1).any(|place| Some(*place) == last);
            if circle {
                let message = format!("The page sends its visitors in a circle: {all}.");
                found.extend(
                    trouble(Code::RedirectLoop, message, "Let it lead to a page that stays.").map(|t| (start, t)),
                );
            } else if way.len() > 2 {
                let message = format!("The page sends its visitors on by more than one step: {all}.");
                let help = names.last().map(|last| format!("Write `{last}`.")).unwrap_or_default();
                found.extend(trouble(Code::RedirectChain, message, help).map(|t| (start, t)));
            }
        }
        found
    }

    fn next(&self, to: &str, from: usize) -> Option<usize> {
        let page = self.outputs.get(from)?.0.url();
        let Leads::Here { path, .. } = leads(to, page.as_str(), self.base) else { return None };
        let path = self.moved.get(path.trim_end_matches('/')).map_or(path.as_str(), |to| *to);
        self.find(&percent_decoded(path.get(self.base.path.len()..).unwrap_or_default())).0
    }
}

fn lead(file: Option<usize>) -> Lead {
    file.and_then(|place| u32::try_from(place).ok()).map_or(Lead::Away, Lead::File)
}

fn elsewhere(kind: Reference, address: &str, host: &str) -> Option<Trouble> {
    let name = host.rsplit_once(':').map_or(host, |(name, _)| name);
    let local = matches!(name, "localhost" | "0.0.0.0" | "[::1]") || name.starts_with("127.");
    if local {
        let message = format!("`{address}` leads to a machine of one's own and to nothing for anybody else.");
        return trouble(Code::LinkLocal, message, "Write the address that visitors use.");
    }
    match kind {
        Reference::Asset | Reference::Hint => trouble(
            Code::ThirdPartyAsset,
            format!("`{address}` is loaded from another host, which then learns who visits."),
            "Put the file into content/static or the theme's static folder and load it from there.",
        ),
        _ => None,
    }
}

fn other(kind: Reference, address: &str, scheme: &str, rest: &str) -> Option<Trouble> {
    match scheme {
        "javascript" | "vbscript" | "file" => trouble(
            Code::LinkUnsafe,
            format!("`{address}` is an unsafe address."),
            "Lead to a page; let a button do what a script does.",
        ),
        "mailto" => {
            let to = percent_decoded(rest.split('?').next().unwrap_or_default());
            let is_one = |to: &str| {
                let (user, host) = to.trim().split_once('@').unwrap_or_default();
                !user.is_empty()
                    && host.contains('.')
                    && !host.starts_with('.')
                    && !to.trim().contains(char::is_whitespace)
            };
            let fine = to.is_empty() && rest.starts_with('?') || !to.is_empty() && to.split(',').all(is_one);
            if fine {
                return None;
            }
            trouble(
                Code::EmailInvalid,
                format!("`{address}` is no e-mail address."),
                "Write it as in mailto:name@example.org.",
            )
        }
        "data" | "blob" if kind == Reference::Link => trouble(
            Code::LinkUnsafe,
            format!("`{}` is an unsafe address.", super::page::cut(address, 0, 40)),
            "Lead to a page or a file.",
        ),
        _ => None,
    }
}
