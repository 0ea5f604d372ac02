//! `_headers` and `_redirects`, read as hosts read them: for the preview, and for
//! whoever compares a host with what it was told.

use super::Rule;

/// What a site tells its host.
#[derive(Debug, Default)]
pub struct Obeyed {
    headers: Vec<(Pattern, Vec<(String, String)>)>,
    redirects: Vec<Redirect>,
}

/// An address, or all that begin like it.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Pattern {
    before: String,
    after: Option<String>,
}

/// Where an address leads.
#[derive(Debug, Clone)]
pub struct Redirect {
    from: Pattern,
    /// An address of this site, or another's.
    pub to: String,
    /// 301 and its like, or the status that `to` is served with.
    pub status: u16,
}

impl Pattern {
    fn new(text: &str) -> Self {
        match text.split_once('*') {
            Some((before, after)) => Self { before: before.to_owned(), after: Some(after.to_owned()) },
            None => Self { before: text.to_owned(), after: None },
        }
    }

    fn fits(&self, path: &str) -> bool {
        let Some(after) = &self.after else { return path == self.before };
        path.strip_prefix(self.before.as_str()).is_some_and(|rest| rest.ends_with(after.as_str()))
    }
}

impl Obeyed {
    /// From the texts of the two files.
    pub fn parse(headers: &str, redirects: &str) -> Self {
        let mut rules = Self::default();
        for line in headers.lines().filter(|line| !line.trim().is_empty() && !line.starts_with('#')) {
            if !line.starts_with([' ', '\t']) {
                rules.headers.push((Pattern::new(line.trim()), Vec::new()));
            } else if let (Some((name, value)), Some((_, fields))) = (line.split_once(':'), rules.headers.last_mut()) {
                fields.push((name.trim().to_owned(), value.trim().to_owned()));
            }
        }
        for line in redirects.lines().filter(|line| !line.starts_with('#')) {
            let mut parts = line.split_whitespace();
            let (Some(from), Some(to)) = (parts.next(), parts.next()) else { continue };
            let status = parts.next().and_then(|code| code.trim_end_matches('!').parse().ok()).unwrap_or(301);
            rules.redirects.push(Redirect { from: Pattern::new(from), to: to.to_owned(), status });
        }
        rules
    }

    /// The headers of an address, a later rule after an earlier one.
    pub fn headers<'r>(&'r self, path: &'r str) -> impl Iterator<Item = &'r (String, String)> {
        self.headers.iter().filter(move |(pattern, _)| pattern.fits(path)).flat_map(|(_, fields)| fields)
    }

    /// What a header of an address says, if any rule does.
    pub fn header_of(&self, path: &str, name: &str) -> Option<&str> {
        let mut all = self.headers.iter().filter(|(pattern, _)| pattern.fits(path)).flat_map(|(_, fields)| fields);
        all.rfind(|(known, _)| known.eq_ignore_ascii_case(name)).map(|(_, value)| value.as_str())
    }

    /// The path of the site on its host, with a slash at both ends: what the first
    /// rule for headers is for.
    pub fn base(&self) -> &str {
        self.headers.first().map_or("/", |(pattern, _)| &pattern.before)
    }

    /// Old addresses and those that are gone, as [`redirects`](super::redirects)
    /// writes them.
    pub fn rules(&self) -> Vec<Rule> {
        let rule = |Redirect { from, to, status }: &Redirect| match status {
            301 => Some(Rule::Moved { from: from.before.clone(), to: to.clone() }),
            410 => Some(Rule::Gone { folder: from.before.clone(), page: to.clone() }),
            _ => None,
        };
        self.redirects.iter().filter_map(rule).collect()
    }

    /// Where an address leads, if a rule says so. Visitors leave out the slash at
    /// the end, and hosts find the rule all the same.
    pub fn redirect(&self, path: &str) -> Option<&Redirect> {
        let fits = |path: &str| self.redirects.iter().find(|redirect| redirect.from.fits(path));
        fits(path).or_else(|| fits(&format!("{path}/")))
    }
}

#[cfg(test)]
mod tests {
    use super::Obeyed;

    #[test]
    fn rules_are_read_as_hosts_read_them() {
        let rules = Obeyed::parse(
            "# c\n/b/*\n  A: 1\n  B: x: y\n\n/b/data/*.csv\n  A: 2\n",
            "/old/ /new/ 301\n/gone/* /410.html 410\n",
        );
        let headers = |path: &str| rules.headers(path).map(|(n, v)| format!("{n}={v}")).collect::<Vec<_>>();
        assert_eq!(headers("/b/data/x.csv"), ["A=1", "B=x: y", "A=2"]);
        assert_eq!(headers("/c/"), [""; 0]);
        assert_eq!(rules.redirect("/old/").map(|r| (r.to.as_str(), r.status)), Some(("/new/", 301)));
        assert_eq!(rules.redirect("/gone/a/b").map(|r| r.status), Some(410));
        assert_eq!(rules.redirect("/gone").map(|r| r.status), Some(410));
        assert_eq!(rules.redirect("/old").map(|r| r.status), Some(301));
        assert!(rules.redirect("/gonex").is_none() && rules.redirect("/older").is_none());
    }
}
