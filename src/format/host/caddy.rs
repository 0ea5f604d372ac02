//! Rules for Caddy 2.6 and newer: directives for the site block of whoever runs
//! the host. Paths stand in it as Caddy compares them, without regard to case.

use super::{CADDY_FILE, CSV, FOREVER, LASTING, RULES, Rule, everywhere, gone, moves, quoted};
use crate::config::Hosting;
use crate::path::OWN_PREFIX;

/// `_caddy`, for a site at this path, which begins and ends in a slash.
pub fn caddy(base_path: &str, rules: &[Rule], hosting: Hosting) -> String {
    let at = |path: &str| quoted(&format!("{base_path}{path}"));
    let mut out = format!(
        "# For Caddy: import this file in the site's block, beside `root`.\n# {CADDY_FILE} is made anew by each build.\n"
    );
    out.push_str(&format!("handle {} {{\n", at("*")));
    out.push_str(&headers("    ", hosting));
    for folder in LASTING {
        out.push_str(&format!("    header {} Cache-Control {}\n", at(&format!("{folder}/*")), quoted(FOREVER)));
    }
    out.push_str(&format!("    header {} Content-Type {}\n", at("data/*.csv"), quoted(CSV)));
    let own: String = RULES.map(|name| format!(" {}", at(name))).concat();
    out.push_str(&format!("    @own path{own} {}\n    error @own 404\n", at(&format!("{OWN_PREFIX}*"))));
    let mut number = 0;
    for (from, to) in &moves(rules) {
        number += 1;
        let (from, asked, to) = (quoted(from), quoted(&format!("{to}?{{query}}")), quoted(to));
        // What visitors asked with is kept, as other hosts keep it; an empty
        // question is none.
        out.push_str(&format!(
            "    @moved{number} {{\n        path {from}\n        expression `{{query}} == \"\"`\n    }}\n"
        ));
        out.push_str(&format!("    redir @moved{number} {to} 301\n    @asked{number} path {from}\n"));
        out.push_str(&format!("    redir @asked{number} {asked} 301\n"));
    }
    let folders: String =
        gone(rules).map(|folder| format!(" {} {}", quoted(folder), quoted(&format!("{folder}/*")))).collect();
    if !folders.is_empty() {
        out.push_str(&format!("    @gone path{folders}\n    error @gone 410\n"));
    }
    let packed = if hosting.precompressed { " {\n        precompressed br gzip\n    }\n" } else { "\n" };
    out.push_str(&format!("    file_server{packed}}}\n"));
    out.push_str("handle_errors {\n");
    out.push_str(&headers("    ", hosting));
    for (code, page) in [(410, "410.html"), (404, "404.html")] {
        let here = format!(
            "expression `{{http.error.status_code}} == {code} && {{http.request.orig_uri.path}}.startsWith({})`",
            at("")
        );
        out.push_str(&format!("    @answer{code} {here}\n    handle @answer{code} {{\n        rewrite * {}\n        file_server\n    }}\n", at(page)));
    }
    out.push_str("}\n");
    out
}

/// The headers of every answer.
fn headers(indent: &str, hosting: Hosting) -> String {
    everywhere(hosting).map(|(name, value)| format!("{indent}header {name} {}\n", quoted(&value))).collect()
}
