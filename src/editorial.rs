//! How texts are written: what a careful editor would underline.
//!
//! Judges what records and stories say, as they are read, so that a record that
//! is recalled costs nothing. A quick look comes first, and only a text that
//! could have something is read closely. Never decides what is shown, and looks
//! at no other file. Rules about words are English; a site in another language
//! gets those that need none.

mod alt;
mod names;
mod phrases;
mod safety;
mod sentences;
mod suspects;

use std::ops::Range;

use jiff::civil::Date;

use crate::config::{Config, Lints};
use crate::content::Prose;
use crate::content::cohort::CohortRecord;
use crate::content::donor::DonorRecord;
use crate::content::intern::{InternFacts, Scope, UpdateRecord};
use crate::content::office::OfficeRecord;
use crate::content::page::PageRecord;
use crate::diagnostic::{Code, Diagnostic};
use crate::markdown::reading::{self, Reading};
use crate::record::Text;
use crate::text::{FileId, Span};
pub use alt::is_file_name;
use names::Hidden;
use phrases::Phrases;
pub use phrases::is_vague;

/// An editor, with what is known of the site.
#[derive(Debug)]
pub struct Desk<'c> {
    lints: &'c Lints,
    language: &'c str,
    /// Whether the rules about words hold.
    english: bool,
    today: Date,
    phrases: Phrases,
}

/// What a text is part of, as far as rules differ.
#[derive(Debug, Clone, Copy, Default)]
struct Piece<'p> {
    /// Whether a person tells of life and work abroad.
    told: bool,
    /// The day on which a placement was over, if it is.
    over: Option<Date>,
    /// A first name that must not be read.
    hidden: Option<Hidden<'p>>,
}

/// Where a problem is reported, and how ranges of a text become places.
struct Paper<'p> {
    problems: &'p mut Vec<Diagnostic>,
    place: &'p dyn Fn(Range<usize>) -> Span,
}

impl Paper<'_> {
    fn add(&mut self, code: Code, range: Range<usize>, message: impl Into<String>, help: &str) {
        self.problems.push(Diagnostic::new(code, (self.place)(range), message).help(help));
    }
}

impl<'c> Desk<'c> {
    /// An editor for a site, on a day.
    pub fn new(config: &'c Config, today: Date) -> Self {
        let english = config.language.split('-').next() == Some("en");
        Self { lints: &config.lints, language: &config.language, english, today, phrases: Phrases::new(config) }
    }

    /// The site's language.
    pub fn language(&self) -> &str {
        self.language
    }

    /// Whether the site wants to hear of a kind of problem.
    pub fn minds(&self, code: Code) -> bool {
        self.lints.is_on(code)
    }

    /// A person's record and story; `text` is the whole file.
    pub fn intern(&self, facts: &InternFacts, text: &str, problems: &mut Vec<Diagnostic>) {
        let scopes = facts.consent.scopes.as_deref().unwrap_or_default();
        let unnamed = scopes.contains(&Scope::Story) && !scopes.contains(&Scope::Name);
        let hidden = if unnamed { names::hidden(&facts.name.value) } else { None };
        let piece = Piece { told: true, over: facts.end.filter(|end| *end < self.today), hidden };
        self.title(&facts.title, problems);
        let lines = [Some(&facts.title), Some(&facts.summary), facts.quote.as_ref(), facts.unit.as_ref()];
        let why = facts.sdgs.iter().filter_map(|mapping| mapping.why.as_ref());
        lines.into_iter().flatten().chain(why).for_each(|line| self.line(line, piece, problems));
        if let Some(portrait) = &facts.portrait {
            self.alt(&portrait.alt, problems);
            self.line(&portrait.alt, piece, problems);
        }
        self.prose(&facts.story, text, piece, problems);
        if let Some(quote) = facts.quote.as_ref().filter(|_| self.lints.is_on(Code::QuoteUnspoken)) {
            let whole = facts.story.origin.whole().range();
            problems.extend(sentences::unspoken(quote, text.get(whole).unwrap_or_default()));
        }
    }

    /// A later story.
    pub fn update(&self, record: &UpdateRecord, text: &str, problems: &mut Vec<Diagnostic>) {
        let piece = Piece { told: true, ..Piece::default() };
        self.title(&record.title, problems);
        [&record.title, &record.summary].into_iter().for_each(|line| self.line(line, piece, problems));
        self.prose(&record.story, text, piece, problems);
    }

    /// A page.
    pub fn page(&self, record: &PageRecord, text: &str, problems: &mut Vec<Diagnostic>) {
        self.title(&record.title, problems);
        self.record(record.file, [Some(&record.title)], record.summary.as_ref(), Some(&record.story), text, problems);
    }

    /// An office's record.
    pub fn office(&self, record: &OfficeRecord, text: &str, problems: &mut Vec<Diagnostic>) {
        self.record(record.file, [], record.summary.as_ref(), record.description.as_ref(), text, problems);
    }

    /// A cohort's record.
    pub fn cohort(&self, record: &CohortRecord, text: &str, problems: &mut Vec<Diagnostic>) {
        let title = [record.title.as_ref()];
        self.record(record.file, title, record.summary.as_ref(), record.description.as_ref(), text, problems);
    }

    /// A donor's record.
    pub fn donor(&self, record: &DonorRecord, text: &str, problems: &mut Vec<Diagnostic>) {
        for picture in [&record.photo, &record.logo].into_iter().flatten() {
            self.alt(&picture.alt, problems);
        }
        let quote = [record.quote.as_ref()];
        self.record(record.file, quote, record.summary.as_ref(), record.description.as_ref(), text, problems);
    }

    fn record<const N: usize>(
        &self,
        file: FileId,
        lines: [Option<&Text>; N],
        summary: Option<&Text>,
        prose: Option<&Prose>,
        text: &str,
        problems: &mut Vec<Diagnostic>,
    ) {
        let piece = Piece::default();
        lines.into_iter().chain([summary]).flatten().for_each(|line| self.line(line, piece, problems));
        if let Some(prose) = prose {
            self.prose(prose, text, piece, problems);
        }
        if summary.is_none() && self.lints.is_on(Code::SummaryMissing) {
            let message = "There is no `summary`, so lists and search engines show none.";
            let help = "Say in a sentence or two what a reader finds here: `summary = \"…\"`.";
            problems.push(Diagnostic::new(Code::SummaryMissing, file, message).help(help));
        }
    }

    fn title(&self, title: &Text, problems: &mut Vec<Diagnostic>) {
        let place = |range: Range<usize>| title.origin.span(range);
        sentences::loud_title(&title.value, &mut Paper { problems, place: &place });
    }

    /// A text of a record, without markup.
    fn line(&self, line: &Text, piece: Piece<'_>, problems: &mut Vec<Diagnostic>) {
        let place = |range: Range<usize>| line.origin.span(range);
        self.words(&line.value, piece, &mut Paper { problems, place: &place });
    }

    fn alt(&self, alt: &Text, problems: &mut Vec<Diagnostic>) {
        let place = |range: Range<usize>| alt.origin.span(range);
        alt::check(&alt.value, None, 0..alt.value.len(), self.english, &mut Paper { problems, place: &place });
    }

    /// A text in Markdown within a file.
    fn prose(&self, prose: &Prose, text: &str, piece: Piece<'_>, problems: &mut Vec<Diagnostic>) {
        let whole = prose.origin.whole();
        let source = text.get(whole.range()).unwrap_or_default();
        let grade = self.english && self.lints.is_on(Code::ReadingHard);
        let suspect = grade
            || suspects::any(source)
            || self.english && self.phrases.may_be_in(source)
            || piece.hidden.is_some_and(|name| source.contains(name.first));
        if !suspect {
            return;
        }
        let reading = reading::read(source);
        let base = whole.start as usize;
        let at = |range: Range<usize>| Span::new(whole.file, base + range.start..base + range.end);
        self.marked(&reading, &mut Paper { problems, place: &at });
        let place = |range: Range<usize>| at(reading.place(&range));
        let paper = &mut Paper { problems, place: &place };
        self.words(&reading.text, piece, paper);
        if self.english {
            sentences::long(&reading.text, paper);
        }
        if grade {
            sentences::hard(&reading.text, paper);
        }
    }

    /// Links and pictures, by their places in the source.
    fn marked(&self, reading: &Reading, paper: &mut Paper<'_>) {
        if self.english {
            reading.links.iter().for_each(|link| phrases::vague(link, paper));
        }
        for picture in &reading.pictures {
            alt::check(&picture.text, picture.caption.as_deref(), picture.range.clone(), self.english, paper);
        }
    }

    fn words(&self, text: &str, piece: Piece<'_>, paper: &mut Paper<'_>) {
        sentences::loud(text, paper);
        if self.english {
            self.phrases.check(text, piece, paper);
        }
        if let Some(name) = piece.hidden {
            names::find(text, name, paper);
        }
    }
}

/// The offset behind the word that ends at or begins before an offset, with the
/// word: what stands directly before, one space apart.
fn word_before(text: &str, at: usize) -> Option<(usize, &str)> {
    let before = text.get(..at)?.strip_suffix(' ')?;
    let start = before
        .rfind(|c: char| !(c.is_alphanumeric() || c == '-' || c == '’' || c == '\''))
        .map_or(0, |gap| gap + before.get(gap..).and_then(|rest| rest.chars().next()).map_or(1, char::len_utf8));
    let word = before.get(start..)?;
    (!word.is_empty()).then_some((start, word))
}

fn is_capitalised(word: &str) -> bool {
    word.chars().next().is_some_and(char::is_uppercase)
}

/// Whether nothing that belongs to a word stands right before or behind a range.
fn is_whole(text: &str, range: &Range<usize>) -> bool {
    let before = text.get(..range.start).and_then(|text| text.chars().next_back());
    let after = text.get(range.end..).and_then(|text| text.chars().next());
    ![before, after].into_iter().flatten().any(char::is_alphanumeric)
}
