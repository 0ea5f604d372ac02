//! `[limits]`: how large files may be. Read before all else, so from text alone.

use crate::record::{Form, Key, key};

/// How large files may be, read before anything else is.
#[derive(Debug, Clone, Copy)]
pub struct Limits {
    /// Bytes of a text file.
    pub text: u64,
    /// Bytes of a picture or static file.
    pub picture: u64,
}

impl Default for Limits {
    fn default() -> Self {
        Self { text: 1 << 20, picture: 32 << 20 }
    }
}

impl Limits {
    /// The limits that a `site.toml` sets; the defaults where it sets none or
    /// cannot be read (what is wrong with it is reported by [`load`](super::load)).
    pub fn of(site_toml: &str) -> Self {
        let Ok(table) = site_toml.trim_start_matches('\u{feff}').parse::<toml::Table>() else { return Self::default() };
        let limit = |name: &str, unit: u64, default: u64| {
            let value = table.get("limits").and_then(|limits| limits.get(name)).and_then(toml::Value::as_integer);
            value.and_then(|n| u64::try_from(n).ok()).map_or(default, |n| n.saturating_mul(unit))
        };
        let default = Self::default();
        Self { text: limit("text_kib", 1 << 10, default.text), picture: limit("picture_mib", 1 << 20, default.picture) }
    }
}

pub(super) const KEYS: &[Key] = &[
    key("text_kib", Form::Int(1, 1_048_576), "Largest text file in KiB. Default 1024."),
    key("picture_mib", Form::Int(1, 4096), "Largest picture or static file in MiB. Default 32."),
];
