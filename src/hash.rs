//! A stable 128-bit content hash.
//!
//! It names contents (fingerprints, manifests, keys of outputs). It is not
//! cryptographic: it never decides who may do or see something.

use std::fmt;

use serde::de::{Error, Visitor};
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use xxhash_rust::xxh3::{Xxh3Default, xxh3_128};

/// The hash of some bytes, printed as 32 lower-case hexadecimal digits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Hash128(u128);

/// As its bytes: digits of a number this large, seven bits each, take longer.
impl Serialize for Hash128 {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_bytes(&self.to_bytes())
    }
}

impl<'de> Deserialize<'de> for Hash128 {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Bytes;
        impl Visitor<'_> for Bytes {
            type Value = Hash128;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("sixteen bytes")
            }

            fn visit_bytes<E: Error>(self, bytes: &[u8]) -> Result<Hash128, E> {
                let sixteen = bytes.try_into().map_err(|_| E::invalid_length(bytes.len(), &self))?;
                Ok(Hash128::from_bytes(sixteen))
            }
        }
        deserializer.deserialize_bytes(Bytes)
    }
}

impl Hash128 {
    /// The hash of `bytes` (XXH3, 128 bits, seed 0).
    pub fn of(bytes: &[u8]) -> Self {
        Self(xxh3_128(bytes))
    }

    /// The first sixteen digits: what goes into a file name.
    pub fn short(self) -> String {
        format!("{:016x}", (self.0 >> 64) as u64)
    }

    /// Its bytes, the most significant first.
    pub fn to_bytes(self) -> [u8; 16] {
        self.0.to_be_bytes()
    }

    /// The hash of [`to_bytes`](Self::to_bytes).
    pub fn from_bytes(bytes: [u8; 16]) -> Self {
        Self(u128::from_be_bytes(bytes))
    }

    /// Its bytes as numbers, the most significant first.
    pub fn to_words(self) -> [u32; 4] {
        [96, 64, 32, 0].map(|shift| (self.0 >> shift) as u32)
    }

    /// The hash of [`to_words`](Self::to_words).
    pub fn from_words(words: [u32; 4]) -> Self {
        Self(words.into_iter().fold(0, |hash, word| hash << 32 | u128::from(word)))
    }

    /// Reads what [`fmt::Display`] printed.
    pub fn parse(text: &str) -> Option<Self> {
        let hex = text.len() == 32 && text.bytes().all(|b| b.is_ascii_hexdigit());
        hex.then(|| u128::from_str_radix(text, 16).ok().map(Self))?
    }
}

impl fmt::Display for Hash128 {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:032x}", self.0)
    }
}

/// Hashes a sequence of parts, each framed by its length, so that no two
/// different sequences feed the same bytes.
#[derive(Default)]
pub struct Hasher(Xxh3Default);

impl fmt::Debug for Hasher {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Hasher")
    }
}

impl Hasher {
    /// A hasher that has seen nothing.
    pub fn new() -> Self {
        Self::default()
    }

    /// Feeds one part.
    pub fn part(&mut self, bytes: &[u8]) -> &mut Self {
        self.0.update(&(bytes.len() as u64).to_le_bytes());
        self.0.update(bytes);
        self
    }

    /// The hash of all parts so far.
    pub fn finish(&self) -> Hash128 {
        Hash128(self.0.digest128())
    }
}

/// Takes a hash of 64 bits for its own hash, in maps whose keys are such.
#[derive(Debug, Default)]
pub struct Itself(u64);

impl std::hash::Hasher for Itself {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, bytes: &[u8]) {
        self.0 = bytes.iter().fold(self.0, |hash, byte| hash << 8 | u64::from(*byte));
    }

    fn write_u64(&mut self, hash: u64) {
        self.0 = hash;
    }
}

#[cfg(test)]
mod tests {
    use super::{Hash128, Hasher};

    #[test]
    fn parts_are_framed() {
        let one = Hasher::new().part(b"ab").part(b"c").finish();
        let two = Hasher::new().part(b"a").part(b"bc").finish();
        assert_ne!(one, two);
    }

    #[test]
    fn all_forms_are_one_hash() {
        let hash = Hash128::of(b"showcase");
        assert_eq!((Hash128::from_bytes(hash.to_bytes()), Hash128::from_words(hash.to_words())), (hash, hash));
        let kept = postcard::to_allocvec(&hash).unwrap();
        assert_eq!(postcard::from_bytes(&kept), Ok(hash));
        assert!(postcard::from_bytes::<Hash128>(b"\x02ab").is_err());
    }

    #[test]
    fn printed_form_reads_back() {
        let hash = Hash128::of(b"showcase");
        assert_eq!(Hash128::parse(&hash.to_string()), Some(hash));
        assert_eq!(Hash128::parse("+123"), None);
    }
}
