//! Language tags of pages and of parts of them.

use crate::language;
use crate::reference::countries::country;
use crate::reference::languages;

/// Regions that UN tables leave out and ISO 3166-1 has.
const OTHER_REGIONS: [&str; 2] = ["AQ", "TW"];

/// What to do about a tag that is none; `None` if it is one.
pub(super) fn problem(tag: &str) -> Option<String> {
    if !language::is_tag(tag) {
        let near = usual(tag);
        return Some(if near != tag && language::is_tag(&near) && problem(&near).is_none() {
            format!("Did you mean `{near}`?")
        } else {
            "Write a tag such as `en-GB`, `fr` or `ar`.".to_owned()
        });
    }
    let mut parts = tag.split('-');
    let code = parts.next().unwrap_or_default();
    if let Some(short) = languages::shorter(code) {
        return Some(format!("Write `{short}`, which stands for the same language."));
    }
    if code.len() == 2 && !languages::is_known(code) {
        return Some(format!("There is no language `{code}`. Write a tag such as `en-GB`, `fr` or `ar`."));
    }
    let region = parts.find(|part| part.len() == 2)?;
    let known = country(region).is_some() || OTHER_REGIONS.contains(&region);
    (!known).then(|| format!("There is no country `{region}`. Leave it out, or write its ISO code."))
}

/// A tag in the letter case that is usual (RFC 5646, section 2.1.1).
fn usual(tag: &str) -> String {
    let tag = tag.trim().replace('_', "-");
    let parts = tag.split('-').enumerate().map(|(place, part)| match (place, part.len()) {
        (0, _) => part.to_ascii_lowercase(),
        (_, 2) if part.eq_ignore_ascii_case("uk") => "GB".to_owned(),
        (_, 2) => part.to_ascii_uppercase(),
        (_, 4) => {
            let (first, rest) = part.split_at_checked(1).unwrap_or((part, ""));
            format!("{}{}", first.to_ascii_uppercase(), rest.to_ascii_lowercase())
        }
        _ => part.to_ascii_lowercase(),
    });
    parts.collect::<Vec<_>>().join("-")
}

#[cfg(test)]
mod tests {
    use super::problem;

    #[test]
    fn tags() {
        let fine = ["en", "en-GB", "fr", "zh-Hant-TW", "es-419", "sr-Latn", "ar", "fil", "sw"];
        assert_eq!(fine.map(problem), fine.map(|_| None));
        let meant = [("en-gb", "en-GB"), ("EN", "en"), ("en_GB", "en-GB"), ("en-UK", "en-GB"), ("zh-hant", "zh-Hant")];
        for (tag, near) in meant {
            assert_eq!(problem(tag), Some(format!("Did you mean `{near}`?")));
        }
        for tag in ["", "xx", "english", "en-XX", "eng", "e"] {
            assert!(problem(tag).is_some(), "{tag}");
        }
    }
}
