//! Themes as a whole: layers, overriding, words, and what Tera complains of.

#![allow(unreachable_pub, reason = "`view!` makes public structs")]

use super::{OptionValue, StaticSource, TemplateKind, Theme, load};
use crate::asset::picture::{Frame, Spot};
use crate::diagnostic::{Code, Diagnostic, Place};
use crate::path::SourcePath;
use crate::text::{FileId, Span};
use crate::tree::{Content, Tree};
use crate::view::contract::{NoBodies, View, view};

view! {
    /// The home page.
    pub struct HomeView {
        /// Title.
        pub title: String,
    }
}

const MAIN: &[(&str, &str)] = &[
    ("base/theme.toml", "name = \"Base\""),
    (
        "base/i18n/en.toml",
        "hello = \"Hello\"\nbye = \"Bye\"\npage_of = \"{page} of {pages}\"\nitems_one = \"{n} item\"\nitems_other = \"{n} items\"\n",
    ),
    ("base/i18n/en-GB.toml", "colour = \"Colour\"\nbye = \"Cheerio\"\n"),
    ("base/templates/home.html", "<h1>{% block main %}{{ title }}{% endblock %}</h1>{{ <card x={title} /> }}"),
    (
        "base/templates/components/card.html",
        "{% component card(x) %}base {{ x }}{% endcomponent card %}{% component other(@t) %}{{ t.bye }}{% endcomponent other %}",
    ),
    ("base/styles/a.css", "a{color:red}"),
    ("base/styles/b.css", "b{}"),
    ("base/scripts/a.js", "a()\n"),
    ("base/static/robots.txt", "base"),
    ("base/static/x/y.txt", "y"),
];

fn tree(files: &[(&str, &str)]) -> Tree {
    let path = |name: &str| SourcePath::new(&format!("themes/{name}")).unwrap();
    // Of two files with one path the first stays: cases override MAIN.
    Tree::new(files.iter().chain(MAIN).map(|(name, text)| (path(name), Content::Text((*text).to_owned()))))
}

fn load_named(tree: &mut Tree, name: &str) -> (Option<Theme>, Vec<Diagnostic>) {
    let mut problems = Vec::new();
    let kinds = [TemplateKind { template: "home.html".into(), view: HomeView::fields(), asked_at: None }];
    let at = Place::At(Span::new(FileId(0), 0..1));
    let theme = load(tree, name, at, &["en-GB"], &kinds, &mut problems).pop();
    (theme, problems)
}

fn child(files: &[(&str, &str)]) -> (Option<Theme>, Vec<(Code, String, String)>) {
    let toml = ("child/theme.toml", "name = \"Child\"\nextends = \"base\"\n");
    let mut tree = tree(&[files, &[toml]].concat());
    let (theme, problems) = load_named(&mut tree, "child");
    (theme, problems.iter().map(|problem| told(&tree, problem)).collect())
}

fn told(tree: &Tree, problem: &Diagnostic) -> (Code, String, String) {
    let Place::At(span) = problem.place else { panic!("{problem:?}") };
    let place = format!("{} {}", tree.path(span.file), tree.text(span.file).get(span.range()).unwrap());
    (problem.code, place, format!("{} {}", problem.message, problem.help.as_deref().unwrap_or_default()))
}

fn render(files: &[(&str, &str)]) -> String {
    let (theme, problems) = child(files);
    assert_eq!(problems, []);
    theme.unwrap().render("home.html", &HomeView { title: "<T>".into() }.context(&NoBodies)).unwrap()
}

#[test]
fn a_child_overrides_templates_and_components_by_name() {
    assert_eq!(render(&[]), "<h1>&lt;T&gt;</h1>base &lt;T&gt;");
    let card =
        ("child/templates/components/card.html", "{% component card(x) %}child {{ <other /> }}{% endcomponent card %}");
    assert_eq!(render(&[card]), "<h1>&lt;T&gt;</h1>child Cheerio");
    let home =
        ("child/templates/home.html", "{% extends \"base/home.html\" %}{% block main %}[{{ super() }}]{% endblock %}");
    assert_eq!(render(&[card, home]), "<h1>[&lt;T&gt;]</h1>child Cheerio");
}

#[test]
fn words_are_merged_and_filled() {
    let page = "{{ t.hello }} {{ t.bye }} {{ t.colour }} {{ t.page_of | fill(page=title, pages=3) }} \
                {{ plural(key=\"items\", n=1) }} {{ plural(key=\"items\", n=2) }}";
    let words = ("child/i18n/en.toml", "hello = \"Hi & ho\"");
    let out = render(&[words, ("child/templates/home.html", page)]);
    assert_eq!(out, "Hi &amp; ho Cheerio Colour &lt;T&gt; of 3 1 item 2 items");
    let (theme, _) = child(&[words]);
    let theme = theme.unwrap();
    let words = theme.words();
    assert_eq!((words.get("hello"), words.get("none")), ("Hi & ho", "none"));
    assert_eq!(words.fill("page_of", &[("page", "{pages}"), ("pages", "9")]), "{pages} of 9");
    assert_eq!((words.count("items", 1), words.count("items", 0)), ("1 item".into(), "0 items".into()));
}

#[test]
fn a_language_is_held_against_the_original() {
    let arabic = "hello = \"مرحبا\"\nbye = \"وداعا {who}\"\npage_of = \"{page} من {pages}\"\n\
                  items_two = \"عنصران\"\nitems_few = \"{n} عناصر\"\nitems_other = \"{n} عنصر\"\nhelo = \"x\"\n";
    let french = "hello = \"Bonjour\"\nbye = \"Salut\"\nitems_few = \"{n}\"\n";
    let mut tree = tree(&[("base/i18n/ar.toml", arabic), ("base/i18n/fr.toml", french)]);
    let mut held = |language: &str| {
        let mut problems = Vec::new();
        let at = Place::At(Span::new(FileId(0), 0..1));
        let theme = load(&mut tree, "base", at, &[language], &[], &mut problems).pop().unwrap();
        let codes = problems.iter().map(|problem| (problem.code, problem.message.clone())).collect::<Vec<_>>();
        (theme, codes)
    };
    let (theme, codes) = held("ar");
    let unknown = "There is no word `helo` in the theme, so nothing shows this text.";
    let foreign = "`bye` has `{who}`, which nothing fills: pages would show it as it is.";
    assert_eq!(codes.len(), 2, "{codes:?}");
    assert!(codes.contains(&(Code::WordUnknown, unknown.into())), "{codes:?}");
    assert!(codes.contains(&(Code::WordPlaceholder, foreign.into())), "{codes:?}");
    let count = |n| theme.words().count("items", n);
    assert_eq!([count(2), count(3), count(11)], ["عنصران", "3 عناصر", "11 عنصر"]);
    let (theme, codes) = held("fr");
    let lacking = |key: &str| (Code::WordUntranslated, format!("themes/base/i18n/fr.toml has no `{key}`."));
    assert!(codes.contains(&lacking("page_of")) && codes.contains(&lacking("items_other")), "{codes:?}");
    assert!(!codes.contains(&lacking("items_one")), "the general form stands in: {codes:?}");
    assert!(codes.iter().any(|(code, _)| *code == Code::WordFormUnused), "{codes:?}");
    assert_eq!(theme.words().get("page_of"), "{page} of {pages}");
}

#[test]
fn styles_scripts_and_static_files_are_layered() {
    let (theme, problems) = child(&[
        ("base/styles/b.css", "b{color:blue}"),
        ("child/styles/a.css", "child-a{color:red}"),
        ("child/styles/c.css", "c{&:hover{color:lime}}"),
        ("child/styles/55-goal-colours.css", ".goal-1{--goal:red}"),
        ("child/styles/56-picture-tones.css", ".tone-1{color:red}"),
        ("child/static/robots.txt", "child"),
    ]);
    assert_eq!(problems, []);
    let theme = theme.unwrap();
    assert_eq!(
        theme.style(),
        "child-a{color:red}b{color:#00f}.goal-1{--goal:red}.tone-1{color:red}c:hover{color:#0f0}"
    );
    assert_eq!(theme.script(), "a()\n");
    let statics: Vec<_> = theme.statics().iter().map(|file| file.out.as_str()).collect();
    assert_eq!(statics, ["robots.txt", "x/y.txt"]);
}

#[test]
fn goal_colours_are_among_the_styles_and_each_reads_on_its_ground() {
    let (theme, _) = child(&[]);
    let style = theme.unwrap().style().to_owned();
    assert!(style.contains(".goal-7{--goal:#fcc30b;--on-goal:#000}"), "{style}");
    assert_eq!(style.matches("--on-goal:").count(), 17);
}

#[test]
fn files_that_styles_name_are_published_by_content() {
    let (theme, problems) = child(&[
        ("base/styles/a.css", "@font-face{font-family:A;src:url(\"x/y.txt#f\")}"),
        ("child/static/x/y.txt", "child's y"),
        ("child/theme.toml", "name = \"Child\"\nextends = \"base\"\npreload = [\"x/y.txt\"]\n"),
    ]);
    assert_eq!(problems, []);
    let theme = theme.unwrap();
    let outs: Vec<&str> = theme.statics().iter().map(|file| file.out.as_str()).collect();
    let name = outs[1].strip_prefix("assets/y-").unwrap();
    assert_eq!((outs[0], name.len()), ("robots.txt", "0123456789abcdef.txt".len()));
    assert!(theme.style().contains(&format!("url(y-{name}#f)")), "{}", theme.style());
    assert_eq!(theme.preload(), [theme.statics()[1].out.clone()]);
}

#[test]
fn icons_are_put_into_pages_hidden_from_screen_readers() {
    let svg = "<?xml version=\"1.0\"?>\n<!-- made by hand -->\n<svg xmlns=\"http://www.w3.org/2000/svg\" role=\"img\" \
               viewBox='0 0 8 8'>\n  <path d=\"M0 0\"/>\n</svg>";
    let page = "{{ icon(name=\"menu\") }}{{ icon(name=\"dot\") }}";
    let out = render(&[
        ("base/icons/menu.svg", "<svg/>"),
        ("child/icons/menu.svg", svg),
        ("base/icons/dot.svg", "<svg/>"),
        ("child/templates/home.html", page),
    ]);
    let hidden = "aria-hidden=\"true\" focusable=\"false\"";
    assert_eq!(out, format!("<svg viewBox=\"0 0 8 8\" {hidden}><path d=\"M0 0\"/></svg><svg {hidden}/>"));
}

#[test]
fn a_page_depends_on_the_icons() {
    let digest = |icon| child(&[("base/icons/menu.svg", icon)]).0.unwrap().digest();
    assert_eq!(digest("<svg/>"), digest(" <svg/>\n"));
    assert_ne!(digest("<svg/>"), digest("<svg width=\"1\"/>"));
}

#[test]
fn the_default_theme_is_built_in_and_sound() {
    let mut tree = Tree::default();
    let (theme, problems) = load_named(&mut tree, "showcase");
    let theme = theme.unwrap();
    assert!(problems.iter().all(|problem| problem.code == Code::TemplateField), "{problems:#?}");
    assert!(tree.find(&SourcePath::new("themes/showcase/theme.toml").unwrap()).is_some());
    assert!(theme.statics().iter().all(|file| matches!(file.source, StaticSource::Embedded(_))));
}

#[test]
fn a_folder_of_the_site_takes_the_place_of_a_built_in_theme() {
    let mut tree = tree(&[("showcase/theme.toml", "name = \"Mine\""), ("showcase/templates/home.html", "mine")]);
    let (theme, problems) = load_named(&mut tree, "showcase");
    assert_eq!(problems, []);
    assert_eq!(theme.unwrap().render("home.html", &tera::Context::new()).unwrap(), "mine");
}

#[test]
fn missing_and_circular_themes() {
    let (theme, problems) = load_named(&mut tree(&[]), "bas");
    assert!(theme.is_none());
    assert_eq!((problems[0].code, problems[0].help.as_deref()), (Code::ThemeMissing, Some("Did you mean `base`?")));
    assert_eq!(load_named(&mut tree(&[]), "../base").1[0].code, Code::ThemeMissing);

    let (theme, problems) = child(&[("base/theme.toml", "name = \"b\"\nextends = \"child\"")]);
    assert!(theme.is_none());
    assert_eq!((problems[0].0, problems[0].1.as_str()), (Code::ThemeCycle, "themes/base/theme.toml \"child\""));
    let (_, problems) = child(&[("base/theme.toml", "name = \"b\"\nextends = \"nix\"")]);
    assert_eq!((problems[0].0, problems[0].1.as_str()), (Code::ThemeMissing, "themes/base/theme.toml \"nix\""));
}

#[test]
fn theme_toml_is_checked() {
    let toml = "nam = \"x\"\nversion = 1\n[options]\na = { type = \"bool\", default = true, doc = \"A\" }\nb = { type = \"color\", default = 1 }\nc = { type = \"integer\", default = \"1\" }\nd = { type = \"string\" }\n";
    let (theme, problems) = child(&[("base/theme.toml", toml)]);
    let codes: Vec<_> =
        problems.iter().map(|(code, place, _)| (*code, place.trim_start_matches("themes/base/theme.toml "))).collect();
    for expected in [
        (Code::KeyUnknown, "nam"),
        (Code::KeyType, "1"),
        (Code::ValueUnknown, "\"color\""),
        (Code::KeyType, "\"1\""),
        (Code::KeyMissing, "d"),
        (Code::KeyMissing, ""),
    ] {
        assert!(codes.contains(&expected), "{expected:?} {problems:#?}");
    }
    assert_eq!(theme.unwrap().options()["a"].default, OptionValue::Bool(true));
    let (_, problems) = child(&[("base/theme.toml", "name = \"b\"\nextends = \n")]);
    assert_eq!(problems[0].0, Code::TomlSyntax);
}

#[test]
fn syntax_errors_are_reported_at_their_place_and_all_at_once() {
    let (theme, problems) = child(&[
        ("child/templates/a.html", "\n{{ x ! }}"),
        ("child/templates/b.html", "é {% iff %}"),
        ("child/templates/home.html", "{{ titel }}"),
    ]);
    assert!(theme.is_none());
    let places: Vec<_> = problems.iter().map(|(code, place, _)| (*code, place.as_str())).collect();
    let syntax = Code::TemplateSyntax;
    assert_eq!(places, [(syntax, "themes/child/templates/a.html !"), (syntax, "themes/child/templates/b.html iff")]);
}

#[test]
fn templates_that_do_not_fit_together() {
    for (name, text, place, message) in [
        ("home.html", "é\n a {{ title | uper }}", "home.html uper", "Unknown filter `uper`. Did you mean `upper`?"),
        ("home.html", "{{ <crad x={title} /> }}", "home.html crad", "Unknown component `crad`. Did you mean `card`?"),
        (
            "home.html",
            "{% include \"hom.html\" %}",
            "home.html hom.html",
            "Unknown template `hom.html`. Did you mean `home.html`?",
        ),
        ("home.html", "{{ fn(a=1) }}", "home.html fn", "Unknown function `fn`. "),
        ("home.html", "{{ title is od }}", "home.html od", "Unknown test `od`. "),
        (
            "home.html",
            "{% extends \"bse/home.html\" %}",
            "home.html \"bse/home.html\"",
            "There is no template `bse/home.html` to extend. Did you mean `base/home.html`?",
        ),
        (
            "home.html",
            "{% extends \"base/home.html\" %}{% block man %}{% endblock %}",
            "home.html man",
            "Block `man` is not defined in any parent template. ",
        ),
        (
            "home.html",
            "{% extends \"home.html\" %}",
            "home.html extends",
            "The templates extend each other in a circle: `child/home.html` → `child/home.html`. ",
        ),
        (
            "a.html",
            "{% include \"a.html\" %}",
            "a.html include",
            "The templates include each other in a circle: `child/a.html` → `child/a.html`. ",
        ),
        (
            "b.html",
            "{% component dup() %}{% endcomponent %}",
            "b.html dup",
            "Component `dup` is defined in both `child/a.html` and `child/b.html`. ",
        ),
    ] {
        let other = ("child/templates/a.html", "{% component dup() %}{% endcomponent %}");
        let file = format!("child/templates/{name}");
        let (_, problems) = child(&[(file.as_str(), text), other]);
        let place = format!("themes/child/templates/{place}");
        assert_eq!(problems, [(Code::TemplateSyntax, place, message.to_owned())], "{text}");
    }
}

#[test]
fn a_missing_entry_template_and_a_typo_in_a_block_of_a_child() {
    let (_, problems) = child(&[(
        "child/templates/home.html",
        "{% extends \"base/home.html\" %}{% block main %}{{ titel }}{% endblock %}",
    )]);
    assert_eq!(
        (problems[0].0, problems[0].1.as_str()),
        (Code::TemplateField, "themes/child/templates/home.html titel")
    );
    let mut tree = Tree::new([(SourcePath::new("themes/x/theme.toml").unwrap(), Content::Text("name = \"x\"".into()))]);
    assert_eq!(load_named(&mut tree, "x").1[0].code, Code::TemplateMissing);
}

#[test]
fn a_render_error_points_into_the_template() {
    let mut tree = tree(&[("base/templates/home.html", "a {{ title | int }}")]);
    let (theme, problems) = load_named(&mut tree, "base");
    assert_eq!(problems, []);
    let problem = theme.unwrap().render("home.html", &HomeView { title: "x".into() }.context(&NoBodies)).unwrap_err();
    assert_eq!(problem.code, Code::TemplateRender);
    assert!(told(&tree, &problem).1.starts_with("themes/base/templates/home.html "), "{problem:?}");
    assert_ne!(problem.place, Place::At(Span::start_of(FileId(0))));
}

#[test]
fn a_child_says_where_pictures_stand_otherwise() {
    let base = "name = \"Base\"\n[pictures]\ncard = { widths = [200, 100, 100], ratio = \"4/5\", sizes = \"9px\" }\n\
                logo = { widths = [50], sizes = \"5px\" }\n";
    let child = "name = \"Child\"\nextends = \"base\"\n[pictures]\nlogo = {}\n";
    let mut tree = tree(&[("child/theme.toml", child), ("base/theme.toml", base)]);
    let (theme, problems) = load_named(&mut tree, "child");
    assert_eq!(problems, []);
    let frames = theme.unwrap().frames().clone();
    let card = Frame { widths: vec![100, 200], ratio: Some((4, 5)), sizes: "9px".to_owned() };
    assert_eq!((frames.of(Spot::Card), frames.of(Spot::Logo)), (&card, &Frame::default()));
    assert_eq!(frames.of(Spot::Text), &Frame::default());
}

#[test]
fn slips_in_what_a_theme_says_of_pictures() {
    for (line, place, message) in [
        ("faces = {}", "faces", "No pictures stand at `faces`. There are lead, portrait, card, text, photo, logo."),
        ("crad = {}", "crad", "No pictures stand at `crad`. Did you mean `card`?"),
        ("card = { width = [1] }", "width", "There is no key `width` here. Did you mean `widths`?"),
        (
            "card = { widths = [100] }",
            "{ widths = [100] }",
            "`card` has `widths` and no `sizes`. Write how wide the style draws it: sizes = \"(min-width: 46em) 260px, \
             100vw\".",
        ),
        (
            "card = { widths = [0], sizes = \"1px\" }",
            "[0]",
            "`widths` should be at most 8 whole numbers between 16 and 12000. ",
        ),
        (
            "card = { ratio = \"4:5\" }",
            "\"4:5\"",
            "`4:5` is no ratio of width to height. Write two numbers between 1 and 100, such as \"4/5\" for a portrait.",
        ),
        ("card = 3", "3", "`card` takes a table { widths, ratio, sizes }, and this is of type integer. "),
    ] {
        let toml = format!("name = \"Child\"\nextends = \"base\"\n[pictures]\n{line}\n");
        let mut tree = tree(&[("child/theme.toml", toml.as_str())]);
        let (_, problems) = load_named(&mut tree, "child");
        let told: Vec<_> = problems.iter().map(|problem| told(&tree, problem)).collect();
        assert_eq!(told.len(), 1, "{line}: {told:?}");
        assert_eq!((told[0].1.as_str(), told[0].2.as_str()), (&*format!("themes/child/theme.toml {place}"), message));
    }
}
