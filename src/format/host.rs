//! Rules for the host: `_headers`, `_redirects`, `robots.txt`.

/// What a page may load, for the meta tag (hosts that ignore `_headers`).
/// Styles and scripts come from the site's own files only, never inline.
pub const POLICY: &str = "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; font-src 'self'; \
                          connect-src 'self'; manifest-src 'self'; form-action 'none'; base-uri 'none'";

/// A rule of `_redirects`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Rule {
    /// An old address and where it leads now.
    Moved {
        /// Link from the root of the host.
        from: String,
        /// Link from the root of the host.
        to: String,
    },
    /// A folder whose addresses are gone for good, and the page that says so.
    Gone {
        /// Link of the folder, with a slash at the end.
        folder: String,
        /// Link of the page.
        page: String,
    },
}

/// `_headers`, as Netlify and Cloudflare Pages read it.
pub fn headers(base_path: &str) -> String {
    format!(
        "{base_path}*\n  Content-Security-Policy: {POLICY}; frame-ancestors 'none'\n  \
         X-Content-Type-Options: nosniff\n  Referrer-Policy: strict-origin-when-cross-origin\n  \
         Permissions-Policy: camera=(), geolocation=(), microphone=()\n  \
         Cross-Origin-Opener-Policy: same-origin\n\n\
         {base_path}assets/*\n  Cache-Control: public, max-age=31536000, immutable\n\n\
         {base_path}media/*\n  Cache-Control: public, max-age=31536000, immutable\n\n\
         {base_path}data/*.csv\n  Content-Type: text/csv; charset=utf-8\n"
    )
}

/// `_redirects`, as Netlify and Cloudflare Pages read it.
pub fn redirects(rules: &[Rule]) -> String {
    let mut out = String::new();
    for rule in rules {
        match rule {
            Rule::Moved { from, to } => out.push_str(&format!("{from} {to} 301\n")),
            Rule::Gone { folder, page } => out.push_str(&format!("{folder}* {page} 410\n")),
        }
    }
    out
}

/// Whether hosts would read an address of a rule as a pattern: `*` stands for
/// everything, `:name` for any part. An old address that did would take other
/// pages' addresses with it.
pub fn is_pattern(address: &str) -> bool {
    address.contains('*') || address.contains("/:")
}

/// `robots.txt`: everything may be read, what is gone included, so that
/// search engines learn that it is gone.
pub fn robots(sitemap: &str) -> String {
    format!("User-agent: *\nAllow: /\n\nSitemap: {sitemap}\n")
}
