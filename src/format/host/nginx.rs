//! Rules for nginx: one `location` that holds all others, for the `server` of
//! whoever runs the host. Paths stand in it as they are, never as patterns.

use super::{CSV, FOREVER, LASTING, NGINX_FILE, RULES, Rule, everywhere, gone, moves, quoted};
use crate::config::Hosting;
use crate::path::{OWN_PREFIX, percent_encoded};

/// `_nginx.conf`, for a site at this path, which begins and ends in a slash.
pub fn nginx(base_path: &str, rules: &[Rule], hosting: Hosting) -> String {
    let at = |path: &str| quoted(&format!("{base_path}{path}"));
    let mut out = format!(
        "# For nginx: include this file in the server's block, beside `root`.\n# {NGINX_FILE} is made anew by each build.\n"
    );
    out.push_str(&format!("location ^~ {} {{\n", at("")));
    out.push_str("    index index.html;\n    charset utf-8;\n    absolute_redirect off;\n");
    if hosting.precompressed {
        out.push_str("    gzip_static on;\n    gzip_vary on;\n");
    }
    // A folder without an index is no page, and nothing to be forbidden.
    out.push_str(&format!("    error_page 403 404 =404 {};\n    error_page 410 {};\n", at("404.html"), at("410.html")));
    out.push_str(&headers("    ", hosting));
    for folder in LASTING {
        // Headers of a block replace those of the blocks around it.
        let all = headers("        ", hosting);
        let folder = at(&format!("{folder}/"));
        out.push_str(&format!(
            "    location ^~ {folder} {{\n        add_header Cache-Control {};\n{all}    }}\n",
            quoted(FOREVER)
        ));
    }
    let csv = format!("location ~ \"\\.csv$\" {{ types {{ }} default_type {}; }}", quoted(CSV));
    out.push_str(&format!("    location ^~ {} {{ {csv} }}\n", at("data/")));
    out.push_str(&format!("    location ^~ {} {{ return 404; }}\n", at(OWN_PREFIX)));
    for name in RULES {
        out.push_str(&format!("    location = {} {{ return 404; }}\n", at(name)));
    }
    let moves = moves(rules);
    for (from, to) in &moves {
        // What visitors asked with is kept, as other hosts keep it.
        let to = quoted(&format!("{}$is_args$args", percent_encoded(to)));
        out.push_str(&format!("    location = {} {{ return 301 {to}; }}\n", quoted(from)));
    }
    for folder in gone(rules) {
        // Two rules for one address would keep nginx from starting.
        if !moves.contains_key(folder) {
            out.push_str(&format!("    location = {} {{ return 410; }}\n", quoted(folder)));
        }
        out.push_str(&format!("    location ^~ {} {{ return 410; }}\n", quoted(&format!("{folder}/"))));
    }
    out.push_str("}\n");
    out
}

/// Where whoever runs the host puts more headers, beside nginx's own
/// configuration; there may be none. nginx forgets those of its outer blocks.
const MORE_HEADERS: &str = "showcase.d/*.conf";

/// The headers of every answer, errors included.
fn headers(indent: &str, hosting: Hosting) -> String {
    let ours =
        everywhere(hosting).map(|(name, value)| format!("{indent}add_header {name} {} always;\n", quoted(&value)));
    ours.chain([format!("{indent}include {MORE_HEADERS};\n")]).collect()
}
