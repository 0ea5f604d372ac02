//! `site.webmanifest` (W3C Web Application Manifest): what a site is called
//! and shown by where somebody keeps it on a home screen.

use serde::Serialize;

/// A manifest.
#[derive(Debug, Serialize)]
pub struct WebApp<'a> {
    /// Title of the site.
    pub name: &'a str,
    /// Language, BCP 47.
    pub lang: &'a str,
    /// `ltr` or `rtl`.
    pub dir: &'a str,
    /// What the site is.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub description: Option<&'a str>,
    /// Its name for good: a link to the home page.
    pub id: &'a str,
    /// Link to the home page.
    pub start_url: &'a str,
    /// Link of the folder that it covers.
    pub scope: &'a str,
    /// A page among others, and no program of its own.
    pub display: &'static str,
    /// Its pictures.
    pub icons: Vec<WebIcon>,
}

/// A picture of it.
#[derive(Debug, Serialize)]
pub struct WebIcon {
    /// Link.
    pub src: String,
    /// `192x192`.
    pub sizes: String,
    /// Type.
    #[serde(rename = "type")]
    pub kind: &'static str,
}

/// The manifest as JSON.
pub fn manifest(app: &WebApp<'_>) -> String {
    // Strings and lists of strings: nothing here can fail to serialise.
    let mut text = serde_json::to_string_pretty(app).unwrap_or_default();
    text.push('\n');
    text
}
