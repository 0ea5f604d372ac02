//! At no instant does a compressed form lie beside a text that it was not made
//! of, and none outlives its text.

use std::path::Path;
use std::sync::{Arc, Mutex};

use showcase::disk::ops::{Op, Ops, Verdict};

use super::{Files, Folder, sites};
use crate::harness::tree;

/// The files of a site, each page with a form that tells which text it is of.
fn packed(files: &Files) -> Files {
    let pages = files.iter().filter(|(path, _)| path.ends_with(".html"));
    let forms = pages.flat_map(|(path, bytes)| {
        [".br", ".gz"].map(|ending| (format!("{path}{ending}"), [b"form of ", &bytes[..]].concat()))
    });
    files.clone().into_iter().chain(forms).collect()
}

/// Forms that are not of the text beside them, or of none.
fn astray(public: &Path) -> Vec<String> {
    let files = tree(public);
    let published = files.iter().filter(|(path, _)| !path.starts_with(".showcase"));
    let forms = published.filter_map(|(path, bytes)| {
        let plain = path.strip_suffix(".br").or(path.strip_suffix(".gz"))?;
        let is_of = files.get(plain).is_some_and(|text| bytes.strip_prefix(b"form of ") == Some(text));
        (!is_of).then(|| path.clone())
    });
    forms.collect()
}

#[test]
fn no_form_lies_beside_another_text_at_any_instant() {
    let [old, new] = sites();
    let ways = [
        (packed(&old.files), packed(&new.files)),
        (packed(&old.files), new.files.clone()),
        (old.files.clone(), packed(&new.files)),
    ];
    for (before, after) in ways {
        let folder = Folder::new();
        folder.publish(&before, Ops::default()).unwrap();
        let (public, seen) = (folder.public(), Arc::new(Mutex::new(0)));
        let count = Arc::clone(&seen);
        let watch = move |op: Op<'_>| {
            if !matches!(op, Op::Write(_) | Op::Torn(_)) {
                assert_eq!(astray(&public), [""; 0], "before {op:?}");
                *count.lock().unwrap() += 1;
            }
            Verdict::Go
        };
        folder.publish(&after, Ops::watched(Arc::new(watch))).unwrap();
        assert_eq!(astray(&folder.public()), [""; 0]);
        assert!(*seen.lock().unwrap() > 20, "changes were looked at");
        let there: Files = folder.tree().into_iter().filter(|(path, _)| !path.starts_with(".showcase")).collect();
        assert!(there == after);
    }
}
