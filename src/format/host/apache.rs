//! Rules for Apache, as `.htaccess` at the root of the site. They need
//! `AllowOverride FileInfo` and no more; patterns hold letters, digits and
//! codes of bytes only.

use super::{CSV, FOREVER, LASTING, RULES, Rule, everywhere, gone, moves, quoted};
use crate::config::Hosting;
use crate::path::OWN_PREFIX;

/// `.htaccess`, for a site at this path, which begins and ends in a slash.
pub fn apache(base_path: &str, rules: &[Rule], hosting: Hosting) -> String {
    let at = |path: &str| quoted(&format!("{base_path}{path}"));
    let base = literal(base_path);
    let mut out = String::from("# For Apache, which reads it where `AllowOverride FileInfo` is set.\n");
    out.push_str(&format!("ErrorDocument 404 {}\nErrorDocument 410 {}\n", at("404.html"), at("410.html")));
    out.push_str("<IfModule mod_headers.c>\n");
    for (name, value) in everywhere(hosting) {
        out.push_str(&format!("    Header always set {name} {}\n", quoted(&value)));
    }
    let lasting = format!("%{{REQUEST_URI}} =~ m#^{base}(?:{})/#", LASTING.join("|"));
    out.push_str(&format!("    Header set Cache-Control {} {}\n", quoted(FOREVER), quoted(&format!("expr={lasting}"))));
    let tables = format!("%{{REQUEST_URI}} =~ m#^{base}data/[^/]*\\.csv$#");
    out.push_str(&format!("    Header set Content-Type {} {}\n", quoted(CSV), quoted(&format!("expr={tables}"))));
    out.push_str("</IfModule>\n");
    let own = format!("{}[^/]*", literal(OWN_PREFIX));
    let private: Vec<String> = RULES.map(literal).into_iter().chain([own]).collect();
    out.push_str(&format!("RedirectMatch 404 {}\n", quoted(&format!("^{base}(?:{})$", private.join("|")))));
    for (from, to) in moves(rules) {
        let from = quoted(&format!("^{}$", literal(from)));
        out.push_str(&format!("RedirectMatch 301 {from} {}\n", quoted(&replacement(to))));
    }
    for folder in gone(rules) {
        out.push_str(&format!("RedirectMatch 410 {}\n", quoted(&format!("^{}(?:/|$)", literal(folder)))));
    }
    if hosting.precompressed {
        out.push_str(&packed());
    }
    out
}

/// Hands out what lies there compressed, to whoever takes it. Apache rewrites
/// addresses only where links may be followed (`Options FollowSymLinks`).
fn packed() -> String {
    let mut out = String::from("<IfModule mod_rewrite.c>\n    RewriteEngine On\n");
    for (coding, ending) in [("br", "br"), ("gzip", "gz")] {
        out.push_str("    RewriteCond %{ENV:REDIRECT_STATUS} ^(?:200)?$\n");
        out.push_str(&format!("    RewriteCond %{{HTTP:Accept-Encoding}} (?:^|[\\s,]){coding}(?:[\\s,;]|$)\n"));
        out.push_str(&format!("    RewriteCond %{{REQUEST_FILENAME}}.{ending} -f\n"));
        out.push_str(&format!("    RewriteRule ^(.+)$ $1.{ending} [END]\n"));
        out.push_str("    RewriteCond %{ENV:REDIRECT_STATUS} ^(?:200)?$\n");
        out.push_str(&format!("    RewriteCond %{{HTTP:Accept-Encoding}} (?:^|[\\s,]){coding}(?:[\\s,;]|$)\n"));
        out.push_str(&format!("    RewriteCond %{{REQUEST_FILENAME}}/index.html.{ending} -f\n"));
        out.push_str(&format!("    RewriteRule ^(|.*/)$ $1index.html.{ending} [END]\n"));
    }
    out.push_str("</IfModule>\n<IfModule mod_headers.c>\n");
    for (coding, ending) in [("br", "br"), ("gzip", "gz")] {
        out.push_str(&format!(
            "    Header set Content-Encoding {coding} \"expr=%{{REQUEST_FILENAME}} =~ m#\\.{ending}$#\"\n"
        ));
    }
    out.push_str("    Header merge Vary Accept-Encoding\n</IfModule>\n");
    for (kind, ending) in KINDS {
        out.push_str(&format!("<FilesMatch \"\\.{ending}\\.(?:br|gz)$\">\n    ForceType {kind}\n</FilesMatch>\n"));
    }
    out
}

/// What a file is whose own ending stands before that of its coding.
const KINDS: [(&str, &str); 9] = [
    ("text/html", "html"),
    ("text/css", "css"),
    ("text/javascript", "js"),
    ("application/json", "json"),
    ("image/svg+xml", "svg"),
    ("application/xml", "xml"),
    ("text/plain", "txt"),
    ("application/manifest+json", "webmanifest"),
    ("text/calendar", "ics"),
];

/// A pattern that is found in this text alone.
fn literal(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for byte in text.bytes() {
        match byte {
            b'-' | b'_' | b'/' => out.push(char::from(byte)),
            byte if byte.is_ascii_alphanumeric() => out.push(char::from(byte)),
            byte => out.push_str(&format!("\\x{byte:02X}")),
        }
    }
    out
}

/// What stands for this text alone where groups of a pattern can be named.
/// Apache encodes the address itself.
fn replacement(text: &str) -> String {
    text.replace('\\', "\\\\").replace('$', "\\$").replace('&', "\\&")
}
