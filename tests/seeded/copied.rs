//! Faults of files that are copied as they are.

use super::site::leaflet;
use super::{Planted, line_of};
use crate::harness::Project;

/// What takes the place of a paragraph, by the code that it brings about.
const BODIES: [(&str, &str); 32] = [
    ("asset-missing", "<p><img src=\"/no.png\" alt=\"A map\" width=\"1\" height=\"1\"></p>"),
    (
        "asset-missing",
        "<p><img srcset=\"/feed.xml 1x, /no.png 2x\" src=\"/feed.xml\" alt=\"A map\" width=\"1\" height=\"1\"></p>",
    ),
    ("asset-missing", "<p style=\"background: url(/no.png)\">Text</p>"),
    ("asset-missing", "<svg role=\"img\" aria-label=\"Land\"><use href=\"/no.svg#land\"/></svg>"),
    ("link-dangling", "<p><a href=\"/no/\">Nothing</a></p>"),
    ("link-dangling", "<form action=\"no.html\"><button>Send</button></form>"),
    ("fragment-dangling", "<p><a href=\"/interns/i-3/#no\">Nothing</a></p>"),
    ("fragment-dangling", "<p><a href=\"#no\">Nothing</a></p>"),
    ("link-case", "<p><a href=\"/Impact/\">Impact</a></p>"),
    ("link-redirects", "<p><a href=\"/impact\">Impact</a></p>"),
    ("link-redirects", "<p><a href=\"https://small.example/old/7/\">Old</a></p>"),
    ("link-local", "<p><a href=\"http://127.0.0.1:8000/\">Mine</a></p>"),
    ("link-unsafe", "<p><a href=\"javascript:x()\">Run</a></p>"),
    ("third-party-asset", "<p><img src=\"https://other.example/x.png\" alt=\"A map\" width=\"1\" height=\"1\"></p>"),
    ("email-invalid", "<p><a href=\"mailto:nobody\">Write</a></p>"),
    ("image-alt-missing", "<p><img src=\"/feed.xml\" width=\"1\" height=\"1\"></p>"),
    ("alt-file-name", "<p><img src=\"/feed.xml\" alt=\"x.jpg\" width=\"1\" height=\"1\"></p>"),
    ("image-size-missing", "<p><img src=\"/feed.xml\" alt=\"A map\"></p>"),
    ("heading-skipped", "<h4>Far below</h4>"),
    ("heading-empty", "<h2></h2>"),
    ("page-heading", "<h1>One more</h1>"),
    ("link-empty", "<p><a href=\"/impact/\"></a></p>"),
    ("link-text-vague", "<p><a href=\"/impact/\">click here</a></p>"),
    ("button-unnamed", "<button></button>"),
    ("table-headers", "<table><caption>Days</caption><tr><td>1</td></tr></table>"),
    ("list-structure", "<li>Alone</li>"),
    ("frame-untitled", "<iframe src=\"/impact/\"></iframe>"),
    ("video-captions", "<video src=\"/feed.xml\" controls></video>"),
    ("field-unlabelled", "<form action=\"/search/\"><input name=\"q\"></form>"),
    ("id-missing", "<p aria-describedby=\"no\">Text</p>"),
    ("aria-unknown", "<p role=\"banana\">Text</p>"),
    ("tabindex-positive", "<p><a href=\"/impact/\" tabindex=\"1\">Impact</a></p>"),
];

/// Lines that are replaced, by the code that it brings about.
const LINES: [(&str, &str, &str); 10] = [
    ("page-language-missing", "<html lang=\"en-GB\">", "<html>"),
    ("language-invalid", "<html lang=\"en-GB\">", "<html lang=\"en-UK\">"),
    ("viewport-zoom", "initial-scale=1\">", "user-scalable=no\">"),
    ("page-title-missing", "<title>Leaflet {}</title>", "<title></title>"),
    ("page-refreshes", "</head>", "<meta http-equiv=\"refresh\" content=\"9\"></head>"),
    ("main-landmark", "</main>", "</main><main></main>"),
    ("skip-link", "<a href=\"#leaflet\">Skip to content</a>", "<a href=\"/\">Home</a>"),
    ("third-party-asset", "</head>", "<script src=\"https://other.example/x.js\"></script></head>"),
    ("canonical-wrong", "</head>", "<link rel=\"canonical\" href=\"/leaflets/2.html\"></head>"),
    ("moves-by-itself", "</main>", "<audio src=\"/feed.xml\" autoplay></audio></main>"),
];

pub(super) fn plant(project: &Project) -> Planted {
    let mut planted = Planted::default();
    let mut number = 0;
    // Three files each, one of which has the fault further down.
    for round in 0..3 {
        for (code, body) in BODIES {
            number += 1;
            let before = "<p>More of it.</p>\n".repeat(round);
            let text = leaflet(number).replace("<p>For the notice board.</p>", &format!("{before}{body}"));
            write(project, &mut planted, number, &text, code, body);
        }
        for (code, from, to) in LINES {
            number += 1;
            let from = from.replace("{}", &number.to_string());
            let text = leaflet(number).replace(&from, to);
            write(project, &mut planted, number, &text, code, to);
        }
    }
    for number in 1..=5 {
        let css = format!("{}p {{ background: url(no.png) }}\n", "/* url(x.png) */\n".repeat(number));
        let path = format!("content/static/sheet-{number}.css");
        project.file(&path, &css);
        planted.note("asset-missing", &path, number + 1);
    }
    planted
}

fn write(project: &Project, planted: &mut Planted, number: usize, text: &str, code: &str, needle: &str) {
    let path = format!("content/static/leaflets/{number}.html");
    assert_ne!(text, leaflet(number), "{code}");
    project.file(&path, text);
    planted.note(code, &path, line_of(text, needle));
}
