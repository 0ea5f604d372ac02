//! Which addresses may stand in a page. The only place that decides.

/// What an address is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum UrlKind {
    /// A page elsewhere, encrypted.
    Https,
    /// A page elsewhere.
    Http,
    /// An e-mail address.
    Mail,
    /// A telephone number.
    Telephone,
    /// No scheme: a path, or a fragment of the same page.
    Relative,
}

/// Why an address is not let through.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum UrlProblem {
    /// There is nothing.
    Empty,
    /// It has white space or a control character, which browsers drop
    /// silently: `java⇥script:` would run.
    Blank,
    /// It has a backslash, which browsers read as a slash.
    Backslash,
    /// It begins with `//` and so names another host.
    OtherHost,
    /// `https:` is not followed by `//` and a host.
    NoHost,
    /// It has a user name before the host: `https://iom.int@evil.example`.
    Login,
    /// Its scheme is none of those allowed; the scheme, in lower case.
    Scheme(String),
}

/// Decides whether an address may be linked to: `https:`, `http:`, `mailto:`
/// and `tel:` in any case of letters, or no scheme at all.
pub fn safe_url(url: &str) -> Result<UrlKind, UrlProblem> {
    if url.is_empty() {
        return Err(UrlProblem::Empty);
    }
    if url.contains(|c: char| c.is_whitespace() || c.is_control()) {
        return Err(UrlProblem::Blank);
    }
    if url.contains('\\') {
        return Err(UrlProblem::Backslash);
    }
    if url.starts_with("//") {
        return Err(UrlProblem::OtherHost);
    }
    let Some((scheme, rest)) = split_scheme(url) else { return Ok(UrlKind::Relative) };
    let kind = match scheme.to_ascii_lowercase().as_str() {
        "https" => UrlKind::Https,
        "http" => UrlKind::Http,
        "mailto" => UrlKind::Mail,
        "tel" => UrlKind::Telephone,
        other => return Err(UrlProblem::Scheme(other.into())),
    };
    if matches!(kind, UrlKind::Https | UrlKind::Http) {
        check_host(rest)?;
    } else if rest.is_empty() {
        return Err(UrlProblem::Empty);
    }
    Ok(kind)
}

/// The same for an address that may be a path in the sources, where file names
/// may have spaces.
pub(super) fn safe_path_or_url(url: &str) -> Result<UrlKind, UrlProblem> {
    match safe_url(url) {
        Err(UrlProblem::Blank) => match safe_url(&url.replace(' ', "%20"))? {
            UrlKind::Relative => Ok(UrlKind::Relative),
            _ => Err(UrlProblem::Blank),
        },
        decided => decided,
    }
}

/// The part before the first colon, unless a path, query or fragment comes
/// first. Whether it is well-formed as a scheme does not matter: it is not let
/// through unless it is known.
pub(super) fn split_scheme(url: &str) -> Option<(&str, &str)> {
    let at = url.find([':', '/', '?', '#'])?;
    let (scheme, rest) = url.split_at_checked(at)?;
    rest.strip_prefix(':').map(|rest| (scheme, rest))
}

fn check_host(rest: &str) -> Result<(), UrlProblem> {
    let after = rest.strip_prefix("//").ok_or(UrlProblem::NoHost)?;
    let authority = after.split(['/', '?', '#']).next().unwrap_or_default();
    if authority.contains('@') {
        return Err(UrlProblem::Login);
    }
    if authority.is_empty() || authority.starts_with(':') {
        return Err(UrlProblem::NoHost);
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::{UrlKind, UrlProblem, safe_url};

    #[test]
    fn four_schemes_are_let_through() {
        for (url, kind) in [
            ("https://iom.int/", UrlKind::Https),
            ("HTTP://iom.int", UrlKind::Http),
            ("https://example.org/@me?a=b:c#d", UrlKind::Https),
            ("mailto:a@b.example", UrlKind::Mail),
            ("Tel:+44123", UrlKind::Telephone),
            ("/impact/", UrlKind::Relative),
            ("a/b:c.md", UrlKind::Relative),
            ("#x:y", UrlKind::Relative),
        ] {
            assert_eq!(safe_url(url), Ok(kind), "{url}");
        }
    }

    #[test]
    fn everything_else_is_unsafe() {
        let scheme = |name: &str| UrlProblem::Scheme(name.into());
        for (url, problem) in [
            ("javascript:alert(1)", scheme("javascript")),
            ("JaVaScRiPt:alert(1)", scheme("javascript")),
            ("data:text/html,x", scheme("data")),
            ("vbscript:x", scheme("vbscript")),
            ("file:///etc/passwd", scheme("file")),
            ("C:/x.png", scheme("c")),
            ("\u{200b}javascript:x", scheme("\u{200b}javascript")),
            ("java\tscript:x", UrlProblem::Blank),
            (" javascript:x", UrlProblem::Blank),
            ("\u{1}javascript:x", UrlProblem::Blank),
            ("https:\\\\evil.example", UrlProblem::Backslash),
            ("/\\evil.example", UrlProblem::Backslash),
            ("//evil.example", UrlProblem::OtherHost),
            ("https:evil.example", UrlProblem::NoHost),
            ("https:/evil.example", UrlProblem::NoHost),
            ("https://", UrlProblem::NoHost),
            ("https://iom.int@evil.example/", UrlProblem::Login),
            ("mailto:", UrlProblem::Empty),
            ("", UrlProblem::Empty),
        ] {
            assert_eq!(safe_url(url), Err(problem), "{url}");
        }
    }
}
