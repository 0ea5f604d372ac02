//! HTML and Markdown as people send them.

use super::page;

#[test]
fn html_becomes_markdown() {
    let (text, remains) = page(
        "page.html",
        "<html><head><title>Window</title></head><body><h1>Top</h1><h3>Deep</h3>\
         <p>One <b>bold</b>, <span style='font-style:italic'>slanted</span> &amp; <code>code</code><br>next</p>\
         <ul><li>a<ol start=3><li>b</li></ol></li><li><input type=checkbox checked disabled> done</li></ul>\
         <dl><dt>Term</dt><dd>Meaning</dd></dl><pre><code class='language-rust'>fn x() {}\n</code></pre><hr>\
         <p>H<sub>2</sub>O <q>said</q></p><h2 id=part>Part</h2><p>See <a href='#part'>the part</a>.</p></body></html>",
    );
    let wanted = "## Top\n\n## Deep\n\nOne **bold**, *slanted* & `code`\\\nnext\n\n- a\n\n  3. b\n\n- [x] done\n\nTerm\n: \
                  Meaning\n\n```rust\nfn x() {}\n```\n\n___\n\nH2O \u{201c}said\u{201d}\n\n## Part {#part}\n\nSee [the \
                  part](#part).\n";
    assert_eq!(text, wanted);
    let list = ["metadata |  | the title of its window: Window", "styling | Deep | 2", "heading-level |  | Deep"];
    assert_eq!(remains, list);
}

#[test]
fn what_is_no_text_is_listed_with_its_words() {
    let (text, remains) = page(
        "page.html",
        "<p>Words.</p><script>steal()</script><iframe src='https://video.example/1' title='A film'></iframe>\
         <p style='display:none'>secret</p><!-- ask Ann --><img src='https://pics.example/x.jpg' alt='Far'>\
         <img src='lost.png' alt='Lost'><p><a href='javascript:alert(1)'>press</a> <a href='../other.html'>other</a></p>\
         <form><button>Send</button></form><svg><text>drawn</text></svg><p dir=rtl>ימין</p>",
    );
    assert_eq!(text, "Words.\n\npress other\n\nימין\n");
    for wanted in [
        "program |  | a script",
        "embedded |  | A film https://video.example/1",
        "hidden |  | secret",
        "source-note |  | ask Ann",
        "remote-picture |  | https://pics.example/x.jpg Far",
        "address |  | press (javascript:alert(1))",
        "address |  | other (../other.html)",
        "form-field |  | Send",
        "object |  | drawn",
        "direction |  | ימין",
    ] {
        assert!(remains.iter().any(|remain| remain == wanted), "{wanted}: {remains:?}");
    }
    assert!(remains.iter().any(|remain| remain.starts_with("lost-picture |  | lost.png (Lost): ")), "{remains:?}");
}

#[test]
fn a_page_of_an_old_word_processor_is_read_in_its_encoding() {
    let project = crate::harness::Project::new().bytes("old.html", b"<p>caf\xe9 \x93quoted\x94</p>");
    let (text, _) = super::page_of(&project, &project.root().join("old.html"));
    assert_eq!(text, "café \u{201c}quoted\u{201d}\n");
}

#[test]
fn markdown_is_written_anew() {
    let (text, remains) = page(
        "notes.md",
        "---\ntitle: Old title\nauthor: Somebody\n---\n# Old title\n\nText[^n] with <b>html</b> and `::figure{}`.\n\n\
         * one\n* two\n\n::figure{src=\"x\"}\n\n| a | b |\n|---|---|\n| 1 | 2 |\n\n[^n]: The note.\n",
    );
    let wanted = "## Old title\n\nText[^1] with **html** and `::figure{}`.\n\n- one\n- two\n\n\\::figure{src=\"x\"}\n\n| a \
                  | b |\n| --- | --- |\n| 1 | 2 |\n\n[^1]: The note.\n";
    assert_eq!(text, wanted);
    assert_eq!(remains, ["key |  | author: Somebody"]);
}

/// An alias of YAML can make a few lines as large as a disk.
#[test]
fn yaml_with_aliases_is_refused() {
    let project = crate::harness::Project::new();
    project.file("bomb.md", "---\na: &a [x, x]\nb: &b [*a, *a]\ntitle: T\n---\ntext\n");
    let ran = super::import(&project, &["bomb.md", "--kind", "page"]);
    assert_eq!(ran.code, 1, "{ran:?}");
    assert!(ran.stderr.contains("alias"), "{}", ran.stderr);
}
