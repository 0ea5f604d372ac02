//! Tables of the Unicode CLDR as they are built in: a line for languages that
//! have something alike, `fr fr-CA | what they have`. What stands behind the line
//! is not read here.

/// What a table has for a language tag, or for what it is a variety of.
pub(super) fn of<'t>(table: &'t str, tag: &str) -> Option<&'t str> {
    let mut tag = tag;
    loop {
        if let Some((_, found)) = lines(table).find(|(tags, _)| tags.split_ascii_whitespace().any(|known| known == tag))
        {
            return Some(found);
        }
        (tag, _) = tag.rsplit_once('-')?;
    }
}

/// The languages of each line, and what they have.
pub(super) fn lines(table: &str) -> impl Iterator<Item = (&str, &str)> {
    let lines = table.lines().filter(|line| !line.starts_with('#'));
    lines.filter_map(|line| line.split_once('|')).map(|(tags, found)| (tags, found.trim()))
}
