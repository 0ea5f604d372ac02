//! Every form of Tera's syntax with a field that exists and one that does
//! not. `«…»` in a case marks the bytes that must be reported.

#![allow(dead_code, unreachable_pub, reason = "views here are only shapes")]

use crate::diagnostic::{Code, Diagnostic, Place};
use crate::path::SourcePath;
use crate::text::FileId;
use crate::theme::icons::Icons;
use crate::theme::{TemplateKind, Words, load};
use crate::tree::{Content, Tree};
use crate::view::contract::{Body, Open, view};

view! {
    /// An item.
    pub struct ItemView {
        /// Its name.
        pub name: String,
        /// Tags.
        pub tags: Vec<String>,
        /// A picture.
        pub photo: Option<PhotoView>,
    }
    /// A picture.
    pub struct PhotoView {
        /// Alternative text.
        pub alt: String,
    }
    /// The home page.
    pub struct HomeView {
        /// Title.
        pub title: String,
        /// Body.
        pub body_html: Body,
        /// Items.
        pub items: Vec<ItemView>,
        /// The first item.
        pub lead: Option<ItemView>,
        /// A number.
        pub total: usize,
        /// Free.
        pub extra: Open,
    }
    /// Another page.
    pub struct ListView {
        /// Title.
        pub title: String,
        /// Page.
        pub page: usize,
    }
}

const WORDS: &str = "hello = \"Hello\"\nitems_one = \"{n} item\"\nitems_other = \"{n} items\"\nlost_one = \"x\"\n";

/// Loads a theme of these templates, marks removed. What is reported must be
/// what is marked.
fn check(templates: &[(&str, &str)]) -> Vec<Diagnostic> {
    let kinds = || {
        let mut kinds = vec![TemplateKind { template: "home.html".into(), view: HomeView::fields(), asked_at: None }];
        if templates.iter().any(|(name, _)| *name == "list.html") {
            kinds.push(TemplateKind { template: "list.html".into(), view: ListView::fields(), asked_at: None });
        }
        kinds
    };
    let path = |name: &str| SourcePath::new(&format!("themes/plain/{name}")).unwrap();
    let mut files = vec![
        (path("theme.toml"), Content::Text("name = \"Plain\"".into())),
        (path("i18n/en.toml"), Content::Text(WORDS.into())),
    ];
    let mut marked = Vec::new();
    for (name, text) in templates {
        let (plain, ranges) = unmark(text);
        marked.extend(ranges.into_iter().map(|range| (name.to_string(), plain.get(range).unwrap().to_owned())));
        files.push((path(&format!("templates/{name}")), Content::Text(plain)));
    }
    let mut tree = Tree::new(files);
    let mut problems = Vec::new();
    let place = Place::Path(SourcePath::new("site.toml").unwrap());
    load(&mut tree, "plain", place, &["en"], &kinds(), &mut problems);
    let mut found: Vec<_> = problems.iter().map(|problem| spot(&tree, problem)).collect();
    found.sort();
    marked.sort();
    assert_eq!(found, marked, "{templates:?}\n{problems:#?}");
    problems
}

fn spot(tree: &Tree, problem: &Diagnostic) -> (String, String) {
    let Place::At(span) = problem.place else { panic!("{problem:?}") };
    let path = tree.path(span.file).as_str().replace("themes/plain/templates/", "");
    (path, tree.text(span.file).get(span.range()).unwrap().to_owned())
}

fn unmark(text: &str) -> (String, Vec<std::ops::Range<usize>>) {
    let mut plain = String::new();
    let mut ranges = Vec::new();
    let mut start = 0;
    for c in text.chars() {
        match c {
            '«' => start = plain.len(),
            '»' => ranges.push(start..plain.len()),
            c => plain.push(c),
        }
    }
    (plain, ranges)
}

fn home(text: &str) -> Vec<Diagnostic> {
    check(&[("home.html", text)])
}

#[test]
fn every_form_of_expression() {
    for case in [
        "{{ title }} {{ «titel» }}",
        "{{- title -}} {{- «titel» -}}",
        "{{ lead.name }} {{ lead.«nam» }} {{ lead.photo.alt }} {{ lead.photo.«allt» }}",
        "{{ lead?.name }} {{ lead?.«nam» }} {{ lead?.photo?.«allt» }}",
        "{{ lead[\"name\"] }} {{ lead[«\"nam\"»] }} {{ lead?['photo'][«`al`»] }}",
        "{{ items[0].name }} {{ items[0].«nam» }} {{ items[«totl»].name }} {{ items[-1].photo.«x» }} {{ «itms»[«x»] }}",
        "{{ items.«name» }} {{ title.«x» }} {{ total.«x» }} {{ body_html.«x» }}",
        "{{ extra.anything.goes[0].here }} {{ «exta».x }}",
        "{{ items[1:3][0].name }} {{ items[:«totl»] | length }} {{ items[::-1][0].«nam» }}",
        "{{ total + «totl» * 2 ** 3 // 4 - -«a» }} {{ title ~ «titel» }} {{ not «b» }}",
        "{{ total > 3 and «totl» < 4 or not «c» }} {{ title in [«d», title] }} {{ title not in «e» }}",
        "{{ title if total else «a» }} {{ «b» if total > 1 else title }} {{ title if «c» else title }}",
        "{{ title | upper | replace(from=title, to=«titel») }} {{ «tittle» | lower }}",
        "{{ items | sort(attribute=\"name\") | first | get(key=\"name\") }}{{ items | sort(attribute=«\"nam\"») | length }}",
        "{{ lead | get(key=\"photo\") }}{{ lead | get(key=«\"foto\"») }}{{ lead | get(key=«\"foto\"», default=1) }}",
        "{{ total is odd }} {{ «totl» is odd }} {{ total is divisible_by(divisor=«d») }}",
        "{{ range(end=total) | length }} {{ range(end=«totl») | length }}",
        "{{ {\"a\": title, \"b\": «titel», ...lead} | length }} {{ [title, ...items, «x»] | length }}",
        "{{ [i.name for i in items if i.photo] | join(sep=title) }} {{ [i.«nam» for i in items if i.«x»] | length }}",
        "{{ __tera_context | length }}{{ none }}{{ true }}{{ \"a \\\" {{ b\" }}",
        "{# {{ nothing }} #}{% raw %}{{ nothing }}{% endraw %}{%- raw -%}{% if %}{%- endraw -%}{{ «x» }}",
    ] {
        home(case);
    }
}

#[test]
fn every_form_of_statement() {
    for case in [
        "{% if title %}{{ title }}{% endif %}{% if «titel» %}a{% endif %}",
        "{% if total %}{{ «a» }}{% elif «b» %}{{ «c» }}{% elif title %}{{ «d» }}{% else %}{{ «e» }}{{ lead.«f» }}{% endif %}",
        "{% for i in items %}{{ i.name }}{{ i.«nam» }}{{ loop.index }}{% else %}{{ «b» }}{% endfor %}",
        "{% for i in items | reverse | sort(attribute=\"name\") %}{{ i.«nam» }}{% endfor %}{{ «i» }}",
        "{% for i in «itms» %}{{ i.anything }}{% endfor %}{% for tag in lead.tags %}{{ tag.«x» }}{% endfor %}",
        "{% for k, v in extra %}{{ k }}{{ v.x }}{{ «w» }}{% endfor %}",
        "{% for name, group in items | group_by(attribute=\"name\") %}{{ name }}{% for i in group %}{{ i.«nam» }}{% endfor %}{% endfor %}",
        "{% for i in items[:3] %}{% if i.«nam» %}{% continue %}{% endif %}{% break %}{% endfor %}{{ «loop».index }}",
        "{% set x = lead %}{{ x.name }}{{ x.«nam» }}{% set y = «titel» %}{{ y.z }}",
        "{% if total %}{% set x = lead %}{% else %}{% set x = items[0] %}{% endif %}{{ x.«nam» }}",
        "{% if total %}{% set x = lead %}{% else %}{% set x = title %}{% endif %}{{ x.nam }}",
        "{% for i in items %}{% set x = i %}{{ x.«nam» }}{% endfor %}{{ «x» }}",
        "{% set last = none %}{% for i in items %}{% if last %}{{ last.name }}{% endif %}{% set_global last = i %}{% endfor %}{{ last.x }}",
        "{% set x %}{{ «a» }}{% endset %}{{ x.«y» }}{% set y | replace(from=«b», to=\"\") %}c{% endset %}",
        "{% filter upper | replace(from=«a», to=title) %}{{ «b» }}{% endfilter %}",
        "{% set m = {\"a\": lead, \"b\": title} %}{{ m.a.name }}{{ m.a.«nam» }}{{ m.«c» }}{% set m = {...m, \"c\": 1} %}{{ m.c }}",
        "{% set x = lead or items[0] %}{{ x.anything }}{% set y = not lead %}{{ y.«x» }}",
        "{% set l = [lead] %}{{ l[0].«nam» }}{% for i in [...items, lead] %}{{ i.«nam» }}{% endfor %}",
    ] {
        home(case);
    }
}

#[test]
fn words_and_plurals() {
    let problems = home("{{ t.hello }}{{ t.«helo» }}{{ t[\"hello\"] }}{% if t.«x» %}{% endif %}{{ t[title] }}");
    assert!(problems.iter().all(|problem| problem.code == Code::UiStringMissing));
    assert!(problems.iter().any(|problem| problem.help.as_deref() == Some("Did you mean `hello`?")));
    home("{{ plural(key=\"items\", n=total) }}{{ plural(key=«\"lost\"», n=«totl») }}{{ t.hello | fill(name=«x»)}}");
}

#[test]
fn a_message_names_file_path_and_view() {
    let problems = home("{{ lead.«titel» }}{{ «titel» }}");
    let messages: Vec<_> = problems.iter().map(|problem| problem.message.as_str()).collect();
    assert!(messages.contains(&"`home.html` reads `lead.titel`, but the view ItemView has no field `titel`."));
    assert!(messages.contains(&"`home.html` reads `titel`, but the view HomeView has no field `titel`."));
    assert!(problems.iter().any(|p| p.help.as_deref().unwrap().starts_with("Did you mean `title`?")));
}

#[test]
fn blocks_and_includes_see_the_scope_of_their_place() {
    check(&[
        (
            "base.html",
            "{% set x = lead %}{% block main %}{{ «a» }}{% block inner %}{{ «b» }}{% endblock %}{% endblock %}{% block foot %}{{ never }}{% endblock %}",
        ),
        (
            "home.html",
            "{% extends \"base.html\" %}{% block foot %}{{ x.«nam» }}{{ title }}{% endblock %}{% block inner %}{{ super() }}{% for i in items %}{% include \"part.html\" %}{% endfor %}{% endblock inner %}",
        ),
        ("part.html", "{{ i.name }}{{ i.«nam» }}{{ x.name }}{{ «y» }}"),
    ]);
}

#[test]
fn a_mistake_in_a_shared_template_is_reported_once() {
    check(&[
        ("base.html", "{{ title }}{{ «titel» }}{% block main %}{% endblock %}"),
        ("home.html", "{% extends \"base.html\" %}{% block main %}{{ total }}{{ «page» }}{% endblock %}"),
        ("list.html", "{% extends \"base.html\" %}{% block main %}{{ page }}{{ «total» }}{% endblock %}"),
    ]);
}

#[test]
fn what_is_asked_for_must_be_there_on_some_page() {
    let list = ("list.html", "{% extends \"base.html\" %}");
    let home = ("home.html", "{% extends \"base.html\" %}");
    for base in [
        "{% if page is defined %}{{ page }}{% endif %}",
        "{% if page is defined and page > 1 %}{{ page.«x» }}{% else %}{{ title }}{% endif %}",
        "{% if page is not defined %}{{ total }}{% else %}{{ page }}{% endif %}",
        "{% if page is undefined or page > 1 %}{{ title }}{% endif %}{{ page if page is defined else total }}",
        "{{ page | default(value=«x») }}",
        "{% if page is defined %}{% set n = page %}{% endif %}{% if n %}{{ n }}{% endif %}",
        "{% if «pag» is defined %}{{ pag.anything }}{% endif %}{{ «pge» | default(value=1) }}",
    ] {
        check(&[("base.html", base), home, list]);
    }
}

#[test]
fn components_are_checked_with_what_they_are_given() {
    for (components, page) in [
        (
            "{% component card(item, big=false) %}{{ item.name }}{{ item.«nam» }}{{ big }}{{ «title» }}{% endcomponent card %}",
            "{{ <card item={lead} /> }}{{ <card item={items[0]} big={true} /> }}",
        ),
        (
            "{% component card(item) %}{{ item.«nam» }}{% endcomponent %}",
            "{% for item in items %}{{ <card item /> }}{% endfor %}",
        ),
        (
            "{% component card(item) %}{{ item }}{% endcomponent %}",
            "{{ <card item={«lad»} /> }}{{ <card item={lead.«nam»} /> }}",
        ),
        (
            "{% component card(item) %}{{ item }}{% endcomponent %}",
            "{{ <card item={lead} «itm»={lead} /> }}{{ <«card» /> }}",
        ),
        (
            "{% component box() %}{% if body is defined %}{{ body }}{% endif %}{{ «x» }}{% endcomponent %}",
            "{% <box> %}{{ «titel» }}{{ title }}{% </box> %}",
        ),
        ("{% component box(...rest) %}{{ rest.a }}{% endcomponent %}", "{{ <box a={title} b=\"x\" /> }}"),
        (
            "{% component a.b(name, tags, photo) %}{{ photo.«x» }}{{ tags.«y» }}{% endcomponent a.b %}",
            "{{ <a.b {...lead} /> }}",
        ),
        ("{% component a(name) %}{{ name }}{% endcomponent a %}", "{{ <a {...«lead»} /> }}{{ <a {...extra} /> }}"),
        (
            "{% component a(@t, n: integer = -1, l = [], m = {}) {\"meta\": true} %}{{ t.hello }}{{ t.«helo» }}{{ n.«x» }}{{ l[0].y }}{{ m.z }}{% endcomponent %}",
            "{{ <a /> }}",
        ),
        (
            "{% component a() %}{{ <b /> }}{% endcomponent %}{% component b(@lead) %}{{ lead.«nam» }}{% endcomponent %}",
            "{{ <a /> }}",
        ),
        ("{% component a(@leed) %}{{ leed }}{% endcomponent %}", "{{ <«a» /> }}{% set leed = 1 %}{{ <a /> }}"),
        ("{% component never(x, @t) %}{{ x.y.z }}{{ t.hello }}{{ t.«no» }}{{ «z» }}{% endcomponent %}", "a"),
    ] {
        check(&[("components.html", components), ("home.html", page)]);
    }
}

#[test]
fn recursion_comes_to_an_end() {
    let components = "{% component tree(item) %}{% if item.child %}{{ <tree item={item.child} /> }}{{ <tree item={ {\"child\": item} } /> }}{{ <tree item={ {\"child\": item, \"b\": 1} } /> }}{% endif %}{% endcomponent %}";
    check(&[("components.html", components), ("home.html", "{{ <tree item={extra} /> }}")]);
}

#[test]
fn circles_that_tera_would_refuse_come_to_an_end() {
    let source = |name: &str, text| super::Source { name: format!("x/{name}"), file: FileId(0), text };
    let sources = vec![
        source("home.html", "{% extends \"a.html\" %}{% block b %}{{ super() }}{{ super() }}{% endblock %}"),
        source(
            "a.html",
            "{% extends \"home.html\" %}{% block b %}{% block b %}{% include \"c.html\" %}{% endblock %}{% endblock %}",
        ),
        source("c.html", "{% include \"c.html\" %}{% include \"c.html\" %}{{ <d /> }}"),
        source("d.html", "{% component d() %}{% include \"c.html\" %}{% endcomponent %}"),
    ];
    let kinds = [TemplateKind { template: "home.html".into(), view: HomeView::fields(), asked_at: None }];
    super::check(sources.clone(), vec!["x".into()], &kinds, &Words::default(), &Icons::default());
    let kinds = [TemplateKind { template: "c.html".into(), view: HomeView::fields(), asked_at: None }];
    assert_eq!(super::check(sources, vec!["x".into()], &kinds, &Words::default(), &Icons::default()), []);
}

/// A few kilobytes would make a value that takes years to compare, or one too
/// deep for the stack; so would calls out of the depths of other bodies.
#[test]
fn values_and_calls_have_their_limits() {
    let twice = |name: &str| format!("{{% set {name} = {{\"x\": {name}, \"y\": {name}}} %}}");
    home(&format!(
        "{{% set a = title %}}{{% set b = title %}}{}{{% if total %}}{{% set a = b %}}{{% endif %}}{{{{ a.x.y }}}}",
        (twice("a") + &twice("b")).repeat(60)
    ));
    for value in ["{\"x\": a}", "[a]", "a | group_by(attribute=\"x\")"] {
        home(&format!("{{% set a = extra %}}{}", format!("{{% set a = {value} %}}").repeat(40_000)));
    }
    let body = |n: usize| {
        let (open, close) = ("{% if x %}".repeat(35), "{% endif %}".repeat(35));
        let (call, links) = (format!("<c{} x={{x}} />", n + 1), " ~ 1".repeat(240));
        format!("{{% component c{n}(x) %}}{open}{{{{ {call}{links} }}}}{close}{{% endcomponent %}}")
    };
    let bodies: String = (0..30).map(body).collect();
    home(&format!("{bodies}{{% component c30(x) %}}{{% endcomponent %}}{{{{ <c0 x={{1}} /> }}}}"));
}

#[test]
fn garbage_never_panics_and_ends() {
    let pieces = [
        "{{",
        "}}",
        "{%",
        "%}",
        "{#",
        "#}",
        " if ",
        " for ",
        "x",
        ".",
        "[",
        "]",
        "(",
        ")",
        "{",
        "}",
        "<a",
        "/>",
        "%} </",
        "|",
        "\"",
        "é",
        "-",
        " raw ",
        " in ",
        " block ",
        " set ",
        "=",
        ",",
        "...",
        " component ",
        " endif ",
        " else ",
        "1.5",
        "?",
        " not ",
        " is ",
        " extends ",
        "😀",
    ];
    let mut state: u64 = 7;
    for _ in 0..20_000 {
        let mut text = String::new();
        for _ in 0..12 {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            text.push_str(pieces[(state >> 33) as usize % pieces.len()]);
        }
        drop(super::statements::parse(&text));
    }
    for deep in ["{{ (", "{% if x %}", "{{ -", "{{ [", "{{ a[", "{{ not ", "{% if a %}{% elif b %}", "{% for a in b %}"]
    {
        drop(super::statements::parse(&deep.repeat(10_000)));
    }
    for long in ["1 + ", "a.", "a[0] ~ ", "a if b else ", "not a and ", "a | b | "] {
        drop(super::statements::parse(&format!("{{{{ {}a }}}}", long.repeat(20_000))));
    }
}
