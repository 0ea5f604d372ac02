//! Links, pictures and footnotes.

use super::{advice, any_html, check_html, check_problems, fill, html, read};
use crate::kind::RecordKind;
use crate::markdown::{ImageOutcome, LinkOutcome, LinkTarget, Wording};

fn target(url: &str) -> (LinkTarget, Option<String>) {
    let (doc, problems) = read(&format!("[a]({url})"));
    assert!(problems.is_empty(), "{url}: {problems:?}");
    (doc.links[0].target.clone(), doc.links[0].fragment.clone())
}

#[test]
fn targets_within_the_site() {
    let id = |fragment: &str| Some(fragment.to_owned());
    let file = |path: &str| LinkTarget::File(path.into());
    assert_eq!(target("#x%20y"), (LinkTarget::Here, id("x y")));
    assert_eq!(target("../i-7f3k/index.md#my-week"), (file("../i-7f3k/index.md"), id("my-week")));
    assert_eq!(target("a%20b.md"), (file("a b.md"), None));
    assert_eq!(target("<a b.md>"), (file("a b.md"), None));
    assert_eq!(target("office:geneva"), (LinkTarget::Record(RecordKind::Office, "geneva".into()), None));
    assert_eq!(target("page:news/a#b"), (LinkTarget::Record(RecordKind::Page, "news/a".into()), id("b")));
    assert_eq!(target("/impact/#x"), (LinkTarget::Site("/impact/".into()), id("x")));
    assert_eq!(target("a%zz.md"), (file("a%zz.md"), None));
}

#[test]
fn outside_links_are_written_at_once() {
    check_html(&[
        ("[a](https://b.example/?c=1&d=%20)", "<p><a href=\"https://b.example/?c=1&amp;d=%20\">a</a></p>"),
        (
            "[a](https://b.example/{c}%x \"t<\")",
            "<p><a href=\"https://b.example/%7Bc%7D%25x\" title=\"t&lt;\">a</a></p>",
        ),
        ("<https://b.example>", "<p><a href=\"https://b.example\">https://b.example</a></p>"),
        ("<a@b.example>", "<p><a href=\"mailto:a@b.example\">a@b.example</a></p>"),
        ("[a](tel:+44)", "<p><a href=\"tel:+44\">a</a></p>"),
        ("[a][b]\n\n[b]: https://c.example/", "<p><a href=\"https://c.example/\">a</a></p>"),
    ]);
    assert!(read("[a](https://b.example/)").0.links.is_empty());
}

#[test]
fn links_that_are_wrong() {
    check_problems(&[
        ("x [](office:geneva)", &["1:3-1:20 link-empty"]),
        ("x [&nbsp;](https://a.example/)", &["1:3-1:31 link-empty"]),
        ("x [a]()", &["1:3-1:8 link-dangling"]),
        ("x [a](ofice:geneva)", &["1:3-1:20 link-unsafe"]),
        ("[![a](b.png)](office:geneva)", &[]),
    ]);
    assert!(advice("[a](ofice:geneva)").contains("Did you mean `office:`?"));
}

#[test]
fn a_withheld_link_is_neutral_words() {
    let (doc, _) = read("a [*Jane* ![x](y.png)](intern:i-1 \"Jane\") b [c](office:d)");
    let links = [LinkOutcome::Withheld("a <former> intern".into()), LinkOutcome::To("/o/?a&b".into())];
    let found = doc.html(&links, &[ImageOutcome::Withheld], &Wording::default());
    assert_eq!(found, "<p>a a &lt;former&gt; intern b <a href=\"/o/?a&amp;b\">c</a></p>\n");
}

#[test]
fn links_in_headings_are_known() {
    let (doc, _) = read("[a](office:a)\n\n## [Jane](intern:i-1) x\n\n[b](office:b)");
    assert_eq!([0, 1, 2].map(|link| doc.is_in_heading(link)), [false, true, false]);
}

#[test]
fn what_has_no_outcome_is_withheld() {
    let (doc, _) = read("a [b](intern:i-1)\n\n![c](d.png)");
    assert_eq!(doc.html(&[], &[], &Wording::default()), "<p>a </p>\n");
}

#[test]
fn pictures() {
    let img = "<img src=\"/a b.png\" width=\"4\" height=\"3\" alt=\"c d\"";
    let lazy = " loading=\"lazy\" decoding=\"async\">";
    check_html(&[
        ("x ![c *d*](a%20b.png)", &format!("<p>x {img}{lazy}</p>")),
        ("![c d](<a b.png>)", &format!("<figure class=\"figure\">{img}{lazy}</figure>")),
        (
            "![c d](<a b.png> \"T\")",
            &format!("<figure class=\"figure\">{img}{lazy}<figcaption>T</figcaption></figure>"),
        ),
        ("![c d](<a b.png>) x", &format!("<p>{img}{lazy} x</p>")),
    ]);
}

#[test]
fn withheld_pictures_leave_no_empty_elements() {
    for text in [
        "![a](b.png \"c\")",
        "[![a](b.png)](https://c.example/)",
        "[![a](b.png)](office:d)",
        "![a](b.png)\n![c](d.png)",
    ] {
        let (doc, problems) = read(text);
        assert!(problems.is_empty());
        let links = [LinkOutcome::To("/o/".into())];
        let images = [ImageOutcome::Withheld, ImageOutcome::Withheld];
        assert_eq!(doc.html(&links, &images, &Wording::default()).trim(), "", "{text}");
    }
    let (doc, _) = read("[![a](b.png) c](office:d)");
    let found = doc.html(&[LinkOutcome::To("/o/".into())], &[ImageOutcome::Withheld], &Wording::default());
    assert_eq!(found, "<p><a href=\"/o/\"> c</a></p>\n");
}

#[test]
fn pictures_that_are_wrong() {
    check_problems(&[
        ("x ![](b.png)", &["1:3-1:13 image-alt-missing"]),
        ("x ![a](https://b.example/c.png)", &["1:3-1:32 link-unsafe"]),
        ("x ![a](/c.png)", &["1:3-1:15 image-missing"]),
        ("x ![a](//b.example/c.png)", &["1:3-1:26 link-unsafe"]),
        ("x ![a](data:image/png;base64,AA)", &["1:3-1:33 link-unsafe"]),
        ("x ![a]()", &["1:3-1:9 image-missing"]),
    ]);
    let (doc, _) = read("![a](https://b.example/c.png)");
    assert!(doc.images.is_empty() && doc.is_empty());
    assert!(advice("![a](/c.png)").contains("story's folder"));
}

#[test]
fn footnotes_are_numbered_by_first_reference() {
    let text = "[^z]: zed[^w]\n\na[^z] b[^Y] c[^z]\n\n[^y]: why\n\n[^w]: double\n\n[^unused]: never[^y]\n\n    ## H";
    let (doc, problems) = read(text);
    assert!(problems.is_empty(), "{problems:?}");
    let found = fill(&doc);
    let sup = |id: &str, n: u8| {
        format!("<sup class=\"footnote-ref\"><a id=\"fnref_{id}\" href=\"#fn_{n}\" role=\"doc-noteref\">{n}</a></sup>")
    };
    assert!(found.starts_with(&format!("<p>a{} b{} c{}</p>", sup("1", 1), sup("2", 2), sup("1_2", 1))), "{found}");
    let order: Vec<_> = ["<li id=\"fn_1\"><p>zed", "<li id=\"fn_2\"><p>why", "<li id=\"fn_3\"><p>double"]
        .iter()
        .map(|part| found.find(part).unwrap_or_else(|| panic!("{part} in {found}")))
        .collect();
    assert!(order.is_sorted());
    assert!(!found.contains("never") && doc.outline.is_empty());
    let back =
        "<a class=\"footnote-back\" href=\"#fnref_1_2\" role=\"doc-backlink\" aria-label=\"Back to text (1_2)\">↩</a>";
    assert!(found.contains(back), "{found}");
}

#[test]
fn footnotes_that_nobody_wrote() {
    check_problems(&[
        ("a[^x] b", &["1:2-1:6 footnote-dangling"]),
        ("a[^x] `[^y]` \\[^z]\n\n    [^code]", &["1:2-1:6 footnote-dangling"]),
        ("a[^1]\n\n[^1]: b", &[]),
        ("a [^] [^a b] [^", &[]),
    ]);
    assert_eq!(any_html("a[^x]"), "<p>a[^x]</p>\n");
}

#[test]
fn footnotes_hold_links_and_pictures() {
    let text = "[a](office:a)[^1] [c](office:c)\n\n[^1]: [b](office:b)\n\n    ![p](q.png)";
    let found = html(text);
    assert!(found.contains("<a href=\"office:b\">b</a>") && found.contains("src=\"/q.png\""), "{found}");
    assert_eq!(read(text).0.links.len(), 3);
    let doc = read("x[^1]\n\n[^1]: a\n\n    ![p](q.png)").0;
    assert!(!doc.html(&[], &[], &Wording::default()).contains("<img"));
}
