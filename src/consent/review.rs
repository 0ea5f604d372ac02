//! Warnings about consents that are missing, due for review or ending. They
//! never decide what is shown.

use jiff::civil::Date;

use super::Terms;
use super::account;
use super::standing::{Fate, Standing};
use crate::content::intern::InternFacts;
use crate::diagnostic::{Code, Diagnostic};
use crate::text::Span;

pub(super) fn warn(facts: &InternFacts, fate: Fate, terms: Terms, today: Date, problems: &mut Vec<Diagnostic>) {
    let consent = &facts.consent;
    let place = consent.span.unwrap_or(Span::start_of(facts.file));
    match fate {
        Fate::Withheld(Standing::Missing) => {
            let message = "There is no complete consent record, so this story is withheld.";
            problems.push(
                Diagnostic::new(Code::ConsentMissing, place, message)
                    .help("Fill in `given` and `scopes` in [consent] once the signed form is on file."),
            );
        }
        Fate::Withheld(Standing::NoStory) => {
            let message = "The consent does not cover `story`, so nothing about this person is shown.";
            let help = "Add `story` to `scopes` once the person has agreed to it.";
            problems.push(Diagnostic::new(Code::ConsentMissing, place, message).help(help));
        }
        Fate::Public => {
            review(facts, terms, today, place, problems);
            ending(facts, terms, today, problems);
        }
        Fate::Withheld(_) | Fate::Ended | Fate::Unborn => {}
    }
}

fn review(facts: &InternFacts, terms: Terms, today: Date, place: Span, problems: &mut Vec<Diagnostic>) {
    let consent = &facts.consent;
    let Some(due) = account::due(consent, terms) else { return };
    let span = consent.review.as_ref().map_or(place, |date| date.span);
    let days = (due - today).get_days();
    if i64::from(days) <= terms.warn_days {
        let when = if days < 0 { "was due" } else { "is due" };
        let message = format!("The review of this consent {when} on {due}.");
        let help = match &consent.review {
            Some(_) => "Ask the person; then set `review` to the next date, or add `withdrawn`.".to_owned(),
            None => format!(
                "That is {} months after `given`. Ask the person; then add `review` with the next date, or `withdrawn`.",
                terms.review_months
            ),
        };
        problems.push(Diagnostic::new(Code::ConsentReviewDue, span, message).help(help));
    }
}

fn ending(facts: &InternFacts, terms: Terms, today: Date, problems: &mut Vec<Diagnostic>) {
    let Some(end) = &facts.consent.expires else { return };
    if i64::from((end.value - today).get_days()) <= terms.warn_days {
        let message =
            format!("This consent ends on {}; everything about the person disappears on that day.", end.value);
        let help = "Ask for a renewal in good time, if the person may want one.";
        problems.push(Diagnostic::new(Code::ConsentEnding, end.span, message).help(help));
    }
}
