//! Feeds: the newest stories, of all or of an office, a cohort or a goal, with
//! what consent gives and no more.
//!
//! A feed is made only if what its stories say is new, and a story is put into
//! words once for all feeds that have it.

use std::collections::BTreeMap;
use std::sync::OnceLock;

use jiff::civil::Date;

use super::wording::{self, Notices};
use super::{Maker, facets, prose};
use crate::consent::published::{PersonIx, ProseIx, PublicIntern, PublicUpdate, Published};
use crate::format::feed::{self, Entry, Feed, Subject};
use crate::format::xml;
use crate::hash::{Hash128, Hasher};
use crate::language::foreign;
use crate::route::{Channel, Facet, FacetKind, Target};
use crate::view::contract::Bodies;

/// The name of an Atom feed, in the folder of its page.
pub const ATOM: &str = "feed.xml";

/// The name of a JSON feed.
pub const JSON_FEED: &str = "feed.json";

/// What has a feed: the site, and every office, cohort and goal with a page. An
/// address to follow does not go with the last story there.
pub fn channels(published: &Published) -> Vec<Channel> {
    let facets = FacetKind::ALL.into_iter().filter(|kind| kind.has_feeds());
    let facets = facets.flat_map(|kind| facets::all(published, kind)).map(Channel::Of);
    std::iter::once(Channel::All).chain(facets).collect()
}

/// The day of the last change of a story, which is never ahead of us.
pub(super) fn changed(published: &Published, intern: &PublicIntern) -> Date {
    intern.updated.map_or(intern.published, |updated| updated.min(published.date).max(intern.published))
}

/// A profile, or a later story by its place among the person's.
type Story = (PersonIx, Option<usize>);

/// Makes feeds.
#[derive(Debug)]
pub struct Feeds<'m> {
    maker: &'m Maker<'m>,
    /// Later stories by the feeds that may have them: few people tell one.
    later: OnceLock<BTreeMap<Channel, Vec<Story>>>,
    /// What each feed follows from.
    digests: BTreeMap<Channel, OnceLock<Hash128>>,
    /// Names of what has a feed of its own, and what stands for all of them.
    labels: OnceLock<(BTreeMap<Facet, String>, Hash128)>,
    /// What was put into words: of each person the profile, then later stories.
    told: Vec<OnceLock<Box<[OnceLock<Entry>]>>>,
}

impl<'m> Feeds<'m> {
    /// Gets ready.
    pub fn new(maker: &'m Maker<'m>) -> Self {
        let told = maker.published.interns.iter().map(|_| OnceLock::new()).collect();
        let digests = channels(maker.published).into_iter().map(|channel| (channel, OnceLock::new())).collect();
        Self { maker, digests, later: OnceLock::new(), labels: OnceLock::new(), told }
    }

    /// Stands for all that a feed of this form follows from.
    pub fn key(&self, channel: Channel, form: &str) -> Hash128 {
        let digest = match self.digests.get(&channel) {
            Some(known) => *known.get_or_init(|| self.digest(channel)),
            None => self.digest(channel),
        };
        Hasher::new().part(form.as_bytes()).part(&digest.to_bytes()).finish()
    }

    /// What a feed follows from, whatever its form.
    fn digest(&self, channel: Channel) -> Hash128 {
        let (maker, config) = (self.maker, self.maker.config());
        let mut key = Hasher::new();
        key.part(&maker.theme.digest().to_bytes());
        key.part(maker.routes.feed(channel, "").as_str().as_bytes()).part(config.base.full().as_bytes());
        for text in [&config.title, &config.language, &config.feeds.seed, &config.organisation.name] {
            key.part(text.as_bytes());
        }
        for text in [config.description.as_ref().map(|text| &text.value), config.organisation.url.as_ref()] {
            key.part(text.map_or(&[], |text| text.as_bytes()));
        }
        key.part(&self.labels().1.to_bytes()).part(maker.feed_icon.as_deref().unwrap_or_default().as_bytes());
        for story in self.stories(channel) {
            self.feed_story(story, &mut key);
        }
        key.finish()
    }

    /// An id that stays, whatever becomes of the address; of each language its own.
    fn id(&self, of: &str) -> String {
        let (seed, edition) = (&self.maker.config().feeds.seed, &self.maker.published.edition);
        match edition.number {
            0 => feed::permanent_id(seed, of),
            _ => feed::permanent_id(seed, &format!("{of} {}", self.maker.config().language)),
        }
    }

    /// The feed.
    pub fn feed(&self, channel: Channel) -> Feed<'_> {
        let (maker, config) = (self.maker, self.maker.config());
        let entries: Vec<&Entry> = self.stories(channel).into_iter().filter_map(|story| self.entry(story)).collect();
        let since = config.programme.since.and_then(|year| i16::try_from(year).ok()).unwrap_or(2000);
        let file = |name| maker.routes.absolute_of(&maker.routes.link(&maker.routes.feed(channel, name)));
        let page = channel.page();
        let id = match channel {
            Channel::All => "feed".to_owned(),
            Channel::Of(facet) => format!("feed {} {}", facet.kind().folder(), maker.routes.id(facet)),
        };
        Feed {
            id: self.id(&id),
            title: self.title(channel),
            description: config.description.as_ref().map(|text| text.value.clone()),
            home: maker.routes.absolute(&page),
            atom: file(ATOM),
            json: file(JSON_FEED),
            icon: maker.feed_icon.clone(),
            language: config.language.clone(),
            author: config.organisation.name.clone(),
            author_url: config.organisation.url.clone(),
            updated: entries.iter().map(|entry| entry.updated).max().unwrap_or(jiff::civil::date(since, 1, 1)),
            entries,
        }
    }

    fn title(&self, channel: Channel) -> String {
        let site = &self.maker.config().title;
        match channel {
            Channel::All => site.clone(),
            Channel::Of(facet) => format!("{site} – {}", self.label(facet)),
        }
    }

    fn labels(&self) -> &(BTreeMap<Facet, String>, Hash128) {
        self.labels.get_or_init(|| {
            let (mut labels, mut key) = (BTreeMap::new(), Hasher::new());
            for channel in channels(self.maker.published) {
                let Channel::Of(facet) = channel else { continue };
                let label = foreign::plain(&facets::title(self.maker, facet, &mut Notices::default())).into_owned();
                key.part(self.maker.routes.id(facet).as_bytes()).part(label.as_bytes());
                labels.insert(facet, label);
            }
            (labels, key.finish())
        })
    }

    fn label(&self, facet: Facet) -> &str {
        self.labels().0.get(&facet).map_or("", String::as_str)
    }

    /// The newest stories of a feed, those of a day by id.
    fn stories(&self, channel: Channel) -> Vec<Story> {
        let (published, most) = (self.maker.published, self.maker.config().feeds.entries);
        // Profiles stand in the order of publication, so no more of them than the
        // feed holds can be among the newest.
        let mut stories: Vec<Story> = match channel {
            Channel::All => (0..published.interns.len().min(most)).map(|index| (PersonIx(index), None)).collect(),
            Channel::Of(facet) => {
                facets::people(published, facet).iter().take(most).map(|person| (*person, None)).collect()
            }
        };
        let later = self.later.get_or_init(|| later(published)).get(&channel).map_or(&[][..], Vec::as_slice);
        stories.extend_from_slice(later);
        let key = |&(person, place): &Story| {
            let intern = published.interns.get(person.0)?;
            let day = match place {
                Some(place) => intern.updates.get(place)?.published,
                None => intern.published,
            };
            Some((std::cmp::Reverse(day), intern.id.as_str(), place))
        };
        stories.sort_by(|a, b| key(a).cmp(&key(b)));
        stories.truncate(most);
        stories
    }

    fn entry(&self, (person, place): Story) -> Option<&Entry> {
        let intern = self.maker.intern(person)?;
        let told = self.told.get(person.0)?;
        let told = told.get_or_init(|| (0..=intern.updates.len()).map(|_| OnceLock::new()).collect());
        let told = told.get(place.map_or(0, |place| place + 1))?;
        Some(told.get_or_init(|| match place.and_then(|place| Some((place, intern.updates.get(place)?))) {
            Some((place, update)) => self.update(person, intern, place, update),
            None => self.profile(person, intern),
        }))
    }

    fn profile(&self, person: PersonIx, intern: &PublicIntern) -> Entry {
        let maker = self.maker;
        let mut notices = Notices::default();
        let url = maker.routes.absolute(&Target::Intern(person));
        let summary = wording::marked(&intern.summary.value, &mut notices);
        let title = wording::marked(&intern.title.value, &mut notices);
        let (summary, content) = self.told(ProseIx::Intern(person), intern, &url, summary, notices);
        Entry {
            id: self.id(&format!("intern {}", lasting_id(intern))),
            title,
            url,
            author: wording::person(maker.words(), intern).0,
            summary,
            content,
            published: intern.published,
            updated: changed(maker.published, intern),
            subjects: self.subjects(intern),
        }
    }

    fn update(&self, person: PersonIx, intern: &PublicIntern, place: usize, update: &PublicUpdate) -> Entry {
        let maker = self.maker;
        let mut notices = Notices::default();
        let url = maker.routes.absolute(&Target::Update(person, place));
        let summary = wording::marked(&update.summary.value, &mut notices);
        let title = wording::marked(&update.title.value, &mut notices);
        let (summary, content) = self.told(ProseIx::Update(person, place), intern, &url, summary, notices);
        let key = format!("update {} {}", lasting_id(intern), update.slug);
        Entry {
            id: self.id(&key),
            title,
            url,
            author: wording::person(maker.words(), intern).0,
            summary,
            content,
            published: update.published,
            updated: update.published,
            subjects: self.subjects(intern),
        }
    }

    /// The summary with the office and the notices that belong to it, and the
    /// whole text below it where feeds hold that.
    fn told(
        &self,
        text: ProseIx,
        intern: &PublicIntern,
        url: &str,
        summary: String,
        mut notices: Notices,
    ) -> (String, Option<String>) {
        let (maker, words) = (self.maker, self.maker.words());
        let full = maker.config().feeds.full;
        notices.kosovo |= full && maker.published.prose(text).is_some_and(|prose| prose.marked);
        let place = maker.place(intern.office, &mut notices);
        let mut told = words.fill("say_feed_summary", &[("summary", &summary), ("office", &place)]);
        if intern.sample {
            told = format!("{told} {}", words.get("say_feed_sample"));
        }
        if notices.kosovo {
            told = format!("{told} {}", wording::kosovo(words));
        }
        let content = full.then(|| {
            let body = maker.prose(text);
            let html = format!("<p>{}</p>\n{}", xml(&told), body.as_str().unwrap_or_default());
            feed::absolute(&html, &maker.config().base.origin, url)
        });
        (told, content)
    }

    fn subjects(&self, intern: &PublicIntern) -> Vec<Subject> {
        let maker = self.maker;
        facets_of(intern)
            .map(|facet| Subject {
                term: maker.routes.id(facet),
                scheme: maker.routes.absolute(&Target::Index(facet.kind())),
                label: self.label(facet).to_owned(),
            })
            .collect()
    }

    /// What an entry follows from, the words of the theme and the address of
    /// the site apart.
    fn feed_story(&self, (person, place): Story, key: &mut Hasher) {
        let maker = self.maker;
        let Some(intern) = maker.intern(person) else { return };
        let update = place.and_then(|place| intern.updates.get(place));
        let (title, summary) =
            update.map_or((&intern.title, &intern.summary), |update| (&update.title, &update.summary));
        let name = intern.name.as_ref().map_or("", |name| name.value.as_str());
        let slug = update.map_or("", |update| update.slug.as_str());
        for text in [&intern.id, lasting_id(intern), slug, &title.value, &summary.value, name] {
            key.part(text.as_bytes());
        }
        let days = [update.map_or(intern.published, |update| update.published), changed(maker.published, intern)];
        for day in days {
            key.part(&[day.year().to_le_bytes(), [day.month().unsigned_abs(), day.day().unsigned_abs()]].concat());
        }
        key.part(&[u8::from(place.is_some()), u8::from(intern.sample)]);
        // By their places among what has a feed, whose names are in the key.
        key.part(&[intern.office.0.to_le_bytes(), intern.cohort.0.to_le_bytes()].concat());
        let goals: Vec<u8> = intern.sdgs.iter().map(|mapping| mapping.goal).collect();
        key.part(&goals);
        if maker.config().feeds.full {
            let text = place.map_or(ProseIx::Intern(person), |place| ProseIx::Update(person, place));
            let body = prose::body(maker, text, &mut Notices::default()).0;
            key.part(&body.0.map(|(_, digest)| digest.to_bytes()).unwrap_or_default());
        }
    }
}

/// The id that a person's folder first had: an alias tells it where the folder
/// was renamed since, so that nobody reads an old story as a new one.
fn lasting_id(intern: &PublicIntern) -> &str {
    let of_profile = |alias: &str| {
        let id = alias.strip_prefix("/interns/")?.strip_suffix('/')?;
        (!id.is_empty() && !id.contains('/')).then_some(id.len())
    };
    let first = intern.aliases.iter().find_map(|alias| Some((alias.value.as_str(), of_profile(&alias.value)?)));
    first.and_then(|(alias, len)| alias.get("/interns/".len()..)?.get(..len)).unwrap_or(&intern.id)
}

/// The offices, cohorts and goals that gather a person.
fn facets_of(intern: &PublicIntern) -> impl Iterator<Item = Facet> {
    let mut goals: Vec<u8> = intern.sdgs.iter().map(|mapping| mapping.goal).collect();
    goals.sort_unstable();
    goals.dedup();
    [Facet::Office(intern.office), Facet::Cohort(intern.cohort)].into_iter().chain(goals.into_iter().map(Facet::Goal))
}

/// All later stories, by the feeds that may have them.
fn later(published: &Published) -> BTreeMap<Channel, Vec<Story>> {
    let mut later: BTreeMap<Channel, Vec<Story>> = BTreeMap::new();
    for (index, intern) in published.interns.iter().enumerate().filter(|(_, intern)| !intern.updates.is_empty()) {
        let channels = std::iter::once(Channel::All).chain(facets_of(intern).map(Channel::Of));
        for channel in channels {
            let stories = (0..intern.updates.len()).map(|place| (PersonIx(index), Some(place)));
            later.entry(channel).or_default().extend(stories);
        }
    }
    later
}
