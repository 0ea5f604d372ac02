//! Whatever an old address holds, a rule file has the statements that it has
//! for a plain one, and the address means itself.

use proptest::prelude::{ProptestConfig, proptest};
use proptest::{prop_assert, prop_assert_eq, prop_assume};

use super::{Rule, apache, is_pattern, nginx};
use crate::config::Hosting;
use crate::path::Url;

/// A statement as a server reads it: bare words and signs, and quoted texts.
#[derive(Debug, Clone, PartialEq)]
enum Token {
    Bare(String),
    Quoted(String),
}

/// Splits as both servers do: within double quotes a backslash keeps a quote
/// or a backslash from its meaning, outside of them nginx ends a statement at
/// `;` and Apache at the end of the line.
fn tokens(text: &str) -> Vec<Token> {
    let mut found = Vec::new();
    let mut rest = text.chars().peekable();
    while let Some(c) = rest.next() {
        match c {
            ' ' => {}
            '\n' | ';' | '{' | '}' => found.push(Token::Bare(c.to_string())),
            '#' => drop(rest.by_ref().find(|c| *c == '\n')),
            '"' => {
                let mut word = String::new();
                while let Some(c) = rest.next().filter(|c| *c != '"') {
                    let escaped = c == '\\' && matches!(rest.peek(), Some('"' | '\\'));
                    word.extend(if escaped { rest.next() } else { Some(c) });
                }
                found.push(Token::Quoted(word));
            }
            c => {
                let mut word = c.to_string();
                while let Some(c) = rest.next_if(|c| !" \n;{}\"".contains(*c)) {
                    word.push(c);
                }
                found.push(Token::Bare(word));
            }
        }
    }
    found
}

/// The statements without what is quoted in them.
fn shape(text: &str) -> Vec<Token> {
    let blank = |token| match token {
        Token::Quoted(_) => Token::Quoted(String::new()),
        bare => bare,
    };
    tokens(text).into_iter().map(blank).collect()
}

fn moved(from: &str, to: &str) -> Vec<Rule> {
    let gone = Rule::Gone { folder: "/interns/i-1/".to_owned(), page: "/410.html".to_owned() };
    vec![Rule::Moved { from: from.to_owned(), to: to.to_owned() }, gone]
}

/// Every sign that an address of a site may hold, and some beyond ASCII.
const OLD: &str = "(/[!$&()+,.0-9:;=@A-Z\\[\\]_a-z~é\u{202e}\u{200b}߷-]{1,8}){1,3}/?";

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2_000))]

    #[test]
    fn no_old_address_can_add_a_statement(from in OLD, to in OLD) {
        prop_assume!(Url::new(&from).is_some() && Url::new(&to).is_some() && !is_pattern(&from));
        let slash = if from.ends_with('/') { "/" } else { "" };
        let (plain, odd) = (moved(&format!("/old{slash}"), "/new"), moved(&from, &to));
        prop_assert_eq!(shape(&nginx("/", &odd, Hosting::default())), shape(&nginx("/", &plain, Hosting::default())));
        prop_assert_eq!(shape(&apache("/", &odd, Hosting::default())), shape(&apache("/", &plain, Hosting::default())));
        prop_assert!(tokens(&nginx("/", &odd, Hosting::default())).contains(&Token::Quoted(from.clone())));
        let patterns = tokens(&apache("/", &odd, Hosting::default()));
        let pattern = patterns.iter().filter_map(|token| match token {
            Token::Quoted(text) => Some(text.strip_prefix('^')?.strip_suffix('$')?),
            Token::Bare(_) => None,
        });
        let found = pattern.clone().any(|pattern| unescaped(pattern).as_deref() == Some(from.as_bytes()));
        prop_assert!(found, "{:?}", pattern.collect::<Vec<_>>());
    }
}

/// The bytes that a pattern of letters, digits and codes stands for.
fn unescaped(pattern: &str) -> Option<Vec<u8>> {
    let mut bytes = Vec::new();
    let mut rest = pattern;
    while let Some(byte) = rest.bytes().next() {
        let code = rest.strip_prefix("\\x").and_then(|rest| rest.get(..2));
        match code {
            Some(code) => bytes.push(u8::from_str_radix(code, 16).ok()?),
            None if byte.is_ascii_alphanumeric() || b"-_/".contains(&byte) => bytes.push(byte),
            None => return None,
        }
        rest = rest.get(if code.is_some() { 4 } else { 1 }..)?;
    }
    Some(bytes)
}

#[test]
fn targets_hold_nothing_that_a_server_reads() {
    let rules = moved("/a", "/b$1;c&d(é)~");
    let text = nginx("/", &rules, Hosting::default());
    assert!(text.contains("\"/b%241%3Bc%26d%28%C3%A9%29~$is_args$args\""), "{text}");
    let replacement = Token::Quoted("/b\\$1;c\\&d(é)~".to_owned());
    assert!(tokens(&apache("/", &rules, Hosting::default())).contains(&replacement));
}

#[test]
fn one_address_has_one_rule() {
    let rule = |from: &str, to: &str| Rule::Moved { from: from.to_owned(), to: to.to_owned() };
    let gone = |folder: &str| Rule::Gone { folder: folder.to_owned(), page: "/410.html".to_owned() };
    let rules = [
        rule("/a", "/1"),
        rule("/a/", "/2"),
        rule("/interns/i-1/", "/3"),
        rule("/interns/i-1/x/", "/4"),
        gone("/interns/i-1/"),
    ];
    let text = nginx("/", &rules, Hosting::default());
    let moves: Vec<&str> =
        text.lines().map(str::trim).filter(|line| line.contains("30") || line.contains("i-1")).collect();
    assert_eq!(
        moves,
        [
            "location = \"/a\" { return 301 \"/1$is_args$args\"; }",
            "location = \"/a/\" { return 301 \"/2$is_args$args\"; }",
            "location = \"/interns/i-1\" { return 301 \"/3$is_args$args\"; }",
            "location = \"/interns/i-1/\" { return 301 \"/3$is_args$args\"; }",
            "location = \"/interns/i-1/x\" { return 301 \"/4$is_args$args\"; }",
            "location = \"/interns/i-1/x/\" { return 301 \"/4$is_args$args\"; }",
            "location ^~ \"/interns/i-1/\" { return 410; }",
        ]
    );
    let text = apache("/", &rules, Hosting::default());
    let first = |to: &str| text.find(to).unwrap_or(usize::MAX);
    assert!(first("\"/3\"") < first("RedirectMatch 410"), "an old address of somebody still here goes before");
}
