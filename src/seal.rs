//! Bytes that tell whether they are what was once written: the frame of the
//! files that showcase keeps for its own next run.
//!
//! A sealed file says what it is, for which form of its content it was
//! written, and a checksum of all its bytes. What does not fit in any of these
//! is not there: such a file costs time and nothing else. It does not keep
//! anybody from forging one; these files are never taken from strangers.

pub mod numbers;

use crate::hash::Hash128;

/// Stands for this program and no other: for its sources and for the versions
/// of all libraries. What is kept was made by a program of this name or is not
/// used.
pub const PROGRAM: &str = env!("SHOWCASE_PROGRAM");

const MAGIC: &[u8; 8] = b"showcase";

/// Bytes before the content: the magic, the name's hash, the checksum.
pub const HEAD: usize = 8 + 16 + 16;

/// Room for the head of a file whose content is appended to it, for
/// [`close`].
pub fn open() -> Vec<u8> {
    vec![0; HEAD]
}

/// Seals what was appended to [`open`]. `form` names the kind of file, and
/// everything that its reader must have in common with its writer.
pub fn close(mut file: Vec<u8>, form: &str) -> Vec<u8> {
    let content = file.get(HEAD..).unwrap_or_default();
    let head = head(content, form);
    if let Some(place) = file.get_mut(..HEAD) {
        place.copy_from_slice(&head);
    }
    file
}

/// The content of a sealed file; `None` for anything else.
pub fn opened<'a>(file: &'a [u8], form: &str) -> Option<&'a [u8]> {
    let (found, content) = file.split_at_checked(HEAD)?;
    (found == head(content, form)).then_some(content)
}

fn head(content: &[u8], form: &str) -> [u8; HEAD] {
    let mut head = [0; HEAD];
    let parts = [MAGIC.as_slice(), &Hash128::of(form.as_bytes()).to_bytes(), &Hash128::of(content).to_bytes()];
    for (place, byte) in head.iter_mut().zip(parts.into_iter().flatten()) {
        *place = *byte;
    }
    head
}

#[cfg(test)]
mod tests {
    use super::{close, open, opened};
    use proptest::prelude::{any, prop_assert_eq, proptest};

    fn sealed(bytes: &[u8]) -> Vec<u8> {
        let mut file = open();
        file.extend_from_slice(bytes);
        close(file, "test 1")
    }

    #[test]
    fn another_form_is_not_read() {
        assert_eq!(opened(&sealed(b"abc"), "test 1"), Some(b"abc".as_slice()));
        assert_eq!(opened(&sealed(b"abc"), "test 2"), None);
        assert_eq!(opened(b"", "test 1"), None);
    }

    proptest! {
        #[test]
        fn a_changed_byte_or_length_breaks_the_seal(
            bytes in proptest::collection::vec(any::<u8>(), 0..64),
            at in any::<proptest::sample::Index>(),
            flip in 1..=255u8,
        ) {
            let file = sealed(&bytes);
            let mut other = file.clone();
            *at.get_mut(&mut other) ^= flip;
            prop_assert_eq!(opened(&other, "test 1"), None);
            prop_assert_eq!(opened(&file[..at.index(file.len())], "test 1"), None);
        }
    }
}
