//! What a paragraph is by the name of its style. Built-in styles have the same
//! names in files whatever the language of the program that wrote them.

/// What a paragraph is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Role {
    Title,
    Heading(u8),
    Quote,
    Code,
    Plain,
}

/// What a style makes of a paragraph, by its name.
pub(super) fn by_name(name: &str) -> Role {
    let compact = compact(name);
    let level = compact.strip_prefix("heading").and_then(|level| level.parse::<u8>().ok());
    if let Some(level) = level.filter(|level| (1..=9).contains(level)) {
        return Role::Heading(level);
    }
    match compact.as_str() {
        "title" => Role::Title,
        "quote" | "intensequote" | "quotations" | "blocktext" | "blockquote" => Role::Quote,
        "preformattedtext" | "htmlpreformatted" | "sourcecode" => Role::Code,
        _ => Role::Plain,
    }
}

/// Whether a style of characters is for code, by its name.
pub(super) fn is_code(name: &str) -> bool {
    let names = ["htmlcode", "sourcetext", "sourcecode", "verbatimchar", "code", "htmltypewriter", "teletype"];
    names.contains(&compact(name).as_str())
}

fn compact(name: &str) -> String {
    let name = name.to_lowercase().replace("_20_", "");
    name.chars().filter(|c| !matches!(c, ' ' | '_' | '-')).collect()
}
