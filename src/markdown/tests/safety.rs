//! Untrusted text: nothing active reaches the page, nothing takes for ever.

use super::{any_html, problems};
use proptest::prelude::{Strategy, prop, prop_assert, prop_assert_eq, proptest};
use scraper::{Html, Node};

const ELEMENTS: &[&str] = &[
    "html",
    "head",
    "body",
    "p",
    "em",
    "strong",
    "del",
    "code",
    "pre",
    "span",
    "a",
    "img",
    "br",
    "hr",
    "ul",
    "ol",
    "li",
    "dl",
    "dt",
    "dd",
    "blockquote",
    "figure",
    "figcaption",
    "div",
    "section",
    "table",
    "thead",
    "tbody",
    "tr",
    "th",
    "td",
    "sup",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
];

const ATTRIBUTES: &[&str] = &[
    "class",
    "id",
    "href",
    "src",
    "alt",
    "title",
    "width",
    "height",
    "loading",
    "decoding",
    "role",
    "aria-label",
    "aria-labelledby",
    "tabindex",
    "scope",
    "start",
];

/// What a browser would make of the HTML has only harmless elements,
/// attributes and addresses.
fn is_harmless(html: &str) -> Result<(), String> {
    let page = Html::parse_document(html);
    let mut ids = Vec::new();
    for node in page.tree.values() {
        match node {
            Node::Element(element) => {
                if !ELEMENTS.contains(&element.name()) {
                    return Err(format!("<{}> in {html}", element.name()));
                }
                for (name, value) in element.attrs() {
                    let scheme = value.split_once(':').map_or("", |(scheme, _)| scheme);
                    let schemes = ["https", "http", "mailto", "tel", "file", "site", "office", "intern", ""];
                    let address = name == "href" && !value.starts_with('#');
                    if !ATTRIBUTES.contains(&name) || address && !schemes.contains(&&*scheme.to_lowercase()) {
                        return Err(format!("{name}={value} in {html}"));
                    }
                    ids.extend((name == "id").then(|| value.to_owned()));
                }
            }
            Node::Comment(_) | Node::ProcessingInstruction(_) => return Err(html.into()),
            _ => {}
        }
    }
    let count = ids.len();
    ids.sort();
    ids.dedup();
    if ids.len() == count { Ok(()) } else { Err(format!("an id stands twice in {html}")) }
}

#[test]
fn attacks_come_to_nothing() {
    for attack in [
        "[x](javascript:alert(1))",
        "[x](<javascript:alert(1)>)",
        "[x](JaVaScRiPt:alert(1))",
        "[x](javascript&colon;alert(1))",
        "[x](&#106;avascript:alert(1))",
        "[x](java&#x09;script:alert(1))",
        "[x](java&#10;script:alert(1))",
        "[x](&#1;javascript:alert(1))",
        "[x](vbscript:x)",
        "[x](data:text/html;base64,PHNjcmlwdD4=)",
        "[x](//evil.example)",
        "[x](/\\evil.example)",
        "[x](\\\\\\\\evil.example)",
        "[x](https:evil.example)",
        "<javascript:alert(1)>",
        "[x][y]\n\n[y]: javascript:alert(1)",
        "![x][y]\n\n[y]: data:image/svg+xml,x",
        "![x](data:image/svg+xml,x)",
        "![x](javascript:alert(1))",
        "[y]: javascript:alert(1)",
        "::figure{src=\"javascript:alert(1)\" alt=\"x\"}",
        "::video{url=\"https://a\\\"onclick=b\" title=\"x\" x=\"y\"}",
    ] {
        let found = any_html(attack);
        is_harmless(&found).unwrap();
        assert!(!found.contains("<a") && !found.contains("<img") || attack.contains("video"), "{attack}: {found}");
        let unsafe_links = problems(attack).iter().filter(|p| p.ends_with("link-unsafe")).count();
        assert!(unsafe_links == 1 || attack.contains("video"), "{attack}: {:?}", problems(attack));
    }
}

#[test]
fn values_do_not_break_out() {
    for attack in [
        "![\"><script>alert(1)</script>](a.png \"\\\"><script>\")",
        "[x](office:a \"\\\" onclick=alert(1)\")",
        "[x](<https://a.example/\"onclick=\">)",
        "::figure{src=\"\\\"><script>.png\" alt=\"\\\"><script>\" caption=\"<script>\" credit=\"\\\"<b>\"}",
        ":::quote{by=\"<script>\" role=\"</figure><script>\"}\na\n:::",
        ":::callout{title=\"\\\" onclick=\\\"x\"}\na\n:::",
        ":::facts{title=\"</p><script>\"}\na\n:::",
        "## x {#a\"b onclick=alert(1) .\"> style=x}",
        "```\"><script>\n<script>\n```",
        "```rust\n// </code><script>alert(1)</script>\n```",
        "<script>alert(1)</script>",
        "x <img src=x onerror=alert(1)>",
        "<!-- <script> -->",
        "[^\"><script>]\n\n[^\"><script>]: <script>",
        "</section></main><form>",
        "> [!NOTE]\n> <iframe>",
    ] {
        is_harmless(&any_html(attack)).unwrap();
    }
}

/// Deep or long texts are read in time that grows with their length, and
/// without a stack of their depth.
#[test]
fn depth_and_length() {
    let texts = [
        ">".repeat(10_000),
        "[".repeat(10_000),
        "![".repeat(10_000),
        "*a ".repeat(10_000),
        "[a](b ".repeat(5_000),
        "## a\n\n".repeat(10_000),
        "x[^1]".repeat(10_000) + "\n\n[^1]: y",
        (0..3_000).map(|n| format!("x[^{n}]\n\n[^{n}]: y\n\n")).collect(),
        ":::quote\n".repeat(10_000),
        ":::quote\na\n:::\n".repeat(5_000),
        "- ".repeat(2_000) + ":::quote",
        "::figure{".repeat(5_000),
        "<a ".repeat(10_000),
        "[^".repeat(10_000),
        ":::quote\n".repeat(3_000) + &"::::\n".repeat(3_000),
        format!("## {}", "<b>![a](b.png)[a](c) ".repeat(3_000)),
    ];
    for text in texts {
        assert!(any_html(&text).len() < 5_000_000);
    }
}

/// Pieces of text that mean something, in any order.
fn pieces() -> impl Strategy<Value = String> {
    let pieces: &[&str] = &[
        "a",
        " ",
        "\n",
        "\n\n",
        "\r\n",
        "*",
        "**",
        "`",
        "```",
        "~~",
        "[",
        "](office:a)",
        "](https://b.example)",
        "![",
        "](c.png)",
        "](javascript:x)",
        "<b>",
        "<!--",
        "-->",
        "<",
        ">",
        "> ",
        "- ",
        "1. ",
        "    ",
        "  ",
        "# ",
        "### ",
        "|",
        "\n|-|\n",
        "[^1]",
        "[^1]: ",
        "\n: ",
        ":::quote",
        ":::",
        "::::callout",
        "::figure{src=\"d.png\" alt=\"e\"}",
        "{#id onclick=x}",
        "\"",
        "'",
        "--",
        "\\",
        "&amp;",
        "&#0;",
        "---",
        "===",
        "é",
        "\u{202e}",
        "> [!NOTE]\n",
        "[x] ",
        "<script>",
        "::",
        "{",
        "}",
        "\t",
        "<https://f.example>",
        ":::facts{title=\"\\\"\"}",
        "```rust\n",
        "\u{0}",
    ];
    prop::collection::vec(prop::sample::select(pieces), 0..40).prop_map(|pieces| pieces.concat())
}

proptest! {
    #[test]
    fn any_text_is_harmless(text in pieces()) {
        let found = any_html(&text);
        prop_assert!(is_harmless(&found).is_ok(), "{:?}", is_harmless(&found));
        // Whole elements only: what a browser reads and writes again is the same.
        let tags = |html: &str| html.matches("</").count();
        let again = Html::parse_fragment(&found).root_element().inner_html();
        prop_assert_eq!(tags(&found), tags(&again), "{}\n{}", found, again);
    }

    #[test]
    fn line_ends_do_not_matter(text in pieces()) {
        let text = text.replace('\r', "");
        prop_assert_eq!(any_html(&text.replace('\n', "\r\n")), any_html(&text));
    }
}
