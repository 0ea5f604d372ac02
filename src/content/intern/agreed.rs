//! What a person agreed to, and which parts of a record that covers.

use jiff::civil::Date;

use crate::text::{FileId, Span, Spanned};

/// What a person agreed to. It has no way to be serialised: nothing of it can
/// reach an output.
#[derive(Debug, Default)]
pub struct ConsentRecord {
    /// Where it is; the start of the file when absent.
    pub span: Option<Span>,
    /// First day.
    pub given: Option<Spanned<Date>>,
    /// What it covers; `None` when the key is absent.
    pub scopes: Option<Vec<Scope>>,
    /// Day of the next review.
    pub review: Option<Spanned<Date>>,
    /// First day on which it is over.
    pub expires: Option<Spanned<Date>>,
    /// Day on which it was withdrawn.
    pub withdrawn: Option<Spanned<Date>>,
}

impl ConsentRecord {
    /// The consent of a record that is known to be public on this day in all
    /// its parts, until it ends.
    pub fn whole(day: Date, ends: Option<Date>) -> Self {
        let on = |day| Spanned::new(day, Span::start_of(FileId(0)));
        let scopes = Some(Scope::ALL.to_vec());
        Self { given: Some(on(day)), scopes, expires: ends.map(on), ..Self::default() }
    }

    /// First day on which nothing may be shown any more, whatever ends it.
    pub fn ends(&self) -> Option<Date> {
        [&self.expires, &self.withdrawn].into_iter().flatten().map(|date| date.value).min()
    }
}

/// What is kept of a consent.
pub(super) mod ending {
    use jiff::civil::Date;
    use serde::{Deserialize, Deserializer, Serialize, Serializer};

    use super::ConsentRecord;

    pub(in crate::content) fn serialize<S: Serializer>(
        consent: &ConsentRecord,
        serializer: S,
    ) -> Result<S::Ok, S::Error> {
        consent.ends().serialize(serializer)
    }

    pub(in crate::content) fn deserialize<'de, D: Deserializer<'de>>(
        deserializer: D,
    ) -> Result<ConsentRecord, D::Error> {
        let ends = Option::<Date>::deserialize(deserializer)?;
        Ok(ConsentRecord {
            expires: ends.and_then(|day| ConsentRecord::whole(day, ends).expires),
            ..Default::default()
        })
    }
}

/// A part that consent covers or does not.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Scope {
    /// The story at all.
    Story,
    /// The name.
    Name,
    /// Portrait and pictures.
    Photo,
    /// The pull quote.
    Quote,
    /// What came after.
    Outcome,
    /// Being shown together with a donor.
    DonorLink,
    /// Share cards and tags.
    Social,
    /// Reuse by partners; nothing on the site depends on it.
    PartnerReuse,
}

impl Scope {
    /// Every scope, in the order of forms.
    pub const ALL: [Self; 8] = [
        Self::Story,
        Self::Name,
        Self::Photo,
        Self::Quote,
        Self::Outcome,
        Self::DonorLink,
        Self::Social,
        Self::PartnerReuse,
    ];

    /// The scopes that decide what is shown.
    pub const SHOWN: [Self; 7] =
        [Self::Story, Self::Name, Self::Photo, Self::Quote, Self::Outcome, Self::DonorLink, Self::Social];

    /// The word in records.
    pub fn word(self) -> &'static str {
        match self {
            Self::Story => "story",
            Self::Name => "name",
            Self::Photo => "photo",
            Self::Quote => "quote",
            Self::Outcome => "outcome",
            Self::DonorLink => "donor_link",
            Self::Social => "social",
            Self::PartnerReuse => "partner_reuse",
        }
    }
}
