//! The address that a site is published at.

use fluent_uri::Uri;

/// The address that the site is published at.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BaseUrl {
    /// Scheme and host, without a slash at the end.
    pub origin: String,
    /// Path with a slash at both ends: `/`, or `/showcase/`.
    pub path: String,
}

impl BaseUrl {
    /// Reads an address; `None` unless it is http or https with a host and
    /// neither user, query nor fragment, nor a sign in its path that rules for
    /// hosts could not name.
    pub fn parse(text: &str) -> Option<Self> {
        let uri = Uri::parse(text).ok()?;
        let scheme = uri.scheme().as_str().to_ascii_lowercase();
        let authority = uri.authority()?;
        let plain = uri.query().is_none() && uri.fragment().is_none() && !authority.as_str().contains('@');
        if !plain || !matches!(scheme.as_str(), "http" | "https") || authority.host().is_empty() {
            return None;
        }
        let path = format!("/{}/", uri.path().as_str().trim_matches('/'));
        let path = if path == "//" { "/".to_owned() } else { path };
        // Hosts would read `*` and `:` in their rules as patterns, and `$` as
        // a variable that nothing can escape.
        let safe = crate::path::Url::new(&path).is_some() && !path.contains(['*', ':', '$']);
        safe.then(|| Self { origin: format!("{scheme}://{}", authority.as_str().to_ascii_lowercase()), path })
    }

    /// What stands in for an address that cannot be read, in a run that
    /// fails for it.
    pub(super) fn unknown() -> Self {
        Self { origin: "https://example.org".to_owned(), path: "/".to_owned() }
    }

    /// The whole address, with a slash at the end.
    pub fn full(&self) -> String {
        format!("{}{}", self.origin, self.path)
    }
}

#[cfg(test)]
mod tests {
    use super::BaseUrl;

    #[test]
    fn base_urls() {
        let parts = |text| BaseUrl::parse(text).map(|b| (b.origin, b.path));
        let ok = |origin: &str, path: &str| Some((origin.to_owned(), path.to_owned()));
        assert_eq!(parts("https://Example.org"), ok("https://example.org", "/"));
        assert_eq!(parts("http://localhost:8080/a/b"), ok("http://localhost:8080", "/a/b/"));
        for bad in [
            "",
            "example.org",
            "ftp://x/",
            "https://",
            "https://a/?q",
            "https://a/#f",
            "javascript:x",
            "https://u@h/",
            "https://h/../x/",
            "https://h/*/",
            "https://h/:x/",
            "https://h/$x/",
        ] {
            assert_eq!(parts(bad), None, "{bad}");
        }
    }
}
