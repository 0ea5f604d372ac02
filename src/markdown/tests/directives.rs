//! Directives: their HTML, their nesting, their problems.

use super::{advice, any_html, check_html, check_problems, html, problems, read};
use crate::markdown::{Beneficiaries, ImageOutcome, Wording};

const IMG: &str = "<img src=\"/a.png\" width=\"4\" height=\"3\" alt=\"";
const LAZY: &str = "\" loading=\"lazy\" decoding=\"async\">";

#[test]
fn figure() {
    let text =
        r#"::figure{src="a.png" alt="A \"desk\" \\ <b>" caption="At *work*" credit="J & K" beneficiaries="none"}"#;
    let alt = r"A &quot;desk&quot; \ &lt;b&gt;";
    let caption = "At *work* <span class=\"credit\">J &amp; K</span>";
    let expected = format!("<figure class=\"figure\">{IMG}{alt}{LAZY}<figcaption>{caption}</figcaption></figure>\n");
    assert_eq!(html(text), expected);
    assert_eq!(read(text).0.images[0].beneficiaries, Some(Beneficiaries::None));
    let plain = html("::figure{src=\"a.png\" decorative=\"true\"}");
    assert_eq!(plain, format!("<figure class=\"figure\">{IMG}{LAZY}</figure>\n"));
}

#[test]
fn a_picture_is_offered_in_several_widths_too() {
    let (doc, _) = read("::figure{src=\"a.png\" alt=\"b\" credit=\"c\"}\n\n![d](e.png \"f\") g");
    let shown = |name: &str| ImageOutcome::Shown {
        src: format!("/{name}-2.jpg"),
        width: 2,
        height: 1,
        webp: Some((format!("/{name}-1.webp 1w, /{name}-2.webp 2w"), "min(9px, \"1\")".into())),
        tone: Some("tone-7".into()),
    };
    let picture = |name: &str, rest: &str| {
        format!(
            "<picture><source type=\"image/webp\" srcset=\"/{name}-1.webp 1w, /{name}-2.webp 2w\" sizes=\"min(9px, \
             &quot;1&quot;)\"><img src=\"/{name}-2.jpg\" width=\"2\" height=\"1\" class=\"tone-7\" {rest} \
             loading=\"lazy\" decoding=\"async\"></picture>"
        )
    };
    let figure = picture("a", "alt=\"b\"");
    let line = picture("e", "alt=\"d\" title=\"f\"");
    let expected = format!(
        "<figure class=\"figure\">{figure}<figcaption><span class=\"credit\">c</span></figcaption></figure>\n<p>{line} g</p>\n"
    );
    assert_eq!(doc.html(&[], &[shown("a"), shown("e")], &Wording::default()), expected);
}

#[test]
fn a_withheld_figure_leaves_nothing() {
    let (doc, _) = read("a\n\n::figure{src=\"a.png\" alt=\"b\" caption=\"c\" credit=\"d\"}\n\ne");
    assert_eq!(doc.html(&[], &[ImageOutcome::Withheld], &Wording::default()), "<p>a</p>\n<p>e</p>\n");
}

#[test]
fn quote() {
    check_html(&[
        (
            ":::quote{by=\"A. B.\" role=\"C\"}\n*x*\n:::",
            "<figure class=\"pull-quote\"><blockquote>\n<p><em>x</em></p>\n</blockquote><figcaption><span class=\"quote-by\">A. B.</span>, <span class=\"quote-role\">C</span></figcaption></figure>",
        ),
        (":::quote\nx\n:::", "<figure class=\"pull-quote\"><blockquote>\n<p>x</p>\n</blockquote></figure>"),
    ]);
}

#[test]
fn facts() {
    check_html(&[(
        ":::facts{title=\"Where\"}\nOffice\n: [Geneva](office:geneva)\n:::",
        "<div class=\"facts\" role=\"group\" aria-label=\"Where\"><p class=\"facts-title\">Where</p>\n<dl>\n<dt>Office</dt>\n<dd><a href=\"office:geneva\">Geneva</a></dd>\n</dl>\n</div>",
    )]);
    assert!(html(":::facts\n- a\n:::").contains("aria-label=\"Key facts\""));
}

#[test]
fn video_is_a_link() {
    let text = r#"::video{url="https://v.example/?a=1&b=2" title="My week" thumbnail="a.png"}"#;
    let title = "<span class=\"video-title\"><span class=\"video-kind\">Video:</span> My week</span>";
    let link = format!("<a class=\"video-link\" href=\"https://v.example/?a=1&amp;b=2\">{IMG}{LAZY}{title}</a>");
    assert_eq!(html(text), format!("<figure class=\"video\">{link}</figure>\n"));
    assert!(read(text).0.images[0].video_thumbnail);
    check_problems(&[
        (r#"::video{url="http://v.example/" title="a"}"#, &["1:14-1:31 link-unsafe"]),
        (r#"::video{url="javascript:alert(1)" title="a"}"#, &["1:14-1:33 link-unsafe"]),
        (r#"::video{url="https://v.example/"}"#, &["1:3-1:8 directive-attribute"]),
        (r#"::video{url="https://v.example/" title="a" thumbnail="/a.png"}"#, &["1:55-1:61 image-missing"]),
    ]);
}

#[test]
fn callout() {
    check_html(&[(
        ":::callout{kind=\"tip\" title=\"T\"}\nx\n:::",
        "<div class=\"callout callout-tip\" role=\"note\" aria-label=\"T\"><p class=\"callout-title\">T</p>\n<p>x</p>\n</div>",
    )]);
    assert!(html(":::callout\nx\n:::").contains("callout-note\" role=\"note\" aria-label=\"Note\""));
}

#[test]
fn containers_nest() {
    let text = "::::callout\n:::quote\na\n:::\n\n:::facts\n- b\n:::\n::::";
    let found = html(text);
    assert_eq!(found.matches("</div>").count(), 2);
    assert!(found.contains("</blockquote></figure>\n<div class=\"facts\""), "{found}");
    assert!(problems(":::callout\n:::quote\na\n:::\n:::").is_empty());
}

#[test]
fn directives_stand_in_lists_and_quotations() {
    let figure = format!("<figure class=\"figure\">{IMG}x{LAZY}</figure>\n");
    let line = "::figure{src=\"a.png\" alt=\"x\"}";
    assert_eq!(html(&format!("- a\n  {line}")), format!("<ul>\n<li>a{figure}</li>\n</ul>\n"));
    for marker in ["-", "*", "+"] {
        assert_eq!(html(&format!("{marker} {line}")), format!("<ul>\n<li>{figure}</li>\n</ul>\n"));
    }
    assert_eq!(html(&format!("> {line}")), format!("<blockquote>\n{figure}</blockquote>\n"));
    assert_eq!(html(&format!("a\n{line}\nb")), format!("<p>a</p>\n{figure}<p>b</p>\n"));
    assert!(html("> - :::quote\n>   a\n>   :::").contains("<li><figure class=\"pull-quote\">"));
}

#[test]
fn directives_in_code_stay_as_written() {
    let line = "::figure{src=\"ä.png\"}";
    for text in [format!("```\n{line}\n```"), format!("    {line}\n"), format!("> ```\n> {line}\n> ```")] {
        let found = html(&text);
        assert!(found.contains("::figure{src=&quot;ä.png&quot;}"), "{found}");
    }
    assert!(html("a `::figure{}` b").contains("<code>::figure{}</code>"));
    assert!(any_html("<div>\n::figure{x}\n</div>").contains("::figure{x}"));
    assert!(html("```\n:::quote\n```").contains(":::quote"));
}

#[test]
fn colons_in_prose_are_prose() {
    check_html(&[
        (":: a", "<p>:: a</p>"),
        ("a ::b", "<p>a ::b</p>"),
        ("\\::figure{}", "<p>::figure{}</p>"),
        ("::", "<p>::</p>"),
        ("::1", "<p>::1</p>"),
    ]);
}

#[test]
fn unclosed_and_unopened() {
    check_problems(&[
        ("a\n\n:::quote{by=\"x\"}\nb", &["3:1-3:17 directive-unclosed"]),
        ("a\n:::\n", &["2:1-2:4 directive-unclosed"]),
        ("::::quote\na\n:::", &["1:1-1:10 directive-unclosed", "3:1-3:4 directive-unclosed"]),
        ("- :::quote\n  a\n\n:::", &["1:3-1:11 directive-unclosed", "4:1-4:4 directive-unclosed"]),
        (":::quote\n- a\n  :::\n:::", &["3:3-3:6 directive-unclosed"]),
        ("::::callout\n:::quote\na\n::::", &["2:1-2:9 directive-unclosed"]),
        ("> :::quote\n> a\n:::", &["1:3-1:11 directive-unclosed", "3:1-3:4 directive-unclosed"]),
    ]);
    assert!(any_html("- :::quote\n  a").contains("</blockquote></figure>\n</li>"));
}

#[test]
fn names_and_keys() {
    check_problems(&[
        ("::figur{src=\"a.png\"}", &["1:3-1:8 directive-unknown"]),
        (":::box\na\n:::", &["1:4-1:7 directive-unknown"]),
        ("::figure{src=\"a.png\" alt=\"a\" captoin=\"x\"}", &["1:30-1:37 directive-attribute"]),
        ("::figure{src=\"a.png\" alt=\"a\" alt=\"b\"}", &["1:30-1:33 directive-attribute"]),
        ("::figure{alt=\"a\"}", &["1:3-1:9 directive-attribute"]),
        ("::figure{src=\"a.png\"}", &["1:1-1:22 image-alt-missing"]),
        ("::figure{src=\"a.png\" alt=\" \"}", &["1:1-1:30 image-alt-missing"]),
        ("::figure{src=\"a.png\" alt=\"a\" decorative=\"true\"}", &["1:27-1:28 directive-attribute"]),
        ("::figure{src=\"a.png\" alt=\"a\" beneficiaries=\"no\"}", &["1:45-1:47 directive-attribute"]),
        (":::callout{kind=\"danger\"}\na\n:::", &["1:18-1:24 directive-attribute"]),
        ("::figure", &["1:3-1:9 directive-attribute"]),
    ]);
    assert!(advice("::figur{src=\"a.png\"}").contains("Did you mean `figure`?"));
    assert!(
        advice("::figure{src=\"a.png\" alt=\"a\" captoin=\"x\"}")
            .contains("`figure` takes no `captoin`. Did you mean `caption`?")
    );
}

#[test]
fn syntax() {
    check_problems(&[
        ("::figure{src=\"a.png\"", &["1:21-1:21 directive-syntax"]),
        ("::figure{src=\"a.png}", &["1:14-1:21 directive-syntax"]),
        ("::figure{src=“a.png”}", &["1:14-1:15 directive-syntax"]),
        ("::figure{src}", &["1:10-1:13 directive-syntax"]),
        ("::figure{.wide}", &["1:10-1:11 directive-syntax"]),
        ("::figure{} x", &["1:12-1:13 directive-syntax"]),
        (":: figure{}", &["1:3-1:3 directive-syntax"]),
        ("::quote{by=\"a\"}", &["1:3-1:8 directive-syntax"]),
        (":::figure{src=\"a.png\" alt=\"a\"}\n:::", &["1:4-1:10 directive-syntax"]),
        (":::quote{by=a}\nb\n:::", &["1:13-1:14 directive-syntax"]),
    ]);
    assert!(advice("::figure{src=“a.png”}").contains("straight quotation marks"));
}
