//! Blocks of CommonMark and its extensions.

use super::{any_html, check_html, check_problems, html, problems, read};

#[test]
fn paragraphs_and_inlines() {
    check_html(&[
        ("a *b* **c** ~~d~~ `e<f`", "<p>a <em>b</em> <strong>c</strong> <del>d</del> <code>e&lt;f</code></p>"),
        ("a\nb\\\nc", "<p>a\nb<br>\nc</p>"),
        ("\"a\" -- it's", "<p>“a” – it’s</p>"),
        ("a & b &lt; \\<", "<p>a &amp; b &lt; &lt;</p>"),
        ("a\n\n***\n\nb", "<p>a</p>\n<hr>\n<p>b</p>"),
        ("> a", "<blockquote>\n<p>a</p>\n</blockquote>"),
    ]);
}

#[test]
fn lists() {
    check_html(&[
        ("- a\n- b\n  - c", "<ul>\n<li>a</li>\n<li>b<ul>\n<li>c</li>\n</ul>\n</li>\n</ul>"),
        ("3. a\n4. b", "<ol start=\"3\">\n<li>a</li>\n<li>b</li>\n</ol>"),
        ("1. a\n\n2. b", "<ol>\n<li><p>a</p>\n</li>\n<li><p>b</p>\n</li>\n</ol>"),
        ("A\n: b", "<dl>\n<dt>A</dt>\n<dd>b</dd>\n</dl>"),
    ]);
}

#[test]
fn tasks_are_read_out_and_are_no_form_controls() {
    let mark = |done, sign, word| {
        format!(
            "<li class=\"task task-{done}\"><span class=\"task-mark\" role=\"img\" aria-label=\"{word}\">{sign}</span> "
        )
    };
    let (done, open) = (mark("done", '☑', "Done"), mark("open", '☐', "To do"));
    assert_eq!(html("- [x] a\n- [ ] b"), format!("<ul>\n{done}a</li>\n{open}b</li>\n</ul>\n"));
    assert!(html("- [x] a\n\n- [ ] b").contains("<li class=\"task task-open\"><p><span"));
    // A heading's tag is written last, and yet before the mark.
    assert!(any_html("- [ ] a\n  ---").starts_with("<ul>\n<li class=\"task task-open\"><h2 id=\"a\"><span"));
}

#[test]
fn tables_scroll_and_have_scoped_headers() {
    check_html(&[(
        "|a|b|c|\n|:-|-:|-|\n|1|2|3|",
        "<div class=\"table\" role=\"region\" tabindex=\"0\" aria-label=\"Table\"><table>\n<thead><tr><th scope=\"col\" class=\"align-left\">a</th><th scope=\"col\" class=\"align-right\">b</th><th scope=\"col\">c</th></tr></thead>\n<tbody>\n<tr><td class=\"align-left\">1</td><td class=\"align-right\">2</td><td>3</td></tr>\n</tbody></table></div>",
    )]);
    let two = html("|a|\n|-|\n\n|b|\n|-|");
    assert!(two.contains("aria-label=\"Table 2\"") && !two.contains("tbody"), "{two}");
}

#[test]
fn code_is_highlighted_where_the_language_is_known() {
    let open = "<pre tabindex=\"0\" role=\"group\" aria-label=\"Code\"><code";
    assert_eq!(html("```nope\na<b\n```"), format!("{open} class=\"language-nope\">a&lt;b\n</code></pre>\n"));
    assert_eq!(html("    a\n    b"), format!("{open}>a\nb</code></pre>\n"));
    let rust = html("```rust\nfn main() {}\n```");
    assert!(rust.contains("class=\"language-rust\"") && rust.contains("<span class=\"hl-"), "{rust}");
    assert_eq!(super::super::highlight("rust", "let a;\n"), super::super::highlight("rs", "let a;\n"));
    assert_eq!(super::super::highlight("text", "a"), None);
}

#[test]
fn alerts() {
    check_html(&[(
        "> [!WARNING]\n> a",
        "<div class=\"callout callout-warning\" role=\"note\" aria-label=\"Warning\"><p class=\"callout-title\">Warning</p>\n<p>a</p>\n</div>",
    )]);
}

#[test]
fn headings_have_unique_ids() {
    let text = "## A b\n\n### A b\n\n## A b\n\n## a-b-2\n\n## Ž!\n\n## ★\n\n## ★";
    let (doc, _) = read(text);
    assert_eq!(doc.fragments().collect::<Vec<_>>(), ["a-b", "a-b-2", "a-b-3", "a-b-2-2", "z", "section", "section-2"]);
    check_html(&[
        ("## A *b* `c` {#my-id .x onclick=alert(1)}", "<h2 id=\"my-id\">A <em>b</em> <code>c</code></h2>"),
        ("## A {#Not_An_Id}", "<h2 id=\"not-an-id\">A</h2>"),
        ("A\n---", "<h2 id=\"a\">A</h2>"),
    ]);
}

#[test]
fn the_outline_is_plain() {
    let (doc, _) = read("## *A* & [b](office:geneva) `c` &mdash; d\n\n### E");
    let outline: Vec<_> = doc.outline.iter().map(|h| (h.level, h.id.as_str(), h.text.as_str())).collect();
    assert_eq!(outline, [(2, "a-b-c-d", "A & b c — d"), (3, "e", "E")]);
}

#[test]
fn a_top_heading_shifts_all_once() {
    let text = "## A\n\n# B\n\n## C\n\n###### D\n\n# E";
    assert_eq!(problems(text), ["1:1-1:5 heading-skipped", "3:1-3:4 heading-top", "7:1-7:9 heading-skipped"]);
    let levels: Vec<_> = read(text).0.outline.iter().map(|h| h.level).collect();
    assert_eq!(levels, [3, 2, 3, 6, 2]);
    assert!(any_html("# A").contains("<h2 id=\"a\">A</h2>"));
}

#[test]
fn headings_that_are_wrong() {
    check_problems(&[
        ("### A", &["1:1-1:6 heading-skipped"]),
        ("## A\n\n#### B\n\n## C", &["3:1-3:7 heading-skipped"]),
        ("## A\n\n##\n\nx", &["3:1-3:3 heading-empty"]),
        ("## **&nbsp;**", &["1:1-1:14 heading-empty"]),
        ("## ![a](b.png)", &["1:1-1:15 heading-empty"]),
    ]);
}

#[test]
fn html_is_text() {
    check_problems(&[
        ("a <b>c</b>", &["1:3-1:6 raw-html", "1:7-1:11 raw-html"]),
        ("a\n\n<div>\nx\n</div>\n\nb", &["3:1-5:7 raw-html"]),
        ("<!-- todo -->", &["1:1-1:14 raw-html"]),
        ("1 < 2 \\<b>", &[]),
    ]);
    assert_eq!(any_html("<div>\n*x*\n</div>"), "<p>&lt;div&gt;\n*x*\n&lt;/div&gt;</p>\n");
    assert_eq!(any_html("a <b>"), "<p>a &lt;b&gt;</p>\n");
}
