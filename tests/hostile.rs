//! Texts that try to be code: in every field and every body, they are shown
//! as what they are or refused, and never run.

mod bodies;
mod corpus;

use std::collections::BTreeMap;
use std::fmt::Write;

use crate::harness::{Project, tree};
use crate::html::{Page, pages};
use corpus::{ADDRESSES, CONTROLS, TEXTS};

/// A text as TOML.
pub(super) fn quoted(text: &str) -> String {
    let mut out = String::from("\"");
    for c in text.chars() {
        match c {
            '"' | '\\' => out.extend(['\\', c]),
            c if c.is_control() => write!(out, "\\u{:04X}", u32::from(c)).unwrap(),
            c => out.push(c),
        }
    }
    out + "\""
}

/// Builds; warnings are fine.
pub(crate) fn built(project: &Project) -> BTreeMap<String, Vec<u8>> {
    let ran = project.build();
    assert_eq!(ran.code, 0, "{}", ran.stderr.chars().take(3000).collect::<String>());
    tree(&project.public())
}

/// Codes of errors by file.
pub(super) fn errors(project: &Project) -> BTreeMap<String, Vec<String>> {
    let ran = project.run(&["check", "--date", crate::harness::DATE, "--format", "json"]);
    let report: serde_json::Value = serde_json::from_str(&ran.stdout).unwrap();
    let mut errors: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for problem in report["diagnostics"].as_array().unwrap().iter().filter(|p| p["severity"] == "error") {
        let word = |key: &str| problem[key].as_str().unwrap_or_default().to_owned();
        errors.entry(word("file")).or_default().push(word("code"));
    }
    errors
}

/// What every output must be, whatever its texts say.
pub(super) fn sound(files: &BTreeMap<String, Vec<u8>>) -> Vec<Page> {
    let pages = pages(files);
    for page in &pages {
        assert_eq!(page.dangers(), [""; 0], "{}", page.path);
        assert_eq!(page.ids().1, [""; 0], "ids twice in {}", page.path);
        assert_eq!(page.all("h1, main, title").len(), 3, "{}", page.path);
    }
    for name in ["feed.xml", "sitemap.xml"] {
        well_formed(std::str::from_utf8(&files[name]).unwrap());
    }
    for (path, bytes) in files.iter().filter(|(path, _)| path.ends_with(".json")) {
        serde_json::from_slice::<serde_json::Value>(bytes).unwrap_or_else(|error| panic!("{path}: {error}"));
    }
    let plain = Project::new().built();
    assert_eq!(files["_headers"], plain["_headers"], "no text reaches the headers");
    assert_eq!(files["robots.txt"], plain["robots.txt"]);
    for rule in std::str::from_utf8(&files["_redirects"]).unwrap().lines() {
        let parts: Vec<&str> = rule.split(' ').collect();
        let [from, to, status] = parts[..] else { panic!("{rule:?}") };
        let folder = from.strip_suffix("/*").filter(|_| status == "410").unwrap_or(from);
        assert!(folder.starts_with('/') && !folder.contains(['*', ':']), "{rule}");
        assert!(to.starts_with('/') && !to.starts_with("//") && matches!(status, "301" | "410"), "{rule}");
    }
    pages
}

/// Whether a document is XML, its characters included, which the parser takes
/// on trust.
fn well_formed(xml: &str) {
    let allowed =
        |c: char| matches!(c, '\t' | '\n' | '\r' | ' '..='\u{d7ff}' | '\u{e000}'..='\u{fffd}' | '\u{10000}'..);
    assert_eq!(xml.chars().find(|c| !allowed(*c)), None);
    let mut reader = quick_xml::Reader::from_str(xml);
    let mut open = 0;
    loop {
        match reader.read_event().unwrap() {
            quick_xml::events::Event::Eof => break,
            quick_xml::events::Event::Start(_) => open += 1,
            quick_xml::events::Event::End(_) => open -= 1,
            quick_xml::events::Event::CData(_) | quick_xml::events::Event::DocType(_) => panic!("{xml}"),
            _ => {}
        }
    }
    assert_eq!(open, 0);
}

#[test]
fn the_corpus_is_large_and_has_nothing_twice() {
    let all = [TEXTS, CONTROLS, ADDRESSES, corpus::MARKDOWN, corpus::REFUSED_MARKDOWN];
    assert!(TEXTS.len() >= 150, "{}", TEXTS.len());
    assert!(all.iter().map(|part| part.len()).sum::<usize>() >= 250);
    for part in all {
        let distinct: std::collections::BTreeSet<_> = part.iter().collect();
        assert_eq!(distinct.len(), part.len());
    }
}

/// A site in which record `n` of each kind has the text in every field.
pub(crate) fn with_records(texts: &[&str]) -> Project {
    let project = Project::new();
    for (n, text) in texts.iter().enumerate() {
        let t = quoted(text);
        let intern = format!(
            "+++\nname = {t}\ncourse = {t}\nlevel = \"postgraduate\"\nschool = {t}\ncohort = \"c-{n}\"\noffice = \"o-{n}\"\n\
             unit = {t}\nstart = 2024-01-08\nend = 2024-07-05\ndonors = [\"d-{n}\"]\n\
             sdgs = [{{ goal = 10, target = \"10.7\", why = {t} }}]\nskills = [{t}, {t}]\ntitle = {t}\nsummary = {t}\n\
             quote = {t}\npublished = 2024-09-01\n[portrait]\nfile = \"p.png\"\nalt = {t}\ncredit = {t}\n\
             beneficiaries = \"none\"\n[consent]\ngiven = 2024-08-20\nreview = 2040-01-01\nscopes = [\"story\", \"name\", \
             \"photo\", \"quote\", \"outcome\", \"donor_link\", \"social\"]\nmethod = {t}\nevidence = {t}\n\
             [outcome]\nkind = \"study\"\nrole = {t}\norganisation = {t}\n[extra]\n{t} = {t}\n+++\n\nA story.\n"
        );
        let update = format!("+++\ntitle = {t}\nsummary = {t}\npublished = 2025-02-01\n+++\n\nMore.\n");
        let office = format!(
            "name = {t}\ncountry = \"KE\"\nlatitude = 1.0\nlongitude = 1.0\nsummary = {t}\n\
             sdgs = [{{ goal = 4, why = {t} }}]\n[extra]\nx = {t}\n"
        );
        let cohort = format!(
            "year = 2024\ntitle = {t}\nsummary = {t}\nsources = [{{ title = {t}, url = \"https://x.example/\" }}]\n\
             [extra]\nx = {t}\n"
        );
        let donor = format!(
            "name = {t}\nsort_key = {t}\nkind = \"trust\"\ntier = {t}\nrestricted_to = {t}\nsummary = {t}\nquote = {t}\n\
             amount = {t}\n[tribute]\nkind = \"memory\"\nhonoree = {t}\n[photo]\nfile = \"p.png\"\nalt = {t}\n[logo]\n\
             file = \"p.png\"\nalt = {t}\n[permission]\nby = {t}\n\
             scopes = [\"name\", \"logo\", \"photo\", \"quote\", \"amount\"]\n[extra]\nx = {t}\n"
        );
        let page = format!("+++\ntitle = {t}\nsummary = {t}\npublished = 2024-01-01\n[extra]\nx = {t}\n+++\n\nText.\n");
        project.file(&format!("content/interns/p-{n}/index.md"), &intern);
        project.file(&format!("content/interns/p-{n}/later.md"), &update);
        project.file(&format!("content/offices/o-{n}.toml"), &office);
        project.file(&format!("content/cohorts/c-{n}.toml"), &cohort);
        project.file(&format!("content/donors/d-{n}.toml"), &donor);
        project.file(&format!("content/pages/s/p-{n}.md"), &page);
        let picture = crate::pictures::png(b"pixels", b"");
        std::fs::write(project.root().join(format!("content/interns/p-{n}/p.png")), &picture).unwrap();
        std::fs::write(project.root().join("content/donors/p.png"), &picture).unwrap();
    }
    project
}

/// As HTML and XML read line ends.
fn normal(text: &str) -> String {
    text.replace("\r\n", "\n").replace('\r', "\n")
}

#[test]
fn every_text_is_shown_as_it_is_in_every_field() {
    let files = built(&with_records(TEXTS));
    let pages: BTreeMap<String, Page> = sound(&files).into_iter().map(|page| (page.path.clone(), page)).collect();
    for (n, text) in TEXTS.iter().map(|text| normal(text)).enumerate() {
        let page = |path: String| &pages[&path];
        let intern = page(format!("interns/p-{n}/index.html"));
        assert_eq!(intern.text("h1"), text);
        assert_eq!(intern.value("meta[name=description]", "content"), text);
        assert_eq!(intern.value("meta[property='og:title']", "content"), text);
        assert_eq!(intern.value("figure.portrait img", "alt"), text);
        assert_eq!(intern.text("blockquote.big-quote"), format!("“{text}”"));
        for path in [format!("interns/p-{n}/later/index.html"), format!("s/p-{n}/index.html")] {
            assert_eq!(page(path).text("h1"), text);
        }
        let donor = page(format!("donors/d-{n}/index.html"));
        assert_eq!((donor.text("h1"), donor.text("p.tribute")), (text.clone(), format!("In memory of {text}")));
        assert_eq!(page(format!("offices/o-{n}/index.html")).text("h1"), format!("{text}, Kenya"));
        assert_eq!(page(format!("cohorts/c-{n}/index.html")).text("h1"), text);
    }
    let feed: serde_json::Value = serde_json::from_slice(&files["feed.json"]).unwrap();
    let known: Vec<String> = TEXTS.iter().map(|text| (*text).to_owned()).collect();
    for item in feed["items"].as_array().unwrap().iter().filter(|item| item["title"] != "Counting what counts") {
        assert!(known.iter().any(|text| item["title"] == **text), "{item}");
    }
}

#[test]
fn every_text_is_shown_as_it_is_in_the_settings() {
    for texts in TEXTS.chunks(40) {
        let project = Project::new();
        let joined = quoted(&texts.join(" ~ "));
        let mut site = format!(
            "title = {joined}\nbase_url = \"https://small.example/\"\nlanguage = \"en-GB\"\ndescription = {joined}\n\
             [organisation]\nname = {joined}\n[programme]\nname = {joined}\npartner = {joined}\n"
        );
        for (n, text) in texts.iter().enumerate() {
            let t = quoted(text);
            write!(site, "[[menu]]\ntitle = {t}\nurl = \"/interns/\"\n[[tiers]]\nid = {t}\ntitle = {t}\n").unwrap();
            write!(site, "[extra.x{n}]\n{t} = {t}\n").unwrap();
            let donor = format!("name = \"Trust\"\nkind = \"trust\"\ntier = {t}\n[permission]\nscopes = [\"name\"]\n");
            project.file(&format!("content/donors/t-{n}.toml"), &donor);
        }
        project.file("site.toml", &site);
        let goals: String = texts
            .chunks(3)
            .enumerate()
            .map(|(n, some)| format!("[[goal]]\nnumber = {}\ncontribution = {}\n", n + 1, quoted(&some.join(" ~ "))))
            .collect();
        project.file("content/sdgs.toml", &goals);
        for page in sound(&built(&project)) {
            assert_eq!(page.text(".site-title"), normal(&texts.join(" ~ ")));
            let menu: Vec<String> = page.all(".site-menu a").iter().map(|link| link.text().collect()).collect();
            assert_eq!(menu, texts.iter().map(|text| normal(text)).collect::<Vec<_>>());
        }
    }
}

#[test]
fn invisible_control_characters_are_refused_everywhere() {
    let project = with_records(CONTROLS);
    let errors = errors(&project);
    for (n, control) in CONTROLS.iter().enumerate() {
        for file in [
            format!("content/interns/p-{n}/index.md"),
            format!("content/interns/p-{n}/later.md"),
            format!("content/offices/o-{n}.toml"),
            format!("content/cohorts/c-{n}.toml"),
            format!("content/donors/d-{n}.toml"),
            format!("content/pages/s/p-{n}.md"),
        ] {
            let codes = errors.get(&file).unwrap_or_else(|| panic!("{control:?} in {file}"));
            assert!(codes.iter().all(|code| code == "control-character"), "{file}: {codes:?}");
        }
    }
    for control in CONTROLS {
        for key in ["title", "description"] {
            let project = Project::new();
            let site = project.root().join("site.toml");
            let text = std::fs::read_to_string(&site).unwrap();
            let rest = text.replace("title = \"Small showcase\"\n", "");
            let other = if key == "title" { String::new() } else { "title = \"x\"\n".to_owned() };
            std::fs::write(site, format!("{key} = {}\n{other}{rest}", quoted(control))).unwrap();
            assert_eq!(errors_of(&project), ["control-character"], "{control:?} as {key}");
        }
    }
}

fn errors_of(project: &Project) -> Vec<String> {
    errors(project).into_values().flatten().collect()
}

#[test]
fn addresses_that_are_none_are_refused_in_every_field() {
    let project = Project::new();
    for (n, address) in ADDRESSES.iter().enumerate() {
        let a = quoted(address);
        let office = format!("name = \"X\"\ncountry = \"KE\"\nlatitude = 1.0\nlongitude = 1.0\nurl = {a}\n");
        project.file(&format!("content/offices/o-{n}.toml"), &office);
        let cohort = format!("year = 2024\nsources = [{{ title = \"X\", url = {a} }}]\n");
        project.file(&format!("content/cohorts/c-{n}.toml"), &cohort);
        let donor = format!("name = \"Donor\"\nkind = \"trust\"\nurl = {a}\n[permission]\nscopes = [\"name\"]\n");
        project.file(&format!("content/donors/d-{n}.toml"), &donor);
    }
    let found = errors(&project);
    for (n, address) in ADDRESSES.iter().enumerate() {
        for kind in ["offices/o", "cohorts/c", "donors/d"] {
            assert!(found.contains_key(&format!("content/{kind}-{n}.toml")), "{address:?} in {kind}");
        }
    }
    for address in ADDRESSES {
        let settings = [
            ("[organisation]\n", format!("[organisation]\nurl = {}\n", quoted(address))),
            ("email = \"hello@small.example\"", format!("email = {}", quoted(address))),
            ("url = \"/interns/\"", format!("url = {}", quoted(address))),
            ("base_url = \"https://small.example/\"", format!("base_url = {}", quoted(address))),
        ];
        for (from, to) in settings {
            let project = Project::new();
            project.edit("site.toml", from, &to);
            assert_eq!(project.build().code, 1, "{to}");
        }
    }
}

#[test]
fn aliases_are_addresses_of_this_site_and_no_patterns() {
    let bad = [
        "/*",
        "/old/*",
        "/:splat",
        "/:a/:b/",
        "/old/:id/",
        "//evil.example/",
        "https://evil.example/",
        "old/",
        "",
        "/a b/",
        "/a\n/b /c 301",
        "/a\r/b",
        "/a\t/b",
        "/../x/",
        "/%2e%2e/x/",
        "/a?b=c",
        "/a#b",
        "/a\\b/",
        "/<script>/",
        "/\"x/",
        "/\u{2028}x/",
        "/{{ x }}/",
        "javascript:alert(1)",
        "/a 200!",
    ];
    for alias in bad {
        let project = Project::new();
        let head = format!("aliases = [{}]\nquote =", quoted(alias));
        project.edit("content/interns/i-1/index.md", "quote =", &head);
        assert_eq!(project.build().code, 1, "{alias:?}");
        project.edit("content/interns/i-1/index.md", &head, "quote =");
        let page = format!("+++\ntitle = \"About\"\naliases = [{}]\n+++\n\nText.\n", quoted(alias));
        project.file("content/pages/about.md", &page);
        assert_eq!(project.build().code, 1, "{alias:?}");
    }
    let gone = ["*", "a b", "a\nb", "a/../b", "../x", ":splat", "x\n/* https://evil.example/ 301", "<script>"];
    for id in gone {
        let project = Project::new();
        let entry = format!("[[gone]]\nid = {}\nkind = \"intern\"\non = 2026-01-01\n", quoted(id));
        project.file("content/gone.toml", &entry);
        let ran = project.build();
        if ran.code == 0 {
            sound(&tree(&project.public()));
            assert!(!project.page("_redirects").contains("410"), "{id:?}: {}", project.page("_redirects"));
        }
    }
}
