//! Opaque ids: made of chance, never of a name.

/// Consonants and digits that nobody takes for another: no vowels, so that no
/// word comes of it; no `l`, `1`, `0`; no `y`, which makes words too.
const SIGNS: &[u8] = b"bcdfghjkmnpqrstvwxz23456789";

/// Ids of four signs are tried so often before longer ones are.
const TRIES: usize = 64;

/// An id that is not taken, such as `i-7f3k`.
pub(super) fn opaque(random: &mut dyn FnMut() -> u64, taken: &dyn Fn(&str) -> bool) -> String {
    let mut length = 4;
    loop {
        for _ in 0..TRIES {
            let mut chance = random();
            let mut id = "i-".to_owned();
            for _ in 0..length {
                let count = SIGNS.len() as u64;
                id.extend(SIGNS.get((chance % count) as usize).map(|sign| char::from(*sign)));
                chance /= count;
            }
            if !taken(&id) {
                return id;
            }
        }
        length += 1;
    }
}

/// Whether an id gives away a part of a name.
pub(super) fn tells(id: &str, name: &str) -> bool {
    let name = crate::path::slugify(name).unwrap_or_default();
    id.split('-').any(|part| part.len() > 2 && name.split('-').any(|word| word == part))
}

#[cfg(test)]
mod tests {
    use super::{opaque, tells};

    #[test]
    fn ids_are_opaque_and_free() {
        let mut seed = 7_u64;
        let mut random = || {
            seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            seed
        };
        let mut taken = std::collections::BTreeSet::new();
        for _ in 0..2000 {
            let id = opaque(&mut random, &|id| taken.contains(id));
            assert!(crate::path::is_slug(&id) && (6..=7).contains(&id.len()), "{id}");
            assert!(id.bytes().skip(2).all(|b| !b"aeiouy01l".contains(&b)), "{id}");
            assert!(taken.insert(id));
        }
        // Where all of four signs are taken, there are longer ones.
        assert_eq!(opaque(&mut random, &|id| id.len() < 7).len(), 7);
        assert!(tells("ada-2024", "Ada Example") && !tells("i-7f3k", "Ada Example"));
    }
}
