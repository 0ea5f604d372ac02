//! Builds of one site by one process, each of which takes over what the one
//! before found out. What it gives is what a build from nothing gives.

use std::sync::Arc;

use super::wordlists::Wordlists;
use super::{After, Before, Checking, Kept, Onlookers, Ready, Request, Weighing, check, day, form, loading};
use crate::asset::picture::Seen;
use crate::config;
use crate::consent::published::Published;
use crate::consent::{self, Gate, Hidden};
use crate::diagnostic::Diagnostic;
use crate::lints::{self, Reach};
use crate::pages;
use crate::plan::Plan;
use crate::render::Material;
use crate::site::{Ahead, Places, RecordCache, Site};
use crate::text::FileId;
use crate::theme::Theme;
use crate::tree::{Blobs, Tree};

/// What changed since the last build.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Changed<'c> {
    /// Whatever it may be.
    Anything,
    /// These sources of this very tree; their list, `site.toml` and the themes are
    /// as they were.
    Files(&'c [FileId]),
}

/// What is kept between builds.
#[derive(Debug, Default)]
pub struct Warm {
    form: String,
    records: RecordCache,
    seen: Seen,
    words: Wordlists,
    theme: Option<Known>,
    /// What every file is, if nothing was to be said about that.
    places: Option<Arc<Places>>,
    /// Everything, read while nobody waited.
    ahead: Option<Ahead>,
    /// Whether nothing was to be said about the last theme.
    sound: bool,
    /// Records that were replaced. To let go of them takes a moment, for which
    /// nobody should wait.
    stale: RecordCache,
}

/// A theme without any problem, and the templates that it was checked for.
#[derive(Debug)]
pub(super) struct Known {
    theme: Theme,
    /// The same in further languages.
    further: Vec<Theme>,
    templates: Vec<String>,
}

impl Known {
    /// The theme, if it was checked for what these pages ask for.
    pub(super) fn fit_for(self, published: &Published) -> Option<(Theme, Vec<Theme>)> {
        (self.templates == templates(published)).then_some((self.theme, self.further))
    }
}

fn templates(published: &Published) -> Vec<String> {
    pages::template_kinds(published).into_iter().map(|kind| kind.template.into_owned()).collect()
}

/// What a check gives to a preview.
#[derive(Debug)]
pub struct Checked {
    /// The site; `None` if something stops the build.
    pub ready: Option<Ready>,
    /// What is not shown of people, and why.
    pub hidden: Vec<Hidden>,
}

impl Warm {
    /// What earlier runs left as files.
    pub fn of_files(tree: &Tree, request: &Request, kept: Kept) -> Self {
        let form = form(tree, request);
        // What is wrong with the settings is told by the first build.
        let config = config::load(tree, request.base_url.as_ref(), &mut Vec::new());
        let language = config.map(|config| config.language).unwrap_or_default();
        Self {
            records: RecordCache::of_file(kept.records.unwrap_or_default(), &form),
            seen: Seen::of_file(&kept.pictures.unwrap_or_default()),
            words: Wordlists::of_file(&kept.words.unwrap_or_default(), &language),
            form,
            theme: None,
            places: None,
            ahead: None,
            sound: false,
            stale: RecordCache::default(),
        }
    }

    /// What a run can take over, the theme apart.
    pub(super) fn before(&self) -> Before<'_> {
        let Self { records, seen, words, .. } = self;
        Before { records, seen, words, theme: None, places: None, ahead: None }
    }

    /// As [`prepare`](super::prepare). `planned` makes the pages that somebody waits
    /// for.
    pub fn prepare(
        &mut self,
        tree: &mut Tree,
        blobs: &dyn Blobs,
        request: &Request,
        changed: Changed<'_>,
        planned: &dyn Fn(Material<'_>, &Plan),
        problems: &mut Vec<Diagnostic>,
    ) -> Checked {
        let mut hidden = Vec::new();
        // Whatever comes of this build, these are of the sources before it.
        let (places, ahead) = (self.places.take(), self.ahead.take());
        let Some(config) = config::load(tree, request.base_url.as_ref(), problems) else {
            return Checked { ready: None, hidden };
        };
        let form = form(tree, request);
        let form_is_same = form == self.form;
        if !form_is_same {
            let words = Wordlists::new(&config.language);
            *self = Self { form, seen: std::mem::take(&mut self.seen), words, ..Self::default() };
        }
        let gate = Gate { today: day(request.today, &config), drafts: request.drafts };
        let theme = self.theme.take();
        let before = match changed {
            Changed::Files(files) => {
                let ahead = ahead.filter(|_| form_is_same).map(|ahead| (ahead, files));
                Before { theme, places, ahead, ..self.before() }
            }
            Changed::Anything => self.before(),
        };
        let look = &mut |site: &Site| hidden = consent::explain(site, gate);
        let onlookers = Onlookers { records: look, planned, reached: &|_| {} };
        let After { records, seen, published, pictures, theme, further, sound, plan, next, places } =
            check(tree, blobs, (config, gate), before, onlookers, problems);
        self.stale = std::mem::replace(&mut self.records, records.kept());
        (self.seen, self.sound, self.places) = (seen, sound, places);
        let kept = Kept::default();
        let (weighing, checking, known) = (Weighing::default(), Checking::default(), request.known);
        let lints = published.config.lints.clone();
        let ready = theme.zip(plan);
        let ready = ready.map(|(theme, plan)| Ready {
            kept,
            published,
            theme,
            further,
            pictures,
            plan,
            next,
            weighing,
            checking,
            known,
        });
        lints::settle(&lints, known, tree, Reach::Stopped, problems);
        let ready = ready.filter(|_| !lints::stops(problems, request.strict));
        if ready.is_some() {
            lints::settle(&lints, known, tree, Reach::Checked, problems);
        }
        Checked { ready, hidden }
    }

    /// Takes back the theme of a site that was made, and makes ready for the
    /// next while nobody waits.
    pub fn take_back(&mut self, ready: Ready, tree: &Tree, request: &Request) {
        self.stale = RecordCache::default();
        let Ready { published, theme, further, plan, .. } = ready;
        if let Some(index) = plan.index().filter(|index| !index.is_as_kept()) {
            self.words.kept = Arc::new(index.keep());
        }
        drop(plan);
        let templates = templates(&published);
        let further = further.into_iter().map(|version| version.theme).collect();
        self.theme = self.sound.then_some(Known { theme, further, templates });
        // What is let go of makes room for what is unpacked.
        drop(published);
        self.ahead = self.read_ahead(tree, request);
        if self.ahead.is_none() {
            self.records.unpack();
        }
    }

    fn read_ahead(&self, tree: &Tree, request: &Request) -> Option<Ahead> {
        // What is wrong with the settings every build says.
        let config = config::load(tree, request.base_url.as_ref(), &mut Vec::new())?;
        let gate = Gate { today: day(request.today, &config), drafts: request.drafts };
        loading::read_ahead(tree, config, gate, &self.before())
    }
}
