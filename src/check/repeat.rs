//! Parts that many pages have alike, read once: the cards of stories, what heads
//! begin with, the headers and footers of pages.
//!
//! A part is passed over only where reading it again would tell nothing else: it
//! stands in elements of the same kinds, holds nothing that depends on its page,
//! and left no note but those kept here. What it left is found by comparing what
//! was noted before and after, so a rule that notes something new makes parts
//! unfit, rather than wrong, once `Marks` has it.

use std::borrow::Cow;
use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use memchr::memmem;
use xxhash_rust::xxh3::xxh3_64;

use super::access::{Added, HeadSeen, Marks};
use super::element::Element;
use super::facts::{TextNo, Texts};
use super::page::{Page, Wanted};
use super::piece::Piece;
use super::tag::Tag;
use super::token::Tokens;
use crate::hash::Hash128;

/// Longer ones are not looked for.
const LONGEST: usize = 8192;

/// Parts that are kept at a time, in each of the places for them.
const MOST: usize = 2048;
const PLACES: usize = 16;

/// Parts that were read, for all who read pages at the same time.
#[derive(Debug, Default)]
pub(super) struct Repeats([Mutex<HashMap<Key, Arc<Part>>>; PLACES]);

/// The letters of a part, and what else decides how they are read.
type Key = (Hash128, u64);

/// What reading a part left. Places count from where it begins.
#[derive(Debug)]
struct Part {
    references: Vec<TextNo>,
    /// Ids, and the tags that have them.
    ids: Vec<(Piece, Piece)>,
    /// Ids that something refers to, by which attribute, and its tag.
    wanted: Vec<(Piece, &'static str, Piece)>,
    added: Added,
    /// Elements of it that stand in no other of its elements.
    outer: u32,
    head: HeadSeen,
}

/// Passes over parts of one page.
#[derive(Debug)]
pub(super) struct Reader<'r> {
    repeats: &'r Repeats,
    texts: &'r Texts,
    reading: Option<Reading>,
}

/// A part that is being read, and what was noted before.
#[derive(Debug)]
struct Reading {
    key: Key,
    is_head: bool,
    at: usize,
    end: usize,
    before: State,
}

/// How much was noted of a page.
#[derive(Debug)]
struct State {
    marks: Marks,
    lists: [usize; 2],
    references: usize,
    ids: usize,
    wanted: usize,
    open: usize,
    children: u32,
    strangers: u32,
}

impl<'r> Reader<'r> {
    pub(super) fn new(repeats: &'r Repeats, texts: &'r Texts) -> Self {
        Self { repeats, texts, reading: None }
    }

    /// A start tag was cut: `true` if it begins a part that is known, which is
    /// passed over.
    pub(super) fn passes(&mut self, page: &mut Page<'_>, tokens: &mut Tokens<'_>, element: &Element<'_, '_>) -> bool {
        let may = match element.tag {
            Tag::Article => true,
            // Those of pages; others are of one page.
            Tag::Header | Tag::Footer => page.open.last().is_some_and(|parent| parent.tag == Tag::Body),
            _ => false,
        };
        may && self.begins(page, tokens, element.tag, element.at)
    }

    /// The element of a start tag is open: what is in a head may be known.
    pub(super) fn opened(&mut self, page: &mut Page<'_>, tokens: &mut Tokens<'_>, element: &Element<'_, '_>) {
        if element.tag == Tag::Head {
            self.begins(page, tokens, Tag::Head, element.end);
        }
    }

    /// A token was read that ends here.
    pub(super) fn read_to(&mut self, page: &Page<'_>, end: usize) {
        if self.reading.as_ref().is_none_or(|reading| reading.end > end) {
            return;
        }
        if let Some(reading) = self.reading.take()
            && reading.end == end
            && let Some(part) = reading.part(page, self.texts)
        {
            self.repeats.keep(reading.key, part);
        }
    }

    fn begins(&mut self, page: &mut Page<'_>, tokens: &mut Tokens<'_>, tag: Tag, at: usize) -> bool {
        let is_head = tag == Tag::Head;
        let Some(end) = end_of(page, tag, at).filter(|_| page.is_calm() && page.notes.repeats_may_begin(is_head))
        else {
            return false;
        };
        let key = (Hash128::of(page.text.as_bytes().get(at..end).unwrap_or_default()), around(page, is_head, at));
        if let Some(part) = self.repeats.find(key) {
            part.leave(page, is_head, at);
            tokens.pass(end);
            return true;
        }
        self.reading = Some(Reading { key, is_head, at, end, before: State::of(page) });
        false
    }
}

/// Where a part ends, if it is what it seems to be.
fn end_of(page: &Page<'_>, tag: Tag, at: usize) -> Option<usize> {
    let (mark, is_in) = match tag {
        Tag::Head => ("<title", false),
        Tag::Header => ("</header>", true),
        Tag::Footer => ("</footer>", true),
        _ => ("</article>", true),
    };
    let rest = page.text.as_bytes().get(at..)?;
    let rest = rest.get(..LONGEST).unwrap_or(rest);
    memmem::find(rest, mark.as_bytes()).map(|found| at + found + if is_in { mark.len() } else { 0 })
}

/// What decides how a part is read, beside its letters.
fn around(page: &Page<'_>, is_head: bool, at: usize) -> u64 {
    let mut all = Vec::with_capacity(64);
    // What stands early in a file counts as such.
    all.extend(if is_head { at.to_le_bytes() } else { [0; size_of::<usize>()] });
    all.extend(page.notes.last_level());
    for open in &page.open {
        all.extend([open.tag as u8, u8::from(open.role.is_empty())]);
        if open.tag == Tag::Other {
            all.extend(xxh3_64(open.name.as_bytes()).to_le_bytes());
        }
    }
    xxh3_64(&all)
}

impl Repeats {
    fn find(&self, key: Key) -> Option<Arc<Part>> {
        self.place(key).lock().unwrap_or_else(PoisonError::into_inner).get(&key).map(Arc::clone)
    }

    fn keep(&self, key: Key, part: Part) {
        let mut place = self.place(key).lock().unwrap_or_else(PoisonError::into_inner);
        if place.len() >= MOST {
            place.clear();
        }
        place.insert(key, Arc::new(part));
    }

    fn place(&self, key: Key) -> &Mutex<HashMap<Key, Arc<Part>>> {
        let [first, ..] = &self.0;
        let [number, ..] = key.0.to_bytes();
        self.0.get(usize::from(number) % PLACES).unwrap_or(first)
    }
}

impl State {
    fn of(page: &Page<'_>) -> Self {
        let parent = page.open.last().map_or((0, 0), |parent| (parent.children, parent.strangers));
        Self {
            marks: page.notes.marks(),
            lists: page.lists(),
            references: page.references.len(),
            ids: page.ids.len(),
            wanted: page.wanted.len(),
            open: page.open.len(),
            children: parent.0,
            strangers: parent.1,
        }
    }
}

impl Reading {
    /// What reading the part left, if it may be left again.
    fn part(&self, page: &Page<'_>, texts: &Texts) -> Option<Part> {
        let (before, after) = (&self.before, State::of(page));
        let same = before.marks.fixed == after.marks.fixed
            && before.lists == after.lists
            && before.open == after.open
            && before.children == after.children;
        let head = after.marks.head;
        if !same || !page.is_calm() || !self.is_head && head != before.marks.head {
            return None;
        }
        let references = page.references.get(before.references..)?;
        let references: Vec<&str> = references.iter().filter_map(|(from, to)| page.addresses.get(*from..*to)).collect();
        // One that depends on its page has the address of that behind it.
        if references.iter().any(|reference| reference.contains('\0')) {
            return None;
        }
        // Nor is one passed over whose ids are written with entities.
        let piece = |slice: &Cow<'_, str>| match slice {
            Cow::Borrowed(slice) => Some(Piece::of(slice, page.text).from(self.at)),
            Cow::Owned(_) => None,
        };
        let tag = |at: usize, end: usize| Piece::new((at, end)).from(self.at);
        let ids = page.ids.get(before.ids..)?.iter().map(|(id, at, end)| Some((piece(id)?, tag(*at, *end))));
        let wanted = page.wanted.get(before.wanted..)?.iter();
        let wanted = wanted.map(|wanted| Some((piece(&wanted.id)?, wanted.by, tag(wanted.at, wanted.end))));
        Some(Part {
            ids: ids.collect::<Option<_>>()?,
            wanted: wanted.collect::<Option<_>>()?,
            references: texts.numbers(references.into_iter()),
            added: page.notes.since(&before.marks, self.at),
            outer: after.strangers - before.strangers,
            head,
        })
    }
}

impl Part {
    /// Leaves on a page what reading the part at this place would leave.
    fn leave(&self, page: &mut Page<'_>, is_head: bool, at: usize) {
        let text = page.text;
        page.repeated.extend_from_slice(&self.references);
        let ids = self.ids.iter().map(|(id, tag)| (id.onto(at), tag.onto(at)));
        page.ids.extend(ids.map(|(id, tag)| (Cow::Borrowed(id.text(text)), tag.at, tag.end)));
        let wanted = self.wanted.iter().map(|(id, by, tag)| (id.onto(at), *by, tag.onto(at)));
        page.wanted.extend(wanted.map(|(id, by, tag)| {
            let id = Cow::Borrowed(id.text(text));
            Wanted { id, by, at: tag.at, end: tag.end }
        }));
        page.notes.leave(&self.added, at);
        if is_head {
            page.notes.leave_head(self.head);
        }
        if let Some(parent) = page.parent() {
            parent.strangers += self.outer;
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::{Strategy, prop_assert_eq, prop_oneof, proptest};
    use proptest::sample::select;

    use super::Repeats;
    use crate::check::facts::Texts;
    use crate::check::page;

    const HEADS: [&str; 6] = [
        "<meta charset=utf-8><link rel=stylesheet href=/s.css>",
        "<meta charset=utf-8><meta name=viewport content='width=device-width'><script src=/a.js>'<b>'</script>",
        "<meta name=description content=x><link rel=icon href=x.png>",
        "<meta name=viewport content='user-scalable=no'>",
        "<base href=/y/><meta name=robots content=noindex>",
        "<style>a{background:url(/b.png)}</style><meta property=og:image content=/c.png>",
    ];

    const PARTS: [&str; 20] = [
        "<article class=card><h3><a href=/i/1/>One</a></h3><p>Words</article>",
        "<article class=card><h3><a href=/i/2/>One</a></h3></article>",
        "<article><h5>Deep</h5><a href='/i/3/#x'>Three</a></article>",
        "<article><h2 id=two>Two</h2></article>",
        "<article><a href=#two>Down</a></article>",
        "<article><a href=next/>Next</a></article>",
        "<article><a href=/i/4/>here</a></article>",
        "<article><a href=/i/5/><img src=/p.png alt=Five width=1 height=1></a><a href=/i/6/>Six</a></article>",
        "<article><img src=/q.png alt=''><figcaption>Q</figcaption></article>",
        "<article><li>Stray</li><dt>Term</dt></article>",
        "<article><td>Cell<tr></article>",
        "<article><article><h3>In</h3></article><a href=/i/7/>Seven</a></article>",
        "<article><label for=f>F</label><input id=f><nav aria-label=N></nav></article>",
        "<header><label for=q>Q</label><input id=q><a href=/>Home</a></header>",
        "<header><label>W<input id='a&amp;b'></label><nav aria-label=A></nav></header>",
        "<header><input id=q name=n><h1>Head</h1></header>",
        "<footer><nav aria-label=F><a href=/help/>Help</a></nav><p id=foot aria-describedby='q foot'>",
        "<footer><nav aria-label=F><a href=/help/>Help</a></nav></footer>",
        "<footer><label>W<input></label><h2>Foot</h2><input id=w aria-labelledby=foot></footer>",
        "<article><div role=img></div><svg><title>S</title></svg><b aria-hidden=true>x</b></article>",
    ];

    const AROUND: [&str; 26] = [
        "<a href=#m>Skip</a>",
        "<main id=m>",
        "</main>",
        "<h1>Title</h1>",
        "<h2>Part</h2>",
        "<ul>",
        "<li>",
        "</ul>",
        "<p>",
        "</p>",
        "<table>",
        "<tr><td>",
        "</table>",
        "<a href=/o>",
        "</a>",
        "<footer>",
        "</footer>",
        "<div role=list>",
        "<div aria-hidden=true>",
        "<div>",
        "</div>",
        "<section aria-label=S>",
        "</section>",
        "<template>",
        "</template>",
        "<dl>",
    ];

    fn page_of() -> impl Strategy<Value = String> {
        let piece = prop_oneof![1 => select(&AROUND[..]), 1 => select(&PARTS[..])];
        let body = proptest::collection::vec(piece, 0..14);
        let usual = select(vec![
            "",
            "<a href=#m>Skip</a><main id=m><h1>Title</h1><ul><li>",
            "<a href=#m>Skip</a>",
            "<h1>A</h1>",
        ]);
        (select(&HEADS[..]), usual, body).prop_map(|(head, usual, body)| {
            let body = body.concat();
            format!("<!doctype html><html lang=en><head>{head}<title>T</title></head><body>{usual}{body}</body></html>")
        })
    }

    proptest! {
        #![proptest_config(proptest::prelude::ProptestConfig { cases: 1500, ..Default::default() })]

        /// What is told of a page does not depend on which pages were read before.
        #[test]
        fn pages_tell_the_same_whatever_was_read_before(pages in proptest::collection::vec(page_of(), 1..8)) {
            let (texts, repeats) = (Texts::default(), Repeats::default());
            for (place, html) in pages.iter().chain(&pages).enumerate() {
                let url = format!("/{}/", place % 3);
                let whole = page::facts_of_all(&url, html, &texts);
                prop_assert_eq!(page::facts(&url, html, &texts, &repeats), whole, "{}", html);
            }
        }
    }

    #[test]
    fn cards_heads_headers_and_footers_are_read_once() {
        let (texts, repeats) = (Texts::default(), Repeats::default());
        let (card, header, footer) = (PARTS[0], PARTS[13], PARTS[17]);
        let page = |words: &str| {
            let head = HEADS[1];
            format!(
                "<html lang=en><head>{head}<title>{words}</title><body><a href=#m>S</a>{header}<h1>{words}</h1><h2>All</h2><ul><li>{card}</ul>{footer}"
            )
        };
        for words in ["One", "Two", "Three"] {
            drop(page::facts("/x/", &page(words), &texts, &repeats));
        }
        let kept = repeats.0.iter().map(|place| place.lock().unwrap().len());
        assert_eq!(kept.sum::<usize>(), 4);
    }
}
