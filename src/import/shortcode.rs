//! Commands of other site generators that stand in their texts. What they hold
//! is kept, they themselves are listed: only their own program knows what they
//! would have shown.

use super::remains::{Kind, Remains};

/// Takes commands between two signs out of a text. `keep` gives what stands in
/// the place of one that can be carried.
pub(super) fn taken_out(
    text: &str,
    signs: &[(&str, &str)],
    remains: &mut Remains,
    keep: &dyn Fn(&str) -> Option<String>,
) -> String {
    let mut out = String::with_capacity(text.len());
    let mut in_code = false;
    for line in text.split_inclusive('\n') {
        let bare = line.trim_start();
        if bare.starts_with("```") || bare.starts_with("~~~") {
            in_code = !in_code;
        }
        if in_code {
            out.push_str(line);
            continue;
        }
        out.push_str(&line_without(line, signs, remains, keep));
    }
    out
}

fn line_without(
    line: &str,
    signs: &[(&str, &str)],
    remains: &mut Remains,
    keep: &dyn Fn(&str) -> Option<String>,
) -> String {
    let mut out = String::new();
    let mut rest = line;
    loop {
        let next = signs.iter().filter_map(|(open, close)| Some((rest.find(open)?, *open, *close))).min();
        let Some((at, open, close)) = next else { break };
        let (before, after) = rest.split_at_checked(at).unwrap_or((rest, ""));
        let inner = after.strip_prefix(open).and_then(|after| after.split_once(close));
        let Some((inner, after)) = inner else { break };
        out.push_str(before);
        match keep(inner.trim()) {
            Some(kept) => out.push_str(&kept),
            None => {
                let ends = inner.trim().starts_with('/') || inner.trim() == "end";
                if !ends {
                    remains.add(Kind::Shortcode, &format!("{open}{inner}{close}"));
                }
            }
        }
        rest = after;
    }
    out.push_str(rest);
    out
}

/// Takes commands of WordPress out of a text. Words in square brackets are
/// commands only if they look like nothing else.
pub(super) fn wordpress(text: &str, remains: &mut Remains) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('[') {
        out.push_str(before);
        let command = after.split_once(']').filter(|(inner, _)| is_command(inner, text));
        match command {
            Some((inner, behind)) => {
                // What stands around a caption and its picture shows nothing itself.
                if !inner.starts_with('/') && !inner.starts_with("caption") {
                    remains.add(Kind::Shortcode, &format!("[{inner}]"));
                }
                rest = behind;
            }
            None => {
                out.push('[');
                rest = after;
            }
        }
    }
    out.push_str(rest);
    out
}

fn is_command(inner: &str, text: &str) -> bool {
    let name: String =
        inner.trim_start_matches('/').chars().take_while(|c| c.is_ascii_alphanumeric() || "-_".contains(*c)).collect();
    let after = inner.trim_start_matches('/').get(name.len()..).unwrap_or_default();
    let formed = !name.is_empty()
        && name.starts_with(|c: char| c.is_ascii_lowercase())
        && (after.is_empty() || after.starts_with([' ', '/']))
        && !inner.contains(['<', '\n', '[']);
    let own = ["gallery", "playlist", "audio", "video", "embed", "caption", "more"].contains(&name.as_str());
    formed && (own || after.contains('=') || text.contains(&format!("[/{name}]")))
}
