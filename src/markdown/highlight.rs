//! Colouring code by class. The theme's style sheet gives the colours.
//!
//! Running the grammars is slow: milliseconds a block. But lines repeat, and
//! what a line becomes depends only on itself and on the state that the lines
//! before it led to, of which a grammar has few. So lines are remembered.

use std::collections::HashMap;
use std::sync::{Arc, LazyLock, PoisonError, RwLock};

use syntect::html::{ClassStyle, line_tokens_to_classed_spans};
use syntect::parsing::{ParseState, ScopeStack, SyntaxReference, SyntaxSet};
use syntect::util::LinesWithEndings;

use crate::hash::Hash128;

/// Loading the syntaxes takes milliseconds, so only a site with code does it.
static SYNTAXES: LazyLock<SyntaxSet> = LazyLock::new(SyntaxSet::load_defaults_newlines);

/// Lines that were coloured before, by any thread.
static MEMO: LazyLock<RwLock<Memo>> = LazyLock::new(RwLock::default);

/// A preview runs for days; a memo that has grown this long starts anew.
const MEMO_LINES: usize = 65_536;

/// The grammars' regular expressions can take very long over long lines and
/// large texts, which are data and not code to be read.
const LONGEST_CODE: usize = 64 * 1024;
const LONGEST_LINE: usize = 1024;

const STYLE: ClassStyle = ClassStyle::SpacedPrefixed { prefix: "hl-" };

/// The code as HTML with a `<span class="hl-…">` for each part; `None` for a
/// language that is not known and for code too large to be worth it. Equal
/// arguments give equal HTML.
pub fn highlight(language: &str, code: &str) -> Option<String> {
    let too_large = code.len() > LONGEST_CODE || code.lines().any(|line| line.len() > LONGEST_LINE);
    if language.is_empty() || too_large {
        return None;
    }
    let syntax = SYNTAXES.find_syntax_by_token(language)?;
    if syntax.name == SYNTAXES.find_syntax_plain_text().name {
        return None;
    }
    let mut html = String::with_capacity(code.len() * 3);
    let mut state = Arc::new(State::start(syntax));
    for line in LinesWithEndings::from(code) {
        let done = recall(&state, line).map_or_else(|| colour(&state, line), Some)?;
        html.push_str(&done.html);
        state = done.next;
    }
    html.push_str(&"</span>".repeat(state.open));
    Some(html)
}

/// What the lines so far have led to.
#[derive(Debug, PartialEq, Eq)]
struct State {
    parse: ParseState,
    scopes: ScopeStack,
    open: usize,
}

impl State {
    fn start(syntax: &SyntaxReference) -> Self {
        Self { parse: ParseState::new(syntax), scopes: ScopeStack::new(), open: 0 }
    }
}

/// A line that has been coloured, and the state after it.
#[derive(Debug, Clone)]
struct Done {
    html: Arc<str>,
    next: Arc<State>,
}

/// Lines by their text, each with the states that it was met in.
#[derive(Debug, Default)]
struct Memo {
    lines: HashMap<Hash128, Vec<(Arc<State>, Done)>>,
    count: usize,
}

fn recall(state: &Arc<State>, line: &str) -> Option<Done> {
    let memo = MEMO.read().unwrap_or_else(PoisonError::into_inner);
    let met = memo.lines.get(&Hash128::of(line.as_bytes()))?;
    met.iter().find(|(before, _)| Arc::ptr_eq(before, state) || before == state).map(|(_, done)| done.clone())
}

fn colour(state: &Arc<State>, line: &str) -> Option<Done> {
    let mut parse = state.parse.clone();
    let mut scopes = state.scopes.clone();
    let tokens = parse.parse_line(line, &SYNTAXES).ok()?;
    let (html, delta) = line_tokens_to_classed_spans(line, tokens.as_slice(), STYLE, &mut scopes).ok()?;
    let open = state.open.checked_add_signed(delta)?;
    let done = Done { html: html.into(), next: Arc::new(State { parse, scopes, open }) };
    let mut memo = MEMO.write().unwrap_or_else(PoisonError::into_inner);
    if memo.count >= MEMO_LINES {
        *memo = Memo::default();
    }
    memo.count += 1;
    memo.lines.entry(Hash128::of(line.as_bytes())).or_default().push((Arc::clone(state), done.clone()));
    Some(done)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::{ProptestConfig, any, prop, prop_assert_eq, proptest};
    use syntect::html::ClassedHTMLGenerator;
    use syntect::util::LinesWithEndings;

    use super::{STYLE, SYNTAXES, highlight};

    /// What the grammar gives without any memory.
    fn fresh(language: &str, code: &str) -> Option<String> {
        let syntax = SYNTAXES.find_syntax_by_token(language)?;
        let mut fresh = ClassedHTMLGenerator::new_with_class_style(syntax, &SYNTAXES, STYLE);
        for line in LinesWithEndings::from(code) {
            fresh.parse_html_for_line_which_includes_newline(line).unwrap();
        }
        Some(fresh.finalize())
    }

    #[test]
    fn remembered_lines_give_what_the_grammar_gives() {
        let codes = [
            ("python", "def f(x):\n    \"\"\"Text\n    more\n    \"\"\"\n    return f\"{x}\"  # <b>\n"),
            ("python", "x = 1\n    return f\"{x}\"  # <b>\n    more\n"),
            ("python", "with open(p, newline=\"\") as h:\n    for row in csv.DictReader(h):\n        n[row] += 1\n"),
            ("python", "s = 'é 漢 \u{a0}'  # naïve\n\n\tx = [i for i in y if i != \"ß\"]\r\n"),
            ("rust", "/* a\n b */ fn main() { let s = r#\"x\"#; }\n// end"),
            ("rust", "use std::fmt;\n\n/// Doc of é.\npub fn f(rows: &[(String, u32)]) -> Vec<&str> {\n"),
            ("rust", "    let x = vec![(\"a\".to_string(), 3)];\n    assert_eq!(f(&x)[\"a\"], 7); // 'b\n}\n"),
            ("html", "<script>\nlet a = `</b>`;\n</script>\n<p class=\"x\">"),
            ("json", "{\"a\": [1, 2.5e3, true,\n null]}\n"),
            ("yaml", "a: &x\n  - |\n    text: no\n  - *x\n"),
            ("sh", "cat <<'END' | sort\n$x\nEND\necho \"${a:-$(date)}\" &&\n"),
            ("sql", "select 'it''s' -- x\n  from t;\n"),
            ("rb", "x = <<~A + <<~B\n  a\nA\n  b\nB\n"),
        ];
        for (language, code) in codes.into_iter().chain(codes) {
            assert_eq!(highlight(language, code), fresh(language, code), "{language}");
        }
        assert_eq!(highlight("toml", "a = 1\n"), None);
    }

    /// Lines that open and close what goes on over several, so that each is
    /// met in many states.
    const LINES: [&str; 20] = [
        "",
        "    return x  # <b>",
        "\"\"\"",
        "'''",
        "def f(a, b=1):",
        "class A(B):",
        "r\"\\d\" f'{x!r}'",
        "/*",
        "*/",
        "// \"",
        "fn f<'a>(x: &'a str) -> Option<u8> {",
        "}",
        "let s = r#\"",
        "\"#;",
        "#[cfg(test)]",
        "println!(\"{x} {}\\n\", y);",
        "<script>",
        "</script>",
        "`${a}` => {",
        "<!-- é -->",
    ];

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(48))]

        #[test]
        fn lines_in_any_order_give_what_the_grammar_gives(
            language in prop::sample::select(vec!["python", "rust", "html", "js"]),
            lines in prop::collection::vec(prop::sample::select(LINES.to_vec()), 0..8),
            ended in any::<bool>(),
        ) {
            let code = lines.join("\n") + if ended { "\n" } else { "" };
            prop_assert_eq!(highlight(language, &code), fresh(language, &code));
        }
    }
}
