//! What there is to say, in order, for every form that people read.

use std::borrow::Cow;

use crate::format::host::Rule;
use crate::path::OutPath;
use crate::publish::{
    Basis, Changed, Difference, Hunk, Lists, Parts, Person, PictureChange, Replaced, Seen, Turn, Went,
};

/// How much is told, so that a report stays readable; people are all told.
#[derive(Debug, Clone, Copy)]
pub(super) struct Most {
    pub(super) items: usize,
    pub(super) below: usize,
    pub(super) words: usize,
}

impl Most {
    pub(super) const SCREEN: Self = Self { items: 60, below: 12, words: 400 };
    pub(super) const ALL: Self = Self { items: usize::MAX, below: usize::MAX, words: usize::MAX };
}

/// A part of a report.
#[derive(Debug)]
pub(super) struct Section<'d> {
    pub(super) title: &'static str,
    pub(super) items: Vec<Item<'d>>,
}

/// A line with lines that belong to it.
#[derive(Debug, Default)]
pub(super) struct Item<'d> {
    pub(super) pieces: Vec<Piece<'d>>,
    pub(super) below: Vec<Item<'d>>,
}

/// A piece of a line.
#[derive(Debug)]
pub(super) enum Piece<'d> {
    Text(Cow<'static, str>),
    Address(String),
    Went(String),
    Came(String),
    Picture(&'d Seen),
}

/// The parts of a report that have something to say.
pub(super) fn outline(difference: &Difference, most: Most) -> Vec<Section<'_>> {
    let teller = Teller { difference, most };
    let mut sections = vec![
        Section { title: "People and donors", items: teller.people() },
        Section { title: "Pages", items: teller.pages() },
        Section { title: "On many pages", items: teller.shared() },
        Section { title: "Pictures", items: teller.pictures() },
        Section { title: "Old addresses", items: teller.rules() },
        Section { title: "Other files", items: teller.files() },
    ];
    sections.retain(|section| !section.items.is_empty());
    sections.push(Section { title: "What travels", items: teller.transfer() });
    sections
}

struct Teller<'d> {
    difference: &'d Difference,
    most: Most,
}

fn text<'d>(text: impl Into<Cow<'static, str>>) -> Item<'d> {
    Item { pieces: vec![Piece::Text(text.into())], below: Vec::new() }
}

fn say<'d>(words: impl Into<Cow<'static, str>>) -> Piece<'d> {
    Piece::Text(words.into())
}

fn count(n: usize, one: &str, many: &str) -> String {
    if n == 1 { format!("1 {one}") } else { format!("{n} {many}") }
}

impl<'d> Teller<'d> {
    fn address(&self, out: &OutPath) -> Piece<'d> {
        Piece::Address(format!("{}{}", self.difference.base, out.url().as_str().trim_start_matches('/')))
    }

    fn people(&self) -> Vec<Item<'d>> {
        let Some(people) = &self.difference.people else {
            return vec![text(
                "Two folders do not say who agreed to what. Compare two revisions of the sources to see whose public face changes.",
            )];
        };
        let mut items: Vec<Item<'d>> = people.people.iter().map(person).collect();
        items.extend(people.donors.iter().map(|donor| {
            let mut pieces = vec![say("donor "), Piece::Address(donor.id.clone()), say(turn(donor.turn))];
            pieces.push(say(parts(&donor.parts, donor.turn)));
            Item { pieces, below: Vec::new() }
        }));
        if people.untold > 0 {
            let who = count(people.untold, "person or donor is", "people or donors are");
            items.push(text(format!("{who} no longer public, whose address would tell a name")));
        }
        if items.is_empty() {
            items.push(text("Nobody becomes public, nobody is public with something else, nobody goes."));
        }
        if self.difference.untold {
            items.push(text("Something is taken back, so words of the old site are counted below and not told."));
        }
        items
    }

    fn pages(&self) -> Vec<Item<'d>> {
        let Difference { added, removed, moved, changed, markup, .. } = self.difference;
        let mut items = Vec::new();
        let new = added.iter().map(|(out, title)| Item {
            pieces: vec![say("new: "), self.address(out), say(" "), Piece::Came(self.cut(title))],
            below: Vec::new(),
        });
        self.some(&mut items, new);
        let gone =
            removed.told.iter().map(|out| Item { pieces: vec![say("gone: "), self.address(out)], below: Vec::new() });
        self.some(&mut items, gone);
        if removed.untold > 0 {
            let pages = count(removed.untold, "page", "pages");
            items.push(text(format!("gone: {pages} whose address may tell what is no longer public")));
        }
        let moves = moved.iter().map(|(from, to)| Item {
            pieces: vec![say("moved: "), self.address(from), say(" is now "), self.address(to)],
            below: Vec::new(),
        });
        self.some(&mut items, moves);
        let told = |page: &&Changed| {
            !page.words.is_empty()
                || page.retitled.is_some()
                || page.redescribed.is_some()
                || has(&page.labels)
                || has(&page.links)
        };
        self.some(&mut items, changed.iter().filter(told).map(|page| self.changed(page)));
        if *markup > 0 {
            items.push(text(format!(
                "{} in markup, styles or pictures only",
                count(*markup, "page differs", "pages differ")
            )));
        }
        items
    }

    fn changed(&self, page: &'d Changed) -> Item<'d> {
        let what = if page.has_other_words { "changed: " } else { "changed, with the same words: " };
        let mut below: Vec<Item<'d>> = page.words.iter().map(|hunk| self.hunk(hunk)).collect();
        let texts = [("title: ", &page.retitled), ("description: ", &page.redescribed)];
        for (name, replaced) in texts.into_iter().filter_map(|(name, replaced)| Some((name, replaced.as_ref()?))) {
            let Replaced { went, came } = replaced;
            let mut pieces = vec![say(name)];
            self.exchange(went, came, &mut pieces);
            below.push(Item { pieces, below: Vec::new() });
        }
        for (name, lists) in [("text of a picture or control: ", &page.labels), ("link: ", &page.links)] {
            let Lists { went, gone, came } = lists;
            let line = |piece| Item { pieces: vec![say(name), piece], below: Vec::new() };
            below.extend(went.iter().map(|text| line(Piece::Went(self.cut(text)))));
            if *gone > went.len() {
                below.push(line(say(format!("{} gone", gone - went.len()))));
            }
            below.extend(came.iter().map(|text| line(Piece::Came(self.cut(text)))));
        }
        let more = below.len().saturating_sub(self.most.below);
        below.truncate(self.most.below);
        below.extend((more > 0).then(|| text(format!("and {more} more"))));
        Item { pieces: vec![say(what), self.address(&page.out)], below }
    }

    fn shared(&self) -> Vec<Item<'d>> {
        let mut items = Vec::new();
        let each = self.difference.shared.iter().map(|shared| {
            let mut item = self.hunk(&shared.hunk);
            item.pieces.insert(0, say(format!("{}: ", count(shared.pages.len(), "page", "pages"))));
            item.below.push(self.list(&shared.pages));
            item
        });
        self.some(&mut items, each);
        items
    }

    /// Addresses in one line.
    fn list(&self, pages: &[OutPath]) -> Item<'d> {
        let most = self.most.below;
        let mut pieces = Vec::new();
        for page in pages.iter().take(most) {
            if !pieces.is_empty() {
                pieces.push(say(", "));
            }
            pieces.push(self.address(page));
        }
        if pages.len() > most {
            pieces.push(say(format!(" and {} more", pages.len() - most)));
        }
        Item { pieces, below: Vec::new() }
    }

    fn pictures(&self) -> Vec<Item<'d>> {
        let mut items = Vec::new();
        let each = self.difference.pictures.iter().map(|PictureChange { old, new, pages }| {
            let mut pieces = Vec::new();
            for (name, seen) in [("was ", old), ("is ", new)] {
                let Some(seen) = seen else { continue };
                pieces.push(say(if pieces.is_empty() { name.to_owned() } else { format!(", {name}") }));
                pieces.extend(self.picture(seen));
            }
            pieces.insert(
                0,
                say(match (old, new) {
                    (Some(_), Some(_)) => "other picture: ",
                    (None, _) => "new picture: ",
                    (_, None) => "picture gone: ",
                }),
            );
            Item { pieces, below: vec![self.list(pages)] }
        });
        self.some(&mut items, each);
        items
    }

    fn picture(&self, seen: &'d Seen) -> Vec<Piece<'d>> {
        let mut facts = Vec::new();
        facts.extend(seen.size.map(|(width, height)| format!("{width} × {height}")));
        facts.extend(seen.bytes.map(size));
        let facts = if facts.is_empty() { String::new() } else { format!(" ({})", facts.join(", ")) };
        let mut pieces = vec![Piece::Picture(seen), Piece::Address(seen.address.clone()), say(facts)];
        if let Some(alt) = seen.alt.as_ref().filter(|alt| !alt.is_empty()) {
            pieces.push(say(" “".to_owned() + &self.cut(alt) + "”"));
        }
        pieces
    }

    fn rules(&self) -> Vec<Item<'d>> {
        let rules = &self.difference.rules;
        let mut items = Vec::new();
        let line = |rule: &Rule, come: bool| {
            let pieces = match (rule, come) {
                (Rule::Moved { from, to }, true) => {
                    vec![Piece::Address(from.clone()), say(" leads to "), Piece::Address(to.clone())]
                }
                (Rule::Moved { from, to }, false) => {
                    vec![Piece::Address(from.clone()), say(" no longer leads to "), Piece::Address(to.clone())]
                }
                (Rule::Gone { folder, .. }, true) => vec![Piece::Address(folder.clone()), say(" answers 410, gone")],
                (Rule::Gone { folder, .. }, false) => {
                    vec![Piece::Address(folder.clone()), say(" no longer answers 410")]
                }
            };
            Item { pieces, below: Vec::new() }
        };
        self.some(&mut items, rules.come.iter().map(|rule| line(rule, true)));
        self.some(&mut items, rules.go.iter().map(|rule| line(rule, false)));
        if rules.untold > 0 {
            let old = count(rules.untold, "old address leads", "old addresses lead");
            items.push(text(format!("{old} nowhere any more")));
        }
        items
    }

    fn files(&self) -> Vec<Item<'d>> {
        let mut items = Vec::new();
        self.some(
            &mut items,
            self.difference.files.iter().map(|out| Item { pieces: vec![self.address(out)], below: Vec::new() }),
        );
        items
    }

    fn transfer(&self) -> Vec<Item<'d>> {
        let transfer = &self.difference.transfer;
        let (files, bytes) = transfer.upload;
        let (files, deleted) = (count(files, "file", "files"), transfer.delete);
        let mut items = vec![text(format!("a deploy uploads {files}, {}, and deletes {deleted}", size(bytes)))];
        items.extend(transfer.visits.iter().map(|(out, before, now)| {
            let weighs = if before == now {
                format!(" weighs {} at a first visit, as before", size(*now))
            } else {
                format!(" weighs {} at a first visit; it was {}", size(*now), size(*before))
            };
            Item { pieces: vec![self.address(out), say(weighs)], below: Vec::new() }
        }));
        items
    }

    fn hunk(&self, hunk: &Hunk) -> Item<'d> {
        let mut pieces = vec![say(format!("{} ", hunk.before).trim_start().to_owned())];
        self.exchange(&hunk.went, &hunk.came, &mut pieces);
        pieces.push(say(format!(" {}", hunk.after).trim_end().to_owned()));
        Item { pieces, below: Vec::new() }
    }

    fn exchange(&self, went: &Went, came: &str, pieces: &mut Vec<Piece<'d>>) {
        match went {
            Went::Words(words) if words.is_empty() => {}
            Went::Words(words) => pieces.push(Piece::Went(self.cut(words))),
            Went::Count(0) => {}
            Went::Count(n) => pieces.push(say(format!("({} gone)", count(*n, "word", "words")))),
        }
        if !came.is_empty() {
            let alone = matches!(went, Went::Words(words) if words.is_empty()) || matches!(went, Went::Count(0));
            pieces.extend((!alone).then(|| say(" ")));
            pieces.push(Piece::Came(self.cut(came)));
        }
    }

    fn cut(&self, words: &str) -> String {
        match words.char_indices().nth(self.most.words) {
            Some((at, _)) => {
                let rest = words.get(at..).unwrap_or_default().split_whitespace().count();
                format!("{}… ({} more)", words.get(..at).unwrap_or_default(), count(rest, "word", "words"))
            }
            None => words.to_owned(),
        }
    }

    /// As many as may be told of one kind.
    fn some(&self, items: &mut Vec<Item<'d>>, each: impl Iterator<Item = Item<'d>>) {
        let mut each = each;
        items.extend(each.by_ref().take(self.most.items));
        let more = each.count();
        items.extend((more > 0).then(|| text(format!("and {more} more"))));
    }
}

fn has(lists: &Lists) -> bool {
    lists.gone > 0 || !lists.came.is_empty()
}

fn person<'d>(person: &Person) -> Item<'d> {
    let mut pieces = vec![Piece::Address(person.id.clone())];
    pieces.extend(person.name.iter().map(|name| say(format!(", {name},"))));
    pieces.push(say(turn(person.turn)));
    pieces.push(say(parts(&person.parts, person.turn)));
    let mut below = Vec::new();
    below.extend(
        person
            .address
            .clone()
            .map(|address| Item { pieces: vec![say("page: "), Piece::Address(address)], below: Vec::new() }),
    );
    below.extend(person.consent.as_ref().map(|consent| text(basis(consent))));
    Item { pieces, below }
}

fn turn(turn: Turn) -> &'static str {
    match turn {
        Turn::Begins => " becomes public",
        Turn::Changes => " is public with something else",
        Turn::Ends => " is no longer public",
    }
}

fn parts(parts: &Parts, turn: Turn) -> String {
    let lists = [("with ", &parts.gained), ("no longer ", &parts.lost), ("other ", &parts.altered)];
    let said: Vec<String> = match turn {
        Turn::Ends => Vec::new(),
        Turn::Begins => lists.iter().take(1).map(|(word, list)| format!("{word}{}", list.join(", "))).collect(),
        Turn::Changes => {
            let named = [("new: ", &parts.gained), ("no longer: ", &parts.lost), ("other: ", &parts.altered)];
            named
                .iter()
                .filter(|(_, list)| !list.is_empty())
                .map(|(word, list)| format!("{word}{}", list.join(", ")))
                .collect()
        }
    };
    if said.is_empty() { String::new() } else { format!("; {}", said.join("; ")) }
}

fn basis(consent: &Basis) -> String {
    let scopes: Vec<&str> = consent.granted.iter().map(|scope| scope.word()).collect();
    let mut text = format!("consent: {}", consent.status.word());
    if let Some(given) = consent.given {
        text.push_str(&format!(", given {given}"));
    }
    if let Some(until) = consent.until {
        text.push_str(&format!(", until {until}"));
    }
    text.push_str(&format!(", for {}", if scopes.is_empty() { "nothing".to_owned() } else { scopes.join(", ") }));
    text
}

/// Bytes in words.
pub(super) fn size(bytes: u64) -> String {
    match bytes {
        0..1024 => format!("{bytes} bytes"),
        1024..1_048_576 => format!("{:.1} KiB", bytes as f64 / 1024.0),
        _ => format!("{:.1} MiB", bytes as f64 / 1_048_576.0),
    }
}
