//! A feed as Atom (RFC 4287).

use super::{Entry, Feed, midnight};
use crate::format::xml;

/// The feed as Atom.
pub fn atom(feed: &Feed<'_>) -> String {
    let room: usize =
        feed.entries.iter().map(|entry| 1024 + entry.content.as_ref().map_or(0, String::len) * 5 / 4).sum();
    let mut out = String::with_capacity(1024 + room);
    out.push_str("<?xml version=\"1.0\" encoding=\"utf-8\"?>\n");
    out.push_str(&format!("<feed xmlns=\"http://www.w3.org/2005/Atom\" xml:lang=\"{}\">\n", xml(&feed.language)));
    element(&mut out, "title", &feed.title);
    if let Some(description) = &feed.description {
        element(&mut out, "subtitle", description);
    }
    element(&mut out, "id", &feed.id);
    element(&mut out, "updated", &midnight(feed.updated));
    let uri = feed.author_url.as_ref().map(|url| format!("<uri>{}</uri>", xml(url))).unwrap_or_default();
    out.push_str(&format!("<author><name>{}</name>{uri}</author>\n", xml(&feed.author)));
    link(&mut out, "alternate", "text/html", &feed.home);
    link(&mut out, "self", "application/atom+xml", &feed.atom);
    if let Some(icon) = &feed.icon {
        element(&mut out, "icon", icon);
    }
    for each in &feed.entries {
        entry(&mut out, each);
    }
    out.push_str("</feed>\n");
    out
}

fn entry(out: &mut String, entry: &Entry) {
    out.push_str("<entry>\n");
    element(out, "title", &entry.title);
    element(out, "id", &entry.id);
    link(out, "alternate", "text/html", &entry.url);
    out.push_str(&format!("<author><name>{}</name></author>\n", xml(&entry.author)));
    element(out, "published", &midnight(entry.published));
    element(out, "updated", &midnight(entry.updated));
    for subject in &entry.subjects {
        let (term, scheme, label) = (xml(&subject.term), xml(&subject.scheme), xml(&subject.label));
        out.push_str(&format!("<category term=\"{term}\" scheme=\"{scheme}\" label=\"{label}\"/>\n"));
    }
    element(out, "summary", &entry.summary);
    if let Some(content) = &entry.content {
        out.push_str("<content type=\"html\">");
        out.push_str(&xml(content));
        out.push_str("</content>\n");
    }
    out.push_str("</entry>\n");
}

fn element(out: &mut String, name: &str, text: &str) {
    out.push_str(&format!("<{name}>{}</{name}>\n", xml(text)));
}

fn link(out: &mut String, rel: &str, kind: &str, href: &str) {
    out.push_str(&format!("<link rel=\"{rel}\" type=\"{kind}\" href=\"{}\"/>\n", xml(href)));
}
