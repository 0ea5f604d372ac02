//! A sink that adds to each text what it is compressed, for servers that hand
//! that out: `.br` (RFC 7932) and `.gz` (RFC 1952) beside it.
//!
//! What is made follows from the bytes alone: no time and no name stands in it.

use std::collections::BTreeSet;
use std::io::{self, Write as _};

use flate2::Compression;
use flate2::write::GzEncoder;

use super::Sink;
use crate::hash::{Hash128, Hasher};
use crate::path::OutPath;

/// Texts with fewer bytes travel in one packet anyway.
const LEAST: usize = 1024;

/// The endings of compressed texts.
pub const PACKED: [&str; 2] = [".br", ".gz"];

/// Endings of files that are worth it.
const TEXTS: [&str; 10] = [".html", ".css", ".js", ".json", ".svg", ".xml", ".txt", ".csv", ".ics", ".webmanifest"];

/// How hard Brotli tries, of eleven. The last two levels search in another way, for
/// what is compressed once and sent for years.
const BROTLI: u32 = 9;

/// Which files follow from which bytes; another number where the same text
/// becomes other bytes.
const MAKING: [&str; 2] = ["brotli 9 1", "gzip 9 1"];

/// Stands before a sink. A text whose compressed forms are not there counts as
/// absent, so that it comes by once more.
pub struct Packed<'s> {
    sink: &'s dyn Sink,
    /// Files of the site that have such a name of their own.
    taken: BTreeSet<OutPath>,
}

impl std::fmt::Debug for Packed<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Packed").field("taken", &self.taken).finish_non_exhaustive()
    }
}

impl<'s> Packed<'s> {
    /// Before this sink, for a site of these files.
    pub fn new<'f>(sink: &'s dyn Sink, files: impl Iterator<Item = &'f OutPath>) -> Self {
        let taken = files.filter(|out| PACKED.iter().any(|ending| out.as_str().ends_with(ending)));
        Self { sink, taken: taken.cloned().collect() }
    }

    /// The compressed forms of a file, with their keys.
    fn forms(&self, out: &OutPath, key: Hash128) -> Vec<(usize, OutPath, Hash128)> {
        if !TEXTS.iter().any(|ending| out.as_str().ends_with(ending)) {
            return Vec::new();
        }
        let forms = PACKED.iter().zip(MAKING).enumerate().filter_map(|(which, (ending, making))| {
            let form = OutPath::new(&format!("{out}{ending}")).ok()?;
            let key = Hasher::new().part(making.as_bytes()).part(&key.to_bytes()).finish();
            Some((which, form, key))
        });
        forms.filter(|(_, form, _)| !self.taken.contains(form)).collect()
    }
}

impl Sink for Packed<'_> {
    fn has(&self, out: &OutPath, key: Hash128) -> bool {
        self.forms(out, key).iter().all(|(_, form, key)| self.sink.has(form, *key)) && self.sink.has(out, key)
    }

    fn put(&self, out: &OutPath, key: Hash128, bytes: &[u8]) -> io::Result<()> {
        self.sink.put(out, key, bytes)?;
        if bytes.len() < LEAST {
            return Ok(());
        }
        for (which, form, key) in self.forms(out, key) {
            if self.sink.has(&form, key) {
                continue;
            }
            let packed = if which == 0 { brotli(bytes)? } else { gzip(bytes)? };
            if packed.len() < bytes.len() {
                self.sink.put(&form, key, &packed)?;
            }
        }
        Ok(())
    }

    fn behind(&self) -> Option<&dyn Sink> {
        Some(self.sink)
    }
}

fn brotli(bytes: &[u8]) -> io::Result<Vec<u8>> {
    let mut packer = brotli::CompressorWriter::new(Vec::new(), 4096, BROTLI, 22);
    packer.write_all(bytes)?;
    packer.flush()?;
    Ok(packer.into_inner())
}

fn gzip(bytes: &[u8]) -> io::Result<Vec<u8>> {
    let mut packer = GzEncoder::new(Vec::new(), Compression::best());
    packer.write_all(bytes)?;
    packer.finish()
}
