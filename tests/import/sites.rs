//! Sites of WordPress, Zola and Hugo: their texts as drafts, at their old
//! addresses or redirected from them.

use std::fs;

use super::{body, import};
use crate::harness::{Project, Ran};

fn whole(ran: &Ran) -> serde_json::Value {
    assert_eq!(ran.code, 0, "{ran:?}");
    serde_json::from_str(&ran.stdout).unwrap()
}

/// Publishes pages that are drafts.
fn publish(project: &Project, ids: &[&str]) {
    for id in ids {
        project.edit(&format!("content/pages/{id}.md"), "\ndraft = true\n", "\n");
    }
}

const EXPORT: &str = r##"<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:wp="http://wordpress.org/export/1.2/"
 xmlns:excerpt="http://wordpress.org/export/1.2/excerpt/" xmlns:dc="http://purl.org/dc/elements/1.1/"><channel>
<wp:author><wp:author_login>somebody</wp:author_login><wp:author_email>private@example.org</wp:author_email></wp:author>
<item><title>Old news &amp; more</title><link>https://old.example/2023/05/Old_News/</link><guid>https://old.example/?p=7</guid>
<wp:post_name>old-news</wp:post_name><wp:post_type>post</wp:post_type><wp:status>publish</wp:status><wp:post_date>2023-05-04 10:00:00</wp:post_date>
<excerpt:encoded><![CDATA[In short.]]></excerpt:encoded><category domain="post_tag">travel</category>
<content:encoded><![CDATA[First line
second line

See <a href="https://old.example/about/">about us</a> [sic] and [gallery ids="1,2"].

<img src="https://old.example/x.jpg" alt="Us" />]]></content:encoded>
<wp:comment><wp:comment_content>Lovely!</wp:comment_content></wp:comment></item>
<item><title>About</title><link>https://old.example/about/</link><wp:post_name>about-us</wp:post_name><wp:post_type>page</wp:post_type>
<wp:status>draft</wp:status><content:encoded><![CDATA[<!-- wp:paragraph -->
<p>Who we are<sup data-fn="f1" class="fn"><a href="#f1" id="f1-link">1</a></sup>.</p>
<!-- /wp:paragraph -->]]></content:encoded>
<wp:postmeta><wp:meta_key>footnotes</wp:meta_key><wp:meta_value>[{"id":"f1","content":"A note."}]</wp:meta_value></wp:postmeta></item>
<item><title>pic</title><wp:post_type>attachment</wp:post_type><wp:status>inherit</wp:status><wp:attachment_url>https://old.example/x.jpg</wp:attachment_url></item>
</channel></rss>"##;

#[test]
fn wordpress_comes_with_its_addresses() {
    let project = Project::new();
    project.file("export.xml", EXPORT).delete("content/pages/about.md");
    let report = whole(&import(&project, &["--wordpress", "export.xml", "--format", "json"]));
    let text = body(&project, "content/pages/2023/05/old-news.md");
    assert_eq!(text, "First line\\\nsecond line\n\nSee [about us](page:about) \\[sic\\] and .\n");
    assert_eq!(body(&project, "content/pages/about.md"), "Who we are[^1].\n\n[^1]: A note.\n");
    let record = fs::read_to_string(project.root().join("content/pages/2023/05/old-news.md")).unwrap();
    for line in [
        "title = \"Old news & more\"",
        "summary = \"In short.\"",
        "published = 2023-05-04",
        "aliases = [\"/2023/05/Old_News/\"]",
        "draft = true",
    ] {
        assert!(record.contains(&format!("\n{line}\n")), "{line} in {record}");
    }
    let all = report.to_string();
    for said in ["[gallery ids", "https://old.example/x.jpg", "post_tag: travel", "Lovely!"] {
        assert!(all.contains(said), "{said} in {all}");
    }
    assert!(!all.contains("private@example.org"));
    assert_eq!(project.build().code, 0);
    publish(&project, &["2023/05/old-news", "about"]);
    let ran = project.build();
    assert_eq!(ran.code, 0, "{}", ran.stderr);
    assert!(
        project.page("_redirects").contains("/2023/05/Old_News/ /2023/05/old-news/"),
        "{}",
        project.page("_redirects")
    );
    assert!(
        project.page("2023/05/old-news/index.html").contains("href=\"../../../about/\"")
            || project.page("2023/05/old-news/index.html").contains("/about/\"")
    );
}

#[test]
fn zola_comes_with_pictures_and_links() {
    let project = Project::new();
    project
        .file("old/config.toml", "base_url = \"https://old.example\"")
        .file("old/content/_index.md", "+++\ntitle = \"Home\"\n+++\n")
        .file("old/content/blog/_index.md", "+++\ntitle = \"Our blog\"\n+++\nAll of it.\n")
        .file(
            "old/content/blog/2022-03-04-first/index.md",
            "+++\ntitle = \"First\"\naliases = [\"old/first.html\"]\nweight = 3\n+++\nHello ![Us](us.png), \
             {{ youtube(id=\"abc\") }} see [next](@/blog/next.md#more).\n",
        )
        .file(
            "old/content/blog/next.md",
            "+++\ntitle = \"Next\"\ndate = 2022-05-01\nslug = \"the-next\"\n+++\n## More\n\ntext\n",
        );
    let project = project.bytes("old/content/blog/2022-03-04-first/us.png", include_bytes!("../fixtures/pixel.png"));
    let report = whole(&import(&project, &["--zola", "old", "--format", "json"]));
    let text = body(&project, "content/pages/blog/2022-03-04-first.md");
    assert_eq!(text, "Hello ![Us](2022-03-04-first-1.png), see [next](page:blog/the-next#more).\n");
    assert!(project.root().join("content/pages/blog/2022-03-04-first-1.png").is_file());
    let all = report.to_string();
    assert!(all.contains("youtube(id=") && all.contains("weight: 3"), "{all}");
    publish(&project, &["blog/2022-03-04-first", "blog/the-next", "blog"]);
    let ran = project.build();
    assert_eq!(ran.code, 0, "{}", ran.stderr);
    assert!(project.page("_redirects").contains("/old/first.html /blog/2022-03-04-first/"));
}

#[test]
fn hugo_comes_in_all_three_notations() {
    let project = Project::new();
    project
        .file(
            "old/content/posts/one.md",
            "---\ntitle: One\ndate: 2021-02-03T10:00:00Z\naliases: [/1/]\ntags: [a, b]\n---\nSee [two]({{< ref \"posts/two\" >}}).\n\n\
             {{< figure src=\"/img/us.png\" alt=\"Us\" caption=\"At work\" >}}\n\n{{< tweet 1 >}}\n",
        )
        .file("old/content/posts/two.md", "+++\ntitle = \"Two\"\nurl = \"/second/\"\n+++\nText.\n")
        .file("old/content/posts/three/index.md", "{\"title\": \"Three\", \"draft\": true}\n\nText.\n")
        .file("old/content/posts/one.fr.md", "---\ntitle: Un\n---\nTexte.\n");
    let project = project.bytes("old/static/img/us.png", include_bytes!("../fixtures/pixel.png"));
    let report = whole(&import(&project, &["--hugo", "old", "--format", "json"]));
    let text = body(&project, "content/pages/posts/one.md");
    let wanted = "See [two](page:second).\n\n::figure{src=\"one-1.png\" alt=\"Us\" caption=\"At work\"}\n";
    assert_eq!(text, wanted);
    assert!(project.root().join("content/pages/second.md").is_file());
    assert!(project.root().join("content/pages/posts/three.md").is_file());
    let all = report.to_string();
    assert!(all.contains("tweet 1") && all.contains("one.fr.md") && all.contains("tags: a, b"), "{all}");
    publish(&project, &["posts/one", "second", "posts/three"]);
    let ran = project.build();
    assert_eq!(ran.code, 0, "{}", ran.stderr);
    assert!(project.page("_redirects").contains("/1/ /posts/one/"));
}
