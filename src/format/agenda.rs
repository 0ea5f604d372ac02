//! Dates as a calendar file (RFC 5545): data in, text out.

use ics::parameters::Value;
use ics::properties::{Description, DtStart, Summary, Transp, Trigger};
use ics::{Alarm, Event, ICalendar, escape_text};
use jiff::civil::Date;

/// Something with a date.
#[derive(Debug)]
pub struct Entry {
    /// A name that stays the same when the calendar is made again.
    pub uid: String,
    /// The day.
    pub on: Date,
    /// In a few words.
    pub summary: String,
    /// What to do.
    pub description: String,
}

/// How long before the day a reminder comes.
const BEFORE: &str = "-P7D";

/// The dates as events of a whole day, each with a reminder a week before.
/// `today` is the stamp of all of them, so that the same dates on the same day
/// are the same bytes.
pub fn ics(today: Date, entries: &[Entry]) -> Vec<u8> {
    let mut calendar = ICalendar::new("2.0", "-//showcase//consent//EN");
    for Entry { uid, on, summary, description } in entries {
        let mut event = Event::new(uid.as_str(), format!("{}T000000Z", basic(today)));
        let mut start = DtStart::new(basic(*on));
        start.add(Value::DATE);
        event.push(start);
        event.push(Summary::new(escape_text(summary.as_str())));
        event.push(Description::new(escape_text(description.as_str())));
        event.push(Transp::transparent());
        let reminder = Description::new(escape_text(summary.as_str()));
        event.add_alarm(Alarm::display(Trigger::new(BEFORE), reminder));
        calendar.add_event(event);
    }
    let mut file = Vec::new();
    // Memory is written to: nothing can fail.
    let _ = calendar.write(&mut file);
    file
}

/// A day as RFC 5545 writes it.
fn basic(day: Date) -> String {
    day.strftime("%Y%m%d").to_string()
}

#[cfg(test)]
mod tests {
    use super::{Entry, ics};
    use jiff::civil::date;

    #[test]
    fn an_event_for_each_date() {
        let entry = Entry {
            uid: "i-7f3k-review@example.org".to_owned(),
            on: date(2027, 2, 1),
            summary: "Review, please; soon".to_owned(),
            description: "x".repeat(100),
        };
        let text = String::from_utf8(ics(date(2026, 11, 24), &[entry])).unwrap();
        for line in [
            "BEGIN:VCALENDAR",
            "UID:i-7f3k-review@example.org",
            "DTSTAMP:20261124T000000Z",
            "DTSTART;VALUE=DATE:20270201",
            "SUMMARY:Review\\, please\\; soon",
            "TRIGGER:-P7D",
            "END:VCALENDAR",
        ] {
            assert!(text.split("\r\n").any(|found| found == line), "{line}:\n{text}");
        }
        assert!(text.split("\r\n").all(|line| line.len() <= 75), "lines are folded");
        assert!(!text.replace("\r\n", "").contains(['\r', '\n']));
    }
}
