//! What a style sheet loads: `url()` and `@import`, and nothing else of it.

use memchr::memmem;

/// Calls `each` with every address of a style sheet and where it stands;
/// addresses that hold what they name (`data:`) are none.
pub(super) fn urls(text: &str, each: &mut dyn FnMut(&str, usize)) {
    if memmem::find(text.as_bytes(), b"(").is_none() && !text.contains('@') {
        return;
    }
    let mut at = 0;
    while let Some(rest) = text.get(at..).filter(|rest| !rest.is_empty()) {
        let skip = rest.find(['/', '"', '\'', 'u', 'U', '@']).unwrap_or(rest.len());
        at += skip;
        let Some(rest) = text.get(at..).filter(|rest| !rest.is_empty()) else { return };
        at += if rest.starts_with("/*") {
            rest.find("*/").map_or(rest.len(), |end| end + 2)
        } else if rest.starts_with(['"', '\'']) {
            string(rest).1
        } else if rest.get(..4).is_some_and(|word| word.eq_ignore_ascii_case("url(")) && !is_inside_name(text, at) {
            let (url, length) = argument(rest.get(4..).unwrap_or_default());
            told(&url, at + 4, each);
            4 + length
        } else if rest.get(..7).is_some_and(|word| word.eq_ignore_ascii_case("@import")) {
            let after = rest.get(7..).unwrap_or_default();
            let gap = after.len() - after.trim_ascii_start().len();
            match after.trim_ascii_start().starts_with(['"', '\'']) {
                true => {
                    let (url, length) = string(after.trim_ascii_start());
                    told(&url, at + 7 + gap, each);
                    7 + gap + length
                }
                false => 7,
            }
        } else {
            1
        };
    }
}

fn told(url: &str, at: usize, each: &mut dyn FnMut(&str, usize)) {
    let is_data = url.get(..5).is_some_and(|start| start.eq_ignore_ascii_case("data:"));
    if !is_data {
        each(url, at);
    }
}

fn is_inside_name(text: &str, at: usize) -> bool {
    let before = text.get(..at).and_then(|before| before.chars().next_back());
    before.is_some_and(|letter| letter.is_alphanumeric() || matches!(letter, '-' | '_'))
}

/// A string that begins here, and its bytes.
fn string(rest: &str) -> (String, usize) {
    let mut letters = rest.char_indices();
    let quote = letters.next().map(|(_, quote)| quote);
    let mut text = String::new();
    while let Some((at, letter)) = letters.next() {
        match letter {
            _ if Some(letter) == quote => return (text, at + 1),
            '\n' => return (text, at),
            '\\' => text.extend(letters.next().map(|(_, escaped)| escaped).filter(|escaped| *escaped != '\n')),
            _ => text.push(letter),
        }
    }
    (text, rest.len())
}

/// What stands in the brackets of `url(`, and its bytes.
fn argument(rest: &str) -> (String, usize) {
    let inner = rest.trim_ascii_start();
    let gap = rest.len() - inner.len();
    if inner.starts_with(['"', '\'']) {
        let (text, length) = string(inner);
        return (text, gap + length);
    }
    let length = inner.find(')').unwrap_or(inner.len());
    (inner.get(..length).unwrap_or_default().trim_ascii_end().replace('\\', ""), gap + length)
}

#[cfg(test)]
mod tests {
    use super::urls;

    #[test]
    fn what_is_loaded_is_found_once() {
        let css = "@import \"a.css\"; @import url(b.css); x { background: url( 'c d.png' ) , URL(\"e.png\");\
                   content: \"url(no.png)\"; /* url(nor.png) */ mask: url(data:image/png;base64,xx) url(#m);\
                   src: myurl(none.png) url(f\\(1\\).png) }";
        let mut found = Vec::new();
        urls(css, &mut |url, at| found.push((url.to_owned(), css.get(at..).unwrap().chars().next().unwrap())));
        let all: Vec<&str> = found.iter().map(|(url, _)| url.as_str()).collect();
        assert_eq!(all, ["a.css", "b.css", "c d.png", "e.png", "#m", "f(1"]);
    }
}
