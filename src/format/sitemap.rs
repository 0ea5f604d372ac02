//! The sitemap (sitemaps.org protocol 0.9): at most 50,000 addresses a file,
//! then an index.

use jiff::civil::Date;

use super::xml;

/// The most addresses in one file, by the protocol.
pub const MOST: usize = 50_000;

/// An address in the sitemap.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Location {
    /// Full address.
    pub url: String,
    /// Last change, where it is known.
    pub modified: Option<Date>,
}

/// The names of the files for so many addresses: `sitemap.xml` first.
pub fn names(count: usize) -> Vec<String> {
    let parts = if count > MOST { count.div_ceil(MOST) } else { 0 };
    let numbered = (1..=parts).map(|n| format!("sitemap-{n}.xml"));
    std::iter::once("sitemap.xml".to_owned()).chain(numbered).collect()
}

/// The files of the sitemap by name: `sitemap.xml` alone, or as the index of
/// `sitemap-1.xml` and so on. `address` gives a file's full address.
pub fn files(locations: &[Location], address: impl Fn(&str) -> String) -> Vec<(String, String)> {
    let mut names = names(locations.len()).into_iter();
    let first = names.next().unwrap_or_default();
    if locations.len() <= MOST {
        return vec![(first, one(locations))];
    }
    let mut files: Vec<_> = names.zip(locations.chunks(MOST).map(one)).collect();
    let mut index = String::from(HEAD);
    index.push_str("<sitemapindex xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\">\n");
    for (name, _) in &files {
        index.push_str(&format!("<sitemap><loc>{}</loc></sitemap>\n", xml(&address(name))));
    }
    index.push_str("</sitemapindex>\n");
    files.push((first, index));
    files
}

const HEAD: &str = "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n";

fn one(locations: &[Location]) -> String {
    let mut out = String::with_capacity(128 + locations.len() * 100);
    out.push_str(HEAD);
    out.push_str("<urlset xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\">\n");
    for location in locations {
        out.push_str("<url><loc>");
        out.push_str(&xml(&location.url));
        out.push_str("</loc>");
        if let Some(date) = location.modified {
            out.push_str(&format!("<lastmod>{date}</lastmod>"));
        }
        out.push_str("</url>\n");
    }
    out.push_str("</urlset>\n");
    out
}

#[cfg(test)]
mod tests {
    use super::{Location, files};

    #[test]
    fn a_large_sitemap_is_split() {
        let at = |n: usize| Location { url: format!("https://example.org/{n}/"), modified: None };
        let all: Vec<_> = (0..120_000).map(at).collect();
        let made = files(&all, |name| format!("https://example.org/{name}"));
        let names: Vec<_> = made.iter().map(|(name, _)| name.as_str()).collect();
        assert_eq!(names, ["sitemap-1.xml", "sitemap-2.xml", "sitemap-3.xml", "sitemap.xml"]);
        let count = |text: &str| text.matches("<url>").count();
        assert_eq!(made.iter().map(|(_, text)| count(text)).collect::<Vec<_>>(), [50_000, 50_000, 20_000, 0]);
        assert_eq!(made[3].1.matches("<sitemap>").count(), 3);
    }
}
