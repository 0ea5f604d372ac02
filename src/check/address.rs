//! Where an address leads, as far as its letters tell.

use std::borrow::Cow;

use crate::config::BaseUrl;
use crate::path::{self, percent_decoded};

/// Where an address leads.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Leads<'t> {
    /// Into this site: a path on the host, and a place on the page.
    Here { path: String, fragment: Option<Cow<'t, str>> },
    /// To a path of this host that is not of this site.
    Beside { path: String },
    /// To another host.
    Elsewhere { host: String },
    /// To something that is no page: mail, a telephone.
    Other { scheme: String, rest: &'t str },
    /// It is empty.
    Nowhere,
    /// Nobody can read it.
    Malformed,
}

/// Where an address on a page of this site leads. `page` is the address of the
/// page without the base path; it counts only where the address is relative.
pub(super) fn leads<'t>(written: &'t str, page: &str, base: &BaseUrl) -> Leads<'t> {
    let address = written.trim_matches(|letter: char| letter.is_ascii_whitespace());
    if address.is_empty() {
        return Leads::Nowhere;
    }
    let (rest, fragment) = match address.split_once('#') {
        Some((rest, fragment)) => (rest, Some(percent_decoded(fragment))),
        None => (address, None),
    };
    let first = rest.split(['/', '?']).next().unwrap_or_default();
    let rooted = if let Some((scheme, after)) =
        first.split_once(':').map(|(scheme, _)| (scheme, rest.get(scheme.len() + 1..).unwrap_or_default()))
    {
        let named = scheme.starts_with(|c: char| c.is_ascii_alphabetic());
        if !named || scheme.contains(|c: char| !(c.is_ascii_alphanumeric() || "+-.".contains(c))) {
            return Leads::Malformed;
        }
        let scheme = scheme.to_ascii_lowercase();
        if !matches!(scheme.as_str(), "http" | "https") {
            return Leads::Other { scheme, rest: after };
        }
        let Some(after) = after.strip_prefix("//") else { return Leads::Malformed };
        match own(&scheme, after, base) {
            Ok(path) => path,
            Err(elsewhere) => return elsewhere,
        }
    } else if let Some(after) = rest.strip_prefix("//") {
        let scheme = base.origin.split(':').next().unwrap_or_default();
        match own(scheme, after, base) {
            Ok(path) => path,
            Err(elsewhere) => return elsewhere,
        }
    } else {
        let page = format!("{}{}", base.path, page.trim_start_matches('/'));
        let path = rest.split('?').next().unwrap_or_default();
        let path = if path.is_empty() { page } else { path::joined(&page, path) };
        return match path.starts_with(&base.path) || format!("{path}/") == base.path {
            true => Leads::Here { path, fragment },
            false => Leads::Beside { path },
        };
    };
    // The rest of the host is another site, which its owner may well name.
    match rooted.starts_with(&base.path) || format!("{rooted}/") == base.path {
        true => Leads::Here { path: rooted, fragment },
        false => Leads::Elsewhere { host: String::new() },
    }
}

/// Whether it leads elsewhere from each page: neither a full address nor one that
/// begins at the root.
pub(super) fn depends_on_page(address: &str) -> bool {
    let is_rooted = address.starts_with('/') && !address.starts_with("//");
    !is_rooted && !address.split(['/', '?', '#']).next().is_some_and(|first| first.contains(':'))
}

/// The path of a full address, if the host is this site's.
fn own<'t>(scheme: &str, after: &'t str, base: &BaseUrl) -> Result<String, Leads<'t>> {
    let (host, path) = after.split_at(after.find(['/', '?']).unwrap_or(after.len()));
    if host.is_empty() || host.contains(|letter: char| letter.is_whitespace() || "<>\"\\^`{|}".contains(letter)) {
        return Err(Leads::Malformed);
    }
    if host.contains(['[', ']']) && !is_number_in_brackets(host) {
        return Err(Leads::Malformed);
    }
    let host = host.to_ascii_lowercase();
    if base.origin.split_once("://") != Some((scheme, host.as_str())) {
        return Err(Leads::Elsewhere { host });
    }
    let path = path.split('?').next().unwrap_or_default();
    Ok(if path.is_empty() { "/".to_owned() } else { path::joined("/", path) })
}

/// Whether a host is an address of IPv6, perhaps with a port.
fn is_number_in_brackets(host: &str) -> bool {
    let number = host.strip_prefix('[').and_then(|rest| rest.split_once(']'));
    number.is_some_and(|(number, _)| {
        number.contains(':') && number.bytes().all(|b| b.is_ascii_hexdigit() || b":.".contains(&b))
    })
}

#[cfg(test)]
mod tests {
    use super::{Leads, leads};
    use crate::config::BaseUrl;

    #[test]
    fn addresses_lead_where_a_browser_goes() {
        let base = BaseUrl::parse("https://uni.example/show/").unwrap();
        let path = |written| match leads(written, "/interns/i-1/", &base) {
            Leads::Here { path, fragment } => format!("{path} {}", fragment.unwrap_or_default()),
            other => format!("{other:?}").split([' ', '{']).next().unwrap().to_owned(),
        };
        let all = [
            ("/show/impact/#a%20b", "/show/impact/ a b"),
            ("/show", "/show "),
            ("../i-2/?q=1#x", "/show/interns/i-2/ x"),
            ("desk.png", "/show/interns/i-1/desk.png "),
            ("?q", "/show/interns/i-1/ "),
            ("https://uni.example/show/x/", "/show/x/ "),
            ("HTTPS://UNI.example/show/x/", "/show/x/ "),
            ("//uni.example/show/x/", "/show/x/ "),
            ("https://uni.example/", "Elsewhere"),
            ("/other/", "Beside"),
            ("../../../x", "Beside"),
            ("https://other.example/", "Elsewhere"),
            ("http://uni.example/show/x/", "Elsewhere"),
            ("mailto:a@b.example", "Other"),
            ("javascript:x", "Other"),
            ("https:x", "Malformed"),
            ("http://a b/", "Malformed"),
            ("http://[b", "Malformed"),
            ("http://[::1]:80/", "Elsewhere"),
            (" ", "Nowhere"),
        ];
        for (written, expected) in all {
            assert_eq!(path(written), expected, "{written}");
        }
    }
}
