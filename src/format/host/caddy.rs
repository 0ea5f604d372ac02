//! Rules for Caddy 2.6 and newer: directives for the site block of whoever runs
//! the host. What is gone and what is the host's own stands in it as Caddy compares paths,
//! without regard to case; old addresses as they are.

use super::{CADDY_FILE, CSV, FOREVER, LASTING, RULES, Rule, everywhere, gone, moves, quoted};
use crate::config::Hosting;
use crate::path::{OWN_PREFIX, percent_encoded};

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
        let to = percent_encoded(to);
        // A matcher of paths would read brackets as a pattern. What visitors asked
        // with is kept, as other hosts keep it; an empty question is none.
        for (name, sign, to) in [("moved", "==", quoted(&to)), ("asked", "!=", quoted(&format!("{to}?{{query}}")))] {
            let asks = format!("expression `{{path}} == {} && {{query}} {sign} \"\"`", quoted(from));
            out.push_str(&format!("    @{name}{number} {asks}\n    redir @{name}{number} {to} 301\n"));
        }
    }
    let folders: String =
        gone(rules).map(|folder| format!(" {} {}", quoted(folder), quoted(&format!("{folder}/*")))).collect();
    if !folders.is_empty() {
        out.push_str(&format!("    @gone path{folders}\n    error @gone 410\n"));
    }
    let packed = if hosting.precompressed { " {\n        precompressed br gzip\n    }\n" } else { "\n" };
    out.push_str(&format!("    file_server{packed}}}\n"));
    out.push_str("handle_errors {\n");
    // What was said of the file that is not there holds of no other.
    out.push_str("    header -Cache-Control\n    header -Content-Type\n");
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
