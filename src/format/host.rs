//! Rules for the host: `_headers` and `_redirects`, `_nginx.conf`,
//! `.htaccess` and `_caddy`, `robots.txt`. All servers are told the same; what differs is
//! the language, and what has a meaning of its own in it.

mod apache;
mod caddy;
mod kind;
mod nginx;
mod obeyed;

use std::collections::BTreeMap;

use crate::asset::{PICTURE_FOLDER, THEME_FOLDER};
use crate::config::Hosting;

pub use apache::apache;
pub use caddy::caddy;
pub use kind::kind_of;
pub use nginx::nginx;
pub use obeyed::{Obeyed, Redirect};

/// What a page may load, for the meta tag (hosts that ignore `_headers`).
/// Styles and scripts come from the site's own files only, never inline.
pub const POLICY: &str = "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; font-src 'self'; \
                          connect-src 'self'; manifest-src 'self'; form-action 'self'; base-uri 'none'";

/// Rules for Netlify and Cloudflare Pages: headers.
pub const HEADERS_FILE: &str = "_headers";

/// Rules for Netlify and Cloudflare Pages: old addresses.
pub const REDIRECTS_FILE: &str = "_redirects";

/// Rules for nginx, to be included by the host's own configuration.
pub const NGINX_FILE: &str = "_nginx.conf";

/// Rules for Apache, which looks for this name.
pub const APACHE_FILE: &str = ".htaccess";

/// Rules for Caddy, to be imported by the host's own configuration.
pub const CADDY_FILE: &str = "_caddy";

/// Files that tell the host something and no visitor anything.
pub const RULES: [&str; 5] = [APACHE_FILE, CADDY_FILE, HEADERS_FILE, NGINX_FILE, REDIRECTS_FILE];

/// Headers of every answer, beside the policy.
const HEADERS: [(&str, &str); 4] = [
    ("X-Content-Type-Options", "nosniff"),
    ("Referrer-Policy", "strict-origin-when-cross-origin"),
    ("Permissions-Policy", "camera=(), geolocation=(), microphone=()"),
    ("Cross-Origin-Opener-Policy", "same-origin"),
];

/// Folders whose files never change: new content has a new name.
const LASTING: [&str; 2] = [THEME_FOLDER, PICTURE_FOLDER];

/// For how long files of [`LASTING`] may be kept.
const FOREVER: &str = "public, max-age=31536000, immutable";

/// What the tables in `data` are, as CSV.
const CSV: &str = "text/csv; charset=utf-8";

/// What is done with an old address.
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
pub fn headers(base_path: &str, hosting: Hosting) -> String {
    let mut out = format!("{base_path}*\n");
    for (name, value) in everywhere(hosting) {
        out.push_str(&format!("  {name}: {value}\n"));
    }
    for folder in LASTING {
        out.push_str(&format!("\n{base_path}{folder}/*\n  Cache-Control: {FOREVER}\n"));
    }
    out.push_str(&format!("\n{base_path}data/*.csv\n  Content-Type: {CSV}\n"));
    out
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

/// The headers of every answer. A header can say what the meta tag cannot:
/// that no other site may frame a page.
fn everywhere(hosting: Hosting) -> impl Iterator<Item = (&'static str, String)> {
    let policy = format!("{POLICY}; frame-ancestors 'none'");
    let hsts = hosting.hsts().map(|value| ("Strict-Transport-Security", value));
    let fixed = HEADERS.map(|(name, value)| (name, value.to_owned()));
    std::iter::once(("Content-Security-Policy", policy)).chain(fixed).chain(hsts)
}

/// Where each old address leads. Visitors leave out the slash at the end, so
/// an address that has one is found without it too, unless that is an old
/// address of its own.
fn moves(rules: &[Rule]) -> BTreeMap<&str, &str> {
    let moved = || {
        rules.iter().filter_map(|rule| match rule {
            Rule::Moved { from, to } => Some((from.as_str(), to.as_str())),
            Rule::Gone { .. } => None,
        })
    };
    let mut all: BTreeMap<&str, &str> = BTreeMap::new();
    let bare = moved().filter_map(|(from, to)| Some((from.strip_suffix('/').filter(|bare| !bare.is_empty())?, to)));
    for (from, to) in moved().chain(bare) {
        all.entry(from).or_insert(to);
    }
    all
}

/// The folders that are gone, without the slash at the end.
fn gone(rules: &[Rule]) -> impl Iterator<Item = &str> {
    rules.iter().filter_map(|rule| match rule {
        Rule::Gone { folder, .. } => Some(folder.trim_end_matches('/')),
        Rule::Moved { .. } => None,
    })
}

/// A text in double quotes, for nginx and Apache, which agree on this.
fn quoted(text: &str) -> String {
    format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\""))
}

#[cfg(test)]
mod tests;
