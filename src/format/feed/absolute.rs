//! HTML of this site that leaves it: every address in full, since whoever
//! shows a feed knows neither page nor host.

/// The HTML with full addresses: `/x` is on the host at `origin`, and `#x` on
/// the page at `page`. It must be HTML of our own, whose attributes stand in
/// double quotes.
pub fn absolute(html: &str, origin: &str, page: &str) -> String {
    let mut out = String::with_capacity(html.len() + html.len() / 8);
    let mut rest = html;
    while let Some((text, tag)) = rest.split_once('<') {
        out.push_str(text);
        out.push('<');
        rest = attributes(tag, &mut out, origin, page);
    }
    out.push_str(rest);
    out
}

/// Copies a tag, from after its `<`, and gives back what follows.
fn attributes<'h>(tag: &'h str, out: &mut String, origin: &str, page: &str) -> &'h str {
    let mut rest = tag;
    loop {
        let Some(at) = rest.find(['"', '>']) else {
            out.push_str(rest);
            return "";
        };
        let (before, from) = rest.split_at(at);
        out.push_str(before);
        let Some(value) = from.strip_prefix('"') else {
            return from;
        };
        let (value, after) = value.split_once('"').unwrap_or((value, ""));
        out.push('"');
        match before.rsplit([' ', '\n']).next().unwrap_or_default() {
            "href=" | "src=" | "poster=" => full(value, out, origin, page),
            "srcset=" => {
                for (nth, candidate) in value.split(',').enumerate() {
                    out.push_str(if nth == 0 { "" } else { ", " });
                    full(candidate.trim(), out, origin, page);
                }
            }
            _ => out.push_str(value),
        }
        out.push('"');
        rest = after;
    }
}

fn full(address: &str, out: &mut String, origin: &str, page: &str) {
    if address.starts_with('/') && !address.starts_with("//") {
        out.push_str(origin);
    } else if address.starts_with('#') || address.is_empty() {
        out.push_str(page);
    }
    out.push_str(address);
}

#[cfg(test)]
mod tests {
    use super::absolute;

    fn made(html: &str) -> String {
        absolute(html, "https://x.example", "https://x.example/a/")
    }

    #[test]
    fn addresses_become_full() {
        for (html, full) in [
            ("<a href=\"/b/\">b</a>", "<a href=\"https://x.example/b/\">b</a>"),
            ("<a class=\"n\" href=\"#fn_1\">1</a>", "<a class=\"n\" href=\"https://x.example/a/#fn_1\">1</a>"),
            ("<img src=\"/m/1.png\" alt=\"a > b\">", "<img src=\"https://x.example/m/1.png\" alt=\"a > b\">"),
            (
                "<source srcset=\"/m/1.webp 1x, /m/2.webp 2x\">",
                "<source srcset=\"https://x.example/m/1.webp 1x, https://x.example/m/2.webp 2x\">",
            ),
        ] {
            assert_eq!(made(html), full);
        }
    }

    #[test]
    fn all_else_stays() {
        for html in [
            "",
            "no tag, href=\"/x\"",
            "<p>href=&quot;/x&quot; and \"/y\"</p>",
            "<a href=\"https://y.example/\">y</a><a href=\"mailto:a@b.example\">m</a>",
            "<a href=\"//y.example/\">y</a>",
            "<img alt=\"src=/x\" title=\"href=\">",
            "<p data-href=\"/x\">",
            "<a href=\"/unclosed",
            "<",
            "a > b \" c",
        ] {
            let expected = html.replace("\"/unclosed", "\"https://x.example/unclosed\"");
            assert_eq!(made(html), expected, "{html}");
        }
    }
}
