//! The sitemap (sitemaps.org protocol 0.9): at most 50,000 addresses and
//! 50 MiB a file, then an index.

use jiff::civil::Date;

use super::xml;

/// The most addresses in one file, by the protocol.
const MOST: usize = 50_000;

/// The most bytes of one file, by the protocol.
const MOST_BYTES: usize = 50 << 20;

/// An address in the sitemap.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Location {
    /// Full address.
    pub url: String,
    /// Last change, where it is known.
    pub modified: Option<Date>,
    /// The same page in each language that it is there in, itself included;
    /// nothing where it has no other.
    pub languages: Vec<Alternate>,
}

/// A page in a language.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Alternate {
    /// BCP 47, or `x-default` for whom none fits.
    pub language: String,
    /// Full address.
    pub url: String,
}

/// So many addresses go into one file, where the longest has so many bytes as
/// XML shows it and each page is there in so many further languages. It follows
/// from what is known before the sitemap is made, as the names of its files do.
pub fn a_file(longest: usize, languages: usize) -> usize {
    const AROUND: usize = 96;
    let room = (longest + AROUND).saturating_mul(languages.saturating_add(1));
    (MOST_BYTES / room.max(1)).saturating_sub(1).clamp(1, MOST)
}

/// The names of the files for so many addresses: `sitemap.xml` first.
pub fn names(count: usize, a_file: usize) -> Vec<String> {
    let parts = if count > a_file { count.div_ceil(a_file.max(1)) } else { 0 };
    let numbered = (1..=parts).map(|n| format!("sitemap-{n}.xml"));
    std::iter::once("sitemap.xml".to_owned()).chain(numbered).collect()
}

/// The files of the sitemap by name: `sitemap.xml` alone, or as the index of
/// `sitemap-1.xml` and so on. `address` gives a file's full address.
pub fn files(locations: &[Location], a_file: usize, address: impl Fn(&str) -> String) -> Vec<(String, String)> {
    let mut names = names(locations.len(), a_file).into_iter();
    let first = names.next().unwrap_or_default();
    if locations.len() <= a_file {
        return vec![(first, one(locations))];
    }
    let parts = locations.chunks(a_file.max(1));
    let mut files: Vec<_> = names.zip(parts.clone().map(one)).collect();
    let mut index = format!("{HEAD}<sitemapindex xmlns=\"{XMLNS}\">\n");
    for ((name, _), part) in files.iter().zip(parts) {
        index.push_str(&format!("<sitemap><loc>{}</loc>", xml(&address(name))));
        lastmod(&mut index, part.iter().filter_map(|location| location.modified).max());
        index.push_str("</sitemap>\n");
    }
    index.push_str("</sitemapindex>\n");
    files.push((first, index));
    files
}

const HEAD: &str = "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n";
const XMLNS: &str = "http://www.sitemaps.org/schemas/sitemap/0.9";
const XHTML: &str = "http://www.w3.org/1999/xhtml";

fn one(locations: &[Location]) -> String {
    let mut out = String::with_capacity(192 + locations.len() * 112);
    let several = locations.iter().any(|location| !location.languages.is_empty());
    let xhtml = if several { format!(" xmlns:xhtml=\"{XHTML}\"") } else { String::new() };
    out.push_str(&format!("{HEAD}<urlset xmlns=\"{XMLNS}\"{xhtml}>\n"));
    for location in locations {
        out.push_str("<url><loc>");
        out.push_str(&xml(&location.url));
        out.push_str("</loc>");
        lastmod(&mut out, location.modified);
        for Alternate { language, url } in &location.languages {
            let (language, url) = (xml(language), xml(url));
            out.push_str(&format!("<xhtml:link rel=\"alternate\" hreflang=\"{language}\" href=\"{url}\"/>"));
        }
        out.push_str("</url>\n");
    }
    out.push_str("</urlset>\n");
    out
}

fn lastmod(out: &mut String, date: Option<Date>) {
    if let Some(date) = date {
        out.push_str(&format!("<lastmod>{date}</lastmod>"));
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::{Date, date};

    use super::{Alternate, Location, MOST, MOST_BYTES, a_file, files, names};

    fn at(url: String, modified: Option<Date>) -> Location {
        Location { url, modified, languages: Vec::new() }
    }

    fn locations(count: usize, padding: usize) -> Vec<Location> {
        let day = |n: usize| n.is_multiple_of(2).then(|| date(2024, 1 + (n / 50_000) as i8, 1 + (n % 28) as i8));
        (0..count).map(|n| at(format!("https://x.example/{n:06}{}/", "p".repeat(padding)), day(n))).collect()
    }

    fn longest(all: &[Location]) -> usize {
        all.iter().map(|location| location.url.len()).max().unwrap()
    }

    fn address(name: &str) -> String {
        format!("https://x.example/{name}")
    }

    #[test]
    fn a_hundred_and_twenty_thousand_addresses_are_split() {
        let all = locations(120_000, 0);
        let most = a_file(longest(&all), 0);
        assert_eq!(most, MOST);
        let made = files(&all, most, address);
        let mut said: Vec<_> = made.iter().map(|(name, _)| name.clone()).collect();
        assert_eq!(said, ["sitemap-1.xml", "sitemap-2.xml", "sitemap-3.xml", "sitemap.xml"]);
        // The names are known before.
        said.rotate_right(1);
        assert_eq!(said, names(all.len(), most));
        let count = |text: &str| text.matches("<url><loc>").count();
        assert_eq!(made.iter().map(|(_, text)| count(text)).collect::<Vec<_>>(), [50_000, 50_000, 20_000, 0]);
        assert!(made.iter().all(|(_, text)| text.len() <= MOST_BYTES));
        // Every address once, in order.
        let found: Vec<&str> = made[..3]
            .iter()
            .flat_map(|(_, text)| text.split("<loc>").skip(1).map(|rest| rest.split_once("</loc>").unwrap().0))
            .collect();
        assert!(found.iter().copied().eq(all.iter().map(|location| location.url.as_str())));
        let index = &made[3].1;
        let part = |n: usize, day: &str| {
            format!("<sitemap><loc>https://x.example/sitemap-{n}.xml</loc><lastmod>{day}</lastmod></sitemap>\n")
        };
        let parts = [part(1, "2024-01-27"), part(2, "2024-02-27"), part(3, "2024-03-27")].concat();
        assert_eq!(
            index,
            &format!(
                "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<sitemapindex \
                 xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\">\n{parts}</sitemapindex>\n"
            )
        );
    }

    #[test]
    fn as_many_as_fit_make_one_file_and_one_more_makes_two() {
        let all = locations(50_001, 0);
        assert_eq!(files(&all[..50_000], MOST, address).len(), 1);
        let made = files(&all, MOST, address);
        assert_eq!(made.len(), 3);
        assert_eq!(made[1].1.matches("<url>").count(), 1);
        let none = files(&[], MOST, address);
        assert!(none.len() == 1 && none[0].1.contains("<urlset") && names(0, MOST) == ["sitemap.xml"]);
    }

    #[test]
    fn long_addresses_are_split_by_bytes() {
        let all = locations(45_000, 1990);
        let most = a_file(longest(&all), 0);
        assert!(most < 30_000, "{most}");
        let made = files(&all, most, address);
        assert_eq!(made.len(), names(all.len(), most).len());
        assert!(made.len() > 2 && made.iter().all(|(_, text)| text.len() <= MOST_BYTES));
        assert_eq!(made.iter().map(|(_, text)| text.matches("<url>").count()).sum::<usize>(), 45_000);
    }

    #[test]
    fn a_page_in_several_languages_names_them_all() {
        let alternate = |language: &str, url: &str| Alternate { language: language.to_owned(), url: url.to_owned() };
        let languages = vec![
            alternate("en-GB", "https://x.example/"),
            alternate("fr", "https://x.example/fr/?a&b"),
            alternate("x-default", "https://x.example/"),
        ];
        let all = [
            Location { languages, ..at("https://x.example/".to_owned(), None) },
            at("https://x.example/a/".to_owned(), None),
        ];
        let text = &files(&all, MOST, address)[0].1;
        assert!(text.contains("xmlns:xhtml=\"http://www.w3.org/1999/xhtml\""));
        assert_eq!(text.matches("<xhtml:link rel=\"alternate\" hreflang=\"").count(), 3);
        assert!(text.contains("hreflang=\"fr\" href=\"https://x.example/fr/?a&amp;b\"/>"), "{text}");
        let one = &files(&all[1..], MOST, address)[0].1;
        assert!(!one.contains("xhtml"), "{one}");
        // Each language takes its room.
        assert!(a_file(300, 3) < a_file(300, 0) && a_file(usize::MAX - 96, usize::MAX) == 1);
    }
}
