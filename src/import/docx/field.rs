//! Fields (ECMA-376, part 1, 17.16): an instruction, and the words that it last
//! gave. The words are carried; of instructions, where links lead.

/// A field that is open.
#[derive(Debug, Default)]
pub(super) struct Field {
    pub(super) instruction: String,
    /// The words of a table of contents or an index.
    pub(super) index: String,
}

impl Field {
    /// Where its words lead, if it is a link.
    pub(super) fn link(&self) -> Option<String> {
        link(&self.instruction)
    }

    /// Whether it is a table of contents or an index.
    pub(super) fn is_index(&self) -> bool {
        let word = self.instruction.split_whitespace().next().unwrap_or_default().to_ascii_uppercase();
        matches!(word.as_str(), "TOC" | "INDEX" | "TOA")
    }
}

/// Where an instruction leads (17.16.5.25).
pub(super) fn link(instruction: &str) -> Option<String> {
    let rest = instruction.trim().strip_prefix("HYPERLINK")?;
    let (mut to, mut anchor, mut next_is_anchor) = (String::new(), String::new(), false);
    let mut rest = rest.trim_start();
    while !rest.is_empty() {
        let (word, after) = match rest.strip_prefix('"') {
            Some(quoted) => quoted.split_once('"').unwrap_or((quoted, "")),
            None => rest.split_once(char::is_whitespace).unwrap_or((rest, "")),
        };
        match word {
            "\\l" => next_is_anchor = true,
            switch if switch.starts_with('\\') => {}
            word if next_is_anchor => {
                word.clone_into(&mut anchor);
                next_is_anchor = false;
            }
            word if to.is_empty() => word.clone_into(&mut to),
            _ => {}
        }
        rest = after.trim_start();
    }
    match (to.is_empty(), anchor.is_empty()) {
        (true, true) => None,
        (false, true) => Some(to),
        _ => Some(format!("{to}#{anchor}")),
    }
}
