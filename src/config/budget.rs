//! `[budget]`: how much a page may weigh, by kind of page.

use crate::record::{Fields, Form, Key, key};
use crate::text::Span;

/// Limits that a site sets itself.
#[derive(Debug, Clone, Default)]
pub struct Budget {
    limits: Vec<Limit>,
}

/// A limit.
#[derive(Debug, Clone, Copy)]
pub struct Limit {
    /// Pages of this kind; `None` is all that have no limit of their own.
    pub kind: Option<PageKind>,
    /// What is measured.
    pub measure: Measure,
    /// The most; KiB, or requests.
    pub most: u64,
    /// Where it stands.
    pub span: Span,
}

macro_rules! words {
    ($(#[$doc:meta])* $name:ident { $($(#[$variant_doc:meta])* $variant:ident $word:literal,)+ }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum $name { $($(#[$variant_doc])* $variant,)+ }

        impl $name {
            /// Every one.
            pub const ALL: &[Self] = &[$(Self::$variant),+];

            /// Its key in `site.toml`.
            pub fn word(self) -> &'static str {
                match self { $(Self::$variant => $word),+ }
            }
        }
    };
}

words! {
    /// What of a page is measured.
    Measure {
        /// The page itself.
        Html "html_kib",
        /// Style sheets.
        Css "css_kib",
        /// Scripts.
        Js "js_kib",
        /// Pictures, maps included.
        Images "images_kib",
        /// Fonts that every visitor fetches.
        Fonts "fonts_kib",
        /// All of it.
        Total "total_kib",
        /// Files.
        Requests "requests",
    }
}

words! {
    /// A kind of page, as far as its weight goes.
    PageKind {
        /// The home page.
        Home "home",
        /// The list of interns.
        List "list",
        /// A profile.
        Profile "profile",
        /// A later story.
        Story "story",
        /// A list of offices, cohorts, donors, goals, levels or schools, or of pages.
        Index "index",
        /// An office.
        Office "office",
        /// A cohort.
        Cohort "cohort",
        /// A donor.
        Donor "donor",
        /// A goal.
        Goal "goal",
        /// A level or a school.
        Facet "facet",
        /// The figures.
        Impact "impact",
        /// Any other.
        Page "page",
    }
}

const KIB: Form = Form::Int(0, 1_048_576);

const MEASURES: &[Key] = &[
    key("html_kib", KIB, "The page itself."),
    key("css_kib", KIB, "Style sheets."),
    key("js_kib", KIB, "Scripts."),
    key("images_kib", KIB, "Pictures, maps included."),
    key("fonts_kib", KIB, "Fonts that every visitor fetches."),
    key("total_kib", KIB, "All of it."),
    key("requests", Form::Int(0, 10_000), "Files."),
];

const OF_A_KIND: Form = Form::Table(MEASURES);

pub(super) const KEYS: &[Key] = &[
    key("html_kib", KIB, "The page itself, of every kind that has no limit of its own."),
    key("css_kib", KIB, "Style sheets, likewise."),
    key("js_kib", KIB, "Scripts, likewise."),
    key("images_kib", KIB, "Pictures, likewise."),
    key("fonts_kib", KIB, "Fonts, likewise."),
    key("total_kib", KIB, "All of it, likewise."),
    key("requests", Form::Int(0, 10_000), "Files, likewise."),
    key("home", OF_A_KIND, "The home page."),
    key("list", OF_A_KIND, "The list of interns."),
    key("profile", OF_A_KIND, "Profiles."),
    key("story", OF_A_KIND, "Later stories."),
    key("index", OF_A_KIND, "Lists of offices, cohorts and so on."),
    key("office", OF_A_KIND, "Offices."),
    key("cohort", OF_A_KIND, "Cohorts."),
    key("donor", OF_A_KIND, "Donors."),
    key("goal", OF_A_KIND, "Goals."),
    key("facet", OF_A_KIND, "Levels and schools."),
    key("impact", OF_A_KIND, "The impact page."),
    key("page", OF_A_KIND, "All other pages."),
];

impl Budget {
    /// The limits of a `site.toml`.
    pub(super) fn read(fields: &Fields<'_>) -> Self {
        let mut limits = Vec::new();
        let mut add = |table: Option<&Fields<'_>>, kind| {
            for measure in Measure::ALL {
                let number = table.and_then(|table| table.int(measure.word()));
                limits.extend(number.and_then(|number| {
                    let most = u64::try_from(number.value).ok()?;
                    Some(Limit { kind, measure: *measure, most, span: number.span })
                }));
            }
        };
        let table = fields.table("budget");
        add(table, None);
        for kind in PageKind::ALL {
            add(table.and_then(|table| table.table(kind.word())), Some(*kind));
        }
        Self { limits }
    }

    /// Whether nothing is limited.
    pub fn is_empty(&self) -> bool {
        self.limits.is_empty()
    }

    /// The limit that holds for pages of a kind: their own, or that of all.
    pub fn limit(&self, kind: PageKind, measure: Measure) -> Option<&Limit> {
        let of = |kind| self.limits.iter().find(|limit| limit.kind == kind && limit.measure == measure);
        of(Some(kind)).or_else(|| of(None))
    }
}

#[cfg(test)]
mod tests {
    use super::{KEYS, MEASURES, Measure, PageKind};

    #[test]
    fn every_measure_and_every_kind_has_its_key() {
        let has = |keys: &[crate::record::Key], word: &str| keys.iter().any(|key| key.name == word);
        assert!(Measure::ALL.iter().all(|measure| has(KEYS, measure.word()) && has(MEASURES, measure.word())));
        assert!(PageKind::ALL.iter().all(|kind| has(KEYS, kind.word())));
        assert_eq!(KEYS.len(), Measure::ALL.len() + PageKind::ALL.len());
    }
}
