//! What hosts answered, kept with its age for later runs.

use std::collections::BTreeMap;

use super::{Answer, Verdict};
use crate::seal;

/// The form of the file.
const FORM: &str = "showcase external 1";

const HOUR: i64 = 3600;
const DAY: i64 = 24 * HOUR;

/// What is not asked for so long is forgotten.
const FORGOTTEN: i64 = 90 * DAY;

/// Answers by address.
#[derive(Debug, Default)]
pub struct Memory(BTreeMap<String, Answer>);

impl Memory {
    /// From the file of an earlier run; nothing from anything else.
    pub fn of_file(file: &[u8]) -> Self {
        let rows = seal::opened(file, FORM).and_then(|rows| postcard::from_bytes::<Vec<(String, Answer)>>(rows).ok());
        Self(rows.into_iter().flatten().collect())
    }

    /// As a file, without what is long out of date.
    pub fn to_file(&self, now: i64) -> Vec<u8> {
        let rows: Vec<_> = self.0.iter().filter(|(_, answer)| now - answer.asked < FORGOTTEN).collect();
        // Numbers and texts have a form.
        seal::close(postcard::to_extend(&rows, seal::open()).unwrap_or_else(|_| seal::open()), FORM)
    }

    /// The answer for an address, if nobody need ask again. Good news lasts
    /// longer than bad: what is broken may be mended within the day, and a
    /// host that failed may be back within the hour.
    pub(super) fn fresh(&self, address: &str, now: i64) -> Option<&Answer> {
        self.0.get(address).filter(|answer| (0..lasts(&answer.verdict)).contains(&(now - answer.asked)))
    }

    pub(super) fn learn(&mut self, address: &str, answer: &Answer) {
        if lasts(&answer.verdict) > 0 {
            self.0.insert(address.to_owned(), answer.clone());
        }
    }
}

/// How many seconds an answer holds.
fn lasts(verdict: &Verdict) -> i64 {
    use super::Reason::{Loop, NoAddress, Status, TooManyRedirects};
    match verdict {
        Verdict::Sound | Verdict::Moved(_) => 7 * DAY,
        Verdict::Refused(_) | Verdict::Broken(Status(400..500) | Loop | TooManyRedirects | NoAddress(_)) => DAY,
        Verdict::Broken(_) => HOUR,
        Verdict::Private | Verdict::NotAsked => 0,
    }
}

#[cfg(test)]
mod tests {
    use super::{DAY, FORGOTTEN, HOUR, Memory};
    use crate::external::{Answer, Reason, Verdict};

    fn knows(verdict: Verdict, age: i64) -> bool {
        let mut memory = Memory::default();
        memory.learn("https://a.example/", &Answer { verdict, asked: 1_000_000 });
        let memory = Memory::of_file(&memory.to_file(1_000_000));
        memory.fresh("https://a.example/", 1_000_000 + age).is_some()
    }

    #[test]
    fn answers_hold_for_a_while() {
        assert!(knows(Verdict::Sound, 6 * DAY) && !knows(Verdict::Sound, 7 * DAY));
        assert!(knows(Verdict::Broken(Reason::Status(404)), 23 * HOUR));
        assert!(!knows(Verdict::Broken(Reason::Status(404)), DAY));
        assert!(knows(Verdict::Broken(Reason::Status(503)), HOUR - 1));
        assert!(!knows(Verdict::Broken(Reason::TooSlow), HOUR));
        assert!(!knows(Verdict::NotAsked, 0) && !knows(Verdict::Private, 0));
        // A clock that was set back.
        assert!(!knows(Verdict::Sound, -1));
    }

    #[test]
    fn what_nobody_asks_for_is_forgotten() {
        let mut memory = Memory::default();
        memory.learn("https://a.example/", &Answer { verdict: Verdict::Sound, asked: 0 });
        assert_eq!(Memory::of_file(&memory.to_file(FORGOTTEN - 1)).0.len(), 1);
        assert_eq!(Memory::of_file(&memory.to_file(FORGOTTEN)).0.len(), 0);
        assert_eq!(Memory::of_file(b"something else").0.len(), 0);
    }
}
