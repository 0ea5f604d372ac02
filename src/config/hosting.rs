//! `[hosting]`: what servers are told beside what every site tells them.

use crate::record::{Fields, Form, Key, key};

/// What servers are told.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Hosting {
    /// For how many days browsers are to ask this host over HTTPS alone (RFC
    /// 6797). It binds the whole host, other sites on it too, so nobody is told
    /// so unless a site says it.
    pub hsts_days: Option<u64>,
    /// Whether files lie there compressed. A build is asked for it; a site does
    /// not say so.
    pub precompressed: bool,
}

pub(super) const KEYS: &[Key] = &[key(
    "hsts_days",
    Form::Int(1, 3_650),
    "For how many days browsers ask this host over HTTPS alone. Default: not said.",
)];

impl Hosting {
    /// The settings of a `site.toml`.
    pub(super) fn read(fields: &Fields<'_>) -> Self {
        let days = fields.table("hosting").and_then(|table| table.int("hsts_days"));
        Self { hsts_days: days.and_then(|days| u64::try_from(days.value).ok()), precompressed: false }
    }

    /// The value of the header, where there is one.
    pub fn hsts(self) -> Option<String> {
        self.hsts_days.map(|days| format!("max-age={}", days.saturating_mul(86_400)))
    }
}
