//! The feed: the newest stories, with what consent gives and no more.

use super::Maker;
use super::maker::KOSOVO_NOTICE;
use super::wording::{self, Notices};
use crate::consent::published::{PersonIx, PublicIntern};
use crate::format::feed::{Entry, Feed};
use crate::path::Url;
use crate::route::Target;

/// The feed of all stories.
pub fn feed(maker: &Maker<'_>) -> Feed {
    let config = maker.config();
    let mut entries: Vec<(PersonIx, Entry)> = Vec::new();
    // Profiles stand in the order of publication, so no more of them than the
    // feed holds can be among the newest.
    for (index, intern) in maker.published.interns.iter().enumerate().take(config.feed_entries) {
        entries.push((PersonIx(index), profile(maker, PersonIx(index), intern)));
    }
    for (index, intern) in maker.published.interns.iter().enumerate() {
        entries.extend(updates(maker, PersonIx(index), intern).map(|entry| (PersonIx(index), entry)));
    }
    entries.sort_by(|(_, a), (_, b)| b.published.cmp(&a.published).then_with(|| a.key.cmp(&b.key)));
    let entries: Vec<Entry> = entries.into_iter().map(|(_, entry)| entry).take(config.feed_entries).collect();
    let since = config.programme.since.and_then(|year| i16::try_from(year).ok()).unwrap_or(2000);
    let updated = entries.iter().map(|entry| entry.updated).max().unwrap_or(jiff::civil::date(since, 1, 1));
    let file = |path: &str| {
        let link = Url::new(path).map(|url| maker.routes.link(&url)).unwrap_or_default();
        maker.routes.absolute_of(&link)
    };
    Feed {
        title: config.title.clone(),
        description: config.description.as_ref().map(|text| text.value.clone()),
        home: maker.routes.absolute(&Target::Home),
        atom: file("/feed.xml"),
        json: file("/feed.json"),
        language: config.language.clone(),
        author: config.organisation.name.clone(),
        updated,
        entries,
    }
}

fn profile(maker: &Maker<'_>, person: PersonIx, intern: &PublicIntern) -> Entry {
    let mut notices = Notices::default();
    let title = wording::marked(&intern.title.value, &mut notices);
    let summary = wording::marked(&intern.summary.value, &mut notices);
    Entry {
        key: format!("intern {}", intern.id),
        title,
        url: maker.routes.absolute(&Target::Intern(person)),
        author: wording::person(maker.words(), intern).0,
        summary: with_place(maker, intern, summary, notices),
        published: intern.published,
        updated: intern.updated.map_or(intern.published, |updated| updated.max(intern.published)),
    }
}

fn updates<'m>(
    maker: &'m Maker<'_>,
    person: PersonIx,
    intern: &'m PublicIntern,
) -> impl Iterator<Item = Entry> + use<'m> {
    intern.updates.iter().enumerate().map(move |(place, update)| {
        let mut notices = Notices::default();
        let title = wording::marked(&update.title.value, &mut notices);
        let summary = wording::marked(&update.summary.value, &mut notices);
        Entry {
            key: format!("update {} {}", intern.id, update.slug),
            title,
            url: maker.routes.absolute(&Target::Update(person, place)),
            author: wording::person(maker.words(), intern).0,
            summary: with_place(maker, intern, summary, notices),
            published: update.published,
            updated: update.published,
        }
    })
}

/// The summary with the office, and with the notice that its name needs.
fn with_place(maker: &Maker<'_>, intern: &PublicIntern, summary: String, mut notices: Notices) -> String {
    let place = maker.place(intern.office, &mut notices);
    let text = maker.words().fill("say_feed_summary", &[("summary", &summary), ("office", &place)]);
    if notices.kosovo { format!("{text} * {KOSOVO_NOTICE}") } else { text }
}
