//! `[security]`: whom to tell of a hole in the site (RFC 9116).

use fluent_uri::Uri;
use jiff::civil::Date;

use crate::diagnostic::{Code, Diagnostic};
use crate::record::{Fields, Form, Key, key, required};
use crate::text::Spanned;

/// What security.txt says.
#[derive(Debug, Clone)]
pub struct Security {
    /// Addresses to write to, the preferred first.
    pub contact: Vec<String>,
    /// The first day on which it is no longer to be believed.
    pub expires: Spanned<Date>,
    /// Languages that are read, BCP 47.
    pub languages: Vec<String>,
    /// How reports are dealt with.
    pub policy: Option<String>,
    /// Who is thanked.
    pub acknowledgments: Option<String>,
    /// A key to write in cipher with.
    pub encryption: Option<String>,
}

pub(super) const KEYS: &[Key] = &[
    required("contact", Form::List(&Form::Str), "Whom to write to: addresses, or mailto:, https: and tel: links."),
    required("expires", Form::Date, "The first day on which it no longer holds; at most a year ahead."),
    key("languages", Form::List(&Form::Str), "Languages that are read. Default: the site's."),
    key("policy", Form::Str, "Page on how reports are dealt with."),
    key("acknowledgments", Form::Str, "Page that thanks those who reported."),
    key("encryption", Form::Str, "Address of a key."),
];

impl Security {
    /// The settings of a `site.toml`, if it has the table.
    pub(super) fn read(fields: &Fields<'_>, language: &str, problems: &mut Vec<Diagnostic>) -> Option<Self> {
        let table = fields.table("security")?;
        let written = table.strings("contact");
        if written.is_empty() && table.has("contact") {
            let message = "`contact` is empty, so nobody can be told.";
            problems.push(table.problem(Code::SecurityContact, "contact", message).help(HELP));
        }
        let contact: Vec<String> = written.into_iter().filter_map(|contact| reached(contact, problems)).collect();
        let mut link = |name: &str| {
            let link = table.str(name)?;
            let good = is_link(&link.value, &["https"]);
            if !good {
                problems.push(not_safe(&link));
            }
            good.then_some(link.value)
        };
        let (policy, acknowledgments, encryption) = (link("policy"), link("acknowledgments"), link("encryption"));
        let languages: Vec<String> = table.strings("languages").into_iter().map(|tag| tag.value).collect();
        Some(Self {
            contact,
            expires: table.date("expires")?,
            languages: if languages.is_empty() { vec![language.to_owned()] } else { languages },
            policy,
            acknowledgments,
            encryption,
        })
    }
}

const HELP: &str = "Write it as in security@example.org, or as an https: or tel: link.";

/// A contact as a link; one that is none is reported.
fn reached(contact: Spanned<String>, problems: &mut Vec<Diagnostic>) -> Option<String> {
    if super::is_email(&contact.value) {
        return Some(format!("mailto:{}", contact.value));
    }
    if is_link(&contact.value, &["mailto", "https", "tel"]) {
        return Some(contact.value);
    }
    let message = format!("`{}` is no address that a report could be sent to.", contact.value);
    problems.push(Diagnostic::new(Code::SecurityContact, contact.span, message).help(HELP));
    None
}

fn is_link(text: &str, schemes: &[&str]) -> bool {
    let uri = Uri::parse(text).ok();
    uri.is_some_and(|uri| schemes.contains(&uri.scheme().as_str().to_ascii_lowercase().as_str()))
}

fn not_safe(link: &Spanned<String>) -> Diagnostic {
    let message = format!("`{}` is no web address that begins with https://.", link.value);
    Diagnostic::new(Code::UrlInvalid, link.span, message).help("security.txt takes no other (RFC 9116, 2.5).")
}
