//! What is kept for later runs says no more than the pages do.

use std::collections::{BTreeMap, BTreeSet};

/// Every word of somebody's in these files: each begins with `qz` and ends with
/// the first 9, so that what follows it in a binary file does not matter.
fn words<'a>(files: impl IntoIterator<Item = &'a [u8]>) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    for bytes in files {
        let mut rest = bytes;
        while let Some(at) = memchr::memchr2(b'z', b'Z', rest) {
            let begins = at > 0 && rest[at - 1].eq_ignore_ascii_case(&b'q');
            rest = &rest[at + 1..];
            if !begins {
                continue;
            }
            let length =
                rest.iter().position(|byte| !byte.is_ascii_alphanumeric() || *byte == b'9').unwrap_or(rest.len());
            if length > 3 && rest.get(length) == Some(&b'9') {
                found.insert(format!("qz{}", String::from_utf8_lossy(&rest[..length]).to_ascii_lowercase()));
            }
        }
    }
    found
}

/// Files of an output that are made of what its pages show.
fn is_index(path: &str) -> bool {
    ["assets/words-", "assets/spelling-", "assets/cards-"].iter().any(|stem| path.starts_with(stem))
}

/// What is wrong with a cache beside an output: words that no page shows,
/// whether they are in the cache or in what pages are searched by, and dates of
/// consent.
pub(super) fn leaks(cache: &BTreeMap<String, Vec<u8>>, output: &BTreeMap<String, Vec<u8>>) -> Vec<String> {
    let bytes = |files: &BTreeMap<String, Vec<u8>>| -> Vec<Vec<u8>> {
        files.iter().flat_map(|(path, bytes)| [path.clone().into_bytes(), bytes.clone()]).collect()
    };
    let (index, pages) = output.clone().into_iter().partition(|(path, _)| is_index(path));
    let (cache, index, pages) = (bytes(cache), bytes(&index), bytes(&pages));
    let shown = words(pages.iter().map(Vec::as_slice));
    let kept = words(cache.iter().chain(&index).map(Vec::as_slice));
    let mut found: Vec<String> = kept.difference(&shown).cloned().collect();
    // No date in a site of these tests but those of consents and permissions.
    let dated = cache.iter().any(|bytes| bytes.windows(5).any(|five| five == b"2019-"));
    found.extend(dated.then(|| "a date of a consent".to_owned()));
    found
}

#[test]
fn what_no_page_shows_is_found() {
    let files = |text: &str| BTreeMap::from([("a".to_owned(), text.as_bytes().to_vec())]);
    assert_eq!(leaks(&files("\0Qzambertitle9abc qz19"), &files("<b>qzambertitle9</b>")), [""; 0]);
    assert_eq!(leaks(&files("qzambertitle9 qzamberby9"), &files("qzambertitle9")), ["qzamberby"]);
    let index = BTreeMap::from([("assets/words-1.json".to_owned(), b"qzamberby9".to_vec())]);
    assert_eq!(leaks(&files(""), &index), ["qzamberby"]);
    assert_eq!(leaks(&files("given 2019-08-20"), &files("2019-08-20")), ["a date of a consent"]);
}
