//! Parts that many pages have alike, read once: the cards of stories, rows of
//! lists, maps, what heads begin with, the headers and footers of pages.
//!
//! A part is passed over only where reading it again would tell nothing else: it
//! stands in elements of the same kinds, holds nothing that depends on its page,
//! and left no note but those kept here. What it left is found by comparing what
//! was noted before and after, so a rule that notes something new makes parts
//! unfit, rather than wrong, once `Marks` has it.

mod kind;
mod store;

use std::borrow::Cow;

use xxhash_rust::xxh3::{xxh3_64, xxh3_128_with_seed};

use super::access::{Added, HeadSeen, Marks};
use super::element::Element;
use super::facts::{TextNo, Texts};
use super::page::{Page, Wanted};
use super::piece::Piece;
use super::tag::Tag;
use super::token::Tokens;
use kind::Kind;
use store::Key;

pub(super) use store::Repeats;

/// None are looked for within more elements than so many.
const DEEPEST: usize = 64;

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
    /// Parts that are open, the innermost last.
    reading: Vec<Reading>,
    /// Where that one ends.
    until: usize,
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
    repeated: usize,
    ids: usize,
    wanted: usize,
    open: usize,
    /// The element around, and what it counted.
    parent: usize,
    children: u32,
    strangers: u32,
}

impl<'r> Reader<'r> {
    pub(super) fn new(repeats: &'r Repeats, texts: &'r Texts) -> Self {
        Self { repeats, texts, reading: Vec::new(), until: usize::MAX }
    }

    /// A start tag was cut: `true` if it begins a part that is known, which is
    /// passed over.
    #[inline]
    pub(super) fn passes(&mut self, page: &mut Page<'_>, tokens: &mut Tokens<'_>, element: &Element<'_, '_>) -> bool {
        Kind::of(page, element).is_some_and(|kind| self.begins(page, tokens, kind, element.at))
    }

    /// The element of a start tag is open: what is in a head may be known.
    #[inline]
    pub(super) fn opened(&mut self, page: &mut Page<'_>, tokens: &mut Tokens<'_>, element: &Element<'_, '_>) {
        if element.tag == Tag::Head {
            self.begins(page, tokens, Kind::Head, element.end);
        }
    }

    /// A token was read that ends here.
    #[inline]
    pub(super) fn read_to(&mut self, page: &Page<'_>, tokens: &Tokens<'_>, end: usize) {
        if self.until <= end {
            self.ends(page, tokens, end);
        }
    }

    fn ends(&mut self, page: &Page<'_>, tokens: &Tokens<'_>, end: usize) {
        while let Some(reading) = self.reading.pop_if(|reading| reading.end <= end) {
            if reading.end == end
                && tokens.is_calm(false)
                && let Some(part) = reading.part(page, self.texts)
            {
                self.repeats.keep(reading.key, part);
            }
        }
        self.until = self.reading.last().map_or(usize::MAX, |reading| reading.end);
    }

    fn begins(&mut self, page: &mut Page<'_>, tokens: &mut Tokens<'_>, kind: Kind, at: usize) -> bool {
        let is_head = kind == Kind::Head;
        let is_calm = page.is_calm() && tokens.is_calm(kind == Kind::Drawing);
        if !is_calm || page.open.len() > DEEPEST || !page.notes.repeats_may_begin(is_head) {
            return false;
        }
        let Some(end) = self.repeats.end_of(page.text, kind, at) else { return false };
        let hash = xxh3_128_with_seed(page.text.as_bytes().get(at..end).unwrap_or_default(), around(page, is_head, at));
        let key = (hash as u64, (hash >> 64) as u64);
        if let Some(part) = self.repeats.find(key) {
            part.leave(page, is_head, at);
            tokens.pass(end);
            return true;
        }
        if !kind.is_small() || self.repeats.meets_again(key) {
            self.reading.push(Reading { key, is_head, at, end, before: State::of(page) });
            self.until = end;
        }
        false
    }
}

/// What decides how a part is read, beside its letters.
fn around(page: &Page<'_>, is_head: bool, at: usize) -> u64 {
    let mix = |all: u64, one: u64| (all.rotate_left(5) ^ one).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    // What stands early in a file counts as such.
    let early = if is_head { at as u64 } else { 0 };
    let [level, is_first] = page.notes.last_level();
    page.open.iter().fold(mix(early, u64::from(level) << 8 | u64::from(is_first)), |all, open| {
        let name = if open.tag == Tag::Other { xxh3_64(open.name.as_bytes()) } else { 0 };
        mix(all, name ^ ((open.tag as u64) << 1 | u64::from(open.role.is_empty())))
    })
}

impl State {
    fn of(page: &Page<'_>) -> Self {
        let parent = page.open.last().map_or((0, 0, 0), |parent| (parent.at, parent.children, parent.strangers));
        Self {
            marks: page.notes.marks(),
            lists: page.lists(),
            references: page.references.len(),
            repeated: page.repeated.len(),
            ids: page.ids.len(),
            wanted: page.wanted.len(),
            open: page.open.len(),
            parent: parent.0,
            children: parent.1,
            strangers: parent.2,
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
            && before.parent == after.parent
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
        let (ids, wanted) = (ids.collect::<Option<_>>()?, wanted.collect::<Option<_>>()?);
        let mut references = texts.numbers(references.into_iter());
        // Of the parts in it that were passed over.
        references.extend_from_slice(page.repeated.get(before.repeated..)?);
        Some(Part {
            ids,
            wanted,
            references,
            added: page.notes.since(&before.marks, self.at),
            outer: after.strangers - before.strangers,
            head,
        })
    }
}

impl Part {
    /// Leaves on a page what reading the part at this place would leave.
    fn leave(&self, page: &mut Page<'_>, is_head: bool, at: usize) {
        page.repeated.extend_from_slice(&self.references);
        if !(self.ids.is_empty() && self.wanted.is_empty()) {
            self.leave_ids(page, at);
        }
        page.notes.leave(&self.added, at);
        if is_head {
            page.notes.leave_head(self.head);
        }
        if let Some(parent) = page.parent() {
            parent.strangers += self.outer;
        }
    }

    fn leave_ids(&self, page: &mut Page<'_>, at: usize) {
        let text = page.text;
        let ids = self.ids.iter().map(|(id, tag)| (id.onto(at), tag.onto(at)));
        page.ids.extend(ids.map(|(id, tag)| (Cow::Borrowed(id.text(text)), tag.at, tag.end)));
        let wanted = self.wanted.iter().map(|(id, by, tag)| (id.onto(at), *by, tag.onto(at)));
        page.wanted.extend(wanted.map(|(id, by, tag)| {
            let id = Cow::Borrowed(id.text(text));
            Wanted { id, by, at: tag.at, end: tag.end }
        }));
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

    const PARTS: [&str; 37] = [
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
        "<header><article><a href=/i/8/>Eight</a></article><a href=/i/9/>Nine</a></header>",
        "<article><figure><img src=/f.png alt=F width=1 height=1></figure></article>",
        "<article><figcaption>F</figcaption></article>",
        "<article></ul><ul></article>",
        "<li><a href=/i/10/>Ten</a> <small>Row</small></li>",
        "<li><b>In</b><ul><li><a href=/i/11/>Eleven</a></li></ul></li>",
        "<li><h6>Deep</h6></li>",
        "<li><a href=up/>Up</a></li>",
        "<li><b></b></ul><ul></li>",
        "<div><dt>Term</dt><dd><a href=/i/12/>Twelve</a></dd></div>",
        "<div><dd>No term</dd></div>",
        "<div></dl><dl></div>",
        "<aside aria-label=N><p>Note</p><a href=/i/13/>Thirteen</a></aside>",
        "<details><summary>Open</summary><ul><li><a href=/i/14/>Fourteen</a></li></ul></details>",
        "<svg role=img aria-label=M><use href=/m.svg#l /></svg>",
        "<svg><title></svg><title>Late</title>",
        "<svg/><svg><foreignObject><li></li></svg>",
    ];

    const AROUND: [&str; 31] = [
        "<ol>",
        "</dl>",
        "<figure>",
        "<details>",
        "</svg>",
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
            let (texts, repeats) = (Texts::default(), Repeats::of_files(3));
            for (place, html) in pages.iter().chain(&pages).chain(&pages).enumerate() {
                let url = format!("/{}/", place % 3);
                let whole = page::facts_of_all(&url, html, &texts);
                prop_assert_eq!(page::facts(&url, html, &texts, &repeats), whole, "{}", html);
            }
        }
    }

    #[test]
    fn cards_heads_headers_and_footers_are_read_once_and_rows_twice() {
        let (texts, repeats) = (Texts::default(), Repeats::of_files(3));
        let (card, header, footer, row) = (PARTS[0], PARTS[13], PARTS[17], PARTS[24]);
        let page = |words: &str| {
            let head = HEADS[1];
            format!(
                "<html lang=en><head>{head}<title>{words}</title><body><a href=#m>S</a>{header}<h1>{words}</h1><h2>All</h2><ul>{row}<li>{card}</ul>{footer}"
            )
        };
        for (words, expected) in [("One", 4), ("Two", 5), ("Three", 5)] {
            drop(page::facts("/x/", &page(words), &texts, &repeats));
            assert_eq!(repeats.kept(), expected, "{words}");
        }
    }
}
