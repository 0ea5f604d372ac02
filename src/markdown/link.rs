//! What the address in a link means.

use super::doc::LinkTarget;
use super::out::escape;
use super::url::{UrlKind, UrlProblem, safe_path_or_url, split_scheme};
use crate::diagnostic::nearest;
use crate::kind::RecordKind;
use crate::path::percent_decoded;

/// Where a link leads.
pub(super) enum Destination {
    /// Elsewhere; the address is written into the HTML.
    Outside,
    /// Within the site, perhaps at a heading.
    Inside(LinkTarget, Option<String>),
}

/// Reads an address as pulldown gives it: entities and escapes are resolved,
/// percent-encoding is not.
pub(super) fn destination(url: &str) -> Result<Destination, UrlProblem> {
    if let Some(record) = record(url) {
        return Ok(record);
    }
    if safe_path_or_url(url)? != UrlKind::Relative {
        return Ok(Destination::Outside);
    }
    let (path, fragment) = split_fragment(url);
    let target = match path.as_str() {
        "" => LinkTarget::Here,
        path if path.starts_with('/') => LinkTarget::Site(path.into()),
        _ => LinkTarget::File(path),
    };
    Ok(Destination::Inside(target, fragment))
}

/// Why an address was refused, in the words of a comms officer, and what to do.
pub(super) fn explain(url: &str, problem: &UrlProblem) -> (String, Option<String>) {
    match problem {
        UrlProblem::Empty => ("The address of this link is empty.".into(), None),
        UrlProblem::Blank => (
            format!("The address `{url}` has a space or an invisible character in it."),
            Some("Copy the address again from the browser's address bar.".into()),
        ),
        UrlProblem::Backslash => {
            (format!("The address `{url}` has a backslash in it."), Some("Addresses use `/`, never `\\`.".into()))
        }
        UrlProblem::OtherHost => {
            (format!("The address `{url}` leaves out `https:`."), Some("Write `https:` before it.".into()))
        }
        UrlProblem::NoHost => {
            (format!("The address `{url}` names no website."), Some("Write it as `https://example.org/…`.".into()))
        }
        UrlProblem::Login => (
            format!("The address `{url}` hides where it leads: the part before `@` is a user name, not a website."),
            Some("Write the address without the part before `@`.".into()),
        ),
        UrlProblem::Scheme(scheme) => {
            let kinds = RecordKind::ALL.into_iter().map(RecordKind::scheme);
            let near = nearest(scheme, kinds.chain(["https", "mailto"])).map(|near| format!("Did you mean `{near}:`?"));
            let rule = "Links may begin with https:, http:, mailto: or tel:.".to_owned();
            (format!("An address that begins with `{scheme}:` is not allowed."), near.or(Some(rule)))
        }
    }
}

/// Appends an outside address to the value of a `href`. Characters that no
/// valid address has are percent-encoded.
pub(super) fn write_href(url: &str, into: &mut String) {
    let odd = |c: char| matches!(c, '"' | '<' | '>' | '`' | '{' | '|' | '}' | '^');
    let mut rest = url;
    while let Some(at) = rest.find(|c| odd(c) || c == '%') {
        let (before, after) = rest.split_at_checked(at).unwrap_or((rest, ""));
        escape(before, into);
        let byte = after.bytes().next().unwrap_or_default();
        let is_escape = byte == b'%' && after.bytes().skip(1).take(2).filter(u8::is_ascii_hexdigit).count() == 2;
        into.push_str(&if is_escape { "%".into() } else { format!("%{byte:02X}") });
        rest = after.get(1..).unwrap_or_default();
    }
    escape(rest, into);
}

fn record(url: &str) -> Option<Destination> {
    let (scheme, rest) = split_scheme(url)?;
    let kind = RecordKind::from_scheme(scheme)?;
    let (id, fragment) = split_fragment(rest);
    Some(Destination::Inside(LinkTarget::Record(kind, id), fragment))
}

fn split_fragment(url: &str) -> (String, Option<String>) {
    let (path, fragment) = url.split_once('#').unwrap_or((url, ""));
    (
        percent_decoded(path).into_owned(),
        Some(percent_decoded(fragment).into_owned()).filter(|fragment| !fragment.is_empty()),
    )
}
