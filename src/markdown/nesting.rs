//! Which directives are open, and that each closes in the block it opened in.

use super::problems::Problems;
use crate::diagnostic::Code;
use std::ops::Range;

/// A directive whose closing line is still to come.
#[derive(Debug)]
struct Opened {
    name: String,
    colons: usize,
    /// How many list items, quotations and the like it stands in.
    depth: usize,
    line: Range<usize>,
    /// The HTML that ends it.
    close: String,
}

/// The open directives, and the depth of Markdown's own blocks.
#[derive(Debug, Default)]
pub(super) struct Nesting {
    opened: Vec<Opened>,
    depth: usize,
}

impl Nesting {
    /// A list item, quotation or the like begins.
    pub(super) fn enter(&mut self) {
        self.depth += 1;
    }

    /// It ends; returns the HTML that closes what its author left open in it.
    pub(super) fn leave(&mut self, problems: &mut Problems<'_>) -> String {
        self.depth = self.depth.saturating_sub(1);
        let inside = self.opened.iter().rev().take_while(|o| o.depth > self.depth).count();
        self.abandon(self.opened.len() - inside, problems)
    }

    /// The text ends.
    pub(super) fn finish(&mut self, problems: &mut Problems<'_>) -> String {
        self.abandon(0, problems)
    }

    pub(super) fn open(&mut self, name: &str, colons: usize, line: Range<usize>, close: String) {
        self.opened.push(Opened { name: name.into(), colons, depth: self.depth, line, close });
    }

    /// A closing line; returns the HTML for it.
    pub(super) fn close(&mut self, colons: usize, line: Range<usize>, problems: &mut Problems<'_>) -> String {
        let here = self.opened.iter().rev().take_while(|o| o.depth == self.depth);
        let Some(inner) = here.clone().position(|o| o.colons == colons) else {
            let help = here.clone().next().map(|open| {
                let dots = ":".repeat(open.colons);
                format!("The directive `{}` above was opened with `{dots}` and is closed by `{dots}` too.", open.name)
            });
            let rule = "A closing line stands in the same list item or quotation as the line it closes.";
            let message = "These colons close a directive, but none of that many colons is open here.";
            problems.add_with(Code::DirectiveUnclosed, line, message, help.or(Some(rule.into())));
            return String::new();
        };
        let mut html = self.abandon(self.opened.len() - inner, problems);
        html.extend(self.opened.pop().map(|open| open.close));
        html
    }

    /// Closes all from `keep` on and reports each as unclosed.
    fn abandon(&mut self, keep: usize, problems: &mut Problems<'_>) -> String {
        let mut html = String::new();
        while self.opened.len() > keep {
            let Some(open) = self.opened.pop() else { break };
            let message = format!("The directive `{}` is opened here and never closed.", open.name);
            let help = format!(
                "Put `{}` on a line of its own after its text, in the same list item or quotation.",
                ":".repeat(open.colons)
            );
            problems.add_with(Code::DirectiveUnclosed, open.line, message, Some(help));
            html.push_str(&open.close);
        }
        html
    }
}
