//! Forms of words that the code needs: dates, lengths, counts, places.

use jiff::civil::Date;

use crate::consent::published::{PublicIntern, PublicOffice};
use crate::content::donor::DonorKind;
use crate::content::intern::{Level, OutcomeKind};
use crate::content::office::OfficeKind;
use crate::kind::RecordKind;
use crate::language::{self, foreign};
use crate::markdown;
use crate::record::Text;
use crate::reference::notices;
use crate::reference::plurals::Count;
use crate::reference::usage;
use crate::theme::Words;
use crate::view::DateView;

/// ISO code whose name stands with an asterisk and a notice.
const MARKED_CODE: &str = "XK";

/// Notices that a page must carry because of what it shows.
#[derive(Debug, Default, Clone, Copy)]
pub(crate) struct Notices {
    /// It names Kosovo.
    pub(crate) kosovo: bool,
    /// It is about the Sustainable Development Goals.
    pub(crate) goals: bool,
    /// It has a map.
    pub(crate) map: bool,
    /// It has a text in another language, for want of a translation.
    pub(crate) untranslated: bool,
    /// The text that the page is about is one of them, and says so.
    pub(crate) noted: bool,
}

impl Notices {
    /// Adds what a part of the page needs.
    pub(crate) fn add(&mut self, others: Self) {
        self.kosovo |= others.kosovo;
        self.goals |= others.goals;
        self.map |= others.map;
        self.untranslated |= others.untranslated;
        self.noted |= others.noted;
    }

    /// The required notices, word for word, in the order of pages.
    pub(crate) fn required(self, organisation: &str, words: &Words) -> Vec<String> {
        let kosovo = self.kosovo.then(|| kosovo(words));
        let map = self.map.then(|| notices::map(words.language()).join(organisation));
        let goals = self.goals.then(|| notices::goals(words.language()).to_owned());
        [kosovo, map, goals].into_iter().flatten().collect()
    }
}

/// What the mark at a name refers to.
pub(crate) fn kosovo(words: &Words) -> String {
    format!("* {}", notices::kosovo(words.language()))
}

/// A day for machines and for people.
pub(crate) fn date(words: &Words, date: Date) -> DateView {
    let month = month_name(words, date);
    let (day, year) = (date.day().to_string(), date.year().to_string());
    // French says "1er mars".
    let key = if date.day() == 1 { "say_date_first" } else { "say_date" };
    DateView { iso: date.to_string(), text: words.fill(key, &[("day", &day), ("month", month), ("year", &year)]) }
}

/// A month: "March 2025".
pub(crate) fn month(words: &Words, date: Date) -> String {
    words.fill("say_month_year", &[("month", month_name(words, date)), ("year", &date.year().to_string())])
}

fn month_name(words: &Words, date: Date) -> &str {
    words.get(match date.month() {
        1 => "say_month_1",
        2 => "say_month_2",
        3 => "say_month_3",
        4 => "say_month_4",
        5 => "say_month_5",
        6 => "say_month_6",
        7 => "say_month_7",
        8 => "say_month_8",
        9 => "say_month_9",
        10 => "say_month_10",
        11 => "say_month_11",
        _ => "say_month_12",
    })
}

/// A length in half months: "6½".
pub(crate) fn halves(words: &Words, half_months: u64) -> String {
    let whole = |months: u64| words.number(usize::try_from(months).unwrap_or(usize::MAX));
    match (half_months / 2, half_months % 2) {
        (0, 1) => "½".to_owned(),
        (months, 0) => whole(months),
        // A fraction is no digit to what orders letters of two directions (UAX #9):
        // only between marks of its own direction it stays behind its number.
        (months, _) if language::direction(words.language()) == "rtl" => {
            format!("{LEFT_TO_RIGHT}{}½{LEFT_TO_RIGHT}", whole(months))
        }
        (months, _) => format!("{}½", whole(months)),
    }
}

const LEFT_TO_RIGHT: char = '\u{200e}';

/// A length: "6½ months".
pub(crate) fn months(words: &Words, half_months: u32) -> String {
    words.count_with("say_months", Count::halves(half_months.into()), &[("n", &halves(words, half_months.into()))])
}

/// City and country as UN style has them: a capital stands alone, a marked
/// name carries its mark.
pub(crate) fn place(office: &PublicOffice, notices: &mut Notices) -> String {
    if office.capital && !is_marked(office) {
        return marked(&office.name.value, notices);
    }
    let country = country(office, notices);
    format!("{}{}{country}", marked(&office.name.value, notices), comma(&country))
}

/// What stands between a city and a country, in the script of the latter's name.
fn comma(country: &str) -> &'static str {
    let arabic = country.chars().any(|letter| matches!(letter, '\u{600}'..='\u{6ff}'));
    if arabic { "، " } else { ", " }
}

/// Whether the name of the country or area stands with a mark.
pub(crate) fn is_marked(office: &PublicOffice) -> bool {
    office.country.code == MARKED_CODE
}

/// The country or area, with its mark.
pub(crate) fn country(office: &PublicOffice, notices: &mut Notices) -> String {
    if is_marked(office) {
        notices.kosovo = true;
        return format!("{}*", office.country.name);
    }
    office.country.name.to_owned()
}

/// An author's text with the mark after every name that needs it.
pub(crate) fn marked(text: &str, notices: &mut Notices) -> String {
    usage::marked(text, &mut notices.kosovo)
}

/// The same of a text that a page shows: one in another language is marked.
pub(crate) fn told(text: &Text, notices: &mut Notices) -> String {
    let shown = marked(&text.value, notices);
    match text.foreign() {
        Some(tag) => {
            notices.untranslated = true;
            foreign::mark(&shown, tag)
        }
        None => shown,
    }
}

/// The name, or neutral words.
pub(crate) fn person(words: &Words, intern: &PublicIntern) -> (String, bool) {
    match &intern.name {
        Some(name) => (name.value.clone(), true),
        None => (words.get("say_unnamed_intern").to_owned(), false),
    }
}

/// Neutral words in place of a link to what is withheld.
pub(crate) fn withheld(words: &Words, kind: RecordKind) -> String {
    words
        .get(match kind {
            RecordKind::Intern => "say_withheld_intern",
            RecordKind::Donor => "say_withheld_donor",
            RecordKind::Office | RecordKind::Cohort | RecordKind::Goal | RecordKind::Page => "say_withheld_page",
        })
        .to_owned()
}

pub(crate) fn level(words: &Words, level: Level) -> String {
    words
        .get(match level {
            Level::Undergraduate => "say_level_undergraduate",
            Level::Postgraduate => "say_level_postgraduate",
        })
        .to_owned()
}

pub(crate) fn office_kind(words: &Words, kind: OfficeKind) -> String {
    words
        .get(match kind {
            OfficeKind::Headquarters => "say_office_headquarters",
            OfficeKind::Regional => "say_office_regional",
            OfficeKind::Country => "say_office_country",
            OfficeKind::Liaison => "say_office_liaison",
        })
        .to_owned()
}

pub(crate) fn donor_kind(words: &Words, kind: DonorKind) -> String {
    words
        .get(match kind {
            DonorKind::Trust => "say_donor_trust",
            DonorKind::Individual => "say_donor_individual",
            DonorKind::Corporate => "say_donor_corporate",
            DonorKind::PublicScheme => "say_donor_public_scheme",
            DonorKind::University => "say_donor_university",
            DonorKind::Legacy => "say_donor_legacy",
        })
        .to_owned()
}

pub(crate) fn outcome_kind(words: &Words, kind: OutcomeKind) -> String {
    words
        .get(match kind {
            OutcomeKind::Partner => "say_outcome_partner",
            OutcomeKind::Sector => "say_outcome_sector",
            OutcomeKind::Employment => "say_outcome_employment",
            OutcomeKind::Study => "say_outcome_study",
        })
        .to_owned()
}

/// The words that texts in Markdown need.
pub(crate) fn markdown(words: &Words) -> markdown::Wording {
    let say = |key: &str| words.get(key).to_owned();
    markdown::Wording {
        footnotes: say("say_md_footnotes"),
        back_to_text: say("say_md_back_to_text"),
        note: say("say_md_note"),
        tip: say("say_md_tip"),
        important: say("say_md_important"),
        warning: say("say_md_warning"),
        caution: say("say_md_caution"),
        task_done: say("say_md_task_done"),
        task_open: say("say_md_task_open"),
        table: say("say_md_table"),
        code: say("say_md_code"),
        video: say("say_md_video"),
        facts: say("say_md_facts"),
    }
}

#[cfg(test)]
mod tests {
    use super::halves;
    use crate::theme::Words;

    #[test]
    fn lengths() {
        assert_eq!([1, 2, 13, 16, 2469].map(|n| halves(&Words::default(), n)), ["½", "1", "6½", "8", "1,234½"]);
    }
}
