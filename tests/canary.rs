//! What is withheld is nowhere: every field that consent or permission may
//! withhold holds a word of its own, and no byte of the output may show it.

mod days;
mod diff;
mod lives;
mod search;
mod site;

use std::collections::{BTreeMap, BTreeSet};

use scraper::{Html, Selector};

use crate::harness::{Project, RULES, tree};
use crate::pictures;
use search::Seen;
use site::{ALL, DONOR_NEVER, DONOR_SHOWN, NEVER, SHOWN, canaries, canary, donor, person};

const GIVEN: &str = "given = 2024-08-20\nreview = 2040-01-01";

fn consent(scopes: &str) -> String {
    format!("{GIVEN}\nscopes = [{scopes}]")
}

/// Builds and gives every byte that is left behind: the output and the cache.
fn everything(project: &Project) -> BTreeMap<String, Vec<u8>> {
    let ran = project.build();
    assert_eq!(ran.code, 0, "{}", ran.stderr);
    let mut files = tree(&project.public());
    let cache = project.root().join(".showcase");
    if cache.exists() {
        files.extend(tree(&cache).into_iter().map(|(path, bytes)| (format!(".showcase/{path}"), bytes)));
    }
    files
}

fn search(files: &BTreeMap<String, Vec<u8>>, sets: &[&BTreeSet<String>]) -> Seen {
    Seen::new(files, &sets.iter().flat_map(|set| set.iter().cloned()).collect())
}

/// The same with every kind of social card.
fn planted_with_cards() -> Project {
    let project = planted();
    project.edit("site.toml", "kinds = []", "kinds = [\"site\", \"intern\", \"office\", \"donor\", \"goal\"]");
    project
}

/// The small site with a donor who permits everything.
fn planted() -> Project {
    let project = bare();
    donor(&project, "full", "", Some(r#""name", "logo", "photo", "quote", "amount""#));
    project
}

/// The small site in a theme that shows pictures as they are: their pixels are
/// words, and encoding would garble them.
fn bare() -> Project {
    let project = Project::new();
    project.edit("site.toml", "language =", "theme = \"bare\"\nlanguage =");
    let spots = ["lead", "portrait", "card", "text", "photo", "logo"].map(|spot| format!("{spot} = {{}}\n")).concat();
    project.file("themes/bare/theme.toml", &format!("name = \"Bare\"\nextends = \"showcase\"\n[pictures]\n{spots}"));
    project
}

#[test]
fn nothing_of_a_withheld_person_is_anywhere() {
    let all = consent(ALL);
    let with = |more: &str| Some(format!("{all}\n{more}"));
    // Whose, more keys, the consent, and whether the address answers "gone".
    let withheld = [
        ("withdrawn", "", with("withdrawn = 2025-01-01"), true),
        ("today", "", with("withdrawn = 2026-11-23"), true),
        ("expired", "", with("expires = 2026-11-23"), true),
        ("ended", "expires = 2026-11-23", with(""), true),
        ("bothends", "expires = 2025-06-01", with("withdrawn = 2026-01-01"), true),
        ("missing", "", None, false),
        ("ungiven", "", Some(format!("scopes = [{ALL}]")), false),
        ("unscoped", "", Some("given = 2024-08-20".to_owned()), false),
        ("later", "", Some(format!("given = 2026-11-24\nscopes = [{ALL}]")), false),
        ("nostory", "", Some(consent(&ALL.replace("\"story\", ", ""))), false),
        ("noscope", "", Some(consent("")), false),
        ("draft", "draft = true", with(""), false),
        ("draftwithdrawn", "draft = true", with("withdrawn = 2025-01-01"), false),
        ("scheduled", "published = 2026-11-24", with(""), false),
        ("sample", "sample = true", with(""), false),
        ("nevershown", "", with("withdrawn = 2024-08-31"), false),
    ];
    let project = planted();
    person(&project, "shown", "", Some(&all));
    let mut links = String::from("+++\ntitle = \"Links\"\n+++\n\n");
    for (whose, head, consent, _) in &withheld {
        person(&project, whose, head, consent.as_deref());
        let (id, file) = (canary(whose, "byid"), canary(whose, "byfile"));
        let slug = canary(whose, "slug");
        links
            .push_str(&format!("[{id}](intern:i-{whose} \"{id}\") and [**{file}**](../interns/i-{whose}/index.md).\n"));
        links.push_str(&format!("Then [{id}](../interns/i-{whose}/{slug}.md), [{id}][r{whose}].\n\n"));
        links.push_str(&format!("[r{whose}]: intern:i-{whose}#heading-{}\n\n", canary(whose, "heading")));
    }
    project.file("content/pages/links.md", &links);
    let files = everything(&project);
    let shown = canaries("shown", SHOWN);
    let mut hidden = canaries("shown", NEVER);
    for (whose, ..) in &withheld {
        hidden.extend(canaries(whose, SHOWN));
        hidden.extend(canaries(whose, NEVER));
        hidden.extend(canaries(whose, &["byid", "byfile"]));
    }
    let ids: BTreeSet<String> = withheld.iter().map(|(whose, ..)| format!("i-{whose}")).collect();
    let seen = search(&files, &[&shown, &hidden, &ids]);
    seen.expect_nowhere(&hidden);
    seen.expect_somewhere(&shown);
    let redirects = project.page("_redirects");
    for (whose, _, _, gone) in &withheld {
        let expected: &[&str] = if *gone { &RULES } else { &[] };
        assert_eq!(seen.files(&format!("i-{whose}")), expected, "{whose}");
        assert_eq!(redirects.contains(&format!("/interns/i-{whose}/* /410.html 410\n")), *gone, "{whose}");
    }
    assert!(project.page("links/index.html").contains("another intern"));
}

#[test]
fn each_scope_covers_its_part_and_nothing_else() {
    let parts: [(&str, &[&str]); 4] = [
        ("name", &["name", "kin"]),
        ("photo", &["alt", "credit", "pixels", "figalt", "caption", "figcredit", "figpixels", "plainalt"]),
        ("quote", &["quote"]),
        ("outcome", &["role", "org"]),
    ];
    let project = planted_with_cards();
    let (mut shown, mut hidden) = (BTreeSet::new(), BTreeSet::new());
    for (scope, covered) in parts {
        let whose = format!("no{scope}");
        let scopes = ALL.replace(&format!("\"{scope}\", "), "");
        person(&project, &whose, "", Some(&consent(&scopes)));
        hidden.extend(canaries(&whose, covered));
        hidden.extend(canaries(&whose, NEVER));
        shown.extend(canaries(&whose, SHOWN));
    }
    shown.retain(|canary| !hidden.contains(canary));
    let seen = search(&everything(&project), &[&shown, &hidden]);
    seen.expect_nowhere(&hidden);
    seen.expect_somewhere(&shown);
}

#[test]
fn a_pairing_needs_both_sides() {
    let project = planted();
    donor(&project, "shy", "", Some(r#""logo", "photo", "quote", "amount""#));
    person(&project, "both", "", Some(&consent(ALL)));
    person(&project, "unpaired", "", Some(&consent(&ALL.replace("\"donor_link\", ", ""))));
    person(&project, "shyly", "donors = [\"qzshyidzq\"]", Some(&consent(ALL)));
    let files = everything(&project);
    let (given, names) = (canary("full", "name"), canaries("full", &["name", "id"]));
    let on = |whose: &str| -> BTreeMap<String, Vec<u8>> {
        let folder = format!("interns/i-{whose}/");
        files
            .iter()
            .filter(|(path, _)| path.starts_with(&folder))
            .map(|(path, bytes)| (path.clone(), bytes.clone()))
            .collect()
    };
    assert!(!search(&on("both"), &[&names]).files(&given).is_empty());
    search(&on("unpaired"), &[&names]).expect_nowhere(&names);
    search(&on("shyly"), &[&names]).expect_nowhere(&names);
    assert!(!project.page("interns/i-unpaired/index.html").contains("What the funding made possible"));
    let page = project.page("donors/qzfullidzq/index.html");
    assert!(page.contains("i-both") && !page.contains("i-unpaired") && !page.contains(&canary("unpaired", "title")));
}

#[test]
fn without_social_share_tags_say_nothing_of_the_person() {
    let project = planted_with_cards();
    person(&project, "open", "", Some(&consent(ALL)));
    person(&project, "private", "featured = true", Some(&consent(&ALL.replace("\"social\", ", ""))));
    let files = everything(&project);
    let mut words = canaries("private", SHOWN);
    // The address of a story stands in `og:url`, the school is the subject of
    // a page of its own; neither says whose page it is.
    for field in ["slug", "school"] {
        words.remove(&canary("private", field));
    }
    let share =
        Selector::parse("meta[property^='og:'], meta[name^='twitter:'], script[type='application/ld+json']").unwrap();
    let mut shared = 0;
    for (path, bytes) in files.iter().filter(|(path, _)| path.ends_with(".html")) {
        let html = Html::parse_document(std::str::from_utf8(bytes).unwrap());
        let tags: String = html.select(&share).map(|tag| tag.html()).collect();
        shared += usize::from(tags.contains(&canary("open", "title")));
        let told = BTreeMap::from([(path.clone(), tags.into_bytes())]);
        search(&told, &[&words]).expect_nowhere(&words);
    }
    assert_eq!(shared, 1, "the one who allows it is shared");
}

#[test]
fn donors_show_what_they_permit() {
    let project = planted_with_cards();
    donor(&project, "anon", "anonymous = true", Some(r#""name", "logo", "photo", "quote", "amount""#));
    donor(&project, "noname", "", Some(r#""logo", "photo", "quote", "amount""#));
    donor(&project, "nothing", "", None);
    donor(&project, "bare", "", Some(r#""name""#));
    let paired = r#"donors = ["qzfullidzq", "qzanonidzq", "qznonameidzq", "qznothingidzq", "qzbareidzq"]"#;
    person(&project, "paired", paired, Some(&consent(ALL)));
    let mut links = String::from("+++\ntitle = \"Links\"\n+++\n\n");
    let mut hidden = canaries("full", DONOR_NEVER);
    for whose in ["anon", "noname", "nothing"] {
        hidden.extend(canaries(whose, DONOR_SHOWN));
        hidden.extend(canaries(whose, DONOR_NEVER));
        let text = canary(whose, "link");
        links.push_str(&format!("[{text}](donor:{0}), [{text}](../donors/{0}.toml)\n\n", canary(whose, "id")));
        hidden.insert(text);
    }
    project.file("content/pages/links.md", &links);
    let unpermitted = ["quote", "amount", "photoalt", "photopixels", "logoalt", "logopixels"];
    hidden.extend(canaries("bare", &unpermitted));
    hidden.extend(canaries("bare", DONOR_NEVER));
    let mut shown = canaries("full", DONOR_SHOWN);
    shown.extend(canaries("bare", DONOR_SHOWN));
    shown.retain(|canary| !hidden.contains(canary));
    let seen = search(&everything(&project), &[&shown, &hidden]);
    seen.expect_nowhere(&hidden);
    seen.expect_somewhere(&shown);
    assert!(project.page("links/index.html").contains("a supporter of the programme"));
}

#[test]
fn pictures_carry_nothing_but_the_picture() {
    type Make = fn(&[u8], &[u8]) -> Vec<u8>;
    let kinds: [(&str, Make); 3] = [("png", pictures::png), ("jpg", pictures::jpeg), ("webp", pictures::webp)];
    let project = planted();
    person(&project, "pictured", "", Some(&consent(ALL)));
    let (mut shown, mut hidden) = (BTreeSet::new(), BTreeSet::new());
    let mut text = String::from("+++\ntitle = \"Pictures\"\n+++\n\n");
    for (kind, make) in kinds {
        let word = |what: &str| canary(kind, what);
        let bytes = make(word("pixels").as_bytes(), word("hidden").as_bytes());
        std::fs::create_dir_all(project.root().join("content/static/files")).unwrap();
        std::fs::write(project.root().join(format!("content/pages/{}.{kind}", word("file"))), bytes).unwrap();
        let bytes = make(word("copied").as_bytes(), word("copyhidden").as_bytes());
        std::fs::write(project.root().join(format!("content/static/files/{kind}.{kind}")), bytes).unwrap();
        text.push_str(&format!("![A {kind}]({}.{kind})\n\n", word("file")));
        shown.extend([word("pixels"), word("copied")]);
        hidden.extend([word("hidden"), word("file"), word("copyhidden")]);
    }
    project.file("content/pages/pictures.md", &text);
    let files = everything(&project);
    let seen = search(&files, &[&shown, &hidden]);
    seen.expect_somewhere(&shown);
    seen.expect_nowhere(&hidden);
    for (kind, make) in kinds {
        let copied = &files[&format!("files/{kind}.{kind}")];
        let size = imagesize::blob_size(copied).unwrap();
        assert_eq!(size, imagesize::blob_size(&make(canary(kind, "copied").as_bytes(), b"x")).unwrap(), "{kind}");
    }
}

/// The same where pictures are encoded: the words beside the pixels are in no
/// variant, and without the scope there is none, in the cache neither.
#[test]
fn variants_of_pictures_carry_nothing_and_go_with_consent() {
    let project = planted();
    project.edit("site.toml", "theme = \"bare\"\n", "");
    person(&project, "pictured", "", Some(&consent(ALL)));
    let hidden: BTreeSet<String> =
        ["hidden", "fighidden", "file", "figfile"].map(|what| canary("pictured", what)).into();
    let files = everything(&project);
    let variants = |files: &BTreeMap<String, Vec<u8>>| -> BTreeSet<String> {
        files.keys().filter(|path| path.starts_with("media/") || path.starts_with(".showcase/made/")).cloned().collect()
    };
    search(&files, &[&hidden]).expect_nowhere(&hidden);
    let with = variants(&files);
    project.edit("content/interns/i-pictured/index.md", "\"photo\", ", "");
    let without = variants(&everything(&project));
    std::fs::remove_dir_all(project.root().join("content/interns/i-pictured")).unwrap();
    assert!(with.len() >= without.len() + 6, "{with:#?} {without:#?}");
    assert_eq!(without, variants(&everything(&project)), "as without the person");
}

#[test]
fn what_is_never_public_leaves_no_trace_when_it_is_taken_out() {
    let project = planted();
    person(&project, "gone", "", Some(&consent(ALL)));
    let words = canaries("gone", SHOWN);
    search(&everything(&project), &[&words]).expect_somewhere(&words);
    project.edit("content/interns/i-gone/index.md", "review = 2040-01-01", "withdrawn = 2026-11-20");
    search(&everything(&project), &[&words]).expect_nowhere(&words);
    std::fs::remove_dir_all(project.root().join("content/interns/i-gone")).unwrap();
    project.file("content/gone.toml", "[[gone]]\nid = \"i-gone\"\nkind = \"intern\"\non = 2026-11-21\n");
    let files = everything(&project);
    search(&files, &[&words]).expect_nowhere(&words);
    assert!(project.page("_redirects").contains("/interns/i-gone/* /410.html 410\n"));
}
