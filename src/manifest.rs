//! The list of what showcase wrote into an output directory: the proof that
//! the directory is its own, and the reason why it deletes nothing else.
//!
//! Paths and hashes only, in the order of paths: the same site has the same
//! manifest.

use std::collections::BTreeMap;

use crate::hash::Hash128;
use crate::path::OutPath;

/// The manifest's file in the output.
pub const NAME: &str = ".showcase-manifest";

const HEAD: &str = "showcase manifest 1";

/// Files with the hashes of their bytes.
pub type Manifest = BTreeMap<OutPath, Hash128>;

/// The manifest as text.
pub fn print(manifest: &Manifest) -> String {
    let mut out = String::with_capacity(64 + manifest.len() * 80);
    out.push_str(HEAD);
    out.push('\n');
    for (path, hash) in manifest {
        out.push_str(&format!("{hash} {path}\n"));
    }
    out
}

/// Reads a manifest. `None` when the text is not one; a line that cannot be
/// read is passed over, so that its file counts as not ours.
pub fn parse(text: &str) -> Option<Manifest> {
    let rest = text.strip_prefix(HEAD)?.strip_prefix('\n')?;
    let line = |line: &str| {
        let (hash, path) = line.split_once(' ')?;
        Some((OutPath::new(path).ok()?, Hash128::parse(hash)?))
    };
    Some(rest.lines().filter_map(line).collect())
}

#[cfg(test)]
mod tests {
    use super::{Manifest, parse, print};
    use crate::hash::Hash128;
    use crate::path::OutPath;

    #[test]
    fn prints_and_reads_back() {
        let path = |text| OutPath::new(text).unwrap();
        let manifest: Manifest =
            [(path("index.html"), Hash128::of(b"a")), (path("a b/ü.html"), Hash128::of(b"b"))].into();
        assert_eq!(parse(&print(&manifest)), Some(manifest));
        assert_eq!(parse(""), None);
        let hostile = format!("{}\n{} ../../etc/passwd\n", super::HEAD, Hash128::of(b"x"));
        assert_eq!(parse(&hostile), Some(Manifest::new()));
    }
}
