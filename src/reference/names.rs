//! Names of countries and areas, their regions, and the goals, in languages of
//! the United Nations other than English.
//!
//! Sources:
//!
//! - Countries: UNTERM, the United Nations terminology database, short names in
//!   French, Spanish and Arabic, read through the data of `countrycode` 0.6.0; the
//!   names of the United Kingdom and of the Netherlands follow the English ones of
//!   `countries`. Areas without an entry there: the UN standard M49.
//! - Regions: M49.
//! - Goals: short titles as the United Nations publish them in each language
//!   (un.org/sustainabledevelopment, in French, Spanish and Arabic).
//!
//! M49's names of areas and regions and the titles were written down from memory
//! of these publications and not compared with them letter by letter; nobody has
//! reviewed them yet.
//!
//! This module may not name anything that English has no name for.

use std::collections::BTreeMap;
use std::sync::LazyLock;

/// The languages, each with its names by code, English region or number.
static LANGUAGES: LazyLock<Vec<(&'static str, BTreeMap<&'static str, &'static str>)>> = LazyLock::new(|| {
    let files = [
        ("ar", include_str!("names/ar.txt")),
        ("es", include_str!("names/es.txt")),
        ("fr", include_str!("names/fr.txt")),
    ];
    let entry = |line: &'static str| line.split_once('|').map(|(key, name)| (key.trim(), name.trim()));
    files.map(|(tag, text)| (tag, text.lines().filter_map(entry).collect())).into()
});

/// The languages that there are names in, but for English.
pub fn languages() -> impl Iterator<Item = &'static str> {
    LANGUAGES.iter().map(|(tag, _)| *tag)
}

/// A name in a language or one that the tag is a variety of: by the code of a
/// country, the English name of a region, or the number of a goal. `None` for a
/// language that is not here.
pub fn name(key: &str, language: &str) -> Option<&'static str> {
    let primary = language.split('-').next()?;
    LANGUAGES.iter().find(|(tag, _)| *tag == primary)?.1.get(key).copied()
}

#[cfg(test)]
mod tests {
    use super::{LANGUAGES, languages, name};
    use crate::reference::countries::COUNTRIES;
    use crate::reference::goals::GOALS;

    #[test]
    fn every_language_names_all_that_english_does_and_nothing_else() {
        for language in languages() {
            for country in COUNTRIES {
                for key in [country.code, country.sub_region, country.region] {
                    let found = name(key, language).unwrap_or_else(|| panic!("{language}: {key}"));
                    assert!(!found.contains('*') && !found.contains('\''), "{found}");
                }
            }
            assert!(GOALS.iter().all(|goal| name(&goal.number.to_string(), language).is_some()));
        }
        let regions: std::collections::BTreeSet<_> = COUNTRIES.iter().flat_map(|c| [c.sub_region, c.region]).collect();
        let wanted = COUNTRIES.len() + GOALS.len() + regions.len();
        assert!(LANGUAGES.iter().all(|(tag, names)| (*tag, names.len()) == (*tag, wanted)));
    }

    #[test]
    fn names_are_those_of_the_united_nations() {
        assert_eq!(name("KE", "es"), Some("Kenya"));
        assert_eq!(name("CH", "fr-CH"), Some("Suisse"));
        assert_eq!(name("BA", "ar"), Some("البوسنة والهرسك"));
        assert_eq!(name("10", "fr"), Some("Inégalités réduites"));
        assert_eq!((name("CH", "de"), name("ZZ", "fr")), (None, None));
    }
}
