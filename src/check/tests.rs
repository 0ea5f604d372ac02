//! The tokenizer against that of a browser engine, and what pages give.

use std::cell::RefCell;

use html5ever::buffer_queue::BufferQueue;
use html5ever::tendril::StrTendril;
use html5ever::tokenizer::states::RawKind;
use html5ever::tokenizer::{TagKind, Token as Theirs, TokenSink, TokenSinkResult, Tokenizer, TokenizerOpts};
use proptest::prelude::{Strategy, any, prop_assert_eq, prop_oneof, proptest};

use super::facts::{Reference, Texts};
use super::page;
use super::repeat::Repeats;
use super::token::{Token, Tokens, decoded, decoded_text};

/// Tags, attributes and texts, written out the same way for both.
type Written = Vec<String>;

fn ours(html: &str) -> Written {
    let (mut tokens, mut attrs, mut all) = (Tokens::of_html(html), Vec::new(), Vec::new());
    let mut last = "";
    loop {
        // What readers of pages pass over is cut the same way.
        if !last.is_empty() && tokens.pass_end(last) {
            all.push(format!("</{}>", last.to_ascii_lowercase()));
            continue;
        }
        if tokens.pass_lines() {
            said(&mut all, html.get(tokens.range()).unwrap());
            continue;
        }
        let Some(token) = tokens.next(&mut attrs) else { return all };
        match token {
            Token::Start { name, .. } => {
                last = name;
                let attrs = attrs.iter().map(|a| format!(" {}={:?}", a.name.to_ascii_lowercase(), decoded(a.value)));
                all.push(format!("<{}{}>", name.to_ascii_lowercase(), attrs.collect::<String>()));
            }
            Token::End { name, .. } => all.push(format!("</{}>", name.to_ascii_lowercase())),
            Token::Text(text) => said(&mut all, &decoded_text(text)),
            Token::Raw(text) => said(&mut all, text),
            Token::Doctype(_) => {}
        }
    }
}

fn said(all: &mut Written, text: &str) {
    match all.last_mut().filter(|last| !last.starts_with('<')) {
        Some(last) => last.push_str(text),
        None if !text.is_empty() => all.push(format!("“{text}")),
        None => {}
    }
}

#[derive(Default)]
struct Browser(RefCell<Written>);

impl TokenSink for Browser {
    type Handle = ();

    fn process_token(&self, token: Theirs, _: u64) -> TokenSinkResult<()> {
        let mut all = self.0.borrow_mut();
        match token {
            Theirs::TagToken(tag) if tag.kind == TagKind::StartTag => {
                let attrs = tag.attrs.iter().map(|attr| format!(" {}={:?}", attr.name.local, attr.value.to_string()));
                all.push(format!("<{}{}>", tag.name, attrs.collect::<String>()));
                return match &*tag.name {
                    "title" | "textarea" => TokenSinkResult::RawData(RawKind::Rcdata),
                    "style" | "xmp" | "iframe" | "noembed" | "noframes" => TokenSinkResult::RawData(RawKind::Rawtext),
                    "script" => TokenSinkResult::RawData(RawKind::ScriptData),
                    "plaintext" => TokenSinkResult::Plaintext,
                    _ => TokenSinkResult::Continue,
                };
            }
            Theirs::TagToken(tag) => all.push(format!("</{}>", tag.name)),
            Theirs::CharacterTokens(text) => said(&mut all, &text),
            _ => {}
        }
        TokenSinkResult::Continue
    }
}

fn theirs(html: &str) -> Written {
    let tokenizer = Tokenizer::new(Browser::default(), TokenizerOpts::default());
    let queue = BufferQueue::default();
    queue.push_back(StrTendril::from(html));
    let _ = tokenizer.feed(&queue);
    tokenizer.end();
    tokenizer.sink.0.into_inner()
}

/// Pieces of which documents are made: whole tags, and what breaks them.
fn piece() -> impl Strategy<Value = String> {
    let name = prop_oneof![
        "[a-z]{1,4}",
        proptest::sample::select(vec!["a", "IMG", "script", "style", "title", "TextArea", "p", "li", "xmp", "iframe"])
            .prop_map(str::to_owned),
    ];
    let value = "[a-z &#;<>/=?]{0,8}|&amp;|&#x41;|&#65;b|&eacute;|&lt;x|a&amp=b|&copy=1|&times";
    let attr = (any::<u8>(), "[a-zA-Z-]{1,5}", value).prop_map(|(quote, name, value)| match quote % 5 {
        0 => format!("{name}=\"{value}\""),
        1 => format!("{name} = '{value}'"),
        2 => format!("{name}={}", value.replace([' ', '>', '<', '='], "")),
        3 => name,
        _ => format!("/{name}=\"{value}\""),
    });
    let attrs = proptest::collection::vec(attr, 0..4).prop_map(|attrs| attrs.join(" "));
    prop_oneof![
        4 => (name.clone(), attrs.clone()).prop_map(|(name, attrs)| format!("<{name} {attrs}>")),
        1 => (name.clone(), attrs).prop_map(|(name, attrs)| format!("<{name} {attrs} />")),
        4 => name.prop_map(|name| format!("</{name}>")),
        3 => "[a-z <>&;!/\n-]{0,10}",
        2 => proptest::sample::select(vec![
            "<!-- a > b -->", "<!-->", "<!--->", "<!-- x --!>", "<!doctype html>", "<!x>", "<?php ?>", "</>", "</ x>",
            "&amp;", "&#38;", "&copy;", "&copy", "&times2", "&mu;", "&Ccaron;", "&NotSubset;", "&#128;", "&#xD800;", "<", "</", "<!--", "-->", "</script>", "</title >", "</style\n>", "é", "“",
        ]).prop_map(str::to_owned),
    ]
}

proptest! {
    #![proptest_config(proptest::prelude::ProptestConfig { cases: 2000, ..Default::default() })]

    #[test]
    fn tags_are_cut_as_a_browser_cuts_them(pieces in proptest::collection::vec(piece(), 0..12)) {
        let html = pieces.concat();
        prop_assert_eq!(ours(&html), theirs(&html));
    }

    #[test]
    fn no_bytes_stop_the_reader(html in "\\PC{0,80}") {
        drop(page::facts("/x/", &html, &Texts::default(), &Repeats::of_files(1)));
    }
}

#[test]
fn comments_of_scripts_hide_scripts() {
    let html = "<script>a<!--<script>b</script>c--></script><p>";
    assert_eq!(ours(html), theirs(html));
    assert_eq!(ours("<svg><title><b></b></title><style><i></i></style></svg>").len(), 10);
}

/// What a page refers to, each with the sign of its kind.
fn references(html: &str) -> Vec<String> {
    let texts = Texts::default();
    let facts = page::facts("/x/", html, &texts, &Repeats::of_files(1));
    texts.with(|all| facts.references.iter().map(|number| all.get(*number).to_owned()).collect())
}

#[test]
fn everything_that_names_an_address_is_read() {
    let html = "<a href='/a'>x</a><area href=/b><img src=/c srcset='/d,1.png 2x, /e?a=(1,2) 3x'><video poster=/f \
                src=/g></video><form action=/h><button formaction=/i></button></form><svg><use xlink:href='/j#k'/>\
                <image href=/l /></svg><div style='background:url(/m)'></div><style>x{background:url(/n)}</style>\
                <link rel=stylesheet href=/o><link rel=canonical href=/p><link rel=preconnect href=//q><object \
                data=/r></object><meta property=og:image content=/s><script>'<a href=/no>'</script><!-- <a href=/no> \
                --><A HREF=t&amp;u>x</A>";
    let mut found = references(html);
    found.sort_unstable();
    let expected = [
        "a/a",
        "a/b",
        "at&u\0/x/",
        "c/p",
        "f/h",
        "f/i",
        "h/s",
        "p//q\0/x/",
        "s/c",
        "s/d,1.png",
        "s/e?a=(1,2)",
        "s/f",
        "s/g",
        "s/j#k",
        "s/l",
        "s/m",
        "s/n",
        "s/o",
        "s/r",
    ];
    assert_eq!(found, expected);
    assert_eq!(Reference::parse("a/a"), Some((Reference::Link, "/a", None)));
}
