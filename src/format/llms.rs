//! `llms.txt`: what a site holds, as a short text in Markdown for programs
//! that read it for people (llmstxt.org).

/// The file's name.
pub const FILE: &str = "llms.txt";

/// What it says.
#[derive(Debug)]
pub struct Overview {
    /// Title of the site.
    pub title: String,
    /// What it is, in a sentence or two.
    pub description: Option<String>,
    /// Paragraphs that hold for all of it.
    pub notes: Vec<String>,
    /// Lists of links, each under its heading.
    pub sections: Vec<(String, Vec<Entry>)>,
}

/// A link with what it leads to.
#[derive(Debug)]
pub struct Entry {
    /// Its text.
    pub title: String,
    /// Full address.
    pub url: String,
    /// What is there.
    pub summary: Option<String>,
}

/// The text.
pub fn text(overview: &Overview) -> String {
    let mut out = format!("# {}\n", plain(&overview.title));
    if let Some(description) = &overview.description {
        out.push_str(&format!("\n> {}\n", plain(description)));
    }
    for note in &overview.notes {
        out.push_str(&format!("\n{}\n", plain(note)));
    }
    for (heading, entries) in overview.sections.iter().filter(|(_, entries)| !entries.is_empty()) {
        out.push_str(&format!("\n## {}\n\n", plain(heading)));
        for Entry { title, url, summary } in entries {
            let summary = summary.as_ref().map(|summary| format!(": {}", plain(summary))).unwrap_or_default();
            out.push_str(&format!("- [{}]({url}){summary}\n", plain(title)));
        }
    }
    out
}

/// A text on one line, in which nothing is a mark of Markdown or HTML.
fn plain(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 8);
    for word in text.split_whitespace() {
        if !out.is_empty() {
            out.push(' ');
        }
        for c in word.chars().filter(|c| !c.is_control()) {
            if matches!(c, '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '>' | '#' | '|' | '&') {
                out.push('\\');
            }
            out.push(c);
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::{Entry, Overview, text};

    #[test]
    fn no_text_is_a_mark() {
        let hostile = "a](https://evil.example/)\n\n## b <script> \u{0}`c`";
        let entry = Entry {
            title: hostile.to_owned(),
            url: "https://x.example/".to_owned(),
            summary: Some(hostile.to_owned()),
        };
        let sections = vec![("S".to_owned(), vec![entry]), ("Empty".to_owned(), Vec::new())];
        let overview =
            Overview { title: hostile.to_owned(), description: Some(hostile.to_owned()), notes: Vec::new(), sections };
        let made = text(&overview);
        let safe = "a\\](https://evil.example/) \\#\\# b \\<script\\> \\`c\\`";
        assert_eq!(made, format!("# {safe}\n\n> {safe}\n\n## S\n\n- [{safe}](https://x.example/): {safe}\n"));
    }
}
