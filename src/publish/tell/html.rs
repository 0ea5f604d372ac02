//! A difference as one HTML file with no script, for an approver: pictures stand
//! beside each other. It loads nothing from anywhere.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

use super::outline::{Item, Most, Piece, outline};
use super::{Difference, Head};
use crate::publish::Seen;

const STYLE: &str = ":root{color-scheme:light dark}body{font:1rem/1.5 system-ui,sans-serif;margin:0 auto;max-width:60rem;\
padding:1rem}ul{padding-left:1.25rem}li{margin:.25rem 0;overflow-wrap:anywhere}del{background:light-dark(#fde0e0,#5a1d1d);\
color:light-dark(#6b0f0f,#ffd9d9)}ins{background:light-dark(#dff3df,#184a22);color:light-dark(#0f4a17,#d5f5da)}\
code{font-family:ui-monospace,monospace}img{display:block;max-width:min(18rem,100%);height:auto;margin:.25rem 0;\
border:1px solid}.pair{display:flex;flex-wrap:wrap;gap:1rem}figure{margin:0}";

/// As an HTML document.
pub fn html(head: &Head, difference: &Difference) -> String {
    let mut text = String::from("<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n");
    text.push_str("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n");
    text.push_str("<meta name=\"robots\" content=\"noindex\">\n<meta http-equiv=\"Content-Security-Policy\" ");
    text.push_str("content=\"default-src 'none'; style-src 'unsafe-inline'; img-src data:\">\n");
    text.push_str(&format!(
        "<title>What changes on the site</title>\n<style>{STYLE}</style>\n</head>\n<body>\n<main>\n"
    ));
    text.push_str(&format!(
        "<h1>What changes on the site</h1>\n<p>From {} to {}.</p>\n",
        escaped(&head.old),
        escaped(&head.new)
    ));
    for section in outline(difference, Most::ALL) {
        text.push_str(&format!("<h2>{}</h2>\n", section.title));
        list(&section.items, &mut text);
    }
    text.push_str("</main>\n</body>\n</html>\n");
    text
}

fn list(items: &[Item<'_>], text: &mut String) {
    if items.is_empty() {
        return;
    }
    text.push_str("<ul>\n");
    for item in items {
        text.push_str("<li>");
        for piece in &item.pieces {
            match piece {
                Piece::Text(words) => text.push_str(&escaped(words)),
                Piece::Address(address) => text.push_str(&format!("<code>{}</code>", escaped(address))),
                Piece::Went(words) => text.push_str(&format!("<del>{}</del>", escaped(words))),
                Piece::Came(words) => text.push_str(&format!("<ins>{}</ins>", escaped(words))),
                Piece::Picture(_) => {}
            }
        }
        let pictures = item.pieces.iter().filter_map(|piece| match piece {
            Piece::Picture(seen) => figure(seen),
            _ => None,
        });
        let pictures: String = pictures.collect();
        if !pictures.is_empty() {
            text.push_str(&format!("<div class=\"pair\">{pictures}</div>"));
        }
        list(&item.below, text);
        text.push_str("</li>\n");
    }
    text.push_str("</ul>\n");
}

/// A picture, if it may be shown and a browser shows it.
fn figure(seen: &Seen) -> Option<String> {
    let data = seen.data.as_ref()?;
    let kind = match seen.address.rsplit_once('.')?.1 {
        "jpg" | "jpeg" => "image/jpeg",
        "png" => "image/png",
        "webp" => "image/webp",
        "gif" => "image/gif",
        "svg" => "image/svg+xml",
        _ => return None,
    };
    let (alt, data) = (escaped(seen.alt.as_deref().unwrap_or_default()), STANDARD.encode(data));
    Some(format!("<figure><img alt=\"{alt}\" src=\"data:{kind};base64,{data}\"></figure>"))
}

fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            c if c.is_control() => out.push(' '),
            c => out.push(c),
        }
    }
    out
}
