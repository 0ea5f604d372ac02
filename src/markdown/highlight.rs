//! Colouring code by class. The theme's style sheet gives the colours.
//!
//! Running the grammars is slow: a tenth of a millisecond a line. But lines
//! repeat, and what a line becomes depends only on itself and on the state that
//! the lines before it led to, of which a grammar has few. So lines are
//! remembered, for all threads. A state itself cannot leave its thread, since
//! Oniguruma's matches may not; it has a name that can, and a thread that lacks
//! a state goes through the lines of the block that lead to it.

use std::cell::RefCell;
use std::collections::HashMap;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{Arc, LazyLock, PoisonError, RwLock};

use syntect::html::{ClassStyle, line_tokens_to_classed_spans};
use syntect::parsing::{ParseState, ScopeStack, SyntaxReference, SyntaxSet};
use syntect::util::LinesWithEndings;

use crate::hash::{Hash128, Hasher};

/// Loading the syntaxes takes milliseconds, so only a site with code does it.
static SYNTAXES: LazyLock<SyntaxSet> = LazyLock::new(SyntaxSet::load_defaults_newlines);

/// Lines that were coloured before, by any thread.
static MEMO: LazyLock<RwLock<Memo>> = LazyLock::new(RwLock::default);

thread_local! {
    /// The states that this thread has been in.
    static STATES: RefCell<HashMap<Name, State>> = RefCell::default();
}

/// A preview runs for days; what has grown this long starts anew.
const MEMO_LINES: usize = 65_536;
const MOST_STATES: usize = 1024;

/// The grammars' regular expressions can take very long over long lines and
/// large texts, which are data and not code to be read.
const LONGEST_CODE: usize = 64 * 1024;
const LONGEST_LINE: usize = 1024;

/// Grammars with a pattern that takes exponential time: sixty characters of a
/// made-up Makefile kept Oniguruma busy for seconds, and it gives up only after
/// ten million steps at each place of a line.
const ENDLESS: [&str; 1] = ["Makefile"];

const STYLE: ClassStyle = ClassStyle::SpacedPrefixed { prefix: "hl-" };

/// The code as HTML with a `<span class="hl-…">` for each part; `None` for a
/// language that is not known, for code too large to be worth it, and where
/// the engine gives up. Equal arguments give equal HTML.
pub fn highlight(language: &str, code: &str) -> Option<String> {
    let too_large = code.len() > LONGEST_CODE || code.lines().any(|line| line.len() > LONGEST_LINE);
    if language.is_empty() || too_large {
        return None;
    }
    let syntax = SYNTAXES.find_syntax_by_token(language)?;
    if syntax.name == SYNTAXES.find_syntax_plain_text().name || ENDLESS.contains(&syntax.name.as_str()) {
        return None;
    }
    // What another's library makes of text must not end a build.
    catch_unwind(AssertUnwindSafe(|| coloured(syntax, code))).ok()?
}

fn coloured(syntax: &SyntaxReference, code: &str) -> Option<String> {
    let mut html = String::with_capacity(code.len() * 3);
    let mut block = Block { syntax, lines: Vec::new() };
    let (mut name, mut open) = (Name::start(syntax), 0);
    for line in LinesWithEndings::from(code) {
        block.lines.push((name, line));
        let key = name.then(line);
        let done = recall(key).map_or_else(|| colour(&block, key), Some)?;
        html.push_str(&done.html);
        (name, open) = (done.next, done.open);
    }
    html.push_str(&"</span>".repeat(open));
    Some(html)
}

/// Stands for a state on every thread: equal names, equal states.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
struct Name(Hash128);

impl Name {
    fn start(syntax: &SyntaxReference) -> Self {
        Self(Hasher::new().part(b"start").part(syntax.name.as_bytes()).finish())
    }

    /// Stands for a line in this state, and so for the state after it.
    fn then(self, line: &str) -> Self {
        Self(Hasher::new().part(&self.0.to_bytes()).part(line.as_bytes()).finish())
    }

    /// A state's own name, where what it consists of can be told; else `path`,
    /// the one by the way to it.
    fn of(state: &State, path: Self) -> Self {
        // Matches are compared by where they lie in memory, and printed as
        // that; only a state without any is the same as its copy.
        if state.parse.clone() != state.parse {
            return path;
        }
        let State { parse, scopes } = state;
        Self(Hash128::of(format!("{parse:?} {scopes:?}").as_bytes()))
    }
}

/// What the lines so far have led to.
#[derive(Debug, Clone)]
struct State {
    parse: ParseState,
    scopes: ScopeStack,
}

impl State {
    fn start(syntax: &SyntaxReference) -> Self {
        Self { parse: ParseState::new(syntax), scopes: ScopeStack::new() }
    }

    /// The line as HTML; each scope that it leaves open is a span.
    fn colour(&mut self, line: &str) -> Option<String> {
        let tokens = self.parse.parse_line(line, &SYNTAXES).ok()?;
        let (html, _) = line_tokens_to_classed_spans(line, tokens.as_slice(), STYLE, &mut self.scopes).ok()?;
        Some(html)
    }
}

/// A block of code as far as it has been read, each line with the name of the
/// state before it.
struct Block<'a> {
    syntax: &'a SyntaxReference,
    lines: Vec<(Name, &'a str)>,
}

impl Block<'_> {
    /// The state before the last line.
    fn state(&self) -> Option<State> {
        let known = |name: &Name| STATES.with_borrow(|states| states.get(name).cloned());
        let near = self.lines.iter().enumerate().rev().find_map(|(at, (name, _))| Some((at, known(name)?)));
        let (from, mut state) = near.unwrap_or_else(|| (0, State::start(self.syntax)));
        let (_, before) = self.lines.split_last()?;
        for (_, line) in before.iter().skip(from) {
            state.colour(line)?;
        }
        Some(state)
    }
}

/// A line that has been coloured, and what it led to.
#[derive(Debug, Clone)]
struct Done {
    html: Arc<str>,
    next: Name,
    /// Spans that are open after it.
    open: usize,
}

/// Lines by their text and the state before them.
type Memo = HashMap<Name, Done>;

fn recall(key: Name) -> Option<Done> {
    MEMO.read().unwrap_or_else(PoisonError::into_inner).get(&key).cloned()
}

/// Colours the last line of a block.
fn colour(block: &Block<'_>, key: Name) -> Option<Done> {
    let (_, line) = block.lines.last()?;
    let mut state = block.state()?;
    let html = state.colour(line)?;
    let next = Name::of(&state, key);
    let done = Done { html: html.into(), next, open: state.scopes.len() };
    STATES.with_borrow_mut(|states| keep(states, MOST_STATES, next, state));
    keep(&mut MEMO.write().unwrap_or_else(PoisonError::into_inner), MEMO_LINES, key, done.clone());
    Some(done)
}

fn keep<T>(kept: &mut HashMap<Name, T>, most: usize, name: Name, value: T) {
    if kept.len() >= most {
        kept.clear();
    }
    kept.insert(name, value);
}

#[cfg(test)]
mod tests {
    use proptest::prelude::{ProptestConfig, any, prop, prop_assert_eq, proptest};
    use syntect::html::ClassedHTMLGenerator;
    use syntect::util::LinesWithEndings;

    use super::{Name, STYLE, SYNTAXES, State, highlight};

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

    #[test]
    fn threads_that_share_lines_but_no_states_give_what_the_grammar_gives() {
        let codes = [
            "x = <<~ONE\n  a #{b}\nONE\nputs x\n",
            "x = <<~TWO\n  a #{b}\nONE\nTWO\nputs x\n",
            "y = 2\nx = <<~ONE\n  a #{b}\nTWO\nONE\nputs :x\n",
        ];
        for code in codes {
            let there = std::thread::spawn(move || highlight("rb", code)).join().unwrap();
            assert_eq!(there, fresh("rb", code), "{code}");
        }
        // Known lines lead this thread to places it has never been in.
        for end in ["puts 7\n", "  b\n"] {
            let code = codes.map(|code| format!("{code}{end}"));
            code.iter().for_each(|code| assert_eq!(highlight("rb", code), fresh("rb", code), "{code}"));
        }
    }

    #[test]
    fn states_with_matches_are_named_by_the_way_to_them() {
        let syntax = SYNTAXES.find_syntax_by_token("rb").unwrap();
        let after = |line| {
            let mut state = State::start(syntax);
            state.colour(line).unwrap();
            (Name::of(&state, Name::start(syntax).then(line)), Name::start(syntax).then(line))
        };
        let (name, path) = after("x = <<~ONE\n");
        assert_eq!(name, path);
        assert_ne!(after("x = 1\n").0, after("x = 1\n").1);
        assert_eq!(after("x = 1\n").0, after("y = 2\n").0);
    }

    #[test]
    fn grammars_that_could_take_for_ever_are_left_alone() {
        assert_eq!(highlight("make", "all: a.o\n"), None);
        assert_eq!(highlight("Makefile", &format!("{}\n", "$(a".repeat(300))), None);
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
