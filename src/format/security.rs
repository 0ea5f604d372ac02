//! `security.txt` (RFC 9116).

use crate::config::Security;

/// Where it lies.
pub const FILE: &str = ".well-known/security.txt";

/// The file, for a site where it has this full address.
pub fn security(security: &Security, address: &str) -> String {
    let mut out = String::new();
    let mut field = |name: &str, value: &str| out.push_str(&format!("{name}: {value}\n"));
    security.contact.iter().for_each(|contact| field("Contact", contact));
    field("Expires", &format!("{}T00:00:00Z", security.expires.value));
    if address.starts_with("https:") {
        field("Canonical", address);
    }
    field("Preferred-Languages", &security.languages.join(", "));
    let links = [
        ("Policy", &security.policy),
        ("Acknowledgments", &security.acknowledgments),
        ("Encryption", &security.encryption),
    ];
    for (name, link) in links {
        if let Some(link) = link {
            field(name, link);
        }
    }
    out
}
