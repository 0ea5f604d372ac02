//! Looks for words in a whole output, however they may be written there.

use std::collections::{BTreeMap, BTreeSet};

use aho_corasick::AhoCorasick;

/// Where canaries were seen.
pub(super) struct Seen(BTreeMap<String, BTreeSet<String>>);

impl Seen {
    /// Searches paths and bytes, as they are and with percent signs and
    /// entities resolved, in any case of letters, for the words plain, in
    /// base64, in hexadecimal and in UTF-16.
    pub(super) fn new(files: &BTreeMap<String, Vec<u8>>, canaries: &BTreeSet<String>) -> Self {
        let mut needles: Vec<Vec<u8>> = Vec::new();
        let mut whose = Vec::new();
        for canary in canaries {
            for form in forms(canary) {
                needles.push(form.to_ascii_lowercase());
                whose.push(canary.clone());
            }
        }
        let automaton = AhoCorasick::new(&needles).unwrap();
        let mut seen = BTreeMap::new();
        for (path, bytes) in files {
            for view in [path.as_bytes().to_vec(), bytes.clone()].into_iter().flat_map(views) {
                for found in automaton.find_overlapping_iter(&view) {
                    let canary = whose[found.pattern().as_usize()].clone();
                    seen.entry(canary).or_insert_with(BTreeSet::new).insert(path.clone());
                }
            }
        }
        Self(seen)
    }

    /// The files that hold a canary.
    pub(super) fn files(&self, canary: &str) -> Vec<&str> {
        self.0.get(canary).into_iter().flatten().map(String::as_str).collect()
    }

    pub(super) fn expect_nowhere<'c>(&self, canaries: impl IntoIterator<Item = &'c String>) {
        let leaks: Vec<_> =
            canaries.into_iter().map(|canary| (canary, self.files(canary))).filter(|(_, at)| !at.is_empty()).collect();
        assert!(leaks.is_empty(), "withheld, and yet in the output: {leaks:#?}");
    }

    pub(super) fn expect_somewhere<'c>(&self, canaries: impl IntoIterator<Item = &'c String>) {
        let missing: Vec<_> = canaries.into_iter().filter(|canary| self.files(canary).is_empty()).collect();
        assert!(missing.is_empty(), "granted, and yet not in the output: {missing:#?}");
    }
}

fn forms(canary: &str) -> Vec<Vec<u8>> {
    let hex: String = canary.bytes().map(|byte| format!("{byte:02x}")).collect();
    let little: Vec<u8> = canary.encode_utf16().flat_map(u16::to_le_bytes).collect();
    let mut all = vec![canary.as_bytes().to_vec(), hex.into_bytes(), little];
    // The letters in the middle of base64 depend on where the word begins only
    // by three; those at the edges depend on its neighbours.
    for case in [canary.to_owned(), canary.to_uppercase(), capital(canary)] {
        for before in 0..3usize {
            let coded = base64(&[&[b' '; 2][..before], case.as_bytes()].concat());
            let from = [0, 2, 3][before];
            let tail = if (before + case.len()).is_multiple_of(3) { 0 } else { 2 };
            all.push(coded.as_bytes()[from..coded.len() - tail].to_vec());
        }
    }
    all
}

fn capital(word: &str) -> String {
    let mut letters = word.chars();
    letters.next().into_iter().flat_map(char::to_uppercase).chain(letters).collect()
}

/// Base64 without padding.
fn base64(bytes: &[u8]) -> String {
    const ALPHABET: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut out = String::new();
    for group in bytes.chunks(3) {
        let bits = (0..3).fold(0u32, |bits, n| (bits << 8) | u32::from(group.get(n).copied().unwrap_or(0)));
        for n in 0..=group.len() {
            out.push(char::from(ALPHABET[(bits >> (18 - 6 * n)) as usize & 63]));
        }
    }
    out
}

fn views(bytes: Vec<u8>) -> [Vec<u8>; 3] {
    let lower = bytes.to_ascii_lowercase();
    [without_percent(&lower).to_ascii_lowercase(), without_entities(&lower).to_ascii_lowercase(), lower]
}

fn without_percent(bytes: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(bytes.len());
    let mut rest = bytes;
    while let Some((first, after)) = rest.split_first() {
        let code = after.get(..2).filter(|_| *first == b'%').and_then(|hex| std::str::from_utf8(hex).ok());
        let code = code.and_then(|hex| u8::from_str_radix(hex, 16).ok());
        out.push(code.unwrap_or(*first));
        rest = if code.is_some() { &after[2..] } else { after };
    }
    out
}

fn without_entities(bytes: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(bytes.len());
    let mut rest = bytes;
    while let Some((first, after)) = rest.split_first() {
        let end = after.iter().take(9).position(|byte| *byte == b';').filter(|_| *first == b'&');
        let code = end.and_then(|end| entity(std::str::from_utf8(&after[..end]).ok()?));
        match (code, end) {
            (Some(code), Some(end)) => {
                out.extend_from_slice(code.to_string().as_bytes());
                rest = &after[end + 1..];
            }
            _ => {
                out.push(*first);
                rest = after;
            }
        }
    }
    out
}

fn entity(name: &str) -> Option<char> {
    let number = name.strip_prefix('#')?;
    let code = match number.strip_prefix('x') {
        Some(hex) => u32::from_str_radix(hex, 16),
        None => number.parse(),
    };
    char::from_u32(code.ok()?)
}

#[test]
fn a_canary_is_found_in_every_disguise() {
    let canary = "qzanamezq".to_owned();
    let canaries = BTreeSet::from([canary.clone(), "qzothersecretzq".to_owned()]);
    let coded: Vec<String> =
        (0..3).map(|n| format!("data:,{}", base64(format!("{}{canary}~", &"ab"[..n.min(2)]).as_bytes()))).collect();
    let disguises = [
        "<p>QzaNameZq</p>".to_owned(),
        "%71z%61namezq".to_owned(),
        "&#113;z&#x61;namezq".to_owned(),
        "717a616e616d657a71".to_owned(),
        "q\0z\0a\0n\0a\0m\0e\0z\0q\0".to_owned(),
    ];
    for text in disguises.iter().chain(&coded) {
        let files = BTreeMap::from([("a.html".to_owned(), text.clone().into_bytes())]);
        assert_eq!(Seen::new(&files, &canaries).files(&canary), ["a.html"], "{text}");
    }
    let files = BTreeMap::from([("x/QZanamezq/index.html".to_owned(), b"nothing, qzanam ezq".to_vec())]);
    let seen = Seen::new(&files, &canaries);
    assert_eq!(seen.files(&canary).len(), 1);
    assert!(seen.files("qzothersecretzq").is_empty());
}
