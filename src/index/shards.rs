//! How words are cut into files.
//!
//! A range of words that is too large is halved at the next bit of their
//! letters. So where a shard ends depends on its own size alone, and an edit
//! moves no boundary but of the shard that it makes too large or too small.

use std::ops::Range;

use xxhash_rust::xxh3::xxh3_64;

use super::tally::Tally;
use crate::hash::{Hash128, Hasher};
use crate::search::{Table, TermId};

/// Changes with the form of the files.
const FORM: &[u8] = b"search 1";

/// Shortest and longest words whose spelling may be mended, in characters.
const MENDED: Range<usize> = 5..25;

/// Words in a list of spellings.
const SPELLINGS: usize = 1500;

/// Some words in a row.
#[derive(Debug)]
pub(super) struct Shard {
    pub(super) range: Range<usize>,
    /// Words from here on are in it, up to where the next begins.
    pub(super) from: String,
    pub(super) hash: Hash128,
}

/// About how many bytes a shard may take: larger sites have fewer and larger
/// ones than by their size alone, since the list of shards is loaded too.
fn most(documents: usize) -> usize {
    match documents {
        0..3_000 => 14 << 10,
        3_000..30_000 => 28 << 10,
        _ => 56 << 10,
    }
}

/// Cuts sorted words into shards.
pub(super) fn cut(order: &[TermId], tally: &Tally, table: &Table, documents: usize) -> Vec<Shard> {
    let mut sizes = Vec::with_capacity(order.len() + 1);
    let mut size = 0usize;
    sizes.push(size);
    for id in order {
        let hits = tally.count(*id) as usize;
        let apart = documents * 8 / hits.max(1);
        let wide = if apart < 100 { 1 } else { 2 };
        size += table.word(*id).len() + 2 + hits * wide;
        sizes.push(size);
    }
    let cutter = Cutter { order, table, sizes: &sizes, most: most(documents) };
    let mut ranges = Vec::new();
    cutter.cut(0..order.len(), 0, &mut ranges);
    let mut shards: Vec<Shard> = Vec::with_capacity(ranges.len());
    for range in ranges {
        let word = |at: usize| order.get(at).map_or("", |id| table.word(*id));
        let from = match range.start.checked_sub(1) {
            Some(last) => beginning(word(range.start), word(last)),
            None => String::new(),
        };
        let hash = hash(order.get(range.clone()).unwrap_or_default(), tally, table);
        shards.push(Shard { range, from, hash });
    }
    shards
}

struct Cutter<'a> {
    order: &'a [TermId],
    table: &'a Table,
    sizes: &'a [usize],
    most: usize,
}

impl Cutter<'_> {
    fn cut(&self, range: Range<usize>, bit: usize, into: &mut Vec<Range<usize>>) {
        let size = |at: usize| self.sizes.get(at).copied().unwrap_or(0);
        if range.is_empty() {
            return;
        }
        if range.len() == 1 || size(range.end) - size(range.start) <= self.most {
            into.push(range);
            return;
        }
        let words = self.order.get(range.clone()).unwrap_or_default();
        let half = range.start + words.partition_point(|id| !has_bit(self.table.word(*id), bit));
        self.cut(range.start..half, bit + 1, into);
        self.cut(half..range.end, bit + 1, into);
    }
}

fn has_bit(word: &str, bit: usize) -> bool {
    word.as_bytes().get(bit / 8).is_some_and(|byte| byte >> (7 - bit % 8) & 1 == 1)
}

/// The shortest beginning of a word that comes after the word before it.
fn beginning(word: &str, before: &str) -> String {
    let ends = word.char_indices().map(|(at, c)| at + c.len_utf8());
    let found = ends.filter_map(|end| word.get(..end)).find(|beginning| *beginning > before);
    found.unwrap_or(word).to_owned()
}

fn hash(ids: &[TermId], tally: &Tally, table: &Table) -> Hash128 {
    let mut key = Vec::with_capacity(ids.len() * 24);
    for id in ids {
        let word = table.word(*id).as_bytes();
        key.push(u8::try_from(word.len()).unwrap_or(u8::MAX));
        key.extend_from_slice(word);
        key.extend_from_slice(&tally.count(*id).to_le_bytes());
        key.extend_from_slice(&tally.sum(*id).to_le_bytes());
    }
    Hasher::new().part(FORM).part(&key).finish()
}

/// What stands for each list of spellings: a list has the words that end alike,
/// so that a word is found whose beginning is mistyped.
pub(super) fn spelling(order: &[TermId], table: &Table) -> Vec<Hash128> {
    let is_mended = |word: &&str| is_mended(word);
    let many = order.iter().map(|id| table.word(*id)).filter(is_mended).count();
    let lists = (many / SPELLINGS).next_power_of_two();
    let mut sums = vec![(0u64, 0u64); lists];
    for word in order.iter().map(|id| table.word(*id)).filter(is_mended) {
        if let Some((count, sum)) = sums.get_mut(ending(word, lists)) {
            *count += 1;
            *sum = sum.wrapping_add(xxh3_64(word.as_bytes()));
        }
    }
    let hash = |(count, sum): (u64, u64)| {
        Hasher::new().part(FORM).part(&count.to_le_bytes()).part(&sum.to_le_bytes()).finish()
    };
    sums.into_iter().map(hash).collect()
}

/// A list of spellings as a file.
pub(super) fn spellings<'w>(words: impl Iterator<Item = &'w str>, lists: usize, number: usize) -> Vec<u8> {
    let mut json = b"\"".to_vec();
    for word in words.filter(|word| is_mended(word) && ending(word, lists) == number) {
        if json.len() > 1 {
            json.push(b' ');
        }
        json.extend_from_slice(word.as_bytes());
    }
    json.push(b'"');
    json
}

/// The list of spellings that a word belongs to, of so many: its last two
/// characters tell. The script counts in the same way.
pub fn spelt(word: &str, lists: usize) -> usize {
    ending(word, lists)
}

fn ending(word: &str, lists: usize) -> usize {
    let mut last = word.chars().rev().map(|c| u32::from(c) as usize);
    (last.next().unwrap_or(0) * 31 + last.next().unwrap_or(0)) % lists.max(1)
}

fn is_mended(word: &str) -> bool {
    word.len() >= MENDED.start
        && MENDED.contains(&word.chars().count())
        && !word.bytes().any(|byte| byte.is_ascii_digit())
}
